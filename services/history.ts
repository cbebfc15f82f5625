import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { ItemVersion } from '../schema/internal';
import { keyOf } from './context';
import type { Context, Item, Key, Page, Part } from './context';
import type { Filter } from './filter';
import { itemName } from './item-name';
import type { KeptBeside } from './kept';
import type { ListQuery } from './list-query';
import {
  addMisfits,
  addWarnings,
  mappedPage,
  unreadableItem,
  withheld,
  withoutWarnings,
  withWarnings,
} from './misfits';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { tenantOf } from './tenancy';

/** Which state of an item is meant: a version of it, or the last one until a moment. */
export type Past = { readonly version: number } | { readonly until: unknown };

type Reading = Pick<Context, 'table' | 'tenancy'>;

const versions = domainOf(ItemVersion);

/** The versions of each item: a record for each write, which the version of the item keeps apart from every other. */
export const itemVersions: KeptBeside = {
  concerns: ({ history }) => history,

  partsOf: (changes, { moment, author }) =>
    changes.flatMap(({ domain, tenant, before, after }): Part[] => {
      const item = after ?? before;
      if (!item) return [];
      const record = {
        item: itemName(domain, item, tenant),
        itemVersion: after ? after.version : Number(item.version) + 1,
        change: before ? (after ? 'Updated' : 'Deleted') : 'Created',
        at: after?.updatedAt ?? moment,
        ...author,
        content: contentFrom(item),
      };
      // What is new may have been there before: then it counts on from the last version of that.
      return [before ? { domain: versions, put: record } : { domain: versions, create: record }];
    }),

  touches: (_domain, write) => {
    const { create, put, listInOrder } = tableTouches(versions);
    // What may be new asks for the last version of what had its key before.
    const ofNew = [...create, ...listInOrder];
    if (write === 'create') return ofNew;
    return write === 'put' ? [...ofNew, ...put] : put;
  },
};

/** What reading versions touches: one of them, and those of an item in their order. */
export const pastTouches: { readonly get: readonly Touch[]; readonly listInOrder: readonly Touch[] } =
  tableTouches(versions);

/** An item as a text that keeps what could not be read of it too. */
export const contentFrom = (item: Item): string => JSON.stringify(withWarnings(item, Infinity));

/** The item that such a text keeps. */
export const contentOf = ({ content }: Item): Item => withoutWarnings(JSON.parse(String(content)) as Item);

const ofItem = (domain: DomainFact, key: Key, context: Reading): Filter => ({
  field: ['item'],
  comparison: 'eq',
  values: [itemName(domain, key, tenantOf(domain, context))],
});

const fromNewest = { field: 'itemVersion', descending: true } as const;

/** A page of the versions of an item, from the newest, as its history tells them. */
export async function historyOf(domain: DomainFact, key: Key, list: ListQuery, context: Reading): Promise<Page> {
  const page = await context.table(versions).list({ ...list, filter: ofItem(domain, key, context), sort: fromNewest });
  return mappedPage(page, (record) => entryOf(domain, record));
}

function entryOf(domain: DomainFact, record: Item): Item {
  const { itemVersion: version, change, at, callerId, userName, consumer } = record;
  return entryFrom(domain, { at, callerId, userName, consumer, version, change }, contentOf(record));
}

/** What is told of an item, with the item; one that is withheld is left out, and the warnings say so. */
export function entryFrom({ type }: DomainFact, facts: Item, item: Item): Item {
  if (withheld(type, item)) {
    addWarnings(facts, [{ pointer: '/item', detail: unreadableItem(type, item) }]);
    return facts;
  }
  const entry = { ...facts, item };
  addMisfits(entry, '/item', item);
  return entry;
}

/** The record of a past state of an item; undefined when it has none. The last of all is that until no moment. */
export async function recordOfPast(
  domain: DomainFact,
  key: Key,
  past: Past,
  context: Reading,
): Promise<Item | undefined> {
  const table = context.table(versions);
  if ('version' in past) {
    const item = itemName(domain, key, tenantOf(domain, context));
    return table.get({ item, itemVersion: past.version });
  }
  const { until } = past;
  const inTime: Filter[] = until === undefined ? [] : [{ field: ['at'], comparison: 'le', values: [until] }];
  const request = {
    filter: { all: [ofItem(domain, key, context), ...inTime] },
    sort: fromNewest,
    limit: 1,
    backward: false,
  };
  let page = await table.list(request);
  // A page ends early where much of what was read is younger.
  while (page.items.length === 0 && page.hasNextPage) {
    page = await table.list({ ...request, cursor: page.endCursor });
  }
  return page.items[0];
}

/** An item as it was; undefined when it was not there then. */
export async function itemOfPast(
  domain: DomainFact,
  key: Key,
  past: Past,
  context: Reading,
): Promise<Item | undefined> {
  const record = await recordOfPast(domain, key, past, context);
  return record && record.change !== 'Deleted' ? contentOf(record) : undefined;
}

/** Whether a new item met a version of one that had its key before. */
export const isOfEarlier = (kept: Part): boolean => kept.domain === versions && 'create' in kept;

/** The last version of what had the key of a new item before; undefined when nothing had. */
export async function lastVersionBefore(part: Part, context: Reading): Promise<number | undefined> {
  const item = 'create' in part ? part.create : 'put' in part && !part.current ? part.put : undefined;
  if (!item || !part.domain.history) return undefined;
  const last = await recordOfPast(part.domain, keyOf(part.domain, item), { until: undefined }, context);
  return last && Number(last.itemVersion);
}
