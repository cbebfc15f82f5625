import type { DeclaredClass } from '../schema/facts';
import { operationsOf } from '../services';
import { grantsOf } from '../services/touches';
import type { Grant, Role } from '../services/touches';

/** One right in words, such as `product GetItem` or `product/index/byCategory Query`: the resource as its ARN ends. */
export type Right = string;

/** The right to an action on a table, or on an index of it. */
export function right(table: string, action: string, index?: string): Right {
  return `${table}${index === undefined ? '' : `/index/${index}`} ${action}`;
}

/** The rights that grants hold. */
export function rightsIn(grants: readonly Grant[]): readonly Right[] {
  return grants.flatMap(({ table: { name }, actions, indexes }) => [
    ...actions.map((action) => right(name, action)),
    ...indexes.map((index) => right(name, 'Query', index)),
  ]);
}

/** The rights of a role when a gateway serves these domains. */
export function rightsOf(domains: readonly DeclaredClass[], role: Role): readonly Right[] {
  return rightsIn(grantsOf(operationsOf(domains), role));
}

/** What a call to DynamoDB needs a right for. */
export interface Needed {
  readonly table: string;
  readonly index?: string;
  readonly action: string;
}

/**
 * What IAM asks of a call: an action of its own on each table, except that a transaction needs those of its parts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function neededBy(operation: string, input: any): readonly Needed[] {
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return (input.TransactItems as Record<string, any>[]).flatMap((part) =>
        Object.entries(part).map(([kind, { TableName: table }]) => ({
          table,
          action: `${kind}Item`,
        })),
      );
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(input.RequestItems as object).map((table) => ({ table, action: operation }));
    default:
      return [{ table: input.TableName, index: input.IndexName, action: operation }];
  }
}
