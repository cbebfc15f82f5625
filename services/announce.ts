import { setTimeout as wait } from 'node:timers/promises';
import type { DomainFact } from '../schema/facts';
import { ConditionFailed, TransactionLost } from './context';
import type { Changes, Condition, Context, Item, Key, Table, Write } from './context';
import { ServiceError } from './errors';
import { changeAnnouncement, changeTouches } from './events';
import { tableTouches } from './table-actions';
import type { TableTouches, Touch } from './table-actions';

/** The table of a domain; one whose domain announces changes sends each event in the transaction of its write. */
export function tableOf(domain: DomainFact, context: Context): Table {
  return domain.events ? announcing(domain, context) : context.table(domain);
}

/** What the calls to that table touch. */
export function touchesOf(domain: DomainFact): TableTouches {
  const plain = tableTouches(domain);
  if (!domain.events) return plain;
  return {
    ...plain,
    create: creationTouches(domain),
    put: [],
    update: [...plain.get, ...alterationTouches(domain)],
    delete: [...plain.get, ...plain.delete, ...changeTouches(domain)],
  };
}

/** The writes that create an item and announce it. */
export function creation(domain: DomainFact, item: Item, context: Context): readonly Write[] {
  return [{ domain, create: item }, ...changeAnnouncement(domain, undefined, { ...item, version: 1 }, context)];
}

/** What they touch. */
export function creationTouches(domain: DomainFact): readonly Touch[] {
  return [...tableTouches(domain).create, ...changeTouches(domain)];
}

/** The writes that change an item from what it is now, and announce the change; and the item that comes of them. */
export function alteration(
  domain: DomainFact,
  key: Key,
  current: Item,
  changes: Changes,
  context: Context,
): { readonly writes: readonly Write[]; readonly item: Item } {
  const version = current.version as number;
  const item: Item = { ...current, ...changes.set, version: version + 1 };
  for (const name of changes.remove) delete item[name];
  for (const [name, number] of Object.entries(changes.add ?? {})) item[name] = ((item[name] ?? 0) as number) + number;
  return {
    writes: [
      { domain, update: key, changes, condition: { versions: [version] } },
      ...changeAnnouncement(domain, current, item, context),
    ],
    item,
  };
}

/** What the writes touch. */
export function alterationTouches(domain: DomainFact): readonly Touch[] {
  return [...tableTouches(domain).update, ...changeTouches(domain)];
}

function announcing(domain: DomainFact, context: Context): Table {
  const table = context.table(domain);

  async function change(
    key: Key,
    condition: Condition,
    writesOn: (current: Item) => { readonly writes: readonly Write[]; readonly item: Item },
  ): Promise<Item> {
    return untilItHolds(context, async () => {
      const current = await table.get(key);
      if (!current) throw new ConditionFailed();
      if (condition.versions && !condition.versions.includes(current.version as number)) {
        throw new ConditionFailed(current);
      }
      const { writes, item } = writesOn(current);
      await context.transact(writes);
      return item;
    });
  }

  return {
    ...table,
    create: async (item) => {
      try {
        await context.transact(creation(domain, item, context));
      } catch (error) {
        if (error instanceof TransactionLost && error.lost[0]) throw error.lost[0];
        throw error;
      }
      return { ...item, version: 1 };
    },
    put: () => {
      throw new TypeError(`${domain.typeName} announces its changes: write it with create or update.`);
    },
    update: (key, changes, condition) =>
      change(key, condition, (current) => alteration(domain, key, current, changes, context)),
    delete: async (key, condition) => {
      await change(key, condition, (current) => ({
        writes: [
          { domain, delete: key, condition: { versions: [current.version as number] } },
          ...changeAnnouncement(domain, current, undefined, context),
        ],
        item: current,
      }));
    },
  };
}

/**
 * Tries an optimistic write again, as long as the request has time, when another writer was faster.
 * @throws ServiceError timeout
 */
export async function untilItHolds<Result>(context: Context, attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
    }
    try {
      // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
      await wait(Math.random() * Math.min(400, 5 * 2 ** count), undefined, { signal: context.signal });
    } catch {
      throw new ServiceError('timeout', 'Others kept writing to this item until the time limit of the request.', {
        retryAfterSeconds: 1,
      });
    }
  }
}
