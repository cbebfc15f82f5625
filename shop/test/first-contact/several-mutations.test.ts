import { formats, openGateway } from '../harness';
import type { Answer, TestGateway } from '../harness';

/**
 * Several mutations in one document, as the GraphQL specification has them run: one after another, in their order
 * (section 6.2.2, https://spec.graphql.org/October2021/#sec-Mutation).
 */
const phone = (id: string, price = 10): string => `{ id: "${id}", title: "Phone", category: "Phone", price: ${price} }`;

async function dataOf(answer: Answer | Promise<Answer>): Promise<any> {
  const { json } = await answer;
  expect(json.errors).toBeUndefined();
  return json.data;
}

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
  });

  // graphql/dataloader, README, "Clearing Cache": what a mutation changes has to be cleared from the loader of the request.
  describe('a mutation sees what the mutations before it wrote', () => {
    const create = (id: string) => gateway.graphql(`mutation { createProduct(input: ${phone(id)}) { id } }`);
    const selected = '{ totalPrice items { product { title price } } }';

    test('a new price', async () => {
      await create('priced');
      const data = await dataOf(
        gateway.graphql(`mutation {
          before: addBasketItem(userName: "priced", productId: "priced", quantity: 2) ${selected}
          updateProduct(id: "priced", patch: { price: 20 }) { price }
          after: setBasketItemQuantity(userName: "priced", productId: "priced", quantity: 2) ${selected}
        }`),
      );
      expect(data.before).toEqual({ totalPrice: 20, items: [{ product: { title: 'Phone', price: 10 } }] });
      expect(data.after).toEqual({ totalPrice: 40, items: [{ product: { title: 'Phone', price: 20 } }] });
    });

    test('a deleted product', async () => {
      await create('deleted');
      const data = await dataOf(
        gateway.graphql(`mutation {
          before: addBasketItem(userName: "deleted", productId: "deleted", quantity: 2) ${selected}
          deleteProduct(id: "deleted")
          after: setBasketItemQuantity(userName: "deleted", productId: "deleted", quantity: 3) ${selected}
        }`),
      );
      expect(data.before.totalPrice).toBe(20);
      expect(data.after).toEqual({ totalPrice: null, items: [{ product: null }] });
    });

    test('a product that was missing', async () => {
      const data = await dataOf(
        gateway.graphql(`mutation {
          before: addBasketItem(userName: "made", productId: "made", quantity: 2) ${selected}
          createProduct(input: ${phone('made', 15)}) { id }
          after: setBasketItemQuantity(userName: "made", productId: "made", quantity: 2) ${selected}
        }`),
      );
      expect(data.before).toEqual({ totalPrice: null, items: [{ product: null }] });
      expect(data.after).toEqual({ totalPrice: 30, items: [{ product: { title: 'Phone', price: 15 } }] });
    });
  });

  // draft-ietf-httpapi-idempotency-key-header, section 2: the key is that of the request, and a retry has one effect.
  describe('one Idempotency-Key for several mutations', () => {
    test('each has its effect once, and a replay answers all of them', async () => {
      const document = `mutation {
        a: createProduct(input: { title: "Twin", category: "Twins", price: 1 }) { id }
        b: createProduct(input: { title: "Twin", category: "Twins", price: 1 }) { id }
        c: createProduct(input: { title: "Other", category: "Twins", price: 2 }) { id }
        d: addBasketItem(userName: "twins", productId: "p", quantity: 2) { version items { quantity } }
        e: addBasketItem(userName: "twins", productId: "p", quantity: 3) { version items { quantity } }
      }`;
      const key = { 'idempotency-key': 'several-of-them' };
      const first = await dataOf(gateway.graphql(document, {}, key));
      expect(new Set([first.a.id, first.b.id, first.c.id]).size).toBe(3);
      expect(first.d).toEqual({ version: 1, items: [{ quantity: 2 }] });
      expect(first.e).toEqual({ version: 2, items: [{ quantity: 5 }] });
      expect(await dataOf(gateway.graphql(document, {}, key))).toEqual(first);
      const { json } = await gateway.send('GET', '/product?category=Twins');
      expect(json.items).toHaveLength(3);
      expect((await gateway.send('GET', '/basket/twins')).json.items).toMatchObject([{ quantity: 5 }]);
    });

    test('one that failed has its effect when the request comes again, and the others have none', async () => {
      await gateway.graphql(`mutation { createProduct(input: ${phone('taken')}) { id } }`);
      const document = `mutation {
        a: createProduct(input: { title: "Beside", category: "Beside", price: 1 }) { id }
        b: createProduct(input: ${phone('taken')}) { id }
      }`;
      const key = { 'idempotency-key': 'once-more' };
      expect((await gateway.graphql(document, {}, key)).json.errors).toHaveLength(1);
      await gateway.send('DELETE', '/product/taken');
      const data = await dataOf(gateway.graphql(document, {}, key));
      expect(data.b).toEqual({ id: 'taken' });
      expect((await gateway.send('GET', '/product?category=Beside')).json.items).toEqual([
        expect.objectContaining({ id: data.a.id }),
      ]);
    });

    // GraphQL, section 6.4.4: what failed ends no other, so that the ones after it are done, and known, as well.
    test('those around one that fails have their effect once, and a replay answers all as the first time', async () => {
      await gateway.graphql(`mutation { createProduct(input: ${phone('held')}) { id } }`);
      const document = `mutation {
        a: createProduct(input: { title: "Around", category: "Around", price: 1 }) { id version }
        b: createProduct(input: ${phone('held')}) { id }
        c: createProduct(input: { title: "Around", category: "Around", price: 2 }) { id version }
        d: addBasketItem(userName: "around", productId: "held", quantity: 2, expectedVersion: 9) { version }
        e: addBasketItem(userName: "around", productId: "held", quantity: 3) { version items { quantity } }
      }`;
      const key = { 'idempotency-key': 'around' };
      const first = await gateway.graphql(document, {}, key);
      expect(first.json.data).toMatchObject({
        a: { version: 1 },
        b: null,
        c: { version: 1 },
        d: null,
        e: { version: 1, items: [{ quantity: 3 }] },
      });
      expect(first.json.errors.map(({ path }: any) => path)).toEqual([['b'], ['d']]);
      const again = await gateway.graphql(document, {}, key);
      expect(again.json.data).toEqual(first.json.data);
      expect(again.json.errors.map(({ path }: any) => path)).toEqual([['b'], ['d']]);
      await gateway.send('DELETE', '/product/held');
      const data = (await gateway.graphql(document, {}, key)).json.data;
      expect(data).toEqual({ ...first.json.data, b: { id: 'held' } });
      const { items } = (await gateway.send('GET', '/product?category=Around')).json;
      expect(items.map(({ id }: any) => id as string).toSorted()).toEqual([data.a.id, data.c.id].toSorted());
      expect((await gateway.send('GET', '/basket/around')).json).toMatchObject({
        version: 1,
        items: [{ quantity: 3 }],
      });
    });

    test('another body at the same place is refused', async () => {
      const creating = (title: string) =>
        `mutation {
          a: createProduct(input: { title: "First", category: "Places", price: 1 }) { id }
          b: createProduct(input: { title: "${title}", category: "Places", price: 1 }) { id }
        }`;
      const key = { 'idempotency-key': 'places' };
      await dataOf(gateway.graphql(creating('Second'), {}, key));
      const { json } = await gateway.graphql(creating('Third'), {}, key);
      expect(json.data).toEqual({ a: { id: expect.any(String) }, b: null });
      expect(json.errors).toEqual([
        expect.objectContaining({
          path: ['b'],
          extensions: expect.objectContaining({ type: '/problems/idempotency-key-reused' }),
        }),
      ]);
    });

    test('a mutation that stands alone is the same request as over REST', async () => {
      const headers = { 'idempotency-key': 'both-faces' };
      const body = { title: 'Alone', category: 'Alone', price: 3 };
      const made = await gateway.send('POST', '/product', { headers, body });
      const data = await dataOf(
        gateway.graphql(
          'mutation { again: createProduct(input: { title: "Alone", category: "Alone", price: 3 }) { id } }',
          {},
          headers,
        ),
      );
      expect(data.again.id).toBe(made.json.id);
    });
  });
});
