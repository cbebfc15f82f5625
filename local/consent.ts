import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';

/**
 * Asks in a terminal whether something may be fetched; an empty answer is a yes.
 * @returns undefined where there is no terminal, and so nobody to ask
 */
export function consentOf(input: ReadStream, output: WriteStream): ((what: string) => Promise<boolean>) | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return (what) =>
    new Promise((resolve) => {
      // The terminal keeps its own line editing, in which Ctrl-C is a signal and Ctrl-D the end.
      const lines = createInterface({ input, output, terminal: false });
      lines.once('line', (line) => {
        resolve(/^\s*(y|yes)?\s*$/i.test(line));
        lines.close();
      });
      lines.once('close', () => resolve(false));
      output.write(`Fetch ${what} now? [Y/n] `);
    });
}
