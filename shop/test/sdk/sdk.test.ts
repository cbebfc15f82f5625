import { TandemError } from '../../../sdk/source/index.ts';
import type { Client, ErrorCode, Fetch, Product } from '../../../sdk/source/index.ts';
import { ServiceError } from '../../../services/errors';
import { openWorld, ways } from './world';
import type { World } from './world';

// The suite of the SDK, over each transport and each payload format of the real gateway.

const radio = { title: 'Pocket Radio', category: 'Radio', price: 39.9 };
const buyer = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  address: '1 Main Street',
  paymentMethod: 1,
};

/** The error of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<TandemError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`It gave ${JSON.stringify(outcome.value)}.`);
  expect(outcome.error).toBeInstanceOf(TandemError);
  return outcome.error as TandemError;
}

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let client: Client;
  beforeAll(async () => {
    world = await openWorld(payload, transport);
    client = world.client();
  });
  afterAll(async () => world.close());

  test('a product lives its whole life', async () => {
    const made = await client.product.create({ ...radio, id: 'life', tags: ['travel'], stock: 3 });
    expect(made).toEqual({
      ...radio,
      id: 'life',
      tags: ['travel'],
      stock: 3,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(await client.product.get('life')).toEqual(made);
    expect(await client.product.get(made)).toEqual(made);
    const patched = await client.product.update(made, { price: 34.5, stock: null });
    expect(patched).toEqual({ ...made, price: 34.5, stock: undefined, version: 2, updatedAt: expect.any(String) });
    expect(Object.keys(patched)).not.toContain('stock');
    const replaced = await client.product.replace(patched, { ...radio, price: 36 });
    expect(replaced).toMatchObject({ id: 'life', price: 36, version: 3 });
    expect(replaced.tags).toBeUndefined();
    expect(await client.product.delete(replaced)).toBeUndefined();
    expect(await client.product.get('life')).toBeUndefined();
  });

  test('a key of any characters comes through', async () => {
    // The path of an HTTP API comes decoded: no key can be made there with "?", and none with "/" be in a path
    // (docs/deploy.md).
    const id = payload === 'v1' ? 'a/b c?d=ü"%' : transport === 'rest' ? 'a b&d=ü"%' : 'a/b c&d=ü"%';
    await client.product.create({ ...radio, id });
    expect(await client.product.get(id)).toMatchObject({ id });
    await client.product.delete({ id });
    expect(await client.product.get(id)).toBeUndefined();
  });

  test('an item brings its version, a bare key writes over whatever is there', async () => {
    const seen = await client.product.create(radio);
    const faster = await client.product.update(seen, { price: 10 });
    const lost = await failure(client.product.update(seen, { price: 20 }));
    expect(lost).toMatchObject({ code: 'precondition-failed', status: 412, current: faster });
    expect(await failure(client.product.delete({ id: seen.id, version: 1 }))).toMatchObject({ current: faster });
    expect(await client.product.update(seen.id, { price: 30 })).toMatchObject({ price: 30, version: 3 });
    await client.product.delete(seen.id);
  });

  test.each<[string, (client: Client) => Promise<unknown>, ErrorCode, object]>([
    [
      'wrong fields',
      async ({ product }) => product.create({ ...radio, title: '', price: -1 }),
      'validation',
      {
        status: 422,
        message: '2 fields are wrong.',
        errors: [
          { pointer: '/price', detail: 'must be at least 0' },
          { pointer: '/title', detail: 'must not be blank' },
        ],
      },
    ],
    [
      'a write of what is missing',
      async ({ product }) => product.update('nobody', { price: 1 }),
      'not-found',
      { status: 404 },
    ],
    ['a delete of what is missing', async ({ product }) => product.delete('nobody'), 'not-found', { status: 404 }],
    ['a key that cannot be', async ({ product }) => product.get('a\u0000b'), 'bad-path', { status: 400 }],
    [
      'a list without an index',
      async ({ product }) => product.list({ filter: { brand: { eq: 'x' } }, orderBy: 'price' }).toArray(),
      'no-index',
      { status: 400 },
    ],
    [
      'a page that is too large',
      async ({ product }) => product.list({ pageSize: 1000 }).toArray(),
      'bad-query',
      { status: 400, errors: [{ pointer: '/pageSize', detail: expect.any(String) }] },
    ],
    [
      'a checkout without a basket',
      async ({ checkout }) => checkout({ ...buyer, userName: 'nobody' }),
      'not-found',
      { status: 404 },
    ],
    ['an empty batch', async ({ product }) => product.getMany([]), 'validation', { status: 422 }],
  ])('%s has the same error', async (_, call, code, facts) => {
    expect(await failure(call(client))).toMatchObject({ name: 'TandemError', code, ...facts });
  });

  test('create never overwrites', async () => {
    await client.product.create({ ...radio, id: 'twice' });
    expect(await failure(client.product.create({ ...radio, id: 'twice', price: 1 }))).toMatchObject({
      code: 'conflict',
    });
  });

  test('a list is walked over item by item, whatever its pages', async () => {
    const prices = [5, 3, 9, 1, 7];
    await client.product.createMany(prices.map((price) => ({ ...radio, category: 'Walk', price })));
    const filter = { category: { eq: 'Walk' } };
    const seen: (number | null)[] = [];
    for await (const { price } of client.product.list({ filter, pageSize: 2, orderBy: '-price' })) seen.push(price);
    expect(seen).toEqual([9, 7, 5, 3, 1]);
    const cheap = await client.product.list({ filter, pageSize: 2, limit: 3 }).toArray();
    expect(cheap.map(({ price }) => price)).toEqual([1, 3, 5]);
    const sizes: [number, boolean][] = [];
    for await (const { items, hasNext } of client.product.list({ filter, pageSize: 2 }).pages()) {
      sizes.push([items.length, hasNext]);
    }
    expect(sizes).toEqual([
      [2, true],
      [2, true],
      [1, false],
    ]);
    const either = client.product.list({ filter: { ...filter, or: [{ price: { lt: 2 } }, { price: { ge: 9 } }] } });
    expect((await either.toArray()).map(({ price }: Product) => price)).toEqual([1, 9]);
    expect(await client.product.list({ filter: { category: { eq: 'None' } } }).toArray()).toEqual([]);
  });

  test('a batch has an outcome for each item, and a gap for each missing one', async () => {
    const items = [
      { ...radio, id: 'b1' },
      { ...radio, price: -1 },
    ];
    const rehearsed = await client.product.createMany(items, { dryRun: true });
    expect(rehearsed.map(({ status }) => status)).toEqual([200, 422]);
    const [made, refused] = await client.product.createMany(items);
    expect(made).toEqual({ status: 201, item: expect.objectContaining({ id: 'b1', version: 1 }) });
    expect(refused!.error).toBeInstanceOf(TandemError);
    expect(refused).toMatchObject({
      status: 422,
      error: { code: 'validation', errors: [{ pointer: '/price', detail: 'must be at least 0' }] },
    });
    const read = await client.product.getMany(['b1', { id: 'gone' }, made!.item!]);
    expect(read).toEqual([made!.item, undefined, made!.item]);
  });

  test('free JSON keeps its null', async () => {
    const data = { a: null, b: [null, { c: null }] };
    const made = await client.lambdaApigateway.create({ data });
    expect(made.data).toEqual(data);
    expect((await client.lambdaApigateway.get(made))!.data).toEqual(data);
  });

  test('a basket is filled and bought', async () => {
    await client.product.create({ ...radio, id: 'bought', price: 10, stock: 5 });
    await client.basket.delete('ada').catch(() => undefined);
    const first = await client.basket.addItem('ada', 'bought', { quantity: 1, price: 10 });
    expect(first).toMatchObject({ userName: 'ada', items: [{ productId: 'bought', quantity: 1 }], version: 1 });
    const second = await client.basket.addItem(first, 'bought', { quantity: 1 });
    expect(await failure(client.basket.addItem(first, 'bought', { quantity: 1 }))).toMatchObject({
      code: 'precondition-failed',
      current: second,
    });
    expect(await client.basket.setItemQuantity(second, 'bought', { quantity: 3 })).toMatchObject({ version: 3 });
    const whole = await client.basket.get('ada', { include: ['items.product', 'totalPrice'] });
    expect(whole).toMatchObject({ totalPrice: 30, items: [{ product: { title: 'Pocket Radio' } }] });
    expect(await client.basket.get('ada')).not.toHaveProperty('totalPrice');
    await client.product.update('bought', { price: 12 });
    expect(await failure(client.checkout({ ...buyer, userName: 'ada' }))).toMatchObject({
      code: 'price-changed',
      status: 409,
      products: [{ productId: 'bought', basketPrice: 10, cataloguePrice: 12 }],
    });
    expect(await client.basket.removeItem('ada', 'bought')).toBeUndefined();
    await client.basket.put({ userName: 'ada', items: [{ productId: 'bought', quantity: 2, color: 'Red' }] });
    const receipt = await client.checkout({ ...buyer, userName: 'ada' });
    expect(receipt).toEqual({
      userName: 'ada',
      orderId: expect.any(String),
      orderDate: expect.any(String),
      status: 'PENDING',
      totalPrice: 24,
    });
    expect(await client.basket.get('ada')).toBeUndefined();
    const order = await client.order.get(receipt);
    expect(order).toMatchObject({ status: 'PENDING', items: [{ productId: 'bought', color: 'Red', price: 12 }] });
    expect(await client.order.list('ada', { limit: 1 }).toArray()).toEqual([order]);
    expect(await client.order.listAll({ filter: { status: { eq: 'PENDING' } } }).toArray()).toEqual([order]);
    expect(await failure(client.order.setStatus(order!, { status: 'PAID' }))).toMatchObject({
      code: 'transition-not-allowed',
      retryAfterSeconds: 1,
    });
  });

  // GraphQL, section 6.4.4: a failed field leaves what it stands in. A client must not lose that with the error.
  test('what failed inside an answer is an error that brings the rest along, where there is a rest', async () => {
    await client.basket.put({ userName: 'part', items: [{ productId: 'part', quantity: 1 }] });
    const byKey = world.gateway.operations.find(({ name }) => name === 'productsByKey')!;
    const failing = jest.spyOn(byKey, 'run').mockRejectedValue(new ServiceError('internal', 'It is broken.'));
    const error = await failure(client.basket.get('part', { include: ['items.product'] }));
    failing.mockRestore();
    expect(error).toMatchObject({ code: 'internal', status: 500, message: 'It is broken.' });
    if (transport === 'rest') return expect(error).not.toHaveProperty('data');
    expect(error.data).toMatchObject({
      basket: { userName: 'part', items: [{ productId: 'part', quantity: 1, product: null }] },
    });
    // The whole of the call has failed: there is no rest.
    expect(await failure(client.product.delete('part'))).not.toHaveProperty('data');
  });

  test('a call that is repeated with its key has one effect', async () => {
    const idempotencyKey = `once-${payload}-${transport}`;
    const first = await client.product.create(radio, { idempotencyKey });
    expect(await client.product.create(radio, { idempotencyKey })).toEqual(first);
    expect(await failure(client.product.create({ ...radio, price: 1 }, { idempotencyKey }))).toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  test('a key that is left out is refused before anything is sent', async () => {
    await expect(client.product.get('')).rejects.toThrow(new TypeError('product needs the id of an item.'));
    await expect(client.order.get({ userName: 'ada' } as never)).rejects.toThrow(TypeError);
  });
});

test.each(['rest', 'graphql'] as const)(
  'a page of another origin may send all headers of the SDK over %s',
  async (transport) => {
    const world = await openWorld('v2', transport, { corsOrigins: ['https://shop.example'] });
    const sent = new Set<string>();
    const fetch: Fetch = async (url, init) => {
      for (const name of Object.keys(init.headers)) sent.add(name);
      return globalThis.fetch(url, init);
    };
    const client = world.client({ fetch, token: 'any' });
    const made = await client.product.create(radio);
    await client.product.update(made, { price: 1 });
    const preflight = await world.gateway.send('OPTIONS', transport === 'rest' ? '/product' : '/graphql', {
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': [...sent].join(','),
      },
    });
    const allowed = preflight.headers['access-control-allow-headers']!.toLowerCase().split(', ');
    expect([...sent].filter((name) => !allowed.includes(name))).toEqual([]);
    expect(sent).toContain('idempotency-key');
    expect(preflight.headers['access-control-expose-headers']!.toLowerCase().split(', ')).toContain('retry-after');
    await world.close();
  },
);
