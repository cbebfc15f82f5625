import { domainOf, keyFields, referringFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { CounterRow } from '../schema/internal';
import { queryPaths } from '../schema/layout';
import { required } from '../schema/required';
import { partsOf } from '../schema/sequences';
import { cascadesOnto, wholeReferencesFrom, wholeReferencesOnto } from '../schema/whole-references';
import type { WholeReference } from '../schema/whole-references';
import { keyOf, TransactionLost } from './context';
import type { Context, Item, Key, Part } from './context';
import { counterId } from './counted';
import { ServiceError } from './errors';
import type { ProblemCode } from './errors';
import { allOf } from './filter';
import type { Filter } from './filter';
import { itemName } from './item-name';
import { KeptRefused } from './kept';
import type { KeptBeside } from './kept';
import { unguarded } from './misfits';
import { keyReferred } from './relations';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { tenantOf } from './tenancy';
import { invalid } from './validation';

const rows = domainOf(CounterRow);

/** The key of what an item refers to by a reference; undefined for one that refers to nothing. */
const referredTo = ({ relation }: WholeReference, item: Item | undefined): Key | undefined =>
  item && keyReferred(relation, item);

/** Whether an item refers to one with a key. */
function refersTo(reference: WholeReference, item: Item | undefined, key: Key): boolean {
  const referred = referredTo(reference, item);
  return referred !== undefined && itemName(reference.target, referred) === itemName(reference.target, key);
}

/** The row of how many refer to the item with a key. */
const rowId = ({ target, count }: WholeReference, tenant: string | undefined, key: Key): string =>
  counterId(
    target,
    tenant,
    count,
    keyFields(target).map(({ name }) => key[name]),
  );

/** The only row of what is counted here. */
const rowKey = (id: string) => ({ id, shard: 0 });

/**
 * References that are kept whole. Who begins to refer to an item looks in the same transaction that it is there, and is
 * counted beside it; who deletes an item looks in the same transaction that nobody is counted who is not deleted too. An
 * index, which is behind by moments, is asked by neither.
 */
export const wholeReferences: KeptBeside = {
  concerns: ({ type }, written) => {
    const from = wholeReferencesFrom(type);
    if (written !== undefined)
      return from.some(({ relation }) => referringFields(relation).some((name) => written.includes(name)));
    return from.length > 0 || wholeReferencesOnto(type).length > 0;
  },

  partsOf(changes) {
    const ended = new Map<string, { readonly reference: WholeReference; readonly position?: number }>();
    for (const { domain, tenant, position, before, after } of changes) {
      if (!before || after) continue;
      for (const reference of wholeReferencesOnto(domain.type)) {
        ended.set(rowId(reference, tenant, before), { reference, position });
      }
    }
    const sums = new Map<string, number>();
    const checks = new Map<string, Part>();
    for (const { domain, tenant, position = 0, before, after } of changes) {
      for (const reference of wholeReferencesFrom(domain.type)) {
        const [referred, check] = [before, after].map((item) => referredTo(reference, item));
        const [from, to] = [referred, check].map((key) => key && rowId(reference, tenant, key));
        const add = (id: string | undefined, amount: number): void => {
          if (id !== undefined) sums.set(id, (sums.get(id) ?? 0) + amount);
        };
        if (to !== undefined && ended.has(to)) throw new KeptRefused(position, refersToNothing(reference));
        if (from === to) continue;
        add(from, -1);
        add(to, 1);
        if (check === undefined) continue;
        const name = itemName(reference.target, check);
        const refusal = (): Error => refersToNothing(reference);
        checks.set(name, { domain: reference.target, check, condition: {}, keptFor: position, refusal });
      }
    }
    return [
      ...[...ended].map(([id, { reference, position }]) => endOf(reference, id, -(sums.get(id) ?? 0), position)),
      ...[...sums]
        .filter(([id, amount]) => amount !== 0 && !ended.has(id))
        .map(([id, amount]): Part => ({ domain: rows, addTo: rowKey(id), numbers: { amount } })),
      ...checks.values(),
    ];
  },

  touches: ({ type }, write) => {
    const from = wholeReferencesFrom(type);
    const onto = wholeReferencesOnto(type);
    const { get, update, delete: ending } = tableTouches(rows);
    const isLooked = ['refuse', 'cascade'].every((fate) => onto.some(({ onDelete }) => onDelete === fate));
    return [
      ...(from.length > 0 ? update : []),
      ...(write === 'delete'
        ? [...(onto.length > 0 ? ending : []), ...(isLooked ? get : []), ...cascadeTouches(type)]
        : from.flatMap(({ target }) => tableTouches(target).check)),
    ];
  },
};

/** Ends the count of what refers to an item that is deleted, if it counts no more than is deleted with it. */
function endOf(reference: WholeReference, id: string, counted: number, position: number | undefined): Part {
  const where: Filter = { field: ['amount'], comparison: 'eq', values: [counted] };
  return {
    domain: rows,
    delete: rowKey(id),
    condition: { where, orMissing: counted === 0 },
    keptFor: position,
    refusal: (row) => {
      if (Number(row?.amount ?? 0) < counted || Number(row?.amount ?? 0) < 0) return uncounted(reference);
      // Another has come to refer to it since the holders were read, or the index does not have it yet.
      return reference.onDelete === 'cascade' ? new TransactionLost([]) : stillReferenced(reference);
    },
  };
}

const refersToNothing = ({ relation, target }: WholeReference): ServiceError =>
  invalid('validation', [{ pointer: `/${relation.field}`, detail: `refers to no ${target.noun} that is there` }]);

const stillReferenced = ({ holder, target }: WholeReference): ServiceError =>
  new ServiceError('still-referenced', `Another ${holder.noun} still refers to the ${target.noun}.`);

const uncounted = ({ holder, target }: WholeReference): ServiceError =>
  new ServiceError(
    'still-referenced',
    `More ${holder.noun} items refer to the ${target.noun} than were counted: some are older than the declaration. Whoever runs the gateway counts them with npm run migrate -- --kept.`,
  );

/** More would be deleted with an item than one transaction takes. */
export class TooManyFollowing extends ServiceError {
  constructor(
    /** Some of what would be deleted too. */
    readonly following: readonly FollowingDeletion[],
  ) {
    super(
      'still-referenced',
      'More refers to this item than one transaction can delete with it. Delete it by itself, not together with others.',
    );
  }
}

/** The refusal of a deletion that has come as far as one request can. */
export const toBeGoneOnWith = (): ServiceError =>
  new ServiceError(
    'still-referenced',
    'Much refers to this item, and some of it is deleted by now. Send the request again to go on.',
    { retryAfterSeconds: 1 },
  );

/**
 * Looks whether something keeps an item from being deleted, before what follows from its deletion is deleted piece by piece.
 * What is deleted with it does not.
 * @throws ServiceError still-referenced
 */
export async function refuseReferenced(
  domain: DomainFact,
  key: Key,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<void> {
  const tenant = tenantOf(domain, context);
  const refusing = wholeReferencesOnto(domain.type).filter(({ onDelete }) => onDelete === 'refuse');
  const deletedToo = [domain, ...domainsFollowing(domain)];
  let deleted: readonly Part[] | undefined;
  for (const reference of refusing) {
    const id = rowId(reference, tenant, key);
    const row = await context.table(rows).get(rowKey(id));
    const amount = Number(row?.amount ?? 0);
    if (amount <= 0) continue;
    // Most are of a domain whose items never go with it.
    if (!deletedToo.includes(reference.holder)) throw stillReferenced(reference);
    deleted ??= await allDeletedWith(domain, key, context);
    const refers = (part: Part): boolean => {
      const referred = part.domain === reference.holder ? referredTo(reference, part.current) : undefined;
      return referred !== undefined && rowId(reference, tenant, referred) === id;
    };
    if (amount > deleted.filter(refers).length) throw stillReferenced(reference);
  }
}

/** The deletion of an item, and all that follow from it. */
async function allDeletedWith(
  domain: DomainFact,
  key: Key,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<readonly Part[]> {
  const current = unguarded(await context.table(domain).get(key));
  const part: Part = { domain, delete: key, condition: {}, current };
  const following = await deletionsFollowing([{ part }], Infinity, context);
  return [part, ...following.map((one) => one.part)];
}

/** What a deletion of an item of the domain can be refused for. */
export const problemsOfDeletion = ({ type }: DomainFact): readonly ProblemCode[] =>
  wholeReferencesOnto(type).length > 0 ? ['still-referenced'] : [];

/** A deletion that stands in a transaction already. */
export interface Deletion {
  readonly part: Part;
  readonly after?: Item;
}

/** A deletion that follows from others. */
export interface FollowingDeletion extends Deletion {
  /** How many references lie between it and what was to be deleted. */
  readonly depth: number;
}

/**
 * The deletions that follow from those of a transaction, with what follows from them in turn, the nearest first.
 * @param most how many are of use: more are not looked for
 * @throws KeptRefused for a write of an item that would be deleted with another
 */
export async function deletionsFollowing(
  written: readonly Deletion[],
  most: number,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<readonly FollowingDeletion[]> {
  const places = new Map<string, number>();
  for (const [position, { part, after }] of written.entries()) {
    const item = after ?? part.current;
    if (item) places.set(itemName(part.domain, item), position);
  }
  const following: FollowingDeletion[] = [];
  const all: (Deletion & { readonly depth?: number })[] = [...written];
  // What is added while it is gone through is gone through too.
  for (const { part, depth = 0 } of all) {
    if (!('delete' in part) || !part.current) continue;
    for (const reference of cascadesOnto(part.domain.type)) {
      if (following.length > most) return following;
      const key = keyOf(part.domain, part.current);
      for (const holder of await holdersOf(reference, key, most - following.length, context)) {
        const position = places.get(itemName(reference.holder, holder));
        if (position !== undefined) {
          const { part: other, after } = required(all[position], 'a write');
          if ('delete' in other || !refersTo(reference, after, key)) continue;
          throw new KeptRefused(position, deletedWithAnother(reference));
        }
        places.set(itemName(reference.holder, holder), all.length);
        const deletion: FollowingDeletion = {
          part: {
            domain: reference.holder,
            delete: keyOf(reference.holder, holder),
            condition: {},
            current: holder,
          },
          depth: depth + 1,
        };
        following.push(deletion);
        all.push(deletion);
      }
    }
  }
  return following;
}

const deletedWithAnother = ({ target }: WholeReference): ServiceError =>
  new ServiceError(
    'conflict',
    `The item is deleted with the ${target.noun} to which it refers, so that it cannot be written with that.`,
  );

/** What refers to an item, as it is now: no more than a few more than are of use. */
async function holdersOf(
  reference: WholeReference,
  key: Key,
  most: number,
  context: Pick<Context, 'table'>,
): Promise<readonly Item[]> {
  const { holder, relation, target } = reference;
  const table = context.table(holder);
  const referring = referringFields(relation);
  const values = keyFields(target).map(({ name }) => key[name]);
  const filter = allOf(
    referring.map((name, index) => ({ field: [name], comparison: 'eq', values: [values[index]] }) as const),
  );
  const fields = [...new Set([...keyFields(holder).map(({ name }) => name), ...referring])];
  const holders: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await table.list({
      filter,
      fields,
      limit: pageSize,
      backward: false,
      ...(cursor !== undefined && { cursor }),
    });
    // The index may be behind: what counts is what is there.
    const read = await table.getMany(page.items.map((item) => keyOf(holder, item)));
    for (const item of read) {
      if (item && refersTo(reference, item, key)) holders.push(required(unguarded(item), 'the holder'));
    }
    cursor = page.hasNextPage ? page.endCursor : undefined;
  } while (cursor !== undefined && holders.length <= most);
  return holders;
}

/** DynamoDB's limit of a BatchGetItem. */
const pageSize = 100;

/** What deleting the holders of an item touches, and what follows from that in turn. */
function cascadeTouches(type: DomainFact['type']): readonly Touch[] {
  const found = new Set(cascadesOnto(type));
  // What is added while it is gone through is gone through too.
  for (const { holder } of found) for (const further of cascadesOnto(holder.type)) found.add(further);
  return [...found].flatMap(({ holder, relation }): readonly Touch[] => {
    const { getMany, delete: deleting } = tableTouches(holder);
    return [...listingTouches(holder, referringFields(relation)), ...getMany, ...deleting];
  });
}

/** What listing the items that hold values in some fields may query: each path that takes no other value. */
function listingTouches(domain: DomainFact, fields: readonly string[]): readonly Touch[] {
  // What holds the whole of its own key there is read by that.
  if (keyFields(domain).every(({ name }) => fields.includes(name))) return [];
  return queryPaths(domain)
    .filter(({ partition }) => partition !== undefined && partsOf(partition).every((name) => fields.includes(name)))
    .map(({ index }) => ({ domain, index, action: 'Query' }));
}

/** The domains whose items are deleted with those of a domain. */
export function domainsFollowing({ type }: DomainFact): readonly DomainFact[] {
  const found = new Set(cascadesOnto(type).map(({ holder }) => holder));
  for (const { type: holderType } of found) for (const { holder } of cascadesOnto(holderType)) found.add(holder);
  return [...found];
}
