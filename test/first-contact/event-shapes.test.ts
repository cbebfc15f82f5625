import type { Operation } from '../../services/operation';
import type { Answer } from '../answer';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { eventShapes } from './event-shapes';
import type { EventShape, Wire } from './event-shapes';

// Every form of event, with its source in event-shapes.ts, through every route of the gateway.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1');
});

const send = async (shape: EventShape, wire: Wire): Promise<Answer> => gateway.invoke(shape.event(wire));

/** What a caller is told, without what differs from one answer to the next. */
const told = ({ status, text, headers }: Answer): object => ({
  status,
  type: headers['content-type'],
  problem: headers['content-type']?.startsWith('application/problem+json') ? JSON.parse(text).type : undefined,
});

/** A request that changes nothing: what it names is not there, and what it sends is not whole. */
function wireOf({ route, body }: Operation): Wire {
  const path = route.path.replace(/\{\w+\}/g, 'nothing-here');
  return { method: route.method, path, route: route.path, ...(body && { body: '{}' }) };
}

/** The address of a sender that says which of its domains was asked; a load balancer and the console do not. */
function originOf({ name }: EventShape): string {
  if (/balancer|console|private/.test(name)) return '';
  if (name === 'function URL') return 'https://abc.lambda-url.eu-west-1.on.aws';
  return /at a domain|REST API|format 1.0/.test(name)
    ? 'https://shop.example'
    : 'https://abcdef1234.execute-api.eu-west-1.amazonaws.com';
}

const post = (path: string, body: object): Wire => ({ method: 'POST', path, route: path, body: JSON.stringify(body) });
const page = (path: string, method = 'GET'): Wire => ({ method, path, route: path === '/' ? '/' : '/{proxy+}' });
const others: readonly Wire[] = [
  post('/graphql', { query: '{ __typename }' }),
  post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  post('/dynamodbmanager', { operation: 'echo', payload: { a: 1 } }),
  ...['/', '/docs', '/openapi.json', '/asyncapi.json', '/schema.graphql', '/problems/validation', '/health'].map(
    (path) => page(path),
  ),
  page('/nothing-here'),
  page('/book/p-1', 'OPTIONS'),
];

describe.each(eventShapes.map((shape) => ({ ...shape, shape })))('$name', ({ shape, basePath }) => {
  test('reaches every route as a plain event does', async () => {
    const wires = [...gateway.operations.map(wireOf), ...others];
    const plain = await Promise.all(
      wires.map(async ({ method, path, body }) =>
        gateway.send(method, path, {
          raw: body,
          headers: { 'content-type': 'application/json' },
        }),
      ),
    );
    const answers = await Promise.all(wires.map(async (wire) => send(shape, wire)));
    const named = (list: readonly Answer[]) =>
      list.map((answer, index) => [`${wires[index]!.method} ${wires[index]!.path}`, told(answer)]);
    expect(named(answers)).toEqual(named(plain));
  });

  test('leads back to what it has made, and on to the next page', async () => {
    const book = { title: 'Pocket Camera', category: 'Camera', price: 1 };
    const made = await send(shape, post('/book', { id: 'e-1', ...book }));
    expect(made).toMatchObject({ status: 201, headers: { location: `${basePath}/book/e-1`, etag: '"1"' } });
    await send(shape, post('/book', { id: 'e-2', ...book }));

    const item = { path: made.headers.location!.slice(basePath.length), route: '/book/{id}' };
    expect((await send(shape, { ...item, method: 'GET' })).json).toMatchObject({ id: 'e-1', version: 1 });
    const patched = await send(shape, {
      ...item,
      method: 'PATCH',
      body: '{"price":2}',
      headers: { 'if-match': '"1"' },
    });
    expect(patched).toMatchObject({ status: 200, headers: { etag: '"2"' } });

    const first = await send(shape, { method: 'GET', path: '/book', route: '/book', query: 'limit=1' });
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.headers.link ?? '') ?? [];
    expect(next.startsWith(`${basePath}/book?`)).toBe(true);
    const query = next.slice(next.indexOf('?') + 1);
    const second = await send(shape, { method: 'GET', path: '/book', route: '/book', query });
    expect([...first.json.items, ...second.json.items].map(({ id }: any) => id).toSorted()).toEqual(['e-1', 'e-2']);

    const { json: document } = await send(shape, page('/openapi.json'));
    expect(document.servers).toEqual([{ url: `${originOf(shape)}${basePath}` || '/' }]);
    const echo = await send(shape, post('/dynamodbmanager', { operation: 'ping' }));
    expect(echo.headers.link).toBe(`<${basePath}/openapi.json>; rel="successor-version"`);
    for (const id of ['e-1', 'e-2']) {
      const gone = await send(shape, { method: 'DELETE', path: `/book/${id}`, route: '/book/{id}' });
      expect(gone.status).toBe(204);
    }
  });
});

// Two routes with a slash at the end, which a mapping keeps: https://github.com/floci-io/floci/issues/2136
test.each([
  ['/shop/book/', '/book', '/book/'],
  ['/shop', '/', '/'],
  ['/shop/', '/', '/'],
])('a mapping keeps the slash at the end of %s', async (path, resource, own) => {
  const shape = eventShapes.find(({ basePath }) => basePath === '/shop')!;
  const event = { ...shape.event({ method: 'GET', path: own, route: resource }), path };
  const requestContext = { stage: 'prod', path, resourcePath: resource };
  expect((await gateway.invoke({ ...event, requestContext })).status).toBe(200);
});

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#respond-to-load-balancer
test.each([
  ['load balancer with single values', ['body', 'headers', 'isBase64Encoded', 'statusCode', 'statusDescription']],
  [
    'load balancer with lists of values',
    ['body', 'isBase64Encoded', 'multiValueHeaders', 'statusCode', 'statusDescription'],
  ],
])('the answer to a %s has its form', async (name, members) => {
  const shape = eventShapes.find((candidate) => candidate.name === name)!;
  const event = shape.event(post('/book', { id: 'alb', title: 'a', category: 'a', price: 1 }));
  const answer = (await gateway.handler(event, {})) as any;
  expect(Object.keys(answer).toSorted()).toEqual(members);
  expect(answer.statusDescription).toBe('201 Created');
  const { location, etag } = answer.headers ?? answer.multiValueHeaders;
  expect([location, etag].flat()).toEqual(['/book/alb', '"1"']);
  await gateway.send('DELETE', '/book/alb');
});

// 1 MB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#lambda-functions-limits
test('an answer that a load balancer would not take is refused in words', async () => {
  const echo = post('/dynamodbmanager', { operation: 'echo', payload: 'x'.repeat(1024 * 1024) });
  for (const { name, event } of eventShapes) {
    const answer = await gateway.invoke(event(echo));
    expect([name, answer.status]).toEqual([name, name.startsWith('load balancer') ? 413 : 200]);
  }
});
