import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

/** 90 items of about 50 KB: 4.5 MB, which DynamoDB reads in five calls or more. */
const count = 90;
const ids = Array.from({ length: count }, (_, index) => `p-${String(index).padStart(3, '0')}`);

async function fill(gateway: TestGateway): Promise<void> {
  for (let start = 0; start < count; start += 10) {
    const items = ids.slice(start, start + 10).map((id, index) => ({
      id,
      title: `Book ${id}`,
      category: 'Large',
      price: (start + index) % 7,
      description: 'é'.repeat(5000),
      tags: Array.from({ length: 20 }, (_, tag) => `${tag}`.padEnd(40, '語')),
      imageFile: 'ü'.repeat(500),
    }));
    const { json } = await gateway.send('POST', '/book/batch', { body: { items } });
    expect(json.results.map(({ status }: any) => status)).toEqual(items.map(() => 201));
  }
}

async function walkRest(gateway: TestGateway, query: string): Promise<any[]> {
  const items: any[] = [];
  for (let target: string | undefined = `/book?${query}`; target;) {
    const { status, json, headers } = await gateway.send('GET', target);
    expect(status).toBe(200);
    expect(json.items.length).toBeGreaterThan(0);
    items.push(...json.items);
    target = /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1];
    expect(target !== undefined).toBe(json.nextCursor !== undefined);
  }
  return items;
}

async function walkGraphQL(gateway: TestGateway, first: number, category?: string): Promise<any[]> {
  const items: any[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { json } = await gateway.graphql(
      'query ($first: Int, $after: String, $filter: BookFilter) { books(first: $first, after: $after, filter: $filter) { edges { cursor node { id price } } pageInfo { hasNextPage endCursor } } }',
      { first, after, filter: category ? { category: { eq: category } } : undefined },
    );
    const { edges, pageInfo } = json.data.books;
    items.push(...edges.map(({ node }: any) => node));
    expect(edges.length).toBeGreaterThan(0);
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  return items;
}

describe.each(formats)('a table of more than 1 MB with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    await fill(gateway);
  });

  test.each([1, 7, 100])('has every item once over REST in pages of %i', async (limit) => {
    const items = await walkRest(gateway, `limit=${limit}`);
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  test.each([7, 100])('has every item once over GraphQL in pages of %i', async (first) => {
    const items = await walkGraphQL(gateway, first);
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  test('is sorted by the index when it is asked for by category, over both faces', async () => {
    const overRest = await walkRest(gateway, 'category=Large&limit=8');
    expect(overRest.map(({ id }) => id).toSorted()).toEqual(ids);
    const prices = overRest.map(({ price }) => price as number);
    expect(prices).toEqual(prices.toSorted((one, other) => one - other));
    const overGraphQL = await walkGraphQL(gateway, 8, 'Large');
    expect(overGraphQL.map(({ id }) => id)).toEqual(overRest.map(({ id }) => id));
  });

  test('answers a category that nobody has with an empty page', async () => {
    expect((await gateway.send('GET', '/book?category=None')).json).toEqual({ items: [] });
  });

  test('goes on from any cursor of a GraphQL page', async () => {
    const page = async (after?: string) =>
      (
        await gateway.graphql(
          'query ($after: String) { books(first: 5, after: $after) { edges { cursor node { id } } } }',
          { after },
        )
      ).json.data.books.edges;
    const [first, second] = await page();
    const rest = await page(first.cursor);
    expect(rest[0].node.id).toBe(second.node.id);
  });

  test('goes on after an item that was deleted since', async () => {
    const { json } = await gateway.send('GET', '/book?limit=3');
    const last = json.items[2];
    const { json: before } = await gateway.send('GET', `/book?limit=3&cursor=${json.nextCursor}`);
    await gateway.send('DELETE', `/book/${last.id}`);
    const { json: after } = await gateway.send('GET', `/book?limit=3&cursor=${json.nextCursor}`);
    expect(after.items).toEqual(before.items);
    await gateway.send('POST', '/book', { body: { id: last.id, title: last.title, category: 'Large', price: 1 } });
  });

  test.each([
    ['of another list', '/book?category=Large&cursor=', '/book?limit=1'],
    ['of another category', '/book?category=Other&cursor=', '/book?category=Large&limit=1'],
  ])('refuses a cursor %s', async (_, target, source) => {
    const { nextCursor } = (await gateway.send('GET', source)).json;
    expect(await gateway.send('GET', `${target}${nextCursor}`)).toMatchObject({
      status: 400,
      json: { type: '/problems/cursor-invalid' },
    });
  });
});

test('a cursor is opaque, and lives through a change of the secret as long as the old one is listed', async () => {
  const old = await openGateway('v1', { cursorKeys: ['the first secret, long'] });
  for (const id of ['readable-a', 'readable-b']) {
    await old.send('POST', '/book', { body: { id, title: 'T', category: 'C', price: 1 } });
  }
  const { nextCursor } = (await old.send('GET', '/book?limit=1')).json;
  expect(Buffer.from(nextCursor, 'base64url').toString('latin1')).not.toContain('readable');
  const ask = async (cursorKeys: string[]) =>
    (await (await openGateway('v1', { cursorKeys, tablePrefix: old.prefix })).send('GET', `/book?cursor=${nextCursor}`))
      .status;
  expect(await ask(['the second secret, long', 'the first secret, long'])).toBe(200);
  expect(await ask(['the second secret, long'])).toBe(400);
});
