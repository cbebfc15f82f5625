import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ConsumerHandler } from '../../api/consumer';
import { eventsIn } from '../../services/events';
import { callsOf, envelopeJourney, Stopped, take } from '../../test/journeys';
import type { TestGateway } from './harness';

/** What the journeys go through. */
export interface Shop {
  readonly gateway: TestGateway;
  readonly consumer: ConsumerHandler;
  /** Looks at the tables from behind. */
  readonly raw: DynamoDBClient;
}

/** What a checkout is told of the buyer. */
export const contact = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'a@example.com',
  address: '1 Main',
  paymentMethod: 1,
};

/**
 * The life of a product, of a basket, of an order and of an item of the old envelope, over both faces. Together they need every right of both functions.
 * @param mark keeps one run apart from another
 * @throws Stopped
 */
export async function journeys({ gateway, consumer, raw }: Shop, mark: string): Promise<void> {
  const calls = callsOf(gateway);
  const { rest, graphql } = calls;
  const placed = async (event: object): Promise<void> => take(consumer, event, mark);

  await rest(200, 'GET', '/health?deep');

  const radio = { id: `radio-${mark}`, title: 'Radio', category: `Radio-${mark}`, price: 40, stock: 20 };
  const lamp = { id: `lamp-${mark}`, title: 'Lamp', category: 'Light', price: 15 };
  const key = { 'idempotency-key': mark };
  await rest(201, 'POST', '/product', radio, key);
  await rest(201, 'POST', '/product', radio, key);
  await rest(409, 'POST', '/product', radio);
  await rest(200, 'POST', '/product/batch?dryRun=true', { items: [lamp] });
  const { results } = await rest(200, 'POST', '/product/batch', { items: [lamp] });
  if (results[0].status !== 201) throw new Stopped('batch', { ...results[0], json: results[0] });
  await rest(200, 'POST', '/product/batch/get', { keys: [{ id: radio.id }, { id: lamp.id }] });
  await rest(200, 'GET', `/product/${radio.id}`);
  await rest(200, 'GET', '/product');
  await rest(200, 'GET', `/product?id=${radio.id}`);
  await rest(200, 'GET', `/product?category=${radio.category}&sort=-price&count=true`);
  await rest(200, 'PATCH', `/product/${radio.id}`, { price: 41 });
  await rest(422, 'PATCH', `/product/${radio.id}`, { price: -1 }, { 'if-match': '"2"' });
  await rest(200, 'PUT', `/product/${radio.id}`, radio);
  await graphql('mutation ($i: ProductInput!) { createProduct(input: $i) { id } }', {
    i: { ...lamp, id: `other-${mark}` },
  });
  await rest(204, 'DELETE', `/product/other-${mark}`);

  const userName = `ann-${mark}`;
  const basket = { userName, items: [{ productId: radio.id, quantity: 1 }] };
  await rest(404, 'POST', '/basket/checkout', { userName, ...contact });
  await rest(201, 'POST', `/basket/${userName}/items/${radio.id}`, { quantity: 1 }, { 'idempotency-key': mark });
  await rest(200, 'POST', `/basket/${userName}/items/${lamp.id}`, { quantity: 2 });
  await rest(200, 'PATCH', `/basket/${userName}/items/${lamp.id}`, { quantity: 1 });
  await rest(204, 'DELETE', `/basket/${userName}/items/${lamp.id}`);
  await rest(200, 'GET', '/basket');
  await rest(200, 'GET', `/basket?userName=${userName}&include=items.product,totalPrice`);
  await graphql('query ($u: String!) { basket(userName: $u) { totalPrice items { product { title } } } }', {
    u: userName,
  });
  await rest(204, 'DELETE', `/basket/${userName}`);
  await rest(201, 'POST', '/basket', basket);
  await rest(200, 'PUT', `/basket/${userName}`, basket);
  const bought = await rest(202, 'POST', '/basket/checkout', { userName, ...contact });
  await rest(201, 'POST', '/basket', basket);
  const second = await graphql('mutation ($i: CheckoutInput!) { checkout(input: $i) { orderId } }', {
    i: { userName, ...contact },
  });
  await rest(409, 'POST', '/basket/checkout', { userName, ...contact }, { 'idempotency-key': `another-${mark}` });

  const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${gateway.prefix}outbox` }));
  const own = Items.map((record) => unmarshall(record)).filter(({ key }) => String(key).startsWith('order/'));
  for (const { source, detailType, detail } of own.flatMap(eventsIn)) {
    if (detailType !== 'CheckoutBasket' || !JSON.stringify(detail).includes(userName)) continue;
    const event = { source, 'detail-type': detailType, detail };
    await placed(event);
    await placed(event);
    // An order that no checkout of this gateway has left, such as one of an older producer.
    await placed({ ...event, detail: { ...event.detail, orderId: `old-${(event.detail as any).orderId}` } });
  }
  const order = `/order/${userName}/${bought.orderId}`;
  const { status } = await rest(200, 'GET', order);
  if (status !== 'PLACED') throw new Stopped('the order is placed', undefined);
  await rest(200, 'GET', '/order');
  await rest(200, 'GET', `/order?userName=${userName}`);
  await rest(200, 'GET', `/order?userName=${userName}&orderId=${bought.orderId}`);
  await rest(200, 'GET', `/order/${userName}`);
  await graphql(
    'query ($u: String!) { orders(userName: $u, first: 2) { totalCount edges { node { items { product { id } } } } } }',
    { u: userName },
  );
  await rest(200, 'PUT', `${order}/status`, { status: 'PAID' });
  await graphql(
    'mutation ($u: String!, $o: String!) { setOrderStatus(userName: $u, orderId: $o, status: CANCELLED) { status } }',
    { u: userName, o: second.checkout.orderId },
  );

  await rest(200, 'GET', `/order/${userName}/changes`);

  await envelopeJourney(calls, mark);
}
