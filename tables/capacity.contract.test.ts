import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../local/tables';

// What the engine says that a read consumes, by the rules of DynamoDB: the budget of a request is drawn from it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html

const TableName = 'capacity-contract';
const total = { ReturnConsumedCapacity: 'TOTAL' } as const;
const engine = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
const client = DynamoDBDocumentClient.from(engine);

/** Names and values in UTF-8; a number has a byte for each two digits and one more. */
const bytesOf = (body: number): number => 'part'.length + 'a'.length + 'rank'.length + 2 + 'body'.length + body;

const keyOf = (rank: number) => ({ part: 'a', rank });
const keys = [0, 1, 2, 99].map(keyOf);
/** Below 4 KB, above it, and eighteen of about 1 KB. */
const bodies = [100, 5000, ...Array.from({ length: 18 }, () => 1000)];
const allBytes = bodies.reduce((sum, body) => sum + bytesOf(body), 0);
const half = (bytes: number): number => Math.ceil(bytes / 4096) / 2;

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'part', AttributeType: 'S' },
        { AttributeName: 'rank', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'part', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
    }),
  );
  for (const [rank, body] of bodies.entries()) {
    await client.send(new PutCommand({ TableName, Item: { ...keyOf(rank), body: 'x'.repeat(body) } }));
  }
});

afterAll(() => client.destroy());

const part = { KeyConditionExpression: 'part = :part', ExpressionAttributeValues: { ':part': 'a' } };

const queries: readonly (readonly [words: string, input: object, units: number])[] = [
  ['sums the sizes and rounds once, at half a unit for 4 KB', {}, half(allBytes)],
  ['costs twice as much when it is consistent', { ConsistentRead: true }, 2 * half(allBytes)],
  ['costs what it reads up to its limit', { Limit: 2 }, half(bytesOf(100) + bytesOf(5000))],
  ['costs the whole items, whatever it projects', { ProjectionExpression: 'body' }, half(allBytes)],
  ['costs as much when it only counts', { Select: 'COUNT' }, half(allBytes)],
  [
    'costs what a filter throws away',
    {
      ExpressionAttributeValues: { ':part': 'a', ':none': 'none' },
      FilterExpression: 'contains(body, :none)',
    },
    half(allBytes),
  ],
  ['costs half a unit when it finds nothing', { ExpressionAttributeValues: { ':part': 'none' } }, 0.5],
];

test.each(queries)('a Query %s', async (_, input, units) => {
  const { ConsumedCapacity } = await client.send(new QueryCommand({ TableName, ...part, ...input, ...total }));
  expect(ConsumedCapacity?.CapacityUnits).toBe(units);
});

test('a Scan costs as a Query of the same items', async () => {
  // Past the watcher of scans, which looks after the gateway's.
  const { ConsumedCapacity } = await engine.send(new ScanCommand({ TableName, ...total }));
  expect(ConsumedCapacity?.CapacityUnits).toBe(half(allBytes));
});

test.each([
  ['a small item', 0, 1],
  ['one above 4 KB', 1, 2],
  ['one that is not there', 99, 1],
])('a consistent GetItem of %s is rounded up to 4 KB', async (_, rank, units) => {
  const input = { TableName, Key: keyOf(rank), ...total };
  const consistent = await client.send(new GetCommand({ ...input, ConsistentRead: true }));
  expect(consistent.ConsumedCapacity?.CapacityUnits).toBe(units);
  const eventual = await client.send(new GetCommand(input));
  expect(eventual.ConsumedCapacity?.CapacityUnits).toBe(units / 2);
});

test('a BatchGetItem rounds each item, those that are not there too', async () => {
  const batch = { [TableName]: { Keys: keys, ConsistentRead: true } };
  const { ConsumedCapacity } = await client.send(new BatchGetCommand({ RequestItems: batch, ...total }));
  expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(1 + 2 + 1 + 1);
});

test('a TransactGetItems costs each item twice', async () => {
  const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
  const { ConsumedCapacity } = await client.send(new TransactGetCommand({ TransactItems, ...total }));
  expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(2 * (1 + 2 + 1 + 1));
});

test('a Query ends at 1 MB, and that is the most that one call costs', async () => {
  for (let rank = 0; rank < 12; rank++) {
    await client.send(new PutCommand({ TableName, Item: { part: 'large', rank, body: 'x'.repeat(100_000) } }));
  }
  const ExpressionAttributeValues = { ':part': 'large' };
  const input = { TableName, ...part, ExpressionAttributeValues, ...total };
  const { ConsumedCapacity, LastEvaluatedKey } = await client.send(new QueryCommand(input));
  expect(LastEvaluatedKey).toBeDefined();
  expect(ConsumedCapacity?.CapacityUnits).toBeGreaterThan(115);
  expect(ConsumedCapacity?.CapacityUnits).toBeLessThanOrEqual(128.5);
});
