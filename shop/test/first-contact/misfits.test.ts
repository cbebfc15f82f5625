import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../../local/tables';
import type { Item } from '../../../services/context';
import type { Input } from '../../../services/operation';
import { faces } from '../../../test/faces';
import type { Face } from '../../../test/faces';
import { readings } from '../../../test/misread';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * The rows of the serverless shop whose tables this one takes over (PutItem of the body as it came: product-functions.js,
 * basket-functions.js and ordering in awsrun/aws-microservices), with each attribute missing in turn and damaged in each
 * way, through every operation that meets them. GraphQL, section 6.4.4: a field that fails is null by itself.
 */
const rows = {
  product: (id: string): Item => ({
    id,
    title: 'IPhone X',
    description: 'A phone.',
    category: 'Phone',
    price: 950,
    imageFile: 'product-1.png',
    stock: 5,
  }),
  basket: (userName: string, productId: string): Item => ({
    userName,
    items: [{ quantity: 2, color: 'Red', price: 950, productId, productName: 'IPhone X' }],
  }),
  order: (userName: string, orderId: string): Item => ({
    userName,
    orderId,
    orderDate: '2026-01-15T09:30:00.000Z',
    status: 'PLACED',
    items: [{ quantity: 2, color: 'Red', price: 950, productId: 'gone', productName: 'IPhone X' }],
    totalPrice: 1900,
    firstName: 'mehmet',
    lastName: 'ozkaya',
    email: 'ezozkme@gmail.com',
    address: 'istanbul',
    paymentMethod: 1,
    cardLast4: '1234',
  }),
};

const damages: readonly unknown[] = [
  undefined,
  null,
  {},
  { a: 1 },
  [],
  ['x', 1],
  new Set(['x']),
  5,
  1e12,
  '',
  'x',
  true,
];
const named = damages.map((damage) => ({
  damage,
  name: damage instanceof Set ? 'a set' : (JSON.stringify(damage) ?? 'nothing'),
}));

/** Attributes of an index have the type that the index has, or DynamoDB refuses the item. */
const isTaken = (attribute: string, damage: unknown): boolean =>
  damage === undefined ||
  (attribute === 'category' || attribute === 'orderDate'
    ? typeof damage === 'string' && damage !== ''
    : attribute !== 'price' || typeof damage === 'number');

const old = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }), {
  marshallOptions: { removeUndefinedValues: true },
});

let number = 0;

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    await put('product', rows.product('sound'));
  });

  const put = async (table: string, Item: Item) =>
    old.send(new PutCommand({ TableName: `${gateway.prefix}${table}`, Item }));
  const stored = async (table: string, Key: Item) =>
    (await old.send(new GetCommand({ TableName: `${gateway.prefix}${table}`, Key }))).Item;
  const call = async (face: Face, name: string, input: Input) =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
    );
  const fresh = (): string => `misfit-${++number}`;

  /** What an operation may end with that meets the damage: it is done, or says which field has to be mended. */
  function expectClear(told: Awaited<ReturnType<typeof call>>, field: string, others: readonly string[] = []): void {
    expect(['ok', 'needs-mending', 'unreadable', ...others]).toContain(told.code);
    if (told.code === 'needs-mending') expect(told.pointers.join()).toContain(`/${field}`);
  }

  const tables = [
    { table: 'product', one: 'product', list: 'products', many: 'productsByKey', keys: ['id'] },
    { table: 'basket', one: 'basket', list: 'baskets', many: undefined, keys: ['userName'] },
    { table: 'order', one: 'order', list: 'allOrders', many: undefined, keys: ['userName', 'orderId'] },
  ] as const;
  const rowOf = (table: 'product' | 'basket' | 'order'): Item => {
    const id = fresh();
    return table === 'product'
      ? rows.product(id)
      : table === 'basket'
        ? rows.basket(id, 'sound')
        : rows.order(id, 'order-1');
  };

  describe.each(tables)('$table', ({ table, one, list, many, keys }) => {
    const row = rowOf(table);
    const attributes = Object.keys(row).filter((name) => !(keys as readonly string[]).includes(name));
    const cases = attributes.flatMap((attribute) =>
      named
        .filter(({ damage }) => isTaken(attribute, damage))
        .map(({ damage, name }) => ({ attribute, damage, name: `${attribute}: ${name}` })),
    );

    test.each(cases)('is read everywhere with $name', async ({ attribute, damage }) => {
      const item = { ...rowOf(table), [attribute]: damage };
      await put(table, item);
      const key = Object.fromEntries(keys.map((name) => [name, item[name]]));
      const before = await stored(table, key);
      const told = await Promise.all(readings.map(async (reading) => reading.one(gateway, one, key)));
      const filter = { [keys[0]]: { eq: item[keys[0]] } };
      const lists = await Promise.all(readings.map(async (reading) => reading.list(gateway, list, { filter })));
      const batches = many
        ? await Promise.all(readings.map(async (reading) => reading.many(gateway, many, [key])))
        : [];
      const [first] = told;
      for (const { status, code, items, warnings } of [...told, ...lists, ...batches]) {
        expect({ status, code, count: items.length }).toEqual({ status: 200, code: undefined, count: 1 });
        const own = Object.keys(warnings).map((pointer) => pointer.replace(/^\/items\/0(?=\/)/, ''));
        expect(own.toSorted()).toEqual(Object.keys(first!.warnings).toSorted());
        for (const name of attributes.filter((other) => other !== attribute)) {
          const isSame = name === 'items' ? expect.anything() : item[name];
          expect(items[0]![name]).toEqual(isSame);
        }
        // What is null is said to be, and what is said to be is null.
        const isNull = (items[0]![attribute] ?? null) === null;
        const isWarned = `/${attribute}` in first!.warnings;
        if (isWarned) expect(isNull).toBe(true);
        expect(Object.keys(first!.warnings).every((pointer) => pointer.startsWith(`/${attribute}`))).toBe(true);
      }
      expect(await stored(table, key)).toEqual(before);
    });
  });

  describe.each(faces)('$name', (face) => {
    const body = {
      firstName: 'mehmet',
      lastName: 'ozkaya',
      email: 'm@example.com',
      address: 'istanbul',
      paymentMethod: 1,
    };

    test.each(named)('writes other fields of a product that has $name', async ({ damage }) => {
      for (const attribute of ['title', 'description', 'category', 'price', 'imageFile', 'stock']) {
        if (!isTaken(attribute, damage)) continue;
        const row = { ...rowOf('product'), [attribute]: damage };
        const key = { id: row.id };
        await put('product', row);
        const before = await stored('product', key);
        await call(face, 'updateProduct', { key, body: { brand: 'Apple' } });
        const { version, updatedAt, _write, ...after } = (await stored('product', key))!;
        // A default that is shown is stored with the next write.
        expect(after).toEqual({ category: 'Other', ...before, brand: 'Apple' });
        expect([version, typeof updatedAt, typeof _write]).toEqual([1, 'string', 'string']);
        const whole = { title: 'New', category: 'Phone', price: 1 };
        expect(await call(face, 'replaceProduct', { key, body: whole })).toMatchObject({ code: 'ok', result: whole });
        expect((await call(face, 'deleteProduct', { key })).code).toBe('ok');
      }
    });

    test.each(named)('buys a product that has $name, or says what has to be mended', async ({ damage }) => {
      for (const attribute of ['title', 'description', 'category', 'price', 'stock']) {
        if (!isTaken(attribute, damage)) continue;
        const [userName, row] = [fresh(), { ...rowOf('product'), [attribute]: damage }];
        await put('product', row);
        await put('basket', rows.basket(userName, String(row.id)));
        const before = await stored('product', { id: row.id });
        const told = await call(face, 'checkout', { body: { ...body, userName } });
        expectClear(told, attribute, ['price-changed', 'out-of-stock']);
        if (told.code !== 'ok') {
          expect(await stored('product', { id: row.id })).toEqual(before);
          expect(await stored('basket', { userName })).toBeDefined();
        }
        // A field that nobody needs for it is in nobody's way.
        if (attribute === 'description' || attribute === 'category') expect(told.code).toBe('ok');
      }
    });

    test('says which field of which product has to be mended, and buys it once it is', async () => {
      const [userName, row]: [string, Item] = [fresh(), { ...rowOf('product'), price: undefined }];
      await put('product', row);
      await put('basket', rows.basket(userName, String(row.id)));
      const told = await call(face, 'checkout', { body: { ...body, userName } });
      expect(told).toMatchObject({ code: 'needs-mending', pointers: ['/price'] });
      await call(face, 'updateProduct', { key: { id: row.id }, body: { price: 950 } });
      expect((await call(face, 'checkout', { body: { ...body, userName } })).code).toBe('ok');
    });

    test.each(named)('works on a basket with $name', async ({ damage }) => {
      const line = { quantity: 2, color: 'Red', price: 950, productId: 'sound', productName: 'IPhone X' };
      const baskets = [
        { items: damage },
        { items: [damage === undefined ? null : damage] },
        ...Object.keys(line).map((name) => ({ items: [{ ...line, [name]: damage }] })),
      ];
      for (const content of baskets) {
        const verbs = [
          ['addBasketItem', { key: { productId: 'sound' }, body: { quantity: 1, color: 'Blue' } }],
          ['setBasketItemQuantity', { key: { productId: 'sound' }, body: { quantity: 4 } }],
          ['removeBasketItem', { key: { productId: 'other' } }],
          ['checkout', { body }],
        ] as const;
        for (const [name, input] of verbs) {
          const userName = fresh();
          await put('basket', { userName, ...content });
          const before = await stored('basket', { userName });
          const given: Input =
            name === 'checkout'
              ? { body: { ...body, userName } }
              : { ...input, key: { ...('key' in input && input.key), userName } };
          const told = await call(face, name, given);
          expectClear(told, 'items', [
            'not-found',
            'validation',
            'empty-basket',
            'price-changed',
            'unknown-product',
            'out-of-stock',
          ]);
          if (told.code !== 'ok' && told.code !== 'unreadable') {
            expect(await stored('basket', { userName })).toEqual(before);
          }
          const replaced = { userName, items: [{ productId: 'sound', quantity: 1 }] };
          expect((await call(face, 'replaceBasket', { key: { userName }, body: replaced })).code).toBe(
            told.code === 'ok' && name === 'checkout' ? 'not-found' : 'ok',
          );
        }
      }
      await put('product', rows.product('sound'));
    });

    test.each(named)('moves an order on that has $name, or says what has to be mended', async ({ damage }) => {
      for (const attribute of Object.keys(rows.order('a', 'b')).slice(2)) {
        if (!isTaken(attribute, damage)) continue;
        const row = { ...rowOf('order'), [attribute]: damage };
        await put('order', row);
        const key = { userName: row.userName, orderId: 'order-1' };
        const told = await call(face, 'setOrderStatus', { key, body: { status: 'PAID' } });
        expectClear(told, attribute, ['transition-not-allowed']);
        if (attribute !== 'status') expect((await stored('order', key))!.status).toBe('PAID');
        const cancelled = await call(face, 'setOrderStatus', { key, body: { status: 'CANCELLED' } });
        expectClear(cancelled, attribute, ['transition-not-allowed']);
      }
    });
  });

  test('relations and totals of what does not fit are null, each at its place, over REST and GraphQL', async () => {
    const [userName, cheap, broken] = [fresh(), fresh(), fresh()];
    await put('product', { ...rows.product(cheap), title: { a: 1 } });
    await put('product', { ...rows.product(broken), price: undefined });
    const items = [
      { quantity: 1, productId: cheap },
      { quantity: 'x', productId: cheap },
      { quantity: 1, productId: {} },
      'line',
      { quantity: 1, productId: broken },
    ];
    await put('basket', { userName, items });
    const path = `/basket/${userName}?include=items.product,totalPrice`;
    const { status, json } = await gateway.send('GET', path);
    expect([status, json.totalPrice, json.items.map((line: any) => line?.product?.id)]).toEqual([
      200,
      null,
      [cheap, cheap, undefined, undefined, broken],
    ]);
    const pointers = [
      '/items/0/product/title',
      '/items/1/product/title',
      '/items/1/quantity',
      '/items/2/productId',
      '/items/3',
      '/items/4/product/price',
    ];
    expect(json.warnings.map(({ pointer }: any) => pointer).toSorted()).toEqual(pointers);
    const query = `query ($userName: ID!) { basket(userName: $userName) {
      totalPrice items { quantity productId product { id title price } } } }`;
    const answer = await gateway.graphql(query.replace('ID!', 'String!'), { userName });
    expect(answer.json.data.basket.totalPrice).toBeNull();
    expect(answer.json.data.basket.items.map((line: any) => line?.product?.id)).toEqual([
      cheap,
      cheap,
      undefined,
      undefined,
      broken,
    ]);
    const paths = answer.json.errors.map(({ path: place }: any) => `/${place.slice(1).join('/')}`);
    expect(paths.toSorted()).toEqual(pointers);
    expect(new Set(answer.json.errors.map(({ extensions }: any) => extensions.code))).toEqual(new Set(['UNREADABLE']));
  });

  test('a total is null as long as one of its counts or prices cannot be read', async () => {
    const [userName, id] = [fresh(), fresh()];
    await put('product', rows.product(id));
    for (const [items, total] of [
      [[{ productId: id, quantity: '2' }], 1900],
      [[{ productId: id, quantity: 'x' }], null],
      [[{ productId: id }], null],
      [[{ productId: id, quantity: 1 }, 'line'], null],
      ['items', null],
      [undefined, null],
      [[], 0],
    ] as const) {
      await put('basket', { userName, items });
      const { json } = await gateway.send('GET', `/basket/${userName}?include=totalPrice`);
      const query = 'query ($userName: String!) { basket(userName: $userName) { totalPrice } }';
      const answer = await gateway.graphql(query, { userName });
      expect([json.totalPrice, answer.json.data.basket.totalPrice]).toEqual([total, total]);
    }
  });

  test('a feed tells a change of what does not fit with what can be read', async () => {
    const row: Item = { ...rowOf('order'), email: {}, paymentMethod: 'much', totalPrice: 'much' };
    await put('order', row);
    const { cursor } = (await gateway.send('GET', '/order/changes')).json;
    const path = `/order/${String(row.userName)}/order-1/status`;
    expect((await gateway.send('PUT', path, { body: { status: 'PAID' } })).status).toBe(200);
    const { json } = await gateway.send('GET', `/order/changes?since=${encodeURIComponent(cursor)}`);
    expect(json.changes).toMatchObject([
      { change: 'Updated', item: { status: 'PAID', totalPrice: null, orderDate: row.orderDate } },
    ]);
    // What is sensitive is told to nobody, whether it can be read or not.
    expect(json.changes[0].item).not.toHaveProperty('email');
    expect(json.changes[0].changed.toSorted()).toEqual(['status', 'updatedAt', 'version']);
  });
});
