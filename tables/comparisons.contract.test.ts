import { comparisons } from '../schema/comparisons';
import { Float, Id, ListOf, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import type { FieldFact } from '../schema/facts';
import { comparisonFacts } from '../services/comparisons';
import type { Item } from '../services/context';
import { comparisonsOf } from '../services/filter';
import type { Comparing, Filter } from '../services/filter';
import { openTestTable } from '../test/table';
import type { TestTable } from '../test/table';
import { matches } from '../services/matches';

// Each comparison is written twice, for DynamoDB and for the gateway; both must mean the same, also below NOT.

@Domain('sample', { scan: true })
class Sample {
  @Id() id!: string;
  @Text({ max: 60, optional: true }) text?: string;
  @Float({ optional: true }) number?: number;
  @ListOf('text', { optional: true }) list?: string[];
}

const texts = ['a', 'ab', 'aba', 'b', '\uE000', '\u{10000}'];
const numbers = [-1, 0, 1.5, 10, 9];
const samples: readonly Item[] = [
  { id: 'none' },
  ...texts.map((text, index) => ({ id: `text-${index}`, text })),
  ...numbers.map((number, index) => ({ id: `number-${index}`, number })),
  { id: 'list-0', list: [] },
  { id: 'list-1', list: ['a', 'b'] },
  { id: 'list-2', list: ['ab'] },
];

let table: TestTable;

beforeAll(async () => {
  table = await openTestTable(Sample);
  for (const sample of samples) await table.table.create(sample);
});

/** Values to compare a field with, as many as the comparison takes. */
function valuesFor(field: FieldFact, { arity, operand }: (typeof comparisonFacts)['eq']): readonly unknown[][] {
  const all: readonly unknown[] = operand === 'flag' ? [true, false] : field.kind === 'float' ? numbers : texts;
  if (arity === 'one') return all.map((value) => [value]);
  const pairs = all.flatMap((value) => all.map((other) => [value, other]));
  return arity === 'two' ? pairs : pairs.filter(([value, other]) => value !== other);
}

const cases = domainOf(Sample)
  .fields.filter(({ name }) => name !== 'id')
  .flatMap((field) => comparisonsOf(field).map((comparison) => ({ name: field.name, field, comparison })));

test.each(cases)('$comparison of a $name finds in DynamoDB what it finds in the gateway', async (one) => {
  const { field, comparison } = one;
  for (const values of valuesFor(field, comparisonFacts[comparison])) {
    const comparing: Comparing = { field: [field.name], comparison, values };
    for (const filter of [comparing, { not: comparing }] satisfies Filter[]) {
      const { items } = await table.table.list({ filter, limit: 100, backward: false });
      const found = items.map(({ id }) => id);
      const expected = samples.filter((sample) => matches(filter, sample)).map(({ id }) => id);
      expect([values, found.toSorted()]).toEqual([values, expected.toSorted()]);
    }
  }
});

test('every comparison is among them, and only what DynamoDB lacks is left to the gateway', () => {
  expect(comparisons.filter((comparison) => !cases.some((one) => one.comparison === comparison))).toEqual([]);
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
  expect(comparisons.filter((comparison) => !comparisonFacts[comparison].conditions)).toEqual(['endsWith']);
});
