import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../../schema/guards';

/** A file of JSON lines that outlives its process: what `append` has returned from is never lost. */
export interface Journal {
  append(entry: object): void;
  /** Forgets everything, once nothing in it matters any more. */
  clear(): void;
  /** Bytes in the file. */
  readonly size: number;
  close(): void;
}

/**
 * Reads a journal; a last line that a kill cut short counts as never written.
 * @throws Error with a sentence for people when a line in the middle cannot be read
 */
export function readJournal(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line, index): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(
        `Line ${index + 1} of ${path} is damaged: correct or remove that line, or move the file away to start with an empty queue.`,
      );
    }
  });
}

/** Replaces a journal by the entries that still matter, and goes on behind them. */
export function openJournal(path: string, entries: readonly object[]): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.new`;
  const file = openSync(aside, 'w');
  const journal = journalOf(file, `${path} cannot be written`);
  try {
    for (const entry of entries) journal.append(entry);
    // Only a complete file takes the name: a kill before this leaves the old one as it was.
    renameSync(aside, path);
  } catch (error) {
    journal.close();
    throw error;
  }
  return journal;
}

function journalOf(file: number, complaint: string): Journal {
  let size = 0;
  let isOpen = true;
  return {
    get size() {
      return size;
    },
    append(entry) {
      // The number of a closed file may belong to another one by now.
      if (!isOpen) throw new Error(`${complaint}: it is closed.`);
      const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, size + at);
      } catch (error) {
        // Half a line may be left; the next one is written over it, and without its end it counts as never written.
        throw new Error(`${complaint}: ${messageOf(error)}.`, { cause: error });
      }
      size += bytes.length;
    },
    clear() {
      ftruncateSync(file, 0);
      size = 0;
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}
