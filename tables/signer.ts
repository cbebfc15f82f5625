import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { required } from '../schema/required';
import type { Credentials } from './credentials';

/** A POST that is to be signed. */
interface Unsigned {
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Whom a signature is for, such as `dynamodb` in `us-east-1`. */
interface Place {
  readonly service: string;
  readonly region: string;
}

/** Gives the headers of a request with its signature, and with what is signed beside them. */
export type Sign = (request: Unsigned, credentials: Credentials, place: Place) => Record<string, string>;

/** What signs: the key of one day, which follows from the secret and is dear to make. */
interface SigningKey {
  readonly secret: string;
  readonly scope: string;
  readonly key: KeyObject;
}

/**
 * Signs calls of AWS's JSON protocols with a key that is kept for its day. The SDK's signer makes a hash to find its key,
 * and everything else once more for each call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param now the clock, which AWS allows to be five minutes wrong
 */
export function createSigner(now: () => Date = () => new Date()): Sign {
  let signingKey: SigningKey | undefined;

  function keyFor(secret: string, scope: string): KeyObject {
    if (signingKey?.secret !== secret || signingKey.scope !== scope) {
      const key = scope
        .split('/')
        .reduce((secretBytes, part) => mac(secretBytes, part).digest(), Buffer.from(`AWS4${secret}`));
      signingKey = { secret, scope, key: createSecretKey(key) };
    }
    return signingKey.key;
  }

  return ({ path, headers: given, body }, { accessKeyId, secretAccessKey, sessionToken }, { service, region }) => {
    const date = now()
      .toISOString()
      .replace(/[-:]|\.\d+/g, '');
    const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
    const headers: Record<string, string> = { ...given, 'x-amz-date': date };
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    const signed = Object.keys(headers)
      .filter((header) => header === 'host' || header === 'content-type' || header.startsWith('x-amz-'))
      .sort();
    const names = signed.join(';');
    const lines = signed
      .map((header) => `${header}:${required(headers[header], 'a header to sign').trim()}\n`)
      .join('');
    const canonical = `POST\n${path}\n\n${lines}\n${names}\n${hash('sha256', body, 'hex')}`;
    const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
    const signature = mac(keyFor(secretAccessKey, scope), text).digest('hex');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return headers;
  };
}

const mac = (key: string | Buffer | KeyObject, text: string) => createHmac('sha256', key).update(text);
