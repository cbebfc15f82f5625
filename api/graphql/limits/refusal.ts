import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { problems, problemType } from '../../../services/errors';
import type { ProblemCode } from '../../../services/errors';
import { without } from './without';

/** Why a document is refused before anything of it is executed. */
export type RefusalCode = Extract<
  ProblemCode,
  | 'bad-request'
  | 'graphql-validation-failed'
  | 'persisted-query-not-found'
  | 'query-not-allowed'
  | 'query-too-deep'
  | 'query-too-expensive'
  | 'query-too-many-aliases'
  | 'query-too-many-root-fields'
>;

/** The refusal of a document, with numbers that say how far it goes too far. */
export class Refusal extends GraphQLError {
  constructor(code: RefusalCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    const { graphql, status } = problems[code];
    super(message, { extensions: { code: graphql, type: problemType(code), ...facts, http: { status } } });
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
