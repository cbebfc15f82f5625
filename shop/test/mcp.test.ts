import { Client, ProtocolError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import Ajv from 'ajv/dist/2020';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { anyone, signedIn } from '../../schema/access';
import { Enumeration, Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DomainOptions } from '../../schema/facts';
import { domains } from './usual';
import { argumentsOf as namedArguments } from '../../services/arguments';
import { operationsOf } from '../../services';
import { lambdaContext } from '../../local/lambda';
import type { Measures } from '../../api/metrics';
import { argumentsOf } from '../../test/faces';
import { formats, openGateway } from './harness';
import type { Answer, Call, TestGateway } from './harness';
import { casesOf } from '../../test/parity';

/** The revisions that the newest official client negotiates: by itself, and with each older kind of server. */
const olderRevisions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'];
const newestRevision = '2026-07-28';

const product = { id: 'p1', title: 'Pocket Radio', category: 'Radio', price: 20 };

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let listening: Listening;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    listening = await serve({ handler: gateway.handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
  });
  afterAll(async () => listening.close());

  /** The official client, as an agent's program uses it. */
  async function connect(options: ConstructorParameters<typeof Client>[1]): Promise<Client> {
    const client = new Client({ name: 'test', version: '1.0.0' }, options);
    await client.connect(new StreamableHTTPClientTransport(new URL(`${listening.url}/mcp`)));
    return client;
  }

  test.each([
    { revision: newestRevision, options: { versionNegotiation: { mode: { pin: newestRevision } } } as const },
    { revision: newestRevision, options: { versionNegotiation: { mode: 'auto' } } as const },
    ...olderRevisions.map((revision) => ({ revision, options: { supportedProtocolVersions: [revision] } })),
  ])('the official client lists, calls and reads a problem in $revision', async ({ revision, options }) => {
    const client = await connect(options);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getServerVersion()).toMatchObject({ name: 'tandem' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(gateway.operations.map(({ name }) => name));

    const id = `by-${Math.random()}`;
    const made = await client.callTool({ name: 'createProduct', arguments: { input: { ...product, id } } });
    expect(made.isError).toBeFalsy();
    expect(made.structuredContent).toMatchObject({ ...product, id, version: 1 });
    expect(JSON.parse((made.content as { text: string }[])[0]!.text)).toEqual(made.structuredContent);
    expect((await gateway.send('GET', `/product/${id}`)).json).toEqual(made.structuredContent);

    const wrong = await client.callTool({ name: 'createProduct', arguments: { input: { title: 'No price' } } });
    const refused = await gateway.send('POST', '/product', { body: { title: 'No price' } });
    expect(wrong).toMatchObject({ isError: true, structuredContent: refused.json });
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toThrow(ProtocolError);
    await client.close();
  });

  test('what a page gives is what its output schema says, which the client checks', async () => {
    const client = await connect({ versionNegotiation: { mode: 'auto' } });
    await client.callTool({
      name: 'createProducts',
      arguments: { items: [1, 2, 3].map((n) => ({ ...product, id: `page-${n}` })) },
    });
    await client.listTools();
    const first = await client.callTool({
      name: 'products',
      arguments: { first: 2, filter: { category: { eq: 'Radio' } } },
    });
    const { items, nextCursor } = first.structuredContent as { items: object[]; nextCursor: string };
    expect(items).toHaveLength(2);
    const next = await client.callTool({
      name: 'products',
      arguments: { first: 1, after: nextCursor, filter: { category: { eq: 'Radio' } } },
    });
    expect((next.structuredContent as { items: object[] }).items).toHaveLength(1);
    await client.close();
  });
});

// From here on the messages are written out, as they go over the wire.

const meta = {
  'io.modelcontextprotocol/protocolVersion': newestRevision,
  'io.modelcontextprotocol/clientInfo': { name: 'ExampleClient', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const calling = (name: string, given: object): object => ({
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name, arguments: given },
});

let gateway: TestGateway;
const measured: Measures[] = [];
beforeAll(async () => {
  gateway = await openGateway('v1', { metrics: (measures) => measured.push(measures) });
});

const send = async (body: unknown, call: Call = {}): Promise<Answer> => gateway.send('POST', '/mcp', { body, ...call });
const call = async (name: string, given: object, headers: Record<string, string> = {}): Promise<any> =>
  (await send(calling(name, given), { headers })).json.result;

describe('the messages of the specification:', () => {
  // https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#initialization
  test('initialize, with the capabilities of its example', async () => {
    const { status, json } = await send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } },
        clientInfo: { name: 'ExampleClient', title: 'Example Client Display Name', version: '1.0.0' },
      },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      jsonrpc: '2.0',
      id: 1,
      result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'tandem' } },
    });
  });

  // The same page, "Version Negotiation": a version that the server does not know is answered with one that it does.
  test('initialize with an unknown version', async () => {
    const params = { protocolVersion: '1.0.0', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
    const { json } = await send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    expect(olderRevisions).toContain(json.result.protocolVersion);
  });

  test('notifications/initialized: accepted, without a body', async () => {
    const { status, text, headers } = await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([status, text, headers['content-type']]).toEqual([202, '', undefined]);
  });

  // https://modelcontextprotocol.io/specification/2026-07-28/server/tools#error-handling
  test('a tool that is not there is an error of the protocol', async () => {
    const { status, json } = await send(calling('invalid_tool_name', {}));
    expect(status).toBe(200);
    expect(json).toEqual({
      jsonrpc: '2.0',
      id: 2,
      error: { code: -32602, message: 'There is no tool of this name; tools/list has all.' },
    });
  });

  // https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#standard-request-headers
  const weather = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'get_weather', arguments: { location: 'Seattle, WA' }, _meta: meta },
  };
  const headers = { 'mcp-protocol-version': newestRevision, 'mcp-method': 'tools/call', 'mcp-name': 'get_weather' };

  test('tools/call of the weather', async () => {
    expect((await send(weather, { headers })).json).toMatchObject({ id: 1, error: { code: -32602 } });
  });

  // The same page, "Server Validation".
  test.each([
    ['another method', { ...headers, 'mcp-method': 'tools/list' }],
    ['another name', { ...headers, 'mcp-name': 'foo' }],
    ['no method', { ...headers, 'mcp-method': '' }],
    ['another version', { ...headers, 'mcp-protocol-version': '2025-11-25' }],
  ])('headers that do not match: %s', async (_, wrong) => {
    const { status, json } = await send(weather, { headers: wrong });
    expect([status, json.error.code]).toEqual([400, -32020]);
  });

  test('a method that is not there is 404 in the newest revision', async () => {
    const { status, json } = await send(
      { jsonrpc: '2.0', id: 1, method: 'resources/list', params: { _meta: meta } },
      { headers: { 'mcp-protocol-version': newestRevision, 'mcp-method': 'resources/list' } },
    );
    expect([status, json.error.code]).toEqual([404, -32601]);
  });

  test('a version that is not there is refused with those that are', async () => {
    const version = '2099-01-01';
    const params = { _meta: { ...meta, 'io.modelcontextprotocol/protocolVersion': version } };
    const { status, json } = await send(
      { ...list, params },
      { headers: { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' } },
    );
    expect([status, json.error.code, json.error.data.supported]).toEqual([400, -32022, [newestRevision]]);
  });

  // https://modelcontextprotocol.io/specification/2026-07-28/server/tools#listing-tools
  test('tools/list may be kept for a while, by its caller alone', async () => {
    const asked = { ...list, params: { _meta: meta } };
    const { json } = await send(asked, {
      headers: { 'mcp-protocol-version': newestRevision, 'mcp-method': 'tools/list' },
    });
    expect(json.result).toMatchObject({ resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' });
    // In the same order each time.
    expect((await send(list)).json.result.tools).toEqual(json.result.tools);
  });

  test('nobody can subscribe: there is no stream behind a function', async () => {
    const params = { notifications: {}, _meta: meta };
    const { json } = await send(
      { jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params },
      { headers: { 'mcp-protocol-version': newestRevision, 'mcp-method': 'subscriptions/listen' } },
    );
    expect(json.error.code).toBe(-32603);
  });
});

describe('what is no message:', () => {
  test.each(['GET', 'DELETE', 'PUT', 'PATCH'])('%s is refused with what is allowed', async (method) => {
    const { status, headers, json } = await gateway.send(method, '/mcp');
    expect([status, headers.allow]).toEqual([405, 'POST, OPTIONS']);
    expect(json).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32000, data: { type: '/problems/method-not-allowed' } },
    });
  });

  test.each([
    ['what is no JSON', '{', 400, -32700, 'malformed-json'],
    ['nothing', '', 400, -32700, 'malformed-json'],
    ['a name twice', '{"id":1,"id":2}', 400, -32700, 'malformed-json'],
    ['a batch', JSON.stringify([list]), 400, -32600, 'bad-request'],
  ])('%s', async (_, raw, status, code, problem) => {
    const answer = await send(undefined, { raw, headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(answer.json).not.toHaveProperty('id');
    expect(answer.json.error.data.type).toBe(`/problems/${problem}`);
  });

  // https://www.jsonrpc.org/specification#request_object
  test.each([
    ['a number', 5],
    ['no version', { id: 1, method: 'tools/list' }],
    ['version 1.0', { ...list, jsonrpc: '1.0' }],
    ['no method', { jsonrpc: '2.0', id: 1 }],
    ['a method that is no text', { ...list, method: 1 }],
    ['an id that is an object', { ...list, id: {} }],
  ])('JSON that is not JSON-RPC: %s', async (_, body) => {
    const { status, json } = await send(body);
    expect([status, json.jsonrpc, json.error.code]).toEqual([400, '2.0', -32600]);
  });

  const newest = { 'mcp-protocol-version': newestRevision, 'mcp-method': 'tools/call', 'mcp-name': 'products' };
  describe.each([
    ['an older revision', undefined, {}],
    ['the newest revision', meta, newest],
  ])('a call of a tool in %s', (_, _meta, headers) => {
    // https://modelcontextprotocol.io/specification/2026-07-28/server/tools#error-handling
    const name = { pointer: '/params/name', detail: 'must be the name of a tool' };
    const values = { pointer: '/params/arguments', detail: 'must be an object of arguments by their names' };
    test.each([
      ['arguments that are a text', { name: 'products', arguments: 'x' }, [values]],
      ['arguments that are a list', { name: 'products', arguments: [] }, [values]],
      ['arguments that are null', { name: 'products', arguments: null }, [values]],
      ['no name', { arguments: {} }, [name]],
      ['nothing', {}, [name]],
      ['two mistakes', { arguments: 5 }, [name, values]],
    ])('with %s is told what it must be', async (__, params, errors) => {
      const body = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { ...params, _meta } };
      const { status, json } = await send(body, { headers });
      expect(status).toBe(400);
      expect(json).toEqual({
        jsonrpc: '2.0',
        id: 2,
        error: {
          code: -32602,
          message: 'A call of a tool has its name and an object of arguments.',
          data: {
            type: '/problems/bad-request',
            title: 'The request cannot be understood',
            status: 400,
            detail: 'A call of a tool has its name and an object of arguments.',
            errors,
          },
        },
      });
    });
  });

  test('a call without params at all', async () => {
    const { status, json } = await send({ jsonrpc: '2.0', id: 2, method: 'tools/call' });
    expect([status, json.error.code, json.error.data.type]).toEqual([400, -32602, '/problems/bad-request']);
  });

  test.each([
    ['tools/list', { cursor: 5 }],
    ['initialize', {}],
    ['tools/call', { name: 'products', task: 5 }],
  ])('%s with params of another form: no report of a library', async (method, params) => {
    const { status, json } = await send({ jsonrpc: '2.0', id: 2, method, params });
    expect([status, json.error.code]).toEqual([400, -32602]);
    expect(json.error.message).toBe('These params do not fit the method.');
    expect(json.error.data.errors).toEqual([{ pointer: '/params', detail: `must be those of ${method}` }]);
  });

  // The protocol narrows JSON-RPC: params are an object.
  test.each([
    ['a text', 'x'],
    ['a list', []],
    ['null', null],
  ])('params that are %s', async (_, params) => {
    const { status, json } = await send({ jsonrpc: '2.0', id: 2, method: 'tools/call', params });
    expect([status, json.id, json.error.code]).toEqual([400, 2, -32600]);
    expect(json.error.message).toMatch(/^This is no message of JSON-RPC 2.0: .*its params are an object\.$/);
    expect(json.error.data).toMatchObject({ type: '/problems/bad-request', detail: json.error.message });
  });

  test.each([
    ['an Accept that leaves no JSON', { accept: 'text/html' }, 406, 'not-acceptable'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, 415, 'unsupported-media-type'],
  ])('%s', async (_, headers, status, problem) => {
    const answer = await send(list, { headers });
    expect([answer.status, answer.json.id]).toEqual([status, 1]);
    expect(answer.json.error.data.type).toBe(`/problems/${problem}`);
  });

  test('a method that is not there, in an older revision', async () => {
    const { status, json } = await send({ ...list, method: 'resources/list' });
    expect([status, json.error.code]).toEqual([200, -32601]);
  });
});

// https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#security-&-endpoint
describe('pages of other origins', () => {
  const local = { host: '127.0.0.1:4000' };
  test.each([
    ['no origin', {}, 200],
    ['an origin of this machine', { ...local, origin: 'http://localhost:6274' }, 200],
    ['the same in IPv6', { host: '[::1]:4000', origin: 'http://[::1]:6274' }, 200],
    ['a foreign origin', { ...local, origin: 'https://evil.example' }, 403],
    ['a name that leads to this machine', { host: 'evil.example:4000', origin: 'http://evil.example:4000' }, 403],
    ['an origin of the reader’s machine, asked of another', { origin: 'http://localhost:6274' }, 403],
    ['an opaque origin', { ...local, origin: 'null' }, 403],
    ['what looks like this machine', { ...local, origin: 'http://127.0.0.1.evil.example' }, 403],
  ])('%s', async (_, headers, status) => {
    const answer = await send(list, { headers });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json.error.data.type).toBe('/problems/forbidden');
  });

  test('the list for CORS lets pages in, and tells a browser what they may send', async () => {
    const origin = 'https://agent.example';
    const open = await openGateway('v2', { corsOrigins: [origin] });
    const answer = await open.send('POST', '/mcp', { body: list, headers: { origin } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
    const names = 'content-type,mcp-method,mcp-name,mcp-protocol-version';
    const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': names };
    const { headers } = await open.send('OPTIONS', '/mcp', { headers: asked });
    expect(headers['access-control-allow-methods']).toBe('POST, OPTIONS');
    expect(headers['access-control-allow-headers']!.split(', ')).toEqual(names.split(','));
  });
});

describe('a tool', () => {
  test('takes the version that the caller has seen', async () => {
    await call('createProduct', { input: { ...product, id: 'seen' } });
    const patch = { price: 21 };
    expect(await call('updateProduct', { id: 'seen', patch, expectedVersion: 1 })).toMatchObject({
      structuredContent: { price: 21, version: 2 },
    });
    expect(await call('updateProduct', { id: 'seen', patch, expectedVersion: 1 })).toMatchObject({
      isError: true,
      structuredContent: { type: '/problems/precondition-failed', status: 412, current: { version: 2 } },
    });
    const wrong = await call('updateProduct', { id: 'seen', patch, expectedVersion: 'one' });
    expect(wrong.structuredContent.errors).toEqual([{ pointer: '/expectedVersion', detail: 'must be a whole number' }]);
  });

  test('does a request with an idempotency key once', async () => {
    const input = { title: 'Once', category: 'Radio', price: 1 };
    const first = await call('createProduct', { input, idempotencyKey: 'key-1' });
    const second = await call('createProduct', { input, idempotencyKey: 'key-1' });
    expect(second.structuredContent).toEqual(first.structuredContent);
    // The header does the same, and the argument comes before it.
    const third = await call('createProduct', { input, idempotencyKey: 'key-2' }, { 'idempotency-key': 'key-1' });
    expect(third.structuredContent.id).not.toBe(first.structuredContent.id);
    const other = await call('createProduct', { input: { ...input, price: 2 }, idempotencyKey: 'key-1' });
    expect(other.structuredContent.type).toBe('/problems/idempotency-key-reused');
    const wrong = await call('createProduct', { input, idempotencyKey: 5 });
    expect(wrong.structuredContent.errors).toEqual([{ pointer: '/idempotencyKey', detail: 'must be a text' }]);
    // What may be repeated as it is has no such argument.
    const none = await call('deleteProduct', { id: 'seen', idempotencyKey: 'key-1' });
    expect(none.structuredContent.errors[0].pointer).toBe('/idempotencyKey');
  });

  test('checks without writing', async () => {
    const { structuredContent } = await call('createProducts', {
      items: [{ ...product, id: 'dry' }, {}],
      dryRun: true,
    });
    expect(structuredContent.results).toMatchObject([
      { status: 200, item: { id: 'dry' } },
      { status: 422, error: { type: '/problems/validation' } },
    ]);
    expect((await gateway.send('GET', '/product/dry')).status).toBe(404);
  });

  test('names the arguments that it does not have, and those that it lacks', async () => {
    expect((await call('createProduct', { product })).structuredContent).toMatchObject({
      type: '/problems/bad-query',
      errors: [
        { pointer: '/input', detail: 'is required' },
        { pointer: '/product', detail: 'is not an argument here; there is input, idempotencyKey' },
      ],
    });
    // A list is read forward only.
    expect((await call('products', { last: 3 })).structuredContent.errors[0].pointer).toBe('/last');
    expect((await call('products', { orderBy: 5 })).structuredContent.errors).toEqual([
      { pointer: '/orderBy', detail: 'must be one of PRICE_ASC, PRICE_DESC' },
    ]);
    expect((await call('products', { orderBy: 'NOPE_ASC' })).structuredContent.errors[0].pointer).toBe('/orderBy');
    expect((await call('products', { first: 'all' })).structuredContent.errors[0].pointer).toBe('/first');
    // The fields of a flat body are arguments too.
    const flat = { userName: 'ann', productId: 'p1', quantity: 'two', 'a/b': 1, version: 2 };
    const detail = 'is not an argument here; there is userName, productId, quantity, color, expectedVersion';
    expect((await call('setBasketItemQuantity', flat)).structuredContent).toMatchObject({
      type: '/problems/validation',
      errors: [
        { pointer: '/a~1b', detail },
        { pointer: '/quantity', detail: 'must be a whole number' },
        { pointer: '/version', detail },
      ],
    });
  });

  test('names the orders of its schema where there is no such one', async () => {
    const { json } = await send(list);
    const { inputSchema } = json.result.tools.find(({ name }: { name: string }) => name === 'products');
    for (const orderBy of ['NOPE', 'price', '-price', {}]) {
      const { structuredContent } = await call('products', { orderBy });
      expect(structuredContent).toMatchObject({ type: '/problems/bad-query', detail: 'One argument is wrong.' });
      expect(structuredContent.errors).toEqual([
        { pointer: '/orderBy', detail: `must be one of ${inputSchema.properties.orderBy.enum.join(', ')}` },
      ]);
    }
  });

  test.each([
    ['a number for a cursor', 'products', { after: 5 }, 'bad-query', '/after', 'must be a text'],
    ['a number for the cursor of a feed', 'productChanges', { since: 5 }, 'bad-query', '/since', 'must be a text'],
    ['a text for a number', 'products', { first: '5' }, 'bad-query', '/first', 'must be a whole number from 0 to 100'],
    [
      'a list for a number',
      'productChanges',
      { wait: [5] },
      'bad-query',
      '/wait',
      'must be a whole number from 0 to 20',
    ],
    [
      'an object for a flag',
      'createProducts',
      { items: [product], dryRun: {} },
      'bad-query',
      '/dryRun',
      'must be true or false',
    ],
    [
      'a list for an idempotency key',
      'createProduct',
      { input: product, idempotencyKey: [] },
      'bad-query',
      '/idempotencyKey',
      'must be a text',
    ],
    ['a number for a key', 'product', { id: 5 }, 'bad-path', '/id', 'must be a text'],
    ['no key', 'product', {}, 'bad-path', '/id', 'is required'],
    // The pointers of a body start in it, on every face.
    ['a text for a body', 'createProduct', { input: 'x' }, 'validation', '', 'input must be an object'],
    ['a number for a patch', 'updateProduct', { id: 'p1', patch: 5 }, 'validation', '', 'patch must be an object'],
    ['a text for a list', 'createProducts', { items: 'x' }, 'validation', '/items', 'must be a list'],
    ['a number for keys', 'productsByKey', { keys: 5 }, 'validation', '/keys', 'must be a list'],
  ])('refuses %s', async (_, name, wrong, code, pointer, detail) => {
    expect(await call(name, wrong)).toMatchObject({
      isError: true,
      structuredContent: { type: `/problems/${code}`, errors: [{ pointer, detail }] },
    });
  });

  test('names all that is of another type at once, and takes null for what may be left out', async () => {
    const wrong = await call('products', { first: 'x', after: 5, orderBy: 1, last: 2 });
    expect(wrong.structuredContent.detail).toBe('4 arguments are wrong.');
    expect(wrong.structuredContent.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/after',
      '/first',
      '/last',
      '/orderBy',
    ]);
    expect(await call('products', { first: null, after: null, orderBy: null })).not.toHaveProperty('isError');
  });

  test('says what a key can be', async () => {
    @Domain('shelf', {
      access: { read: anyone, write: anyone },
      key: { partition: 'room', sort: 'level' },
      operations: ['get'],
    })
    class Shelf {
      @Enumeration('Room', ['CELLAR', 'ATTIC']) room!: string;
      @Integer({ min: 1, max: 9 }) level!: number;
      @Text({ max: 60, optional: true }) label?: string;
    }
    const shelves = await openGateway('v1', { domains: [Shelf] });
    const ask = async (given: object): Promise<any> =>
      (await shelves.send('POST', '/mcp', { body: calling('shelf', given) })).json.result.structuredContent;
    const room = { pointer: '/room', detail: 'must be one of CELLAR, ATTIC' };
    const level = { pointer: '/level', detail: 'must be a whole number from 1 to 9' };
    for (const wrong of [undefined, null, 5, 'GARAGE']) {
      expect(await ask({ room: wrong, level: 1 })).toMatchObject({ type: '/problems/bad-path', errors: [room] });
    }
    expect(await ask({ room: 'ATTIC', level: '1' })).toMatchObject({ type: '/problems/bad-path', errors: [level] });
    expect((await ask({ room: 'ATTIC', level: 10 })).errors).toEqual([level]);
    expect((await ask({})).errors).toEqual([{ pointer: '/level', detail: 'is required' }, room]);
    expect((await ask({ room: 'ATTIC', level: 1 })).type).toBe('/problems/not-found');
  });

  test('that gives nothing says that it is done', async () => {
    await call('createProduct', { input: { ...product, id: 'gone' } });
    expect(await call('deleteProduct', { id: 'gone' })).toEqual({ content: [{ type: 'text', text: 'Done.' }] });
  });

  test('that breaks tells nothing of why, and the log does', async () => {
    const broken = gateway.operations.find(({ name }) => name === 'lambdaApigateway')!;
    const run = jest.spyOn(broken, 'run').mockRejectedValue(new Error('a secret of ours'));
    try {
      const { isError, structuredContent } = await call('lambdaApigateway', { id: 'x' });
      expect([isError, structuredContent.type]).toEqual([true, '/problems/internal']);
      expect(JSON.stringify(structuredContent)).not.toContain('secret');
      expect(gateway.log.at(-1)).toMatchObject({
        level: 'error',
        face: 'mcp',
        operation: 'lambdaApigateway',
        code: 'internal',
        error: { text: 'a secret of ours' },
      });
    } finally {
      run.mockRestore();
    }
  });

  test('has its operation, its code and its face in the log and the metrics', async () => {
    measured.splice(0);
    await call('product', { id: 'nobody' });
    await send(list);
    await send({ ...list, method: 'made-up-by-the-caller' });
    await send(calling('made-up-by-the-caller', {}));
    expect(measured).toMatchObject([
      { face: 'mcp', operation: 'product', faults: ['client'], code: 'not-found' },
      { face: 'mcp', operation: 'tools/list', faults: ['none'] },
      { face: 'mcp', operation: undefined },
      { face: 'mcp', operation: undefined },
    ]);
    expect(gateway.log.at(-4)).toMatchObject({ face: 'mcp', operation: 'product', status: 200, code: 'not-found' });
  });

  test('ends before the time of its request does', async () => {
    const wait = { since: undefined, wait: 20 };
    const answer = await send(calling('productChanges', wait), { lambda: lambdaContext(2_000) });
    expect(answer.json.result).toMatchObject({ isError: true, structuredContent: { type: '/problems/timeout' } });
  });
});

describe('the schemas of the tools', () => {
  interface Told {
    readonly name: string;
    readonly description: string;
    readonly inputSchema: object;
    readonly outputSchema?: object;
    readonly annotations: Record<string, boolean>;
  }
  let tools: ReadonlyMap<string, Told>;
  beforeAll(async () => {
    const { json } = await send(list);
    tools = new Map((json.result.tools as Told[]).map((tool) => [tool.name, tool]));
  });

  test.each(operationsOf(domains).map((operation) => ({ name: operation.name, operation })))(
    'of $name take a good call and refuse one with an argument too many',
    ({ operation }) => {
      const tool = tools.get(operation.name)!;
      expect(tool.description).toBe(operation.doc);
      // The specification names this version of JSON Schema where a schema names none.
      const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } });
      const check = ajv.compile(tool.inputSchema);
      const [good] = casesOf(operation);
      const given = JSON.parse(JSON.stringify(argumentsOf(operation, good!.input))) as object;
      expect(check(given) || check.errors).toBe(true);
      expect(check({ ...given, surplus: 1 })).toBe(false);
      for (const { name, required } of namedArguments(operation)) {
        if (required)
          expect(check(Object.fromEntries(Object.entries(given).filter(([other]) => other !== name)))).toBe(false);
      }
    },
  );

  test('say what reads, what only adds, and what may be sent twice', () => {
    const hints = (name: string): unknown => tools.get(name)!.annotations;
    expect(hints('product')).toEqual({ readOnlyHint: true, openWorldHint: false });
    const writing = { readOnlyHint: false, openWorldHint: false };
    expect(hints('createProduct')).toEqual({ ...writing, destructiveHint: false, idempotentHint: false });
    expect(hints('createProducts')).toEqual({ ...writing, destructiveHint: false, idempotentHint: false });
    // RFC 7396: a merge patch sets and removes, so that the second one finds its work done.
    expect(hints('updateProduct')).toEqual({ ...writing, destructiveHint: true, idempotentHint: true });
    expect(hints('replaceProduct')).toEqual({ ...writing, destructiveHint: true, idempotentHint: true });
    expect(hints('deleteProduct')).toEqual({ ...writing, destructiveHint: true, idempotentHint: true });
    expect(hints('checkout')).toEqual({ ...writing, destructiveHint: true, idempotentHint: false });
    expect(hints('putBasket')).toEqual({ ...writing, destructiveHint: true, idempotentHint: true });
    expect(hints('setBasketItemQuantity')).toEqual({ ...writing, destructiveHint: true, idempotentHint: true });
    expect(hints('addBasketItem')).toEqual({ ...writing, destructiveHint: true, idempotentHint: false });
  });

  // RFC 9110, section 9.2.2: the intended effect of several identical requests is that of one.
  test('say that a call may be sent twice exactly where the second leaves what the first has left', async () => {
    const trial = await openGateway('v1');
    const run = async (name: string, given: object): Promise<void> => {
      await trial.send('POST', '/mcp', { body: calling(name, given) });
    };
    const stored = async (): Promise<string> => {
      const paths = ['/product', '/basket', '/order', '/lambda-apigateway'];
      const answers = await Promise.all(paths.map(async (path) => trial.send('GET', path)));
      return JSON.stringify(
        answers.map(({ json }) => json.items),
        (name, value: unknown) => (['version', 'updatedAt'].includes(name) ? undefined : value),
      );
    };
    const results: [string, boolean][] = [];
    const calls: [string, object][] = [
      ['createProduct', { input: { title: 'Lamp', category: 'Light', price: 1 } }],
      ['createProducts', { items: [{ title: 'Lamp', category: 'Light', price: 1 }] }],
      ['createProduct', { input: product }],
      ['updateProduct', { id: 'p1', patch: { price: 7 } }],
      ['replaceProduct', { id: 'p1', input: { ...product, price: 8 } }],
      ['putBasket', { input: { userName: 'ann', items: [{ productId: 'p1', quantity: 1 }] } }],
      ['addBasketItem', { userName: 'ann', productId: 'p1', quantity: 1 }],
      ['setBasketItemQuantity', { userName: 'ann', productId: 'p1', quantity: 5 }],
      ['removeBasketItem', { userName: 'ann', productId: 'p1' }],
      ['deleteBasket', { userName: 'ann' }],
      ['deleteProduct', { id: 'p1' }],
    ];
    for (const [name, given] of calls) {
      await run(name, given);
      const once = await stored();
      await run(name, given);
      results.push([name, once === (await stored())]);
    }
    for (const [name, same] of results) {
      // A create with an id of its own cannot be told from one without, so it counts as the worse of both.
      const isHinted = tools.get(name)!.annotations.idempotentHint;
      if (isHinted || !name.startsWith('create')) expect({ name, same }).toEqual({ name, same: isHinted });
    }
    expect(results.slice(0, 2)).toEqual([
      ['createProduct', false],
      ['createProducts', false],
    ]);
  });

  test('hold no reference, and cost what they cost', () => {
    const text = JSON.stringify([...tools.values()]);
    expect(text).not.toContain('$ref');
    // 28 KB for the 33 tools of the shop, which is what an agent pays for before it does anything.
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
  });
});

describe('what a domain serves to agents', () => {
  async function told(options: DomainOptions): Promise<string[]> {
    @Domain('letter', { access: { read: anyone, write: signedIn }, scan: true, events: true, ...options })
    class Letter {
      @Id() id!: string;
      @Text({ max: 60, example: 'Dear Ann' }) words!: string;
    }
    const served = await openGateway('v1', { domains: [Letter] });
    const ask: typeof served.send = async (...request) => served.send(...request);
    const { json } = await ask('POST', '/mcp', { body: list });
    const refused = await ask('POST', '/mcp', { body: calling('deleteLetter', { id: 'x' }) });
    if (options.agents !== undefined) expect(refused.json.error.code).toBe(-32602);
    // The other faces have it all the same.
    expect((await ask('DELETE', '/letter/x')).json.type).toBe('/problems/not-found');
    return json.result.tools.map(({ name }: { name: string }) => name);
  }

  test('is everything, when it does not say', async () => {
    expect(await told({})).toEqual([
      'letter',
      'letters',
      'createLetter',
      'replaceLetter',
      'updateLetter',
      'deleteLetter',
      'lettersByKey',
      'createLetters',
      'letterChanges',
    ]);
  });

  test('is what it names; its feed goes with its list', async () => {
    expect(await told({ agents: ['get'] })).toEqual(['letter']);
    expect(await told({ agents: ['get', 'list'] })).toEqual(['letter', 'letters', 'letterChanges']);
    expect(await told({ agents: false })).toEqual([]);
  });

  test('is nothing that it does not have', () => {
    expect(() => {
      @Domain('letter', { scan: true, operations: ['get'], agents: ['get', 'list'] })
      class Letter {
        @Id() id!: string;
      }
      return Letter;
    }).toThrow("Letter: agents names 'list', which is not one of its operations: get.");
  });
});
