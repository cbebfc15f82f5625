import { keyFields } from '../schema/facts';
import { required } from '../schema/required';
import { attributeType } from '../schema/table';
import type { AttributeType } from '../schema/table';
import type { Context } from './context';
import type { Operation } from './operation';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';

/** A value of a key field of each type; DynamoDB refuses a key of another type than the table's. */
const absent: Readonly<Record<AttributeType, string | number>> = { S: 'health', N: 0 };

/** Reads one item that need not be there, of the first domain: whether DynamoDB answers. @throws ServiceError */
export async function checkHealth(operations: readonly Operation[], context: Pick<Context, 'table'>): Promise<void> {
  const { domain } = required(operations[0], 'an operation of the gateway');
  const key = keyFields(domain).map(({ name }) => [name, absent[attributeType(domain, name)]] as const);
  await context.table(domain).get(Object.fromEntries(key));
}

/** What the health check does to DynamoDB. */
export function healthTouches(operations: readonly Operation[]): readonly Touch[] {
  return operations.slice(0, 1).flatMap(({ domain }) => tableTouches(domain).get);
}
