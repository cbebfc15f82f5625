import { isRecord } from '../../schema/guards';
import { inUse } from '../../schema/in-use';
import { ApolloServer, HeaderMap } from '@apollo/server';
import type { HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import { Kind, lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLError } from 'graphql';
import { buildGraphQLSchema } from '../../resolvers';
import { admitPlan } from '../../services/access';
import type { Context, Page } from '../../services/context';
import { resolversOf } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { ownCodes, problemFor, ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { operationsByField } from '../../services/result-fields';
import { mediaTypeOf } from '../http/accept';
import { readBody } from '../http/body';
import type { Log } from '../logger';
import { maskOf } from '../mask';
import type { Reply, Request } from '../http/message';
import { faultOf } from '../metrics';
import type { GraphQLOptions } from '../options';
import { challenge, graphqlProblemReply, masked } from '../http/problem';
import type { GraphQLContext } from './context';
import type { DescribedDocument } from './described';
import { adviceOf } from './advice';
import { noteSelections } from './deprecated';
import { errorIn, formatErrorWith, logDefects, logFailures } from './errors';
import { graphqlLimits } from './limits';
import { isUnreadable } from './limits/answer';
import { without } from './limits/without';
import { Refusal } from './refusal';
import { pluginOf } from './step';
import type { Step } from './step';
import { checkVariables } from './variables';

/** A GraphQL request on its way through Apollo: what came in, and what the resolvers may use. */
export interface Call {
  readonly request: Request;
  readonly context: Context;
}

/** Answers GraphQL requests, and shows the schema as text. */
export interface GraphQLServer {
  readonly sdl: string;
  /** What the queries with a path of their own take and give. @throws DeclarationError */
  readonly described: () => Promise<readonly DescribedDocument[]>;
  answer(request: Request, context: Context): Promise<Reply>;
}

const maxDocumentLength = 100_000;
const maxTokens = 1000;

/**
 * Makes the GraphQL server of a list of operations: Apollo Server behind its Lambda integration, with a request
 * handler of our own, because the stock ones decode v1 queries twice and answer bad JSON with raw text.
 */
export async function createGraphQLServer(
  { domains, operations, modules, problems, federation, documents }: GatewayDefinition,
  log: Log,
  options: GraphQLOptions = {},
): Promise<GraphQLServer> {
  const schema = buildGraphQLSchema(operations, { resolvers: await resolversOf(modules), problems });
  // A gateway that is no subgraph loads nothing of it.
  const served = federation
    ? (await import('../../resolvers/federation')).federated(schema, operations, options)
    : schema;
  const limits = graphqlLimits<GraphQLContext>({ ...options, operations });
  const server = new ApolloServer<GraphQLContext>({
    schema: served,
    includeStacktraceInErrorResponses: false,
    // Who may read the schema may be told what was meant.
    hideSchemaDetailsFromClientErrors: !limits.introspection,
    introspection: limits.introspection,
    parseOptions: { maxTokens },
    formatError: formatErrorWith(adviceOf(schema, operations)),
    plugins: [
      ...unusedPlugins,
      pluginOf([
        noteOutcome(operations),
        ...(inUse.deprecations ? noteSelections(served, domains) : []),
        limits.step,
        checkVariables(operations),
        statusByAccept,
        tellReplays,
        explainPlans,
        logDefects(log),
      ]),
      logFailures(log),
    ],
    logger: silentLogger,
  });
  const run = runnerOf(server, async ({ request, context }) => ({
    ...context,
    mask: maskOf(request),
    explain: request.query.some(([name, value]) => name === 'explain' && value === 'true'),
  }));
  return {
    get sdl() {
      return printSchema(lexicographicSortSchema(schema));
    },
    described: async () => (await import('./described')).describeDocuments(documents, schema, operations),
    answer: async (request, context) => run({ request, context }),
  };
}

/** What Apollo would load by itself, or because of a variable in the environment; infra/bundle.ts leaves it out. */
const unusedPlugins = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** Runs requests on a server, through Apollo's Lambda integration with a request handler of our own. */
export function runnerOf<Used extends object>(
  server: ApolloServer<Used>,
  contextOf: (call: Call) => Promise<Used>,
): (call: Call) => Promise<Reply> {
  const run = startServerAndCreateLambdaHandler(
    server,
    handlers.createRequestHandler<Call, Reply>(
      {
        parseHttpMethod: ({ request }) => request.method,
        parseHeaders: ({ request }) => new HeaderMap([...request.headers, ...plainAccept(request)]),
        parseQueryParams: ({ request: { query } }) =>
          query.length === 0 ? '' : new URLSearchParams(query.map(([...pair]) => pair)).toString(),
        parseBody: (call) => bodyOf(call) as string,
      },
      { success: successReply, error: (error) => graphqlProblemReply(error) },
    ),
    { context: async ({ event }) => contextOf(event) },
  );
  return async (call) => {
    const reply = await run(call, undefined as never, () => undefined);
    if (!reply) throw masked();
    return reply;
  };
}

/**
 * JSON has no parameters, so that those of an Accept say nothing here (RFC 8259, section 11). Apollo would look for them,
 * and refuse after a mutation has run.
 */
function plainAccept({ headers }: Request): readonly (readonly [string, string])[] {
  const accept = headers.get('accept');
  return accept?.includes(';') ? [['accept', accept.replace(/;(?!\s*q=)[^;,]*/gi, '')]] : [];
}

/** Bodies of other types are left to Apollo, which refuses them as possible cross-site requests. */
function bodyOf({ request, context }: Call): unknown {
  if (request.method !== 'POST' || mediaTypeOf(request.headers.get('content-type')).name !== 'application/json')
    return '';
  const body = readBody('graphql', request, context);
  if (isRecord(body) && typeof body.query === 'string' && body.query.length > maxDocumentLength) {
    throw new ServiceError('payload-too-large', `A GraphQL document may have ${maxDocumentLength} characters.`);
  }
  return body;
}

function successReply({ status, headers, body }: HTTPGraphQLResponse): Reply {
  if (body.kind !== 'complete') throw masked();
  const type = headers.get('content-type');
  // Apollo answers wrong HTTP usage in plain text; a GraphQL client can only read JSON.
  if (type?.startsWith('text/plain')) {
    const [sentence = ''] = body.string.split('\n');
    return graphqlProblemReply(new ServiceError('bad-request', sentence), status);
  }
  const isToldInBody = status === 400 && type?.startsWith('application/json') && ofDocumentFaults.has(headers);
  return { status: isToldInBody ? 200 : (status ?? 200), headers: Object.fromEntries(headers), body: body.string };
}

/** The headers of the answers to documents that could not run. Apollo chooses their type when all steps are done. */
const ofDocumentFaults = new WeakSet<HeaderMap>();

/** The GraphQL codes of what can be wrong with a document and its variables. */
const faultsOfDocuments: ReadonlySet<unknown> = new Set(
  ownCodes
    .map(problemFor)
    .filter((problem) => problem.only === 'graphql' || problem === problemFor('validation'))
    .map(({ graphql }) => graphql),
);

/**
 * GraphQL over HTTP, section 6.4: with `application/json` a well-formed request is answered 200 even if its
 * document is not valid; only `application/graphql-response+json` carries the outcome in the status. With data, an
 * answer is 200 under both. A request of which everything needs a token is refused with 401, as the section has it.
 * https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
const statusByAccept: Step<GraphQLContext> = () => ({
  willSendResponse: ({ response, errors = [] }) => {
    if (errors.length === 0) return;
    if (errors.some(({ extensions }) => faultsOfDocuments.has(extensions?.code)))
      ofDocumentFaults.add(response.http.headers);
    const missing = errors.filter(isUnauthenticated);
    if (missing.length === 0) return;
    // With any status it tells that a token would change the answer (RFC 9110, section 11.6.1).
    for (const [name, value] of Object.entries(challenge)) response.http.headers.set(name, value);
    if (response.body.kind !== 'single' || !failedWhole(response.body.singleResult.data, missing)) return;
    response.http.status = 401;
    // What has data must not have such a status.
    response.body.singleResult = without({ ...response.body.singleResult }, 'data');
  },
});

/** Whether nothing was answered: each root field has failed by one of these errors. */
function failedWhole(data: Record<string, unknown> | null | undefined, errors: readonly GraphQLError[]): boolean {
  const failed = new Set(errors.map(({ path }) => path?.[0]));
  return Object.entries(data ?? {}).every(([name, value]) => value === null && failed.has(name));
}

function isUnauthenticated(error: GraphQLError): boolean {
  const original = errorIn(error);
  return original instanceof ServiceError && original.code === 'unauthenticated';
}

/** Tells the log and the metrics what was asked for, and what went wrong behind a status of 200. */
function noteOutcome(operations: readonly Operation[]): Step<GraphQLContext> {
  const byField = operationsByField(operations);
  return ({ contextValue: { meter } }) => {
    if (!meter) return undefined;
    return {
      didResolveOperation: ({ operation }) => {
        const fields = operation?.selectionSet.selections ?? [];
        const names = new Set(fields.map((field) => (field.kind === Kind.FIELD ? field.name.value : '')));
        const [name = ''] = names;
        meter.operation = names.size > 1 ? 'several' : (byField.get(name)?.name ?? 'other');
      },
      willSendResponse: ({ response: { body } }) => {
        const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
        // What graphql-js refuses by itself has no type of ours, and is the fault of who asked.
        // Beside a field that cannot be read stands what can be: REST answers it with 200 and a warning.
        const failures = errors.filter((error) => !(isUnreadable(error) && (error.path ?? []).length > 1));
        const codes = failures.map(({ extensions }) => {
          const type = extensions?.type;
          return typeof type === 'string' ? type.slice(type.lastIndexOf('/') + 1) : 'bad-request';
        });
        meter.code = codes.find((code) => faultOf(500, code) === 'server') ?? codes[0] ?? meter.code;
      },
    };
  };
}

/** Says in a header, as REST does, that a mutation of the document was answered before and has had no effect again. */
const tellReplays: Step<GraphQLContext> = ({ contextValue, response }) => {
  contextValue.onReplay = () => response.http.headers.set('idempotent-replayed', 'true');
  return undefined;
};

/** `extensions: { explain: true }` in a request, or `?explain=true`, gets `extensions.plan` for each list in the answer. */
const explainPlans: Step<GraphQLContext> = ({ request, contextValue }) => {
  if (request.extensions?.explain !== true && !contextValue.explain) return undefined;
  const refusal = refusalOf(() => admitPlan(contextValue));
  contextValue.explain = refusal === undefined;
  const pages: [string, Page][] = [];
  contextValue.onPage = (name, page) => pages.push([name, page]);
  return {
    didResolveOperation: () => {
      if (refusal) throw refusal;
    },
    willSendResponse: ({ response }) => {
      if (response.body.kind !== 'single' || refusal) return;
      const plan = Object.fromEntries(pages.map(([name, page]) => [name, page.explain()]));
      response.body.singleResult.extensions = { ...response.body.singleResult.extensions, plan };
    },
  };
};

function refusalOf(check: () => void): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return new Refusal(error);
    throw error;
  }
}

const silentLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
