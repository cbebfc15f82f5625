import { isUtf8 } from 'node:buffer';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { takenCoding } from '../api/http/event';
import type { Payload } from './lambda';
import { Refusal } from './refusal';

/** An HTTP request as it came from the wire. */
export interface Incoming {
  readonly method: string;
  /** The request target: path and query, percent-encoded as received. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly httpVersion: string;
  readonly sourceIp: string;
  /** The port that the request came in on. */
  readonly port: number;
}

const account = '000000000000';
const api = 'local00000';

/** What the function is called with. */
export type GatewayEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2 | ALBEvent;

const makers: Readonly<Record<Payload, (incoming: Incoming) => GatewayEvent>> = {
  v1: eventV1,
  v2: eventV2,
  url: eventOfUrl,
  alb: eventOfBalancer,
};

/**
 * The event that API Gateway, a function URL or a load balancer makes of a request.
 * @throws Refusal for a request that they answer themselves
 */
export function eventOf(incoming: Incoming, payload: Payload): GatewayEvent {
  return makers[payload](incoming);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
function eventV1(incoming: Incoming): APIGatewayProxyEvent {
  const { path, query } = splitTarget(incoming.target);
  const headers = group(forwarded(incoming), (name) => name.toLowerCase());
  checkCoding(incoming.body, valueOf(headers, 'content-encoding'));
  const parameters = group(decodedQuery(query));
  const domainName = hostName(headers);
  const resource = path === '/' ? '/' : '/{proxy+}';
  const now = new Date();
  return {
    resource,
    path,
    httpMethod: incoming.method,
    headers: lastOf(headers),
    multiValueHeaders: allOf(headers),
    queryStringParameters: parameters.length === 0 ? null : lastOf(parameters),
    multiValueQueryStringParameters: parameters.length === 0 ? null : allOf(parameters),
    pathParameters: path === '/' ? null : { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: api,
      authorizer: null,
      domainName,
      domainPrefix: domainName.split('.')[0],
      extendedRequestId: randomBytes(11).toString('base64'),
      httpMethod: incoming.method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: incoming.sourceIp,
        user: null,
        userAgent: valueOf(headers, 'user-agent') ?? null,
        userArn: null,
      },
      // As behind a custom domain: the stage is not part of the caller's URL.
      path,
      protocol: `HTTP/${incoming.httpVersion}`,
      requestId: randomUUID(),
      requestTime: clock(now),
      requestTimeEpoch: now.getTime(),
      resourceId: 'local0',
      resourcePath: resource,
      stage: 'local',
    },
    ...bodyOf(incoming.body, valueOf(headers, 'content-type'), null),
  };
}

/**
 * An HTTP API decodes the path, and cuts it at a "?" that it finds then (live captures in
 * https://github.com/hotsock/voker/pull/8); the query stays as it was sent.
 */
function eventV2(incoming: Incoming): APIGatewayProxyEventV2 {
  const event = eventOfUrl(incoming);
  const { requestContext } = event;
  const path = decodedPath(event.rawPath);
  const domainName = hostName(group(incoming.headers));
  return {
    ...event,
    rawPath: path,
    requestContext: {
      ...requestContext,
      domainName,
      domainPrefix: domainName.replace(/\..*$/s, ''),
      http: { ...requestContext.http, path },
    },
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\?.*$/s, '') || '/';
  } catch {
    throw new Refusal('bad-path', 'The path holds a malformed percent escape: write a percent sign itself as %25.');
  }
}

/**
 * A function URL has the form of an HTTP API, and leaves the path as it was sent:
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
function eventOfUrl(incoming: Incoming): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(incoming.target);
  const received = forwarded(incoming);
  const isCookie = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'cookie';
  const otherHeaders = received.filter((header) => !isCookie(header));
  const headers = group(otherHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  const cookies = received.filter(isCookie).flatMap(([, value]) => value.split(';').map((cookie) => cookie.trim()));
  const parameters = group(pairsOf(query).map(([name, value]) => [decodedIfPossible(name), decodedIfPossible(value)]));
  const now = new Date();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: joinedOf(headers),
    ...(parameters.length > 0 && { queryStringParameters: joinedOf(parameters) }),
    requestContext: {
      accountId: account,
      apiId: api,
      domainName: `${api}.lambda-url.local.on.aws`,
      domainPrefix: api,
      http: {
        method: incoming.method,
        path,
        protocol: `HTTP/${incoming.httpVersion}`,
        sourceIp: incoming.sourceIp,
        userAgent: valueOf(headers, 'user-agent') ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: clock(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(incoming.body, valueOf(headers, 'content-type'), undefined),
  };
}

/**
 * A load balancer decodes nothing. Its target group sends and takes lists of values
 * (`lambda.multi_value_headers.enabled`), so that no header is lost.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers-request
 */
function eventOfBalancer(incoming: Incoming): ALBEvent {
  const { path, query } = splitTarget(incoming.target);
  const headers = group(forwarded(incoming).map(([name, value]) => [name.toLowerCase(), value]));
  const { body, isBase64Encoded } = bodyOf(incoming.body, valueOf(headers, 'content-type'), '');
  return {
    requestContext: {
      elb: { targetGroupArn: `arn:aws:elasticloadbalancing:local:${account}:targetgroup/local/0000000000000000` },
    },
    httpMethod: incoming.method,
    path,
    multiValueQueryStringParameters: allOf(group(pairsOf(query))),
    multiValueHeaders: allOf(headers),
    body,
    isBase64Encoded,
  };
}

/** Path and query of a request target, which `new URL` cannot be trusted with: it throws on `//`. */
function splitTarget(target: string): { path: string; query: string } {
  // A proxy sends the absolute form (RFC 9112, section 3.2.2).
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const start = local.indexOf('?');
  const path = (start < 0 ? local : local.slice(0, start)) || (local === target ? '' : '/');
  if (!path.startsWith('/')) {
    throw new Refusal(
      'bad-request',
      'The request target must be a path that begins with "/", percent-encoded as ASCII.',
    );
  }
  return { path, query: start < 0 ? '' : local.slice(start + 1) };
}

function pairsOf(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
}

/** A REST API decodes names and values once, "+" included, and refuses what cannot be decoded. */
function decodedQuery(query: string): [name: string, value: string][] {
  try {
    return pairsOf(query).map(([name, value]) => [decoded(name), decoded(value)]);
  } catch {
    throw new Refusal(
      'bad-query',
      'The query string holds a malformed percent escape: write a percent sign itself as %25.',
    );
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** The second form hands on the raw query as well, so what cannot be decoded is the function's to refuse. */
function decodedIfPossible(text: string): string {
  try {
    return decoded(text);
  } catch {
    return text;
  }
}

// Headers that speak of the connection, which ends at API Gateway (RFC 9110, section 7.6.1).
const ofTheConnection = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The request's headers and those that API Gateway adds. */
function forwarded({ headers, sourceIp, port }: Incoming): [name: string, value: string][] {
  const added = ['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'];
  const passedHeaders = headers.filter(
    ([name]) => !ofTheConnection.has(name.toLowerCase()) && !added.includes(name.toLowerCase()),
  );
  const hops = headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').map(([, value]) => value);
  const traced = passedHeaders.some(([name]) => name.toLowerCase() === 'x-amzn-trace-id');
  return [
    ...passedHeaders.map(([name, value]): [string, string] => [name, value]),
    ...(traced ? [] : [traceHeader()]),
    ['X-Forwarded-For', [...hops, sourceIp].join(', ')],
    ['X-Forwarded-Port', String(port)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

function traceHeader(): [name: string, value: string] {
  const seconds = Math.floor(Date.now() / 1000);
  return ['X-Amzn-Trace-Id', `Root=1-${seconds.toString(16)}-${randomBytes(12).toString('hex')}`];
}

type Grouped = readonly { readonly name: string; readonly values: string[] }[];

/** Puts together what has the same name; header names in two spellings are one name, parameter names are not. */
function group(pairs: readonly (readonly [string, string])[], fold = (name: string): string => name): Grouped {
  const groups = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of pairs) {
    const group = groups.get(fold(name));
    if (group) group.values.push(value);
    else groups.set(fold(name), { name, values: [value] });
  }
  return [...groups.values()];
}

// `Object.fromEntries` makes even `__proto__` an ordinary own property, as parsing the event's JSON would.
const lastOf = (grouped: Grouped) => Object.fromEntries(grouped.map(({ name, values }) => [name, values.at(-1) ?? '']));
const allOf = (grouped: Grouped) => Object.fromEntries(grouped.map(({ name, values }) => [name, values]));
const joinedOf = (grouped: Grouped) => Object.fromEntries(grouped.map(({ name, values }) => [name, values.join(',')]));

function valueOf(headers: Grouped, headerName: string): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === headerName)?.values.at(-1);
}

function hostName(headers: Grouped): string {
  return (valueOf(headers, 'host') ?? 'localhost').replace(/:\d*$/, '');
}

/**
 * A REST API inflates what is compressed, and refuses what says so and is not. Here it stays as it is, for the function
 * to refuse: that is the answer behind every other door.
 */
function checkCoding(body: Buffer, coding = 'identity'): void {
  const isPlain = body.length > 0 && body[0] !== 0x1f && body[0] !== 0x78;
  if (!isPlain || !['gzip', 'x-gzip', 'deflate'].includes(coding.toLowerCase())) return;
  throw new Refusal('unsupported-media-type', 'The body is not in the coding that Content-Encoding names.', {
    'accept-encoding': takenCoding,
  });
}

const textual = /^(text\/.*|application\/(.+\+)?(json|xml)|application\/javascript)$/i;

/** A text travels as it is, everything else as base64; API Gateway takes a body without a type for JSON. */
function bodyOf<Nothing>(
  body: Buffer,
  contentType: string | undefined,
  nothing: Nothing,
): { body: string | Nothing; isBase64Encoded: boolean } {
  if (body.length === 0) return { body: nothing, isBase64Encoded: false };
  const mediaType = (contentType ?? 'application/json').replace(/;.*$/s, '').trim();
  const isText = textual.test(mediaType) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The Common Log Format, such as 09/Apr/2015:12:34:56 +0000. */
function clock(now: Date): string {
  const moment = now.toISOString();
  return `${moment.slice(8, 10)}/${months[now.getUTCMonth()]}/${moment.slice(0, 4)}:${moment.slice(11, 19)} +0000`;
}
