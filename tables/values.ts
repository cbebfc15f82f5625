import { fieldsOf, nestedClass } from '../schema/facts';
import type { DeclaredClass, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import type { Item } from '../services/context';

/** A DynamoDB number as a JavaScript number, or as its digits where a double would change them. */
export function exactNumber(digits: string): number | string {
  const number = Number(digits);
  if (!Number.isFinite(number)) return digits;
  return significant(digits) === significant(String(number)) ? number : digits;
}

/** The digits that carry the value: sign, point, exponent and outer zeros away. */
function significant(digits: string): string {
  return digits
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
}

/**
 * The declared attributes of a stored item as plain JSON values. Whatever else another program has stored,
 * a prototype included, stays in the table.
 */
export function itemFrom(
  stored: Record<string, unknown>,
  names: readonly string[],
  fields: readonly FieldFact[] = [],
): Item {
  const item: Item = {};
  for (const name of names) {
    if (!Object.hasOwn(stored, name) || stored[name] === null) continue;
    const field = fields.find((candidate) => candidate.name === name);
    const type = field && nestedClass(field);
    item[name] = type ? nested(stored[name], type) : plain(stored[name]);
  }
  return item;
}

/** A map of DynamoDB has no order; a nested object has that of its class. */
function nested(value: unknown, type: DeclaredClass): unknown {
  if (Array.isArray(value)) return value.map((element) => nested(element, type));
  if (!isRecord(value)) return value;
  const fields = fieldsOf(type);
  return itemFrom(
    value,
    fields.map(({ name }) => name),
    fields,
  );
}

/**
 * A JSON value as the SDK stores it without mistakes. The SDK takes an object for what its `constructor` says,
 * and free JSON may have a member of that name.
 */
export function storable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Set) return value;
  if (Array.isArray(value)) return value.map(storable);
  return new Map(Object.entries(value).map(([name, content]) => [name, storable(content)]));
}

/** JSON has no sets and no bytes: a set becomes a sorted list, bytes become base64. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Set) return sorted([...value].map(plain));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, plain(content)]));
}

function sorted(values: readonly unknown[]): unknown[] {
  const numbers = values.every((value) => typeof value === 'number');
  return numbers ? values.toSorted((left, right) => left - right) : values.toSorted();
}

/** The item with some of its fields only. */
export function chosen(item: Item, fields: readonly string[]): Item {
  return Object.fromEntries(fields.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]));
}
