/** A request as every face reads it, whatever event it came in. */
export interface Request {
  readonly method: string;
  /** Percent-encoded, without stage and base path. */
  readonly path: string;
  /** The path came decoded, so that a slash in it may have been a part of a key. */
  readonly isDecoded?: boolean;
  /** Decoded names and values in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name; repeated ones joined with ", " (RFC 9110, section 5.3). */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whoever made the event may have decoded the body and left `Content-Encoding` as it was. */
  readonly mayBeInflated?: boolean;
  readonly requestId: string;
  /** What stands before the path in the caller's URL, such as `/prod` or `/shop`; empty for none. */
  readonly basePath: string;
  /** What stands before that, such as `https://shop.example`, where whoever made the event vouches for it. */
  readonly origin?: string;
  /** Who asks, if an authorizer of API Gateway has verified it. */
  readonly principal?: string;
  /** All that the authorizer has said, in the form of the event. */
  readonly authorizer?: unknown;
  /** Ends shortly before the Lambda or API Gateway does. */
  readonly signal: AbortSignal;
}

/** An answer before it becomes an API Gateway result. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The operation that REST has run, for who puts its answer into another form. */
  readonly operation?: string;
  /** For the log: the problem code. */
  readonly code?: string;
  /** Of a refusal, its sentence: a person who opens an address in a browser reads it on a page. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/** A reply with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply & { body: string } {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
