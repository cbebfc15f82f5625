import { isRecord } from '../schema/guards';
import { comparisonFacts } from '../services/comparisons';
import type { Item } from '../services/context';
import type { Filter } from '../services/filter';
import { storedOf } from '../services/misfits';

/** Whether an item meets a filter; for what a DynamoDB filter expression may not say, such as conditions on keys. */
export function matches(filter: Filter, item: Item): boolean {
  if ('all' in filter) return filter.all.every((part) => matches(part, item));
  if ('any' in filter) return filter.any.some((part) => matches(part, item));
  if ('not' in filter) return !matches(filter.not, item);
  const { holds, holdsWhenMissing } = comparisonFacts[filter.comparison];
  const value = valueAt(item, filter.field);
  return value === undefined ? holdsWhenMissing(filter.values) : holds(value, filter.values);
}

function valueAt(item: Item, path: readonly string[]): unknown {
  let value: unknown = storedOf(item);
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
