import { numberOf, recordOf, textOf } from '../schema/guards';
import type { Log, LogEntry } from '../api/logger';

/** The gateway's log for a person at a terminal: a line for each request, and defects with their cause. */
export const lineLog: Log = (entry) => {
  process.stdout.write(`${lineOf(entry, { colours: process.stdout.isTTY })}\n`);
  if (entry.error !== undefined) process.stderr.write(`${causeOf(entry.error)}\n`);
};

/** One entry as a line, such as "GET     /product 200 3.1 ms products". */
export function lineOf({ level, message, ...details }: LogEntry, { colours }: { colours: boolean }): string {
  const paint = (text: string, escape: string): string => (colours && text ? `${escape}${text}${plain}` : text);
  if (message !== 'request') {
    const members = Object.entries(details).filter(([name]) => name !== 'error');
    return [level, message, ...members.map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' ');
  }
  // Method and path are missing when the event could not be read.
  const [method, path] = [textOf(details.method) ?? '-', textOf(details.path) ?? '-'];
  const [operation, code, requestId] = [details.operation, details.code, details.requestId].map(textOf);
  const [status, milliseconds] = [numberOf(details.status), numberOf(details.milliseconds)];
  // Only who has to look into a failure needs the number under which it is known.
  const about = [
    `${milliseconds} ms`,
    operation === 'page' ? undefined : operation,
    code,
    level === 'info' ? undefined : requestId,
  ];
  return [
    method.padEnd(7),
    // A path that was decoded may hold what a terminal obeys, and line breaks.
    path.replace(/\p{Cc}/gu, encodeURIComponent),
    paint(String(status), colourOf(status)),
    paint(about.filter(Boolean).join(' '), faint),
  ].join(' ');
}

/** The stack of an error and of those behind it. */
export function causeOf(error: unknown): string {
  const { stack, text, cause } = recordOf(error);
  const errorText = textOf(stack) ?? textOf(text) ?? JSON.stringify(error);
  return cause === undefined ? errorText : `${errorText}\nbecause of ${causeOf(cause)}`;
}

const faint = '\u001b[2m';
const plain = '\u001b[0m';

function colourOf(status = 500): string {
  if (status < 300) return '\u001b[32m';
  if (status < 400) return '\u001b[36m';
  return status < 500 ? '\u001b[33m' : '\u001b[31m';
}
