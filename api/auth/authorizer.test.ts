import { callerFromAuthorizer } from './authorizer';

const alice = { id: 's-1', userName: 'alice', roles: [] as string[] };

test.each([
  undefined,
  null,
  '',
  'alice',
  [],
  {},
  { claims: null },
  { claims: {} },
  { claims: 'sub' },
  { claims: ['sub'] },
  { claims: { sub: 7 } },
  { jwt: null },
  { jwt: { claims: {} } },
  { jwt: { claims: { username: 'alice' } } },
  { lambda: null },
  { lambda: { roles: 'admin' } },
  { iam: { userId: 'AIDA' } },
  { principalId: 7 },
  { sub: 'alice', roles: 'admin' },
  { integrationLatency: 12 },
])('nobody was verified by %j', (authorizer) => {
  expect(callerFromAuthorizer(authorizer)).toBeUndefined();
});

describe('a REST API (1.0)', () => {
  test('with a Cognito authorizer', () => {
    const claims = { sub: 's-1', 'cognito:username': 'alice', 'cognito:groups': 'admin,editors', exp: 'Tue Jan 1' };
    expect(callerFromAuthorizer({ claims })).toMatchObject({ ...alice, roles: ['admin', 'editors'] });
    expect(callerFromAuthorizer({ claims: { ...claims, 'cognito:groups': 'admin' } })?.roles).toEqual(['admin']);
    expect(callerFromAuthorizer({ claims: { ...claims, 'cognito:groups': '' } })?.roles).toEqual([]);
  });

  test('with a Lambda authorizer', () => {
    const context = { principalId: 's-1', username: 'alice', integrationLatency: 12 };
    expect(callerFromAuthorizer(context)).toMatchObject(alice);
    expect(callerFromAuthorizer({ ...context, sub: 'another' })).toMatchObject(alice);
    for (const roles of ['admin, editors', '["admin","editors"]']) {
      expect(callerFromAuthorizer({ ...context, roles })?.roles).toEqual(['admin', 'editors']);
    }
    expect(callerFromAuthorizer({ ...context, scope: 'read write' }, { roleClaim: 'scope' })?.roles).toEqual([
      'read',
      'write',
    ]);
    expect(callerFromAuthorizer({ principalId: 's-1' })).toMatchObject({ ...alice, userName: 's-1' });
  });

  test('any claim that is a list written as JSON is one, and no other text that begins like one', () => {
    const told = { principalId: 's-1', teams: '["north","south"]', firm: '[Acme Corp]', one: 'north' };
    expect(callerFromAuthorizer(told)?.claims).toMatchObject({ ...told, teams: ['north', 'south'] });
  });
});

describe('an HTTP API (2.0)', () => {
  test('with a JWT authorizer', () => {
    const claims = { sub: 's-1', username: 'alice', 'cognito:groups': '[admin editors]', exp: '1795250000' };
    expect(callerFromAuthorizer({ jwt: { claims, scopes: null } })).toMatchObject({
      ...alice,
      roles: ['admin', 'editors'],
    });
    for (const [text, roles] of [
      ['[admin]', ['admin']],
      ['[]', []],
      ['["admin", "two words"]', ['admin', 'two words']],
      ['[1 2]', ['1', '2']],
      ['[admin, editors]', ['admin', 'editors']],
    ] as const) {
      expect(callerFromAuthorizer({ jwt: { claims: { ...claims, 'cognito:groups': text } } })?.roles).toEqual(roles);
    }
  });

  test('with a Lambda authorizer', () => {
    expect(callerFromAuthorizer({ lambda: { sub: 's-1', username: 'alice', roles: ['admin'] } })).toMatchObject({
      ...alice,
      roles: ['admin'],
    });
    expect(callerFromAuthorizer({ lambda: { principalId: 's-1', username: 'alice', roles: 'admin' } })).toMatchObject({
      ...alice,
      roles: ['admin'],
    });
  });

  test('verified claims count before what stands beside them', () => {
    const beside = { principalId: 'x', claims: { sub: 'y' }, lambda: { sub: 'z' } };
    expect(callerFromAuthorizer({ ...beside, jwt: { claims: { sub: 's-1', username: 'alice' } } })).toMatchObject(
      alice,
    );
  });
});

test('a name that is no plain text is refused', () => {
  for (const claims of [{ sub: 'a\nb' }, { sub: '' }, { sub: 's', roles: 'admin\u0007' }, { sub: 's'.repeat(129) }]) {
    expect(() => callerFromAuthorizer({ claims })).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
  }
});
