import { tokenAuthentication } from '../api/auth/authentication';
import { lambdaContext } from '../local/lambda';
import { buildGraphQLSchema } from '../resolvers';
import { all, owner, role, signedIn } from '../schema/access';
import { Enumeration, Id, Integer, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { usualOperations } from '../schema/facts';
import { BulkRow, withInternal } from '../schema/internal';
import { Unique } from '../schema/unique';
import { clientSources } from '../tools/codegen/client';
import { methodsOf } from '../tools/codegen/methods';
import { faces } from './faces';
import { everyFault, openFaultProxy } from './fault-proxy';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { sdkOf } from './sdk-client';
import { rowsOf } from './shaky';
import { openFakeIssuer } from './tokens';
import { gatewayOf } from './usual';

@Domain('parcel', {
  indexes: { byRoute: { partition: 'route', sort: 'weight' } },
  operations: [...usualOperations, 'updateAll', 'deleteAll'],
  history: true,
  events: true,
})
class Parcel {
  @Id({ max: 100 }) id!: string;
  @Text({ max: 20, example: 'north' }) route!: string;
  @Integer({ min: 0, max: 1000, default: 1, increments: true }) weight!: number;
  @Enumeration('ParcelState', ['NEW', 'SENT', 'LOST'], {
    default: 'NEW',
    transitions: { from: { NEW: ['SENT'], SENT: ['LOST'], LOST: [] }, initial: ['NEW', 'SENT', 'LOST'] },
  })
  state!: string;
  @Unique() @Text({ max: 40, optional: true }) label?: string;
}

const definition = gatewayOf([Parcel]);

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openGateway('v1', { definition });
});

const send = async (method: string, target: string, body?: object, headers = {}) =>
  gateway.send(method, target, { body, headers });
const fill = async (count: number, of: (index: number) => object = () => ({})): Promise<void> => {
  const items = Array.from({ length: count }, (_, index) => ({ id: `p${index}`, route: 'north', ...of(index) }));
  for (let start = 0; start < count; start += 100) {
    await send('POST', '/parcel/batch', { items: items.slice(start, start + 100) });
  }
};
const parcels = async (of = gateway) =>
  (await rowsOf(of, 'parcel')).toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
const north = { route: { eq: 'north' } };

/** Goes on until all is done, and gives what was told each time. */
async function drive(first: any, of = gateway): Promise<any[]> {
  const told = [first];
  while (told.at(-1).state === 'RUNNING') {
    const { status, json } = await of.send('POST', `/parcel/job/${told.at(-1).job}`);
    expect(status).toBe(200);
    told.push(json);
    // It comes to an end, though items move to where they are met again.
    if (told.length > 10) throw new Error('There is no end to it.');
  }
  return told;
}

test('what meets the filter is changed, a part with each request, and each item once though it moves on', async () => {
  await fill(130);
  await send('POST', '/parcel', { id: 'p900', route: 'south' });
  // The list is in the order of the weight, so that each item moves to where it is met again.
  const { status, json } = await send('POST', '/parcel/all/update', {
    filter: north,
    patch: { weight: { increment: 5 }, state: 'SENT' },
  });
  expect([status, json.state, json.changed, json.refused]).toEqual([200, 'RUNNING', 100, 0]);
  const told = await drive(json);
  expect(told.at(-1)).toEqual({ job: json.job, state: 'DONE', changed: 130, refused: 0, refusals: [] });
  const rows = await parcels();
  expect(new Set(rows.slice(0, 130).map(({ weight, state, version }) => `${weight} ${state} ${version}`))).toEqual(
    new Set(['6 SENT 2']),
  );
  expect(rows.at(-1)).toMatchObject({ id: 'p900', state: 'NEW', version: 1 });
  expect((await send('GET', '/parcel/p7/history')).json.items.map(({ change }: any) => change)).toEqual([
    'Updated',
    'Created',
  ]);
  // What is done is told again, and nothing is done.
  expect((await send('POST', `/parcel/job/${json.job}`)).json).toEqual(told.at(-1));
});

test('what meets the filter is deleted', async () => {
  await fill(120, (index) => ({ state: index % 2 === 0 ? 'NEW' : 'LOST' }));
  const { json } = await send('POST', '/parcel/all/delete', { filter: { ...north, state: { eq: 'LOST' } } });
  expect((await drive(json)).at(-1)).toMatchObject({ state: 'DONE', changed: 60, refused: 0 });
  expect((await parcels()).map(({ state }) => state)).toEqual(Array.from({ length: 60 }, () => 'NEW'));
});

test('an item that is refused is told of, and leaves the others', async () => {
  await fill(15, (index) => ({ state: index < 12 ? 'LOST' : 'NEW' }));
  const { json } = await send('POST', '/parcel/all/update', { filter: north, patch: { state: 'SENT' } });
  expect(json).toMatchObject({ state: 'DONE', changed: 3, refused: 12 });
  expect(json.refusals).toHaveLength(10);
  expect(json.refusals[0]).toEqual({
    key: { id: expect.stringMatching(/^p\d+$/) },
    code: 'transition',
    detail: 'The state of an item cannot change so.',
  });
});

test('a dry run says what would be done and refused, and writes nothing', async () => {
  await fill(130, (index) => ({ state: index < 20 ? 'LOST' : 'NEW' }));
  const tables = ['parcel', 'history', 'unique', 'outbox', 'bulk', 'idempotency'];
  const before = await Promise.all(tables.map(async (name) => rowsOf(gateway, name)));
  const { json } = await send('POST', '/parcel/all/update', { filter: north, patch: { state: 'SENT' }, dryRun: true });
  expect(json).toMatchObject({ state: 'DONE', changed: 110, refused: 20 });
  expect(json.job).toBeUndefined();
  const deleted = await send('POST', '/parcel/all/delete', { filter: north, dryRun: true });
  expect(deleted.json).toEqual({ state: 'DONE', changed: 130, refused: 0, refusals: [] });
  expect(await Promise.all(tables.map(async (name) => rowsOf(gateway, name)))).toEqual(before);
});

test('an item that has left the filter since it was listed is left out', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    await fill(3);
    const through = await openGateway('v1', { definition, endpoint: proxy.endpoint, tablePrefix: gateway.prefix });
    // Once they are listed, somebody takes one to another route, and writes another one.
    const change = async () => {
      await send('PATCH', '/parcel/p0', { route: 'south' });
      await send('PATCH', '/parcel/p1', { label: 'mine' });
    };
    proxy.set({ do: 'slow', milliseconds: 0, on: ['Query'], nth: [1], then: change });
    const { json } = await through.send('POST', '/parcel/all/update', {
      body: { filter: north, patch: { weight: 9 } },
    });
    expect(json).toMatchObject({ state: 'DONE', changed: 2, refused: 0 });
    expect((await parcels()).map(({ route, weight, label }) => ({ route, weight, label }))).toEqual([
      { route: 'south', weight: 1, label: undefined },
      { route: 'north', weight: 9, label: 'mine' },
      { route: 'north', weight: 9, label: undefined },
    ]);
  } finally {
    await proxy.close();
  }
});

// The oracle is what each item comes to when it is changed once.
test.each(everyFault.filter((fault) => fault.do !== 'slow'))(
  'cut off at any call by $do and gone on with, it ends as if nothing had happened',
  async (fault) => {
    const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    try {
      const own = await openGateway('v1', { definition, endpoint: proxy.endpoint });
      for (let nth = 1; ; nth++) {
        const route = `route ${nth}`;
        const items = ['a', 'b', 'c'].map((name) => ({ id: `${name}${nth}`, route }));
        await own.send('POST', '/parcel/batch', { body: { items } });
        const ask = async (lambda = lambdaContext()) =>
          own.send('POST', '/parcel/all/update', {
            body: { filter: { route: { eq: route } }, patch: { weight: { increment: 2 } } },
            headers: { 'idempotency-key': `once-${nth}` },
            lambda,
          });
        proxy.set({ ...fault, nth: [nth] });
        // What is never answered ends with the time of the request: the gateway keeps a second of it for its answer.
        await ask(lambdaContext(fault.do.startsWith('hang') ? 1_400 : 30_000));
        await proxy.idle();
        const hasStruck = proxy.faults.size > 0;
        proxy.set();
        const again = await ask();
        const last = (await drive(again.json, own)).at(-1);
        expect({ nth, ...last }).toMatchObject({ nth, state: 'DONE', changed: 3, refused: 0 });
        const rows = (await parcels(own)).filter((row) => row.route === route);
        expect(rows.map(({ weight, version }) => [weight, version])).toEqual([
          [3, 2],
          [3, 2],
          [3, 2],
        ]);
        if (!hasStruck) break;
      }
    } finally {
      await proxy.close();
    }
  },
);

test('two who go on with it at once do each item once', async () => {
  await fill(60);
  const { json } = await send('POST', '/parcel/all/update', {
    filter: { route: { eq: 'none' } },
    patch: { weight: 2 },
  });
  expect(json.state).toBe('DONE');
  const body = { filter: north, patch: { weight: { increment: 1 } } };
  const headers = { 'idempotency-key': 'together' };
  const answers = await Promise.all(
    Array.from({ length: 4 }, async () => send('POST', '/parcel/all/update', body, headers)),
  );
  const running = answers.find(({ status }) => status === 200)!;
  expect((await drive(running.json)).at(-1)).toMatchObject({ state: 'DONE', changed: 60 });
  expect(new Set((await parcels()).map(({ weight, version }) => `${weight} ${version}`))).toEqual(new Set(['2 2']));
});

test.each(faces)('over $name', async (face) => {
  await fill(3);
  const call = async (name: string, input: object) =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
    );
  const dry = await call('updateAllParcels', { body: { filter: north, patch: { state: 'SENT' }, dryRun: true } });
  expect(dry).toMatchObject({ code: 'ok', result: { state: 'DONE', changed: 3, refused: 0, refusals: [] } });
  const done = await call('updateAllParcels', { body: { filter: north, patch: { state: 'SENT' } } });
  expect(done).toMatchObject({ code: 'ok', result: { state: 'DONE', changed: 3 } });
  const told = await call('continueParcelJob', { key: { job: (done.result as any).job } });
  expect(told).toEqual(done);
  expect((await call('continueParcelJob', { key: { job: 'none' } })).code).toBe('not-found');
  const wrong = await call('updateAllParcels', { body: { filter: north, patch: { weight: -1 } } });
  expect([wrong.code, wrong.pointers]).toEqual(['validation', ['/patch/weight']]);
  expect(await call('deleteAllParcels', { body: { filter: north } })).toMatchObject({
    code: 'ok',
    result: { changed: 3 },
  });
});

test.each(['rest', 'graphql'] as const)('the SDK goes on with it over %s', async (transport) => {
  await fill(110);
  const { client, close } = await sdkOf(gateway, transport);
  try {
    const rehearsed = await client.parcel.updateAll({ filter: north, patch: { state: 'SENT' }, dryRun: true });
    expect(rehearsed).toMatchObject({ state: 'DONE', changed: 110 });
    let done = await client.parcel.updateAll({ filter: north, patch: { weight: { increment: 1 }, state: 'SENT' } });
    expect(done.state).toBe('RUNNING');
    while (done.state === 'RUNNING') done = await client.parcel.continueJob(done.job);
    expect(done).toMatchObject({ state: 'DONE', changed: 110, refused: 0, refusals: [] });
    expect(new Set((await parcels()).map(({ weight, state }) => `${weight} ${state}`))).toEqual(new Set(['2 SENT']));
    expect(await client.parcel.deleteAll({ filter: { ...north, state: { eq: 'NEW' } } })).toMatchObject({ changed: 0 });
  } finally {
    await close();
  }
});

test('the client of the SDK has its types', async () => {
  const schema = buildGraphQLSchema(gateway.operations, { check: true });
  const { schemas } = (await send('GET', '/openapi.json')).json.components;
  const { client } = clientSources(methodsOf(gateway.operations), schema, schemas);
  expect(client).toContain(
    'asked: { readonly filter: ParcelFilter; readonly patch: ParcelPatch; readonly dryRun?: boolean }',
  );
  expect(client).toContain('continueJob: (job: string');
});

test.each([
  [{ patch: { weight: 2 } }, '/filter'],
  [{ filter: {}, patch: { weight: 2 } }, '/filter'],
  [{ filter: { nope: { eq: 1 } }, patch: { weight: 2 } }, '/filter/nope'],
  [{ filter: north }, '/patch'],
  [{ filter: north, patch: { id: 'x' } }, '/patch/id'],
  [{ filter: north, patch: { weight: 2 }, more: 1 }, '/more'],
  [{ filter: north, patch: { weight: 2 }, dryRun: 'yes' }, '/dryRun'],
])('%j is refused', async (body, pointer) => {
  const { status, json } = await send('POST', '/parcel/all/update', body);
  expect([status, json.errors.map((one: any) => one.pointer)]).toEqual([422, [pointer]]);
});

test('a list that no index serves is refused, and a key stands for one request', async () => {
  const body = { filter: { weight: { gt: 3 } }, patch: { weight: 2 } };
  expect((await send('POST', '/parcel/all/update', body)).json.type).toBe('/problems/no-index');
  const headers = { 'idempotency-key': 'k' };
  await send('POST', '/parcel/all/update', { filter: north, patch: { weight: 2 } }, headers);
  // To say what is so anyway makes no other request of it.
  const same = { filter: north, patch: { weight: 2 }, dryRun: false };
  expect((await send('POST', '/parcel/all/update', same, headers)).status).toBe(200);
  const reused = await send('POST', '/parcel/all/update', { filter: north, patch: { weight: 3 } }, headers);
  expect(reused.json.type).toBe('/problems/idempotency-key-reused');
});

test('it reaches what the caller may list and write, and goes on for the caller alone', async () => {
  @Domain('letter', {
    indexes: { byWriter: { partition: 'writer' } },
    operations: [...usualOperations, 'updateAll', 'deleteAll'],
    access: { read: signedIn, list: owner('writer'), write: all(signedIn, owner('writer')) },
  })
  class Letter {
    @Id() id!: string;
    @Text({ max: 20 }) writer!: string;
    @Text({ max: 20 }) text!: string;
    @Text({ max: 20, optional: true, visible: role('admin') }) note?: string;
  }
  const issuer = await openFakeIssuer();
  try {
    const { audience, jwksUri } = issuer;
    const authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
    const closed = await openGateway('v1', { authentication, domains: [Letter] });
    const as = async (userName: string, method: string, target: string, body?: object) =>
      closed.send(method, target, { body, headers: { authorization: `Bearer ${issuer.token(userName)}` } });
    for (const writer of ['alice', 'bob']) await as(writer, 'POST', '/letter', { id: writer, writer, text: 'x' });
    const asked = { filter: { text: { eq: 'x' } }, patch: { text: 'y' } };
    const { status, json } = await as('alice', 'POST', '/letter/all/update', asked);
    expect([status, json.changed]).toEqual([200, 1]);
    expect((await rowsOf(closed, 'letter')).map(({ id, text }) => [id, text]).toSorted()).toEqual([
      ['alice', 'y'],
      ['bob', 'x'],
    ]);
    expect((await as('bob', 'POST', `/letter/job/${json.job}`)).status).toBe(404);
    expect((await as('alice', 'POST', `/letter/job/${json.job}`)).json).toEqual(json);
    const hidden = await as('alice', 'POST', '/letter/all/delete', { filter: { note: { eq: 'x' } } });
    expect(hidden.status).toBe(403);
    expect((await closed.send('POST', '/letter/all/delete', { body: { filter: asked.filter } })).status).toBe(401);
  } finally {
    await issuer.close();
  }
});

test('a deletion of all brings along what is deleted with each', async () => {
  @Domain('crate', { scan: true, operations: [...usualOperations, 'deleteAll'] })
  class Crate {
    @Id() id!: string;
    @Text({ max: 10 }) place!: string;
  }
  @Domain('good', { indexes: { byCrate: { partition: 'crateId' } }, scan: true })
  class Good {
    @Id() id!: string;
    @Reference(() => Crate, { onDelete: 'cascade', max: 100 }) crateId!: string;
  }
  const own = await openGateway('v1', { domains: [Crate, Good] });
  for (const id of ['c1', 'c2']) {
    await own.send('POST', '/crate', { body: { id, place: 'here' } });
    for (const part of ['a', 'b']) await own.send('POST', '/good', { body: { id: id + part, crateId: id } });
  }
  const { json } = await own.send('POST', '/crate/all/delete', { body: { filter: { place: { eq: 'here' } } } });
  expect(json).toMatchObject({ state: 'DONE', changed: 2 });
  expect(await rowsOf(own, 'good')).toEqual([]);
});

test('a domain without it has no table for it', () => {
  @Domain('calm')
  class Calm {
    @Id() id!: string;
  }
  expect(withInternal([Calm])).not.toContain(BulkRow);
  expect(withInternal([Parcel])).toContain(BulkRow);
});
