import { inUtc } from './values';
import type { FieldFact, FieldKind } from './kinds';
import type { AttributeType } from './kinds';
import type { StoredForm } from './stored';

/** What is known of a form. */
interface FormFact {
  /** The kinds of fields that can be stored so. */
  readonly kinds: readonly FieldKind[];
  /** The type of a key attribute of this form; undefined when no key can have it. */
  readonly attribute: AttributeType | undefined;
  /** DynamoDB compares what is stored as the gateway compares what is meant. */
  readonly isComparable: boolean;
  /** What is stored for a value of the field; undefined for nothing. */
  write(value: unknown): unknown;
  /** What is stored for a value that was read, where that keeps more of it than writing does. */
  exact?(value: unknown): unknown;
  /** The value that a stored one means; what is not of the form stays as it is, where that cannot mean another thing. */
  read(stored: unknown, field: FieldFact): unknown;
}

/** What is stored is not of the form, and would be another value of the kind if it were taken as it is. */
export const notOfForm = Symbol('not of the form');

const epoch = (milliseconds: number): FormFact => ({
  kinds: ['dateTime'],
  attribute: 'N',
  isComparable: true,
  write: (value) => (typeof value === 'string' ? Math.floor(Date.parse(value) / milliseconds) : value),
  exact: (value) => (typeof value === 'string' ? Date.parse(value) / milliseconds : value),
  read: (stored, field) => {
    const moment = typeof stored === 'number' ? new Date(stored * milliseconds) : undefined;
    if (!moment || Number.isNaN(moment.getTime())) return stored;
    return inUtc(moment.toISOString(), field.kind === 'dateTime' ? field.precision : undefined);
  },
});

/** The largest amount of which a double holds every cent: fifteen digits. */
export const maxAmount = 9_999_999_999_999.99;

const centsOf = (value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 100) : value);

/** A text of digits is as good as a number; anything else would be a hundred times too much. */
const amountOf = (stored: unknown): unknown =>
  Number.isSafeInteger(stored) || (typeof stored === 'string' && /^-?\d{1,15}$/.test(stored))
    ? Number(stored) / 100
    : stored === undefined || stored === null
      ? stored
      : notOfForm;

const flags: ReadonlyMap<string, unknown> = new Map([
  ['true', true],
  ['false', false],
]);

/** Every form. */
export const storedForms: { readonly [Form in StoredForm]: FormFact } = {
  /** A string set or a number set. It has no order, no element twice, and is not there when it is empty. */
  set: {
    kinds: ['list'],
    attribute: undefined,
    isComparable: true,
    write: (value) => (Array.isArray(value) ? (value.length > 0 ? new Set(value) : undefined) : value),
    read: (stored, { optional }) => (stored === undefined && !optional ? [] : stored),
  },
  epochSeconds: epoch(1000),
  epochMilliseconds: epoch(1),
  cents: {
    kinds: ['money'],
    attribute: 'N',
    isComparable: true,
    write: centsOf,
    read: amountOf,
  },
  centsText: {
    kinds: ['money'],
    attribute: undefined,
    isComparable: false,
    write: (value) => (typeof value === 'number' ? String(centsOf(value)) : value),
    read: amountOf,
  },
  text: {
    kinds: ['integer', 'float', 'money', 'boolean'],
    attribute: undefined,
    isComparable: false,
    write: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
    read: (stored, { kind }) => {
      if (typeof stored !== 'string') return stored;
      if (kind === 'boolean') return flags.get(stored) ?? stored;
      return /^-?\d{1,40}(\.\d{1,40})?(e[-+]?\d{1,3})?$/i.test(stored) ? Number(stored) : stored;
    },
  },
};
