import { ApolloServer, HeaderMap } from '@apollo/server';
import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation, HTTPGraphQLResponse } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import {
  coerceInputValue,
  getNullableType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  OperationTypeNode,
  lexicographicSortSchema,
  printSchema,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';
import type { FieldNode, GraphQLFormattedError, GraphQLInputType } from 'graphql';
import { buildGraphQLSchema } from '../../resolvers';
import { admitPlan } from '../../services/access';
import { inArgumentTerms, inputFrom } from '../../services/arguments';
import type { Context, Page } from '../../services/context';
import { problems, problemType, ServiceError } from '../../services/errors';
import type { Problem, ProblemCode } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { accepts, mediaTypeOf } from '../http/accept';
import { readJson } from '../http/json';
import { formatRefusal, graphqlLimits, readDocumentList } from './limits';
import { described } from '../logger';
import type { Log } from '../logger';
import { maskOf } from '../mask';
import type { Mask } from '../mask';
import type { Reply, Request } from '../http/message';
import { faultOf } from '../metrics';
import type { GraphQLOptions } from '../options';
import { challenge, extensionsOf, graphqlProblemReply, masked } from '../http/problem';

/** A GraphQL request on its way through Apollo: what came in, and what the resolvers may use. */
export interface Call {
  readonly request: Request;
  readonly context: Context;
}

/** What the resolvers may use, whether the caller wants to know how lists were read, and what a log must not say. */
type MutableContext = { -readonly [Name in keyof Context]: Context[Name] } & { explain?: boolean; mask?: Mask };

/** The GraphQL face: answers requests, and shows its schema as text. */
export interface GraphQLFace {
  readonly sdl: string;
  answer(request: Request, context: Context): Promise<Reply>;
}

const maxDocumentLength = 100_000;
const maxTokens = 1000;

/**
 * Makes the GraphQL face of a list of operations: Apollo Server behind its Lambda integration, with a request
 * handler of our own, because the stock ones decode v1 queries twice and answer bad JSON with raw text.
 */
export function createGraphQL(
  operations: readonly Operation[],
  log: Log,
  { documents, ...options }: GraphQLOptions = {},
): GraphQLFace {
  const schema = buildGraphQLSchema(operations);
  const limits = graphqlLimits<MutableContext>({
    ...options,
    documents: typeof documents === 'string' ? readDocumentList(documents) : documents,
    operations,
  });
  const server = new ApolloServer<MutableContext>({
    schema,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    introspection: limits.introspection,
    parseOptions: { maxTokens },
    formatError,
    plugins: [
      noteOutcome(operations),
      ...limits.plugins,
      ...unused,
      checkVariables(operations),
      statusByAccept,
      explainPlans,
      logDefects(log),
    ],
    logger: quiet,
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
    answer: async (request, context) => {
      if (request.method !== 'GET' && request.method !== 'POST') {
        return graphqlProblemReply(
          new ServiceError('method-not-allowed', 'GraphQL takes GET and POST.', { allow: ['GET', 'POST', 'OPTIONS'] }),
        );
      }
      return run({ request, context });
    },
  };
}

/** What Apollo would load by itself, or because of a variable in the environment; infra/bundle.ts leaves it out. */
const unused = [
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
        parseHeaders: ({ request }) => new HeaderMap(request.headers),
        parseQueryParams: ({ request }) => new URLSearchParams(request.query as [string, string][]).toString(),
        parseBody: ({ request }) => bodyOf(request) as string,
      },
      { success: successReply, error: (error) => graphqlProblemReply(error) },
    ),
    { context: async ({ event }) => contextOf(event) },
  );
  return async (call) => (await run(call, undefined as never, () => undefined)) as Reply;
}

/** Bodies of other types are left to Apollo, which refuses them as possible cross-site requests. */
function bodyOf(request: Request): unknown {
  if (request.method !== 'POST' || mediaTypeOf(request.headers.get('content-type')).name !== 'application/json')
    return '';
  const body = readJson(request.body) as { query?: unknown } | null;
  if (typeof body?.query === 'string' && body.query.length > maxDocumentLength) {
    throw new ServiceError('payload-too-large', `A GraphQL document may have ${maxDocumentLength} characters.`);
  }
  return body;
}

function successReply({ status, headers, body }: HTTPGraphQLResponse): Reply {
  if (body.kind !== 'complete') throw masked();
  const type = headers.get('content-type');
  // Apollo answers wrong HTTP usage in plain text; a GraphQL client can only read JSON.
  if (type?.startsWith('text/plain')) {
    return graphqlProblemReply(
      new ServiceError(status === 406 ? 'not-acceptable' : 'bad-request', body.string.split('\n')[0]!),
      status,
    );
  }
  return { status: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
}

/** The problems whose text is Apollo's or graphql-js's own and says nothing of our insides, by their GraphQL codes. */
const openProblems: ReadonlyMap<unknown, ProblemCode> = new Map(
  (
    [
      'graphql-parse-failed',
      'graphql-validation-failed',
      'validation',
      'bad-request',
      'persisted-query-not-found',
      'persisted-query-not-supported',
      'operation-resolution-failure',
    ] as const
  ).map((code) => [problems[code].graphql, code]),
);

/** A refusal of the whole request by one of our plugins; Apollo takes no other error from there for a caller's. */
class Refused extends GraphQLError {
  constructor(readonly error: ServiceError) {
    super(error.message, { extensions: { http: { status: problems[error.code].status } } });
  }
}

/** What was thrown, without what Apollo and graphql-js have put around it. */
function unwrapped(thrown: unknown): unknown {
  return thrown instanceof Refused ? thrown.error : unwrapResolverError(thrown);
}

function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const original = unwrapped(thrown);
  const { locations, path, extensions: given = {} } = formatted;
  if (original instanceof ServiceError) {
    return { message: original.message, locations, path, extensions: extensionsOf(original) };
  }
  const refusal = formatRefusal(thrown);
  if (refusal) return refusal;
  const problem = openProblemOf(formatted, original);
  if (!problem) {
    const error = masked();
    return { message: error.message, locations, path, extensions: extensionsOf(error) };
  }
  const { type = problemType(problem), errors } = given;
  return {
    message: shortened(formatted.message),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code: problems[problem].graphql, type, ...(errors !== undefined && { errors }) },
  };
}

/** The problem of an error of Apollo or graphql-js; undefined for a defect of ours. */
function openProblemOf(
  { extensions, path }: Pick<GraphQLFormattedError, 'extensions' | 'path'>,
  original: unknown,
): ProblemCode | undefined {
  // Apollo's own refusals before any resolver runs, such as a wrong hash, may carry only an HTTP status.
  const http = (original as Partial<GraphQLError> | undefined)?.extensions?.http as { status?: number } | undefined;
  const status = path ? 500 : (http?.status ?? 500);
  if (status === 405) return 'method-not-allowed';
  return openProblems.get(extensions?.code) ?? (status >= 400 && status < 500 ? 'bad-request' : undefined);
}

/** Logs what formatError masks, with the id of the request, which formatError is not told. */
function logDefects(log: Log): ApolloServerPlugin<MutableContext> {
  const note = ({ requestId, mask }: Partial<MutableContext>, error: unknown): void =>
    log({ level: 'error', message: 'a resolver threw', requestId, error: described(error, mask) });
  return {
    requestDidStart: async ({ contextValue }) => ({
      didEncounterErrors: async ({ errors }) => {
        for (const error of errors) {
          const original = unwrapped(error);
          if (original instanceof ServiceError || formatRefusal(error) || openProblemOf(error, original)) continue;
          note(contextValue, original);
        }
      },
    }),
    unexpectedErrorProcessingRequest: async ({ requestContext, error }) => note(requestContext.contextValue, error),
  };
}

/** graphql-js quotes values of the document in some texts; they may be secrets, and an answer stays small. */
function shortened(message: string): string {
  const text = message
    .replace(/^Unknown operation named [^]*$/, 'The document has no operation of this name.')
    .replace(/(value|string|number): [^]*$/, '$1.')
    .replace(/, found [^]*$/, '.')
    .replace(/Unexpected (String|BlockString|Int|Float) "[^]*$/, 'Unexpected $1.');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

/**
 * Variables that do not fit their type are answered by the operation's own door where they are its input, so
 * that a mistake has the same error and the same field paths on both faces; graphql-js would quote the value.
 */
function checkVariables(operations: readonly Operation[]): ApolloServerPlugin<MutableContext> {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  return {
    requestDidStart: async () => ({
      didResolveOperation: async (about) => {
        if (about.operation?.operation === OperationTypeNode.SUBSCRIPTION) {
          const { graphql: code, status } = problems['graphql-validation-failed'];
          const extensions = { code, http: { status } };
          throw new GraphQLError('This schema has no subscriptions.', { extensions });
        }
        const misfit = firstMisfit(about);
        if (!misfit) return;
        for (const selection of about.operation!.selectionSet.selections) {
          const operation = selection.kind === Kind.FIELD ? byName.get(selection.name.value) : undefined;
          if (operation) admitRaw(operation, selection as FieldNode, about);
        }
        throw badInput(new ServiceError('validation', 'One variable is wrong.', { errors: [misfit] }));
      },
    }),
  };
}

function firstMisfit({ schema, operation, request }: GraphQLRequestContextDidResolveOperation<MutableContext>) {
  const variables = request.variables ?? {};
  for (const { variable, type: typeNode, defaultValue } of operation?.variableDefinitions ?? []) {
    const type = typeFromAST(schema, typeNode as never);
    const name = variable.name.value;
    const given = Object.hasOwn(variables, name) ? (variables[name] as unknown) : undefined;
    if (!type || (given === undefined && defaultValue)) continue;
    let misfit: { pointer: string; detail: string } | undefined;
    if (given === undefined) {
      if (typeNode.kind === Kind.NON_NULL_TYPE) misfit = { pointer: `/${name}`, detail: 'is required' };
    } else {
      coerceInputValue(given, type as never, (path) => {
        misfit ??= { pointer: ['', name, ...path].join('/').slice(0, 200), detail: `does not fit ${String(type)}` };
      });
    }
    if (misfit) return misfit;
  }
  return undefined;
}

function admitRaw(
  operation: Operation,
  field: FieldNode,
  { schema, request: { variables = {} } }: GraphQLRequestContextDidResolveOperation<MutableContext>,
): void {
  const root = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const declared = new Map(root?.getFields()[operation.name]?.args.map(({ name, type }) => [name, type]));
  const given = Object.fromEntries(
    (field.arguments ?? []).map(({ name, value }) => [
      name.value,
      inStoredValues(valueFromASTUntyped(value, variables), declared.get(name.value)),
    ]),
  );
  try {
    operation.admit(inputFrom(operation, given));
  } catch (error) {
    throw badInput(inArgumentTerms(error, given));
  }
}

/** A value as it came, with the names of enumerations replaced by what they stand for; what is no name stays. */
function inStoredValues(value: unknown, given: GraphQLInputType | undefined): unknown {
  const type = given && getNullableType(given);
  if (isListType(type)) {
    return Array.isArray(value)
      ? value.map((element) => inStoredValues(element, type.ofType))
      : inStoredValues(value, type.ofType);
  }
  if (isEnumType(type)) {
    const named = typeof value === 'string' ? type.getValue(value) : undefined;
    return named ? named.value : value;
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return value;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, inStoredValues(member, fields[name]?.type)]),
  );
}

/** Apollo would answer an error thrown in a plugin with 500. */
function badInput(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  return new GraphQLError(error.message, { extensions: { ...extensionsOf(error), http: { status: 400 } } });
}

/** The GraphQL codes of what can be wrong with a document and its variables. */
const faultsOfDocuments: ReadonlySet<unknown> = new Set(
  Object.values<Problem>(problems)
    .filter((problem) => problem.only === 'graphql' || problem === problems.validation)
    .map(({ graphql }) => graphql),
);

/**
 * GraphQL over HTTP, section 6.4: with `application/json` a well-formed request is answered 200 even if its
 * document is not valid; only `application/graphql-response+json` carries the outcome in the status.
 * https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
const statusByAccept: ApolloServerPlugin<MutableContext> = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ response, errors }) => {
      const document = errors?.some(({ extensions }) => faultsOfDocuments.has(extensions?.code));
      const accept = request.http?.headers.get('accept');
      const modern =
        accept !== undefined && accepts(accept, 'application/graphql-response+json') && !/^\s*\*\/\*\s*$/.test(accept);
      if (document && response.http.status === 400 && !modern) response.http.status = 200;
      // A client without a token must learn that it is the token that is missing, whatever else it asked for.
      if (errors?.some(isUnauthenticated)) {
        response.http.status = 401;
        for (const [name, value] of Object.entries(challenge)) response.http.headers.set(name, value);
      }
    },
  }),
};

function isUnauthenticated(error: GraphQLError): boolean {
  const original = unwrapped(error);
  return original instanceof ServiceError && original.code === 'unauthenticated';
}

/** Tells the log and the metrics what was asked for, and what went wrong behind a status of 200. */
function noteOutcome(operations: readonly Operation[]): ApolloServerPlugin<MutableContext> {
  const known = new Set(operations.map(({ name }) => name));
  return {
    requestDidStart: async ({ contextValue: { meter } }) => {
      if (!meter) return;
      return {
        didResolveOperation: async ({ operation }) => {
          const fields = operation?.selectionSet.selections ?? [];
          const names = new Set(fields.map((field) => (field.kind === Kind.FIELD ? field.name.value : '')));
          const [name = ''] = names;
          meter.operation = names.size > 1 ? 'several' : known.has(name) ? name : 'other';
        },
        willSendResponse: async ({ response: { body } }) => {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          // What graphql-js refuses by itself has no type of ours, and is the fault of who asked.
          const types = errors.map(({ extensions }) => extensions?.type as string | undefined);
          const codes = types.map((type = 'bad-request') => type.split('/').at(-1)!);
          meter.code = codes.find((code) => faultOf(500, code) === 'server') ?? codes[0];
        },
      };
    },
  };
}

/** `extensions: { explain: true }` in a request, or `?explain=true`, gets `extensions.plan` for each list in the answer. */
const explainPlans: ApolloServerPlugin<MutableContext> = {
  requestDidStart: async ({ request, contextValue }) => {
    if (request.extensions?.explain !== true && !contextValue.explain) return;
    const refusal = refusalOf(() => admitPlan(contextValue));
    contextValue.explain = refusal === undefined;
    const pages: [string, Page][] = [];
    contextValue.onPage = (name, page) => pages.push([name, page]);
    return {
      didResolveOperation: async () => {
        if (refusal) throw refusal;
      },
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single' || refusal) return;
        const plan = Object.fromEntries(pages.map(([name, page]) => [name, page.explain()]));
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, plan };
      },
    };
  },
};

function refusalOf(check: () => void): Refused | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return new Refused(error);
    throw error;
  }
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
