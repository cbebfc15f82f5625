import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { buildSchema } from 'graphql';
import { authorizerAuthentication } from '../api/auth/authentication';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';
import { anyone, owner, signedIn } from '../schema/access';
import { Id, Integer, Money, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { usualOperations } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { defineGateway, defineModule } from '../services/definition';
import { faces, graphql } from './faces';
import type { Face, Told } from './faces';
import { everyFault, openFaultProxy } from './fault-proxy';
import type { Rule } from './fault-proxy';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { sdkOf } from './sdk-client';

@Domain('account', { access: { read: anyone, write: signedIn } })
class Account {
  @Id() id!: string;
  @Text({ max: 20 }) holder!: string;
  @Money({ min: 0, max: 1000, default: 0, increments: true }) balance!: number;
}
// Its changes are told, and stand in the feeds of the accounts.
@Domain('posting', {
  key: { partition: 'accountId', sort: 'id' },
  events: true,
  upsert: true,
  access: { read: anyone, write: owner('accountId') },
})
class Posting {
  @Text({ max: 60 }) accountId!: string;
  @Id({ max: 64 }) id!: string;
  @Money({ min: -1000 }) amount!: number;
  @Integer({ optional: true }) rank?: number;
}

const definition = defineGateway({
  name: 'bank',
  modules: [defineModule({ name: 'bank', domains: [Account, Posting] })],
  transactions: true,
});

let number = 0;
const fresh = (): string => `a${++number}`;

/** Sends a transaction over a face: its writes look the same on each. */
async function transact(
  gateway: TestGateway,
  face: Face,
  writes: readonly object[],
  idempotencyKey?: string,
): Promise<Told> {
  const operation = gateway.operations.find(({ name }) => name === 'transact')!;
  return face.call(gateway, operation, { body: { writes } }, idempotencyKey);
}

/** All that is stored. */
async function stored(gateway: TestGateway): Promise<Record<string, readonly object[]>> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const tables = ['account', 'posting', 'outbox', 'idempotency'].map(async (name) => {
    const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${gateway.prefix}${name}` }));
    return [name, Items] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition });
});

/** A domain whose items can be changed all at once, by a job that a request goes on with. */
@Domain('tariff', { operations: [...usualOperations, 'updateAll', 'deleteAll'], scan: true })
class Tariff {
  @Id() id!: string;
  @Integer() rate!: number;
}

test('what writes one item can stand there, and nothing else that a domain derives', async () => {
  const bulk = defineGateway({
    name: 'bulk',
    modules: [defineModule({ name: 'bulk', domains: [Tariff] })],
    transactions: true,
  });
  const other = await openGateway('v2', { definition: bulk });
  const { json } = await other.graphql('{ __type(name: "TransactWrite") { inputFields { name } } }');
  const names = json.data.__type.inputFields.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['createTariff', 'replaceTariff', 'updateTariff', 'deleteTariff']);
  expect(other.operations.map(({ name }) => name)).toContain('continueTariffJob');
  const answer = await other.send('POST', '/transaction', { body: { writes: [{ continueTariffJob: { job: 'x' } }] } });
  expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: '/writes/0' }] } });
});

describe.each(faces.map((face) => ({ name: face.name, face })))('over $name', ({ face }) => {
  test('writes of several domains are done together, and their results come in their order', async () => {
    const [from, to, gone] = [fresh(), fresh(), fresh()];
    await gateway.send('POST', '/account', { body: { id: from, holder: 'ann', balance: 50 } });
    await gateway.send('POST', '/account', { body: { id: gone, holder: 'old' } });
    const told = await transact(gateway, face, [
      { updateAccount: { id: from, increment: { balance: -20.1 }, expectedVersion: 1 } },
      { createAccount: { input: { id: to, holder: 'bob', balance: 20.1 } } },
      {
        putPosting: {
          accountId: from,
          id: 'p1',
          input: postingInput(face, { accountId: from, id: 'p1', amount: -20.1 }),
        },
      },
      { deleteAccount: { id: gone } },
    ]);
    expect(told.code).toBe('ok');
    expect(told.result).toMatchObject([
      { status: 200, updateAccount: { id: from, holder: 'ann', balance: 29.9, version: 2 } },
      { status: 201, createAccount: { id: to, holder: 'bob', balance: 20.1, version: 1 } },
      { status: 201, putPosting: { accountId: from, id: 'p1', amount: -20.1, version: 1 } },
      { status: 204 },
    ]);
    const [first, second] = told.result as any[];
    expect((await gateway.send('GET', `/account/${from}`)).json).toEqual(first.updateAccount);
    expect((await gateway.send('GET', `/account/${to}`)).json).toEqual(second.createAccount);
    expect((await gateway.send('GET', `/account/${gone}`)).status).toBe(404);
    const { posting, outbox } = await stored(gateway);
    expect(posting).toContainEqual(expect.objectContaining({ accountId: from, id: 'p1' }));
    // What is told of the posting was written with it.
    const events = outbox!.filter((record: any) => record.key === `posting/${from}/p1`);
    expect(events).toMatchObject([{ detailType: 'PostingCreated', source: 'tandem.posting' }]);
  });

  test('whatever is wrong with what was sent is told of all writes at once, and nothing is written', async () => {
    const id = fresh();
    await gateway.send('POST', '/account', { body: { id, holder: 'ann', balance: 5 } });
    const before = await stored(gateway);
    const told = await transact(gateway, face, [
      { createAccount: { input: { holder: 'x'.repeat(21), balance: 5 } } },
      { updateAccount: { id, patch: { holder: 'bob' } } },
      { updateAccount: { id: 'a\u0000', patch: { holder: 'bob' } } },
      { updateAccount: { id: fresh(), patch: { holder: '' }, increment: { balance: 0.001 } } },
    ]);
    expect([told.code, told.pointers]).toEqual([
      'validation',
      [
        '/writes/0/createAccount/input/holder',
        '/writes/2/updateAccount/id',
        '/writes/3/updateAccount/increment/balance',
        '/writes/3/updateAccount/patch/holder',
      ],
    ]);
    expect(await stored(gateway)).toEqual(before);
  });

  test('so is whatever stands against it in what is there', async () => {
    const [taken, poor] = [fresh(), fresh()];
    await gateway.send('POST', '/account', { body: { id: taken, holder: 'ann', balance: 5 } });
    await gateway.send('POST', '/account', { body: { id: poor, holder: 'bob', balance: 5 } });
    const before = await stored(gateway);
    const fine = { createAccount: { input: { id: fresh(), holder: 'carl' } } };
    const stale = { updateAccount: { id: taken, patch: { holder: 'eve' }, expectedVersion: 9 } };
    const missing = { deleteAccount: { id: 'nobody' } };
    const again = { createAccount: { input: { id: taken, holder: 'eve' } } };
    const overdrawn = { updateAccount: { id: poor, increment: { balance: -5.01 } } };
    for (const [writes, code, pointers] of [
      [[fine, missing, stale], 'not-found', ['/writes/1/deleteAccount', '/writes/2/updateAccount']],
      [[fine, again], 'conflict', ['/writes/1/createAccount']],
      [[fine, stale], 'precondition-failed', ['/writes/1/updateAccount']],
      [[fine, overdrawn], 'validation', [`/writes/1/updateAccount/increment/balance`]],
    ] as const) {
      const told = await transact(gateway, face, writes);
      expect([told.code, told.pointers]).toEqual([code, pointers]);
    }
    expect(await stored(gateway)).toEqual(before);
  });

  test('two writes of one item are refused, and so are more than DynamoDB takes with what is told of them', async () => {
    const id = fresh();
    await gateway.send('POST', '/account', { body: { id, holder: 'ann' } });
    const before = await stored(gateway);
    const twice = await transact(gateway, face, [
      { updateAccount: { id, patch: { holder: 'bob' } } },
      { deleteAccount: { id } },
    ]);
    expect([twice.code, twice.pointers]).toEqual(['validation', ['/writes/1/deleteAccount']]);
    // 99 writes and the records of their four feeds are more than 100.
    const many = Array.from({ length: 99 }, (_, index) => ({
      createPosting: { input: { accountId: `many-${index}`, id: 'p', amount: 1 } },
    }));
    expect(await transact(gateway, face, many)).toMatchObject({ code: 'payload-too-large' });
    const tooMany = Array.from({ length: 101 }, () => ({ createAccount: { input: { holder: 'ann' } } }));
    expect(await transact(gateway, face, tooMany)).toMatchObject({ code: 'validation', pointers: ['/writes'] });
    expect(await stored(gateway)).toEqual(before);
  });

  test('a hundred writes are done at once', async () => {
    const writes = Array.from({ length: 100 }, () => ({ createAccount: { input: { holder: 'many' } } }));
    const told = await transact(gateway, face, writes);
    expect(told.code).toBe('ok');
    expect(new Set((told.result as any[]).map(({ createAccount }) => createAccount.id)).size).toBe(100);
  });

  test('one Idempotency-Key stands for all: the answer is given again, and another body is refused', async () => {
    const id = fresh();
    await gateway.send('POST', '/account', { body: { id, holder: 'ann', balance: 1 } });
    const writes = [
      { updateAccount: { id, increment: { balance: 2 } } },
      { createPosting: { input: { accountId: id, id: 'p', amount: 2 } } },
    ];
    const first = await transact(gateway, face, writes, `key-${id}`);
    expect(first).toMatchObject({ code: 'ok', result: [{ updateAccount: { balance: 3 } }, { status: 201 }] });
    await gateway.send('PATCH', `/account/${id}`, { body: { holder: 'eve' } });
    expect(await transact(gateway, face, writes, `key-${id}`)).toEqual(first);
    const other = [{ updateAccount: { id, increment: { balance: 3 } } }];
    expect(await transact(gateway, face, other, `key-${id}`)).toMatchObject({ code: 'idempotency-key-reused' });
    expect((await gateway.send('GET', `/account/${id}`)).json).toMatchObject({ balance: 3, holder: 'eve' });
  });
});

/** The input of GraphQL holds the key of what is put, as that of a create. */
const postingInput = (face: Face, { accountId, id, ...others }: Record<string, unknown>): object =>
  face === graphql ? { accountId, id, ...others } : others;

test('an element that names no write, or more than one, is refused', async () => {
  const { status, json } = await gateway.send('POST', '/transaction', {
    body: {
      writes: [
        {},
        { borrowAccount: {} },
        { deleteAccount: { id: 'a' }, createAccount: { input: {} } },
        { deleteAccount: 'a' },
        { deleteAccount: { id: 'a', version: 1 } },
      ],
    },
  });
  expect(status).toBe(422);
  expect(json.errors.map(({ pointer }: any) => pointer)).toEqual([
    '/writes/0',
    '/writes/1',
    '/writes/2',
    '/writes/3/deleteAccount',
    '/writes/4/deleteAccount/version',
  ]);
});

test('transactions that meet on the same items are each done whole', async () => {
  const [one, other] = [fresh(), fresh()];
  for (const id of [one, other]) await gateway.send('POST', '/account', { body: { id, holder: 'ann', balance: 500 } });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const [from, to] = index % 2 === 0 ? [one, other] : [other, one];
      const writes = [
        { updateAccount: { id: from, increment: { balance: -(index + 1) } } },
        { updateAccount: { id: to, increment: { balance: index + 1 } } },
      ];
      const query = 'mutation ($writes: [TransactWrite!]!) { transact(writes: $writes) { status } }';
      const isGraphQL = index % 3 === 0;
      const { status, json } = await gateway.send('POST', isGraphQL ? '/graphql' : '/transaction', {
        headers: isGraphQL ? { accept: 'application/graphql-response+json' } : {},
        body: isGraphQL ? { query, variables: { writes } } : { writes },
        // However slow the machine is.
        lambda: lambdaContext(600_000),
      });
      return json.errors ?? status;
    }),
  );
  expect(new Set(outcomes)).toEqual(new Set([200]));
  const { account = [] } = await stored(gateway);
  const [first, second] = [one, other].map((id) => account.find((item: any) => item.id === id) as any);
  // Of the odd and the even amounts from 1 to 20 the even ones are 10 more.
  expect([first.balance, second.balance, first.version, second.version]).toEqual([510, 490, 21, 21]);
});

test('access is judged for each write, and who may not do one of them is told nothing of the others', async () => {
  const closed = await openGateway('v1', { definition, authentication: authorizerAuthentication });
  const send = async (writes: readonly object[], principal?: string) =>
    closed.send('POST', '/transaction', { body: { writes }, principal });
  const own = { createPosting: { input: { accountId: 'ann', id: 'p', amount: 1 } } };
  const foreign = { createPosting: { input: { accountId: 'bob', id: 'p', amount: 1 } } };
  const wrong = { createAccount: { input: { holder: '' } } };
  expect(await send([own], undefined)).toMatchObject({ status: 401 });
  const refused = await send([wrong, foreign], 'ann');
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.json.errors).toBeUndefined();
  expect(await send([own, wrong], 'ann')).toMatchObject({ status: 422 });
  expect(await send([own], 'ann')).toMatchObject({ status: 200 });
});

test('it is in the documents, and agents learn that it destroys', async () => {
  const { json } = await gateway.send('GET', '/openapi.json');
  const { TransactWrite, UpdateAccountWrite, TransactResult } = json.components.schemas;
  expect(TransactWrite).toMatchObject({ minProperties: 1, maxProperties: 1 });
  const names = ['Account', 'Posting'].flatMap((type) =>
    ['create', type === 'Account' ? 'replace' : 'put', 'update', 'delete'].map((verb) => `${verb}${type}`),
  );
  expect(Object.keys(TransactWrite.properties)).toEqual(names);
  expect(UpdateAccountWrite.properties).toMatchObject({
    patch: { $ref: '#/components/schemas/AccountPatch' },
    expectedVersion: { type: 'integer' },
  });
  expect(TransactResult.properties.putPosting).toEqual({ $ref: '#/components/schemas/Posting' });
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const field = schema.getMutationType()!.getFields().transact!;
  expect([`${field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join()}`, String(field.type)]).toEqual([
    'writes: [TransactWrite!]!',
    '[TransactResult!]',
  ]);
  const tools = await gateway.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  const tool = tools.json.result.tools.find(({ name }: any) => name === 'transact');
  expect(tool.annotations.destructiveHint).toBe(true);
});

describe.each(['rest', 'graphql'] as const)('the SDK over %s', (transport) => {
  test('transacts once, also when the answer to its first attempt is lost', async () => {
    let calls = 0;
    const { client, close } = await sdkOf(gateway, transport, {
      fetch: async (address, init) => {
        const answer = await fetch(address, init);
        if (++calls === 1) throw new TypeError('The connection has ended.');
        return answer;
      },
    });
    const id = fresh();
    await gateway.send('POST', '/account', { body: { id, holder: 'ann', balance: 5 } });
    try {
      const results = await client.transact([
        { updateAccount: { id, patch: { holder: 'bob', balance: { increment: 2 } } } },
        { createPosting: { input: { accountId: id, id: 'p', amount: 2 } } },
      ]);
      expect(results).toMatchObject([
        { status: 200, updateAccount: { holder: 'bob', balance: 7, version: 2 } },
        { status: 201, createPosting: { amount: 2 } },
      ]);
      expect(calls).toBe(2);
    } finally {
      await close();
    }
  });
});

test('a gateway that does not say so has none', async () => {
  const plain = await openGateway('v1', { domains: [Account] });
  expect((await plain.send('POST', '/transaction', { body: { writes: [] } })).status).toBe(404);
  expect((await plain.send('GET', '/schema.graphql')).text).not.toMatch(/transact/i);
});

test('transactions of a gateway that writes nothing, or whose class has the name of theirs, are refused', () => {
  @Domain('page', { operations: ['get'] })
  class Page {
    @Id() id!: string;
  }
  @Domain('transaction')
  class Payment {
    @Id() id!: string;
    @Text() what!: string;
  }
  const gatewayOf = (domain: DeclaredClass) =>
    defineGateway({ name: 'bank', modules: [defineModule({ name: 'bank', domains: [domain] })], transactions: true });
  expect(() => gatewayOf(Page)).toThrow(/no domain has a create, replace, update or delete to stand in one/);
  expect(() => gatewayOf(Payment)).toThrow(/POST \/transaction/);
});

test('agents have no transactions where they are not told of all that can stand in one', async () => {
  @Domain('ledger', { agents: ['get', 'create'] })
  class Ledger {
    @Id() id!: string;
    @Text() what!: string;
  }
  const modules = [defineModule({ name: 'bank', domains: [Account, Ledger] })];
  const shy = await openGateway('v1', { definition: defineGateway({ name: 'bank', modules, transactions: true }) });
  const { json } = await shy.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  const names = json.result.tools.map(({ name }: { name: string }) => name);
  expect(names).toContain('createLedger');
  expect(names).not.toContain('transact');
});

/** What a call has until its time limit; the gateway keeps 0.6 s of it for its answer. */
const patience = 1000;

describe('every call of a transaction × every fault, once and lasting', () => {
  /** A way to the engine on which things go wrong, with tables of its own. */
  async function openLane() {
    const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    const straight = await openGateway('v1', { definition });
    // A new gateway each time: it keeps nothing that the next case could lean on.
    const through = async () =>
      openGateway('v1', { definition, tablePrefix: straight.prefix, endpoint: proxy.endpoint });
    return { proxy, straight, through };
  }
  type Lane = Awaited<ReturnType<typeof openLane>>;

  /** Puts the items there that the transaction changes. */
  async function prepare({ straight }: Lane, name: string): Promise<void> {
    await straight.send('POST', '/account', { body: { id: `${name}-from`, holder: 'ann', balance: 50 } });
    await straight.send('POST', '/account', { body: { id: `${name}-gone`, holder: 'old' } });
  }

  const writesOf = (name: string) => [
    { updateAccount: { id: `${name}-from`, increment: { balance: -20 } } },
    { createAccount: { input: { id: `${name}-to`, holder: 'bob', balance: 20 } } },
    { putPosting: { accountId: name, id: 'p', input: { amount: -20 } } },
    { deleteAccount: { id: `${name}-gone` } },
  ];

  const send = async (gateway: TestGateway, name: string, withKey: boolean, milliseconds?: number) =>
    gateway.send('POST', '/transaction', {
      body: { writes: writesOf(name) },
      ...(withKey && { headers: { 'idempotency-key': `key-${name}` } }),
      lambda: lambdaContext(milliseconds),
    });

  /** What there is of the effect: the four items, and how many events tell of the posting. */
  async function effectOf({ straight }: Lane, name: string): Promise<readonly unknown[]> {
    const read = async (path: string) => straight.send('GET', path);
    const [from, to, posting, gone] = await Promise.all([
      read(`/account/${name}-from`),
      read(`/account/${name}-to`),
      read(`/posting/${name}/p`),
      read(`/account/${name}-gone`),
    ]);
    const { json } = await read(`/posting/${name}/changes?since=${await beginning(straight, name)}`);
    return [from.json.balance, to.status, posting.status, gone.status, json.changes.length];
  }

  const none = [50, 404, 404, 200, 0];
  const whole = [30, 200, 200, 404, 1];

  /** The beginning of the feed of a posting, which is where it was before anything was written. */
  const beginnings = new Map<string, string>();
  async function beginning(straight: TestGateway, name: string): Promise<string> {
    const known = beginnings.get(name) ?? (await straight.send('GET', `/posting/${name}/changes`)).json.cursor;
    beginnings.set(name, known);
    return encodeURIComponent(known);
  }

  test('it happens whole or not at all, and with a key the same request gets the one answer', async () => {
    const lanes = await Promise.all(Array.from({ length: 6 }, openLane));
    const [first] = lanes;
    const cases: { words: string; withKey: boolean; rule: Rule }[] = [];
    for (const withKey of [true, false]) {
      const name = `plain-${withKey}`;
      await prepare(first!, name);
      first!.proxy.set();
      expect((await send(await first!.through(), name, withKey)).status).toBe(200);
      const operations = first!.proxy.requests.map(({ operation }) => operation);
      expect(operations.filter((operation) => operation === 'TransactWriteItems')).toHaveLength(1);
      const on = [...new Set(operations)];
      for (const [index, operation] of operations.entries()) {
        for (const fault of everyFault) {
          if (['conflict', 'inProgress'].includes(fault.do) && operation !== 'TransactWriteItems') continue;
          const words = `${fault.do} at call ${index + 1} (${operation}), ${withKey ? 'with' : 'without'} a key`;
          cases.push({ words: `${words}, once`, withKey, rule: { ...fault, on, nth: [index + 1] } });
          cases.push({ words: `${words}, lasting`, withKey, rule: { ...fault, on, from: index + 1 } });
        }
      }
    }
    const waiting = cases.entries();
    const broken: unknown[] = [];
    let failed = 0;
    const work = async (lane: Lane): Promise<void> => {
      for (const [index, { words, withKey, rule }] of waiting) {
        const name = `case-${index}`;
        await prepare(lane, name);
        await beginning(lane.straight, name);
        lane.proxy.set(rule);
        const told = await send(await lane.through(), name, withKey, patience);
        // What a gateway that has given up may still send does not come through any more.
        lane.proxy.set({ do: 'cut' });
        await lane.proxy.idle();
        const effect = await effectOf(lane, name);
        const isWhole = JSON.stringify(effect) === JSON.stringify(whole);
        const isNone = JSON.stringify(effect) === JSON.stringify(none);
        if (told.status !== 200) failed += 1;
        if (!(isWhole || isNone) || (told.status === 200 && !isWhole))
          broken.push({ words, effect, told: told.status });
        if (!withKey) continue;
        lane.proxy.set();
        const again = await send(await lane.through(), name, withKey);
        const after = await effectOf(lane, name);
        const isSame = told.status !== 200 || again.text === told.text;
        const isReplay = !isWhole || again.headers['idempotent-replayed'] === 'true';
        if (again.status !== 200 || !isSame || !isReplay || JSON.stringify(after) !== JSON.stringify(whole)) {
          broken.push({ words, after, again: again.status, isSame, isReplay });
        }
      }
    };
    await Promise.all(lanes.map(work));
    await Promise.all(lanes.map(({ proxy }) => proxy.close()));
    expect(broken).toEqual([]);
    // Five calls with a key, four without; 12 faults, 14 at the transaction, each once and lasting.
    expect(cases).toHaveLength(9 * 12 * 2 + 2 * 2 * 2);
    // Had none of them reached the client, it would prove little.
    expect(failed).toBeGreaterThan(50);
  });
});
