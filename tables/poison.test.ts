import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Float, Id, Integer, Json, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { equalTo, openTestTable } from '../test/table';

// What another program can put into a table, and what a reader must make of it: no item may make a list fail.

@Domain('poisoned', { indexes: { byShelf: { partition: 'shelf' } }, scan: true })
class Poisoned {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Integer({ optional: true }) count?: number;
  @Float({ default: 1.5 }) rank!: number;
  @Json({ optional: true }) free?: unknown;
}

let poisoned: Awaited<ReturnType<typeof openTestTable>>;
let made = 0;

beforeAll(async () => {
  poisoned = await openTestTable(Poisoned);
});

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

/** Stores attributes as another program would, and gives the id and the shelf that nobody else is on. */
async function put(attributes: Record<string, AttributeValue>): Promise<{ id: string; shelf: string }> {
  const [id, shelf] = [`p-${made}`, `s-${made++}`];
  const Item = { id: { S: id }, shelf: { S: shelf }, ...attributes };
  await poisoned.raw.send(new PutItemCommand({ TableName: poisoned.name, Item }));
  return { id, shelf };
}

/** The item as each way of reading gives it; all of them must agree and be plain JSON. */
async function readEveryWay({ id, shelf }: { id: string; shelf: string }): Promise<unknown> {
  const { table } = poisoned;
  const [one, [many], onShelf, all] = await Promise.all([
    table.get({ id }),
    table.getMany([{ id }]),
    table.list(equalTo({ shelf }, 10)),
    table.list(equalTo({}, 100)),
  ]);
  expect(many).toEqual(one);
  expect(onShelf.items).toEqual([one]);
  expect(all.items).toContainEqual(one);
  expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
  expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  return one;
}

const bytes = Uint8Array.from([0, 255, 1]);

describe('a stored value that JSON does not have is read as', () => {
  test.each<[string, Record<string, AttributeValue>, object]>([
    ['its digits: a whole number above 2^53', { free: { N: '9007199254740993' } }, { free: '9007199254740993' }],
    ['its digits: one below -2^53', { free: { N: '-9007199254740993' } }, { free: '-9007199254740993' }],
    ['its digits: a long fraction', { free: { N: '123456789012345678.9' } }, { free: '123456789012345678.9' }],
    ['null: a whole number that no Int of GraphQL is', { count: { N: '9007199254740993' } }, { count: null }],
    [
      'the nearest double: a number with more digits',
      { rank: { N: '123456789012345678.9' } },
      { rank: 123456789012345680 },
    ],
    ['a number: one that a double holds', { rank: { N: '9007199254740994' } }, { rank: 9007199254740994 }],
    ['a sorted list: a set of texts', { free: { SS: ['b', 'a', '10', '9'] } }, { free: ['10', '9', 'a', 'b'] }],
    ['a sorted list: a set of numbers', { free: { NS: ['10', '9', '-1'] } }, { free: [-1, 9, 10] }],
    [
      'a list: a set with a number that no double holds',
      { free: { NS: ['9007199254740993', '1'] } },
      { free: [1, '9007199254740993'] },
    ],
    ['base64: bytes', { free: { B: bytes } }, { free: 'AP8B' }],
    ['a list of base64: a set of bytes', { free: { BS: [bytes, Uint8Array.from([1])] } }, { free: ['AP8B', 'AQ=='] }],
    ['nothing: NULL', { count: { NULL: true } }, {}],
    ['the default: NULL', { rank: { NULL: true } }, { rank: 1.5 }],
    ['null: another kind than declared', { count: { S: 'many' } }, { count: null }],
    ['a number: one that was written into a text', { count: { S: '12' } }, { count: 12 }],
    [
      'an object, its nulls kept: a map',
      { free: { M: { a: { NULL: true }, b: { L: [{ NULL: true }] } } } },
      { free: { a: null, b: [null] } },
    ],
    [
      'the same, nested: all of them',
      { free: { M: { big: { N: '9007199254740993' }, set: { NS: ['2', '10'] }, bin: { L: [{ B: bytes }] } } } },
      { free: { big: '9007199254740993', set: [2, 10], bin: ['AP8B'] } },
    ],
  ])('%s', async (_, attributes, read) => {
    const place = await put(attributes);
    expect(await readEveryWay(place)).toEqual({ ...place, version: 0, rank: 1.5, ...read });
  });
});

describe('an attribute that the class does not declare', () => {
  test.each<[string, Record<string, AttributeValue>]>([
    ['of any name', { isAdmin: { BOOL: true }, password: { S: 'secret' } }],
    ['called __proto__, a map', JSON.parse('{"__proto__":{"M":{"polluted":{"S":"yes"}}}}') as never],
    ['called __proto__, a text', JSON.parse('{"__proto__":{"S":"yes"}}') as never],
    ['called constructor', { constructor: { M: { prototype: { M: { polluted: { S: 'yes' } } } } } }],
    ['called toString', { toString: { S: 'yes' } }],
  ])('stays in the table: %s', async (_, attributes) => {
    const place = await put(attributes);
    expect(await readEveryWay(place)).toEqual({ ...place, version: 0, rank: 1.5 });
  });

  test.each([
    ['a map', '{"M":{"polluted":{"S":"yes"}}}'],
    ['a text', '{"S":"yes"}'],
  ])('gives a nested object no prototype: %s', async (_, value) => {
    const free = JSON.parse(`{"M":{"__proto__":${value},"kept":{"N":"1"}}}`) as AttributeValue;
    const item = (await readEveryWay(await put({ free }))) as { free: { polluted?: string } };
    expect(item.free).toEqual({ kept: 1 });
    expect(item.free.polluted).toBeUndefined();
  });
});

test('an item that another program left without a version gets its first with the next write', async () => {
  const { id } = await put({});
  const changed = await poisoned.table.update({ id }, { set: { count: 1 }, remove: [] }, {});
  expect(changed).toMatchObject({ count: 1, version: 1 });
});
