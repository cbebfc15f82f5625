import { Writable } from 'node:stream';
import { attempt } from '../../tools/transfer/command';
import type { Command, ExitCode } from '../../tools/transfer/command';

/** Little patience, so that tests do not wait. */
export const impatient = { tries: 4, first: 1, widest: 5, longestAsked: 5_000 };

/** Keeps what is written. */
export class Paper extends Writable {
  text = '';

  constructor(
    readonly isTTY = false,
    readonly columns = 120,
  ) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** Runs a command in this process and reads what it wrote. */
export async function run(
  command: Command,
  words: string[],
  {
    interrupted = new AbortController().signal,
    problems = new Paper(),
  }: { interrupted?: AbortSignal; problems?: Paper } = {},
): Promise<{ exitCode: ExitCode; output: string; problems: string }> {
  const output = new Paper();
  const exitCode = await attempt(command, words, { output, problems, interrupted });
  return { exitCode, output: output.text, problems: problems.text };
}
