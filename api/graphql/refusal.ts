import { GraphQLError } from 'graphql';
import { problemFor } from '../../services/errors';
import type { ServiceError } from '../../services/errors';
import { extensionsOf } from '../http/problem';

/** What a refusal says beside its error. */
export interface RefusalFacts {
  /** What goes into the extensions, such as how far a document goes too far. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The HTTP status, where it is not that of the problem. */
  readonly status?: number;
}

/**
 * The refusal of a whole request, before anything of it is executed: by a step or a validation rule, from which Apollo
 * takes no other error for a caller's. errors.ts puts it into the answer.
 */
export class Refusal extends GraphQLError {
  constructor(
    readonly error: ServiceError,
    { facts = {}, status = problemFor(error.code).status }: RefusalFacts = {},
  ) {
    super(error.message, { extensions: { ...extensionsOf(error), ...facts, http: { status } } });
  }
}

/** The refusal in a thrown thing; undefined for every other error. Apollo wraps what a validation rule reports. */
export function refusalIn(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown;
  const original = thrown instanceof GraphQLError ? thrown.originalError : undefined;
  return original instanceof Refusal ? original : undefined;
}
