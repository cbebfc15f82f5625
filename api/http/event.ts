import { gzipSync } from 'node:zlib';
import { recordOf } from '../../schema/guards';
import { ServiceError } from '../../services/errors';
import { acceptsCoding } from './accept';
import { reserve } from './deadline';
import type { Reply, Request } from './message';

/** The parts of an API Gateway event that we read; every one of them may be missing or null. */
interface GatewayEvent {
  readonly version?: string;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly cookies?: readonly string[] | null;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly requestId?: string;
    readonly stage?: string;
    readonly path?: string;
    readonly authorizer?: Authorizer | null;
    /** Sent only by an Application Load Balancer. */
    readonly elb?: object;
    readonly http?: { readonly method?: string; readonly path?: string };
  } | null;
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

/** Payload format 1.0 (REST API) or 2.0 (HTTP API, function URL). */
export type PayloadFormat = 'v1' | 'v2';

/** API Gateway ends a REST call after 29 s, whatever the function may have left. */
const gatewayLimit = 29_000;
const maxUrlLength = 10_240;
const maxBodyBytes = 6 * 1024 * 1024;
/** Below this a compressed body is no smaller with its headers. */
const minCompressedBytes = 1024;

/** Tells a 1.0 event from a 2.0 event. @throws ServiceError bad-request for anything else */
export function payloadFormat(event: unknown): PayloadFormat {
  const { version, requestContext, httpMethod } = recordOf(event);
  if (version === '2.0' && recordOf(recordOf(requestContext).http).method) return 'v2';
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
  const stage = event.requestContext?.stage ?? '';
  const fullPath = (format === 'v1' ? event.path : (event.rawPath ?? event.requestContext?.http?.path)) || '/';
  const sentPath = event.requestContext?.path ?? '';
  // A stage may have the name of a resource: where the sent path has the stage in front, the path has lost it.
  const stageIsRemoved = sentPath === `/${stage}${fullPath}`;
  const hasStage = stage !== '' && !stageIsRemoved && (fullPath === `/${stage}` || fullPath.startsWith(`/${stage}/`));
  return {
    method: ((format === 'v1' ? event.httpMethod : event.requestContext?.http?.method) ?? 'GET').toUpperCase(),
    path: hasStage ? fullPath.slice(stage.length + 1) || '/' : fullPath,
    query: format === 'v1' ? decodedQuery(event) : rawQuery(event.rawQueryString ?? ''),
    headers: headersOf(event),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    requestId: event.requestContext?.requestId ?? context.awsRequestId ?? 'none',
    principal: principalOf(event.requestContext?.authorizer),
    authorizer: event.requestContext?.authorizer ?? undefined,
    // In format 1.0 the context keeps the path as the caller sent it, with the stage or a mapped base path.
    basePath: hasStage ? `/${stage}` : sentPath.endsWith(fullPath) ? sentPath.slice(0, -fullPath.length) : '',
    signal,
  };
}

/** An event that is made by hand can have anything anywhere. @throws ServiceError bad-request */
function checkShape(event: unknown): asserts event is GatewayEvent {
  const text = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';
  const texts = (value: unknown): boolean =>
    value === undefined || value === null || (Array.isArray(value) && value.every(text));
  const map = (value: unknown, check: (member: unknown) => boolean): boolean =>
    value === undefined ||
    value === null ||
    (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(check));
  const parts = recordOf(event);
  const context = recordOf(parts.requestContext);
  const isValid =
    [parts.path, parts.rawPath, parts.rawQueryString, parts.body].every(text) &&
    [parts.headers, parts.queryStringParameters].every((value) => map(value, text)) &&
    [parts.multiValueHeaders, parts.multiValueQueryStringParameters].every((value) => map(value, texts)) &&
    texts(parts.cookies) &&
    map(parts.requestContext, () => true) &&
    [context.stage, context.path, context.requestId, recordOf(context.http).path].every(text);
  if (!isValid) throw new ServiceError('bad-request', 'This event has parts that no event of API Gateway has.');
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

/** The largest body of an answer: Lambda gives back 6 MB, and JSON around a body escapes some of it. */
const maxAnswerBytes = 5.5 * 1024 * 1024;

/** Refuses an answer that Lambda could not give back. @throws ServiceError answer-too-large */
export function checkAnswer(reply: Reply): Reply {
  if (reply.body === undefined || Buffer.byteLength(reply.body) <= maxAnswerBytes) return reply;
  throw new ServiceError('answer-too-large', 'The answer would have more than 5.5 MB. Ask for fewer items or fields.');
}

/** Makes the result that API Gateway expects; bodies are compressed where the caller takes gzip. */
export function writeReply(reply: Reply, format: PayloadFormat, request?: Request): object {
  const { status, headers, body } = request ? compressed(reply, request) : reply;
  const isHead = request?.method === 'HEAD';
  const content = isHead || body === undefined ? '' : body;
  return {
    statusCode: status,
    headers: isHead && body !== undefined ? { ...headers, 'content-length': `${Buffer.byteLength(body)}` } : headers,
    ...(format === 'v1' && { multiValueHeaders: {} }),
    body: Buffer.isBuffer(content) ? content.toString('base64') : content,
    isBase64Encoded: Buffer.isBuffer(content),
  };
}

/**
 * A reply with an ETag stays as it is: each coding would need a strong validator of its own (RFC 9110,
 * section 8.8.3.3), and a single item is small.
 */
function compressed(reply: Reply, request: Request): Reply {
  const { headers, body } = reply;
  if (body === undefined || headers['content-encoding'] || headers.etag) return reply;
  if (Buffer.byteLength(body) < minCompressedBytes) return reply;
  const vary = headers.vary ? `${headers.vary}, Accept-Encoding` : 'Accept-Encoding';
  if (!acceptsCoding(request.headers.get('accept-encoding'), 'gzip')) {
    return { ...reply, headers: { ...headers, vary } };
  }
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

function headersOf(event: GatewayEvent): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (value !== undefined && value !== null) headers.set(name.toLowerCase(), value);
  }
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (values && values.length > 0) headers.set(name.toLowerCase(), values.join(', '));
  }
  if (event.cookies && event.cookies.length > 0) headers.set('cookie', event.cookies.join('; '));
  return headers;
}
