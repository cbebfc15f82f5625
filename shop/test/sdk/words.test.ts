import { serve } from '../../../local/http';
import { createClient } from '../../../sdk/source/index.ts';
import { openGateway } from '../harness';

// Over both transports the client reaches the same item, whatever its key is: over REST it goes through fetch, which
// follows the rules of URLs (https://url.spec.whatwg.org/#path-state), and so takes "." and ".." out of a path.

const ids = ['batch', 'changes', 'get', '.', '..', '~', '~batch', '~~changes', '~..'];

test.each(['rest', 'graphql'] as const)('a key that is a word of a route is a key over %s', async (transport) => {
  const { handler } = await openGateway('v1');
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined });
  try {
    const client = createClient({ url: listening.url, transport });
    for (const id of ids) {
      const made = await client.product.create({ id, title: id, category: 'words', price: 1 });
      expect(await client.product.get(id)).toEqual(made);
      expect(await client.product.update(made, { price: 2 })).toMatchObject({ id, price: 2, version: 2 });
      expect(await client.product.delete(id)).toBeUndefined();
      expect(await client.product.get(id)).toBeUndefined();
      const items = [{ productId: 'p', quantity: 1 }];
      expect(await client.basket.put({ userName: id, items })).toMatchObject({ userName: id });
      expect(await client.basket.get(id)).toMatchObject({ userName: id });
      expect(await client.order.list(id).toArray()).toEqual([]);
    }
    expect(await client.basket.put({ userName: 'checkout', items: [] })).toMatchObject({ userName: 'checkout' });
    expect(await client.basket.get('checkout')).toMatchObject({ userName: 'checkout', items: [] });
  } finally {
    await listening.close();
  }
});
