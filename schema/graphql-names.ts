/** https://spec.graphql.org/October2021/#Name; names with two underscores in front belong to GraphQL itself. */
const namePattern = /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a text can be the name of a type or a field in GraphQL. */
export function isGraphQLName(text: string): boolean {
  return namePattern.test(text);
}
