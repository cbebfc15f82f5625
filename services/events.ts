import { hash } from 'node:crypto';
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
import { tenantIn } from './tenancy';

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
  /** The change feed in which it stands, if it tells a change: of whose items, and which part of it. */
  readonly feed?: { readonly domain: DomainFact; readonly tenant?: string; readonly part: string };
}

/**
 * What the announcement of a change tells; nothing when its domain announces none.
 * @param tenant to whom the item belongs, of a domain with tenants
 */
export function changeAnnouncement(
  domain: DomainFact,
  before: Item | undefined,
  after: Item | undefined,
  tenant?: string,
): Announcement | undefined {
  const item = after ?? before;
  if (!domain.events || !item) return undefined;
  const change = before ? (after ? 'Updated' : 'Deleted') : 'Created';
  const short = {
    ...(tenant !== undefined && { tenant }),
    key: Object.fromEntries(keyFields(domain).map(({ name }) => [name, item[name]])),
    version: item.version,
    ...(before && after && { changed: changedNames(domain, before, after) }),
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
    feed: { domain, tenant, part: feedOf(domain, item[domain.key.partition], tenant) },
  };
}

/** The fields that everybody may know of whose values differ. */
function changedNames({ fields }: DomainFact, before: Item, after: Item): readonly string[] {
  const isSame = (name: string): boolean => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return [...fields, ...ownedFields]
    .filter(({ name, sensitive }) => !sensitive && !isSame(name))
    .map(({ name }) => name);
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
export function announcements(
  announced: readonly Announcement[],
  context: Pick<Context, 'now' | 'tenancy'>,
): readonly Write[] {
  if (announced.length === 0) return [];
  const moment = context.now();
  const tenant = tenantIn(context);
  // Who takes an event of an application works for the tenant for whom it was sent.
  const list = announced.map((one) =>
    one.feed || tenant === undefined ? one : { ...one, detail: { ...one.detail, tenant } },
  );
  const write = (group: readonly Announcement[]): Write => ({ domain: outbox, create: recordOf(group, moment) });
  if (list.length === 1) return [write(list)];
  const groups = new Map<string, Announcement[]>();
  const [changes, otherEvents] = [list.filter(({ feed }) => feed), list.filter(({ feed }) => !feed)];
  for (const change of changes) append(groups, feedNameOf(change), change);
  for (const announcement of otherEvents)
    append(groups, feedNameOf(changes.find(({ key }) => key === announcement.key) ?? announcement), announcement);
  return [...groups.values()].map(write);
}

function append<Value>(groups: Map<string, Value[]>, name: string, value: Value): void {
  groups.set(name, [...(groups.get(name) ?? []), value]);
}

/** What the announcements of one record have in common. */
function feedNameOf({ key, feed }: Announcement): string {
  if (!feed) return key;
  return feed.domain.key.sort === undefined ? ofTenant(feed.tenant, feed.domain.name) : feed.part;
}

/** DynamoDB takes 400 KB an item; some of them are for what stands beside the events. */
const maxRecordBytes = 400 * 1024 - 4096;

function recordOf(group: readonly Announcement[], moment: Date): Item {
  const time = moment.toISOString();
  const events = fitting(group);
  const [first] = group;
  const [event] = events;
  const { part, tenant } = group.find(({ feed }) => feed)?.feed ?? {};
  const isOfOneItem = group.every(({ key }) => key === first?.key);
  const id = events.length > 1 ? identifierOfSeveral(moment.getTime()) : identifier(moment.getTime());
  const content =
    event && events.length === 1
      ? { source: event.source, detailType: event.detailType, detail: event.detail }
      : { events: textOf(events) };
  return {
    key: isOfOneItem ? first && ofTenant(tenant, first.key) : `${severalItems(part)}${id}`,
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

/** An event on its way into a record, its detail as the text that is stored. */
interface WrittenEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  detail: string;
  bytes: number;
  /** What is left of a detail that is whole, where it has to be shortened. */
  short: object | undefined;
}

/** The events with details that fit into their record and onto the bus; the largest are shortened first. */
function fitting(group: readonly Announcement[]): readonly WrittenEvent[] {
  const events = group.map(({ event: { source, detailType }, detail, short }): WrittenEvent => {
    const text = JSON.stringify(detail);
    const event = { source, detailType, detail: text, bytes: Buffer.byteLength(text), short };
    if (event.bytes > maxEventBytes) shorten(event);
    return event;
  });
  // What fits onto the bus fits into a record of its own.
  if (events.length === 1) return events;
  const largest = events.filter(({ short }) => short).toSorted((left, right) => right.bytes - left.bytes);
  for (let bytes = Buffer.byteLength(textOf(events)); bytes > maxRecordBytes;) {
    const event = largest.shift();
    if (!event) break;
    bytes -= event.bytes;
    shorten(event);
    bytes += event.bytes;
  }
  return events;
}

function shorten(event: WrittenEvent): void {
  if (!event.short) return;
  event.detail = JSON.stringify(event.short);
  event.bytes = Buffer.byteLength(event.detail);
  event.short = undefined;
}

/** JSON of a list of recorded events. */
function textOf(events: readonly WrittenEvent[]): string {
  const texts = events.map(
    ({ source, detailType, detail }) =>
      `{"source":${JSON.stringify(source)},"detailType":${JSON.stringify(detailType)},"detail":${detail}}`,
  );
  return `[${texts.join(',')}]`;
}

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
export function partitionStarts({ name }: DomainFact, partition: unknown, tenant?: string): readonly string[] {
  const parts = new Set([keyPart(partition), encodeURIComponent(String(partition))]);
  return [...parts].map((part) => ofTenant(tenant, `${name}/${part}/`));
}

/** A name for the items of one tenant; no domain, and no key of an item, begins with an "@". */
export const ofTenant = (tenant: string | undefined, name: string): string =>
  tenant === undefined ? name : `@${keyPart(tenant)}/${name}`;

/**
 * DynamoDB takes 2048 bytes for the key of a record, as for that of an item, and percent-encoding makes three
 * characters of a byte. So a long value stands there as its digest, which no encoded value is like.
 */
export function keyPart(value: unknown): string {
  const encoded = encodeURIComponent(String(value));
  if (encoded.length <= longestKeyPart) return encoded;
  return `sha256:${hash('sha256', encoded)}`;
}

const longestKeyPart = 200;

/** The parts of a feed: the writes of one domain spread over so many partitions of the index. */
const feedParts = 4;

/** The parts of the change feed of a domain; of one with tenants, each tenant has a feed of its own. */
export function feedsOf({ name }: DomainFact, tenant?: string): readonly string[] {
  return Array.from({ length: feedParts }, (_, part) => feedPartName(ofTenant(tenant, name), part));
}

const feedPartName = (domainName: string, part: number): string => `${domainName}#${part}`;

/** The part in which all items with a partition key stand. */
export function feedOf({ name }: DomainFact, partition: unknown, tenant?: string): string {
  const firstByte = Number.parseInt(hash('sha256', String(partition)).slice(0, 2), 16);
  return feedPartName(ofTenant(tenant, name), firstByte % feedParts);
}
