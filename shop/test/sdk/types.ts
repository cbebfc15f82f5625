import { createClient, TandemError } from '../../../sdk/source/index.ts';
import type { Order, Page, Product } from '../../../sdk/source/index.ts';
import type { CreateProductMutation, ProductsQuery } from '../../../sdk/generated/documents.ts';

// Compiled by `npm run check:types` and never run: what must not compile is marked, and a mark without an error is an
// error of its own.

const client = createClient({ url: 'http://127.0.0.1:4000', transport: 'graphql' });
const radio = { title: 'Pocket Radio', category: 'Radio', price: 39.9 };

export async function reads(): Promise<void> {
  const product = await client.product.get('p-100');
  // @ts-expect-error it may not be there
  product.title?.trim();
  // @ts-expect-error what is stored of it may not be readable
  product?.title.trim();
  product?.title?.trim();
  // @ts-expect-error no such field
  void product?.name;
  // @ts-expect-error a product has no key of two fields
  await client.product.get({ userName: 'ada', orderId: '1' });
  // @ts-expect-error an order has
  await client.order.get('order-1');
  // @ts-expect-error the key is missing
  await client.product.get();
  const basket = await client.basket.get('ada', { include: ['items.product', 'totalPrice'] });
  const price: number | null | undefined = basket?.items?.[0]?.product?.price;
  void price;
  // @ts-expect-error no such relation
  await client.basket.get('ada', { include: ['products'] });
  // @ts-expect-error a read takes no key of idempotence
  await client.product.get('p-100', { idempotencyKey: 'x' });
}

export async function lists(): Promise<void> {
  for await (const product of client.product.list({ filter: { price: { lt: 10 } }, orderBy: '-price', limit: 5 })) {
    const own: Product = product;
    // @ts-expect-error no order
    const other: Order = product;
    void [own, other];
  }
  for await (const page of client.order.list('ada').pages()) {
    const own: Page<Order> = page;
    void own.hasNext;
    // @ts-expect-error the last page has none
    void own.nextCursor.length;
    void own.totalCount?.toFixed();
  }
  for await (const product of client.product.list({ fields: ['id', 'price'] })) {
    void [product.id, product.price?.toFixed()];
    // @ts-expect-error nobody asked for the title
    void product.title;
    // @ts-expect-error what was not asked for makes no product
    const whole: Product = product;
    void whole;
  }
  const short = await client.product.get('p-100', { fields: ['title'] });
  void short?.title?.trim();
  // @ts-expect-error nobody asked for the version
  void short?.version;
  // @ts-expect-error no such field
  client.product.list({ fields: ['colour'] });
  // @ts-expect-error no index sorts by title
  client.product.list({ orderBy: 'title' });
  // @ts-expect-error no such field
  client.product.list({ filter: { colour: { eq: 'red' } } });
  // @ts-expect-error a price is a number
  client.product.list({ filter: { price: { lt: '10' } } });
  // @ts-expect-error a price has no beginning
  client.product.list({ filter: { price: { beginsWith: 1 } } });
  // @ts-expect-error whose orders
  client.order.list();
}

export async function writes(): Promise<void> {
  const made = await client.product.create(radio);
  await client.product.update(made, { stock: null });
  // @ts-expect-error a title cannot be taken away
  await client.product.update(made, { title: null });
  // @ts-expect-error nor made up
  await client.product.update(made, { colour: 'red' });
  // @ts-expect-error the change is missing
  await client.product.update(made);
  // @ts-expect-error the price is missing
  await client.product.create({ title: 'Pocket Radio', category: 'Radio' });
  // @ts-expect-error the version is the service's
  await client.product.create({ title: 'Pocket Radio', category: 'Radio', price: 39.9, version: 1 });
  await client.basket.addItem('ada', made.id, { quantity: 1 });
  // @ts-expect-error the product is missing
  await client.basket.addItem('ada', { quantity: 1 });
  // @ts-expect-error orders are made by a checkout
  void client.order.create;
  // @ts-expect-error no such status
  await client.order.setStatus({ userName: 'ada', orderId: '1' }, { status: 'LOST' });
  // @ts-expect-error the address is missing
  await client.checkout({ userName: 'ada', firstName: 'Ada', lastName: 'L', email: 'a@example.com', paymentMethod: 1 });
  const [outcome] = await client.product.createMany([radio]);
  // @ts-expect-error it may have been refused
  void outcome?.item.id;
  if (outcome?.error) void outcome.error.code;
  else void outcome?.item.id;
}

export function errors(error: unknown): unknown {
  if (!(error instanceof TandemError)) throw error;
  // @ts-expect-error only some errors have it
  void error.current;
  void error.data?.products;
  void error.requestId?.length;
  // @ts-expect-error no such code
  if (error.code === 'not-fond') return undefined;
  switch (error.code) {
    case 'conflict':
    case 'precondition-failed':
      return error.current?.version;
    case 'validation':
      return error.errors.map(({ pointer }) => pointer);
    case 'price-changed':
    case 'out-of-stock':
      return error.products.map(({ productId }) => productId);
    case 'unavailable':
      return error.retryAfterSeconds;
    case 'network':
      return error.cause;
    default:
      return error.message;
  }
}

/** Whoever sends a document sees what each of its root fields may be; a method of the client throws instead. */
export async function documents(answered: ProductsQuery & CreateProductMutation): Promise<void> {
  // @ts-expect-error the field may have failed
  void answered.products.edges;
  // @ts-expect-error the item may be unreadable
  void answered.products?.edges[0]?.node.title;
  // @ts-expect-error the field may have failed
  void answered.createProduct.version;
  void answered.products?.edges[0]?.node?.title;
  const made = await client.product.create(radio);
  void made.version.toFixed();
}

// @ts-expect-error no such transport
createClient({ url: '', transport: 'soap' });
// @ts-expect-error where is the gateway
createClient({ transport: 'rest' });
