import { isRecord } from '../../schema/guards';
import { elementKinds } from '../../schema/kinds';
import type { ElementKind, FieldKind } from '../../schema/kinds';
import { ownedFields } from '../../schema/facts';
import { dateFault, emailFault, int32, momentFault, urlFault } from '../../schema/values';
import type { PlannedField } from './planned';
import { capitals, fieldName, Refused, singularOf } from './words';

/** What was guessed from a sample. */
export interface Guessed {
  readonly fields: readonly PlannedField[];
  /** The fields that the service itself keeps on every item, and which the class therefore does not declare. */
  readonly left: readonly string[];
}

/**
 * The fields of objects such as these: one object, or a list of them. What some of them lack is optional. An enumeration
 * is never guessed, because nobody can see in a value which others there are.
 * @param className what nested classes are named after
 * @throws Refused when there are no objects, or a member cannot be a field
 */
export function fieldsIn(sample: unknown, className: string): Guessed {
  const objects = Array.isArray(sample) ? sample : [sample];
  if (objects.length === 0 || !objects.every(isRecord)) {
    throw new Refused(
      'The sample is no object and no list of objects: write one item in it, such as { "title": "…" }.',
    );
  }
  const owned = ownedFields.map(({ name }) => name);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const declared = names.filter((name) => !owned.includes(name));
  if (declared.length === 0) throw new Refused('The sample has no member that could be a field.');
  return {
    fields: declared.map((name) => fieldFrom(name, objects, className)),
    left: names.filter((name) => owned.includes(name)),
  };
}

function fieldFrom(
  said: string,
  objects: readonly Readonly<Record<string, unknown>>[],
  className: string,
): PlannedField {
  const name = fieldName(said);
  const values = objects.map((object) => object[said]);
  const present = values.filter((value) => value !== undefined && value !== null);
  return { name, optional: present.length < values.length, ...guess(name, present, className) };
}

/** What values tell of a field. */
export type Guess = Omit<PlannedField, 'name' | 'optional'>;

function guess(name: string, values: readonly unknown[], className: string): Guess {
  // Nothing is known of a value that is never there, and of an empty list what it holds.
  if (values.length === 0) return { kind: 'json' };
  if (values.every(Array.isArray)) return guessList(name, values.flat(), className);
  if (values.every(isRecord)) {
    if (values.every((value) => Object.keys(value).length === 0)) return { kind: 'json' };
    return { kind: 'object', nested: nestedClass(values, `${className}${capitals(name)}`) };
  }
  return guessScalar(name, values);
}

function guessList(name: string, elements: readonly unknown[], className: string): Guess {
  if (elements.length === 0) return { kind: 'json' };
  if (elements.every(isRecord)) {
    const each = singularOf(name) ?? name;
    return { kind: 'objects', nested: nestedClass(elements, `${className}${capitals(each)}`) };
  }
  const { kind, max } = guessScalar(name, elements);
  const element = elementKinds.find((known): known is ElementKind => known === kind);
  return element ? { kind: 'list', each: { kind: element, max } } : { kind: 'json' };
}

const nestedClass = (objects: readonly unknown[], className: string): PlannedField['nested'] => {
  // The service keeps its fields on items alone; within an object they are fields like others, and refused by name.
  const { fields, left } = fieldsIn(objects, className);
  if (left[0] !== undefined) {
    throw new Refused(
      `${className} would have the field "${left[0]}", which the service keeps on every item: rename it.`,
    );
  }
  return { className, fields };
};

function guessScalar(name: string, values: readonly unknown[]): Guess {
  if (values.every((value) => typeof value === 'boolean')) return { kind: 'boolean' };
  if (values.every((value) => typeof value === 'number')) return { kind: numberKind(name, values) };
  if (!values.every((value) => typeof value === 'string')) return { kind: 'json' };
  const isAll = (fault: (value: unknown) => string | undefined): boolean =>
    values.every((value) => fault(value) === undefined);
  const form = textForms.find(({ fault }) => isAll(fault));
  if (form) return form.gives;
  const multiline = values.some((text) => /[\n\t]/.test(text));
  const longest = Math.max(...values.map((text) => text.length));
  const isEmpty = values.some((text) => text.trim() === '');
  return { kind: 'text', ...(isEmpty && { min: 0 }), max: roomFor(longest), ...(multiline && { multiline }) };
}

/** Texts of a form of their own, the narrowest first. */
export const textForms: readonly { readonly gives: Guess; readonly fault: (value: unknown) => string | undefined }[] = [
  { gives: { kind: 'dateTime' }, fault: (value) => momentFault(value) },
  { gives: { kind: 'dateTime', precision: 6 }, fault: (value) => momentFault(value, 6) },
  { gives: { kind: 'dateTime', precision: 9 }, fault: (value) => momentFault(value, 9) },
  { gives: { kind: 'date' }, fault: dateFault },
  { gives: { kind: 'email' }, fault: emailFault },
  { gives: { kind: 'url' }, fault: (value) => urlFault(value, 2048) },
];

const moneyNames = /(price|amount|total|cost|fee|balance|salary|budget|discount|tax|revenue)$/i;

/** The kind of numbers, by their values and by what they are called. */
export function numberKind(name: string, values: readonly number[]): FieldKind {
  const isMoney = values.every((value) => value >= 0 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6);
  if (isMoney && moneyNames.test(name)) return 'money';
  const isInteger = values.every((value) => Number.isInteger(value) && value >= int32.min && value <= int32.max);
  return isInteger ? 'integer' : 'float';
}

/** Lengths that people choose. */
const usualLengths = [40, 80, 120, 250, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000];

/** A length that leaves room for texts twice as long. */
export function roomFor(longest: number): number {
  return usualLengths.find((length) => length >= longest * 2) ?? longest * 2;
}
