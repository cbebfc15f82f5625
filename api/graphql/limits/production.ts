import { Kind } from 'graphql';
import type { ASTNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import { without } from './without';

/** Names in quotes, as graphql-js writes them: `"name"`, `"$name"`, `"@name"`. */
const name = '"[$@]?\\w+"';

/** Texts of graphql-js that consist of the caller's own words whatever the schema is; the rules that give them never look at it. */
const openTexts: readonly RegExp[] = [
  'This anonymous operation must be the only defined operation\\.',
  `There can be only one (operation|fragment|variable|argument|input field) named ${name}\\.`,
  `Unknown (fragment|directive) ${name}\\.`,
  `Fragment ${name} is never used\\.`,
  `Cannot spread fragment ${name} within itself( via ${name}(, ${name})*)?\\.`,
  `Variable ${name} is not defined( by operation ${name})?\\.`,
  `Variable ${name} is never used( in operation ${name})?\\.`,
  `The directive ${name} can only be used once at this location\\.`,
  'This schema has no subscriptions\\.',
].map((text) => new RegExp(`^${text}$`));

/** Longer words are cut: an answer stays small. */
const maxWord = 60;

/**
 * An error of a request without what graphql-js says of the schema in it. The caller's own word tells which place is
 * meant; why it does not fit, what would, and of which type it is, is in the schema that the caller was given.
 */
export function withoutSchema(
  formatted: GraphQLFormattedError,
  thrown: GraphQLError | undefined,
): GraphQLFormattedError {
  const extensions = without(formatted.extensions ?? {}, 'stacktrace');
  const error = { ...formatted, ...(formatted.extensions && { extensions }) };
  if (extensions.rule !== undefined) return error;
  if (extensions.code === 'BAD_USER_INPUT') return withoutFields(error);
  if (extensions.code !== 'GRAPHQL_VALIDATION_FAILED' || openTexts.some((text) => text.test(error.message)))
    return error;
  return { ...error, message: textOf(thrown?.nodes?.[0]) };
}

function textOf(node: ASTNode | undefined): string {
  const word = node && wordOf(node);
  if (word === '__schema' || word === '__type')
    return 'This gateway does not tell its schema. Use the one that you were given.';
  const place = word === undefined ? 'The document' : `"${word.slice(0, maxWord)}" in the document`;
  return `${place} does not fit the schema. Compare it with the schema that you were given.`;
}

/** The caller's own word for a node; undefined for values, which may be secrets. */
function wordOf(node: ASTNode): string | undefined {
  switch (node.kind) {
    case Kind.FIELD:
    case Kind.ARGUMENT:
    case Kind.OBJECT_FIELD:
    case Kind.NAMED_TYPE:
    case Kind.DIRECTIVE:
    case Kind.FRAGMENT_SPREAD:
    case Kind.FRAGMENT_DEFINITION:
      return node.name.value;
    case Kind.VARIABLE_DEFINITION:
      return node.variable.name.value;
    case Kind.VARIABLE:
      return node.name.value;
    default:
      return undefined;
  }
}

/** Variables that do not fit their type: what is missing and what there is instead are names of the schema. */
function withoutFields(error: GraphQLFormattedError): GraphQLFormattedError {
  const extensions = without(error.extensions ?? {}, 'errors');
  return {
    message: 'The variables do not fit the document. Compare them with the schema that you were given.',
    extensions,
  };
}
