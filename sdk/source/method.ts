import type { FieldProblem } from './errors.ts';

/** What the client can do for one of its methods, as data. Written by codegen, one for each operation of the gateway. */
export interface Method {
  /** The GraphQL field; with a capital, the GraphQL operation. */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  /** The HTTP method. */
  readonly verb: string;
  /** With the fields of the key in braces: /product/{id}. */
  readonly path: string;
  /** What stands at the places of its parameters in other paths; a value that is one of these words is marked. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** The fields of the item's key, which come as the first argument. */
  readonly key: readonly string[];
  /** What else stands in the path; each is an argument of its own. */
  readonly others: readonly string[];
  /** The fields of the key of each item, for a batch of keys. */
  readonly batchKey?: readonly string[];
  /** How GraphQL takes the body: as an argument of this name, or flat, with each field as an argument. */
  readonly body?: 'input' | 'patch' | 'flat' | 'items' | 'updates' | 'writes' | 'keys';
  /** Takes filter, order and pages. */
  readonly isList?: true;
  /** Follows changes from a cursor on. */
  readonly isFeed?: true;
  /** Takes the version that the caller has seen. */
  readonly isConditional?: true;
  /** GraphQL wants the key in the body too, as its type has it for a create. */
  readonly hasKeyInBody?: true;
  /** The numbers of the patch that may be `{ increment: … }`: what adds gets an Idempotency-Key, and nothing else does. */
  readonly increments?: readonly string[];
  /** Gets an Idempotency-Key when the caller gives none, because only with one it may be sent again. */
  readonly needsKey?: true;
  /** The operations that may stand in a transaction: the type of the item of each, and what of its patch may be added to. */
  readonly writes?: Readonly<Record<string, { readonly type?: string; readonly increments?: readonly string[] }>>;
  readonly gives: 'item' | 'page' | 'items' | 'outcomes' | 'results' | 'nothing';
  /** The type of the items that it gives. */
  readonly type?: string;
}

/** One call of a method, in terms that both transports understand. */
export interface Call {
  readonly method: Method;
  /** The values in the path. */
  readonly path: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly version?: number;
  readonly idempotencyKey?: string;
  readonly dryRun?: boolean;
  /** The item as it was: in a version of it, or at a moment. */
  readonly at?: string;
  readonly include: readonly string[];
  /** The fields of the items to answer with; all when left out. */
  readonly fields?: readonly string[];
  readonly list?: {
    readonly filter?: object;
    readonly orderBy?: string;
    readonly size: number;
    readonly after?: string;
    readonly before?: string;
    readonly count?: boolean;
  };
  readonly feed?: { readonly since?: string; readonly wait: number };
}

/** A page as it came, with the cursors of its neighbours. */
export interface RawPage {
  readonly items: readonly object[];
  readonly next?: string;
  readonly previous?: string;
  readonly total?: number | null;
  /** What is missing from it. */
  readonly warnings?: readonly FieldProblem[];
}

/** A request on its way out. The path begins with a slash. */
export interface Outgoing {
  readonly verb: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer that came in; the body is undefined when it is not JSON. */
export interface Incoming {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: unknown;
}

/** A way to put calls on the wire: writes requests, reads answers, and knows nothing of sending. */
export interface Transport {
  write(call: Call): Outgoing | Promise<Outgoing>;
  /** Gives an item, a RawPage, a list or undefined, or a promise of it. @throws TandemError */
  read(call: Call, answer: Incoming): unknown;
}
