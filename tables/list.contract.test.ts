import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Float, Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { Item, Table } from '../services/context';
import { ServiceError } from '../services/errors';
import { equalTo, fateOf, openTestTable } from '../test/table';

@Domain('book', {
  indexes: { byShelf: { partition: 'shelf', sort: 'rank' }, byOwner: { partition: 'owner' } },
  scan: true,
})
class Book {
  @Id() id!: string;
  @Text({ max: 60, optional: true }) shelf?: string;
  @Text({ max: 60, optional: true }) owner?: string;
  @Float({ optional: true }) rank?: number;
  @Text({ max: 400_000, optional: true }) text?: string;
}

@Domain('visit', { key: { partition: 'guest', sort: 'number' }, plural: 'visits' })
class Visit {
  @Text({ max: 60 }) guest!: string;
  @Integer() number!: number;
  @Text({ optional: true, max: 60 }) place?: string;
}

type Filter = Readonly<Record<string, unknown>>;

let books: Awaited<ReturnType<typeof openTestTable>>;
let visits: Awaited<ReturnType<typeof openTestTable>>;

beforeAll(async () => {
  [books, visits] = await Promise.all([openTestTable(Book), openTestTable(Visit)]);
});

/** One page of a list. What stands on a shelf is sorted by its rank: without that, books without a rank count too. */
const pageOf = async (table: Table, filter: Filter, limit: number, cursor?: string) =>
  table.list({ ...equalTo(filter, limit, cursor), ...('shelf' in filter && { sort: byRank }) });
const byRank = { field: 'rank', descending: false } as const;

/** All pages of a list, as the client that follows cursors sees them. */
async function walk(table: Table, filter: Filter, limit: number): Promise<Item[][]> {
  const pages: Item[][] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(table, filter, limit, cursor);
    pages.push([...page.items]);
    cursor = page.hasNextPage ? page.cursorOf(page.items.at(-1)!) : undefined;
  } while (cursor !== undefined && pages.length < 200);
  return pages;
}

async function fill(shelf: string, count: number, more: Item = {}): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${shelf}-${String(index).padStart(3, '0')}`);
  await Promise.all(ids.map((id, rank) => books.table.create({ id, shelf, rank, ...more })));
  return ids;
}

const idsOf = (items: readonly Item[]): unknown[] => items.map(({ id }) => id);

describe.each([0, 1, 7, 12])('of %i items', (count) => {
  test.each([1, 3, 6, 7, 100])(
    'pages of %i hold every item once and in order, and no page is empty before the end',
    async (limit) => {
      const shelf = `pages-${count}-${limit}`;
      const ids = await fill(shelf, count);
      const pages = await walk(books.table, { shelf }, limit);
      expect(pages.flatMap(idsOf)).toEqual(ids);
      // The last page knows that it is the last: nothing more is asked for.
      expect(pages.map((page) => page.length)).toEqual(
        count === 0
          ? [0]
          : Array.from({ length: Math.ceil(count / limit) }, (_, index) => Math.min(limit, count - index * limit)),
      );
    },
  );
});

test('an index without a sort field pages through items that nothing tells apart but the key', async () => {
  const ids = Array.from({ length: 9 }, (_, index) => `owned-${index}`);
  await Promise.all(ids.map((id) => books.table.create({ id, owner: 'ann' })));
  const pages = await walk(books.table, { owner: 'ann' }, 2);
  expect(pages.flatMap(idsOf).toSorted()).toEqual(ids);
  expect(pages).toHaveLength(5);
});

test('items of one rank are all found, however they fall on pages', async () => {
  const ids = await fill('ties', 7, { rank: 5 });
  expect((await walk(books.table, { shelf: 'ties' }, 2)).flatMap(idsOf).toSorted()).toEqual(ids);
});

test('a number sorts as a number', async () => {
  for (const rank of [10, 9, -1, 0.5, 100, -1e22]) await books.table.create({ id: `n${rank}`, shelf: 'numbers', rank });
  const [page] = await walk(books.table, { shelf: 'numbers' }, 100);
  expect(page!.map(({ rank }) => rank)).toEqual([-1e22, -1, 0.5, 9, 10, 100]);
});

test('a key of two fields lists what shares the first, sorted by the second', async () => {
  const places = [3, 1, 2];
  for (const number of places) await visits.table.create({ guest: 'ann', number });
  await visits.table.create({ guest: 'bob', number: 7 });
  const pages = await walk(visits.table, { guest: 'ann' }, 2);
  expect(pages.map((page) => page.map(({ number }) => number))).toEqual([[1, 2], [3]]);
});

test('a list without a condition walks the whole table where the domain allows it', async () => {
  const { table } = await openTestTable(Book);
  const ids = Array.from({ length: 25 }, (_, index) => `scan-${index}`).toSorted();
  await Promise.all(ids.map((id) => table.create({ id })));
  expect((await walk(table, {}, 4)).flatMap(idsOf).toSorted()).toEqual(ids);
});

describe('a list of more than 1 MB', () => {
  test('fills its page all the same', async () => {
    const ids = await fill('large', 9, { text: 'x'.repeat(300_000) });
    expect((await walk(books.table, { shelf: 'large' }, 100)).map(idsOf)).toEqual([ids]);
  });

  test('ends a page before it grows past what Lambda may answer, and goes on from there', async () => {
    const ids = await fill('huge', 24, { text: 'x'.repeat(390_000) });
    const pages = await walk(books.table, { shelf: 'huge' }, 100);
    expect(pages.flatMap(idsOf)).toEqual(ids);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(6_000_000);
  });
});

describe('a cursor', () => {
  test('goes on after any item of a page, not only the last', async () => {
    const ids = await fill('middle', 6);
    const page = await pageOf(books.table, { shelf: 'middle' }, 5);
    for (const [index, item] of page.items.entries()) {
      const next = await pageOf(books.table, { shelf: 'middle' }, 100, page.cursorOf(item));
      expect(idsOf(next.items)).toEqual(ids.slice(index + 1));
    }
  });

  test('goes on where it stood when its item is gone', async () => {
    const ids = await fill('gone', 4);
    const page = await pageOf(books.table, { shelf: 'gone' }, 2);
    await books.table.delete({ id: ids[1] }, {});
    const next = await pageOf(books.table, { shelf: 'gone' }, 2, page.cursorOf(page.items[1]!));
    expect(idsOf(next.items)).toEqual(ids.slice(2));
  });

  test('belongs to its list', async () => {
    await fill('mine', 3);
    await fill('yours', 3);
    await books.table.create({ id: 'both', shelf: 'mine', owner: 'mine' });
    await visits.table.create({ guest: 'mine', number: 1 });
    const page = await pageOf(books.table, { shelf: 'mine' }, 2);
    const cursor = page.cursorOf(page.items[0]!);
    const elsewhere: [Table, Filter][] = [
      [books.table, { shelf: 'yours' }],
      [books.table, { owner: 'mine' }],
      [books.table, {}],
      [visits.table, { guest: 'mine' }],
    ];
    for (const [table, filter] of elsewhere) {
      expect(await fateOf(pageOf(table, filter, 2, cursor))).toEqual({ error: 'cursor-invalid' });
    }
    const whole = await pageOf(books.table, {}, 2);
    const fate = await fateOf(pageOf(books.table, { shelf: 'mine' }, 2, whole.cursorOf(whole.items[0]!)));
    expect(fate).toEqual({ error: 'cursor-invalid' });
  });

  test('survives a new secret while the old one is still on the list', async () => {
    const ids = await fill('secrets', 3);
    const [old, fresh] = ['the old secret of cursors', 'the new secret of cursors'];
    const page = await pageOf(books.through({ cursorKeys: [old] }), { shelf: 'secrets' }, 1);
    const cursor = page.cursorOf(page.items[0]!);
    const both = await pageOf(books.through({ cursorKeys: [fresh, old] }), { shelf: 'secrets' }, 9, cursor);
    expect(idsOf(both.items)).toEqual(ids.slice(1));
    const fate = await fateOf(pageOf(books.through({ cursorKeys: [fresh] }), { shelf: 'secrets' }, 9, cursor));
    expect(fate).toEqual({ error: 'cursor-invalid' });
  });

  test.each(['9007199254740993', '123456789012345678.9', '-0.12345678901234567890123456789'])(
    'stands at %s, a number that no double holds',
    async (digits) => {
      const shelf = `exact ${digits}`;
      for (const id of ['a', 'b', 'c']) {
        const Item = { id: { S: `${shelf} ${id}` }, shelf: { S: shelf }, rank: { N: digits } };
        await books.raw.send(new PutItemCommand({ TableName: books.name, Item }));
      }
      const pages = await walk(books.table, { shelf }, 1);
      // What is read is the nearest double; the cursor has all digits, or it would stand before or behind.
      const rank = Number(digits);
      expect(pages.map((page) => page.map((item) => item.rank))).toEqual([[rank], [rank], [rank]]);
    },
  );
});

describe('an index over an optional field', () => {
  beforeAll(async () => {
    await fill('sparse', 2);
    await books.table.create({ id: 'sparse-unranked', shelf: 'sparse' });
  });

  test('answers the list that is sorted by the field, which leaves out what has none', async () => {
    const page = await pageOf(books.table, { shelf: 'sparse' }, 9);
    expect(page.explain()).toMatchObject({ path: 'Query', index: 'byShelf', keyCondition: 'shelf = ?' });
    expect(idsOf(page.items)).toEqual(['sparse-000', 'sparse-001']);
  });

  test('does not answer the list that asks for no order, so that nothing is hidden', async () => {
    const page = await books.table.list(equalTo({ shelf: 'sparse' }, 9));
    expect(page.explain()).toMatchObject({ path: 'Scan', filteredAfterReading: 'shelf = ?' });
    expect(idsOf(page.items).toSorted()).toEqual(['sparse-000', 'sparse-001', 'sparse-unranked']);
  });
});

test('a field without an index is compared while the table is scanned, where the domain allows it', async () => {
  await books.table.create({ id: 'by its text', text: 'as no other' });
  const page = await pageOf(books.table, { text: 'as no other' }, 9);
  expect(page.explain()).toMatchObject({ path: 'Scan', filteredAfterReading: 'text = ?' });
  expect(idsOf(page.items)).toEqual(['by its text']);
});

describe('what no path answers is refused with the line that would help', () => {
  test.each([
    [
      Visit,
      { place: 'x' },
      undefined,
      "No index of Visit serves this list. Declare one: @Domain('visit', { indexes: { byPlace: { partition: 'place' } } }).",
    ],
    [
      Book,
      { owner: 'x' },
      byRank,
      "No index of Book serves this list. Declare one: @Domain('book', { indexes: { byOwnerAndRank: { partition: 'owner', sort: 'rank' } } }).",
    ],
    [
      Book,
      {},
      byRank,
      'No path of Book serves this list. Add an equality on the field that an index over rank begins with.',
    ],
    [
      Visit,
      {},
      undefined,
      'No path of Visit serves this list. Add an equality on a key field or on a field that an index begins with, or declare scan: true to read the whole table page by page.',
    ],
  ])('%p with %j sorted by %j', async (type, filter, sort, sentence) => {
    const { table } = type === Book ? books : visits;
    const refused = table.list({ ...equalTo(filter, 10), sort });
    await expect(refused).rejects.toThrow(new ServiceError('no-index', sentence));
    expect(await fateOf(refused)).toEqual({ error: 'no-index' });
  });
});
