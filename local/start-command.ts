import { join } from 'node:path';
import { errorCode, messageOf } from '../schema/guards';
import { LoadingError, loadDefinition } from '../services/application';
import { showsStacks } from '../services/command-line';
import { NoEngineError } from './engine-search';
import { readOptions, usage, UsageError } from './options';

/**
 * `npm start`: runs the gateway of a folder until a signal. Whatever fails ends in a sentence; DEBUG=tandem shows the
 * stack.
 * @param preparePages makes the pages that the gateway shows, where they are not made yet
 * @returns the exit code, at once for `--help` and what is wrong, else when the gateway is up
 */
export async function startCommand(
  line: readonly string[],
  folder: string,
  preparePages: () => Promise<void> = async () => undefined,
): Promise<number> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    const options = readOptions(line, process.env);
    if (options.help) {
      console.log(usage);
      return 0;
    }
    // Loaded only here: a wrong declaration fails as soon as it is imported, and that must end in a sentence too.
    const [{ run }, definition] = await Promise.all([import('./run'), loadDefinition(folder)]);
    await run(definition, options, join(folder, '.data'), preparePages);
    return 0;
  } catch (error) {
    return leave(error);
  }
}

function leave(error: unknown): never {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\nSee: npm start -- --help\n`);
    process.exit(2);
  }
  // A network error of several addresses has a code and no message.
  const [message, code] = [messageOf(error), errorCode(error)];
  process.stderr.write(`Tandem could not start: ${message || code || String(error)}\n`);
  // It has said in commands what to do.
  if (error instanceof NoEngineError && !showsStacks()) process.exit(1);
  if (showsStacks() && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  // What cannot be loaded says itself where.
  else if (!(error instanceof LoadingError)) process.stderr.write('DEBUG=tandem npm start shows where.\n');
  process.exit(1);
}
