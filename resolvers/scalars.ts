import { GraphQLScalarType } from 'graphql';

/*
 * These scalars carry values and check nothing: the operation's door checks once for every face, and a scalar
 * that refused first would answer the same mistake with another error.
 */

/** An amount with at most two decimals. */
export const MoneyScalar = new GraphQLScalarType({
  name: 'Money',
  description: 'An amount in major units with at most two decimals, such as 249.5.',
});

/** An instant as RFC 3339 text. */
export const DateTimeScalar = new GraphQLScalarType({
  name: 'DateTime',
  description: 'An instant as RFC 3339 text in UTC, such as 2026-01-15T09:30:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
});

/** Any JSON value. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});
