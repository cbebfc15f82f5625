import { createHash } from 'node:crypto';
import { apiKeyAuthentication } from '../../../api/auth/authentication';
import { pathOf } from '../../../api/http/path';
import { legacyMediaType } from '../../../api/legacy/profile';
import { channels } from '../../../schema/channels';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Who it is comes before what it says, and the look ends at the first limit. OWASP API4:2023, unrestricted resource
// consumption; RFC 9110, section 15.5.14, 413 Content Too Large; CWE-407, inefficient algorithmic complexity.

const type = { 'content-type': 'application/json' };
const key = { 'x-api-key': 'the key of a machine' };
const digest = createHash('sha256').update(key['x-api-key']).digest('hex');

/** Reading any of it as JSON would be a mistake that the answer names. */
const noise = (bytes: number): string => '{'.padEnd(bytes, '~');

/** A text with more values than any channel reads, and no JSON behind them. */
const values = (count: number): string => `[${'1,'.repeat(count)}~`;

/** Where each channel reads a body of whom it does not know. */
const doors = [
  ['/graphql', 'graphql'],
  ['/mcp', 'mcp'],
  ['/product/batch/get', 'rest'],
] as const;

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, {
      authentication: apiKeyAuthentication([{ name: 'machine', roles: ['admin'], digest }]),
    });
  });

  const sent = async (path: string, raw: string, headers: Record<string, string> = {}) => {
    const { status, text } = await gateway.send('POST', path, { raw, headers: { ...type, ...headers } });
    return { status, problem: /\/problems\/([\w-]+)/.exec(text)?.[1] ?? text };
  };

  test.each(doors)('POST %s of nobody is not parsed when it is large', async (path, name) => {
    const { anonymousBytes } = channels[name].reads;
    const large = await sent(path, noise(anonymousBytes + 1));
    expect(large).toEqual({ status: 413, problem: 'payload-too-large' });
    // One byte less is read, and found to be no JSON.
    expect((await sent(path, noise(anonymousBytes))).problem).toBe('malformed-json');
  });

  test.each(doors)('POST %s of somebody who is known is read, up to its values', async (path, name) => {
    const { anonymousBytes, values: most } = channels[name].reads;
    expect((await sent(path, noise(anonymousBytes + 1), key)).problem).toBe('malformed-json');
    // Nobody has looked at what stands behind the last value.
    expect(await sent(path, values(most + 1), key)).toEqual({ status: 413, problem: 'payload-too-large' });
    expect((await sent(path, values(most - 2), key)).problem).toBe('malformed-json');
  });

  test.each(['/dynamodbmanager', '/product'])('POST %s of nobody is refused for who sends it', async (path) => {
    const { anonymousBytes } = channels.envelope.reads;
    for (const size of [1, anonymousBytes + 1]) {
      expect(await sent(path, noise(size))).toEqual({ status: 401, problem: 'unauthenticated' });
    }
  });

  test('a token that nobody believes is refused without the id in a large message', async () => {
    const wrong = { 'x-api-key': 'another key' };
    const message = { jsonrpc: '2.0', id: 7, method: 'tools/list', params: {} };
    const small = await gateway.send('POST', '/mcp', { body: message, headers: wrong });
    expect([small.status, small.json.id]).toEqual([401, 7]);
    const params = { noise: noise(channels.mcp.reads.anonymousBytes) };
    const large = await gateway.send('POST', '/mcp', { body: { ...message, params }, headers: wrong });
    expect([large.status, large.json.id]).toEqual([401, undefined]);
    // Who is known is told which of the messages was refused, however large it was.
    const known = await gateway.send('POST', '/mcp', { body: { ...message, method: 5, params }, headers: key });
    expect([known.status, known.json.id]).toEqual([400, 7]);
  });

  test('an old client that nobody knows is refused before the old form of its body is read', async () => {
    const { anonymousBytes, values: most } = channels.legacy.reads;
    const headers = { ...type, accept: legacyMediaType };
    const put = async (raw: string, who: Record<string, string> = {}) =>
      (await gateway.send('PUT', '/product/p1', { raw, headers: { ...headers, ...who } })).text;
    expect(await put(noise(anonymousBytes + 1))).toContain('Without a token a body may have 512 KB here.');
    expect(await put(noise(anonymousBytes + 1), key)).not.toContain('Without a token');
    expect(await put(values(most + 1), key)).toContain(`A body may have ${most} values here`);
  });

  test('an open gateway knows nobody, and reads what anybody sends', async () => {
    const open = await openGateway(payload);
    const large = noise(channels.rest.reads.anonymousBytes + 1);
    const { status } = await open.send('POST', '/product', { raw: large, headers: type });
    expect(status).toBe(400);
  });
});

test('a path of ten thousand segments is put together a few times, not once for each of them', () => {
  const join = jest.spyOn(Array.prototype, 'join');
  try {
    const path = '/'.repeat(10_000);
    const resource = '/{proxy+}';
    expect(pathOf({ resource, path, pathParameters: { proxy: path.slice(1) } }).path).toBe(path);
    expect(pathOf({ resource, path: `/shop${path}`, pathParameters: { proxy: 'no/such' } }).path).toBe(`/shop${path}`);
    expect(join.mock.calls.length).toBeLessThan(20);
  } finally {
    join.mockRestore();
  }
});
