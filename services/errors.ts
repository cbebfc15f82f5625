import { DeclarationError } from '../schema/declaration-error';
import type { DeclaredClass } from '../schema/facts';
import { isGraphQLName } from '../schema/graphql-names';
import { isObjectMember } from '../schema/object-members';
import { required } from '../schema/required';

/** What each face makes of an error: the HTTP status and title, the GraphQL code, and a page for people. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly graphql: string;
  /** A fault of a GraphQL document, which no REST route can have. */
  readonly only?: 'graphql';
  /** Only the operations of domains that declare something have it: other gateways do not tell of it. */
  readonly ofDeclaration?: true;
  /** What happened and what to do, for the page behind the problem type. */
  readonly help: string;
  /** What helps on a developer's machine only. */
  readonly locally?: string;
  /** Its errors point to the fields that are wrong. */
  readonly pointsToFields?: true;
  /** What the problem tells programs beside its errors: members of its own (RFC 9457, section 3.2), by their names. */
  readonly members?: Readonly<Record<string, ProblemMember>>;
}

/** A member that is a list of objects of a declared class. */
export interface ProblemMember {
  readonly doc: string;
  readonly listOf: DeclaredClass;
}

/** The errors of the gateway itself. The key is the last segment of the problem type (RFC 9457). */
const ownProblems = {
  'bad-request': {
    status: 400,
    title: 'The request cannot be understood',
    graphql: 'BAD_REQUEST',
    help: 'The event or request line is not one that this gateway knows. Compare the request with the API reference.',
  },
  'bad-path': {
    status: 400,
    title: 'The path names no possible item',
    graphql: 'BAD_USER_INPUT',
    help: 'A key in the path is empty, too long, wrongly percent-encoded or holds control characters. Encode it as UTF-8 with encodeURIComponent.',
    pointsToFields: true,
  },
  'bad-query': {
    status: 400,
    title: 'A query parameter is wrong',
    graphql: 'BAD_USER_INPUT',
    help: 'A query parameter is unknown, repeated, malformed or out of range. The errors say which and what would be right.',
    pointsToFields: true,
  },
  'bad-header': {
    status: 400,
    title: 'A request header is malformed',
    graphql: 'BAD_REQUEST',
    help: 'A conditional header does not follow RFC 9110. Entity tags stand in double quotes: If-Match: "3".',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    graphql: 'BAD_REQUEST',
    help: 'The body must be one JSON text in UTF-8 (RFC 8259) without repeated names and at most 64 levels deep.',
  },
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    graphql: 'BAD_REQUEST',
    help: 'Send one Idempotency-Key of 1 to 255 visible ASCII characters, with or without double quotes around it, such as a UUID.',
  },
  'cursor-invalid': {
    status: 400,
    title: 'The cursor does not belong to this list',
    graphql: 'BAD_USER_INPUT',
    help: 'Cursors are opaque: send back what the last page gave, with the same filter and order, or start again without one.',
  },
  'no-index': {
    status: 400,
    title: 'No index can answer this',
    graphql: 'BAD_USER_INPUT',
    help: 'Lists are answered from a key or a declared index, never by reading a whole table in silence. The answer says which index to declare.',
  },
  'read-budget-spent': {
    status: 400,
    title: 'The request reads too much at once',
    graphql: 'READ_BUDGET_SPENT',
    help: 'A request may take so many read units of DynamoDB, all its lists, items and relations together, and fewer without a token. The answer names the limit. Ask for smaller pages, for fewer lists or relations, or for the rest in another request, and filter by what an index begins with.',
  },
  'unknown-operation': {
    status: 400,
    title: 'The envelope has no such operation',
    graphql: 'BAD_REQUEST',
    help: 'The operation must be create, read, update, delete, list, echo or ping, in lower case.',
  },
  'graphql-parse-failed': {
    status: 400,
    title: 'The document is not GraphQL',
    graphql: 'GRAPHQL_PARSE_FAILED',
    only: 'graphql',
    help: 'The document does not follow the grammar of GraphQL, or has more than 1000 tokens. The locations say where reading ended.',
  },
  'graphql-validation-failed': {
    status: 400,
    title: 'The document does not fit the schema',
    graphql: 'GRAPHQL_VALIDATION_FAILED',
    only: 'graphql',
    help: 'A field, an argument or a type is not in the schema, or does not stand where it may. Compare the document with the schema that you were given.',
  },
  'operation-resolution-failure': {
    status: 400,
    title: 'It is not clear which operation is meant',
    graphql: 'OPERATION_RESOLUTION_FAILURE',
    only: 'graphql',
    help: 'The document has several operations and operationName names none of them. Send the name of one.',
  },
  'query-too-deep': {
    status: 400,
    title: 'The query is too deep',
    graphql: 'QUERY_TOO_DEEP',
    only: 'graphql',
    help: 'Fields stand too deep below each other. The answer names the limit and what was found. Ask for the inner ones in a query of their own.',
  },
  'query-too-expensive': {
    status: 400,
    title: 'The query asks for too much at once',
    graphql: 'QUERY_TOO_EXPENSIVE',
    only: 'graphql',
    help: 'The planned reads of the query, or its fields, are more than one request may have. The answer names the limit. Ask for smaller pages, for fewer lists inside lists, or in two queries.',
  },
  'query-too-many-aliases': {
    status: 400,
    title: 'The query has too many aliases',
    graphql: 'QUERY_TOO_MANY_ALIASES',
    only: 'graphql',
    help: 'The same fields are asked for under too many names. Ask for several items with one list, or in two queries.',
  },
  'query-too-many-root-fields': {
    status: 400,
    title: 'The operation has too many fields at its root',
    graphql: 'QUERY_TOO_MANY_ROOT_FIELDS',
    only: 'graphql',
    help: 'An operation may have ten fields at its root unless the gateway says otherwise. Send the others in a request of their own.',
  },
  'query-not-allowed': {
    status: 400,
    title: 'The document is not one of the known ones',
    graphql: 'QUERY_NOT_ALLOWED',
    only: 'graphql',
    help: 'This gateway answers only the documents of its list. Have the document added to the list, and send it as it stands there.',
  },
  'persisted-query-not-found': {
    status: 400,
    title: 'No document has this hash',
    graphql: 'PERSISTED_QUERY_NOT_FOUND',
    only: 'graphql',
    help: 'The gateway has no document for the hash. Send the hash together with the document once; where only known documents are answered, have it added to their list.',
  },
  'persisted-query-not-supported': {
    status: 400,
    title: 'Documents are not kept here',
    graphql: 'PERSISTED_QUERY_NOT_SUPPORTED',
    only: 'graphql',
    help: 'The gateway keeps no documents by their hash. Send the whole document with each request.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in for this',
    graphql: 'UNAUTHENTICATED',
    help: 'The request has no token, or one that is not valid: expired, of another issuer, for another audience. Send a fresh one as Authorization: Bearer <token>.',
    locally: 'Locally, npm start -- --auth=jwt prints tokens, and its errors say where to get more.',
  },
  forbidden: {
    status: 403,
    title: 'This is not open to you',
    graphql: 'FORBIDDEN',
    help: 'You are known, but may not do this: it belongs to somebody else or needs a role. The API reference at /docs says who may do what.',
    locally: 'Locally, npm start -- --auth=jwt prints a token for an administrator too.',
  },
  'table-not-allowed': {
    status: 403,
    title: 'The envelope does not reach this table',
    graphql: 'FORBIDDEN',
    help: 'The tableName must be the name of a declared domain, letter for letter. Nothing else of the database can be reached.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such item',
    graphql: 'NOT_FOUND',
    help: 'No item has this key. It may have been deleted, or never been there.',
  },
  'no-such-route': {
    status: 404,
    title: 'There is nothing at this path',
    graphql: 'BAD_REQUEST',
    help: 'No route has this path. The API reference at /docs lists them all.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The method is not offered here',
    graphql: 'BAD_REQUEST',
    help: 'The path exists but not with this method. The Allow header lists those that it has.',
  },
  'not-acceptable': {
    status: 406,
    title: 'The answer cannot have that form',
    graphql: 'BAD_REQUEST',
    help: 'REST answers are application/json. Send Accept: application/json or leave the header out.',
  },
  conflict: {
    status: 409,
    title: 'The request conflicts with what is there',
    graphql: 'CONFLICT',
    help: 'The detail says what is in the way. Read the item: a create never overwrites it, PUT and PATCH change it. What else an operation refuses to do with an item as it is now, it may do when the item has changed.',
  },
  'value-taken': {
    status: 409,
    title: 'Another item has this value',
    graphql: 'VALUE_TAKEN',
    ofDeclaration: true,
    help: 'No two items may have the same value here, and another one has it. The errors say in which field. Send another value; it is free again once the item that has it is deleted or has got another one.',
    pointsToFields: true,
  },
  'still-referenced': {
    status: 409,
    title: 'Other items still refer to this one',
    graphql: 'STILL_REFERENCED',
    ofDeclaration: true,
    help: 'This item is not deleted while others refer to it. The detail says of which kind they are. Delete them, or let them refer to another item, and send the request again.',
  },
  'idempotency-key-in-progress': {
    status: 409,
    title: 'A request with this Idempotency-Key is under way',
    graphql: 'CONFLICT',
    help: 'The first request with this key has not been answered yet. Wait as long as Retry-After says and send it again: you will get its answer.',
  },
  'needs-mending': {
    status: 409,
    title: 'An item has to be mended first',
    graphql: 'CONFLICT',
    help: 'This operation works with a field whose stored value cannot be read, or is not there. The errors say which. Set the field, or replace the item, and send the request again.',
    pointsToFields: true,
  },
  transition: {
    status: 409,
    title: 'The value cannot follow the one that is there',
    graphql: 'CONFLICT',
    help: 'The values of this field follow each other in a declared order, which the API reference tells with the field. The errors say which values are possible now.',
    pointsToFields: true,
    ofDeclaration: true,
  },
  'precondition-failed': {
    status: 412,
    title: 'The item has changed or is not there',
    graphql: 'CONFLICT',
    help: 'The version sent along is not the current one. Read the item again, apply your change to it and send the new version.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The request is too large',
    graphql: 'PAYLOAD_TOO_LARGE',
    help: 'A body may have 6 MB and 50,000 values, a message of GraphQL or MCP 5,000 values; without a token a body may have 512 KB, such a message 256 KB. An item may have 400 KB, a GraphQL document 100 KB. Send less, or in parts.',
  },
  'answer-too-large': {
    status: 413,
    title: 'The answer would be too large',
    graphql: 'PAYLOAD_TOO_LARGE',
    help: 'An answer may have 5.5 MB; Lambda gives no more than 6 MB back. Ask for fewer items with limit or first, for fewer fields, or without the related items. A write that was asked for has happened.',
  },
  'changes-gone': {
    status: 410,
    title: 'The changes since then are gone',
    graphql: 'BAD_USER_INPUT',
    help: 'A change feed goes back 7 days. Read the list again, then follow the feed from now on, without since.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The URL is too long',
    graphql: 'BAD_REQUEST',
    help: 'A URL may have 10,240 characters, the limit of API Gateway.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has the wrong media type',
    graphql: 'BAD_REQUEST',
    help: 'Send Content-Type: application/json in UTF-8; a PATCH may also be application/merge-patch+json. A body is not compressed.',
  },
  validation: {
    status: 422,
    title: 'The input breaks a rule',
    graphql: 'BAD_USER_INPUT',
    help: 'Each entry of errors points to a field (RFC 6901) and says what it must be.',
    pointsToFields: true,
  },
  'expression-not-allowed': {
    status: 422,
    title: 'The expression asks for more than the envelope does',
    graphql: 'BAD_USER_INPUT',
    help: 'An update may SET, REMOVE and ADD whole attributes other than the key and those that the service keeps. A condition may ask whether the key is there, and for a version.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    graphql: 'BAD_USER_INPUT',
    help: 'This key was sent before with another body. Send a new key with each new request, and the same key only with the same body.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests at once',
    graphql: 'TOO_MANY_REQUESTS',
    help: 'The gateway takes so many requests a second, and a burst after a quiet time. Nothing of this request has happened. Wait as long as Retry-After says and send it again, with fewer at once. Locally, npm start -- --rate sets the rate.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    graphql: 'BAD_REQUEST',
    help: 'All headers together may have 10,240 bytes, the limit of API Gateway.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    graphql: 'INTERNAL_SERVER_ERROR',
    help: 'The request id of the answer finds the cause in the logs. Nothing was written unless a retry says so.',
  },
  unreadable: {
    status: 500,
    title: 'What is stored cannot be read',
    graphql: 'UNREADABLE',
    help: 'What is stored does not fit the class of the item: another program has written it, or the class was another then. The errors say which fields and what they would have to be. A write of the fields mends them; replacing or deleting the item works too.',
    pointsToFields: true,
  },
  unavailable: {
    status: 503,
    title: 'Something that the gateway needs does not answer',
    graphql: 'SERVICE_UNAVAILABLE',
    help: 'The database is throttling or cannot be reached, or the issuer of the token cannot be asked for the keys to check it with. Wait as long as Retry-After says and send the request again. A new token of the same issuer does not help.',
  },
  timeout: {
    status: 504,
    title: 'The answer did not come in time',
    graphql: 'TIMEOUT',
    help: 'The time limit of the request is over. A write may have happened: read the item before sending it again.',
  },
} as const satisfies Record<string, Problem>;

type OwnCode = keyof typeof ownProblems;

declare const declared: unique symbol;

/** The code of a problem that a module declares; only `defineProblems` gives one. */
export type DeclaredCode = string & { readonly [declared]: true };

/** The code of an error, the same on every face. */
export type ProblemCode = OwnCode | DeclaredCode;

const known = new Map<string, Problem>(Object.entries(ownProblems));

/** The codes of the errors that every gateway can answer with. */
export const ownCodes: readonly ProblemCode[] = codesOf((problem) => !problem.ofDeclaration);

/** The codes of the errors that a gateway can answer with where a domain declares what they are of. */
export const codesOfDeclarations: readonly ProblemCode[] = codesOf(({ ofDeclaration = false }) => ofDeclaration);

function codesOf(isWanted: (problem: Problem) => boolean): readonly ProblemCode[] {
  const entries = Object.entries<Problem>(ownProblems).filter(([, problem]) => isWanted(problem));
  return entries.map(([code]) => code).filter(isProblemCode);
}

const codePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What a problem has on one of the faces already, and an error of the SDK beside what it has as a problem. */
const ownMembers: readonly string[] = [
  ...['type', 'title', 'status', 'detail', 'instance', 'errors', 'current', 'code', 'message', 'retryAfterSeconds'],
  ...['name', 'stack', 'cause', 'requestId', 'data'],
];

function checkMember(code: string, name: string): void {
  if (ownMembers.includes(name) || isObjectMember(name)) {
    throw new DeclarationError(
      `The problem "${code}" has the member "${name}", which problems have by themselves: choose another name.`,
    );
  }
  if (!isGraphQLName(name)) {
    throw new DeclarationError(
      `The problem "${code}" has the member "${name}", which is no name for GraphQL: write a letter followed by letters, digits or "_".`,
    );
  }
}

/**
 * Declares the problems of a module, each under its code: the last segment of the problem type, and of the address of
 * its page. What comes back are these codes, for `new ServiceError(codes['out-of-stock'], …)` and for `problems` of the
 * operations that can end so.
 * @throws DeclarationError for a code that is not lower-case words with hyphens, or is there already, for a status that
 *   tells of no error (RFC 9110, sections 15.5 and 15.6), and for a text that is missing
 */
export function defineProblems<Code extends string>(
  facts: Readonly<Record<Code, Problem>>,
): Readonly<Record<Code, DeclaredCode>> {
  for (const [code, problem] of Object.entries<Problem>(facts)) {
    if (!codePattern.test(code)) {
      throw new DeclarationError(
        `The problem "${code}": its code stands in a URL: write lower-case words with hyphens, such as 'out-of-stock'.`,
      );
    }
    if (known.has(code)) {
      throw new DeclarationError(`The problem "${code}" is declared already: choose another code.`);
    }
    const { status, title, graphql, help } = problem;
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new DeclarationError(
        `The problem "${code}" has the status ${status}, which tells of no error: write one from 400 to 599, such as 409.`,
      );
    }
    const empty = Object.entries({ title, graphql, help }).find(([, text]) => !text);
    if (empty) {
      throw new DeclarationError(`The problem "${code}" has no ${empty[0]}: each of its pages and faces shows it.`);
    }
    for (const name of Object.keys(problem.members ?? {})) checkMember(code, name);
    known.set(code, problem);
  }
  return Object.fromEntries(Object.keys(facts).map((code) => [code, code])) as Record<Code, DeclaredCode>;
}

/** Whether a text is the code of a problem. */
export function isProblemCode(text: string): text is ProblemCode {
  return known.has(text);
}

/** What each face makes of the error of a code. */
export function problemFor(code: ProblemCode): Problem {
  return required(known.get(code), `the problem ${code}`);
}

/** One wrong field: where (RFC 6901, relative to the body) and what it must be. Never the value itself. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** What an error carries for programs. */
export interface ProblemDetails {
  readonly errors?: readonly FieldProblem[];
  /** The members of its own that its problem declares. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** The current item, for a write that lost against another. */
  readonly current?: object;
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
  /** The content codings that a body may have, for a body with another. */
  readonly acceptEncoding?: string;
}

/** The one error class of the gateway; everything else that is thrown is a defect and is masked. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: ProblemCode,
    /** One sentence for people, without any of the caller's values. */
    message: string,
    readonly details: ProblemDetails = {},
  ) {
    super(message);
  }
}

/** What a caller is told of an error (RFC 9457, section 3.1), the same on every face. */
export interface ProblemObject {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly current?: object;
  /** Further members are those that the problem declares. */
  readonly [member: string]: unknown;
}

/** The problem type of a code: a page of the gateway that explains it. */
export const problemType = (code: ProblemCode): string => `/problems/${code}`;

/** An error as a problem object. Each face puts this into its own form. */
export function problemOf({ code, message, details: { errors, members, current } }: ServiceError): ProblemObject {
  const { status, title } = problemFor(code);
  return { type: problemType(code), title, status, detail: message, errors, ...members, current };
}
