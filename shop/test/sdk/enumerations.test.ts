import { Enumeration, Id, Json, Nested, NestedList, Reference } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { domainOf } from '../../../schema/facts';
import { serve } from '../../../local/http';
import { change, writeTouches } from '../../../services/change';
import { operation } from '../../../services/operation';
import { itemPath } from '../../../services/paths';
import { complaints } from '../../../test/compiled';
import { gatewayOf } from '../../../test/usual';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { writtenFor } from './written';
import type { Written } from './written';

// "The same calls, the same results" (docs/sdk.md) for values that GraphQL cannot have as names
// (https://spec.graphql.org/October2021/#EnumValue): what a program gives and gets is the declared value. REST, which
// has no other names, is the witness of what is stored.

const states = ['waiting', 'on-the-way', 'handed over', '2nd try', 'constructor', '__proto__'] as const;
const depots = ['north gate', '2-south'] as const;

class Leg {
  @Enumeration('ParcelState', states) state!: string;
}

@Domain('van', { scan: true })
class Van {
  @Id({ example: 'v' }) id!: string;
  // Each value is the name of the other one.
  @Enumeration('VanSize', { BIG: 'SMALL', SMALL: 'BIG' }) size!: string;
}

@Domain('parcel', {
  key: { partition: 'depot', sort: 'id' },
  indexes: { byState: { partition: 'state', sort: 'id' } },
  scan: true,
  events: { source: 'test.parcel' },
})
class Parcel {
  @Enumeration('Depot', depots) depot!: string;
  @Id({ max: 40, example: 'p' }) id!: string;
  @Enumeration('ParcelState', states, { default: 'on-the-way' }) state!: string;
  @Enumeration('ParcelState', states, { optional: true }) wish?: string;
  @Nested(() => Leg, { optional: true }) last?: Leg;
  @NestedList(() => Leg, { max: 10 }) legs!: Leg[];
  @Reference(() => Van, { optional: true }) vanId?: string;
  @Json({ optional: true }) free?: unknown;
}

class Move {
  @Enumeration('ParcelState', states) state!: string;
}

const parcels = domainOf(Parcel);
const move = operation({
  name: 'moveParcel',
  kind: 'mutation',
  domain: parcels,
  doc: 'Moves a parcel on.',
  route: { method: 'PUT', path: `${itemPath(parcels)}/state`, success: 200 },
  key: true,
  body: { of: 'item', type: Move, mode: 'whole', flat: true },
  conditional: true,
  gives: { as: 'item', type: Parcel },
  touches: [...writeTouches(parcels).update],
  perform: async ({ key, body, precondition }, context) =>
    change(parcels, key, precondition, context, { update: { set: { state: body.state }, remove: [] } }),
});

const definition = gatewayOf([Van, Parcel], { operations: [move] });

const ways = formats.flatMap((payload) => (['rest', 'graphql'] as const).map((transport) => ({ payload, transport })));

let written: Written;
beforeAll(async () => {
  written = await writtenFor(await openGateway('v1', { definition }));
});

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let gateway: TestGateway;
  let client: any;
  let close: () => Promise<void>;

  beforeEach(async () => {
    gateway = await openGateway(payload, { definition });
    const { handler } = gateway;
    const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
    client = written.sdk.createClient({ url: listening.url, transport });
    close = async () => listening.close();
  });
  afterEach(async () => close());

  const key = { depot: 'north gate', id: 'a' };
  const legs = states.map((state) => ({ state }));
  // Free JSON is nobody's enumeration.
  const free = { state: 'ON_THE_WAY', states: ['HANDED_OVER', '2nd try'] };
  const parcel = { ...key, state: 'on-the-way', wish: '2nd try', last: { state: 'handed over' }, legs, free };

  /** What REST tells of an item. */
  const stored = async (): Promise<unknown> => (await gateway.send('GET', '/parcel/north%20gate/a')).json;

  test.each(states)('%j is what is given, stored and got', async (state) => {
    const made = await client.parcel.create({ ...parcel, state });
    expect(made).toMatchObject({ ...parcel, state });
    expect(await stored()).toEqual(made);
    expect(await client.parcel.get(key)).toEqual(made);
    expect(await client.parcel.list('north gate', { filter: { state: { eq: state } } }).toArray()).toEqual([made]);
  });

  test('a parcel lives its whole life with values', async () => {
    const made = await client.parcel.create({ depot: key.depot, id: key.id, legs });
    expect(made.state).toBe('on-the-way');
    const updated = await client.parcel.update(made, { state: '2nd try', last: { state: 'handed over' } });
    expect(updated).toMatchObject({ state: '2nd try', last: { state: 'handed over' }, version: 2 });
    const moved = await client.parcel.move(updated, { state: 'handed over' });
    expect(moved).toMatchObject({ ...key, state: 'handed over', version: 3 });
    expect(await stored()).toEqual(moved);
    const replaced = await client.parcel.replace(moved, { ...key, legs: [{ state: '2nd try' }], state: 'waiting' });
    expect(replaced).toMatchObject({ state: 'waiting', legs: [{ state: '2nd try' }], version: 4 });
    expect(await client.parcel.update(replaced, { wish: null })).not.toHaveProperty('wish');
    // The item that has changed meanwhile comes with the error.
    const lost = client.parcel.update(made, { state: 'waiting' });
    await expect(lost).rejects.toMatchObject({ code: 'precondition-failed', current: await stored() });
    expect(await client.parcel.delete(key)).toBeUndefined();
    expect(await client.parcel.get(key)).toBeUndefined();
  });

  test('batches have values, in their keys too', async () => {
    const both = [parcel, { ...parcel, depot: '2-south', state: '2nd try' }];
    await client.parcel.create({ ...parcel, id: 'taken' });
    const outcomes = await client.parcel.createMany([...both, { ...parcel, id: 'taken' }]);
    expect(outcomes).toMatchObject([
      { status: 201, item: both[0] },
      { status: 201, item: both[1] },
      { status: 409, error: { code: 'conflict' } },
    ]);
    expect(await client.parcel.getMany([{ depot: '2-south', id: 'a' }, key, { ...key, id: 'b' }])).toMatchObject([
      both[1],
      both[0],
      undefined,
    ]);
  });

  test('one item of a batch that is wrong has an outcome of its own, and the others are made', async () => {
    const values = states.join(', ');
    const batch = [
      { ...parcel, id: 'b1', state: 'nowhere', legs: [{ state: 'gone' }] },
      { ...parcel, id: 'b2' },
      { ...parcel, id: 'b3', depot: 7 },
      { ...parcel, id: 'taken' },
      { ...parcel, id: 'x'.repeat(41) },
      { ...parcel, id: 'b4' },
    ];
    await client.parcel.create({ ...parcel, id: 'taken' });
    const outcomes = await client.parcel.createMany(batch);
    expect(outcomes).toMatchObject([
      {
        status: 422,
        error: {
          code: 'validation',
          message: '2 fields are wrong.',
          errors: [
            { pointer: '/legs/0/state', detail: `must be one of ${values}` },
            { pointer: '/state', detail: `must be one of ${values}` },
          ],
        },
      },
      { status: 201, item: batch[1] },
      { status: 422, error: { errors: [{ pointer: '/depot', detail: 'must be one of north gate, 2-south' }] } },
      { status: 409, error: { code: 'conflict' } },
      { status: 422, error: { message: 'One field is wrong.', errors: [{ pointer: '/id' }] } },
      { status: 201, item: batch[5] },
    ]);
    const none = await client.parcel.createMany([batch[0], batch[2]]);
    expect(none.map(({ status }: { status: number }) => status)).toEqual([422, 422]);
  });

  test('a replacement needs no key beside that of the item', async () => {
    const made = await client.parcel.create(parcel);
    const replaced = await client.parcel.replace(made, { legs: [], state: 'waiting' });
    expect(replaced).toMatchObject({ ...key, state: 'waiting', legs: [], version: 2 });
    expect(await stored()).toEqual(replaced);
  });

  test('filters have values wherever they stand', async () => {
    for (const [id, state] of states.slice(0, 4).entries()) {
      await client.parcel.create({ ...parcel, id: String(id), state, last: { state } });
    }
    const found = async (filter: object): Promise<readonly string[]> =>
      (await client.parcel.listAll({ filter }).toArray()).map(({ state }: { state: string }) => state).sort();
    expect(await found({ state: { in: ['on-the-way', '2nd try'] } })).toEqual(['2nd try', 'on-the-way']);
    expect(await found({ state: { notIn: ['on-the-way', '2nd try'] } })).toEqual(['handed over', 'waiting']);
    expect(await found({ state: { ne: 'on-the-way' }, wish: { eq: '2nd try' } })).toHaveLength(3);
    expect(await found({ not: { state: { in: ['handed over', 'waiting'] } } })).toEqual(['2nd try', 'on-the-way']);
    expect(
      await found({
        and: [{ depot: { eq: 'north gate' } }],
        or: [{ last: { state: { eq: '2nd try' } } }, { not: { state: { ne: 'handed over' } } }],
      }),
    ).toEqual(['2nd try', 'handed over']);
  });

  test('an item that is brought along has values, also where a value is the name of another', async () => {
    expect(await client.van.create({ id: 'v', size: 'SMALL' })).toMatchObject({ size: 'SMALL' });
    expect((await gateway.send('GET', '/van/v')).json.size).toBe('SMALL');
    await client.parcel.create({ ...parcel, vanId: 'v' });
    expect(await client.parcel.get(key, { include: ['van'] })).toMatchObject({
      state: 'on-the-way',
      van: { size: 'SMALL' },
    });
  });

  test('a feed is named by a value, and tells values', async () => {
    const batches = client.parcel.changes('north gate').batches()[Symbol.asyncIterator]();
    const { value } = await batches.next();
    await client.parcel.create(parcel);
    for await (const told of client.parcel.changes('north gate', { since: value.cursor })) {
      expect(told).toMatchObject({ change: 'Created', key, item: parcel });
      break;
    }
    for await (const watched of client.parcel.watch(key)) {
      if (watched?.state === 'handed over') break;
      await client.parcel.move(watched, { state: 'handed over' });
    }
  });

  test('what GraphQL calls a value is none, and is refused as over REST', async () => {
    const refused = {
      code: 'validation',
      errors: [{ pointer: '/state', detail: `must be one of ${states.join(', ')}` }],
    };
    for (const state of ['ON_THE_WAY', '_2ND_TRY', 'nowhere', '']) {
      await expect(client.parcel.create({ ...parcel, state })).rejects.toMatchObject(refused);
    }
    await expect(client.parcel.get({ depot: 'NORTH_GATE', id: 'a' })).rejects.toMatchObject({ code: 'bad-path' });
    await expect(client.parcel.listAll({ filter: { state: { eq: 'ON_THE_WAY' } } }).toArray()).rejects.toMatchObject({
      code: 'bad-query',
      errors: [{ pointer: '/filter/state/eq', detail: `must be one of ${states.join(', ')}` }],
    });
    await expect(client.van.create({ id: 'v', size: 'HUGE' })).rejects.toMatchObject({
      errors: [{ pointer: '/size', detail: 'must be one of SMALL, BIG' }],
    });
    await expect(client.parcel.list('north gate', { orderBy: 'state' }).page()).rejects.toMatchObject({
      errors: [{ pointer: '/orderBy', detail: 'must be one of id, with "-" before it for descending' }],
    });
  });
});

test('the types have the values, and nothing else', () => {
  const program = `
    import { createClient } from '../../../sdk/source/index.ts';
    import type { ParcelFilter } from '../../../sdk/source/index.ts';
    const client = createClient({ url: '' });
    export async function calls(): Promise<void> {
      const legs = [{ state: 'handed over' as const }];
      const made = await client.parcel.create({ depot: 'north gate', id: 'a', state: '2nd try', legs });
      const state: 'waiting' | 'on-the-way' | 'handed over' | '2nd try' | 'constructor' | '__proto__' | null = made.state;
      await client.parcel.update(made, { state: 'on-the-way' });
      await client.parcel.move({ depot: '2-south', id: 'a' }, { state: 'on-the-way' });
      const filter: ParcelFilter = { or: [{ state: { in: ['on-the-way'] } }, { last: { state: { ne: 'handed over' } } }] };
      client.parcel.list('north gate', { filter });
      client.parcel.changes('2-south');
      // @ts-expect-error a name of GraphQL
      await client.parcel.create({ depot: 'north gate', id: 'a', state: '_2ND_TRY', legs });
      // @ts-expect-error a name of GraphQL
      client.parcel.listAll({ filter: { state: { eq: 'ON_THE_WAY' } } });
      // @ts-expect-error a name of GraphQL
      await client.parcel.get({ depot: 'NORTH_GATE', id: 'a' });
      // @ts-expect-error no such place
      client.parcel.changes('nowhere');
      void state;
    }
  `;
  const generated = [...written.sources].map(([name, text]) => [`sdk/generated/${name}`, text] as const);
  expect(complaints([], [...generated, ['shop/test/sdk/parcels.ts', program]])).toEqual([]);
});
