import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import type { Comparison } from '../schema/comparisons';
import { isRecord } from '../schema/guards';
import type { DomainFact } from '../schema/facts';
import type { Casing } from '../schema/folding';
import { inUse } from '../schema/in-use';
import {
  casingsOf,
  foldedKeyFields,
  hasKinds,
  indexAttributes,
  keyAttributes,
  layoutOf,
  layoutOfTenant,
  searchCasings,
} from '../schema/layout';
import type { EarlierLayout, FieldLayout, FieldLayouts, KeyAttribute, Layout, PathLayout } from '../schema/layout';
import { keyValue } from '../schema/kinds';
import { notOfForm, storedForms } from '../schema/stored-forms';
import { tenantAt } from '../schema/tenant-layout';
import type { Item, Key } from '../services/context';

type Stored = Record<string, unknown>;

/** What an update does to the attributes of a stored item. */
export interface StoredChanges {
  readonly set: Stored;
  readonly remove: readonly string[];
}

/**
 * Turns the items of a domain into what is stored of them, and back. Where the attributes are the fields, everything
 * passes through as it is.
 */
export class Mapping {
  readonly isPlain: boolean;
  /** Whether the table may hold items of other kinds, which the key tells apart. */
  readonly hasKinds: boolean;
  readonly expiry: string;
  readonly tombstone: string | undefined;
  /** The attributes that tell whether an item is there, where a row alone does not. */
  readonly presence: readonly string[];
  /** The key fields that are folded to one case of letters in the key, so that several values have one key. */
  readonly foldedFields: ReadonlyMap<string, Casing>;
  /** The fields that lists compare otherwise than as they are. */
  readonly searched: ReadonlyMap<string, Casing>;
  /** Both of them. */
  readonly casings: ReadonlyMap<string, Casing>;
  private readonly layout: Layout;
  private readonly keyAttributes: readonly KeyAttribute[];

  /** @param tenant to whom the items belong, of a domain with tenants */
  constructor(
    private readonly domain: DomainFact,
    tenant?: string,
  ) {
    this.layout = !inUse.tenants || tenant === undefined ? layoutOf(domain) : layoutOfTenant(domain, tenant);
    this.isPlain = this.layout.isPlain;
    this.expiry = this.layout.expiry;
    this.tombstone = this.layout.tombstone;
    this.presence = this.layout.presence;
    this.hasKinds = hasKinds(this.layout.key);
    this.keyAttributes = keyAttributes(this.layout.key);
    this.foldedFields = foldedKeyFields(domain);
    this.searched = searchCasings(domain);
    this.casings = casingsOf(domain);
  }

  /** The table itself, or an index by its declared name, as it is queried. */
  path(index: string | undefined): PathLayout {
    const path = index === undefined ? this.layout.key : this.layout.indexes.get(index);
    if (!path) throw new TypeError(`${this.domain.typeName} has no index ${index}.`);
    return path;
  }

  /** The attributes on the way to a field, also to one of an object in a field. */
  attributes(path: readonly string[]): readonly string[] {
    if (this.isPlain) return path;
    let fields: FieldLayouts | undefined = this.layout.fields;
    return path.map((name) => {
      const layout = fields?.byName.get(name);
      fields = layout?.inner;
      return layout?.attribute ?? name;
    });
  }

  /** A value of a field as it is stored. */
  write(path: readonly string[], value: unknown): unknown {
    if (this.isPlain || value instanceof NumberValue) return value;
    const layout = this.layoutAt(path);
    return layout ? writtenField(layout, value) : value;
  }

  /** Whether a comparison looks at a field otherwise than as it is stored. */
  isSearched([first = '', ...rest]: readonly string[], comparison: Comparison): boolean {
    return rest.length === 0 && comparison !== 'exists' && this.searched.has(first);
  }

  /** Whether DynamoDB compares the stored values of a field as the gateway compares what they mean. */
  isComparable(path: readonly string[], comparison: Comparison): boolean {
    if (this.isSearched(path, comparison)) return false;
    if (this.isPlain) return true;
    // A field may still be where an earlier release has stored it.
    if (path.some((_, index) => this.layoutAt(path.slice(0, index + 1))?.was !== undefined)) return false;
    const form = this.layoutAt(path)?.form;
    return form === undefined || comparison === 'exists' || storedForms[form].isComparable;
  }

  /** The stored key of an item; undefined when no item can have it. */
  key(key: Key): Stored | undefined {
    return this.filled(this.layout.key, key);
  }

  /** The key at which a stored item stands. */
  keyOf(stored: Readonly<Stored>): Stored {
    return Object.fromEntries(this.keyAttributes.map(({ name }) => [name, stored[name]]));
  }

  /**
   * The key fields of an item by which nobody finds it: what a request makes of their values is not the key at which the
   * item is stored.
   * @param names the fields that were read
   */
  unreachable(stored: Readonly<Stored>, item: Item, names: readonly string[]): readonly string[] {
    const lost: string[] = [];
    for (const { name: attribute, template } of this.keyAttributes) {
      const { fields } = template;
      if (!fields.every((name) => names.includes(name))) continue;
      const [first = ''] = fields;
      const made = template.isPlain
        ? this.write([first], this.asked(first, item[first]))
        : template.fill(Object.fromEntries(fields.map((name) => [name, this.asked(name, item[name])])));
      if (made !== stored[attribute]) lost.push(...fields);
    }
    return lost;
  }

  /** What a request means that names a value of a key field. */
  private asked(name: string, value: unknown): unknown {
    const layout = this.layout.fields.byName.get(name);
    return layout ? meant(layout, value) : value;
  }

  /** The attributes to read for fields; those of the key too, because it tells what the item is. */
  projected(names: readonly string[]): readonly string[] {
    if (this.isPlain) return names;
    const keys = this.keyAttributes.map(({ name }) => name);
    const attributes = names.flatMap((name) => {
      const layout = this.layout.fields.byName.get(name);
      if (!layout) return [name];
      const { attribute, was } = layout;
      return [attribute, ...(was ? [was.name] : []), ...(was?.mark === undefined ? [] : [was.mark])];
    });
    return [...new Set([...attributes, ...keys])];
  }

  /** Everything that is stored for an item. */
  stored(item: Item): Stored {
    if (this.isPlain) return item;
    return defined({ ...this.layout.constants, ...this.written(item), ...this.keys(item) });
  }

  /**
   * What an update stores: the fields, and the key attributes of indexes that are made of them.
   * @param known the values of the item as it was read, where attributes are made of fields that do not change
   */
  changes(key: Key, set: Item, remove: readonly string[], known: Item = {}): StoredChanges {
    if (this.isPlain) return { set, remove };
    const removed = Object.fromEntries(remove.map((name) => [name, undefined]));
    const touched = { ...set, ...removed };
    const values = { ...known, ...touched, ...key };
    const assigned = {
      ...this.written(touched),
      ...this.indexed(values, (name) => Object.hasOwn(touched, name)),
    };
    const gone = Object.keys(assigned).filter((name) => assigned[name] === undefined);
    return { set: defined(assigned), remove: gone };
  }

  /**
   * What is stored of an item that is put whether or not there was one, beside its key; the fields that it has not are
   * removed.
   */
  replacement(item: Item, missing: readonly string[]): StoredChanges {
    const keyNames = this.keyAttributes.map(({ name }) => name);
    const stored = this.isPlain ? { ...item } : { ...this.layout.constants, ...this.written(item), ...this.keys(item) };
    Object.assign(stored, this.written(Object.fromEntries(missing.map((name) => [name, undefined]))));
    const entries = Object.entries(stored).filter(([name]) => !keyNames.includes(name));
    return {
      set: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
      remove: entries.filter(([, value]) => value === undefined).map(([name]) => name),
    };
  }

  /**
   * The fields of what is stored under their own names. The key decides what a key field is: it is taken from there where
   * the field is not stored, or says another thing.
   * @param moved the fields of which a backfill has moved every item to where they are stored now
   */
  fields(stored: Readonly<Stored>, moved: ReadonlySet<string> = none): Stored {
    if (this.isPlain) return stored;
    const item = readFields(this.layout.fields, stored, moved);
    for (const attribute of this.keyAttributes) {
      for (const [name, value] of Object.entries(this.readKey(attribute, stored[attribute.name]) ?? {})) {
        if (!attribute.template.isSame(name, item[name], value)) item[name] = value;
      }
    }
    return item;
  }

  /** The fields of which the release before has cleared its attribute, and left the one that this release writes too. */
  cleared(stored: Readonly<Stored>): readonly string[] {
    return [...this.layout.fields.byName].flatMap(([name, { attribute, was }]) =>
      was && isCleared(attribute, was, stored) ? [name] : [],
    );
  }

  /** Whether a stored item is one of this domain and not of another in the same table. */
  isOurs(stored: Readonly<Stored>): boolean {
    return !this.hasKinds || isMadeOf(this.layout.key, stored);
  }

  /** Where reading begins after a position, as DynamoDB takes it. */
  startKey(index: string | undefined, position: Item | undefined): Stored | undefined {
    if (!position) return undefined;
    const path = index === undefined ? undefined : this.path(index);
    const filled = this.isPlain
      ? position
      : { ...this.startAt(this.layout.key, position), ...(path && this.startAt(path, position)) };
    return this.exact(filled, path);
  }

  /** The position after which reading goes on; undefined when it tells nothing of an item of this domain. */
  position(index: string | undefined, last: Readonly<Stored>): Item | undefined {
    if (this.isPlain) return last;
    const path = this.path(index);
    if (!isMadeOf(this.layout.key, last) || !isMadeOf(path, last)) return undefined;
    const position: Item = {};
    for (const attribute of [this.layout.key, path].flatMap(keyAttributes)) {
      Object.assign(position, this.readKey(attribute, last[attribute.name]));
    }
    return position;
  }

  /** Whether reading has left what is of this domain. */
  isBeyond(index: string | undefined, last: Readonly<Stored>): boolean {
    if (this.isPlain) return false;
    return keyAttributes(this.path(index)).some(
      ({ name, template }) => typeof last[name] === 'string' && !last[name].startsWith(template.head),
    );
  }

  /** A key attribute of an item. */
  fill({ template, field }: KeyAttribute, values: Item): unknown {
    if (!template.isPlain) return template.fill(values);
    const name = field ?? template.fields[0] ?? '';
    return values[name] === undefined || values[name] === null ? undefined : this.write([name], values[name]);
  }

  /** A part of a second that another program has stored belongs to the place, or the next page would begin before it. */
  private startAt(path: PathLayout, position: Item): Stored | undefined {
    const filled = this.filled(path, position);
    if (!filled) return undefined;
    for (const { name, template } of keyAttributes(path)) {
      const [field = ''] = template.fields;
      const form = template.isPlain ? this.layoutAt([field])?.form : undefined;
      if (form !== undefined) filled[name] = storedForms[form].exact?.(position[field]) ?? filled[name];
    }
    return filled;
  }

  private filled(path: PathLayout, values: Item): Stored | undefined {
    const filled: Stored = {};
    for (const attribute of keyAttributes(path)) {
      const value = this.fill(attribute, values);
      if (value === undefined) return undefined;
      filled[attribute.name] = value;
    }
    return filled;
  }

  /** What is stored for fields of an item, how they are compared, and the marks of those that are written twice. */
  private written(item: Item): Stored {
    const { fields, shadows } = this.layout;
    const stored = writtenFields(fields, item);
    for (const name of Object.keys(item)) {
      const shadow = shadows.get(name);
      if (shadow) stored[shadow.name] = this.fill(shadow, item);
      const mark = fields.byName.get(name)?.was?.mark;
      const layout = fields.byName.get(name);
      if (layout && mark !== undefined)
        stored[mark] = (item[name] ?? null) === null ? undefined : stored[layout.attribute];
    }
    return stored;
  }

  /** The attributes that are there for keys alone. */
  private keys(item: Item): Stored {
    const attributes = this.keyAttributes.filter(({ field }) => field === undefined);
    const made = attributes.map((attribute): [string, unknown] => [attribute.name, this.fill(attribute, item)]);
    return { ...Object.fromEntries(made), ...this.indexed(item, () => true) };
  }

  /** The attributes of indexes that a write of fields touches; undefined for those of which a field is missing. */
  private indexed(values: Item, written: (field: string) => boolean): Stored {
    return Object.fromEntries(
      indexAttributes(this.layout, written).map(({ attribute, paths }) => {
        const isWhole = paths.length === 0 || paths.some((path) => this.filled(path, values) !== undefined);
        return [attribute.name, isWhole ? this.fill(attribute, values) : undefined];
      }),
    );
  }

  /** The fields that a key attribute tells. */
  private readKey({ name, template }: KeyAttribute, value: unknown): Item | undefined {
    const { byName } = this.layout.fields;
    if (template.isPlain) {
      const layout = byName.get(template.fields[0] ?? name);
      return layout && value !== undefined ? { [layout.field.name]: readField(layout, value) } : undefined;
    }
    const texts = template.read(value);
    return (
      texts &&
      Object.fromEntries(
        Object.entries(texts).flatMap(([field, text]) => {
          const layout = byName.get(field);
          return layout ? [[field, meant(layout, text)]] : [];
        }),
      )
    );
  }

  /** A key that no double holds is read as its digits, and must go back as a number. */
  private exact(key: Stored, path: PathLayout | undefined): Stored {
    const types = new Map(
      [this.layout.key, ...(path ? [path] : [])].flatMap(keyAttributes).map(({ name, type }) => [name, type]),
    );
    return Object.fromEntries(
      Object.entries(key).map(([name, value]) => [
        name,
        typeof value === 'string' && types.get(name) === 'N' ? NumberValue.from(value) : value,
      ]),
    );
  }

  private layoutAt([first = '', ...rest]: readonly string[]): FieldLayout | undefined {
    let layout = this.layout.fields.byName.get(first);
    for (const name of rest) layout = layout?.inner?.byName.get(name);
    return layout;
  }
}

const mappings = new WeakMap<DomainFact, Mapping>();

/** The mappings of the tenants of a domain, those that were asked for last behind the others. */
const mappingsOfTenants = new WeakMap<DomainFact, Map<string, Mapping>>();

/** A function works for some tenants at a time, and a mapping is made in less than a millisecond. */
const mostTenants = 500;

/**
 * The mapping of a domain.
 * @param tenant to whom the items belong, of a domain with tenants
 * @throws TypeError for a domain with tenants and no tenant: nothing may be read or written there
 */
export function mappingOf(domain: DomainFact, tenant?: string): Mapping {
  if (inUse.tenants && domain.tenant) {
    if (tenant === undefined) throw new TypeError(`The items of ${domain.typeName} belong to tenants: name one.`);
    return mappingOfTenant(domain, tenant);
  }
  const known = mappings.get(domain);
  if (known) return known;
  const mapping = new Mapping(domain);
  mappings.set(domain, mapping);
  return mapping;
}

function mappingOfTenant(domain: DomainFact, tenant: string): Mapping {
  const known = mappingsOfTenants.get(domain) ?? new Map<string, Mapping>();
  mappingsOfTenants.set(domain, known);
  const mapping = known.get(tenant) ?? new Mapping(domain, tenant);
  known.delete(tenant);
  known.set(tenant, mapping);
  const [oldest] = known.keys();
  if (known.size > mostTenants && oldest !== undefined) known.delete(oldest);
  return mapping;
}

/** The mapping of what is stored, which is that of its tenant; undefined for what lies at no key of one. */
export function mappingOfStored(domain: DomainFact, stored: Readonly<Stored>): Mapping | undefined {
  if (!inUse.tenants || !domain.tenant) return mappingOf(domain);
  const tenant = tenantAt(domain, stored);
  return tenant === undefined ? undefined : mappingOf(domain, tenant);
}

const isMadeOf = (path: PathLayout, stored: Readonly<Stored>): boolean =>
  keyAttributes(path).every(({ name, template }) => template.read(stored[name]) !== undefined);

const none: ReadonlySet<string> = new Set();

const defined = (values: Stored): Stored =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function writtenFields(layouts: FieldLayouts, item: Item): Stored {
  const stored: Stored = {};
  for (const [name, value] of Object.entries(item)) Object.assign(stored, writtenAttributes(layouts, name, value));
  return stored;
}

/** What is stored for one field, also where the release before looks for it; undefined for what is removed. */
function writtenAttributes({ byName }: FieldLayouts, name: string, value: unknown): Stored {
  const layout = byName.get(name);
  if (!layout) return { [name]: value };
  const { attribute, was } = layout;
  return {
    ...(was && { [was.name]: was.write && value !== undefined ? was.write(value) : value }),
    [attribute]: writtenField(layout, value),
  };
}

function writtenField({ form, inner }: FieldLayout, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (form !== undefined) return storedForms[form].write(value);
  if (!inner || inner.arePlain) return value;
  const written = (object: unknown): unknown => (isRecord(object) ? defined(writtenFields(inner, object)) : object);
  return Array.isArray(value) ? value.map(written) : written(value);
}

function readFields({ byName }: FieldLayouts, stored: Readonly<Stored>, moved: ReadonlySet<string> = none): Stored {
  const item: Stored = {};
  for (const [name, layout] of byName) {
    const read = layout.was
      ? readMoving(layout, layout.was, stored, moved.has(name))
      : readField(layout, valueIn(stored, layout.attribute));
    if (read !== undefined) item[name] = read;
  }
  return item;
}

const valueIn = (stored: Readonly<Stored>, attribute: string): unknown =>
  Object.hasOwn(stored, attribute) ? stored[attribute] : undefined;

/** A value of which the function of its class throws: a symbol with the reason, which is no value of any kind. */
export interface FailedReading {
  readonly pointer: string;
  readonly reason: string;
}

/** The first value of fields, as `Mapping.fields` gives them, of which a function of its class has thrown. */
export function failedReading(value: unknown, pointer = ''): FailedReading | undefined {
  if (value === notOfForm) return undefined;
  if (typeof value === 'symbol') return { pointer, reason: value.description ?? '' };
  if (!Array.isArray(value) && !isRecord(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const failed = failedReading(inner, `${pointer}/${name}`);
    if (failed) return failed;
  }
  return undefined;
}

/**
 * A field that has another attribute in the release before. While both run that one is always right, because this release
 * writes both, and marks that it has: where the earlier one is missing then, the release before has cleared it. What
 * nobody has marked is read from either. Once every item is moved the new one is right, because the next release writes
 * nothing else. What `read` throws of is a value that does not fit: a stored item breaks no answer.
 */
function readMoving(
  layout: FieldLayout,
  was: NonNullable<FieldLayout['was']>,
  stored: Readonly<Stored>,
  isMoved: boolean,
): unknown {
  const meaning = (value: unknown): unknown => {
    if (value === undefined || !was.read) return value;
    let meant: unknown;
    try {
      meant = was.read(value);
    } catch (error) {
      return Symbol(error instanceof Error ? error.message : String(error));
    }
    // Number('a bargain') is no number: what is stored cannot be read, and is told as what it is.
    return typeof meant === 'number' && !Number.isFinite(meant) ? value : meant;
  };
  if (was.name === layout.attribute) return meaning(readField(layout, valueIn(stored, layout.attribute)));
  const before = meaning(valueIn(stored, was.name));
  const now = readField(layout, valueIn(stored, layout.attribute));
  if (isMoved) return now ?? before;
  return isCleared(layout.attribute, was, stored) ? undefined : (before ?? now);
}

/** Whether the release before has cleared what this release had written for both, and nobody has written it since. */
const isCleared = (attribute: string, { name, mark }: EarlierLayout, stored: Readonly<Stored>): boolean =>
  mark !== undefined &&
  (valueIn(stored, mark) ?? null) !== null &&
  (valueIn(stored, name) ?? null) === null &&
  isDeepStrictEqual(valueIn(stored, mark), valueIn(stored, attribute));

function readField({ field, form, inner }: FieldLayout, value: unknown): unknown {
  if (form !== undefined) return storedForms[form].read(value, field);
  if (!inner || inner.arePlain) return value;
  const read = (object: unknown): unknown => (isRecord(object) ? readFields(inner, object) : object);
  return Array.isArray(value) ? value.map(read) : read(value);
}

/** What a text in a key means for a field. */
function meant({ field }: FieldLayout, text: unknown): unknown {
  return keyValue(field, text) ?? text;
}
