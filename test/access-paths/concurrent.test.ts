import { setImmediate as nextTurn } from 'node:timers/promises';
import { Float, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, rest } from './lists';
import type { ListFace } from './lists';
import type { Ask, Question } from './question';

@Domain('ware', { indexes: { byShelf: { partition: 'shelf', sort: 'price' } }, readBudget: 60, scan: true })
class Ware {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Float() price!: number;
  @Text({ max: 60, optional: true }) title?: string;
}

const writers = 8;
const shelves = ['a', 'b', 'c'];
/** Items that nobody touches; five prices, so that most are equal. */
const lasting = Array.from({ length: 120 }, (_, index) => ({
  id: `lasting-${index}`,
  shelf: shelves[index % 3]!,
  price: index % 5,
  title: index % 4 === 0 ? 'odd' : 'even',
}));

let gateway: TestGateway;
const written = { inserted: 0, deleted: 0 };
let busy = true;
let awaited = 0;
let work: Promise<unknown>;

beforeAll(async () => {
  gateway = await openGateway('v2', { domains: [Ware] });
  for (const start of [0, 60]) {
    await gateway.send('POST', '/ware/batch', { body: { items: lasting.slice(start, start + 60) } });
  }
  work = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).finally(() => (busy = false));
});

afterAll(async () => {
  busy = false;
  await work;
});

/** Waits until something more was written, so that others write between any two pages, however busy the machine is. */
async function someWrite(): Promise<void> {
  const before = written.inserted + written.deleted;
  while (busy && written.inserted + written.deleted === before) await nextTurn();
  awaited++;
}

/** Inserts items among the lasting ones, before and behind every place, and deletes them again. */
async function write(writer: number): Promise<void> {
  const mine: string[] = [];
  for (let turn = 0; busy; turn++) {
    const id = `passing-${writer}-${turn}`;
    const [shelf, price] = [shelves[(turn + writer) % 3]!, ((turn * 7 + writer) % 13) / 2 - 0.5];
    const { status } = await gateway.send('POST', '/ware', { body: { id, shelf, price, title: 'odd' } });
    expect(status).toBe(201);
    mine.push(id);
    written.inserted++;
    if (mine.length < 4) continue;
    const oldest = mine.splice(turn % mine.length, 1)[0]!;
    expect((await gateway.send('DELETE', `/ware/${oldest}`)).status).toBe(204);
    written.deleted++;
  }
}

async function walk(face: ListFace, question: Question, limit: number, backward: boolean): Promise<any[]> {
  const items: any[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const at = backward ? { before: cursor, backward: true } : { after: cursor };
    const page = await face.ask(gateway, domainOf(Ware), question, { limit, ...at });
    expect(page.refused).toBeUndefined();
    if (backward) items.unshift(...page.items);
    else items.push(...page.items);
    cursor = backward ? page.previous : page.next;
    if (++pages > 500) throw new Error('The list has no end.');
    await someWrite();
  } while (cursor !== undefined);
  return items;
}

const one: Ask = { field: ['shelf'], comparison: 'eq', value: 'b' };
const merged: Ask = { field: ['shelf'], comparison: 'in', value: shelves };
const odd: Ask = { field: ['title'], comparison: 'eq', value: 'odd' };
const between: Ask = { field: ['price'], comparison: 'between', value: [1, 3] };

const lists: Record<
  string,
  { where: readonly Ask[]; sorted: boolean; has: (item: (typeof lasting)[number]) => boolean }
> = {
  'a single list': { where: [one], sorted: true, has: ({ shelf }) => shelf === 'b' },
  'a merged list': { where: [merged], sorted: true, has: () => true },
  'a merged list with a filter': { where: [merged, odd], sorted: true, has: ({ title }) => title === 'odd' },
  'a merged list within a range': {
    where: [merged, between],
    sorted: true,
    has: ({ price }) => price >= 1 && price <= 3,
  },
  'a scan': { where: [odd], sorted: false, has: ({ title }) => title === 'odd' },
};

const cases = Object.entries(lists).flatMap(([words, list]) =>
  [false, true].flatMap((descending) =>
    [rest, graphql, 'backward' as const].map((way) => ({
      words,
      ...list,
      descending,
      face: way === 'backward' ? graphql : way,
      backward: way === 'backward',
      direction: `${descending ? 'descending' : 'ascending'}, ${way === 'backward' ? 'backward over GraphQL' : `forward over ${way.name}`}`,
    })),
  ),
);

test.each(cases.filter(({ sorted, descending, backward }) => sorted || (!descending && !backward)))(
  '$words loses nothing and shows nothing twice while eight write ($direction)',
  async ({ where, sorted, has, descending, face, backward }) => {
    const expected = lasting.filter(has).map(({ id }) => id);
    for (const limit of [100, 9]) {
      const question = {
        where,
        limit,
        brackets: false,
        from: 0,
        ...(sorted && { sort: { field: 'price', descending } }),
      };
      const items = await walk(face, question, limit, backward);
      const ids = items.map(({ id }) => id as string);
      expect(ids.filter((id) => id.startsWith('lasting')).toSorted()).toEqual(expected.toSorted());
      expect(new Set(ids).size).toBe(ids.length);
      if (sorted) {
        const prices = items.map(({ price }) => price as number);
        expect(prices).toEqual(prices.toSorted((left, right) => (descending ? right - left : left - right)));
      }
    }
  },
);

test('the writers inserted and deleted all the while', () => {
  expect(busy).toBe(true);
  expect(awaited).toBeGreaterThan(100);
  expect(written.inserted + written.deleted).toBeGreaterThanOrEqual(awaited);
  expect(written.deleted).toBeGreaterThan(0);
});
