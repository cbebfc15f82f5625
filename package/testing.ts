// What the tests of an application import from @tandem/gateway/testing. It asks for no test runner.

import type { LogEntry } from '../api/logger';
import { openLocalGateway, stopLocalGateway } from '../local/local-gateway';
import type { Running } from '../local/local-gateway';
import type { Payload } from '../local/lambda';
import type { BusEvent } from '../local/messaging/bus';
import { corsPolicyFrom } from '../services/cors';
import type { GatewayDefinition } from '../services/definition';

export type { LogEntry } from '../api/logger';
export type { Payload } from '../local/lambda';
export type { BusEvent } from '../local/messaging/bus';

/** How the gateway of a test differs from the usual one. */
export interface TestGatewayOptions {
  readonly definition: GatewayDefinition;
  /** `jwt` asks for tokens, and `as` sends them; `open`, when left out, lets everybody do everything. */
  readonly auth?: 'open' | 'jwt';
  /** The event that each request becomes: `v1` of a REST API when left out, or `v2`, `url`, `alb`. */
  readonly payload?: Payload;
  /** Whether the samples of the modules are put in first; they are not when left out. */
  readonly samples?: boolean;
}

/** Who asks: the name of a user, of whom the gateway's own issuer makes a token. `admin` has the role admin. */
export interface CallOptions {
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A REST request beside its method and path. */
export interface RestOptions extends CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** What a request was answered with. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; undefined for an empty one. Throws for what is no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers whose form they are there to check
  readonly json: any;
}

/** What GraphQL answered. */
export interface GraphQLAnswer extends TestAnswer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  readonly data: any;
  /** Those of the answer; empty when all went well. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  readonly errors: readonly any[];
}

/** A gateway on an engine of its own in memory, behind a server of its own. */
export interface TestGateway {
  /** Where it listens, on 127.0.0.1. */
  readonly url: string;
  /** Sends a REST request: `rest('POST', '/note', { body: { … }, as: 'admin' })`. */
  rest(method: string, path: string, options?: RestOptions): Promise<TestAnswer>;
  /** Sends a GraphQL request. */
  graphql(query: string, variables?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<GraphQLAnswer>;
  /** Sends an agent's message: `mcp('tools/call', { name, arguments })` answers with its JSON-RPC response. */
  mcp(method: string, parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<TestAnswer>;
  /** A token of the gateway's own issuer. @throws Error when the gateway is open */
  token(user: string, options?: TokenOptions): string;
  /** Everything that was put on the bus so far, the oldest first. */
  readonly events: readonly BusEvent[];
  /** Resolves when every event has reached its consumers, and those have done their work. */
  idle(): Promise<void>;
  /** What the gateway and its consumers wrote to their logs so far. */
  readonly log: readonly LogEntry[];
  /** Ends the server, the consumers and the engine, and forgets the data. */
  stop(): Promise<void>;
}

/** What a token says beside the name of the user. */
export interface TokenOptions {
  /** Left out, `admin` has the role admin and all others have none. */
  readonly roles?: readonly string[];
  /** Further claims; one of undefined is left out of the token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/**
 * Starts a gateway for a test: the real one, with its engine, its event bus and its consumers.
 * @throws Error with a sentence when there is no engine for this machine, or the declarations are wrong
 */
export async function startTestGateway({
  definition,
  auth = 'open',
  payload = 'v1',
  samples = false,
}: TestGatewayOptions): Promise<TestGateway> {
  const running: Running = {};
  const log: LogEntry[] = [];
  const complain = (message: string, error?: unknown): void => {
    log.push({ level: 'error', message, ...(error !== undefined && { error }) });
  };
  const { listening, messaging, issuer } = await openLocalGateway(
    {
      definition,
      port: 0,
      payload,
      auth,
      cors: corsPolicyFrom(''),
      samples,
      log: (entry) => log.push(entry),
      note: () => undefined,
      complain,
      engineEnded: complain,
    },
    running,
  ).catch(async (error: unknown) => {
    await stopLocalGateway(running);
    throw error;
  });
  const events: BusEvent[] = [];
  messaging.bus.subscribe((event) => events.push(event));
  const { url } = listening;

  const token = (user: string, { roles, claims }: TokenOptions = {}): string => {
    if (issuer) return issuer.token(user, { ...claims, roles });
    throw new Error(`There are no tokens, as everybody may do everything: startTestGateway({ …, auth: 'jwt' }).`);
  };
  const send = async (
    method: string,
    path: string,
    { body, as, headers }: RestOptions,
    own: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...own,
        ...(as !== undefined && { authorization: `Bearer ${token(as)}` }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return answerOf(response.status, response.headers, await response.text());
  };
  return {
    url,
    log,
    events,
    token,
    rest: async (method, path, options = {}) => send(method, path, options),
    graphql: async (query, variables, options = {}) => {
      const answer = await send(
        'POST',
        '/graphql',
        { ...options, body: { query, variables } },
        { accept: 'application/graphql-response+json' },
      );
      const { data, errors = [] } = (answer.json ?? {}) as { data?: unknown; errors?: readonly unknown[] };
      return Object.assign(answer, { data, errors });
    },
    mcp: async (method, parameters, options = {}) =>
      send(
        'POST',
        '/mcp',
        { ...options, body: { jsonrpc: '2.0', id: 1, method, params: parameters } },
        { accept: 'application/json, text/event-stream' },
      ),
    idle: async () => messaging.idle(),
    stop: async () => stopLocalGateway(running),
  };
}

function answerOf(status: number, headers: Headers, text: string): TestAnswer {
  return {
    status,
    headers,
    text,
    get json(): unknown {
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
}
