import { hashKey, QueryClient } from '@tanstack/query-core';
import { createQueries } from '../../../sdk/source/tanstack-query.ts';
import type { Queries } from '../../../sdk/source/tanstack-query.ts';
import { openWorld, ways } from './world';
import type { World } from './world';

// The reads of the SDK under the core that all frameworks of TanStack Query 5 share.

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let queries: Queries;
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });

  beforeAll(async () => {
    world = await openWorld(payload, transport);
    const client = world.client();
    queries = createQueries(client);
    for (const price of [1, 2, 3, 4, 5]) {
      await client.product.create({ id: `p-${price}`, title: `Radio ${price}`, category: 'Radio', price });
    }
  });
  afterAll(async () => {
    cache.clear();
    await world.close();
  });

  const radios = { filter: { category: { eq: 'Radio' } }, orderBy: 'price', pageSize: 2 } as const;

  test('fetchQuery reads an item, a page and a batch', async () => {
    const product = await cache.fetchQuery(queries.product.get.queryOptions('p-1', { fields: ['title'] }));
    expect(product).toEqual({ title: 'Radio 1' });
    // @ts-expect-error nobody asked for the price
    void product?.price;
    const page = await cache.fetchQuery(queries.product.list.queryOptions({ ...radios, count: true }));
    expect(page).toMatchObject({ items: [{ price: 1 }, { price: 2 }], totalCount: 5 });
    expect(await cache.fetchQuery(queries.product.getMany.queryOptions(['p-2', 'nobody']))).toMatchObject([
      { id: 'p-2' },
      undefined,
    ]);
  });

  test('an item that is not there is null, which may be kept', async () => {
    expect(await cache.fetchQuery(queries.product.get.queryOptions('nobody'))).toBeNull();
  });

  test('fetchInfiniteQuery reads page after page', async () => {
    const options = queries.product.list.infiniteQueryOptions({ ...radios, fields: ['price'] });
    const { pages, pageParams } = await cache.fetchInfiniteQuery({ ...options, pages: 9 });
    expect(pages.map(({ items }) => items.map(({ price }) => price))).toEqual([[1, 2], [3, 4], [5]]);
    expect(pageParams).toHaveLength(3);
    const [, , last] = pages;
    const before = options.getPreviousPageParam(last!);
    const back = await options.queryFn({ pageParam: before!, signal: new AbortController().signal });
    expect(back.items).toEqual([{ price: 3 }, { price: 4 }]);
  });

  test('the same question has the same key, another question another', async () => {
    const { get, list } = queries.product;
    const key = (options: { readonly queryKey: readonly unknown[] }): string => hashKey(options.queryKey);
    const item = await cache.fetchQuery(get.queryOptions('p-1'));
    const { signal } = new AbortController();
    expect(key(get.queryOptions(item!))).toBe(key(get.queryOptions('p-1')));
    expect(key(get.queryOptions({ id: 'p-1' }, { signal, timeout: 5 }))).toBe(key(get.queryOptions('p-1')));
    const { filter, orderBy, pageSize } = radios;
    expect(key(list.queryOptions({ pageSize, orderBy, filter }))).toBe(key(list.queryOptions(radios)));
    const different = [
      get.queryOptions('p-1'),
      get.queryOptions('p-2'),
      get.queryOptions('p-1', { fields: ['id'] }),
      list.queryOptions(),
      list.queryOptions(radios),
      list.infiniteQueryOptions(radios),
    ].map(key);
    expect(new Set(different).size).toBe(different.length);
  });

  test('what is asked no more is ended', async () => {
    const { queryKey, queryFn } = queries.product.get.queryOptions('p-3');
    const reason = new Error('The page was left.');
    await expect(queryFn({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await cache.fetchQuery(queries.product.get.queryOptions('p-3'));
    await cache.invalidateQueries({ queryKey: ['tandem', 'product'] });
    expect(cache.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });
});
