import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { LambdaContext } from '../api/http/event';
import { createGateway } from '../api/handler';
import type { Gateway } from '../api/handler';
import type { LogEntry } from '../api/logger';
import type { GatewayOptions } from '../api/options';
import { answerOf } from '../local/answer';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import type { Payload } from '../local/lambda';
import { Refusal } from '../local/refusal';
import { createTables, localAccess } from '../local/tables';
import type { DeclaredClass } from '../schema/facts';
import type { GatewayDefinition } from '../services/definition';
import { definition as usual, gatewayOf } from './usual';
import { isRecord } from '../schema/guards';
import type { Answer } from './answer';
import { checkCodes } from './codes';
import { checkRoute, watchProblems } from './declared-problems';
import { scanForLeaks } from './leaks';
import { noteTables } from './noted-tables';
import { watchOperations } from './running';
import { counted } from './charges';
import { checkLogged, checkTold, watchCosts } from './told-costs';

export type { Answer } from './answer';

export interface Call {
  /** A list for a header that is sent more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** Sent as it is, without JSON.stringify. */
  readonly raw?: string | Buffer;
  /** Who asks, as an authorizer of API Gateway has verified it. */
  readonly principal?: string;
  /** What Lambda tells of the invocation. */
  readonly lambda?: LambdaContext;
}

/** A gateway on tables of its own, called through its front door: API Gateway events. */
export interface TestGateway extends Gateway {
  readonly prefix: string;
  readonly log: LogEntry[];
  /** Hands an event to the handler as Lambda does, with so many milliseconds to live. */
  invoke(event: unknown, lambda?: LambdaContext): Promise<Answer>;
  /** Sends a request as an event of a payload format. */
  send(method: string, target: string, call?: Call): Promise<Answer>;
  graphql(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

/** The events of API Gateway; test/first-contact tries those of the others too. */
export const formats = ['v1', 'v2'] as const satisfies readonly Payload[];

/** How a gateway of a test differs from the usual one. */
export type TestOptions = Partial<GatewayOptions> & {
  readonly definition?: GatewayDefinition;
  /** In place of a definition: a gateway of these domains and nothing else. */
  readonly domains?: readonly DeclaredClass[];
};

/** Opens a gateway with fresh tables on the engine of the test file. */
export async function openGateway(
  payload: Payload = 'v1',
  { domains, definition = domains ? gatewayOf(domains) : usual, ...options }: TestOptions = {},
): Promise<TestGateway> {
  const prefix = options.tablePrefix ?? `test-${randomUUID().slice(0, 8)}-`;
  const endpoint = options.endpoint ?? process.env.TEST_ENGINE!;
  await createTables({ endpoint: process.env.TEST_ENGINE!, domains: definition.domains, prefix, say: () => undefined });
  noteTables(definition, prefix);
  const log: LogEntry[] = [];
  const gateway = createGateway(definition, {
    ...localAccess,
    cursorKeys: ['a cursor key of the test run'],
    authentication: 'open',
    ...options,
    log: (entry) => {
      checkLogged(entry);
      (options.log ?? ((one) => log.push(one)))(entry);
    },
    endpoint,
    tablePrefix: prefix,
  });

  async function invoke(event: unknown, lambda: LambdaContext = lambdaContext()): Promise<Answer> {
    const answer = await counted(async () => {
      const result = await gateway.handler(event, lambda);
      // Only the second form has no map of many values.
      const read = readAnswer(answerOf(result, isRecord(result) && 'multiValueHeaders' in result ? 'v1' : 'v2'));
      checkTold(read, options.readUnits);
      return read;
    });
    scanForLeaks(answer, prefix);
    checkCodes(answer);
    return answer;
  }
  watchOperations(gateway.operations);
  watchCosts(gateway.operations);
  watchProblems(gateway.operations);

  async function send(
    method: string,
    target: string,
    { headers = {}, body, raw, principal, lambda = lambdaContext() }: Call = {},
  ): Promise<Answer> {
    const bytes = raw === undefined ? (body === undefined ? '' : JSON.stringify(body)) : raw;
    const type = body === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' };
    const incoming = {
      method,
      target,
      headers: Object.entries({ host: 'gateway.test', ...type, ...headers }).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
      body: Buffer.from(bytes),
      httpVersion: '1.1',
      sourceIp: '127.0.0.1',
      port: 443,
    };
    try {
      const answer = await invoke(authorized(eventOf(incoming, payload), principal), lambda);
      checkRoute(gateway.operations, method, target, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // What API Gateway answers by itself, before there is an event.
      const headers = Object.entries(error.headers);
      return readAnswer({ status: error.status, headers, body: Buffer.from(error.body) });
    }
  }

  return {
    ...gateway,
    prefix,
    log,
    invoke,
    send,
    graphql: (query, variables, headers = {}) =>
      send('POST', '/graphql', {
        headers: { accept: 'application/graphql-response+json', ...headers },
        body: { query, variables },
      }),
  };
}

/** The event as an authorizer leaves it. A REST API tells the claims of a Cognito token, an HTTP API those of a JWT. */
export function authorized(
  event: ReturnType<typeof eventOf>,
  sub: string | undefined,
  others: Readonly<Record<string, string>> = {},
): object {
  if (sub === undefined) return event;
  const claims = { sub, ...others };
  const authorizer = 'version' in event ? { jwt: { claims, scopes: [] } } : { claims };
  return { ...event, requestContext: { ...event.requestContext, authorizer } };
}

function readAnswer({ status, headers, body }: ReturnType<typeof answerOf>): Answer {
  const names = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const text = (names['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
  return {
    status,
    headers: names,
    text,
    get json(): any {
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}
