import { createGateway } from '../api/handler';
import { createOrderConsumer } from '../api/orders';
import { buildPages } from '../api/pages/build';
import { domains } from '../schema';
import { banner } from './banner';
import { keptCursorKey, newCursorKey } from './cursor-key';
import { startEngine } from './engine';
import type { Engine } from './engine';
import { serve } from './http';
import type { Listening } from './http';
import { lineLog } from './log';
import { messagingRoutes } from './messaging/http';
import { startMessaging } from './messaging/messaging';
import type { Messaging } from './messaging/messaging';
import type { StartOptions } from './options';
import { loadSamples } from './samples';
import { createTables, localAccess } from './tables';

/** Starts engine, tables, gateway and server, and stays until a signal or the end of the engine. */
export async function run(options: StartOptions, folder: string): Promise<void> {
  const running: Running = {};
  stopOnSignals(running);

  const engine = await startEngine({ folder: options.memory ? undefined : folder });
  running.engine = engine;
  engine.onExit((words) => {
    const data = options.memory ? 'Its data was in memory and is gone' : `Your data is safe in ${folder}`;
    process.stderr.write(`${words} ${data}; "npm start" brings the gateway up again.\n`);
    process.exit(1);
  });

  const { endpoint } = engine;
  const tablePrefix = '';
  await createTables({ endpoint, domains, prefix: tablePrefix, say: (words) => console.log(words) });
  const { handler } = createGateway({
    domains,
    endpoint,
    tablePrefix,
    cursorKeys: [options.memory ? newCursorKey() : keptCursorKey(folder)],
    ...localAccess,
    // What the start itself asks is nobody's request, unless it goes wrong.
    log: (entry) => (running.listening || entry.level !== 'info' ? lineLog(entry) : undefined),
  });
  const log = (words: string, error?: unknown): void =>
    console.error(...(error === undefined ? [words] : [words, error]));
  const messaging = startMessaging({
    endpoint,
    tablePrefix,
    ...localAccess,
    folder: options.memory ? undefined : folder,
    consumer: createOrderConsumer({ endpoint, tablePrefix, ...localAccess, log: lineLog }),
    log,
  });
  running.messaging = messaging;
  const [samples] = await Promise.all([loadSamples(handler, options.payload), buildPages()]);
  const listening = await serve({
    handler,
    host: '127.0.0.1',
    port: options.port,
    payload: options.payload,
    log,
    local: messagingRoutes(messaging),
  });
  running.listening = listening;

  const { url, port } = listening;
  const data = engine.external ? 'in that engine' : options.memory ? 'in memory, gone when you stop' : folder;
  const { payload, port: wantedPort } = options;
  // Counted from the start of the process: that is what the user waits for.
  const milliseconds = performance.now();
  console.log(banner({ url, port, wantedPort, payload, endpoint, data, samples, milliseconds }));
}

interface Running {
  engine?: Engine;
  messaging?: Messaging;
  listening?: Listening;
}

/** npm passes a Ctrl-C on to a program that has it from the terminal already; that echo is no second Ctrl-C. */
const echoOfNpm = 300;

function stopOnSignals(running: Running): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (signal === 'SIGINT' && performance.now() - stoppingSince > echoOfNpm) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    await Promise.all([running.listening?.close(), running.messaging?.stop()]);
    await running.engine?.stop();
    process.exit(0);
  };
  // SIGHUP comes when the terminal window is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void stop(name));
}
