import type { Log, LogEntry } from '../api/logger';

/** Writes the gateway's log for a person who watches: one short line for a request, and what is behind an error. */
export const terminalLog: Log = (entry) => {
  process.stdout.write(`${lineOf(entry)}\n`);
};

/** One entry as text, such as "12:30:05  GET /product?limit=1  200  products  3.1 ms". */
export function lineOf({ level, message, ...details }: LogEntry, now = new Date()): string {
  const { method, path, status, operation, code, milliseconds, requestId, error, ...others } = details;
  const isRequest = message === 'request';
  const parts = [
    now.toTimeString().slice(0, 8),
    ...(level === 'info' ? [] : [level]),
    ...(isRequest ? [`${method ?? '?'} ${path ?? '?'}`, status, operation, code] : [message]),
    ...(milliseconds === undefined ? [] : [`${milliseconds} ms`]),
    ...(level === 'info' ? [] : [requestId]),
    ...Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  ];
  const line = parts.filter((part) => part !== undefined).join('  ');
  return error === undefined ? line : `${line}\n${stackOf(error)}`;
}

function stackOf(error: unknown): string {
  const { stack, text, cause } = error as { stack?: string; text?: string; cause?: unknown };
  const own = stack ?? text ?? JSON.stringify(error);
  return `  ${cause === undefined ? own : `${own}\nbecause of ${stackOf(cause)}`}`.replaceAll('\n', '\n  ');
}
