import { isEnumType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { noneOf } from '../../schema/enumerations';
import type { FieldProblem } from '../../services/errors';
import { ordersOf, sortFault } from '../../services/list-query';
import type { Operation } from '../../services/operation';

/** What is wrong with some fields, as a caller of GraphQL has to know it. */
export type Advice = (problems: readonly FieldProblem[]) => readonly FieldProblem[];

/**
 * Puts the names that GraphQL has for the values of an enumeration, and for orders, where a rule tells what REST takes: who
 * did as the rule says would be refused again. A rule is the same text wherever it is broken. Where two enumerations have
 * the same values by other names, nothing tells which one is meant, and the values stay.
 */
export function adviceOf(schema: GraphQLSchema, operations: readonly Operation[]): Advice {
  const told = new Map<string, string | undefined>();
  const tell = (values: string, names: string): void => {
    told.set(values, told.has(values) && told.get(values) !== names ? undefined : names);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type)) continue;
    const members = type.getValues();
    tell(noneOf(members.map(({ value }) => String(value))), noneOf(members.map(({ name }) => name)));
  }
  for (const { domain } of operations) tell(sortFault(domain), noneOf(ordersOf(domain)));
  return (problems) => problems.map(({ pointer, detail }) => ({ pointer, detail: told.get(detail) ?? detail }));
}
