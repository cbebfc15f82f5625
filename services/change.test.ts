import { randomUUID } from 'node:crypto';
import { createTables, localAccess } from '../local/tables';
import { Float, Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { noteTables } from '../test/noted-tables';
import { openTables } from '../tables';
import { change } from './change';
import type { Edit } from './change';
import { changeFeeds } from './changes';
import type { Context, Item } from './context';
import type { ServiceError } from './errors';

// What a verb can do, on the real engine, whether its domain announces its changes or not.

@Domain('shelf')
class Shelf {
  @Id() id!: string;
  @Integer({ min: -2, max: 10, optional: true }) books?: number;
  @Float({ max: 1, optional: true }) share?: number;
  @Text({ optional: true }) place?: string;
}

@Domain('case', { events: true })
class Case {
  @Id() id!: string;
  @Integer({ min: -2, max: 10, optional: true }) books?: number;
  @Float({ max: 1, optional: true }) share?: number;
  @Text({ optional: true }) place?: string;
}

@Domain('loan', { key: { partition: 'reader', sort: 'book' }, events: true })
class Loan {
  @Text({ max: 60 }) reader!: string;
  @Text({ max: 60 }) book!: string;
  @Integer({ optional: true }) days?: number;
}

const prefix = `test-${randomUUID().slice(0, 8)}-`;
const classes = [Shelf, Case, Loan];
let tables: ReturnType<typeof openTables>;

beforeAll(async () => {
  const endpoint = process.env.TEST_ENGINE!;
  await createTables({ endpoint, domains: classes, prefix, say: () => undefined });
  noteTables(classes, prefix);
  tables = openTables({ ...localAccess, endpoint, prefix, cursorKeys: ['a cursor key of the test run'] });
});

function open(): Context {
  const caller = { signal: AbortSignal.timeout(60_000), now: () => new Date() };
  return { ...tables(caller), ...caller, requestId: 'r', open: true };
}

/** What became of a change: the fields that the tests look at, or the code and the pointers of the refusal. */
async function fate(work: Promise<Item>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    const { code, details } = error as ServiceError;
    return { code, pointers: details.errors?.map(({ pointer }) => pointer), current: details.current };
  }
}

const events = async (context: Context, path: string, since?: string): Promise<any> => {
  const feed = [Case, Loan].flatMap((type) => changeFeeds(domainOf(type))).find(({ route }) => route.path === path)!;
  return feed.run({ key: path.includes('{') ? { reader: 'ann' } : {}, query: { since, wait: 0 } }, context);
};

describe.each([Shelf, Case])('%p', (type) => {
  const domain = domainOf(type);
  const make = async (item: Item): Promise<string> => {
    const id = randomUUID();
    await change(domain, { id }, {}, open(), { create: { id, ...item } });
    return id;
  };
  const apply = async (id: string, edit: Edit, versions?: readonly number[]) =>
    fate(change(domain, { id }, { ifMatch: versions }, open(), edit));
  const adding = (books: number): Edit => ({ update: { set: {}, remove: [], add: { books } } });

  test('a condition of its own is honoured', async () => {
    const id = await make({ books: 3, place: 'here' });
    const where = { field: ['place'], comparison: 'eq', values: ['there'] } as const;
    const edit = { update: { set: { books: 4 }, remove: [] }, where };
    expect(await apply(id, edit)).toMatchObject({ code: 'precondition-failed', current: { books: 3, version: 1 } });
    expect(await apply(id, { delete: true, where })).toMatchObject({ code: 'precondition-failed' });
    expect(await apply(id, { update: { set: { place: 'there' }, remove: [] } })).toMatchObject({ version: 2 });
    expect(await apply(id, edit)).toMatchObject({ books: 4, version: 3 });
    expect(await apply(id, { delete: true, where })).not.toHaveProperty('code');
  });

  test('a version is honoured, and a missing item is never made', async () => {
    const id = await make({ books: 3 });
    expect(await apply(id, adding(1), [2])).toMatchObject({ code: 'precondition-failed', current: { version: 1 } });
    expect(await apply(id, adding(1), [1])).toMatchObject({ books: 4, version: 2 });
    expect(await apply('nobody', adding(1))).toMatchObject({ code: 'not-found' });
    expect(await apply('nobody', adding(1), [1])).toMatchObject({ code: 'precondition-failed' });
    expect(await apply('nobody', { delete: true })).toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['past the most', 8, 3],
    ['below the least', 0, -3],
    ['to nothing, past the most', undefined, 11],
  ])('a number that is added %s is refused with the field', async (_, books, number) => {
    const id = await make({ books });
    expect(await apply(id, adding(number))).toMatchObject({ code: 'validation', pointers: ['/books'] });
    expect(await open().table(domain).get({ id })).toMatchObject({ version: 1 });
  });

  test('of twenty that add one at once, those that fit are done', async () => {
    const id = await make({ books: 3 });
    const fates: any[] = await Promise.all(Array.from({ length: 20 }, () => apply(id, adding(1))));
    expect(fates.filter(({ code }) => code === undefined)).toHaveLength(7);
    expect(new Set(fates.map(({ code }) => code))).toEqual(new Set([undefined, 'validation']));
    expect(await open().table(domain).get({ id })).toMatchObject({ books: 10, version: 8 });
  });

  test('a sum of decimals is that of DynamoDB', async () => {
    const id = await make({ share: 0.1 });
    expect(await apply(id, { update: { set: {}, remove: [], add: { share: 0.2 } } })).toMatchObject({ share: 0.3 });
  });

  test('what is put over an item keeps its date and counts on', async () => {
    const id = await make({ books: 3, place: 'here' });
    const first = await open().table(domain).get({ id });
    await apply(id, { put: { id, books: 5 } });
    const second = await open().table(domain).get({ id });
    expect(second).toEqual({ id, books: 5, version: 2, createdAt: first?.createdAt, updatedAt: second?.updatedAt });
    const other = randomUUID();
    await apply(other, { put: { id: other, books: 5 } });
    expect(await open().table(domain).get({ id: other })).toMatchObject({ books: 5, version: 1 });
  });
});

test('who was overtaken is asked again; what is already as it should be is the answer of any version', async () => {
  const domain = domainOf(Case);
  const context = open();
  await change(domain, { id: 'c' }, {}, context, { create: { id: 'c', books: 0 } });
  let asked = 0;
  const edits = {
    existing: async ({ books }: Item): Promise<Edit> => {
      asked += 1;
      if (asked === 1) await change(domain, { id: 'c' }, {}, context, { update: { set: { books: 5 }, remove: [] } });
      return { update: { set: { books: Number(books) + 1 }, remove: [] } };
    },
    isDone: ({ books }: Item) => books === 6,
  };
  expect(await change(domain, { id: 'c' }, {}, context, edits)).toMatchObject({ books: 6, version: 3 });
  expect(asked).toBe(2);
  expect(await change(domain, { id: 'c' }, { ifMatch: [1] }, context, edits)).toMatchObject({ books: 6, version: 3 });
});

test('a write that is declared quiet tells nobody', async () => {
  const domain = domainOf(Case);
  const context = open();
  const { cursor } = await events(context, '/case/changes');
  await change(domain, { id: 'q' }, {}, context, { create: { id: 'q' }, quiet: 'A test of what is quiet.' });
  const edit: Edit = { update: { set: { books: 1 }, remove: [] }, quiet: 'A test of what is quiet.' };
  expect(await change(domain, { id: 'q' }, {}, context, edit)).toMatchObject({ books: 1, version: 2 });
  expect((await events(context, '/case/changes', cursor)).changes).toEqual([]);
});

test('items of many partitions that change at once are told in the feed of each, and in that of all, once', async () => {
  const domain = domainOf(Loan);
  const context = open();
  const [mine, all] = [await events(context, '/loan/{reader}/changes'), await events(context, '/loan/changes')];
  const readers = ['ann', 'bob', 'an', 'ann/', 'cid', 'dora', 'ed'];
  const loans = readers.flatMap((reader) => ['b1', 'b2'].map((book) => ({ reader, book })));
  const [first, ...others] = loans;
  await change(domain, first!, {}, context, {
    create: first!,
    with: () => others.map((loan) => ({ domain, create: loan })),
  });
  const told = (await events(context, '/loan/{reader}/changes', mine.cursor)).changes as { key: Item; id: string }[];
  expect(told.map(({ key }) => key)).toEqual(loans.slice(0, 2));
  const everything = (await events(context, '/loan/changes', all.cursor)).changes as { key: Item; id: string }[];
  expect(everything).toHaveLength(loans.length);
  expect(new Set(everything.map(({ key }) => JSON.stringify(key))).size).toBe(loans.length);
  expect(new Set(everything.map(({ id }) => id)).size).toBe(loans.length);
});
