import { corsHeaders } from './cors';
import type { Request } from './message';

const shop = 'https://shop.example';

/** The CORS headers for a request of an origin, by a list of origins. */
function headersFor(
  origins: readonly string[],
  origin: string | undefined,
  more: Record<string, string> = {},
  method = 'GET',
) {
  const request: Request = {
    method,
    path: '/product',
    query: [],
    headers: new Map(Object.entries({ ...(origin !== undefined && { origin }), ...more })),
    body: Buffer.alloc(0),
    requestId: 'r',
    basePath: '',
    signal: new AbortController().signal,
  };
  return corsHeaders(request, { origins }, ['GET', 'PUT', 'OPTIONS']);
}

const preflight = { 'access-control-request-method': 'PUT' };

test('without a list of origins there is no CORS at all', () => {
  expect(headersFor([], shop)).toEqual({});
  expect(headersFor([], shop, preflight, 'OPTIONS')).toEqual({});
});

describe('an origin on the list', () => {
  test('may read the answer and the headers that matter', () => {
    expect(headersFor([shop, 'https://other.example'], shop)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': shop,
      'access-control-expose-headers': expect.stringMatching(/ETag.*Link, Location, Retry-After/),
    });
  });

  test('learns in a preflight which methods the path has and which headers it may send', () => {
    const asked = { ...preflight, 'access-control-request-headers': 'authorization,if-match' };
    expect(headersFor([shop], shop, asked, 'OPTIONS')).toMatchObject({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'GET, PUT, OPTIONS',
      'access-control-allow-headers': 'authorization, if-match',
      'access-control-max-age': '600',
    });
  });

  test('gets no preflight answer to an OPTIONS of another kind', () => {
    expect(headersFor([shop], shop, {}, 'OPTIONS')).not.toHaveProperty('access-control-allow-methods');
    expect(headersFor([shop], shop, preflight, 'GET')).not.toHaveProperty('access-control-allow-methods');
  });
});

test.each([
  ['another origin', 'https://evil.example'],
  ['the same host without TLS', 'http://shop.example'],
  ['the same host on another port', 'https://shop.example:8443'],
  ['a host that begins alike', 'https://shop.example.evil.example'],
  ['a host that ends alike', 'https://evilshop.example'],
  ['another case', 'https://SHOP.example'],
  ['null, the origin of a sandbox', 'null'],
  ['an empty origin', ''],
  ['a star', '*'],
  ['no origin', undefined],
])('%s gets nothing, but a cache learns that the answer depends on it', (_, origin) => {
  expect(headersFor([shop], origin, preflight, 'OPTIONS')).toEqual({ vary: 'Origin' });
});

describe('the list "*"', () => {
  test('lets every origin read', () => {
    expect(headersFor(['*'], 'https://any.example')).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.any(String),
    });
  });

  test('adds nothing where no origin asks', () => {
    expect(headersFor(['*'], undefined)).toEqual({});
  });
});

test('credentials are not allowed unless it is said', () => {
  for (const origins of [[shop], ['*'], ['*', shop]]) {
    const headers = headersFor(origins, shop, preflight, 'OPTIONS');
    expect(Object.keys(headers)).not.toContain('access-control-allow-credentials');
  }
});
