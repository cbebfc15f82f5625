// cspell:words NOTADB CANTOPEN

import { dirname } from 'node:path';
import { messageOf } from '../schema/guards';

/** How the engine says that its file is not as it left it (SQLite's SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN). */
const damage = /database disk image is malformed|not a (?:valid SQLite )?database|unable to open database file/i;

/** What a start has thrown; of a damaged file it says which it is, and the way out. */
export function nameDamage(error: unknown, file: string): unknown {
  const [found] = damage.exec(messageOf(error)) ?? [];
  if (found === undefined) return error;
  const folder = dirname(file);
  return new Error(
    `The data in ${file} is damaged (the engine says: ${found}).\n` +
      `  If you have a copy of ${folder}, put it back.\n` +
      `  If not, move the folder away, and the next start makes a new one: mv "${folder}" "${folder}-damaged"\n` +
      `  npm start -- --memory starts without it and leaves it as it is.`,
    { cause: error },
  );
}
