import { isRecord } from '../schema/guards';
import { inCase } from '../schema/folding';
import type { Casing } from '../schema/folding';
import { comparisonFacts } from './comparisons';
import type { Item } from './context';
import type { Filter } from './filter';
import { storedOf } from './misfits';

/** Fields that are compared without regard to case. */
export type Casings = ReadonlyMap<string, Casing>;

/**
 * Whether an item meets a filter; for what a DynamoDB filter expression may not say, such as conditions on keys.
 * @param casings the fields that are compared without regard to case, because the key of the table or the field is
 */
export function matches(filter: Filter, item: Item, casings: Casings = none): boolean {
  if ('all' in filter) return filter.all.every((part) => matches(part, item, casings));
  if ('any' in filter) return filter.any.some((part) => matches(part, item, casings));
  if ('not' in filter) return !matches(filter.not, item, casings);
  const { holds, holdsWhenMissing } = comparisonFacts[filter.comparison];
  const value = valueAt(item, filter.field);
  if (value === undefined) return holdsWhenMissing(filter.values);
  const casing = filter.field.length === 1 ? casings.get(filter.field[0] ?? '') : undefined;
  return casing === undefined
    ? holds(value, filter.values)
    : holds(
        inCase(value, casing),
        filter.values.map((operand) => inCase(operand, casing)),
      );
}

const none: Casings = new Map();

/** A filter whose values stand as they are compared, each once: `in` of two spellings asks for one. */
export function inCasings(filter: Filter, casings: Casings): Filter {
  if ('all' in filter) return { all: filter.all.map((part) => inCasings(part, casings)) };
  if ('any' in filter) return { any: filter.any.map((part) => inCasings(part, casings)) };
  if ('not' in filter) return { not: inCasings(filter.not, casings) };
  const casing = filter.field.length === 1 ? casings.get(filter.field[0] ?? '') : undefined;
  if (casing === undefined) return filter;
  const values = filter.values.map((value) => inCase(value, casing));
  return { ...filter, values: comparisonFacts[filter.comparison].arity === 'several' ? [...new Set(values)] : values };
}

function valueAt(item: Item, path: readonly string[]): unknown {
  let value: unknown = storedOf(item);
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
