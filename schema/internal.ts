import { bulkDays, bulkStates, isBulk } from './bulk';
import { changeKinds } from './change';
import { countsOver } from './counted';
import { DateTime, Enumeration, Float, Id, Integer, Text } from './decorators';
import { Domain } from './domain';
import { domainIfAny } from './facts';
import type { DeclaredClass } from './facts';
import { Authored, usualTrashDays } from './history';
import { wholeReferencesFrom } from './whole-references';

/** The answer to a request with an Idempotency-Key, kept in the transaction of its effect. */
@Domain('idempotency', { operations: [], expiresAfterDays: 1 })
export class IdempotencyRecord {
  /** A hash of who asked, what, and the key. */
  @Id() id!: string;
  /** A hash of what was sent. */
  @Text({ max: 100 }) fingerprint!: string;
  /** JSON text: a map of DynamoDB would forget the order of the names. */
  @Text({ max: 400_000, multiline: true }) answer!: string;
}

/**
 * What waits to be relayed to the bus, written in the transaction of what it tells: one event in source, detailType and
 * detail, or all the events of a transaction.
 */
@Domain('outbox', {
  key: { partition: 'key', sort: 'id' },
  indexes: { byFeed: { partition: 'feed', sort: 'id' } },
  operations: [],
  expiresAfterDays: 7,
  stream: true,
})
export class OutboxEvent {
  /** The item that the record is about; records of one key are relayed in order. Several items have a key of their own. */
  @Text({ max: 500 }) key!: string;
  @Id({ max: 64 }) id!: string;
  @Text({ max: 200, optional: true }) source?: string;
  @Text({ max: 128, optional: true }) detailType?: string;
  /** JSON text, as EventBridge's PutEvents takes it. */
  @Text({ max: 262_144, multiline: true, optional: true }) detail?: string;
  /** JSON text: a list of source, detailType and detail, the detail as an object. Each becomes one event, in this order. */
  @Text({ max: 400_000, multiline: true, optional: true }) events?: string;
  @Text({ max: 40 }) time!: string;
  /** The part of a domain's change feed in which it stands; an event that tells no change is in none. */
  @Text({ max: 100, optional: true }) feed?: string;
}

/** How far a backfill has come: one record for the whole, and one for each segment of its scan. */
@Domain('migration', { operations: [] })
export class MigrationRecord {
  /** The domain and the backfill, `product/brand-2026`; with `#3` behind it that of a segment. */
  @Id({ max: 300 }) id!: string;
  @Enumeration('MigrationState', ['RUNNING', 'DONE']) state!: string;
  /** Segments of the scan, in the record of the whole. */
  @Integer({ optional: true, min: 1, max: 1000 }) segments?: number;
  /** JSON text: the key behind which the segment goes on, as DynamoDB gives it. */
  @Text({ max: 10_000, multiline: true, optional: true }) position?: string;
  @Integer({ default: 0, min: 0 }) examined!: number;
  @Integer({ default: 0, min: 0 }) written!: number;
  /** Items of the segment that still lack a field that every item must have, as it was read last. */
  @Integer({ default: 0, min: 0 }) lacking!: number;
  /** JSON text: some of them, in words. */
  @Text({ max: 30_000, multiline: true, optional: true }) examples?: string;
}

/** A value that is taken: no two items of a domain have it. It is written and deleted in the transaction of its item. */
@Domain('unique', { operations: [] })
export class UniqueValue {
  /** The domain and what is unique in it, and a hash of the values: `user/email/<hash>`. */
  @Id({ max: 400 }) id!: string;
  /** JSON text: the values of the key of the item that has it, in their order. */
  @Text({ max: 8000 }) owner!: string;
}

/** A part of a count or a sum, written in the transaction of what is counted; the amounts of all its rows together are it. */
@Domain('counter', { key: { partition: 'id', sort: 'shard' }, operations: [] })
export class CounterRow {
  /** The domain, the count and the partition key of the item that has it: `project/openTasks/p1`. */
  @Text({ max: 500 }) id!: string;
  @Integer({ min: 0 }) shard!: number;
  /** A number of items or the sum of a field; money in minor units. */
  @Float({ default: 0 }) amount!: number;
}

/** What an item was after one of its changes, written in the transaction of the change. */
@Domain('history', {
  key: { partition: 'item', sort: 'itemVersion' },
  order: { field: 'itemVersion', descending: true },
  operations: [],
})
export class ItemVersion extends Authored {
  /** The domain and the key of the item, as its events name it. */
  @Text({ max: 500 }) item!: string;
  /** A deletion counts as one. */
  @Integer({ min: 1 }) itemVersion!: number;
  @Enumeration('ChangeKind', changeKinds) change!: string;
  /** JSON text: the item after the change, with its warnings; of one that was deleted, before. */
  @Text({ max: 400_000, multiline: true }) content!: string;
}

/** An item that was deleted, written in the transaction of its deletion, until the days of its domain are over. */
@Domain('trash', { key: { partition: 'domain', sort: 'item' }, operations: [], expiresAfterDays: usualTrashDays })
export class TrashedItem extends Authored {
  @Text({ max: 200 }) domain!: string;
  /** The domain and the key of the item, as its events name it. */
  @Id({ max: 500 }) item!: string;
  @Integer({ min: 0 }) itemVersion!: number;
  @DateTime() until!: string;
  /** JSON text: the item with its warnings. */
  @Text({ max: 400_000, multiline: true }) content!: string;
}

/**
 * Work on all items that meet a filter: one row tells how far it has come, and one for each item that it has changed, which
 * keeps the item from being changed twice. Each row of an item is written in the transaction of the change.
 */
@Domain('bulk', { key: { partition: 'job', sort: 'part' }, operations: [], expiresAfterDays: bulkDays })
export class BulkRow {
  @Text({ max: 400 }) job!: string;
  /** The name of the item, or that of the row of the whole. */
  @Id({ max: 500 }) part!: string;
  /** JSON text: what is asked for, and by whom; in the row of the whole, as is all that follows. */
  @Text({ max: 350_000, multiline: true, optional: true }) asked?: string;
  @Enumeration('BulkState', bulkStates, { optional: true }) state?: string;
  /** The cursor behind which it goes on. */
  @Text({ max: 20_000, optional: true }) position?: string;
  @Integer({ default: 0, min: 0 }) changed!: number;
  @Integer({ default: 0, min: 0 }) refused!: number;
  @Integer({ default: 0, min: 0 }) left!: number;
  /** JSON text: the first refusals. */
  @Text({ max: 30_000, multiline: true, optional: true }) refusals?: string;
}

/** Domains without a face: the tables behind what the gateway keeps for itself. */
export const internalDomains: readonly DeclaredClass[] = [
  IdempotencyRecord,
  OutboxEvent,
  MigrationRecord,
  UniqueValue,
  CounterRow,
  ItemVersion,
  TrashedItem,
  BulkRow,
];

/** Every class that has a table when a gateway serves these domains. */
export function withInternal(domains: readonly DeclaredClass[]): readonly DeclaredClass[] {
  const declared = domains.map(domainIfAny).filter((domain) => domain !== undefined);
  const isNeeded = new Map<DeclaredClass, boolean>([
    [MigrationRecord, declared.some(({ backfills }) => Object.keys(backfills).length > 0)],
    [TrashedItem, declared.some(({ trashDays }) => trashDays !== undefined)],
    [ItemVersion, declared.some(({ history }) => history)],
    [BulkRow, declared.some(({ operations }) => operations.some((name) => isBulk(name)))],
    [UniqueValue, declared.some(({ unique }) => unique.length > 0)],
    [CounterRow, domains.some((type) => countsOver(type).length > 0 || wholeReferencesFrom(type).length > 0)],
  ]);
  const needed = internalDomains.filter((type) => isNeeded.get(type) ?? true);
  return [...new Set([...domains, ...needed])];
}
