import fastCheck from 'fast-check';
import type { GivenUp, GiveUp, PutEvents, PutEventsEntry, StreamRecord } from '../services/relay';
import type { LogEntry } from './logger';
import type { Measures } from './metrics';
import { createRelay } from './relay';
import type { StreamBatchResponse } from './relay';

interface Item {
  readonly key: string;
  readonly detail?: string;
  /** The details of several events, in place of one. */
  readonly details?: readonly object[];
  readonly eventName?: string;
}

/** Sequence numbers as DynamoDB has them: longer than a number can be. */
const sequenceNumber = (index: number): string => `1000000000000000000000${String(index).padStart(4, '0')}`;

const record = ({ key, detail, details, eventName = 'INSERT' }: Item, index: number): StreamRecord => ({
  eventName,
  dynamodb: {
    SequenceNumber: sequenceNumber(index),
    Keys: { key: { S: key }, id: { S: `id-${index}` } },
    ...(eventName === 'REMOVE'
      ? {}
      : {
          NewImage: {
            key: { S: key },
            id: { S: `id-${index}` },
            ...(details
              ? {
                  events: {
                    S: JSON.stringify(details.map((one) => ({ source: 'shop', detailType: 'Sold', detail: one }))),
                  },
                }
              : {
                  source: { S: 'shop' },
                  detailType: { S: 'Sold' },
                  detail: { S: detail ?? JSON.stringify({ index, key }) },
                }),
            time: { S: '2026-01-15T09:30:00.123Z' },
          },
        }),
  },
});

const records = (...items: Item[]): StreamRecord[] => items.map(record);

const keyed = (...keys: string[]): StreamRecord[] => records(...keys.map((key) => ({ key })));

/** A record of some events, whose details have the numbers from one on. */
const several = (key: string, from: number, count: number): Item => ({
  key,
  details: Array.from({ length: count }, (_, offset) => ({ index: from + offset, key })),
});

const indexOf = ({ Detail }: PutEventsEntry): number => (JSON.parse(Detail!) as { index: number }).index;

const refuse: GiveUp = ({ reason }) => Promise.reject(new Error(`Nothing is to be given up: ${reason}`));

/** Calls the function as Lambda does. */
function relay(
  batch: readonly StreamRecord[],
  putEvents: PutEvents,
  {
    giveUp = refuse,
    milliseconds = 30_000,
    log = (): void => undefined,
    metrics = (_measures: Measures): void => undefined,
  } = {},
): Promise<StreamBatchResponse> {
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => milliseconds };
  return createRelay({ putEvents, giveUp, log, metrics })({ Records: batch }, context);
}

/** A bus that fails where it is told to, and remembers each call. */
function fake(fails: (index: number, call: number) => boolean | string = () => false) {
  const calls: number[][] = [];
  const putEvents: PutEvents = async (entries) => {
    const call = calls.push(entries.map(indexOf));
    const outcomes = entries.map((entry) => fails(indexOf(entry), call));
    if (outcomes.includes('throw')) throw new Error('ThrottlingException');
    return {
      FailedEntryCount: outcomes.filter(Boolean).length,
      Entries: outcomes.map((failed, index) =>
        failed ? { ErrorCode: failed === true ? 'InternalFailure' : failed } : { EventId: String(index) },
      ),
    };
  };
  return { calls, putEvents };
}

/** A place for what is given up. */
function letters(): { readonly givenUp: GivenUp[]; readonly giveUp: GiveUp } {
  const givenUp: GivenUp[] = [];
  return { givenUp, giveUp: async (named) => void givenUp.push(named) };
}

const failure = (index: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(index) }] });
const success = { batchItemFailures: [] };

test('an item becomes an entry', async () => {
  const entries: PutEventsEntry[] = [];
  const result = await relay(keyed('a'), async (given) => {
    entries.push(...given);
    return { FailedEntryCount: 0, Entries: [{ EventId: 'x' }] };
  });
  expect(result).toEqual(success);
  expect(entries).toEqual([
    { Source: 'shop', DetailType: 'Sold', Detail: '{"index":0,"key":"a"}', Time: new Date('2026-01-15T09:30:00.123Z') },
  ]);
});

test('only new items are relayed', async () => {
  const { calls, putEvents } = fake();
  const batch = records({ key: 'a', eventName: 'REMOVE' }, { key: 'b' }, { key: 'a', eventName: 'MODIFY' });
  expect(await relay(batch, putEvents)).toEqual(success);
  expect(calls).toEqual([[1]]);
  expect(await relay(records({ key: 'a', eventName: 'REMOVE' }), putEvents)).toEqual(success);
  expect(await relay([], putEvents)).toEqual(success);
  expect(calls).toHaveLength(1);
});

test('at most ten entries go in a call, and no key twice', async () => {
  const { calls, putEvents } = fake();
  expect(await relay(keyed(...'abcdefghijkl'), putEvents)).toEqual(success);
  expect(await relay(keyed(...'a a b a c b'.split(' ')), putEvents)).toEqual(success);
  expect(calls).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11], [0, 2, 4], [1, 5], [3]]);
});

test('a call stays below 256 KB, and a later record of a key does not pass the one that was too large for it', async () => {
  const { calls, putEvents } = fake();
  const detail = (index: number, size: number): string => JSON.stringify({ index, text: 'x'.repeat(size) });
  const batch = records(
    { key: 'a', detail: detail(0, 200_000) },
    { key: 'b', detail: detail(1, 200_000) },
    { key: 'b', detail: detail(2, 10) },
    { key: 'c', detail: detail(3, 10) },
  );
  expect(await relay(batch, putEvents)).toEqual(success);
  expect(calls).toEqual([[0, 3], [1], [2]]);
});

test('the first record that is not delivered is reported, and nothing is sent after a failure', async () => {
  const { calls, putEvents } = fake((index) => index === 2);
  expect(await relay(keyed(...'a b c a d'.split(' ')), putEvents)).toEqual(failure(2));
  expect(calls).toEqual([[0, 1, 2, 4]]);
});

test('a record that was left for a later call counts as not delivered', async () => {
  const { putEvents } = fake((index) => index === 2);
  expect(await relay(keyed(...'a a b'.split(' ')), putEvents)).toEqual(failure(1));
});

test('a call that throws has delivered nothing as far as we know', async () => {
  const { calls, putEvents } = fake((_, call) => (call === 2 ? 'throw' : false));
  expect(await relay(keyed(...'a a b b'.split(' ')), putEvents)).toEqual(failure(1));
  expect(calls).toEqual([
    [0, 2],
    [1, 3],
  ]);
});

test.each([
  ['fewer results than entries', { FailedEntryCount: 0, Entries: [{ EventId: 'x' }] }, 1],
  ['a result with neither an id nor an error', { FailedEntryCount: 0, Entries: [{}, { EventId: 'x' }] }, 0],
  ['no results', { FailedEntryCount: 0 }, 0],
])('%s is not taken for success', async (_, result, first) => {
  expect(await relay(keyed('a', 'b'), async () => result as any)).toEqual(failure(first));
});

describe('a record of several events', () => {
  test('becomes one entry of each, in their order and with the time of the record', async () => {
    const entries: PutEventsEntry[] = [];
    const batch = records(several('a', 0, 3));
    const result = await relay(batch, async (some) => {
      entries.push(...some);
      return { FailedEntryCount: 0, Entries: some.map(() => ({ EventId: 'x' })) };
    });
    expect(result).toEqual(success);
    const Time = new Date('2026-01-15T09:30:00.123Z');
    expect(entries).toEqual(
      [0, 1, 2].map((index) => ({
        Source: 'shop',
        DetailType: 'Sold',
        Detail: JSON.stringify({ index, key: 'a' }),
        Time,
      })),
    );
  });

  test('is split over as many calls as it takes, and shares them with other keys', async () => {
    const { calls, putEvents } = fake();
    expect(await relay(records(several('a', 0, 23), { key: 'b', detail: '{"index":99}' }), putEvents)).toEqual(success);
    expect(calls).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
      [20, 21, 22, 99],
    ]);
  });

  test('and of 256 KB and more is split by size', async () => {
    const { calls, putEvents } = fake();
    const details = [0, 1, 2].map((index) => ({ index, text: 'x'.repeat(120_000) }));
    expect(await relay(records({ key: 'a', details }), putEvents)).toEqual(success);
    expect(calls).toEqual([[0, 1], [2]]);
  });

  test('of which one was not taken comes again as a whole, before the next of its key', async () => {
    const { calls, putEvents } = fake((index, call) => call === 1 && index === 11);
    const batch = records({ key: 'b', detail: '{"index":50}' }, several('a', 10, 3), {
      key: 'a',
      detail: '{"index":60}',
    });
    expect(await relay(batch, putEvents)).toEqual(failure(1));
    expect(await relay(batch.slice(1), putEvents)).toEqual(success);
    expect(calls).toEqual([[50, 10, 11, 12], [10, 11, 12], [60]]);
  });

  test('without any event is done', async () => {
    const { calls, putEvents } = fake();
    expect(await relay(records(several('a', 0, 0)), putEvents)).toEqual(success);
    expect(calls).toEqual([]);
  });
});

describe('what can never be delivered', () => {
  test.each<[string, Record<string, { S?: string }> | undefined, string]>([
    ['no image', undefined, 'The record of the stream holds no item.'],
    ['an item of something else', { Message: { S: 'New item!' } }, 'The time of the event is no time.'],
    ['a time that is none', { time: { S: 'yesterday' } }, 'The time of the event is no time.'],
    ['no source', { source: {} }, 'The event has no source.'],
    ['no detail-type', { detailType: { S: '' } }, 'The event has no detail-type.'],
    ['a detail that is no JSON', { detail: { S: 'not JSON' } }, 'The detail of the event is no JSON object.'],
    ['a detail that is a list', { detail: { S: '[]' } }, 'The detail of the event is no JSON object.'],
    ['events that are no JSON', { events: { S: '[' } }, 'The events are no JSON list.'],
    ['events of nothing', { events: { S: '[null]' } }, 'The event has no source.'],
    [
      'a detail of 256 KB',
      { detail: { S: `{"a":"${'x'.repeat(262_144)}"}` } },
      'The event is not smaller than 262144 bytes.',
    ],
  ])('%s is named and passed over, and others go on', async (_, image, reason) => {
    const { calls, putEvents } = fake();
    const { givenUp, giveUp } = letters();
    const batch = keyed('a', 'b', 'c', 'b') as any[];
    batch[1].dynamodb.NewImage = image && ('Message' in image ? image : { ...batch[1].dynamodb.NewImage, ...image });
    expect(await relay(batch, putEvents, { giveUp })).toEqual(success);
    expect(givenUp).toEqual([{ reason, sequenceNumber: sequenceNumber(1), key: 'b', id: 'id-1', event: 0 }]);
    expect(calls.flat().toSorted()).toEqual([0, 2, 3]);
  });

  test.each(['InvalidArgument', 'MalformedDetail', 'NotAuthorizedForSourceException'])(
    'an event to which EventBridge answers %s is one of them',
    async (code) => {
      const { calls, putEvents } = fake((index) => (index === 11 ? code : false));
      const { givenUp, giveUp } = letters();
      const batch = records(several('a', 10, 3), { key: 'a', detail: '{"index":60}' });
      expect(await relay(batch, putEvents, { giveUp })).toEqual(success);
      expect(givenUp).toEqual([
        { reason: `EventBridge answers ${code}.`, sequenceNumber: sequenceNumber(0), key: 'a', id: 'id-0', event: 1 },
      ]);
      expect(calls).toEqual([[10, 11, 12], [60]]);
    },
  );

  test.each(['AccessDeniedException', 'ThrottlingException', 'InternalFailure'])(
    '%s is none: a person or time mends it',
    async (code) => {
      expect(await relay(keyed('a', 'b'), fake((index) => index === 1 && code).putEvents)).toEqual(failure(1));
    },
  );

  test('a request that is refused as a whole is tried entry by entry, and the one that is refused alone is given up', async () => {
    const { calls, putEvents } = fake();
    const { givenUp, giveUp } = letters();
    const picky: PutEvents = async (entries) => {
      const answer = await putEvents(entries);
      if (!entries.some((entry) => indexOf(entry) === 1)) return answer;
      throw Object.assign(new Error('1 validation error detected'), { name: 'ValidationException' });
    };
    expect(await relay(keyed('a', 'b', 'c'), picky, { giveUp })).toEqual(success);
    expect(calls).toEqual([[0, 1, 2], [0], [1], [2]]);
    expect(givenUp.map(({ key }) => key)).toEqual(['b']);
  });

  test('what cannot be named is not passed over', async () => {
    const { calls, putEvents } = fake();
    const batch = records(
      { key: 'a' },
      { key: 'b', detail: 'not JSON' },
      { key: 'c', detail: '{"index":2}' },
      { key: 'b' },
    );
    const giveUp = (): Promise<never> => Promise.reject(new Error('The queue is away.'));
    expect(await relay(batch, putEvents, { giveUp })).toEqual(failure(1));
    expect(calls).toEqual([[0, 2]]);
  });
});

describe('the time', () => {
  test('ends a call that is never answered; after it no call is begun, and the rest is reported', async () => {
    const { calls, putEvents } = fake();
    let signal: AbortSignal | undefined;
    const result = await relay(
      keyed('a', 'a', 'a'),
      (entries, given) => {
        signal = given;
        if (calls.length === 0) return putEvents(entries, given);
        void putEvents(entries, given);
        return new Promise(() => undefined);
      },
      { milliseconds: 700 },
    );
    expect(result).toEqual(failure(1));
    expect(calls).toEqual([[0], [1]]);
    expect(signal?.aborted).toBe(true);
  });
});

/**
 * The records of the example event of AWS's documentation, with its field names and numbers as they are there.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const example = (eventName: 'INSERT' | 'MODIFY' | 'REMOVE', number: number): any => ({
  eventID: String(number),
  eventVersion: '1.0',
  dynamodb: {
    Keys: { Id: { N: '101' } },
    ...(eventName !== 'REMOVE' && { NewImage: { Message: { S: 'New item!' }, Id: { N: '101' } } }),
    ...(eventName !== 'INSERT' && { OldImage: { Message: { S: 'New item!' }, Id: { N: '101' } } }),
    StreamViewType: 'NEW_AND_OLD_IMAGES',
    SequenceNumber: `${number}${number}${number}`,
    SizeBytes: 26,
  },
  awsRegion: 'us-west-2',
  eventName,
  eventSourceARN: 'arn:aws:dynamodb:us-east-2:123456789012:table/my-table/stream/2024-06-10T19:26:16.525',
  eventSource: 'aws:dynamodb',
});

describe('events of a stream as AWS documents them', () => {
  test('the example: changes and removals are no events, and an item of another table is named', async () => {
    const { calls, putEvents } = fake();
    const { givenUp, giveUp } = letters();
    const batch = [example('INSERT', 1), example('MODIFY', 2), example('REMOVE', 3)];
    expect(await relay(batch, putEvents, { giveUp })).toEqual(success);
    expect(calls).toEqual([]);
    expect(givenUp).toEqual([{ reason: 'The time of the event is no time.', sequenceNumber: '111', event: 0 }]);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  test('what time to live has taken out is no event', async () => {
    const expired = {
      ...example('REMOVE', 4),
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    };
    const { calls, putEvents } = fake();
    expect(await relay([expired, ...keyed('a')], putEvents)).toEqual(success);
    expect(calls).toEqual([[0]]);
  });

  test('a batch that Lambda has halved is handled as it comes, each half by itself', async () => {
    const { calls, putEvents } = fake((index, call) => call === 1 && index === 2);
    const batch = keyed(...'a b c d'.split(' '));
    expect(await relay(batch, putEvents)).toEqual(failure(2));
    expect(await relay(batch.slice(2, 3), putEvents)).toEqual(success);
    expect(await relay(batch.slice(3), putEvents)).toEqual(success);
    expect(calls).toEqual([[0, 1, 2, 3], [2], [3]]);
  });

  test('a record without a number that fails makes the whole batch come again', async () => {
    const { putEvents } = fake(() => true);
    const batch = [{ eventName: 'INSERT', dynamodb: { NewImage: keyed('a')[0]!.dynamodb!.NewImage } }];
    // An empty identifier means all of them.
    expect(await relay(batch, putEvents)).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });

  test('what is no batch fails as a whole', async () => {
    await expect(relay(undefined as any, fake().putEvents)).rejects.toThrow(TypeError);
  });
});

test('log and metrics name what failed and what was given up, and hold nothing of the events', async () => {
  const logged: LogEntry[] = [];
  const measured: Measures[] = [];
  const { putEvents } = fake((index) => index === 3);
  const batch = records(
    { key: 'a', detail: 'secret' },
    { key: 'b' },
    { key: 'c', detail: '{"index":2}' },
    { key: 'd', detail: '{"index":3,"text":"secret"}' },
  );
  const options = {
    giveUp: letters().giveUp,
    log: (entry?: LogEntry) => void logged.push(entry!),
    metrics: (measures: Measures) => void measured.push(measures),
  };
  expect(await relay(batch, putEvents, options)).toEqual(failure(3));
  expect(logged).toMatchObject([
    { level: 'error', outcome: 'given-up', sequenceNumber: sequenceNumber(0), key: 'a', id: 'id-0', requestId: 'r' },
    { level: 'error', outcome: 'failed', code: 'InternalFailure', sequenceNumber: sequenceNumber(3) },
    { level: 'info', outcome: 'unfinished', records: 4, delivered: 2 },
  ]);
  expect(JSON.stringify(logged)).not.toContain('secret');
  expect(measured).toMatchObject([
    { face: 'relay', operation: 'relayEvents', faults: ['none', 'none', 'server', 'server'], code: 'InternalFailure' },
  ]);
});

test('every record is delivered at least once, the first deliveries of a key in order, whatever fails', async () => {
  const items = fastCheck.array(
    fastCheck.record({
      key: fastCheck.constantFrom('a', 'b', 'c', 'd'),
      count: fastCheck.constantFrom(1, 1, 1, 2, 12),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const outcome = fastCheck.oneof(
    { weight: 16, arbitrary: fastCheck.constant<boolean | 'throw' | 'lost'>(false) },
    { weight: 3, arbitrary: fastCheck.constantFrom<boolean | 'throw' | 'lost'>(true, 'throw', 'lost') },
  );
  await fastCheck.assert(
    fastCheck.asyncProperty(items, fastCheck.infiniteStream(outcome), async (given, outcomes) => {
      const batch = records(...given.map(({ key, count }, index) => several(key, index * 100, count)));
      const recordOf = (entry: PutEventsEntry): number => Math.floor(indexOf(entry) / 100);
      const deliveries: number[] = [];
      const mistakes: unknown[] = [];
      // 'lost': all was delivered, but the answer never came.
      const putEvents: PutEvents = async (entries) => {
        const results = entries.map(() => outcomes.next().value);
        if (results.includes('throw')) throw new Error('ThrottlingException');
        const isLost = results.includes('lost');
        const touched = [...new Set(entries.map(recordOf))];
        const keys = new Set(touched.map((index) => given[index]!.key));
        if (keys.size < touched.length || entries.length > 10) mistakes.push(entries);
        deliveries.push(...entries.filter((_, index) => isLost || !results[index]).map(indexOf));
        if (isLost) throw new Error('The answer was lost.');
        return {
          FailedEntryCount: 0,
          Entries: results.map((failed) => (failed ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' })),
        };
      };
      // As the stream does: again from the first record that failed.
      for (let from = 0, tries = 0; from < batch.length && tries < 5_000; tries += 1) {
        const { batchItemFailures } = await relay(batch.slice(from), putEvents);
        const [first] = batchItemFailures;
        const next = first
          ? batch.findIndex(({ dynamodb }) => dynamodb!.SequenceNumber === first.itemIdentifier)
          : batch.length;
        expect(next).toBeGreaterThanOrEqual(from);
        // What is reported as done has been delivered.
        const delivered = new Set(deliveries);
        for (let index = from; index < next; index += 1) {
          const events = Array.from({ length: given[index]!.count }, (_, event) => index * 100 + event);
          expect(events.filter((event) => !delivered.has(event))).toEqual([]);
        }
        from = next;
      }
      expect(mistakes).toEqual([]);
      const firsts = [...new Set(deliveries)].map((event) => Math.floor(event / 100));
      for (const key of new Set(given.map((item) => item.key))) {
        const order = firsts.filter((index) => given[index]!.key === key);
        expect(order).toEqual([...order].sort((one, other) => one - other));
      }
    }),
    { numRuns: 100 },
  );
});
