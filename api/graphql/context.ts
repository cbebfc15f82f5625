import type { Context } from '../../services/context';
import type { Mask } from '../mask';

/** What the resolvers may use, whether the caller wants to know how lists were read, and what a log must not say. */
export type GraphQLContext = { -readonly [Name in keyof Context]: Context[Name] } & {
  explain?: boolean;
  mask?: Mask;
};
