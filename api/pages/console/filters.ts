import { isRecord, listOf, recordOf, textOf } from '../../../schema/guards';
import { resolve, typeOf } from './schemas';
import type { Schema, Schemas } from './schemas';

/** One comparison of a filter, as somebody writes it: the values of a list stand between commas. */
export interface Condition {
  readonly field: string;
  readonly comparison: string;
  readonly value: string;
}

/** The fields that a filter can name, those of objects as `address.city`, each with its comparisons. */
export function filterFields(
  schemas: Schemas,
  filter: Schema,
  prefix = '',
  depth = 0,
): ReadonlyMap<string, ReadonlyMap<string, Schema>> {
  const found = new Map<string, ReadonlyMap<string, Schema>>();
  for (const [name, member] of Object.entries(recordOf(filter.properties))) {
    if (depth === 0 && ['and', 'or', 'not'].includes(name)) continue;
    const condition = resolve(schemas, member);
    const entries = Object.entries(recordOf(condition.properties)).map(
      ([inner, value]) => [inner, resolve(schemas, value)] as const,
    );
    // What has members of its own is a field of an object; a comparison takes a value or a list of them.
    const isComparison = ([, schema]: (typeof entries)[number]): boolean => typeOf(schema) !== 'object';
    const comparisons = entries.filter(isComparison);
    if (comparisons.length > 0) found.set(`${prefix}${name}`, new Map(comparisons));
    if (comparisons.length < entries.length && depth < 4) {
      const nested = { properties: Object.fromEntries(entries.filter((entry) => !isComparison(entry))) };
      for (const [inner, value] of filterFields(schemas, nested, `${prefix}${name}.`, depth + 1))
        found.set(inner, value);
    }
  }
  return found;
}

/** The value of a comparison from its text. */
export function operandOf(schema: Schema, text: string): unknown {
  if (typeOf(schema) === 'array') {
    const items = recordOf(schema.items);
    return text.split(',').map((part) => operandOf(items, part.trim()));
  }
  if (typeOf(schema) === 'boolean') return { true: true, false: false }[text.trim()] ?? text;
  const isNumber = typeOf(schema) === 'number' || typeOf(schema) === 'integer';
  return isNumber && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The filter of some conditions that all must hold; undefined where there are none. */
export function filterOf(
  conditions: readonly Condition[],
  fields: ReturnType<typeof filterFields>,
): Record<string, unknown> | undefined {
  const parts = conditions.map(({ field, comparison, value }) => {
    const operand = operandOf(fields.get(field)?.get(comparison) ?? {}, value);
    return field
      .split('.')
      .reduceRight<Record<string, unknown>>((inner, name) => ({ [name]: inner }), { [comparison]: operand });
  });
  return joined(parts);
}

/** Filters that all must hold, as one. */
export function joined(filters: readonly (Record<string, unknown> | undefined)[]): Record<string, unknown> | undefined {
  const present = filters.filter((filter) => filter !== undefined);
  return present.length > 1 ? { and: present } : present[0];
}

/** The conditions of a filter; undefined for one that needs the whole grammar. */
export function conditionsOf(filter: unknown): readonly Condition[] | undefined {
  if (!isRecord(filter)) return undefined;
  if (Object.keys(filter).length === 1 && Array.isArray(filter.and)) {
    const parts = listOf(filter.and).map(conditionsOf);
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const found: Condition[] = [];
  const isPlain = (function look(node: Readonly<Record<string, unknown>>, path: readonly string[]): boolean {
    return Object.entries(node).every(([name, value]) => {
      if (['and', 'or', 'not'].includes(name)) return false;
      if (isRecord(value)) return look(value, [...path, name]);
      if (path.length === 0) return false;
      found.push({ field: path.join('.'), comparison: name, value: [value].flat().map(String).join(', ') });
      return true;
    });
  })(filter, []);
  return isPlain ? found : undefined;
}

/** A filter from its text. @throws Error with a sentence for who wrote it */
export function parseFilter(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The filter is not JSON. Write an object such as {"name":{"eq":"value"}}.');
  }
  if (!isRecord(value)) throw new Error('The filter must be a JSON object such as {"name":{"eq":"value"}}.');
  return { ...value };
}

/** A way to read a list: the table, one of its indexes, or all of it. */
export interface Way {
  readonly name: string;
  readonly partition: string;
  readonly sort?: string;
}

/** Every key and index by which a domain can be read. */
export function waysOf({
  key: [partition = '', sort],
  indexes,
}: {
  readonly key: readonly string[];
  readonly indexes: Readonly<Record<string, { readonly partition: string; readonly sort?: string }>>;
}): readonly Way[] {
  return [
    { name: 'key', partition, ...(sort !== undefined && { sort }) },
    // One value is typed in, and several fields have one each.
    ...Object.entries(indexes)
      .map(([name, index]) => ({ name, ...index }))
      .filter((way) => !way.partition.includes(',')),
  ];
}

/** What a plan says in one line. */
export function planWords(plan: Readonly<Record<string, unknown>>): string {
  const { path, index, keyCondition, sortedBy, filteredAfterReading, queries } = plan;
  const by = textOf(index) === undefined ? 'the table' : textOf(index);
  return [
    `${textOf(path) ?? 'Read'}${path === 'Query' || path === 'Scan' ? ` of ${by}` : ''}`,
    typeof queries === 'number' && queries > 1 ? `${queries} queries` : undefined,
    textOf(keyCondition),
    textOf(sortedBy) === undefined ? undefined : `sorted by ${textOf(sortedBy)}`,
    textOf(filteredAfterReading) === undefined ? undefined : `then only where ${textOf(filteredAfterReading)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
