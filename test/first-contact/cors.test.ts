import { environmentOptions } from '../../api/options';
import { checkConfiguration, usualStages } from '../../infra/configuration';
import { restDocument } from '../../infra/api-document';
import { corsPolicyFrom } from '../../services/cors';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Names that pages really send: apollographql/apollo-client#4164 and apollographql/apollo-kotlin#4574 were refused over
// them by servers with a list of their own; the others are of the HTML standard (9.2.4), W3C Trace Context, RFC 7240
// and jQuery.
const sent = [
  'apollographql-client-name',
  'apollographql-client-version',
  'x-apollo-operation-name',
  'last-event-id',
  'x-api-key',
  'traceparent',
  'prefer',
  'x-requested-with',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
];
const shop = 'https://shop.example';
const faces = ['/book', '/graphql', '/mcp', '/dynamodbmanager'];

/** What a preflight of a page is answered with. */
async function preflight(gateway: TestGateway, path: string, origin: string, names: string) {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': names,
  };
  return gateway.send('OPTIONS', path, { headers });
}

describe.each(formats)('events of %s', (format) => {
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7: each name must be in the list of the answer.
  test.each(faces)('a listed origin may send every header that it asks for to %s', async (path) => {
    const gateway = await openGateway(format, { corsOrigins: [shop] });
    const { status, headers } = await preflight(gateway, path, shop, sent.join(','));
    expect(status).toBe(204);
    expect(headers['access-control-allow-headers']?.split(', ')).toEqual(sent);
    expect(headers['access-control-allow-origin']).toBe(shop);
    expect(headers['vary']).toBe('Origin, Access-Control-Request-Headers');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('another origin is told nothing', async () => {
    const gateway = await openGateway(format, { corsOrigins: [shop] });
    const { headers } = await preflight(gateway, '/book', 'https://evil.example', sent.join(','));
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('what is no name of a header is not allowed', async () => {
    const gateway = await openGateway(format, { corsOrigins: [shop] });
    const { headers } = await preflight(gateway, '/book', shop, 'x-one, x two,, x-three:4,*');
    expect(headers['access-control-allow-headers']).toBe('x-one, *');
  });

  test('a refusal is as readable as an answer', async () => {
    const gateway = await openGateway(format, { corsOrigins: [shop] });
    for (const [method, path] of [
      ['GET', '/nothing/here'],
      ['DELETE', '/graphql'],
      ['GET', '/book?limit=none'],
    ] as const) {
      const { status, headers } = await gateway.send(method, path, { headers: { origin: shop } });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['access-control-allow-origin']).toBe(shop);
      expect(headers['access-control-expose-headers']).toContain('Retry-After');
    }
  });

  // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
  test('credentials are admitted for listed origins by option, in the preflight and in the answer', async () => {
    const gateway = await openGateway(format, { corsOrigins: [shop, 'loopback'], corsCredentials: true });
    for (const origin of [shop, 'http://localhost:5173']) {
      const asked = await preflight(gateway, '/book', origin, 'x-api-key');
      const { headers } = await gateway.send('GET', '/book', { headers: { origin } });
      for (const answer of [asked.headers, headers]) {
        expect(answer['access-control-allow-origin']).toBe(origin);
        expect(answer['access-control-allow-credentials']).toBe('true');
      }
    }
  });

  test('"*" never goes with credentials', async () => {
    const gateway = await openGateway(format, { corsOrigins: ['*'], corsCredentials: true });
    const { headers } = await gateway.send('GET', '/book', { headers: { origin: shop } });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

test.each([
  ['http://localhost:5173', true],
  ['https://localhost', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:8080', true],
  ['http://localhost.evil.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['https://shop.example', false],
  ['null', false],
])('loopback and %s: %s', async (origin, admitted) => {
  const gateway = await openGateway('v2', { corsOrigins: ['loopback'] });
  const { headers } = await gateway.send('GET', '/book', { headers: { origin } });
  expect(headers['access-control-allow-origin']).toBe(admitted ? origin : undefined);
});

// An origin with a slash at its end never equals what a browser sends (RFC 6454, section 6.2).
test.each(['https://shop.example/', 'shop.example', 'https://SHOP.example', 'https://shop.example:443', 'null'])(
  'CORS_ORIGINS with %s is refused at the start, with what would be right',
  (origin) => {
    expect(() => environmentOptions({ CORS_ORIGINS: `https://admin.example,${origin}` })).toThrow(
      `"${origin}" is no origin: write scheme and host as browsers do, such as https://shop.example`,
    );
  },
);

test('CORS_CREDENTIALS with "*" is refused at the start, and of a stage at synthesis', () => {
  const words = 'list the origins in place of "*"';
  expect(() => environmentOptions({ CORS_ORIGINS: '*', CORS_CREDENTIALS: 'on' })).toThrow(words);
  expect(() => checkConfiguration({ ...usualStages('tandem').dev, corsCredentials: true })).toThrow(words);
  const { corsOrigins, corsCredentials } = environmentOptions({
    CORS_ORIGINS: ` ${shop} , loopback`,
    CORS_CREDENTIALS: 'on',
  });
  expect({ corsOrigins, corsCredentials }).toEqual({ corsOrigins: [shop, 'loopback'], corsCredentials: true });
});

// serverless/serverless#3896: without these headers a page cannot read a 401, 403 or 429 of API Gateway itself. The
// form: docs.aws.amazon.com, "x-amazon-apigateway-gateway-responses.responseParameters object".
describe('what API Gateway answers by itself', () => {
  const responsesFor = (origins: string, credentials = false): [string, any][] => {
    const document: any = restDocument({
      title: 'gateway',
      routes: [],
      integrationUri: 'arn:aws:lambda:function',
      timeoutInMillis: 29_000,
      cors: corsPolicyFrom(origins, { credentials }),
    });
    return Object.entries(document['x-amazon-apigateway-gateway-responses']);
  };
  const allow = 'gatewayresponse.header.access-control-allow-origin';
  const needed = ['THROTTLED', 'REQUEST_TOO_LARGE', 'ACCESS_DENIED', 'WAF_FILTERED', 'DEFAULT_4XX', 'DEFAULT_5XX'];

  test('is readable by pages, Retry-After included', () => {
    const responses = responsesFor(shop);
    expect(responses.map(([type]) => type)).toEqual(expect.arrayContaining(needed));
    for (const [, { responseParameters }] of responses) {
      expect(responseParameters[allow]).toBe("'*'");
      expect(responseParameters['gatewayresponse.header.access-control-expose-headers']).toContain('Retry-After');
      expect(responseParameters).not.toHaveProperty(['gatewayresponse.header.access-control-allow-credentials']);
    }
  });

  test('names the origin where pages send credentials', () => {
    for (const [, { responseParameters }] of responsesFor(shop, true)) {
      expect(responseParameters[allow]).toBe('method.request.header.Origin');
      expect(responseParameters['gatewayresponse.header.access-control-allow-credentials']).toBe("'true'");
      expect(responseParameters['gatewayresponse.header.vary']).toBe("'Origin'");
    }
  });

  test('has none of it where no page may call', () => {
    for (const [, { responseParameters }] of responsesFor('')) {
      expect(Object.keys(responseParameters).join()).not.toContain('access-control');
    }
  });
});
