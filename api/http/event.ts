import { STATUS_CODES } from 'node:http';
import { isRecord, recordOf } from '../../schema/guards';
import { ServiceError } from '../../services/errors';
import { acceptsCoding } from './accept';
import { reserve } from './deadline';
import type { Reply, Request } from './message';
import { originOf } from './origin';
import { pathOf, sourceOf } from './path';
import type { PathEvent } from './path';

/** The parts of an event that we read; every one of them may be missing or null. */
interface GatewayEvent extends PathEvent {
  readonly httpMethod?: string;
  readonly rawQueryString?: string;
  readonly cookies?: readonly string[] | null;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?:
    | (NonNullable<PathEvent['requestContext']> & {
        readonly requestId?: string;
        readonly authorizer?: Authorizer | null;
        readonly http?: { readonly method?: string };
      })
    | null;
}

/** The claims of a token that API Gateway has verified: a Cognito authorizer in 1.0, a JWT authorizer in 2.0. */
interface Authorizer {
  readonly principalId?: string;
  readonly claims?: { readonly sub?: string } | null;
  readonly jwt?: { readonly claims?: { readonly sub?: string } | null } | null;
}

/** What Lambda says about the running call. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/**
 * Payload format 1.0 (REST API) or 2.0 (HTTP API, function URL), or that of a load balancer, whose target group has
 * single values or lists of them (`lambda.multi_value_headers.enabled`).
 */
export type PayloadFormat = 'v1' | 'v2' | 'balancer' | 'balancerLists';

/** API Gateway ends a REST call after 29 s, whatever the function may have left. */
const gatewayLimit = 29_000;
const nothing = Buffer.alloc(0);
const maxUrlLength = 10_240;
const maxBodyBytes = 6 * 1024 * 1024;
/** Below this a compressed body is no smaller with its headers. */
const minCompressedBytes = 1024;

/** Tells the format of an event. @throws ServiceError bad-request for anything that is no event of HTTP */
export function payloadFormat(event: unknown): PayloadFormat {
  const { version, requestContext, httpMethod, multiValueHeaders } = recordOf(event);
  const { http, elb } = recordOf(requestContext);
  if (version === '2.0' && recordOf(http).method) return 'v2';
  if (typeof httpMethod === 'string' && elb) return multiValueHeaders ? 'balancerLists' : 'balancer';
  if (typeof httpMethod === 'string') return 'v1';
  throw new ServiceError('bad-request', 'This is not an event of API Gateway in payload format 1.0 or 2.0.');
}

/**
 * Reads an event of API Gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readRequest(
  event: unknown,
  format: PayloadFormat,
  context: LambdaContext,
  signal: AbortSignal,
): Request {
  checkShape(event);
  const isSecond = format === 'v2';
  const { requestId, authorizer, http } = event.requestContext ?? {};
  const headers = headersOf(event);
  return {
    ...pathOf(event),
    origin: originOf(event, headers),
    method: ((isSecond ? http?.method : event.httpMethod) ?? 'GET').toUpperCase(),
    query: isSecond ? rawQuery(event.rawQueryString ?? '') : decodedQuery(event),
    headers,
    body: event.body ? Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8') : nothing,
    mayBeInflated: sourceOf(event) === 'REST API',
    requestId: requestId ?? context.awsRequestId ?? 'none',
    principal: principalOf(authorizer),
    authorizer: authorizer ?? undefined,
    signal,
  };
}

/** An event that is made by hand can have anything anywhere. @throws ServiceError bad-request */
function checkShape(event: unknown): asserts event is GatewayEvent {
  const parts = recordOf(event);
  const context = recordOf(parts.requestContext);
  const isValid =
    isText(parts.path) &&
    isText(parts.rawPath) &&
    isText(parts.rawQueryString) &&
    isText(parts.body) &&
    isText(parts.resource) &&
    isText(parts.routeKey) &&
    isMapOf(parts.headers, isText) &&
    isMapOf(parts.queryStringParameters, isText) &&
    isMapOf(parts.pathParameters, isText) &&
    isMapOf(parts.multiValueHeaders, areTexts) &&
    isMapOf(parts.multiValueQueryStringParameters, areTexts) &&
    areTexts(parts.cookies) &&
    (isAbsent(parts.requestContext) || isRecord(parts.requestContext)) &&
    isText(context.stage) &&
    isText(context.path) &&
    isText(context.requestId) &&
    isText(context.domainName) &&
    isText(recordOf(context.http).path);
  if (!isValid) throw new ServiceError('bad-request', 'This event has parts that no event of API Gateway has.');
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;
const isText = (value: unknown): boolean => isAbsent(value) || typeof value === 'string';
const areTexts = (value: unknown): boolean => isAbsent(value) || (Array.isArray(value) && value.every(isText));

function isMapOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  if (isAbsent(value)) return true;
  if (!isRecord(value)) return false;
  for (const name in value) if (!isMember(value[name])) return false;
  return true;
}

function principalOf(authorizer: Authorizer | null | undefined): string | undefined {
  return authorizer?.jwt?.claims?.sub ?? authorizer?.claims?.sub ?? authorizer?.principalId;
}

/** The milliseconds that an answer may take. */
export function timeLeft(context: LambdaContext): number {
  return Math.max(1, Math.min(context.getRemainingTimeInMillis?.() ?? gatewayLimit, gatewayLimit) - reserve);
}

/** Refuses what is larger than API Gateway and Lambda let through. @throws ServiceError */
export function checkSize(request: Request): void {
  const queryLength = request.query.reduce((sum, [name, value]) => sum + name.length + value.length + 2, 0);
  if (request.path.length + queryLength > maxUrlLength) {
    throw new ServiceError('uri-too-long', `A URL may have ${maxUrlLength} characters.`);
  }
  if (request.body.length > maxBodyBytes) {
    throw new ServiceError('payload-too-large', 'A body may have 6 MB.');
  }
}

/** The coding that a body may have, which is none. */
export const takenCoding = 'identity';

/** What the body of an API Gateway that has decoded it does not begin with: the marks of gzip and of zlib. */
const marks: readonly (readonly number[])[] = [[0x1f, 0x8b], [0x78]];

/**
 * Refuses a body that is compressed, or says so. A REST API inflates gzip and deflate by itself, and leaves the header as
 * it was (https://github.com/dougmoscrop/serverless-http/issues/194): what has no mark of them is taken as it is.
 * @throws ServiceError unsupported-media-type, with the codings that are taken (RFC 9110, section 15.5.16)
 */
export function checkCoding({ headers, body, mayBeInflated = false }: Request): void {
  const header = headers.get('content-encoding');
  if (header === undefined || body.length === 0) return;
  const codings = header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const isInflatable = codings.every((coding) => ['gzip', 'x-gzip', 'deflate'].includes(coding));
  const isMarked = marks.some((mark) => mark.every((byte, index) => body[index] === byte));
  if (codings.length === 0 || (mayBeInflated && isInflatable && !isMarked)) return;
  throw new ServiceError('unsupported-media-type', 'Send the body as it is, without a Content-Encoding.', {
    acceptEncoding: takenCoding,
  });
}

/** The largest body of an answer: Lambda gives back 6 MB, and JSON around a body escapes some of it. */
const maxAnswerBytes = 5.5 * 1024 * 1024;

/** That behind a load balancer, which takes 1 MB from Lambda. */
const maxBalancerBytes = 0.9 * 1024 * 1024;

/** Refuses an answer that Lambda could not give back. @throws ServiceError answer-too-large */
export function checkAnswer(reply: Reply, format: PayloadFormat | 'direct'): Reply {
  const isBalancer = format === 'balancer' || format === 'balancerLists';
  const [max, words] = isBalancer ? [maxBalancerBytes, '0.9 MB'] : [maxAnswerBytes, '5.5 MB'];
  const { body } = reply;
  // No letter takes more than three bytes of UTF-8, and few bodies come near: those are counted.
  if (body === undefined || body.length * 3 <= max || Buffer.byteLength(body) <= max) return reply;
  throw new ServiceError(
    'answer-too-large',
    `The answer would have more than ${words}. Ask for fewer items or fields.`,
  );
}

/** Makes the result that API Gateway or a load balancer expects; bodies are compressed where the caller takes gzip. */
export function writeReply(reply: Reply, format: PayloadFormat, request?: Request): object {
  const { status, headers, body } = request ? compressed(reply, request) : reply;
  const isHead = request?.method === 'HEAD';
  const content = isHead || body === undefined ? '' : body;
  const length = isHead && body !== undefined ? `${Buffer.byteLength(body)}` : undefined;
  return {
    statusCode: status,
    ...headersIn(format, length === undefined ? headers : { ...headers, 'content-length': length }, status),
    body: Buffer.isBuffer(content) ? content.toString('base64') : content,
    isBase64Encoded: Buffer.isBuffer(content),
  };
}

/**
 * The headers in the form that is read: a load balancer takes lists where it sends lists, and nothing else then.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
 */
function headersIn(format: PayloadFormat, headers: Reply['headers'], status: number): object {
  switch (format) {
    case 'v1':
      return { headers, multiValueHeaders: {} };
    case 'v2':
      return { headers };
    case 'balancer':
      return { statusDescription: describedStatus(status), headers };
    case 'balancerLists':
      return {
        statusDescription: describedStatus(status),
        multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      };
  }
}

const describedStatus = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

/**
 * A reply with an ETag stays as it is: each coding would need a strong validator of its own (RFC 9110,
 * section 8.8.3.3), and a single item is small.
 */
function compressed(reply: Reply, request: Request): Reply {
  const { headers, body } = reply;
  if (body === undefined || headers['content-encoding'] || headers.etag) return reply;
  if (body.length < minCompressedBytes && Buffer.byteLength(body) < minCompressedBytes) return reply;
  const vary = headers.vary ? `${headers.vary}, Accept-Encoding` : 'Accept-Encoding';
  if (!acceptsCoding(request.headers.get('accept-encoding'), 'gzip')) {
    return { ...reply, headers: { ...headers, vary } };
  }
  // Loading it is a fiftieth of a start, and most answers are too small to be packed.
  const { gzipSync } = process.getBuiltinModule('node:zlib');
  return { ...reply, headers: { ...headers, vary, 'content-encoding': 'gzip' }, body: gzipSync(body, { level: 5 }) };
}

/**
 * Format 1.0 brings decoded values, all of them in the multi-value map where there is one. A load balancer sends the
 * same form without decoding: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
function decodedQuery(event: GatewayEvent): [string, string][] {
  const multiValues = event.multiValueQueryStringParameters;
  const pairs = multiValues
    ? Object.entries(multiValues).flatMap(([name, values]) =>
        (values ?? []).map((value): [string, string] => [name, value]),
      )
    : Object.entries(event.queryStringParameters ?? {}).map(([name, value]): [string, string] => [name, value ?? '']);
  if (event.requestContext?.elb) return rawQuery(pairs.map(([name, value]) => `${name}=${value}`).join('&'));
  return pairs;
}

function rawQuery(text: string): [string, string][] {
  return text
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      try {
        return [decode(name), decode(value.join('='))];
      } catch {
        throw new ServiceError(
          'bad-query',
          'The query string is not percent-encoded UTF-8. Write "%25" for a percent sign.',
        );
      }
    });
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/**
 * By lower-case name. Names that differ in their letters are one header in several lines, which a comma joins, those of
 * cookies a semicolon (RFC 9110, sections 5.1 and 5.3; RFC 9113, section 8.2.3). Of the two maps, that of many values
 * has them all.
 */
function headersOf(event: GatewayEvent): Map<string, string> {
  const headers = joined(event.multiValueHeaders);
  for (const [name, value] of joined(event.headers)) if (!headers.has(name)) headers.set(name, value);
  const cookies = lineOf('cookie', event.cookies);
  if (cookies !== undefined) headers.set('cookie', cookies);
  return headers;
}

type Values = string | readonly (string | null | undefined)[] | null | undefined;

/** The headers of one map. */
function joined(map: Readonly<Record<string, Values>> | null = {}): Map<string, string> {
  const headers = new Map<string, string>();
  for (const spelling in map) {
    const name = spelling.toLowerCase();
    const value = lineOf(name, map[spelling]);
    if (value === undefined) continue;
    const known = headers.get(name);
    // The same in two spellings is one.
    if (known === undefined) headers.set(name, value);
    else if (known !== value) headers.set(name, `${known}${separatorOf(name)}${value}`);
  }
  return headers;
}

const separatorOf = (name: string): string => (name === 'cookie' ? '; ' : ', ');

/** The values of a header in one line; undefined for none. */
function lineOf(name: string, values: Values): string | undefined {
  if (isAbsent(values) || typeof values === 'string') return values ?? undefined;
  const present = values.filter((value) => !isAbsent(value));
  return present.length > 0 ? present.join(separatorOf(name)) : undefined;
}
