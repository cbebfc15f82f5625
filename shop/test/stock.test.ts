import { orderConsumer } from '../services/place-order';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createConsumer } from '../../api/consumer';
import { localAccess } from '../../local/tables';
import { eventsIn } from '../../services/events';
import { checkoutEvent } from '../services/events';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { contact } from './journeys';

// A checkout and a cancel change the stock of products, and whoever follows the products is told.

interface Told {
  readonly id: string;
  readonly change: string;
  readonly key: { readonly id: string };
  readonly version: number;
  readonly changed?: readonly string[];
  readonly item?: { readonly stock?: number };
}

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let later: number;
  beforeEach(async () => {
    later = 0;
    gateway = await openGateway(payload, { now: () => new Date(Date.now() + later) });
  });

  const product = (id: string, others: object = {}) => ({ id, title: id, category: 'Camera', price: 10, ...others });
  const create = async (products: readonly object[]) =>
    gateway.send('POST', '/product/batch', { body: { items: products } });
  const follow = async (since?: string): Promise<{ changes: readonly Told[]; cursor: string }> =>
    (await gateway.send('GET', `/product/changes${since === undefined ? '' : `?since=${since}`}`)).json;
  const buy = async (userName: string, lines: readonly object[]): Promise<string> => {
    await gateway.send('POST', '/basket', { body: { userName, items: lines } });
    const answer = await gateway.send('POST', '/basket/checkout', { body: { userName, ...contact } });
    expect(answer.status).toBe(202);
    return `/order/${userName}/${answer.json.orderId}`;
  };
  const cancel = async (order: string) => gateway.send('PUT', `${order}/status`, { body: { status: 'CANCELLED' } });

  async function outbox(): Promise<readonly Record<string, any>[]> {
    const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
    const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${gateway.prefix}outbox` }));
    raw.destroy();
    return Items.map((item) => unmarshall(item));
  }

  /** Hands the events of all checkouts to the consumer, as the queue does. */
  async function place(): Promise<void> {
    const consumer = createConsumer(orderConsumer, {
      endpoint: process.env.TEST_ENGINE!,
      ...localAccess,
      tablePrefix: gateway.prefix,
      log: () => undefined,
    });
    const checkouts = (await outbox()).flatMap(eventsIn).filter(({ source }) => source === checkoutEvent.source);
    const Records = checkouts.map(({ source, detailType, detail }, index) => ({
      messageId: `m${index}`,
      body: JSON.stringify({ source, 'detail-type': detailType, detail }),
    }));
    expect(await consumer({ Records }, {})).toEqual({ batchItemFailures: [] });
  }

  test('the feed of the products tells what a checkout has taken, and what a cancel puts back', async () => {
    await create([product('a', { stock: 9 }), product('b', { stock: 5 }), product('untracked'), product('other')]);
    const { cursor } = await follow();
    const order = await buy('ann', [
      { productId: 'a', quantity: 2 },
      { productId: 'a', quantity: 1, color: 'Red' },
      { productId: 'b', quantity: 5 },
      { productId: 'untracked', quantity: 1 },
    ]);
    const bought = await follow(cursor);
    expect(bought.changes).toMatchObject([
      {
        change: 'Updated',
        key: { id: 'a' },
        version: 2,
        changed: ['stock', 'version', 'updatedAt'],
        item: { stock: 6 },
      },
      { change: 'Updated', key: { id: 'b' }, version: 2, item: { stock: 0 } },
    ]);
    for (const { key, version, item } of bought.changes) {
      const { json } = await gateway.send('GET', `/product/${key.id}`);
      expect([json.version, json]).toEqual([version, item]);
    }
    await place();
    await gateway.send('DELETE', '/product/b');
    expect((await cancel(order)).status).toBe(200);
    const returned = await follow(bought.cursor);
    expect(returned.changes).toMatchObject([
      { change: 'Deleted', key: { id: 'b' } },
      { change: 'Updated', key: { id: 'a' }, version: 3, item: { stock: 9 } },
    ]);
    // The same status again changes nothing, and tells nothing.
    expect((await cancel(order)).status).toBe(200);
    expect((await follow(returned.cursor)).changes).toEqual([]);
  });

  // A minute later, the feed no longer looks back, and goes on within the record.
  test.each([0, 60_000])(
    'a checkout of 95 products is one more record, and %i ms later each is told once',
    async (pause) => {
      const ids = Array.from({ length: 95 }, (_, index) => `p${index}`);
      await create(ids.map((id) => product(id, { stock: 3 })));
      let { cursor } = await follow();
      // More than a page of changes, so that a page ends within a record.
      for (const id of ids.slice(0, 8)) await gateway.send('PATCH', `/product/${id}`, { body: { price: 11 } });
      await buy(
        'ann',
        ids.map((productId) => ({ productId, quantity: 2 })),
      );
      expect((await outbox()).filter(({ events }) => events)).toHaveLength(2);
      later = pause;
      await create(ids.map((id) => product(`more-${id}`)));
      const told: Told[] = [];
      for (;;) {
        const { changes, cursor: next } = await follow(cursor);
        if (changes.length === 0) break;
        expect(changes.length).toBeLessThanOrEqual(100);
        told.push(...changes);
        cursor = next;
      }
      expect(told).toHaveLength(95 + 8 + 95);
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      expect(told.map(({ id }) => id)).toEqual(told.map(({ id }) => id).toSorted());
      const sold = told.filter(({ changed }) => changed?.includes('stock'));
      expect(sold.map(({ key }) => key.id).toSorted()).toEqual(ids.toSorted());
      expect(new Set(sold.map(({ item }) => item?.stock))).toEqual(new Set([1]));
    },
  );

  test('a record too large for the table tells its largest changes without their content', async () => {
    const ids = Array.from({ length: 90 }, (_, index) => `p${index}`);
    const description = 'x'.repeat(4000);
    await create(ids.map((id) => product(id, { stock: 3, ...(id !== 'p7' && { description }) })));
    const { cursor } = await follow();
    await buy(
      'ann',
      ids.map((productId) => ({ productId, quantity: 1 })),
    );
    const { changes } = await follow(cursor);
    expect(changes).toHaveLength(90);
    expect(new Set(changes.map(({ version }) => version))).toEqual(new Set([2]));
    const whole = changes.filter(({ item }) => item).map(({ key }) => key.id);
    expect(whole).toContain('p7');
    expect([whole.length > 10, whole.length < 90]).toEqual([true, true]);
  });

  describe('what would pass the limit of the stock', () => {
    const most = 1_000_000;

    test('is left out by a cancel, which goes through: two at once fill the stock and no more', async () => {
      await create([product('a', { stock: most })]);
      const orders = await Promise.all(['ann', 'bob'].map((user) => buy(user, [{ productId: 'a', quantity: 2 }])));
      await place();
      await gateway.send('PATCH', '/product/a', { body: { stock: most - 3 } });
      const answers = await Promise.all(orders.map(cancel));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await gateway.send('GET', '/product/a')).json.stock).toBe(most);
      const statuses = await Promise.all(orders.map(async (order) => (await gateway.send('GET', order)).json.status));
      expect(statuses).toEqual(['CANCELLED', 'CANCELLED']);
    });

    test('is not added over the envelope, neither alone nor by two at once', async () => {
      await create([product('a', { stock: most - 1 })]);
      const add = async (number: number) =>
        gateway.send('POST', '/dynamodbmanager', {
          body: {
            operation: 'update',
            tableName: 'product',
            payload: {
              Key: { id: 'a' },
              UpdateExpression: 'ADD stock :n',
              ExpressionAttributeValues: { ':n': number },
            },
          },
        });
      const alone = await add(2);
      expect([alone.status, alone.json.type]).toEqual([422, '/problems/validation']);
      const answers = await Promise.all([add(1), add(1)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
      expect((await gateway.send('GET', '/product/a')).json).toMatchObject({ stock: most, version: 2 });
    });
  });
});
