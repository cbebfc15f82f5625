import type { AccessRule } from './access';
import { areChecked } from './checked';
import { deprecationOf } from './deprecation';
import type { Deprecation } from './deprecation';
import { enumerationFact } from './enumerations';
import type { EnumerationValues } from './enumerations';
import { DeclarationError, recordRelation, recordTotal } from './facts';
import type { DeclaredClass, FieldFact, FieldKind } from './facts';
import { declareField } from './field';
import { inUse } from './in-use';
import { elementFact, plainFacts } from './kinds';
import type { ElementKind } from './kinds';
import type { FieldSequence } from './sequences';
import type { EarlierFact, StoredFact } from './stored';
import { transitionsFact, transitionsSentence } from './transitions';
import type { Transitions } from './transitions';
import { inUtc, maxKeyBytes, maxReference, momentExample } from './values';
import { checkOnDelete, onDeleteSentence, recordWholeReference } from './whole-references';
import type { OnDelete } from './whole-references';
import type { Precision } from './values';

/** What every field decorator takes. */
export interface FieldOptions {
  /** The field may be left out, or be null to remove it. */
  readonly optional?: boolean;
  readonly doc?: string;
  readonly example?: unknown;
  /** Left out of the events that announce changes, of errors and of logs. */
  readonly sensitive?: boolean;
  /** Who sees the field in an answer, such as role('admin'); whoever may read the item when left out. */
  readonly visible?: AccessRule;
  /** The attribute in which it is stored, such as 'zip_code', and in which form: `{ name: 'created', as: 'epochSeconds' }`. */
  readonly stored?: string | StoredFact;
  /**
   * The attribute in which an earlier release stored it, such as 'zip', and how the values of the two turn into each
   * other. Both are written until a backfill has moved every item.
   */
  readonly was?: string | EarlierFact;
  /** Why callers should no longer use it, such as 'Use title instead.', or that with the days: `{ reason, since, sunset }`. */
  readonly deprecated?: string | Deprecation;
}
/** What can be said of an id. */
export interface IdOptions extends FieldOptions {
  /** The most bytes; 2048 when left out. An id that is a sort key may have 1024. */
  readonly max?: number;
}
/** What can be said of a text. */
export interface TextOptions extends FieldOptions {
  /** The least and most characters; 1 and 1000 when left out. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /**
   * What a text that meets the pattern is, such as 'a card number of 4 to 32 digits': who sends another is told that it must
   * be one. Left out, the pattern itself is told, which few people can read.
   */
  readonly mustBe?: string;
  /** Line breaks and tabs are allowed. */
  readonly multiline?: boolean;
  /**
   * Lists compare and sort it without regard to case, by Unicode's full case folding; with `{ folded: true, accents: false }`
   * without regard to accents too. It is answered as it was sent.
   */
  readonly search?: 'folded' | { readonly folded: true; readonly accents?: boolean };
  readonly default?: string;
}
/** What can be said of a number. */
export interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
  /**
   * A caller may add to it without knowing what it holds, within `min` and `max`: PATCH with `{ "stock": { "increment": -2 } }`,
   * `increment: { stock: -2 }` in GraphQL. Left out, it can only be set.
   */
  readonly increments?: boolean;
}
/** What can be said of a list. */
export interface ListOptions extends FieldOptions {
  /** The least and most elements; 0 and 100 when left out. */
  readonly min?: number;
  readonly max?: number;
  readonly default?: readonly unknown[];
}

/** What can be said of a URL. */
export interface UrlOptions extends FieldOptions {
  /** The most characters; 2048 when left out. One that is a sort key may have 1024. */
  readonly max?: number;
  readonly default?: string;
}

/** What can be said of a choice. */
export interface EnumerationOptions extends FieldOptions {
  readonly default?: string;
  /**
   * What values mean, each with a sentence: GraphQL describes them so. It is said once, where the enumeration stands in
   * several classes.
   */
  readonly meanings?: Readonly<Record<string, string>>;
  /**
   * Which values may follow each other: `{ from: { TODO: ['DOING'], DOING: ['TODO', 'DONE'] }, initial: ['TODO'] }`. Every
   * write is held to it, whichever face it comes from.
   */
  readonly transitions?: Transitions;
}

/** The options that may be written as a text in place of what they mean. */
type Shorthands = Pick<FieldOptions, 'stored' | 'was' | 'deprecated'>;

type WithoutName<Fact> = Fact extends unknown
  ? Omit<Fact, 'name' | 'optional' | keyof Shorthands> & Pick<FieldOptions, 'optional' | keyof Shorthands>
  : never;
/** What a decorator says of a field, whose name it learns later. */
type Facts = WithoutName<FieldFact>;

/** The id of an item: any text up to 2048 bytes (DynamoDB's limit of a partition key); made by the service when a create leaves it out. */
export function Id(options: IdOptions = {}) {
  return field({
    kind: 'id',
    doc: 'Names the item; made by the service (UUIDv7) when a create leaves it out.',
    max: maxKeyBytes,
    ...options,
    min: 1,
  });
}

/** Text in Unicode, never blank unless its `min` is 0. */
export function Text({ search: declared, ...options }: TextOptions = {}) {
  if (declared === undefined) return field({ kind: 'text', ...plainFacts.text, ...options });
  const search = declared === 'folded' || (declared.accents ?? true) ? 'folded' : 'unaccented';
  const words = `Found and sorted without regard to case${search === 'folded' ? '' : ' and accents'}.`;
  const doc = [options.doc, words].filter(Boolean).join(' ');
  return field({ kind: 'text', ...plainFacts.text, ...options, search, doc });
}

/** What can be said of a field that the service fills with a user name. */
export type AuthorOptions = Pick<TextOptions, 'max' | 'doc' | 'sensitive' | 'visible' | 'stored'>;

/** The user name of the caller who has created the item; it has none where nobody is known. Callers never write it. */
export function CreatedBy(options: AuthorOptions = {}) {
  return authorField('creator', { doc: 'Who has created the item, by user name.', ...options });
}

/** The user name of the caller who has changed the item last; it has none where nobody is known. Callers never write it. */
export function UpdatedBy(options: AuthorOptions = {}) {
  return authorField('updater', { doc: 'Who has changed the item last, by user name.', ...options });
}

const authorField = (author: 'creator' | 'updater', options: AuthorOptions) =>
  field({ kind: 'text', min: 1, max: 256, ...options, optional: true, author });

/** A whole number within the 32 bits of GraphQL's Int. */
export function Integer(options: NumberOptions = {}) {
  return field({ kind: 'integer', ...plainFacts.integer, ...options });
}

/** A number with a fraction, an IEEE 754 double within DynamoDB's range. */
export function Float(options: NumberOptions = {}) {
  return field({ kind: 'float', ...plainFacts.float, ...options });
}

/** An amount in major units with at most two decimals. */
export function Money(options: NumberOptions = {}) {
  return field({ kind: 'money', ...plainFacts.money, example: 9.99, ...options });
}

/** True or false. */
export function Flag(options: FieldOptions & { readonly default?: boolean } = {}) {
  return field({ kind: 'boolean', ...options });
}

/** What can be said of an instant. */
export interface DateTimeOptions extends FieldOptions {
  /** The digits of a second that are kept; 3 when left out. An instant with more of them is refused. */
  readonly precision?: Precision;
}

/** An instant, RFC 3339 with an offset; kept in UTC with milliseconds, or as many digits as `precision` says. */
export function DateTime(options: DateTimeOptions = {}) {
  return field({ kind: 'dateTime', ...options, example: options.example ?? inUtc(momentExample, options.precision) });
}

/** A day of the calendar, such as 2026-03-01 (RFC 3339, full-date), without a time and without a zone. */
export function Date(options: FieldOptions & { readonly default?: string } = {}) {
  return field({ kind: 'date', example: '2026-03-01', ...options });
}

/**
 * A length of time, such as P3DT12H: the part of ISO 8601 that RFC 3339, appendix A, has, which is whole numbers with no
 * unit left out in between. It can be equal, not longer.
 */
export function Duration(options: FieldOptions & { readonly default?: string } = {}) {
  return field({ kind: 'duration', example: 'P3DT12H', ...options });
}

/** An e-mail address that a browser's form takes, of at most 254 characters. */
export function Email(options: FieldOptions & { readonly default?: string } = {}) {
  return field({ kind: 'email', example: 'ada@example.com', ...options });
}

/** An absolute URL of http or https with a host, spelled as a URI of RFC 3986. */
export function Url(options: UrlOptions = {}) {
  return field({ kind: 'url', ...plainFacts.url, ...options });
}

/**
 * One of a list of values, which may be any texts; `name` is the name of the GraphQL enumeration. GraphQL calls a value
 * that is no GraphQL name by its letters and digits (aws-s3 is AWS_S3), or by the names of an object: `{ S3: 'aws-s3' }`.
 */
export function Enumeration(
  name: string,
  values: EnumerationValues,
  { meanings, transitions: declared, ...options }: EnumerationOptions = {},
) {
  return (prototype: object, property: string): void => {
    const where = `${prototype.constructor.name}.${property}`;
    const enumeration = enumerationFact(where, name, values, meanings);
    if (!inUse.transitions || !declared)
      return field({ kind: 'enumeration', ...options, enumeration })(prototype, property);
    const transitions = transitionsFact(where, enumeration.values, declared, options);
    const doc = [options.doc, transitionsSentence(transitions)].filter(Boolean).join(' ');
    field({ kind: 'enumeration', ...options, enumeration, transitions, doc })(prototype, property);
  };
}

/** A list of scalars, such as `@ListOf('text', { max: 20 }, { max: 30 })`: at most 20 texts of at most 30 characters. */
export function ListOf(
  kind: ElementKind,
  options: ListOptions = {},
  each: Omit<TextOptions & NumberOptions, keyof Shorthands | 'search' | 'increments'> = {},
) {
  return field({ kind: 'list', min: 0, max: 100, ...options, each: elementFact(kind, each) });
}

/** One object of another declared class. */
export function Nested(type: () => DeclaredClass, options: FieldOptions = {}) {
  return field({ kind: 'object', ...options, type });
}

/** A list of objects of another declared class. */
export function NestedList(type: () => DeclaredClass, options: ListOptions = {}) {
  return field({ kind: 'objects', min: 0, max: 100, ...options, type });
}

/** Any JSON value up to 24 levels deep. */
export function Json(options: FieldOptions & { readonly default?: unknown } = {}) {
  return field({ kind: 'json', ...options });
}

/** What can be said of a reference. */
export interface ReferenceOptions extends FieldOptions {
  /** The name of the item; that of the field without "Id" when left out. */
  readonly as?: string;
  /** The most characters; 512 when left out. One that is a sort key may have 256. */
  readonly max?: number;
  /**
   * Where the key of the other domain has two fields: the field of this class that holds the first. The reference itself
   * holds the second then, and without either of the two it leads to no item.
   */
  readonly partition?: string;
  /**
   * What becomes of this item when the one is deleted that it refers to. With 'refuse' that is not deleted as long as
   * this one refers to it, with 'cascade' this one is deleted with it; either way nothing is written that refers to an
   * item that is not there. Left out, or with 'nothing', this one stays and refers to nothing.
   */
  readonly onDelete?: OnDelete;
}

/**
 * The id of an item of another domain. The item itself is a GraphQL field and an `include=`: its name is the
 * field's without "Id", or `as`.
 */
export function Reference(type: () => DeclaredClass, options: ReferenceOptions = {}) {
  const { as, partition, onDelete = 'nothing', ...others } = options;
  const doc = [others.doc, onDeleteSentence(onDelete)].filter(Boolean).join(' ');
  const facts = { ...others, ...(doc !== '' && { doc }) };
  return (prototype: object, name: string): void => {
    const relation = as ?? (name.endsWith('Id') ? name.slice(0, -2) : '');
    if (relation === '' || relation === name) {
      throw new DeclarationError(
        `${prototype.constructor.name}.${name}: the referenced item needs a name of its own: end the field with "Id", or write @Reference(() => …, { as: '…' }).`,
      );
    }
    if (!areChecked) checkOnDelete(`${prototype.constructor.name}.${name}`, onDelete);
    const references = { type, ...(partition !== undefined && { partition }) };
    field({ kind: 'text', min: 1, max: maxReference, ...facts, references })(prototype, name);
    const deprecated = facts.deprecated === undefined ? undefined : deprecationOf(prototype, name, facts.deprecated);
    const fact = { name: relation, kind: 'one', type, field: name, partition, doc: others.doc, deprecated } as const;
    if (onDelete === 'nothing') return recordRelation(prototype, fact);
    recordRelation(prototype, { ...fact, onDelete });
    recordWholeReference(prototype, { ...fact, onDelete });
  };
}

/** What can be said of the items that refer to one. */
export interface ManyOptions {
  /** The field of the other domain that holds this item's partition key, or the two that hold its partition and sort. */
  readonly by: FieldSequence;
  /** Callers may create such items together with this one, all of them or none: `{ name, tasks: [{ title }] }`. */
  readonly create?: boolean;
  readonly doc?: string;
  /** Why callers should no longer use it. */
  readonly deprecated?: string | Deprecation;
}

/** What can be said of many items to which those of a domain of joins lead. */
export interface ManyThroughOptions {
  /** The domain of joins: each item of it has a `@Reference` to this domain and one to the other. */
  readonly through: () => DeclaredClass;
  /** The field of a join that refers to this item, where several refer to this domain. */
  readonly by?: string;
  /** The field of a join that refers to the other item, where several refer to its domain. */
  readonly to?: string;
  readonly doc?: string;
  /** Why callers should no longer use it. */
  readonly deprecated?: string | Deprecation;
}

/**
 * The items of another domain that hold this item's key in their fields `by`, or that belong to it `through` a domain of
 * joins; nothing is stored here.
 */
export function Many(type: () => DeclaredClass, options: ManyOptions | ManyThroughOptions) {
  return (prototype: object, name: string): void => {
    const { doc } = options;
    const deprecated =
      options.deprecated === undefined ? undefined : deprecationOf(prototype, name, options.deprecated);
    if ('through' in options) {
      if (!areChecked && 'create' in options) {
        throw new DeclarationError(
          `${prototype.constructor.name}.${name} leads through a domain of joins, and nothing is created through one: take create away, or write it on a @Many with "by".`,
        );
      }
      const { through, by, to } = options;
      recordRelation(prototype, { name, kind: 'through', type, through, by, to, doc, deprecated });
    } else {
      const { by, create } = options;
      recordRelation(prototype, {
        name,
        kind: 'many',
        type,
        by: [by].flat(),
        ...(create && { create }),
        doc,
        deprecated,
      });
    }
  };
}

/**
 * An amount that is computed when it is asked for and never stored: `@Total({ of: 'items', times: 'quantity', price:
 * 'product.price' })` sums quantity × price over the items, with the price of the product that each refers to.
 */
export function Total(options: {
  readonly of: string;
  readonly times: string;
  readonly price: `${string}.${string}`;
  readonly doc?: string;
  /** Why callers should no longer use it. */
  readonly deprecated?: string | Deprecation;
}) {
  const { price, deprecated, ...rest } = options;
  const [relation = '', name = ''] = price.split('.');
  return (prototype: object, total: string): void =>
    recordTotal(prototype, {
      name: total,
      ...rest,
      relation,
      price: name,
      ...(deprecated !== undefined && { deprecated: deprecationOf(prototype, total, deprecated) }),
    });
}

/** The decorator of each kind. `@Reference`, a text, is one more; `@Many` and `@Total` are of no kind. */
export const decorators = {
  id: Id,
  text: Text,
  integer: Integer,
  float: Float,
  money: Money,
  boolean: Flag,
  dateTime: DateTime,
  date: Date,
  duration: Duration,
  email: Email,
  url: Url,
  enumeration: Enumeration,
  list: ListOf,
  object: Nested,
  objects: NestedList,
  json: Json,
} satisfies Record<FieldKind, unknown>;

function field(facts: Facts) {
  return (prototype: object, name: string): void => {
    const { stored, was, deprecated, ...rest } = facts;
    const fact: FieldFact = {
      ...rest,
      name,
      optional: facts.optional ?? false,
      ...(stored !== undefined && { stored: typeof stored === 'string' ? { name: stored } : stored }),
      ...(was !== undefined && { was: typeof was === 'string' ? { name: was } : was }),
      ...(deprecated !== undefined && { deprecated: deprecationOf(prototype, name, deprecated) }),
    };
    declareField(prototype, fact);
  };
}
