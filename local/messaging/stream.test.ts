import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../engine';
import { localAccess } from '../tables';
import type { StreamRecord } from '../../services/relay';
import { followStream } from './stream';
import type { Follower, FollowOptions } from './stream';
import { Outbox } from '../../test/messaging/outbox';
import { until } from '../../test/until';

let folder: string;
let outbox: Outbox;
const followers: Follower[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-stream-'));
  outbox = new Outbox(process.env.TEST_ENGINE!);
  await outbox.create();
});

afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.stop()));
  await outbox.drop().catch(() => undefined);
  outbox.close();
  rmSync(folder, { recursive: true });
});

const idOf = ({ dynamodb }: StreamRecord): string => dynamodb!.NewImage!.id!.S!;

function follow(options: Partial<FollowOptions> = {}) {
  const seen: string[] = [];
  const follower = followStream({
    endpoint: outbox.endpoint,
    ...localAccess,
    tableName: outbox.tableName,
    pollMilliseconds: 10,
    longestBackoff: 20,
    handle: async (records) => {
      seen.push(...records.map(idOf));
      return { batchItemFailures: [] };
    },
    ...options,
  });
  followers.push(follower);
  return { seen, follower };
}

const checkpoint = (): string => join(folder, 'deep', 'checkpoint.json');

async function addMany(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await outbox.add());
  return ids;
}

test('records come in order, from the oldest on and over many pages, and new ones follow', async () => {
  const ids = await addMany(230);
  const { seen, follower } = follow();
  await follower.caughtUp();
  expect(seen).toEqual(ids);
  ids.push(await outbox.add());
  await follower.caughtUp();
  expect(seen).toEqual(ids);
  ids.push(await outbox.add());
  await until(() => seen.length >= ids.length);
  expect(seen).toEqual(ids);
});

test('a new follower goes on at the checkpoint of the old one', async () => {
  const ids = await addMany(12);
  const first = follow({ checkpoint: checkpoint() });
  await first.follower.caughtUp();
  await first.follower.stop();
  const later = await addMany(3);
  const second = follow({ checkpoint: checkpoint() });
  await second.follower.caughtUp();
  expect([first.seen, second.seen]).toEqual([ids, later]);
  expect(JSON.parse(readFileSync(checkpoint(), 'utf8'))).toEqual({
    streamArn: expect.stringContaining(`table/${outbox.tableName}/stream/`),
    // Numbers count from one; later versions of the engine have 21 digits, as AWS has.
    shards: { [`shardId-00000001-${outbox.tableName}`]: { after: expect.stringMatching(/^(15|\d{21})$/) } },
  });
});

test.each([
  ['of another stream', '{"streamArn":"arn:other","shards":{"shardId-00000001-TABLE":{"after":"2"}}}'],
  ['that is damaged', '{"streamArn":'],
])('a checkpoint %s is passed over', async (_, text) => {
  const ids = await addMany(3);
  const path = join(folder, 'checkpoint.json');
  // The embedded engine gives the shard of a new stream the old name.
  writeFileSync(path, text.replace('TABLE', outbox.tableName));
  const { seen, follower } = follow({ checkpoint: path });
  await follower.caughtUp();
  expect(seen).toEqual(ids);
});

test('what the handler reports as failed comes again from there, and what was done before stays done', async () => {
  const ids = await addMany(6);
  const batches: string[][] = [];
  const words: string[] = [];
  const { follower } = follow({
    checkpoint: checkpoint(),
    report: (text) => words.push(text),
    handle: async (records) => {
      batches.push(records.map(idOf));
      const sequenceNumber = (index: number): string => records[index]!.dynamodb!.SequenceNumber!;
      if (batches.length === 1) {
        return { batchItemFailures: [{ itemIdentifier: sequenceNumber(4) }, { itemIdentifier: sequenceNumber(2) }] };
      }
      if (batches.length === 2) throw new Error('The bus is gone.');
      if (batches.length === 3) return { batchItemFailures: [{ itemIdentifier: 'unknown' }] };
      return { batchItemFailures: [] };
    },
  });
  await follower.caughtUp();
  expect(batches).toEqual([ids, ids.slice(2), ids.slice(2), ids.slice(2)]);
  expect(words).toEqual([
    `Reading the stream of ${outbox.tableName} cannot go on for the moment and is tried again.`,
    `Reading the stream of ${outbox.tableName} goes on again.`,
  ]);
});

test('stop lets the batch under way finish and keeps what it has done', async () => {
  await addMany(3);
  let release!: () => void;
  let begin!: () => void;
  const released = new Promise<void>((done) => (release = done));
  const begun = new Promise<void>((done) => (begin = done));
  const { follower } = follow({
    checkpoint: checkpoint(),
    handle: async () => {
      begin();
      await released;
      return { batchItemFailures: [] };
    },
  });
  const caughtUp = follower.caughtUp();
  caughtUp.catch(() => undefined);
  await begun;
  let isStopped = false;
  const stopping = follower.stop().then(() => (isStopped = true));
  await sleep(30);
  expect(isStopped).toBe(false);
  release();
  await stopping;
  await expect(caughtUp).rejects.toThrow('no longer followed');
  await expect(follower.caughtUp()).rejects.toThrow('no longer followed');
  const again = follow({ checkpoint: checkpoint() });
  await again.follower.caughtUp();
  expect(again.seen).toEqual([]);
});

test('a table that does not exist yet is waited for', async () => {
  await outbox.drop();
  const words: string[] = [];
  const { seen, follower } = follow({ report: (text) => words.push(text) });
  await until(() => words.length > 0);
  // The embedded engine keeps the stream records of a table that was dropped; a name that is new has none.
  await outbox.create();
  const id = await outbox.add();
  await follower.caughtUp();
  expect(seen).toEqual([id]);
});

test('records outlive a restart of the engine, and so does following', async () => {
  const data = join(folder, 'data');
  const port = await freePort();
  const variables = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB'] as const;
  const before = variables.map((name) => process.env[name]);
  for (const name of variables) delete process.env[name];
  let engine = await startEngine({ folder: data, port });
  const own = new Outbox(engine.endpoint);
  try {
    await own.create();
    const ids = [await own.add(), await own.add()];
    const { seen, follower } = follow({ endpoint: own.endpoint, tableName: own.tableName, checkpoint: checkpoint() });
    await follower.caughtUp();
    expect(seen).toEqual(ids);
    const unread = await own.add();
    const late = follow({ endpoint: own.endpoint, tableName: own.tableName });
    await engine.stop();
    await sleep(60);
    engine = await startEngine({ folder: data, port });
    ids.push(unread, await own.add());
    await Promise.all([follower.caughtUp(), late.follower.caughtUp()]);
    expect(seen).toEqual(ids);
    expect([...new Set(late.seen)]).toEqual(ids);
  } finally {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    own.close();
    await engine.stop();
    variables.forEach((name, index) => {
      if (before[index] !== undefined) process.env[name] = before[index];
    });
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

// The embedded engine has one shard that is never closed or trimmed; DynamoDB has more to offer, by its API reference.
describe('as DynamoDB has it', () => {
  interface Shard {
    readonly parent?: string;
    readonly records: readonly string[];
    readonly isClosed?: boolean;
  }

  let server: Server;
  let shards: Record<string, Shard>;
  let streamArn: string;
  let trimmedBefore: string;
  let asked: string[];
  let faults: string[];

  beforeEach(async () => {
    [shards, streamArn, trimmedBefore, asked, faults] = [{}, 'arn:one', '', [], []];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target']).split('.')[1]!;
        const [status, body] = answer(operation, JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    server.closeAllConnections();
    server.close();
  });

  const error = (name: string): [number, object] => [400, { __type: `com.amazonaws.dynamodb.v20120810#${name}` }];

  function answer(operation: string, input: any): [number, object] {
    if (operation === 'ListStreams') {
      const ended = { StreamArn: 'an earlier stream', StreamLabel: '2026-01-01T00:00:00.000' };
      return [200, { Streams: [ended, { StreamArn: streamArn, StreamLabel: '2026-01-02T00:00:00.000' }, ended] }];
    }
    if (operation === 'DescribeStream') {
      // One shard a page.
      const ids = Object.keys(shards);
      const at = input.ExclusiveStartShardId ? ids.indexOf(input.ExclusiveStartShardId) + 1 : 0;
      const page = ids.slice(at, at + 1).map((ShardId) => ({ ShardId, ParentShardId: shards[ShardId]!.parent }));
      return [
        200,
        { StreamDescription: { Shards: page, LastEvaluatedShardId: at + 1 < ids.length ? ids[at] : undefined } },
      ];
    }
    if (operation === 'GetShardIterator') {
      const { ShardId, ShardIteratorType, SequenceNumber } = input;
      asked.push(`${ShardId} ${ShardIteratorType} ${SequenceNumber ?? ''}`.trim());
      if (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER' && SequenceNumber < trimmedBefore) {
        return error('TrimmedDataAccessException');
      }
      return [200, { ShardIterator: `${ShardId}|${SequenceNumber ?? ''}` }];
    }
    const fault = faults.shift();
    if (fault) return error(fault);
    const [id, after] = String(input.ShardIterator).split('|') as [string, string];
    const left = shards[id]!.records.filter((number) => number > after && number >= trimmedBefore);
    const page = left.slice(0, 2);
    const isEnd = shards[id]!.isClosed && page.length === left.length;
    const Records = page.map((number) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: number, NewImage: { id: { S: number } } },
    }));
    return [200, { Records, NextShardIterator: isEnd ? undefined : `${id}|${page.at(-1) ?? after}` }];
  }

  const followFake = (options: Partial<FollowOptions> = {}) =>
    follow({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });

  // More digits than a number can hold.
  const number = (index: number): string => `40000000000000000000${index}`;

  test('children are read after their parent, and a new child is found when its parent ends', async () => {
    shards = {
      child: { parent: 'parent', records: [number(4)] },
      parent: { parent: 'forgotten', records: [number(1), number(2), number(3)], isClosed: true },
    };
    const { seen, follower } = followFake({ checkpoint: checkpoint() });
    await follower.caughtUp();
    expect(seen).toEqual([1, 2, 3, 4].map(number));
    shards = {
      ...shards,
      child: { parent: 'parent', records: [number(4), number(5)], isClosed: true },
      grandchild: { parent: 'child', records: [number(6)] },
      sibling: { parent: 'child', records: [number(7)] },
    };
    await follower.caughtUp();
    expect(seen.slice(4)).toEqual([5, 6, 7].map(number));
    await follower.stop();

    const again = followFake({ checkpoint: checkpoint() });
    await again.follower.caughtUp();
    expect(again.seen).toEqual([]);
  });

  test('a checkpoint that was trimmed goes on with the oldest record that is left', async () => {
    shards = { one: { records: [1, 2, 3, 4].map(number) } };
    const path = join(folder, 'checkpoint.json');
    writeFileSync(path, JSON.stringify({ streamArn, shards: { one: { after: number(1) } } }));
    trimmedBefore = number(3);
    const { seen, follower } = followFake({ checkpoint: path });
    await follower.caughtUp();
    expect(seen).toEqual([3, 4].map(number));
    expect(asked).toEqual([`one AFTER_SEQUENCE_NUMBER ${number(1)}`, 'one TRIM_HORIZON']);
  });

  test('an iterator that has expired is opened again at the last record that was handled', async () => {
    shards = { one: { records: [1, 2, 3].map(number) } };
    faults = ['', 'ExpiredIteratorException', 'ThrottlingException'];
    const { seen, follower } = followFake();
    await follower.caughtUp();
    expect(seen).toEqual([1, 2, 3].map(number));
    expect(asked.slice(0, 2)).toEqual(['one TRIM_HORIZON', `one AFTER_SEQUENCE_NUMBER ${number(2)}`]);
  });

  test('shards that are gone leave the checkpoint', async () => {
    shards = { two: { records: [number(5)] } };
    const path = join(folder, 'checkpoint.json');
    writeFileSync(path, JSON.stringify({ streamArn, shards: { one: { after: number(1), isFinished: true } } }));
    const { seen, follower } = followFake({ checkpoint: path });
    await follower.caughtUp();
    expect(seen).toEqual([number(5)]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ streamArn, shards: { two: { after: number(5) } } });
  });
});
