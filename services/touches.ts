import type { DomainFact } from '../schema/facts';
import { checkout } from './checkout';
import { healthTouches } from './health';
import type { Operation } from './operation';
import { placeOrderTouches } from './place-order';
import { dynamoDBActions } from './table-actions';
import type { DynamoDBAction, Touch } from './table-actions';

export type { DynamoDBAction, Touch } from './table-actions';

/** A Lambda function with a role of its own. */
export type Role = 'gateway' | 'orders';

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
export function grantsOf(operations: readonly Operation[], role: Role): readonly Grant[] {
  const touches = touchesOfRole(operations, role);
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

function touchesOfRole(operations: readonly Operation[], role: Role): readonly Touch[] {
  switch (role) {
    case 'gateway':
      return [...operations.flatMap(({ touches }) => touches), ...healthTouches(operations)];
    case 'orders':
      // Without a checkout there are no orders to place.
      return operations.includes(checkout) ? placeOrderTouches : [];
  }
}
