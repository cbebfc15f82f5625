import { localAccess } from '../../local/tables';
import { exampleObject } from '../../schema/examples';
import { domainOf } from '../../schema/facts';
import { openTables } from '../../tables';
import { describeRandomBodies } from '../../test/random-bodies';
import { Order } from '../schema/order';
import { openGateway } from './harness';
import { definition } from './usual';

/** A product whose id no random body has, for baskets that can be bought. */
const kept = { id: 'kept', title: 'kept', category: 'c', price: 10 };

describeRandomBodies({
  definition,
  open: async (payload) => {
    const gateway = await openGateway(payload);
    await gateway.send('POST', '/product', { body: kept });
    return gateway;
  },
  prepare: async (gateway, { operation, path, member }) => {
    if (operation.name === 'setOrderStatus') await placed(gateway.prefix, path);
    if (!['checkout', 'setBasketItemQuantity', 'replaceBasket'].includes(operation.name)) return;
    const [, , owner, , line] = path.split('/').map(decodeURIComponent);
    const userName = operation.name === 'checkout' ? member('userName') : owner;
    const items = [{ productId: operation.name === 'setBasketItemQuantity' ? line : kept.id, quantity: 1 }];
    const put = await gateway.send('POST', '/basket', { body: { userName, items } });
    if (put.status === 409) {
      await gateway.send('PUT', `/basket/${encodeURIComponent(String(userName))}`, { body: { items } });
    }
  },
  refusing: ['createProduct', 'replaceProduct', 'updateProduct', 'checkout'],
});

/** Puts the placed order of a path, /order/{userName}/{orderId}/status, straight into its table. */
async function placed(prefix: string, path: string): Promise<void> {
  const [, , userName, orderId] = path.split('/').map(decodeURIComponent);
  const moment = new Date().toISOString();
  const order = { ...exampleObject(Order), userName, orderId, status: 'PLACED', createdAt: moment, updatedAt: moment };
  const tables = openTables({ ...localAccess, endpoint: process.env.TEST_ENGINE!, prefix });
  const context = tables({ signal: new AbortController().signal, now: () => new Date() });
  await context.table(domainOf(Order)).put(order);
}
