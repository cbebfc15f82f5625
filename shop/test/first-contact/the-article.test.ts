import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * The body that the article sends whose product handler this gateway took over (docs/legacy.md, the profile "article"):
 * four fields, and no category.
 */
const raw = '{"id":"1","title":"IPhone","description":"This is an IPhone","price":900}';
const body = JSON.parse(raw) as object;
const stored = { ...body, category: 'Other', version: 1 };

describe.each(formats)("the article's own body, with %s events", (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload);
  });

  test('makes a product as it stands', async () => {
    const headers = { 'content-type': 'application/json' };
    const made = await gateway.send('POST', '/product', { raw, headers });
    expect(made).toMatchObject({ status: 201, json: stored, headers: { location: '/product/1' } });
    expect((await gateway.send('GET', '/product/1')).json).toMatchObject(stored);
  });

  test('makes a product of each other face', async () => {
    const { json } = await gateway.graphql(
      'mutation ($input: ProductInput!) { createProduct(input: $input) { id title description price category version } }',
      { input: body },
    );
    expect(json).toEqual({ data: { createProduct: stored } });
    const call = { name: 'createProduct', arguments: { input: { ...body, id: '2' } } };
    const answer = await gateway.send('POST', '/mcp', {
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call },
    });
    expect(answer.json.result.structuredContent).toMatchObject({ ...stored, id: '2' });
    const envelope = { operation: 'create', tableName: 'product', payload: { Item: { ...body, id: '3' } } };
    expect((await gateway.send('POST', '/dynamodbmanager', { body: envelope })).status).toBe(200);
    expect((await gateway.send('GET', '/product/3')).json).toMatchObject({ ...stored, id: '3' });
    const { results } = (await gateway.send('POST', '/product/batch', { body: { items: [{ ...body, id: '4' }] } }))
      .json;
    expect(results).toMatchObject([{ status: 201, item: { ...stored, id: '4' } }]);
  });

  test('is found in the index of its category, cheapest first, until it gets another', async () => {
    await gateway.send('POST', '/product', { body });
    await gateway.send('POST', '/product', { body: { ...body, id: '2', price: 800 } });
    const list = '/product?category=Other&sort=price&fields=id&explain=true';
    expect((await gateway.send('GET', list)).json).toMatchObject({
      items: [{ id: '2' }, { id: '1' }],
      plan: { path: 'Query', index: 'byCategory' },
    });
    await gateway.send('PATCH', '/product/1', { body: { category: 'Phone' } });
    expect((await gateway.send('GET', list)).json.items).toEqual([{ id: '2' }]);
  });

  test('replaces a product as a whole, so that it stands in no category of before', async () => {
    await gateway.send('POST', '/product', { body: { ...body, category: 'Phone' } });
    expect((await gateway.send('PUT', '/product/1', { body })).json).toMatchObject({ ...stored, version: 2 });
    expect((await gateway.send('PATCH', '/product/1', { body: { category: null } })).json).toMatchObject({
      errors: [{ pointer: '/category', detail: 'must be a text' }],
    });
  });
});
