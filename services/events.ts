import { createHash } from 'node:crypto';
import { changeKinds } from '../schema/change';
import type { ChangeKind } from '../schema/change';
import { DeclarationError, domainOf, keyFields, ownedFields } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { OutboxEvent } from '../schema/internal';
import { required } from '../schema/required';
import type { Context, Item, Write } from './context';
import { identifier, identifierOfSeveral } from './identifier';
import { withheld } from './misfits';
import { withoutSensitive } from './sensitive';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';

/** One kind of event on the bus; consumers, the rule and the AsyncAPI document read the same description. */
export interface EventFact {
  /** EventBridge's source and detail-type. */
  readonly source: string;
  readonly detailType: string;
  readonly doc: string;
  /** The class of its detail, or the domain whose change it tells. */
  readonly detail: { readonly type: DeclaredClass } | { readonly domain: DomainFact; readonly change: ChangeKind };
}

/** EventBridge takes 256 KB an entry, the other parts of it included. */
export const maxEventBytes = 256 * 1024 - 1024;

const outbox = domainOf(OutboxEvent);

/** The events that tell the changes of these domains. */
export function changeEventsOf(domains: readonly DomainFact[]): readonly EventFact[] {
  return domains
    .filter(({ events }) => events)
    .flatMap((domain) => changeKinds.map((change) => changeEvent(domain, change)));
}

/** The event that tells a change of an item. */
export function changeEvent(domain: DomainFact, change: ChangeKind): EventFact {
  return {
    source: required(domain.events, `the events of ${domain.name}`).source,
    detailType: `${domain.typeName}${change}`,
    doc: `One ${domain.noun} was ${change.toLowerCase()}.`,
    detail: { domain, change },
  };
}

/**
 * Refuses an event of which nothing else knows: no rule would let it to a consumer, no document would tell of it.
 * @throws DeclarationError a defect, which is masked and logged
 */
export function checkListedEvent({ source, detailType }: EventFact, { listed }: Pick<Context, 'listed'>): void {
  if (!listed || listed.events.some((event) => event.source === source && event.detailType === detailType)) return;
  throw new DeclarationError(
    `The event ${detailType} of ${source} is sent, and no module lists it: list it in the events of its module.`,
  );
}

/** An event that waits to be written: what it tells, of which item. */
export interface Announcement {
  readonly event: EventFact;
  /** What the event is about; events of one key are relayed in their order. */
  readonly key: string;
  readonly detail: object;
  /** What is left of the detail where the whole of it is too large. */
  readonly short?: object;
  /** The change feed in which it stands, if it tells a change. */
  readonly feed?: { readonly domain: DomainFact; readonly part: string };
}

/** What the announcement of a change tells; nothing when its domain announces none. */
export function changeAnnouncement(
  domain: DomainFact,
  before: Item | undefined,
  after: Item | undefined,
): Announcement | undefined {
  const item = after ?? before;
  if (!domain.events || !item) return undefined;
  const change = before ? (after ? 'Updated' : 'Deleted') : 'Created';
  const publicNames = [...domain.fields, ...ownedFields].filter(({ sensitive }) => !sensitive).map(({ name }) => name);
  const isSame = (name: string) => JSON.stringify(before?.[name]) === JSON.stringify(after?.[name]);
  const short = {
    key: Object.fromEntries(keyFields(domain).map(({ name }) => [name, item[name]])),
    version: item.version,
    ...(before && after && { changed: publicNames.filter((name) => !isSame(name)) }),
  };
  return {
    event: changeEvent(domain, change),
    key: keyOf(domain, item),
    detail: {
      ...short,
      ...(before && !withheld(domain.type, before) && { old: withoutSensitive(domain.type, before) }),
      ...(after && !withheld(domain.type, after) && { new: withoutSensitive(domain.type, after) }),
    },
    short: { ...short, tooLarge: true },
    feed: { domain, part: feedOf(domain, item[domain.key.partition]) },
  };
}

/** One event in a record of the outbox. */
export interface RecordedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
}

/**
 * The writes that send the events of one transaction, to be a part of it: as few records as the feeds need. What all
 * items of a domain have in common, its feed, is one record; where one partition has a feed of its own, it is one for
 * each part of the feed. An event that tells no change stands in the record of the item that it is about. The events
 * of one item have the key of the item, so that they are relayed in their order; a record of several items has a key of
 * its own, and the versions tell the order.
 */
export function announcements(list: readonly Announcement[], { now }: Pick<Context, 'now'>): readonly Write[] {
  if (list.length === 0) return [];
  const groups = new Map<string, Announcement[]>();
  const [changes, otherEvents] = [list.filter(({ feed }) => feed), list.filter(({ feed }) => !feed)];
  for (const change of changes) append(groups, feedNameOf(change), change);
  for (const announcement of otherEvents)
    append(groups, feedNameOf(changes.find(({ key }) => key === announcement.key) ?? announcement), announcement);
  const moment = now();
  return [...groups.values()].map((group) => ({ domain: outbox, create: recordOf(group, moment) }));
}

function append<Value>(groups: Map<string, Value[]>, name: string, value: Value): void {
  groups.set(name, [...(groups.get(name) ?? []), value]);
}

/** What the announcements of one record have in common. */
function feedNameOf({ key, feed }: Announcement): string {
  if (!feed) return key;
  return feed.domain.key.sort === undefined ? feed.domain.name : feed.part;
}

/** DynamoDB takes 400 KB an item; some of them are for what stands beside the events. */
const maxRecordBytes = 400 * 1024 - 4096;

function recordOf(group: readonly Announcement[], moment: Date): Item {
  const time = moment.toISOString();
  const events = fitting(group);
  const [first] = group;
  const part = group.find(({ feed }) => feed)?.feed?.part;
  const isOfOneItem = group.every(({ key }) => key === first?.key);
  const id = events.length > 1 ? identifierOfSeveral(moment.getTime()) : identifier(moment.getTime());
  const content =
    events.length > 1
      ? { events: JSON.stringify(events) }
      : { ...events[0], detail: JSON.stringify(events[0]?.detail) };
  return {
    key: isOfOneItem ? first?.key : `${severalItems(part)}${id}`,
    id,
    ...content,
    time,
    ...(part !== undefined && { feed: part }),
    createdAt: time,
    updatedAt: time,
  };
}

/** The beginning of the keys of records that tell of several items, in one part of a feed; no item has such a key. */
export const severalItems = (part: string | undefined): string => `${part}/`;

/** The events with details that fit into their record and onto the bus; the largest are shortened first. */
function fitting(group: readonly Announcement[]): readonly RecordedEvent[] {
  const measured = group.map(({ event: { source, detailType }, detail, short }) => {
    const bytes = Buffer.byteLength(JSON.stringify(detail));
    const isTooLarge = short !== undefined && bytes > maxEventBytes;
    return {
      source,
      detailType,
      detail: isTooLarge ? short : detail,
      short: isTooLarge ? undefined : short,
      bytes: isTooLarge ? 0 : bytes,
    };
  });
  const text = (): string => JSON.stringify(measured.map(plain));
  const largest = measured.filter(({ short }) => short).toSorted((left, right) => right.bytes - left.bytes);
  for (let bytes = Buffer.byteLength(text()); bytes > maxRecordBytes;) {
    const shortened = largest.shift();
    if (!shortened?.short) break;
    shortened.detail = shortened.short;
    bytes -= shortened.bytes - Buffer.byteLength(JSON.stringify(shortened.short));
  }
  return measured.map(plain);
}

const plain = ({ source, detailType, detail }: RecordedEvent): RecordedEvent => ({ source, detailType, detail });

/** The events of a record of the outbox, in their order: one of before, or one that tells of a whole transaction. */
export function eventsIn({ source, detailType, detail, events }: Item): readonly RecordedEvent[] {
  if (typeof events === 'string') return JSON.parse(events) as RecordedEvent[];
  return [{ source: String(source), detailType: String(detailType), detail: JSON.parse(String(detail)) as object }];
}

/** What announcements touch. */
export const announcementTouches: readonly Touch[] = tableTouches(outbox).create;

/** The ordering key of the events of one item; it has a short length, whatever the length of the item's own key. */
export function keyOf(domain: DomainFact, item: Item): string {
  return [domain.name, ...keyFields(domain).map(({ name }) => keyPart(item[name]))].join('/');
}

/** The beginnings of the ordering keys of the items of a partition: that of today, and of records of before that wait. */
export function partitionStarts({ name }: DomainFact, partition: unknown): readonly string[] {
  const parts = new Set([keyPart(partition), encodeURIComponent(String(partition))]);
  return [...parts].map((part) => `${name}/${part}/`);
}

/**
 * DynamoDB takes 2048 bytes for the key of a record, as for that of an item, and percent-encoding makes three
 * characters of a byte. So a long value stands there as its digest, which no encoded value is like.
 */
function keyPart(value: unknown): string {
  const encoded = encodeURIComponent(String(value));
  if (encoded.length <= longestKeyPart) return encoded;
  return `sha256:${createHash('sha256').update(encoded).digest('hex')}`;
}

const longestKeyPart = 200;

/** The parts of a feed: the writes of one domain spread over so many partitions of the index. */
const feedParts = 4;

/** The parts of the change feed of a domain. */
export function feedsOf({ name }: DomainFact): readonly string[] {
  return Array.from({ length: feedParts }, (_, part) => feedPartName(name, part));
}

const feedPartName = (domainName: string, part: number): string => `${domainName}#${part}`;

/** The part in which all items with a partition key stand. */
export function feedOf(domain: DomainFact, partition: unknown): string {
  const byte = createHash('sha256').update(String(partition)).digest().readUInt8(0);
  return feedPartName(domain.name, byte % feedParts);
}
