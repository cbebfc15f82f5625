import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { openClient } from './client';

test('a call passes what it needs and nothing else, so that an upgrade of the SDK that adds a step is seen', () => {
  const client = openClient({
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  expect(client.middlewareStack.identify()).toEqual([
    'serializerMiddleware - serialize',
    'contentLengthMiddleware - build',
    'hostHeaderMiddleware - build',
    'retryMiddleware - finalizeRequest',
    expect.stringMatching(/^httpSigningMiddleware .* - finalizeRequest$/),
    'deserializerMiddleware - deserialize',
  ]);
  client.destroy();
});

test('a call that is not authorized is not sent and not tried again', async () => {
  const asked: [string, unknown][] = [];
  const client = openClient({
    // Nobody answers there.
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    authorize: (operation, input) => {
      asked.push([operation, input]);
      throw new Error('This may not be.');
    },
  });
  const read = client.send(new GetCommand({ TableName: 'product', Key: { id: 'p1' } }));
  await expect(read).rejects.toThrow('This may not be.');
  expect(asked).toEqual([['GetItem', expect.objectContaining({ TableName: 'product' })]]);
  client.destroy();
});

test.each([
  ['us-east-1', 'https://dynamodb.us-east-1.amazonaws.com'],
  ['cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
])('the public endpoint of %s is given, not looked for', async (region, expected) => {
  const client = openClient({ region });
  const { protocol, hostname } = await client.config.endpoint!();
  expect(`${protocol}//${hostname}`).toBe(expected);
  client.destroy();
});
