import type { Mask } from './mask';

/** One thing that happened, as one line. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** Takes log entries; a handler is given one and never writes by itself. */
export type Log = (entry: LogEntry) => void;

let waiting = '';

function writeWaiting(): void {
  const text = waiting;
  waiting = '';
  if (text !== '') process.stdout.write(text);
}

/** Writes a line to the standard output with those that come in the same step: each write of its own has its price. */
export function writeLine(line: string): void {
  if (waiting === '') queueMicrotask(writeWaiting);
  waiting += `${line}\n`;
}

/** Writes each entry as one JSON line; JSON escapes line breaks, so that no value can forge a second line. */
export const jsonLog: Log = (entry) => {
  writeLine(JSON.stringify({ time: new Date().toISOString(), ...entry }));
  // It may be the last that this process says.
  if (entry.level === 'error') writeWaiting();
};

/** An error for the log: everything that the caller must not see, but for what the caller sent. */
export function described(cause: unknown, mask: Mask = (text) => text): object {
  if (!(cause instanceof Error)) return { text: mask(String(cause)) };
  const text = mask(cause.message);
  return {
    name: cause.name,
    text,
    // The frames hold nothing that was sent, and a sender must not be able to blot them out.
    stack: cause.stack?.replace(cause.message, () => text),
    ...(cause.cause !== undefined && { cause: described(cause.cause, mask) }),
  };
}
