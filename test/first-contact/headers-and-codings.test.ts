import { deflateSync, gzipSync } from 'node:zlib';
import { payloads } from '../../local/lambda';
import { openGateway } from '../harness';
import type { Call, TestGateway } from '../harness';
import { eventShapes } from './event-shapes';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1');
  const body = { id: 'p-1', title: 'Pocket Camera', category: 'Camera', price: 1 };
  expect((await gateway.send('POST', '/book', { body })).status).toBe(201);
});

// Names do not differ by their letters (RFC 9110, section 5.1), and several lines are one list (section 5.3).
describe('a header in two spellings', () => {
  const read = { method: 'GET', path: '/book/p-1', route: '/book/{id}' };
  /** The event of a REST API, of an HTTP API and of a load balancer, with these headers in the one map or the other. */
  const events = (headers: Record<string, string>, wire: object = read) =>
    [
      'REST API at its own address',
      'HTTP API at its own address, default stage',
      'load balancer with single values',
    ].map((name) => {
      const event = eventShapes.find((shape) => shape.name === name)!.event(wire as typeof read);
      const lists = Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, [value]]));
      return { ...event, headers, ...('multiValueHeaders' in event && { multiValueHeaders: lists }) };
    });

  test('is the list of both', async () => {
    for (const event of events({ 'If-None-Match': '"1"', 'if-none-match': '"7"' })) {
      expect((await gateway.invoke(event)).status).toBe(304);
    }
    for (const event of events({ 'If-None-Match': '"7"', 'if-none-match': '"1"' })) {
      expect((await gateway.invoke(event)).status).toBe(304);
    }
  });

  test('is refused where there can be one only', async () => {
    const write = { method: 'POST', path: '/book', route: '/book', body: '{}' };
    for (const event of events({ 'Content-Type': 'application/json', 'content-type': 'text/plain' }, write)) {
      expect((await gateway.invoke(event)).status).toBe(415);
    }
    const keyed = { 'content-type': 'application/json', 'Idempotency-Key': 'a', 'idempotency-key': 'b' };
    for (const event of events(keyed, { ...write, body: '{"title":"a","category":"a","price":1}' })) {
      expect((await gateway.invoke(event)).json.type).toBe('/problems/idempotency-key-invalid');
    }
  });

  test('is one header where both say the same', async () => {
    const query = { method: 'POST', path: '/graphql', route: '/graphql', body: '{"query":"{ __typename }"}' };
    for (const event of events({ 'Content-Type': 'application/json', 'content-type': 'application/json' }, query)) {
      expect((await gateway.invoke(event)).json).toEqual({ data: { __typename: 'Query' } });
    }
  });
});

describe.each(payloads)('a coded body in %s events', (payload) => {
  let other: TestGateway;
  beforeAll(async () => {
    other = await openGateway(payload, { tablePrefix: gateway.prefix });
  });
  const text = '{"query":"{ __typename }"}';
  const doors: readonly [string, string, string][] = [
    ['POST', '/book', '{"title":"a","category":"a","price":1}'],
    ['PATCH', '/book/p-1', '{"price":1}'],
    ['POST', '/graphql', text],
    ['POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
    ['POST', '/dynamodbmanager', '{"operation":"ping"}'],
  ];
  const coded = (coding: string, raw: string | Buffer): Call => ({
    raw,
    headers: { 'content-type': 'application/json', 'content-encoding': coding },
  });

  // RFC 9110, section 15.5.16.
  test.each(doors)('%s %s is refused with what is taken', async (method, path, body) => {
    for (const [coding, raw] of [
      ['gzip', gzipSync(body)],
      ['GZIP', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['br', body],
      ['zstd', body],
    ] as const) {
      const answer = await other.send(method, path, coded(coding, raw));
      expect(answer).toMatchObject({ status: 415, headers: { 'accept-encoding': 'identity' } });
      expect(answer.text).toMatch(/without a Content-Encoding/);
    }
  });

  test('that is plain text is refused when it says that it is coded', async () => {
    for (const coding of ['gzip', 'x-gzip', 'deflate']) {
      const answer = await other.send('POST', '/graphql', coded(coding, text));
      expect(answer).toMatchObject({ status: 415, headers: { 'accept-encoding': 'identity' } });
    }
  });

  test('that has no coding, or only says so, is read', async () => {
    expect((await other.send('POST', '/graphql', coded('identity', text))).status).toBe(200);
    expect((await other.send('GET', '/book/p-1', { headers: { 'content-encoding': 'gzip' } })).status).toBe(200);
  });
});

// A REST API inflates the body and leaves the header: https://github.com/dougmoscrop/serverless-http/issues/194
test.each(['gzip', 'deflate'])(
  'a body that a REST API has inflated is read, its Content-Encoding %s still there',
  async (coding) => {
    const wire = {
      method: 'POST',
      path: '/graphql',
      route: '/graphql',
      body: '{"query":"{ __typename }"}',
      headers: { 'Content-Encoding': coding },
    };
    const statuses = await Promise.all(
      eventShapes.map(async ({ name, event }) => [name, (await gateway.invoke(event(wire))).status]),
    );
    expect(statuses).toEqual(eventShapes.map(({ name }) => [name, name.startsWith('REST API') ? 200 : 415]));
  },
);
