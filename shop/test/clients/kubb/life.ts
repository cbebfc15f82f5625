import { setConfig } from '@kubb/plugin-client/clients/fetch';
import * as shop from './client';

const [baseURL = '', name = ''] = process.argv.slice(2);
setConfig({ baseURL, headers: { 'Content-Type': 'application/json' } });

/** The data of an answer; what is no success ends the program. */
async function done<Data>(sent: Promise<{ data: Data; status: number }>): Promise<Data> {
  const { data, status } = await sent;
  if (status >= 300) throw new Error(JSON.stringify(data));
  return data;
}

const [dear, cheap] = [`${name}-dear`, `${name}-cheap`];
const start = await done(shop.productChanges());

await done(shop.createProduct({ id: dear, title: 'Dear', category: name, price: 999_999.99 }));
await done(shop.createProduct({ id: cheap, title: 'Cheap', category: name, price: 19.99 }));
const read = async (id: string) => done(shop.product(id));
console.log('money:', (await read(dear)).price, (await read(cheap)).price);

const filter = JSON.stringify({ category: { eq: name }, price: { gt: 100 } });
const filtered = await done(shop.products({ filter }));
console.log('filter:', ...filtered.items.map(({ id }) => id));

const chosen = await done(shop.products({ category: name, fields: 'title' }));
const alone = chosen.items.map(({ title, price }) => `${title} ${price ?? 'alone'}`);
console.log('fields:', alone.join(', '));

const pages: string[] = [];
let cursor: string | undefined;
do {
  const query = { category: name, limit: 1, ...(cursor !== undefined && { cursor }) };
  const { items, nextCursor } = await done(shop.products(query));
  pages.push(items.map(({ id }) => id).join('+'));
  cursor = nextCursor;
} while (cursor !== undefined);
console.log('pages:', pages.join(', '));

const change = () => shop.updateProduct(cheap, { price: 20.49 }, { 'If-Match': '"1"' });
await done(change());
// Its types of what a function gives are those of a success, whatever the status.
const stale = await change();
const lost: unknown = stale.data;
if (stale.status === 412) {
  const { status, current } = lost as shop.UpdateProduct412;
  console.log('stale version:', `${status} precondition-failed, ${current?.price} in ${current?.category}`);
}

const wrong = await shop.createProduct({ title: 'Wrong', price: -1 });
const refusal: unknown = wrong.data;
const problem = refusal as shop.CreateProduct422;
if (problem.type === '/problems/validation') {
  console.log('wrong body:', `${problem.status} validation at ${problem.errors?.[0]?.pointer}`);
}

const items = [
  { productId: dear, quantity: 1 },
  { productId: cheap, quantity: 2 },
];
await done(shop.putBasket({ userName: name, items }));
const buyer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', address: '1 Main Street' };
const bought = await done(shop.checkout({ userName: name, paymentMethod: 1, ...buyer }));
console.log('checkout:', bought.status, bought.totalPrice);

const order = await done(shop.order(name, bought.orderId));
console.log('order:', `${order.totalPrice} of ${order.items?.map((item) => item?.price).join(' and ')}`);

const feed = await done(shop.productChanges({ since: start.cursor, wait: 5 }));
console.log('feed:', feed.changes.map(({ change, key }) => `${change} ${key.id}`).join(', '));
