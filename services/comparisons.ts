import type { Comparison } from '../schema/comparisons';
import { compareValues, isBeyondDouble } from './value-order';

/** One end of a range of values. */
export interface Bound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

/** A stretch of the values of a field, in DynamoDB's order of values. */
export interface Range {
  readonly lower?: Bound;
  readonly upper?: Bound;
  readonly prefix?: string;
}

/**
 * What a comparison says of a field of a key or an index: that it is one of some values, that it lies in a range, or
 * only that it is there, as it is in everything that an index holds.
 */
export type KeyPart =
  | { readonly kind: 'equality'; readonly values: readonly unknown[] }
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'presence' };

/** All that the gateway needs to know of a comparison. */
export interface ComparisonFact {
  /** How many values it takes; a query string separates several by commas. */
  readonly arity: 'one' | 'two' | 'several';
  /** What it takes: values of the field, parts of its text or elements of its list, or true and false. */
  readonly operand: 'value' | 'part' | 'flag';
  /** Whether it holds for an item without the field. If not, whatever meets it has the field. */
  readonly holdsWhenMissing: (values: readonly unknown[]) => boolean;
  /** Whether it holds for the value that an item has. */
  readonly holds: (stored: unknown, values: readonly unknown[]) => boolean;
  /**
   * The comparison as conditions of DynamoDB, all of which must hold, written with the placeholder of the field and the
   * placeholders that `write` gives for values. Undefined where DynamoDB has no such condition: the gateway checks it then.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
   */
  readonly conditions:
    ((field: string, values: readonly unknown[], write: (value: unknown) => string) => readonly string[]) | undefined;
  /** What it contributes to a key condition; undefined when it is checked after reading. */
  readonly key: ((values: readonly unknown[]) => KeyPart | undefined) | undefined;
  /** What stands behind the name of the field in a plan, without the values. */
  readonly words: (values: readonly unknown[]) => string;
  /** What it asks of a value, for people. */
  readonly doc: string;
  /** What its name does not tell: the comparison is … */
  readonly remark?: string;
}

const never = (): boolean => false;
const always = (): boolean => true;

/**
 * Whether DynamoDB would compare two values at all: those of one type. A number that no double holds comes as its digits;
 * other digits are a text, which is no number to DynamoDB.
 */
const areComparable = (stored: unknown, value: unknown): boolean =>
  typeof stored === typeof value || (typeof value === 'number' && isBeyondDouble(stored));

const contains = (stored: unknown, part: unknown): boolean =>
  Array.isArray(stored)
    ? stored.includes(part)
    : typeof stored === 'string' && typeof part === 'string' && stored.includes(part);

/** A comparison with one value in the order of values. */
function ordering(
  sign: '<' | '<=' | '>' | '>=',
  doc: string,
  holds: (difference: number) => boolean,
  range: (value: unknown) => Range,
): ComparisonFact {
  return {
    arity: 'one',
    operand: 'value',
    holdsWhenMissing: never,
    holds: (stored, [value]) => areComparable(stored, value) && holds(compareValues(stored, value)),
    conditions: (field, [value], write) => [`${field} ${sign} ${write(value)}`],
    key: ([value]) => ({ kind: 'range', range: range(value) }),
    words: () => `${sign} ?`,
    doc,
  };
}

/** Every comparison with its meaning, the same on every face. A comparison that is left out does not compile. */
export const comparisonFacts: Readonly<Record<Comparison, ComparisonFact>> = {
  eq: {
    arity: 'one',
    operand: 'value',
    holdsWhenMissing: never,
    holds: (stored, [value]) => stored === value,
    conditions: (field, [value], write) => [`${field} = ${write(value)}`],
    key: (values) => ({ kind: 'equality', values }),
    words: () => '= ?',
    doc: 'Is equal to this.',
  },
  ne: {
    arity: 'one',
    operand: 'value',
    holdsWhenMissing: always,
    holds: (stored, [value]) => stored !== value,
    conditions: (field, [value], write) => [`NOT (${field} = ${write(value)})`],
    key: undefined,
    words: () => '<> ?',
    doc: 'Is not equal to this, or is not there.',
  },
  lt: ordering(
    '<',
    'Is less than this, or earlier.',
    (difference) => difference < 0,
    (value) => ({ upper: { value, inclusive: false } }),
  ),
  le: ordering(
    '<=',
    'Is at most this.',
    (difference) => difference <= 0,
    (value) => ({ upper: { value, inclusive: true } }),
  ),
  gt: ordering(
    '>',
    'Is greater than this, or later.',
    (difference) => difference > 0,
    (value) => ({ lower: { value, inclusive: false } }),
  ),
  ge: ordering(
    '>=',
    'Is at least this.',
    (difference) => difference >= 0,
    (value) => ({ lower: { value, inclusive: true } }),
  ),
  between: {
    arity: 'two',
    operand: 'value',
    holdsWhenMissing: never,
    holds: (stored, [lower, upper]) =>
      areComparable(stored, lower) && compareValues(stored, lower) >= 0 && compareValues(stored, upper) <= 0,
    // BETWEEN is refused when its lower end is above the upper; the list is just empty.
    conditions: (field, [lower, upper], write) =>
      compareValues(lower, upper) > 0
        ? [`${field} >= ${write(lower)}`, `${field} <= ${write(upper)}`]
        : [`${field} BETWEEN ${write(lower)} AND ${write(upper)}`],
    key: ([lower, upper]) => ({
      kind: 'range',
      range: { lower: { value: lower, inclusive: true }, upper: { value: upper, inclusive: true } },
    }),
    words: () => 'between ? and ?',
    doc: 'Is at least the first and at most the second of these two.',
  },
  in: {
    arity: 'several',
    operand: 'value',
    holdsWhenMissing: never,
    holds: (stored, values) => values.includes(stored),
    conditions: (field, values, write) => [`${field} IN (${values.map(write).join(', ')})`],
    key: (values) => ({ kind: 'equality', values }),
    words: () => 'in (?)',
    doc: 'Is one of these.',
  },
  notIn: {
    arity: 'several',
    operand: 'value',
    holdsWhenMissing: always,
    holds: (stored, values) => !values.includes(stored),
    conditions: (field, values, write) => [`NOT (${field} IN (${values.map(write).join(', ')}))`],
    key: undefined,
    words: () => 'not in (?)',
    doc: 'Is none of these.',
    remark: 'the negation of in, and so true for items without the field',
  },
  beginsWith: {
    arity: 'one',
    operand: 'part',
    holdsWhenMissing: never,
    holds: (stored, [part]) => typeof stored === 'string' && stored.startsWith(String(part)),
    conditions: (field, [part], write) => [`begins_with(${field}, ${write(part)})`],
    key: ([part]) => ({ kind: 'range', range: { prefix: String(part) } }),
    words: () => 'begins with ?',
    doc: 'Begins with this text.',
  },
  endsWith: {
    arity: 'one',
    operand: 'part',
    holdsWhenMissing: never,
    holds: (stored, [part]) => typeof stored === 'string' && stored.endsWith(String(part)),
    conditions: undefined,
    key: undefined,
    words: () => 'ends with ?',
    doc: 'Ends with this text.',
    remark: 'checked by the gateway on each item that was read, because DynamoDB has nothing like it',
  },
  contains: {
    arity: 'one',
    operand: 'part',
    holdsWhenMissing: never,
    holds: (stored, [part]) => contains(stored, part),
    conditions: (field, [part], write) => [`contains(${field}, ${write(part)})`],
    key: undefined,
    words: () => 'contains ?',
    doc: 'Contains this: a text a part of it, a list an element.',
  },
  exists: {
    arity: 'one',
    operand: 'flag',
    holdsWhenMissing: ([expected]) => expected === false,
    holds: (_, [expected]) => expected === true,
    conditions: (field, [expected]) => [`${expected === true ? 'attribute_exists' : 'attribute_not_exists'}(${field})`],
    key: ([expected]) => (expected === true ? { kind: 'presence' } : undefined),
    words: ([expected]) => (expected === true ? 'exists' : 'does not exist'),
    doc: 'Whether there is a value.',
  },
};
