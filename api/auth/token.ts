import { readJson } from '../http/json';
import { claim, claimsOf } from './claims';
import type { Claims } from './claims';
import { unauthenticated } from './unauthenticated';

/** A token (JWS compact serialization, RFC 7515) as it was written; nothing of it is verified. */
export interface Token {
  readonly text: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly claims: Claims;
}

/** All headers together may have 10,240 bytes at API Gateway; the longest tokens of Cognito have a quarter of this. */
const maxLength = 8192;
const maxKeyIdLength = 256;

/** A JWT (RFC 7519) and a JWT access token (RFC 9068); a type made for another purpose is not taken (RFC 8725, 3.11). */
const types: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

/** Reads an Authorization header of the scheme Bearer (RFC 6750). @throws ServiceError unauthenticated */
export function readToken(authorization: string): Token {
  // RFC 9110 lets the scheme be written in any case. Two headers arrive joined by a comma, which no token has.
  const [, text] = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization) ?? [];
  if (text === undefined) {
    throw unauthenticated('The Authorization header must be the word Bearer, a space and a signed token (a JWT).');
  }
  if (text.length > maxLength)
    throw unauthenticated(`A token may have ${maxLength} characters: ask for a shorter one.`);

  const [header, payload] = text.split('.').map(decode);
  if (!header || !payload) throw unauthenticated();
  const head = read(header);
  const type = claim(head, 'typ');
  const algorithm = claim(head, 'alg');
  const keyId = claim(head, 'kid');
  // No extension is known here, so a token that demands one must be refused (RFC 7515, 4.1.11). `b64` is such an
  // extension and is refused even where `crit` is forgotten (RFC 7797, section 6).
  const demanding = Object.hasOwn(head, 'crit') || Object.hasOwn(head, 'b64');
  if (demanding || !types.includes(typeof type === 'string' ? type.toLowerCase() : type)) throw unauthenticated();
  if (typeof algorithm !== 'string' || typeof keyId !== 'string') throw unauthenticated();
  if (keyId === '' || keyId.length > maxKeyIdLength) throw unauthenticated();
  return { text, algorithm, keyId, claims: read(payload) };
}

/** Buffer reads over wrong letters and left-over bits; a token has one spelling only (RFC 7515, appendix C). */
function decode(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw unauthenticated();
  return bytes;
}

function read(bytes: Buffer): Claims {
  let value: unknown;
  try {
    value = readJson(bytes);
  } catch {
    throw unauthenticated();
  }
  const claims = claimsOf(value);
  if (!claims) throw unauthenticated();
  return claims;
}
