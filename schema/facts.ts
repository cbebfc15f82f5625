import type { AccessRule } from './access';
import { DeclarationError } from './declaration-error';
import type { Deprecation, OperationDeprecation } from './deprecation';
import type { DeclaredClass, FieldFact, FieldKind, NestedFact } from './kinds';
import type { FieldSequence } from './sequences';
import type { TableOptions } from './table-options';
import type { UniqueFact, UniqueOptions } from './unique';

export { DeclarationError };
export { int32 } from './values';
export type { DeclaredClass, FieldFact, FieldKind } from './kinds';

/**
 * A way from an item to others: to the one whose id a field holds, to the many that hold this item's key in the fields
 * `by`, or to the many to which items of a domain of joins lead.
 */
export type RelationFact = OneRelation | ManyRelation | ThroughRelation;

interface RelationBase {
  /** The GraphQL field, and the name in `include=`. */
  readonly name: string;
  readonly type: () => DeclaredClass;
  readonly doc?: string;
  readonly deprecated?: Deprecation;
}

export interface OneRelation extends RelationBase {
  readonly kind: 'one';
  /** The field of this class that holds the id; of a key of two fields the sort. */
  readonly field: string;
  /** The field of this class that holds the partition, where the key of the other has two fields. */
  readonly partition?: string;
  /** What becomes of an item when the one is deleted that it refers to; left out, nothing. */
  readonly onDelete?: 'refuse' | 'cascade';
}

/** The fields that hold the key to which a reference leads, in its order. */
export const referringFields = ({ partition, field }: OneRelation): readonly string[] =>
  partition === undefined ? [field] : [partition, field];

export interface ManyRelation extends RelationBase {
  readonly kind: 'many';
  /** The fields of the other class that hold this item's key: its partition, and behind it the sort where both are asked for. */
  readonly by: readonly string[];
  /** Whether such items can be created with this one. */
  readonly create?: boolean;
}

export interface ThroughRelation extends RelationBase {
  readonly kind: 'through';
  /** The domain of joins, which refers to both sides. */
  readonly through: () => DeclaredClass;
  /** The field of a join that refers to this item, where several could. */
  readonly by?: string;
  /** The field of a join that refers to the other item, where several could. */
  readonly to?: string;
}

/**
 * An amount that is computed when it is asked for: the sum of quantity × price over a list of nested objects, each
 * priced by the item that it refers to.
 */
export interface TotalFact {
  /** The GraphQL field, and the name in `include=`. */
  readonly name: string;
  /** The field of nested objects. */
  readonly of: string;
  /** The field of a nested object that says how many. */
  readonly times: string;
  /** The relation of a nested object to the item that has the price, and the price's field there. */
  readonly relation: string;
  readonly price: string;
  readonly doc?: string;
  readonly deprecated?: Deprecation;
}

/** The operations that a domain has unless it says which. */
export const usualOperations = [
  'get',
  'list',
  'create',
  'replace',
  'update',
  'delete',
  'getMany',
  'createMany',
] as const;

/** The operations that a domain can have without a line of its own. */
export const derivedOperations = [...usualOperations, 'updateMany', 'deleteMany', 'updateAll', 'deleteAll'] as const;

/** The name of an operation that a domain can have by declaration. */
export type DerivedOperation = (typeof derivedOperations)[number];

/** A global secondary index as `@Domain` says it: its partition and, if it is sorted, its sort, each of up to four fields. */
export interface IndexOptions {
  readonly partition: FieldSequence;
  readonly sort?: FieldSequence;
}

/** A global secondary index: the name of its partition field and, if it is sorted, of its sort field, or of several. */
export interface IndexFact {
  readonly partition: string;
  readonly sort?: string;
}

/** What `@Domain` says about a class. */
export interface DomainOptions {
  /** The key fields; the `@Id` field alone when left out. */
  readonly key?: { readonly partition: string; readonly sort?: string };
  readonly indexes?: Readonly<Record<string, IndexOptions>>;
  /** Allows a list that no key or index serves to read the whole table, page by page. */
  readonly scan?: boolean;
  /** The GraphQL name of the list; the class name and an "s" when left out. */
  readonly plural?: string;
  /** A sentence for people about the whole domain. */
  readonly doc?: string;
  /** What a text for people calls one item, such as 'audit entry'; the words of the class name when left out. */
  readonly noun?: string;
  /** Items in a page when the caller does not say, and the most a caller may ask for. */
  readonly page?: { readonly default: number; readonly max: number };
  /** Items that one page may examine before it ends early; 10,000 when left out. */
  readonly readBudget?: number;
  /** The derived operations; the usual ones when left out, which change one item, or create many, but change no others. */
  readonly operations?: readonly DerivedOperation[];
  /** A `PUT` creates the item where there is none, and is `put<Class>` in GraphQL; left out, it only replaces. */
  readonly upsert?: boolean;
  /** The order of the list of one partition when the caller asks for none. */
  readonly order?: { readonly field: string; readonly descending: boolean };
  /**
   * Every write announces itself as an event: `<Class>Created`, `Updated` or `Deleted`. Its source on EventBridge is
   * `tandem.<name>` unless it is said here.
   */
  readonly events?: boolean | { readonly source: string };
  /** Fields that are unique together, by the name of the lookup; one field alone says `@Unique()`. */
  readonly unique?: Readonly<Record<string, UniqueOptions>>;
  /** Every version of an item is kept, with who has made it and when, and can be read and brought back. */
  readonly history?: boolean;
  /** Deleted items are kept for so many days, 30 with true, and can be brought back until then. */
  readonly trash?: boolean | { readonly days: number };
  /** Items that nobody has written for so many days are gone (DynamoDB's time to live). */
  readonly expiresAfterDays?: number;
  /** The table has a DynamoDB stream of its new images. */
  readonly stream?: boolean;
  /** How its items lie in the table, where another program has decided it, or several domains share one. */
  readonly table?: TableOptions;
  /** What has to be written into items that are stored already, by names that nobody uses twice. */
  readonly backfills?: Readonly<Record<string, Backfill>>;
  /**
   * The `@Json` field, the only one beside the key, that holds whatever else an item has: where items are flat, as in
   * the envelope, the members of its object are attributes beside the key.
   */
  readonly freeForm?: string;
  /**
   * An item that does not fit its class is withheld whole, and no field has to be null for it. Left out, what can be read of
   * it is read, and the rest is null with a warning.
   */
  readonly strict?: boolean;
  /** Which of the derived operations agents are told of (MCP): all when left out, none with false. */
  readonly agents?: false | readonly DerivedOperation[];
  /** Which of the derived operations callers should no longer use: `{ list: { reason, since, sunset } }`. */
  readonly deprecated?: Readonly<Partial<Record<DerivedOperation, OperationDeprecation>>>;
  /** Who may read and write; `list` is for the list of all items, and is `read` when left out. */
  readonly access?: DomainAccess;
}

/**
 * What has to be written into the items that are stored already before a release is whole. `npm run migrate` does it.
 * Until it is done no list reads an index over a field of it, which would leave out the items that lack the field.
 */
export interface Backfill {
  /** The fields that every item has afterwards, as they are read now: with their defaults, from where they were. */
  readonly fields?: readonly string[];
  /**
   * The fields to write into an item, made from what it is; nothing for one that is right already. It may be called again
   * for an item that is done.
   */
  readonly item?: (item: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined;
  /** Attributes that no field has any more, to be removed. */
  readonly drop?: readonly string[];
  /** Backfills of this release or of earlier ones that have moved what is dropped: nothing is dropped before they are done. */
  readonly after?: readonly string[];
}

/** The access rules of the derived operations. */
export interface DomainAccess {
  readonly read: AccessRule;
  readonly write: AccessRule;
  readonly list?: AccessRule;
  /** Who of those that may read a change feed may also wait for its next change; whoever is signed in when left out. */
  readonly wait?: AccessRule;
}

/** What `@Tenant` says: each item of the domain belongs to one tenant. */
export interface TenantFact {
  /** The claim of the caller's token with the tenant, or a list of them. */
  readonly claim: string;
  /** Whether the role admin may name any tenant. */
  readonly admins?: 'any';
}

/** A whole declared domain, as read by services, tables, resolvers, api and infra. */
export interface DomainFact {
  /** The REST path segment and the table name without its prefix. */
  readonly name: string;
  readonly type: DeclaredClass;
  /** GraphQL names: `Product`, `product`, `products`. */
  readonly typeName: string;
  readonly singular: string;
  readonly plural: string;
  readonly doc?: string;
  /** What a text for people calls one item; several are "audit entry items". */
  readonly noun: string;
  readonly fields: readonly FieldFact[];
  readonly key: { readonly partition: string; readonly sort?: string };
  readonly indexes: Readonly<Record<string, IndexFact>>;
  readonly scan: boolean;
  readonly page: { readonly default: number; readonly max: number };
  readonly readBudget: number;
  readonly operations: readonly DerivedOperation[];
  /** Whether what replaces an item creates it where there is none. */
  readonly upsert: boolean;
  readonly order?: { readonly field: string; readonly descending: boolean };
  /** The source of its events; none where its changes are not told. */
  readonly events?: { readonly source: string };
  /** What no two items have in common. */
  readonly unique: readonly UniqueFact[];
  /** Whether every version of an item is kept. */
  readonly history: boolean;
  /** For how many days deleted items are kept; not at all when left out. */
  readonly trashDays?: number;
  readonly expiresAfterDays?: number;
  readonly stream: boolean;
  readonly table?: TableOptions;
  readonly backfills: Readonly<Record<string, Backfill>>;
  /** The field whose members are attributes where items are flat; none where the declared fields are the attributes. */
  readonly freeForm?: string;
  readonly strict: boolean;
  readonly agents: readonly DerivedOperation[];
  readonly deprecated: Readonly<Partial<Record<DerivedOperation, OperationDeprecation>>>;
  readonly access?: DomainAccess;
  /** To whom its items belong; to all callers alike without it. */
  readonly tenant?: TenantFact;
}

const fieldFacts = new WeakMap<object, FieldFact[]>();
const relationFacts = new WeakMap<object, RelationFact[]>();
const totalFacts = new WeakMap<object, TotalFact[]>();
const domainFacts = new WeakMap<object, DomainFact>();
const tenantFacts = new WeakMap<object, TenantFact>();

/** Records one field of a class, called by the field decorators. */
export function recordField(prototype: object, fact: FieldFact): void {
  const fields = fieldFacts.get(prototype) ?? [];
  if (fields.some((field) => field.name === fact.name)) {
    throw new DeclarationError(
      `${prototype.constructor.name}.${fact.name} carries two field decorators: keep one of them.`,
    );
  }
  fieldFacts.set(prototype, [...fields, fact]);
  fieldsOfTypes = new WeakMap();
}

/** Puts a fact in the place of one of the class itself. @returns false for a field that the class inherits */
export function narrowField(prototype: object, fact: FieldFact): boolean {
  const fields = fieldFacts.get(prototype) ?? [];
  if (!fields.some(({ name }) => name === fact.name)) return false;
  fieldFacts.set(
    prototype,
    fields.map((field) => (field.name === fact.name ? fact : field)),
  );
  fieldsOfTypes = new WeakMap();
  return true;
}

/** Records one relation of a class, called by `@Reference` and `@Many`. */
export function recordRelation(prototype: object, fact: RelationFact): void {
  relationFacts.set(prototype, [...(relationFacts.get(prototype) ?? []), fact]);
}

/** The relations of a declared class in the order they are written. */
export function relationsOf(type: DeclaredClass): readonly RelationFact[] {
  return relationFacts.get(type.prototype) ?? [];
}

/** Records a computed amount of a class, called by `@Total`. */
export function recordTotal(prototype: object, fact: TotalFact): void {
  totalFacts.set(prototype, [...(totalFacts.get(prototype) ?? []), fact]);
}

/** The computed amounts of a declared class. */
export function totalsOf(type: DeclaredClass): readonly TotalFact[] {
  return totalFacts.get(type.prototype) ?? [];
}

/** Records to whom the items of a class belong, called by `@Tenant`. */
export function recordTenant(type: DeclaredClass, fact: TenantFact): void {
  tenantFacts.set(type, fact);
}

/** To whom the items of a declared class belong, as far as its decorators have run. */
export function tenantFactOf(type: DeclaredClass): TenantFact | undefined {
  return tenantFacts.get(type);
}

/** Records the facts of a domain, called by `@Domain`. */
export function recordDomain(type: DeclaredClass, fact: DomainFact): void {
  domainFacts.set(type, fact);
  if (!fact.strict) recordLenient(type);
}

/** The classes whose fields may be null for what cannot be read: those of domains that are not strict, and in them. */
const lenientTypes = new WeakSet<DeclaredClass>();

function recordLenient(type: DeclaredClass): void {
  if (lenientTypes.has(type)) return;
  lenientTypes.add(type);
  for (const nested of nestedClasses(type).values()) recordLenient(nested);
}

/**
 * Whether a field of what is answered may be null because what is stored of it cannot be read. A key has the type that
 * DynamoDB knows of it, and what the service keeps itself is its own.
 */
export function isReadLeniently(type: DeclaredClass, { name }: Pick<FieldFact, 'name'>): boolean {
  if (!lenientTypes.has(type)) return false;
  const domain = domainIfAny(type);
  const isOwned = ownedFields.some((owned) => owned.name === name);
  return !domain || !(isOwned || name === domain.key.partition || name === domain.key.sort);
}

/** What `fieldsOf` has collected, until another field is recorded, which happens while classes are declared. */
let fieldsOfTypes = new WeakMap<DeclaredClass, readonly FieldFact[]>();

/** The fields of a declared class in the order they are written, inherited ones first. */
export function fieldsOf(type: DeclaredClass): readonly FieldFact[] {
  const known = fieldsOfTypes.get(type);
  if (known) return known;
  const fields = collectedFields(type);
  fieldsOfTypes.set(type, fields);
  return fields;
}

const inputFields = new WeakMap<readonly FieldFact[], readonly FieldFact[]>();

/** The fields of a declared class that callers write: all but those that the service fills. */
export function inputFieldsOf(type: DeclaredClass): readonly FieldFact[] {
  const fields = fieldsOf(type);
  const known = inputFields.get(fields);
  if (known) return known;
  const written = fields.some(({ author }) => author) ? fields.filter(({ author }) => !author) : fields;
  inputFields.set(fields, written);
  return written;
}

/** The fields of a declared class that the service fills with user names. */
export const authorFieldsOf = (type: DeclaredClass): readonly FieldFact[] =>
  fieldsOf(type).filter(({ author }) => author !== undefined);

const namesOfFields = new WeakMap<readonly FieldFact[], ReadonlySet<string>>();

/** The names of the fields of a declared class that callers write. */
export function inputNames(type: DeclaredClass): ReadonlySet<string> {
  const fields = inputFieldsOf(type);
  const known = namesOfFields.get(fields);
  if (known) return known;
  const names = new Set(fields.map(({ name }) => name));
  namesOfFields.set(fields, names);
  return names;
}

function collectedFields(type: DeclaredClass): readonly FieldFact[] {
  const fields: FieldFact[] = [];
  for (
    let prototype: object | null = type.prototype;
    prototype && prototype !== Object.prototype;
    prototype = Reflect.getPrototypeOf(prototype)
  ) {
    fields.unshift(...(fieldFacts.get(prototype) ?? []));
  }
  return fields;
}

/**
 * The facts of a domain class.
 * @throws DeclarationError when the class carries no `@Domain`, or is not there
 */
export function domainOf(type: DeclaredClass): DomainFact {
  if (typeof type !== 'function') {
    throw new DeclarationError(
      `The class whose domain is asked for is ${String(type)}: look for files that import each other, and for a name that its file does not export.`,
    );
  }
  const fact = domainFacts.get(type);
  if (!fact) {
    throw new DeclarationError(
      `${type.name} is in the list of domains but carries no @Domain: write @Domain('${nounOf(type.name).replaceAll(' ', '-')}') above the class.`,
    );
  }
  return fact;
}

/** What a text for people calls one item of a class, in words: `audit entry` of AuditEntry. */
export function nounOf(typeName: string): string {
  return typeName
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase();
}

/** What a text for people calls one object of a class, which may be an item of a domain. */
export const nounOfType = (type: DeclaredClass): string => domainIfAny(type)?.noun ?? nounOf(type.name);

/** A name of a declaration as a sentence for people, where it has no other: `First name.` of firstName. */
export function sentenceOf(name: string): string {
  const words = nounOf(name);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The facts of a class if it is a domain; a nested object's class is none. */
export function domainIfAny(type: DeclaredClass): DomainFact | undefined {
  return domainFacts.get(type);
}

/** The fact of a field by its name. */
export function fieldOf(domain: DomainFact, name: string): FieldFact {
  const field = domain.fields.find((candidate) => candidate.name === name);
  if (!field) throw new DeclarationError(`${domain.typeName} has no field "${name}".`);
  return field;
}

type KeyFields = readonly [FieldFact, ...FieldFact[]];

const keyFieldsOfDomains = new WeakMap<DomainFact, KeyFields>();

/** The key fields of a domain, partition first. */
export function keyFields(domain: DomainFact): KeyFields {
  const known = keyFieldsOfDomains.get(domain);
  if (known) return known;
  const { partition, sort } = domain.key;
  const fields: KeyFields = [fieldOf(domain, partition), ...(sort ? [fieldOf(domain, sort)] : [])];
  keyFieldsOfDomains.set(domain, fields);
  return fields;
}

/** The class of the objects that a field holds; undefined when it holds none. */
export function nestedClass(field: FieldFact): DeclaredClass | undefined {
  return 'type' in field ? field.type() : undefined;
}

/** The classes of the objects that the fields of a class hold, by the names of the fields. */
export function nestedClasses(type: DeclaredClass): ReadonlyMap<string, DeclaredClass> {
  return new Map(fieldsOf(type).flatMap((field) => ('type' in field ? [[field.name, field.type()]] : [])));
}

/** What tells of a class whether one of its fields, or of the objects inside of it, is such: of each class it looks once. */
export function hasFieldInside(isSuch: (field: FieldFact) => boolean): (type: DeclaredClass) => boolean {
  const answers = new WeakMap<readonly FieldFact[], boolean>();
  return (type) => {
    const fields = fieldsOf(type);
    const known = answers.get(fields);
    if (known !== undefined) return known;
    const types = new Set([type]);
    // What is added while it is gone through is gone through too.
    for (const one of types) for (const inner of nestedClasses(one).values()) types.add(inner);
    const answer = [...types].some((one) => fieldsOf(one).some(isSuch));
    answers.set(fields, answer);
    return answer;
  };
}

/**
 * The fact of a field of a class that must be of a certain kind.
 * @throws DeclarationError when it is not
 */
export function fieldOfKind<Kind extends FieldKind>(
  type: DeclaredClass,
  name: string,
  kind: Kind,
): Extract<FieldFact, { kind: Kind }> {
  const isOfKind = (field: FieldFact): field is Extract<FieldFact, { kind: Kind }> => field.kind === kind;
  const field = fieldsOf(type).find((candidate) => candidate.name === name);
  if (!field || !isOfKind(field))
    throw new DeclarationError(`${type.name} has no field "${name}" of the kind ${kind}.`);
  return field;
}

/** How many objects a field of nested objects may hold. */
export function mostObjects(field: NestedFact): number {
  switch (field.kind) {
    case 'object':
      return 1;
    case 'objects':
      return field.max;
  }
}

/** The member of an answered item that says what of it cannot be read; no field is called so. */
export const warningsMember = 'warnings';

/** The most writes that a version counts: GraphQL's Int has 32 bits (GraphQL specification, section 3.5.1). */
export const mostVersion = 2 ** 31 - 1;

/** The fields that the service owns and adds to every stored item. */
export const ownedFields: readonly FieldFact[] = [
  {
    name: 'version',
    kind: 'integer',
    optional: false,
    min: 0,
    // Nobody writes so often; an item shows its limit nowhere.
    max: Infinity,
    doc: 'Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.',
    example: 1,
  },
  {
    name: 'createdAt',
    kind: 'dateTime',
    // What another program has made has none until it is written here.
    optional: true,
    doc: 'When the item was created.',
    example: '2026-01-15T09:30:00.000Z',
  },
  {
    name: 'updatedAt',
    kind: 'dateTime',
    optional: true,
    doc: 'When the item was last written.',
    example: '2026-01-15T09:30:00.000Z',
  },
];
