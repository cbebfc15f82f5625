import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { openCannedAnswers } from '../test/canned-answers';
import { openClient } from './client';
import { openSdkSender } from './sdk-sender';
import { operationOf } from './wire';
import type { Command } from './wire';

// Everything that a table must do, and what it does when DynamoDB does not, once more over the SDK's own client, to which
// DYNAMODB_CLIENT=sdk goes back. The files themselves run over ours.

process.env.DYNAMODB_CLIENT = 'sdk';

describe.each([
  'table.contract',
  'list.contract',
  'comparisons.contract',
  'transaction.contract',
  'capacity.contract',
  'table.faults',
  'poison',
])('over the client of the SDK, %s', (name) => {
  require(`./${name}.test`);
});

const credentials = { accessKeyId: 'one', secretAccessKey: 'two' };
const Key = { id: 'p1' };
const TableName = 'product';

test.each([
  ['sdk', /^aws-sdk-js\//],
  ['', /^tandem-gateway /],
])('with DYNAMODB_CLIENT=%s the calls are those of %s', async (chosen, agent) => {
  const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
  const before = process.env.DYNAMODB_CLIENT;
  process.env.DYNAMODB_CLIENT = chosen;
  const client = openClient({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
  process.env.DYNAMODB_CLIENT = before;
  await client.send(new GetCommand({ TableName: 'product', Key: { id: 'p1' } }));
  expect(server.heard[0]!.headers['user-agent']).toMatch(agent);
  client.destroy();
  server.close();
});

test.each<[string, Command]>([
  ['GetItem', new GetCommand({ TableName, Key })],
  ['PutItem', new PutCommand({ TableName, Item: Key })],
  ['UpdateItem', new UpdateCommand({ TableName, Key })],
  ['DeleteItem', new DeleteCommand({ TableName, Key })],
  ['Query', new QueryCommand({ TableName, ExclusiveStartKey: Key })],
  ['Scan', new ScanCommand({ TableName, ExclusiveStartKey: Key })],
  ['BatchGetItem', new BatchGetCommand({ RequestItems: { product: { Keys: [Key] } } })],
  ['BatchWriteItem', new BatchWriteCommand({ RequestItems: { product: [{ PutRequest: { Item: Key } }] } })],
  ['TransactGetItems', new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key } }] })],
  ['TransactWriteItems', new TransactWriteCommand({ TransactItems: [{ Delete: { TableName, Key } }] })],
])('%s is sent by the SDK also where the bundle has left the command of its client out', async (operation, command) => {
  // As in infra/bundle.ts: empty, with its name.
  const empty = { [`${operation}Command`]: class {} }[`${operation}Command`]!;
  Object.assign(command, { clientCommand: new empty(), middlewareStack: undefined });
  expect(operationOf(command)).toBe(operation);
  const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
  const sender = openSdkSender({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
  // Twice, because a transaction is sent again as it is.
  for (let call = 0; call < 2; call++) await sender.send(command);
  const targets = server.heard.map(({ target }) => target);
  expect(targets).toEqual([`DynamoDB_20120810.${operation}`, `DynamoDB_20120810.${operation}`]);
  expect(server.heard[0]!.body).toContain('{"S":"p1"}');
  sender.destroy();
  server.close();
});
