import { createHash } from 'node:crypto';
import type { Caller } from '../../services/context';
import { unauthenticated } from './unauthenticated';

/** A machine that calls with a key in place of a token. */
export interface ApiKey {
  /** The name of the machine; its user name is `key:` and this name. */
  readonly name: string;
  readonly roles: readonly string[];
  /** SHA-256 of the key, in hexadecimal: the gateway never holds the key itself. */
  readonly digest: string;
}

/**
 * Reads the variable API_KEYS, such as `import=admin:9f86d0…,reports=auditor+admin:60303a…`.
 * @throws Error with a sentence for the operator
 */
export function apiKeysFrom(text = ''): readonly ApiKey[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [, name, roles = '', digest = ''] = /^([a-z][\w-]{0,63})=([\w+-]*):([0-9a-f]{64})$/.exec(entry) ?? [];
      if (name === undefined) {
        throw new Error(
          'API_KEYS has an entry that is none: write name=role:digest, with the SHA-256 of the key in hexadecimal.',
        );
      }
      return { name, roles: roles.split('+').filter(Boolean), digest };
    });
}

/** Tells who holds a key. @throws ServiceError unauthenticated for a key that nobody holds */
export function keyHolders(keys: readonly ApiKey[]): (apiKey: string) => Caller {
  // Looked up by digest, so that the time it takes tells nothing of a key.
  const keysByDigest = new Map(keys.map((key) => [key.digest, key]));
  return (apiKey) => {
    const key = keysByDigest.get(createHash('sha256').update(apiKey).digest('hex'));
    if (!key) throw unauthenticated('This API key is not known here.');
    const id = `key:${key.name}`;
    return { id, userName: id, roles: key.roles };
  };
}
