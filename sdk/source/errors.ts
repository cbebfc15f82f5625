import type { Stored } from '../generated/items.ts';
import { memberNames, pointsToFields, statuses } from '../generated/problems.ts';
import type { Members } from '../generated/problems.ts';
import { isRecord, listIn, recordOf, textIn } from './guards.ts';

/** What the gateway can answer with; docs/problems.md explains each. */
export type ProblemCode = keyof typeof statuses;

/** What can go wrong before the gateway, or on the way to it. */
export type ClientCode =
  /** No connection, or it broke. */
  | 'network'
  /** No answer within `timeout`. */
  | 'no-answer'
  /** API Gateway throttles. */
  | 'too-many-requests'
  /** Nobody was signed in. */
  | 'sign-in'
  /** An answer that is not the gateway's: another server, or another version. */
  | 'unexpected';

/** Everything that a TandemError can be. */
export type ErrorCode = ProblemCode | ClientCode;

/** One wrong field. */
export interface FieldProblem {
  /** The field as a JSON pointer (RFC 6901), relative to what was sent. */
  readonly pointer: string;
  readonly detail: string;
}

interface WithErrors {
  readonly errors: readonly FieldProblem[];
}

/** What the errors of some codes carry. */
type Details<Code> = (Code extends (typeof pointsToFields)[number] ? WithErrors : unknown) &
  (Code extends keyof Members ? Members[Code] : unknown) &
  /** The item as it is by now; nothing when it is gone. */
  (Code extends 'conflict' | 'precondition-failed' ? { readonly current?: Stored } : unknown);

/** The error of one code. */
export type TandemErrorOf<Code extends ErrorCode> = Error & {
  readonly name: 'TandemError';
  readonly code: Code;
  /** The HTTP status that stands for the code, the same over both transports; none when there was no answer. */
  readonly status?: number;
  /** The id by which the logs of the gateway find the request; none when there was no answer. */
  readonly requestId?: string;
  /** When it makes sense to ask again. */
  readonly retryAfterSeconds?: number;
  /** The `data` of a GraphQL answer of which only a part failed; none over REST, which answers all or nothing. */
  readonly data?: Readonly<Record<string, unknown>>;
} & Details<Code>;

/** The one error of the client; its `code` tells the rest. */
export type TandemError = { [Code in ErrorCode]: TandemErrorOf<Code> }[ErrorCode];

/** What an error is made from. */
export interface ErrorFacts {
  readonly status?: number;
  readonly errors?: readonly FieldProblem[];
  /** The members that the problem has of its own. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly current?: object;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

class ClientError extends Error {
  override readonly name = 'TandemError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, { cause, members, ...facts }: ErrorFacts = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    const usualStatus = isProblemCode(code) ? statuses[code] : undefined;
    Object.assign(
      this,
      withoutUndefined({ ...emptyOf(code), ...members, ...facts, status: usualStatus ?? facts.status }),
    );
  }
}

/** The class of every error that the client throws, so that `instanceof` and then `error.code` tell all. */
export const TandemError = ClientError as unknown as {
  new (code: ErrorCode, message: string, facts?: ErrorFacts): TandemError;
  readonly prototype: TandemError;
};

/** The code that a problem type such as /problems/not-found names. */
export function codeOf(type: unknown): ProblemCode | undefined {
  const code = typeof type === 'string' ? type.slice(type.lastIndexOf('/') + 1) : '';
  return isProblemCode(code) ? code : undefined;
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(statuses, code);
}

/** The wrong fields that a problem tells of; nothing where it tells of none. */
export function fieldProblemsOf(errors: unknown): readonly FieldProblem[] | undefined {
  if (errors === undefined || errors === null) return undefined;
  return listIn(errors)
    .map(recordOf)
    .map(({ pointer, detail }) => ({ pointer: textIn(pointer) ?? '', detail: textIn(detail) ?? '' }));
}

/** A problem document (RFC 9457), or the part of a batch that is one, as an error. */
export function errorFrom(problem: unknown, given: ErrorFacts): TandemError | undefined {
  const facts = recordOf(problem);
  const { type, detail, title, errors, current } = facts;
  const code = codeOf(type);
  if (!code) return undefined;
  return new TandemError(code, textIn(detail) ?? textIn(title) ?? code, {
    ...given,
    errors: fieldProblemsOf(errors),
    members: Object.fromEntries((memberNames[code] ?? []).map((name) => [name, facts[name]])),
    current: isRecord(current) ? current : undefined,
  });
}

/** The seconds of a Retry-After header, which may be a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** The id of a request: ours, or that of an API Gateway which answered in our place. */
export function requestIdOf(header: (name: string) => string | null): string | undefined {
  return header('x-request-id') ?? header('x-amzn-requestid') ?? header('apigw-requestid') ?? undefined;
}

/** What API Gateway, or whatever stands in front of it, says in a form of its own. */
export function foreignError(given: ErrorFacts & { readonly status: number }): TandemError {
  const { status } = given;
  const codes: Readonly<Record<number, ErrorCode>> = {
    401: 'unauthenticated',
    403: 'forbidden',
    413: 'payload-too-large',
    429: 'too-many-requests',
    503: 'unavailable',
    504: 'timeout',
  };
  const code = codes[status] ?? 'unexpected';
  return new TandemError(code, `The answer has the status ${status} and is not the gateway's own.`, given);
}

/** What a program may always read of an error with this code, should an answer leave it out. */
function emptyOf(code: ErrorCode): object {
  const lists = [...(pointsToFields.some((name) => name === code) ? ['errors'] : []), ...(memberNames[code] ?? [])];
  return Object.fromEntries(lists.map((name) => [name, []]));
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
