import { isRecord, listOf, recordOf } from '../../../schema/guards';
import { faultOf, typeOf } from './schemas';
import type { Field, Holds, Schema } from './schemas';
import { textFor } from './texts';

// A form holds texts. These functions put an item into one and make an item of it again.

/** What a form holds for a value: a text; the members of an object; the elements of a list, each in an object. */
export type FormValue = string | FormValues | readonly FormValues[];

/** The fields of a form. */
export interface FormValues {
  [name: string]: FormValue;
}

/** The name under which an element of a list that is no object stands in its object. */
export const elementName = 'value';

/** The form of an item. */
export function toForm(fields: readonly Field[], item: Readonly<Record<string, unknown>>): FormValues {
  return Object.fromEntries(fields.map(({ name, holds }) => [name, toFormValue(holds, item[name])]));
}

function toFormValue(holds: Holds, value: unknown): FormValue {
  switch (holds.as) {
    case 'object':
      return toForm(holds.fields, recordOf(value));
    case 'list':
      return listOf(value).map((element) => elementForm(holds.each, element));
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2);
    case 'text':
    case 'choice':
    case 'number':
    case 'boolean':
      return textFor(value);
  }
}

function elementForm(each: Holds, element: unknown): FormValues {
  return each.as === 'object' ? toForm(each.fields, recordOf(element)) : { [elementName]: toFormValue(each, element) };
}

/** A new element of a list, to be filled in. */
export function emptyElement(each: Holds): FormValues {
  return elementForm(each, undefined);
}

/** The defaults of a form for a new item. */
export function newForm(fields: readonly Field[]): FormValues {
  return toForm(fields, Object.fromEntries(fields.map(({ name, schema }) => [name, schema.default])));
}

/** The item that a form stands for, without the fields that are left empty. */
export function fromForm(fields: readonly Field[], form: unknown): Record<string, unknown> {
  const values = recordOf(form);
  const written = fields.map((field): [string, unknown] => [field.name, valueOf(field, values[field.name])]);
  return Object.fromEntries(written.filter(([, value]) => value !== undefined));
}

function valueOf({ holds, schema, isRequired }: Field, value: unknown): unknown {
  switch (holds.as) {
    case 'object': {
      const members = fromForm(holds.fields, value);
      return Object.keys(members).length > 0 || isRequired ? members : undefined;
    }
    case 'list': {
      const elements = listOf(value).map((element) => elementOf(holds, element));
      return elements.length > 0 || isRequired ? elements : undefined;
    }
    case 'text':
    case 'choice':
    case 'number':
    case 'boolean':
    case 'json':
      // A text that may be empty is one where it has to be there.
      if (value === '' && !(holds.as === 'text' && isRequired && schema.minLength === 0)) return undefined;
      return plainValue(holds, value);
  }
}

function elementOf({ each }: Extract<Holds, { as: 'list' }>, element: unknown): unknown {
  if (each.as === 'object') return fromForm(each.fields, element);
  return plainValue(each, recordOf(element)[elementName]);
}

/** What stands in one input. What is no number or no JSON stays a text, of which the gateway says what is wrong. */
function plainValue(holds: Holds, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (holds.as === 'number') return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
  if (holds.as === 'boolean') return { true: true, false: false }[value] ?? value;
  if (holds.as === 'json') {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

/** What is wrong with the text of one input, before it is sent; undefined when nothing is seen. */
export function inputFault(
  { holds, schema, isRequired }: { readonly holds: Holds; readonly schema: Schema; readonly isRequired: boolean },
  text: string,
): string | undefined {
  if (text === '') {
    const mayBeEmpty = !isRequired || (holds.as === 'text' && schema.minLength === 0);
    return mayBeEmpty ? undefined : 'is required';
  }
  const value = plainValue(holds, text);
  if (holds.as === 'json') return isJson(text) ? undefined : 'must be a JSON value';
  if (holds.as === 'choice') {
    return holds.choices.includes(text) ? undefined : `must be one of ${holds.choices.join(', ')}`;
  }
  if (holds.as === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  return typeOf(schema) === undefined ? undefined : faultOf(schema, value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether two values are the same as JSON, however the members of their objects are ordered. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((element, index) => isSame(element, other[index]));
  }
  if (isRecord(one) && isRecord(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => isSame(one[name], other[name]));
  }
  return one === other;
}

/** The merge patch that makes one object into another (RFC 7396). */
export function patchBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .filter((name) => !isSame(before[name], after[name]))
      .map((name) => {
        const [old, wanted] = [before[name], after[name]];
        if (wanted === undefined) return [name, null];
        return [name, isRecord(old) && isRecord(wanted) ? patchBetween(old, wanted) : wanted];
      }),
  );
}

/**
 * An item as a form leaves it: the fields that were touched as they stand in the form, and all others as they were, even
 * where the form could not hold them.
 */
export function edited(
  fields: readonly Field[],
  base: Readonly<Record<string, unknown>>,
  form: unknown,
): Record<string, unknown> {
  const before = toForm(fields, base);
  const written = fromForm(fields, form);
  const touched = fields.filter(({ name }) => !isSame(before[name], recordOf(form)[name]));
  const changed = { ...base };
  for (const { name } of touched) {
    if (written[name] === undefined) delete changed[name];
    else changed[name] = written[name];
  }
  return changed;
}
