import { getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { buildGraphQLSchema } from '../../../resolvers';
import { Id, Integer, Many, Money, NestedList, Reference, Text, Total } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { domains as shop } from '../../../test/usual';
import { operationsOf } from '../../../services';
import { costOf } from './cost';

@Domain('writer', { scan: true })
class Writer {
  @Id() id!: string;
  @Text() name!: string;
  @Many(() => Novel, { by: 'writerId' }) novels!: Novel[];
}
@Domain('novel', {
  scan: true,
  events: true,
  stream: true,
  indexes: { byWriter: { partition: 'writerId', sort: 'price' } },
})
class Novel {
  @Id() id!: string;
  @Reference(() => Writer) writerId!: string;
  @Money() price!: number;
  @Text({ optional: true }) shelf?: string;
}
class Parcel {
  @Reference(() => Novel) novelId!: string;
  @Integer() quantity!: number;
}
@Domain('shipment', { scan: true, readBudget: 1000 })
class Shipment {
  @Id() id!: string;
  @NestedList(() => Parcel, { max: 30 }) parcels!: Parcel[];
  @Total({ of: 'parcels', times: 'quantity', price: 'novel.price' }) total!: number;
}

/** Its id says its type and its key. */
@Domain('leaf', { key: { partition: 'tree', sort: 'number' } })
class Leaf {
  @Text({ max: 120 }) tree!: string;
  @Integer() number!: number;
}
const idOfLeaf = Buffer.from('["Leaf","oak",1]').toString('base64url');

const operations = operationsOf([Writer, Novel, Shipment, Leaf]);
const schema = buildGraphQLSchema(operations);

function cost(text: string, given: Record<string, unknown> = {}, within = { schema, operations }): number {
  const document = parse(text);
  expect(validate(within.schema, document)).toEqual([]);
  const operation = getOperationAST(document)!;
  const { coerced } = getVariableValues(within.schema, operation.variableDefinitions ?? [], given);
  return costOf({ schema: within.schema, document, operation, variables: coerced! }, within.operations);
}

const input = '{ writerId: "w", price: 1 }';

test.each([
  ['an item', '{ novel(id: "a") { id } }', 1],
  ['nothing of the store', '{ __typename __schema { types { name } } }', 0],
  ['two items', '{ one: novel(id: "a") { id } two: novel(id: "b") { id } }', 2],
  ['items by keys', `{ novelsByKey(keys: [${'{ id: "a" } '.repeat(100)}]) { id } }`, 100],
  ['an item by an id that may be of three types', '{ node(id: "a") { id } }', 3],
  ['items by ids, of which one says its type', `{ nodes(ids: ["a", "${idOfLeaf}"]) { id } }`, 4],
  [
    'an item by an id, with the dearer of two fragments',
    '{ node(id: "a") { ... on Writer { novels(first: 5) { edges { cursor } } } ... on Novel { writer { id } } } }',
    3 + 6,
  ],
  ['a page, of 20 by default', '{ novels { edges { node { id } } } }', 21],
  ['a page that names keys', '{ novels(first: 1, filter: { id: { in: ["a", "b", "c"] } }) { edges { cursor } } }', 4],
  ['a page of 100', '{ novels(first: 100) { edges { cursor } } }', 101],
  ['a page from the end', '{ novels(last: 7, filter: { writerId: { eq: "w" } }) { edges { cursor } } }', 8],
  [
    'a page of several partitions',
    '{ novels(first: 5, filter: { writerId: { in: ["v", "w"] } }) { edges { cursor } } }',
    7,
  ],
  ['the references of a page', '{ novels(first: 100) { edges { node { writer { name } } } } }', 102],
  [
    'a list of each item of a page',
    '{ writers(first: 10) { edges { node { novels(first: 5) { edges { cursor } } } } } }',
    71,
  ],
  [
    'the row dos-16: 100 of each of 100',
    '{ writers(first: 100) { edges { node { novels(first: 100) { edges { cursor } } } } } }',
    10_201,
  ],
  [
    'references of lists of a page',
    '{ writers(first: 10) { edges { node { novels(first: 50) { edges { node { writer { id } } } } } } } }',
    526,
  ],
  ['references of nested objects', '{ shipments(first: 10) { edges { node { parcels { novel { id } } } } } }', 14],
  ['a computed total', '{ shipments(first: 10) { edges { node { total } } } }', 14],
  [
    'one field that is said twice',
    '{ ...A novel(id: "a") { writer { id } } } fragment A on Query { novel(id: "a") { writer { name } } }',
    2,
  ],
  [
    'what is skipped',
    '{ novel(id: "a") { id writer @skip(if: true) { id } } novels @include(if: false) { edges { cursor } } }',
    1,
  ],
  [
    'a filter that looks for its items',
    '{ shipments(first: 10, filter: { version: { gt: 1 } }) { edges { cursor } } }',
    21,
  ],
  ['counting', '{ novels(first: 10, filter: { writerId: { eq: "w" } }) { totalCount } }', 111],
  ['counting a scan', '{ novels(first: 10) { totalCount totalCountReason } }', 111],
  ['counting keys, which are read anyway', '{ novels(filter: { id: { in: ["a"] } }) { totalCount } }', 21],
  ['a page that is going to be refused', '{ novels(first: 1000) { edges { node { writer { id } } } } }', 1],
  ['a write', 'mutation { updateWriter(id: "w", patch: { name: "x" }) { id } }', 2],
  ['a write that is announced, once', `mutation { createNovel(input: ${input}) { id } }`, 3],
  [
    'a batch of writes',
    `mutation { createNovels(items: [${input} ${input} ${input}]) { item { writer { id } } } }`,
    10,
  ],
  [
    'a write and what is read of it',
    'mutation { updateNovel(id: "n", patch: { price: 1 }) { writer { novels { edges { cursor } } } } }',
    25,
  ],
  ['a deletion', 'mutation { deleteWriter(id: "w") }', 2],
])('%s', (_, document, reads) => {
  expect(cost(document)).toBe(reads);
});

test('variables count, given ones and the defaults of the document', () => {
  const document =
    'query ($n: Int = 50, $all: Boolean = true) { novels(first: $n) @include(if: $all) { edges { cursor } } }';
  expect(cost(document)).toBe(51);
  expect(cost(document, { n: 3 })).toBe(4);
  expect(cost(document, { n: null })).toBe(21);
  expect(cost(document, { all: false })).toBe(0);
});

test('what the shop asks every day is far below the limit', () => {
  const within = { operations: operationsOf(shop), schema: buildGraphQLSchema(operationsOf(shop)) };
  expect(cost('{ books(first: 20) { edges { node { id title } } } }', {}, within)).toBe(21);
  expect(cost('{ shelf(userName: "a") { totalPrice items { book { title } } } }', {}, within)).toBe(21);
  expect(cost('{ loans(userName: "a") { edges { node { items { book { title } } } } } }', {}, within)).toBe(221);
});
