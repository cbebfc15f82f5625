import { tokenAuthentication } from '../api/auth/authentication';
import { createGateway } from '../api/handler';
import type { Authentication } from '../api/auth/authentication';
import type { GatewayOptions } from '../api/options';
import { createConsumer } from '../api/consumer';
import { buildPages } from '../api/pages/build';
import type { GatewayDefinition } from '../services/definition';
import { ratesOf } from '../services/limits';
import { routesOf } from '../services/routes';
import { banner } from './banner';
import { keptCursorKey, newCursorKey } from './cursor-key';
import { startEngine } from './engine';
import type { Engine } from './engine';
import { hostRule } from './host';
import { serve } from './http';
import type { Listening } from './http';
import { issuerPath, openIssuer } from './issuer/issuer';
import type { LocalIssuer } from './issuer/issuer';
import { lineLog } from './log';
import { messagingRoutes } from './messaging/http';
import { startMessaging } from './messaging/messaging';
import { wiringOf } from './messaging/wiring';
import type { Messaging } from './messaging/messaging';
import type { StartOptions } from './options';
import { asDeployed } from './rights';
import { loadSamples } from './samples';
import { serveStorefront } from './storefront';
import { createTables, localAccess } from './tables';

/** Starts engine, tables, gateway and server, and stays until a signal or the end of the engine. */
export async function run(definition: GatewayDefinition, options: StartOptions, folder: string): Promise<void> {
  const { domains } = definition;
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
  const made = await createTables({ endpoint, domains, prefix: tablePrefix, say: (words) => console.log(words) });
  const gateway: GatewayOptions = {
    endpoint,
    tablePrefix,
    cursorKeys: [options.memory ? newCursorKey() : keptCursorKey(folder)],
    ...localAccess,
    corsOrigins: options.cors.origins,
    corsCredentials: options.cors.credentials,
    readUnits: options.readUnits,
    authorize: asDeployed(definition, 'gateway', tablePrefix),
    // What the start itself asks is nobody's request, unless it goes wrong.
    log: (entry) => (running.listening || entry.level !== 'info' ? lineLog(entry) : undefined),
  };
  const say = (words: string, error?: unknown): void =>
    console.error(...(error === undefined ? [words] : [words, error]));
  const messaging = startMessaging({
    endpoint,
    tablePrefix,
    ...localAccess,
    folder: options.memory ? undefined : folder,
    wiring: wiringOf(definition),
    consumers: Object.fromEntries(
      definition.consumers.map((consumer) => [
        consumer.name,
        createConsumer(consumer, {
          ...gateway,
          authorize: asDeployed(definition, consumer.name, tablePrefix),
          log: lineLog,
        }),
      ]),
    ),
    log: say,
  });
  running.messaging = messaging;

  // The samples are put in before anybody can ask, past the rules of access.
  const openGateway = createGateway(definition, { ...gateway, authentication: 'open' });
  const [samples] = await Promise.all([
    loadSamples({ definition, gateway: openGateway, payload: options.payload, made }),
    buildPages(),
  ]);
  const answersTo = hostRule(options.host);
  const issuer =
    options.auth === 'jwt' ? openIssuer({ folder: options.memory ? undefined : folder, answersTo }) : undefined;
  const { handler } = issuer
    ? createGateway(definition, {
        ...gateway,
        authentication: tokensOf(issuer),
        tokensFrom: `${issuerPath}/token`,
      })
    : openGateway;
  const messages = messagingRoutes(messaging, answersTo);
  const listening = await serve({
    handler,
    host: options.host,
    port: options.port,
    answersTo,
    cors: options.cors,
    payload: options.payload,
    limits: {
      rates: ratesOf(options.rate),
      routes: routesOf({ operations: openGateway.operations, envelope: true, onlyGatewayVerifies: false }),
    },
    log: say,
    local: (request, response) => messages(request, response) || issuer?.routes(request, response) === true,
  });
  running.listening = listening;
  issuer?.setUrl(listening.url);

  const { url, port } = listening;
  const data = engine.external ? 'in that engine' : options.memory ? 'in memory, gone when you stop' : folder;
  const { payload, port: wantedPort, host, cors } = options;
  const names = ['alice', 'bob', 'admin'];
  const tokens = issuer && Object.fromEntries(names.map((name) => [name, issuer.token(name)]));
  // Counted from the start of the process: that is what the user waits for.
  const milliseconds = performance.now();
  console.log(
    banner({ definition, url, host, port, wantedPort, payload, cors, endpoint, data, samples, tokens, milliseconds }),
  );
  if (options.storefront) await serveStorefront(url);
}

/** Believes the local issuer, whose address is known only when the gateway listens. */
function tokensOf(issuer: LocalIssuer): Authentication {
  let authentication: Authentication | undefined;
  return {
    callerOf: async (request) => {
      const { issuer: name, audience, jwksUri } = issuer;
      authentication ??= tokenAuthentication({
        issuers: [{ issuer: name, audience, jwksUri }],
      });
      return authentication.callerOf(request);
    },
  };
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
