import { gunzipSync } from 'node:zlib';
import { ServiceError } from '../../services/errors';
import { checkAnswer, checkSize, payloadFormat, readRequest, timeLeft, writeReply } from './event';
import type { PayloadFormat } from './event';
import type { Reply, Request } from './message';

const { signal } = new AbortController();

/** The request that a format's event means. */
function read(format: PayloadFormat, event: object): Request {
  return readRequest(event, format, { awsRequestId: 'lambda-1' }, signal);
}

/** The smallest event of each format, with more of its own parts. */
const v1 = (more: object = {}) => ({ httpMethod: 'GET', path: '/product', ...more });
const v2 = (more: object = {}, http: object = {}) => ({
  version: '2.0',
  rawPath: '/product',
  requestContext: { http: { method: 'GET', path: '/product', ...http } },
  ...more,
});

/** The code of the ServiceError that something throws. */
function codeOf(call: () => unknown): string {
  try {
    call();
    return 'nothing thrown';
  } catch (error) {
    return error instanceof ServiceError ? error.code : `not a ServiceError: ${String(error)}`;
  }
}

describe('payloadFormat', () => {
  test.each<[string, unknown, PayloadFormat]>([
    ['a REST API', v1(), 'v1'],
    ['an HTTP API in format 1.0', v1({ version: '1.0' }), 'v1'],
    ['an HTTP API in format 2.0', v2(), 'v2'],
  ])('knows the event of %s', (_, event, format) => {
    expect(payloadFormat(event)).toBe(format);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'GET /'],
    ['an empty object', {}],
    ['an SQS batch', { Records: [] }],
    ['a scheduled event', { 'detail-type': 'Scheduled Event', version: '0' }],
    ['format 2.0 without its method', { version: '2.0', requestContext: {} }],
    ['format 2.0 with null for its context', { version: '2.0', requestContext: null }],
    ['a method that is no text', { httpMethod: 5 }],
  ])('refuses %s', (_, event) => {
    expect(codeOf(() => payloadFormat(event))).toBe('bad-request');
  });
});

describe.each<[PayloadFormat, (more?: object) => object]>([
  ['v1', v1],
  ['v2', v2],
])('an event in format %s', (format, event) => {
  test('with nothing but a method and a path is a whole request', () => {
    expect(read(format, event())).toEqual({
      method: 'GET',
      path: '/product',
      query: [],
      headers: new Map(),
      body: Buffer.alloc(0),
      mayBeInflated: format === 'v1',
      requestId: 'lambda-1',
      basePath: '',
      isDecoded: format === 'v2',
      signal,
    });
  });

  test('may have null for everything that it lacks', () => {
    const nothing = {
      headers: null,
      multiValueHeaders: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      body: null,
      cookies: null,
    };
    expect(read(format, event(nothing))).toEqual(read(format, event()));
  });

  test('has its headers in lower case', () => {
    const { headers } = read(format, event({ headers: { 'Content-Type': 'a', 'X-ONE': 'b' } }));
    expect([...headers]).toEqual([
      ['content-type', 'a'],
      ['x-one', 'b'],
    ]);
  });

  test('gives a header called __proto__ no power', () => {
    const headers = JSON.parse('{"__proto__":"x","constructor":"y"}') as object;
    expect(read(format, event({ headers })).headers.get('__proto__')).toBe('x');
    expect(read(format, event()).headers.get('constructor')).toBeUndefined();
  });

  test.each([
    ['plain text', 'é 😀', false, Buffer.from('é 😀')],
    ['base64', Buffer.from([0, 255, 128]).toString('base64'), true, Buffer.from([0, 255, 128])],
    ['an empty text', '', false, Buffer.alloc(0)],
    ['an empty base64', '', true, Buffer.alloc(0)],
  ])('has the bytes of a body in %s', (_, body, isBase64Encoded, bytes) => {
    expect(read(format, event({ body, isBase64Encoded })).body).toEqual(bytes);
  });

  test('loses its stage where the path begins with it', () => {
    const paths = ['/prod/product/a%2Fb', '/prod', '/prod/', '/production', '/product/prod'];
    const requests = paths.map((path) =>
      read(
        format,
        format === 'v1'
          ? v1({ path, requestContext: { stage: 'prod', path } })
          : { ...v2(), rawPath: path, requestContext: { stage: 'prod', http: { method: 'GET' } } },
      ),
    );
    expect(requests.map(({ path, basePath }) => [path, basePath])).toEqual([
      // An HTTP API has decoded its path: what is left of an escape was sent as one of its characters.
      [format === 'v1' ? '/product/a%2Fb' : '/product/a%252Fb', '/prod'],
      ['/', '/prod'],
      ['/', '/prod'],
      ['/production', ''],
      ['/product/prod', ''],
    ]);
  });

  test('keeps its path as it was sent, encoded where an HTTP API has decoded it', () => {
    const paths = ['/product/%E2%82%AC', '/product/100%', '/product/a+b', '//', '/product/../x', '/product/%00'];
    const encoded = ['/product/%25E2%2582%25AC', '/product/100%25', '/product/a%2Bb', '//', '/product/../x'];
    for (const [index, path] of paths.entries()) {
      const { path: seen } = read(format, format === 'v1' ? v1({ path }) : v2({ rawPath: path }));
      expect(seen).toBe(format === 'v1' ? path : (encoded[index] ?? '/product/%2500'));
    }
  });

  test('has the request id of API Gateway before that of Lambda', () => {
    const requestContext = { requestId: 'gateway-1', http: { method: 'GET' } };
    expect(read(format, event({ requestContext })).requestId).toBe('gateway-1');
    expect(readRequest(event(), format, {}, signal).requestId).toBe('none');
  });

  test('has its method in upper case', () => {
    expect(read(format, format === 'v1' ? v1({ httpMethod: 'patch' }) : v2({}, {})).method).toBe(
      format === 'v1' ? 'PATCH' : 'GET',
    );
    expect(read(format, { ...v2(), httpMethod: 'patch', requestContext: { http: { method: 'patch' } } }).method).toBe(
      'PATCH',
    );
  });
});

describe('format 1.0', () => {
  test('has every value of a query name where the multi-value map is there', () => {
    const query = {
      queryStringParameters: { a: '2', b: '' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: [''] },
    };
    expect(read('v1', v1(query)).query).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', ''],
    ]);
  });

  test('has one value of a query name where only the single map is there', () => {
    for (const many of [{}, { multiValueQueryStringParameters: null }]) {
      expect(read('v1', v1({ queryStringParameters: { a: '1', b: null }, ...many })).query).toEqual([
        ['a', '1'],
        ['b', ''],
      ]);
    }
  });

  test('has its query decoded already, and nothing is decoded twice', () => {
    const values = { a: ['%41', '100%', 'a+b', '%zz'] };
    expect(read('v1', v1({ multiValueQueryStringParameters: values })).query.map(([, value]) => value)).toEqual(
      values.a,
    );
  });

  test('joins the values of a repeated header, which count before the single ones', () => {
    const headers = { headers: { 'If-Match': '"2"' }, multiValueHeaders: { 'If-Match': ['"1"', '"2"'], Accept: [] } };
    expect([...read('v1', v1(headers)).headers]).toEqual([['if-match', '"1", "2"']]);
  });

  test('has headers where only the multi-value map is there', () => {
    expect(read('v1', v1({ headers: null, multiValueHeaders: { Accept: ['a'] } })).headers.get('accept')).toBe('a');
  });

  test.each([
    ['the default endpoint', '/product/1', '/prod/product/1', '/product/1', '/prod'],
    ['a domain of its own', '/product/1', '/product/1', '/product/1', ''],
    ['a domain with a base path', '/product/1', '/shop/v1/product/1', '/product/1', '/shop/v1'],
  ])('tells what stands before the path at %s', (_, path, asked, seen, basePath) => {
    expect(read('v1', v1({ path, requestContext: { stage: 'prod', path: asked } }))).toMatchObject({
      path: seen,
      basePath,
    });
  });

  test('keeps a path whose first segment only looks like the stage', () => {
    const product = { requestContext: { stage: 'product', path: '/product/product/1' } };
    expect(read('v1', v1({ path: '/product/1', ...product }))).toMatchObject({
      path: '/product/1',
      basePath: '/product',
    });
    const list = { requestContext: { stage: 'product', path: '/product/product' } };
    expect(read('v1', v1({ path: '/product', ...list }))).toMatchObject({ path: '/product', basePath: '/product' });
  });
});

describe('format 2.0', () => {
  test('has its query decoded once, in its order, plus signs as spaces', () => {
    const rawQueryString = 'b=%2541&a%20b=c%2Bd+e&empty=&bare&x=1=2&&%E2%82%AC=€';
    expect(read('v2', v2({ rawQueryString })).query).toEqual([
      ['b', '%41'],
      ['a b', 'c+d e'],
      ['empty', ''],
      ['bare', ''],
      ['x', '1=2'],
      ['€', '€'],
    ]);
  });

  test('reads the raw query, not the map in which API Gateway joins values by commas', () => {
    const query = { rawQueryString: 'a=1&a=2%2C3', queryStringParameters: { a: '1,2,3' } };
    expect(read('v2', v2(query)).query).toEqual([
      ['a', '1'],
      ['a', '2,3'],
    ]);
  });

  test.each(['a=%', 'a=%zz', '%c3=1', 'a=%C0%AF', 'a=%ff', 'x=1&a=100%'])(
    'refuses the query %s, which is not UTF-8 in percent signs',
    (rawQueryString) => {
      expect(codeOf(() => read('v2', v2({ rawQueryString })))).toBe('bad-query');
    },
  );

  test('has its cookies in one header', () => {
    expect(read('v2', v2({ cookies: ['a=1', 'b=2'] })).headers.get('cookie')).toBe('a=1; b=2');
    expect(read('v2', v2({ cookies: [] })).headers.has('cookie')).toBe(false);
  });

  test('takes the path of its context where it has no other', () => {
    expect(read('v2', { version: '2.0', requestContext: { http: { method: 'GET', path: '/a' } } }).path).toBe('/a');
  });
});

describe('the time for an answer', () => {
  test.each([
    [10_000, 9_400],
    [29_000, 28_400],
    [60_000, 28_400],
    [900_000, 28_400],
    [601, 1],
    [600, 1],
    [0, 1],
    [-20, 1],
  ])('with %i ms left for Lambda is %i ms', (remaining, time) => {
    expect(timeLeft({ getRemainingTimeInMillis: () => remaining })).toBe(time);
  });

  test('is that of API Gateway where Lambda does not say', () => {
    expect(timeLeft({})).toBe(28_400);
  });
});

describe('the size of a request', () => {
  const sized = (more: Partial<Request>) => codeOf(() => checkSize({ ...read('v1', v1()), ...more }));

  test.each<[string, Partial<Request>, string]>([
    ['a URL of 10,240 characters', { path: `/${'x'.repeat(10_239)}` }, 'nothing thrown'],
    ['a URL of 10,241 characters', { path: `/${'x'.repeat(10_240)}` }, 'uri-too-long'],
    [
      'a path and a query that are too long together',
      { path: `/${'x'.repeat(6_000)}`, query: [['a', 'y'.repeat(6_000)]] },
      'uri-too-long',
    ],
    ['a query of very many names', { query: Array.from({ length: 4_000 }, () => ['a', ''] as const) }, 'uri-too-long'],
    ['a body of 6 MB', { body: Buffer.alloc(6 * 1024 * 1024) }, 'nothing thrown'],
    ['a body of 6 MB and a byte', { body: Buffer.alloc(6 * 1024 * 1024 + 1) }, 'payload-too-large'],
  ])('%s', (_, more, code) => {
    expect(sized(more)).toBe(code);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, of bytes and not of letters.
test.each([
  ['a', 1],
  ['é', 2],
  ['漢', 3],
  ['😀', 4],
])('an answer of the letter %s may have 5.5 MB, and not a byte more', (letter, bytes) => {
  const most = Math.floor((5.5 * 1024 * 1024) / bytes);
  const reply = (count: number): Reply => ({ status: 200, headers: {}, body: letter.repeat(count) });
  expect(checkAnswer(reply(most), 'v2').body).toHaveLength(most * letter.length);
  expect(() => checkAnswer(reply(most + 1), 'v2')).toThrow(/more than 5\.5 MB/);
});

describe('writeReply', () => {
  const large = 'x'.repeat(2_000);
  const asked = (headers: Record<string, string>, method = 'GET'): Request => ({
    ...read('v1', v1()),
    method,
    headers: new Map(Object.entries(headers)),
  });
  const gzip = asked({ 'accept-encoding': 'gzip' });

  /** The result of a reply, with its body as the client reads it. */
  function written(reply: Partial<Reply>, request?: Request, format: PayloadFormat = 'v1') {
    const result = writeReply({ status: 200, headers: {}, ...reply }, format, request) as {
      statusCode: number;
      headers: Record<string, string>;
      body: string;
      isBase64Encoded: boolean;
    };
    const bytes = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8');
    return {
      ...result,
      text: (result.headers['content-encoding'] === 'gzip' && bytes.length > 0 ? gunzipSync(bytes) : bytes).toString(),
    };
  }

  test.each(['v1', 'v2'] as const)('gives status, headers and body in format %s', (format) => {
    const result = writeReply({ status: 201, headers: { location: '/a' }, body: '{}' }, format, gzip);
    expect(result).toEqual({
      statusCode: 201,
      headers: { location: '/a' },
      body: '{}',
      isBase64Encoded: false,
      ...(format === 'v1' && { multiValueHeaders: {} }),
    });
  });

  test('gives bytes as base64', () => {
    const body = Buffer.from([0, 255]);
    expect(written({ body, headers: { 'content-encoding': 'gzip' } }, asked({}, 'HEAD'))).toMatchObject({ body: '' });
    expect(writeReply({ status: 200, headers: {}, body }, 'v1')).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test('compresses what is large for a caller that takes it, and says so', () => {
    const reply = written({ body: large }, gzip);
    expect(reply).toMatchObject({ text: large, headers: { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } });
    expect(reply.body.length).toBeLessThan(200);
  });

  test.each([
    ['gzip', true],
    ['GZIP', true],
    ['deflate, gzip;q=1.0, *;q=0.5', true],
    ['gzip;q=0.5', true],
    ['gzip; q=0.001', true],
    ['br, *', true],
    ['*;q=0.1', true],
    ['', false],
    ['identity', false],
    ['br', false],
    ['gzip;q=0', false],
    ['gzip;q=0.000', false],
    ['gzip;q=0, *', false],
    ['*;q=0', false],
    ['gzips', false],
    ['gzip-x', false],
  ])('takes "%s" as a wish for gzip: %p', (accepted, compressed) => {
    const { headers, text } = written({ body: large }, asked({ 'accept-encoding': accepted }));
    expect(headers['content-encoding']).toBe(compressed ? 'gzip' : undefined);
    expect(headers.vary).toBe('Accept-Encoding');
    expect(text).toBe(large);
  });

  test.each<[string, Partial<Reply>]>([
    ['a small body', { body: 'x'.repeat(1_023) }],
    ['a body with an ETag, whose bytes it names', { body: large, headers: { etag: '"1"' } }],
    ['a body that is coded already', { body: Buffer.from(large), headers: { 'content-encoding': 'br' } }],
    ['no body', {}],
  ])('leaves %s as it is', (_, reply) => {
    const { headers } = written(reply, gzip);
    expect(headers).toEqual(reply.headers ?? {});
  });

  test('adds to a Vary that is there', () => {
    expect(written({ body: large, headers: { vary: 'Origin' } }, gzip).headers.vary).toBe('Origin, Accept-Encoding');
  });

  test('measures text in bytes', () => {
    expect(written({ body: '漢'.repeat(400) }, gzip).headers['content-encoding']).toBe('gzip');
  });

  test('answers HEAD with the headers of GET and no body', () => {
    for (const body of ['{"a":"漢"}', large]) {
      const get = written({ body, headers: { etag: '"1"' } }, asked({}));
      const head = written({ body, headers: { etag: '"1"' } }, asked({}, 'HEAD'));
      expect(head).toMatchObject({
        body: '',
        isBase64Encoded: false,
        headers: { ...get.headers, 'content-length': `${Buffer.byteLength(body)}` },
      });
    }
    expect(written({ status: 304 }, asked({}, 'HEAD')).headers).toEqual({});
  });

  test('answers without a request, when its event could not be read', () => {
    expect(written({ status: 400, body: large })).toMatchObject({ statusCode: 400, text: large, headers: {} });
  });
});
