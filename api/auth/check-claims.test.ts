import { checkClaims } from './check-claims';

const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const right = { aud: 'tandem', iat: seconds, exp: seconds + 10 };

test('a token counts from a minute before its time until a minute after it', () => {
  expect(() => checkClaims(right, ['tandem'], now)).not.toThrow();
  expect(() => checkClaims({ ...right, iat: seconds + 60, nbf: seconds + 60 }, ['tandem'], now)).not.toThrow();
  expect(() => checkClaims({ ...right, exp: seconds - 59 }, ['tandem'], now)).not.toThrow();
  expect(() => checkClaims({ ...right, exp: seconds - 60 }, ['tandem'], now)).toThrow(/has expired/);
  expect(() => checkClaims({ ...right, iat: seconds + 61 }, ['tandem'], now)).toThrow(/not valid yet/);
  expect(() => checkClaims({ ...right, nbf: seconds + 61 }, ['tandem'], now)).toThrow(/not valid yet/);
  expect(() => checkClaims(right, ['another'], now)).toThrow(/not for this gateway/);
});

test.each([Infinity, -Infinity, NaN, '9999999999', null, undefined, true, [1]])('%p is no time', (time) => {
  for (const name of ['exp', 'iat', 'nbf']) {
    expect(() => checkClaims({ ...right, [name]: time }, ['tandem'], now)).toThrow(/not a valid token/);
  }
});
