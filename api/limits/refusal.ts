import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { without } from './without';

/** Why a document is refused before anything of it is executed; the answer's `extensions.code`. */
export type RefusalCode =
  | 'BAD_REQUEST'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'QUERY_NOT_ALLOWED'
  | 'QUERY_TOO_DEEP'
  | 'QUERY_TOO_EXPENSIVE'
  | 'QUERY_TOO_MANY_ALIASES'
  | 'QUERY_TOO_MANY_ROOT_FIELDS';

/** The codes of refusals that speak of the document and so, like other faults of it, follow `statusByAccept`. */
export const documentCodes: readonly RefusalCode[] = [
  'PERSISTED_QUERY_NOT_FOUND',
  'QUERY_NOT_ALLOWED',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_EXPENSIVE',
  'QUERY_TOO_MANY_ALIASES',
  'QUERY_TOO_MANY_ROOT_FIELDS',
];

/** The refusal of a document, with numbers that say how far it goes too far. */
export class Refusal extends GraphQLError {
  constructor(code: RefusalCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { code, ...facts, http: { status: 400 } } });
  }
}

/** A refusal as it goes into the answer; undefined for every other error. */
export function formatRefusal(thrown: unknown): GraphQLFormattedError | undefined {
  const { originalError } = thrown as { originalError?: unknown };
  // Apollo wraps what a validation rule reports, and writes its own code over ours.
  const refusal = thrown instanceof Refusal ? thrown : originalError;
  if (!(refusal instanceof Refusal)) return undefined;
  return { message: refusal.message, extensions: without(refusal.extensions, 'http') };
}
