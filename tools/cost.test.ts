import type { AccessPath, Plan } from '../tables/planner';
import { costOf } from './cost';
import prices from '../services/prices.json';

const page = { limit: 20, itemBytes: 600, matching: 0.1, readBudget: 10_000 };
const everything = { all: [] };
const someStock = { field: ['stock'], comparison: 'gt', values: [0] } as const;

const planOf = (path: AccessPath, residual: Plan['residual'] = everything): Plan => ({
  path,
  descending: false,
  residual,
});
const keys = (count: number): AccessPath => ({
  kind: 'keys',
  keys: Array.from({ length: count }, (_, index) => ({ id: `p-${index}` })),
});
const queries = (count: number): AccessPath => ({
  kind: 'query',
  partition: 'category',
  values: Array.from({ length: count }, (_, index) => `category ${index}`),
  range: {},
});
const scan: AccessPath = { kind: 'scan' };

describe('keys are read consistently, each rounded up to a unit of 4 KB', () => {
  test.each([
    ['no key', 0, 600, { calls: 0, examined: 0, readUnits: 0 }],
    ['one key', 1, 600, { calls: 1, examined: 1, readUnits: 1 }],
    ['an item of 4 KB', 1, 4096, { calls: 1, examined: 1, readUnits: 1 }],
    ['an item of one byte more', 1, 4097, { calls: 1, examined: 1, readUnits: 2 }],
    ['a hundred keys in one call', 100, 600, { calls: 1, examined: 100, readUnits: 100 }],
  ])('%s', (_, count, itemBytes, cost) => {
    expect(costOf(planOf(keys(count)), { ...page, itemBytes })).toMatchObject(cost);
  });

  test('a filter does not make them fewer', () => {
    expect(costOf(planOf(keys(3), someStock), page)).toMatchObject({ examined: 3, readUnits: 3 });
  });
});

describe('a query is read eventually, half a unit for each 4 KB of all its items, and one item more than the page', () => {
  test.each([
    ['a page of 20', queries(1), page, { calls: 1, examined: 21, readUnits: 2 }],
    ['a page of one small item', queries(1), { ...page, limit: 1 }, { calls: 1, examined: 2, readUnits: 0.5 }],
    ['a page of 100', queries(1), { ...page, limit: 100 }, { calls: 1, examined: 101, readUnits: 7.5 }],
    ['three merged queries', queries(3), page, { calls: 3, examined: 21, readUnits: 2 }],
    ['at least half a unit each', queries(25), page, { calls: 25, examined: 25, readUnits: 12.5 }],
    ['no query at all for a contradiction', queries(0), page, { calls: 0 }],
    ['a scan', scan, page, { calls: 1, examined: 21, readUnits: 2 }],
  ])('%s', (_, path, assumption, cost) => {
    expect(costOf(planOf(path), assumption)).toMatchObject(cost);
  });
});

describe('what is checked after reading is examined and paid for', () => {
  test.each([
    ['a tenth matches', page, { examined: 210, readUnits: 15.5 }],
    ['all match', { ...page, matching: 1 }, { examined: 21, readUnits: 2 }],
    ['next to none matches, and the read budget ends the page', { ...page, matching: 1e-6 }, { examined: 10_000 }],
    ['none matches', { ...page, matching: 0 }, { examined: 10_000 }],
    ['a small budget', { ...page, readBudget: 50 }, { examined: 50, readUnits: 4 }],
  ])('%s', (_, assumption, cost) => {
    expect(costOf(planOf(queries(1), someStock), assumption)).toMatchObject(cost);
    expect(costOf(planOf(scan, someStock), assumption)).toMatchObject(cost);
  });
});

test('the prices of a million pages are those of the file', () => {
  const { dynamodbReadRequestUnits, lambdaRequests, lambdaArmGigabyteSeconds, restApiRequests } = prices.perMillion;
  const { dynamodb, lambda, restApi } = costOf(planOf(queries(1)), page);
  expect(dynamodb).toBe(2 * dynamodbReadRequestUnits);
  expect(lambda).toBeCloseTo(lambdaRequests + 0.025 * lambdaArmGigabyteSeconds);
  expect(restApi).toBe(restApiRequests);
});

test('the file of prices says from when and where they are', () => {
  expect(prices.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(prices.source).toContain('https://aws.amazon.com/');
  expect(prices.region).toBe('us-east-1');
  expect(Object.values(prices.perMillion).every((price) => price > 0)).toBe(true);
});
