import { ownerFields } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { isRecord, listOf, recordOf } from '../schema/guards';
import type { UniqueFact } from '../schema/unique';
import { judge, refused } from './access';
import type { Owned } from './access';
import type { Context, Item, Key } from './context';
import { missing } from './precondition';
import type { Precondition } from './precondition';
import { itemWith } from './unique';

/** What of an operation decides of which items a rule is asked. */
interface Ruled {
  readonly access?: AccessRule;
  readonly domain: DomainFact;
  readonly kind: 'query' | 'mutation';
  readonly key: readonly { readonly name: string }[];
  readonly body?: { readonly of: 'item' | 'items' | 'keys' | 'updates' | 'writes' | 'all' };
  readonly gives: { readonly as: string };
  readonly derived: boolean;
  readonly unique?: UniqueFact;
}

/** What a request says of the items that it is about. */
interface Named {
  readonly key: Key;
  readonly bodies: readonly unknown[];
  readonly precondition: Precondition;
}

/**
 * The fields of stored items that decide who may: those of the rule of an operation that names items by their keys, or by a
 * unique value, which do not tell them. None for every other operation: the request alone says enough, or is no caller's own.
 */
export function judgedFields({
  access,
  domain,
  key,
  body,
  unique,
}: Pick<Ruled, 'access' | 'domain' | 'key' | 'body' | 'unique'>): readonly string[] {
  // A value in other letters than those that are stored says nothing of whose the item is.
  const told = unique?.ignoreCase ? [] : (unique?.fields ?? keyFields(domain).map(({ name }) => name));
  const namesItems =
    body?.of === 'keys' || body?.of === 'updates' || told.every((name) => key.some((field) => field.name === name));
  if (!access || !namesItems) return [];
  const fields = domain.fields.map(({ name }) => name);
  return [...new Set(ownerFields(access))].filter((name) => fields.includes(name) && !told.includes(name));
}

/**
 * Lets in who may by the item that is there, and binds a write to what let the caller in: who changes it meanwhile wins. An
 * item that the caller may not even read is as one that is not there.
 * @param owned what the request itself names
 * @throws ServiceError not-found, precondition-failed, unauthenticated, forbidden
 */
export async function admitByItem(
  operation: Ruled & { readonly access: AccessRule },
  fields: readonly string[],
  { key, bodies, precondition }: Named,
  owned: Owned,
  context: Context,
): Promise<Precondition> {
  const { access, domain, kind, body, derived, unique } = operation;
  const { caller } = context;
  const isGranted = (item?: Item): boolean =>
    judge(access, caller, (field) => [...(item && fields.includes(field) ? [item[field]] : []), ...owned(field)]) ===
    'granted';
  if (body?.of === 'keys') {
    // What is only read is left out of the answer.
    const items = kind === 'query' ? [] : await context.table(domain).getMany(bodies.map(recordOf));
    if (items.some((item) => item && !isGranted(item))) throw refused(context);
    return precondition;
  }
  // Each of them passes the door of the update of one item.
  if (body?.of === 'updates') return precondition;
  // Who makes an item is let in by what it will be.
  if (precondition.ifNoneMatch) {
    if (isGranted()) return precondition;
    throw refused(context);
  }
  const current = await (unique ? itemWith(domain, unique, key, undefined, context) : context.table(domain).get(key));
  if (!current) {
    // A derived operation makes nothing of a missing item, and gives an earlier answer again.
    if (derived || isGranted()) return precondition;
    throw missing(precondition);
  }
  if (isGranted(current)) return { ...precondition, whose: whoseOf(domain, fields, current) };
  const { read } = domain.access ?? {};
  const mayRead = read !== undefined && judge(read, caller, (field) => [current[field]]) === 'granted';
  throw mayRead ? refused(context) : missing(precondition);
}

/** What of an item let somebody in; a field that is being moved cannot be asked for in a condition. */
function whoseOf(domain: DomainFact, fields: readonly string[], item: Item): Item {
  const asked = domain.fields.filter(({ name, was }) => fields.includes(name) && !was && item[name] !== undefined);
  return Object.fromEntries(asked.map(({ name }) => [name, item[name]]));
}

/** The items that were read by their keys, without those that are not the caller's to read. */
export function ownItems({ access, body, kind }: Ruled, items: unknown, { caller }: Context): unknown {
  if (!access || body?.of !== 'keys' || kind !== 'query') return items;
  return listOf(items).map((item) =>
    isRecord(item) && judge(access, caller, (field) => [item[field]]) === 'granted' ? item : undefined,
  );
}
