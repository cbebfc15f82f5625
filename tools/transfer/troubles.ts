import { closeSync, openSync, realpathSync, writeSync } from 'node:fs';
import { messageOf } from '../../schema/guards';
import { CommandError, exitCodes } from './command';
import type { Trouble } from './tally';

const widestReason = 100;

type TroubleRow = readonly [row: string, field: string, reason: string];

/** What went wrong as a table for people: row, field, reason. */
export function troubleTable(troubles: readonly Trouble[]): string {
  const rows = troubles.map((trouble): TroubleRow => [
    String(trouble.row),
    printable(trouble.field) || '-',
    shorten(printable(trouble.outcome === 'failed' ? `failed: ${trouble.reason}` : trouble.reason), widestReason),
  ]);
  const table: readonly TroubleRow[] = [['row', 'field', 'reason'], ...rows];
  const widest = (column: 0 | 1): number => Math.max(...table.map((cells) => cells[column].length));
  const [rowWidth, fieldWidth] = [widest(0), widest(1)];
  return table
    .map(([row, field, reason]) => `  ${row.padStart(rowWidth)}  ${field.padEnd(fieldWidth)}  ${reason}`)
    .join('\n');
}

/** Where everything that goes wrong is written down, as JSON lines. */
export interface Report {
  write(troubles: readonly Trouble[]): void;
  close(): void;
}

/**
 * Begins a report file.
 * @throws CommandError when it cannot be written, or would overwrite the file that is being imported
 */
export function openReport(path: string, source: string): Report {
  if (isSameFile(path, source)) {
    throw new CommandError('The report would overwrite the file that is imported: name another one.', exitCodes.usage);
  }
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw new CommandError(`Cannot write the report ${path}: ${messageOf(error)}.`, exitCodes.usage);
    }
  };
  const file = guarded(() => openSync(path, 'w'));
  return {
    // Written at once: there are few, and after a crash they are what one wants to read.
    write: (troubles) =>
      guarded(() => writeAll(file, Buffer.from(troubles.map((trouble) => `${JSON.stringify(trouble)}\n`).join('')))),
    close: () => closeSync(file),
  };
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function isSameFile(left: string, right: string): boolean {
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    return false;
  }
}

/** Text that came from elsewhere must not be able to steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}+/gu, ' ');
}

function shorten(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 3)}...` : text;
}
