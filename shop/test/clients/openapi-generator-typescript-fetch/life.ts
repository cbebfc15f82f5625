import {
  BasketApi,
  Configuration,
  CreateProductFailureFromJSON,
  OrderApi,
  ProductApi,
  ProductFilterToJSON,
  ProductPreconditionFailedProblemFromJSON,
  ResponseError,
} from './client';
import type { ProductPage } from './client';

const [, , url = '', name = ''] = process.argv;
const configuration = new Configuration({ basePath: url });
const shop = new ProductApi(configuration);
const baskets = new BasketApi(configuration);
const orders = new OrderApi(configuration);

const ids = ({ items }: ProductPage) => items.map(({ id }) => id).join('+');

/** What a request was refused with; a success ends the program. */
async function refused(sent: Promise<unknown>): Promise<unknown> {
  const error: unknown = await sent.then(
    (answer) => new Error(JSON.stringify(answer)),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ResponseError) return error.response.json();
  throw error;
}

const [dear, cheap] = [`${name}-dear`, `${name}-cheap`];
const { cursor: since } = await shop.productChanges();

for (const [id, title, price] of [
  [dear, 'Dear', 999_999.99],
  [cheap, 'Cheap', 19.99],
] as const) {
  await shop.createProduct({ productInput: { id, title, category: name, price } });
}
console.log('money:', (await shop.product({ id: dear })).price, (await shop.product({ id: cheap })).price);

const filter = JSON.stringify(ProductFilterToJSON({ category: { eq: name }, price: { gt: 100 } }));
console.log('filter:', ids(await shop.products({ filter })));

const chosen = await shop.products({ category: name, fields: 'title' });
const alone = chosen.items.map(({ title, category, price }) => `${title} ${category ?? price ?? 'alone'}`);
console.log('fields:', alone.join(', '));

const pages: string[] = [];
let cursor: string | undefined;
do {
  const page = await shop.products({ category: name, limit: 1, ...(cursor !== undefined && { cursor }) });
  pages.push(ids(page));
  cursor = page.nextCursor;
} while (cursor !== undefined);
console.log('pages:', pages.join(', '));

const patch = { id: cheap, ifMatch: '"1"', productPatch: { price: 20.49 } };
await shop.updateProduct(patch);
const stale = ProductPreconditionFailedProblemFromJSON(await refused(shop.updateProduct(patch)));
console.log(
  'stale version:',
  `${stale.status} precondition-failed, ${stale.current?.price} in ${stale.current?.category}`,
);

const wrong = CreateProductFailureFromJSON(
  await refused(shop.createProduct({ productInput: { title: 'Wrong', price: -1 } })),
);
if (wrong.type === '/problems/validation') {
  console.log('wrong body:', `${wrong.status} validation at ${wrong.errors?.[0]?.pointer}`);
}

const items = [
  { productId: dear, quantity: 1 },
  { productId: cheap, quantity: 2 },
];
await baskets.putBasket({ basketUpsert: { userName: name, items } });
const buyer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', address: '1 Main Street' };
const bought = await baskets.checkout({ checkoutInput: { userName: name, paymentMethod: 1, ...buyer } });
console.log('checkout:', bought.status, bought.totalPrice);

const order = await orders.order({ userName: name, orderId: bought.orderId });
console.log('order:', `${order.totalPrice} of ${order.items?.map((item) => item?.price).join(' and ')}`);

const { changes } = await shop.productChanges({ since, wait: 5 });
console.log('feed:', changes.map(({ change, key }) => `${change} ${key.id}`).join(', '));
