import { wiringOf } from '../../local/messaging/wiring';
import { definition } from './usual';
import { orderConsumer } from '../services/place-order';
import { createConsumer } from '../../api/consumer';
import type { ConsumerHandler } from '../../api/consumer';
import { startMessaging } from '../../local/messaging/messaging';
import type { Messaging } from '../../local/messaging/messaging';
import { localAccess } from '../../local/tables';
import { openFaultProxy } from '../../test/fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

// Rows B1 to B6, C1 to C12 and O1 to O8: what baskets, checkout and orders of the system that we replace did, and
// what this gateway does instead.
const items = [
  { quantity: 2, color: 'Red', price: 950, productId: 'p1', productName: 'IPhone X' },
  { quantity: 1, color: 'Blue', price: 870, productId: 'p2', productName: 'Samsung 10' },
];
const asked = {
  userName: 'swn',
  totalPrice: 0,
  firstName: 'mehmet',
  lastName: 'ozkaya',
  email: 'm@example.com',
  address: 'istanbul',
  cardInfo: '5554443322',
  paymentMethod: 1,
};

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let messaging: Messaging;
  let consumer: ConsumerHandler;
  const logged: object[] = [];

  beforeEach(async () => {
    gateway = await openGateway(payload);
    logged.length = 0;
    const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
    consumer = createConsumer(orderConsumer, { ...options, log: (entry) => logged.push(entry) });
    messaging = startMessaging({
      ...options,
      wiring: wiringOf(definition),
      consumers: { orders: consumer },
      log: () => undefined,
    });
    for (const [id, price] of [
      ['p1', 950],
      ['p2', 870],
    ] as const) {
      await gateway.send('POST', '/product', { body: { id, title: id, category: 'Phone', price, stock: 10 } });
    }
  });
  afterEach(async () => messaging.stop());

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    gateway.send('POST', path, { body, headers });
  const fill = async (lines: readonly object[] = items, userName = 'swn') =>
    post('/basket', { userName, items: lines });
  const buy = async (change: object = {}, headers: Record<string, string> = {}) =>
    post('/basket/checkout', { ...asked, ...change }, headers);
  const orders = async (query = '', userName = 'swn') =>
    (await gateway.send('GET', `/order/${userName}${query}`)).json.items as any[];
  const events = (): any[] => seen;
  let seen: any[] = [];
  beforeEach(() => {
    seen = [];
    messaging.bus.subscribe((event) => seen.push(event));
  });

  test('B1 all baskets are a list with pages', async () => {
    await fill();
    expect(await gateway.send('GET', '/basket')).toMatchObject({
      status: 200,
      json: { items: [{ userName: 'swn', items: [{ productId: 'p1' }, { productId: 'p2' }] }] },
    });
  });

  test('B2 a whole basket is written in place of the one before', async () => {
    const first = await fill();
    expect(first).toMatchObject({ status: 201, headers: { location: '/basket/swn', etag: '"1"' } });
    expect(first.json.items).toEqual(items.map((line) => expect.objectContaining(line)));
    const second = await fill([{ productId: 'p2', quantity: 3 }]);
    expect(second).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(second.json).toEqual({
      ...first.json,
      items: [{ productId: 'p2', quantity: 3 }],
      version: 2,
      updatedAt: expect.any(String),
    });
  });

  test('B3 a missing basket is 404', async () => {
    await fill();
    expect((await gateway.send('GET', '/basket/swn')).json).toMatchObject({ userName: 'swn' });
    expect(await gateway.send('GET', '/basket/none')).toMatchObject({ status: 404 });
  });

  test('B4 a basket without its user points to the field', async () => {
    expect(await post('/basket', { items })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/userName', detail: 'is required' }] },
    });
  });

  test('B5 a basket is deleted once', async () => {
    await fill();
    expect(await gateway.send('DELETE', '/basket/swn')).toMatchObject({ status: 204, text: '' });
    expect(await gateway.send('DELETE', '/basket/swn')).toMatchObject({ status: 404 });
  });

  test('B6 a basket can be replaced, and changed item by item', async () => {
    await fill();
    const put = await gateway.send('PUT', '/basket/swn', { body: { userName: 'swn', items: [items[1]] } });
    expect(put).toMatchObject({ status: 200, json: { items: [items[1]], version: 2 } });
    expect(await gateway.send('POST', '/basket/swn/items/p1', { body: { quantity: 4 } })).toMatchObject({
      status: 200,
      json: {
        items: [
          { productId: 'p2', quantity: 1 },
          { productId: 'p1', quantity: 4 },
        ],
      },
    });
    expect(await gateway.send('PATCH', '/basket/swn/items/p1', { body: { quantity: 6 } })).toMatchObject({
      json: { items: [{ productId: 'p2' }, { productId: 'p1', quantity: 6 }] },
    });
    expect(await gateway.send('DELETE', '/basket/swn/items/p2')).toMatchObject({
      status: 204,
      headers: { etag: '"5"' },
    });
    expect(await gateway.send('DELETE', '/basket/swn/items/p2')).toMatchObject({ status: 404 });
    expect((await gateway.send('GET', '/basket/swn')).json.items).toEqual([{ productId: 'p1', quantity: 6 }]);
  });

  test('C1 a checkout of today needs no header and tells the order', async () => {
    await fill();
    const answer = await buy();
    expect(answer).toMatchObject({ status: 202, json: { userName: 'swn', status: 'PENDING', totalPrice: 2770 } });
    expect(answer.headers.location).toBe(`/order/swn/${answer.json.orderId}`);
    expect((await gateway.send('GET', answer.headers.location!)).json).toMatchObject({
      orderId: answer.json.orderId,
      totalPrice: 2770,
      firstName: 'mehmet',
    });
  });

  test('C2 the event has the shape that consumers know, without the card', async () => {
    await fill();
    const { json } = await buy();
    await messaging.idle();
    const [event] = events().filter((one) => one['detail-type'] === 'CheckoutBasket');
    expect(event).toMatchObject({ source: 'com.swn.basket.checkoutbasket', resources: [] });
    expect(event.detail).toEqual({
      userName: 'swn',
      firstName: 'mehmet',
      lastName: 'ozkaya',
      email: 'm@example.com',
      address: 'istanbul',
      paymentMethod: 1,
      cardLast4: '3322',
      orderId: json.orderId,
      orderDate: json.orderDate,
      totalPrice: 2770,
      items: [
        { productId: 'p1', quantity: 2, color: 'Red', price: 950, productName: 'p1', fromStock: true },
        { productId: 'p2', quantity: 1, color: 'Blue', price: 870, productName: 'p2', fromStock: true },
      ],
    });
    const everything = JSON.stringify([events(), await orders(), gateway.log, logged]);
    expect(everything).not.toContain('5554443322');
  });

  test('C3 a total counts quantities: 2770, not 1820', async () => {
    await fill();
    expect((await buy()).json.totalPrice).toBe(2770);
    await messaging.idle();
    expect(await orders()).toMatchObject([{ totalPrice: 2770, status: 'PLACED' }]);
    await fill(
      Array.from({ length: 3 }, () => ({ productId: 'cents', quantity: 1 })),
      'sums',
    );
    await post('/product', { id: 'cents', title: 'c', category: 'c', price: 0.1 });
    expect((await buy({ userName: 'sums' })).json.totalPrice).toBe(0.3);
  });

  test('C4 nobody can choose the total', async () => {
    expect(await post('/basket', { userName: 'swn', items, totalPrice: 1 })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/totalPrice' }] },
    });
    await fill();
    expect((await buy({ totalPrice: 0.01 })).json.totalPrice).toBe(2770);
  });

  test('C5 a price is a number', async () => {
    expect(await fill([{ productId: 'p1', quantity: 1, price: '10' }])).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/items/0/price' }] },
    });
  });

  test('C6 a checkout without its user points to the field', async () => {
    expect(await buy({ userName: undefined })).toMatchObject({
      status: 422,
      json: { type: '/problems/validation', errors: [{ pointer: '/userName' }] },
    });
  });

  test('C7 without a basket there is no order; the second submit gets the first answer', async () => {
    expect(await buy()).toMatchObject({ status: 404, json: { type: '/problems/not-found' } });
    await fill();
    const first = await buy();
    const second = await buy();
    expect(second).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true' } });
    expect(second.text).toBe(first.text);
    expect(await buy({ address: 'ankara' })).toMatchObject({ status: 409, json: { type: '/problems/basket-changed' } });
    await messaging.idle();
    expect(await orders()).toHaveLength(1);
  });

  test('C8 an empty basket is not bought', async () => {
    await fill([]);
    expect(await buy()).toMatchObject({ status: 422, json: { type: '/problems/empty-basket' } });
    expect(await gateway.send('GET', '/basket/swn')).toMatchObject({ status: 200 });
    expect(await orders()).toEqual([]);
  });

  test('C9 of two submits at once, there is one order', async () => {
    await fill();
    const answers = await Promise.all([buy(), buy()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[1].text).toBe(answers[0].text);
    await messaging.idle();
    expect(await orders()).toHaveLength(1);
    expect(events().filter((one) => one['detail-type'] === 'CheckoutBasket')).toHaveLength(1);
  });

  test('C9 two submits at once with two keys: one order, and one basket-changed', async () => {
    await fill();
    const answers = await Promise.all(['a', 'b'].map((key) => buy({}, { 'idempotency-key': key })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(answers.find(({ status }) => status === 409)!.json.type).toBe('/problems/basket-changed');
    expect(await orders()).toHaveLength(1);
  });

  test('C10 an event that the bus refuses is sent again', async () => {
    await messaging.stop();
    let refusals = 2;
    await fill();
    expect((await buy()).status).toBe(202);
    const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
    const slow: ConsumerHandler = async (event, context) => {
      if (refusals-- > 0) throw new Error('not now');
      return consumer(event, context);
    };
    messaging = startMessaging({
      ...options,
      wiring: wiringOf(definition),
      consumers: { orders: slow },
      log: () => undefined,
    });
    await messaging.idle();
    expect(await orders()).toMatchObject([{ status: 'PLACED' }]);
  });

  test('C11 a trailing slash is the same checkout', async () => {
    await fill();
    expect(await post('/basket/checkout/', asked)).toMatchObject({ status: 202, json: { totalPrice: 2770 } });
    expect(await gateway.send('GET', '/basket/checkout')).toMatchObject({ status: 404 });
  });

  test('C12 a bought basket is gone', async () => {
    await fill();
    await buy();
    expect(await gateway.send('GET', '/basket/swn')).toMatchObject({ status: 404 });
  });

  test('a price that has changed is told with both prices, and nothing is bought', async () => {
    await fill();
    await gateway.send('PATCH', '/product/p1', { body: { price: 999 } });
    expect(await buy()).toMatchObject({
      status: 409,
      json: {
        type: '/problems/price-changed',
        errors: [{ pointer: '/items/0/price', detail: 'is 950 in the basket and 999 in the catalogue' }],
        products: [{ productId: 'p1', basketPrice: 950, cataloguePrice: 999 }],
      },
    });
    const graphql = await gateway.graphql('mutation ($i: CheckoutInput!) { checkout(input: $i) { orderId } }', {
      i: asked,
    });
    expect(graphql.json.errors[0].extensions).toMatchObject({ code: 'CONFLICT', products: [{ cataloguePrice: 999 }] });
    expect((await gateway.send('GET', '/basket/swn')).status).toBe(200);
    expect((await gateway.send('GET', '/product/p1')).json.stock).toBe(10);
  });

  test('a product that is gone is told by its line', async () => {
    await fill();
    await gateway.send('DELETE', '/product/p2');
    expect(await buy()).toMatchObject({
      status: 422,
      json: { type: '/problems/unknown-product', errors: [{ pointer: '/items/1/productId' }] },
    });
    expect((await gateway.send('GET', '/basket/swn')).status).toBe(200);
  });

  test('nothing is sold that is not there; two lines of one product count together', async () => {
    await fill([
      { productId: 'p1', quantity: 6, color: 'Red' },
      { productId: 'p1', quantity: 5, color: 'Blue' },
    ]);
    expect(await buy()).toMatchObject({
      status: 409,
      json: { type: '/problems/out-of-stock', products: [{ productId: 'p1', wanted: 11, left: 10 }] },
    });
    expect((await gateway.send('GET', '/product/p1')).json).toMatchObject({ stock: 10, version: 1 });
    await fill([
      { productId: 'p1', quantity: 6, color: 'Red' },
      { productId: 'p1', quantity: 4, color: 'Blue' },
    ]);
    expect((await buy()).status).toBe(202);
    expect((await gateway.send('GET', '/product/p1')).json).toMatchObject({ stock: 0, version: 2 });
  });

  test('a basket is bought with the same key only once, and another body is refused', async () => {
    await fill();
    const key = { 'idempotency-key': '"k-1"' };
    const first = await buy({}, key);
    await fill();
    expect((await buy({}, key)).text).toBe(first.text);
    expect(await buy({ address: 'x' }, key)).toMatchObject({
      status: 422,
      json: { type: '/problems/idempotency-key-reused' },
    });
    // The card is no part of what is compared, but its last digits are.
    expect((await buy({ cardInfo: '1111 2222 3322' }, key)).text).toBe(first.text);
    expect((await gateway.send('GET', '/basket/swn')).status).toBe(200);
    expect((await buy({}, { 'idempotency-key': '"k-2"' })).json.orderId).not.toBe(first.json.orderId);
  });

  test('a basket too large for one event is refused before anything is taken', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({
      productId: 'p1',
      quantity: 1,
      color: `c${index}`,
      productName: 'x'.repeat(990),
    }));
    expect((await fill(lines)).status).toBe(201);
    expect(await buy()).toMatchObject({ status: 422, json: { type: '/problems/basket-too-large' } });
    expect((await gateway.send('GET', '/basket/swn')).status).toBe(200);
  });

  test('ninety-five products with a stock are one order, ninety-six are not', async () => {
    const ids = Array.from({ length: 96 }, (_, index) => `many-${index}`);
    const products = ids.map((id) => ({ id, title: id, category: 'many', price: 1, stock: 5 }));
    await post('/product/batch', { items: products });
    await fill(ids.map((productId) => ({ productId, quantity: 1 })));
    expect(await buy()).toMatchObject({ status: 422, json: { type: '/problems/basket-too-large' } });
    await gateway.send('DELETE', '/basket/swn/items/many-95');
    expect(await buy()).toMatchObject({ status: 202, json: { totalPrice: 95 } });
  });

  test('O1 and O4 an order is there when the consumer returns, from the queue and straight from the bus', async () => {
    const detail = { userName: 'ann', orderId: 'o1', orderDate: '2024-01-01T00:00:00.000Z', totalPrice: 30, items: [] };
    const event = { source: 'com.swn.basket.checkoutbasket', 'detail-type': 'CheckoutBasket', detail };
    const context = { awsRequestId: 'r' };
    const queued = { Records: [{ messageId: 'm', body: JSON.stringify(event) }] };
    expect(await consumer(queued, context)).toEqual({ batchItemFailures: [] });
    expect(await orders('', 'ann')).toMatchObject([{ ...detail, status: 'PLACED' }]);
    expect(await consumer({ ...event, detail: { ...detail, orderId: 'o2' } }, context)).toEqual({
      batchItemFailures: [],
    });
    expect(await orders('', 'ann')).toHaveLength(2);
  });

  test('O2 a message that comes again changes nothing', async () => {
    await fill();
    await buy();
    await messaging.idle();
    const [placed] = await orders();
    const [event] = events().filter((one) => one['detail-type'] === 'CheckoutBasket');
    const record = { messageId: 'm', body: JSON.stringify(event) };
    await consumer({ Records: [record, record, record] }, { awsRequestId: 'r' });
    expect(await orders()).toEqual([placed]);
  });

  test('O3 poison goes to the dead letters, whole, and the others are placed', async () => {
    await fill();
    await buy();
    messaging.consumers.orders!.queue.send('{bad');
    await messaging.idle();
    expect(await orders()).toMatchObject([{ status: 'PLACED' }]);
    expect(messaging.consumers.orders!.deadLetterQueue.peek().map(({ body }) => body)).toEqual(['{bad']);
  });

  test('O5 orders are a list with pages, without card numbers', async () => {
    await fill();
    await buy();
    const { json, text } = await gateway.send('GET', '/order');
    expect(json.items).toMatchObject([{ userName: 'swn', cardLast4: '3322' }]);
    expect(text).not.toContain('5554443322');
  });

  test('O6 and O7 orders come newest first, by an instant, by a range, page by page', async () => {
    const days = ['2024-01-01', '2024-01-02', '2024-01-03'];
    for (const [index, day] of days.entries()) {
      const detail = {
        userName: 'ann',
        orderId: `o${3 - index}`,
        orderDate: `${day}T10:00:00.000Z`,
        totalPrice: 1,
        items: [],
      };
      await consumer({ source: 'com.swn.basket.checkoutbasket', 'detail-type': 'CheckoutBasket', detail }, {});
    }
    const dates = async (query: string) => (await orders(query, 'ann')).map(({ orderDate }) => orderDate.slice(0, 10));
    expect(await dates('')).toEqual(days.toReversed());
    expect(await dates('?orderDate=2024-01-02T12:00:00%2B02:00')).toEqual(['2024-01-02']);
    expect(await dates('?orderDate=2024-01-02T12:00:00Z')).toEqual([]);
    expect(await dates('?orderDate[ge]=2024-01-02T10:00:00Z')).toEqual(['2024-01-03', '2024-01-02']);
    expect(await dates('?orderDate[ge]=2024-01-01T00:00:00Z&orderDate[lt]=2024-01-03T10:00:00Z')).toEqual([
      '2024-01-02',
      '2024-01-01',
    ]);
    const page = await gateway.send('GET', '/order/ann?limit=2');
    expect(page.headers.link).toBe(`</order/ann?limit=2&cursor=${page.json.nextCursor}>; rel="next"`);
    const rest = await gateway.send('GET', `/order/ann?limit=2&cursor=${page.json.nextCursor}`);
    expect([...page.json.items, ...rest.json.items]).toHaveLength(3);
    const query = '{ orders(userName: "ann", first: 2) { edges { node { orderDate items { product { id } } } } } }';
    expect((await gateway.graphql(query)).json.data.orders.edges).toMatchObject([
      { node: { orderDate: '2024-01-03T10:00:00.000Z' } },
      {},
    ]);
  });

  test('O8 orders are made by a checkout alone', async () => {
    expect(await post('/order', {})).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  });

  test('an order goes its way, and a cancelled one gives the pieces back once', async () => {
    await fill();
    const { headers } = await buy();
    const status = async (to: string) => gateway.send('PUT', `${headers.location}/status`, { body: { status: to } });
    expect(await status('PAID')).toMatchObject({
      status: 409,
      json: { type: '/problems/transition-not-allowed' },
      headers: { 'retry-after': '1' },
    });
    await messaging.idle();
    expect(await status('SHIPPED')).toMatchObject({
      status: 409,
      json: { detail: 'An order that is PLACED can become PAID or CANCELLED.' },
    });
    expect(await status('PAID')).toMatchObject({ status: 200, json: { status: 'PAID', version: 3 } });
    expect(await status('PAID')).toMatchObject({ status: 200, json: { version: 3 } });
    expect((await gateway.send('GET', '/product/p1')).json.stock).toBe(8);
    await gateway.send('DELETE', '/product/p2');
    expect(await status('CANCELLED')).toMatchObject({ status: 200, json: { status: 'CANCELLED', version: 4 } });
    expect(await status('CANCELLED')).toMatchObject({ status: 200, json: { version: 4 } });
    expect((await gateway.send('GET', '/product/p1')).json.stock).toBe(10);
    expect(await gateway.send('GET', '/product/p2')).toMatchObject({ status: 404 });
    await messaging.idle();
    const told = events().filter((one) => one.source === 'com.swn.order');
    expect(told.map((one) => [one['detail-type'], one.detail.new.status])).toEqual([
      ['OrderCreated', 'PENDING'],
      ['OrderUpdated', 'PLACED'],
      ['OrderUpdated', 'PAID'],
      ['OrderUpdated', 'CANCELLED'],
    ]);
    expect(told[2].detail).toMatchObject({ changed: ['status', 'version', 'updatedAt'], old: { status: 'PLACED' } });
    expect(JSON.stringify(told)).not.toMatch(/mehmet|istanbul|example\.com|3322/);
  });
});

test('a basket of 100 items with its products is one GetItem and one BatchGetItem, on both faces', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  const gateway = await openGateway('v2', { endpoint: proxy.endpoint });
  const ids = Array.from({ length: 100 }, (_, index) => `p-${index}`);
  await gateway.send('POST', '/product/batch', {
    body: { items: ids.map((id) => ({ id, title: id, category: 'c', price: 1.01 })) },
  });
  await gateway.send('POST', '/basket', {
    body: { userName: 'big', items: ids.map((productId) => ({ productId, quantity: 2 })) },
  });
  proxy.set();
  const overRest = await gateway.send('GET', '/basket/big?include=items.product');
  expect(overRest.json.items[99]).toMatchObject({ product: { title: 'p-99' } });
  expect(Object.fromEntries(proxy.calls)).toEqual({ GetItem: 1, BatchGetItem: 1 });
  proxy.set();
  const query = '{ basket(userName: "big") { totalPrice items { product { title } } } }';
  const { data } = (await gateway.graphql(query)).json;
  expect(data.basket).toMatchObject({ totalPrice: 202, items: { 99: { product: { title: 'p-99' } } } });
  expect(Object.fromEntries(proxy.calls)).toEqual({ GetItem: 1, BatchGetItem: 1 });
  await proxy.close();
});

test('a basket that nobody touches for a month is gone, and a new one begins', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const gateway = await openGateway('v1', { now: () => now });
  await gateway.send('POST', '/product', { body: { id: 'p1', title: 'p1', category: 'c', price: 1 } });
  await gateway.send('POST', '/basket/ann/items/p1', { body: { quantity: 1 } });
  now = new Date('2026-01-20T00:00:00Z');
  await gateway.send('POST', '/basket/ann/items/p1', { body: { quantity: 1 } });
  now = new Date('2026-02-18T23:59:00Z');
  expect(await gateway.send('GET', '/basket/ann')).toMatchObject({ status: 200 });
  now = new Date('2026-02-19T00:00:01Z');
  expect(await gateway.send('GET', '/basket/ann')).toMatchObject({ status: 404 });
  expect((await gateway.send('GET', '/basket')).json.items).toEqual([]);
  expect(await gateway.send('PATCH', '/basket/ann/items/p1', { body: { quantity: 9 } })).toMatchObject({ status: 404 });
  expect(await gateway.send('DELETE', '/basket/ann')).toMatchObject({ status: 404 });
  expect(await gateway.send('POST', '/basket/checkout', { body: { ...asked, userName: 'ann' } })).toMatchObject({
    status: 404,
  });
  expect(await gateway.send('POST', '/basket/ann/items/p1', { body: { quantity: 1 } })).toMatchObject({
    status: 201,
    json: { items: [{ quantity: 1 }], version: 1 },
  });
});

test('the days of a basket can be set for a stage', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const gateway = await openGateway('v1', { now: () => now, expiresAfterDays: { basket: 2 } });
  await gateway.send('POST', '/basket/ann/items/p1', { body: { quantity: 1 } });
  now = new Date('2026-01-03T00:00:01Z');
  expect(await gateway.send('GET', '/basket/ann')).toMatchObject({ status: 404 });
});
