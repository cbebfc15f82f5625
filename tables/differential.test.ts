import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import { openCannedAnswers } from '../test/canned-answers';
import type { Canned } from '../test/canned-answers';
import { randomOf } from '../test/random';
import type { Random } from '../test/random';
import { openSdkSender } from './sdk-sender';
import { openSender } from './sender';
import type { OpenSender } from './sender';
import { operationOf } from './wire';
import type { Command } from './wire';

// The outside witness of the sender is the SDK's own client: what the one sends and makes of an answer, the other must.
// An upgrade of the SDK that changes any of it turns this red.

const seed = Number(process.env.SEED ?? Date.now() % 100_000);
const commandCount = 4000;

let canned: Canned;
let server: Awaited<ReturnType<typeof openCannedAnswers>>;
let senders: { readonly ours: OpenSender; readonly sdk: OpenSender };

beforeAll(async () => {
  server = await openCannedAnswers(() => canned);
  const destination = {
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'one', secretAccessKey: 'two', sessionToken: 'three' },
  };
  senders = { ours: openSender(destination), sdk: openSdkSender(destination) };
});

afterAll(() => {
  senders.ours.destroy();
  senders.sdk.destroy();
  server.close();
});

const texts = ['', 'a', 'ü ï ☃ 😀', '"quoted"\\', 'line\nbreak\u2028', '\u0000\u001f', 'constructor', '\ud800', 'é'];
const numbers = [0, -0, 1, -1, 249.5, 1e21, 1e-7, 2 ** 60, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, 5e-324, 1.7e308];
// Two names are left out: the SDK does not escape a backslash in one, so that it sends what is no JSON, and takes
// "__proto__" for a prototype, whose members it sends and reads as members of their own.
const names = ['key', 'name', 'é', 'a b', '"', '', '10', 'toString'];

class Unknown {
  readonly field = 1;
}

/** Of two values that are refused it would matter which one is met first. */
let mayRefuse = true;

/** A value that DynamoDB has, or what is left out; rarely one that is refused. */
function valueOf(random: Random, depth = 0): unknown {
  if (mayRefuse && random.chance(0.002)) {
    mayRefuse = false;
    return random.pick([NaN, -Infinity, new Unknown(), new Set(), new Set([undefined]), new Set([{}])]);
  }
  const bytes = Uint8Array.from([1, 2, random.between(0, 255)]);
  switch (random.between(0, depth > 2 ? 8 : 14)) {
    case 0:
    case 1:
      return random.pick(texts);
    case 2:
      return random.pick(numbers);
    case 3:
      return random.chance(0.5);
    case 4:
      return null;
    case 5:
      return random.pick([undefined, () => 1]);
    case 6:
      return random.pick([bytes, Buffer.from(bytes), new Uint8Array(0)]);
    case 7:
      return random.pick([NumberValue.from('123456789012345678901234567890.5'), 2n ** 70n, NumberValue.from(1)]);
    case 8:
      return random.pick([new String('boxed'), new Number(3), new Boolean(false)]);
    case 9:
      return random.pick<unknown>([
        new Set(['a', random.pick(texts), undefined]),
        new Set([1, random.between(2, 9)]),
        new Set([1n, 2n ** 64n]),
        new Set([NumberValue.from('1'), NumberValue.from('12345678901234567890')]),
        new Set([bytes, Buffer.from('hello')]),
      ]);
    case 10:
      return Array.from({ length: random.between(0, 4) }, () => valueOf(random, depth + 1));
    case 11:
      return new Map(Object.entries(mapOf(random, depth + 1)));
    case 12:
      return Object.assign(Object.create(null) as object, mapOf(random, depth + 1));
    default:
      return mapOf(random, depth + 1);
  }
}

function mapOf(random: Random, depth = 0): Record<string, unknown> {
  const entries = Array.from({ length: random.between(1, 3) }, () => [random.pick(names), valueOf(random, depth)]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** A command of each kind, with members here and there. */
function commandOf(random: Random): Command {
  mayRefuse = true;
  const map = () => mapOf(random);
  const maybe = <Value>(value: Value): Value | undefined => (random.chance(0.5) ? value : undefined);
  const TableName = random.pick(['product', 'arn:aws:dynamodb:eu-central-1:123456789012:table/product', 'ünï']);
  const expressions = {
    ExpressionAttributeNames: maybe({ '#n0': 'id', '#n1': random.pick(texts) }),
    ExpressionAttributeValues: maybe(map()),
  };
  const common = { TableName, ReturnConsumedCapacity: maybe('TOTAL' as const), ...expressions };
  const conditional = {
    ...common,
    ConditionExpression: maybe('attribute_exists(#n0)'),
    ReturnValuesOnConditionCheckFailure: maybe('ALL_OLD' as const),
  };
  const part = { ...conditional, ReturnConsumedCapacity: undefined };
  const expected = { AttributeName: { Value: valueOf(random), Exists: true } };
  const makers: (() => unknown)[] = [
    () =>
      new GetCommand({
        ...common,
        ExpressionAttributeValues: undefined,
        Key: map(),
        ConsistentRead: maybe(true),
        ProjectionExpression: maybe('#n0'),
      } as never),
    () => new PutCommand({ ...conditional, Item: map(), Expected: maybe(expected) }),
    () =>
      new UpdateCommand({
        ...conditional,
        Key: map(),
        UpdateExpression: maybe('SET #n0 = :v'),
        AttributeUpdates: maybe({ a: { Action: 'PUT', Value: valueOf(random) } }),
        ReturnValues: maybe('ALL_NEW'),
      } as never),
    () => new DeleteCommand({ ...conditional, Key: map(), Expected: maybe(expected) }),
    () =>
      new QueryCommand({
        ...common,
        IndexName: maybe('byBrand'),
        Limit: maybe(random.between(1, 100)),
        ScanIndexForward: maybe(false),
        ExclusiveStartKey: maybe(map()),
        KeyConditions: maybe({
          a: { ComparisonOperator: 'EQ' as const, AttributeValueList: [valueOf(random), valueOf(random)] },
        }),
      }),
    () => new ScanCommand({ ...common, Segment: 0, TotalSegments: 2, ExclusiveStartKey: maybe(map()) }),
    () =>
      new BatchGetCommand({
        RequestItems: { [TableName]: { Keys: [map(), map()], ConsistentRead: maybe(true) }, other: { Keys: [map()] } },
      }),
    () =>
      new BatchWriteCommand({
        RequestItems: { [TableName]: [{ PutRequest: { Item: map() } }, { DeleteRequest: { Key: map() } }] },
      }),
    () => new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: map() } }] }),
    () =>
      new TransactWriteCommand({
        // Said to be none, ours is none; left out, both make one.
        ...(maybe(true) && { ClientRequestToken: 'a-token' }),
        TransactItems: [
          { Put: { ...part, Item: map() } },
          { Update: { ...part, Key: map(), UpdateExpression: 'SET #n0 = :v' } },
          { Delete: { ...part, Key: map() } },
          { ConditionCheck: { ...part, Key: map(), ConditionExpression: 'attribute_exists(#n0)' } },
        ],
      }),
  ];
  return random.pick(makers)() as Command;
}

/** An attribute value as DynamoDB sends it. */
function attributeOf(random: Random, depth = 0): object {
  const bytes = Buffer.from([1, random.between(0, 255)]).toString('base64');
  switch (random.between(0, depth > 2 ? 7 : 10)) {
    case 0:
      return { S: random.pick(texts) };
    case 1:
    case 2:
      return {
        N: random.pick(['0', '-1', '249.5', '12345678901234567890', '0.1', '1E+25', '9.99E125', '-0.000001', '100']),
      };
    case 3:
      return { BOOL: random.chance(0.5) };
    case 4:
      return { NULL: true };
    case 5:
      return { SS: ['a', random.pick(texts)] };
    case 6:
      return { NS: ['1', '12345678901234567890'] };
    case 7:
      return random.pick([{ B: bytes }, { BS: [bytes, 'AA=='] }]);
    case 8:
      return { L: Array.from({ length: random.between(0, 3) }, () => attributeOf(random, depth + 1)) };
    default:
      return { M: attributesOf(random, depth + 1) };
  }
}

function attributesOf(random: Random, depth = 0): object {
  const length = random.between(0, 3);
  const entries = Array.from({ length }, () => [random.pick(names), attributeOf(random, depth)] as const);
  return Object.fromEntries(entries);
}

/** What DynamoDB could answer to an operation. */
function answerOf(random: Random, operation: string): Canned {
  const item = () => attributesOf(random);
  const ConsumedCapacity = { TableName: 'product', CapacityUnits: 1.5 };
  const answers: Readonly<Record<string, object>> = {
    GetItem: random.chance(0.2) ? {} : { Item: item(), ConsumedCapacity },
    PutItem: random.chance(0.5) ? {} : { Attributes: item(), ConsumedCapacity },
    UpdateItem: {
      Attributes: item(),
      ItemCollectionMetrics: { ItemCollectionKey: item(), SizeEstimateRangeGB: [0, 1] },
    },
    DeleteItem: random.chance(0.5) ? {} : { Attributes: item() },
    Query: { Items: [item(), item()], Count: 2, ScannedCount: 5, LastEvaluatedKey: item(), ConsumedCapacity },
    Scan: { Items: [], Count: 0, ScannedCount: 5 },
    BatchGetItem: {
      Responses: { product: [item(), item()], other: [] },
      UnprocessedKeys: { product: { Keys: [item()], ConsistentRead: true, ExpressionAttributeNames: { '#n0': 'id' } } },
      ConsumedCapacity: [ConsumedCapacity],
    },
    BatchWriteItem: {
      UnprocessedItems: { product: [{ PutRequest: { Item: item() } }, { DeleteRequest: { Key: item() } }] },
    },
    TransactGetItems: { Responses: [{ Item: item() }, {}] },
    TransactWriteItems: {
      ConsumedCapacity: [ConsumedCapacity],
      ItemCollectionMetrics: { product: [{ ItemCollectionKey: item() }] },
    },
  };
  return { status: 200, headers: { 'x-amzn-requestid': 'request-1' }, body: JSON.stringify(answers[operation]) };
}

/** Errors that are told at once, in all forms that the protocol allows. */
function errorOf(random: Random): Canned {
  const space = random.pick(['com.amazonaws.dynamodb.v20120810#', 'com.amazon.coral.validate#', '']);
  const Item = attributesOf(random);
  const name = random.pick([
    'ValidationException',
    'ResourceNotFoundException',
    'AccessDeniedException',
    'NotOfTheModel',
  ]);
  return random.pick<Canned>([
    { status: 400, body: JSON.stringify({ __type: `${space}${name}`, message: 'One.' }) },
    { status: 400, body: JSON.stringify({ __type: `${space}${name}`, Message: 'Two.' }) },
    { status: 400, body: JSON.stringify({ __type: `${space}${name}:http://internal.amazon.com/` }) },
    { status: 400, body: JSON.stringify({ code: name, message: 'Three.', more: { facts: [1] } }) },
    { status: 400, headers: { 'x-amzn-errortype': `${name}:http://x/` }, body: '{"message":"Four."}' },
    { status: 403, headers: { 'x-amzn-errortype': name, 'x-amzn-requestid': 'request-2' }, body: '' },
    { status: 413, body: '{}' },
    { status: 501, body: JSON.stringify({ __type: 'NotOfTheModel', message: '' }) },
    {
      status: 400,
      body: JSON.stringify({ __type: `${space}ConditionalCheckFailedException`, message: 'The request failed.', Item }),
    },
    { status: 400, body: JSON.stringify({ __type: 'ConditionalCheckFailedException', message: 'No item.' }) },
    {
      status: 400,
      body: JSON.stringify({
        __type: `${space}TransactionCanceledException`,
        Message: 'Transaction cancelled.',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'It failed.', Item }],
      }),
    },
  ]);
}

/** What a call gave, as plain data: bytes and sets by their members, and nothing that is undefined. */
async function outcomeOf(sender: OpenSender, command: Command): Promise<{ sent: unknown; outcome: unknown }> {
  server.heard.length = 0;
  let outcome: unknown;
  try {
    outcome = { answer: await sender.send(command) };
  } catch (error) {
    outcome = { error: { ...(error as object), name: (error as Error).name, message: (error as Error).message } };
  }
  const sent = server.heard.map(({ target, headers, body }) => ({
    target,
    type: headers['content-type'],
    body: JSON.parse(body, (name, value: unknown) =>
      name === 'ClientRequestToken' && /^[\da-f-]{36}$/.test(String(value)) ? 'a token made' : value,
    ),
  }));
  return { sent, outcome: plain(outcome) };
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof Set) return { set: [...value].map(plain) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, plain(member)]));
}

test(`what is sent, answered and thrown is what the SDK's client does, for ${commandCount} commands`, async () => {
  process.stderr.write(`The commands are drawn with the seed ${seed}; SEED=${seed} draws them again.\n`);
  const kinds = new Set<string>();
  const ends = { answers: 0, errors: 0, refused: 0 };
  for (let trial = 0; trial < commandCount; trial++) {
    const command = commandOf(randomOf(seed, trial));
    const random = randomOf(seed + 1, trial);
    const isError = random.chance(0.25);
    canned = isError ? errorOf(random) : answerOf(random, operationOf(command));
    const ours = await outcomeOf(senders.ours, command);
    const sdk = await outcomeOf(senders.sdk, commandOf(randomOf(seed, trial)));
    // Jest's own comparison takes undefined for absent and makes a report of each.
    if (!isDeepStrictEqual(ours, sdk)) expect({ trial, canned, ...ours }).toEqual({ trial, canned, ...sdk });
    kinds.add(operationOf(command));
    ends[(ours.sent as unknown[]).length === 0 ? 'refused' : isError ? 'errors' : 'answers']++;
  }
  expect(kinds.size).toBe(10);
  // Had one of them never been met, nothing would be said about it.
  expect(Object.values(ends).map((count) => count > 20)).toEqual([true, true, true]);
});

// The names that AWS has for what passes, for what does not, and the statuses of who stands between.
const retried: readonly (readonly [string, Canned])[] = [
  ...[
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'LimitExceededException',
    'TransactionInProgressException',
    'ReplicatedWriteConflictException',
    'RequestTimeout',
    'TransactionConflictException',
    'TransactionCanceledException',
    'ConditionalCheckFailedException',
    'ItemCollectionSizeLimitExceededException',
    'ValidationException',
    'AccessDeniedException',
    'ExpiredTokenException',
    'UnrecognizedClientException',
    'InternalServerError',
    'Unheard',
  ].map((name) => [name, { status: 400, body: JSON.stringify({ __type: `space#${name}`, message: 'm' }) }] as const),
  ...[
    ['a signature that is too old', 'Signature expired: 1 is now earlier than 2'],
    ['a signature that is wrong', 'The request signature does not match.'],
  ].map(
    ([words, message]) =>
      [words!, { status: 400, body: JSON.stringify({ __type: 'InvalidSignatureException', message }) }] as const,
  ),
  ...[302, 403, 404, 413, 429, 500, 501, 502, 503, 504, 505].map(
    (status) => [`the status ${status}`, { status, body: '{"message":"m"}' }] as const,
  ),
  ['a page of a proxy', { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>Busy</h1>' }],
];

test('tries again what the SDK does, and as often', async () => {
  const outcomes = retried.map(async ([name, answer]): Promise<[string, object, object]> => {
    const [ours, sdk] = await Promise.all([openSender, openSdkSender].map((open) => triesOf(open, answer)));
    return [name, ours!, sdk!];
  });
  // They wait between their tries, so they do it together.
  for (const [name, ours, sdk] of await Promise.all(outcomes)) expect([name, ours]).toEqual([name, sdk]);
});

async function triesOf(open: typeof openSender, answer: Canned): Promise<{ calls: number; attempts: number }> {
  const own = await openCannedAnswers(() => answer);
  const credentials = { accessKeyId: 'one', secretAccessKey: 'two' };
  const sender = open({ endpoint: own.endpoint, region: 'eu-central-1', credentials });
  const call = sender.send(new GetCommand({ TableName: 'product', Key: { id: 'p1' } }));
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  sender.destroy();
  own.close();
  const { attempts } = (error as { $metadata: { attempts: number } }).$metadata;
  return { calls: own.heard.length, attempts };
}
