import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from './buffer';

/** What the import uses of Node's `Hash`. */
interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(): Buffer;
}

/** SHA-256 as `createHash` of Node gives it. A browser's own works in promises, which reading a row does not wait for. */
export function createHash(): Hash {
  const running = sha256.create();
  const hash: Hash = {
    update(data) {
      running.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return hash;
    },
    digest: () => Buffer.from(running.digest()),
  };
  return hash;
}
