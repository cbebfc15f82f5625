import { generateKeyPairSync } from 'node:crypto';
import { readKeySet } from './key-set';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one' };

test('a key that can verify is read, and knows for which algorithm', () => {
  const [key] = readKeySet({ keys: [jwk] });
  expect(key!.id).toBe('one');
  expect((['ES256', 'ES384', 'RS256', 'EdDSA'] as const).filter((name) => key!.suits(name))).toEqual(['ES256']);
  expect(readKeySet({ keys: [{ ...jwk, alg: 'ES256', use: 'sig', key_ops: ['verify'] }] })[0]!.suits('ES256')).toBe(
    true,
  );
  expect(readKeySet({ keys: [{ ...jwk, alg: 'ES384' }] })[0]!.suits('ES256')).toBe(false);
});

test.each<[string, object]>([
  ['for encryption', { use: 'enc' }],
  ['for other operations', { key_ops: ['wrapKey'] }],
  ['with operations that are no list', { key_ops: 'verify' }],
  ['without an id', { kid: undefined }],
  ['with an id that is no text', { kid: 7 }],
  ['of no kind', { kty: undefined }],
  ['that is a shared secret', { kty: 'oct', k: 'AAAA' }],
  ['of an unknown curve', { crv: 'P-1024' }],
  ['off the curve', { x: jwk.y }],
  ['with half a point', { y: undefined }],
])('a key %s is passed over', (_, change) => {
  expect(readKeySet({ keys: [{ ...jwk, ...change }, jwk] })).toHaveLength(1);
});

test.each([
  undefined,
  null,
  [],
  {},
  { keys: {} },
  { keys: null },
  { keys: Array(101).fill(jwk) },
  Object.create({ keys: [] }),
])('a document that is no key set, case %#, is none', (document) => {
  expect(() => readKeySet(document)).toThrow(/not a key set/);
});
