import { attempt, exitCodes } from './command';
import type { Command, ExitCode } from './command';

/**
 * How long after the first Ctrl-C another signal still counts as the same one: npm passes on the signal that the
 * terminal has already sent to the whole process group.
 */
const sameKeystroke = 500;

/** What a signal does: the first one asks the command to stop, another keystroke ends it at once. */
export function interrupter(stop: () => void, end: () => void, now: () => number = Date.now): () => void {
  let firstInterrupt: number | undefined;
  return () => {
    if (firstInterrupt !== undefined && now() - firstInterrupt > sameKeystroke) end();
    firstInterrupt ??= now();
    stop();
  };
}

/** Runs a command as this process: its arguments, its streams, its exit code, Ctrl-C. */
export async function processCommand(command: Command, words = process.argv.slice(2)): Promise<ExitCode> {
  const controller = new AbortController();
  const interrupt = interrupter(
    () => controller.abort(),
    () => process.exit(exitCodes.interrupted),
  );
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // Whoever reads may leave early (`| head`); a command that cares listens for itself.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const code = await attempt(command, words, {
    output: process.stdout,
    problems: process.stderr,
    interrupted: controller.signal,
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  process.exitCode = code;
  return code;
}
