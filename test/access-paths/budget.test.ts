import { Float, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, listFaces, rest } from './lists';
import type { ListFace, Seen } from './lists';
import { load } from './load';
import type { Ask, Question } from './question';

const count = 10_000;
const shelves = ['s0', 's1', 's2', 's3'];

class Straw {
  id!: string;
  shelf!: string;
  heap!: string;
  rank!: number;
  mark?: string;
}

/** A domain of its own class with the fields of a straw. */
function declare(name: string, typeName: string, readBudget?: number): DeclaredClass {
  const type = { [typeName]: class extends Straw {} }[typeName]!;
  Id()(type.prototype, 'id');
  Text({ max: 60 })(type.prototype, 'shelf');
  Text({ max: 60 })(type.prototype, 'heap');
  Float()(type.prototype, 'rank');
  Text({ max: 60, optional: true })(type.prototype, 'mark');
  const indexes = { byHeap: { partition: 'heap', sort: 'rank' }, byShelf: { partition: 'shelf', sort: 'rank' } };
  Domain(name, { indexes, scan: true, readBudget })(type);
  return type;
}

const Patient = declare('patient', 'Patient');
const Hasty = declare('hasty', 'Hasty', 1000);

/** Where the five items of each mark lie, by their rank. */
const places: Record<string, readonly number[]> = {
  first: [0, 1, 2, 3, 4],
  last: [9995, 9996, 9997, 9998, 9999],
  spread: [7, 2500, 5000, 7500, 9990],
  'at the edges of the budget': [998, 999, 1000, 1001, 1002],
  'by chance': [417, 3302, 3303, 6071, 8888],
};

/** Every way to look for a mark: one query, merged queries, a scan. */
const ways: Record<string, readonly Ask[]> = {
  'one query': [{ field: ['heap'], comparison: 'eq', value: 'all' }],
  'merged queries': [{ field: ['shelf'], comparison: 'in', value: shelves }],
  'a scan': [],
};

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openGateway('v1', { domains: [Patient, Hasty] });
  const marks = new Map(Object.entries(places).flatMap(([mark, ranks]) => ranks.map((rank) => [rank, mark])));
  const items = Array.from({ length: count }, (_, rank) => ({
    id: `straw-${rank}`,
    // Of a budget of 10,000, four are left to find the ends of four queries.
    shelf: rank >= 4000 && rank < 4004 ? 'other' : shelves[rank % 4]!,
    heap: 'all',
    rank,
    ...(marks.has(rank) && { mark: marks.get(rank) }),
  }));
  for (const type of [Patient, Hasty]) await load(gateway, type, items);
}, 600_000);

const asking = (way: string, mark: string): Question => ({
  where: [...ways[way]!, { field: ['mark'], comparison: 'eq', value: mark }],
  limit: 5,
  brackets: true,
  from: 0,
});

const ranksOf = ({ items }: Seen): number[] => items.map(({ rank }) => rank as number);

async function walk(face: ListFace, type: DeclaredClass, question: Question, backward = false): Promise<Seen[]> {
  const pages: Seen[] = [];
  let cursor: string | undefined;
  do {
    const at = backward ? { before: cursor, backward } : { after: cursor };
    pages.push(await face.ask(gateway, domainOf(type), question, { limit: 5, explain: true, ...at }));
    cursor = backward ? pages.at(-1)!.previous : pages.at(-1)!.next;
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}

const cases = Object.keys(ways).flatMap((way) =>
  Object.keys(places).flatMap((mark) => listFaces.map((face) => ({ way, mark, face, name: face.name }))),
);

describe(`five among ${count} items`, () => {
  test.each(cases)('stand on the first page with $way when they are $mark ($name)', async ({ way, mark, face }) => {
    const page = await face.ask(gateway, domainOf(Patient), asking(way, mark), { limit: 5 });
    expect(ranksOf(page).toSorted((one, other) => one - other)).toEqual(places[mark]);
    if (way !== 'a scan') expect(ranksOf(page)).toEqual(places[mark]);
    expect(page.truncatedBy).toBeUndefined();
  });

  test.each(cases)('are all found within a budget of 1000 with $way when they are $mark ($name)', async (one) => {
    const { way, mark, face } = one;
    const pages = await walk(face, Hasty, asking(way, mark));
    expect(pages.flatMap(ranksOf).toSorted((left, right) => left - right)).toEqual(places[mark]);
    if (way !== 'a scan') expect(pages.flatMap(ranksOf)).toEqual(places[mark]);
    // Every page but the last says why it ended early; ten of them read everything, and a few more find the end.
    expect(pages.slice(0, -1).map(({ items, truncatedBy }) => items.length === 5 || truncatedBy)).toEqual(
      pages.slice(1).map((_, index) => pages[index]!.items.length === 5 || 'readBudget'),
    );
    expect(pages.at(-1)).toMatchObject({ truncatedBy: undefined, next: undefined });
    expect(pages.length).toBeGreaterThanOrEqual(10);
    expect(pages.length).toBeLessThanOrEqual(15);
    for (const { plan } of pages) expect(plan.examined).toBeLessThanOrEqual(1000 + shelves.length);
  });

  test.each(cases.filter(({ way, face }) => way !== 'a scan' && face === graphql))(
    'are all found backward within a budget of 1000 with $way when they are $mark',
    async ({ way, mark }) => {
      const pages = await walk(graphql, Hasty, asking(way, mark), true);
      expect(pages.toReversed().flatMap(ranksOf)).toEqual(places[mark]);
      expect(pages[0]!.items.length === 5 || pages[0]!.truncatedBy).toBeTruthy();
      expect(pages.length).toBeLessThanOrEqual(15);
    },
  );
});

test('a page that was cut says so, and its Link goes on', async () => {
  const answer = await gateway.send('GET', '/hasty?heap=all&mark=last&limit=5');
  expect(answer.json).toMatchObject({ items: [], truncatedBy: 'readBudget', nextCursor: expect.any(String) });
  const [, target] = /<([^>]+)>; rel="next"/.exec(answer.headers.link!)!;
  expect((await gateway.send('GET', target!)).json).toMatchObject({ items: [], truncatedBy: 'readBudget' });
});

test('a list without a filter fills its page whatever the budget', async () => {
  const page = await rest.ask(
    gateway,
    domainOf(Hasty),
    { ...asking('one query', ''), where: ways['one query']! },
    { limit: 100 },
  );
  expect(ranksOf(page)).toEqual(Array.from({ length: 100 }, (_, rank) => rank));
  expect(page.truncatedBy).toBeUndefined();
});

test('a count beyond the budget is null with the reason, one within it is exact', async () => {
  const ask = async (query: string) => (await gateway.send('GET', `/${query}&count=true&limit=1`)).json;
  expect(await ask('hasty?heap=all')).toMatchObject({
    totalCount: null,
    totalCountReason: 'Counting would examine more than 1000 items, the read budget of Hasty.',
  });
  expect(await ask('hasty?heap=all&filter[rank][lt]=999')).toMatchObject({ totalCount: 999 });
  expect(await ask('hasty?heap=all&filter[rank][between]=9500,20000&mark=last')).toMatchObject({ totalCount: 5 });
  expect(await ask('hasty?')).toMatchObject({
    totalCount: null,
    totalCountReason: 'Counting would examine more than 1000 items, the read budget of Hasty.',
  });
  expect(await ask('patient?heap=all&filter[rank][lt]=9000')).toMatchObject({ totalCount: 9000 });
});
