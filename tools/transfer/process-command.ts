import { attempt, exitCodes } from './command';
import type { Command } from './command';

/**
 * How long after the first Ctrl-C another signal still counts as the same one: npm passes on the signal that the
 * terminal has already sent to the whole process group.
 */
const sameKeystroke = 500;

/** Runs a command as this process: its arguments, its streams, its exit code, Ctrl-C. */
export async function processCommand(command: Command): Promise<void> {
  const controller = new AbortController();
  let first = 0;
  const interrupt = (): void => {
    if (first && Date.now() - first > sameKeystroke) process.exit(exitCodes.interrupted);
    first ||= Date.now();
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // Whoever reads may leave early (`| head`); a command that cares listens for itself.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.exitCode = await attempt(command, process.argv.slice(2), {
    output: process.stdout,
    problems: process.stderr,
    interrupted: controller.signal,
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
}
