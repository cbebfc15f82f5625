import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../schema/guards';

/** A new secret for cursors: 32 random bytes in base64url. */
export function newCursorKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The secret of a data folder, made on the first start and kept, so that cursors outlive a restart. */
export function keptCursorKey(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'cursor.key');
  try {
    writeFileSync(file, newCursorKey(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const key = readFileSync(file, 'utf8').trim();
  if (/^[\w-]{43}$/.test(key)) return key;
  throw new Error(
    `${file} does not hold a cursor key: delete the file to have a new one made (open page cursors end with it).`,
  );
}
