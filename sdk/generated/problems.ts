// Written from what the gateway can answer with. Do not edit.

/** The HTTP status of each problem. */
export const statuses = {
  'bad-request': 400,
  'bad-path': 400,
  'bad-query': 400,
  'bad-header': 400,
  'malformed-json': 400,
  'idempotency-key-invalid': 400,
  'cursor-invalid': 400,
  'no-index': 400,
  'read-budget-spent': 400,
  'unknown-operation': 400,
  'graphql-parse-failed': 400,
  'graphql-validation-failed': 400,
  'operation-resolution-failure': 400,
  'query-too-deep': 400,
  'query-too-expensive': 400,
  'query-too-many-aliases': 400,
  'query-too-many-root-fields': 400,
  'query-not-allowed': 400,
  'persisted-query-not-found': 400,
  'persisted-query-not-supported': 400,
  'unauthenticated': 401,
  'forbidden': 403,
  'table-not-allowed': 403,
  'not-found': 404,
  'no-such-route': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'conflict': 409,
  'idempotency-key-in-progress': 409,
  'needs-mending': 409,
  'precondition-failed': 412,
  'payload-too-large': 413,
  'answer-too-large': 413,
  'changes-gone': 410,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  'validation': 422,
  'expression-not-allowed': 422,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  'headers-too-large': 431,
  'internal': 500,
  'unreadable': 500,
  'unavailable': 503,
  'timeout': 504,
  'basket-changed': 409,
  'price-changed': 409,
  'out-of-stock': 409,
  'transition-not-allowed': 409,
  'empty-basket': 422,
  'unknown-product': 422,
  'basket-too-large': 422,
} as const;

/** The problems whose errors point to the fields that are wrong. */
export const pointsToFields = ['bad-path', 'bad-query', 'needs-mending', 'validation', 'unreadable', 'unknown-product'] as const;

/** One of those that stand in the way. */
export interface ProductProblem {
  readonly productId: string;
  /** The price in the basket. */
  readonly basketPrice?: number;
  /** The price in the catalogue. */
  readonly cataloguePrice?: number;
  /** The pieces that are wanted. */
  readonly wanted?: number;
  /** The pieces that are left. */
  readonly left?: number;
}

/** What problems carry beside their errors, by their codes. */
export interface Members {
  readonly 'price-changed': {
    /** The products that stand in the way of a checkout. */
    readonly products: readonly ProductProblem[];
  };
  readonly 'out-of-stock': {
    /** The products that stand in the way of a checkout. */
    readonly products: readonly ProductProblem[];
  };
}

/** The names of these members. */
export const memberNames: Readonly<Record<string, readonly string[]>> = {
  'price-changed': ['products'],
  'out-of-stock': ['products'],
};
