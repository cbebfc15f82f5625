import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ListTablesCommandOutput } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { localAccess } from '../local/tables';

/** A hash of every item of every table with a prefix: two are equal when nothing was written in between. */
export async function digestOf(prefix: string): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify(await contentOf(prefix)))
    .digest('hex');
}

/** Every item of every table with a prefix as text, in an order of its own. */
export async function contentOf(prefix: string): Promise<readonly string[]> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  // It makes a copy of each answer for a log that nobody keeps.
  raw.middlewareStack.remove('loggerMiddleware');
  try {
    const tables = await tablesOf(raw, prefix);
    return (await Promise.all(tables.map(async (name) => itemsOf(raw, name)))).flat().toSorted();
  } finally {
    raw.destroy();
  }
}

async function itemsOf(raw: DynamoDBClient, TableName: string): Promise<readonly string[]> {
  const items: string[] = [];
  let start: Record<string, any> | undefined;
  do {
    const page = await raw.send(new ScanCommand({ TableName, ExclusiveStartKey: start, ConsistentRead: true }));
    items.push(...(page.Items ?? []).map((item) => JSON.stringify([TableName, sorted(item)])));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** Tables are listed in the order of their names; a run makes thousands, and only these few are of interest. */
async function tablesOf(raw: DynamoDBClient, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  let start: string | undefined = prefix;
  do {
    const page: ListTablesCommandOutput = await raw.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
    const ours = (page.TableNames ?? []).filter((name) => name.startsWith(prefix));
    names.push(...ours);
    start = ours.length === page.TableNames?.length ? page.LastEvaluatedTableName : undefined;
  } while (start);
  if (names.length === 0) throw new Error(`No table has the prefix ${prefix}.`);
  return names;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, content]) => [name, sorted(content)]);
}
