import { createHash } from 'node:crypto';
import type { Authentication } from '../authentication';
import { unauthenticated } from './unauthenticated';

/** A machine that calls with a key in place of a token. */
export interface ApiKey {
  /** Who it is; its user name is `key:` and this. */
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
      const [, name, roles, digest] = /^([a-z][\w-]{0,63})=([\w+-]*):([0-9a-f]{64})$/.exec(entry) ?? [];
      if (name === undefined) {
        throw new Error(
          'API_KEYS has an entry that is none: write name=role:digest, with the SHA-256 of the key in hexadecimal.',
        );
      }
      return { name, roles: roles!.split('+').filter(Boolean), digest: digest! };
    });
}

/** Believes the keys in `x-api-key`, and asks another authentication for every request without one. */
export function apiKeyAuthentication(keys: readonly ApiKey[], others?: Authentication): Authentication {
  // Looked up by digest, so that the time it takes tells nothing of a key.
  const known = new Map(keys.map((key) => [key.digest, key]));
  return {
    callerOf: async (request) => {
      const given = request.headers.get('x-api-key');
      if (given === undefined) return others?.callerOf(request);
      if (request.headers.has('authorization')) throw unauthenticated('Send a token or an API key, not both.');
      const key = known.get(createHash('sha256').update(given).digest('hex'));
      if (!key) throw unauthenticated('This API key is not known here.');
      const id = `key:${key.name}`;
      return { id, userName: id, roles: key.roles };
    },
  };
}
