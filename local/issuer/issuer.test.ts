import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVerifier } from '../../api/auth/verifier';
import type { Caller } from '../../services/context';
import { openIssuer } from './issuer';
import type { LocalIssuer } from './issuer';

let server: Server;
let url: string;
let issuer: LocalIssuer;
const { signal } = new AbortController();

beforeEach(async () => {
  issuer = openIssuer();
  server = createServer((incoming, response) => {
    if (!issuer.routes(incoming, response)) response.writeHead(418).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer.setUrl(url);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const callerOf = (token: string): Promise<Caller | undefined> =>
  createVerifier({ issuers: [{ issuer: issuer.issuer, audience: issuer.audience }], log: () => undefined }).verify(
    `Bearer ${token}`,
    signal,
  );

async function ask(path: string, options: object = {}, body?: string): Promise<{ status: number; body: any }> {
  const call = request(url + path, options);
  call.end(body);
  const [response] = await once(call, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: text ? JSON.parse(text) : undefined };
}

const askToken = (body: string, headers: object = {}): ReturnType<typeof ask> =>
  ask('/_local/issuer/token', { method: 'POST', headers }, body);

test('its tokens are taken by the verifier, which finds the keys by itself', async () => {
  await expect(callerOf(issuer.token('alice'))).resolves.toMatchObject({
    id: 'local-alice',
    userName: 'alice',
    roles: [],
  });
  await expect(callerOf(issuer.token('admin'))).resolves.toMatchObject({ userName: 'admin', roles: ['admin'] });
  await expect(callerOf(issuer.token('bob', { roles: ['clerk'], nonce: 'x' }))).resolves.toMatchObject({
    userName: 'bob',
    roles: ['clerk'],
  });
});

test('a token can be made to fail', async () => {
  for (const options of [{ expiresInSeconds: -61 }, { aud: 'other' }, { sub: undefined }, { iss: `${url}/other` }]) {
    await expect(callerOf(issuer.token('alice', options))).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

test('the token chooser gets a token for a name', async () => {
  const { status, body } = await askToken('{"user":"alice"}', { origin: url });
  expect(status).toBe(200);
  await expect(callerOf(body.token as string)).resolves.toMatchObject({ userName: 'alice' });
  const admin = await askToken('{"user":"admin"}');
  await expect(callerOf(admin.body.token as string)).resolves.toMatchObject({ roles: ['admin'] });
});

test('any user gets any roles and claims that are asked for', async () => {
  const roles = ['clerk', 'auditor'];
  const clerk = await askToken(JSON.stringify({ user: 'carol', roles, claims: { tenant: 'acme' } }));
  await expect(callerOf(clerk.body.token as string)).resolves.toMatchObject({
    id: 'local-carol',
    userName: 'carol',
    roles,
    claims: { tenant: 'acme' },
  });
  const payload = Buffer.from((clerk.body.token as string).split('.')[1]!, 'base64url').toString();
  expect(JSON.parse(payload)).toMatchObject({ tenant: 'acme', roles, username: 'carol', iss: issuer.issuer });
  const nobody = await askToken('{"user":"admin","roles":[]}');
  await expect(callerOf(nobody.body.token as string)).resolves.toMatchObject({ userName: 'admin', roles: [] });
  const foreign = await askToken('{"user":"carol","claims":{"aud":"another"}}');
  await expect(callerOf(foreign.body.token as string)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test.each([
  '{"user":"a","roles":"clerk"}',
  '{"user":"a","roles":[1]}',
  '{"user":"a","roles":null}',
  '{"user":"a","role":["clerk"]}',
  '{"user":"a","claims":[]}',
  '{"user":"a","claims":"x"}',
  '{"roles":["clerk"]}',
  '',
  'null',
  '{}',
  '[]',
  '{"user":7}',
  '{"user":""}',
  '{"user":"a\\nb"}',
  '{"user":"a","user":"b"}',
  'alice',
])('the question %j gets no token', async (body) => {
  await expect(askToken(body)).resolves.toMatchObject({ status: 400, body: { detail: /alice/ } });
});

test('a name or a body that is too long gets no token', async () => {
  for (const user of ['a'.repeat(65), 'a'.repeat(100_000)]) {
    await expect(askToken(JSON.stringify({ user }))).resolves.toMatchObject({ status: 400 });
  }
});

test('only pages of its own address, on this machine, get tokens', async () => {
  for (const headers of [{ origin: 'https://attacker.example' }, { origin: 'null' }, { host: 'attacker.example' }]) {
    await expect(askToken('{"user":"alice"}', headers)).resolves.toMatchObject({ status: 403 });
  }
  await expect(ask('/_local/issuer/jwks.json', { headers: { host: 'attacker.example' } })).resolves.toMatchObject({
    status: 403,
  });
});

test('another machine gets no tokens, whatever host it names', () => {
  const answers: [number, string][] = [];
  const response = { writeHead: (status: number) => ({ end: (text: string) => answers.push([status, text]) }) };
  const incoming = { url: '/_local/issuer/token', method: 'POST', headers: { host: 'localhost' } };
  for (const remoteAddress of ['192.168.0.7', '::ffff:10.0.0.1', 'fe80::1', undefined]) {
    expect(issuer.routes({ ...incoming, socket: { remoteAddress } } as never, response as never)).toBe(true);
  }
  expect(answers.map(([status]) => status)).toEqual([403, 403, 403, 403]);
});

test('other methods and paths are not answered', async () => {
  await expect(ask('/_local/issuer/token')).resolves.toMatchObject({ status: 405 });
  await expect(ask('/_local/issuer/jwks.json', { method: 'POST' })).resolves.toMatchObject({ status: 405 });
  for (const path of ['/_local/issuer', '/_local/issuer/', '/_local/issuer/issuer.key', '/constructor']) {
    expect((await fetch(url + path)).status).toBe(418);
  }
});

test('the published key is the public half only', async () => {
  const { body } = await ask('/_local/issuer/jwks.json?x=1');
  expect(Object.keys(body.keys[0] as object).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

test('without an address it says so', async () => {
  const open = openIssuer();
  expect(() => open.token('alice')).toThrow(/call setUrl first/);
  issuer = open;
  const { status } = await ask('/_local/issuer/.well-known/openid-configuration');
  expect(status).toBe(500);
});

describe('in a folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tandem-issuer-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('tokens outlive a restart, and the key is readable by its owner alone', async () => {
    const inside = join(folder, 'new', 'data');
    const before = openIssuer({ folder: inside });
    before.setUrl(`${url}/`);
    issuer = openIssuer({ folder: inside });
    issuer.setUrl(url);
    await expect(callerOf(before.token('alice'))).resolves.toMatchObject({ userName: 'alice' });
    expect(statSync(join(inside, 'issuer.key')).mode & 0o777).toBe(0o600);
  });

  test.each(['', 'a key', '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n'])(
    'the kept key %j is refused, with what to do',
    (text) => {
      writeFileSync(join(folder, 'issuer.key'), text);
      expect(() => openIssuer({ folder })).toThrow(/issuer\.key does not hold a key of the local issuer: delete/);
      expect(readFileSync(join(folder, 'issuer.key'), 'utf8')).toBe(text);
    },
  );

  test('a token of before the key was changed is refused', async () => {
    const before = openIssuer();
    before.setUrl(url);
    await expect(callerOf(before.token('alice'))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
