import type { Writable } from 'node:stream';
import { messageOf, recordOf, textOf } from '../../schema/guards';

/** How the commands end, for scripts that call them. */
export const exitCodes = { ok: 0, incomplete: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The end of a command in words for its user, and the exit code that goes with it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(message);
  }
}

/** A stream that may be a terminal. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command may use of the world around it. */
export interface Console {
  readonly output: Screen;
  readonly problems: Screen;
  /** Aborted when the user wants to stop. */
  readonly interrupted: AbortSignal;
}

export type Command = (words: string[], console: Console) => Promise<ExitCode>;

/** Runs a command and says what went wrong in a sentence, never in a stack. */
export async function attempt(command: Command, words: string[], console: Console): Promise<ExitCode> {
  try {
    return await command(words, console);
  } catch (error) {
    const { message, exitCode } = asCommandError(error);
    console.problems.write(`${message}\n`);
    return exitCode;
  }
}

/** Any error as the end of a command. */
export function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const message = messageOf(error);
  if (textOf(recordOf(error).code)?.startsWith('ERR_PARSE_ARGS')) {
    const sentence = message.replace(/\. .*$/s, '').replace(/\.$/, '');
    return new CommandError(`${sentence}. See --help.`, exitCodes.usage);
  }
  return new CommandError(`Something unexpected went wrong: ${message}`, exitCodes.incomplete);
}
