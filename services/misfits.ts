import { domainIfAny, keyFields, warningsMember } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { isRecord, listOf } from '../schema/guards';
import type { Item, Page } from './context';
import { ServiceError } from './errors';
import type { FieldProblem, ProblemCode } from './errors';

/** How an item was read that is not stored as its class says. */
interface Misreading {
  /** What cannot be read and is null in the item, with pointers relative to it. Empty where all could be read. */
  readonly problems: readonly FieldProblem[];
  /** The item as it is stored, where that is known. */
  readonly stored?: Item;
}

/*
 * Beside the items and not in them, so that no write can store it. Nearly every item fits, and is not here.
 */
const misreadings = new WeakMap<object, Misreading>();

/** Items for operations, by which reading what cannot be read is refused, and what they were made from. */
const originals = new WeakMap<object, object>();

const nothing: readonly FieldProblem[] = [];

/** The most warnings of one answer, which must not grow too large for its data. */
export const mostWarnings = 100;

/** Notes what does not fit in an item that was read, or in an object inside one. */
export function noteMisfits(item: object, misreading: Misreading): void {
  misreadings.set(item, misreading);
}

/** What of an item, or of an object inside one, cannot be read; nothing of one that fits. */
export function misfitsOf(item: object): readonly FieldProblem[] {
  return misreadings.get(item)?.problems ?? nothing;
}

/** An item as it is stored, which is what filters, orders and cursors are about. */
export function storedOf(item: Item): Item {
  return misreadings.get(item)?.stored ?? item;
}

/** A copy of some fields of an item, which fits as far as they do. */
export function sameMisfits<Copy extends object>(
  item: object,
  copy: Copy,
  isKept: (pointer: string) => boolean,
  storedCopy: (stored: Item) => Item,
): Copy {
  const misreading = misreadings.get(item);
  if (misreading) {
    const problems = misreading.problems.filter(({ pointer }) => isKept(pointer));
    misreadings.set(copy, { problems, stored: misreading.stored && storedCopy(misreading.stored) });
  }
  return copy;
}

/** Adds the misfits of an item that was put into another one. */
export function addMisfits(item: Item, pointer: string, inner: object): void {
  addWarnings(item, within(pointer, misfitsOf(inner)));
}

/** Adds to what is said of an item. */
export function addWarnings(item: Item, problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return;
  const { stored } = misreadings.get(item) ?? {};
  noteMisfits(item, { problems: [...misfitsOf(item), ...problems], stored });
}

/** A copy that may be filled, with what is said of the item. */
export function copyOf(item: Item): Item {
  const copy = structuredClone(item);
  addWarnings(copy, misfitsOf(item));
  return copy;
}

/** Problems of an item that stands at a pointer. */
export function within(pointer: string, problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` }));
}

/** The name of the field of an item into which a pointer leads. */
export function fieldAt(pointer: string): string {
  return pointer.split('/')[1] ?? '';
}

/** The names of the fields on the way to which a pointer leads, without the places in lists. */
export function namesIn(pointer: string): readonly string[] {
  return pointer.split('/').filter((name) => !/^\d*$/.test(name));
}

/** An item with its warnings, as it is answered where they have no place beside it. */
export function withWarnings<Answer extends object>(item: Answer, most = mostWarnings): Answer {
  const problems = misfitsOf(item);
  return problems.length === 0 ? item : { ...item, [warningsMember]: problems.slice(0, most) };
}

/** An item that was kept with its warnings. */
export function withoutWarnings<Kept>(item: Kept): Kept {
  if (!isRecord(item) || !Array.isArray(item[warningsMember])) return item;
  const { [warningsMember]: warnings, ...fields } = item;
  const problems = listOf(warnings).filter(isFieldProblem);
  noteInside(fields, problems);
  return fields as Kept;
}

const isFieldProblem = (value: unknown): value is FieldProblem =>
  isRecord(value) && typeof value.pointer === 'string' && typeof value.detail === 'string';

/** Notes the misfits of an item, and of each object inside of which they tell. */
function noteInside(value: object, problems: readonly FieldProblem[]): void {
  noteMisfits(value, { problems });
  for (const [name, inner] of Object.entries(value)) {
    const innerProblems = problemsBelow(`/${name}`, problems);
    if (innerProblems.length > 0 && typeof inner === 'object' && inner !== null) {
      noteInside(inner as object, innerProblems);
    }
  }
}

/** The problems inside of what stands at a pointer, relative to it. */
function problemsBelow(pointer: string, problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems
    .filter((problem) => problem.pointer.startsWith(`${pointer}/`))
    .map((problem) => ({ ...problem, pointer: problem.pointer.slice(pointer.length) }));
}

/** Why an item of a strict domain is not given; undefined for every other one, and for one that fits. */
export function withheld(type: DeclaredClass, item: object): ServiceError | undefined {
  const domain = domainIfAny(type);
  const problems = domain?.strict ? misfitsOf(item) : nothing;
  return domain && problems.length > 0
    ? unreadable(`The ${nameOf(domain, item)} does not fit its class.`, problems)
    : undefined;
}

/** What is said of a list that goes without an item that is withheld. */
export const lacking = (type: DeclaredClass, item: object): string =>
  `lacks ${withheldItem(type, item)}, which does not fit its class`;

/** What is said of the place of an item that is withheld. */
export const unreadableItem = (type: DeclaredClass, item: object): string =>
  `cannot be read: ${withheldItem(type, item)} does not fit its class`;

function withheldItem(type: DeclaredClass, item: object): string {
  const domain = domainIfAny(type);
  return domain ? `the ${nameOf(domain, item)}` : 'an item';
}

/** The error of values that cannot be read. */
export function unreadable(message: string, problems: readonly FieldProblem[]): ServiceError {
  return problem('unreadable', message, problems);
}

const problem = (code: ProblemCode, message: string, problems: readonly FieldProblem[]): ServiceError =>
  new ServiceError(code, message, { errors: problems.slice(0, 12) });

/** The most characters of a key in a sentence. */
const maxKeyShown = 60;

/** The item by its key, such as: product "p-100". */
function nameOf(domain: DomainFact, item: object): string {
  const key = keyFields(domain).map(({ name }) => String(Reflect.get(item, name)).slice(0, maxKeyShown));
  return `${domain.noun} ${JSON.stringify(key.join('/'))}`;
}

/**
 * An item for an operation: reading what could not be read is refused with `needs-mending`, copying it too, so that
 * nothing is computed from it or lost by being written back. An item that fits is given as it is.
 */
export function guarded(domain: DomainFact, item: Item): Item {
  const problems = misfitsOf(item);
  if (problems.length === 0) return item;
  return guardedWithin(item, problems, ({ pointer, detail }) =>
    problem('needs-mending', `The ${nameOf(domain, item)} has to be mended first.`, [{ pointer, detail }]),
  ) as Item;
}

function guardedWithin(
  value: object,
  problems: readonly FieldProblem[],
  refusal: (problem: FieldProblem) => ServiceError,
): object {
  const copy: object = Array.isArray(value) ? [] : {};
  for (const [name, content] of Object.entries(value)) {
    const own = content === null ? problems.find(({ pointer }) => pointer === `/${name}`) : undefined;
    const inner = problemsBelow(`/${name}`, problems);
    if (own) {
      const get = (): never => {
        throw refusal(own);
      };
      Object.defineProperty(copy, name, { get, enumerable: true, configurable: true });
    } else if (inner.length > 0 && typeof content === 'object' && content !== null) {
      const whole = ({ pointer, ...rest }: FieldProblem): ServiceError =>
        refusal({ ...rest, pointer: `/${name}${pointer}` });
      Reflect.set(copy, name, guardedWithin(content as object, inner, whole));
    } else Reflect.set(copy, name, content);
  }
  originals.set(copy, value);
  return copy;
}

/** Whether reading a member of a guarded item, or of an object inside one, is not refused. */
export function isReadable(object: object, name: string): boolean {
  return Object.getOwnPropertyDescriptor(object, name)?.get === undefined;
}

/** What a guarded item was made from; every other one as it is. */
export function unguarded<Value>(item: Value): Value {
  const original = typeof item === 'object' && item !== null ? originals.get(item) : undefined;
  return original === undefined ? item : (original as Value);
}

/** A page whose items are others, with the cursors of those that they were made from, and without those of which none is made. */
export function mappedPage(page: Page, map: (item: Item) => Item | undefined): Page {
  const mapped = page.items.map(map);
  if (mapped.every((item, index) => item === page.items[index])) return page;
  const origins = new Map(mapped.map((item, index) => [item, page.items[index]]));
  const { hasNextPage, hasPreviousPage, truncatedBy } = page;
  return {
    items: mapped.filter((item) => item !== undefined),
    hasNextPage,
    hasPreviousPage,
    truncatedBy,
    // Sealed when they are asked for, which a copy would be.
    get startCursor() {
      return page.startCursor;
    },
    get endCursor() {
      return page.endCursor;
    },
    cursorOf: (item) => page.cursorOf(origins.get(item) ?? item),
    count: async () => page.count(),
    explain: () => page.explain(),
  };
}

/** The item with some of its fields only. */
export function chosen(item: Item, fields: readonly string[]): Item {
  const copy = only(item, fields);
  const isKept = (pointer: string): boolean => fields.includes(fieldAt(pointer));
  return sameMisfits(item, copy, isKept, (stored) => only(stored, fields));
}

function only(item: Item, fields: readonly string[]): Item {
  return Object.fromEntries(fields.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]));
}
