import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isRecord } from '../schema/guards';
import type { Cursors } from '../services/context';
import { ServiceError } from '../services/errors';

const nonceBytes = 12;
const tagBytes = 16;
/** A position holds at most a few keys of 2 KB. */
const maxLength = 12_000;

/**
 * Cursors as AES-256-GCM (NIST SP 800-38D) with the list as additional data: nothing readable inside, nothing
 * changeable, of no use elsewhere. One position of one list is sealed in one way under a secret, so that an answer with a
 * cursor in it is the same as long as the list is, and its entity tag with it.
 * @param secrets the current secret first, then older ones whose cursors still count
 */
export function createCursors(secrets: readonly string[]): Cursors {
  const keys = secrets.map((secret) => createHash('sha256').update(secret).digest());
  const [current] = keys;
  if (!current || secrets.some((secret) => secret.length < 16)) {
    throw new Error('CURSOR_KEYS must hold one or more secrets of 16 characters or more, separated by commas.');
  }
  // Node takes a key that is one already six times as fast as its bytes.
  const ofNonces = createSecretKey(createHmac('sha256', current).update('nonces of cursors').digest());
  return {
    seal: (position, list) => {
      const text = JSON.stringify(position);
      const nonce = nonceOf(text, list, ofNonces);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(list));
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open: (cursor, list) => {
      if (typeof cursor === 'string' && cursor.length <= maxLength) {
        const bytes = Buffer.from(cursor, 'base64url');
        // Buffer skips letters that are not base64url; a cursor has one spelling only.
        const exact = bytes.toString('base64url') === cursor && bytes.length > nonceBytes + tagBytes;
        for (const key of exact ? keys : []) {
          const position = unseal(bytes, key, list);
          if (position) return position;
        }
      }
      throw new ServiceError(
        'cursor-invalid',
        'This cursor was not made for this list. Send back a cursor as it came, with the same filter and order.',
      );
    },
  };
}

/**
 * A nonce must never serve two texts under one key (NIST SP 800-38D, section 8). This one follows from the text, by a
 * keyed hash, as the synthetic one of RFC 5297 does: the same nonce is the same cursor.
 */
function nonceOf(text: string, list: string, ofNonces: KeyObject): Buffer {
  const told = createHmac('sha256', ofNonces)
    .update(JSON.stringify([list, text]))
    .digest();
  return told.subarray(0, nonceBytes);
}

function unseal(bytes: Buffer, key: Buffer, list: string): Record<string, unknown> | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(list))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    const position: unknown = JSON.parse(opened.toString());
    return isRecord(position) ? position : undefined;
  } catch {
    return undefined;
  }
}
