import { openGateway } from './harness';
import { describeRandomBodies } from './random-bodies';
import { definition } from './usual';

/** A book whose id no random body has, for shelves that can be borrowed. */
const kept = { id: 'kept', title: 'kept', category: 'c', price: 10 };

describeRandomBodies({
  definition,
  open: async (payload) => {
    const gateway = await openGateway(payload);
    await gateway.send('POST', '/book', { body: kept });
    return gateway;
  },
  prepare: async (gateway, { operation, path, member }) => {
    if (!['borrow', 'replaceShelf'].includes(operation.name)) return;
    const [, , owner] = path.split('/').map(decodeURIComponent);
    const userName = operation.name === 'borrow' ? member('userName') : owner;
    const items = [{ bookId: kept.id, quantity: 1 }];
    const put = await gateway.send('POST', '/shelf', { body: { userName, items } });
    if (put.status === 409) {
      await gateway.send('PUT', `/shelf/${encodeURIComponent(String(userName))}`, { body: { items } });
    }
  },
  refusing: ['createBook', 'replaceBook', 'updateBook', 'borrow'],
});
