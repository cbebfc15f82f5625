import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { localAccess } from '../../local/tables';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import type { Item } from '../../services/context';
import type { TestGateway } from '../harness';

/** When the items were stored that did not come through the gateway. */
export const moment = '2026-02-03T04:05:06.789Z';

/** Puts items into the table of a domain as another program would: quickly, and past every check. */
export async function load(gateway: TestGateway, type: DeclaredClass, items: readonly Item[]): Promise<void> {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const table = `${gateway.prefix}${domainOf(type).name}`;
  const owned = { version: 1, createdAt: moment, updatedAt: moment };
  let next = 0;
  const loadOn = async (): Promise<void> => {
    while (next < items.length) {
      const some = items.slice(next, (next += 25));
      const puts = some.map((item) => ({ PutRequest: { Item: marshall({ ...item, ...owned }) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all([loadOn(), loadOn(), loadOn(), loadOn()]);
  client.destroy();
}
