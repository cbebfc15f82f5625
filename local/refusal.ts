import { problemFor } from '../services/errors';

// What only the edge itself can have to say: the function behind it failed.
const edgeProblems = {
  'bad-gateway': { status: 502, title: 'The function behind the gateway failed' },
} as const;

/** The codes with which the edge answers in the handler's place, as API Gateway would. */
export type RefusalCode =
  | 'bad-request'
  | 'bad-path'
  | 'bad-query'
  | 'forbidden'
  | 'unsupported-media-type'
  | 'payload-too-large'
  | 'headers-too-large'
  | 'timeout'
  | keyof typeof edgeProblems;

/** A request that API Gateway would answer without, or instead of, the function. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: RefusalCode,
    detail: string,
    /** What the caller can do, for programs. */
    furtherHeaders: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.headers = { 'content-type': 'application/problem+json', ...furtherHeaders };
  }

  get status(): number {
    return problemOf(this.code).status;
  }

  /** The body of the answer (RFC 9457). */
  get body(): string {
    const { status, title } = problemOf(this.code);
    return JSON.stringify({ type: `/problems/${this.code}`, title, status, detail: this.message });
  }
}

function problemOf(code: RefusalCode): { status: number; title: string } {
  return code === 'bad-gateway' ? edgeProblems[code] : problemFor(code);
}
