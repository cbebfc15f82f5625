import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { domainOf } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { withInternal } from '../schema/internal';
import { describeTable, expiryAttribute } from '../schema/table';
import { openClient } from '../tables/client';

/**
 * How everything local signs. The embedded engine looks at neither, DynamoDB Local keeps one store for each
 * pair of key and region, so the gateway must use the same.
 */
export const localAccess = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

export interface CreateTablesOptions {
  readonly endpoint: string;
  readonly domains: readonly DeclaredClass[];
  readonly prefix: string;
  /** Told of every change to a table that was there already. */
  readonly say: (words: string) => void;
}

/**
 * Brings a local engine to what the domains declare: creates missing tables and indexes, keeps all data.
 * @throws Error when a table has another key than its domain declares
 */
export async function createTables({ endpoint, domains, prefix, say }: CreateTablesOptions): Promise<void> {
  const client = openClient({ endpoint, ...localAccess });
  try {
    for (const domain of withInternal(domains).map(domainOf))
      await bringUp(client, domain, describeTable(domain, prefix), say);
  } finally {
    client.destroy();
  }
}

type Client = ReturnType<typeof openClient>;

async function bringUp(
  client: Client,
  domain: DomainFact,
  declared: CreateTableCommandInput,
  say: CreateTablesOptions['say'],
): Promise<void> {
  const name = declared.TableName!;
  const found = await describe(client, name);
  if (!found) {
    await client.send(new CreateTableCommand(declared));
    await untilActive(client, name);
    if (domain.expiresAfterDays !== undefined) {
      const TimeToLiveSpecification = { AttributeName: expiryAttribute, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
    }
    return;
  }
  const [wanted, stored] = [keyText(declared.KeySchema, declared), keyText(found.KeySchema, found)];
  if (wanted !== stored) {
    throw new Error(
      `The stored table of the domain "${domain.name}" has the key ${stored}, but the class ${domain.typeName} declares ${wanted}. ` +
        'A key cannot be changed in place: declare the old key again, or export the items you need, delete the data folder (.data) and start again.',
    );
  }
  await untilActive(client, name);
  for (const index of declared.GlobalSecondaryIndexes ?? []) await bringUpIndex(client, domain, declared, index, say);
}

/** DynamoDB takes one index at a time. */
async function bringUpIndex(
  client: Client,
  domain: DomainFact,
  declared: CreateTableCommandInput,
  index: GlobalSecondaryIndex,
  say: CreateTablesOptions['say'],
): Promise<void> {
  const name = declared.TableName!;
  const table = await describe(client, name);
  const stored = table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
  const wanted = keyText(index.KeySchema, declared);
  if (stored && keyText(stored.KeySchema, table!) === wanted) return;

  const change = async (update: GlobalSecondaryIndexUpdate, types?: AttributeDefinition[]): Promise<void> => {
    await client.send(
      new UpdateTableCommand({ TableName: name, AttributeDefinitions: types, GlobalSecondaryIndexUpdates: [update] }),
    );
    await untilActive(client, name);
  };
  const { IndexName, KeySchema, Projection } = index;
  if (stored) await change({ Delete: { IndexName } });
  // DynamoDB refuses types of attributes that the change does not use.
  const used = new Set(KeySchema?.map(({ AttributeName }) => AttributeName));
  const types = declared.AttributeDefinitions?.filter(({ AttributeName }) => used.has(AttributeName));
  await change({ Create: { IndexName, KeySchema, Projection } }, types);
  say(`${stored ? 'Rebuilt' : 'Added'} the index ${IndexName} (${wanted}) of the domain "${domain.name}".`);
}

async function describe(client: Client, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Waits until the table and all its indexes can be used. */
async function untilActive(client: Client, name: string): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const table = await describe(client, name);
    const parts = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus)];
    if (parts.every((status) => status === 'ACTIVE')) return;
    if (Date.now() > giveUpAt)
      throw new Error(`The table ${name} did not get ready within a minute; it is ${parts.join(', ')}.`);
    await sleep(50);
  }
}

/** A key in words, such as "category (S), price (N)"; equal texts are equal keys. */
function keyText(
  key: readonly KeySchemaElement[] | undefined,
  { AttributeDefinitions = [] }: { AttributeDefinitions?: readonly AttributeDefinition[] },
): string {
  const typeOf = (name?: string) => AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType;
  return [...(key ?? [])]
    .sort((one, other) => one.KeyType!.localeCompare(other.KeyType!))
    .map(({ AttributeName }) => `${AttributeName} (${typeOf(AttributeName)})`)
    .join(', ');
}
