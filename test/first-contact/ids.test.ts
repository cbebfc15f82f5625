import fc from 'fast-check';
import { payloads } from '../../local/lambda';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { textFault } from '../../schema/values';
import type { Input } from '../../services/operation';
import { faces, rest } from '../faces';
import type { Face, Told } from '../faces';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';

// The same id is the same item behind every sender of events and on every face. Who decodes the path and who does not
// was captured live in https://github.com/hotsock/voker/pull/8.

@Domain('thing', { doc: 'Something with an id.', plural: 'things' })
class Thing {
  @Id() id!: string;
  @Text({ max: 20 }) label!: string;
}

/** Something with two keys, whose paths are longer than those of its lists. */
@Domain('slot', { doc: 'A place on a shelf.', plural: 'slots', key: { partition: 'row', sort: 'place' } })
class Slot {
  @Id() row!: string;
  @Id({ max: 1024 }) place!: string;
  @Text({ max: 20, optional: true }) label?: string;
}

/** What a field with `@Id()` admits. */
const isId = (id: string): boolean => textFault(id, { kind: 'id' }) === undefined && Buffer.byteLength(id) <= 2048;
const tried = [
  ...['x%41', 'xA', '100%', 'a/b', 'a?b', 'a#b', 'a+b', 'a b', ' a ', '%', '%2F', '%252F', '/', '//', 'a/', '/a', '?'],
  ...['.', '..', '../a', 'a;b', 'a&b=c', 'a,b', '"1"', '{id}', '$default', 'batch', 'ü', 'e\u0301', '\u00e9', '😀'],
  ...['x'.repeat(2048), '漢'.repeat(682), '%'.repeat(2048), '__proto__', 'null', '\\', '<a>', '~', 'a@b:c', '*', "'"],
];
const ids = fc
  .oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc
      .array(fc.constantFrom('%', '/', '?', '#', '+', '.', ' ', '%2F', 'a', 'ü', '😀'), { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join('')),
  )
  .filter(isId);

let open: Record<(typeof payloads)[number], TestGateway>;
beforeAll(async () => {
  const v1 = await openGateway('v1', { domains: [Thing, Slot] });
  const others = { domains: [Thing, Slot], tablePrefix: v1.prefix };
  open = {
    v1,
    v2: await openGateway('v2', others),
    url: await openGateway('url', others),
    alb: await openGateway('alb', others),
  };
});

async function call(gateway: TestGateway, face: Face, name: string, input: Input): Promise<Told> {
  return face.call(
    gateway,
    gateway.operations.find((operation) => operation.name === name)!,
    input,
  );
}

/** Makes, reads, changes and deletes one item. */
async function journey(gateway: TestGateway, face: Face, id: string): Promise<void> {
  const key = { id };
  expect(await call(gateway, face, 'createThing', { body: { id, label: 'a' } })).toMatchObject({ result: { id } });
  const read = await call(open.v1, graphql, 'thing', { key });
  expect(read).toMatchObject({ code: 'ok', result: { id, label: 'a', version: 1 } });
  expect((await call(gateway, face, 'thing', { key })).result).toEqual(read.result);
  const changed = await call(gateway, face, 'updateThing', { key, body: { label: 'b' } });
  expect(changed).toMatchObject({ code: 'ok', result: { id, label: 'b', version: 2 } });
  expect((await call(gateway, face, 'deleteThing', { key })).code).toBe('ok');
  expect((await call(open.v1, graphql, 'thing', { key })).code).toBe('not-found');
}

const graphql = faces.find(({ name }) => name === 'GraphQL')!;
const runs = { numRuns: 15, examples: tried.map((id): [string] => [id]) };
/** What the path of an HTTP API cannot hold: it is decoded there, and ends at a "?". */
const isLost = (id: string): boolean => /[/?]/.test(id);
const isCut = (id: string): boolean => id.includes('?');

describe.each(payloads)('with %s events', (payload) => {
  test.each(faces)('every id is one item over $name', async (face) => {
    const isCarried = (id: string): boolean => payload !== 'v2' || !(face === rest ? isLost(id) : isCut(id));
    const examples = runs.examples.filter(([id]) => isCarried(id));
    await fc.assert(
      fc.asyncProperty(ids.filter(isCarried), async (id) => journey(open[payload], face, id)),
      { ...runs, numRuns: runs.numRuns + examples.length, examples },
    );
  });

  test('Location leads to what was made, or is not told', async () => {
    const gateway = open[payload];
    await fc.assert(
      fc.asyncProperty(ids, async (id) => {
        const made = await gateway.send('POST', '/thing', { body: { id, label: 'a' } });
        const { location } = made.headers;
        if (payload === 'v2' && isCut(id)) return expect(made.status).toBe(422);
        expect(made.status).toBe(201);
        if (payload === 'v2' && isLost(id)) expect(location).toBeUndefined();
        else expect((await gateway.send('GET', location!)).json).toMatchObject({ id, version: 1 });
        expect((await call(gateway, graphql, 'deleteThing', { key: { id } })).code).toBe('ok');
      }),
      { ...runs, numRuns: runs.numRuns + tried.length },
    );
  });

  test.each([
    ['x%41', 'xA'],
    ['100%', '100'],
    ['%2F', '%252F'],
  ])('deleting %s leaves %s', async (id, other) => {
    const gateway = open[payload];
    for (const made of [id, other]) await gateway.send('POST', '/thing', { body: { id: made, label: 'a' } });
    expect((await gateway.send('DELETE', `/thing/${encodeURIComponent(id)}`)).status).toBe(204);
    expect((await gateway.send('GET', `/thing/${encodeURIComponent(other)}`)).json.id).toBe(other);
    expect((await gateway.send('DELETE', `/thing/${encodeURIComponent(other)}`)).status).toBe(204);
  });
});

test.each(['a/b', 'a/', '/a', '/', 'a/b/c', '%/%'])(
  'an HTTP API cannot carry the id %s, and the answer says what to do',
  async (id) => {
    const gateway = open.v2;
    for (const made of ['a', id]) await gateway.send('POST', '/thing', { body: { id: made, label: 'a' } });
    for (const method of ['GET', 'DELETE']) {
      const answer = await gateway.send(method, `/thing/${encodeURIComponent(id)}`);
      expect(answer.status).toBe(404);
      expect(answer.json.detail).toMatch(/An HTTP API decodes each path.*ask for such an item over GraphQL/);
    }
    for (const made of ['a', id]) {
      expect((await call(gateway, graphql, 'deleteThing', { key: { id: made } })).code).toBe('ok');
    }
  },
);

// Live captures in https://github.com/hotsock/voker/pull/8: an HTTP API cuts the decoded path at a "?". Who asks for the
// item `a?b` there reaches the item `a`, and nothing in the event tells the gateway so.
describe('an HTTP API, which cuts a path at a "?" of a key', () => {
  const cut = ['a?b', 'a?', '?', '?a', 'a%?', '~?', '/?', 'a/b?c'];
  const told = /^must not hold "\?" here: an HTTP API decodes paths.*through a REST API or a function URL$/;

  test.each(cut)('makes no item %s over any face', async (id) => {
    for (const face of faces) {
      const { code, pointers } = await call(open.v2, face, 'createThing', { body: { id, label: 'a' } });
      expect([face.name, code, pointers]).toEqual([face.name, 'validation', ['/id']]);
    }
    const answer = await open.v2.send('POST', '/thing', { body: { id, label: 'a' } });
    expect([answer.status, answer.json.errors]).toEqual([
      422,
      [{ pointer: '/id', detail: expect.stringMatching(told) }],
    ]);
    expect(await call(open.v1, graphql, 'thing', { key: { id } })).toMatchObject({ code: 'not-found' });
  });

  test.each(cut)('makes no item %s of a batch, and the others, whether it is written or tried', async (id) => {
    const items = [
      { id: 'b1', label: 'a' },
      { id, label: 'a' },
      { id: 'b2', label: 'x'.repeat(21) },
      { id: 'b3', label: 'a' },
    ];
    for (const face of faces) {
      for (const dryRun of [true, false]) {
        const { result } = await call(open.v2, face, 'createThings', { body: { items }, query: { dryRun } });
        const good = dryRun ? 200 : 201;
        expect((result as { status: number }[]).map(({ status }) => status)).toEqual([good, 422, 422, good]);
        expect(result).toMatchObject({
          0: { item: { id: 'b1' } },
          1: { error: { errors: [{ pointer: '/id', detail: expect.stringMatching(told) }] } },
          2: { error: { errors: [{ pointer: '/label' }] } },
          3: { item: { id: 'b3' } },
        });
      }
      for (const made of ['b1', 'b3']) await call(open.v1, graphql, 'deleteThing', { key: { id: made } });
    }
  });

  test('makes none by the envelope', async () => {
    const body = { operation: 'create', tableName: 'thing', payload: { Item: { id: 'a?b', label: 'a' } } };
    const answer = await open.v2.send('POST', '/dynamodbmanager', { body });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('an HTTP API decodes paths')]);
    expect((await open.url.send('POST', '/dynamodbmanager', { body })).status).toBe(200);
    expect((await call(open.v2, graphql, 'deleteThing', { key: { id: 'a?b' } })).code).toBe('ok');
  });

  test('reads, changes and deletes by a face without paths what another door has made', async () => {
    const key = { id: 'a?b' };
    await open.v1.send('POST', '/thing', { body: { ...key, label: 'a' } });
    const read = await call(open.v2, graphql, 'thing', { key });
    expect(read).toMatchObject({ code: 'ok', result: key });
    const replaced = await call(open.v2, graphql, 'replaceThing', { key, body: { ...key, label: 'b' } });
    expect(replaced).toMatchObject({ code: 'ok', result: { label: 'b' } });
    expect((await call(open.v2, graphql, 'deleteThing', { key })).code).toBe('ok');
  });
});

describe('an HTTP API, which makes two segments of a key with a "/"', () => {
  // The path of the list of the row a/b is that of the place b in the row a.
  test.each([
    [{ row: 'a/b', place: 'c' }, ['/row']],
    [{ row: 'a', place: 'b/c' }, []],
    [{ row: 'a/', place: 'c' }, []],
    [{ row: 'a?', place: 'b/c?' }, ['/place', '/row']],
  ])('makes no %j where its path leads to something else', async (key, wrong) => {
    for (const face of faces) {
      const { code, pointers } = await call(open.v2, face, 'createSlot', { body: key });
      expect([code, pointers]).toEqual([wrong.length > 0 ? 'validation' : 'ok', wrong]);
      if (wrong.length > 0) continue;
      const path = `/slot/${encodeURIComponent(key.row)}/${encodeURIComponent(key.place)}`;
      const answer = await open.v2.send('DELETE', path);
      expect([answer.status, answer.json.detail]).toEqual([
        404,
        expect.stringMatching(/An HTTP API decodes each path/),
      ]);
      expect((await call(open.v2, graphql, 'deleteSlot', { key })).code).toBe('ok');
    }
  });

  test.each(['v1', 'url', 'alb'] as const)('every other door takes it: %s', async (payload) => {
    const key = { row: 'a/b?', place: 'c?/d' };
    const made = await open[payload].send('POST', '/slot', { body: key });
    expect((await open[payload].send('GET', made.headers.location!)).json).toMatchObject(key);
    expect((await open[payload].send('DELETE', made.headers.location!)).status).toBe(204);
  });

  test('a batch may hold what is no Unicode, which is refused as it is everywhere', async () => {
    const body = { items: [{ id: '\ud800/', label: 'a' }] };
    const { status, json } = await open.v2.send('POST', '/thing/batch', { body });
    expect([status, json.results[0].status]).toEqual([200, 422]);
  });
});
