import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../../local/tables';
import type { Client } from '../../../sdk/source/index.ts';
import { openWorld, ways } from './world';
import type { World } from './world';

// Rows of another program (shop/test/first-contact/misfits.test.ts) through the SDK: a program that changes its transport
// must not see another item.

const old = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let client: Client;
  const put = async (table: string, Item: object) =>
    old.send(new PutCommand({ TableName: `${world.gateway.prefix}${table}`, Item }));
  beforeAll(async () => {
    world = await openWorld(payload, transport);
    client = world.client();
    await put('product', { id: 'sound', title: 'IPhone X', category: 'Phone', price: 950 });
    await put('product', { id: 'broken', title: { a: 1 }, category: 'Phone', price: 870, tags: ['a', {}] });
    await put('basket', {
      userName: 'ada',
      items: [{ productId: 'broken', quantity: 1 }, 'line', { productId: 'sound', quantity: 'x' }],
    });
  });
  afterAll(async () => world.close());

  const broken = {
    id: 'broken',
    title: null,
    category: 'Phone',
    price: 870,
    tags: ['a', null],
    version: 0,
    warnings: [
      { pointer: '/title', detail: 'cannot be read: what is stored is not a text' },
      { pointer: '/tags/1', detail: 'cannot be read: what is stored is not a text' },
    ],
  };
  const sound = { id: 'sound', title: 'IPhone X', category: 'Phone', price: 950, version: 0 };

  test('null stands where something cannot be read, and the warnings say why', async () => {
    expect(await client.product.get('broken')).toEqual(broken);
    expect(await client.product.get('sound')).toEqual(sound);
  });

  test('each item of a list and of a batch has its own', async () => {
    const filter = { category: { eq: 'Phone' } };
    expect(await client.product.list({ filter, orderBy: 'price' }).toArray()).toEqual([broken, sound]);
    expect(await client.product.getMany(['sound', 'gone', 'broken'])).toEqual([sound, undefined, broken]);
  });

  test('what is inside of others is named by its path', async () => {
    const basket = await client.basket.get('ada', { include: ['items.product', 'totalPrice'] });
    expect(basket?.items).toMatchObject([
      { productId: 'broken', quantity: 1, product: { id: 'broken', title: null } },
      null,
      { productId: 'sound', quantity: null, product: { id: 'sound' } },
    ]);
    expect(basket?.warnings?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/items/0/product/tags/1',
      '/items/0/product/title',
      '/items/1',
      '/items/2/quantity',
    ]);
  });

  test('a write of another field is answered with them too, and what was read can be the version', async () => {
    const read = await client.product.get('broken');
    expect(await client.product.update(read!, { brand: 'Apple' })).toMatchObject({
      brand: 'Apple',
      title: null,
      version: 1,
      warnings: broken.warnings,
    });
  });
});
