import type { Log } from '../api/logger';

const colours = { ok: '\u001b[32m', moved: '\u001b[36m', refused: '\u001b[33m', failed: '\u001b[31m' };
const faint = '\u001b[2m';
const plain = '\u001b[0m';

/** The gateway's log for a person at a terminal: a line for each request, and defects with their cause. */
export const lineLog: Log = (entry) => {
  const { level, message, method, path, operation, status, code, milliseconds, error } = entry as Record<string, unknown>;
  if (message === 'request') {
    const about = [operation, code].filter(Boolean).join(', ');
    process.stdout.write(
      `${String(method ?? '-').padEnd(7)} ${String(path ?? '-')} ${paint(String(status), Number(status))} ${dim(`${String(milliseconds)} ms ${about}`)}\n`,
    );
  }
  if (level === 'error') process.stderr.write(`${String(message)}: ${cause(error)}\n`);
};

function paint(text: string, status: number): string {
  if (!process.stdout.isTTY) return text;
  const colour = status < 300 ? colours.ok : status < 400 ? colours.moved : status < 500 ? colours.refused : colours.failed;
  return `${colour}${text}${plain}`;
}

function dim(text: string): string {
  return process.stdout.isTTY ? `${faint}${text.trimEnd()}${plain}` : text.trimEnd();
}

function cause(error: unknown): string {
  const { stack, text } = (error ?? {}) as { stack?: string; text?: string };
  return stack ?? text ?? 'no cause given';
}
