import type { GraphQLFormattedError } from 'graphql';
import { problemFor } from '../../../services/errors';

/**
 * Bytes of errors in an answer, so that the whole of an error answer stays below 4 KB. What tells of a value that cannot be
 * read does not count: it belongs to the data beside it, and has a limit of its own (resolvers/misfits.ts).
 */
const maxBytes = 3000;
/** Places and wrong fields that one error names. */
const maxNamed = 5;

/** As many errors as an answer may have, the first ones, and how many were left out. */
export function shortErrors(errors: readonly GraphQLFormattedError[]): {
  readonly errors: readonly GraphQLFormattedError[];
  readonly leftOut: number;
} {
  const shown: GraphQLFormattedError[] = [];
  let bytes = 0;
  for (const error of errors.map(shortError)) {
    if (!isUnreadable(error)) bytes += Buffer.byteLength(JSON.stringify(error));
    if (shown.length === 0 || bytes <= maxBytes || isUnreadable(error)) shown.push(error);
  }
  return { errors: shown, leftOut: errors.length - shown.length };
}

/** Whether an error tells of a value that cannot be read. */
export function isUnreadable({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === problemFor('unreadable').graphql;
}

function shortError(error: GraphQLFormattedError): GraphQLFormattedError {
  const fieldErrors = error.extensions?.errors;
  return {
    ...error,
    ...(error.locations && { locations: error.locations.slice(0, maxNamed) }),
    ...(Array.isArray(fieldErrors) && { extensions: { ...error.extensions, errors: fieldErrors.slice(0, maxNamed) } }),
  };
}
