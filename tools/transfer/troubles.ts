import { closeSync, openSync, realpathSync, writeSync } from 'node:fs';
import { messageOf } from '../../schema/guards';
import { CommandError, exitCodes } from './command';
import type { Trouble } from './tally';

const widestReason = 100;
const widestKey = 40;

/** The columns of the table; numbers stand at the right. */
const columns: readonly {
  readonly title: string;
  readonly isNumber?: true;
  readonly cell: (trouble: Trouble) => string;
}[] = [
  { title: 'element', isNumber: true, cell: ({ element }) => (element === undefined ? '' : String(element)) },
  { title: 'line', isNumber: true, cell: ({ line }) => String(line) },
  { title: 'key', cell: ({ key }) => shorten(printable(key ?? ''), widestKey) },
  { title: 'field', cell: ({ field }) => printable(field) },
  {
    title: 'reason',
    cell: ({ outcome, reason }) =>
      shorten(printable(outcome === 'failed' ? `failed: ${reason}` : reason), widestReason),
  },
];

/** What went wrong as a table for people: where in the file, which key, which field, why. */
export function troubleTable(troubles: readonly Trouble[]): string {
  // Only an array has elements.
  const shown = columns.filter(
    ({ title }) => title !== 'element' || troubles.some(({ element }) => element !== undefined),
  );
  const filled = shown.map(({ title, isNumber, cell }) => {
    const cells = [title, ...troubles.map((trouble) => cell(trouble) || '-')];
    const width = Math.max(...cells.map(({ length }) => length));
    return cells.map((text) => (isNumber ? text.padStart(width) : text.padEnd(width)));
  });
  return Array.from({ length: troubles.length + 1 }, (_, index) =>
    `  ${filled.map((cells) => cells[index]).join('  ')}`.trimEnd(),
  ).join('\n');
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
