import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAccess } from '../local/tables';
import type { DeclaredClass } from '../schema/facts';
import { adoptCommand } from '../tools/adopt/adopt-command';
import type { AdoptReport } from '../tools/adopt/report';
import { openFolder, terminal } from './create/projects';
import { openGateway } from './harness';
import type { TestGateway } from './harness';

/*
 * Tables with rows that a test makes up, adopted by the command line and served.
 */

export type Item = Record<string, unknown>;

const endpoint = process.env.TEST_ENGINE!;
export const raw = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localAccess }));
const folder = openFolder();
let count = 0;

export interface Attribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

const keySchema = ([partition, sort]: readonly Attribute[]): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partition!.name, KeyType: 'HASH' },
  ...(sort ? [{ AttributeName: sort.name, KeyType: 'RANGE' as const }] : []),
];

/** A table that was adopted. */
export interface Adopted {
  readonly report: AdoptReport;
  readonly gateway: TestGateway;
  /** What was written. */
  readonly text: string;
  readonly types: readonly DeclaredClass[];
  readonly table: string;
}

/**
 * Makes a table with its rows, adopts it, and opens a gateway. An HTTP API carries no "?" in a path, so it is a REST API.
 * @param word the first word of its name, of the test file alone
 */
export async function adopted(
  word: string,
  key: readonly Attribute[],
  rows: readonly Item[],
  indexes: Readonly<Record<string, { readonly key: readonly Attribute[]; readonly projection?: 'KEYS_ONLY' }>> = {},
  expiry?: string,
): Promise<Adopted> {
  // A name of its own in letters: a process has each enumeration of GraphQL once.
  const table = `${word}-${String((count += 1)).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}x`;
  const attributes = [...key, ...Object.values(indexes).flatMap((index) => index.key)];
  await raw.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...new Map(attributes.map(({ name, type }) => [name, type]))].map(
        ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }),
      ),
      KeySchema: keySchema(key),
      ...(Object.keys(indexes).length > 0 && {
        GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
          IndexName,
          KeySchema: keySchema(index.key),
          Projection: { ProjectionType: index.projection ?? 'ALL' },
        })),
      }),
    }),
  );
  if (expiry !== undefined) {
    await raw.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: expiry, Enabled: true },
      }),
    );
  }
  for (const row of rows) await raw.send(new PutCommand({ TableName: table, Item: row }));
  const place = join(folder, table);
  mkdirSync(place);
  const { said, ...streams } = terminal();
  const { code, printed, complained } = said(
    await adoptCommand([table, '--endpoint', endpoint, '--out', 'schema', '--json'], place, streams),
  );
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  const report = JSON.parse(printed) as AdoptReport;
  const file = join(place, report.file);
  const loaded = (await import(file)) as Record<string, DeclaredClass>;
  const types = report.classes.map(({ name }) => loaded[name]!);
  const gateway = await openGateway('v1', { domains: types });
  return { report, gateway, text: readFileSync(file, 'utf8'), types, table };
}
