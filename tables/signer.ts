import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Credentials } from './credentials';

/** A POST that is to be signed. */
interface Unsigned {
  readonly path: string;
  /** What is signed of the headers. */
  readonly host: string;
  readonly contentType: string;
  /** The operation, as AWS's JSON protocols name it: `DynamoDB_20120810.GetItem`; left out where the body names it. */
  readonly target?: string;
  readonly body: string | Uint8Array;
}

/** Whom a signature is for, such as `dynamodb` in `us-east-1`. */
interface Place {
  readonly service: string;
  readonly region: string;
}

/** Gives the headers of a request, its signature among them. */
export type Sign = (request: Unsigned, credentials: Credentials, place: Place) => Record<string, string>;

/** What signs: the key of one day, which follows from the secret and is dear to make. */
interface SigningKey {
  readonly secret: string;
  readonly scope: string;
  readonly key: KeyObject;
}

/**
 * Signs calls of AWS's protocols with a key that is kept for its day. The SDK's signer makes a hash to find its key,
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

  return ({ path, host, contentType, target, body }, credentials, { service, region }) => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const date = now().toISOString();
    const day = date.slice(0, 4) + date.slice(5, 7) + date.slice(8, 10);
    const moment = `${day}T${date.slice(11, 13)}${date.slice(14, 16)}${date.slice(17, 19)}Z`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    // By name, as the signature has them.
    const names = `content-type;host;x-amz-date${sessionToken ? ';x-amz-security-token' : ''}${target ? ';x-amz-target' : ''}`;
    const tokenLine = sessionToken ? `x-amz-security-token:${sessionToken}\n` : '';
    const targetLine = target ? `x-amz-target:${target}\n` : '';
    const lines = `content-type:${contentType}\nhost:${host}\nx-amz-date:${moment}\n${tokenLine}${targetLine}`;
    const canonical = `POST\n${path}\n\n${lines}\n${names}\n${hash('sha256', body, 'hex')}`;
    const text = `AWS4-HMAC-SHA256\n${moment}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
    const signature = mac(keyFor(secretAccessKey, scope), text).digest('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const headers: Record<string, string> = {
      host,
      'content-type': contentType,
      'x-amz-date': moment,
      authorization,
    };
    if (target) headers['x-amz-target'] = target;
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    return headers;
  };
}

const mac = (key: string | Buffer | KeyObject, text: string) => createHmac('sha256', key).update(text);
