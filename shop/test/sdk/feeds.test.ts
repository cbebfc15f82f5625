import { localAccess } from '../../../local/tables';
import { exampleObject } from '../../../schema/examples';
import { domainOf } from '../../../schema/facts';
import { Order as OrderClass } from '../../schema/order';
import { createClient } from '../../../sdk/source/index.ts';
import type { Client, Fetch, Order } from '../../../sdk/source/index.ts';
import { openTables } from '../../../tables';
import { openWorld, ways } from './world';
import type { World } from './world';

const key = { userName: 'swn', orderId: 'o1' };

describe.each(ways)('over $transport, with $payload events', ({ payload, transport }) => {
  let world: World;
  let client: Client;
  beforeEach(async () => {
    world = await openWorld(payload, transport);
    client = world.client();
    // A placed order, without the checkout that leads to it.
    const tables = openTables({ ...localAccess, endpoint: process.env.TEST_ENGINE!, prefix: world.gateway.prefix });
    const moment = new Date().toISOString();
    const { table } = tables({ signal: new AbortController().signal, now: () => new Date() });
    for (const orderId of ['o1', 'o2']) {
      const order = { ...exampleObject(OrderClass), ...key, orderId, status: 'PLACED' };
      await table(domainOf(OrderClass)).put({ ...order, createdAt: moment, updatedAt: moment });
    }
  });
  afterEach(async () => world.close());

  test('an order is watched from what it is to what it becomes, and others are not seen', async () => {
    const seen: (string | null | undefined)[] = [];
    for await (const order of client.order.watch(key)) {
      seen.push(order?.status);
      if (seen.length === 1) {
        await client.order.setStatus({ ...key, orderId: 'o2' }, { status: 'CANCELLED' });
        await client.order.setStatus(key, { status: 'PAID' });
      }
      if (order?.status === 'PAID') await client.order.setStatus(order, { status: 'SHIPPED' });
      if (order?.status === 'SHIPPED') break;
    }
    expect(seen).toEqual(['PLACED', 'PAID', 'SHIPPED']);
  });

  test('what does not exist is told once', async () => {
    const seen: (Order | undefined)[] = [];
    for await (const order of client.order.watch({ ...key, orderId: 'nothing' })) seen.push(order);
    expect(seen).toEqual([undefined]);
  });

  test('a feed goes on after a reload, from the cursor of a batch', async () => {
    const batches = client.order.changes('swn').batches()[Symbol.asyncIterator]();
    const { value } = (await batches.next()) as { value: { cursor: string } };
    await client.order.setStatus(key, { status: 'PAID' });
    await client.order.setStatus(key, { status: 'SHIPPED' });
    const told: unknown[] = [];
    for await (const { change, key: changed, item } of client.order.changes('swn', { since: value.cursor })) {
      told.push([change, changed, item?.status]);
      if (told.length === 2) break;
    }
    expect(told).toEqual([
      ['Updated', key, 'PAID'],
      ['Updated', key, 'SHIPPED'],
    ]);
  });

  test('a signal ends a feed that waits', async () => {
    const ending = new AbortController();
    setTimeout(() => ending.abort(new Error('the page is left')), 100);
    const follow = async (): Promise<void> => {
      for await (const change of client.order.allChanges({ signal: ending.signal })) expect(change).toBeUndefined();
    };
    await expect(follow()).rejects.toThrow('the page is left');
  });

  test('a gateway that is away for longer than any call is tried is waited for', async () => {
    let left = 5;
    const flaky: Fetch = async (url, init) => {
      if (init.method === 'GET' || String(init.body).includes('Changes')) {
        left -= 1;
        if (left > 0 && left < 4) throw new Error('connection refused');
        if (left === 0) void client.order.setStatus(key, { status: 'PAID' });
      }
      return fetch(url, init);
    };
    const patient = world.client({ fetch: flaky, retries: 0 });
    const seen: unknown[] = [];
    for await (const { item } of patient.order.changes('swn')) {
      seen.push(item?.status);
      break;
    }
    expect(seen).toEqual(['PAID']);
    expect(left).toBeLessThanOrEqual(0);
  });
});

// RFC 6202, section 2.3: an empty answer may come at any time, and asking again at once would be polling without end.
test.each(['rest', 'graphql'] as const)(
  'over %s a feed that may not wait at the gateway rests as long as it is told, and ends with its signal',
  async (transport) => {
    let asked = 0;
    const stretch = { changes: [], cursor: 'c', retryAfterSeconds: 20 };
    const fetch: Fetch = async () => {
      asked += 1;
      const body = transport === 'rest' ? stretch : { data: { productChanges: stretch } };
      return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
    };
    const leaving = new AbortController();
    const client = createClient({ url: 'http://gateway.test', transport, fetch });
    const batches = client.product.changes({ signal: leaving.signal }).batches()[Symbol.asyncIterator]();
    expect((await batches.next()).value).toMatchObject({ cursor: 'c', retryAfterSeconds: 20 });
    const next = batches.next();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(asked).toBe(1);
    leaving.abort(new Error('the page is left'));
    await expect(next).rejects.toThrow('the page is left');
    expect(asked).toBe(1);
  },
);
