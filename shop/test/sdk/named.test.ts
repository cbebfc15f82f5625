import { createNamedDocuments } from '../../../sdk/generated/named.ts';
import type { NamedDocuments } from '../../../sdk/generated/named.ts';
import type { Fetch } from '../../../sdk/source/index.ts';
import type { Authentication } from '../../../api/auth/authentication';
import { openWorld, ways } from './world';
import type { World } from './world';

// The functions for the documents with a name. The witness is the answer to their text that is POSTed (GraphQL over HTTP,
// section 6.3), and the data in it.

const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let asked: string[];
  const named = (token?: string): NamedDocuments => {
    const fetch: Fetch = async (url, init) => {
      asked.push(`${init.method} ${new URL(url).pathname}`);
      return globalThis.fetch(url, init);
    };
    return createNamedDocuments({ url: world.url, transport, token, fetch });
  };

  beforeAll(async () => {
    world = await openWorld(payload, transport, { authentication });
    const admin = world.client({ token: 'admin' });
    for (const id of ['p-1', 'p-2']) {
      await admin.product.create({ id, title: `Phone ${id}`, category: 'Phone', price: 19.99 });
    }
    const items = [{ productId: 'p-1', productName: 'Phone', quantity: 2 }];
    await world.client({ token: 'ann' }).basket.put({ userName: 'ann', items });
  });
  afterAll(async () => world.close());
  beforeEach(() => {
    asked = [];
  });

  test('each gives its data, by its path or by its text', async () => {
    const { products } = await named().productCards();
    expect(products?.edges.map(({ node }) => node?.title)).toEqual(['Phone p-1', 'Phone p-2']);
    const page = await named().productCards({ first: 1 });
    expect(page.products?.pageInfo.hasNextPage).toBe(true);
    const { basket } = await named('ann').basketSummary({ userName: 'ann' });
    expect(basket).toMatchObject({ totalPrice: 39.98, items: [{ quantity: 2, productName: 'Phone' }] });
    const [name] = transport === 'rest' ? ['GET /q/ProductCards'] : ['POST /graphql'];
    expect(asked).toEqual([name, name, transport === 'rest' ? 'GET /q/BasketSummary' : 'POST /graphql']);
  });

  // draft-ietf-httpapi-idempotency-key-header: the same request with the same key has one effect.
  test('a mutation gives its data too, and the same key has one effect', async () => {
    const variables = { userName: 'bob', productId: 'p-2', quantity: 1 };
    const first = await named('bob').addToBasket(variables, { idempotencyKey: 'bob-1' });
    expect(first.addBasketItem).toMatchObject({ totalPrice: 19.99, items: [{ quantity: 1 }] });
    expect(await named('bob').addToBasket(variables, { idempotencyKey: 'bob-1' })).toEqual(first);
    const second = await named('bob').addToBasket(variables);
    expect(second.addBasketItem).toMatchObject({ items: [{ quantity: 2 }] });
    expect(new Set(asked)).toEqual(new Set([transport === 'rest' ? 'POST /q/AddToBasket' : 'POST /graphql']));
    await expect(named('ann').addToBasket(variables)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(named('bob').addToBasket({ ...variables, quantity: 0 })).rejects.toMatchObject({
      errors: [{ pointer: '/quantity' }],
    });
  });

  test('errors are those of the client, with the variables under their own names', async () => {
    const wrong: unknown = await named()
      .productCards({ first: 1.5 })
      .catch((thrown: unknown) => thrown);
    expect(wrong).toMatchObject({
      name: 'TandemError',
      errors: [{ pointer: '/first' }],
      requestId: expect.any(String),
    });
    await expect(named().basketSummary({ userName: 'ann' })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(named('bob').basketSummary({ userName: 'ann' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('what a proxy answers is sent again, and what is wrong with the request is told as over REST', async () => {
  const bodies = [
    [502, '<html>'],
    [400, JSON.stringify({ type: '/problems/bad-request', title: 'No', status: 400, detail: 'No.' })],
  ] as const;
  let count = 0;
  const fetch: Fetch = async () => {
    const [status, body] = bodies[count++]!;
    return new Response(body, { status });
  };
  const asking = createNamedDocuments({ url: 'http://127.0.0.1', fetch }).productCards();
  await expect(asking).rejects.toMatchObject({ code: 'bad-request', message: 'No.' });
  expect(count).toBe(2);
});

// RFC 9110, section 9.2.2: a client does not repeat by itself what is not idempotent, unless it knows that it is.
test.each([
  ['addToBasket', 'the same key'],
  ['productCards', undefined],
] as const)('%s is sent again after 502 with %s', async (name, same) => {
  const keys: (string | undefined)[] = [];
  const fetch: Fetch = async (_url, init) => {
    keys.push(new Headers(init.headers).get('idempotency-key') ?? undefined);
    return new Response(keys.length === 1 ? '' : JSON.stringify({ data: {} }), {
      status: keys.length === 1 ? 502 : 200,
    });
  };
  const named = createNamedDocuments({ url: 'http://127.0.0.1', fetch });
  await (name === 'addToBasket' ? named[name]({ userName: 'a', productId: 'p', quantity: 1 }) : named[name]());
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  expect(typeof keys[0]).toBe(same === undefined ? 'undefined' : 'string');
});
