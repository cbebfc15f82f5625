import { domains as declaredDomains } from '../schema';
import { operationsOf } from '../services';
import { admitAdministrator, helped } from '../services/access';
import type { Caller, Context, Meter } from '../services/context';
import { ServiceError } from '../services/errors';
import { checkHealth } from '../services/health';
import type { Operation } from '../services/operation';
import { openTables } from '../tables';
import { corsHeaders } from './http/cors';
import { deadline } from './http/deadline';
import { createEnvelope } from './envelope';
import { checkAnswer, checkSize, payloadFormat, readRequest, timeLeft, writeReply } from './http/event';
import type { LambdaContext, PayloadFormat } from './http/event';
import { createLegacy } from './legacy';
import { createMcp } from './mcp';
import { lazily } from './lazily';
import { described, jsonLog } from './logger';
import { maskOf } from './mask';
import type { Reply, Request } from './http/message';
import { faultOf } from './metrics';
import type { Face } from './metrics';
import { environmentOptions } from './options';
import type { GatewayOptions } from './options';
import { graphqlProblemReply, problemReply } from './http/problem';
import { createRest } from './rest/rest';
import { createSite } from './pages/site';

/** What Lambda calls. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<object>;

/** A running gateway. */
export interface Gateway {
  readonly handler: Handler;
  readonly operations: readonly Operation[];
}

const graphqlPath = '/graphql';

/** Work is told to end so many milliseconds before it is answered for: GraphQL then has what is there already. */
const grace = 50;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
};

/** Puts the gateway together: one handler for every event of API Gateway. */
export function createGateway(options: GatewayOptions): Gateway {
  const {
    domains = declaredDomains,
    log = jsonLog,
    metrics,
    now = () => new Date(),
    corsOrigins = [],
    authentication,
  } = options;
  const operations = operationsOf(domains);
  const tables = openTables({
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    credentials: options.credentials,
    authorize: options.authorize,
    prefix: options.tablePrefix ?? '',
    cursorKeys: options.cursorKeys,
    expiresAfterDays: options.expiresAfterDays,
  });
  const underWay = new Map<string, string>();
  const tokenHelp =
    options.tokensFrom && `For a token, POST {"user":"alice"}, or admin, as JSON to ${options.tokensFrom}.`;
  let isColdStart = true;
  const rest = createRest(operations);
  const legacy = createLegacy(options.legacy, rest, operations);
  const { isOn: enabled = true, sunset } = options.envelope ?? {};
  // It reaches every table.
  const envelope = createEnvelope({ operations, enabled, sunset, admit: (context) => admitAdministrator(context) });
  const mcp = createMcp(operations, corsOrigins);
  const loadGraphQL = lazily(async () =>
    (await import('./graphql/server')).createGraphQL(operations, log, options.graphql),
  );
  const site = createSite({
    operations,
    tokensFrom: options.tokensFrom,
    production: options.graphql?.production ?? false,
    sdl: async () => (await loadGraphQL()).sdl,
    ping: async (signal) => checkHealth(operations, tables({ signal, now })),
  });

  async function callerOf(request: Request): Promise<Caller | undefined> {
    if (authentication === undefined || authentication === 'open') return undefined;
    try {
      return await authentication.callerOf(request);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'unauthenticated') throw error;
      throw new ServiceError(error.code, helped(error.message, tokenHelp), error.details);
    }
  }

  async function answer(request: Request, meter: Meter, begun: () => void): Promise<Reply> {
    checkSize(request);
    const graphql = request.path === graphqlPath;
    if (request.method === 'OPTIONS') {
      const methods = graphql
        ? ['GET', 'POST', 'OPTIONS']
        : envelope.matches(request.path)
          ? envelope.methods
          : mcp.matches(request)
            ? mcp.methods()
            : rest.methodsOf(request.path);
      if (methods.length > 0) return { status: 204, headers: { allow: methods.join(', ') } };
    }
    const page = await site.answer(request);
    if (page) {
      meter.operation = 'page';
      return page;
    }
    const open = authentication === 'open';
    const caller = open ? undefined : await callerOf(request);
    const principal = caller?.id ?? (open ? request.principal : undefined);
    const context: Context = {
      ...tables({ signal: request.signal, principal, now, meter }),
      now,
      signal: request.signal,
      requestId: request.requestId,
      meter,
      principal,
      caller,
      open,
      tokenHelp,
      idempotencyKey: request.headers.get('idempotency-key'),
      underWay,
    };
    if (envelope.matches(request.path)) return envelope.answer(request, context);
    if (mcp.matches(request)) return mcp.answer(request, context);
    if (!graphql) return (await legacy.answer(request, context)) ?? rest.answer(request, context);
    const face = await loadGraphQL();
    begun();
    return face.answer(request, context);
  }

  function faceOf(request: Request | undefined): Face {
    if (request?.path === '/graphql') return 'graphql';
    if (request && mcp.matches(request)) return mcp.name;
    return request && envelope.matches(request.path) ? 'envelope' : 'rest';
  }

  return {
    operations,
    handler: async (event, lambda) => {
      const started = performance.now();
      const time = deadline(timeLeft(lambda), grace);
      let hasBegun = false;
      let format: PayloadFormat = 'v1';
      let request: Request | undefined;
      let reply: Reply;
      const meter: Meter = { capacityUnits: 0 };
      try {
        format = payloadFormat(event);
        request = readRequest(event, format, lambda, time.signal);
        reply = checkAnswer(await Promise.race([answer(request, meter, () => (hasBegun = true)), time.over]));
      } catch (error) {
        // A GraphQL client finds every error in its answer, and a status of 200 once GraphQL has begun.
        const late = hasBegun && error instanceof ServiceError && error.code === 'timeout';
        reply =
          request?.path === graphqlPath
            ? graphqlProblemReply(error, late ? 200 : undefined)
            : request && mcp.matches(request)
              ? await mcp.refusal(request, error)
              : ((request && (await legacy.refusal(request, error))) ?? problemReply(error));
      } finally {
        time.clear();
      }
      const requestId = request?.requestId ?? lambda.awsRequestId ?? 'none';
      const { operation, code = reply.code, capacityUnits } = meter;
      const face = faceOf(request);
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      log({
        level: reply.cause === undefined ? 'info' : 'error',
        message: 'request',
        requestId,
        face,
        method: request?.method,
        path: request?.path.slice(0, 200),
        operation,
        status: reply.status,
        code,
        milliseconds,
        capacityUnits,
        ...(isColdStart && { coldStart: true }),
        ...(reply.cause !== undefined && { error: described(reply.cause, request && maskOf(request)) }),
      });
      metrics?.({
        requestId,
        face,
        operation,
        faults: [faultOf(reply.status, code)],
        milliseconds,
        capacityUnits,
        isColdStart,
        code,
      });
      isColdStart = false;
      const further = request && mcp.matches(request) ? mcp.requestHeaders : [];
      const cors = request ? corsHeaders(request, corsOrigins, reply.headers.allow?.split(', '), further) : {};
      const vary = [cors.vary, reply.headers.vary].filter(Boolean).join(', ');
      const headers = {
        ...securityHeaders,
        'x-request-id': requestId,
        ...(request && envelope.headers(request)),
        ...cors,
        ...reply.headers,
        ...(vary && { vary }),
      };
      return writeReply({ ...reply, headers }, format, request);
    },
  };
}

let lambdaGateway: Gateway | undefined;

/** The Lambda function. Its options come from the environment; the README lists them. */
export const handler: Handler = async (event, context) => {
  lambdaGateway ??= createGateway(environmentOptions(process.env));
  return lambdaGateway.handler(event, context);
};
