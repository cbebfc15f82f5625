import { resolve } from 'node:path';
import { errorCode, messageOf } from '../schema/guards';
import { loadDefinition } from '../services/application';
import { readOptions, usage, UsageError } from './options';

// The program behind `npm start`. Whatever fails ends in a sentence; DEBUG=tandem shows the stack.

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

void main();

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options.help) {
      console.log(usage);
      return;
    }
    // Loaded only here: a wrong declaration fails as soon as it is imported, and that must end in a sentence too.
    const [{ run }, definition] = await Promise.all([import('./run'), loadDefinition()]);
    await run(definition, options, resolve('.data'));
  } catch (error) {
    leave(error);
  }
}

function leave(error: unknown): never {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\nSee: npm start -- --help\n`);
    process.exit(2);
  }
  // A network error of several addresses has a code and no message.
  const [message, code] = [messageOf(error), errorCode(error)];
  const showStack = /\btandem\b/.test(process.env.DEBUG ?? '');
  process.stderr.write(`Tandem could not start: ${message || code || String(error)}\n`);
  process.stderr.write(
    showStack && error instanceof Error ? `${error.stack}\n` : 'DEBUG=tandem npm start shows where.\n',
  );
  process.exit(1);
}
