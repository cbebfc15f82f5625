import { createConsumer } from '../api/consumer';
import type { Authentication } from '../api/auth/authentication';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';
import { ItemVersion, withInternal } from '../schema/internal';
import { domainOf } from '../schema/facts';
import { change, writeTouches } from '../services/change';
import type { Consumer } from '../services/consumer';
import type { Item } from '../services/context';
import type { FakeIssuer } from './tokens';
import { tokenAuthentication } from '../api/auth/authentication';
import { any, owner, role, signedIn } from '../schema/access';
import { Enumeration, Id, Integer, ListOf, Money, Nested, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { Unique } from '../schema/unique';
import { accessMatrix, peopleOf } from './access-matrix';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { judgeWhole } from './judged';
import { casesOf, runCase } from './parity';
import { randomOf } from './random';
import { openFakeIssuer, subjectOf } from './tokens';
import { gatewayOf } from './usual';
import { rowsOf, runShaky } from './shaky';
import type { Request } from './shaky';

class Place {
  @Text({ max: 40, example: 'Oslo' }) city!: string;
  @Integer({ min: 0, optional: true }) floor?: number;
}

@Domain('project', { history: true, events: true })
class Project {
  @Id() id!: string;
  @Unique() @Text({ max: 40, example: 'apollo' }) slug!: string;
}

@Domain('task', { key: { partition: 'projectId', sort: 'number' }, history: true })
class Task {
  @Reference(() => Project, { example: 'example-1' }) projectId!: string;
  @Integer({ min: 1, max: 9999, example: 1 }) number!: number;
  @Text({ max: 60, example: 'Write it down' }) title!: string;
  @Enumeration('TaskState', ['TODO', 'DOING', 'DONE'], { default: 'TODO' }) state!: string;
  @Money({ optional: true }) price?: number;
  @ListOf('text', { optional: true }) labels?: string[];
  @Nested(() => Place, { optional: true }) place?: Place;
  @Text({ optional: true, max: 60, sensitive: true, visible: role('admin') }) secret?: string;
}

/** Writes as no caller does. */
const closing: Consumer = {
  name: 'closing',
  doc: 'Marks a project.',
  event: { source: 'tandem.project', detailType: 'ProjectDeleted' },
  operation: 'mark',
  touches: writeTouches(domainOf(Project)).update,
  take: async (detail, context) => {
    const { key } = detail as { key: Item };
    await change(domainOf(Project), key, {}, context, { update: { set: { slug: 'marked' }, remove: [] } });
    return 'marked';
  },
};

const definition = { ...gatewayOf([Project, Task], { consumers: [closing] }), name: 'versions' };
judgeWhole(definition);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition });
});

const told = ({ status, json }: { status: number; json: any }) => ({ status, type: json?.type?.split('/').at(-1) });

describe.each(formats)('with %s events, over all faces', (payload) => {
  const own = definition.operations.filter(({ query, name }) => query === 'page' || name.startsWith('restore'));
  describe.each(own.map((operation) => ({ name: operation.name, operation })))('$name', ({ operation }) => {
    test.each(casesOf(operation).map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
      const [rest, ...others] = await runCase(operation, one, payload, definition);
      expect(rest!.told.code).toBe(one.code);
      for (const other of others) {
        expect(other.told).toEqual(rest!.told);
        expect(other.stored).toEqual(rest!.stored);
      }
    });
  });
});

/** All that a history tells, page by page. */
async function historyOf(of: TestGateway, path: string, limit = 3): Promise<any[]> {
  const entries: any[] = [];
  for (let cursor = ''; ;) {
    const { status, json } = await of.send('GET', `${path}/history?limit=${limit}${cursor}`);
    expect(status).toBe(200);
    entries.push(...json.items);
    if (json.nextCursor === undefined) return entries;
    cursor = `&cursor=${json.nextCursor}`;
  }
}

// The witness is a log, in memory, of what GET gave after each write.
test('each version of each item is what GET gave then, by its number and by the time', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  const random = randomOf(seed);
  let time = Date.parse('2026-03-01T00:00:00.000Z');
  const ours = await openGateway('v2', { definition, now: () => new Date(time) });
  const log = new Map<string, { version: number; at: string; item?: any }[]>();
  const body = () => ({
    title: random.pick(['One', 'Two', 'Dre\u00ef', '"four"']),
    ...(random.chance(0.5) && { price: random.between(0, 999) / 100 }),
    ...(random.chance(0.5) && { labels: ['b', 'a', 'b'].slice(0, random.between(1, 3)) }),
    ...(random.chance(0.3) && { place: { city: 'Oslo', floor: random.between(0, 9) } }),
    ...(random.chance(0.3) && { secret: 'hush' }),
  });
  const done = new Set<string>();
  // Each write does something at least once.
  const opening = ['create', 'patch', 'nested patch', 'replace', 'restore', 'restore over GraphQL', 'delete'];
  opening.push('restore last', 'delete', 'batch', 'delete', 'upsert');
  const all = new Set(opening);
  for (let step = 0; step < 180; step++) {
    time += 1000;
    const begun = opening.shift();
    const number = begun === undefined ? random.between(1, 4) : 1;
    const path = `/task/p/${number}`;
    const known = log.get(path) ?? [];
    const version = random.between(1, Math.max(1, known.length));
    const writes = [
      ['create', async () => ours.send('POST', '/task', { body: { projectId: 'p', number, ...body() } })],
      [
        'batch',
        async () => ours.send('POST', '/task/batch', { body: { items: [{ projectId: 'p', number, ...body() }] } }),
      ],
      ['replace', async () => ours.send('PUT', path, { body: body() })],
      ['upsert', async () => ours.send('PUT', path, { body: body(), headers: { 'if-none-match': '*' } })],
      ['patch', async () => ours.send('PATCH', path, { body: { ...body(), price: null } })],
      ['nested patch', async () => ours.send('PATCH', path, { body: { place: { city: 'Rome' } } })],
      ['delete', async () => ours.send('DELETE', path)],
      ['restore', async () => ours.send('POST', `${path}/restore`, { body: { version } })],
      ['restore last', async () => ours.send('POST', `${path}/restore`, { body: {} })],
      [
        'restore over GraphQL',
        async () =>
          ours.graphql(`mutation { restoreTask(projectId: "p", number: ${number}, version: ${version}) { version } }`),
      ],
    ] as const;
    const [name, send] = writes.find(([one]) => one === begun) ?? random.pick(writes);
    const { status, json } = await send();
    const outcome = json?.results?.[0].status ?? (json?.errors && !json.type ? 400 : status);
    expect([200, 201, 204, 400, 404, 409, 412, 422]).toContain(outcome);
    if (outcome < 300) done.add(name);
    const now = await ours.send('GET', path);
    const last = known.at(-1);
    if (outcome >= 300) {
      // Nothing was written.
      expect({ seed, item: now.status === 200 ? now.json : undefined }).toEqual({ seed, item: last?.item });
      continue;
    }
    const at = new Date(time).toISOString();
    const item = now.status === 200 ? now.json : undefined;
    log.set(path, [...known, { version: known.length + 1, at, item }]);
    if (item) expect({ seed, version: item.version }).toEqual({ seed, version: known.length + 1 });
  }
  expect(done).toEqual(all);
  for (const [path, known] of log) {
    const told = (await historyOf(ours, path)).toReversed();
    expect({ seed, told: told.map(({ version, at }) => ({ version, at })) }).toEqual({
      seed,
      told: known.map(({ version, at }) => ({ version, at })),
    });
    for (const [index, { version, at, item }] of known.entries()) {
      const before = known[index - 1]?.item;
      expect({ seed, entry: told[index] }).toEqual({
        seed,
        entry: {
          version,
          at,
          change: item ? (before ? 'Updated' : 'Created') : 'Deleted',
          item: item ?? before,
        },
      });
      for (const past of [version, at, at.replace('.000Z', '.999Z')]) {
        const { status, json } = await ours.send('GET', `${path}?at=${past}`);
        expect({ seed, past, item: status === 404 ? undefined : json }).toEqual({ seed, past, item });
      }
    }
    const before = await ours.send('GET', `${path}?at=2026-03-01T00:00:00Z`);
    expect(before.status).toBe(404);
  }
});

test('an item that is deleted and brought back is equal but for its version and its date', async () => {
  await gateway.send('POST', '/project', { body: { id: 'back', slug: 'back' } });
  const { json: before } = await gateway.send('GET', '/project/back');
  await gateway.send('DELETE', '/project/back');
  const { status, json, headers } = await gateway.send('POST', '/project/back/restore');
  expect([status, headers.etag]).toEqual([200, '"3"']);
  expect(json).toEqual({ ...before, version: 3, updatedAt: json.updatedAt });
  expect((await gateway.send('GET', '/project/back')).json).toEqual(json);
});

test('what cannot be brought back is refused in words that say what to do, and nothing is written', async () => {
  await gateway.send('POST', '/project', { body: { id: 'a', slug: 'a' } });
  const there = await gateway.send('POST', '/project/a/restore', { body: {} });
  expect([told(there), there.json.detail]).toEqual([
    { status: 409, type: 'conflict' },
    'The item has not been deleted. Name the version whose content it should get.',
  ]);
  // Who has nothing to say needs no body, and no Content-Type for it.
  expect(told(await gateway.send('POST', '/project/a/restore'))).toEqual({ status: 409, type: 'conflict' });
  const unknown = await gateway.send('POST', '/project/a/restore', { body: { version: 7 } });
  expect(unknown.json.errors).toEqual([{ pointer: '/version', detail: 'is no version of this item' }]);
  expect(told(await gateway.send('POST', '/project/none/restore', { body: {} }))).toEqual({
    status: 404,
    type: 'not-found',
  });
  await gateway.send('DELETE', '/project/a');
  await gateway.send('POST', '/project', { body: { id: 'b', slug: 'a' } });
  // Somebody else has the value by now.
  expect(told(await gateway.send('POST', '/project/a/restore', { body: {} }))).toEqual({
    status: 409,
    type: 'value-taken',
  });
  const stale = await gateway.send('POST', '/project/b/restore', {
    body: { version: 1 },
    headers: { 'if-match': '"9"' },
  });
  expect(told(stale)).toEqual({ status: 412, type: 'precondition-failed' });
  expect((await historyOf(gateway, '/project/b')).length).toBe(1);
  expect((await historyOf(gateway, '/project/a')).map(({ change }) => change)).toEqual(['Deleted', 'Created']);
});

test('a restore sent again with its Idempotency-Key has one effect and one answer', async () => {
  await gateway.send('POST', '/project', { body: { id: 'once', slug: 'once' } });
  await gateway.send('PATCH', '/project/once', { body: { slug: 'twice' } });
  const send = async () =>
    gateway.send('POST', '/project/once/restore', { body: { version: 1 }, headers: { 'idempotency-key': 'again' } });
  const [first, second] = [await send(), await send()];
  expect([first.status, second.json, second.headers['idempotent-replayed']]).toEqual([200, first.json, 'true']);
  expect((await historyOf(gateway, '/project/once')).length).toBe(3);
});

test.each(['0', '-1', '1.5', '2147483648', 'yesterday', '2026-13-01T00:00:00Z', '2026-01-01'])(
  'a past that is none is refused: %s',
  async (at) => {
    const rest = await gateway.send('GET', `/project/a?at=${at}`);
    expect([told(rest), rest.json.errors[0].pointer]).toEqual([{ status: 400, type: 'bad-query' }, '/at']);
    const { json } = await gateway.graphql('query ($at: String) { project(id: "a", at: $at) { id } }', { at });
    expect(json.errors[0].extensions.errors[0].pointer).toBe('/at');
  },
);

test('a cursor of one history leads into no other, and a list of today takes no past', async () => {
  for (const id of ['c1', 'c2']) {
    await gateway.send('POST', '/project', { body: { id, slug: id } });
    await gateway.send('PATCH', `/project/${id}`, { body: { slug: `${id}-2` } });
  }
  const { json } = await gateway.send('GET', '/project/c1/history?limit=1');
  const other = await gateway.send('GET', `/project/c2/history?cursor=${json.nextCursor}`);
  expect(told(other)).toEqual({ status: 400, type: 'cursor-invalid' });
  const back = await gateway.send('GET', `/project/c1/history?count=true&cursor=${json.nextCursor}`);
  expect([back.json.items[0].version, back.json.totalCount]).toEqual([1, 2]);
  expect(told(await gateway.send('GET', '/project/by/slug/c1-2?at=1'))).toEqual({ status: 400, type: 'bad-query' });
  expect(told(await gateway.send('GET', '/project/c1/history?sort=version'))).toEqual({
    status: 400,
    type: 'bad-query',
  });
});

@Domain('ledger', {
  history: true,
  scan: true,
  access: { read: signedIn, write: any(owner('userName'), role('admin')) },
  key: { partition: 'userName' },
})
class Ledger {
  @Text({ max: 60, example: 'bob' }) userName!: string;
  @Text({ max: 60, example: 'Fine.' }) words!: string;
  @Text({ max: 60, example: '12345', optional: true, visible: role('admin') }) phone?: string;
}

describe('with callers who sign in', () => {
  let issuer: FakeIssuer;
  let authentication: Authentication;
  beforeAll(async () => {
    issuer = await openFakeIssuer();
    const { audience, jwksUri } = issuer;
    authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
  });
  afterAll(async () => issuer.close());

  test('who may read an item may read its history, and who may write it may bring it back', async () => {
    const closed = await openGateway('v1', { authentication, domains: [Ledger] });
    const { wrong, cells } = await accessMatrix(closed, closed.operations, peopleOf(issuer));
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(closed.operations.length);
  });

  test('each version says who has made it, and what a caller may not see of an item is not in its history', async () => {
    const closed = await openGateway('v1', { authentication, domains: [Ledger] });
    const as = async (who: string, method: string, target: string, body?: object) =>
      closed.send(method, target, { body, headers: { authorization: `Bearer ${issuer.token(who)}` } });
    const item = { userName: 'alice', words: 'One.', phone: '12345' };
    await as('admin', 'POST', '/ledger/batch', { items: [item] });
    await as('alice', 'PATCH', '/ledger/alice', { words: 'Two.' });
    const entries = (await as('bob', 'GET', '/ledger/alice/history')).json.items;
    expect(entries.map((entry: any) => [entry.callerId, entry.userName, entry.item.phone])).toEqual([
      [subjectOf('alice'), 'alice', undefined],
      [subjectOf('admin'), 'admin', undefined],
    ]);
    expect((await as('bob', 'GET', '/ledger/alice?at=1')).json).not.toHaveProperty('phone');
    expect((await as('admin', 'GET', '/ledger/alice?at=1')).json).toHaveProperty('phone', '12345');
    expect((await as('bob', 'POST', '/ledger/alice/restore', { version: 1 })).status).toBe(403);
    expect((await closed.send('GET', '/ledger/alice/history')).status).toBe(401);
    // What the caller may not see comes back all the same.
    await as('alice', 'DELETE', '/ledger/alice');
    await as('alice', 'POST', '/ledger/alice/restore', {});
    expect((await as('admin', 'GET', '/ledger/alice')).json).toMatchObject({ words: 'Two.', phone: '12345' });
  });
});

test('a version that a consumer has made has its name, and one of a caller whom nobody knows no name', async () => {
  const ours = await openGateway('v1', { definition });
  await ours.send('POST', '/project', { body: { id: 'p', slug: 'p' } });
  const take = createConsumer(closing, {
    endpoint: process.env.TEST_ENGINE!,
    ...localAccess,
    tablePrefix: ours.prefix,
    log: () => undefined,
  });
  const event = { source: 'tandem.project', 'detail-type': 'ProjectDeleted', detail: { key: { id: 'p' } } };
  await take({ Records: [{ messageId: '1', body: JSON.stringify(event) }] }, lambdaContext());
  const entries = await historyOf(ours, '/project/p');
  expect(entries.map(({ consumer, userName, callerId }) => ({ consumer, userName, callerId }))).toEqual([
    { consumer: 'closing' },
    {},
  ]);
});

// The oracle is a scan of both tables.
test('after random writes at once, with faults and requests cut off, each version has one record, and the last is the item', async () => {
  const {
    seed,
    gateway: left,
    statuses,
  } = await runShaky(definition, (random) => {
    const number = random.between(1, 5);
    const path = `/task/p/${number}`;
    return random.pick<Request>([
      ['POST', '/task', { projectId: 'p', number, title: 'new' }],
      ['PUT', path, { title: 'replaced' }],
      ['PATCH', path, { price: random.between(1, 9) }],
      ['DELETE', path],
      ['POST', `${path}/restore`, {}],
      ['POST', `${path}/restore`, { version: random.between(1, 9) }],
    ]);
  });
  const items = new Map((await rowsOf(left, 'task')).map((item) => [`task/p/${item.number}`, item]));
  const byItem = new Map<string, Record<string, any>[]>();
  for (const record of await rowsOf(left, 'history')) {
    byItem.set(record.item, [...(byItem.get(record.item) ?? []), record]);
  }
  expect(byItem.size).toBe(5);
  for (const [name, ofItem] of byItem) {
    const inOrder = ofItem.toSorted((one, other) => one.itemVersion - other.itemVersion);
    expect({ seed, name, versions: inOrder.map(({ itemVersion }) => itemVersion) }).toEqual({
      seed,
      name,
      versions: inOrder.map((_, index) => index + 1),
    });
    const last = inOrder.at(-1)!;
    const item = { ...items.get(name) };
    delete item._write;
    expect({ seed, name, item: last.change === 'Deleted' ? {} : JSON.parse(last.content) }).toEqual({
      seed,
      name,
      item,
    });
  }
  expect(statuses.get(409)).toBeGreaterThan(0);
});

// With it the tests of this file do all that the roles of its gateway are granted, which the run judges.
test('what reads items of today knows nothing of their versions', async () => {
  await gateway.send('POST', '/project', { body: { id: 'today', slug: 'today' } });
  await gateway.send('POST', '/task', { body: { projectId: 'today', number: 1, title: 'One' } });
  const keys = [{ projectId: 'today', number: 1 }];
  const answers = [
    await gateway.send('POST', '/project/batch/get', { body: { keys: [{ id: 'today' }] } }),
    await gateway.send('POST', '/task/batch/get', { body: { keys } }),
    await gateway.send('GET', '/task/today'),
  ];
  expect(answers.map(({ json }) => json.items.length)).toEqual([1, 1, 1]);
  expect((await gateway.send('GET', '/project/by/slug/today')).json.id).toBe('today');
  expect((await gateway.send('GET', '/project/changes')).status).toBe(200);
});

test('a domain without a history has no table of versions, and takes no past', async () => {
  @Domain('plain', { scan: true })
  class Plain {
    @Id() id!: string;
    @Text({ max: 60 }) words!: string;
  }
  expect(withInternal([Plain])).not.toContain(ItemVersion);
  expect(withInternal([Task])).toContain(ItemVersion);
  const plain = gatewayOf([Plain]);
  expect(plain.operations.map(({ name }) => name).filter((name) => /History|restore/.test(name))).toEqual([]);
  expect(plain.operations.filter(({ historical }) => historical)).toEqual([]);

  // What another domain declares must not take the name of one that is there.
  class Past {
    id!: string;
  }
  Id()(Past.prototype, 'id');
  Domain('history')(Past);
  expect(() => gatewayOf([Past])).toThrow(/@Domain\('history'\), the name of a table that the gateway keeps/);
});

test.each([
  [{ history: true, expiresAfterDays: 1 }, /expires after days and keeps a history.*Take one of the two away/],
  [{ history: true, table: { marks: { deleted: 'gone' } } }, /take history or table\.marks\.deleted away/],
] as const)('a declaration that makes no sense is refused: %j', (options, words) => {
  class Odd {
    id!: string;
  }
  Id()(Odd.prototype, 'id');
  expect(() => Domain('odd-one', options)(Odd)).toThrow(words);
});
