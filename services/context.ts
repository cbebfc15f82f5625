import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import type { FieldProblem, ProblemCode, ServiceError } from './errors';
import type { Filter } from './filter';
import type { ReadBudget } from './read-budget';
import type { store } from './store';

/** An item as plain JSON values: the declared fields and those that the service owns. */
export type Item = Record<string, unknown>;

/** The key of an item: one value for each key field. */
export type Key = Record<string, unknown>;

/** The key of an item. */
export function keyOf(domain: DomainFact, item: Item): Key {
  return Object.fromEntries(keyFields(domain).map(({ name }) => [name, item[name]]));
}

/** What must be true of the stored item for a write to happen: it is there, has one of the versions, meets a filter. */
export interface Condition {
  readonly versions?: readonly number[];
  readonly where?: Filter;
  /** There need not be one: what is there has to be so. */
  readonly orMissing?: boolean;
}

/**
 * The fields to set, to remove and to add a number to; the table itself counts the version. A number is added only if
 * the sum is within the declared `min` and `max` of its field.
 */
export interface Changes {
  readonly set: Item;
  readonly remove: readonly string[];
  readonly add?: Readonly<Record<string, number>>;
  /** The item as it was read, where key attributes of indexes are made of fields that do not change, too. */
  readonly known?: Item;
}

/** Where a call to DynamoDB keeps why a write is quiet, for who watches the calls; it is never sent. */
export const quietReason = Symbol('quiet');

/** One write of a transaction. */
export type Write = {
  readonly domain: DomainFact;
  /** Why nobody is told of it, though its domain announces its changes. */
  readonly quiet?: string;
} & (
  | {
      readonly create: Item;
      /** What the item was when it was deleted, where it comes back: its values follow those, as after any write. */
      readonly lastState?: Item;
      /** The version of what another program has deleted and keeps the row of: the item takes its place and counts on. */
      readonly after?: number;
    }
  | {
      readonly put: Item;
      /** What an item that is there must meet to be replaced. */
      readonly over?: Filter;
      /** The days after which it is gone, in place of those of its domain. */
      readonly days?: number;
    }
  | { readonly update: Key; readonly changes: Changes; readonly condition: Condition }
  | { readonly delete: Key; readonly condition: Condition }
  | {
      /** Numbers are added to an item that need not be there. */
      readonly addTo: Key;
      readonly numbers: Readonly<Record<string, number>>;
    }
  | {
      /** Nothing is written here; the rest is written only if the item meets the condition. */
      readonly check: Key;
      readonly condition: Condition;
    }
);

/** One write of a transaction, as an operation asks for it. */
export type Part = Write & {
  /**
   * The item as it was read: it is written only if it is still that one, and its event tells what it was. An item whose
   * domain announces its changes, and that was not read, is read here.
   */
  readonly current?: Item;
  /** For which write of its transaction it keeps something beside the item, by its place; only what is kept has it. */
  readonly keptFor?: number;
  /** What the caller is told when the condition of the write can never hold; `current` is what is there instead. */
  readonly refusal?: (current: Item | undefined) => Error;
};

/** What an operation does with the answer of its `change`. */
export interface Answers {
  /** What keeps the answer under the Idempotency-Key, to be written in the same transaction; left out without a key. */
  readonly keep?: (answer: unknown) => readonly Part[];
  /** Told of the answer once it is given. @throws TypeError when there was one before */
  given(answer: unknown): void;
}

/** A field to sort by, or several as `name,id`, and the direction. */
export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** What reading a list has cost. */
export interface ReadReport {
  readonly calls: number;
  /** Items that DynamoDB read, whether they met the filter or not. */
  readonly examined: number;
  readonly returned: number;
  readonly capacityUnits: number;
}

/** How a list was read, for a person who asks why it is slow or dear. */
export interface PlanReport extends ReadReport {
  readonly path: 'Get' | 'BatchGet' | 'Query' | 'Scan';
  readonly index?: string;
  /** The key condition in words, without its values. */
  readonly keyCondition?: string;
  /** How many queries are merged. */
  readonly queries?: number;
  readonly sortedBy?: string;
  /** What is checked after DynamoDB has read, and charged for, an item. */
  readonly filteredAfterReading?: string;
  /** The indexes that must not be read yet, each with the reason. */
  readonly notUsed?: readonly string[];
  /** Items that a page may examine. */
  readonly readBudget: number;
}

/** One page of a list in the order of the list. */
export interface Page {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Why the page ended before it was full; going on from its cursor finds the rest. */
  readonly truncatedBy?: 'readBudget' | 'answerSize';
  /** The cursors that stand before and after the page; none when there is nothing on that side. */
  readonly startCursor?: string;
  readonly endCursor?: string;
  cursorOf(item: Item): string;
  /** How many items the whole list has, or why that cannot be said. */
  count(): Promise<{ readonly total: number } | { readonly reason: string }>;
  explain(): PlanReport;
}

/**
 * The page that an operation has answered with.
 * @throws TypeError for any other answer: a defect, which is masked and logged
 */
export function pageOf(result: unknown): Page {
  if (!isPage(result)) throw new TypeError('The answer of a list is no page.');
  return result;
}

const isPage = (result: unknown): result is Page =>
  isRecord(result) && Array.isArray(result.items) && typeof result.cursorOf === 'function';

/** Which items a list wants. */
export interface ListRequest {
  readonly filter: Filter;
  readonly sort?: Sort;
  readonly limit: number;
  /** The position to begin after, or before when going backward. */
  readonly cursor?: string;
  readonly backward: boolean;
  /** The fields to read; all of them when left out. */
  readonly fields?: readonly string[];
}

/** A write found the stored item other than its condition says. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';

  constructor(
    /** The stored item at that moment; undefined when there is none. */
    readonly current?: Item,
    /** The version of an item that another program has deleted, whose row is still there. */
    readonly deletedAt?: number,
  ) {
    super('the condition of the write does not hold');
  }
}

/** A transaction did nothing because conditions of its writes did not hold. */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost';

  constructor(
    /** What each write met, in their order; undefined for a write that was not to blame. */
    readonly lost: readonly (ConditionFailed | undefined)[],
  ) {
    super('a condition of the transaction does not hold');
  }
}

/** The items of one domain, to be read. Every call ends with the context's signal. */
export interface Reader {
  /** Reads one item as it is now, all finished writes included; only some fields when they are named. */
  get(key: Key, fields?: readonly string[]): Promise<Item | undefined>;
  /** Reads many items, in the order of the keys, with undefined for the missing. */
  getMany(keys: readonly Key[], fields?: readonly string[]): Promise<(Item | undefined)[]>;
  /** Reads one page. @throws ServiceError cursor-invalid, no-index */
  list(request: ListRequest): Promise<Page>;
}

/** The items of one domain, to be read and stored. What an operation changes goes through `change`, never straight here. */
export interface Table extends Reader {
  /**
   * Writes a new item.
   * @param after the version of what another program has deleted and keeps the row of
   * @throws ConditionFailed when the key is taken
   */
  create(item: Item, quiet?: string, after?: number): Promise<Item>;
  /**
   * Writes an item whether or not there was one; its creation date and the count of its versions go on.
   * @throws ConditionFailed when what is there has no count that can be gone on from
   */
  put(item: Item, quiet?: string): Promise<Item>;
  /** Changes an item and gives it back as stored. @throws ConditionFailed */
  update(key: Key, changes: Changes, condition: Condition, quiet?: string): Promise<Item>;
  /** Deletes an item. @throws ConditionFailed */
  delete(key: Key, condition: Condition, quiet?: string): Promise<void>;
}

/** What stores items: one at a time, or several in one transaction. */
export interface Store {
  readonly table: (domain: DomainFact) => Table;
  /** Does all of the writes, at most 100 on different items, or none. @throws TransactionLost */
  readonly transact: (writes: readonly Write[]) => Promise<void>;
}

/** Who asks, as a token or API Gateway has told. */
export interface Caller {
  /** The subject: unique and never given to another. */
  readonly id: string;
  /** The name that stands in what belongs to the caller. */
  readonly userName: string;
  readonly roles: readonly string[];
  /** All that the token says, by the names of its claims, or what stands beside an API key; nothing of who has none. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The tenant whose items a request may reach, or why it reaches those of none. */
export type Tenancy = { readonly tenant: string } | { readonly refusal: ServiceError };

/** Seals and opens positions in a list. */
export interface Cursors {
  /** A position as an opaque text that only the same list accepts. */
  seal(position: object, list: string): string;
  /** @throws ServiceError cursor-invalid when the text is not a cursor of this list */
  open(cursor: unknown, list: string): Record<string, unknown>;
}

/** What a request did and used, noted on its way for the log and the metrics. */
export interface Meter {
  /** The operation, as soon as it is known. */
  operation?: string;
  /** The code of the problem, where the status of the answer does not tell it. */
  code?: string;
  /** Read and write units of DynamoDB. */
  capacityUnits: number;
  /** How many items were answered that do not fit their class. */
  misfits?: number;
  /** What of the declarations the request has used that is deprecated, by names such as `Product.price`, and who asked. */
  deprecated?: { readonly uses: Set<string>; readonly caller?: string };
  /** The answer has waited for a change, so that its time says nothing of how fast we are. */
  hasWaited?: boolean;
}

/** What keeps the path of a new item from leading to it, by the values of its key. */
export type KeyFaults = (domain: DomainFact, item: Item) => readonly FieldProblem[];

/** What the modules of a gateway list: nothing else is announced, and nothing else is answered with. */
export interface Listed {
  readonly events: readonly { readonly source: string; readonly detailType: string }[];
  readonly problems: readonly ProblemCode[];
}

/** What an operation may use while it answers one request. */
export interface Context {
  /** Reads the items of a domain; `change` writes them. */
  table(domain: DomainFact): Reader;
  /** For services/write.ts alone. */
  readonly [store]: Store;
  readonly cursors: Cursors;
  readonly now: () => Date;
  /** Ends shortly before the caller's time is over. */
  readonly signal: AbortSignal;
  readonly requestId: string;
  readonly meter?: Meter;
  /** What the request may read, all its fields together; without a limit when left out. */
  readonly reads?: ReadBudget;
  /** The subject of the caller; cursors and Idempotency-Keys are of use to this one only. */
  readonly principal?: string;
  /** Who asks; nobody without a token. */
  readonly caller?: Caller;
  /** The consumer of events that works, by its name; none where a caller has asked. */
  readonly consumer?: string;
  /** Whose items of domains with tenants are reached; left out in a gateway without such. */
  readonly tenancy?: Tenancy;
  /** How to come by a token, for errors; only where the gateway itself is of this machine. */
  readonly tokenHelp?: string;
  /** Nobody is asked who they are, and everybody may do everything: `npm start` without --auth. */
  readonly open?: boolean;
  /** The Idempotency-Key of the request, as its caller wrote it. */
  readonly idempotencyKey?: string;
  /** Which of several calls of the same operation in one request this is: each has an answer of its own under the key. */
  readonly idempotencyPart?: readonly number[];
  /** What becomes of the answer of `change`; set by the operation that changes something. */
  readonly answers?: Answers;
  /**
   * Takes the one write of a `change` that is made with those of others, and gives what comes of it once all are made;
   * services/transaction.ts sets it.
   */
  readonly gather?: (part: () => Promise<Part>) => Promise<Item>;
  /** Requests with an Idempotency-Key that this gateway is working on, by the hash of who asked what. */
  readonly underWay?: Map<string, string>;
  /** Told when the answer of a mutation is that of an earlier request, given again. */
  readonly onReplay?: () => void;
  /** Which keys a new item cannot have, where the door in front of the gateway does not hand on paths as they were sent. */
  readonly keyFaults?: KeyFaults;
  /** What the gateway is made of; left out, nothing that is sent or thrown is compared with it. */
  readonly listed?: Listed;
  /** Told of each page that is read, under the name it has in the answer; set when the caller asks for the plans. */
  readonly onPage?: (name: string, page: Page) => void;
}
