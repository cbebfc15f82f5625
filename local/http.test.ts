import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { Agent, request } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { definition } from '../test/usual';
import { ratesOf } from '../services/limits';
import type { Rates, RequestRate } from '../services/limits';
import { routesOf } from '../services/routes';
import { serve } from './http';
import type { Listening, ServeOptions } from './http';
import type { Handler, LambdaContext } from './lambda';
import type { EdgeLimits } from './limiter';

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

const open: Listening[] = [];
const agents: Agent[] = [];
let logged: [words: string, error?: unknown][];

beforeEach(() => {
  logged = [];
});

afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  await Promise.all(open.splice(0).map((listening) => listening.close()));
});

async function start(handler: Handler, options: Partial<ServeOptions> = {}): Promise<Listening> {
  const log = (...entry: [string, unknown?]): void => void logged.push(entry);
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log, ...options });
  open.push(listening);
  return listening;
}

/** Sends one request with its target exactly as given; `fetch` would tidy it up. */
function send(
  { port }: Listening,
  method: string,
  path: string,
  { headers = {}, body, agent }: { headers?: OutgoingHttpHeaders; body?: string | Buffer; agent?: Agent } = {},
): Promise<Reply> {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: agent ?? false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/** Writes bytes that no HTTP client would send, and reads until the server closes. */
function sendRaw({ port }: Listening, text: string): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => done(answer));
    socket.on('error', failed);
  });
}

const echo: Handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
  isBase64Encoded: false,
});

const answering =
  (result: unknown): Handler =>
  async () =>
    result;

type SendOptions = Parameters<typeof send>[3];

async function eventV1(method: string, path: string, options?: SendOptions): Promise<APIGatewayProxyEvent> {
  const reply = await send(await start(echo), method, path, options);
  return JSON.parse(reply.body.toString()) as APIGatewayProxyEvent;
}

async function eventV2(method: string, path: string, options?: SendOptions): Promise<APIGatewayProxyEventV2> {
  const reply = await send(await start(echo, { payload: 'v2' }), method, path, options);
  return JSON.parse(reply.body.toString()) as APIGatewayProxyEventV2;
}

function problem(reply: Reply): unknown {
  expect(reply.headers['content-type']).toBe('application/problem+json');
  const body = JSON.parse(reply.body.toString()) as { status: number };
  expect(body.status).toBe(reply.status);
  return body;
}

const problemOf = (code: string) => ({
  type: `/problems/${code}`,
  title: expect.any(String),
  detail: expect.any(String),
});

describe('the rate of requests', () => {
  const rate = { perSecond: 10, burst: 3 };
  const { operations, documents } = definition;
  const limitsOf = (all: RequestRate): EdgeLimits => ({
    rates: ratesOf(all),
    routes: routesOf({ operations, documents, envelope: true, onlyGatewayVerifies: false }),
  });
  const statuses = async (server: Listening, count: number): Promise<number[]> => {
    const replies: number[] = [];
    for (let index = 0; index < count; index += 1) replies.push((await send(server, 'GET', '/')).status);
    return replies;
  };

  it('lets a burst through, then so many as the rate gives back', async () => {
    let time = 0;
    const server = await start(echo, { limits: limitsOf(rate), now: () => time });
    expect(await statuses(server, 5)).toEqual([200, 200, 200, 429, 429]);
    time += 99;
    expect(await statuses(server, 1)).toEqual([429]);
    time += 1;
    expect(await statuses(server, 2)).toEqual([200, 429]);
    time += 250;
    expect(await statuses(server, 3)).toEqual([200, 200, 429]);
  });

  it('gives no more than the burst after a long quiet time', async () => {
    let time = 0;
    const server = await start(echo, { limits: limitsOf(rate), now: () => time });
    await statuses(server, 3);
    time += 3_600_000;
    expect(await statuses(server, 4)).toEqual([200, 200, 200, 429]);
  });

  it.each(['v1', 'v2'] as const)('answers 429 in a form that both faces read, with %s events', async (payload) => {
    const handled: unknown[] = [];
    const handler: Handler = (event, context) => {
      handled.push(event);
      return echo(event, context);
    };
    const server = await start(handler, { limits: limitsOf({ perSecond: 1, burst: 1 }), now: () => 0, payload });
    await send(server, 'GET', '/');
    const agent = new Agent({ keepAlive: true });
    agents.push(agent);
    for (const path of ['/product', '/graphql']) {
      const reply = await send(server, 'POST', path, { body: '{}', agent });
      expect(reply).toMatchObject({
        status: 429,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'keep-alive' },
      });
      expect(JSON.parse(reply.body.toString())).toEqual({
        type: '/problems/too-many-requests',
        title: 'Too many requests at once',
        status: 429,
        detail: expect.stringMatching(/^Too many/),
        errors: [
          {
            pointer: '',
            detail: expect.any(String),
            message: expect.stringMatching(/^Too many/),
            extensions: { code: 'TOO_MANY_REQUESTS', type: '/problems/too-many-requests' },
          },
        ],
      });
    }
    expect(handled).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  it('does not count what is only for this machine', async () => {
    const server = await start(echo, {
      limits: limitsOf({ perSecond: 1, burst: 1 }),
      now: () => 0,
      local: ({ url }, response) => url === '/local' && Boolean(response.end()),
    });
    for (let index = 0; index < 3; index += 1) expect((await send(server, 'GET', '/local')).status).toBe(200);
    expect((await send(server, 'GET', '/')).status).toBe(200);
  });

  // API Gateway: method settings of a stage, each with a token bucket of its own
  // (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
  describe('of a class is held for each route by itself', () => {
    const rates: Rates = {
      all: { perSecond: 1000, burst: 1000 },
      write: { perSecond: 5, burst: 5 },
      batch: { perSecond: 2, burst: 2 },
      feed: { perSecond: 0.5, burst: 1 },
    };
    const passing = async (method: string, path: string, time = { now: 0 }, server?: Listening) => {
      const limits = { ...limitsOf(rates.all), rates };
      const at = server ?? (await start(echo, { limits, now: () => time.now }));
      let count = 0;
      while (count < 20 && (await send(at, method, path)).status !== 429) count += 1;
      return { count, server: at, time };
    };

    it.each([
      ['GET', '/book/changes', 1],
      ['HEAD', '/book/changes', 1],
      ['GET', '/book/changes?wait=20&since=a', 1],
      ['GET', '/book/changes/', 1],
      ['GET', '/book/%63%68%61%6E%67%65%73', 1],
      ['GET', 'http://shop.example/loan/alice/changes?wait=20', 1],
      ['POST', '/book/batch', 2],
      ['POST', '/book', 5],
      ['DELETE', '/book/p1', 5],
      ['POST', '/graphql', 5],
      ['POST', '/graphql/', 5],
      ['POST', '/mcp', 5],
      ['POST', '/dynamodbmanager', 5],
      ['GET', '/book/p1', 20],
      ['GET', '/graphql?query={__typename}', 20],
      ['POST', '/book/batch/get', 20],
      ['GET', '/nothing/of/the/kind', 20],
      ['GET', '/%', 20],
    ])('%s %s', async (method, path, expected) => {
      expect((await passing(method, path)).count).toBe(expected);
    });

    it('so that one that is full leaves room for the others, and is itself filled again', async () => {
      const { server, time } = await passing('GET', '/book/changes');
      expect((await send(server, 'GET', '/loan/alice/changes')).status).toBe(200);
      expect((await send(server, 'POST', '/shelf/borrow')).status).toBe(200);
      time.now += 1999;
      expect((await passing('GET', '/book/changes', time, server)).count).toBe(0);
      time.now += 1;
      expect((await passing('GET', '/book/changes', time, server)).count).toBe(1);
    });
  });

  // The stack has no answer of its own to a preflight: `ANY` hands it to the function, and the settings of the stage hold
  // for every method (test/infra/stack.test.ts). The stand-in is never kinder than that.
  it('counts a preflight as any other request of the stage, and as none of the class of what it asks for', async () => {
    const rates = { ...ratesOf({ perSecond: 1, burst: 10 }), write: { perSecond: 1, burst: 2 } };
    const server = await start(echo, { limits: { ...limitsOf(rates.all), rates }, now: () => 0 });
    const ask = async (method: string): Promise<number> => {
      const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
      return (await send(server, method, '/book', { headers: method === 'OPTIONS' ? headers : {} })).status;
    };
    for (let index = 0; index < 5; index += 1) expect(await ask('OPTIONS')).toBe(200);
    expect([await ask('POST'), await ask('POST'), await ask('POST')]).toEqual([200, 200, 429]);
    expect([await ask('OPTIONS'), await ask('OPTIONS'), await ask('OPTIONS')]).toEqual([200, 200, 200]);
    expect(await ask('OPTIONS')).toBe(429);
  });

  it('has no limit unless one is given', async () => {
    const server = await start(echo, { now: () => 0 });
    expect(new Set(await statuses(server, 20))).toEqual(new Set([200]));
  });
});

describe('the v1 event', () => {
  it('has the shape of a REST API event', async () => {
    const event = await eventV1('GET', '/product/p1', { headers: { 'User-Agent': 'jest', Host: 'shop.example:4000' } });
    expect(event).toMatchObject({
      resource: '/{proxy+}',
      path: '/product/p1',
      httpMethod: 'GET',
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: { proxy: 'product/p1' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        stage: 'local',
        path: '/product/p1',
        httpMethod: 'GET',
        protocol: 'HTTP/1.1',
        domainName: 'shop.example',
        domainPrefix: 'shop',
        resourcePath: '/{proxy+}',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        requestTimeEpoch: expect.any(Number),
        identity: { sourceIp: '127.0.0.1', userAgent: 'jest' },
      },
    });
  });

  it('names the root resource without path parameters', async () => {
    expect(await eventV1('GET', '/')).toMatchObject({ resource: '/', path: '/', pathParameters: null });
  });

  it.each([
    '//',
    '//product',
    '/product//',
    '/product/a%2Fb',
    '/product/a%00b',
    '/product/%C0%AF',
    '/product/100%',
    '/a/../b',
  ])('hands on the path %s as received', async (path) => {
    expect(await eventV1('GET', path)).toMatchObject({ path, requestContext: { path } });
  });

  it('takes the absolute form of a request target', async () => {
    const event = await eventV1('GET', 'http://shop.example/product?limit=1');
    expect(event).toMatchObject({ path: '/product', queryStringParameters: { limit: '1' } });
    expect(await eventV1('GET', 'http://shop.example')).toMatchObject({ path: '/' });
  });

  it('decodes query names and values once, "+" included', async () => {
    const event = await eventV1('GET', '/product?category=%2541&a%20b=c%2Bd+e&empty=&bare&x=1=2&&');
    expect(event.queryStringParameters).toEqual({ category: '%41', 'a b': 'c+d e', empty: '', bare: '', x: '1=2' });
  });

  it('keeps all values of a query name and puts the last into the single map', async () => {
    const event = await eventV1('GET', '/product?limit=10&limit=20');
    expect(event.multiValueQueryStringParameters).toEqual({ limit: ['10', '20'] });
    expect(event.queryStringParameters).toEqual({ limit: '20' });
  });

  it('tells query names apart by case', async () => {
    const event = await eventV1('GET', '/product?Limit=1&limit=2');
    expect(event.multiValueQueryStringParameters).toEqual({ Limit: ['1'], limit: ['2'] });
  });

  it('carries __proto__ as an ordinary query name', async () => {
    const event = await eventV1('GET', '/product?__proto__=1');
    expect(Object.entries(event.queryStringParameters!)).toEqual([['__proto__', '1']]);
  });

  it('keeps all values of a header under its first spelling and puts the last into the single map', async () => {
    const server = await start(echo);
    const answer = await sendRaw(
      server,
      'GET / HTTP/1.1\r\nHost: h\r\nX-One: a\r\nx-ONE: b\r\nConnection: close\r\n\r\n',
    );
    const event = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as APIGatewayProxyEvent;
    expect(event.multiValueHeaders['X-One']).toEqual(['a', 'b']);
    expect(event.headers['X-One']).toBe('b');
    expect(event.headers).not.toHaveProperty('x-ONE');
  });

  it('adds what API Gateway adds and drops what belongs to the connection', async () => {
    const { headers } = await eventV1('GET', '/', {
      headers: { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'gopher', TE: 'trailers', Connection: 'close' },
    });
    expect(headers).toMatchObject({
      'X-Forwarded-For': '203.0.113.9, 127.0.0.1',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Port': expect.stringMatching(/^\d+$/),
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
    expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(connection|te)$/)]),
    );
  });
});

describe('the v2 event', () => {
  it('has the shape of an HTTP API event', async () => {
    const event = await eventV2('GET', '/product/p1?limit=1', {
      headers: { 'User-Agent': 'jest', Host: 'shop.example:4000' },
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/product/p1',
      rawQueryString: 'limit=1',
      queryStringParameters: { limit: '1' },
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        routeKey: '$default',
        domainName: 'shop.example',
        domainPrefix: 'shop',
        http: { method: 'GET', path: '/product/p1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'jest' },
        requestId: expect.any(String),
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
  });

  it('leaves out what is not there', async () => {
    const event = await eventV2('GET', '/');
    for (const name of ['body', 'cookies', 'queryStringParameters']) expect(event).not.toHaveProperty(name);
    expect(event.rawQueryString).toBe('');
  });

  // Live captures in https://github.com/hotsock/voker/pull/8.
  it.each([
    ['//', '//'],
    ['/product/a%2Fb', '/product/a/b'],
    ['/product/x%2541', '/product/x%41'],
    ['/product/100%25', '/product/100%'],
    ['/product/a%3Fb?limit=1', '/product/a'],
  ])('decodes the path %s to %s', async (sent, path) => {
    expect(await eventV2('GET', sent)).toMatchObject({ rawPath: path, requestContext: { http: { path } } });
  });

  it('refuses a path that cannot be decoded', async () => {
    expect(await eventV2('GET', '/product/100%')).toMatchObject({ status: 400, type: '/problems/bad-path' });
  });

  it('hands on the query raw, also one that cannot be decoded', async () => {
    const event = await eventV2('GET', '/product?a=%2541&a=b+c&z=100%');
    expect(event.rawQueryString).toBe('a=%2541&a=b+c&z=100%');
    expect(event.queryStringParameters).toEqual({ a: '%41,b c', z: '100%' });
  });

  it('joins repeated headers under their lower-case name and moves cookies into their list', async () => {
    const server = await start(echo, { payload: 'v2' });
    const head =
      'GET / HTTP/1.1\r\nHost: h\r\nX-One: a\r\nx-ONE: b\r\nCookie: c=1; d=2\r\nCookie: e=3\r\nConnection: close\r\n\r\n';
    const answer = await sendRaw(server, head);
    const event = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as APIGatewayProxyEventV2;
    expect(event.headers['x-one']).toBe('a,b');
    expect(event.cookies).toEqual(['c=1', 'd=2', 'e=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });
});

describe.each([
  ['v1', eventV1],
  ['v2', eventV2],
] as const)('a body in %s', (payload, eventOf) => {
  const bodyOf = async (contentType: string | undefined, body: string | Buffer) => {
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    const event = await eventOf('POST', '/product', { headers, body });
    return { body: event.body, isBase64Encoded: event.isBase64Encoded };
  };

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/merge-patch+json',
    'text/csv',
    undefined,
  ])('of type %s travels as text', async (type) => {
    expect(await bodyOf(type, '{"ü":1}')).toEqual({ body: '{"ü":1}', isBase64Encoded: false });
  });

  it.each(['application/octet-stream', 'image/png', 'application/x-www-form-urlencoded', 'application/json-like'])(
    'of type %s travels as base64',
    async (type) => {
      expect(await bodyOf(type, 'a=ü')).toEqual({ body: Buffer.from('a=ü').toString('base64'), isBase64Encoded: true });
    },
  );

  it('that is not UTF-8 travels as base64, byte by byte', async () => {
    const bytes = Buffer.from('7b226e616d65223a22ff227d', 'hex');
    expect(await bodyOf('application/json', bytes)).toEqual({ body: bytes.toString('base64'), isBase64Encoded: true });
  });

  it('of exactly 6 MB is let through', async () => {
    const measuring: Handler = async (event) => ({
      statusCode: 200,
      body: String((event as { body: string }).body.length),
    });
    const headers = { 'content-type': 'text/plain' };
    const reply = await send(await start(measuring, { payload }), 'POST', '/', {
      headers,
      body: Buffer.alloc(6 * 1024 * 1024, 'x'),
    });
    expect(reply.body.toString()).toBe(String(6 * 1024 * 1024));
  });
});

describe('the result', () => {
  it('of v1 may have single and many values of a header; the many win', async () => {
    const server = await start(
      answering({
        statusCode: 201,
        headers: { Location: '/product/p1', 'X-Count': 3, VARY: 'gone' },
        multiValueHeaders: { Vary: ['Accept', 'Origin'], 'Set-Cookie': ['a=1', 'b=2'] },
        body: 'made',
      }),
    );
    const { status, headers, body } = await send(server, 'POST', '/');
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      location: '/product/p1',
      'x-count': '3',
      vary: 'Accept, Origin',
      'set-cookie': ['a=1', 'b=2'],
    });
    expect(body.toString()).toBe('made');
  });

  it('of v2 has cookies and no multi-value headers', async () => {
    const server = await start(
      answering({
        statusCode: 200,
        headers: { etag: '"1"' },
        multiValueHeaders: { 'X-Lost': ['a'] },
        cookies: ['a=1', 'b=2'],
      }),
      { payload: 'v2' },
    );
    const { headers } = await send(server, 'GET', '/');
    expect(headers).toMatchObject({ etag: '"1"', 'set-cookie': ['a=1', 'b=2'] });
    expect(headers).not.toHaveProperty('x-lost');
  });

  it('with isBase64Encoded is sent as bytes', async () => {
    const bytes = Buffer.from([0, 255, 1, 254]);
    const server = await start(answering({ statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true }));
    const reply = await send(server, 'GET', '/');
    expect(reply.body).toEqual(bytes);
    expect(reply.headers['content-length']).toBe('4');
  });

  it('of a HEAD request has the headers and no body', async () => {
    const server = await start(
      answering({ statusCode: 200, headers: { etag: '"1"', 'content-length': '42' }, body: '' }),
    );
    const { status, headers, body } = await send(server, 'HEAD', '/product/p1');
    expect({ status, body: body.length }).toEqual({ status: 200, body: 0 });
    expect(headers).toMatchObject({ etag: '"1"', 'content-length': '42' });
    const talkative = await start(answering({ statusCode: 200, body: 'four' }));
    expect((await send(talkative, 'HEAD', '/')).headers['content-length']).toBe('4');
  });

  it('with 204 has neither body nor length', async () => {
    const { status, headers } = await send(await start(answering({ statusCode: 204 })), 'DELETE', '/product/p1');
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty('content-length');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('cannot break the framing of the connection', async () => {
    const headers = { 'content-length': '999', 'transfer-encoding': 'chunked', connection: 'upgrade' };
    const reply = await send(await start(answering({ statusCode: 200, headers, body: 'short' })), 'GET', '/');
    expect(reply.body.toString()).toBe('short');
    expect(reply.headers['content-length']).toBe('5');
  });

  it.each([
    ['nothing', undefined],
    ['no status', { body: 'x' }],
    ['a status as text', { statusCode: '200' }],
    ['an informational status', { statusCode: 101 }],
    ['an object as body', { statusCode: 200, body: { a: 1 } }],
    ['a header value that is no text', { statusCode: 200, headers: { a: {} } }],
    ['a header with a line break', { statusCode: 200, headers: { first: '1', a: 'b\r\nc: d' } }],
    ['more than 6 MB', { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) }],
  ])('with %s is answered 502', async (_name, result) => {
    const reply = await send(await start(answering(result)), 'GET', '/');
    expect(reply.status).toBe(502);
    expect(problem(reply)).toMatchObject(problemOf('bad-gateway'));
    expect(reply.headers).not.toHaveProperty('first');
    expect(logged).toHaveLength(1);
  });

  it('larger than 6 MB only by its escapes is answered 502 too', async () => {
    const reply = await send(await start(answering({ statusCode: 200, body: '\u0001'.repeat(1_100_000) })), 'GET', '/');
    expect(reply.status).toBe(502);
  });
});

describe('the handler', () => {
  it('gets a Lambda context with 29 seconds', async () => {
    let context!: LambdaContext;
    const server = await start(async (_event, given) => {
      context = given;
      return { statusCode: 204 };
    });
    const sent = performance.now();
    await send(server, 'GET', '/');
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.functionName).toBe('tandem-local');
    const left = context.getRemainingTimeInMillis();
    expect(left).toBeGreaterThanOrEqual(Math.max(0, Math.floor(29_000 - (performance.now() - sent))));
    expect(left).toBeLessThanOrEqual(29_000);
    await sleep(30);
    expect(context.getRemainingTimeInMillis()).toBeLessThan(left);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('secret of the shop'))],
    [
      'throws at once',
      () => {
        throw new Error('secret of the shop');
      },
    ],
  ])('that %s is answered 502 and logged, and the server goes on', async (_name, handler) => {
    let broken = true;
    const server = await start((event, context) => (broken ? handler() : echo(event, context)));
    const reply = await send(server, 'GET', '/');
    expect(reply.status).toBe(502);
    expect(problem(reply)).toMatchObject(problemOf('bad-gateway'));
    expect(reply.body.toString()).not.toContain('secret');
    expect(logged).toEqual([[expect.any(String), expect.objectContaining({ message: 'secret of the shop' })]]);
    broken = false;
    expect((await send(server, 'GET', '/')).status).toBe(200);
  });

  it('that never answers is given up at the deadline with 504', async () => {
    const reply = await send(await start(() => new Promise(() => undefined), { wait: 50 }), 'GET', '/');
    expect(reply.status).toBe(504);
    expect(problem(reply)).toMatchObject(problemOf('timeout'));
    expect(logged).toEqual([[expect.stringContaining('0.05 seconds')]]);
  });

  it('that has answered is not waited for any more', async () => {
    await send(await start(echo, { wait: 30 }), 'GET', '/');
    await sleep(60);
    expect(logged).toEqual([]);
  });

  it('is not called for what API Gateway refuses', async () => {
    let calls = 0;
    const server = await start(async () => ({ statusCode: 200, body: String((calls += 1)) }));
    await send(server, 'GET', '/product?category=100%');
    await send(server, 'POST', '/product', { body: Buffer.alloc(6 * 1024 * 1024 + 1) });
    await sendRaw(server, 'nonsense\r\n\r\n');
    expect(calls).toBe(0);
  });
});

describe('what API Gateway refuses', () => {
  it.each(['/product?category=100%', '/product?a=%zz', '/product?%=1', '/product?a=%C0%AF'])(
    'in v1 is the query of %s, with 400',
    async (target) => {
      const reply = await send(await start(echo), 'GET', target);
      expect(reply.status).toBe(400);
      expect(problem(reply)).toMatchObject(problemOf('bad-query'));
    },
  );

  it.each([
    ['with a length', { 'content-length': String(6_500_000) }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('is a body of more than 6 MB %s, with 413 that the client can read', async (_name, headers) => {
    const server = await start(echo);
    const reply = await send(server, 'POST', '/product', { headers, body: Buffer.alloc(6_500_000, 'x') });
    expect(reply.status).toBe(413);
    expect(problem(reply)).toMatchObject(problemOf('payload-too-large'));
    expect((await send(server, 'GET', '/')).status).toBe(200);
  });

  it.each([
    ['a body', `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 7000000\r\n\r\n`, 7_000_000, 413],
    ['headers', 'GET / HTTP/1.1\r\nHost: h\r\nX-Pad: ', 200_000, 431],
  ])('is readable also for a client that reads only when it has sent all of %s', async (_name, head, size, status) => {
    const { port } = await start(echo);
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const ended = new Promise<void>((done, failed) => {
      socket.on('end', done);
      socket.on('error', failed);
    });
    await new Promise((done) => socket.write(head, done));
    for (let sent = 0; sent < size; sent += size / 10) {
      await new Promise((done) => socket.write('x'.repeat(size / 10), done));
      await sleep(5);
    }
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    await ended;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*/problems/`, 's'));
  });

  it('is answered before the whole body is there', async () => {
    const server = await start(echo);
    const status = await new Promise<number>((done, failed) => {
      const headers = { 'content-length': String(50_000_000) };
      const sent = request({ host: '127.0.0.1', port: server.port, method: 'POST', headers }, (response) => {
        done(response.statusCode!);
        sent.destroy();
      });
      sent.on('error', failed);
      sent.write('only a little');
    });
    expect(status).toBe(413);
  });

  it.each([
    ['just over the limit', 10_300],
    ['of 60 KB', 60 * 1024],
    ['of 100 KB', 100 * 1024],
  ])('is a header block %s, with 431 that the client can read', async (_name, size) => {
    const server = await start(echo);
    const reply = await send(server, 'GET', '/product', { headers: { 'x-pad': 'a'.repeat(size) } });
    expect(reply.status).toBe(431);
    expect(problem(reply)).toMatchObject(problemOf('headers-too-large'));
    expect((await send(server, 'GET', '/')).status).toBe(200);
  });

  // nodejs/node, `server.maxHeadersCount`: beyond 2,000 headers the others are dropped, and nobody is told.
  it('is not many small headers, of which none is lost', async () => {
    let event: APIGatewayProxyEvent | undefined;
    const server = await start(async (received, context) => {
      event = received as APIGatewayProxyEvent;
      return echo(received, context);
    });
    const small = 'a:\r\n'.repeat(3000);
    await sendRaw(server, `GET / HTTP/1.1\r\nHost: h\r\n${small}x-last: there\r\nConnection: close\r\n\r\n`);
    expect(event?.headers['x-last']).toBe('there');
    expect(event?.multiValueHeaders['a']).toHaveLength(3000);
  });

  it('is not a long URL: the handler has a better answer', async () => {
    const event = await eventV1('GET', `/product?category=${'a'.repeat(11_000)}`);
    expect(event.queryStringParameters!.category).toHaveLength(11_000);
  });

  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n'],
    ['a space in the path', 'GET /a b HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['an unknown version', 'GET / HTTP/9.9\r\nHost: h\r\n\r\n'],
    ['an unknown method', 'FETCH / HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'],
    ['a target without a slash', 'GET product HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'],
    ['a raw non-ASCII byte', 'GET /caf\xe9 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: h\r\nbroken\r\n\r\n'],
    ['a proxy request', 'CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('is %s, with 400', async (_name, text) => {
    const server = await start(echo);
    const [head, body] = (await sendRaw(server, text)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toMatch(/^content-type: application\/problem\+json$/im);
    expect(JSON.parse(body!)).toEqual({ ...problemOf('bad-request'), status: 400 });
    expect((await send(server, 'GET', '/')).status).toBe(200);
  });
});

describe('the server', () => {
  it('takes the next free port and tells which', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const { port } = taken.address() as AddressInfo;
    const listening = await start(echo, { port });
    expect(listening.port).toBeGreaterThan(port);
    expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`);
    expect((await send(listening, 'GET', '/')).status).toBe(200);
    taken.close();
  });

  it('says so when no port is left', async () => {
    const taken = createServer().listen(65_535, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    await expect(start(echo, { port: 65_535 })).rejects.toThrow(
      'The ports 65535 to 65535 are all taken: free one, or choose another with --port.',
    );
    taken.close();
  });

  it('serves several requests on one connection', async () => {
    const server = await start(echo);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    for (const path of ['/1', '/2', '/3']) expect((await send(server, 'GET', path, { agent })).status).toBe(200);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
  });

  it('survives a client that breaks off in the middle of a body', async () => {
    const server = await start(echo);
    await new Promise<void>((done) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy());
      });
      socket.on('close', () => done());
    });
    expect((await send(server, 'GET', '/')).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it('survives a client that does not wait for the answer', async () => {
    let finish!: () => void;
    let called!: () => void;
    const isCalled = new Promise<void>((done) => (called = done));
    const server = await start(async (event, context) => {
      called();
      await new Promise<void>((done) => (finish = done));
      return echo(event, context);
    });
    const socket = connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
    await isCalled;
    socket.destroy();
    await sleep(20);
    finish();
    await sleep(20);
    expect(logged).toEqual([]);
  });

  it('closes at once when only idle connections are left', async () => {
    const server = await start(echo);
    const agent = new Agent({ keepAlive: true });
    agents.push(agent);
    await send(server, 'GET', '/', { agent });
    const silent = connect(server.port, '127.0.0.1');
    await new Promise((done) => silent.once('connect', done));
    await closeWithoutInsisting(server);
    silent.destroy();
  });

  it('lets a request under way finish while it closes', async () => {
    let called!: () => void;
    const isCalled = new Promise<void>((done) => (called = done));
    const server = await start(async (event, context) => {
      called();
      await sleep(200);
      return echo(event, context);
    });
    const agent = new Agent({ keepAlive: true });
    agents.push(agent);
    const reply = send(server, 'GET', '/', { agent });
    await isCalled;
    await closeWithoutInsisting(server);
    expect((await reply).status).toBe(200);
    await expect(send(server, 'GET', '/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('does not wait for ever for a handler that hangs while it closes', async () => {
    let called!: () => void;
    const isCalled = new Promise<void>((done) => (called = done));
    const hang = (): Promise<never> => {
      called();
      return new Promise(() => undefined);
    };
    const server = await start(hang, { wait: 3_600_000 });
    const reply = expect(send(server, 'GET', '/')).rejects.toThrow(/hang up|ECONNRESET/);
    await isCalled;
    await server.close();
    await reply;
  });
});

/** Closes a server without the timer after which it breaks off what is still connected. */
async function closeWithoutInsisting(server: Listening): Promise<void> {
  const timers = jest.spyOn(global, 'setTimeout').mockImplementation(() => undefined as never);
  const closed = server.close();
  timers.mockRestore();
  await closed;
}
