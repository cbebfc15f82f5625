import { domainOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { IdempotencyRecord } from '../schema/internal';
import { attributeType } from '../schema/table';
import type { AttributeType } from '../schema/table';
import { Transact } from '../schema/transact';
import type { Context } from './context';
import type { Operation } from './operation';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';

/** A value of a key field of each type; DynamoDB refuses a key of another type than the table's. */
const absent: Readonly<Record<AttributeType, string | number>> = { S: 'health', N: 0 };

/**
 * The first domain, but none whose items belong to tenants, because who asks for the health of a gateway has none, and not
 * what stands for all of them, because it has no table.
 */
function probedDomain(operations: readonly Operation[]): DomainFact {
  return (
    operations.find(({ domain }) => !domain.tenant && domain.type !== Transact)?.domain ?? domainOf(IdempotencyRecord)
  );
}

/** Reads one item that need not be there, of the first domain: whether DynamoDB answers. @throws ServiceError */
export async function checkHealth(operations: readonly Operation[], context: Pick<Context, 'table'>): Promise<void> {
  const domain = probedDomain(operations);
  const key = keyFields(domain).map(({ name }) => [name, absent[attributeType(domain, name)]] as const);
  await context.table(domain).get(Object.fromEntries(key));
}

/** What the health check does to DynamoDB. */
export function healthTouches(operations: readonly Operation[]): readonly Touch[] {
  return operations.length === 0 ? [] : tableTouches(probedDomain(operations)).get;
}
