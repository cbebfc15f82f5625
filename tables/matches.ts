import type { Item } from '../services/context';
import type { Comparing, Filter } from '../services/filter';
import { compareValues } from './order';

/** Whether an item meets a filter; for what a DynamoDB filter expression may not say, such as conditions on keys. */
export function matches(filter: Filter, item: Item): boolean {
  if ('all' in filter) return filter.all.every((part) => matches(part, item));
  if ('any' in filter) return filter.any.some((part) => matches(part, item));
  if ('not' in filter) return !matches(filter.not, item);
  return compares(filter, valueAt(item, filter.field));
}

function compares({ comparison, values }: Comparing, value: unknown): boolean {
  if (comparison === 'exists') return (value !== undefined) === values[0];
  if (comparison === 'ne') return value === undefined || !same(value, values[0]);
  if (value === undefined) return false;
  switch (comparison) {
    case 'eq':
      return same(value, values[0]);
    case 'in':
      return values.some((candidate) => same(value, candidate));
    case 'lt':
      return ordered(value, values[0]) && compareValues(value, values[0]) < 0;
    case 'le':
      return ordered(value, values[0]) && compareValues(value, values[0]) <= 0;
    case 'gt':
      return ordered(value, values[0]) && compareValues(value, values[0]) > 0;
    case 'ge':
      return ordered(value, values[0]) && compareValues(value, values[0]) >= 0;
    case 'between':
      return ordered(value, values[0]) && compareValues(value, values[0]) >= 0 && compareValues(value, values[1]) <= 0;
    case 'beginsWith':
      return typeof value === 'string' && value.startsWith(String(values[0]));
    case 'contains':
      return Array.isArray(value)
        ? value.some((element) => same(element, values[0]))
        : typeof value === 'string' && value.includes(String(values[0]));
  }
}

const same = (one: unknown, other: unknown): boolean => one === other;
/** A number that no double holds comes as its digits. */
const ordered = (one: unknown, other: unknown): boolean =>
  typeof one === typeof other || (typeof one === 'string' && typeof other === 'number');

function valueAt(item: Item, path: readonly string[]): unknown {
  let value: unknown = item;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
