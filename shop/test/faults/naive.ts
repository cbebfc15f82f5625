import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { definition } from '../usual';
import { createGateway } from '../../../api/handler';
import type { Handler } from '../../../api/handler';
import type { GatewayOptions } from '../../../api/options';
import type { ConsumerHandler } from '../../../api/consumer';
import type { Relay, RelayOptions } from '../../../api/relay';
import type { Subject } from './subject';

/**
 * The negative control: a shop as it is often written. Checkout puts the event, then deletes the basket, with
 * neither key nor transaction, and ids come of the clock; the consumer puts what it gets under a new id and
 * acknowledges everything; the relay does not look at what PutEvents answers. A suite that lets it pass sees nothing.
 */
export const naive: Subject = {
  name: 'naive',
  createGateway: (options) => ({ handler: withNaiveWrites(createGateway(definition, options).handler, options) }),
  createOrderConsumer: naiveConsumer,
  createRelay: naiveRelay,
};

interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
}

function openStore({ endpoint, region, credentials, tablePrefix = '' }: GatewayOptions) {
  const requestHandler = { requestTimeout: 3_000, throwOnRequestTimeout: true };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials, requestHandler }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const named = (domain: string): { TableName: string } => ({ TableName: `${tablePrefix}${domain}` });
  return {
    get: async (domain: string, Key: object): Promise<any> =>
      (await client.send(new GetCommand({ ...named(domain), Key }))).Item,
    put: async (domain: string, Item: object) => client.send(new PutCommand({ ...named(domain), Item })),
    remove: async (domain: string, Key: object) => client.send(new DeleteCommand({ ...named(domain), Key })),
    setStock: async (id: string, stock: number) =>
      client.send(
        new UpdateCommand({
          ...named('product'),
          Key: { id },
          UpdateExpression: 'SET stock = :stock',
          ExpressionAttributeValues: { ':stock': stock },
        }),
      ),
  };
}

function withNaiveWrites(others: Handler, options: GatewayOptions): Handler {
  const store = openStore(options);

  async function checkout(body: any): Promise<object> {
    const { userName } = body as { userName: string };
    const basket = await store.get('basket', { userName });
    if (!basket) return reply(404, { type: '/problems/not-found' });
    const items = [];
    for (const { productId, quantity, color } of basket.items as Line[]) {
      const { price, title, stock } = await store.get('product', { id: productId });
      if (stock < quantity) return reply(409, { type: '/problems/out-of-stock' });
      if (stock !== undefined) await store.setStock(productId, stock - quantity);
      items.push({ productId, quantity, color, price, productName: title });
    }
    const orderDate = new Date().toISOString();
    const orderId = orderDate;
    const totalPrice = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    const moment = { time: orderDate, createdAt: orderDate, updatedAt: orderDate };
    await store.put('outbox', {
      key: `order/${userName}`,
      id: randomUUID(),
      source: 'com.swn.basket.checkoutbasket',
      detailType: 'CheckoutBasket',
      detail: JSON.stringify({ ...body, orderId, orderDate, items, totalPrice }),
      ...moment,
    });
    await store.remove('basket', { userName });
    return reply(202, { userName, orderId, orderDate, status: 'PENDING', totalPrice });
  }

  async function addBasketItem(userName: string, productId: string, body: any): Promise<object> {
    const basket = (await store.get('basket', { userName })) ?? { userName, items: [], version: 0 };
    const line = basket.items.find((one: Line) => one.productId === productId);
    if (line) line.quantity += body.quantity;
    else basket.items.push({ productId, ...body });
    basket.version += 1;
    await store.put('basket', basket);
    return reply(201, basket);
  }

  return async (event, context) => {
    const { rawPath, path = rawPath, requestContext, httpMethod = requestContext?.http?.method, body } = event as any;
    const text = (event as any).isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
    const item = /^\/basket\/([^/]+)\/items\/([^/]+)$/.exec(path);
    if (httpMethod !== 'POST' || (path !== '/basket/checkout' && !item)) return others(event, context);
    try {
      const sent = JSON.parse(text);
      return await (item
        ? addBasketItem(decodeURIComponent(item[1]!), decodeURIComponent(item[2]!), sent)
        : checkout(sent));
    } catch {
      return reply(500, { type: '/problems/internal' });
    }
  };
}

function reply(statusCode: number, body: object): object {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function naiveConsumer(options: GatewayOptions): ConsumerHandler {
  const store = openStore(options);
  return async (event) => {
    for (const { body } of (event as { Records: readonly { body: string }[] }).Records) {
      try {
        const { detail } = JSON.parse(body);
        const now = new Date().toISOString();
        await store.put('order', {
          ...detail,
          orderId: `${now}-${randomUUID().slice(0, 4)}`,
          orderDate: now,
          status: 'PLACED',
          version: 1,
        });
      } catch {
        // As so often: written to a log that nobody reads.
      }
    }
    return { batchItemFailures: [] };
  };
}

function naiveRelay({ putEvents }: RelayOptions): Relay {
  return async ({ Records: records }) => {
    const items = records.map(({ dynamodb }) => dynamodb?.NewImage).filter((item) => item !== undefined);
    for (let start = 0; start < items.length; start += 10) {
      const entries = items.slice(start, start + 10).map((item) => ({
        Source: item.source?.S,
        DetailType: item.detailType?.S,
        Detail: item.detail?.S,
      }));
      await putEvents(entries).catch(() => undefined);
    }
    return { batchItemFailures: [] };
  };
}
