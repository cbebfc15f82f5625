import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { algorithms } from './algorithms';
import type { Algorithm } from './algorithms';
import { claim, claimsOf, isTexts } from './claims';
import type { Claims } from './claims';

/** A key of an issuer that can verify signatures. */
export interface IssuerKey {
  readonly id: string;
  readonly jwk: PublicJwk;
  readonly publicKey: KeyObject;
  suits(algorithm: Algorithm): boolean;
}

/** The public members of a JSON Web Key (RFC 7517). */
export interface PublicJwk {
  readonly kty: string;
  readonly [member: string]: string;
}

const publicMembers = ['kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y'];

/** The large issuers publish two to twenty; each one takes work to read. */
const maxKeys = 100;

/** RFC 7518, section 3.3. */
const minModulusLength = 2048;

/**
 * Reads a JSON Web Key Set; keys for other purposes, or of kinds not known here, are passed over (RFC 7517, section 5).
 * @throws Error when it is no key set
 */
export function readKeySet(document: unknown): readonly IssuerKey[] {
  const keys = claim(claimsOf(document), 'keys');
  if (!Array.isArray(keys) || keys.length > maxKeys) {
    throw new Error(`the issuer's answer is not a key set of at most ${maxKeys} keys`);
  }
  return keys.flatMap((key) => readKey(claimsOf(key)) ?? []);
}

function readKey(members: Claims | undefined): IssuerKey | undefined {
  if (!members) return undefined;
  const operations = claim(members, 'key_ops');
  const texts = publicMembers.flatMap((name) => {
    const value = claim(members, name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const jwk: PublicJwk = { kty: '', ...Object.fromEntries(texts) };
  const { kid: id, kty, crv, use = 'sig', alg } = jwk;
  if (!id || !['RSA', 'EC', 'OKP'].includes(kty) || use !== 'sig') return undefined;
  if (operations !== undefined && !(isTexts(operations) && operations.includes('verify'))) return undefined;

  const publicKey = publicKeyOf(jwk);
  if (!publicKey) return undefined;
  return {
    id,
    jwk,
    publicKey,
    suits: (algorithm) => {
      const keyType: { readonly kty: string; readonly crv?: string } = algorithms[algorithm];
      return kty === keyType.kty && crv === keyType.crv && (alg === undefined || alg === algorithm);
    },
  };
}

function publicKeyOf(jwk: PublicJwk): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? minModulusLength) >= minModulusLength ? key : undefined;
  } catch {
    return undefined;
  }
}
