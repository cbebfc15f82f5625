import type { DomainFact } from '../../schema/facts';
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
  const { field, comparison, value: given } = ask;
  const stored = valueAt(item, field);
  if (comparison === 'exists') return (stored !== undefined) === given;
  if (comparison === 'ne') return !holds(domain, { ...ask, comparison: 'eq' }, item);
  if (stored === undefined) return false;
  const { kind } = factAt(domain, field);
  const is = (other: unknown): number => inOrder(kind, stored, other);
  const list = given as readonly unknown[];
  switch (comparison) {
    case 'eq':
      return is(given) === 0;
    case 'lt':
      return is(given) < 0;
    case 'le':
      return is(given) <= 0;
    case 'gt':
      return is(given) > 0;
    case 'ge':
      return is(given) >= 0;
    case 'between':
      return is(list[0]) >= 0 && is(list[1]) <= 0;
    case 'in':
      return list.some((one) => is(one) === 0);
    case 'beginsWith':
      return codePoints(stored).slice(0, codePoints(given).length).join() === codePoints(given).join();
    case 'contains':
      return Array.isArray(stored) ? stored.includes(given) : (stored as string).split(given as string).length > 1;
    default:
      throw new Error(`The oracle does not know ${comparison}.`);
  }
}

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
    const { kind } = factAt(domain, [field]);
    const lists = sure
      .filter((ask) => ask.field.length === 1 && ask.field[0] === field && ['eq', 'in'].includes(ask.comparison))
      .map(({ comparison, value }) => (comparison === 'eq' ? [value] : (value as readonly unknown[])));
    const [first, ...others] = lists;
    const both = (value: unknown): boolean =>
      others.every((list) => list.some((other) => inOrder(kind, value, other) === 0));
    return first?.filter(both).filter((value, index, all) => {
      return all.findIndex((other) => inOrder(kind, value, other) === 0) === index;
    });
  };
  /** Whether no item of the list can lack the field. */
  const sureOf = (field: string): boolean =>
    sort?.field === field ||
    !factAt(domain, [field]).optional ||
    sure.some(
      ({ field: [name, inner], comparison, value }) =>
        name === field && inner === undefined && comparison !== 'ne' && (comparison !== 'exists' || value === true),
    );
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
