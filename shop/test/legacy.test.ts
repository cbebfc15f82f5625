import { wiringOf } from '../../local/messaging/wiring';
import { definition } from './usual';
import { createGateway } from '../../api/handler';
import { orderConsumer } from '../services/place-order';
import type { Authentication } from '../../api/auth/authentication';
import { environmentOptions } from '../../api/options';
import type { GatewayOptions } from '../../api/options';
import { createConsumer } from '../../api/consumer';
import { startMessaging } from '../../local/messaging/messaging';
import { localAccess } from '../../local/tables';
import { ServiceError } from '../../services/errors';
import { formats, openGateway } from './harness';
import type { Call, TestGateway } from './harness';

// The rows of the systems that we replace, in the shapes in which their clients read them. Rows marked "beat" keep
// the old keys with the right status.

interface Options extends Partial<GatewayOptions> {
  readonly legacy?: string;
}

const phone = {
  name: 'IPhone X',
  description: 'This is the phone',
  imageFile: 'product-1.png',
  category: 'Phone',
  price: 950.4,
};
const titled = { title: 'Pocket Camera', category: 'Camera', price: 249.5 };
const items = [
  { quantity: 2, color: 'Red', price: 950, productId: 'p1', productName: 'IPhone X' },
  { quantity: 1, color: 'Blue', price: 870, productId: 'p2', productName: 'Samsung 10' },
];
const checkout = {
  userName: 'swn',
  totalPrice: 0,
  firstName: 'mehmet',
  lastName: 'ozkaya',
  email: 'm@example.com',
  address: 'istanbul',
  cardInfo: '5554443322',
  paymentMethod: 1,
};
const done = (method: string): string => `Successfully finished operation: "${method}"`;
const failed = 'Failed to perform operation.';
const $metadata = { httpStatusCode: 200, requestId: expect.any(String), attempts: 1, totalRetryDelay: 0 };
const old = 'application/vnd.tandem.legacy+json';
const open = async (payload: 'v1' | 'v2', options: Options): Promise<TestGateway> => openGateway(payload, options);

describe.each(formats)('awsrun with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await open(payload, { legacy: 'awsrun' });
  });
  const send = async (method: string, target: string, body?: unknown, call: Call = {}) =>
    gateway.send(method, target, { body, ...call });
  const create = async (change: object = {}): Promise<any> =>
    (await send('POST', '/product', { ...phone, ...change })).json.body;

  /** An error has the two old keys and no other. */
  const refused = async (answer: ReturnType<typeof send>, status: number, text: string | RegExp) => {
    const { json, headers, ...rest } = await answer;
    expect(rest.status).toBe(status);
    expect(json).toEqual({
      message: failed,
      errorMsg: typeof text === 'string' ? text : expect.stringMatching(text),
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', deprecation: '@1767225600' });
  };

  test('P1 an empty list is a bare list in the envelope', async () => {
    const { status, json, headers } = await send('GET', '/product');
    expect({ status, json }).toEqual({ status: 200, json: { message: done('GET'), body: [] } });
    expect(headers).toMatchObject({ 'content-type': 'application/json', deprecation: '@1767225600' });
    expect(headers.vary ?? '').not.toMatch(/\bAccept\b(?!-)/);
  });

  test('P2 a create gives the item, its name and title, and what a write always told', async () => {
    const { status, json, headers } = await send('POST', '/product', phone);
    expect(status).toBe(200);
    expect(json).toEqual({
      message: done('POST'),
      body: {
        ...phone,
        title: phone.name,
        id: expect.any(String),
        version: 1,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        $metadata,
      },
    });
    expect(headers.location).toBe(`/product/${json.body.id}`);
  });

  test('P3 the id of the server wins', async () => {
    const { id } = await create({ id: 'my-own-id' });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect((await send('GET', '/product/my-own-id')).json.body).toEqual({});
  });

  test('P4 and P5 items are plain JSON', async () => {
    const { $metadata: beside, ...item } = await create();
    expect(beside).toEqual($metadata);
    expect((await send('GET', '/product')).json).toEqual({ message: done('GET'), body: [item] });
    expect((await send('GET', `/product/${item.id}`)).json).toEqual({ message: done('GET'), body: item });
  });

  test('P6 and B3 a missing item is 200 with an empty body', async () => {
    for (const target of ['/product/missing', '/basket/none']) {
      expect(await send('GET', target)).toMatchObject({ status: 200, json: { message: done('GET'), body: {} } });
      expect((await send('GET', target)).json.body).toEqual({});
    }
    expect(await send('HEAD', '/product/missing')).toMatchObject({ status: 200, text: '' });
  });

  test.each([
    ['P7', 'Phone', 1],
    ['P8', 'Pho', 1],
    ['P9', 'Camera', 0],
  ])('%s a product within the category %s is a list of %d', async (_, category, count) => {
    const { id } = await create();
    await create();
    const { status, json } = await send('GET', `/product/${id}?category=${category}`);
    expect(status).toBe(200);
    expect(json.body.map((item: any) => item.id)).toEqual(count === 1 ? [id] : []);
    if (count === 1) expect(json.body[0]).toMatchObject({ ...phone, title: phone.name });
    expect((await send('GET', `/product/missing?category=${category}`)).json.body).toEqual([]);
  });

  test('P10 a category alone is answered by its index', async () => {
    await create({ name: 'dear', price: 20 });
    await create({ name: 'cheap', price: 10 });
    await create({ category: 'Camera' });
    const { status, json } = await send('GET', '/product?category=Phone');
    expect([status, json.body.map(({ name }: any) => name)]).toEqual([200, ['cheap', 'dear']]);
  });

  test('P11 an unknown parameter is refused by its name', async () => {
    const { id } = await create();
    await refused(send('GET', `/product/${id}?foo=1`), 400, /^One parameter is wrong\. \/foo is not a parameter here/);
    await refused(send('GET', `/product/${id}?category=Phone&foo=1`), 400, /\/foo is not a parameter/);
    await refused(send('GET', `/product/${id}?category=a&category=b`), 400, /\/category is given more than once/);
    // An HTTP API, which decodes paths, refuses this one by itself.
    if (payload === 'v1') await refused(send('GET', '/product/%ff?category=Phone'), 400, /percent-encoded/);
  });

  test('P12 a PUT merges and gives the item; what is not declared is refused', async () => {
    const { id } = await create();
    const merged = await send('PUT', `/product/${id}`, { price: 999 });
    expect(merged).toMatchObject({ status: 200, json: { message: done('PUT') } });
    expect(merged.json.body).toMatchObject({ ...phone, price: 999, title: phone.name, version: 2, $metadata });
    await refused(
      send('PUT', `/product/${id}`, { price: 1, color: 'red', order: 7 }),
      422,
      /^2 fields are wrong\. \/color is not a field here; .*; \/order is not a field here/,
    );
    expect((await send('GET', `/product/${id}`)).json.body.price).toBe(999);
  });

  test('P12 what was read can be sent back, with another name', async () => {
    const { id } = await create();
    const { body } = (await send('GET', `/product/${id}`)).json;
    const { json } = await send('PUT', `/product/${id}`, { ...body, name: 'IPhone XI' });
    expect(json.body).toMatchObject({ ...phone, name: 'IPhone XI', title: 'IPhone XI', version: 2 });
    const basket = (await send('POST', '/basket', { userName: 'swn', items })).json.body;
    const again = await send('POST', '/basket', { ...basket, items: [items[1]] });
    expect(again).toMatchObject({ status: 200, json: { body: { items: [items[1]], version: 2 } } });
  });

  test('P13 the id in the body of a PUT may be equal, not different', async () => {
    const { id } = await create();
    expect(await send('PUT', `/product/${id}`, { id, price: 1 })).toMatchObject({ status: 200 });
    await refused(send('PUT', `/product/${id}`, { id: 'else' }), 422, /\/id is the key and cannot change/);
  });

  test('P14 a PUT of nothing changes nothing', async () => {
    const { id } = await create();
    expect(await send('PUT', `/product/${id}`, {})).toMatchObject({ status: 200, json: { body: phone } });
  });

  test('P15 a PUT of a missing item makes it, when it is a whole one', async () => {
    await refused(send('PUT', '/product/ghost', { price: 5 }), 422, 'One field is wrong. /name is required.');
    expect((await send('GET', '/product')).json.body).toEqual([]);
    const { status, json, headers } = await send('PUT', '/product/ghost', phone);
    expect([status, json.message]).toEqual([200, done('PUT')]);
    expect(json.body).toMatchObject({ id: 'ghost', ...phone, version: 1 });
    expect(headers.location).toBe('/product/ghost');
    await refused(send('PUT', '/product/ghost', phone, { headers: { 'if-none-match': '*' } }), 412, /there already/);
    await refused(send('PUT', '/product/none', phone, { headers: { 'if-match': '"1"' } }), 412, /no version of it/);
  });

  test('P15 of many that make one item at once, each is answered and none is lost', async () => {
    const prices = Array.from({ length: 8 }, (_, index) => index + 1);
    const answers = await Promise.all(prices.map(async (price) => send('PUT', '/product/ghost', { ...phone, price })));
    expect(answers.map(({ status }) => status)).toEqual(prices.map(() => 200));
    expect((await send('GET', '/product/ghost')).json.body.version).toBe(8);
  });

  test('P16 null stores nothing', async () => {
    const { id } = await create();
    const { status, json } = await send('PUT', `/product/${id}`, { description: null });
    expect(status).toBe(200);
    expect(json.body).not.toHaveProperty('description');
    await refused(send('PUT', `/product/${id}`, { name: null }), 422, /\/name must be a text/);
  });

  test.each([
    ['P17 malformed JSON', '{bad', 400, /^Invalid JSON/],
    ['P18 no body', '', 400, /^The body is empty/],
    ['P19 an empty object', '{}', 422, /^2 fields are wrong\. \/price is required; \/name is required/],
    ['P19 wrong types', '{"price":"no number","name":{"a":[1,2]},"category":1}', 422, /\/name must be a text/],
    ['P19 no object', '[1]', 422, 'One field is wrong. The body must be an object.'],
    ['P19 a number beyond all', '{"name":"a","category":"b","price":1,"stock":1e999}', 422, /\/stock must be/],
  ])('%s is refused and nothing is stored', async (_, raw, status, text) => {
    await refused(send('POST', '/product', undefined, { raw }), status, text);
    expect((await send('GET', '/product')).json.body).toEqual([]);
  });

  test('P19 a number beyond all does not remove what it stands for', async () => {
    const { id } = await create({ stock: 3 });
    await refused(send('PUT', `/product/${id}`, undefined, { raw: '{"stock":1e999}' }), 422, /\/stock must be/);
    expect((await send('GET', `/product/${id}`)).json.body.stock).toBe(3);
  });

  test('P20 and B5 a delete is 200, again and again', async () => {
    const { id } = await create();
    await send('POST', '/basket', { userName: 'swn', items });
    for (const target of [`/product/${id}`, `/product/${id}`, '/basket/swn', '/basket/swn']) {
      const { status, json } = await send('DELETE', target);
      expect({ status, json }).toEqual({ status: 200, json: { message: done('DELETE'), body: { $metadata } } });
    }
    await refused(send('DELETE', `/product/${id}`, undefined, { headers: { 'if-match': '"1"' } }), 412, /no version/);
    expect((await send('GET', '/product')).json.body).toEqual([]);
  });

  test('P21 PATCH is there, and another method is told what is', async () => {
    const { id } = await create();
    expect(await send('PATCH', `/product/${id}`, { name: 'b' })).toMatchObject({
      status: 200,
      json: { message: done('PATCH'), body: { name: 'b', title: 'b' } },
    });
    await refused(send('PUT', '/product', phone), 405, 'This path takes GET, POST, HEAD, OPTIONS.');
    expect((await send('PUT', '/product', phone)).headers.allow).toBe('GET, POST, HEAD, OPTIONS');
  });

  test('P22 a list is as long as a page can be, and says that there is more', async () => {
    for (let batch = 0; batch < 2; batch++) {
      const { status, json } = await send('POST', '/product/batch', {
        items: Array.from({ length: 60 }, () => titled),
      });
      expect([status, json.body.length, json.body[0].status]).toEqual([200, 60, 201]);
    }
    const first = await send('GET', '/product');
    expect(first.json.body).toHaveLength(100);
    expect(first.headers.link).toBe(`</product?limit=100&cursor=${first.json.nextCursor}>; rel="next"`);
    const second = await send('GET', /<(.+)>/.exec(first.headers.link!)![1]!);
    expect(second.json.body).toHaveLength(20);
    expect(second.json).not.toHaveProperty('nextCursor');
    const counted = (await send('GET', '/product?category=Camera&limit=7&count=true')).json;
    expect([counted.body.length, counted.totalCount]).toEqual([7, 120]);
  });

  test('B1 to B4 a basket is written whole, read, listed, and wants its user', async () => {
    expect((await send('GET', '/basket')).json).toEqual({ message: done('GET'), body: [] });
    const made = await send('POST', '/basket', { userName: 'swn', items });
    expect(made).toMatchObject({
      status: 200,
      json: { message: done('POST'), body: { userName: 'swn', items, $metadata } },
    });
    expect((await send('GET', '/basket')).json.body).toMatchObject([{ userName: 'swn', items }]);
    expect((await send('GET', '/basket/swn')).json).toMatchObject({ message: done('GET'), body: { items } });
    await refused(send('POST', '/basket', { items }), 422, 'One field is wrong. /userName is required.');
  });

  test('B6 a basket can be changed by PUT, and made by it', async () => {
    expect(await send('PUT', '/basket/swn', { items })).toMatchObject({ status: 200, json: { body: { items } } });
    const put = await send('PUT', '/basket/swn', { items: [items[0]] });
    expect(put).toMatchObject({ status: 200, json: { message: done('PUT'), body: { items: [items[0]], version: 2 } } });
    expect(await send('DELETE', '/basket/swn/items/p1')).toMatchObject({ status: 200, json: { body: { $metadata } } });
  });

  describe('with products', () => {
    beforeEach(async () => {
      for (const [id, price] of [
        ['p1', 950],
        ['p2', 870],
      ] as const) {
        await send('PUT', `/product/${id}`, { name: id, category: 'Phone', price });
      }
    });
    const fill = async (lines: readonly object[] = items) => send('POST', '/basket', { userName: 'swn', items: lines });
    const buy = async (change: object = {}, path = '/basket/checkout') =>
      send('POST', path, { ...checkout, ...change });

    test('C1 to C5 and C12 a checkout tells no more than that; the order has the right total and no card', async () => {
      await fill();
      const { status, json, headers, text } = await buy();
      expect({ status, json }).toEqual({ status: 200, json: { message: done('POST') } });
      expect(text).not.toContain('body');
      const order = (await send('GET', headers.location!)).json.body;
      expect(order).toMatchObject({ userName: 'swn', totalPrice: 2770, cardLast4: '3322', firstName: 'mehmet' });
      expect((await send('GET', '/basket/swn')).json.body).toEqual({});
      expect(JSON.stringify([order, gateway.log])).not.toContain('5554443322');
    });

    test('C2 the event is the one that it has always been', async () => {
      const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
      const consumer = createConsumer(orderConsumer, { ...options, log: () => undefined });
      const messaging = startMessaging({
        ...options,
        wiring: wiringOf(definition),
        consumers: { orders: consumer },
        log: () => undefined,
      });
      const events: any[] = [];
      messaging.bus.subscribe((event) => events.push(event));
      await fill();
      await buy();
      await messaging.idle();
      await messaging.stop();
      const [event] = events.filter((one) => one['detail-type'] === 'CheckoutBasket');
      expect(event).toMatchObject({ source: 'com.swn.basket.checkoutbasket', detail: { totalPrice: 2770 } });
      expect(event.detail).not.toHaveProperty('cardInfo');
    });

    test('C4 to C8 what a checkout or a basket lacks is told with the right status', async () => {
      await refused(send('POST', '/basket', { userName: 'swn', items, totalPrice: 1 }), 422, /\/totalPrice is not/);
      await refused(fill([{ ...items[0], price: '10' }]), 422, /\/items\/0\/price must be/);
      await refused(buy({ userName: undefined }), 422, /\/userName is required/);
      await refused(buy(), 404, /^This user has no basket\./);
      await fill([]);
      await refused(buy(), 422, 'There is nothing in the basket.');
      await fill([{ ...items[0], price: 1 }]);
      await refused(buy(), 409, /\/items\/0\/price is 1 in the basket and 950 in the catalogue\.$/);
    });

    test('C7, C9 and C11 two submits are one order, with a slash at the end too', async () => {
      await fill();
      const answers = await Promise.all([buy(), buy({}, '/basket/checkout/')]);
      answers.push(await buy());
      expect(answers.map(({ json }) => json)).toEqual(answers.map(() => ({ message: done('POST') })));
      expect((await send('GET', '/order/swn')).json.body).toHaveLength(1);
    });

    test('O5 to O8 orders are bare lists, of all, of a user, of an instant', async () => {
      await fill();
      const { headers } = await buy();
      const { orderDate } = (await send('GET', headers.location!)).json.body;
      for (const target of ['/order', '/order/swn', `/order/swn?orderDate=${orderDate}`]) {
        const { status, json, text } = await send('GET', target);
        expect([status, json.message]).toEqual([200, done('GET')]);
        expect(json.body).toMatchObject([{ userName: 'swn', orderDate, totalPrice: 2770 }]);
        expect(text).not.toContain('5554443322');
      }
      expect((await send('GET', '/order/swn?orderDate=2020-01-01T00:00:00Z')).json.body).toEqual([]);
      await refused(send('GET', '/order/swn?orderDate=yesterday'), 400, /\/orderDate must be an RFC 3339 date/);
      await refused(send('POST', '/order', {}), 405, 'This path takes GET, HEAD, OPTIONS.');
    });
  });

  test.each([undefined, 'application/x-www-form-urlencoded', 'text/plain;charset=UTF-8'])(
    'a script may call its JSON %s and take anything; a browser may not',
    async (type) => {
      const headers = { ...(type && { 'content-type': type }), accept: 'text/html' };
      const raw = JSON.stringify(phone);
      expect(await send('POST', '/product', undefined, { raw, headers })).toMatchObject({ status: 200 });
      const fromPage = { ...headers, origin: 'https://evil.test' };
      await refused(send('POST', '/product', undefined, { raw, headers: fromPage }), 415, /^Send Content-Type/);
      const other = { 'content-type': 'application/xml' };
      await refused(send('POST', '/product', undefined, { raw, headers: other }), 415, /^Send Content-Type/);
      expect((await send('GET', '/product')).json.body).toHaveLength(1);
    },
  );

  test('a copy that is current is spared, as always', async () => {
    const { id } = await create();
    const headers = { 'if-none-match': '"1"' };
    expect(await send('GET', `/product/${id}`, undefined, { headers })).toMatchObject({ status: 304, text: '' });
  });

  test('the log still has the operation and the code', async () => {
    await create();
    await send('POST', '/product', {});
    expect(gateway.log.slice(-2)).toMatchObject([
      { operation: 'createProduct', status: 200 },
      { code: 'validation', status: 422 },
    ]);
  });

  test('what is no route of a domain keeps its own shape', async () => {
    const query = '{ products { edges { node { title } } } }';
    expect((await gateway.graphql(query)).json).toEqual({ data: { products: { edges: [] } } });
    expect(await send('GET', '/nowhere')).toMatchObject({ status: 404, json: { type: '/problems/no-such-route' } });
    expect(await send('POST', '/dynamodbmanager', { operation: 'ping' })).toMatchObject({ status: 200, json: 'pong' });
    await refused(send('GET', '/product/a/b/c'), 404, /^There is nothing at this path/);
  });

  test('a defect of ours tells nothing but that', async () => {
    const broken = await open(payload, {
      legacy: 'awsrun',
      now: () => {
        throw new Error('secret');
      },
    });
    const { status, json } = await broken.send('POST', '/product', { body: phone });
    expect([status, json]).toEqual([
      500,
      { message: failed, errorMsg: 'Something went wrong on our side. The request id finds it in our logs.' },
    ]);
    expect(JSON.stringify(broken.log)).toContain('secret');
  });
});

describe.each(formats)('article with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await open(payload, { legacy: 'article' });
  });
  const item = { id: '1', title: 'IPhone', description: 'This is an IPhone', price: 900 };
  const send = async (method: string, target: string, body?: unknown, call: Call = {}) =>
    gateway.send(method, target, { body, ...call });
  const refused = async (answer: ReturnType<typeof send>, status: number, text: string | RegExp) => {
    const { json, headers, ...rest } = await answer;
    expect(rest.status).toBe(status);
    expect(json).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
    expect(headers).toMatchObject({ 'content-type': 'application/json', deprecation: '@1767225600' });
  };

  test('A1 a POST makes or changes the item of its id, and drops what it does not know', async () => {
    for (const price of [900, 800]) {
      const { status, json, headers } = await send('POST', '/product', { ...item, price, color: 'red', version: 9 });
      expect([status, json]).toEqual([200, 'Added/Updated product 1']);
      expect(headers).toMatchObject({ 'content-type': 'application/json', deprecation: '@1767225600' });
    }
    const { Item } = (await send('GET', '/product/1')).json;
    expect(Item).toEqual({
      ...item,
      price: 800,
      category: 'Other',
      version: 2,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  test('A1 replaces its own four fields, and leaves what others have written', async () => {
    const { prefix } = gateway;
    const modern = await openGateway(payload, { tablePrefix: prefix });
    // No path of an HTTP API can hold a slash in a key.
    const id = payload === 'v1' ? 'a/1' : 'a 1';
    const path = `/product/${encodeURIComponent(id)}`;
    await modern.send('PUT', path, {
      headers: { 'if-none-match': '*' },
      body: { ...titled, description: 'x', stock: 7 },
    });
    const { json } = await send('POST', '/product', { id, title: 'b', price: 2 });
    expect(json).toBe(`Added/Updated product ${id}`);
    const { Item } = (await send('GET', path)).json;
    expect(Item).toMatchObject({ title: 'b', price: 2, category: 'Camera', stock: 7, version: 2 });
    expect(Item).not.toHaveProperty('description');
    await refused(send('POST', '/product', { id, price: 3 }), 400, /\/title is required/);
  });

  test('A2 to A4 items and lists are those of the document client, a missing item is empty', async () => {
    expect((await send('GET', '/product')).json).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
    await send('POST', '/product', item);
    const { status, json, headers } = await send('GET', '/product/1');
    expect([status, Object.keys(json)]).toEqual([200, ['Item']]);
    expect(json.Item).toMatchObject(item);
    expect(headers['content-type']).toBe('application/json');
    expect((await send('GET', '/product')).json).toEqual({ Items: [json.Item], Count: 1, ScannedCount: 1 });
    expect(await send('GET', '/product/none')).toMatchObject({ status: 200, text: '{}' });
    await send('POST', '/product', { ...item, id: '2' });
    const page = await send('GET', '/product?limit=1');
    expect(page.json).toMatchObject({ Count: 1, nextCursor: expect.any(String) });
    expect(page.headers.link).toContain('rel="next"');
  });

  test('A5 a delete is told, again and again', async () => {
    await send('POST', '/product', item);
    for (let time = 0; time < 2; time++) {
      expect(await send('DELETE', '/product/1')).toMatchObject({ status: 200, json: 'Deleted product 1' });
    }
    expect((await send('GET', '/product/1')).json).toEqual({});
  });

  test('A6 what is wrong is one text with 400', async () => {
    const raw = async (text: string) => send('POST', '/product', undefined, { raw: text });
    await refused(raw('{bad'), 400, /^Invalid JSON/);
    await refused(raw(''), 400, /^The body is empty/);
    await refused(raw('[]'), 400, /^One field is wrong\. The body must be an object/);
    await refused(send('POST', '/product', { title: 'a', price: 1 }), 400, /\/id must not be blank/);
    await refused(send('POST', '/product', { ...item, id: null }), 400, /\/id must not be blank/);
    await refused(send('POST', '/product', { ...item, id: 1 }), 400, /\/id must be a text/);
    await refused(raw(JSON.stringify(item).replace('"1"', '"\\ud800"')), 400, /\/id must be well-formed/);
    await refused(send('POST', '/product', { ...item, id: ' ' }), 400, /\/id must not be blank/);
    await refused(send('POST', '/product', { id: '1' }), 400, /\/price is required; \/title is required/);
    await refused(send('POST', '/product', { ...item, price: 'x' }), 400, /\/price must be/);
    await refused(raw('{"id":"1","title":"a","price":1,"stock":1e999}'), 400, /\/stock must be/);
    for (const target of ['/product', '/product/1']) {
      await refused(send('PUT', target, item), 400, 'Unsupported route: "PUT"');
      await refused(send('PATCH', target, item), 400, 'Unsupported route: "PATCH"');
    }
    await refused(send('GET', '/product/1?foo=1'), 400, /\/foo is not a parameter/);
    await refused(send('GET', '/product/a/b/c'), 404, /^There is nothing at this path/);
    await refused(send('DELETE', '/product/1', undefined, { headers: { 'if-match': '"1"' } }), 412, /no version/);
    expect((await send('GET', '/product')).json.Items).toEqual([]);
  });

  test('only products were there', async () => {
    expect(await send('GET', '/basket/none')).toMatchObject({ status: 404, json: { type: '/problems/not-found' } });
  });
});

describe.each(formats)('asked for by Accept with %s events', (payload) => {
  test('one request gets the old answer, the others are as they are', async () => {
    const gateway = await openGateway(payload);
    const get = async (accept?: string, target = '/product') =>
      gateway.send('GET', target, { headers: accept === undefined ? {} : { accept } });
    await gateway.send('POST', '/product', { body: { ...titled, id: '1' } });
    const modern = await get();
    expect(modern.json).toMatchObject({ items: [titled] });
    expect(modern.headers).not.toHaveProperty('deprecation');
    expect(modern.headers.vary ?? '').not.toMatch(/\bAccept\b(?!-)/);
    const asked = await get(old);
    expect(asked.json).toMatchObject({ message: done('GET'), body: [{ ...titled, name: titled.title }] });
    expect(asked.headers).toMatchObject({ deprecation: '@1767225600', vary: expect.stringMatching(/^Accept\b(?!-)/) });
    expect((await get(`${old};profile=article`)).json).toMatchObject({ Items: [titled], Count: 1 });
    expect(await get(`${old};profile=article`, '/basket')).toMatchObject({ status: 406 });
    expect(await get(`${old};profile=other`)).toMatchObject({
      status: 406,
      json: { type: '/problems/not-acceptable' },
    });
    expect((await get('application/json')).text).toBe(modern.text);
    const missing = await get(old, '/product/1?foo=1');
    expect(missing).toMatchObject({ status: 400, json: { message: failed }, headers: { vary: expect.any(String) } });
    expect(await get(undefined, '/product/missing')).toMatchObject({ status: 404 });
    expect(await gateway.send('PUT', '/product/1', { body: { price: 1 } })).toMatchObject({ status: 422 });
  });

  test('the profile of a request goes before that of the gateway', async () => {
    const gateway = await open(payload, { legacy: 'article' });
    const headers = { accept: old };
    expect((await gateway.send('GET', '/product', { headers })).json).toEqual({ message: done('GET'), body: [] });
    expect((await gateway.send('GET', '/product')).json).toMatchObject({ Items: [] });
  });

  test('a browser is told of both things by which the answer differs', async () => {
    const gateway = await openGateway(payload, { corsOrigins: ['https://shop.test'] });
    const headers = { accept: old, origin: 'https://shop.test' };
    const answer = await gateway.send('GET', '/product', { headers });
    expect(answer.headers.vary).toMatch(/^Origin, Accept\b(?!-)/);
    expect(answer.headers['access-control-allow-origin']).toBe('https://shop.test');
  });
});

/** Takes "Bearer alice" for alice: what a token is made of has tests of its own. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    if (name === 'expired') throw new ServiceError('unauthenticated', 'The token has expired.');
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};

test.each(['awsrun', 'article'] as const)('who may not learns nothing, in the shape of %s', async (legacy) => {
  const gateway = await open('v2', { legacy, authentication });
  const ask = async (who: string, method: string, path: string, body?: unknown) =>
    gateway.send(method, path, { body, headers: who === 'nobody' ? {} : { authorization: `Bearer ${who}` } });
  const answers = [
    await ask('nobody', 'POST', '/product', { color: 'red' }),
    await ask('alice', 'POST', '/product', { color: 'red' }),
    await ask('alice', 'POST', '/product', { id: 'ghost' }),
    await ask('alice', 'DELETE', '/product/ghost'),
    await ask('expired', 'GET', '/product'),
  ];
  const sentences = ['Sign in for this', 'This is not', 'This is not', 'This is not', 'The token has expired.'];
  expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 403, 401]);
  for (const [index, { json }] of answers.entries()) {
    const sentence = expect.stringContaining(sentences[index]!);
    expect(json).toEqual(legacy === 'article' ? sentence : { message: failed, errorMsg: sentence });
  }
  expect(answers[0]!.headers['www-authenticate']).toContain('Bearer');
  expect(await ask('admin', 'POST', '/product', { id: 'a', ...titled })).toMatchObject({ status: 200 });
});

test('an old client reads its own basket and no other', async () => {
  const gateway = await open('v1', { legacy: 'awsrun', authentication });
  const get = async (path: string) => gateway.send('GET', path, { headers: { authorization: 'Bearer alice' } });
  expect((await get('/basket/alice')).json).toEqual({ message: done('GET'), body: {} });
  expect(await get('/basket/bob')).toMatchObject({ status: 403, json: { message: failed } });
  expect(await get('/order/bob')).toMatchObject({ status: 403, json: { message: failed } });
});

test('the variable LEGACY chooses for the whole gateway', () => {
  expect(environmentOptions({ LEGACY: 'article' })).toMatchObject({ legacy: 'article' });
  expect(environmentOptions({})).toMatchObject({ legacy: undefined });
  const open = (LEGACY: string): unknown =>
    createGateway(definition, {
      ...environmentOptions({ LEGACY }),
      ...localAccess,
      endpoint: process.env.TEST_ENGINE!,
      authentication: 'open',
      cursorKeys: ['a key of this test'],
    });
  expect(() => open('article')).not.toThrow();
  expect(() => open('old')).toThrow('write awsrun or article');
});
