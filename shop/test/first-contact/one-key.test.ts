import { faces } from '../../../test/faces';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import type { Input } from '../../../services/operation';

// What one Idempotency-Key counts for, as docs/checkout.md tells it. The draft leaves that to the server, which has to say
// it (draft-ietf-httpapi-idempotency-key-header-07, sections 2.2, "Uniqueness", and 2.4, "Fingerprint").

describe.each(faces)('over $name', (face) => {
  let gateway: TestGateway;
  const call = async (name: string, input: Input, key?: string) =>
    face.call(
      gateway,
      gateway.operations.find((operation) => operation.name === name)!,
      input,
      key,
    );
  beforeAll(async () => {
    gateway = await openGateway('v2');
    for (const id of ['x-1', 'x-2']) {
      await call('createProduct', { body: { id, title: 'Radio', category: 'Radio', price: 10 } });
    }
  });

  test('it counts for one item: with the same one both are deleted', async () => {
    await call('createProduct', { body: { id: 'x-3', title: 'Radio', category: 'Radio', price: 10 } });
    await call('createProduct', { body: { id: 'x-4', title: 'Radio', category: 'Radio', price: 10 } });
    for (const id of ['x-3', 'x-4', 'x-3']) {
      expect([id, (await call('deleteProduct', { key: { id } }, 'one')).code]).toEqual([id, 'ok']);
      expect((await call('product', { key: { id } })).code).toBe('not-found');
    }
  });

  test('neither the total, nor the version, nor the number of a card has to be the same', async () => {
    const contact = { firstName: 'A', lastName: 'B', email: 'a@example.com', address: 'x', paymentMethod: 1 };
    const body = { userName: 'ann', ...contact };
    const card = (cardInfo: string, totalPrice: number) => ({ ...body, cardInfo, totalPrice });
    await call('putBasket', { body: { userName: 'ann', items: [{ productId: 'x-1', quantity: 1 }] } });
    const first = await call('checkout', { body: card('4111 1111 1111 1111', 10) }, 'buy');
    expect(first.code).toBe('ok');
    expect(await call('checkout', { body: card('5555 5555 5555 1111', 7) }, 'buy')).toEqual(first);
    const versioned = { body: card('4111 1111 1111 1111', 10), precondition: { ifMatch: [9] } };
    expect(await call('checkout', versioned, 'buy')).toEqual(first);
    // Whatever else is sent has to be.
    expect((await call('checkout', { body: card('4111 1111 1111 1112', 10) }, 'buy')).code).toBe(
      'idempotency-key-reused',
    );
    const other = { ...card('4111 1111 1111 1111', 10), address: 'y' };
    expect((await call('checkout', { body: other }, 'buy')).code).toBe('idempotency-key-reused');
  });
});
