import type { Authentication } from '../../api/auth/authentication';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// RFC 9111: section 5.2.2.4 (no-cache), 5.2.2.5 (no-store), 5.2.2.7 (private), 4.1 (Vary) and 4.3 (validation). Section
// 3.5 forbids shared caches to keep answers to requests with Authorization, but knows nothing of an x-api-key.

const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = headers.get('x-api-key') ?? /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};
const admin = { authorization: 'Bearer admin' };
const book = { id: 'p-1', title: 'Radio', category: 'Radio', price: 10 };
const keep = 'private, no-cache';

describe.each(formats)('events of %s', (format) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(format, { authentication, corsOrigins: ['https://shop.example'] });
    await gateway.send('POST', '/book', { body: book, headers: admin });
    await gateway.send('POST', '/shelf', { body: { userName: 'ada', items: [] }, headers: { 'x-api-key': 'ada' } });
  });

  test.each([
    ['/book/p-1', {}, 'no-cache'],
    ['/book', {}, 'no-cache'],
    ['/book/p-1', admin, keep],
    ['/shelf/ada', { 'x-api-key': 'ada' }, keep],
    ['/loan/ada', { 'x-api-key': 'ada' }, keep],
    ['/graphql?query={__typename}', { ...admin, 'apollo-require-preflight': 'true' }, keep],
    ['/shelf/ada', {}, 'no-store'],
    ['/shelf/ada', { authorization: 'Bearer bob' }, 'no-store'],
    ['/nothing/here', {}, 'no-store'],
  ])('GET %s as %j may be kept as %s', async (path, headers, caching) => {
    for (const method of ['GET', 'HEAD']) {
      if (method === 'HEAD' && (path.startsWith('/graphql') || caching === 'no-store')) continue;
      const answer = await gateway.send(method, path, { headers });
      expect({ path, caching: answer.headers['cache-control'] }).toEqual({ path, caching });
      if (answer.status < 400) expect(answer.headers['vary']).toContain('Authorization, X-Api-Key');
    }
  });

  test('what is kept is validated with its ETag, and by nobody who may not see it', async () => {
    const headers = { 'x-api-key': 'ada' };
    const { etag } = (await gateway.send('GET', '/shelf/ada', { headers })).headers;
    const again = await gateway.send('GET', '/shelf/ada', { headers: { ...headers, 'if-none-match': etag! } });
    expect(again).toMatchObject({ status: 304, headers: { etag, 'cache-control': keep } });
    expect(again.headers['vary']).toContain('Authorization, X-Api-Key');
    const other = { authorization: 'Bearer bob', 'if-none-match': etag! };
    expect((await gateway.send('GET', '/shelf/ada', { headers: other })).status).toBe(403);
  });

  test('no write is kept', async () => {
    const patched = await gateway.send('PATCH', '/book/p-1', { body: { price: 11 }, headers: admin });
    expect([patched.status, patched.headers['cache-control']]).toEqual([200, 'no-store']);
    const asked = await gateway.graphql('{ __typename }', {}, admin);
    expect(asked.headers['cache-control']).toBe('no-store');
  });
});
