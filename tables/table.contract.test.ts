import fc from 'fast-check';
import { Float, Id, Integer, Json, ListOf, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { jsonFault } from '../schema/values';
import { domainOf } from '../schema/facts';
import { localAccess } from '../local/tables';
import { TransactionLost } from '../services/context';
import type { Item, Table, Write } from '../services/context';
import { fateOf, openTestTable } from '../test/table';
import { setMaxListeners } from 'node:events';
import { openFaultProxy } from '../test/fault-proxy';
import type { FaultProxy } from '../test/fault-proxy';
import { openTables } from './index';

@Domain('thing')
class Thing {
  @Id() id!: string;
  @Integer({ optional: true }) count?: number;
  @Float({ optional: true }) rank?: number;
  @Integer({ min: 1, max: 10, optional: true }) rated?: number;
  @Text({ max: 400_000, optional: true }) text?: string;
  @Text({ default: 'new' }) state!: string;
  @ListOf('text', { default: ['plain'] }) tags!: string[];
  @Json({ optional: true }) free?: unknown;
}

@Domain('compound', { key: { partition: 'owner', sort: 'place' } })
class Compound {
  @Text({ max: 60 }) owner!: string;
  @Integer() place!: number;
  @Text({ optional: true }) text?: string;
}

// Words that DynamoDB reserves, or that could be taken for something else in an expression.
@Domain('reserved')
class Reserved {
  @Id() id!: string;
  @Text({ optional: true }) name?: string;
  @Text({ optional: true }) status?: string;
  @Text({ optional: true }) value?: string;
  @Text({ optional: true }) size?: string;
  @Text({ optional: true }) set?: string;
  @Text({ optional: true }) NULL?: string;
  @Text({ optional: true }) n0?: string;
  @Text({ optional: true }) partition?: string;
}

const present = {} as const;
const versions = (...numbers: number[]) => ({ versions: numbers }) as const;

let table: Table;
let things: Awaited<ReturnType<typeof openTestTable>>;

beforeAll(async () => {
  things = await openTestTable(Thing);
  table = things.table;
});

/** The same table, with a transaction for each write. */
function inTransactions(direct: Table): Table {
  const domain = domainOf(Thing);
  const prefix = things.name.slice(0, -domain.name.length);
  const caller = { signal: new AbortController().signal, now: () => new Date() };
  setMaxListeners(0, caller.signal);
  const { transact } = openTables({ ...localAccess, endpoint: process.env.TEST_ENGINE!, prefix })(caller);
  const write = async (one: Write): Promise<void> => {
    try {
      await transact([one]);
    } catch (error) {
      throw error instanceof TransactionLost ? error.lost[0] : error;
    }
  };
  return {
    ...direct,
    create: async (item) => {
      await write({ domain, create: item });
      return { ...item, version: 1 };
    },
    put: async (item) => {
      await write({ domain, put: item });
      return (await direct.get({ id: item.id }))!;
    },
    update: async (key, changes, condition) => {
      await write({ domain, update: key, changes, condition });
      return (await direct.get(key))!;
    },
    delete: async (key, condition) => write({ domain, delete: key, condition }),
  };
}

/** A proxy that watches the calls of one test, whatever becomes of the test. */
let watching: FaultProxy | undefined;
const watch = async (): Promise<FaultProxy> => (watching = await openFaultProxy({ target: process.env.TEST_ENGINE! }));

afterEach(async () => {
  await watching?.close();
  watching = undefined;
});

/** A stored item of its own for one test. */
let made = 0;
async function stored(item: Item = {}): Promise<string> {
  const id = `made-${made++}`;
  await table.create({ id, state: 'old', tags: [], ...item });
  return id;
}

/** The item of a test as the table keeps it. */
const kept = async (id: string): Promise<Item | undefined> => table.get({ id });

// What a table promises of a write holds for each way in which one is made.
describe.each(['one call', 'a transaction'])('written in %s,', (way) => {
  let direct: Table;
  beforeAll(() => {
    direct = table;
    if (way === 'a transaction') table = inTransactions(direct);
  });
  afterAll(() => {
    table = direct;
  });

  describe('create', () => {
    test('gives back the item in its first version', async () => {
      const item = { id: `created ${way}`, count: 1, state: 'old', tags: ['a'] };
      expect(await table.create(item)).toEqual({ ...item, version: 1 });
      expect(await kept(`created ${way}`)).toEqual({ ...item, version: 1 });
    });

    test('never overwrites: it fails with the item that is there', async () => {
      const id = await stored({ count: 1 });
      expect(await fateOf(table.create({ id, count: 2, state: 'new', tags: [] }))).toEqual({
        lost: { id, count: 1, state: 'old', tags: [], version: 1 },
      });
      expect(await kept(id)).toMatchObject({ count: 1, version: 1 });
    });

    test('counts once when twenty want the same key', async () => {
      const fates = await Promise.all(
        Array.from({ length: 20 }, (_, count) =>
          fateOf(table.create({ id: `wanted ${way}`, count, state: 'x', tags: [] })),
        ),
      );
      const [winner, ...others] = fates.flatMap((fate) => ('done' in fate ? [fate.done as Item] : []));
      expect(others).toEqual([]);
      expect(fates.filter((fate) => 'lost' in fate)).toEqual(Array.from({ length: 19 }, () => ({ lost: winner })));
    });

    test('fills in no default: that is the business of the door', async () => {
      await table.create({ id: `bare ${way}` });
      expect(await kept(`bare ${way}`)).toEqual({ id: `bare ${way}`, state: 'new', tags: ['plain'], version: 1 });
    });

    test('leaves out what is undefined', async () => {
      const id = await stored({ count: undefined, free: { a: undefined, b: 1 } });
      expect(await kept(id)).toEqual({ id, state: 'old', tags: [], free: { b: 1 }, version: 1 });
    });
  });

  describe('a JSON value comes back as it went in', () => {
    test.each([
      ['a member called constructor', { constructor: 1 }],
      ['a constructor that looks like a set', { constructor: { name: 'Set' } }],
      ['members of every object', { toString: 'a', valueOf: [], hasOwnProperty: null }],
      ['empty things', { text: '', list: [], object: {}, nothing: null, no: false, zero: 0 }],
      ['lists in lists', [[[]], [[1, [null]]]]],
      ['letters beyond the first plane', { '😀': '\u{10ffff}', ключ: '漢字' }],
      ['the largest and the smallest numbers', [9.99e125, -9.99e125, 1e-130, -1e-130]],
      ['whole numbers to the edge', [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
      ['fractions', [0.1, 0.1 + 0.2, 1 / 3, 5e-9]],
    ])('%s', async (_, free) => {
      expect(await kept(await stored({ free }))).toMatchObject({ free });
      const changed = await stored();
      expect(await table.update({ id: changed }, { set: { free }, remove: [] }, present)).toMatchObject({ free });
    });

    test('whatever the door lets in', async () => {
      const storable = fc.jsonValue({ maxDepth: 5 }).filter((free) => jsonFault(free) === undefined && free !== null);
      await fc.assert(
        fc.asyncProperty(storable, async (free) => {
          const { free: read } = (await kept(await stored({ free })))!;
          // JSON knows one zero only.
          expect(read).toEqual(JSON.parse(JSON.stringify(free)));
        }),
        { numRuns: 200 },
      );
    });

    test.each([1e22, -1e22, 2 ** 53 + 2, 1.7976931348623157e120, 123456.789, 1e-100])('the double %p', async (rank) => {
      expect(await kept(await stored({ rank }))).toMatchObject({ rank });
    });
  });

  describe('get', () => {
    test('gives undefined for an item that is not there', async () => {
      expect(await kept('nobody')).toBeUndefined();
    });

    test('sees every write that has finished', async () => {
      const id = await stored({ count: 0 });
      for (let count = 1; count <= 20; count++) {
        await table.update({ id }, { set: { count }, remove: [] }, present);
        expect(await kept(id)).toMatchObject({ count });
      }
    });

    test('gives each reader defaults of its own', async () => {
      await table.create({ id: `default ${way}` });
      ((await kept(`default ${way}`))!.tags as string[]).push('mine');
      expect(await kept(`default ${way}`)).toMatchObject({ tags: ['plain'] });
    });
  });

  describe('update', () => {
    test('sets, removes, leaves the rest, and counts the version', async () => {
      const id = await stored({ count: 1, rank: 2, text: 'three' });
      const changed = await table.update({ id }, { set: { count: 5 }, remove: ['rank'] }, present);
      expect(changed).toEqual({ id, count: 5, text: 'three', state: 'old', tags: [], version: 2 });
      expect(await kept(id)).toEqual(changed);
    });

    test('counts the version when nothing else changes', async () => {
      const id = await stored();
      expect(await table.update({ id }, { set: {}, remove: [] }, present)).toMatchObject({ version: 2 });
    });

    test('takes any of the versions that it is given', async () => {
      const id = await stored();
      expect(await table.update({ id }, { set: {}, remove: [] }, versions(7, 1, 9))).toMatchObject({ version: 2 });
    });

    test.each([
      ['another version', versions(2)],
      ['no version at all', versions()],
    ])('fails with the current item when the condition names %s', async (_, condition) => {
      const id = await stored({ count: 1 });
      const fate = await fateOf(table.update({ id }, { set: { count: 2 }, remove: [] }, condition));
      expect(fate).toEqual({ lost: { id, count: 1, state: 'old', tags: [], version: 1 } });
      expect(await kept(id)).toMatchObject({ count: 1, version: 1 });
    });

    test.each([
      ['without versions', present],
      ['with a version', versions(1)],
      ['with no version at all', versions()],
    ])('never makes an item, %s', async (name, condition) => {
      const id = `ghost ${name}`;
      expect(await fateOf(table.update({ id }, { set: { count: 1 }, remove: [] }, condition))).toEqual({
        lost: null,
      });
      expect(await kept(id)).toBeUndefined();
    });

    test('lets one of twenty through when all name the same version', async () => {
      const id = await stored();
      const fates = await Promise.all(
        Array.from({ length: 20 }, (_, count) =>
          fateOf(table.update({ id }, { set: { count }, remove: [] }, versions(1))),
        ),
      );
      expect(fates.filter((fate) => 'done' in fate)).toHaveLength(1);
      expect(await kept(id)).toMatchObject({ version: 2 });
    });

    test('loses none of twenty that name no version', async () => {
      const id = await stored();
      await Promise.all(
        Array.from({ length: 20 }, (_, count) => table.update({ id }, { set: { count }, remove: [] }, present)),
      );
      expect(await kept(id)).toMatchObject({ version: 21 });
    });
  });

  describe('delete', () => {
    test.each([
      ['without versions', present],
      ['with the current version', versions(1)],
    ])('takes the item away, %s', async (_, condition) => {
      const id = await stored();
      expect(await fateOf(table.delete({ id }, condition))).toEqual({ done: null });
      expect(await kept(id)).toBeUndefined();
    });

    test('fails with the current item when the version is another', async () => {
      const id = await stored();
      const current = await kept(id);
      expect(await fateOf(table.delete({ id }, versions(2)))).toEqual({ lost: current });
      expect(await kept(id)).toEqual(current);
    });

    test('fails when there is nothing to delete', async () => {
      expect(await fateOf(table.delete({ id: 'nobody' }, present))).toEqual({ lost: null });
    });

    test('succeeds for one of twenty', async () => {
      const id = await stored();
      const fates = await Promise.all(Array.from({ length: 20 }, () => fateOf(table.delete({ id }, present))));
      expect(fates.filter((fate) => 'done' in fate)).toHaveLength(1);
    });
  });

  describe('an item above 400 KB', () => {
    test('is refused by create', async () => {
      const text = 'x'.repeat(410_000);
      expect(await fateOf(table.create({ id: `large ${way}`, text }))).toEqual({ error: 'payload-too-large' });
      expect(await kept(`large ${way}`)).toBeUndefined();
    });

    test('is refused by an update that makes it so', async () => {
      const id = await stored({ text: 'x'.repeat(300_000) });
      const set = { free: 'y'.repeat(200_000) };
      expect(await fateOf(table.update({ id }, { set, remove: [] }, present))).toEqual({ error: 'payload-too-large' });
      expect(await kept(id)).toMatchObject({ version: 1 });
    });
  });

  describe('a number that is added', () => {
    const adding = (add: Record<string, number>) => ({ set: {}, remove: [], add });

    test('is added to what is there, and to nothing', async () => {
      const id = await stored({ rank: 1.5 });
      expect(await table.update({ id }, adding({ rank: 2, count: 3 }), present)).toMatchObject({ rank: 3.5, count: 3 });
    });

    test.each<[string, Item, Record<string, number>]>([
      ['past the most', { rated: 8 }, { rated: 3 }],
      ['below the least', { rated: 2 }, { rated: -2 }],
      ['to nothing, past the most', {}, { rated: 11 }],
      ['to nothing, and stays below the least', {}, { rated: -1 }],
    ])('%s is refused with the current item', async (_, item, add) => {
      const id = await stored(item);
      const current = await kept(id);
      expect(await fateOf(table.update({ id }, adding(add), present))).toEqual({ lost: current });
      expect(await kept(id)).toEqual(current);
    });

    test('up to the limits is taken, by as many of twenty as fit', async () => {
      const id = await stored({ rated: 3 });
      const fates = await Promise.all(
        Array.from({ length: 20 }, () => fateOf(table.update({ id }, adding({ rated: 1 }), present))),
      );
      expect(fates.filter((fate) => 'lost' in fate)).toHaveLength(13);
      expect(await kept(id)).toMatchObject({ rated: 10 });
      expect(await table.update({ id }, adding({ rated: -9 }), present)).toMatchObject({ rated: 1 });
    });
  });

  test('a condition of the caller is honoured, with the version or without', async () => {
    const id = await stored({ count: 3 });
    const where = { field: ['count'], comparison: 'gt', values: [3] } as const;
    const change = { set: { count: 5 }, remove: [] };
    expect(await fateOf(table.update({ id }, change, { where }))).toMatchObject({ lost: { count: 3 } });
    expect(await fateOf(table.delete({ id }, { where, versions: [1] }))).toMatchObject({ lost: { count: 3 } });
    await table.update({ id }, { set: { count: 4 }, remove: [] }, present);
    expect(await table.update({ id }, change, { where, versions: [2] })).toMatchObject({ count: 5 });
    expect(await fateOf(table.delete({ id }, { where }))).toEqual({ done: null });
  });

  test('what is put over an item counts on, and what it leaves out is gone', async () => {
    const [first, later] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
    const id = await stored({ count: 3, createdAt: first });
    const item = { id, text: 'new', state: 'new', tags: [], createdAt: later };
    expect(await table.put(item)).toEqual({ ...item, createdAt: first, version: 2 });
    expect(await table.put({ ...item, id: `${id} other` })).toMatchObject({ createdAt: later, version: 1 });
  });
});

describe('getMany', () => {
  test('answers in the order of the keys, with undefined for the missing and twice for the repeated', async () => {
    const [one, two] = [await stored({ count: 1 }), await stored({ count: 2 })];
    const items = await table.getMany([{ id: two }, { id: 'nobody' }, { id: one }, { id: two }]);
    expect(items.map((item) => item?.count)).toEqual([2, undefined, 1, 2]);
  });

  test('asks for nothing when there are no keys', async () => {
    expect(await table.getMany([])).toEqual([]);
  });

  test('reads more keys than one call may have', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `many-${index}`);
    await Promise.all(ids.map((id, count) => table.create({ id, count })));
    const items = await table.getMany(ids.map((id) => ({ id })));
    expect(items.map((item) => item?.count)).toEqual(ids.map((_, count) => count));
  });

  test('asks again for what DynamoDB leaves over at 16 MB', async () => {
    const proxy = await watch();
    const text = 'x'.repeat(390_000);
    const ids = Array.from({ length: 45 }, (_, index) => `heavy-${index}`);
    for (const id of ids) await table.create({ id, text });
    const items = await things.through({ endpoint: proxy.endpoint }).getMany(ids.map((id) => ({ id })));
    expect(items.map((item) => item?.id)).toEqual(ids);
    expect(proxy.calls.get('BatchGetItem')).toBeGreaterThan(1);
    await Promise.all(ids.map((id) => table.delete({ id }, present)));
  });
});

test('a read of one item or of many asks for all finished writes', async () => {
  const proxy = await watch();
  const through = things.through({ endpoint: proxy.endpoint });
  await through.get({ id: 'a' });
  await through.getMany([{ id: 'a' }]);
  const asked = proxy.requests.map(({ body }) => JSON.parse(body) as object);
  expect(asked[0]).toMatchObject({ ConsistentRead: true });
  expect(asked[1]).toMatchObject({ RequestItems: { [things.name]: { ConsistentRead: true } } });
});

describe('a key of two fields', () => {
  test('names one item in every call', async () => {
    const { table: compound } = await openTestTable(Compound);
    const keys = [1, 2, -3].map((place) => ({ owner: 'ann', place }));
    for (const key of keys) await compound.create({ ...key, text: `at ${key.place}` });
    expect(await fateOf(compound.create({ ...keys[0], text: 'again' }))).toMatchObject({ lost: { text: 'at 1' } });
    expect(await compound.update(keys[1]!, { set: { text: 'new' }, remove: [] }, present)).toMatchObject({ place: 2 });
    await compound.delete(keys[2]!, versions(1));
    const found = await compound.getMany([...keys, { owner: 'bob', place: 1 }]);
    expect(found.map((item) => item?.text)).toEqual(['at 1', 'new', undefined, undefined]);
    expect(await compound.get(keys[0]!)).toMatchObject({ text: 'at 1', version: 1 });
  });
});

test('a reserved word is a field name like any other', async () => {
  const { table: reserved } = await openTestTable(Reserved);
  const names = ['name', 'status', 'value', 'size', 'set', 'NULL', 'n0', 'partition'];
  const words = Object.fromEntries(names.map((word) => [word, word]));
  await reserved.create({ id: 'r', ...words });
  const set = Object.fromEntries(names.map((word) => [word, 'changed']));
  expect(await reserved.update({ id: 'r' }, { set, remove: [] }, versions(1))).toEqual({ id: 'r', ...set, version: 2 });
  expect(await reserved.update({ id: 'r' }, { set: {}, remove: names }, present)).toEqual({
    id: 'r',
    version: 3,
  });
});
