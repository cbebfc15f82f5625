import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
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
  const items: string[] = [];
  for (const TableName of await tablesOf(raw, prefix)) {
    let start: Record<string, any> | undefined;
    do {
      const page = await raw.send(new ScanCommand({ TableName, ExclusiveStartKey: start, ConsistentRead: true }));
      items.push(...(page.Items ?? []).map((item) => JSON.stringify([TableName, sorted(item)])));
      start = page.LastEvaluatedKey;
    } while (start);
  }
  raw.destroy();
  return items.toSorted();
}

async function tablesOf(raw: DynamoDBClient, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  let start: string | undefined;
  do {
    const page = await raw.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
    names.push(...(page.TableNames ?? []).filter((name) => name.startsWith(prefix)));
    start = page.LastEvaluatedTableName;
  } while (start);
  return names;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, content]) => [name, sorted(content)]);
}
