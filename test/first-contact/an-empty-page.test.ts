import { Id, Integer, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Relay's specification of connections, 4.1: only a `first` below 0 is an error; 0 is a page without edges.
// https://relay.dev/graphql/connections.htm#sec-Edge-order; graphql/graphql-relay-js #60 says "non-negative" for it.

@Domain('song', { indexes: { byBand: { partition: 'bandId', sort: 'year' } }, scan: true })
class Song {
  @Id() id!: string;
  @Reference(() => Band) bandId!: string;
  @Integer() year!: number;
  @Text({ optional: true }) title?: string;
}

@Domain('band', { scan: true })
class Band {
  @Id() id!: string;
  @Many(() => Song, { by: 'bandId' }) readonly songs?: Song[];
}

@Domain('verse', { scan: true, readBudget: 5 })
class Verse {
  @Id() id!: string;
}

const connection = `{
  edges { node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor truncatedBy }
  totalCount
}`;

/** A page without items, as GraphQL tells it. */
const page = (hasNextPage: boolean, hasPreviousPage: boolean, totalCount: number | null): object => ({
  edges: [],
  pageInfo: { hasNextPage, hasPreviousPage, startCursor: null, endCursor: null, truncatedBy: null },
  totalCount,
});

describe.each(formats)('a page of no items, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Song, Band] });
    await gateway.send('POST', '/band', { body: { id: 'b' } });
    for (const year of [1991, 1992, 1993]) {
      await gateway.send('POST', '/song', { body: { id: `s${year}`, bandId: 'b', year } });
    }
  });

  test.each([
    ['a query', 'first: 0, filter: { bandId: { eq: "b" } }', page(true, false, 3)],
    ['a query from its end', 'last: 0, filter: { bandId: { eq: "b" } }', page(false, true, 3)],
    ['a query that finds nothing', 'first: 0, filter: { bandId: { eq: "c" } }', page(false, false, 0)],
    ['several queries', 'first: 0, filter: { bandId: { in: ["b", "c"] } }, orderBy: YEAR_DESC', page(true, false, 3)],
    ['keys', 'first: 0, filter: { id: { in: ["s1991", "s1992", "none"] } }', page(true, false, 2)],
    ['keys from their end', 'last: 0, filter: { id: { in: ["s1991"] } }', page(false, true, 1)],
    [
      'a filter after reading',
      'first: 0, filter: { bandId: { eq: "b" }, title: { exists: true } }',
      page(false, false, 0),
    ],
    ['a scan', 'first: 0', page(true, false, 3)],
    ['a scan for what a filter finds', 'first: 0, filter: { year: { gt: 1991 } }', page(true, false, 2)],
  ])('of %s tells of the list and has its count', async (_, asked, expected) => {
    const answer = await gateway.graphql(`{ songs(${asked}) ${connection} }`);
    expect(answer.json).toEqual({ data: { songs: expected } });
  });

  test('is told behind a cursor too', async () => {
    const filter = 'filter: { bandId: { eq: "b" } }';
    const first = await gateway.graphql(`{ songs(first: 1, ${filter}) { pageInfo { endCursor } } }`);
    const { endCursor } = first.json.data.songs.pageInfo;
    const { json } = await gateway.graphql(`{ songs(first: 0, after: "${endCursor}", ${filter}) ${connection} }`);
    expect(json.data.songs).toEqual(page(true, true, 3));
  });

  test('can be one of each item of a page', async () => {
    const { json } = await gateway.graphql(
      `query ($n: Int) { bands(first: 1) { edges { node { songs(first: $n) ${connection} } } } }`,
      {
        n: 0,
      },
    );
    expect(json.data.bands.edges).toEqual([{ node: { songs: page(true, false, 3) } }]);
  });

  test.each([
    [{ first: 0 }, 3],
    [{ first: 0, filter: { bandId: { eq: 'c' } } }, 0],
  ])('is given to an agent, as %j, with its count', async (asked, totalCount) => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'songs', arguments: asked } };
    const { structuredContent } = (await gateway.send('POST', '/mcp', { body })).json.result;
    expect(structuredContent).toEqual({ items: [], totalCount });
  });

  test('has the reason where it has no count', async () => {
    const few = await openGateway(payload, { domains: [Verse] });
    await few.send('POST', '/verse/batch', { body: { items: Array.from({ length: 10 }, () => ({})) } });
    const totalCountReason = 'Counting would examine more than 5 items, the read budget of Verse.';
    const { json } = await few.graphql('{ verses(first: 0) { edges { cursor } totalCount totalCountReason } }');
    expect(json.data.verses).toEqual({ edges: [], totalCount: null, totalCountReason });
    const call = { name: 'verses', arguments: { first: 0 } };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call };
    const { structuredContent } = (await few.send('POST', '/mcp', { body })).json.result;
    expect(structuredContent).toEqual({ items: [], totalCount: null, totalCountReason });
  });

  // REST's pages are no connections: its document has a `minimum` of 1, and the sentence says the same.
  test.each(['limit=0&bandId=b&count=true', 'limit=0', 'limit=-1', 'limit=', 'limit=0.5', 'limit=-0', 'limit=101'])(
    '%s is a mistake over REST, which is told what it takes',
    async (query) => {
      const { status, json } = await gateway.send('GET', `/song?${query}`);
      expect([status, json.errors]).toEqual([
        400,
        [{ pointer: '/limit', detail: 'must be a whole number from 1 to 100' }],
      ]);
      const { parameters } = (await gateway.send('GET', '/openapi.json')).json.paths['/song'].get;
      expect(parameters.find(({ name }: any) => name === 'limit').schema).toMatchObject({ minimum: 1, maximum: 100 });
    },
  );

  test.each(['first', 'last'])('%s below 0 is refused', async (name) => {
    const { json } = await gateway.graphql(`{ songs(${name}: -1) { edges { cursor } } }`);
    expect(json.errors[0].extensions.errors).toMatchObject([{ pointer: `/${name}` }]);
  });
});
