import { recordOf } from '../../schema/guards';
import { Backoff } from '../transfer/backoff';
import { CommandError, exitCodes } from '../transfer/command';
import type { Command, Console, ExitCode } from '../transfer/command';
import { gatewayOf } from '../transfer/command-options';
import type { Answer, Gateway, GatewayOptions } from '../transfer/gateway';
import type { BusEvent } from '../../local/messaging/bus';
import { eventsHelp, eventsOptions } from './events-options';
import type { EventsOptions } from './events-options';
import { localPaths } from '../../local/messaging/local-paths';
import type { DeadLetter } from '../../local/messaging/local-paths';
import { eventLine } from '../../local/messaging/event-line';
import { deadLetterTable } from './dead-letter-table';
import { jsonLines } from '../../local/messaging/json-lines';

/** `npm run events`; tests may ask for less patience. */
export function eventsCommand(patience?: GatewayOptions['patience']): Command {
  return async (words, console) => {
    const options = eventsOptions(words);
    if (!options) {
      console.output.write(eventsHelp);
      return exitCodes.ok;
    }
    const gateway = gatewayOf({ url: options.url, patience });
    return { tail, dlq: showDeadLetters, redrive }[options.action](options, gateway, console);
  };
}

async function showDeadLetters({ json }: EventsOptions, gateway: Gateway, { output }: Console): Promise<ExitCode> {
  const { items } = (await ask(gateway, localPaths.deadLetters)) as { items: DeadLetter[] };
  if (json) output.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  else output.write(items.length > 0 ? `${deadLetterTable(items)}\n` : 'There are no dead letters.\n');
  return exitCodes.ok;
}

async function redrive({ json, messageIds }: EventsOptions, gateway: Gateway, console: Console): Promise<ExitCode> {
  const query = new URLSearchParams(messageIds.map((id): [string, string] => ['messageId', id]));
  const answer = recordOf(await ask(gateway, `${localPaths.redrive}?${query.toString()}`, ''));
  const moved = Number(answer.moved);
  const requestedCount = new Set(messageIds).size;
  const isComplete = requestedCount === 0 || moved === requestedCount;
  if (json) console.output.write(`${JSON.stringify({ moved })}\n`);
  else if (isComplete) console.output.write(`${lettersMoved(moved)}\n`);
  if (isComplete) return exitCodes.ok;
  console.problems.write(
    `Moved ${moved} of ${requestedCount}: the others are no dead letters. \`dlq\` shows those there are.\n`,
  );
  return exitCodes.incomplete;
}

function lettersMoved(moved: number): string {
  if (moved === 0) return 'There are no dead letters to move.';
  return `Moved ${moved} dead ${moved === 1 ? 'letter' : 'letters'} back to the queue.`;
}

async function tail(
  options: EventsOptions,
  gateway: Gateway,
  { output, problems, interrupted }: Console,
): Promise<ExitCode> {
  const readerLeft = new AbortController();
  const leave = (): void => readerLeft.abort();
  output.on('error', leave).on('close', leave);
  const end = AbortSignal.any([interrupted, readerLeft.signal]);
  const print = (event: BusEvent): void => {
    output.write(`${options.json ? JSON.stringify(event) : eventLine(event)}\n`);
  };
  let { last } = options;
  let backoff: Backoff | undefined;
  try {
    while (!end.aborted) {
      try {
        // Says in a sentence what is wrong with the address, if anything.
        await ask(gateway, localPaths.deadLetters);
        if (backoff?.triedAgain) problems.write('The gateway is back.\n');
        backoff = undefined;
        for await (const event of events(`${gateway.url}${localPaths.events}?last=${last}`, end)) print(event);
        last = 0;
        if (!end.aborted) problems.write('The gateway has gone; waiting for it to come back.\n');
      } catch (error) {
        // At first sight nobody is there: that is for the user to know at once.
        if (!backoff || end.aborted) throw error;
      }
      backoff ??= new Backoff(gateway.patience, end);
      if (!(await backoff.again()) && !end.aborted) await ask(gateway, localPaths.deadLetters);
    }
  } catch (error) {
    if (!end.aborted) throw error;
  } finally {
    output.off('error', leave).off('close', leave);
  }
  return exitCodes.ok;
}

/** The events of a gateway until it or the user breaks off. */
async function* events(url: string, signal: AbortSignal): AsyncGenerator<BusEvent> {
  try {
    const { body } = await fetch(url, { signal });
    if (body) for await (const line of jsonLines(body)) yield line as BusEvent;
  } catch {
    // Cut off in the middle of a line or between two: what happens next is the same.
  }
}

/**
 * Asks one of the local routes.
 * @throws CommandError when there is no good answer
 */
async function ask(gateway: Gateway, path: string, body?: string): Promise<unknown> {
  const answer = await gateway.send(path, body);
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw isWithoutRoutes(answer)
    ? new CommandError(
        `The gateway at ${gateway.url} does not show its events (it answers ${answer.status}): only one that \`npm start\` runs does, at its own address such as http://127.0.0.1:4000.`,
        exitCodes.incomplete,
      )
    : gateway.failure(path, answer);
}

/** API Gateway answers 403 where it has no route, and an authorizer 401; our own refusals have a detail. */
function isWithoutRoutes({ status, body }: Answer): boolean {
  return status === 404 || ((status === 401 || status === 403) && !recordOf(body).detail);
}
