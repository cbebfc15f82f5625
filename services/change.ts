import { setTimeout as wait } from 'node:timers/promises';
import { authorFieldsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { foldedKeyFields, mayNeedItem } from '../schema/layout';
import { keyOf, TransactionLost } from './context';
import type { Changes, Context, Item, Key, Part } from './context';
import { ServiceError } from './errors';
import { announcementTouches } from './events';
import type { Announcement } from './events';
import type { Filter } from './filter';
import { keptBeside, touchesBeside } from './kept-beside';
import type { WriteName } from './kept';
import { guarded, unguarded } from './misfits';
import { changedByCaller, givenAway, holds, lostTo, missing, taken, unmet, whereUnchanged } from './precondition';
import type { Precondition } from './precondition';
import { isSpent } from './read-budget';
import { tableTouches } from './table-actions';
import type { TableTouches, Touch } from './table-actions';
import { hasTransitions, mayReadForTransition } from './transitions';
import { domainsFollowing, refuseReferenced, toBeGoneOnWith, TooManyFollowing } from './whole-references';
import type { FollowingDeletion } from './whole-references';
import { isOfSameItem, keyIn, PartsRefused, rehearse, write, writeTogether } from './write';
import type { Additions } from './write';

export type { Part } from './context';
export { PartsRefused } from './write';

/** What becomes of an item, and what is written with it. */
export type Edit = (
  | {
      readonly create: Item;
      /** What the item was when it was deleted, where it comes back: its values follow those, as after any write. */
      readonly lastState?: Item;
      /** The last version of what had its key before, which it counts on from. */
      readonly after?: number;
    }
  /** Written whether or not there is one; the date of its creation and the count of its versions go on. */
  | { readonly put: Item }
  | { readonly update: Changes; readonly where?: Filter }
  | { readonly delete: true; readonly where?: Filter }
) & {
  /** Why nobody is told of it, though its domain announces its changes. */
  readonly quiet?: string;
  /** Further writes of the same transaction, made from the item that comes of the edit. */
  readonly with?: (item: Item) => readonly Part[];
  /** Events of the same transaction, beside those that announce the changes. */
  readonly events?: readonly Announcement[];
};

/** An answer in place of the item; without an edit, nothing is written. */
export type Answered<Answer> = { readonly answer: Answer } & (Edit | { readonly [Name in keyof Edit]?: never });

/** What becomes of an item, by what it is at that moment; asked again when another was faster. */
export interface Edits<Next> {
  /** @throws ServiceError what is refused */
  existing(current: Item): Next | Promise<Next>;
  /** Left out, a missing item is refused. */
  missing?(): Next | Promise<Next>;
  /** Whether it is already as the caller wants it: it is the answer, whatever version the caller knows (RFC 9110, 13.1.1). */
  isDone?(current: Item): boolean;
}

/**
 * Changes one item, and others with it, in one transaction that announces what its domains announce. What the item
 * becomes is an edit, or is asked of `existing` and `missing` with the item as it is now: that is written only if nobody
 * has changed the item meanwhile, and asked again otherwise, as long as the request has time. An edit that needs no
 * reading, of a domain that announces nothing, is one call to DynamoDB.
 *
 * ```ts
 * perform: async ({ key, body, precondition }, context) =>
 *   change(shelves, key, precondition, context, {
 *     existing: (shelf) => {
 *       if (shelf.isLocked) throw new ServiceError('conflict', 'The shelf is locked.');
 *       return { update: { set: {}, remove: [], add: { books: body.books } } };
 *     },
 *   }),
 * ```
 *
 * @returns the item as it is then; of one that is deleted what it was, or its key when it was not read; or the answer
 * @throws ServiceError not-found, precondition-failed, and conflict for a key that is taken; validation when a number
 *   that is added passes a limit of its field; timeout when others kept writing; whatever the edit throws
 */
export async function change(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edit | Edits<Edit>,
): Promise<Item>;
export async function change<Answer>(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edits<Answered<Answer>>,
): Promise<Answer>;
export async function change(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edit | Edits<Edit | Answered<unknown>>,
): Promise<unknown> {
  const answer = context.gather
    ? await context.gather(async () => partOf(domain, key, precondition, context, edit))
    : await changeAlone(domain, key, precondition, context, edit);
  context.answers?.given(answer);
  return answer;
}

async function changeAlone(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edit | Edits<Edit | Answered<unknown>>,
  before: DeletedBefore = { count: 0 },
): Promise<unknown> {
  for (;;) {
    try {
      return await changeAtOnce(domain, key, precondition, context, edit);
    } catch (error) {
      // What is deleted by now need not be read again.
      if (isSpent(error) && before.count > 0) throw toBeGoneOnWith();
      if (!inUse.wholeReferences || !(error instanceof TooManyFollowing)) throw error;
      await refuseReferenced(domain, key, context);
      await deleteBefore(error.following, context, before);
    }
  }
}

/** How much a request has deleted by now, before what it was sent to delete. */
interface DeletedBefore {
  count: number;
}

/** How many of the items that are deleted with another one request deletes before it. */
const mostDeletedBefore = 200;

/** Deletions that are under way at once. */
const deletionsAtOnce = 8;

/**
 * Deletes items before the one with which they would be deleted, each with what follows from that: in between nothing
 * refers to what is gone, and whoever sends the deletion again goes on with it. The furthest go first, so that little
 * follows from each, and those that may follow from one another are not deleted at once.
 * @throws ServiceError still-referenced when there is more than one request deletes
 */
async function deleteBefore(
  following: readonly FollowingDeletion[],
  context: Context,
  before: DeletedBefore,
): Promise<void> {
  const own = { ...context, idempotencyKey: undefined, answers: undefined };
  const depths = [...new Set(following.map(({ depth }) => depth))].toSorted((one, other) => other - one);
  for (const depth of depths) {
    const waiting = following.filter((one) => one.depth === depth).values();
    const worker = async (): Promise<void> => {
      for (const { part } of waiting) {
        if (before.count >= mostDeletedBefore) return;
        try {
          await changeAlone(part.domain, keyIn(part), {}, own, { delete: true }, before);
          before.count++;
        } catch (error) {
          // It has been deleted with another of them.
          if (!(error instanceof ServiceError) || error.code !== 'not-found') throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: deletionsAtOnce }, worker));
    if (before.count >= mostDeletedBefore) throw toBeGoneOnWith();
  }
}

/** Changes one item in one transaction. */
async function changeAtOnce(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edit | Edits<Edit | Answered<unknown>>,
): Promise<unknown> {
  let isFirst = true;
  return await untilItHolds(context, async () => {
    if ('existing' in edit) return await changeRead(domain, key, precondition, context, edit);
    const isUnread = isFirst && isBlind(domain, edit, context);
    isFirst = false;
    if (isUnread) {
      return await write(blindPart(domain, key, precondition, edit), additionsOf(domain, edit, context), context);
    }
    return await changeRead(domain, key, precondition, context, editsOf(edit));
  });
}

/** An edit that is the same whatever is there. */
const editsOf = (edit: Edit): Edits<Edit> => ({
  existing: () => edit,
  ...('put' in edit && { missing: () => edit }),
});

/**
 * The one write of a change that is made with others, from the item as it is now: what comes of each is known before.
 * @throws TypeError for a change that does more than write one item, which only operations of one's own do
 */
async function partOf(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edit: Edit | Edits<Edit | Answered<unknown>>,
): Promise<Part> {
  if ('create' in edit) return blindPart(domain, key, precondition, edit);
  const edits = 'existing' in edit ? edit : editsOf(edit);
  const { current, next } = await decided(domain, key, precondition, context, edits);
  if (!next || !isEdit(next) || 'answer' in next || next.with || next.events) {
    throw new TypeError(
      `A change of ${domain.typeName} does more than write one item, and cannot be made with others.`,
    );
  }
  return readPart(domain, current ? keyOf(domain, current) : key, current, next);
}

/** Whether an edit can be written without the item: nothing is told of what was, and nothing is made from what will be. */
function isBlind(domain: DomainFact, edit: Edit, { answers }: Context): boolean {
  if ('create' in edit) return true;
  // The item may spell its key in other letters than the caller, and goes on to do so in its indexes.
  if (foldedKeyFields(domain).size > 0) return false;
  const isTold = domain.events !== undefined && edit.quiet === undefined;
  return !isTold && edit.with === undefined && answers?.keep === undefined;
}

/** What is written with an edit: its answer too, where the request has an Idempotency-Key. */
function additionsOf(domain: DomainFact, edit: Edit | (Answered<unknown> & Edit), { answers }: Context): Additions {
  const keep = answers?.keep;
  return {
    events: edit.events,
    ...((edit.with || keep) && {
      with: (item) => [
        ...(edit.with?.(guarded(domain, item)) ?? []),
        ...(keep?.('answer' in edit ? edit.answer : item) ?? []),
      ],
    }),
  };
}

function blindPart(domain: DomainFact, key: Key, precondition: Precondition, edit: Edit): Part {
  const { quiet } = edit;
  if ('create' in edit) {
    return {
      domain,
      quiet,
      create: edit.create,
      lastState: edit.lastState,
      after: edit.after,
      refusal: () => taken(precondition),
    };
  }
  if ('put' in edit) return { domain, quiet, put: edit.put };
  const refusal = (current: Item | undefined): Error => {
    if (!current) return missing(precondition);
    const lost = givenAway(precondition, current);
    if (lost) return lost;
    if (!holds(precondition, current.version)) return lostTo(current);
    return changedByCaller(precondition, current) ?? unmet(current);
  };
  const versions = precondition.ifMatch === '*' ? undefined : precondition.ifMatch;
  const conditions = [...whereUnchanged(precondition), ...(edit.where ? [edit.where] : [])];
  const condition = {
    versions,
    ...(conditions.length > 0 && { where: { all: conditions } }),
  };
  if ('delete' in edit) return { domain, quiet, delete: key, condition, refusal };
  return { domain, quiet, update: key, changes: edit.update, condition, refusal };
}

async function changeRead(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edits: Edits<Edit | Answered<unknown>>,
): Promise<unknown> {
  const { current, next } = await decided(domain, key, precondition, context, edits);
  if (!next) return current;
  if (!isEdit(next)) return next.answer;
  const place = current ? keyOf(domain, current) : key;
  const item = await write(readPart(domain, place, current, next), additionsOf(domain, next, context), context);
  return 'answer' in next ? next.answer : item;
}

/** What becomes of an item as it is now. */
interface Decision<Next> {
  readonly current?: Item;
  /** Left out where the item is already as the caller wants it. */
  readonly next?: Next;
}

async function decided<Next>(
  domain: DomainFact,
  key: Key,
  precondition: Precondition,
  context: Context,
  edits: Edits<Next>,
): Promise<Decision<Next>> {
  const read = await context.table(domain).get(key);
  // What it lacks is a matter of the edits alone.
  const current = unguarded(read);
  const lost = current && givenAway(precondition, current);
  if (lost) throw lost;
  if (read && edits.isDone?.(read)) return { current };
  if (current && !holds(precondition, current.version)) throw lostTo(current);
  const changed = current && changedByCaller(precondition, current);
  if (changed) throw changed;
  if (!current && (!edits.missing || precondition.ifMatch !== undefined)) throw missing(precondition);
  const next = read ? await edits.existing(read) : await edits.missing?.();
  if (!next) throw missing(precondition);
  return { current, next };
}

function isEdit(next: Edit | Answered<unknown>): next is Edit {
  return 'create' in next || 'put' in next || 'update' in next || 'delete' in next;
}

function readPart(domain: DomainFact, key: Key, current: Item | undefined, edit: Edit): Part {
  const { quiet } = edit;
  if ('create' in edit) return { domain, quiet, create: edit.create, lastState: edit.lastState, after: edit.after };
  if ('put' in edit) return current ? { domain, quiet, put: edit.put, current } : { domain, quiet, create: edit.put };
  const condition = { where: edit.where };
  if ('delete' in edit) return { domain, quiet, delete: key, condition, current };
  return { domain, quiet, update: key, changes: edit.update, condition, current };
}

/** The one write of a change that is made with those of others; asked again when another was faster. */
export type Gathered = () => Promise<Part>;

/** What one of several changes writes, and the item that comes of it; of a deletion what was there. */
export interface Change {
  readonly part: Part;
  readonly item: Item | undefined;
}

/**
 * Makes changes that were gathered, all in one transaction or none, with further parts that are made from all of them.
 * @throws TransactionLost when another was faster: do it again
 * @throws PartsRefused with what each refused one is refused for
 */
export async function changeTogether(
  gathered: readonly Gathered[],
  context: Context,
  further: (changes: readonly Change[]) => readonly Part[],
): Promise<void> {
  const parts = await partsOf(gathered);
  const withAll = (items: readonly (Item | undefined)[]): readonly Part[] =>
    further(parts.map((part, index) => ({ part, item: items[index] })));
  await writeTogether(parts, { with: withAll }, context);
}

/**
 * Makes of changes that were gathered all that can be made of them without writing.
 * @throws PartsRefused with what each refused one would be refused for
 */
export async function rehearseTogether(gathered: readonly Gathered[], context: Context): Promise<void> {
  await rehearse(await partsOf(gathered), context);
}

/** The parts of changes. @throws PartsRefused with what each refused one is refused for */
async function partsOf(gathered: readonly Gathered[]): Promise<readonly Part[]> {
  const refusals = new Map<number, unknown>();
  const asked = await Promise.all(
    gathered.map(async (part, index) =>
      part().catch((error: unknown) => {
        refusals.set(index, error);
        return undefined;
      }),
    ),
  );
  const parts = asked.filter((part) => part !== undefined);
  // DynamoDB takes one write of an item in a transaction.
  for (const [index, part] of refusals.size > 0 ? [] : parts.entries()) {
    if (!parts.slice(0, index).some((other) => isOfSameItem(part, other))) continue;
    refusals.set(index, new ServiceError('validation', 'is a second write of one item: put both into one'));
  }
  if (refusals.size > 0) throw new PartsRefused(refusals);
  return parts;
}

/** What writing to a domain touches: what announces its changes reads what was there, and writes to the outbox. */
export function writeTouches(domain: DomainFact): Pick<TableTouches, WriteName> {
  const { get, create, put, update, delete: deleteTouches } = tableTouches(domain);
  // A put whose answer is kept is made from what was there: it creates or updates.
  const besideOf = (written: DomainFact, name: WriteName): readonly Touch[] => [
    ...touchesBeside(written, name),
    ...(written.events ? announcementTouches : []),
  ];
  const beside = (name: WriteName): readonly Touch[] => besideOf(domain, name);
  const deleted = [domain, ...(inUse.wholeReferences ? domainsFollowing(domain) : [])];
  const isRead = domain.events !== undefined || keptBeside(domain).length > 0;
  const first = isRead || foldedKeyFields(domain).size > 0 ? get : [];
  const mayRead = first.length > 0 || mayNeedItem(domain) || mayReadForTransition(domain);
  // Who has created what is replaced stays, and what follows its value is asked.
  const isPutRead = first.length > 0 || hasTransitions(domain) || authorFieldsOf(domain.type).length > 0;
  return {
    create: [...create, ...beside('create')],
    put: [...(isPutRead ? get : []), ...create, ...(isRead ? update : put), ...beside('put')],
    update: [...(mayRead ? get : []), ...update, ...beside('update')],
    delete: [...first, ...deleteTouches, ...deleted.flatMap((one) => besideOf(one, 'delete'))],
  };
}

/**
 * Tries an optimistic write again, as long as the request has time, when another writer was faster.
 * @throws ServiceError timeout
 */
export async function untilItHolds<Result>(context: Context, attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
    }
    try {
      // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
      await wait(Math.random() * Math.min(400, 5 * 2 ** count), undefined, { signal: context.signal });
    } catch {
      throw new ServiceError('timeout', 'Others kept writing to this item until the time limit of the request.', {
        retryAfterSeconds: 1,
      });
    }
  }
}
