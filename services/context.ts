import type { DomainFact } from '../schema/facts';

/** An item as plain JSON values: the declared fields and those that the service owns. */
export type Item = Record<string, unknown>;

/** The key of an item: one value for each key field. */
export type Key = Record<string, unknown>;

/** What must be true of the stored item for a write to happen. */
export type Condition =
  { readonly item: 'absent' } | { readonly item: 'present'; readonly versions?: readonly number[] };

/** The fields to set and to remove; the table itself counts the version. */
export interface Changes {
  readonly set: Item;
  readonly remove: readonly string[];
}

/** One page of a list; `cursorOf` gives the cursor that stands after an item of the page. */
export interface Page {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  cursorOf(item: Item): string;
}

/** Which items a list wants. */
export interface ListRequest {
  /** Equality on fields, answered by a key or a declared index. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly limit: number;
  readonly cursor?: string;
}

/** A write found the stored item other than its condition says. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';

  constructor(/** The stored item at that moment; undefined when there is none. */ readonly current?: Item) {
    super('the condition of the write does not hold');
  }
}

/** The items of one domain; what an operation may do to DynamoDB. Every call ends with the context's signal. */
export interface Table {
  /** Reads one item as it is now, all finished writes included. */
  get(key: Key): Promise<Item | undefined>;
  /** Reads many items, in the order of the keys, with undefined for the missing. */
  getMany(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** Reads one page. @throws ServiceError cursor-invalid, no-index */
  list(request: ListRequest): Promise<Page>;
  /** Writes a new item. @throws ConditionFailed when the key is taken */
  create(item: Item): Promise<Item>;
  /** Changes an item and gives it back as stored. @throws ConditionFailed */
  update(key: Key, changes: Changes, condition: Condition & { item: 'present' }): Promise<Item>;
  /** Deletes an item. @throws ConditionFailed */
  delete(key: Key, condition: Condition & { item: 'present' }): Promise<void>;
}

/** What an operation may use while it answers one request. */
export interface Context {
  table(domain: DomainFact): Table;
  readonly now: () => Date;
  /** Ends shortly before the caller's time is over. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}
