import fastCheck from 'fast-check';
import type { PutEvents, PutEventsEntry } from './bus';
import { relay } from './relay';
import type { StreamRecord } from './relay';

interface Item {
  readonly key: string;
  readonly detail?: string;
  readonly eventName?: string;
}

/** Sequence numbers as DynamoDB has them: longer than a number can be. */
const sequenceNumber = (index: number): string => `1000000000000000000000${String(index).padStart(4, '0')}`;

const record = ({ key, detail, eventName = 'INSERT' }: Item, index: number): StreamRecord => ({
  eventName,
  dynamodb: {
    SequenceNumber: sequenceNumber(index),
    ...(eventName === 'REMOVE'
      ? {}
      : {
          NewImage: {
            key: { S: key },
            id: { S: `id-${index}` },
            source: { S: 'shop' },
            detailType: { S: 'Sold' },
            detail: { S: detail ?? JSON.stringify({ index, key }) },
            time: { S: '2026-01-15T09:30:00.123Z' },
          },
        }),
  },
});

const records = (...items: Item[]): StreamRecord[] => items.map(record);

const keyed = (...keys: string[]): StreamRecord[] => records(...keys.map((key) => ({ key })));

const indexOf = ({ Detail }: PutEventsEntry): number => (JSON.parse(Detail!) as { index: number }).index;

/** A bus that fails where it is told to, and remembers each call. */
function fake(fails: (index: number, call: number) => boolean | 'throw' = () => false) {
  const calls: number[][] = [];
  const putEvents: PutEvents = async (entries) => {
    const call = calls.push(entries.map(indexOf));
    const outcomes = entries.map((entry) => fails(indexOf(entry), call));
    if (outcomes.includes('throw')) throw new Error('ThrottlingException');
    return {
      FailedEntryCount: outcomes.filter(Boolean).length,
      Entries: outcomes.map((failed, index) =>
        failed ? { ErrorCode: 'InternalFailure' } : { EventId: String(index) },
      ),
    };
  };
  return { calls, putEvents };
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

test('after the signal no call is begun', async () => {
  const controller = new AbortController();
  const { calls, putEvents } = fake();
  const result = await relay(
    keyed('a', 'a', 'a'),
    (entries) => {
      if (calls.length === 1) controller.abort();
      return putEvents(entries);
    },
    controller.signal,
  );
  expect(result).toEqual(failure(2));
  expect(calls).toEqual([[0], [1]]);
});

test('an item that is no event stops the relay at its place, and what comes before it is delivered', async () => {
  const { calls, putEvents } = fake();
  const batch = keyed('a', 'b', 'c');
  (batch[1] as any).dynamodb.NewImage = { key: { S: 'b' }, time: { S: 'yesterday' } };
  expect(await relay(batch, putEvents)).toEqual(failure(1));
  expect(calls).toEqual([[0]]);
});

test('every record is delivered at least once, the first deliveries of a key in order, whatever fails', async () => {
  const keys = fastCheck.array(fastCheck.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
  const outcome = fastCheck.constantFrom<boolean | 'throw' | 'lost'>(false, false, false, false, true, 'throw', 'lost');
  await fastCheck.assert(
    fastCheck.asyncProperty(keys, fastCheck.infiniteStream(outcome), async (given, outcomes) => {
      const batch = keyed(...given);
      const deliveries: number[] = [];
      // 'lost': all was delivered, but the answer never came.
      const putEvents: PutEvents = async (entries) => {
        const results = entries.map(() => outcomes.next().value);
        if (results.includes('throw')) throw new Error('ThrottlingException');
        const isLost = results.includes('lost');
        expect(new Set(entries.map((entry) => given[indexOf(entry)])).size).toBe(entries.length);
        deliveries.push(...entries.filter((_, index) => isLost || !results[index]).map(indexOf));
        if (isLost) throw new Error('The answer was lost.');
        return {
          FailedEntryCount: 0,
          Entries: results.map((failed) => (failed ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' })),
        };
      };
      // As the stream does: again from the first record that failed.
      for (let from = 0, tries = 0; from < batch.length && tries < 2_000; tries += 1) {
        const { batchItemFailures } = await relay(batch.slice(from), putEvents);
        const [first] = batchItemFailures;
        const next = first
          ? batch.findIndex(({ dynamodb }) => dynamodb!.SequenceNumber === first.itemIdentifier)
          : batch.length;
        expect(next).toBeGreaterThanOrEqual(from);
        // What is reported as done has been delivered.
        for (let index = from; index < next; index += 1) expect(deliveries).toContain(index);
        from = next;
      }
      const firsts = [...new Set(deliveries)];
      expect([...firsts].sort((one, other) => one - other)).toEqual(batch.map((_, index) => index));
      for (const key of new Set(given)) {
        const order = firsts.filter((index) => given[index] === key);
        expect(order).toEqual([...order].sort((one, other) => one - other));
      }
    }),
    { numRuns: 300 },
  );
});
