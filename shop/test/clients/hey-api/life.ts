import { client } from './client/client.gen';
import * as shop from './client';

const [baseUrl = '', name = ''] = process.argv.slice(2);
client.setConfig({ baseUrl });

/** The data of an answer; what is no success ends the program. */
async function done<Data>(answer: Promise<{ data?: Data; error?: unknown }>): Promise<NonNullable<Data>> {
  const { data, error } = await answer;
  if (data === undefined || data === null) throw new Error(JSON.stringify(error));
  return data;
}

const [dear, cheap] = [`${name}-dear`, `${name}-cheap`];
const start = await done(shop.productChanges());

await done(shop.createProduct({ body: { id: dear, title: 'Dear', category: name, price: 999_999.99 } }));
await done(shop.createProduct({ body: { id: cheap, title: 'Cheap', category: name, price: 19.99 } }));
const read = async (id: string) => done(shop.product({ path: { id } }));
console.log('money:', (await read(dear)).price, (await read(cheap)).price);

const filter = JSON.stringify({ category: { eq: name }, price: { gt: 100 } });
const filtered = await done(shop.products({ query: { filter } }));
console.log('filter:', ...filtered.items.map(({ id }) => id));

const chosen = await done(shop.products({ query: { category: name, fields: 'title' } }));
const alone = chosen.items.map(({ title, price }) => `${title} ${price ?? 'alone'}`);
console.log('fields:', alone.join(', '));

const pages: string[] = [];
let cursor: string | undefined;
do {
  const query = { category: name, limit: 1, ...(cursor !== undefined && { cursor }) };
  const { items, nextCursor } = await done(shop.products({ query }));
  pages.push(items.map(({ id }) => id).join('+'));
  cursor = nextCursor;
} while (cursor !== undefined);
console.log('pages:', pages.join(', '));

const price = { body: { price: 20.49 }, path: { id: cheap }, headers: { 'If-Match': '"1"' } };
await done(shop.updateProduct(price));
const { error: stale } = await shop.updateProduct(price);
if (stale?.type === '/problems/precondition-failed') {
  console.log(
    'stale version:',
    `${stale.status} precondition-failed, ${stale.current?.price} in ${stale.current?.category}`,
  );
}

const { error: wrong } = await shop.createProduct({ body: { title: 'Wrong', price: -1 } });
if (wrong?.type === '/problems/validation') {
  console.log('wrong body:', `${wrong.status} validation at ${wrong.errors?.[0]?.pointer}`);
}

const items = [
  { productId: dear, quantity: 1 },
  { productId: cheap, quantity: 2 },
];
await done(shop.putBasket({ body: { userName: name, items } }));
const buyer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', address: '1 Main Street' };
const bought = await done(shop.checkout({ body: { userName: name, paymentMethod: 1, ...buyer } }));
console.log('checkout:', bought.status, bought.totalPrice);

const path = { userName: name, orderId: bought.orderId };
const order = await done(shop.order({ path }));
console.log('order:', `${order.totalPrice} of ${order.items?.map((item) => item?.price).join(' and ')}`);

const feed = await done(shop.productChanges({ query: { since: start.cursor, wait: 5 } }));
console.log('feed:', feed.changes.map(({ change, key }) => `${change} ${key.id}`).join(', '));
