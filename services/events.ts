import { createHash } from 'node:crypto';
import { changeKinds } from '../schema/change';
import type { ChangeKind } from '../schema/change';
import { CheckoutBasket } from '../schema/checkout';
import { domainOf, keyFields, ownedFields } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { OutboxEvent } from '../schema/internal';
import type { Context, Item, Write } from './context';
import { identifier } from './identifier';
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

/** An accepted checkout; source and detail-type are those that consumers have always listened to. */
export const checkoutEvent: EventFact = {
  source: 'com.swn.basket.checkoutbasket',
  detailType: 'CheckoutBasket',
  doc: 'A basket was bought: the order waits to be placed. Holds no card data but the last four digits.',
  detail: { type: CheckoutBasket },
};

/** EventBridge takes 256 KB an entry, the other parts of it included. */
export const maxEventBytes = 256 * 1024 - 1024;

const outbox = domainOf(OutboxEvent);

/** Every event that a gateway of these domains can send. */
export function eventsOf(domains: readonly DomainFact[]): readonly EventFact[] {
  const announced = domains
    .filter(({ events }) => events)
    .flatMap((domain) => changeKinds.map((change) => changeEvent(domain, change)));
  return domains.some(({ name }) => name === 'basket') ? [checkoutEvent, ...announced] : announced;
}

/** The event that tells a change of an item. */
export function changeEvent(domain: DomainFact, change: ChangeKind): EventFact {
  return {
    source: `com.swn.${domain.name}`,
    detailType: `${domain.typeName}${change}`,
    doc: `One ${domain.typeName.toLowerCase()} was ${change.toLowerCase()}.`,
    detail: { domain, change },
  };
}

/**
 * The write that sends an event, to be a part of the transaction of what it tells.
 * @param key what the event is about; events of one key are relayed in their order
 * @param feed the part of a change feed in which it stands
 */
export function announcement(
  { source, detailType }: EventFact,
  key: string,
  detail: object,
  { now }: Context,
  feed?: string,
): Write {
  const moment = now();
  const time = moment.toISOString();
  const id = identifier(moment.getTime());
  return {
    domain: outbox,
    create: {
      key,
      id,
      source,
      detailType,
      detail: JSON.stringify(detail),
      time,
      ...(feed !== undefined && { feed }),
      createdAt: time,
      updatedAt: time,
    },
  };
}

/** What an announcement touches. */
export const announcementTouches: readonly Touch[] = tableTouches(outbox).create;

/** The write that announces a change of an item, if its domain announces changes. */
export function changeAnnouncement(
  domain: DomainFact,
  before: Item | undefined,
  after: Item | undefined,
  context: Context,
): readonly Write[] {
  if (!domain.events) return [];
  const change = before ? (after ? 'Updated' : 'Deleted') : 'Created';
  const item = (after ?? before)!;
  const key = Object.fromEntries(keyFields(domain).map(({ name }) => [name, item[name]]));
  const known = [...domain.fields, ...ownedFields].filter(({ sensitive }) => !sensitive).map(({ name }) => name);
  const same = (name: string) => JSON.stringify(before?.[name]) === JSON.stringify(after?.[name]);
  const short = {
    key,
    version: item.version,
    ...(before && after && { changed: known.filter((name) => !same(name)) }),
  };
  const detail = {
    ...short,
    ...(before && { old: withoutSensitive(domain.type, before) }),
    ...(after && { new: withoutSensitive(domain.type, after) }),
  };
  const fits = Buffer.byteLength(JSON.stringify(detail)) <= maxEventBytes;
  return [
    announcement(
      changeEvent(domain, change),
      keyOf(domain, item),
      fits ? detail : { ...short, tooLarge: true },
      context,
      feedOf(domain, item[keyFields(domain)[0]!.name]),
    ),
  ];
}

/** What the announcement of a change touches. */
export function changeTouches(domain: DomainFact): readonly Touch[] {
  return domain.events ? announcementTouches : [];
}

/** The ordering key of the events of one item. */
export function keyOf(domain: DomainFact, item: Item): string {
  return [domain.name, ...keyFields(domain).map(({ name }) => encodeURIComponent(String(item[name])))].join('/');
}

/** The parts of a feed: the writes of one domain spread over so many partitions of the index. */
const feedParts = 4;

/** The parts of the change feed of a domain. */
export function feedsOf({ name }: DomainFact): readonly string[] {
  return Array.from({ length: feedParts }, (_, part) => `${name}#${part}`);
}

/** The part in which all items with a partition key stand. */
export function feedOf(domain: DomainFact, partition: unknown): string {
  const [byte] = createHash('sha256').update(String(partition)).digest();
  return feedsOf(domain)[byte! % feedParts]!;
}
