import { tokenAuthentication } from '../api/auth/authentication';
import type { Authentication } from '../api/auth/authentication';
import { createConsumer } from '../api/consumer';
import { checkHandWritten } from '../api/graphql';
import { createGateway } from '../api/handler';
import type { Log } from '../api/logger';
import type { GatewayOptions } from '../api/options';
import type { CorsPolicy } from '../services/cors';
import { tenantFactIn } from '../services/definition';
import type { GatewayDefinition } from '../services/definition';
import { ratesOf } from '../services/limits';
import type { RequestRate } from '../services/limits';
import { routesOf } from '../services/routes';
import { localTenant } from '../services/tenancy';
import { keptCursorKey, newCursorKey } from './cursor-key';
import { startEngine } from './engine';
import type { Engine, EngineOptions } from './engine';
import { hostRule } from './host';
import { serve } from './http';
import type { Listening } from './http';
import { issuerPath, openIssuer } from './issuer/issuer';
import type { LocalIssuer } from './issuer/issuer';
import type { Payload } from './lambda';
import { messagingRoutes } from './messaging/http';
import { localPaths } from './messaging/local-paths';
import { startMessaging } from './messaging/messaging';
import type { Messaging } from './messaging/messaging';
import { wiringOf } from './messaging/wiring';
import { asDeployed } from './rights';
import { loadSamples } from './samples';
import type { Loaded } from './samples';
import { createTables, localAccess } from './tables';

/** What differs between the gateway of `npm start` and that of a test. */
export interface LocalOptions {
  readonly definition: GatewayDefinition;
  /** Where data, queues and keys are kept; in memory when left out. */
  readonly folder?: string;
  readonly host?: string;
  /** Where to look for a free port first; 0 for any. */
  readonly port: number;
  readonly payload: Payload;
  /** Whether everybody may do everything, or tokens of the local issuer say who may what. */
  readonly auth: 'open' | 'jwt';
  readonly cors: CorsPolicy;
  /** How many requests are let through; all when left out. */
  readonly rate?: RequestRate;
  /** What one request may read; as deployed when left out. */
  readonly readUnits?: GatewayOptions['readUnits'];
  /** Asked before an engine is fetched; none is when left out. */
  readonly mayFetch?: EngineOptions['mayFetch'];
  /** Whether tables that have just been made get the samples of the modules. */
  readonly samples: boolean;
  readonly log: Log;
  /** Told of what happens to tables that were there already, and of what takes its time. */
  readonly note: (words: string) => void;
  /** Told of what goes wrong behind an answer or on the way of an event. */
  readonly complain: (words: string, error?: unknown) => void;
  /** Told in words when the engine ends by itself. */
  readonly engineEnded: (words: string) => void;
}

/** The parts of a local gateway that are up; they come one after the other. */
export interface Running {
  engine?: Engine;
  messaging?: Messaging;
  listening?: Listening;
}

/** A gateway on this machine, with everything around it that AWS would have. */
export interface LocalGateway {
  readonly engine: Engine;
  readonly messaging: Messaging;
  readonly listening: Listening;
  readonly issuer?: LocalIssuer;
  /** What was put into tables that have just been made. */
  readonly samples: Loaded;
}

/**
 * Starts engine, tables, queues, gateway and server.
 * @param running gets each part as soon as it is up, so that whoever breaks off can stop those
 * @throws Error with a sentence for people
 */
export async function openLocalGateway(options: LocalOptions, running: Running): Promise<LocalGateway> {
  const { definition, folder, log, complain } = options;
  const { domains } = definition;
  await checkHandWritten(definition);
  const engine = await startEngine({ folder, mayFetch: options.mayFetch, say: options.note });
  running.engine = engine;
  engine.onExit(options.engineEnded);

  const { endpoint } = engine;
  const tablePrefix = '';
  const made = await createTables({ endpoint, domains, prefix: tablePrefix, say: options.note });
  // What the start itself asks is nobody's request, unless it goes wrong.
  const quietly: Log = (entry) => (running.listening || entry.level !== 'info' ? log(entry) : undefined);
  const gateway: GatewayOptions = {
    endpoint,
    tablePrefix,
    cursorKeys: [folder === undefined ? newCursorKey() : keptCursorKey(folder)],
    ...localAccess,
    eventsFrom: localPaths.events,
    corsOrigins: options.cors.origins,
    corsCredentials: options.cors.credentials,
    readUnits: options.readUnits,
    // dynoxide looks through all tokens of the last ten minutes at each transaction, which makes an import slow.
    transactionTokens: false,
    authorize: asDeployed(definition, 'gateway', tablePrefix),
    log: quietly,
  };
  const messaging = startMessaging({
    endpoint,
    tablePrefix,
    ...localAccess,
    folder,
    wiring: wiringOf(definition),
    consumers: Object.fromEntries(
      definition.consumers.map((consumer) => [
        consumer.name,
        createConsumer(consumer, {
          ...gateway,
          authorize: asDeployed(definition, consumer.name, tablePrefix),
          listed: definition,
        }),
      ]),
    ),
    log: complain,
  });
  running.messaging = messaging;

  // The samples are put in before anybody can ask, past the rules of access.
  const openGateway = createGateway(definition, { ...gateway, authentication: 'open' });
  const samples = options.samples
    ? await loadSamples({ definition, gateway: openGateway, payload: options.payload, made })
    : [];
  const host = options.host ?? '127.0.0.1';
  const answersTo = hostRule(host);
  const tenant = tenantFactIn(definition);
  // The samples are those of the local tenant, and whoever says nothing else belongs to it.
  const usualClaims = tenant && { [tenant.claim]: localTenant };
  const issuer = options.auth === 'jwt' ? openIssuer({ folder, answersTo, usualClaims }) : undefined;
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
    host,
    port: options.port,
    answersTo,
    cors: options.cors,
    payload: options.payload,
    limits: options.rate && {
      rates: ratesOf(options.rate),
      routes: routesOf({ ...definition, envelope: true, onlyGatewayVerifies: false }),
    },
    log: complain,
    local: (request, response) => messages(request, response) || issuer?.routes(request, response) === true,
  });
  running.listening = listening;
  issuer?.setUrl(listening.url);
  return { engine, messaging, listening, issuer, samples };
}

/** Stops the parts that are up: requests and batches under way are finished first, and the engine goes last. */
export async function stopLocalGateway({ engine, messaging, listening }: Running): Promise<void> {
  await Promise.all([listening?.close(), messaging?.stop()]);
  await engine?.stop();
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
