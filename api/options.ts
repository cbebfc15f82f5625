import { readFileSync } from 'node:fs';
import { authenticationFrom } from './auth/authentication';
import type { Authentication } from './auth/authentication';
import { messageOf } from '../schema/guards';
import type { ClientOptions } from '../tables/client';
import type { SessionOptions } from '../tables/sessions';
import { corsPolicyFrom } from '../services/cors';
import { readUnitsFrom } from '../services/read-budget';
import type { ReadUnits } from '../services/read-budget';
import type { LimitOptions } from './graphql/limits';
import { readDocumentList } from './graphql/limits/document-list';
import type { Log } from './logger';
import { emfMetrics } from './metrics';
import type { MetricsBy } from './metrics';
import type { Metrics } from './metrics';

/** The limits of the GraphQL face. */
export type GraphQLOptions = Omit<LimitOptions, 'operations'>;

/** How a gateway runs; everything that differs between Lambda, `npm start` and a test. */
export interface GatewayOptions extends Partial<ClientOptions> {
  readonly tablePrefix?: string;
  /** Secrets of the cursors, the current one first. */
  readonly cursorKeys: readonly string[];
  /** Days after which items that nobody writes are gone, by domain, in place of the declared ones. */
  readonly expiresAfterDays?: Readonly<Record<string, number>>;
  /** The declared indexes that a deploy yet to come makes, such as `product.byBrand`: no list reads them. */
  readonly indexesAbsent?: readonly string[];
  /** False where an engine looks through the tokens of its last transactions at each; they are sent when left out. */
  readonly transactionTokens?: boolean;
  /** How a request with a tenant reaches DynamoDB in a session of its own; left out, the function does all by itself. */
  readonly tenantSessions?: SessionOptions;
  /** Origins that browsers may call from, as `CorsPolicy` has them; none when left out. */
  readonly corsOrigins?: readonly string[];
  /** Whether calls from them may carry credentials of the browser, such as cookies; not with "*". */
  readonly corsCredentials?: boolean;
  /**
   * Who asks, and so who may do what; `open` lets everybody do everything. Left out, nobody is ever signed in.
   */
  readonly authentication?: 'open' | Authentication;
  /** How much a request may read; as services/limits.ts says when left out. */
  readonly readUnits?: ReadUnits;
  /** Where the pages find tokens for a choice of users; only a local gateway has such a place. */
  readonly tokensFrom?: string;
  /** Where the events can be followed; only a local gateway has such a place. */
  readonly eventsFrom?: string;
  /** Whether there is a page at /console; there is one unless the schema is hidden, when left out. */
  readonly console?: boolean;
  /** How much a GraphQL request may ask for, whether it is told of the schema, and which documents are answered. */
  readonly graphql?: GraphQLOptions;
  /** The legacy path /dynamodbmanager: on when left out, and the day until when it will be there. */
  readonly envelope?: { readonly isOn?: boolean; readonly sunset?: string };
  /** Gives every old client the answers of the system that it knows; left out, only who asks for them by Accept. */
  readonly legacy?: string;
  readonly log?: Log;
  /** Told of every call; nobody when left out. */
  readonly metrics?: Metrics;
  readonly now?: () => Date;
}

/**
 * What a Lambda function is told by its environment; docs/deploy.md lists the variables.
 * @throws Error with a sentence for the operator
 */
export function environmentOptions(environment: NodeJS.ProcessEnv): GatewayOptions {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  const cors = corsPolicyFrom(environment.CORS_ORIGINS ?? '', { credentials: environment.CORS_CREDENTIALS === 'on' });
  const endpoint = environment.DYNAMODB_ENDPOINT ?? environment.AWS_ENDPOINT_URL_DYNAMODB;
  return {
    endpoint,
    // What is loaded after this, and the wait for the first event, are longer than a handshake with AWS.
    connectsAhead: endpoint === undefined && environment.AWS_LAMBDA_FUNCTION_NAME !== undefined,
    region: environment.AWS_REGION,
    // Lambda's own never change while a function lives; elsewhere the SDK looks for them.
    credentials:
      environment.AWS_LAMBDA_FUNCTION_NAME && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
        ? { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN }
        : undefined,
    tablePrefix: environment.TABLE_PREFIX,
    cursorKeys: (environment.CURSOR_KEYS ?? '').split(',').filter(Boolean),
    corsOrigins: cors.origins,
    corsCredentials: cors.credentials,
    expiresAfterDays: daysFrom(environment.EXPIRES_AFTER_DAYS),
    indexesAbsent: indexesFrom(environment.INDEXES_ABSENT),
    tenantSessions: tenantSessionsFrom(environment),
    authentication: authenticationFrom(environment),
    readUnits: readUnitsFrom(environment),
    envelope: { isOn: environment.ENVELOPE !== 'off', sunset: environment.ENVELOPE_SUNSET },
    legacy: environment.LEGACY || undefined,
    // Whoever deploys a gateway decides whether its items can be edited in a page.
    console: environment.AWS_LAMBDA_FUNCTION_NAME === undefined || environment.CONSOLE === 'on',
    // CloudWatch reads them from the log of a function; elsewhere they would only be noise.
    metrics:
      environment.AWS_LAMBDA_FUNCTION_NAME === undefined
        ? undefined
        : emfMetrics(environment.POWERTOOLS_SERVICE_NAME, metricsByFrom(environment.METRICS_BY)),
    graphql: {
      // A deployed gateway tells nobody its schema, unless it is told to.
      production: environment.AWS_LAMBDA_FUNCTION_NAME !== undefined && environment.GRAPHQL_INTROSPECTION !== 'on',
      documents: documentsFrom(environment.GRAPHQL_DOCUMENTS),
    },
  };
}

function tenantSessionsFrom(environment: NodeJS.ProcessEnv): SessionOptions | undefined {
  const { TENANT_ROLE: role, TENANT_RIGHTS: shared, DYNAMODB_CLIENT, AWS_ENDPOINT_URL_STS: endpoint } = environment;
  if (!role && !shared) return undefined;
  if (!role)
    throw new Error('TENANT_RIGHTS is there without TENANT_ROLE: set both to what the stack has made, or none.');
  if (DYNAMODB_CLIENT) {
    throw new Error(
      "The SDK's client signs for one role alone, and TENANT_ROLE asks for a session per tenant: leave DYNAMODB_CLIENT out.",
    );
  }
  return { role, shared, endpoint };
}

function metricsByFrom(text: string | undefined): MetricsBy | undefined {
  if (text === undefined || text === 'face' || text === 'operation') return text;
  throw new Error(`METRICS_BY is "${text}"; it is face or operation.`);
}

function documentsFrom(path: string | undefined): LimitOptions['documents'] {
  if (!path) return undefined;
  try {
    return readDocumentList(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`GRAPHQL_DOCUMENTS is "${path}", and its file cannot be used: ${messageOf(error)}`);
  }
}

/** Reads `product.byBrand,order.byDay`; whether there are such indexes, the gateway looks when it starts. */
function indexesFrom(text = ''): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Reads `session=14,draft=0.5`. */
function daysFrom(text = ''): Record<string, number> {
  const entries = text.split(',').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', days = ''] = entry.split('=');
      if (/^[a-z][a-z0-9-]*$/.test(name) && Number(days) > 0) return [name, Number(days)];
      throw new Error(`EXPIRES_AFTER_DAYS is "${text}": write domains and days above 0, such as session=14.`);
    }),
  );
}
