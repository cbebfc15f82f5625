import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { documentLimits, limitRules, measuresOf, refuseDirectives, refuseDocument } from './rules';
import type { DocumentLimits } from './rules';

const schema = buildSchema('type Query { a: Query, b(id: ID): Query, c: Int }');

function refusalsOf(document: string, limits: Partial<DocumentLimits> = {}): object[] {
  return validate(schema, parse(document), limitRules({ ...documentLimits, ...limits })).map(
    ({ extensions: { code, rule, limit, found } }) => ({ code, rule, limit, found }),
  );
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number): string => `${'{ a '.repeat(depth - 1)}{ c ${'}'.repeat(depth)}`;

const cases: readonly {
  name: keyof DocumentLimits;
  code: string;
  limit: number;
  good: string;
  bad: string;
  found: number;
}[] = [
  { name: 'depth', code: 'QUERY_TOO_DEEP', limit: 10, good: nested(10), bad: nested(11), found: 11 },
  {
    name: 'introspectionDepth',
    code: 'QUERY_TOO_DEEP',
    limit: 15,
    good: getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true }),
    bad: `{ __schema { types { ${'ofType { '.repeat(14)} name ${'}'.repeat(17)}`,
    found: 17,
  },
  {
    name: 'aliases',
    code: 'QUERY_TOO_MANY_ALIASES',
    limit: 30,
    good: `{ a { ${times(15, (index) => `x${index}: a { c }`)} ${times(15, (index) => `y${index}: c`)} } }`,
    bad: `{ a { ${times(15, (index) => `x${index}: a { c }`)} ${times(15, (index) => `y${index}: c`)} } b { z: b { c } } }`,
    found: 31,
  },
  {
    name: 'sameFieldAliases',
    code: 'QUERY_TOO_MANY_ALIASES',
    limit: 15,
    good: `{ a { ${times(15, (index) => `x${index}: __typename`)} } }`,
    bad: `{ a { ...F } } fragment F on Query { ${times(16, (index) => `x${index}: __typename`)} }`,
    found: 16,
  },
  {
    name: 'directives',
    code: 'GRAPHQL_VALIDATION_FAILED',
    limit: 10,
    good: `{ a { ${'c @skip(if: false) '.repeat(10)} } }`,
    bad: `{ a { ${'c @skip(if: false) '.repeat(10)} } ...F @include(if: true) } fragment F on Query { c }`,
    found: 11,
  },
  {
    name: 'directivesAtOnePlace',
    code: 'GRAPHQL_VALIDATION_FAILED',
    limit: 3,
    good: '{ c @skip(if: false) @include(if: true) @other }',
    bad: 'query Q @one @two @three @four { c }',
    found: 4,
  },
  {
    name: 'rootFields',
    code: 'QUERY_TOO_MANY_ROOT_FIELDS',
    limit: 10,
    good: `{ ${times(10, (index) => `x${index}: c`)} }`,
    bad: `{ ${times(10, (index) => `x${index}: c`)} ...F } fragment F on Query { __typename }`,
    found: 11,
  },
  {
    name: 'repeatedFields',
    code: 'QUERY_TOO_EXPENSIVE',
    limit: 30,
    good: `{ ${'c '.repeat(30)} }`,
    bad: `{ ${'c '.repeat(15)} ...F ...F } fragment F on Query { ${'c '.repeat(8)} }`,
    found: 31,
  },
  {
    name: 'fields',
    code: 'QUERY_TOO_EXPENSIVE',
    limit: 500,
    good: '{ c }',
    // Four fragments of five spreads each: 5⁴ fields in a text of 300 characters.
    bad: `{ a { ...F1 } } ${times(4, (index) => `fragment F${index + 1} on Query { ${times(5, (spread) => (index === 3 ? `x${spread} ` : `y${spread} { ...F${index + 2} }`))} }`)}`,
    found: 782 - 1,
  },
];

test('every limit has a case', () => {
  expect(cases.map(({ name }) => name).toSorted()).toEqual(Object.keys(documentLimits).toSorted());
});

test.each(cases)(
  '$name: $limit are allowed, and more refused with $code',
  ({ name, code, limit, good, bad, found }) => {
    expect(refusalsOf(good)).toEqual([]);
    expect(refusalsOf(bad)).toEqual([{ code, rule: name, limit, found }]);
    // The negative control: without this limit the same document passes.
    expect(refusalsOf(bad, { [name]: found })).toEqual([]);
  },
);

test('what is below a fragment counts wherever the fragment is spread', () => {
  const document = parse('{ a { ...F } b { a { ...F } } } fragment F on Query { a { x: c } c }');
  expect(measuresOf(document)).toMatchObject({ depth: 4, fields: 9, aliases: 2, sameFieldAliases: 2 });
});

test.each([
  ['an alias that is the name itself is none', '{ c: c }', { aliases: 0, rootFields: 1 }],
  [
    'a fragment in a circle ends',
    '{ ...A } fragment A on Query { c ...B } fragment B on Query { c ...A }',
    { fields: 2 },
  ],
  ['a fragment that is not there is nothing', '{ c ...Missing }', { fields: 1 }],
  ['of several operations the largest counts', 'query A { c } query B { a { c } }', { depth: 2, fields: 2 }],
  ['a fragment that nobody spreads is not counted', '{ c } fragment A on Query { a { a { c } } }', { depth: 1 }],
  ['a fragment may be called __schema', '{ ...__schema } fragment __schema on Query { c }', { introspectionDepth: 0 }],
])('%s', (_, document, measures) => {
  expect(measuresOf(parse(document))).toMatchObject(measures);
});

// Expanded one by one, two to the power of sixty fields would not be counted in a lifetime.
test('a bomb of doubling fragments is counted without being expanded, with a number that JSON has', () => {
  const bomb = `{ ...F0 } ${times(60, (index) => `fragment F${index} on Query { x: a { ...F${index + 1} } y: a { ...F${index + 1} } }`)} fragment F60 on Query { c }`;
  const limits = { ...documentLimits, depth: 100 };
  expect(refuseDocument(parse(bomb), limits)?.extensions).toMatchObject({
    code: 'QUERY_TOO_EXPENSIVE',
    found: Number.MAX_SAFE_INTEGER,
  });
});

test('directives are counted before parsing, but not in texts and comments', () => {
  const many = `{ __typename ${'@skip(if: false) '.repeat(1000)} }`;
  expect(refuseDirectives(many)?.extensions).toMatchObject({
    code: 'GRAPHQL_VALIDATION_FAILED',
    limit: 10,
    found: 1000,
  });
  expect(refuseDirectives(many, { ...documentLimits, directives: 1000 })).toBeUndefined();
  expect(refuseDirectives(`{ b(id: "${'@'.repeat(50)}") { c } } # ${'@'.repeat(50)}`)).toBeUndefined();
});
