import { callerOf } from './caller';

test.each([
  [{ 'cognito:username': 'a', username: 'b', preferred_username: 'c' }, 'a'],
  [{ username: 'b', preferred_username: 'c' }, 'b'],
  [{ preferred_username: 'c' }, 'subject'],
  [{}, 'subject'],
  [{ username: 7, preferred_username: ['x'] }, 'subject'],
])('the user name of %j is %s', (claims, userName) => {
  expect(callerOf({ sub: 'subject', ...claims })).toMatchObject({ id: 'subject', userName, roles: [] });
});

test.each([
  [{ 'cognito:groups': ['admin', 'editors'], roles: ['x'], groups: ['y'] }, ['admin', 'editors']],
  [{ roles: ['x'], groups: ['y'] }, ['x']],
  [{ groups: ['y'] }, ['y']],
  [{ roles: 'two words' }, ['two words']],
  [{ roles: [], groups: ['y'] }, []],
  [{ roles: ['x', 7], groups: { admin: true } }, []],
  [{ scope: 'admin', scp: ['admin'], realm_access: { roles: ['admin'] } }, []],
  [{}, []],
])('the roles of %j are %j', (claims, roles) => {
  expect(callerOf({ sub: 'subject', ...claims }).roles).toEqual(roles);
});

test('a configured claim is the only one that is read', () => {
  const claims = { sub: 's', username: 'alice', nick: 'ann', roles: ['admin'], scope: ' read  write ', list: ['a b'] };
  expect(callerOf(claims, { userNameClaim: 'nick', roleClaim: 'scope' })).toMatchObject({
    id: 's',
    userName: 'ann',
    roles: ['read', 'write'],
  });
  expect(callerOf(claims, { roleClaim: 'list' }).roles).toEqual(['a b']);
  expect(callerOf(claims, { roleClaim: 'missing' }).roles).toEqual([]);
  expect(() => callerOf(claims, { userNameClaim: 'missing' })).toThrow(/1 to 128 characters/);
});

test('what claims inherit does not count', () => {
  const inherited = Object.create({ sub: 'admin', roles: ['admin'] }) as object;
  expect(() => callerOf(inherited as Record<string, unknown>)).toThrow(/subject/);
  const claims = JSON.parse('{"sub":"s","__proto__":{"roles":["admin"],"username":"admin"}}') as Record<
    string,
    unknown
  >;
  expect(callerOf(claims)).toMatchObject({ id: 's', userName: 's', roles: [] });
});

test.each([
  {},
  { sub: '' },
  { sub: 7 },
  { sub: ['s'] },
  { sub: 's'.repeat(129) },
  { sub: 's\u0000' },
  { sub: 's', username: '' },
  { sub: 's', username: 'a\nb' },
  { sub: 's', username: 'a\u2028b' },
  { sub: 's', username: '\ud800' },
  { sub: 's', username: 'n'.repeat(129), preferred_username: 'ann' },
  { sub: 's', roles: [''] },
  { sub: 's', roles: ['admin', 'r'.repeat(129)] },
  { sub: 's', groups: 'a\u0085b' },
])('the claims %j are nobody’s', (claims) => {
  expect(() => callerOf(claims)).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
});

test('long and foreign names are names', () => {
  const userName = 'Ж'.repeat(128);
  expect(callerOf({ sub: '👩‍🔧', username: userName, roles: ['Ключ'] })).toMatchObject({
    id: '👩‍🔧',
    userName,
    roles: ['Ключ'],
  });
});
