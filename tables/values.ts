import { fieldsOf, nestedClass } from '../schema/facts';
import type { DeclaredClass, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import { kinds } from '../schema/kinds';
import type { Item } from '../services/context';

/** How the value of an attribute is given. */
export interface AttributeReader {
  readonly name: string;
  readonly read: (stored: unknown) => unknown;
}

/** How attributes are given: those of fields by their kinds, others as plain JSON values. */
export function attributeReaders(
  names: readonly string[],
  fields: readonly FieldFact[] = [],
): readonly AttributeReader[] {
  return names.map((name) => {
    const field = fields.find((candidate) => candidate.name === name);
    const type = field && nestedClass(field);
    const isFree = field === undefined || kinds[field.kind].form.isFree;
    return { name, read: type ? (stored) => nested(stored, type) : isFree ? plain : listed };
  });
}

/** Attributes of a stored item. Whatever else another program has stored, a prototype included, stays in the table. */
export function itemFrom(stored: Record<string, unknown>, readers: readonly AttributeReader[]): Item {
  const item: Item = {};
  for (const { name, read } of readers) if (Object.hasOwn(stored, name)) item[name] = read(stored[name]);
  return item;
}

/** A map of DynamoDB has no order; a nested object has that of its class. */
function nested(value: unknown, type: DeclaredClass): unknown {
  if (Array.isArray(value)) return value.map((element) => nested(element, type));
  if (!isRecord(value) || value instanceof Set || value instanceof Uint8Array) return plain(value);
  return itemFrom(value, readersOf(type));
}

const readersByType = new WeakMap<DeclaredClass, readonly AttributeReader[]>();

/** How the members of a nested object are given; made once. */
function readersOf(type: DeclaredClass): readonly AttributeReader[] {
  const known = readersByType.get(type);
  if (known) return known;
  const fields = fieldsOf(type);
  const names = fields.map(({ name }) => name);
  const readers = attributeReaders(names, fields);
  readersByType.set(type, readers);
  return readers;
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

/** The attributes of an item, each as the SDK stores it without mistakes. */
export function storableMembers(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const name of Object.keys(stored)) members[name] = storable(stored[name]);
  return members;
}

/** JSON has no sets and no bytes: a set becomes a sorted list, bytes become base64. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Set) return sorted([...value].map(plain));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, plain(content)]));
}

/** A set as a list; whatever else is stored is looked at by the kind of its field, and bytes are no text to it. */
function listed(value: unknown): unknown {
  return value instanceof Set ? sorted([...value]) : value;
}

function sorted(values: readonly unknown[]): unknown[] {
  const numbers = values.every((value) => typeof value === 'number');
  return numbers ? values.toSorted((left, right) => left - right) : values.toSorted();
}
