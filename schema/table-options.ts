import type { StoredFact } from './stored';

/** One attribute and the template of its value: `{ pk: 'ORG#{organisationId}' }`. */
export type KeyAttributeOptions = Readonly<Record<string, string>>;

/** The attributes of a key of a table or of an index. */
export interface KeyOptions {
  readonly partition: KeyAttributeOptions;
  readonly sort?: KeyAttributeOptions;
}

/** How the items of a domain lie in a table: all of it is what follows from the fields, when left out. */
export interface TableOptions {
  /** The name of the table, which several domains can share; that of the domain when left out. */
  readonly name?: string;
  /**
   * The table is there already, and belongs to somebody else too: `name` is its whole name, without the prefix of a
   * stage. It is used as it is: never made, changed or deleted.
   */
  readonly existing?: boolean;
  readonly key?: KeyOptions;
  /** By the names of the declared indexes; `name` is that of the index in the table. */
  readonly indexes?: Readonly<Record<string, Partial<KeyOptions> & { readonly name?: string }>>;
  /**
   * Indexes of another program by which no list can ask, because they begin with one value for all items, or with several
   * fields: their key attributes are written as its own. By the names of the indexes in the table.
   */
  readonly kept?: Readonly<Record<string, KeyOptions>>;
  /** Attributes that every item of the domain has, such as `{ __typename: 'Task' }`. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>;
  /** How what the service itself keeps on every item is stored, such as `{ version: '_version' }`. */
  readonly marks?: {
    readonly expires?: string;
    /** The attribute that is true on what the other program has deleted, and keeps so that its clients learn of it. */
    readonly deleted?: string;
  } & {
    readonly [Name in 'version' | 'createdAt' | 'updatedAt']?: string | StoredFact;
  };
}
