import type { Client, Fetch, Page, Product } from '../../../sdk/source/index.ts';
import { openWorld, ways } from './world';
import type { World } from './world';

// Pages that are left and found again, with the fields that somebody asked for. The cursors are those of Relay's
// connections (https://relay.dev/graphql/connections.htm), with the ways there and back.

/** What each way says of one wrong call. */
const details = new Map<string, string[]>();

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let client: Client;
  const requestIds: (string | null)[] = [];

  beforeAll(async () => {
    world = await openWorld(payload, transport);
    const fetch: Fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      requestIds.push(response.headers.get('x-request-id'));
      return response;
    };
    client = world.client({ fetch });
    for (const price of [1, 2, 3, 4, 5]) {
      await client.product.create({ id: `p-${price}`, title: `Radio ${price}`, category: 'Radio', price });
    }
  });
  afterAll(async () => world.close());

  const radios = { filter: { category: { eq: 'Radio' } }, orderBy: 'price', pageSize: 2 } as const;
  const prices = (page: Page<Pick<Product, 'price'>>): readonly unknown[] => page.items.map(({ price }) => price);

  test('another visit goes on where this one ended, and back', async () => {
    const first = await client.product.list(radios).page();
    expect(prices(first)).toEqual([1, 2]);
    expect(first.previousCursor).toBeUndefined();
    const second = await client.product.list({ ...radios, cursor: first.nextCursor }).page();
    expect(prices(second)).toEqual([3, 4]);
    expect(second.hasNext).toBe(true);
    const third = await client.product.list({ ...radios, cursor: second.nextCursor }).page();
    expect([prices(third), third.hasNext, third.nextCursor]).toEqual([[5], false, undefined]);
    const back = client.product.list({ ...radios, before: third.previousCursor });
    expect(prices(await back.page())).toEqual([3, 4]);
    const walked: (readonly unknown[])[] = [];
    for await (const page of back.pages()) walked.push(prices(page));
    expect(walked).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect((await client.product.list({ ...radios, cursor: first.nextCursor }).toArray()).map(({ id }) => id)).toEqual([
      'p-3',
      'p-4',
      'p-5',
    ]);
  });

  test('a page tells the total when it is asked to', async () => {
    expect(await client.product.list({ ...radios, count: true }).page()).toMatchObject({ totalCount: 5 });
    expect(await client.product.list(radios).page()).not.toHaveProperty('totalCount');
  });

  test('only the fields that were asked for come', async () => {
    const { items } = await client.product.list({ ...radios, fields: ['id', 'price'] }).page();
    expect(items).toEqual([
      { id: 'p-1', price: 1 },
      { id: 'p-2', price: 2 },
    ]);
    expect(await client.product.get('p-1', { fields: ['title'] })).toEqual({ title: 'Radio 1' });
  });

  // The witness is REST, where the gateway itself looks at them.
  test.each([
    ['a name that is no field', { fields: ['nope'] }, '/fields'],
    ['a name beside others', { fields: ['title', 'nope'] }, '/fields'],
    ['no field at all', { fields: [] }, '/fields'],
    ['both ends of a page', { cursor: 'a', before: 'b' }, '/cursor'],
  ])('%s is refused by every read', async (_name, options, pointer) => {
    const any = client as any;
    const isOfPages = 'cursor' in options;
    const refused = { code: 'bad-query', status: 400, message: 'One parameter is wrong.', errors: [{ pointer }] };
    const reads: Record<string, () => Promise<unknown>> = {
      'product.list': async () => any.product.list(options).page(),
      'basket.list': async () => any.basket.list(options).page(),
      'order.list': async () => any.order.list('ann', options).page(),
      'order.listAll': async () => any.order.listAll(options).page(),
      ...(!isOfPages && {
        'product.get': async () => any.product.get('p-1', options),
        'basket.get': async () => any.basket.get('ann', options),
        'order.get': async () => any.order.get({ userName: 'ann', orderId: 'o' }, options),
      }),
    };
    for (const [name, read] of Object.entries(reads)) {
      const error: any = await read().catch((thrown: unknown) => thrown);
      expect([name, error]).toEqual([name, expect.objectContaining({ ...refused, errors: [expect.anything()] })]);
      expect([name, error.errors]).toEqual([name, [expect.objectContaining({ pointer })]]);
      details.set(`${name} ${_name}`, [...(details.get(`${name} ${_name}`) ?? []), error.errors[0].detail]);
    }
  });

  // An id that GraphQL makes is none of the fields of a basket.
  test('the id that is made over GraphQL is no field', async () => {
    const error: unknown = await (client as any).basket
      .get('ann', { fields: ['id'] })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad-query', errors: [{ pointer: '/fields' }] });
  });

  test('an error carries the id of its request', async () => {
    const error: unknown = await client.product.delete('nobody').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'not-found', requestId: requestIds.at(-1) });
    expect(requestIds.at(-1)).toMatch(/./);
  });
});

describe('of one wrong call', () => {
  test('all ways say the same', () => {
    expect(details.size).toBe(25);
    for (const [name, said] of details) expect([name, said]).toEqual([name, ways.map(() => said[0])]);
  });
});
