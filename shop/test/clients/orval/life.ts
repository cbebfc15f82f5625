import * as shop from './client';
import * as valid from './zod';

const [, name = ''] = process.argv.slice(2);

/** The answer with the status of a success; any other ends the program. */
async function done<Answer extends { status: number }, Status extends Answer['status']>(
  status: Status,
  sent: Promise<Answer>,
): Promise<Extract<Answer, { status: Status }>> {
  const answer = await sent;
  if (answer.status !== status) throw new Error(JSON.stringify(answer));
  return answer as Extract<Answer, { status: Status }>;
}

const [dear, cheap] = [`${name}-dear`, `${name}-cheap`];
const start = await done(200, shop.productChanges());
const { cursor: since } = valid.ProductChangesResponse.parse(start.data);

for (const [id, title, price] of [
  [dear, 'Dear', 999_999.99],
  [cheap, 'Cheap', 19.99],
] as const) {
  await done(201, shop.createProduct(valid.CreateProductBody.parse({ id, title, category: name, price })));
}
const read = async (id: string) => valid.ProductResponse.parse((await done(200, shop.product(id))).data);
console.log('money:', (await read(dear)).price, (await read(cheap)).price);

const filter = JSON.stringify({ category: { eq: name }, price: { gt: 100 } });
const filtered = await done(200, shop.products({ filter }));
console.log('filter:', ...filtered.data.items.map(({ id }) => id));

const chosen = await done(200, shop.products({ category: name, fields: 'title' }));
const alone = valid.ProductsResponse.parse(chosen.data).items.map(
  ({ title, category, price }) => `${title} ${category ?? price ?? 'alone'}`,
);
console.log('fields:', alone.join(', '));

const pages: string[] = [];
let cursor: string | undefined;
do {
  const query = { category: name, limit: 1, ...(cursor !== undefined && { cursor }) };
  const { items, nextCursor } = (await done(200, shop.products(query))).data;
  pages.push(items.map(({ id }) => id).join('+'));
  cursor = nextCursor;
} while (cursor !== undefined);
console.log('pages:', pages.join(', '));

// Neither the client nor the validator adds a field that is not sent.
const patch = valid.UpdateProductBody.parse({ price: 20.49 });
const condition = { headers: { 'If-Match': '"1"' } };
await done(200, shop.updateProduct(cheap, patch, condition));
const stale = await shop.updateProduct(cheap, patch, condition);
if (stale.status === 412) {
  console.log(
    'stale version:',
    `${stale.data.status} precondition-failed, ${stale.data.current?.price} in ${stale.data.current?.category}`,
  );
}

const wrong = await shop.createProduct({ title: 'Wrong', price: -1 });
if (wrong.status === 422 && wrong.data.type === '/problems/validation') {
  console.log('wrong body:', `${wrong.data.status} validation at ${wrong.data.errors?.[0]?.pointer}`);
}

const items = [
  { productId: dear, quantity: 1 },
  { productId: cheap, quantity: 2 },
];
await done(201, shop.putBasket({ userName: name, items }));
const buyer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', address: '1 Main Street' };
const bought = (await done(202, shop.checkout({ userName: name, paymentMethod: 1, ...buyer }))).data;
console.log('checkout:', bought.status, bought.totalPrice);

const order = valid.OrderResponse.parse((await done(200, shop.order(name, bought.orderId))).data);
console.log('order:', `${order.totalPrice} of ${order.items?.map((item) => item?.price).join(' and ')}`);

const { data: feed } = await done(200, shop.productChanges({ since, wait: 5 }));
const { changes } = valid.ProductChangesResponse.parse(feed);
console.log('feed:', changes.map(({ change, key }) => `${change} ${key.id}`).join(', '));
