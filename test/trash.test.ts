import { tokenAuthentication } from '../api/auth/authentication';
import { any, owner, role } from '../schema/access';
import { Id, Integer, Many, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { TrashedItem, withInternal } from '../schema/internal';
import { Unique } from '../schema/unique';
import { accessMatrix, peopleOf } from './access-matrix';
import { faces } from './faces';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { judgeWhole } from './judged';
import { openFakeIssuer } from './tokens';
import { gatewayOf } from './usual';
import type { Random } from './random';
import { rowsOf, runShaky } from './shaky';
import type { Request } from './shaky';

@Domain('shelf', { scan: true, trash: { days: 2 }, events: true })
class Shelf {
  @Id() id!: string;
  @Unique() @Text({ max: 40 }) name!: string;
  @Many(() => Book, { by: 'shelfId' }) books!: Book[];
}

@Domain('book', {
  key: { partition: 'shelfId', sort: 'place' },
  trash: true,
  scan: true,
})
class Book {
  @Reference(() => Shelf) shelfId!: string;
  @Text({ max: 20 }) place!: string;
  @Text({ max: 60 }) title!: string;
  @Text({ max: 60, optional: true, visible: role('admin') }) price?: string;
}

@Domain('chapter', { trash: true, history: true })
class Chapter {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
}

@Domain('diary', {
  key: { partition: 'userName' },
  trash: true,
  scan: true,
  access: { read: any(owner('userName'), role('admin')), write: owner('userName') },
})
class Diary {
  @Text({ max: 60, example: 'bob' }) userName!: string;
  @Text({ max: 60, example: 'Fine.' }) words!: string;
  @Integer({ optional: true, visible: role('admin'), example: 3 }) score?: number;
}

const definition = { ...gatewayOf([Shelf, Book, Chapter]), name: 'trash' };
judgeWhole(definition);
const start = Date.parse('2026-03-01T00:00:00.000Z');
let time = start;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition, now: () => new Date(time) });
});
beforeEach(() => {
  time = start;
});

const told = ({ status, json }: { status: number; json: any }) => ({ status, type: json?.type?.split('/').at(-1) });
const send = async (method: string, target: string, body?: object, headers = {}) =>
  gateway.send(method, target, { body, headers });

test('what is deleted is nowhere but in the trash, and comes back as it was', async () => {
  await send('POST', '/shelf', { id: 's', name: 'Poems' });
  const { json: before } = await send('POST', '/book', { shelfId: 's', place: 'a', title: 'Odes' });
  await send('POST', '/book', { shelfId: 's', place: 'b', title: 'Elegies' });
  time += 1000;
  expect((await send('DELETE', '/book/s/a')).status).toBe(204);

  const seen = async () => ({
    get: (await send('GET', '/book/s/a')).status,
    list: (await send('GET', '/book/s')).json.items.map(({ place }: any) => place),
    all: (await send('GET', '/book?count=true')).json.totalCount,
    byKey: (await send('POST', '/book/batch/get', { keys: [{ shelfId: 's', place: 'a' }] })).json.items[0]?.title,
    related: (await send('GET', '/shelf/s?include=books')).json.books.items.map(({ place }: any) => place),
  });
  expect(await seen()).toEqual({ get: 404, list: ['b'], all: 1, byKey: undefined, related: ['b'] });
  expect((await send('GET', '/book/trash')).json.items).toEqual([
    { at: '2026-03-01T00:00:01.000Z', until: '2026-03-31T00:00:01.000Z', item: before },
  ]);

  time += 1000;
  const { status, json } = await send('POST', '/book/s/a/restore');
  expect([status, json]).toEqual([200, { ...before, version: 2, updatedAt: '2026-03-01T00:00:02.000Z' }]);
  expect(await seen()).toEqual({ get: 200, list: ['a', 'b'], all: 2, byKey: 'Odes', related: ['a', 'b'] });
  expect((await send('GET', '/book/trash')).json.items).toEqual([]);
  expect(told(await send('POST', '/book/s/a/restore'))).toEqual({ status: 409, type: 'conflict' });
});

test('it is found by no unique value, others may take that, and then it does not come back', async () => {
  await send('POST', '/shelf', { id: 'u1', name: 'Essays' });
  time += 1000;
  const { json: feed } = await send('GET', '/shelf/changes');
  await send('DELETE', '/shelf/u1');
  expect((await send('GET', '/shelf/by/name/Essays')).status).toBe(404);
  expect((await send('POST', '/shelf', { id: 'u2', name: 'Essays' })).status).toBe(201);
  const refused = await send('POST', '/shelf/u1/restore');
  expect([told(refused), refused.json.errors[0].pointer]).toEqual([{ status: 409, type: 'value-taken' }, '/name']);
  await send('DELETE', '/shelf/u2');
  expect((await send('POST', '/shelf/u1/restore')).status).toBe(200);
  expect((await send('GET', '/shelf/by/name/Essays')).json.id).toBe('u1');
  const { changes } = (await send('GET', `/shelf/changes?since=${feed.cursor}`)).json;
  expect(changes.map(({ change, key }: any) => [change, key.id]).toSorted()).toEqual(
    [
      ['Created', 'u1'],
      ['Created', 'u2'],
      ['Deleted', 'u1'],
      ['Deleted', 'u2'],
    ].toSorted(),
  );
});

test('it is gone for good when its days are over, or when it is taken out', async () => {
  await send('POST', '/shelf', { id: 'old', name: 'Old' });
  await send('DELETE', '/shelf/old');
  const record = (await rowsOf(gateway, 'trash')).find(({ item }) => item === 'shelf/old')!;
  expect(record._expires).toBe((start + 2 * 86_400_000) / 1000);
  time = start + 3 * 86_400_000;
  expect(told(await send('POST', '/shelf/old/restore'))).toEqual({ status: 404, type: 'not-found' });
  expect((await send('GET', '/shelf/trash')).json.items).toEqual([]);
  time = start;
  // A clock that goes back shows that it was the time alone.
  expect((await send('GET', '/shelf/trash')).json.items.map(({ item }: any) => item.id)).toContain('old');
  expect((await send('DELETE', '/shelf/trash/old')).status).toBe(204);
  expect(told(await send('DELETE', '/shelf/trash/old'))).toEqual({ status: 404, type: 'not-found' });
  expect(told(await send('POST', '/shelf/old/restore'))).toEqual({ status: 404, type: 'not-found' });
});

test('its lists have pages, of all and of one partition, and a new item in its place is a new one', async () => {
  for (const place of ['p1', 'p2', 'p3']) {
    for (const shelfId of ['x', 'x/y']) {
      await send('POST', '/book', { shelfId, place, title: `${shelfId} ${place}` });
      await send('DELETE', `/book/${encodeURIComponent(shelfId)}/${place}`);
    }
  }
  const places = ({ json }: { json: any }) => json.items.map(({ item }: any) => item.title);
  const first = await send('GET', '/book/x/trash?limit=2');
  expect(places(first)).toEqual(['x p1', 'x p2']);
  expect(places(await send('GET', `/book/x/trash?cursor=${first.json.nextCursor}`))).toEqual(['x p3']);
  expect(told(await send('GET', `/book/x%2Fy/trash?cursor=${first.json.nextCursor}`)).type).toBe('cursor-invalid');
  expect(places(await send('GET', '/book/x%2Fy/trash'))).toEqual(['x/y p1', 'x/y p2', 'x/y p3']);
  expect(places(await send('GET', '/book/trash?limit=100'))).toHaveLength(6);

  const { json } = await send('POST', '/book', { shelfId: 'x', place: 'p1', title: 'new' });
  expect(json.version).toBe(1);
  expect(told(await send('POST', '/book/x/p1/restore'))).toEqual({ status: 409, type: 'conflict' });
  await send('DELETE', '/book/x/p1');
  // What was deleted last is what comes back.
  expect((await send('POST', '/book/x/p1/restore')).json).toMatchObject({ title: 'new', version: 2 });
});

test('with a history it counts on from its deletion, and what is no longer in the trash comes back by its version', async () => {
  await send('POST', '/chapter', { id: 'c', title: 'One' });
  await send('PATCH', '/chapter/c', { title: 'Two' });
  await send('DELETE', '/chapter/c');
  expect((await send('POST', '/chapter/c/restore', {})).json).toMatchObject({ title: 'Two', version: 4 });
  expect((await send('GET', '/chapter/trash')).json.items).toEqual([]);
  await send('DELETE', '/chapter/c');
  expect((await send('POST', '/chapter/c/restore', { version: 1 })).json).toMatchObject({ title: 'One', version: 6 });
  expect((await send('GET', '/chapter/trash')).json.items).toEqual([]);
  await send('DELETE', '/chapter/c');
  expect((await send('DELETE', '/chapter/trash/c')).status).toBe(204);
  expect(told(await send('POST', '/chapter/c/restore', {}))).toEqual({ status: 404, type: 'not-found' });
  expect((await send('POST', '/chapter/c/restore', { version: 4 })).json).toMatchObject({ title: 'Two', version: 8 });
  expect((await send('GET', '/chapter/c/history')).json.items.map(({ change }: any) => change)).toEqual([
    ...['Created', 'Deleted', 'Created', 'Deleted', 'Created', 'Deleted', 'Updated', 'Created'],
  ]);
});

test.each(faces)('over $name an item is deleted, found in the trash, brought back, and ended', async (face) => {
  const named = (name: string) => gateway.operations.find((operation) => operation.name === name)!;
  const key = { shelfId: `over-${face.name}`, place: '1' };
  const call = async (name: string, input: object) => face.call(gateway, named(name), input);
  const body = { ...key, title: 'T', price: '9' };
  expect((await call('createBook', { body })).code).toBe('ok');
  expect((await call('deleteBook', { key })).code).toBe('ok');
  const lists = [await call('trashedBooks', { key: { shelfId: key.shelfId } }), await call('allTrashedBooks', {})];
  for (const { code, result } of lists) {
    expect(code).toBe('ok');
    expect((result as any[]).map(({ item }) => item)).toContainEqual(expect.objectContaining(body));
  }
  expect(await call('restoreBook', { key })).toMatchObject({ code: 'ok', result: { ...body, version: 2 } });
  expect((await call('restoreBook', { key })).code).toBe('conflict');
  expect((await call('purgeBook', { key })).code).toBe('not-found');
  await call('deleteBook', { key });
  expect((await call('purgeBook', { key })).code).toBe('ok');
  expect((await call('restoreBook', { key })).code).toBe('not-found');
});

// With it the tests of this file do all that the role of its gateway is granted, which the run judges.
test('what was brought back is read and changed as before', async () => {
  await send('POST', '/shelf', { id: 'r', name: 'R' });
  await send('POST', '/book', { shelfId: 'r', place: '1', title: 'T' });
  await send('POST', '/chapter', { id: 'r', title: 'T' });
  for (const path of ['/shelf/r', '/book/r/1', '/chapter/r']) {
    await send('DELETE', path);
    const body = path.startsWith('/chapter') ? {} : undefined;
    expect((await send('POST', `${path}/restore`, body)).status).toBe(200);
  }
  expect((await send('PATCH', '/shelf/r', { name: 'R2' })).json.version).toBe(3);
  expect((await send('PATCH', '/book/r/1', { title: 'T2' })).json.version).toBe(3);
  const read = [
    await send('POST', '/shelf/batch/get', { keys: [{ id: 'r' }] }),
    await send('POST', '/chapter/batch/get', { keys: [{ id: 'r' }] }),
    await send('GET', '/shelf?filter[name][eq]=R2'),
  ];
  expect(read.map(({ json }) => json.items.length)).toEqual([1, 1, 1]);
});

test('a restore sent again with its Idempotency-Key has one effect and one answer', async () => {
  await send('POST', '/shelf', { id: 'once', name: 'Once' });
  await send('DELETE', '/shelf/once');
  const again = async () => send('POST', '/shelf/once/restore', undefined, { 'idempotency-key': 'again' });
  const [first, second] = [await again(), await again()];
  expect([first.status, second.json, second.headers['idempotent-replayed']]).toEqual([200, first.json, 'true']);
});

test('who may read and write items may do so with those in the trash, and a list of all narrows to what is one’s own', async () => {
  const issuer = await openFakeIssuer();
  try {
    const { audience, jwksUri } = issuer;
    const authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
    const closed = await openGateway('v1', { authentication, domains: [Diary] });
    const { wrong, cells } = await accessMatrix(closed, closed.operations, peopleOf(issuer));
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(closed.operations.length);

    const fresh = await openGateway('v1', { authentication, domains: [Diary] });
    const as = async (userName: string, method: string, target: string, body?: object) =>
      fresh.send(method, target, { body, headers: { authorization: `Bearer ${issuer.token(userName)}` } });
    for (const userName of ['alice', 'bob']) {
      await as(userName, 'POST', '/diary', { userName, words: 'Fine.' });
      await as(userName, 'DELETE', `/diary/${userName}`);
    }
    const listed = async (who: string) =>
      (await as(who, 'GET', '/diary/trash')).json.items.map(({ item }: any) => item.userName);
    expect([await listed('alice'), await listed('admin')]).toEqual([['alice'], ['alice', 'bob']]);
  } finally {
    await issuer.close();
  }
});

// The oracle is a scan of both tables.
test('after random deletes and restores at once, with faults and requests cut off, each item is in one place', async () => {
  const ids = ['1', '2', '3', '4', '5'];
  const first = ids.map((id): Request => ['POST', '/shelf', { id, name: id }]);
  const requestOf = (random: Random): Request => {
    const path = `/shelf/${random.pick(ids)}`;
    return random.pick<Request>([
      ['DELETE', path],
      ['POST', `${path}/restore`],
    ]);
  };
  const { seed, gateway: left, statuses } = await runShaky(definition, requestOf, { first });
  const there = (await rowsOf(left, 'shelf')).map(({ id }) => id);
  const inTrash = (await rowsOf(left, 'trash')).map(({ item }) => item.replace('shelf/', ''));
  expect({ seed, places: [...there, ...inTrash].toSorted() }).toEqual({ seed, places: ids });
  expect(statuses.get(409)).toBeGreaterThan(0);
});

test('what refers to nothing by now does not come back, as the operation lists', async () => {
  @Domain('rack', { scan: true })
  class Rack {
    @Id() id!: string;
  }
  @Domain('coat', { trash: true })
  class Coat {
    @Id() id!: string;
    @Reference(() => Rack, { onDelete: 'refuse', max: 100 }) rackId!: string;
  }
  const cloakroom = await openGateway('v1', { domains: [Rack, Coat] });
  await cloakroom.send('POST', '/rack', { body: { id: 'r' } });
  await cloakroom.send('POST', '/coat', { body: { id: 'c', rackId: 'r' } });
  await cloakroom.send('DELETE', '/coat/c');
  expect((await cloakroom.send('DELETE', '/rack/r')).status).toBe(204);
  const refused = await cloakroom.send('POST', '/coat/c/restore');
  expect([told(refused), refused.json.errors[0].pointer]).toEqual([{ status: 422, type: 'validation' }, '/rackId']);
});

test('a domain without a trash has no table for it', () => {
  @Domain('plain-one')
  class Plain {
    @Id() id!: string;
  }
  expect(withInternal([Plain])).not.toContain(TrashedItem);
  expect(withInternal([Book])).toContain(TrashedItem);
});

test.each([
  [{ trash: { days: 0 } }, /its trash keeps items 0 days: write a number above 0/],
  [
    { trash: true, operations: ['get', 'create'] },
    /has a trash, and delete is not one of its operations.*add 'delete'/,
  ],
  [{ trash: true, expiresAfterDays: 1 }, /expires after days and has a trash.*Take one of the two away/],
] as const)('a declaration that makes no sense is refused: %j', (options, words) => {
  class Odd {
    id!: string;
  }
  Id()(Odd.prototype, 'id');
  expect(() => Domain('odd-one', options)(Odd)).toThrow(words);
});
