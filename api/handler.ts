import { setMaxListeners } from 'node:events';
import { domains as declaredDomains } from '../schema';
import { keyFields } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { operationsOf } from '../services';
import type { Context } from '../services/context';
import { ServiceError } from '../services/errors';
import type { Operation } from '../services/operation';
import { openTables } from '../tables';
import type { ClientOptions } from '../tables/client';
import { corsHeaders } from './cors';
import { checkSize, payloadFormat, readRequest, timeLeft, writeReply } from './event';
import type { LambdaContext, PayloadFormat } from './event';
import { described, jsonLog } from './logger';
import type { Log } from './logger';
import type { Reply, Request } from './message';
import { problemReply } from './problem';
import { createRest } from './rest';
import { createSite } from './site';

/** What a gateway is made from; everything that differs between Lambda, `npm start` and a test. */
export interface GatewayOptions extends Partial<ClientOptions> {
  readonly domains?: readonly DeclaredClass[];
  readonly tablePrefix?: string;
  /** Secrets of the cursors, the current one first. */
  readonly cursorKeys: readonly string[];
  /** Origins that browsers may call from; none when left out, "*" for all. */
  readonly corsOrigins?: readonly string[];
  readonly log?: Log;
  readonly now?: () => Date;
}

/** What Lambda calls. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<object>;

/** A running gateway. */
export interface Gateway {
  readonly handler: Handler;
  readonly operations: readonly Operation[];
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
};

/** Puts the gateway together: one handler for every event of API Gateway. */
export function createGateway(options: GatewayOptions): Gateway {
  const { domains = declaredDomains, log = jsonLog, now = () => new Date(), corsOrigins = [] } = options;
  const operations = operationsOf(domains);
  const tables = openTables({
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    credentials: options.credentials,
    prefix: options.tablePrefix ?? '',
    cursorKeys: options.cursorKeys,
  });
  const rest = createRest(operations);
  const loadGraphQL = lazily(async () => (await import('./graphql')).createGraphQL(operations, log));
  const site = createSite({
    operations,
    sdl: async () => (await loadGraphQL()).sdl,
    ping: async (signal) => {
      const { domain } = operations[0]!;
      const key = Object.fromEntries(keyFields(domain).map(({ name }) => [name, 'health']));
      await tables({ signal })(domain).get(key);
    },
  });

  async function answer(request: Request): Promise<Reply> {
    checkSize(request);
    const graphql = request.path === '/graphql';
    if (request.method === 'OPTIONS') {
      const methods = graphql ? ['GET', 'POST', 'OPTIONS'] : rest.methodsOf(request.path);
      if (methods.length > 0) return { status: 204, headers: { allow: methods.join(', ') } };
    }
    const page = await site.answer(request);
    if (page) return page;
    const context: Context = {
      table: tables(request),
      now,
      signal: request.signal,
      requestId: request.requestId,
      principal: request.principal,
    };
    return graphql ? (await loadGraphQL()).answer(request, context) : rest.answer(request, context);
  }

  return {
    operations,
    handler: async (event, lambda) => {
      const started = performance.now();
      const time = deadline(timeLeft(lambda));
      let format: PayloadFormat = 'v1';
      let request: Request | undefined;
      let reply: Reply;
      try {
        format = payloadFormat(event);
        request = readRequest(event, format, lambda, time.signal);
        reply = await Promise.race([answer(request), time.over]);
      } catch (error) {
        reply = problemReply(error);
      } finally {
        time.clear();
      }
      const requestId = request?.requestId ?? lambda.awsRequestId ?? 'none';
      log({
        level: reply.cause === undefined ? 'info' : 'error',
        message: 'request',
        requestId,
        method: request?.method,
        path: request?.path.slice(0, 200),
        operation: reply.operation,
        status: reply.status,
        code: reply.code,
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
        ...(reply.cause !== undefined && { error: described(reply.cause) }),
      });
      const headers = {
        ...securityHeaders,
        'x-request-id': requestId,
        ...(request && corsHeaders(request, corsOrigins, reply.headers.allow?.split(', '))),
        ...reply.headers,
      };
      return writeReply({ ...reply, headers }, format, request);
    },
  };
}

/** A signal that ends work shortly before the time is over, and a promise that then answers for it. */
function deadline(milliseconds: number): { signal: AbortSignal; over: Promise<never>; clear(): void } {
  const controller = new AbortController();
  // A batch listens once for each of its calls; Node would warn of a leak at eleven.
  setMaxListeners(0, controller.signal);
  let clear = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      const error = new ServiceError('timeout', 'The answer did not come before the time limit of the request.', {
        retryAfterSeconds: 1,
      });
      controller.abort(error);
      reject(error);
    }, milliseconds);
    clear = () => clearTimeout(timer);
  });
  return { signal: controller.signal, over, clear };
}

/** Makes a thing at its first use; a failure is not kept, so that the next request tries again. */
function lazily<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}

let lambdaGateway: Gateway | undefined;

/** The Lambda function. Its options come from the environment; the README lists them. */
export const handler: Handler = async (event, context) => {
  lambdaGateway ??= createGateway(optionsFrom(process.env));
  return lambdaGateway.handler(event, context);
};

function optionsFrom(environment: NodeJS.ProcessEnv): GatewayOptions {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  return {
    endpoint: environment.DYNAMODB_ENDPOINT ?? environment.AWS_ENDPOINT_URL_DYNAMODB,
    region: environment.AWS_REGION,
    // Lambda's own never change while a function lives; elsewhere the SDK looks for them.
    credentials:
      environment.AWS_LAMBDA_FUNCTION_NAME && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
        ? { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN }
        : undefined,
    tablePrefix: environment.TABLE_PREFIX,
    cursorKeys: (environment.CURSOR_KEYS ?? '').split(',').filter(Boolean),
    corsOrigins: (environment.CORS_ORIGINS ?? '').split(',').filter(Boolean),
  };
}
