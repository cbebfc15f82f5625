import { orderConsumer } from '../services/place-order';
import { createConsumer } from '../../api/consumer';
import { localAccess } from '../../local/tables';
import { checkoutEvent } from '../services/events';
import { describeFile, expectAnswer, expectEffect, sendBadInput } from '../../test/bad-inputs';
import { all, disputed, rowsOf, suites } from './bad-inputs';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

const rows = rowsOf('bad-inputs');

describe('the file', () => {
  describeFile(__dirname, { all, rowsOf }, Object.keys(suites) as (keyof typeof suites)[], disputed);
});

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
    for (const id of ['p0', 'p1', 'p2x', 'p3']) {
      await gateway.send('POST', '/product', { body: { id, title: id, category: 'Phone', price: 10 } });
    }
  });

  const fixtures = async (name: string): Promise<string> => {
    if (name.startsWith('jwt:') || name.startsWith('key:')) return 'none';
    if (name.startsWith('etag:')) return (await gateway.send('GET', '/product/p1')).headers.etag!;
    if (name === 'cursor:order:alice') {
      await placeOrders(gateway);
      return (await gateway.send('GET', '/order/alice?limit=2')).json.nextCursor as string;
    }
    if (name === 'cursor:10kb') return 'A'.repeat(10_000);
    const { nextCursor } = (await gateway.send('GET', '/product?limit=2')).json;
    return name.endsWith('|truncate') ? nextCursor.slice(0, -4) : nextCursor;
  };

  test.each(rows)('$id: $name', async ({ row }) => {
    const names = [...JSON.stringify(row.request).matchAll(/{{([^}]+)}}/g)].map(([, name]) => name!);
    // What a fixture needs is there before the row is looked at.
    const ready = new Map<string, string>();
    for (const name of names) ready.set(name, await fixtures(name));
    const answer = await expectEffect(row, gateway.prefix, async () =>
      sendBadInput(gateway, row, async (name) => ready.get(name)!),
    );
    expectAnswer(row, answer);
    if (row.id === 'rest.body-41') {
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });
});

async function placeOrders({ prefix }: TestGateway): Promise<void> {
  const consumer = createConsumer(orderConsumer, {
    endpoint: process.env.TEST_ENGINE!,
    ...localAccess,
    tablePrefix: prefix,
    log: () => undefined,
  });
  for (const orderId of ['o1', 'o2', 'o3']) {
    const detail = { userName: 'alice', orderId, orderDate: '2024-01-01T00:00:00Z', totalPrice: 1, items: [] };
    await consumer({ source: checkoutEvent.source, 'detail-type': checkoutEvent.detailType, detail }, {});
  }
}
