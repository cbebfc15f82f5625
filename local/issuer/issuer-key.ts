import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../schema/guards';

/** What the local issuer signs with (ES256), and what it publishes of it. */
export interface IssuerKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly jwk: object;
}

/** A new key; it ends with the process. */
export function newIssuerKey(): IssuerKey {
  return issuerKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/** The key of a data folder, made on the first start and kept, so that tokens outlive a restart. */
export function keptIssuerKey(folder: string): IssuerKey {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'issuer.key');
  try {
    const pem = newIssuerKey().privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const key = readKey(readFileSync(file, 'utf8'));
  if (key) return issuerKey(key);
  throw new Error(
    `${file} does not hold a key of the local issuer: delete the file to have a new one made (tokens end with it).`,
  );
}

function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    // The error may quote the file.
    return undefined;
  }
}

function issuerKey(privateKey: KeyObject): IssuerKey {
  const { crv, kty, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  // The thumbprint of RFC 7638: another key never has the same id.
  const id = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { id, privateKey, jwk: { kid: id, alg: 'ES256', use: 'sig', kty, crv, x, y } };
}
