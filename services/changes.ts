import { setTimeout as wait } from 'node:timers/promises';
import { ChangeFeed, changeKinds } from '../schema/change';
import { domainOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { recordOf } from '../schema/guards';
import { OutboxEvent } from '../schema/internal';
import { required } from '../schema/required';
import { isHidden, mayWait, visibleTo } from './access';
import type { Context, Item } from './context';
import { ServiceError } from './errors';
import { changeEvent, eventsIn, feedOf, feedsOf, partitionStarts, severalItems } from './events';
import type { RecordedEvent } from './events';
import { inClassOrder } from './field-order';
import type { Filter } from './filter';
import { firstOfSeveral, identifiersFrom, identifierWithin, timeOf } from './identifier';
import { longestWait, operation } from './operation';
import type { ChangeQuery, Operation } from './operation';
import { isSpent } from './read-budget';
import { tenantOf } from './tenancy';

/** How often a waiting request looks, in milliseconds. */
const pause = 500;

/** The changes in one answer. */
export const pageSize = 100;

/**
 * How long a change may take from its id to the index, in milliseconds: a gateway has 29 seconds for a request, and
 * the index follows its table. What is younger may still be joined by a change with an older id, so the feed looks at
 * this time again, and leaves out what its cursor knows.
 */
const settling = 35_000;

/** The most records that a cursor knows one by one. In a greater rush than this the feed looks back less far. */
const maxKnown = 200;

const outbox = domainOf(OutboxEvent);
const retention = required(outbox.expiresAfterDays, 'the days that the outbox keeps events') * 86_400_000;

/**
 * Where a feed goes on: after this id, or the beginning of one, without the changes that are known. Of a record that
 * holds several the last one that was told is known, and with it those before.
 */
interface Position {
  readonly after: string;
  readonly known: ReadonlyMap<string, string>;
  /** Set where all that a request may read was read before it came to a change. */
  readonly passed?: Passed;
}

/** Records without a change for the feed, which are not read again. */
interface Passed {
  /** The cursor behind them. */
  readonly cursor: string;
  /** What was settled when they were read: what is younger may have come in between them since. */
  readonly settled: string;
}

/** One change in a record of the outbox. */
interface RecordedChange {
  readonly id: string;
  readonly time: unknown;
  readonly event: RecordedEvent;
}

/** How many reads a request of a feed may need: one read of each part of the feed, each time that it looks. */
export function readsOfFeed({ domain, key }: Operation, { seconds }: ChangeQuery): number {
  return (key.length > 0 ? 1 : feedsOf(domain).length) * (1 + (seconds * 1000) / pause);
}

/** The change feeds of a domain that announces its changes: of all items, and of those of one partition. */
export function changeFeeds(domain: DomainFact): readonly Operation[] {
  if (!domain.events) return [];
  const { access, name, noun, singular, typeName } = domain;
  const [partition] = keyFields(domain);
  const isShared = domain.key.sort !== undefined;
  const facts = {
    kind: 'query',
    domain,
    query: 'changes',
    // Every part of a feed is a partition of the index.
    touches: [{ domain: outbox, index: 'byFeed', action: 'Query' }],
    problems: ['cursor-invalid', 'changes-gone'],
    // A feed tells of what the list holds.
    agents: domain.agents.includes('list'),
    gives: { as: 'item', type: ChangeFeed },
    // The items are in the events, as they were told.
    lenient: true,
  } as const;
  const doc = `Tells the changes of ${noun} items, each at least once; their versions tell their order`;
  return [
    operation({
      ...facts,
      access: access?.list ?? access?.read,
      name: isShared ? `all${typeName}Changes` : `${singular}Changes`,
      doc: `${doc}.`,
      route: { method: 'GET', path: `/${name}/changes`, success: 200 },
      perform: async ({ changes }, context) => follow(domain, undefined, changes, context),
    }),
    ...(isShared
      ? [
          operation({
            ...facts,
            access: access?.read,
            name: `${singular}Changes`,
            doc: `${doc}. Only items of one ${partition.name}.`,
            route: { method: 'GET', path: `/${name}/{${partition.name}}/changes`, success: 200 },
            key: [partition],
            perform: async ({ key, changes }, context) => follow(domain, key[partition.name], changes, context),
          }),
        ]
      : []),
  ];
}

/**
 * Looks until there is something to tell, or the caller has waited long enough. Who may not wait is answered at once,
 * which every client of a long poll has to be ready for (RFC 6202, section 2.3), and told when to ask again: as often as
 * one asks who waits on a quiet feed.
 */
async function follow(
  domain: DomainFact,
  partition: unknown,
  { since, seconds }: ChangeQuery,
  context: Context,
): Promise<Item> {
  const tenant = tenantOf(domain, context);
  const reader = [context.principal ?? null, ...(tenant === undefined ? [] : [tenant])];
  const list = JSON.stringify(['changes', domain.name, partition ?? null, ...reader]);
  let position = positionFrom(since, list, context);
  const isWaiting = mayWait(domain, context);
  const end = Date.now() + (isWaiting ? seconds * 1000 : 0);
  for (let isFirst = true; ; isFirst = false) {
    const read = await readOn(domain, partition, position, context).catch((error: unknown) => {
      if (isFirst || !isSpent(error)) throw error;
      return { changes: [], position, isBehind: true };
    });
    ({ position } = read);
    // Who has read all that a request may goes on in the next one.
    if (read.changes.length > 0 || Date.now() >= end || context.reads?.isSpent) {
      const { after, passed } = position;
      const known = [...position.known].flat().join('');
      return {
        changes: read.changes.map((change) => changeOf(domain, change, context)),
        cursor: context.cursors.seal({ after, known, ...passed }, list),
        retryAfterSeconds: isWaiting || read.isBehind ? 0 : longestWait,
      };
    }
    if (context.meter) context.meter.hasWaited = true;
    await pauseFor(Math.min(pause, Math.max(1, end - Date.now())), context);
  }
}

async function pauseFor(milliseconds: number, { signal }: Context): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    throw new ServiceError('timeout', 'The time limit of the request came first: wait for fewer seconds.', {
      retryAfterSeconds: 1,
    });
  }
}

/** Without a cursor the feed begins now. */
function positionFrom(since: unknown, list: string, { now, cursors }: Context): Position {
  const moment = now().getTime();
  if (since === undefined) return { after: identifiersFrom(moment), known: new Map() };
  const opened = cursors.open(since, list);
  const [after, known] = [String(opened.after), String(opened.known)];
  if (timeOf(after) < moment - retention) {
    throw new ServiceError(
      'changes-gone',
      `Changes are kept for ${outbox.expiresAfterDays} days. Read the list again, and follow the feed from now on, without since.`,
    );
  }
  const { cursor, settled } = opened;
  const passed = typeof cursor === 'string' ? { cursor, settled: String(settled) } : undefined;
  return { after, known: new Map((known.match(/.{12}/g) ?? []).map(markOf)), passed };
}

async function readOn(
  domain: DomainFact,
  partition: unknown,
  { after, known, passed }: Position,
  context: Context,
): Promise<{ readonly changes: readonly RecordedChange[]; readonly position: Position; readonly isBehind: boolean }> {
  const filter: Filter = { all: filtersOf(domain, partition, after, tenantOf(domain, context)) };
  const changes: RecordedChange[] = [];
  // Of each record the last change that is told by now.
  const reached: string[] = [];
  let cursor = passed?.cursor;
  let isBehind: boolean;
  do {
    const page = await context.table(outbox).list({
      filter,
      sort: { field: 'id', descending: false },
      limit: pageSize,
      cursor,
      backward: false,
    });
    isBehind = page.hasNextPage;
    cursor = page.endCursor;
    for (const record of page.items) {
      const later = changesIn(domain, partition, record).filter(({ id }) => id > after);
      const fresh = later.filter(({ id }) => !isKnown(known, id));
      const fitting = fresh.slice(0, pageSize - changes.length);
      changes.push(...fitting);
      const last = fitting.length < fresh.length ? fitting.at(-1) : later.at(-1);
      if (last) reached.push(last.id);
      if (fitting.length === fresh.length) continue;
      isBehind = true;
      break;
    }
  } while (isBehind && changes.length === 0 && !context.reads?.isSpent);
  const settled = identifiersFrom(context.now().getTime() - settling);
  const settledThen = passed?.settled ?? settled;
  if (isBehind && reached.length === 0 && cursor !== undefined) {
    return { changes, isBehind, position: { after, known, passed: { cursor, settled: settledThen } } };
  }
  const read = isBehind ? earlier(settled, reached.at(-1) ?? after) : settled;
  const ends = [after, earlier(read, settledThen), reached.at(-1 - maxKnown) ?? ''];
  const latest = reached.slice(-maxKnown).map((id) => markOf(id));
  return { changes, isBehind, position: { after: ends.toSorted().at(-1) ?? after, known: new Map(latest) } };
}

const earlier = (left: string, right: string): string => (left < right ? left : right);

function filtersOf(domain: DomainFact, partition: unknown, after: string, tenant: string | undefined): Filter[] {
  // The feed may go on within a record.
  const fromPosition: Filter = {
    field: ['id'],
    comparison: 'ge',
    values: [isWhole(after) ? firstOfSeveral(after) : after],
  };
  if (partition === undefined) {
    return [{ field: ['feed'], comparison: 'in', values: feedsOf(domain, tenant) }, fromPosition];
  }
  const part = feedOf(domain, partition, tenant);
  const starts = [...partitionStarts(domain, partition, tenant), severalItems(part)];
  return [
    { field: ['feed'], comparison: 'eq', values: [part] },
    fromPosition,
    { any: starts.map((start): Filter => ({ field: ['key'], comparison: 'beginsWith', values: [start] })) },
  ];
}

/** Whether it is an id, and not the beginning of one. */
const isWhole = (id: string): boolean => id.length > identifiersFrom(0).length;

/**
 * The random end of an id, which tells it from every other in the time that a cursor looks back: that of the record,
 * and the place in it.
 */
function markOf(id: string): readonly [record: string, place: string] {
  return [id.slice(-12, -2), id.slice(-2)];
}

function isKnown(known: Position['known'], id: string): boolean {
  const [record, place] = markOf(id);
  const last = known.get(record);
  return last !== undefined && place <= last;
}

/** The changes that a record tells in a feed, each with an id of its own. */
function changesIn(domain: DomainFact, partition: unknown, record: Item): readonly RecordedChange[] {
  const types = changeKinds.map((kind) => changeEvent(domain, kind).detailType);
  const { source } = changeEvent(domain, 'Created');
  const id = String(record.id);
  return eventsIn(record).flatMap((event, index): RecordedChange[] => {
    const key = recordOf(recordOf(event.detail).key);
    const isTold =
      event.source === source &&
      types.includes(event.detailType) &&
      (partition === undefined || key[domain.key.partition] === partition);
    return isTold ? [{ id: identifierWithin(id, index), time: record.time, event }] : [];
  });
}

function changeOf(
  domain: DomainFact,
  { id, time, event: { detailType, detail } }: RecordedChange,
  context: Context,
): Item {
  const { key, version, changed, new: item } = recordOf(detail);
  const isShown = (name: unknown): boolean => !isHidden(domain.type, [String(name)], context);
  return {
    id,
    change: changeKinds.find((change) => changeEvent(domain, change).detailType === detailType),
    time,
    key,
    version,
    ...(Array.isArray(changed) && { changed: changed.filter(isShown) }),
    ...(item !== undefined && { item: inClassOrder(domain.type, visibleTo(context, domain.type, recordOf(item))) }),
  };
}
