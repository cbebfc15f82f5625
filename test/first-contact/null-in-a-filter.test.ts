import { Id, ListOf, Many, Money, Nested, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import type { Answer, TestGateway } from '../harness';

// GraphQL, section 2.9.5: a null and an absent value may mean different things; https://spec.graphql.org/October2021/
// Reports of a null that matched everything: apollographql/apollo-server #395, supabase/pg_graphql #217.

class Measures {
  @Text({ optional: true }) unit?: string;
}

@Domain('shade', {
  indexes: { byBrand: { partition: 'brand' }, byBrandAndPrice: { partition: 'brand', sort: 'price' } },
  scan: true,
})
class Shade {
  @Id() id!: string;
  @Reference(() => Maker, { as: 'maker', optional: true }) brand?: string;
  @Money({ optional: true }) price?: number;
  @Nested(() => Measures, { optional: true }) measures?: Measures;
  @ListOf('text', { optional: true }) tags?: string[];
}

@Domain('maker', { scan: true })
class Maker {
  @Id() id!: string;
  @Many(() => Shade, { by: 'brand' }) readonly shades?: Shade[];
}

/** A filter with a null somewhere, and the path of the null. */
const nulls: readonly (readonly [object | null, string])[] = [
  [null, '/filter'],
  [{ brand: { eq: null } }, '/filter/brand/eq'],
  [{ brand: { ne: null } }, '/filter/brand/ne'],
  [{ brand: { exists: null } }, '/filter/brand/exists'],
  [{ brand: { eq: 'a', ne: null } }, '/filter/brand/ne'],
  [{ brand: null }, '/filter/brand'],
  [{ price: { ge: null } }, '/filter/price/ge'],
  [{ brand: { in: null } }, '/filter/brand/in'],
  [{ brand: { in: ['a', null] } }, '/filter/brand/in/1'],
  [{ brand: { notIn: [null] } }, '/filter/brand/notIn/0'],
  [{ price: { between: [null, 9] } }, '/filter/price/between/0'],
  [{ tags: { contains: null } }, '/filter/tags/contains'],
  [{ measures: null }, '/filter/measures'],
  [{ measures: { exists: null } }, '/filter/measures/exists'],
  [{ measures: { unit: null } }, '/filter/measures/unit'],
  [{ measures: { unit: { eq: null } } }, '/filter/measures/unit/eq'],
  [{ and: null }, '/filter/and'],
  [{ or: null }, '/filter/or'],
  [{ not: null }, '/filter/not'],
  [{ and: [null] }, '/filter/and/0'],
  [{ or: [{ brand: { eq: 'a' } }, null] }, '/filter/or/1'],
  [{ or: [{ brand: { eq: 'a' } }, { brand: { eq: null } }] }, '/filter/or/1/brand/eq'],
  [{ not: { brand: { eq: null } } }, '/filter/not/brand/eq'],
  [{ not: { or: [{ not: { brand: null } }] } }, '/filter/not/or/0/not/brand'],
];

/** A filter of which a part compares nothing, and the path of that part. */
const empties: readonly (readonly [object, string])[] = [
  [{ or: [{}, { price: { eq: 7 } }] }, '/filter/or/0'],
  [{ or: [{ price: { eq: 7 } }, { brand: {} }] }, '/filter/or/1'],
  [{ or: [{ price: { eq: 7 } }, { measures: {} }] }, '/filter/or/1'],
  [{ or: [{ price: { eq: 7 } }, { measures: { unit: {} } }] }, '/filter/or/1'],
  [{ or: [{ price: { eq: 7 } }, { and: [{}] }] }, '/filter/or/1/and/0'],
  [{ and: [{ price: { eq: 2 } }, {}] }, '/filter/and/1'],
  [{ not: {} }, '/filter/not'],
  [{ not: { or: [{ brand: { eq: 'a' } }, {}] } }, '/filter/not/or/1'],
];

/** A value as GraphQL writes it in a document. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}: ${literal(member)}`);
  return `{ ${members.join(', ')} }`;
}

const problemOfGraphQL = ({ json }: Answer): any => json.errors[0].extensions;

const ask = (filter: object | null): object => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'shades', arguments: { filter } },
});

const asVariables = async (gateway: TestGateway, filter: object | null): Promise<unknown> =>
  problemOfGraphQL(
    await gateway.graphql('query ($filter: ShadeFilter) { shades(filter: $filter) { edges { node { id } } } }', {
      filter,
    }),
  );

/** The ways to send a filter, each with the problem that comes back. */
const faces: Readonly<Record<string, (gateway: TestGateway, filter: object | null) => Promise<unknown>>> = {
  REST: async (gateway, filter) =>
    (await gateway.send('GET', `/shade?filter=${encodeURIComponent(JSON.stringify(filter))}`)).json,
  'GraphQL variables': asVariables,
  'GraphQL literals': async (gateway, filter) =>
    problemOfGraphQL(await gateway.graphql(`{ shades(filter: ${literal(filter)}) { edges { node { id } } } }`)),
  'a relation of GraphQL': async (gateway, filter) =>
    problemOfGraphQL(
      await gateway.graphql(
        'query ($filter: ShadeFilter) { maker(id: "a") { shades(filter: $filter) { edges { node { id } } } } }',
        { filter },
      ),
    ),
  MCP: async (gateway, filter) =>
    (await gateway.send('POST', '/mcp', { body: ask(filter) })).json.result.structuredContent,
};

// A whole filter that is null is no question for what lacks a field.
const leaveOut = /^must not be null; leave it out$/;
const askForAbsence = /^must not be null; .*"exists": false/;

describe.each(formats)('a null in a filter, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Shade, Maker] });
    await gateway.send('POST', '/maker', { body: { id: 'a' } });
    await gateway.send('POST', '/shade', { body: { id: 'with', brand: 'a', price: 1 } });
    await gateway.send('POST', '/shade', { body: { id: 'without', price: 2 } });
  });

  describe.each(Object.entries(faces))('by %s', (face, problemFrom) => {
    test.each(nulls)('%j is refused at %s', async (filter, pointer) => {
      const isWhole = /\/(filter|and|or|not)(\/\d+)?$/.test(pointer);
      // The schema says that elements of a list are not null: what no operation has as its own is refused by that.
      const isElement = /\/\d+$/.test(pointer);
      const ours = {
        type: '/problems/bad-query',
        errors: [{ pointer, detail: expect.stringMatching(isWhole ? leaveOut : askForAbsence) }],
      };
      expect(await problemFrom(gateway, filter)).toMatchObject(
        isElement && face === 'GraphQL literals'
          ? { code: 'GRAPHQL_VALIDATION_FAILED' }
          : isElement && face === 'a relation of GraphQL'
            ? { errors: [{ pointer }] }
            : ours,
      );
    });
  });

  test('a variable that is null is refused where it stands', async () => {
    const document =
      'query ($b: ID) { shades(filter: { or: [{ brand: { eq: $b } }, { price: { eq: 7 } }] }) { edges { node { id } } } }';
    expect(problemOfGraphQL(await gateway.graphql(document, { b: null }))).toMatchObject({
      errors: [{ pointer: '/filter/or/0/brand/eq' }],
    });
  });

  test('an absent variable is absent', async () => {
    const document =
      'query ($b: ID, $p: Money) { shades(filter: { brand: { eq: $b }, price: { eq: $p } }) { edges { node { id } } } }';
    expect((await gateway.graphql(document, { p: 2 })).json.data.shades.edges).toEqual([{ node: { id: 'without' } }]);
  });

  // GraphQL, section 6.4.1: an argument whose variable has no value is left out, and one that is null is null.
  test('an argument whose variable is absent is left out', async () => {
    const edges = '{ edges { node { id } } }';
    const list = `query ($f: ShadeFilter) { shades(filter: $f) ${edges} }`;
    expect((await gateway.graphql(list)).json.data.shades.edges).toHaveLength(2);
    const relation = `query ($f: ShadeFilter) { maker(id: "a") { shades(filter: $f) ${edges} } }`;
    expect((await gateway.graphql(relation)).json.data.maker.shades.edges).toHaveLength(1);
    const defaulted = await gateway.graphql(`query ($f: ShadeFilter = null) { shades(filter: $f) ${edges} }`);
    expect(problemOfGraphQL(defaulted).errors).toMatchObject([{ pointer: '/filter' }]);
  });

  // supabase/pg_graphql #174: an argument that only shapes the page is null where there is none. No item depends on it.
  test('an order, a size or a cursor that is null is none', async () => {
    const document = `query ($o: ShadeOrder, $n: Int, $c: String) {
      shades(filter: { brand: { eq: "a" } }, first: $n, after: $c, orderBy: $o) { edges { node { id } } }
    }`;
    const answer = await gateway.graphql(document, { o: null, n: null, c: null });
    expect(answer.json.data.shades.edges).toEqual([{ node: { id: 'with' } }]);
    const values = { first: null, after: null, orderBy: null };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'shades', arguments: values } };
    const { structuredContent } = (await gateway.send('POST', '/mcp', { body })).json.result;
    expect(structuredContent.items).toHaveLength(2);
  });

  describe.each(Object.entries(faces))('by %s', (_, problemFrom) => {
    test.each(empties)('%j, which compares nothing at %s, is refused there', async (filter, pointer) => {
      const detail = expect.stringMatching(/^must hold a comparison/);
      expect(await problemFrom(gateway, filter)).toMatchObject({
        type: '/problems/bad-query',
        errors: [{ pointer, detail }],
      });
    });
  });

  test.each([
    ['or: [{ brand: { eq: $b } }, { price: { eq: 7 } }]', '/filter/or/0'],
    ['and: [{ price: { eq: 2 } }, { brand: { eq: $b } }]', '/filter/and/1'],
    ['not: { brand: { eq: $b } }', '/filter/not'],
    ['or: [{ measures: { unit: { eq: $t } } }, { price: { eq: 7 } }]', '/filter/or/0'],
    ['or: [{ not: { brand: { eq: $b } } }, { price: { eq: 7 } }]', '/filter/or/0/not'],
    ['or: [$f, { price: { eq: 7 } }]', '/filter/or/0'],
    ['not: $f', undefined],
  ])('%s does not widen where the variable is absent', async (filter, pointer) => {
    const declared = Object.entries({ $f: 'ShadeFilter', $b: 'ID', $t: 'String' })
      .filter(([name]) => filter.includes(name))
      .map(([name, type]) => `${name}: ${type}`);
    const answer = await gateway.graphql(
      `query (${declared.join()}) { shades(filter: { ${filter} }) { edges { cursor } } }`,
    );
    if (pointer === undefined) expect(answer.json.data.shades.edges).toHaveLength(2);
    else if (filter.startsWith('or: [$f')) expect(answer.json.errors).toHaveLength(1);
    else expect(problemOfGraphQL(answer).errors).toMatchObject([{ pointer }]);
  });

  test('exists: false asks for what has no value', async () => {
    const document = '{ shades(filter: { brand: { exists: false } }) { edges { node { id } } } }';
    expect((await gateway.graphql(document)).json.data.shades.edges).toEqual([{ node: { id: 'without' } }]);
    expect((await gateway.send('GET', '/shade?filter[brand][exists]=false')).json.items).toMatchObject([
      { id: 'without' },
    ]);
  });
});
