import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { openClient, publicEndpoint } from './client';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const read = () => new GetCommand({ TableName: 'product', Key: { id: 'p1' } });

afterEach(() => {
  delete process.env.DYNAMODB_CLIENT;
});

test.each([
  ['of lib-dynamodb, by us', '', read(), 'GetItem'],
  ['of lib-dynamodb, by the SDK', 'sdk', read(), 'GetItem'],
  ['of the SDK', '', new DescribeTableCommand({ TableName: 'product' }), 'DescribeTable'],
])('a call that is not authorized is not sent and not tried again: one %s', async (_, chosen, command, operation) => {
  process.env.DYNAMODB_CLIENT = chosen;
  const asked: [string, unknown][] = [];
  const client = openClient({
    // Nobody answers there.
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    credentials,
    authorize: (...call) => {
      asked.push(call);
      throw new Error('This may not be.');
    },
  });
  await expect(client.send<unknown>(command)).rejects.toThrow('This may not be.');
  expect(asked).toEqual([[operation, expect.objectContaining({ TableName: 'product' })]]);
  client.destroy();
});

test('a DYNAMODB_CLIENT that nobody knows is refused at the start', () => {
  process.env.DYNAMODB_CLIENT = 'SDK';
  expect(() => openClient({ region: 'us-east-1' })).toThrow('DYNAMODB_CLIENT is "SDK"; it is sdk, or left out.');
});

test.each([
  ['us-east-1', 'https://dynamodb.us-east-1.amazonaws.com'],
  ['cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
])('the public endpoint of %s is given, not looked for', (region, expected) => {
  expect(publicEndpoint(region)).toBe(expected);
});
