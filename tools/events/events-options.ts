import { parseArgs } from 'node:util';
import { CommandError, exitCodes } from '../transfer/command';
import { gatewayUrl, wholeNumber } from '../transfer/command-options';
import { keptEvents } from '../../local/messaging/http';
import { commandLine, hasNpmLines } from '../../services/command-line';

/** A line of the help: what is typed, and what it does. */
const usageLine = (words: string, doc: string): string => `  ${commandLine('events', words).padEnd(43)} ${doc}`;

export const eventsHelp = `Shows the events of a running local gateway and what became of them.

${usageLine('tail', 'each event as it passes, until Ctrl-C')}
${usageLine('dlq', 'the dead letters: messages that failed five times')}
${usageLine('redrive [messageId...]', 'moves dead letters back to the queue, all or those named')}

Options:
  --url <url>   the gateway (the one that runs from this folder)
  --last <n>    tail: begin with the last n events, at most ${keptEvents} (10)
  --json        print JSON, one object a line
  --help
${hasNpmLines() ? '\nWithout --silent (npm run --silent events), npm writes two lines of its own before the output.\n' : ''}
Exit code: 0 done, 1 not all could be moved, or the gateway refuses or has no such routes, 2 wrong
usage, 3 the gateway cannot be reached, 130 interrupted. Ctrl-C is the way to end tail: 0.
`;

const actions = ['tail', 'dlq', 'redrive'] as const;

/** What the user asks to see or to do. */
export interface EventsOptions {
  readonly action: (typeof actions)[number];
  readonly url?: string;
  readonly last: number;
  readonly json: boolean;
  readonly messageIds: readonly string[];
}

/**
 * The options of the command; undefined when the user asks for help.
 * @throws CommandError, and what parseArgs throws
 */
export function eventsOptions(words: string[]): EventsOptions | undefined {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      last: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [word, ...messageIds] = positionals;
  const action = actions.find((name) => name === word);
  if (action === undefined || (action !== 'redrive' && messageIds.length > 0)) {
    throw new CommandError(
      `Usage: ${commandLine('events', actions.join(' | '))} [options]. See --help.`,
      exitCodes.usage,
    );
  }
  return {
    action,
    url: values.url === undefined ? undefined : gatewayUrl(values.url),
    last: wholeNumber('last', values.last, 0, keptEvents),
    json: values.json,
    messageIds,
  };
}
