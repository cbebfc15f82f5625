import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../../local/tables';
import type { Input } from '../../../services/operation';
import { faces, graphql } from '../../../test/faces';
import type { Face } from '../../../test/faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * Rows that another program has written, without a version and without dates: those of the serverless shop whose tables
 * this one takes over (PutItem of the body as it came: product-functions.js, basket-functions.js and ordering in
 * awsrun/aws-microservices), and those of the lab's table.
 */
const rows = {
  product: (id: string) => ({ id, title: 'IPhone X', category: 'Phone', price: 950 }),
  basket: (userName: string) => ({
    userName,
    items: [{ quantity: 2, color: 'Red', price: 950, productId: 'foreign-phone', productName: 'IPhone X' }],
  }),
};

const old = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));

let number = 0;

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    await put('product', rows.product('foreign-phone'));
  });

  const put = async (table: string, Item: object) =>
    old.send(new PutCommand({ TableName: `${gateway.prefix}${table}`, Item }));
  const stored = async (table: string, Key: Record<string, string>) =>
    (await old.send(new GetCommand({ TableName: `${gateway.prefix}${table}`, Key }))).Item;
  const call = async (face: Face, name: string, input: Input) =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
    );
  const foreign = async () => {
    const id = `foreign-${++number}`;
    await put('product', rows.product(id));
    return { id };
  };

  describe.each(faces)('$name', (face) => {
    test('reads one as it is, with the version 0', async () => {
      const key = await foreign();
      const { result } = await call(face, 'product', { key });
      expect(result).toEqual({ ...rows.product(key.id), version: 0 });
      const filter = { id: { eq: key.id } };
      expect((await call(face, 'products', { query: { filter } })).result).toMatchObject([{ ...key, version: 0 }]);
    });

    test('changes one, and counts from there', async () => {
      const key = await foreign();
      const changed = await call(face, 'updateProduct', { key, body: { price: 900 } });
      expect(changed).toMatchObject({ code: 'ok', result: { price: 900, version: 1, updatedAt: expect.any(String) } });
      expect(await call(face, 'updateProduct', { key, body: { price: 800 } })).toMatchObject({
        result: { version: 2 },
      });
      expect(await stored('product', key)).toMatchObject({ price: 800, version: 2, title: 'IPhone X' });
    });

    test('replaces one, and deletes one', async () => {
      const key = await foreign();
      const body = { title: 'Samsung 10', category: 'Phone', price: 870 };
      expect(await call(face, 'replaceProduct', { key, body })).toMatchObject({ code: 'ok', result: { version: 1 } });
      const other = await foreign();
      expect((await call(face, 'deleteProduct', { key: other })).code).toBe('ok');
      expect(await stored('product', other)).toBeUndefined();
    });

    test('holds its writer to the version 0', async () => {
      const key = await foreign();
      const write = async (version: number) =>
        call(face, 'updateProduct', { key, body: { price: 1 }, precondition: { ifMatch: [version] } });
      expect(await write(1)).toMatchObject({ code: 'precondition-failed', current: { version: 0, price: 950 } });
      expect(await write(0)).toMatchObject({ code: 'ok', result: { version: 1 } });
      expect((await write(0)).code).toBe('precondition-failed');
    });

    test('keeps the version of a program that uses the word for something else', async () => {
      const { id } = await foreign();
      for (const version of ['v1', 0]) {
        await put('product', { ...rows.product(id), version });
        expect((await call(face, 'product', { key: { id } })).result).toMatchObject({ version: 0 });
        expect(await call(face, 'updateProduct', { key: { id }, body: { price: 2 } })).toMatchObject({
          code: 'ok',
          result: { version: 1, price: 2 },
        });
      }
    });

    test('changes a basket of before, and buys it', async () => {
      const userName = `foreign-${++number}`;
      await put('basket', rows.basket(userName));
      const key = { userName, productId: 'foreign-phone' };
      expect(await call(face, 'addBasketItem', { key, body: { quantity: 1, color: 'Red' } })).toMatchObject({
        code: 'ok',
        result: { version: 1, items: [{ quantity: 3 }] },
      });
      const body = {
        userName,
        firstName: 'mehmet',
        lastName: 'ozkaya',
        email: 'm@example.com',
        address: 'istanbul',
        paymentMethod: 1,
      };
      expect((await call(face, 'checkout', { body })).code).toBe('ok');
      // The old program goes on beside ours: equal baskets are bought one after the other.
      for (const price of [950, 950]) {
        await put('basket', rows.basket(userName));
        expect(await call(face, 'checkout', { body })).toMatchObject({ code: 'ok', result: { totalPrice: 2 * price } });
      }
    });
  });

  // RFC 9110, section 8.8.3: an entity tag is whatever differs between two states; section 13.1.1 for the condition.
  test('gives an entity tag that is good for the next write', async () => {
    const { id } = await foreign();
    const { headers } = await gateway.send('GET', `/product/${id}`);
    expect(headers.etag).toBe('"0"');
    expect((await gateway.send('GET', `/product/${id}`, { headers: { 'if-none-match': '"0"' } })).status).toBe(304);
    const change = { body: { price: 3 }, headers: { 'if-match': '"0"' } };
    expect((await gateway.send('PATCH', `/product/${id}`, change)).status).toBe(200);
    expect((await gateway.send('PATCH', `/product/${id}`, change)).status).toBe(412);
  });

  test('takes back what was read', async () => {
    const { id } = await foreign();
    const { json } = await gateway.send('GET', `/product/${id}`);
    expect((await gateway.send('PUT', `/product/${id}`, { body: { ...json, price: 4 } })).json).toMatchObject({
      version: 1,
    });
    expect((await gateway.send('PUT', `/product/${id}`, { body: { ...json, price: 5 } })).status).toBe(412);
  });

  test('loses none of fifty changes of ours, with the old program writing beside', async () => {
    const key = await foreign();
    const ours = Array.from({ length: 50 }, async (_, index) =>
      call(faces[index % 3]!, 'updateProduct', { key, body: { stock: index } }),
    );
    // An update of other attributes, as the old handler of PUT makes it.
    const theirs = Array.from({ length: 50 }, async (_, index) =>
      old.send(
        new UpdateCommand({
          TableName: `${gateway.prefix}product`,
          Key: key,
          UpdateExpression: 'SET #title = :title',
          ExpressionAttributeNames: { '#title': 'title' },
          ExpressionAttributeValues: { ':title': `IPhone ${index}` },
        }),
      ),
    );
    const codes = (await Promise.all(ours)).map(({ code }) => code);
    await Promise.all(theirs);
    expect(new Set(codes)).toEqual(new Set(['ok']));
    expect(await stored('product', key)).toMatchObject({ version: 50 });
    expect((await call(graphql, 'product', { key })).result).toMatchObject({
      title: expect.stringMatching(/^IPhone \d+$/),
    });
  });
});
