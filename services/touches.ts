import type { DomainFact } from '../schema/facts';
import { healthTouches } from './health';
import type { GatewayDefinition } from './definition';
import { dynamoDBActions } from './table-actions';
import type { DynamoDBAction, Touch } from './table-actions';

export type { DynamoDBAction, Touch } from './table-actions';

/** A Lambda function with a role of its own: the gateway, or a consumer by its name. */
export type Role = string;

/** What the rights of the roles follow from. */
export type Working = Pick<GatewayDefinition, 'operations' | 'consumers'>;

/** What a role may do with the table of one domain. */
export interface Grant {
  readonly table: DomainFact;
  /** The actions on the table itself. Query is among them only when the table itself is queried. */
  readonly actions: readonly DynamoDBAction[];
  /** The global secondary indexes that may be queried; nothing else is ever done to an index. */
  readonly indexes: readonly string[];
}

/**
 * What a role needs of DynamoDB, no more and no less: one grant for each table that it touches. Relations and totals
 * add nothing, because they are read through the operations of the other domain.
 */
export function grantsOf(working: Working, role: Role): readonly Grant[] {
  const touches = touchesOfRole(working, role);
  const tables = [...new Set(touches.map(({ domain }) => domain))];
  return tables.map((table) => {
    const touchesOfTable = touches.filter(({ domain }) => domain === table);
    return {
      table,
      actions: dynamoDBActions.filter((name) => touchesOfTable.some(({ action, index }) => action === name && !index)),
      indexes: Object.keys(table.indexes).filter((name) => touchesOfTable.some(({ index }) => index === name)),
    };
  });
}

function touchesOfRole({ operations, consumers }: Working, role: Role): readonly Touch[] {
  if (role === 'gateway') return [...operations.flatMap(({ touches }) => touches), ...healthTouches(operations)];
  return consumers.filter(({ name }) => name === role).flatMap(({ touches }) => touches);
}

/** Every role that works on tables. */
export const rolesOf = ({ consumers }: Working): readonly Role[] => ['gateway', ...consumers.map(({ name }) => name)];
