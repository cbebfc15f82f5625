import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway } from '@tandem/gateway/testing';
import type { TestGateway } from '@tandem/gateway/testing';
import definition from '../tandem';

// Through the front door: the gateway as it is deployed, on a real engine, with tokens and the event bus.

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ definition, auth: 'jwt', samples: true });
});
after(async () => gateway.stop());

const buyer = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  address: '1 Main Street',
  paymentMethod: 1,
  cardInfo: '4242 4242 4242 4242',
};

// The samples have a basket of alice.
void test('a basket becomes an order, which is placed by way of the event bus', async () => {
  const product = { id: 'radio', title: 'Pocket Radio', category: 'Radio', price: 20, stock: 5 };
  assert.equal((await gateway.rest('POST', '/product', { body: product, as: 'admin' })).status, 201);

  const add = 'mutation { addBasketItem(userName: "carol", productId: "radio", quantity: 2) { userName } }';
  assert.deepEqual((await gateway.graphql(add, {}, { as: 'carol' })).errors, []);

  const bought = await gateway.rest('POST', '/basket/checkout', { body: { userName: 'carol', ...buyer }, as: 'carol' });
  assert.equal(bought.status, 202);
  assert.equal(bought.json.totalPrice, 40);
  assert.equal((await gateway.rest('GET', '/basket/carol', { as: 'carol' })).status, 404);

  await gateway.idle();
  const order = await gateway.rest('GET', `/order/carol/${String(bought.json.orderId)}`, { as: 'carol' });
  assert.equal(order.json.status, 'PLACED');
  assert.equal(order.json.cardLast4, '4242');
  assert.equal((await gateway.rest('GET', '/product/radio')).json.stock, 3);
});

void test('nobody sees the basket of another', async () => {
  assert.equal((await gateway.rest('GET', '/basket/alice', { as: 'bob' })).status, 403);
});

void test('everybody reads the catalogue, and only an admin writes it', async () => {
  assert.ok((await gateway.rest('GET', '/product')).json.items.length > 10);
  const body = { title: 'Desk Lamp', category: 'Light', price: 29.9 };
  assert.equal((await gateway.rest('POST', '/product', { body, as: 'bob' })).status, 403);
});
