import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { createTables, localAccess } from '../local/tables';
import { openFaultProxy } from '../test/fault-proxy';
import type { FaultProxy } from '../test/fault-proxy';
import { randomUUID } from 'node:crypto';
import { ConditionFailed, TransactionLost } from '../services/context';
import type { Store, Write } from '../services/context';
import type { ServiceError } from '../services/errors';
import { openTables } from './index';

@Domain('account')
class Account {
  @Id() id!: string;
  @Integer({ optional: true }) amount?: number;
  @Text({ max: 400_000, optional: true }) note?: string;
}

@Domain('session', { expiresAfterDays: 1 })
class Session {
  @Id() id!: string;
  @Integer({ optional: true }) count?: number;
}

const [accounts, sessions] = [domainOf(Account), domainOf(Session)];
const prefix = `test-${randomUUID().slice(0, 8)}-`;
let proxy: FaultProxy;
let time = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  const endpoint = process.env.TEST_ENGINE!;
  await createTables({ endpoint, domains: [Account, Session], prefix, say: () => undefined });
  proxy = await openFaultProxy({ target: endpoint });
});
beforeEach(() => proxy.set());
afterAll(async () => proxy.close());

function open(milliseconds = 80_000, { endpoint } = proxy): Store {
  const tables = openTables({ ...localAccess, endpoint, prefix });
  return tables({ signal: AbortSignal.timeout(milliseconds), now: () => time });
}

const moments = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };
const account = (amount: number) => ({ id: randomUUID(), amount, ...moments });
const move = (id: string, amount: number, least = 0): Write => ({
  domain: accounts,
  update: { id },
  changes: { set: {}, remove: [], add: { amount } },
  condition: { where: { field: ['amount'], comparison: 'ge', values: [least] } },
});

test('all of the writes happen, and each counts its version', async () => {
  const { table, transact } = open();
  const [from, to, gone] = [account(10), account(0), account(1)];
  for (const one of [from, to, gone]) await table(accounts).create(one);
  const made = account(5);
  await transact([
    move(from.id, -4, 4),
    move(to.id, 4),
    { domain: accounts, delete: { id: gone.id }, condition: { versions: [1] } },
    { domain: accounts, create: made },
    { domain: sessions, put: { id: made.id, count: 1, ...moments } },
  ]);
  expect(await table(accounts).getMany([from, to, gone, made].map(({ id }) => ({ id })))).toMatchObject([
    { amount: 6, version: 2 },
    { amount: 4, version: 2 },
    undefined,
    { amount: 5, version: 1 },
  ]);
  expect(await table(sessions).get({ id: made.id })).toMatchObject({ count: 1, version: 1 });
});

test('none of the writes happens when one condition fails, and each to blame is named with its item', async () => {
  const { table, transact } = open();
  const [from, to, taken] = [account(3), account(0), account(7)];
  for (const one of [from, to, taken]) await table(accounts).create(one);
  const attempt = transact([
    move(from.id, -4, 4),
    move(to.id, 4),
    { domain: accounts, delete: { id: 'nobody' }, condition: {} },
    { domain: accounts, create: { ...taken, amount: 99 } },
  ]);
  const error = (await attempt.catch((thrown: unknown) => thrown)) as TransactionLost;
  expect(error).toBeInstanceOf(TransactionLost);
  expect(error.lost.map((one) => one?.current)).toMatchObject([{ amount: 3 }, undefined, undefined, { amount: 7 }]);
  expect(error.lost.map((one) => one instanceof ConditionFailed)).toEqual([true, false, true, true]);
  expect((await table(accounts).get({ id: from.id }))!.amount).toBe(3);
});

test.each(['cut', 'cutAfter', 'fail', 'failAfter', 'throttle'] as const)(
  'a transaction that meets %s happens once',
  async (fault) => {
    const { table, transact } = open();
    const [from, to] = [account(10), account(0)];
    for (const one of [from, to]) await table(accounts).create(one);
    proxy.set({ do: fault, on: ['TransactWriteItems'], nth: [1, 2] });
    await transact([move(from.id, -1, 1), move(to.id, 1)]);
    expect(proxy.faults.get(fault)).toBe(2);
    expect(await table(accounts).get({ id: from.id })).toMatchObject({ amount: 9, version: 2 });
    expect(await table(accounts).get({ id: to.id })).toMatchObject({ amount: 1, version: 2 });
  },
);

describe('on an engine that remembers no tokens', () => {
  let forgetful: FaultProxy;
  beforeAll(async () => {
    forgetful = await openFaultProxy({ target: process.env.TEST_ENGINE!, forgetsTokens: true });
  });
  beforeEach(() => forgetful.set());
  afterAll(async () => forgetful.close());

  test.each(['cutAfter', 'failAfter'] as const)('a transaction that meets %s happens once too', async (fault) => {
    const { table, transact } = open(80_000, forgetful);
    const [from, gone, made] = [account(10), account(1), account(5)];
    for (const one of [from, gone]) await table(accounts).create(one);
    forgetful.set({ do: fault, on: ['TransactWriteItems'], nth: [1, 2] });
    await transact([
      { domain: accounts, delete: { id: gone.id }, condition: { versions: [1] } },
      move(from.id, -1, 1),
      { domain: accounts, create: made },
    ]);
    expect(forgetful.calls.get('TransactWriteItems')).toBe(3);
    expect(await table(accounts).get({ id: from.id })).toMatchObject({ amount: 9, version: 2 });
    expect(await table(accounts).get({ id: made.id })).toMatchObject({ amount: 5, version: 1 });
    expect(await table(accounts).get({ id: gone.id })).toBeUndefined();
  });

  test('none is sent where the tables are told so, but for a transaction that leaves no mark', async () => {
    const tables = openTables({ ...localAccess, endpoint: forgetful.endpoint, prefix, transactionTokens: false });
    const { table, transact } = tables({ signal: AbortSignal.timeout(80_000), now: () => time });
    const [one, other] = [account(1), account(2)];
    await transact([one, other].map((item) => ({ domain: accounts, create: item })));
    await transact([{ domain: accounts, delete: { id: one.id }, condition: {} }]);
    const sent = forgetful.requests.filter(({ operation }) => operation === 'TransactWriteItems');
    const ours = process.env.DYNAMODB_CLIENT !== 'sdk';
    expect(sent.map(({ body }) => 'ClientRequestToken' in JSON.parse(body))).toEqual([!ours, true]);
    expect(await table(accounts).get({ id: other.id })).toMatchObject({ amount: 2 });
  });

  test('a create of a key that another has taken meanwhile is lost', async () => {
    const { table, transact } = open(80_000, forgetful);
    const made = account(5);
    forgetful.set({
      do: 'cut',
      on: ['TransactWriteItems'],
      nth: [1],
      then: async () =>
        open()
          .table(accounts)
          .create({ ...made, amount: 7 }),
    });
    const error = await transact([{ domain: accounts, create: made }]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionLost);
    expect(await table(accounts).get({ id: made.id })).toMatchObject({ amount: 7 });
  });
});

test('fifty transactions on one item all happen, and no more than there is', async () => {
  const { table, transact } = open();
  const from = account(40);
  await table(accounts).create(from);
  const fates = await Promise.all(
    Array.from({ length: 50 }, () =>
      transact([move(from.id, -1, 1), { domain: accounts, create: account(1) }]).then(
        () => 'done',
        (error: Error) => error.name,
      ),
    ),
  );
  expect(fates.filter((fate) => fate === 'done')).toHaveLength(40);
  expect(new Set(fates)).toEqual(new Set(['done', 'TransactionLost']));
  expect((await table(accounts).get({ id: from.id }))!.amount).toBe(0);
});

test('more than 4 MB at once is told as that, and nothing is written', async () => {
  const { table, transact } = open();
  const all = Array.from({ length: 11 }, () => ({ ...account(1), note: 'x'.repeat(399_000) }));
  const error = await transact(all.map((one) => ({ domain: accounts, create: one }))).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'payload-too-large', message: expect.stringContaining('more than 4 MB') });
  expect(await table(accounts).getMany(all.map(({ id }) => ({ id })))).toEqual(all.map(() => undefined));
});

test('an item over 400 KB and a time that is over are said in our terms', async () => {
  const large = { ...account(1), note: 'x'.repeat(399_000) };
  await open().transact([{ domain: accounts, create: large }]);
  const more: Write = {
    domain: accounts,
    update: { id: large.id },
    changes: { set: { note: 'x'.repeat(410_000) }, remove: [] },
    condition: {},
  };
  expect(
    await open()
      .transact([more])
      .catch((error: ServiceError) => error.code),
  ).toBe('payload-too-large');
  proxy.set({ do: 'hang' });
  expect(
    await open(300)
      .transact([move(large.id, 1)])
      .catch((error: ServiceError) => error.code),
  ).toBe('timeout');
});

test('what has expired is not there: a create may take its place, an update may not change it', async () => {
  time = new Date('2026-01-01T00:00:00Z');
  const { table, transact } = open();
  const session = { id: randomUUID(), count: 1, ...moments };
  await table(sessions).create(session);
  await expect(table(sessions).create(session)).rejects.toThrow(ConditionFailed);
  time = new Date('2026-01-02T00:00:01Z');
  const change = { set: { count: 2 }, remove: [] };
  await expect(table(sessions).update({ id: session.id }, change, {})).rejects.toMatchObject({ current: undefined });
  await expect(table(sessions).delete({ id: session.id }, {})).rejects.toMatchObject({ current: undefined });
  const lost = await transact([{ domain: sessions, update: { id: session.id }, changes: change, condition: {} }]).catch(
    (error: TransactionLost) => error.lost,
  );
  expect(lost).toEqual([expect.objectContaining({ current: undefined })]);
  expect(await table(sessions).get({ id: session.id }, ['id'])).toBeUndefined();
  expect(await table(sessions).getMany([{ id: session.id }])).toEqual([undefined]);
  await transact([{ domain: sessions, create: session }]);
  expect(await table(sessions).get({ id: session.id })).toEqual({ ...session, version: 1 });
  time = new Date('2026-01-01T00:00:00Z');
});

test('a put keeps the date of the first and counts on; fields that are left out are gone', async () => {
  const { table } = open();
  const id = randomUUID();
  await table(accounts).put({ id, amount: 1, note: 'a', ...moments });
  const later = '2026-01-02T00:00:00.000Z';
  const second = await table(accounts).put({ id, amount: 2, createdAt: later, updatedAt: later });
  expect(second).toEqual({ id, amount: 2, version: 2, createdAt: moments.createdAt, updatedAt: later });
  proxy.set({ do: 'cutAfter', on: ['UpdateItem'], nth: [1] });
  expect(await table(accounts).put({ id, amount: 3, createdAt: later, updatedAt: later })).toMatchObject({
    version: 3,
  });
});
