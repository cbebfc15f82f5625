import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { sequenceTemplate } from '../schema/sequence-template';
import { behind, between, isSequence, isSortedBy, partsOf, sequenceName } from '../schema/sequences';
import type { Bound, Range } from '../services/comparisons';
import type { Comparing } from '../services/filter';
import { fitsSortKey } from './sort-key';

// What a filter says of several fields that stand in an index as one.

/** The values that a field may have, and the comparisons that say so. */
export interface KnownValues {
  readonly values: readonly unknown[];
  readonly by: readonly Comparing[];
}

/** The range that a field must lie in, and the comparisons that say so. */
export interface KnownRange {
  readonly range: Range;
  readonly by: readonly Comparing[];
}

/** What a filter says of single fields. */
interface KnownFields {
  equal(field: string): KnownValues | undefined;
  range(field: string): KnownRange | undefined;
}

/**
 * The values that a partition may have; of several fields one for each combination of theirs.
 * @param most how many are of use: of more there are as many as tell so
 */
export function equalOf(domain: DomainFact, known: KnownFields, name: string, most: number): KnownValues | undefined {
  if (!inUse.sequences || !isSequence(name)) return known.equal(name);
  const names = partsOf(name);
  const equals = names.flatMap((part) => known.equal(part) ?? []);
  if (equals.length < names.length) return undefined;
  const by = equals.flatMap((equal) => equal.by);
  const count = equals.reduce((product, { values }) => product * values.length, 1);
  if (count > most) return { values: Array.from({ length: Math.min(count, maxTold) }), by };
  const combinations = equals.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (begun, { values }, place) =>
      begun.flatMap((combination) => values.map((value) => ({ ...combination, [names[place] ?? '']: value }))),
    [{}],
  );
  const template = sequenceTemplate(domain, name);
  // What has no place in the key is a value of no item.
  const filled = combinations.map((values) => template.fill(values)).filter((value) => value !== undefined);
  return { values: [...new Set(filled)], by };
}

/** More values than any list takes. */
const maxTold = 1000;

/** What the sort of an index must lie in: of several fields the first are equal to a value each, and the next is in a range. */
export function rangeOf(domain: DomainFact, known: KnownFields, name: string): KnownRange | undefined {
  if (!inUse.sequences || !isSequence(name)) return known.range(name);
  const names = partsOf(name);
  const fixed = fixedFields(known, names);
  const equals = fixed.flatMap((part) => known.equal(part) ?? []);
  const by = equals.flatMap((equal) => equal.by);
  const texts = fixed.map((part, place) => spelledIn(domain, part, equals[place]?.values[0]));
  // What has no place in the key is looked at after reading.
  if (!areTexts(texts) || !fitsSortKey(texts.join(between))) return undefined;
  const base = texts.join(between);
  const next = names[fixed.length];
  if (next === undefined) {
    const bound = { value: base, inclusive: true };
    return { range: { lower: bound, upper: bound }, by };
  }
  const start = fixed.length === 0 ? '' : `${base}${between}`;
  const ranged = rangeBehind(domain, known, { start, next, isLast: fixed.length === names.length - 1 });
  if (ranged) {
    const all = fixed.length === 0 ? undefined : { value: `${base}${behind}`, inclusive: false };
    const first = fixed.length === 0 ? undefined : { value: start, inclusive: true };
    const { lower = first, upper = all, prefix } = ranged.range;
    return { range: prefix === undefined ? { lower, upper } : { prefix }, by: [...by, ...ranged.by] };
  }
  return start === '' ? undefined : { range: { prefix: start }, by };
}

/** The first fields of a sort that have one value each. */
function fixedFields(known: KnownFields, names: readonly string[]): readonly string[] {
  const end = names.findIndex((name) => known.equal(name)?.values.length !== 1);
  return end < 0 ? names : names.slice(0, end);
}

/**
 * The range of the field behind those that are equal. Where others follow it, a key is greater than its value alone, and
 * smaller than the value with `behind`.
 */
function rangeBehind(
  domain: DomainFact,
  known: KnownFields,
  { start, next, isLast }: { readonly start: string; readonly next: string; readonly isLast: boolean },
): KnownRange | undefined {
  const ranged = known.range(next);
  if (!ranged) return undefined;
  const { lower, upper, prefix } = ranged.range;
  const spelled = [lower?.value, upper?.value, prefix].filter((value) => value !== undefined);
  const texts = spelled.map((value) => spelledIn(domain, next, value));
  if (!areTexts(texts) || !texts.every((text) => fitsSortKey(`${start}${text}${behind}`))) return undefined;
  const at = ({ value }: Bound, end: '' | typeof behind): string =>
    `${start}${spelledIn(domain, next, value) ?? ''}${end}`;
  const isBeyond = (bound: Bound): boolean => !isLast && !bound.inclusive;
  return {
    range: {
      ...(prefix !== undefined && { prefix: `${start}${prefix}` }),
      ...(lower && {
        lower: { value: at(lower, isBeyond(lower) ? behind : ''), inclusive: lower.inclusive || !isLast },
      }),
      ...(upper && {
        upper: { value: at(upper, isLast || !upper.inclusive ? '' : behind), inclusive: isLast && upper.inclusive },
      }),
    },
    by: ranged.by,
  };
}

/** How a value of one field stands among several; undefined where it cannot. */
function spelledIn(domain: DomainFact, name: string, value: unknown): string | undefined {
  const text = sequenceTemplate(domain, name).fill({ [name]: value });
  return typeof text === 'string' && !text.includes(between) && !text.includes(behind) ? text : undefined;
}

const areTexts = (texts: readonly (string | undefined)[]): texts is readonly string[] =>
  texts.every((text) => text !== undefined);

/** Whether the sort of an index gives an order: it begins with it, behind fields that have one value each. */
export function isInOrder(known: KnownFields, sort: string | undefined, wanted: string): boolean {
  if (sort === undefined) return false;
  const names = partsOf(sort);
  const most = fixedFields(known, names).length;
  return names.some((_, place) => place <= most && isSortedBy(sequenceName(names.slice(place)), wanted));
}
