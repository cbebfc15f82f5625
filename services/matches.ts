import { isRecord } from '../schema/guards';
import { inCase } from '../schema/key-template';
import { comparisonFacts } from './comparisons';
import type { Item } from './context';
import type { Filter } from './filter';
import { storedOf } from './misfits';

/** Fields that are compared in one case of letters. */
type FoldedFields = ReadonlyMap<string, 'lower' | 'upper'>;

/**
 * Whether an item meets a filter; for what a DynamoDB filter expression may not say, such as conditions on keys.
 * @param folded the fields that are compared in one case of letters, because the key of the table is
 */
export function matches(filter: Filter, item: Item, folded: FoldedFields = none): boolean {
  if ('all' in filter) return filter.all.every((part) => matches(part, item, folded));
  if ('any' in filter) return filter.any.some((part) => matches(part, item, folded));
  if ('not' in filter) return !matches(filter.not, item, folded);
  const { holds, holdsWhenMissing } = comparisonFacts[filter.comparison];
  const value = valueAt(item, filter.field);
  if (value === undefined) return holdsWhenMissing(filter.values);
  const casing = filter.field.length === 1 ? folded.get(filter.field[0] ?? '') : undefined;
  return casing === undefined
    ? holds(value, filter.values)
    : holds(
        inCase(value, casing),
        filter.values.map((operand) => inCase(operand, casing)),
      );
}

const none: FoldedFields = new Map();

function valueAt(item: Item, path: readonly string[]): unknown {
  let value: unknown = storedOf(item);
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
