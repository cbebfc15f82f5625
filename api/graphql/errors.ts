import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { problemFor, problemType, ServiceError } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';
import { extensionsOf, masked } from '../http/problem';
import { described } from '../logger';
import type { Log } from '../logger';
import type { Advice } from './advice';
import type { GraphQLContext } from './context';
import { without } from './limits/without';
import { refusalIn } from './refusal';
import type { Step } from './step';

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
  ).map((code) => [problemFor(code).graphql, code]),
);

/** The error of ours in a thrown thing, without what Apollo and graphql-js have put around it; else what was thrown. */
export function errorIn(thrown: unknown): unknown {
  return refusalIn(thrown)?.error ?? unwrapResolverError(thrown);
}

/** Makes an error of a GraphQL answer of any thrown thing; a defect of ours is masked. */
export const formatErrorWith =
  (advice: Advice) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const original = errorIn(thrown);
    const { locations, path, extensions: originalExtensions = {} } = formatted;
    if (original instanceof ServiceError) {
      const refusal = refusalIn(thrown);
      const extensions = refusal ? without(refusal.extensions, 'http') : extensionsOf(original);
      const { errors } = original.details;
      return {
        message: original.message,
        locations,
        path,
        extensions: { ...extensions, ...(errors && { errors: advice(errors) }) },
      };
    }
    const problem = openProblemOf(formatted, original);
    if (!problem) {
      const error = masked();
      return { message: error.message, locations, path, extensions: extensionsOf(error) };
    }
    const { type = problemType(problem), errors } = originalExtensions;
    return {
      message: shortened(formatted.message),
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: { code: problemFor(problem).graphql, type, ...(errors !== undefined && { errors }) },
    };
  };

/** The problem of an error of Apollo or graphql-js; undefined for a defect of ours. */
function openProblemOf(
  { extensions, path }: Pick<GraphQLFormattedError, 'extensions' | 'path'>,
  original: unknown,
): ProblemCode | undefined {
  // Apollo's own refusals before any resolver runs, such as a wrong hash, may carry only an HTTP status.
  const http = original instanceof GraphQLError ? original.extensions.http : undefined;
  const httpStatus =
    typeof http === 'object' && http !== null && 'status' in http && typeof http.status === 'number'
      ? http.status
      : 500;
  const status = path ? 500 : httpStatus;
  if (status === 405) return 'method-not-allowed';
  if (isNullArgument(original)) return 'validation';
  return openProblems.get(extensions?.code) ?? (status >= 400 && status < 500 ? 'bad-request' : undefined);
}

/**
 * What graphql-js says while it executes: a variable with a default may be null, and so stand where there must be a value.
 * https://spec.graphql.org/October2021/#sec-All-Variable-Usages-are-Allowed
 */
function isNullArgument(error: unknown): boolean {
  return (
    error instanceof GraphQLError && !error.originalError && /^Argument "\w+" .*must not be null\.$/.test(error.message)
  );
}

function logDefect(log: Log, { requestId, mask }: Partial<GraphQLContext>, error: unknown): void {
  log({ level: 'error', message: 'a resolver threw', requestId, error: described(error, mask) });
}

/** Logs what formatErrorWith masks, with the id of the request, which it is not told. */
export const logDefects =
  (log: Log): Step<GraphQLContext> =>
  ({ contextValue }) => ({
    didEncounterErrors: ({ errors }) => {
      for (const error of errors) {
        const original = errorIn(error);
        if (original instanceof ServiceError || openProblemOf(error, original)) continue;
        logDefect(log, contextValue, original);
      }
    },
  });

/** Logs what is thrown beside the resolvers, which no request is told of. */
export const logFailures = (log: Log): ApolloServerPlugin<GraphQLContext> => ({
  unexpectedErrorProcessingRequest: async ({ requestContext, error }) =>
    logDefect(log, requestContext.contextValue, error),
});

/** graphql-js quotes values of the document in some texts; they may be secrets, and an answer stays small. */
function shortened(message: string): string {
  const text = message
    .replace(/^Unknown operation named [^]*$/, 'The document has no operation of this name.')
    .replace(/(value|string|number): [^]*$/, '$1.')
    .replace(/, found [^]*$/, '.')
    .replace(/Unexpected (String|BlockString|Int|Float) "[^]*$/, 'Unexpected $1.');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
