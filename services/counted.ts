import { countsOf, countsOver } from '../schema/counted';
import type { CountFact } from '../schema/counted';
import { decimalSum } from '../schema/decimals';
import { DeclarationError, domainOf, fieldOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { CounterRow } from '../schema/internal';
import { casingsOf } from '../schema/layout';
import { partsOf } from '../schema/sequences';
import type { Context, Item, Key, Part } from './context';
import type { FieldProblem } from './errors';
import { keyPart, ofTenant } from './events';
import { admitFilter, everyItem, fieldsIn } from './filter';
import type { Filter } from './filter';
import type { KeptBeside } from './kept';
import { matches } from './matches';
import type { Casings } from './matches';
import { majorUnits, minorUnits } from './money';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { tenantOf } from './tenancy';

const rows = domainOf(CounterRow);

/** The id of the rows of a count, for the values of a key of the domain that has it. */
export const counterId = (
  { name: domainName }: DomainFact,
  tenant: string | undefined,
  { name }: CountFact,
  key: readonly unknown[],
): string => ofTenant(tenant, [domainName, name, ...key.map(keyPart)].join('/'));

/** The keys of the rows of a count. */
const counterKeys = (owner: DomainFact, tenant: string | undefined, count: CountFact, key: unknown): readonly Key[] =>
  Array.from({ length: count.shards }, (_, shard) => ({ id: counterId(owner, tenant, count, [key]), shard }));

const filters = new WeakMap<CountFact, Filter>();
const casings = new WeakMap<CountFact, Casings>();

/**
 * Which items a count is of.
 * @throws DeclarationError when the filter of its declaration is none
 */
export function filterOf(count: CountFact): Filter {
  if (count.where === undefined) return everyItem;
  const known = filters.get(count);
  if (known) return known;
  const problems: FieldProblem[] = [];
  const filter = admitFilter(domainOf(count.type()), count.where, problems, { pointer: '' });
  const [problem] = problems;
  if (problem) throw new DeclarationError(`The count "${count.name}": where${problem.pointer} ${problem.detail}.`);
  filters.set(count, filter);
  return filter;
}

/** How its fields are compared, as in a list. */
function casingsFor(count: CountFact): Casings {
  const known = casings.get(count) ?? casingsOf(domainOf(count.type()));
  casings.set(count, known);
  return known;
}

/** What an item adds to a count: to that of which key, and how much, money in minor units; undefined for one that is not counted. */
export function shareOf(
  count: CountFact,
  item: Item | undefined,
): { key: readonly unknown[]; amount: number } | undefined {
  if (item === undefined) return undefined;
  const key = partsOf(count.by).map((name) => item[name]);
  if (key.some((value) => value === undefined || value === null)) return undefined;
  if (!matches(filterOf(count), item, casingsFor(count))) return undefined;
  if (count.of === undefined) return { key, amount: 1 };
  const value = item[count.of];
  if (typeof value !== 'number') return undefined;
  return { key, amount: isMoney(count) ? Number(minorUnits(value)) : value };
}

/** Whether a sum is kept in minor units: whole numbers can be added and taken away for years and stay right. */
const isMoney = (count: CountFact): boolean =>
  count.of !== undefined && fieldOf(domainOf(count.type()), count.of).kind === 'money';

/** Counts and sums: what each write changes is added to one of their rows, whichever. */
export const counts: KeptBeside = {
  concerns: ({ type }, written) =>
    countsOver(type).some(
      ({ count }) =>
        written === undefined ||
        [count.by, count.of, ...fieldsIn(filterOf(count))].some((name) => name !== undefined && written.includes(name)),
    ),

  partsOf(changes) {
    const sums = new Map<string, { readonly count: CountFact; amount: number }>();
    for (const { domain, tenant, before, after } of changes) {
      for (const { owner, count } of countsOver(domain.type)) {
        const add = (item: Item | undefined, sign: 1 | -1): void => {
          const share = shareOf(count, item);
          if (!share) return;
          const id = counterId(owner, tenant, count, share.key);
          const sum = sums.get(id) ?? { count, amount: 0 };
          sum.amount = decimalSum(sum.amount, sign * share.amount);
          sums.set(id, sum);
        };
        add(before, -1);
        add(after, 1);
      }
    }
    return [...sums]
      .filter(([, { amount }]) => amount !== 0)
      .map(([id, { count, amount }]): Part => ({
        domain: rows,
        addTo: { id, shard: Math.floor(Math.random() * count.shards) },
        numbers: { amount },
      }));
  },

  touches: () => tableTouches(rows).update,
};

/** The amounts of a count, one for each partition key, in their order. */
export async function amountsOf(
  owner: DomainFact,
  count: CountFact,
  keys: readonly unknown[],
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<readonly number[]> {
  const tenant = tenantOf(owner, context);
  const read = await context.table(rows).getMany(keys.flatMap((key) => counterKeys(owner, tenant, count, key)));
  const total = (of: readonly (Item | undefined)[]): number =>
    of.reduce((sum, row) => decimalSum(sum, Number(row?.amount ?? 0)), 0);
  return keys.map((_, index) => {
    const amount = total(read.slice(index * count.shards, (index + 1) * count.shards));
    return isMoney(count) ? majorUnits(BigInt(amount)) : amount;
  });
}

/** What reading the counts of the items of a domain touches. */
export const countTouches = ({ type }: DomainFact): readonly Touch[] =>
  inUse.counts && countsOf(type).length > 0 ? tableTouches(rows).getMany : [];

/** Looks at the filters of all counts of some domains. @throws DeclarationError */
export function checkCountFilters(domains: readonly DomainFact[]): void {
  for (const { type } of domains) countsOf(type).forEach(filterOf);
}
