import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { withInternal } from '../schema/internal';
import { layoutOf } from '../schema/layout';
import { describeTable, tablesOf } from '../schema/table';
import type { DeclaredTable, TableFact } from '../schema/table';
import { fillItems } from '../tables/backfill';
import { openClient } from '../tables/client';

/**
 * How everything local signs. The embedded engine looks at neither, DynamoDB Local keeps one store for each
 * pair of key and region, so the gateway must use the same.
 */
export const localAccess = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** A table that shall be there. */
export interface WantedTable {
  readonly description: DeclaredTable;
  /** The attribute of its time to live. */
  readonly expiry?: string;
  /** Fills in what an index that is new to the table would leave out. @returns how many items were written */
  readonly fill?: (client: Client, index: string) => Promise<number>;
  /** It belongs to somebody else too: made where it is missing, and otherwise left as it is. */
  readonly isExisting?: boolean;
  /** For messages: the domain, and what declares it. */
  readonly name: string;
  readonly declaredBy: string;
}

export interface CreateTablesOptions {
  readonly endpoint: string;
  readonly domains: readonly DeclaredClass[];
  readonly prefix: string;
  /** In place of what the domains declare, such as the tables of a template. */
  readonly tables?: readonly WantedTable[];
  /** Told of every change to a table that was there already. */
  readonly say: (words: string) => void;
}

/**
 * Brings a local engine to what the domains declare: creates missing tables and indexes, keeps all data.
 * @returns the names of the domains whose tables were not there before
 * @throws Error when a table has another key than its domain declares
 */
export async function createTables({
  endpoint,
  domains,
  prefix,
  tables = declaredTables(domains, prefix),
  say,
}: CreateTablesOptions): Promise<readonly string[]> {
  const client = openClient({ endpoint, ...localAccess });
  try {
    const made: string[] = [];
    for (const table of tables) if (await bringUp(client, table, say)) made.push(table.name);
    return made;
  } finally {
    client.destroy();
  }
}

function declaredTables(domains: readonly DeclaredClass[], prefix: string): readonly WantedTable[] {
  return tablesOf(withInternal(domains).map(domainOf)).map((table) => ({
    description: describeTable(table, prefix),
    expiry: table.expiry,
    fill: async (client, index) => fillIndex(table, index, client, prefix),
    isExisting: table.isExisting,
    name: table.name,
    declaredBy: `the class ${table.domains.map(({ typeName }) => typeName).join(', ')}`,
  }));
}

type Client = ReturnType<typeof openClient>;

/**
 * An item that was stored before a field had its default is shown with it, and an index over the field would not have
 * the item. Where no backfill is declared for that, the plan refuses the deploy; here it is done at once.
 */
async function fillIndex({ domains }: TableFact, index: string, client: Client, prefix: string): Promise<number> {
  let written = 0;
  for (const domain of domains) {
    const declared = [...layoutOf(domain).indexes].find(([, path]) => path.index === index)?.[0];
    const key = declared === undefined ? undefined : domain.indexes[declared];
    const waiting = Object.values(domain.backfills).flatMap(({ fields = [] }) => fields);
    const fields = domain.fields
      .filter(({ name, default: value }) => value !== undefined && (name === key?.partition || name === key?.sort))
      .map(({ name }) => name)
      .filter((name) => !waiting.includes(name));
    if (fields.length === 0) continue;
    written += await fillItems(
      domain,
      { fields },
      { client, prefix, now: () => new Date(), signal: new AbortController().signal, mayWrite: async () => undefined },
    );
  }
  return written;
}

/** Whether the table had to be made. */
async function bringUp(client: Client, wantedTable: WantedTable, say: CreateTablesOptions['say']): Promise<boolean> {
  const { description: declared, expiry, isExisting = false } = wantedTable;
  const name = declared.TableName;
  const storedTable = await describe(client, name);
  if (!storedTable) {
    await client.send(new CreateTableCommand(declared));
    await untilActive(client, name);
    if (expiry !== undefined) {
      const TimeToLiveSpecification = { AttributeName: expiry, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
    }
    return true;
  }
  const [key, storedKey] = [keyText(declared.KeySchema, declared), keyText(storedTable.KeySchema, storedTable)];
  if (key !== storedKey) {
    throw new Error(
      `The stored table of the domain "${wantedTable.name}" has the key ${storedKey}, but ${wantedTable.declaredBy} declares ${key}. ` +
        'A key cannot be changed in place: declare the old key again, or export the items you need, delete the data folder (.data) and start again.',
    );
  }
  await untilActive(client, name);
  if (isExisting) return false;
  for (const index of declared.GlobalSecondaryIndexes ?? []) await bringUpIndex(client, wantedTable, index, say);
  return false;
}

/** DynamoDB takes one index at a time. */
async function bringUpIndex(
  client: Client,
  { description: declared, name: domain, fill }: WantedTable,
  index: GlobalSecondaryIndex,
  say: CreateTablesOptions['say'],
): Promise<void> {
  const name = declared.TableName;
  const table = await describe(client, name);
  const storedIndex = table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
  const declaredKey = keyText(index.KeySchema, declared);
  if (table && storedIndex && keyText(storedIndex.KeySchema, table) === declaredKey) return;

  const change = async (update: GlobalSecondaryIndexUpdate, types?: AttributeDefinition[]): Promise<void> => {
    await client.send(
      new UpdateTableCommand({ TableName: name, AttributeDefinitions: types, GlobalSecondaryIndexUpdates: [update] }),
    );
    await untilActive(client, name);
  };
  const { IndexName, KeySchema, Projection } = index;
  if (storedIndex) await change({ Delete: { IndexName } });
  // DynamoDB refuses types of attributes that the change does not use.
  const used = new Set(KeySchema?.map(({ AttributeName }) => AttributeName));
  const types = declared.AttributeDefinitions?.filter(({ AttributeName }) => used.has(AttributeName));
  await change({ Create: { IndexName, KeySchema, Projection } }, types);
  say(`${storedIndex ? 'Rebuilt' : 'Added'} the index ${IndexName} (${declaredKey}) of the domain "${domain}".`);
  const filled = (await fill?.(client, String(IndexName))) ?? 0;
  if (filled > 0) say(`Stored the defaults in ${filled} items that it would have left out.`);
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
  const typeOf = (name?: string) =>
    AttributeDefinitions.find((attribute) => attribute.AttributeName === name)?.AttributeType;
  return [...(key ?? [])]
    .sort((left, right) => (left.KeyType ?? '').localeCompare(right.KeyType ?? ''))
    .map(({ AttributeName }) => `${AttributeName} (${typeOf(AttributeName)})`)
    .join(', ');
}
