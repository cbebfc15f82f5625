import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { _Record as StreamsRecord } from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamBatchResponse } from '../../api/relay';
import { required } from '../../schema/required';
import type { StreamRecord } from '../../services/relay';
import type { ClientOptions } from '../../tables/client';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import type { Checkpoint, ShardCheckpoint } from './checkpoint';
import { matcherOf } from './pattern';
import type { Pattern } from './pattern';
import { Wake } from './wake';

export interface FollowOptions extends Omit<ClientOptions, 'authorize'> {
  readonly tableName: string;
  /** Asked before each call, such as `dynamodb:GetRecords`; throws what it denies. */
  readonly authorize?: (action: string) => void;
  /** The file that keeps how far the stream has been handled; in memory when left out. */
  readonly checkpoint?: string;
  /** Which records are handed on, as an event source mapping filters them; all when left out. */
  readonly filter?: Pattern;
  /** The most records of one call; 100 when left out, as in Lambda. A kill makes at most so many come twice. */
  readonly batchSize?: number;
  /** Handles records in their order, in the form in which Lambda hands them on, and reports as a Lambda does. */
  readonly handle: (records: StreamRecord[]) => Promise<StreamBatchResponse>;
  /** How long to wait at the end of the stream. */
  readonly pollMilliseconds?: number;
  /** The longest wait before something that failed is tried again. */
  readonly longestBackoff?: number;
  /** Told when reading or handling begins to fail, and when it works again. */
  readonly report?: (words: string, error?: unknown) => void;
}

/** A stream that is being followed. */
export interface Follower {
  /** Resolves when all that was in the stream at the time of the call has been handled. */
  caughtUp(): Promise<void>;
  /** Finishes the batch under way and returns. */
  stop(): Promise<void>;
}

/** A shard of the stream, and the one from which it was split. */
interface Shard {
  readonly id: string;
  readonly parentId?: string;
}

/** How often to look whether the table has another stream or a new shard, which the end of a shard also tells. */
const describeEvery = 10_000;

const firstBackoff = 50;

/** Follows the stream of a table from the checkpoint, or from its oldest record, until it is stopped. */
export function followStream(options: FollowOptions): Follower {
  const follower = new StreamFollower(options);
  void follower.run();
  return follower;
}

class StreamFollower implements Follower {
  private readonly streams: DynamoDBStreamsClient;
  private readonly stopping = new AbortController();
  private readonly wake = new Wake();
  private readonly iterators = new Map<string, string>();
  private readonly takes: (record: unknown) => boolean;
  private checkpoint: Checkpoint | undefined;
  private shards: readonly Shard[] = [];
  private describedAt = -Infinity;
  private failures = 0;
  private isReported = false;
  private waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private markEnded!: () => void;
  private readonly ended = new Promise<void>((resolve) => (this.markEnded = resolve));

  constructor(private readonly options: FollowOptions) {
    const { endpoint, region, credentials, filter } = options;
    this.takes = filter ? matcherOf(filter) : () => true;
    const client = {
      endpoint,
      region,
      credentials,
      // The loop below tries again, for as long as it takes.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    };
    this.streams = new DynamoDBStreamsClient(client);
    this.checkpoint = options.checkpoint === undefined ? undefined : loadCheckpoint(options.checkpoint);
  }

  caughtUp(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.wake.now();
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.now();
    await this.ended;
  }

  async run(): Promise<void> {
    const { pollMilliseconds = 200, longestBackoff = 5_000 } = this.options;
    while (!this.stopping.signal.aborted) {
      // Who asks after this has to wait for a whole round of its own.
      const waiting = [...this.waiting];
      let wait = 0;
      try {
        if ((await this.readRound()) === 0) {
          this.waiting = this.waiting.filter((waiter) => !waiting.includes(waiter));
          for (const { resolve } of waiting) resolve();
          if (this.waiting.length === 0) wait = pollMilliseconds;
        }
        this.worksAgain();
      } catch (error) {
        this.fails(error);
        wait = Math.min(longestBackoff, firstBackoff * 2 ** (this.failures - 1));
        // Shards and iterators may have changed meanwhile; the checkpoint alone counts.
        this.iterators.clear();
        this.describedAt = -Infinity;
      }
      // A backoff is not to be hurried: whoever waits for the end would make this a busy loop.
      if (this.failures > 0) await sleep(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      else await this.wake.wait(wait, this.stopping.signal);
    }
    for (const { reject } of this.waiting) reject(stopped());
    this.streams.destroy();
    this.markEnded();
  }

  /** Reads one page of every shard that may be read, and answers how much there was to do. */
  private async readRound(): Promise<number> {
    if (Date.now() - this.describedAt > describeEvery) await this.describe();
    let progress = 0;
    for (const { id } of this.shards.filter((shard) => this.mayRead(shard))) {
      if (this.stopping.signal.aborted) break;
      progress += await this.readPage(id);
    }
    return progress;
  }

  private async describe(): Promise<void> {
    const { tableName } = this.options;
    const { Streams: streams = [] } = await this.call('ListStreams', (abortSignal) =>
      this.streams.send(new ListStreamsCommand({ TableName: tableName }), { abortSignal }),
    );
    // A stream is listed for a day after its end. Labels are moments.
    const [latest] = streams.toSorted((left, right) => (right.StreamLabel ?? '').localeCompare(left.StreamLabel ?? ''));
    const streamArn = latest?.StreamArn;
    if (streamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
    const shards: Shard[] = [];
    let lastShardId: string | undefined;
    do {
      const { StreamDescription: page } = await this.call('DescribeStream', (abortSignal) =>
        this.streams.send(new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: lastShardId }), {
          abortSignal,
        }),
      );
      for (const { ShardId: id, ParentShardId: parentId } of page?.Shards ?? []) {
        if (id !== undefined) shards.push({ id, parentId });
      }
      lastShardId = page?.LastEvaluatedShardId;
    } while (lastShardId !== undefined);

    if (this.checkpoint?.streamArn !== streamArn) {
      this.iterators.clear();
      this.checkpoint = { streamArn, shards: {} };
    }
    // Shards that DynamoDB has forgotten need no checkpoint any more.
    const knownShards = Object.entries(this.checkpoint.shards).filter(([id]) =>
      shards.some((shard) => shard.id === id),
    );
    this.checkpoint = { streamArn, shards: Object.fromEntries(knownShards) };
    this.shards = shards;
    this.describedAt = Date.now();
  }

  /** A shard is read after the one from which it was split, or an item's changes would come in the wrong order. */
  private mayRead({ id, parentId }: Shard): boolean {
    if (this.shard(id).isFinished) return false;
    const parent = this.shards.find((shard) => shard.id === parentId);
    return !parent || this.shard(parent.id).isFinished === true;
  }

  /** Answers how much there was to do: records, or the end of the shard. */
  private async readPage(shardId: string): Promise<number> {
    const iterator = this.iterators.get(shardId) ?? (await this.openIterator(shardId));
    const { Records: records = [], NextShardIterator: next } = await this.call('GetRecords', (abortSignal) =>
      this.streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: this.options.batchSize ?? 100 }), {
        abortSignal,
      }),
    );
    if (records.length > 0) await this.handle(shardId, records);
    if (next !== undefined) {
      this.iterators.set(shardId, next);
      return records.length;
    }
    // Only a closed shard has no next iterator: its children may be read now, and may have to be found first.
    this.iterators.delete(shardId);
    this.save(shardId, { ...this.shard(shardId), isFinished: true });
    this.describedAt = -Infinity;
    return records.length + 1;
  }

  private async openIterator(shardId: string): Promise<string> {
    const { after } = this.shard(shardId);
    const open = async (from: string | undefined): Promise<string> => {
      const { ShardIterator: iterator } = await this.call('GetShardIterator', (abortSignal) =>
        this.streams.send(
          new GetShardIteratorCommand({
            StreamArn: this.position().streamArn,
            ShardId: shardId,
            ShardIteratorType: from === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
            SequenceNumber: from,
          }),
          { abortSignal },
        ),
      );
      return required(iterator, `an iterator of the shard ${shardId}`);
    };
    try {
      return await open(after);
    } catch (error) {
      // DynamoDB keeps records for a day; what comes after the checkpoint begins with the oldest that is left.
      if (error instanceof Error && error.name === 'TrimmedDataAccessException') return open(undefined);
      throw error;
    }
  }

  private async handle(shardId: string, records: readonly StreamsRecord[]): Promise<void> {
    const batch = records.map((record) => this.asLambdaHas(record));
    const accepted = batch.filter(this.takes);
    const { batchItemFailures } = accepted.length > 0 ? await this.options.handle(accepted) : { batchItemFailures: [] };
    const failed = firstFailed(batch, batchItemFailures);
    const lastHandled = batch[failed - 1]?.dynamodb?.SequenceNumber;
    if (lastHandled !== undefined) this.save(shardId, { after: lastHandled });
    if (failed === batch.length) return;
    // What was handled counts as progress, or a long stream that fails now and then would only get slower.
    if (lastHandled !== undefined) this.failures = 0;
    const number = batch[failed]?.dynamodb?.SequenceNumber;
    throw new Error(`The record ${number} of the stream of ${this.options.tableName} was not handled.`);
  }

  /** A record of the stream as Lambda hands it on: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
  private asLambdaHas({ userIdentity, dynamodb, ...record }: StreamsRecord): StreamRecord {
    const { ApproximateCreationDateTime: created, NewImage, ...rest } = dynamodb ?? {};
    const lambdaRecord = {
      ...record,
      ...(userIdentity && { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
      dynamodb: {
        ...rest,
        ...(NewImage && { NewImage }),
        // Seconds, where the SDK has a date.
        ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1000) }),
      },
      eventSourceARN: this.position().streamArn,
    };
    return lambdaRecord;
  }

  /** The checkpoint of the stream that `describe` has found. */
  private position(): Checkpoint {
    return required(this.checkpoint, 'the checkpoint of a stream that has not been described');
  }

  private shard(shardId: string): ShardCheckpoint {
    return this.position().shards[shardId] ?? {};
  }

  private save(shardId: string, shard: ShardCheckpoint): void {
    const { streamArn, shards } = this.position();
    this.checkpoint = { streamArn, shards: { ...shards, [shardId]: shard } };
    if (this.options.checkpoint !== undefined) saveCheckpoint(this.options.checkpoint, this.checkpoint);
  }

  /** Reading may be broken off at any time; handling never is. */
  private async call<Answer>(action: string, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    this.options.authorize?.(`dynamodb:${action}`);
    return send(this.stopping.signal);
  }

  private fails(error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.failures += 1;
    // Once for each outage: a line for every try would bury the rest of the log. A single failure is no outage, and an
    // engine that has been killed is told of by who started it.
    if (this.failures > 1 && !this.isReported) this.tell('cannot go on for the moment and is tried again', error);
    this.isReported = this.failures > 1;
  }

  private worksAgain(): void {
    if (this.isReported) this.tell('goes on again');
    this.isReported = false;
    this.failures = 0;
  }

  private tell(words: string, error?: unknown): void {
    this.options.report?.(`Reading the stream of ${this.options.tableName} ${words}.`, error);
  }
}

/** The index of the first record to handle again; an answer that names no record of the batch means all of them. */
function firstFailed(batch: readonly StreamRecord[], failures: StreamBatchResponse['batchItemFailures']): number {
  const indexes = failures.map(({ itemIdentifier }) =>
    Math.max(
      0,
      batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
    ),
  );
  return Math.min(batch.length, ...indexes);
}

function stopped(): Error {
  return new Error('The stream is no longer followed.');
}
