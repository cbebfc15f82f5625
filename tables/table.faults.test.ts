import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { Table } from '../services/context';
import { openFaultProxy } from '../test/fault-proxy';
import type { FaultProxy, Rule } from '../test/fault-proxy';
import { equalTo, fateOf, openTestTable } from '../test/table';
import type { TestTable } from '../test/table';

@Domain('fragile', { indexes: { byShelf: { partition: 'shelf' } } })
class Fragile {
  @Id() id!: string;
  @Integer({ optional: true }) count?: number;
  @Text({ max: 60, optional: true }) shelf?: string;
}

const present = {} as const;
const first = { versions: [1] } as const;

let fragile: TestTable;
let proxy: FaultProxy;
/** The table behind the proxy. */
let table: Table;

beforeAll(async () => {
  fragile = await openTestTable(Fragile);
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE!, seed: 7 });
});

beforeEach(() => {
  proxy.set();
  table = fragile.through({ endpoint: proxy.endpoint });
});

afterAll(() => proxy.close());

let made = 0;

/** An item that went in without the proxy. */
async function stored(): Promise<string> {
  const id = `made-${made++}`;
  await fragile.table.create({ id, count: 1 });
  return id;
}

/** An item of 390 KB, as another program puts it. */
const heavy = (TableName: string, id: string) =>
  new PutItemCommand({ TableName, Item: { id: { S: id }, shelf: { S: 'slow' }, bulk: { S: 'x'.repeat(390_000) } } });

const kept = async (id: string) => fragile.table.get({ id });

/** Every call that a table can make, each on an item of its own, which may be stored before. */
const everyCall: [string, (table: Table, item?: Promise<string>) => Promise<unknown>][] = [
  ['get', async (one) => one.get({ id: 'x' })],
  ['getMany', async (one) => one.getMany([{ id: 'x' }, { id: 'y' }])],
  ['list', async (one) => one.list(equalTo({ shelf: 's' }, 5))],
  ['create', async (one) => one.create({ id: `made-${made++}` })],
  [
    'update',
    async (one, item = stored()) => one.update({ id: await item }, { set: { count: 2 }, remove: [] }, present),
  ],
  ['delete', async (one, item = stored()) => one.delete({ id: await item }, present)],
];

describe('with every fifth call throttled', () => {
  test('five hundred calls all succeed', async () => {
    proxy.set({ do: 'throttle', rate: 0.2 });
    const failures: unknown[] = [];
    let calls = 0;
    const worker = async (): Promise<void> => {
      while (calls < 500) {
        const [name, call] = everyCall[calls++ % everyCall.length]!;
        const fate = await fateOf(call(table));
        if (!('done' in fate)) failures.push([name, fate]);
      }
    };
    await Promise.all(Array.from({ length: 20 }, worker));
    expect(failures).toEqual([]);
    // The promise is 99.9 %; had nothing been throttled, it would prove nothing.
    expect(proxy.faults.get('throttle')).toBeGreaterThan(80);
  });
});

const unavailable = { code: 'unavailable', details: { retryAfterSeconds: 1 } };

describe('a store that does not recover is called unavailable, by every call', () => {
  /** The calls wait between their tries, so they do it together. */
  async function expectUnavailable(one: Table): Promise<void> {
    const fates = await Promise.allSettled(everyCall.map(([, call]) => call(one)));
    expect(fates).toEqual(fates.map(() => ({ status: 'rejected', reason: expect.objectContaining(unavailable) })));
  }

  test('when all is throttled', async () => {
    proxy.set({ do: 'throttle' });
    await expectUnavailable(table);
  });

  test('when all is answered 500', async () => {
    proxy.set({ do: 'fail' });
    await expectUnavailable(table);
  });

  test('when nobody listens', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    await expectUnavailable(fragile.through({ endpoint: `http://127.0.0.1:${port}` }));
  });

  test('and it takes nothing from later calls', async () => {
    proxy.set({ do: 'throttle' });
    await Promise.allSettled(Array.from({ length: 20 }, () => table.get({ id: 'x' })));
    proxy.set({ do: 'throttle', nth: [1, 2, 3] });
    expect(await fateOf(table.get({ id: 'x' }))).toEqual({ done: null });
  });
});

describe('a write that DynamoDB carries out but does not answer is done once and answered as done', () => {
  const lost: [string, ...Rule[]][] = [
    ['the answer of the first try lost', { do: 'cutAfter', nth: [1] }],
    ['the answers of three tries lost', { do: 'cutAfter', nth: [1, 2, 3] }],
    ['the first try answered 500', { do: 'failAfter', nth: [1] }],
    ['its answer lost and the next try throttled', { do: 'cutAfter', nth: [1] }, { do: 'throttle', nth: [1] }],
  ];
  const cases = lost.flatMap(([faults, ...rules]) => [
    { faults, rules, how: 'under no version', condition: present },
    { faults, rules, how: 'under its version', condition: first },
  ]);

  test.each(lost)('create, with %s', async (_, ...rules) => {
    proxy.set(...rules.map((rule) => ({ ...rule, on: ['PutItem'] })));
    const id = `made-${made++}`;
    expect(await table.create({ id, count: 1 })).toEqual({ id, count: 1, version: 1 });
    expect(await kept(id)).toEqual({ id, count: 1, version: 1 });
    expect(proxy.calls.get('PutItem')).toBeGreaterThan(1);
  });

  test.each(cases)('update $how, with $faults', async ({ rules, condition }) => {
    const id = await stored();
    proxy.set(...rules.map((rule) => ({ ...rule, on: ['UpdateItem'] })));
    const changed = await table.update({ id }, { set: { count: 2 }, remove: [] }, condition);
    expect(changed).toEqual({ id, count: 2, version: 2 });
    expect(await kept(id)).toEqual(changed);
    expect(proxy.calls.get('UpdateItem')).toBeGreaterThan(1);
  });

  test.each(cases)('delete $how, with $faults', async ({ rules, condition }) => {
    const id = await stored();
    proxy.set(...rules.map((rule) => ({ ...rule, on: ['DeleteItem'] })));
    expect(await fateOf(table.delete({ id }, condition))).toEqual({ done: null });
    expect(await kept(id)).toBeUndefined();
    expect(proxy.calls.get('DeleteItem')).toBeGreaterThan(1);
  });
});

describe('a write that never reached DynamoDB is tried again', () => {
  test.each<[string, Rule]>([
    ['a connection that breaks', { do: 'cut', nth: [1, 2] }],
    ['a 500', { do: 'fail', nth: [1, 2] }],
    ['throttling', { do: 'throttle', nth: [1, 2] }],
  ])('after %s', async (_, rule) => {
    proxy.set({ ...rule, on: ['PutItem'] });
    const id = `made-${made++}`;
    expect(await table.create({ id })).toEqual({ id, version: 1 });
    proxy.set({ ...rule, on: ['UpdateItem'] });
    expect(await table.update({ id }, { set: { count: 1 }, remove: [] }, first)).toMatchObject({ version: 2 });
    proxy.set({ ...rule, on: ['DeleteItem'] });
    await table.delete({ id }, present);
    expect(await kept(id)).toBeUndefined();
  });
});

describe('a try again does not hide what another has written', () => {
  test.each<Rule['do']>(['throttle', 'cutAfter', 'cut'])('a create of a taken key fails after "%s"', async (fault) => {
    const id = await stored();
    proxy.set({ do: fault, on: ['PutItem'], nth: [1] } as Rule);
    expect(await fateOf(table.create({ id, count: 2 }))).toEqual({ lost: { id, count: 1, version: 1 } });
  });

  test.each<Rule['do']>(['throttle', 'cutAfter', 'cut'])(
    'an update of an old version fails after "%s"',
    async (fault) => {
      const id = await stored();
      await fragile.table.update({ id }, { set: { count: 2 }, remove: [] }, first);
      proxy.set({ do: fault, on: ['UpdateItem'], nth: [1] } as Rule);
      const fate = await fateOf(table.update({ id }, { set: { count: 3 }, remove: [] }, first));
      expect(fate).toEqual({ lost: { id, count: 2, version: 2 } });
    },
  );

  test('a delete of what was never there fails after throttling, which leaves no doubt', async () => {
    proxy.set({ do: 'throttle', on: ['DeleteItem'], nth: [1, 2] });
    expect(await fateOf(table.delete({ id: 'nobody' }, present))).toEqual({ lost: null });
  });

  test('a delete of an old version fails after its first answer was lost', async () => {
    const id = await stored();
    proxy.set({ do: 'cutAfter', on: ['DeleteItem'], nth: [1] });
    const fate = await fateOf(table.delete({ id }, { versions: [9] }));
    expect(fate).toEqual({ lost: { id, count: 1, version: 1 } });
  });
});

test('a batch read asks again when its answer was lost', async () => {
  const ids = [await stored(), await stored()];
  proxy.set({ do: 'cutAfter', on: ['BatchGetItem'], nth: [1] });
  expect((await table.getMany(ids.map((id) => ({ id })))).map((item) => item?.id)).toEqual(ids);
});

test('a call that is not answered is given up and tried again before the time of the request is over', async () => {
  const id = await stored();
  proxy.set({ do: 'hang', on: ['GetItem'], nth: [1] });
  expect(await table.get({ id })).toMatchObject({ id });
  expect(proxy.calls.get('GetItem')).toBe(2);
});

describe('when the time of the request is over', () => {
  let silent: Server;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });

  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  const silentEndpoint = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;

  /**
   * Expects that a call ends with its signal. What comes later is told by turns of the event loop, not by a clock: no
   * timer and no answer of a server fits into them, and a busy machine takes longer for each, but not more of them.
   */
  async function expectTimeout(
    call: (table: Table, item: Promise<string>) => Promise<unknown>,
    endpoint: string,
    signal: AbortSignal,
  ) {
    const item = stored();
    await item;
    const late = (async () => {
      if (!signal.aborted) await once(signal, 'abort');
      for (let turn = 0; turn < 1000; turn++) await nextTurn();
      return 'late';
    })();
    expect(await Promise.race([fateOf(call(fragile.through({ endpoint, signal }), item)), late])).toEqual({
      error: 'timeout',
    });
  }

  test.each(everyCall)('%s ends at once, though the store is silent', async (_, call) => {
    await expectTimeout(call, silentEndpoint(), AbortSignal.timeout(200));
  });

  test.each(everyCall)('%s ends at once, though it waits to try again', async (_, call) => {
    proxy.set({ do: 'throttle' });
    await expectTimeout(call, proxy.endpoint, AbortSignal.timeout(100));
  });

  test.each(everyCall)('%s does not even begin when it was over before', async (_, call) => {
    // A proxy of its own: what the tests before have broken off may reach theirs late.
    const unasked = await openFaultProxy({ target: process.env.TEST_ENGINE!, seed: 7 });
    await expectTimeout(call, unasked.endpoint, AbortSignal.abort('no reason'));
    expect(unasked.calls.size).toBe(0);
    await unasked.close();
  });

  test('a page stops between two of its calls', async () => {
    const time = new AbortController();
    const ids = Array.from({ length: 8 }, (_, index) => `slow-${index}`);
    await Promise.all(ids.map((id) => fragile.raw.send(heavy(fragile.name, id))));
    proxy.set({ do: 'hang', on: ['Query'], nth: [2] });
    const page = expectTimeout(async (slow) => slow.list(equalTo({ shelf: 'slow' }, 100)), proxy.endpoint, time.signal);
    while ((proxy.calls.get('Query') ?? 0) < 2) await nextTurn();
    time.abort();
    await page;
    expect(proxy.calls.get('Query')).toBe(2);
  });
});
