import { createHash } from 'node:crypto';
import { claim, signedIn } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Tenant } from '../../schema/tenant';
import { formats, openGateway } from '../../test/harness';
import { apiKeyAuthentication, authenticationFrom } from './authentication';
import type { Authentication } from './authentication';
import { apiKeysFrom } from './api-key';

const secret = 'a key that a machine keeps';
const digest = createHash('sha256').update(secret).digest('hex');

test('API_KEYS names machines, their roles and the digests of their keys', () => {
  expect(apiKeysFrom(`import=admin:${digest},reports=auditor+admin:${digest},nobody=:${digest}`)).toEqual([
    { name: 'import', roles: ['admin'], digest },
    { name: 'reports', roles: ['auditor', 'admin'], digest },
    { name: 'nobody', roles: [], digest },
  ]);
  expect(apiKeysFrom()).toEqual([]);
  expect(
    apiKeysFrom(`import=admin;org=acme:${digest},all=;org=acme;org=caf%C3%A9%2C+x;custom%3Aid=7:${digest}`),
  ).toEqual([
    { name: 'import', roles: ['admin'], claims: { org: 'acme' }, digest },
    { name: 'all', roles: [], claims: { org: ['acme', 'café,+x'], 'custom:id': '7' }, digest },
  ]);
});

test.each([
  `import=admin:${secret}`,
  'import',
  `=admin:${digest}`,
  `Import=admin:${digest}`,
  `a=b c:${digest}`,
  ...['org', 'org=', '=acme', 'org=%E0', 'org=a=b', 'x:y=a', ''].map((claim) => `a=b;${claim}:${digest}`),
])('the entry %j is refused, and not repeated: it may be a key', (entry) => {
  expect(() => apiKeysFrom(entry)).toThrow(/^API_KEYS has an entry that is none: write name=role:digest/);
});

describe.each(formats)('with %s events', (payload) => {
  const open = async (roles: readonly string[], others?: Authentication) =>
    openGateway(payload, { authentication: apiKeyAuthentication([{ name: 'import', roles, digest }], others) });
  const book = { title: 'Radio', category: 'Radio', price: 1 };
  const create = async (gateway: Awaited<ReturnType<typeof open>>, headers: Record<string, string>) => {
    const { status, json } = await gateway.send('POST', '/book', { body: book, headers });
    return [status, json.type];
  };

  test('a key lets in who holds it, with its roles and no others', async () => {
    expect(await create(await open(['admin']), { 'x-api-key': secret })).toEqual([201, undefined]);
    expect(await create(await open(['auditor']), { 'x-api-key': secret })).toEqual([403, '/problems/forbidden']);
  });

  test.each([[{ 'x-api-key': 'another' }], [{ 'x-api-key': '' }], [{ 'x-api-key': digest }], [{}]])(
    '%j lets nobody in',
    async (headers: Record<string, string>) => {
      expect(await create(await open(['admin']), headers)).toEqual([401, '/problems/unauthenticated']);
    },
  );

  test('a key beside a token is refused, and a token alone goes its own way', async () => {
    const others: Authentication = {
      callerOf: ({ headers }) =>
        Promise.resolve(
          headers.get('authorization') === 'Bearer good' ? { id: 'a', userName: 'a', roles: ['admin'] } : undefined,
        ),
    };
    const gateway = await open(['admin'], others);
    expect(await create(gateway, { authorization: 'Bearer good' })).toEqual([201, undefined]);
    expect(await create(gateway, { authorization: 'Bearer good', 'x-api-key': secret })).toEqual([
      401,
      '/problems/unauthenticated',
    ]);
  });
});

@Tenant({ claim: 'org' })
@Domain('project', { operations: ['create', 'get'], access: { read: claim('areas', 'area'), write: signedIn } })
class Project {
  @Id() id!: string;
  @Text({ max: 20 }) area!: string;
}

test('a key belongs to the tenant that it names, and has what its claims let it', async () => {
  const secrets = ['acme', 'both', 'none'];
  const digests = secrets.map((text) => createHash('sha256').update(text).digest('hex'));
  const claims = [';org=acme;areas=north', ';org=acme;org=globex;areas=north;areas=south', ''];
  const keys = apiKeysFrom(digests.map((one, index) => `k${index}=${claims[index]}:${one}`).join(','));
  const gateway = await openGateway('v2', { domains: [Project], authentication: apiKeyAuthentication(keys) });
  const send = async (key: string, method: string, path: string, body?: object, tenant?: string) => {
    const headers = { 'x-api-key': key, ...(tenant !== undefined && { tenant }) };
    const { status, json } = await gateway.send(method, path, { body, headers });
    return [status, json?.type ?? json?.area];
  };
  expect(await send('acme', 'POST', '/project', { id: 'p1', area: 'north' })).toEqual([201, 'north']);
  expect(await send('acme', 'POST', '/project', { id: 'p2', area: 'south' })).toEqual([201, 'south']);
  expect(await send('acme', 'GET', '/project/p1')).toEqual([200, 'north']);
  expect(await send('acme', 'GET', '/project/p2')).toEqual([404, '/problems/not-found']);
  expect(await send('both', 'GET', '/project/p2')).toEqual([400, '/problems/bad-header']);
  expect(await send('both', 'GET', '/project/p2', undefined, 'acme')).toEqual([200, 'south']);
  expect(await send('both', 'GET', '/project/p2', undefined, 'globex')).toEqual([404, '/problems/not-found']);
  expect(await send('none', 'GET', '/project/p1')).toEqual([403, '/problems/forbidden']);
});

test('keys alone are enough for a deployed gateway, and never open it', async () => {
  const environment = { AWS_LAMBDA_FUNCTION_NAME: 'gateway', API_KEYS: `import=admin:${digest}` };
  expect(authenticationFrom(environment)).toHaveProperty('callerOf');
  expect(() => authenticationFrom({ ...environment, AUTH: 'open' })).toThrow('never open');
});
