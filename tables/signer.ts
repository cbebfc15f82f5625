import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { required } from '../schema/required';

type Signer = NonNullable<DynamoDBClientConfig['httpAuthSchemes']>[number]['signer'];
type Signable = Parameters<Signer['sign']>[0];

/** What signs: the key of one day, which follows from the secret and is dear to make. */
interface SigningKey {
  readonly secret: string;
  readonly scope: string;
  readonly key: KeyObject;
}

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Signs calls of AWS's JSON protocols, whose path is always "/", with a key that is kept for its day. The SDK's signer makes
 * a hash to find its key, and everything else once more for each call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param now the clock, which AWS allows to be five minutes wrong
 */
export function createSigner(now: () => Date = () => new Date()): Signer {
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

  async function sign(request: Signable, identity: object, { name, region }: Record<string, unknown>) {
    if (!isIdentity(identity)) throw new TypeError('There are no credentials to sign with.');
    const { accessKeyId, secretAccessKey, sessionToken } = identity;
    const date = now()
      .toISOString()
      .replace(/[-:]|\.\d+/g, '');
    const scope = `${date.slice(0, 8)}/${String(region)}/${String(name)}/aws4_request`;
    const headers = request.headers;
    headers['x-amz-date'] = date;
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    const signed = Object.keys(headers)
      .filter((header) => header === 'host' || header === 'content-type' || header.startsWith('x-amz-'))
      .sort();
    const names = signed.join(';');
    const lines = signed
      .map((header) => `${header}:${required(headers[header], 'a header to sign').trim()}\n`)
      .join('');
    const body = hash('sha256', request.body as string | Uint8Array, 'hex');
    const canonical = `${request.method}\n${request.path}\n\n${lines}\n${names}\n${body}`;
    const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
    const signature = mac(keyFor(secretAccessKey, scope), text).digest('hex');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return request;
  }

  return { sign };
}

const isIdentity = (identity: object): identity is Identity =>
  'accessKeyId' in identity && 'secretAccessKey' in identity;

const mac = (key: string | Buffer | KeyObject, text: string) => createHmac('sha256', key).update(text);
