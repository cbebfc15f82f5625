import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { lambdaContext } from '../lambda';
import { pollQueue } from './event-source';
import type { EventSource, PollOptions } from './event-source';
import { openQueue } from './queue';
import type { Queue } from './queue';

let queue: Queue;
let dead: Queue;
const sources: EventSource[] = [];
const reports: string[] = [];

beforeEach(() => {
  reports.length = 0;
  dead = openQueue({ name: 'dead', visibilityTimeout: 30 });
  queue = openQueue({ name: 'queue', visibilityTimeout: 0.05, maxReceiveCount: 3, deadLetterQueue: dead });
});

afterEach(() => Promise.all(sources.splice(0).map((source) => source.stop())));

function poll(handler: (event: any, context: any) => unknown, options: Partial<PollOptions> = {}): EventSource {
  const source = pollQueue({
    queue,
    handler: async (event, context) => handler(event, context),
    functionTimeout: 1,
    region: 'eu-central-1',
    account: '123456789012',
    queueArn: 'arn:aws:sqs:eu-central-1:123456789012:queue',
    report: (words, error) => reports.push(error === undefined ? words : `${words} ${(error as Error).message}`),
    ...options,
  });
  sources.push(source);
  return source;
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); await sleep(2)) {
    if (Date.now() > end) throw new Error('This did not come to pass within 5 seconds.');
  }
}

const isEmpty = (): boolean => queue.peek().length === 0;

test('the handler gets the event that Lambda gets, and what succeeds is deleted', async () => {
  const events: any[] = [];
  const contexts: any[] = [];
  const sentAt = Date.now();
  queue.send('ä\n', { b: { dataType: 'Number.int', stringValue: '1' }, a: { dataType: 'String', stringValue: 'é' } });
  poll((event, context) => {
    events.push(event);
    contexts.push({ ...context, left: context.getRemainingTimeInMillis() });
  });
  await until(isEmpty);
  const plain = queue.send('plain');
  await until(isEmpty);
  expect(events).toHaveLength(2);
  const [record] = events[0].Records;
  expect(record).toEqual({
    messageId: expect.any(String),
    receiptHandle: expect.any(String),
    body: 'ä\n',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: '123456789012',
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    messageAttributes: {
      a: { stringValue: 'é', stringListValues: [], binaryListValues: [], dataType: 'String' },
      b: { stringValue: '1', stringListValues: [], binaryListValues: [], dataType: 'Number.int' },
    },
    md5OfBody: createHash('md5').update('ä\n').digest('hex'),
    md5OfMessageAttributes: createHash('md5')
      .update(Buffer.from('\0\0\0\x01a\0\0\0\x06String\x01\0\0\0\x02é'))
      .update(Buffer.from('\0\0\0\x01b\0\0\0\x0aNumber.int\x01\0\0\0\x011'))
      .digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:queue',
    awsRegion: 'eu-central-1',
  });
  expect(Number(record.attributes.SentTimestamp)).toBeGreaterThanOrEqual(sentAt);
  expect(events[1].Records[0]).toMatchObject({ messageId: plain, messageAttributes: {} });
  expect(events[1].Records[0]).not.toHaveProperty('md5OfMessageAttributes');
  expect(Object.keys(contexts[0])).toEqual(expect.arrayContaining(Object.keys(lambdaContext())));
  expect(contexts[0].left).toBeGreaterThan(900);
});

test('a batch has at most ten messages, or as many as asked', async () => {
  const sizes: number[] = [];
  for (let index = 0; index < 12; index += 1) queue.send(String(index));
  poll(({ Records }) => sizes.push(Records.length));
  await until(isEmpty);
  const [first] = sources.splice(0);
  await first!.stop();
  for (let index = 0; index < 5; index += 1) queue.send(String(index));
  poll(({ Records }) => sizes.push(Records.length), { batchSize: 4 });
  await until(isEmpty);
  expect(sizes).toEqual([10, 2, 4, 1]);
});

test('only what the answer names comes again, and at last it is a dead letter with a reason', async () => {
  const seen: string[] = [];
  for (const body of ['good', 'poison', 'fine']) queue.send(body);
  poll(({ Records }) => {
    seen.push(...Records.map(({ body, attributes }: any) => `${body} ${attributes.ApproximateReceiveCount}`));
    return {
      batchItemFailures: Records.filter(({ body }: any) => body === 'poison').map(({ messageId }: any) => ({
        itemIdentifier: messageId,
      })),
    };
  });
  await until(() => dead.peek().length === 1);
  expect(seen).toEqual(['good 1', 'poison 1', 'fine 1', 'poison 2', 'poison 3']);
  expect(dead.peek()[0]).toMatchObject({
    body: 'poison',
    receiveCount: 3,
    reason: 'The consumer reported it as failed; its log says why.',
  });
  expect(isEmpty()).toBe(true);
  expect(reports).toEqual([]);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['an empty object', {}],
  ['an empty list', { batchItemFailures: [] }],
  ['null for the list', { batchItemFailures: null }],
  ['something else', 'done'],
])('%s as an answer means that all have succeeded', async (_, answer) => {
  queue.send('a');
  queue.send('b');
  let calls = 0;
  poll(() => {
    calls += 1;
    return answer;
  });
  await until(isEmpty);
  await sleep(80);
  expect([calls, dead.peek()]).toEqual([1, []]);
});

test.each<[string, (ids: string[]) => unknown]>([
  ['an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ['null as an id', () => ({ batchItemFailures: [{ itemIdentifier: null }] })],
  ['another name for the id', ([id]) => ({ batchItemFailures: [{ id }] })],
  [
    'an unknown id beside a good one',
    ([id]) => ({ batchItemFailures: [{ itemIdentifier: id }, { itemIdentifier: 'x' }] }),
  ],
  ['null in the list', () => ({ batchItemFailures: [null] })],
  ['a list that is none', () => ({ batchItemFailures: 'a' })],
])('%s in the answer means that all have failed', async (_, answer) => {
  queue.send('a');
  queue.send('b');
  poll(({ Records }) => answer(Records.map(({ messageId }: any) => messageId)));
  await until(() => dead.peek().length === 2);
  expect(dead.peek()[1]!.reason).toBe('The consumer gave an answer that names no message of the batch.');
  expect(reports[0]).toBe(
    'A batch of the queue queue failed. The consumer gave an answer that names no message of the batch.',
  );
});

test('a handler that throws fails its whole batch, and the dead letters know why', async () => {
  queue.send('a');
  queue.send('b');
  let calls = 0;
  poll(() => {
    calls += 1;
    throw new Error('No such table.');
  });
  await until(() => dead.peek().length === 2);
  expect(calls).toBe(3);
  expect(dead.peek()[0]!.reason).toBe('No such table.');
  expect(reports).toEqual(Array(3).fill('A batch of the queue queue failed. No such table.'));
});

test('a handler that takes longer than its time-out has failed, whatever it answers later', async () => {
  queue.send('slow');
  poll(() => sleep(60), { functionTimeout: 0.02 });
  await until(() => dead.peek().length === 1);
  expect(dead.peek()[0]!.reason).toBe('The consumer was not ready after 0.02 seconds.');
});

test('with a retry delay a failed message shows again after it, not after the visibility timeout', async () => {
  const patient = openQueue({ name: 'patient', visibilityTimeout: 30, maxReceiveCount: 3, deadLetterQueue: dead });
  const times: number[] = [];
  const delays: number[] = [];
  poll(
    () => {
      times.push(performance.now());
      throw new Error('no');
    },
    {
      queue: patient,
      retryDelay: (count) => {
        delays.push(count);
        return count === 3 ? 0 : 0.04 * count;
      },
    },
  );
  patient.send('a');
  await until(() => dead.peek().length === 1);
  expect(delays).toEqual([1, 2, 3]);
  expect(times[1]! - times[0]!).toBeGreaterThan(30);
  expect(times[2]! - times[1]!).toBeGreaterThan(70);
});

test('stop waits for the batch under way, which is then done', async () => {
  queue.send('a');
  let begun = false;
  const source = poll(async () => {
    begun = true;
    await sleep(30);
  });
  await until(() => begun);
  await source.stop();
  expect(isEmpty()).toBe(true);
  queue.send('b');
  await sleep(20);
  expect(queue.size().visible).toBe(1);
});

test('an idle queue is not polled', async () => {
  const receive = jest.spyOn(queue, 'receive');
  poll(() => undefined);
  await sleep(50);
  expect(receive).toHaveBeenCalledTimes(1);
  queue.send('a');
  await until(isEmpty);
  expect(receive.mock.calls.length).toBeLessThan(6);
});

test('a message that begins to show just after a receive is not slept over', async () => {
  const moment = Date.now();
  let clock = moment;
  queue = openQueue({ name: 'queue', visibilityTimeout: 1, now: () => new Date(clock) });
  queue.send('late');
  queue.receive();
  // The queue tells of both a moment later, which would wake who begins to read before.
  await sleep(1);
  const receive = queue.receive.bind(queue);
  queue.receive = (max) => {
    const received = receive(max);
    clock = moment + 1_000;
    return received;
  };
  poll(() => undefined);
  await until(isEmpty);
});

test('a queue that cannot be read for a moment is tried again', async () => {
  const failing = jest.spyOn(queue, 'receive').mockImplementationOnce(() => {
    throw new Error('The disk is full.');
  });
  queue.send('a');
  poll(() => undefined);
  await until(isEmpty);
  expect(reports).toEqual(['The queue queue cannot be read for the moment and is tried again. The disk is full.']);
  failing.mockRestore();
});
