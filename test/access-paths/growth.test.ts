import { Id, Money, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, rest } from './lists';
import type { ListFace, Wanted } from './lists';
import { load } from './load';
import type { Ask, Question } from './question';

@Domain('article', { indexes: { byCategory: { partition: 'category', sort: 'price' } } })
class Article {
  @Id() id!: string;
  @Text({ max: 60 }) category!: string;
  @Money() price!: number;
  @Text({ max: 200 }) title!: string;
}

const sizes = [1000, 100_000];
const categories = 10;
const gateways = new Map<number, TestGateway>();

/** Articles of the same size whatever their number, each with a price of its own. */
const article = (index: number) => ({
  id: `article-${String(index).padStart(6, '0')}`,
  category: `category-${index % categories}`,
  price: priceOf(index),
  title: `Article ${String(index).padStart(6, '0')} `.padEnd(100, 'x'),
});
const priceOf = (index: number): number => 100_000.01 + index;

beforeAll(async () => {
  for (const size of sizes) {
    const gateway = await openGateway('v1', { domains: [Article] });
    await load(
      gateway,
      Article,
      Array.from({ length: size }, (_, index) => article(index)),
    );
    gateways.set(size, gateway);
  }
}, 600_000);

interface Statement {
  readonly face: ListFace;
  readonly where: readonly Ask[];
  readonly sort?: Question['sort'];
  readonly fields?: readonly string[];
  readonly wanted: Wanted;
  /** The indexes of the articles that come out, for a table of this size. */
  readonly articles: (size: number) => readonly number[];
  readonly cost: {
    readonly path: string;
    readonly calls: number;
    readonly examined: number;
    readonly capacityUnits: number;
  };
  readonly total?: number;
}

const eq = (field: string, value: unknown): Ask => ({ field: [field], comparison: 'eq', value });
const among = (field: string, values: readonly unknown[]): Ask => ({ field: [field], comparison: 'in', value: values });
const steps = (count: number, start = 0, step = categories): number[] =>
  Array.from({ length: count }, (_, index) => start + index * step);
const up = { field: 'price', descending: false };
const down = { field: 'price', descending: true };

const statements: Record<string, Statement> = {
  'one by its id': {
    face: rest,
    where: [eq('id', article(7).id)],
    wanted: { limit: 20, explain: true },
    articles: () => [7],
    cost: { path: 'Get', calls: 1, examined: 1, capacityUnits: 1 },
  },
  'ten by their ids': {
    face: graphql,
    where: [
      among(
        'id',
        steps(10, 3, 37).map((index) => article(index).id),
      ),
    ],
    wanted: { limit: 20, explain: true },
    articles: () => steps(10, 3, 37),
    cost: { path: 'BatchGet', calls: 1, examined: 10, capacityUnits: 10 },
  },
  'a page of a hundred ids': {
    face: rest,
    where: [
      among(
        'id',
        steps(100, 3, 7).map((index) => article(index).id),
      ),
    ],
    wanted: { limit: 20, explain: true },
    articles: () => steps(20, 3, 7),
    cost: { path: 'BatchGet', calls: 1, examined: 21, capacityUnits: 21 },
  },
  'a page of ids that few articles have': {
    face: graphql,
    where: [
      among('id', [
        ...Array.from({ length: 95 }, (_, index) => `Absent ${index}`),
        ...[1, 2, 3].map((index) => article(index).id),
      ]),
    ],
    wanted: { limit: 2, explain: true },
    articles: () => [1, 2],
    // Three keys, then twice as many each time: 3, 6, 12, 24, 48 and the last 5.
    cost: { path: 'BatchGet', calls: 6, examined: 98, capacityUnits: 98 },
  },
  'a page of a category': {
    face: rest,
    where: [eq('category', 'category-4')],
    wanted: { limit: 20, explain: true },
    articles: () => steps(20, 4),
    cost: { path: 'Query', calls: 1, examined: 21, capacityUnits: 1 },
  },
  'a page of a category, dearest first': {
    face: rest,
    where: [eq('category', 'category-4')],
    sort: down,
    wanted: { limit: 20, explain: true },
    articles: (size) => steps(20, size - categories + 4, -categories),
    cost: { path: 'Query', calls: 1, examined: 21, capacityUnits: 1 },
  },
  'two fields of a page of a category': {
    face: rest,
    where: [eq('category', 'category-4')],
    fields: ['price'],
    wanted: { limit: 20, explain: true },
    articles: () => steps(20, 4),
    cost: { path: 'Query', calls: 1, examined: 21, capacityUnits: 1 },
  },
  'a category within prices': {
    face: graphql,
    where: [
      eq('category', 'category-2'),
      { field: ['price'], comparison: 'between', value: [priceOf(200), priceOf(300)] },
    ],
    wanted: { limit: 20, explain: true },
    articles: () => steps(11, 202).filter((index) => index <= 300),
    cost: { path: 'Query', calls: 1, examined: 10, capacityUnits: 0.5 },
  },
  'three categories by price': {
    face: rest,
    where: [among('category', ['category-1', 'category-2', 'category-3'])],
    sort: up,
    wanted: { limit: 20, explain: true },
    articles: () =>
      steps(7, 1)
        .flatMap((index) => [index, index + 1, index + 2])
        .slice(0, 20),
    cost: { path: 'Query', calls: 3, examined: 24, capacityUnits: 1.5 },
  },
  'the last page of a category': {
    face: graphql,
    where: [eq('category', 'category-4')],
    wanted: { limit: 20, backward: true, explain: true },
    articles: (size) => steps(20, size - 20 * categories + 4),
    cost: { path: 'Query', calls: 1, examined: 21, capacityUnits: 1 },
  },
  'the count of a few prices of a category': {
    face: rest,
    where: [eq('category', 'category-5'), { field: ['price'], comparison: 'lt', value: priceOf(305) }],
    wanted: { limit: 1, count: true, explain: true },
    articles: () => [5],
    // One page of one item and the look ahead, then the count.
    cost: { path: 'Query', calls: 2, examined: 32, capacityUnits: 1.5 },
    total: 30,
  },
};

describe.each(Object.entries(statements))('%s', (_, statement) => {
  const { face, where, sort, fields, wanted, articles, cost, total } = statement;
  const question: Question = { where, sort, fields, limit: wanted.limit, brackets: false, from: 0 };

  test.each(sizes)('costs the same among %i articles', async (size) => {
    const page = await face.ask(gateways.get(size)!, domainOf(Article), question, wanted);
    expect(page.items.map(({ id }) => id)).toEqual(articles(size).map((index) => article(index).id));
    const { path, calls, examined, capacityUnits, returned } = page.plan;
    expect({ path, calls, examined, capacityUnits }).toEqual(cost);
    expect(returned).toBe(page.items.length);
    if (total !== undefined) expect(page.total).toBe(total);
  });
});

test.each(sizes)('a page costs the same from the middle of a category among %i articles', async (size) => {
  const gateway = gateways.get(size)!;
  const category = eq('category', 'category-6');
  const middle = Math.floor(size / categories / 2) * categories + 6;
  const question: Question = { where: [category], limit: 20, brackets: false, from: 0 };
  const costs: unknown[] = [];
  // The cursors of a list go with its filter: the walk begins behind the middle and comes back over it.
  const from = await graphql.ask(
    gateway,
    domainOf(Article),
    { ...question, where: [category, { field: ['price'], comparison: 'ge', value: priceOf(middle) }] },
    { limit: 20, explain: true },
  );
  costs.push(from.plan);
  const next = await graphql.ask(
    gateway,
    domainOf(Article),
    { ...question, where: [category, { field: ['price'], comparison: 'ge', value: priceOf(middle) }] },
    { limit: 20, explain: true, after: from.next },
  );
  costs.push(next.plan);
  expect(next.items[0].id).toBe(article(middle + 20 * categories).id);
  for (const { calls, examined, capacityUnits } of costs as any[]) {
    expect({ calls, examined, capacityUnits }).toEqual({ calls: 1, examined: 21, capacityUnits: 1 });
  }
});
