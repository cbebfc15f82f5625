import { createHash } from 'node:crypto';
import type { Caller } from '../../services/context';
import { unauthenticated } from './unauthenticated';

/** A machine that calls with a key in place of a token. */
export interface ApiKey {
  /** The name of the machine; its user name is `key:` and this name. */
  readonly name: string;
  readonly roles: readonly string[];
  /** What a token would say in its claims, such as the tenant; each is a text, or a list of some. */
  readonly claims?: Caller['claims'];
  /** SHA-256 of the key, in hexadecimal: the gateway never holds the key itself. */
  readonly digest: string;
}

/**
 * Reads the variable API_KEYS, such as `import=admin:9f86d0…,reports=auditor+admin;org=acme;org=globex:60303a…`. Names and
 * values of claims are percent-encoded; what is said more than once is a list.
 * @throws Error with a sentence for the operator
 */
export function apiKeysFrom(text = ''): readonly ApiKey[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [, name, roles = '', said = '', digest = ''] = entryForm.exec(entry) ?? [];
      const claims = claimsFrom(said);
      if (name === undefined || !claims) {
        throw new Error(
          'API_KEYS has an entry that is none: write name=role:digest, or name=role;claim=value:digest with claims that are percent-encoded, and the SHA-256 of the key in hexadecimal.',
        );
      }
      return { name, roles: roles.split('+').filter(Boolean), ...(said !== '' && { claims }), digest };
    });
}

const entryForm = /^([a-z][\w-]{0,63})=([\w+-]*)((?:;[^;:=]+=[^;:=]+)*):([0-9a-f]{64})$/;

/** Reads `;org=acme;org=globex`; undefined when something there is not percent-encoded. */
function claimsFrom(said: string): Caller['claims'] {
  const values = new Map<string, string[]>();
  try {
    for (const one of said.split(';').filter(Boolean)) {
      const [name = '', value = ''] = one.split('=').map(decodeURIComponent);
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  } catch {
    return undefined;
  }
  return Object.fromEntries([...values].map(([name, texts]) => [name, texts.length === 1 ? texts[0] : texts]));
}

/** Tells who holds a key. @throws ServiceError unauthenticated for a key that nobody holds */
export function keyHolders(keys: readonly ApiKey[]): (apiKey: string) => Caller {
  // Looked up by digest, so that the time it takes tells nothing of a key.
  const keysByDigest = new Map(keys.map((key) => [key.digest, key]));
  return (apiKey) => {
    const key = keysByDigest.get(createHash('sha256').update(apiKey).digest('hex'));
    if (!key) throw unauthenticated('This API key is not known here.');
    const id = `key:${key.name}`;
    return { id, userName: id, roles: key.roles, ...(key.claims && { claims: key.claims }) };
  };
}
