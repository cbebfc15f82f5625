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

test.each([
  ['us-east-1', 'https://dynamodb.us-east-1.amazonaws.com'],
  ['cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
])('the public endpoint of %s is given, not looked for', async (region, expected) => {
  const client = openClient({ region });
  const { protocol, hostname } = await client.config.endpoint!();
  expect(`${protocol}//${hostname}`).toBe(expected);
  client.destroy();
});
