import { Counted, Sum } from '../schema/counted';
import { Enumeration, Id, Integer, Many, Money, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { operationsOf } from '../services';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { rowsOf, runShaky } from './shaky';
import type { Request } from './shaky';
import { gatewayOf } from './usual';

@Domain('piece', { indexes: { byBox: { partition: 'boxId', sort: 'id' } } })
class Piece {
  @Id({ max: 100 }) id!: string;
  @Reference(() => Box, { optional: true, max: 100 }) boxId?: string;
  @Enumeration('PieceState', ['NEW', 'USED', 'GONE'], { default: 'NEW' }) state!: string;
  @Integer({ min: -5, max: 99, optional: true }) grams?: number;
  @Money({ default: 1.1 }) price!: number;
}

@Domain('box', { plural: 'boxes', scan: true })
class Box {
  @Id() id!: string;
  @Text({ max: 20, default: 'box' }) label!: string;
  @Many(() => Piece, { by: 'boxId' }) pieces!: unknown;
  @Counted(() => Piece, { by: 'boxId', doc: 'All of its pieces.' }) pieceCount!: number;
  @Counted(() => Piece, { by: 'boxId', where: { state: { ne: 'GONE' } }, shards: 3 }) present!: number;
  @Sum(() => Piece, { by: 'boxId', of: 'grams', where: { state: { in: ['NEW', 'USED'] } } }) weight!: number;
  @Sum(() => Piece, { by: 'boxId', of: 'price', shards: 2 }) value!: number;
}

const domains = [Piece, Box];
const definition = gatewayOf(domains);
const names = ['pieceCount', 'present', 'weight', 'value'];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition });
});

const create = (body: object) => gateway.send('POST', '/piece', { body });
const ofBox = async (id: string): Promise<unknown> => {
  const { json } = await gateway.send('GET', `/box/${id}?include=${names.join()}`);
  const answer = await gateway.graphql(`query ($id: ID!) { box(id: $id) { ${names.join(' ')} } }`, { id });
  const fromRest = Object.fromEntries(names.map((name) => [name, json[name]]));
  expect(answer.json.data.box).toEqual(fromRest);
  return fromRest;
};

test('a count and a sum follow each write, over every way to write', async () => {
  for (const id of ['b1', 'b2']) await gateway.send('POST', '/box', { body: { id } });
  expect(await ofBox('b1')).toEqual({ pieceCount: 0, present: 0, weight: 0, value: 0 });
  await create({ id: '1', boxId: 'b1', grams: 3, price: 0.1 });
  await create({ id: '2', boxId: 'b1', grams: 4, price: 0.2 });
  await gateway.send('POST', '/piece/batch', { body: { items: [{ id: '3', boxId: 'b1' }, { id: '4' }] } });
  expect(await ofBox('b1')).toEqual({ pieceCount: 3, present: 3, weight: 7, value: 1.4 });
  await gateway.send('PATCH', '/piece/1', { body: { state: 'GONE' } });
  await gateway.send('PATCH', '/piece/2', { body: { boxId: 'b2', grams: 9 } });
  await gateway.graphql('mutation { updatePiece(id: "4", patch: { boxId: "b1", grams: 5 }) { id } }');
  expect(await ofBox('b1')).toEqual({ pieceCount: 3, present: 2, weight: 5, value: 2.3 });
  expect(await ofBox('b2')).toEqual({ pieceCount: 1, present: 1, weight: 9, value: 0.2 });
  await gateway.send('PUT', '/piece/2', { body: { boxId: 'b2' } });
  expect(await ofBox('b2')).toEqual({ pieceCount: 1, present: 1, weight: 0, value: 1.1 });
  await gateway.send('DELETE', '/piece/2');
  expect(await ofBox('b2')).toEqual({ pieceCount: 0, present: 0, weight: 0, value: 0 });
});

test('the counts of a list are read together, and what is refused counts nothing', async () => {
  for (const id of ['l1', 'l2']) await gateway.send('POST', '/box', { body: { id, label: 'list' } });
  await create({ id: 'l-1', boxId: 'l1' });
  expect((await create({ id: 'l-1', boxId: 'l2' })).status).toBe(409);
  expect((await gateway.send('DELETE', '/piece/l-none')).status).toBe(404);
  const { json } = await gateway.send('GET', '/box?label=list&include=present,pieceCount&fields=id');
  expect(json.items.toSorted((one: any, other: any) => (one.id < other.id ? -1 : 1))).toEqual([
    { id: 'l1', present: 1, pieceCount: 1 },
    { id: 'l2', present: 0, pieceCount: 0 },
  ]);
});

test('it is told as a number, and no input takes it', async () => {
  const sdl = (await gateway.send('GET', '/schema.graphql')).text;
  expect(sdl).toContain('"""All of its pieces."""\n  pieceCount: Int\n');
  expect(sdl).toContain('  weight: Float\n');
  expect(sdl).toContain('  value: Money\n');
  const refused = await gateway.send('POST', '/box', { body: { pieceCount: 7 } });
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/pieceCount']);
});

test('a hundred writers at once of one box are all counted', async () => {
  await gateway.send('POST', '/box', { body: { id: 'busy' } });
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => create({ id: `busy-${index}`, boxId: 'busy', grams: 1 })),
  );
  expect(answers.map(({ status }) => status).filter((status) => status !== 201)).toEqual([]);
  expect(await ofBox('busy')).toEqual({ pieceCount: 100, present: 100, weight: 100, value: 110 });
});

test.each([
  [{ by: 'nope' }, 'which is not a field of Counting'],
  [{ by: 'place', of: 'place' }, 'sums "place", which is no number'],
  [{ by: 'place', shards: 0 }, 'is spread over 0 rows'],
  [{ by: 'place', where: { nope: { eq: 1 } } }, 'where/nope'],
])('a count with %j is refused', (options, words) => {
  class Counting {
    @Id() id!: string;
    @Text() place!: string;
  }
  Domain('counting')(Counting);
  class Place {
    @Id() id!: string;
    @Sum(() => Counting, options as { by: string; of: string }) count!: number;
  }
  Domain('place')(Place);
  expect(() => operationsOf([Counting, Place])).toThrow(words);
});

// The oracle is a scan of the pieces, counted here by hand.
test('after random writes at once, with faults and requests that are cut off, counts and sums are those of a scan', async () => {
  const boxes = ['b1', 'b2', 'b3'];
  const { seed, gateway: left } = await runShaky(definition, (random) => {
    const id = String(random.between(1, 8));
    const body = {
      ...(random.chance(0.8) && { boxId: random.pick(boxes) }),
      ...(random.chance(0.7) && { grams: random.between(-5, 9) }),
      state: random.pick(['NEW', 'USED', 'GONE']),
      price: random.between(1, 999) / 100,
    };
    return random.pick<Request>([
      ['POST', '/piece', { ...body, id }],
      ['PUT', `/piece/${id}`, body],
      ['PATCH', `/piece/${id}`, { state: body.state }],
      ['PATCH', `/piece/${id}`, { boxId: body.boxId ?? null, grams: body.grams ?? null }],
      ['DELETE', `/piece/${id}`],
    ]);
  });
  const pieces = await rowsOf(left, 'piece');
  const sum = (numbers: number[]): number => Math.round(numbers.reduce((one, other) => one + other, 0) * 100) / 100;
  for (const id of boxes) {
    await left.send('POST', '/box', { body: { id } });
    const { json } = await left.send('GET', `/box/${id}?include=${names.join()}`);
    const all = pieces.filter(({ boxId }) => boxId === id);
    const present = all.filter(({ state }) => state !== 'GONE');
    expect({ seed, ...json }).toMatchObject({
      seed,
      pieceCount: all.length,
      present: present.length,
      weight: sum(present.map(({ grams = 0 }) => grams)),
      value: sum(all.map(({ price }) => price)),
    });
  }
});
