import { faces } from '../../../test/faces';
import type { Face, Told } from '../../../test/faces';
import type { Input } from '../../../services/operation';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Verbs make items too. An HTTP API cuts a decoded path at a "?", and makes two segments of a "/" (live captures in
// https://github.com/hotsock/voker/pull/8): /order/a%2Fb, the orders of a/b, is the order b of a there.

const bought = { firstName: 'A', lastName: 'B', email: 'a@example.com', address: 'x', paymentMethod: 1 };

let open: Record<'v1' | 'v2', TestGateway>;
beforeAll(async () => {
  const v1 = await openGateway('v1');
  open = { v1, v2: await openGateway('v2', { tablePrefix: v1.prefix }) };
  const product = { id: 'p', title: 'Radio', category: 'Radio', price: 10 };
  expect((await v1.send('POST', '/product', { body: product })).status).toBe(201);
});

async function call(door: 'v1' | 'v2', face: Face, name: string, input: Input): Promise<Told> {
  const gateway = open[door];
  return face.call(
    gateway,
    gateway.operations.find((operation) => operation.name === name)!,
    input,
  );
}

const withoutPaths = faces.filter(({ name }) => name !== 'REST');

describe.each(faces)('over $name', (face) => {
  test.each(['a?b', 'a/items/p'])(
    'no basket of %s is made behind an HTTP API, and another one is let be',
    async (userName) => {
      const body = { userName, items: [{ productId: 'p', quantity: 1 }] };
      expect(await call('v2', face, 'putBasket', { body })).toMatchObject({
        code: 'validation',
        pointers: ['/userName'],
      });
      expect((await call('v1', face, 'basket', { key: { userName } })).code).toBe('not-found');
      expect((await call('v1', face, 'putBasket', { body })).code).toBe('ok');
      expect((await call('v1', face, 'deleteBasket', { key: { userName } })).code).toBe('ok');
    },
  );

  test.each(['a?b', 'a/b'])('no order of %s is made behind an HTTP API, and the basket stays', async (userName) => {
    await call('v1', face, 'putBasket', { body: { userName, items: [{ productId: 'p', quantity: 1 }] } });
    const body = { ...bought, userName };
    expect(await call('v2', face, 'checkout', { body })).toMatchObject({ code: 'validation', pointers: ['/userName'] });
    expect((await call('v1', face, 'basket', { key: { userName } })).code).toBe('ok');
    expect((await call('v1', face, 'checkout', { body })).code).toBe('ok');
  });
});

test.each(withoutPaths)('no line makes a basket of a?b over $name', async (face) => {
  const input = { key: { userName: 'a?b', productId: 'p' }, body: { quantity: 1 } };
  expect(await call('v2', face, 'addBasketItem', input)).toMatchObject({ code: 'validation', pointers: ['/userName'] });
  expect((await call('v1', face, 'basket', { key: { userName: 'a?b' } })).code).toBe('not-found');
});
