import { setTimeout as wait } from 'node:timers/promises';
import { ChangeFeed, changeKinds } from '../schema/change';
import { domainOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { OutboxEvent } from '../schema/internal';
import { isHidden, visibleTo } from './access';
import type { Context, Item } from './context';
import { ServiceError } from './errors';
import { changeEvent, feedOf, feedsOf } from './events';
import type { Filter } from './filter';
import { identifiersFrom, timeOf } from './identifier';
import { operation } from './operation';
import type { ChangeQuery, Operation } from './operation';

/** How often a waiting request looks, in milliseconds. */
const pause = 500;

/** The changes in one answer. */
const pageSize = 100;

/**
 * How long a change may take from its id to the index, in milliseconds: a gateway has 29 seconds for a request, and
 * the index follows its table. What is younger may still be joined by a change with an older id, so the feed looks at
 * this time again, and leaves out what its cursor knows.
 */
const settling = 35_000;

/** The most changes that a cursor knows one by one. In a greater rush than this the feed looks back less far. */
const maxKnown = 200;

const outbox = domainOf(OutboxEvent);
const keptFor = outbox.expiresAfterDays! * 86_400_000;

/** Where a feed goes on: after this id, or the beginning of one, without the changes that are known. */
interface Position {
  readonly after: string;
  readonly known: ReadonlySet<string>;
}

/** How many reads a request of a feed may need: one of each part, each time that it looks. */
export function readsOfFeed({ domain, key }: Operation, { seconds }: ChangeQuery): number {
  return (key.length > 0 ? 1 : feedsOf(domain).length) * (1 + (seconds * 1000) / pause);
}

/** The change feeds of a domain that announces its changes: of all items, and of those of one partition. */
export function changeFeeds(domain: DomainFact): readonly Operation[] {
  if (!domain.events) return [];
  const { access, name, singular, typeName } = domain;
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
  } as const;
  const doc = `Tells the changes of ${typeName.toLowerCase()} items, each at least once; their versions tell their order`;
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
            doc: `${doc}. Only items of one ${partition!.name}.`,
            route: { method: 'GET', path: `/${name}/{${partition!.name}}/changes`, success: 200 },
            key: [partition!],
            perform: async ({ key, changes }, context) => follow(domain, key[partition!.name], changes, context),
          }),
        ]
      : []),
  ];
}

/** Looks until there is something to tell, or the caller has waited long enough. */
async function follow(
  domain: DomainFact,
  partition: unknown,
  { since, seconds }: ChangeQuery,
  context: Context,
): Promise<Item> {
  const list = JSON.stringify(['changes', domain.name, partition ?? null, context.principal ?? null]);
  let position = positionFrom(since, list, context);
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const read = await readOn(domain, partition, position, context);
    ({ position } = read);
    if (read.events.length > 0 || Date.now() >= end) {
      return {
        changes: read.events.map((event) => changeOf(domain, event, context)),
        cursor: context.cursors.seal({ after: position.after, known: [...position.known].join('') }, list),
      };
    }
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
function positionFrom(since: string | undefined, list: string, { now, cursors }: Context): Position {
  const moment = now().getTime();
  if (since === undefined) return { after: identifiersFrom(moment), known: new Set() };
  const { after, known } = cursors.open(since, list) as { after: string; known: string };
  if (timeOf(after) < moment - keptFor) {
    throw new ServiceError(
      'changes-gone',
      `Changes are kept for ${outbox.expiresAfterDays} days. Read the list again, and follow the feed from now on, without since.`,
    );
  }
  return { after, known: new Set(known.match(/.{12}/g) ?? []) };
}

async function readOn(
  domain: DomainFact,
  partition: unknown,
  { after, known }: Position,
  context: Context,
): Promise<{ readonly events: readonly Item[]; readonly position: Position }> {
  const filter: Filter = { all: filtersOf(domain, partition, after) };
  const told: Item[] = [];
  const events: Item[] = [];
  let cursor: string | undefined;
  let isBehind: boolean;
  do {
    const page = await context.table(outbox).list({
      filter,
      sort: { field: 'id', descending: false },
      limit: pageSize,
      cursor,
      backward: false,
    });
    told.push(...page.items);
    events.push(...page.items.filter((item) => !known.has(markOf(item))));
    isBehind = page.hasNextPage;
    cursor = page.endCursor;
  } while (isBehind && events.length === 0);
  const settled = identifiersFrom(context.now().getTime() - settling);
  const forgotten = told.at(-1 - maxKnown);
  const reached = [after, isBehind ? earlier(settled, idOf(told.at(-1)!)) : settled, forgotten ? idOf(forgotten) : ''];
  return {
    events,
    position: { after: reached.toSorted().at(-1)!, known: new Set(told.slice(-maxKnown).map(markOf)) },
  };
}

const idOf = ({ id }: Item): string => id as string;
const earlier = (one: string, other: string): string => (one < other ? one : other);

function filtersOf(domain: DomainFact, partition: unknown, after: string): Filter[] {
  const later: Filter = { field: ['id'], comparison: 'gt', values: [after] };
  if (partition === undefined) return [{ field: ['feed'], comparison: 'in', values: feedsOf(domain) }, later];
  const start = `${domain.name}/${encodeURIComponent(partition as string)}/`;
  return [
    { field: ['feed'], comparison: 'eq', values: [feedOf(domain, partition)] },
    later,
    { field: ['key'], comparison: 'beginsWith', values: [start] },
  ];
}

/** The random end of an id, which tells it from every other in the time that a cursor looks back. */
const markOf = (item: Item): string => idOf(item).slice(-12);

function changeOf(domain: DomainFact, { id, detailType, time, detail }: Item, context: Context): Item {
  const { key, version, changed, new: item } = JSON.parse(String(detail)) as Record<string, unknown>;
  const isShown = (name: unknown): boolean => !isHidden(domain.type, [name as string], context);
  return {
    id,
    change: changeKinds.find((change) => changeEvent(domain, change).detailType === detailType),
    time,
    key,
    version,
    ...(Array.isArray(changed) && { changed: changed.filter(isShown) }),
    ...(item !== undefined && { item: visibleTo(context, domain.type, item as Item) }),
  };
}
