import { countsOf } from '../schema/counted';
import type { CountFact } from '../schema/counted';
import { decimalSum } from '../schema/decimals';
import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { CounterRow, UniqueValue } from '../schema/internal';
import type { UniqueFact } from '../schema/unique';
import { wholeReferencesOnto } from '../schema/whole-references';
import { keyOf, TransactionLost } from '../services/context';
import type { Context, Item, Store, Write } from '../services/context';
import { counterId, shareOf } from '../services/counted';
import type { GatewayDefinition } from '../services/definition';
import { ofTenant } from '../services/events';
import { tenantOf } from '../services/tenancy';
import { ownerOf, uniqueId } from '../services/unique';
import { itemsIn } from '../tables';
import type { Sender } from '../tables/sender';

/** What is kept beside the items of a domain, and can be compared with a scan of them. */
export type Kept = { readonly domain: DomainFact } & ({ readonly count: CountFact } | { readonly unique: UniqueFact });

/** What a comparison has found. */
export interface KeptReport {
  /** What is kept, each once. */
  readonly compared: number;
  /** In words: what is not as a scan has it, and what was or has to be done about it. */
  readonly differences: readonly string[];
  /** How many of the differences are left. */
  readonly left: number;
}

/** Where to compare, and what writes. */
export interface KeptOptions extends Pick<Store, 'transact'>, Pick<Context, 'tenancy'> {
  readonly client: Sender;
  readonly prefix: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Whether differences are mended; else they are told alone. */
  readonly mends: boolean;
}

/** Everything that a gateway keeps beside its items. */
export const keptIn = ({ domains }: GatewayDefinition): readonly Kept[] =>
  domains
    .map(domainOf)
    .flatMap((domain): Kept[] => [
      ...domain.unique.map((unique) => ({ domain, unique })),
      ...countsOf(domain.type).map((count) => ({ domain, count })),
      ...wholeReferencesOnto(domain.type).map(({ count }) => ({ domain, count })),
    ]);

/** The name of what is kept, for people. */
export const nameOfKept = (kept: Kept): string =>
  `${kept.domain.name}/${'count' in kept ? kept.count.name : kept.unique.name}`;

/**
 * Compares what is kept beside items with a scan of them, and mends it. It may run while others write: nothing is mended
 * whose rows have changed since they were read.
 */
export const compareKept = async (kept: Kept, options: KeptOptions): Promise<KeptReport> =>
  'count' in kept ? compareCount(kept.domain, kept.count, options) : compareUnique(kept.domain, kept.unique, options);

const rows = domainOf(CounterRow);

/** How often what others keep writing to is looked at again. */
const mostPasses = 10;

async function compareCount(owner: DomainFact, count: CountFact, options: KeptOptions): Promise<KeptReport> {
  const differences: string[] = [];
  for (let pass = 1; ; pass++) {
    const { stored, scanned } = await readCount(owner, count, options);
    const ids = [...new Set([...stored.keys(), ...scanned.keys()])];
    const differing = ids.filter((id) => amountOf(stored.get(id)) !== (scanned.get(id)?.amount ?? 0));
    if (!options.mends) {
      const words = differing.map(
        (id) => `${id} is ${amountOf(stored.get(id))}, and a scan gives ${scanned.get(id)?.amount ?? 0}`,
      );
      return { compared: ids.length, differences: words, left: words.length };
    }
    let left = 0;
    for (const id of differing) {
      const amount = scanned.get(id)?.amount ?? 0;
      const isMended = await holds(options.transact(mendingOf(count, id, stored.get(id), amount)));
      if (isMended) differences.push(`${id} was ${amountOf(stored.get(id))}, and is ${amount}`);
      else left++;
    }
    if (left === 0 || pass === mostPasses) return { compared: ids.length, differences, left };
  }
}

const amountOf = (found: readonly Item[] = []): number =>
  found.reduce((sum, { amount }) => decimalSum(sum, Number(amount)), 0);

/** The rows of a count first, and then what is counted: whoever writes in between changes the version of a row. */
async function readCount(owner: DomainFact, count: CountFact, options: KeptOptions) {
  const stored = new Map<string, Item[]>();
  const tenant = tenantOf(owner, options);
  const start = counterId(owner, tenant, count, ['']);
  for await (const row of itemsIn(rows, options)) {
    const id = String(row.id);
    if (id.startsWith(start)) stored.set(id, [...(stored.get(id) ?? []), row]);
  }
  const scanned = new Map<string, { amount: number }>();
  for await (const item of itemsIn(domainOf(count.type()), options)) {
    const share = shareOf(count, item);
    if (!share) continue;
    const id = counterId(owner, tenant, count, share.key);
    const sum = scanned.get(id) ?? { amount: 0 };
    sum.amount = decimalSum(sum.amount, share.amount);
    scanned.set(id, sum);
  }
  return { stored, scanned };
}

/** Puts the whole amount into the first row, if no row has changed: those that are not there are made, so that it is told. */
function mendingOf(count: CountFact, id: string, stored: readonly Item[] = [], amount: number): readonly Write[] {
  const shards = new Set([
    ...Array.from({ length: count.shards }, (_, shard) => shard),
    ...stored.map(({ shard }) => Number(shard)),
  ]);
  return [...shards].map((shard): Write => {
    const row = stored.find((one) => Number(one.shard) === shard);
    const whole = shard === 0 ? amount : 0;
    if (!row) return { domain: rows, create: { id, shard, amount: whole } };
    const changes = { set: { amount: whole }, remove: [] };
    return { domain: rows, update: { id, shard }, changes, condition: { versions: [Number(row.version)] } };
  });
}

/** Whether a transaction was done. */
async function holds(transaction: Promise<void>): Promise<boolean> {
  try {
    await transaction;
    return true;
  } catch (error) {
    if (error instanceof TransactionLost) return false;
    throw error;
  }
}

const values = domainOf(UniqueValue);

async function compareUnique(domain: DomainFact, unique: UniqueFact, options: KeptOptions): Promise<KeptReport> {
  const tenant = tenantOf(domain, options);
  const start = ofTenant(tenant, `${domain.name}/${unique.name}/`);
  const stored = new Map<string, Item>();
  for await (const row of itemsIn(values, options)) {
    const id = String(row.id);
    if (id.startsWith(start)) stored.set(id, row);
  }
  const owners = new Map<string, { readonly owner: string; readonly item: Item }[]>();
  for await (const item of itemsIn(domain, options)) {
    const id = uniqueId(domain, tenant, unique, item);
    if (id !== undefined) owners.set(id, [...(owners.get(id) ?? []), { owner: ownerOf(domain, item), item }]);
  }
  const differences: string[] = [];
  let left = 0;
  const differ = async (words: string, mending?: readonly Write[]): Promise<void> => {
    const isMended = options.mends && mending !== undefined && (await holds(options.transact(mending)));
    differences.push(isMended ? `${words}: mended` : words);
    if (!isMended) left++;
  };
  const what = unique.fields.join(' and ');
  const moment = options.now().toISOString();
  for (const [id, items] of owners) {
    const record = stored.get(id);
    const [first, ...others] = items.toSorted((one) => (one.owner === record?.owner ? -1 : 1));
    if (first && first.owner !== record?.owner) {
      const known = [first.owner, ...(record ? [record.owner] : [])];
      await differ(`${first.owner} has a ${what} that is not kept`, [
        { domain, check: keyOf(domain, first.item), condition: { versions: [Number(first.item.version)] } },
        {
          domain: values,
          put: { id, owner: first.owner, createdAt: moment, updatedAt: moment },
          over: { field: ['owner'], comparison: 'in', values: known },
        },
      ]);
    }
    for (const { owner } of others)
      await differ(`${owner} has the ${what} of ${first?.owner}: give one of the two another`);
  }
  for (const [id, { owner, version }] of stored) {
    if (owners.has(id)) continue;
    const condition = { versions: [Number(version)] };
    await differ(`${String(owner)} is kept, and has that ${what} no more`, [
      { domain: values, delete: { id }, condition },
    ]);
  }
  return { compared: new Set([...stored.keys(), ...owners.keys()]).size, differences, left };
}
