import { DescribeTableCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { Id, Integer, Money, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass } from '../schema/facts';
import { openClient } from '../tables/client';
import { startEngine } from './engine';
import type { Engine } from './engine';
import { createTables, localAccess } from './tables';

let engine: Engine;
let client: ReturnType<typeof openClient>;
let prefix: string;
let said: string[];
let count = 0;

beforeAll(async () => {
  engine = await startEngine();
  client = openClient({ endpoint: engine.endpoint, ...localAccess });
});

beforeEach(() => {
  prefix = `test${(count += 1)}-`;
  said = [];
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

/** The domain "thing" with the given indexes and key, declared anew: the source was edited between two starts. */
function thing(
  indexes: Record<string, { partition: string; sort?: string }> = {},
  key?: { partition: string; sort?: string },
): DeclaredClass {
  @Domain('thing', { indexes, ...(key && { key }) })
  class Thing {
    @Id() id!: string;
    @Text({ max: 60 }) shelf!: string;
    @Money() price!: number;
    @Integer() size!: number;
  }
  return Thing;
}

const create = (...domains: DeclaredClass[]) =>
  createTables({ endpoint: engine.endpoint, domains, prefix, say: (words) => said.push(words) });

async function table() {
  return (await client.send(new DescribeTableCommand({ TableName: `${prefix}thing` }))).Table!;
}

async function indexes(): Promise<Record<string, string[]>> {
  const { GlobalSecondaryIndexes = [] } = await table();
  return Object.fromEntries(
    GlobalSecondaryIndexes.map(({ IndexName, KeySchema }) => [IndexName, KeySchema!.map((key) => key.AttributeName!)]),
  );
}

it('leaves an existing table as it is, but makes a missing one', async () => {
  const existing = (indexes: object): DeclaredClass => {
    @Domain('note', { indexes: { ...indexes }, table: { name: 'notes-of-another', existing: true } })
    class Note {
      @Id({ max: 1024 }) id!: string;
      @Text({ max: 60 }) shelf!: string;
    }
    return Note;
  };
  const names = async () =>
    (await client.send(new DescribeTableCommand({ TableName: 'notes-of-another' }))).Table!.GlobalSecondaryIndexes?.map(
      ({ IndexName }) => IndexName,
    );
  expect(await create(existing({ byShelf: { partition: 'shelf' } }))).toContain('notes-of-another');
  expect(
    await create(existing({ byShelf: { partition: 'shelf', sort: 'id' }, other: { partition: 'shelf' } })),
  ).toEqual([]);
  expect(await names()).toEqual(['byShelf']);
  expect(said).toEqual([]);
});

it('creates the declared table with its indexes, ready for use, and has nothing to say', async () => {
  await create(thing({ byShelf: { partition: 'shelf', sort: 'price' } }));
  expect(await table()).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] });
  expect(await indexes()).toEqual({ byShelf: ['shelf', 'price'] });
  expect(said).toEqual([]);
});

it('leaves a table that is as declared alone, with its items', async () => {
  const declared = thing({ byShelf: { partition: 'shelf' } });
  await create(declared);
  await client.send(new PutItemCommand({ TableName: `${prefix}thing`, Item: { id: { S: '1' } } }));
  await create(declared);
  expect((await table()).ItemCount).toBe(1);
  expect(said).toEqual([]);
});

it('adds missing indexes one at a time, over the items that are there, and says so', async () => {
  await create(thing());
  await client.send(
    new PutItemCommand({
      TableName: `${prefix}thing`,
      Item: { id: { S: '1' }, shelf: { S: 'top' }, price: { N: '2' }, size: { N: '3' } },
    }),
  );
  await create(thing({ byShelf: { partition: 'shelf', sort: 'price' }, bySize: { partition: 'size' } }));
  expect(await indexes()).toEqual({ byShelf: ['shelf', 'price'], bySize: ['size'] });
  expect(said).toEqual([
    'Added the index byShelf (shelf (S), price (N)) of the domain "thing".',
    'Added the index bySize (size (N)) of the domain "thing".',
  ]);
  const found = await client.send(
    new QueryCommand({
      TableName: `${prefix}thing`,
      IndexName: 'byShelf',
      KeyConditionExpression: 'shelf = :shelf',
      ExpressionAttributeValues: { ':shelf': { S: 'top' } },
    }),
  );
  expect(found.Count).toBe(1);
});

it('builds an index anew whose fields have changed, and says so', async () => {
  await create(thing({ byShelf: { partition: 'shelf', sort: 'price' } }));
  await create(thing({ byShelf: { partition: 'shelf', sort: 'size' } }));
  expect(await indexes()).toEqual({ byShelf: ['shelf', 'size'] });
  expect(said).toEqual(['Rebuilt the index byShelf (shelf (S), size (N)) of the domain "thing".']);
});

it('keeps an index that is no longer declared', async () => {
  await create(thing({ byShelf: { partition: 'shelf' } }));
  await create(thing());
  expect(await indexes()).toEqual({ byShelf: ['shelf'] });
});

it.each([
  ['another field', { partition: 'shelf' }, 'shelf (S)'],
  ['another type', { partition: 'size' }, 'size (N)'],
  ['a sort field more', { partition: 'id', sort: 'price' }, 'id (S), price (N)'],
])('refuses a table whose key has %s, names domain and mend, and changes nothing', async (_name, key, text) => {
  await create(thing());
  await expect(create(thing({ byShelf: { partition: 'shelf' } }, key))).rejects.toThrow(
    `The stored table of the domain "thing" has the key id (S), but the class Thing declares ${text}. ` +
      'A key cannot be changed in place: declare the old key again, or export the items you need, delete the data folder (.data) and start again.',
  );
  expect(await indexes()).toEqual({});
});
