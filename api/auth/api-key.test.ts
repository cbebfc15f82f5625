import { createHash } from 'node:crypto';
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
});

test.each([`import=admin:${secret}`, 'import', `=admin:${digest}`, `Import=admin:${digest}`, `a=b c:${digest}`])(
  'the entry %j is refused, and not repeated: it may be a key',
  (entry) => {
    expect(() => apiKeysFrom(entry)).toThrow(/^API_KEYS has an entry that is none: write name=role:digest/);
  },
);

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

test('keys alone are enough for a deployed gateway, and never open it', async () => {
  const environment = { AWS_LAMBDA_FUNCTION_NAME: 'gateway', API_KEYS: `import=admin:${digest}` };
  expect(authenticationFrom(environment)).toHaveProperty('callerOf');
  expect(() => authenticationFrom({ ...environment, AUTH: 'open' })).toThrow('never open');
});
