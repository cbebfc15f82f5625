import { isRecord } from '../../schema/guards';
import { fieldOf, keyFields, ownedFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { kinds } from '../../schema/kinds';
import type { Item } from '../../services/context';
import { storedOf } from '../../services/misfits';

/** The new values of an item, by attribute; undefined for an attribute that is removed. */
export type Changed = ReadonlyMap<string, unknown>;

/** How the items of a domain look through the envelope, where an item is flat. */
export interface Shape {
  /** Why there is no attribute of this name, as the end of a sentence; undefined when there is one or may be. */
  nameFault(name: string): string | undefined;
  /** Whether a new value of the attribute is merged into the old one by a patch, instead of taking its place. */
  merges(name: string): boolean;
  /** An item of the envelope as the body of an operation. */
  toBody(flat: Item): Item;
  /** The body that replaces a stored item by one with changes. */
  replacing(item: Item, changed: Changed): Item;
  /** A stored item as the envelope shows it: without what the service keeps, unless it is asked for by name. */
  show(item: Item, names?: readonly string[]): Item;
  /** The place in an item of the envelope that an operation points to in its body. */
  pointer(inBody: string): string;
  /** The stored fields behind some attributes. */
  fieldsBehind(names: readonly string[]): readonly string[];
}

const owned: readonly string[] = ownedFields.map(({ name }) => name);

/** Whether the service keeps the attribute itself. */
export const isOwned = (name: string): boolean => owned.includes(name);

/** The shape of a domain: its declared fields, or any attributes where items are free. */
export function shapeOf(domain: DomainFact): Shape {
  return domain.freeForm === undefined ? declaredShape(domain) : freeShape(domain, domain.freeForm);
}

function declaredShape(domain: DomainFact): Shape {
  const names = domain.fields.map(({ name }) => name);
  return {
    nameFault: (name) =>
      names.includes(name) || isOwned(name)
        ? undefined
        : `names no attribute of this table; there are ${names.join(', ')}`,
    merges: (name) => kinds[fieldOf(domain, name).kind].isMerged,
    toBody: (flat) => flat,
    replacing: (item, changed) => withChanges(picked(item, names), changed),
    // Old clients get what is stored: they have their own ideas of what fits.
    show: (item, requested) => inJson(picked(storedOf(item), requested ?? names)),
    pointer: (inBody) => inBody,
    fieldsBehind: (requested) => requested,
  };
}

/** The shape of a domain whose items are free: the attributes beside the key are the members of one field. */
function freeShape(domain: DomainFact, holder: string): Shape {
  const keys = keyFields(domain).map(({ name }) => name);
  const isKey = (name: string): boolean => keys.includes(name);
  const flat = (item: Item): Item => ({ ...picked(item, keys), ...without(membersOf(item, holder), isKey) });
  return {
    nameFault: (name) =>
      name === '' || name === '__proto__' || !name.isWellFormed() || Buffer.byteLength(name) > 255
        ? 'must be the name of an attribute: 1 to 255 bytes, and not "__proto__"'
        : undefined,
    merges: () => true,
    toBody: (item) => ({ ...picked(item, keys), [holder]: without(item, isKey) }),
    replacing: (item, changed) => ({ [holder]: withChanges(membersOf(item, holder), changed) }),
    show: (item, requested) =>
      requested === undefined
        ? flat(item)
        : { ...picked(flat(item), requested), ...picked(item, requested.filter(isOwned)) },
    pointer: (inBody) =>
      inBody === `/${holder}` || inBody.startsWith(`/${holder}/`) ? inBody.slice(holder.length + 1) : inBody,
    fieldsBehind: (requested) => [...keys, holder, ...requested.filter(isOwned)],
  };
}

/** JSON has no bytes: they are base64. */
function inJson(item: Item): Item {
  const shown = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return Array.isArray(value) ? value.map(shown) : value;
  };
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, shown(value)]));
}

/** REST and GraphQL may keep any JSON in the field; what is no object is an attribute of its name. */
function membersOf(item: Item, holder: string): Item {
  const held = item[holder];
  if (held === undefined) return {};
  return isRecord(held) ? held : { [holder]: held };
}

function withChanges(item: Item, changed: Changed): Item {
  const attributes = new Map([...Object.entries(item), ...changed]);
  return Object.fromEntries([...attributes].filter(([, value]) => value !== undefined));
}

function without(item: Item, isLeftOut: (name: string) => boolean): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !isLeftOut(name)));
}

/** The item with some of its attributes only. */
export function picked(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]));
}
