import type { Filter } from '../services/filter';
import { Expression } from './expression';

const price: Filter = { field: ['price'], comparison: 'gt', values: [5] };
const title: Filter = { field: ['title'], comparison: 'eq', values: ['x'] };
const everything: Filter = { all: [] };

/** The condition with its names and values in place. */
function written(filter: Filter): string | undefined {
  const expression = new Expression();
  const text = expression.condition(filter);
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = expression.attributes();
  for (const placeholder of [...Object.keys(names), ...Object.keys(values)]) {
    // DynamoDB refuses a name or a value that the expression does not use.
    expect(text).toContain(placeholder);
  }
  return text?.replace(/#n\d+/g, (name) => names[name]!).replace(/:v\d+/g, (value) => JSON.stringify(values[value]));
}

describe('alternatives', () => {
  test.each<[string, Filter, string | undefined]>([
    ['are joined', { any: [price, title] }, 'price > 5 OR title = "x"'],
    ['of one are that one', { any: [price] }, 'price > 5'],
    ['with an empty one ask for nothing', { any: [price, everything] }, undefined],
    ['with an empty one in front ask for nothing', { any: [everything, price] }, undefined],
    ['with an empty one inside ask for nothing', { any: [price, { any: [title, everything] }] }, undefined],
    ['of empty ones ask for nothing', { any: [everything, { all: [everything] }] }, undefined],
    ['with an empty one leave what stands beside them', { all: [title, { any: [price, everything] }] }, 'title = "x"'],
    [
      'have parentheses beside others',
      { all: [{ any: [price, title] }, title] },
      '(price > 5 OR title = "x") AND title = "x"',
    ],
    ['have parentheses under NOT', { not: { any: [price, title] } }, 'NOT (price > 5 OR title = "x")'],
  ])('%s', (_, filter, condition) => {
    expect(written(filter)).toBe(condition);
  });
});

test.each<[string, Filter]>([
  ['no condition', everything],
  ['a nest of none', { all: [everything, { all: [{ any: [everything] }] }] }],
])('%s gives no expression, no name and no value', (_, filter) => {
  expect(written(filter)).toBeUndefined();
  expect(new Expression().attributes()).toEqual({});
});
