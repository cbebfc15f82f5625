import { lambdaContext } from '../local/lambda';
import { request } from 'node:http';
import { serve } from '../local/http';
import type { Listening } from '../local/http';
import type * as resolvers from '../resolvers';
import { expectAnswer, expectEffect, fill, rowsOf } from './bad-inputs';
import type { Answer } from './answer';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { scanForLeaks } from './leaks';

// The rows about events of Lambda, as they are, and those that need a real socket in front of the gateway.

// Nothing outside can make the schema fail to be built: a module that does so now and then stands in its place.
let isBroken = false;
jest.mock('../resolvers', () => {
  const real = jest.requireActual<typeof resolvers>('../resolvers');
  return {
    ...real,
    buildGraphQLSchema: (...given: Parameters<typeof real.buildGraphQLSchema>) => {
      if (isBroken) throw new Error('The scalar of arn:aws:lambda:eu-west-1:1:function:x has no name.');
      return real.buildGraphQLSchema(...given);
    },
  };
});

const rows = rowsOf('bad-inputs-edge');
const invoked = rows.filter(({ row }) => row.surface === 'lambda.event');
const overHttp = rows.filter(({ row }) => row.profile === 'http');
const unused = async (): Promise<string> => '';

let proxy: FaultProxy;
beforeAll(async () => {
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
});
afterEach(() => {
  isBroken = false;
  proxy.set();
});
afterAll(async () => proxy.close());

describe('an event', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway('v1', { endpoint: proxy.endpoint });
    await gateway.send('POST', '/book', { body: { id: 'p1', title: 'p1', category: 'c', price: 1 } });
  });

  test.each(invoked)('$id: $name', async ({ row }) => {
    // Only what waits for an answer that never comes has little time.
    const isEndless = row.id === 'lambda.event-09';
    if (isEndless) proxy.set({ do: 'hang', on: ['GetItem', 'BatchGetItem'] });
    if (row.id === 'lambda.event-12') isBroken = true;
    const answer = await expectEffect(row, gateway.prefix, () =>
      gateway.invoke(row.request.body, lambdaContext(isEndless ? 1500 : undefined)),
    );
    // How much sooner than the end is said by test/deadline.test.ts, whose clock is its own.
    expectAnswer(row, answer);
    if (row.id === 'lambda.event-12') {
      expect(answer.text).not.toMatch(/scalar|arn/);
      isBroken = false;
      expect((await gateway.invoke(row.request.body)).json).toEqual({ data: { __typename: 'Query' } });
    }
  });
});

describe.each(formats)('a request over HTTP, with %s events', (payload) => {
  let gateway: TestGateway;
  let listening: Listening;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    listening = await serve({ handler: gateway.handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
  });
  afterAll(async () => listening.close());

  test.each(overHttp)('$id: $name', async ({ row }) => {
    const { method, path, headers, body } = row.request;
    const answer = await expectEffect(row, gateway.prefix, async () =>
      sendOver(listening, gateway.prefix, {
        method,
        path: (await fill(path, unused)).toString(),
        headers: Object.fromEntries(
          await Promise.all(
            Object.entries(headers).map(async ([name, value]) => [name, (await fill(value, unused)).toString()]),
          ),
        ),
        body: body === null ? undefined : await fill(body, unused),
      }),
    );
    expectAnswer(row, answer);
    expect((await gateway.send('GET', '/health')).status).toBe(200);
  });
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

async function sendOver({ port }: Listening, tablePrefix: string, { body, ...sent }: Sent): Promise<Answer> {
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, ...sent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const answer = {
          status: response.statusCode!,
          headers: response.headers as Record<string, string>,
          text,
          get json(): any {
            return JSON.parse(text);
          },
        };
        scanForLeaks(answer, tablePrefix);
        done(answer);
      });
    });
    asked.on('error', failed);
    asked.end(body);
  });
}

// More of the same kind than the file has.
describe('every form of event is read', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway('v1');
    await gateway.send('POST', '/book', { body: { id: 'p 1', title: '100%', category: 'c', price: 1 } });
  });

  const query = '{"query":"{__typename}"}';
  const context = { requestId: 'r', stage: 'prod' };
  const http = { ...context, stage: '$default', http: { method: 'POST', path: '/graphql' } };
  const post = { httpMethod: 'POST', path: '/graphql', body: query, requestContext: context };
  const json = { 'content-type': 'application/json' };
  const answered = { data: { __typename: 'Query' } };
  const search = '{books(filter:{title:{eq:"100%"}}){edges{node{id}}}}';
  const found = { data: { books: { edges: [{ node: { id: 'p 1' } }] } } };
  const preflight = { 'apollo-require-preflight': '1' };

  test.each<[string, object, object]>([
    ['headers in one map', { ...post, headers: json }, answered],
    [
      'headers in the map of lists only',
      { ...post, headers: null, multiValueHeaders: { 'Content-Type': ['application/json'] } },
      answered,
    ],
    [
      'a header in two spellings',
      { ...post, headers: { 'Content-Type': 'application/json', 'content-type': 'application/json' } },
      answered,
    ],
    ['a header that is null', { ...post, headers: { ...json, accept: null, origin: undefined } }, answered],
    ['no context at all', { ...post, headers: json, requestContext: null }, answered],
    ['the method in lower case', { ...post, headers: json, httpMethod: 'post' }, answered],
    ['a stage in front', { ...post, headers: json, path: '/prod/graphql' }, answered],
    [
      'base64',
      { ...post, headers: json, body: Buffer.from(query).toString('base64'), isBase64Encoded: true },
      answered,
    ],
    [
      'format 2.0',
      { version: '2.0', rawPath: '/graphql', rawQueryString: '', headers: json, requestContext: http, body: query },
      answered,
    ],
    [
      'format 2.0 in base64',
      {
        version: '2.0',
        rawPath: '/graphql',
        headers: json,
        requestContext: http,
        body: Buffer.from(query).toString('base64'),
        isBase64Encoded: true,
      },
      answered,
    ],
    [
      'format 2.0 behind a stage',
      {
        version: '2.0',
        rawPath: '/prod/graphql',
        headers: json,
        requestContext: { ...http, stage: 'prod' },
        body: query,
      },
      answered,
    ],
    [
      'a query of format 1.0, which is decoded',
      { ...post, httpMethod: 'GET', body: null, headers: preflight, queryStringParameters: { query: search } },
      found,
    ],
    [
      'a query of format 2.0, which is not',
      {
        version: '2.0',
        rawPath: '/graphql',
        rawQueryString: `query=${encodeURIComponent(search)}`,
        headers: preflight,
        requestContext: { ...http, http: { method: 'GET', path: '/graphql' } },
      },
      found,
    ],
    [
      'a query of a load balancer, which is not decoded either',
      {
        ...post,
        httpMethod: 'GET',
        body: '',
        headers: preflight,
        queryStringParameters: { query: encodeURIComponent(search) },
        requestContext: { elb: { targetGroupArn: 'arn' } },
      },
      found,
    ],
    [
      'a query of a load balancer in lists',
      {
        ...post,
        httpMethod: 'GET',
        body: '',
        multiValueHeaders: { 'apollo-require-preflight': ['1'] },
        multiValueQueryStringParameters: { query: [encodeURIComponent(search)] },
        requestContext: { elb: { targetGroupArn: 'arn' } },
      },
      found,
    ],
  ])('%s', async (_, event, data) => {
    const { status, json: body } = await gateway.invoke(event);
    expect({ status, body }).toEqual({ status: 200, body: data });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'GET /book'],
    ['a list', []],
    ['an empty object', {}],
    ['an event of S3', { Records: [{ eventSource: 'aws:s3' }] }],
    ['another version', { version: '3.0', rawPath: '/', requestContext: { http: { method: 'GET' } } }],
    ['a method that is no text', { httpMethod: 5, path: '/book' }],
    ['a path that is no text', { ...post, path: 5 }],
    ['a body that is no text', { ...post, headers: json, body: { query: '{__typename}' } }],
    ['headers that are no object', { ...post, headers: 'content-type: application/json' }],
    ['a header that is no text', { ...post, headers: { 'content-type': 5 } }],
    ['lists that are none', { ...post, multiValueHeaders: { 'content-type': 'application/json' } }],
    ['a query that is no text', { ...post, httpMethod: 'GET', queryStringParameters: { query: 5 } }],
    ['lists of a query that are none', { ...post, httpMethod: 'GET', multiValueQueryStringParameters: { query: 'x' } }],
    ['a raw query that is no text', { version: '2.0', rawPath: '/graphql', rawQueryString: 5, requestContext: http }],
    ['cookies that are no list', { version: '2.0', rawPath: '/book', cookies: 'a=1', requestContext: http }],
    ['a context that is a text', { ...post, requestContext: 'prod' }],
    ['a stage that is no text', { ...post, requestContext: { stage: 5, path: {} } }],
    ['no base64', { ...post, headers: json, body: '%%%', isBase64Encoded: true }],
  ])('%s is refused, not a defect', async (_, event) => {
    const { status, text } = await gateway.invoke(event);
    expect([status >= 400 && status < 500, text]).toEqual([true, expect.stringContaining('/problems/')]);
  });
});

describe('a part that never answers', () => {
  const time = 1500;
  const asked = '{"query":"{ a: book(id:\\"p1\\") { id } }"}';
  const graphql = {
    httpMethod: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: asked,
  };
  const rest = { httpMethod: 'GET', path: '/book/p1' };
  const never = new Promise<never>(() => undefined);

  const late = (gateway: TestGateway, event: object): Promise<Answer> => gateway.invoke(event, lambdaContext(time));

  test('DynamoDB: REST says 504, GraphQL what there is', async () => {
    const gateway = await openGateway('v1', { endpoint: proxy.endpoint });
    proxy.set({ do: 'hang' });
    const [read, queried] = await Promise.all([late(gateway, rest), late(gateway, graphql)]);
    expect(read).toMatchObject({ status: 504, json: { type: '/problems/timeout' } });
    expect(read.headers['retry-after']).toBe('1');
    expect(queried).toMatchObject({
      status: 200,
      json: { data: { a: null }, errors: [{ path: ['a'], extensions: { code: 'TIMEOUT' } }] },
    });
    proxy.set();
    expect((await gateway.invoke(rest)).status).toBe(404);
  });

  test('the look at who asks: nothing has begun, so both say 504', async () => {
    const gateway = await openGateway('v1', { authentication: { callerOf: async () => never } });
    expect(await late(gateway, rest)).toMatchObject({ status: 504, json: { type: '/problems/timeout' } });
    const queried = await late(gateway, graphql);
    expect(queried).toMatchObject({ status: 504, json: { errors: [{ extensions: { code: 'TIMEOUT' } }] } });
    expect(queried.headers['retry-after']).toBe('1');
  });

  test('a resolver that does not listen', async () => {
    const gateway = await openGateway('v1');
    const book = gateway.operations.find(({ name }) => name === 'book')!;
    jest.spyOn(book, 'run').mockReturnValue(never);
    expect(await late(gateway, rest)).toMatchObject({ status: 504, json: { type: '/problems/timeout' } });
    expect(await late(gateway, graphql)).toMatchObject({
      status: 200,
      json: { data: null, errors: [{ extensions: { code: 'TIMEOUT', type: '/problems/timeout' } }] },
    });
  });
});
