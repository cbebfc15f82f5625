import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

// Rows P1 to P22: what the product service that we replace did, and what this gateway does instead.
const phone = {
  title: 'IPhone X',
  description: 'This is the phone',
  imageFile: 'product-1.png',
  category: 'Phone',
  price: 950.4,
};

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload);
  });
  const create = async (change: object = {}) =>
    (await gateway.send('POST', '/product', { body: { ...phone, ...change } })).json;

  test('P1 an empty list is an empty list', async () => {
    expect(await gateway.send('GET', '/product')).toMatchObject({ status: 200, json: { items: [] } });
  });

  test('P2 a create gives the new item with its id, and where it is', async () => {
    const { status, json, headers } = await gateway.send('POST', '/product', { body: phone });
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...phone, version: 1 });
    expect(json.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(headers).toMatchObject({ location: `/product/${json.id}`, etag: '"1"' });
    expect((await gateway.send('GET', headers.location!)).json).toEqual(json);
  });

  test('P3 a client may choose the id, once', async () => {
    expect(await create({ id: 'my-own-id' })).toMatchObject({ id: 'my-own-id' });
    expect(await gateway.send('POST', '/product', { body: { ...phone, id: 'my-own-id', price: 1 } })).toMatchObject({
      status: 409,
      json: { type: '/problems/conflict' },
    });
    expect((await gateway.send('GET', '/product/my-own-id')).json.price).toBe(950.4);
  });

  test('P4 and P5 items are plain JSON', async () => {
    const item = await create();
    expect((await gateway.send('GET', '/product')).json.items).toEqual([item]);
    expect((await gateway.send('GET', `/product/${item.id}`)).json).toEqual(item);
  });

  test('P6 a missing item is 404', async () => {
    expect(await gateway.send('GET', '/product/missing')).toMatchObject({
      status: 404,
      json: { type: '/problems/not-found' },
    });
  });

  test('P10 a category is answered by its index', async () => {
    await create({ id: 'dear', price: 20 });
    await create({ id: 'cheap', price: 10 });
    await create({ id: 'other', category: 'Camera' });
    const { json } = await gateway.send('GET', '/product?category=Phone');
    expect(json.items.map(({ id }: any) => id)).toEqual(['cheap', 'dear']);
  });

  test('P11 an unknown parameter is refused by its name', async () => {
    const { id } = await create();
    for (const target of [`/product/${id}?foo=1`, '/product?foo=1']) {
      const { status, json } = await gateway.send('GET', target);
      expect(status).toBe(400);
      expect(json).toMatchObject({ type: '/problems/bad-query', errors: [{ pointer: '/foo' }] });
    }
  });

  test('P12 a merge gives the item back and stores no field that is not declared', async () => {
    const { id } = await create();
    expect(await gateway.send('PATCH', `/product/${id}`, { body: { price: 999 } })).toMatchObject({
      status: 200,
      json: { ...phone, price: 999, version: 2 },
    });
    const refused = await gateway.send('PATCH', `/product/${id}`, { body: { price: 999, color: 'red', order: 7 } });
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/color' }, { pointer: '/order' }] } });
  });

  test('P13 the id in the body of a PUT may be equal, not different', async () => {
    const { id } = await create();
    expect(await gateway.send('PUT', `/product/${id}`, { body: { ...phone, id } })).toMatchObject({ status: 200 });
    expect(await gateway.send('PUT', `/product/${id}`, { body: { ...phone, id: 'else' } })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/id' }] },
    });
  });

  test('P14 a PUT of nothing names the missing fields, a PATCH of nothing changes nothing but the version', async () => {
    const { id } = await create();
    expect(
      (await gateway.send('PUT', `/product/${id}`, { body: {} })).json.errors.map(({ pointer }: any) => pointer),
    ).toEqual(['/price', '/title']);
    expect(await gateway.send('PATCH', `/product/${id}`, { body: {} })).toMatchObject({ status: 200, json: phone });
  });

  test('P15 a PUT of a missing item is 404 and makes no ghost; If-None-Match: * creates', async () => {
    expect(await gateway.send('PUT', '/product/ghost', { body: phone })).toMatchObject({ status: 404 });
    expect((await gateway.send('GET', '/product')).json.items).toEqual([]);
    const headers = { 'if-none-match': '*' };
    expect(await gateway.send('PUT', '/product/ghost', { body: phone, headers })).toMatchObject({
      status: 201,
      headers: { location: '/product/ghost' },
    });
    expect(await gateway.send('PUT', '/product/ghost', { body: phone, headers })).toMatchObject({ status: 412 });
  });

  test('P16 null removes an optional field', async () => {
    const { id } = await create();
    const { json } = await gateway.send('PATCH', `/product/${id}`, { body: { description: null } });
    expect(json).not.toHaveProperty('description');
    expect((await gateway.send('PATCH', `/product/${id}`, { body: { title: null } })).status).toBe(422);
  });

  test.each([
    ['P17 malformed JSON', '{bad', 'malformed-json', 400],
    ['P18 no body', '', 'malformed-json', 400],
    ['P19 an empty object', '{}', 'validation', 422],
    ['P19 wrong types', '{"price":"not a number","title":{"a":[1,2]},"category":1}', 'validation', 422],
  ])('%s is refused and nothing is stored', async (_, raw, code, status) => {
    const answer = await gateway.send('POST', '/product', { raw, headers: { 'content-type': 'application/json' } });
    expect(answer).toMatchObject({ status, json: { type: `/problems/${code}` } });
    expect((await gateway.send('GET', '/product')).json.items).toEqual([]);
  });

  test('P20 a delete is 204, and 404 when there is nothing', async () => {
    const { id } = await create();
    expect(await gateway.send('DELETE', `/product/${id}`)).toMatchObject({ status: 204, text: '' });
    expect(await gateway.send('DELETE', `/product/${id}`)).toMatchObject({ status: 404 });
  });

  test('P21 PATCH is there, and a method that is not is told what is', async () => {
    expect(await gateway.send('PUT', '/product', { body: phone })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST, HEAD, OPTIONS' },
    });
    expect(await gateway.send('OPTIONS', '/product/x')).toMatchObject({
      status: 204,
      headers: { allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' },
    });
  });

  test('P22 a list of more than 1 MB is never cut in silence', async () => {
    const description = 'x'.repeat(5000);
    const tags = Array.from({ length: 20 }, () => '語'.repeat(40));
    for (let batch = 0; batch < 5; batch++) {
      await gateway.send('POST', '/product/batch', {
        body: { items: Array.from({ length: 50 }, () => ({ ...phone, description, tags })) },
      });
    }
    let seen = 0;
    for (let target: string | undefined = '/product?limit=100'; target;) {
      const { json, headers } = await gateway.send('GET', target);
      seen += json.items.length;
      target = /<(.+)>/.exec(headers.link ?? '')?.[1];
    }
    expect(seen).toBe(250);
  });

  test('HEAD answers like GET without the body, and 304 spares it', async () => {
    const { id } = await create();
    const get = await gateway.send('GET', `/product/${id}`);
    const head = await gateway.send('HEAD', `/product/${id}`);
    expect(head).toMatchObject({
      status: 200,
      text: '',
      headers: { etag: '"1"', 'content-length': `${Buffer.byteLength(get.text)}` },
    });
    expect(await gateway.send('GET', `/product/${id}`, { headers: { 'if-none-match': 'W/"1", "7"' } })).toMatchObject({
      status: 304,
      text: '',
    });
  });
});
