import type { Operation } from './operation';

/** One request of a journey and what must come back; Postman, the .http file and the GraphQL file are written from it. */
export interface Step {
  readonly name: string;
  readonly operation: Operation;
  /** Values of the path. A name in double braces, such as `{{ticketId}}`, stands for what an earlier step saved under it. */
  readonly key?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  /** The version that must still be there, as If-Match and as expectedVersion. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses that are right; the first is the usual one. */
  readonly status: readonly [number, ...number[]];
  /** What the answer's body must hold, by the name of its member. */
  readonly holds?: Readonly<Record<string, unknown>>;
  /** A member of the answer that later steps use under its own name. */
  readonly saves?: string;
  /** Asks again, while a member of the answer has this value. */
  readonly while?: { readonly member: string; readonly is: unknown };
}

/** Steps in their order, under a title for people. */
export interface Journey {
  readonly title: string;
  readonly doc: string;
  readonly steps: readonly Step[];
}
