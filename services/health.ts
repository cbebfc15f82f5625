import { keyFields } from '../schema/facts';
import { required } from '../schema/required';
import type { Context } from './context';
import type { Operation } from './operation';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';

/** Reads one item that need not be there, of the first domain: whether DynamoDB answers. @throws ServiceError */
export async function checkHealth(operations: readonly Operation[], context: Pick<Context, 'table'>): Promise<void> {
  const { domain } = required(operations[0], 'an operation of the gateway');
  await context.table(domain).get(Object.fromEntries(keyFields(domain).map(({ name }) => [name, 'health'])));
}

/** What the health check does to DynamoDB. */
export function healthTouches(operations: readonly Operation[]): readonly Touch[] {
  return operations.slice(0, 1).flatMap(({ domain }) => tableTouches(domain).get);
}
