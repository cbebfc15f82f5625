import { DynamoDBClient, ListTablesCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../local/tables';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy, Fault, Rule } from './fault-proxy';

let proxy: FaultProxy;
let client: DynamoDBClient;

/** A proxy of its own for each test, and a client that tries once. */
async function open(seed?: number): Promise<void> {
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE!, seed });
  client = new DynamoDBClient({ ...localAccess, endpoint: proxy.endpoint, maxAttempts: 1 });
}

/** How a call through the proxy ends. */
async function call(signal?: AbortSignal): Promise<string> {
  try {
    await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal: signal });
    return 'ok';
  } catch (error) {
    const { name, code } = error as { name: string; code?: string };
    return code ?? name;
  }
}

beforeEach(() => open());

afterEach(async () => {
  client.destroy();
  await proxy.close();
});

test('without rules every call goes through and is counted', async () => {
  expect(await Promise.all([call(), call(), call()])).toEqual(['ok', 'ok', 'ok']);
  expect([...proxy.calls]).toEqual([['ListTables', 3]]);
  expect([...proxy.faults]).toEqual([]);
  expect(proxy.requests).toEqual(Array(3).fill({ operation: 'ListTables', body: '{"Limit":1}' }));
});

test.each<[Fault['do'], string]>([
  ['throttle', 'ProvisionedThroughputExceededException'],
  ['throttling', 'ThrottlingException'],
  ['fail', 'InternalServerError'],
  ['failAfter', 'InternalServerError'],
  ['unavailable', 'ServiceUnavailable'],
  ['unavailableAfter', 'ServiceUnavailable'],
  ['cut', 'ECONNRESET'],
  ['cutAfter', 'ECONNRESET'],
  ['truncate', 'ECONNRESET'],
])('"%s" ends a call with %s', async (fault, end) => {
  proxy.set({ do: fault } as Rule);
  expect(await call()).toBe(end);
  expect([...proxy.faults]).toEqual([[fault, 1]]);
});

test.each<Fault['do']>(['hang', 'hangAfter'])('"%s" never answers, and the caller may leave', async (fault) => {
  proxy.set({ do: fault } as Rule);
  expect(await call(AbortSignal.timeout(50))).toBe('AbortError');
});

test('"conflict" and "inProgress" end transactions, and no other call', async () => {
  const transaction = new TransactWriteItemsCommand({
    TransactItems: ['a', 'b'].map((id) => ({ Put: { TableName: 'none', Item: { id: { S: id } } } })),
  });
  proxy.set({ do: 'conflict' });
  await expect(client.send(transaction)).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  });
  expect(await call()).toBe('ok');
  proxy.set({ do: 'inProgress' });
  await expect(client.send(transaction)).rejects.toMatchObject({ name: 'TransactionInProgressException' });
  expect(await call()).toBe('ok');
});

test('"then" is called before the caller learns of the fault, once the call has been carried out', async () => {
  const front = await openFaultProxy({ target: proxy.endpoint });
  const reached: number[] = [];
  const then = (): unknown => reached.push(proxy.calls.get('ListTables') ?? 0);
  front.set({ do: 'cut', nth: [1], then }, { do: 'cutAfter', nth: [1], then });
  client = new DynamoDBClient({ ...localAccess, endpoint: front.endpoint, maxAttempts: 1 });
  expect(await call()).toBe('ECONNRESET');
  expect(reached).toEqual([0]);
  expect(await call()).toBe('ECONNRESET');
  expect(reached).toEqual([0, 1]);
  await front.close();
});

test('"from" lets a fault last', async () => {
  proxy.set({ do: 'throttle', from: 2 });
  const throttled = 'ProvisionedThroughputExceededException';
  expect([await call(), await call(), await call()]).toEqual(['ok', throttled, throttled]);
});

test('is idle when nothing is on its way to the engine, though the caller has left', async () => {
  const front = await openFaultProxy({ target: proxy.endpoint });
  client = new DynamoDBClient({ ...localAccess, endpoint: front.endpoint, maxAttempts: 1 });
  front.set({ do: 'hang', nth: [1] }, { do: 'slow', milliseconds: 100 });
  expect(await call(AbortSignal.timeout(20))).toBe('AbortError');
  expect(await call(AbortSignal.timeout(20))).toBe('AbortError');
  expect(proxy.calls.get('ListTables')).toBeUndefined();
  await front.idle();
  expect(proxy.calls.get('ListTables')).toBe(1);
  await front.close();
});

test('"slow" answers late', async () => {
  proxy.set({ do: 'slow', milliseconds: 60 });
  const started = performance.now();
  expect(await call()).toBe('ok');
  expect(performance.now() - started).toBeGreaterThan(50);
});

test.each<[Fault['do'], boolean]>([
  ['throttle', false],
  ['throttling', false],
  ['fail', false],
  ['unavailable', false],
  ['cut', false],
  ['failAfter', true],
  ['unavailableAfter', true],
  ['cutAfter', true],
  ['truncate', true],
])('"%s": the call reaches the engine: %p', async (fault, reached) => {
  const front = await openFaultProxy({ target: proxy.endpoint });
  front.set({ do: fault } as Rule);
  client = new DynamoDBClient({ ...localAccess, endpoint: front.endpoint, maxAttempts: 1 });
  await call();
  await front.close();
  expect(proxy.calls.get('ListTables') ?? 0).toBe(reached ? 1 : 0);
});

test('a rule meets only its operations, and only its calls among them', async () => {
  proxy.set({ do: 'cut', on: ['PutItem'] }, { do: 'throttle', on: ['ListTables'], nth: [2, 4] });
  const ends: string[] = [];
  for (let index = 0; index < 5; index++) ends.push(await call());
  const throttled = 'ProvisionedThroughputExceededException';
  expect(ends).toEqual(['ok', throttled, 'ok', throttled, 'ok']);
  await expect(client.send(new PutItemCommand({ TableName: 'none', Item: { id: { S: 'x' } } }))).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
  expect([...proxy.calls]).toEqual([
    ['ListTables', 5],
    ['PutItem', 1],
  ]);
});

test('new rules start the counters anew', async () => {
  proxy.set({ do: 'throttle', nth: [1] });
  await call();
  proxy.set({ do: 'throttle', nth: [2] });
  expect(await call()).toBe('ok');
  expect([proxy.calls.get('ListTables'), proxy.faults.size, proxy.requests.length]).toEqual([1, 0, 1]);
});

test('the same seed draws the same faults, another seed others', async () => {
  const runs: string[] = [];
  for (const seed of [5, 5, 6]) {
    client.destroy();
    await proxy.close();
    await open(seed);
    proxy.set({ do: 'throttle', rate: 0.5 });
    const ends: string[] = [];
    for (let index = 0; index < 40; index++) ends.push((await call()) === 'ok' ? '.' : 'x');
    runs.push(ends.join(''));
  }
  expect(runs[0]).toBe(runs[1]);
  expect(runs[0]).not.toBe(runs[2]);
  expect(runs[0]!.replaceAll('.', '').length).toBeGreaterThan(10);
  expect(runs[0]!.replaceAll('x', '').length).toBeGreaterThan(10);
});

test('what a policy denies is refused as IAM refuses it, until there is no policy', async () => {
  const denied = { action: 'dynamodb:ListTables', arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/*' };
  proxy.obey((operation) => (operation === 'ListTables' ? denied : undefined));
  await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 400 },
    message: expect.stringContaining(
      'is not authorized to perform: dynamodb:ListTables on resource: arn:aws:dynamodb:us-east-1:123456789012:table/* because',
    ),
  });
  proxy.obey(undefined);
  expect(await call()).toBe('ok');
});
