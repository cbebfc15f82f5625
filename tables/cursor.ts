import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { isRecord } from '../schema/guards';
import type { Cursors } from '../services/context';
import { ServiceError } from '../services/errors';

const nonceBytes = 12;
const tagBytes = 16;
/** A position holds at most a few keys of 2 KB. */
const maxLength = 12_000;

/**
 * Cursors as AES-256-GCM (NIST SP 800-38D) with the list as additional data: nothing readable inside, nothing
 * changeable, of no use elsewhere.
 * @param secrets the current secret first, then older ones whose cursors still count
 */
export function createCursors(secrets: readonly string[]): Cursors {
  const keys = secrets.map((secret) => createHash('sha256').update(secret).digest());
  const [current] = keys;
  if (!current || secrets.some((secret) => secret.length < 16)) {
    throw new Error('CURSOR_KEYS must hold one or more secrets of 16 characters or more, separated by commas.');
  }
  return {
    seal: (position, list) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(list));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()]);
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
