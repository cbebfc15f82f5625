import type { Comparison } from '../../schema/comparisons';
import { ownedFields } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { folded, unaccented } from '../../schema/folding';
import type { Item } from '../../services/context';
import { factAt, valueAt } from './question';
import type { Ask, Comparing, Question } from './question';

/*
 * What lists mean by docs/access-paths.md, written without a look at the planner: on all items in memory.
 */

/** Whether an item is in the list of a question. */
export function isListed(domain: DomainFact, { where, sort }: Question, item: Item): boolean {
  if (sort && item[sort.field] === undefined) return false;
  return where.every((ask) => holds(domain, ask, item));
}

function holds(domain: DomainFact, ask: Ask, item: Item): boolean {
  if ('and' in ask) return ask.and.every((part) => holds(domain, part, item));
  if ('or' in ask) return ask.or.some((part) => holds(domain, part, item));
  if ('not' in ask) return !holds(domain, ask.not, item);
  const field = factAt(domain, ask.field);
  const stored = asCompared(field, valueAt(item, ask.field));
  const given = Array.isArray(ask.value)
    ? ask.value.map((value) => asCompared(field, value))
    : asCompared(field, ask.value);
  return meanings[ask.comparison](stored, given, (one, other) => inOrder(field.kind, one, other));
}

/** A value as lists compare it: schema/folding.test.ts has the witnesses of the functions. */
export function asCompared(field: FieldFact, value: unknown): unknown {
  if (typeof value !== 'string' || !('search' in field) || field.search === undefined) return value;
  return { folded, unaccented }[field.search](value);
}

type Order = (one: unknown, other: unknown) => number;
type Meaning = (stored: unknown, given: any, order: Order) => boolean;

/** A comparison that is false for a missing field. */
const ofPresent =
  (meaning: Meaning): Meaning =>
  (stored, given, order) =>
    stored !== undefined && meaning(stored, given, order);

const negationOf =
  (meaning: Meaning): Meaning =>
  (stored, given, order) =>
    !meaning(stored, given, order);

const eq = ofPresent((stored, given, order) => order(stored, given) === 0);
const among = ofPresent((stored, given, order) => given.some((one: unknown) => order(stored, one) === 0));
const contains = ofPresent((stored, given) =>
  Array.isArray(stored) ? stored.includes(given) : (stored as string).split(given).length > 1,
);

/** What each comparison means by the documentation. It is written down anew here, so that the gateway's table is judged. */
const meanings: Record<Comparison, Meaning> = {
  eq,
  ne: negationOf(eq),
  lt: ofPresent((stored, given, order) => order(stored, given) < 0),
  le: ofPresent((stored, given, order) => order(stored, given) <= 0),
  gt: ofPresent((stored, given, order) => order(stored, given) > 0),
  ge: ofPresent((stored, given, order) => order(stored, given) >= 0),
  between: ofPresent((stored, [lower, upper], order) => order(stored, lower) >= 0 && order(stored, upper) <= 0),
  in: among,
  notIn: negationOf(among),
  beginsWith: ofPresent((stored, given) => {
    const [whole, part] = [codePoints(stored), codePoints(given)];
    return whole.slice(0, part.length).join() === part.join();
  }),
  endsWith: ofPresent((stored, given) => {
    const [whole, part] = [codePoints(stored), codePoints(given)];
    return part.length <= whole.length && whole.slice(whole.length - part.length).join() === part.join();
  }),
  contains,
  exists: (stored, given) => (stored !== undefined) === given,
};

/** Below 0 when the first value stands before the second. */
export function inOrder(kind: string, one: unknown, other: unknown): number {
  if (kind === 'dateTime') return Date.parse(String(one)) - Date.parse(String(other));
  if (typeof one === 'number') return Math.sign(one - (other as number));
  if (typeof one === 'boolean') return Number(one) - Number(other);
  // The order of UTF-8 bytes is the order of code points.
  const [left, right] = [codePoints(one), codePoints(other)];
  const differs = left.findIndex((point, index) => point !== right[index]);
  if (differs < 0) return left.length - right.length;
  return left[differs]! - (right[differs] ?? -1);
}

const codePoints = (text: unknown): number[] => [...(text as string)].map((letter) => letter.codePointAt(0)!);

/** Keys of one list, and queries that one list merges, at most. */
const mostKeys = 100;
const mostQueries = 25;

/** The ways in which the declaration can serve a list, by the rules of docs/access-paths.md, "Choosing a path". */
export function waysOf(domain: DomainFact, { where, sort }: Question): readonly ('keys' | 'query' | 'scan')[] {
  const sure = where.flatMap(always);
  const valuesOf = (field: string): readonly unknown[] | undefined => {
    const fact = factAt(domain, [field]);
    const isSame = (one: unknown, other: unknown): boolean =>
      inOrder(fact.kind, asCompared(fact, one), asCompared(fact, other)) === 0;
    const lists = sure
      .filter((ask) => ask.field.length === 1 && ask.field[0] === field && ['eq', 'in'].includes(ask.comparison))
      .map(({ comparison, value }) => (comparison === 'eq' ? [value] : (value as readonly unknown[])));
    const [first, ...others] = lists;
    const both = (value: unknown): boolean => others.every((list) => list.some((other) => isSame(value, other)));
    return first?.filter(both).filter((value, index, all) => {
      return all.findIndex((other) => isSame(value, other)) === index;
    });
  };
  /** Whether no item of the list can lack the field. */
  const sureOf = (field: string): boolean =>
    sort?.field === field ||
    // The gateway writes its own fields with each item; a row of another program is in no index of them before that.
    ownedFields.some(({ name }) => name === field) ||
    !factAt(domain, [field]).optional ||
    sure.some((ask) => ask.field.length === 1 && ask.field[0] === field && !holds(domain, ask, {}));
  const { partition, sort: second } = domain.key;
  const keys = [partition, ...(second === undefined ? [] : [second])].map(valuesOf);
  const byKeys =
    keys.every((values) => values !== undefined) &&
    keys.reduce((product, values) => product * values.length, 1) <= mostKeys;
  const byQuery = [domain.key, ...Object.values(domain.indexes)].some((target) => {
    const values = valuesOf(target.partition);
    if (values === undefined || values.length > mostQueries) return false;
    if (sort && target.sort !== sort.field) return false;
    return target.sort === undefined || sureOf(target.sort);
  });
  return [
    ...(byKeys ? (['keys'] as const) : []),
    ...(byQuery ? (['query'] as const) : []),
    ...(domain.scan && !sort ? (['scan'] as const) : []),
  ];
}

/** The comparisons that every item of the list meets: those at the top and below `and`. */
function always(ask: Ask): readonly Comparing[] {
  if ('and' in ask) return ask.and.flatMap(always);
  return 'comparison' in ask ? [ask] : [];
}
