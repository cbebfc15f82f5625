import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayDefinition } from '../services/definition';
import { banner } from './banner';
import { runBeside } from './beside';
import { openLocalGateway, stopLocalGateway } from './local-gateway';
import type { Running } from './local-gateway';
import { consentOf } from './consent';
import { lineLog } from './log';
import type { StartOptions } from './options';
import { noteGateway } from './running-gateways';

/**
 * Starts engine, tables, gateway and server, and stays until a signal or the end of the engine.
 * @param preparePages makes the pages that the gateway shows, where they are not made yet
 */
export async function run(
  definition: GatewayDefinition,
  options: StartOptions,
  folder: string,
  preparePages: () => Promise<void>,
): Promise<void> {
  const running: Running = {};
  const whenStopped = stopOnSignals(running);
  const { memory, payload, port: wantedPort, host, cors } = options;
  let isUp = false;
  const [{ engine, listening, issuer, samples }] = await Promise.all([
    openLocalGateway(
      {
        definition,
        folder: memory ? undefined : folder,
        host,
        port: wantedPort,
        payload,
        auth: options.auth,
        cors,
        rate: options.rate,
        readUnits: options.readUnits,
        mayFetch: options.yes ? () => Promise.resolve(true) : consentOf(process.stdin, process.stdout),
        samples: true,
        // Nothing stands above the banner, unless it goes wrong.
        log: (entry) => (isUp || entry.level !== 'info' ? lineLog(entry) : undefined),
        note: (words) => console.log(words),
        complain: (words, error) => console.error(...(error === undefined ? [words] : [words, error])),
        engineEnded: (words) => {
          const data = memory ? 'Its data was in memory and is gone' : `Your data is safe in ${folder}`;
          process.stderr.write(`${words} ${data}; "npm start" brings the gateway up again.\n`);
          process.exit(1);
        },
      },
      running,
    ),
    preparePages(),
  ]).catch(async (error: unknown) => {
    // A start that a signal breaks off has not failed: the same Ctrl-C ends the compiler of the pages, for one, and we may
    // hear of that end first.
    await sleep(signalDelay);
    await whenStopped();
    throw error;
  });

  const { url } = listening;
  noteGateway(dirname(folder), url);
  const data = engine.external ? 'in that engine' : memory ? 'in memory, gone when you stop' : folder;
  const names = ['alice', 'bob', 'admin'];
  const tokens = issuer && Object.fromEntries(names.map((name) => [name, issuer.token(name)]));
  // Counted from the start of the process: that is what the user waits for.
  const milliseconds = performance.now();
  isUp = true;
  console.log(banner({ definition, options, listening, engine, data, samples, tokens, milliseconds }));
  if (options.beside !== undefined) runBeside(options.beside, url);
}

/** Milliseconds in which a signal that has ended one process of a group has reached the others. */
const signalDelay = 200;

/** npm passes a Ctrl-C on to a program that has it from the terminal already; that echo is no second Ctrl-C. */
const echoOfNpm = 300;

/** Ends the process in good order at a signal; answers a function that waits for that end once it has begun. */
function stopOnSignals(running: Running): () => Promise<void> {
  let stoppingSince: number | undefined;
  let stopped: Promise<void> | undefined;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (signal === 'SIGINT' && performance.now() - stoppingSince > echoOfNpm) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    stopped = stopLocalGateway(running);
    await stopped;
    process.exit(0);
  };
  // Whoever read what it says has gone, as with `npm start | head`.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void stop('SIGPIPE'));
  // SIGHUP comes when the terminal window is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void stop(name));
  return async () => {
    if (stopped === undefined) return;
    await stopped;
    process.exit(0);
  };
}
