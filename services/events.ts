import { CheckoutBasket } from '../schema/checkout';
import { domainOf, keyFields, ownedFields } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { OutboxEvent } from '../schema/internal';
import type { Context, Item, Write } from './context';
import { identifier } from './identifier';
import { withoutSensitive } from './sensitive';

/** What a change event tells. */
export type Change = 'Created' | 'Updated' | 'Deleted';

/** The changes that a domain with `events: true` announces. */
export const changes: readonly Change[] = ['Created', 'Updated', 'Deleted'];

/** One kind of event on the bus; consumers, the rule and the AsyncAPI document read the same description. */
export interface EventFact {
  /** EventBridge's source and detail-type. */
  readonly source: string;
  readonly detailType: string;
  readonly doc: string;
  /** The class of its detail, or the domain whose change it tells. */
  readonly detail: { readonly type: DeclaredClass } | { readonly domain: DomainFact; readonly change: Change };
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
    .flatMap((domain) => changes.map((change) => changeEvent(domain, change)));
  return domains.some(({ name }) => name === 'basket') ? [checkoutEvent, ...announced] : announced;
}

/** The event that tells a change of an item. */
export function changeEvent(domain: DomainFact, change: Change): EventFact {
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
 */
export function announcement({ source, detailType }: EventFact, key: string, detail: object, { now }: Context): Write {
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
      createdAt: time,
      updatedAt: time,
    },
  };
}

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
    ),
  ];
}

/** The ordering key of the events of one item. */
export function keyOf(domain: DomainFact, item: Item): string {
  return [domain.name, ...keyFields(domain).map(({ name }) => encodeURIComponent(String(item[name])))].join('/');
}
