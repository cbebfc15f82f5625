import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { TrashedItem } from '../schema/internal';
import type { Context, Item, Key, Page, Part } from './context';
import { ofTenant, partitionStarts } from './events';
import type { Filter } from './filter';
import { contentFrom, contentOf, entryFrom } from './history';
import { foldedKey, itemName } from './item-name';
import type { KeptBeside } from './kept';
import type { ListQuery } from './list-query';
import { mappedPage } from './misfits';
import { tableTouches } from './table-actions';
import { tenantOf } from './tenancy';

/** The domain of what is in the trash. */
export const trashed = domainOf(TrashedItem);

/** What using the trash touches, under the name of the call. */
export const trashTouches = tableTouches(trashed);

const day = 86_400_000;

/** The items that were deleted, as long as their domains keep them. */
export const trash: KeptBeside = {
  concerns: ({ trashDays }, written) => trashDays !== undefined && written === undefined,

  partsOf: (changes, { moment, author }) =>
    changes.flatMap(({ domain, tenant, before, after }): Part[] => {
      if (!before || after) return [];
      const days = domain.trashDays ?? 0;
      const until = new Date(Date.parse(moment) + days * day).toISOString();
      const record = {
        ...trashKeyOf(domain, tenant, before),
        itemVersion: before.version,
        at: moment,
        until,
        ...author,
      };
      return [{ domain: trashed, put: { ...record, content: contentFrom(before) }, days }];
    }),

  touches: (_domain, write) => (write === 'delete' ? trashTouches.put : []),
};

const trashKeyOf = (domain: DomainFact, tenant: string | undefined, key: Key): Key => ({
  domain: ofTenant(tenant, domain.name),
  item: itemName(domain, key),
});

/** The key of the record of an item in the trash. */
export const trashKey = (domain: DomainFact, key: Key, context: Pick<Context, 'tenancy'>): Key =>
  trashKeyOf(domain, tenantOf(domain, context), key);

/** The record of an item in the trash; undefined when it is not there. */
export async function trashRecordOf(
  domain: DomainFact,
  key: Key,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<Item | undefined> {
  return context.table(trashed).get(trashKey(domain, key, context));
}

/** What takes an item out of the trash, as it was found there. */
export function takenOut({ domain, item, ...record }: Item): Part {
  return { domain: trashed, delete: { domain, item }, condition: {}, current: { domain, item, ...record } };
}

/** A page of what is in the trash, in the order of the keys: all of a domain, or of one value of its partition key. */
export async function trashOf(
  domain: DomainFact,
  partition: unknown,
  list: ListQuery,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<Page> {
  const place = ofTenant(tenantOf(domain, context), domain.name);
  const ofDomain: Filter = { field: ['domain'], comparison: 'eq', values: [place] };
  const ofPartition: Filter[] = partition === undefined ? [] : [inPartition(domain, partition)];
  const page = await context.table(trashed).list({ ...list, filter: { all: [ofDomain, ...ofPartition] } });
  return mappedPage(page, (record) => {
    const { at, callerId, userName, consumer, until } = record;
    return entryFrom(domain, { at, callerId, userName, consumer, until }, contentOf(record));
  });
}

function inPartition(domain: DomainFact, partition: unknown): Filter {
  const key = foldedKey(domain, { [domain.key.partition]: partition });
  const [start] = partitionStarts(domain, key[domain.key.partition]);
  return domain.key.sort === undefined
    ? { field: ['item'], comparison: 'eq', values: [itemName(domain, key)] }
    : { field: ['item'], comparison: 'beginsWith', values: [start] };
}
