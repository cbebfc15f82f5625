import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import { hostRule } from '../../local/host';
import { serve } from '../../local/http';
import type { Listening, ServeOptions } from '../../local/http';
import { issuerPath, openIssuer } from '../../local/issuer/issuer';
import { messagingRoutes } from '../../local/messaging/http';
import { localPaths } from '../../local/messaging/local-paths';
import { readOptions, UsageError } from '../../local/options';
import { ratesOf } from '../../services/limits';
import { formats, openGateway } from '../harness';

// What `npm start` opens on a developer's machine is open to that machine, and to no page of elsewhere.
// webpack/webpack-dev-server#887 and bytebase/dbhub#340 tell how a page gets in by DNS rebinding: its own name leads to
// 127.0.0.1, the browser takes the gateway for the same origin, and only the Host header is not the attacker's choice.

const listening: Listening[] = [];
afterEach(async () => {
  await Promise.all(listening.splice(0).map((one) => one.close()));
});

/** The gateway as `npm start` serves it, by its options. */
async function start(line: readonly string[], more: Partial<ServeOptions> = {}, environment = {}): Promise<Listening> {
  const { host, cors, payload } = readOptions(['--port=0', ...line], environment);
  const answersTo = hostRule(host);
  const gateway = await openGateway(payload, { corsOrigins: cors.origins, corsCredentials: cors.credentials });
  const issuer = openIssuer({ answersTo });
  const messages = messagingRoutes(
    {
      bus: { subscribe: () => undefined } as never,
      consumers: {},
      stopping: new AbortController().signal,
    },
    answersTo,
  );
  const server = await serve({
    handler: gateway.handler,
    host,
    port: 0,
    payload,
    log: () => undefined,
    answersTo,
    cors,
    local: (incoming, response) => messages(incoming, response) || issuer.routes(incoming, response),
    ...more,
  });
  issuer.setUrl(server.url);
  listening.push(server);
  return server;
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly address?: string;
}

/** Sends a request with the Host that it is given; `fetch` would put in the real one. */
async function ask({ port }: Listening, { address = '127.0.0.1', body, ...asked }: Asked) {
  const sent = request({ host: address, port, agent: false, ...asked });
  sent.on('error', () => undefined).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

const paths = ['/book', '/graphql', '/mcp', '/', '/health', localPaths.deadLetters, `${issuerPath}/jwks.json`];

describe.each(formats)('with events of %s', (payload) => {
  test.each(paths)('a name that leads here is refused at %s', async (path) => {
    const server = await start([`--payload=${payload}`]);
    for (const host of ['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example']) {
      const { status, headers, text } = await ask(server, { path, headers: { host } });
      expect({ host, status }).toEqual({ host, status: 403 });
      expect(headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({
        type: '/problems/forbidden',
        detail: expect.stringContaining('--host'),
      });
    }
    // The target may name another host than the header (RFC 9112, section 3.2.2).
    const absolute = { path: `http://evil.example${path}`, headers: { host: 'localhost' } };
    expect((await ask(server, absolute)).status).toBe(403);
  });

  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1', '127.0.0.2:80', '[::1]:4000'])(
    'the name %s of this machine is answered',
    async (host) => {
      const server = await start([`--payload=${payload}`]);
      expect((await ask(server, { path: '/book', headers: { host } })).status).toBe(200);
      expect((await ask(server, { path: localPaths.deadLetters, headers: { host } })).status).toBe(200);
      expect((await ask(server, { path: `${issuerPath}/jwks.json`, headers: { host } })).status).toBe(200);
    },
  );
});

test('a write by a foreign name does not happen', async () => {
  const server = await start([]);
  const created = { method: 'POST', path: '/book', body: '{"id":"p-1","title":"a","category":"b","price":1}' };
  const headers = { 'content-type': 'application/json' };
  expect((await ask(server, { ...created, headers: { ...headers, host: 'evil.example' } })).status).toBe(403);
  expect((await ask(server, { path: '/book/p-1' })).status).toBe(404);
});

test('the name of --host is answered, and no other', () => {
  const answersTo = hostRule('shop.test');
  const isAnswered = (host: string): boolean => answersTo({ headers: { host }, socket: {} } as IncomingMessage);
  const hosts = ['shop.test', 'SHOP.test:4000', 'localhost', 'other.test', 'www.shop.test', '192.168.0.7'];
  expect(hosts.filter(isAnswered)).toEqual(['shop.test', 'SHOP.test:4000', 'localhost']);
});

test('--host 0.0.0.0 answers to the address at which a request comes in', async () => {
  const server = await start(['--host=0.0.0.0']);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  for (const address of ['127.0.0.1', ...(outside ? [outside.address] : [])]) {
    expect((await ask(server, { path: '/book', address })).status).toBe(200);
    expect((await ask(server, { path: '/book', address, headers: { host: 'evil.example' } })).status).toBe(403);
  }
});

test('the local issuer is asked at the loopback, so that --auth=jwt takes no other name', () => {
  expect(() => readOptions(['--auth=jwt', '--host=shop.test'])).toThrow(UsageError);
  expect(readOptions(['--auth=jwt', '--host=0.0.0.0'])).toMatchObject({ auth: 'jwt', host: '0.0.0.0' });
});

describe('pages of other origins', () => {
  const vite = 'http://localhost:5173';
  const allowedAt = async (server: Listening, origin: string) =>
    (await ask(server, { path: '/book', headers: { origin } })).headers['access-control-allow-origin'];

  test('those of this machine may call unless something else is said', async () => {
    const server = await start([]);
    expect(await allowedAt(server, vite)).toBe(vite);
    expect(await allowedAt(server, 'https://shop.example')).toBeUndefined();
  });

  test('--cors goes before CORS_ORIGINS, and CORS_ORIGINS before what is usual', async () => {
    const environment = { CORS_ORIGINS: 'https://shop.example', CORS_CREDENTIALS: 'on' };
    const server = await start([], {}, environment);
    const { headers } = await ask(server, { path: '/book', headers: { origin: 'https://shop.example' } });
    expect(headers).toMatchObject({ 'access-control-allow-credentials': 'true' });
    expect(await allowedAt(server, vite)).toBeUndefined();
    const other = await start(['--cors=https://other.example'], {}, environment);
    expect(await allowedAt(other, 'https://other.example')).toBe('https://other.example');
    expect(await allowedAt(other, 'https://shop.example')).toBeUndefined();
    expect(await allowedAt(await start(['--cors=off'], {}, environment), 'https://shop.example')).toBeUndefined();
    expect(await allowedAt(await start(['--cors=*']), 'https://any.example')).toBe('*');
  });

  // serverless/serverless#3896: a page must be able to read why it was refused.
  test('what the edge answers by itself has the headers: 429, 413, 431, 403, 502', async () => {
    const server = await start([], {
      limits: { rates: ratesOf({ perSecond: 1, burst: 4 }), routes: [] },
      now: () => 0,
      handler: () => Promise.reject(new Error('broken')),
    });
    const body = Buffer.alloc(6 * 1024 * 1024 + 1);
    const answers = [
      await ask(server, { method: 'POST', path: '/book', body, headers: { origin: vite } }),
      await ask(server, { path: '/book', headers: { origin: vite, 'x-pad': 'a'.repeat(11_000) } }),
      await ask(server, { path: '/book', headers: { origin: vite, host: 'evil.example' } }),
      await ask(server, { path: '/book', headers: { origin: vite } }),
    ];
    for (let used = 1; used < 4; used += 1) await ask(server, { path: '/book' });
    const late = await ask(server, { path: '/book', headers: { origin: vite } });
    expect([...answers, late].map(({ status }) => status)).toEqual([413, 431, 403, 502, 429]);
    for (const { headers } of [...answers, late]) {
      expect(headers['access-control-allow-origin']).toBe(vite);
      expect(headers['access-control-expose-headers']).toContain('Retry-After');
      expect(headers.vary).toBe('Origin');
    }
    expect(late.headers['retry-after']).toBe('1');
  });
});
