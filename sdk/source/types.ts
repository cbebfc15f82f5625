import type { FieldProblem, TandemError } from './errors.ts';

/** What every method takes as its last argument. */
export interface CallOptions {
  /** Ends the call; it then fails with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds for one attempt, in place of the client's own. */
  readonly timeout?: number;
}

/** For methods that have one effect however often they are sent. */
export interface Idempotent {
  /** A key of your own, for a call that is repeated after a reload; without one the client makes one for each call. */
  readonly idempotencyKey?: string;
}

/** For reads that can bring related items along. */
export interface Including<Path extends string> {
  readonly include?: readonly Path[];
}

/** For reads that can answer with some fields alone. */
export interface Selecting<Field extends string> {
  /** The fields to answer with; all when left out. Over GraphQL the whole document is asked for, so that it stays a known one. */
  readonly fields?: readonly Field[];
}

/** An item with the fields that were asked for, and with no others. */
export type Selected<Item, Field extends keyof Item> = [keyof Item] extends [Field] ? Item : Pick<Item, Field>;

/** What a list takes. */
export interface ListOptions<Filter, Order extends string> extends CallOptions {
  readonly filter?: Filter;
  /** The field to sort by, with "-" before it for descending. */
  readonly orderBy?: Order;
  /** How many items there are at most; all when left out. */
  readonly limit?: number;
  /** How many items one request asks for, 1 to 100; 20 when left out. */
  readonly pageSize?: number;
  /** Begins after the page whose `nextCursor` this is. */
  readonly cursor?: string;
  /** Begins before the page whose `previousCursor` this is; further pages follow towards the beginning of the list. */
  readonly before?: string;
  /** Has each page tell how many items the whole list has, where that is cheap. */
  readonly count?: boolean;
}

/** A list that is read while it is walked over: item by item with `for await`, or page by page. */
export interface List<Item> extends AsyncIterable<Item> {
  pages(): AsyncIterable<Page<Item>>;
  /** One page alone: the first, or the one after `cursor` or before `before`. */
  page(): Promise<Page<Item>>;
  /** All items at once; give the list a `limit` first. */
  toArray(): Promise<Item[]>;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether another page may follow. */
  readonly hasNext: boolean;
  /** The `cursor` of the page after it; none on the last. */
  readonly nextCursor?: string;
  /** The `before` of the page before it; none on the first. */
  readonly previousCursor?: string;
  /** With `count`: how many items the whole list has; null where that is not cheap to tell. */
  readonly totalCount?: number | null;
  /** What is missing from it, because it does not fit its class and the domain is strict. */
  readonly warnings?: readonly FieldProblem[];
}

/** What TanStack Query needs to read something: https://tanstack.com/query/v5/docs/framework/react/guides/query-options. */
export interface QueryOptions<Data> {
  readonly queryKey: readonly unknown[];
  readonly queryFn: (asked: { readonly signal: AbortSignal }) => Promise<Data>;
}

/** Where a page begins or ends. */
export interface PageParameter {
  readonly cursor?: string;
  readonly before?: string;
}

/** What TanStack Query needs to read a list page by page, forwards and backwards. */
export interface InfiniteQueryOptions<Item> {
  readonly queryKey: readonly unknown[];
  readonly queryFn: (asked: { readonly signal: AbortSignal; readonly pageParam: PageParameter }) => Promise<Page<Item>>;
  readonly initialPageParam: PageParameter;
  readonly getNextPageParam: (page: Page<Item>) => PageParameter | undefined;
  readonly getPreviousPageParam: (page: Page<Item>) => PageParameter | undefined;
}

/** What became of one item of a batch. */
export type Outcome<Item> =
  | { readonly status: 200 | 201; readonly item: Item; readonly error?: undefined }
  | { readonly status: number; readonly error: TandemError; readonly item?: undefined };

/** What became of one item of a batch of deletions. */
export type Deletion =
  { readonly status: 204; readonly error?: undefined } | { readonly status: number; readonly error: TandemError };

/** One change of an item. */
export interface Change<Item> {
  /** The id of the change, the same each time the change is told. */
  readonly id: string;
  readonly change: 'Created' | 'Updated' | 'Deleted';
  readonly time: string;
  readonly key: Readonly<Record<string, unknown>>;
  /** The version after the change; of an item that is gone, its last. */
  readonly version: number;
  /** The fields that an update has changed. */
  readonly changed?: readonly string[];
  /** The item after the change, without its sensitive fields; missing when it is gone or too large: read it. */
  readonly item?: Partial<Item>;
}

/** A stretch of a feed, and where it goes on. */
export interface Changes<Item> {
  readonly changes: readonly Change<Item>[];
  readonly cursor: string;
  /** How long the feed rests before it asks again; 0 where it waits for the next change at the gateway. */
  readonly retryAfterSeconds: number;
}

/** What a feed takes. */
export interface FeedOptions extends CallOptions {
  /** The cursor of a batch that was read before; the feed begins now when it is left out. */
  readonly since?: string;
}

/**
 * The changes of items, as they come: one by one with `for await`, or batch by batch. It waits out whatever
 * interrupts it, and ends when the loop is left or the signal ends it.
 */
export interface Feed<Item> extends AsyncIterable<Change<Item>> {
  /** Each with the cursor to go on from after a reload. */
  batches(): AsyncIterable<Changes<Item>>;
}
