// A program that was written for the SDK of release 0.1.0: each of its methods once, over REST. It prints what each has
// given, as JSON. Words: the file of the SDK, the address of the gateway.

const [sdk, url] = process.argv.slice(2);
const { createClient, TandemError } = await import(sdk);

const client = createClient({ url, transport: 'rest' });
const done = new Set();

/** Follows the methods that are called. */
function followed(object, path = '') {
  return new Proxy(object, {
    get: (target, name) => {
      const value = target[name];
      const here = path === '' ? name : `${path}.${name}`;
      if (typeof value === 'object' && value !== null) return followed(value, here);
      if (typeof value !== 'function') return value;
      return (...given) => {
        done.add(here);
        return value.apply(target, given);
      };
    },
  });
}

const { product, basket, order, lambdaApigateway, checkout } = followed(client);

async function firstOf(list) {
  for await (const one of list) return one;
}

/** The first change of a feed, which begins when it is asked: something changes until it is told. */
async function firstChange(feed, cause) {
  const told = firstOf(feed);
  for (;;) {
    await cause();
    const change = await Promise.race([told, new Promise((resume) => setTimeout(resume, 200))]);
    if (change) return change;
  }
}

async function allOf(list) {
  const all = [];
  for await (const one of list) all.push(one);
  return all;
}

async function codeOf(call) {
  try {
    await call();
    return 'none';
  } catch (error) {
    return error instanceof TandemError ? error.code : `no TandemError: ${error}`;
  }
}

const ids = (items) => items.map(({ id }) => id).toSorted();
const said = {};

const made = await product.create({ id: 'old-1', title: 'Camera', category: 'Old', price: 999999.99, stock: 9 });
said.created = [made.version, made.price];
said.missing = await product.get('old-0');
said.updated = (await product.update(made, { price: 19.99 })).price;
said.stale = await codeOf(() => product.update(made, { price: 1 }));
said.replaced = (await product.replace('old-1', { title: 'Camera II', category: 'Old', price: 10, stock: 9 })).title;
said.wrong = await codeOf(() => product.create({ title: '', category: 'Old', price: -1 }));
const more = [2, 3, 4].map((number) => ({
  id: `old-${number}`,
  title: `Lens ${number}`,
  category: 'Old',
  price: number,
  stock: 99,
}));
said.many = (await product.createMany([...more, more[0]])).map((outcome) => outcome.item?.id ?? outcome.error?.code);
said.read = (await product.getMany(['old-2', 'old-0'])).map((one) => one?.title);
said.listed = ids(await allOf(product.list({ filter: { category: { eq: 'Old' } }, orderBy: '-price' })));
said.filtered = ids(await allOf(product.list({ filter: { category: { eq: 'Old' }, price: { between: [2, 3] } } })));
said.deleted = await codeOf(() => product.delete('old-4'));
said.change = (await firstChange(product.changes(), () => product.update('old-1', { stock: 9 }))).key;
said.watched = (await firstOf(product.watch('old-1')))?.title;

said.added = (await basket.addItem('ada', 'old-1', { quantity: 2 })).items.length;
said.quantity = (await basket.setItemQuantity('ada', 'old-1', { quantity: 3 })).items[0].quantity;
said.total = (await basket.get('ada', { include: ['items.product', 'totalPrice'] })).totalPrice;
said.emptied = await codeOf(() => basket.removeItem('ada', 'old-1'));
said.put = (await basket.put({ userName: 'ada', items: [{ productId: 'old-2', quantity: 1, price: 2 }] })).items.length;
said.basketReplaced = await codeOf(() =>
  basket.replace('ada', { items: [{ productId: 'old-1', quantity: 1, price: 10 }] }),
);
said.basketUpdated = await codeOf(() => basket.update('ada', {}));
said.baskets = (await allOf(basket.list())).map(({ userName }) => userName);
said.basketGone = await codeOf(async () => {
  await basket.put({ userName: 'bob', items: [] });
  await basket.delete('bob');
});

const who = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
const buyer = { userName: 'ada', ...who, address: '12 St James Square, London', paymentMethod: 1 };
const receipt = await checkout(buyer);
said.bought = typeof receipt.orderId;
said.nothingLeft = await codeOf(() => checkout(buyer));
const key = { userName: 'ada', orderId: receipt.orderId };
said.order = (await order.get(key, { include: ['items.product'] })).items[0].productId;
said.orders = [(await allOf(order.list('ada'))).length, (await allOf(order.listAll())).length];
said.moved = await codeOf(() => order.setStatus(key, { status: 'DELIVERED' }));
async function buy() {
  await basket.put({ userName: 'ada', items: [{ productId: 'old-3', quantity: 1, price: 3 }] });
  await checkout(buyer);
}
said.orderChanges = [
  (await firstChange(order.changes('ada'), buy)).change,
  (await firstChange(order.allChanges(), buy)).change,
];
said.orderWatched = (await firstOf(order.watch(key)))?.orderId === receipt.orderId;

said.any = (await lambdaApigateway.create({ id: 'any-1', data: { colour: 'red' } })).data;
said.anyRead = (await lambdaApigateway.get('any-1')).data;
said.anyReplaced = (await lambdaApigateway.replace('any-1', { data: [1] })).data;
said.anyUpdated = (await lambdaApigateway.update('any-1', { data: 'text' })).data;
said.anyMany = (await lambdaApigateway.createMany([{ id: 'any-2', data: 1 }])).length;
said.anyAll = (await lambdaApigateway.getMany(['any-1', 'any-2'])).map((one) => one?.id);
said.anyListed = ids(await allOf(lambdaApigateway.list()));
said.anyDeleted = await codeOf(() => lambdaApigateway.delete('any-1'));

const methods = Object.entries(client).flatMap(([name, value]) =>
  typeof value === 'function' ? [name] : Object.keys(value).map((method) => `${name}.${method}`),
);
said.notCalled = methods.filter((name) => !done.has(name));
process.stdout.write(JSON.stringify(said));
process.exit(0);
