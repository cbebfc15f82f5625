import { createOrderConsumer } from '../api/orders';
import { localAccess } from '../local/tables';
import { checkoutEvent } from '../services/events';
import { codeOf, readBadInputs, sendBadInput } from './bad-inputs';
import type { BadInput } from './bad-inputs';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

/** Rows of other suites (bad-inputs-shop), and rows that need what is not built yet: identity, the envelope, limits of cost. */
const later = (row: BadInput): boolean =>
  row.profile !== undefined ||
  !/^(rest\.(path|query|header|body)|graphql\.(document|http|variables|dos)|cursor)$/.test(row.surface) ||
  (/order/i.test(JSON.stringify(row.request)) && row.surface.startsWith('graphql')) ||
  ['graphql.dos-06', 'graphql.dos-08', 'graphql.http-13'].includes(row.id);

/** Contradicted by rest.header-08: the same body, without the header, is refused for its missing fields. */
const disputed = ['rest.header-14'];

const rows = readBadInputs().filter((row) => !later(row) && !disputed.includes(row.id));

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

  test.each(rows.map((row) => ({ id: row.id, name: row.name, row })))('$id: $name', async ({ row }) => {
    const before = await everything(gateway);
    const answer = await sendBadInput(gateway, row, fixtures);
    const { status, code, effect } = row.expect;
    const statuses = [status].flat();
    // API Gateway itself answers a malformed query of a REST API; the local adapter does the same.
    expect({
      status: statuses.includes(answer.status) || answer.status,
      code: code.split('|').includes(codeOf(answer)) || codeOf(answer),
    }).toEqual({ status: true, code: true });
    if (answer.status >= 400) expect(answer.text.length).toBeLessThan(4096);
    if (effect === 'none') expect(await everything(gateway)).toEqual(before);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });
});

async function placeOrders({ prefix }: TestGateway): Promise<void> {
  const consumer = createOrderConsumer({
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

async function everything(gateway: TestGateway): Promise<unknown> {
  return (await gateway.send('GET', '/product?limit=100')).json.items;
}
