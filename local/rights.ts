import { grantsOf } from '../services/touches';
import type { Grant, Role, Working } from '../services/touches';
import type { ClientOptions } from '../tables/client';
import { AccessDenied, localAccount, textOf } from './access';
import type { Access } from './access';
import { localAccess } from './tables';

/** An ARN as AWS would have made it, such as that of `table/product` of `dynamodb`. */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${localAccess.region}:${localAccount}:${resource}`;
}

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

/** The rights of a role of a gateway. */
export function rightsOf(working: Working, role: Role): readonly Right[] {
  return rightsIn(grantsOf(working, role));
}

/** What a call to DynamoDB needs a right for. */
export interface Needed {
  readonly table: string;
  readonly index?: string;
  readonly action: string;
}

/** The part of a call's input that says where it goes. */
interface Destination {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName: string }>>[];
}

/**
 * What IAM asks of a call: an action of its own on each table, except that a transaction needs those of its parts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function neededBy(operation: string, input: unknown): readonly Needed[] {
  const { TableName, IndexName, RequestItems = {}, TransactItems = [] } = input as Destination;
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return TransactItems.flatMap((part) =>
        Object.entries(part).map(([kind, { TableName: table }]) => ({ table, action: `${kind}Item` })),
      );
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(RequestItems).map((table) => ({ table, action: operation }));
    default:
      // A call of no table, such as ListTables, is one that nobody may make.
      return [{ table: TableName ?? '*', index: IndexName, action: operation }];
  }
}

/** What is needed, as IAM sees it. */
export function accessOf({ table, index, action }: Needed): Access {
  return accessBy(right(table, action, index));
}

function accessBy(text: Right): Access {
  const [resource, action] = text.split(' ');
  return { action: `dynamodb:${action}`, arn: arnOf('dynamodb', `table/${resource}`) };
}

/** Judges a call: gives what of it is denied, or undefined when all is allowed. */
export type Policy = (operation: string, input: unknown) => Access | undefined;

/** The policy of a role that has these rights and no others, to tables with a prefix. */
export function policyOf(rights: readonly Right[], prefix: string): Policy {
  return policyAllowing(rights.map((text) => accessBy(`${prefix}${text}`)));
}

/** The policy that allows these accesses and no others. */
export function policyAllowing(accesses: readonly Access[]): Policy {
  const allowed = new Set(accesses.map(textOf));
  return (operation, input) =>
    neededBy(operation, input)
      .map(accessOf)
      .find((access) => !allowed.has(textOf(access)));
}

/** Holds every call of a function to a policy. */
export function obeying(policy: Policy, role: Role): NonNullable<ClientOptions['authorize']> {
  return (operation, input) => {
    const denied = policy(operation, input);
    if (denied) throw new AccessDenied(role, denied);
  };
}

/** Holds a function to the rights of its deployed role. */
export function asDeployed(working: Working, role: Role, tablePrefix: string): NonNullable<ClientOptions['authorize']> {
  return obeying(policyOf(rightsOf(working, role), tablePrefix), role);
}
