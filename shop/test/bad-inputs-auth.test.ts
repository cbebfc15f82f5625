import { orderConsumer } from '../services/place-order';
import { createConsumer } from '../../api/consumer';
import { tokenAuthentication } from '../../api/auth/authentication';
import { localAccess } from '../../local/tables';
import { checkoutEvent } from '../services/events';
import { expectAnswer, expectEffect, sendBadInput } from '../../test/bad-inputs';
import { all, rowsOf } from './bad-inputs';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { openFakeIssuer } from '../../test/tokens';
import type { FakeIssuer } from '../../test/tokens';

// The rows about who asks, with real tokens of an issuer of the test's own.
const rows = rowsOf('bad-inputs-auth');

let issuer: FakeIssuer;
beforeEach(async () => {
  issuer = await openFakeIssuer();
});
afterEach(async () => issuer.close());

describe.each(formats)('with %s events', (payload) => {
  test.each(rows)('$id: $name', async ({ row }) => {
    const gateway = await openShop(payload);
    if (row.id === 'jwt-32') issuer.behave('down');
    if (row.id === 'jwt-33') issuer.behave('hanging');
    const fixtures = async (name: string): Promise<string> => {
      if (name.startsWith('jwt:')) return issuer.token(name.slice('jwt:'.length));
      const headers = { authorization: `Bearer ${issuer.token(name.split(':')[2]!)}` };
      return (await gateway.send('GET', '/order/bob?limit=2', { headers })).json.nextCursor as string;
    };
    const ready = new Map<string, string>();
    for (const [, name] of JSON.stringify(row.request).matchAll(/{{([^}]+)}}/g))
      ready.set(name!, await fixtures(name!));
    const answer = await expectEffect(row, gateway.prefix, async () =>
      sendBadInput(gateway, row, async (name) => ready.get(name)!),
    );
    expectAnswer(row, answer);
    if (answer.status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer realm="tandem"');
    if (answer.status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(issuer.fetches.attacker).toBe(0);
  });

  async function openShop(format: typeof payload): Promise<TestGateway> {
    const gateway = await openGateway(format, {
      authentication: tokenAuthentication({
        issuers: [{ issuer: issuer.issuer, audience: issuer.audience, jwksUri: issuer.jwksUri }],
        log: () => undefined,
      }),
    });
    // What is there was put there past the rules.
    const open = await openGateway(format, { tablePrefix: gateway.prefix });
    await open.send('POST', '/product', { body: { id: 'p1', title: 'p1', category: 'c', price: 1 } });
    for (const userName of ['alice', 'bob']) {
      await open.send('POST', '/basket', { body: { userName, items: [{ productId: 'p1', quantity: 1 }] } });
    }
    const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
    const consumer = createConsumer(orderConsumer, { ...options, log: () => undefined });
    for (const orderId of ['ob1', 'ob2', 'ob3']) {
      const detail = { userName: 'bob', orderId, orderDate: '2024-01-01T00:00:00Z', totalPrice: 1, items: [] };
      await consumer({ source: checkoutEvent.source, 'detail-type': checkoutEvent.detailType, detail }, {});
    }
    return gateway;
  }
});

test('the guard off, the rows are red: an open gateway lets alice delete a product', async () => {
  const open = await openGateway('v1');
  await open.send('POST', '/product', { body: { id: 'p1', title: 'p1', category: 'c', price: 1 } });
  const row = all.find(({ id }) => id === 'rest.path-21')!;
  expect((await sendBadInput(open, row, async () => 'none')).status).toBe(204);
});
