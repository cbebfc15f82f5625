import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Where questions are asked. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/** Asks one question after the other; an empty answer is the usual one. */
export interface Questions {
  /**
   * Asks until the answer is good.
   * @param fault what is wrong with an answer, as a sentence
   */
  ask(words: string, usual: string, fault?: (answer: string) => string | undefined): Promise<string>;
  askWhether(words: string, usual: boolean): Promise<boolean>;
  close(): void;
}

/** Somebody has ended the answers, with Ctrl-C or Ctrl-D, before all were given. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** Opens a conversation in a terminal; whoever opens it closes it. */
export function openQuestions({ input, output }: Terminal): Questions {
  const lines = createInterface({ input, output });
  let isClosed = false;
  lines.once('close', () => (isClosed = true));
  // Lines that come faster than the questions wait for theirs.
  const waiting: string[] = [];
  let next: ((line: string) => void) | undefined;
  lines.on('line', (line) => {
    if (next) next(line);
    else waiting.push(line);
  });

  const answer = async (words: string): Promise<string> => {
    output.write(words);
    const early = waiting.shift();
    if (early !== undefined) return early;
    if (isClosed) throw new Unanswered('Nothing was written: not all questions were answered.');
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        output.write('\n');
        reject(new Unanswered('Nothing was written: not all questions were answered.'));
      };
      lines.once('close', leave);
      next = (line) => {
        next = undefined;
        lines.off('close', leave);
        resolve(line);
      };
    });
  };

  const ask: Questions['ask'] = async (words, usual, fault = () => undefined) => {
    const given = (await answer(`  ${words}${usual === '' ? '' : ` (${usual})`}: `)).trim() || usual;
    const wrong = fault(given);
    if (wrong === undefined) return given;
    output.write(`  ${wrong}\n`);
    return ask(words, usual, fault);
  };

  return {
    ask,
    askWhether: async (words, usual) => {
      const given = await ask(words, usual ? 'yes' : 'no', (text) =>
        /^(y|yes|n|no)$/i.test(text) ? undefined : 'Answer yes or no.',
      );
      return /^y/i.test(given);
    },
    close: () => lines.close(),
  };
}
