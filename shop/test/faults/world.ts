import { BatchWriteItemCommand, DeleteTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayOptions } from '../../../api/options';
import { createTables, localAccess } from '../../../local/tables';
import { definition, domains } from '../usual';
import { domainOf } from '../../../schema/facts';
import { withInternal } from '../../../schema/internal';
import { tableName } from '../../../schema/table';
import { eventsIn } from '../../../services/events';
import type { RecordedEvent } from '../../../services/events';
import { noteTables } from '../../../test/noted-tables';

/** An item as it is stored. */
export type Stored = Record<string, any>;

/** Tables of their own on an engine, looked at from behind: no gateway, no proxy. */
export interface World {
  readonly engine: string;
  readonly prefix: string;
  /** What a gateway or a consumer on these tables is made from. */
  optionsFor(endpoint?: string): GatewayOptions;
  /** Every item of a domain's table. */
  scan(domain: string): Promise<readonly Stored[]>;
  /** Every event that waits in the outbox, of whatever record, with its key. */
  events(): Promise<readonly (RecordedEvent & { readonly key: string })[]>;
  /** Puts items into a domain's table, past every rule of the gateway. */
  put(domain: string, items: readonly Stored[]): Promise<void>;
  /** Removes items by their keys. */
  remove(domain: string, keys: readonly Stored[]): Promise<void>;
  /** One line for each item of all tables; two equal ones are the same data. */
  digest(): Promise<string>;
  /** Drops the tables. */
  close(): Promise<void>;
}

/** Makes the tables of a shop under a prefix of its own. */
export async function openWorld(engine: string): Promise<World> {
  const prefix = `fault-${randomUUID().slice(0, 8)}-`;
  await createTables({ endpoint: engine, domains, prefix, say: () => undefined });
  noteTables(definition, prefix);
  const client = new DynamoDBClient({ endpoint: engine, ...localAccess });
  const facts = withInternal(domains).map(domainOf);
  const nameOf = (domain: string): string =>
    tableName(
      facts.find(({ name }) => name === domain)!,
      prefix,
    );

  async function raw(table: string): Promise<Record<string, AttributeValue>[]> {
    const items: Record<string, AttributeValue>[] = [];
    let last: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: table, ExclusiveStartKey: last, ConsistentRead: true }),
      );
      items.push(...(page.Items ?? []));
      last = page.LastEvaluatedKey;
    } while (last);
    return items;
  }

  async function write(domain: string, requests: readonly object[]): Promise<void> {
    // DynamoDB takes 25 writes a call.
    for (let start = 0; start < requests.length; start += 25) {
      let rest: Record<string, any> | undefined = { [nameOf(domain)]: requests.slice(start, start + 25) };
      while (rest && Object.keys(rest).length > 0) {
        const answer: { UnprocessedItems?: Record<string, any> } = await client.send(
          new BatchWriteItemCommand({ RequestItems: rest }),
        );
        rest = answer.UnprocessedItems;
        if (rest && Object.keys(rest).length > 0) await sleep(20);
      }
    }
  }

  return {
    engine,
    prefix,
    optionsFor: (endpoint = engine) => ({
      ...localAccess,
      endpoint,
      tablePrefix: prefix,
      cursorKeys: ['a cursor key of the fault suites'],
      authentication: 'open',
      log: () => undefined,
    }),
    scan: async (domain) => (await raw(nameOf(domain))).map((item) => unmarshall(item)),
    events: async () =>
      (await raw(nameOf('outbox')))
        .map((record) => unmarshall(record))
        .flatMap((record) => eventsIn(record).map((event) => ({ ...event, key: record.key as string }))),
    put: async (domain, items) =>
      write(
        domain,
        items.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } })),
      ),
    remove: async (domain, keys) =>
      write(
        domain,
        keys.map((key) => ({ DeleteRequest: { Key: marshall(key) } })),
      ),
    digest: async () => {
      const lines: string[] = [];
      for (const { name } of facts) {
        for (const item of await raw(nameOf(name))) {
          const text = JSON.stringify(sorted(unmarshall(item)));
          lines.push(`${name} ${createHash('sha256').update(text).digest('base64url')}`);
        }
      }
      return lines.sort().join('\n');
    },
    close: async () => {
      // A long run makes thousands of them.
      for (const { name } of facts) await client.send(new DeleteTableCommand({ TableName: nameOf(name) }));
      client.destroy();
    },
  };
}

/** The engine gives the attributes of a map in any order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, content]) => [name, sorted(content)]);
}
