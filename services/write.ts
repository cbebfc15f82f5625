import { decimalSum } from '../schema/decimals';
import { authorFieldsOf, fieldOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { limitsOf } from '../schema/kinds';
import { fieldsBeside, isInIndexes, isSameKeyValue } from '../schema/layout';
import { required } from '../schema/required';
import { ConditionFailed, keyOf, TransactionLost } from './context';
import type { Changes, Context, Item, Key, Part, Write } from './context';
import { ServiceError } from './errors';
import { announcements, changeAnnouncement, checkListedEvent } from './events';
import type { Announcement } from './events';
import { isOfEarlier, lastVersionBefore } from './history';
import { authorOf, KeptRefused } from './kept';
import type { ItemChange, Occasion } from './kept';
import { changesKept, keptBeside, partsBeside } from './kept-beside';
import { fieldAt, guarded, sameMisfits, unguarded } from './misfits';
import { lostTo, missing, unmet } from './precondition';
import { store } from './store';
import { tenantOf } from './tenancy';
import { beginningRefusal, hasTransitions, readsForTransition, transitionRefusal, whereTransits } from './transitions';
import { invalid } from './validation';
import { deletionsFollowing, TooManyFollowing } from './whole-references';

/** What is written in the transaction of a part. */
export interface Additions {
  /** Further parts, made from the item that comes of the first. */
  readonly with?: (item: Item) => readonly Part[];
  readonly events?: readonly Announcement[];
}

/**
 * Does a write of an operation and all that goes with it, or nothing, and puts what they announce into the outbox in the
 * same transaction. Only `change` calls it.
 * @returns the item that comes of the first part; of one that is deleted what it was, or its key when it was not read
 * @throws TransactionLost when another was faster: read again, and try again
 * @throws DeclarationError for an event that no module lists, before anything is written
 * @throws ServiceError what `refusal` makes; not-found, precondition-failed; validation when a sum passes a limit
 */
export async function write(part: Part, { with: more, events }: Additions, context: Context): Promise<Item> {
  try {
    const furtherOf = more && (([item]: readonly (Item | undefined)[]) => (item ? more(item) : []));
    const [item] = await writeTogether([part], { events, with: furtherOf }, context);
    return required(item, 'the item of a write');
  } catch (error) {
    throw error instanceof PartsRefused ? error.refusals.get(0) : error;
  }
}

/** What is written in the transaction of several parts. */
export interface AdditionsOfSeveral {
  /** Further parts, made from the items that come of the others; of a deletion what was there, if that is known. */
  readonly with?: (items: readonly (Item | undefined)[]) => readonly Part[];
  readonly events?: readonly Announcement[];
}

/** Some parts that were to be written together are refused. */
export class PartsRefused extends Error {
  override readonly name = 'PartsRefused';

  constructor(
    /** Why, by the places of the parts. */
    readonly refusals: ReadonlyMap<number, unknown>,
  ) {
    super('parts of a transaction are refused');
  }
}

/** DynamoDB's limit of a TransactWriteItems: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostTogether = 100;

/**
 * Does some writes and all that goes with them, or nothing. Every write that is made is made here, so that each honours the
 * version that was read, the condition and the limits of what it adds to.
 * @returns the items that come of the parts, each as `write` gives it
 * @throws PartsRefused with all that can be told of at once; what goes with them is refused as `write` says
 * @throws ServiceError payload-too-large for more writes than DynamoDB takes, before anything is written
 */
export async function writeTogether(
  parts: readonly Part[],
  additions: AdditionsOfSeveral,
  context: Context,
  spared: ReadonlySet<unknown> = none,
): Promise<readonly Item[]> {
  for (const { event } of additions.events ?? []) checkListedEvent(event, context);
  const moment = context.now().toISOString();
  const occasion = { moment, author: authorOf(context) };
  const first = await plansOf(parts, occasion, context);
  const items = first.map(({ part, after }) => after ?? part.current);
  const further = additions.with?.(items) ?? [];
  const furtherParts =
    further.length === 0
      ? further
      : await Promise.all(further.map(async (furtherPart) => withCurrent(furtherPart, context)));
  const written = [...first, ...furtherParts.map((furtherPart) => planOf(furtherPart, occasion, context))];
  // Most transactions delete nothing, and have nothing beside them: they wait for neither.
  const isDeleting = inUse.wholeReferences && written.some(({ part }) => 'delete' in part);
  const following = isDeleting
    ? await placed(parts.length, async () => deletionsFollowing(written, mostTogether, context))
    : [];
  const asked = [...written, ...following.map(({ part }) => planOf(part, occasion, context))];
  const kept = asked
    .map((plan, position) => changeOf(plan, position, context))
    .filter((_, position) => asked[position] && changesKept(asked[position].part));
  const besideParts =
    inUse.kept && kept.length > 0 ? await placed(parts.length, () => partsBeside(kept, occasion)) : [];
  const beside = besideParts
    .filter((one) => !spared.has(keyIn(one).id) && !isWrittenAnyway(one, asked))
    .map((one) => planOf(one, occasion, context));
  const plans = [...asked, ...beside];
  const changes = plans.flatMap((plan) => announced(plan, context));
  const records = announcements([...changes, ...(additions.events ?? [])], context);
  const count = plans.length + records.length;
  if (count > mostTogether)
    throw inUse.wholeReferences && following.length > 0 ? new TooManyFollowing(following) : tooMany(count);
  const itemAt = (part: Part, index: number): Item => items[index] ?? keyIn(part);
  const [only] = plans;
  try {
    if (only && count === 1 && !('addTo' in only.write) && !('check' in only.write)) {
      const stored = await storeOne(only.write, context);
      return parts.map((part, index) => stored ?? itemAt(part, index));
    }
    await context[store].transact([...plans.map(({ write: planned }) => planned), ...records]);
    return parts.map(itemAt);
  } catch (error) {
    if (!(error instanceof TransactionLost)) throw error;
    const { lost } = error;
    const others = beside.filter(({ part: one }, index) => isOfAnother(one, lost[asked.length + index]));
    const isKnownNow = asked.some(({ part: planned }, index) => withWhatIsThere(planned, lost[index]) !== planned);
    const lastVersions = inUse.history ? await versionsBefore(asked, beside, lost, context) : [];
    // One that counts on already is met by something else.
    const hasBeen = lastVersions.some((version, index) => version !== undefined && version !== afterOf(asked[index]));
    if (!isKnownNow && !hasBeen && others.length === 0) {
      throw reasonOf(error, { plans, count: parts.length, asked: asked.length }, context);
    }
    const seen = (next: Part, index: number): Part =>
      countedOn(withWhatIsThere(next, lost[index]), lastVersions[index]);
    const { with: more } = additions;
    const seenWith =
      more &&
      ((made: readonly (Item | undefined)[]) => more(made).map((next, index) => seen(next, index + parts.length)));
    const ofOthers = others.map(({ part: one }) => keyIn(one).id);
    return writeTogether(parts.map(seen), { ...additions, with: seenWith }, context, new Set([...spared, ...ofOthers]));
  }
}

/**
 * Makes of some writes, and of all that goes with them, what can be made without writing.
 * @throws PartsRefused, ServiceError what `writeTogether` refuses before it writes
 */
export async function rehearse(parts: readonly Part[], context: Context): Promise<void> {
  const occasion = { moment: context.now().toISOString(), author: authorOf(context) };
  const first = await plansOf(parts, occasion, context);
  const following = await placed(parts.length, async () => deletionsFollowing(first, mostTogether, context));
  const plans = [...first, ...following.map(({ part }) => planOf(part, occasion, context))];
  const kept = plans.map((plan, position) => changeOf(plan, position, context));
  await placed(parts.length, () =>
    partsBeside(
      kept.filter(({ domain }) => keptBeside(domain).length > 0),
      occasion,
    ),
  );
}

/** What is stored for some parts. @throws PartsRefused for all of them that cannot be, whatever is stored */
async function plansOf(parts: readonly Part[], occasion: Occasion, context: Context): Promise<readonly Plan[]> {
  const refusals = new Map<number, unknown>();
  const plans = await Promise.all(
    parts.map(async (part, index) => {
      try {
        return planOf(isUnread(part) ? part : await withCurrent(part, context), occasion, context);
      } catch (error) {
        refusals.set(index, error);
        return undefined;
      }
    }),
  );
  if (refusals.size > 0) throw new PartsRefused(refusals);
  return plans.filter((plan) => plan !== undefined);
}

function tooMany(count: number): ServiceError {
  return new ServiceError(
    'payload-too-large',
    `This would be ${count} writes at once, with what is told of them and the answer that is kept, and DynamoDB takes ${mostTogether}. Send fewer.`,
  );
}

const none: ReadonlySet<unknown> = new Set();

/** What a part that is planned makes of its item. */
const changeOf = ({ part: { domain, current }, after }: Plan, position: number, context: Context): ItemChange => ({
  domain,
  position,
  tenant: tenantOf(domain, context),
  before: current,
  after,
});

/** Whether what was to be given up beside an item is that of another: there is nothing to give up. */
const isOfAnother = (part: Part, failed: ConditionFailed | undefined): boolean =>
  failed !== undefined && 'delete' in part && part.refusal === undefined;

/** The last versions of what had the keys of new items before, where the keys are free; none where no item met one. */
async function versionsBefore(
  asked: readonly Plan[],
  beside: readonly Plan[],
  lost: TransactionLost['lost'],
  context: Context,
): Promise<readonly (number | undefined)[]> {
  if (!beside.some(({ part }, index) => lost[asked.length + index] && isOfEarlier(part))) return [];
  return Promise.all(
    asked.map(async ({ part }, index) => (lost[index] ? undefined : lastVersionBefore(part, context))),
  );
}

/**
 * Work on the writes of a transaction that tells of the one that it refuses by its place.
 * @throws PartsRefused for one of those that were asked for, ServiceError for what goes with them
 */
async function placed<Result>(count: number, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeptRefused)) throw error;
    const { position, refusal } = error;
    throw position < count ? new PartsRefused(new Map([[position, refusal]])) : refusal;
  }
}

/** Whether nothing but the presence of an item is asked, and the item is written: DynamoDB takes one or the other. */
const isWrittenAnyway = (part: Part, asked: readonly Plan[]): boolean =>
  'check' in part && asked.some(({ part: other }) => isOfSameItem(part, other));

/** Whether two parts are about one item, which a transaction can be only once. */
export function isOfSameItem(part: Part, other: Part): boolean {
  const { domain } = part;
  if (other.domain !== domain) return false;
  const [key, otherKey] = [keyIn(part), keyIn(other)];
  return keyFields(domain).every(({ name }) => isSameKeyValue(domain, name, key[name], otherKey[name]));
}

/** The version that a new item counts on from. */
const afterOf = (plan: Plan | undefined): number | undefined =>
  plan && 'create' in plan.part ? plan.part.after : undefined;

/** A new item that counts on from the last version of what had its key before. */
function countedOn(part: Part, after: number | undefined): Part {
  if (after === undefined) return part;
  if ('create' in part) return { ...part, after };
  if (!('put' in part)) return part;
  const { put, ...target } = part;
  return { ...target, create: put, after };
}

/**
 * A part that was written without a look at what is there, and met what it has to know of: another program has left no
 * count of writes to add to, or has deleted an item and keeps its row. The same part for every other reason.
 */
function withWhatIsThere(part: Part, failed: ConditionFailed | undefined): Part {
  if (!failed || part.current || ('put' in part && part.over)) return part;
  const { current, deletedAt } = failed;
  if ('create' in part)
    return deletedAt === undefined || deletedAt === part.after ? part : { ...part, after: deletedAt };
  if ('put' in part) {
    const { put, ...target } = part;
    return current ? { ...part, current } : { ...target, create: put };
  }
  return 'update' in part && current && versionOf(current) === 0 ? { ...part, current } : part;
}

/** Whether the change is told to others. */
const isAnnounced = ({ domain, quiet }: Part): boolean => domain.events !== undefined && quiet === undefined;

/** Whether a write needs to know what was there: to tell it, for what is kept beside it, or for who has created it. */
const isReadFirst = (part: Part): boolean =>
  isAnnounced(part) || changesKept(part) || ('put' in part && authorNames(part.domain, 'creator').length > 0);

/**
 * Whether the key attributes of indexes are made of what the part changes and of what it does not, or what may become of
 * the item is told by the item alone.
 */
function needsItem(part: Part): boolean {
  if ('put' in part) return hasTransitions(part.domain);
  if (!('update' in part)) return false;
  const { set, remove, add = {} } = part.changes;
  if (readsForTransition(part.domain, part.changes)) return true;
  const signature = authorNames(part.domain, 'updater');
  const written = [...Object.keys(set), ...remove, ...Object.keys(add), 'updatedAt', ...signature];
  // A number that is added to is known only with the item; one that moves stands in two places, which have to agree.
  return (
    fieldsBeside(part.domain, written).length > 0 ||
    isInIndexes(part.domain, Object.keys(add)) ||
    Object.keys(add).some((name) => fieldOf(part.domain, name).was !== undefined)
  );
}

/** Whether a part is written without a look at what is there. */
const isUnread = (part: Part): boolean => !part.current && ('create' in part || 'addTo' in part || 'check' in part);

/**
 * A part that is announced tells what was there, and one of an index that is made of several fields needs those that it
 * does not change: the item is read unless it is known.
 */
async function withCurrent(part: Part, context: Context): Promise<Part> {
  if (part.current) return { ...part, current: unguarded(part.current) };
  if (isUnread(part) || !(isReadFirst(part) || needsItem(part))) return part;
  const current = unguarded(await context.table(part.domain).get(keyIn(part)));
  if (current || 'put' in part) return { ...part, current };
  throw refusalOf(part, undefined, context);
}

/** The key of the item that a part writes. */
export function keyIn(part: Part): Key {
  if ('update' in part) return part.update;
  if ('delete' in part) return part.delete;
  if ('addTo' in part) return part.addTo;
  if ('check' in part) return part.check;
  return keyOf(part.domain, 'put' in part ? part.put : part.create);
}

/** What is stored for a part, and the item that comes of it, where that is known before. */
interface Plan {
  readonly part: Part;
  readonly write: Write;
  readonly after?: Item;
}

function planOf(part: Part, occasion: Occasion, context: Context): Plan {
  const { domain, quiet, current } = part;
  const { moment, author } = occasion;
  const target = { domain, quiet };
  if ('addTo' in part || 'check' in part) return { part, write: part };
  if ('create' in part) {
    const item = signed(domain, dated(part.create, moment), author);
    const { after, lastState } = part;
    const refused = transitionRefusal(domain, { set: item, remove: [] }, lastState, context);
    if (refused) throw refused;
    return { part, write: { ...target, create: item, after }, after: { ...item, version: (after ?? 0) + 1 } };
  }
  if ('put' in part) {
    const item = signed(domain, dated(part.put, moment), author);
    if (!current && !isReadFirst(part) && !needsItem(part)) {
      return { part, write: { ...target, put: item, over: part.over, days: part.days } };
    }
    const refused = current ? undefined : beginningRefusal(domain, item, context);
    if (refused) throw refused;
    if (!current) return { part, write: { ...target, create: item }, after: { ...item, version: 1 } };
    return planOf(
      { ...target, update: keyIn(part), changes: replacing(domain, item), condition: {}, current },
      occasion,
      context,
    );
  }
  if (current && !hasVersion(part, current)) throw refusalOf(part, current, context);
  const condition = current ? { ...part.condition, versions: [versionOf(current)] } : part.condition;
  if ('delete' in part) return { part, write: { ...target, delete: part.delete, condition } };
  const { set, remove, add = {} } = signedChanges(domain, part.changes, author);
  const assigned = { ...set, updatedAt: set.updatedAt ?? moment };
  if (!current) {
    const transits = whereTransits(domain, part.changes);
    const guardedCondition =
      transits.length === 0
        ? condition
        : { ...condition, where: { all: [...(condition.where ? [condition.where] : []), ...transits] } };
    return {
      part,
      write: { ...target, update: part.update, changes: { set: assigned, remove, add }, condition: guardedCondition },
    };
  }
  const refused = transitionRefusal(domain, part.changes, current, context);
  if (refused) throw refused;
  const sums = sumsOf(domain, part.changes, current);
  const limitProblem = beyondLimits(domain, sums);
  if (limitProblem) throw limitProblem;
  // Nobody can have written in between, so that the sum is what the number added would have made.
  const changes: Changes = { set: { ...assigned, ...sums }, remove, known: current };
  const version = versionOf(current) + 1;
  const after = changed(current, changes.set, remove, version);
  const isLeft = (pointer: string): boolean => {
    const name = fieldAt(pointer);
    return !(name in changes.set) && !remove.includes(name);
  };
  sameMisfits(current, after, isLeft, (stored) => changed(stored, changes.set, remove, version));
  return { part, write: { ...target, update: part.update, changes, condition }, after };
}

function changed(item: Item, set: Item, remove: readonly string[], version: number): Item {
  const after: Item = { ...item, ...set, version };
  for (const name of remove) delete after[name];
  return after;
}

function dated(item: Item, moment: string): Item {
  const { createdAt, updatedAt } = item;
  const isDated = typeof createdAt === 'string' && typeof updatedAt === 'string';
  return isDated ? item : { ...item, createdAt: createdAt ?? moment, updatedAt: updatedAt ?? moment };
}

const authorNames = ({ type }: DomainFact, author: 'creator' | 'updater'): readonly string[] =>
  authorFieldsOf(type).flatMap((field) => (field.author === author ? [field.name] : []));

/** A new item with the user name of who makes it. One that is brought back keeps that of who has made it first. */
function signed({ type }: DomainFact, item: Item, { userName }: Occasion['author']): Item {
  const fields = userName === undefined ? [] : authorFieldsOf(type);
  if (fields.length === 0) return item;
  return { ...item, ...Object.fromEntries(fields.map(({ name }) => [name, item[name] ?? userName])) };
}

/** Changes with the user name of who makes them; without one nobody is known to have made the last. */
function signedChanges(domain: DomainFact, changes: Changes, { userName }: Occasion['author']): Changes {
  const names = authorNames(domain, 'updater');
  if (names.length === 0) return changes;
  const { set, remove } = changes;
  if (userName === undefined) return { ...changes, remove: [...new Set([...remove, ...names])] };
  return {
    ...changes,
    set: { ...set, ...Object.fromEntries(names.map((name) => [name, userName])) },
    remove: remove.filter((name) => !names.includes(name)),
  };
}

/** What makes the item that is there into another one with the same key; the date of its creation stays. */
function replacing(domain: DomainFact, item: Item): Changes {
  const left = [...keyFields(domain).map(({ name }) => name), ...authorNames(domain, 'creator')];
  const isReplaced = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && name !== 'createdAt' && !left.includes(name);
  return {
    set: Object.fromEntries(Object.entries(item).filter(isReplaced)),
    remove: domain.fields.map(({ name }) => name).filter((name) => !left.includes(name) && item[name] === undefined),
  };
}

const versionOf = ({ version }: Item): number => Number(version);

function hasVersion(part: Part, current: Item): boolean {
  const versions = 'condition' in part ? part.condition.versions : undefined;
  return versions === undefined || versions.includes(versionOf(current));
}

/** The numbers that come of adding. @throws ServiceError needs-mending for what cannot be read to be added to */
function sumsOf(domain: DomainFact, { add = {} }: Changes, current: Item): Item {
  const readable = guarded(domain, current);
  return Object.fromEntries(
    Object.entries(add).map(([name, number]) => [name, decimalSum(Number(readable[name] ?? 0), number)]),
  );
}

/** The refusal of numbers that pass a limit of their fields. */
function beyondLimits(domain: DomainFact, numbers: Item): ServiceError | undefined {
  const errors = Object.entries(numbers).flatMap(([name, value]) => {
    const { min, max } = limitsOf(fieldOf(domain, name));
    const number = Number(value);
    if (number > max) return [{ pointer: `/${name}`, detail: `must be at most ${max}` }];
    return number < min ? [{ pointer: `/${name}`, detail: `must be at least ${min}` }] : [];
  });
  return errors.length > 0 ? invalid('validation', errors) : undefined;
}

function announced({ part, after }: Plan, context: Context): readonly Announcement[] {
  if (!isAnnounced(part)) return [];
  const announcement = changeAnnouncement(part.domain, part.current, after, tenantOf(part.domain, context));
  return announcement ? [announcement] : [];
}

async function storeOne(
  write: Exclude<Write, { readonly addTo: Key } | { readonly check: Key }>,
  context: Context,
): Promise<Item | undefined> {
  const { domain, quiet } = write;
  const table = context[store].table(domain);
  try {
    if ('create' in write) return await table.create(write.create, quiet, write.after);
    if ('put' in write) return await table.put(write.put, quiet);
    if ('update' in write) return await table.update(write.update, write.changes, write.condition, quiet);
    await table.delete(write.delete, write.condition, quiet);
    return undefined;
  } catch (error) {
    throw error instanceof ConditionFailed ? new TransactionLost([error]) : error;
  }
}

/**
 * Why the writes did not happen: the refusals of the parts whose conditions cannot hold, or else that another was faster.
 * What goes with the parts speaks first: it is the record of an answer, and who has been answered is not refused. What is
 * kept beside a part speaks for it where nothing else does.
 */
function reasonOf(
  { lost }: TransactionLost,
  { plans, count, asked }: { readonly plans: readonly Plan[]; readonly count: number; readonly asked: number },
  context: Context,
): unknown {
  const refusals = new Map<number, Error>();
  // What is kept was made from items that are others by now: it may be right the next time.
  const isStale = plans.slice(0, asked).some(({ part }, index) => {
    const failed = lost[index];
    return failed !== undefined && isOvertaken(part, failed.current);
  });
  for (const [index, { part }] of plans.slice(0, isStale ? asked : plans.length).entries()) {
    const failed = lost[index];
    if (!failed || isOvertaken(part, failed.current)) continue;
    const place = index < asked ? index : (part.keptFor ?? 0);
    const refusal = refusalOf(part, failed.current, context);
    if (refusal instanceof TransactionLost) return refusal;
    if (!refusals.has(place)) refusals.set(place, refusal);
  }
  const [further] = [...refusals].toReversed().find(([index]) => index >= count) ?? [];
  if (further !== undefined) return refusals.get(further);
  return refusals.size > 0 ? new PartsRefused(refusals) : new TransactionLost(lost.slice(0, plans.length));
}

/** Whether the item is another than the one that was read. What was never read, and refuses nothing, may be read now. */
function isOvertaken(part: Part, stored: Item | undefined): boolean {
  if ('create' in part) return part.refusal === undefined;
  if ('put' in part) return part.over === undefined;
  if ('addTo' in part) return true;
  return part.current !== undefined && (stored === undefined || versionOf(stored) !== versionOf(part.current));
}

function refusalOf(part: Part, stored: Item | undefined, context: Context): Error {
  const { domain, refusal } = part;
  const limitProblem =
    stored &&
    'update' in part &&
    hasVersion(part, stored) &&
    beyondLimits(domain, sumsOf(domain, part.changes, stored));
  if (limitProblem) return limitProblem;
  const transitionProblem =
    stored &&
    'update' in part &&
    hasVersion(part, stored) &&
    transitionRefusal(domain, part.changes, unguarded(stored), context);
  if (transitionProblem) return transitionProblem;
  if (refusal) return refusal(stored);
  if (!stored) return missing();
  return hasVersion(part, stored) ? unmet(stored) : lostTo(stored);
}
