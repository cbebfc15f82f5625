import { orderConsumer } from '../services/place-order';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createConsumer } from '../../api/consumer';
import { createRelay } from '../../api/relay';
import type { StreamBatchResponse } from '../../api/relay';
import type { PutEvents, StreamRecord } from '../../services/relay';
import { localAccess } from '../../local/tables';
import { expectAnswer, fill, sendBadInput } from '../../test/bad-inputs';
import { rowsOf } from './bad-inputs';
import type { BadInput } from '../../test/bad-inputs';
import { digestOf } from '../../test/digest';
import { openFaultProxy } from '../../test/fault-proxy';
import type { FaultProxy } from '../../test/fault-proxy';
import { formats, openGateway } from './harness';
import type { Answer, TestGateway } from './harness';

// The rows about checkout, idempotency, queue, bus and outbox, each on tables of its own.
const rows = rowsOf('bad-inputs-shop');
const throughGateway = rows.filter(({ row }) => row.request.method !== 'INVOKE');
const invoked = rows.filter(({ row }) => row.request.method === 'INVOKE' && row.surface !== 'outbox');

const asked = { firstName: 'A', lastName: 'B', email: 'a@example.com', address: 'x', paymentMethod: 1 };
const deadline = { awsRequestId: 'r', getRemainingTimeInMillis: () => 3_000 };

let proxy: FaultProxy;
beforeAll(async () => {
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
});
beforeEach(() => proxy.set());
afterAll(async () => proxy.close());

/** The shop of the file: alice has a basket of two lines, others an empty, a stale and a huge one. */
async function openShop(payload: (typeof formats)[number]): Promise<TestGateway> {
  const gateway = await openGateway(payload, { endpoint: proxy.endpoint });
  for (const [id, price] of [
    ['p1', 10],
    ['p2', 20],
  ] as const) {
    await gateway.send('POST', '/product', { body: { id, title: id, category: 'Phone', price } });
  }
  const lines = [
    { productId: 'p1', quantity: 1, price: 10 },
    { productId: 'p2', quantity: 1 },
  ];
  const huge = Array.from({ length: 300 }, (_, index) => ({
    productId: 'p1',
    quantity: 1,
    color: `c${index}`,
    productName: 'x'.repeat(1000),
  }));
  const baskets = { alice: lines, empty: [], stale: [{ productId: 'gone', quantity: 1 }], huge };
  for (const [userName, items] of Object.entries(baskets)) {
    expect((await gateway.send('POST', '/basket', { body: { userName, items } })).status).toBe(201);
  }
  return gateway;
}

describe.each(formats)('with %s events', (payload) => {
  test.each(throughGateway)('$id: $name', async ({ row }) => {
    const gateway = await openShop(payload);
    const checkout = async (key: string, body: object = { userName: 'alice', ...asked }): Promise<Answer> =>
      gateway.send('POST', '/basket/checkout', { headers: { 'idempotency-key': `"${key}"` }, body });
    const texts: Answer[] = [];
    let running: Promise<Answer> | undefined;
    const keys: Record<string, () => Promise<unknown>> = {
      done: async () => texts.push(await checkout('done')),
      running: async () => {
        proxy.set({ do: 'slow', milliseconds: 300, on: ['TransactWriteItems'] });
        running = checkout('running');
      },
      was422: async () => expect(await checkout('was422', { userName: 'alice' })).toMatchObject({ status: 422 }),
      was503: async () => {
        proxy.set({ do: 'throttle', on: ['TransactWriteItems'] });
        expect(await checkout('was503')).toMatchObject({ status: 503 });
        proxy.set();
      },
      gqldone: async () => texts.push(await sendBadInput(gateway, row, async (name) => name.replace('key:', ''))),
    };
    const [prepared] = /(?<={{key:)\w+/.exec(JSON.stringify(row.request.headers)) ?? [];
    if (prepared && row.id !== 'idempotency-17') await keys[prepared]!();
    const before = await digestOf(gateway.prefix);

    const fault = row.request.headers['x-fault'];
    if (fault === 'throttle:1') proxy.set({ do: 'throttle' });
    if (fault === 'cutAfter:1') proxy.set({ do: 'cutAfter', on: ['TransactWriteItems'], nth: [1] });
    const uuid = randomUUID();
    const fixtures = async (name: string): Promise<string> =>
      name === 'uuid' ? (row.id === 'rest.checkout-09' ? randomUUID() : uuid) : name.replace('key:', '');
    const { $concurrent, body } = (row.request.body ?? {}) as { $concurrent?: number; body?: unknown };
    const answers = await Promise.all(
      Array.from({ length: $concurrent ?? 1 }, () =>
        sendBadInput(gateway, $concurrent ? { ...row, request: { ...row.request, body } } : row, fixtures),
      ),
    );
    if (row.id !== 'idempotency-11') proxy.set();

    expectAnswers(row, answers);
    if (running) expect((await running).status).toBe(202);
    else await expectEffect(row, gateway, before);
    await expectMore(row, gateway, { answers, earlier: texts[0], checkout, uuid });
  });

  async function expectEffect(row: BadInput, gateway: TestGateway, before: string): Promise<void> {
    if (row.expect.effect === 'none') expect(await digestOf(gateway.prefix)).toBe(before);
    else expect((await gateway.send('GET', '/order/alice')).json.items).toHaveLength(1);
  }
});

function expectAnswers(row: BadInput, answers: readonly Answer[]): void {
  for (const answer of answers) expectAnswer(row, answer);
  const [first] = [row.expect.status].flat();
  if (answers.length > 1) expect(answers.filter(({ status }) => status === first)).toHaveLength(1);
}

interface Happened {
  readonly answers: readonly Answer[];
  readonly earlier?: Answer;
  readonly uuid: string;
  readonly checkout: (key: string) => Promise<Answer>;
}

/** What the file says under "also". */
async function expectMore(
  row: BadInput,
  gateway: TestGateway,
  { answers, earlier, uuid, checkout }: Happened,
): Promise<void> {
  const [answer] = answers;
  switch (row.id) {
    case 'rest.checkout-05':
    case 'rest.checkout-06':
    case 'rest.checkout-11': {
      const { userName } = JSON.parse((await fill(row.request.body, async () => '')).toString()) as {
        userName: string;
      };
      expect((await gateway.send('GET', `/basket/${userName}`)).status).toBe(200);
      break;
    }
    case 'rest.checkout-07':
      expect((await gateway.send('GET', '/order/alice')).json.items).toMatchObject([{ totalPrice: 30 }]);
      break;
    case 'rest.checkout-12':
      expect(answer!.headers['retry-after']).toBe('1');
      expect((await checkout(uuid)).status).toBe(202);
      break;
    case 'rest.checkout-13': {
      const again = await checkout(uuid);
      expect(again.status).toBe(202);
      if (answer!.status === 202) expect(again.json).toEqual(answer!.json);
      expect((await gateway.send('GET', '/order/alice')).json.items).toHaveLength(1);
      break;
    }
    case 'idempotency-08':
    case 'idempotency-10':
      expect(answer).toMatchObject({ text: earlier!.text, headers: { 'idempotent-replayed': 'true' } });
      break;
    case 'idempotency-11':
      expect(answer!.headers['retry-after']).toBe('1');
      break;
    case 'idempotency-19':
      expect(answer!.json).toEqual(earlier!.json);
  }
}

describe('events', () => {
  test.each(invoked)('$id: $name', async ({ row }) => {
    const gateway = await openShop('v1');
    const counted: unknown[] = [];
    const consumer = createConsumer(orderConsumer, {
      endpoint: proxy.endpoint,
      ...localAccess,
      tablePrefix: gateway.prefix,
      log: () => undefined,
      metrics: (entry) => counted.push(entry.alarms),
    });
    const { $twice } = (row.request.body ?? {}) as { $twice?: unknown };
    const event = JSON.parse((await fill($twice ?? row.request.body, async () => '')).toString()) as unknown;
    if (row.id === 'sqs-12' || $twice) await consumer(event, deadline);
    if (row.id === 'sqs-13') await consumer(JSON.parse(JSON.stringify(event).replace('31', '30')), deadline);
    const before = await digestOf(gateway.prefix);
    if (row.profile === 'fault') proxy.set({ do: 'throttle' });
    const outcome = await consumer(event, deadline).then(
      ({ batchItemFailures }) => `batchItemFailures=[${batchItemFailures.map((one) => one.itemIdentifier).join(',')}]`,
      () => 'throws',
    );
    proxy.set();
    expect(outcome).toBe(row.expect.code === 'ok' ? 'batchItemFailures=[]' : row.expect.code);
    if (row.id === 'sqs-10') {
      expect((await gateway.send('GET', '/order/alice')).json.items).toHaveLength(7);
    } else if (row.expect.effect === 'none') expect(await digestOf(gateway.prefix)).toBe(before);
    else
      expect((await gateway.send('GET', '/order/alice')).json.items).toMatchObject([{ orderId: 'o1', totalPrice: 30 }]);
    if (row.id === 'sqs-13') expect(counted.at(-1)).toEqual({ OrderConflict: 1 });
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  const record = (number: number): StreamRecord => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(number),
      NewImage: {
        key: { S: `k${number}` },
        id: { S: `i${number}` },
        source: { S: 's' },
        detailType: { S: 't' },
        detail: { S: '{}' },
        time: { S: '2026-01-01T00:00:00.000Z' },
      },
    },
  });
  const records = [record(1), record(2), record(3)];
  const relay = (Records: readonly StreamRecord[], putEvents: PutEvents): Promise<StreamBatchResponse> => {
    const giveUp = async (): Promise<never> => Promise.reject(new Error('nothing is to be given up'));
    return createRelay({ putEvents, giveUp, log: () => undefined })({ Records }, deadline);
  };

  test('each row about the outbox has a test below', () => {
    const source = readFileSync(__filename, 'utf8');
    for (const { id } of rows.filter(({ row }) => row.surface === 'outbox')) expect(source).toContain(`'${id}: `);
  });

  test('outbox-01: PutEvents answers FailedEntryCount 1', async () => {
    const failed = { ErrorCode: 'InternalFailure', ErrorMessage: 'not now' };
    const result = await relay(records, async (entries) => ({
      FailedEntryCount: 1,
      Entries: entries.map((_, index) => (index === 1 ? failed : { EventId: 'e' })),
    }));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test.each(['outbox-02: PutEvents throttled', 'outbox-03: PutEvents times out after delivery'])('%s', async () => {
    const result = await relay(records, async () => Promise.reject(new Error('ThrottlingException')));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test('outbox-04: REMOVE record (TTL)', async () => {
    const removed = {
      eventName: 'REMOVE',
      dynamodb: { SequenceNumber: '1', Keys: { id: { S: 'o1' } } },
    } as StreamRecord;
    const result = await relay([removed], async () => Promise.reject(new Error('nothing is to be sent')));
    expect(result).toEqual({ batchItemFailures: [] });
  });
});
