import { layoutOf } from '../schema/layout';
import { tablesOf } from '../schema/table';
import type { TableFact } from '../schema/table';
import { healthTouches } from './health';
import type { GatewayDefinition } from './definition';
import { dynamoDBActions } from './table-actions';
import type { DynamoDBAction, Touch } from './table-actions';

export type { DynamoDBAction, Touch } from './table-actions';

/** A Lambda function with a role of its own: the gateway, or a consumer by its name. */
export type Role = string;

/** What the rights of the roles follow from. */
export type Working = Pick<GatewayDefinition, 'operations' | 'consumers'>;

/** What a role may do with one table. */
export interface Grant {
  readonly table: TableFact;
  /** The actions on the table itself. Query is among them only when the table itself is queried. */
  readonly actions: readonly DynamoDBAction[];
  /** The global secondary indexes that may be queried, by their names in the table; nothing else is ever done to an index. */
  readonly indexes: readonly string[];
}

/**
 * What a role needs of DynamoDB, no more and no less: one grant for each table that it touches. Relations and totals
 * add nothing, because they are read through the operations of the other domain.
 */
export function grantsOf(working: Working, role: Role): readonly Grant[] {
  const touches = touchesOfRole(working, role);
  const domains = [...new Set(touches.map(({ domain }) => domain))];
  return tablesOf(domains).map((table) => {
    const touchesOfTable = touches.filter(({ domain }) => table.domains.includes(domain));
    const indexes = table.domains.flatMap((domain) =>
      [...layoutOf(domain).indexes].flatMap(([declared, { index = declared }]) =>
        touchesOfTable.some((touch) => touch.domain === domain && touch.index === declared) ? [index] : [],
      ),
    );
    return {
      table,
      actions: dynamoDBActions.filter((name) => touchesOfTable.some(({ action, index }) => action === name && !index)),
      indexes: [...new Set(indexes)],
    };
  });
}

function touchesOfRole({ operations, consumers }: Working, role: Role): readonly Touch[] {
  if (role === 'gateway') return [...operations.flatMap(({ touches }) => touches), ...healthTouches(operations)];
  return consumers.filter(({ name }) => name === role).flatMap(({ touches }) => touches);
}

/** Every role that works on tables. */
export const rolesOf = ({ consumers }: Working): readonly Role[] => ['gateway', ...consumers.map(({ name }) => name)];
