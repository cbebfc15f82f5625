import { getOperationAST, parse } from 'graphql';
import { examples, sampleQuery } from './examples';

// That they run is shown in test/pages.test.ts, in the playground itself.
const documents = examples().map(({ query, variables }) => ({
  operation: getOperationAST(parse(query))!,
  query,
  variables,
}));

test.each(documents)(
  '$operation.name.value takes exactly the variables that it is given',
  ({ operation, variables = {} }) => {
    expect(operation.variableDefinitions!.map(({ variable }) => variable.name.value)).toEqual(Object.keys(variables));
  },
);

test('the names of the operations, which become the names of the tabs, differ', () => {
  const names = documents.map(({ operation }) => operation.name!.value);
  expect(new Set(names).size).toBe(names.length);
});

test('no line is longer than the editor is wide on a laptop', () => {
  for (const { query } of documents) for (const line of query.split('\n')) expect(line.length).toBeLessThanOrEqual(58);
});

test('the sample is looked up with a document of one operation', () => {
  expect(getOperationAST(parse(sampleQuery))).not.toBeNull();
});
