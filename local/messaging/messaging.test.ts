import { wiringOf } from './wiring';
import { definition } from '../../test/usual';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessDenied } from '../access';
import { localAccess } from '../tables';
import { startMessaging } from './messaging';
import type { Messaging, MessagingOptions } from './messaging';
import { Outbox } from '../../test/messaging/outbox';
import { until } from '../../test/until';

let folder: string;
let outbox: Outbox;
const running: Messaging[] = [];
const said: string[] = [];

beforeEach(async () => {
  said.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'tandem-messaging-'));
  outbox = new Outbox(process.env.TEST_ENGINE!);
  await outbox.create();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((messaging) => messaging.stop()));
  await outbox.drop();
  outbox.close();
  rmSync(folder, { recursive: true });
});

function start(consumer: (event: any) => unknown, options: Partial<MessagingOptions> = {}): Messaging {
  const messaging = startMessaging({
    endpoint: outbox.endpoint,
    ...localAccess,
    tablePrefix: outbox.prefix,
    wiring: wiringOf(definition),
    consumers: { loans: async (event) => consumer(event), notices: async () => undefined },
    log: (words, error) => said.push(error === undefined ? words : `${words} ${(error as Error).message}`),
    ...options,
  });
  running.push(messaging);
  return messaging;
}

const idsIn = ({ Records }: any): string[] => Records.map(({ body }: any) => JSON.parse(body).detail.id);

test('a borrow in the outbox reaches the consumer as the SQS event of an EventBridge event', async () => {
  const events: any[] = [];
  const messaging = start((event) => void events.push(event));
  const id = await outbox.add({ userName: 'Zoë', items: [{ bookId: 'p1', quantity: 2 }] });
  await messaging.idle();
  const records = events.flatMap(({ Records }) => Records);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:loans',
    awsRegion: 'us-east-1',
  });
  expect(JSON.parse(records[0].body)).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'LoanRequested',
    source: 'library.desk',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'us-east-1',
    resources: [],
    detail: { id, userName: 'Zoë', items: [{ bookId: 'p1', quantity: 2 }] },
  });
  expect(said).toEqual([]);
});

test('idle waits for everything, also for what the consumer itself puts into the outbox', async () => {
  const seen: string[] = [];
  const messaging = start(async (event) => {
    await sleep(5);
    const ids = idsIn(event);
    if (seen.length < 3) for (const id of ids) if (id === '00001') await outbox.add();
    seen.push(...ids);
  });
  await messaging.idle();
  for (let index = 0; index < 40; index += 1) await outbox.add({}, `key-${index % 7}`);
  await messaging.idle();
  expect([...seen].sort()).toEqual(Array.from({ length: 41 }, (_, index) => String(index + 1).padStart(5, '0')));
});

test('a poison message becomes a dead letter after five tries while the others pass, and a redrive brings it back', async () => {
  const tries = new Map<string, number>();
  let lastTry = 0;
  const messaging = start(
    (event) => {
      lastTry = performance.now();
      for (const id of idsIn(event)) tries.set(id, (tries.get(id) ?? 0) + 1);
      const failed = event.Records.filter(({ body }: any) => body.includes('poison'));
      return { batchItemFailures: failed.map(({ messageId }: any) => ({ itemIdentifier: messageId })) };
    },
    { visibilityTimeout: 0.3, folder },
  );
  await outbox.add();
  await outbox.add({ note: 'poison' });
  await outbox.add();
  await messaging.idle();
  expect(Object.fromEntries(tries)).toEqual({ '00001': 1, '00002': 5, '00003': 1 });
  // The last failure is not waited for.
  expect(performance.now() - lastTry).toBeLessThan(250);
  const letters = messaging.consumers.loans!.deadLetterQueue.peek();
  expect(letters).toEqual([expect.objectContaining({ receiveCount: 5, body: expect.stringContaining('poison') })]);

  await messaging.stop();
  const again = start((event) => idsIn(event).forEach((id) => tries.set(id, 10)), { folder });
  await again.idle();
  expect(again.consumers.loans!.deadLetterQueue.peek()).toEqual(letters);
  expect(again.consumers.loans!.deadLetterQueue.redrive(again.consumers.loans!.queue)).toBe(1);
  await again.idle();
  expect(Object.fromEntries(tries)).toEqual({ '00001': 1, '00002': 10, '00003': 1 });
  expect(again.consumers.loans!.deadLetterQueue.peek()).toEqual([]);
});

test('what was not consumed before a stop is consumed after it, and nothing is read twice', async () => {
  let isUp = false;
  const seen: string[] = [];
  const consumer = (event: unknown): void => {
    if (!isUp) throw new Error('The engine is away.');
    seen.push(...idsIn(event));
  };
  const first = start(consumer, { folder });
  const ids = [await outbox.add({}, 'a'), await outbox.add({}, 'b')];
  await until(() => said.length > 0);
  await expect(Promise.all([first.idle(), first.stop()])).rejects.toThrow(/stopped|no longer followed/);
  ids.push(await outbox.add({}, 'c'));
  isUp = true;
  await start(consumer, { folder }).idle();
  expect([...seen].sort()).toEqual(ids);
  for (const name of ['loans-queue.jsonl', 'loans-dead-letters.jsonl', 'outbox.checkpoint.json']) {
    expect(existsSync(join(folder, name))).toBe(true);
  }
  await Promise.all(running.splice(0).map((messaging) => messaging.stop()));
  await start(consumer, { folder }).idle();
  expect(seen).toHaveLength(3);
});

test('an event that the rule may not deliver is a dead letter that says why', async () => {
  const messaging = start(() => undefined, {
    authorize: (principal, access) => {
      if (principal === 'events.amazonaws.com' && access.arn.endsWith(':loans')) {
        throw new AccessDenied(principal, access);
      }
    },
  });
  await outbox.add();
  await messaging.idle();
  const [letter] = messaging.consumers.loans!.deadLetterQueue.receive();
  expect(letter!.messageAttributes).toMatchObject({
    ERROR_CODE: { stringValue: 'NO_PERMISSIONS' },
    ERROR_MESSAGE: { stringValue: expect.stringContaining('sqs:SendMessage') as string },
  });
  expect(said).toEqual([
    expect.stringMatching(/^An event went to the dead letters, because the rule .*sqs:SendMessage/),
  ]);
});

test('what the relay may not do is said once and tried again', async () => {
  let refusals = 0;
  const messaging = start(() => undefined, {
    authorize: (principal, access) => {
      if (access.action === 'events:PutEvents' && (refusals += 1) <= 3) throw new AccessDenied(principal, access);
    },
  });
  await outbox.add();
  await messaging.idle();
  expect(refusals).toBe(4);
  expect(said.filter((words) => words.startsWith('The bus does not take an event'))).toEqual([
    expect.stringContaining('events:PutEvents'),
  ]);
});

test('an event that can never be delivered is named in the dead letters of the relay, and the others go on', async () => {
  const seen: string[] = [];
  const messaging = start((event) => void seen.push(...idsIn(event)), { folder });
  const poison = await outbox.add('not JSON');
  const good = await outbox.add();
  await messaging.idle();
  expect(seen).toEqual([good]);
  expect(said).toEqual([
    `The relay passes over the event ${poison} of swn, which can never be delivered. The detail of the event is no JSON object.`,
  ]);
  const letters = messaging.relayDeadLetterQueue.peek().map(({ body }) => JSON.parse(body) as unknown);
  expect(letters).toEqual([
    {
      reason: 'The detail of the event is no JSON object.',
      sequenceNumber: expect.stringMatching(/^\d+$/) as string,
      key: 'swn',
      id: poison,
      event: 0,
    },
  ]);
  await messaging.stop();
  const again = start((event) => void seen.push(...idsIn(event)), { folder });
  await again.idle();
  expect(again.relayDeadLetterQueue.peek()).toHaveLength(1);
});

test('the relay is handed new items only, in the form of a Lambda event, and its mapping filters the rest', async () => {
  const seen: string[] = [];
  const messaging = start((event) => void seen.push(...idsIn(event)));
  const id = await outbox.add();
  await outbox.remove(id);
  await messaging.idle();
  expect(seen).toEqual([id]);
  expect(messaging.relayDeadLetterQueue.peek()).toEqual([]);
});
