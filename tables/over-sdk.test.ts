import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { openCannedAnswers } from '../test/canned-answers';
import { openClient } from './client';

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

test.each([
  ['sdk', /^aws-sdk-js\//],
  ['', /^tandem-gateway /],
])('with DYNAMODB_CLIENT=%s the calls are those of %s', async (chosen, agent) => {
  const server = await openCannedAnswers(() => ({ status: 200, body: '{}' }));
  const before = process.env.DYNAMODB_CLIENT;
  process.env.DYNAMODB_CLIENT = chosen;
  const credentials = { accessKeyId: 'one', secretAccessKey: 'two' };
  const client = openClient({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
  process.env.DYNAMODB_CLIENT = before;
  await client.send(new GetCommand({ TableName: 'product', Key: { id: 'p1' } }));
  expect(server.heard[0]!.headers['user-agent']).toMatch(agent);
  client.destroy();
  server.close();
});
