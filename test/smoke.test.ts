import { openGateway } from './harness';

test('smoke', async () => {
  const gateway = await openGateway();
  const created = await gateway.send('POST', '/product', { body: { title: 'Camera', category: 'Camera', price: 10.5, tags: ['a'] } });
  console.log(created.status, created.headers, created.text);
  const id = created.json.id;
  for (const [m, t, b, h] of [
    ['GET', `/product/${id}`],
    ['PUT', `/product/${id}`, { title: 'x', category: 'c', price: 1 }, { 'if-match': '"1"' }],
    ['PATCH', `/product/${id}`, { price: 2.5, tags: null }],
    ['PATCH', `/product/${id}`, { price: 2.555, tags: null, foo: 1, title: ' ' }],
    ['PUT', `/product/${id}`, { title: 'x', category: 'c', price: 1 }, { 'if-match': '"1"' }],
    ['GET', '/product'],
    ['GET', '/product?category=c&limit=1'],
    ['POST', '/product/batch', { items: [{ title: 'x', category: 'c', price: 1 }, { id, title: 'x', category: 'c', price: 1 }, {}] }],
    ['POST', '/product/batch?dryRun=true', { items: [{ title: 'x', category: 'c', price: 1 }, { id, title: 'x', category: 'c', price: 1 }, {}] }],
    ['POST', '/product/batch/get', { keys: [{ id }, { id: 'nope' }] }],
    ['GET', '/product?category=c&limit=1'],
    ['OPTIONS', '/product'],
    ['DELETE', `/product/${id}`],
    ['DELETE', `/product/${id}`],
    ['GET', '/health?deep'],
  ] as any) {
    const r = await gateway.send(m, t, { body: b, headers: h });
    console.log(m, t, r.status, JSON.stringify(r.headers), r.text.slice(0, 900));
  }
  const q = await gateway.graphql('mutation($i:ProductInput!){createProduct(input:$i){id title price version createdAt}}', { i: { title: 'T', category: 'c', price: 3 } });
  console.log(q.status, q.text);
  const q2 = await gateway.graphql('mutation($i:ProductInput!){createProduct(input:$i){id title price version createdAt}}', { i: { category: 'c', price: -3, foo: 1 } });
  console.log(q2.status, q2.text);
  const q3 = await gateway.graphql('{products(first:1){edges{cursor node{id price}} pageInfo{hasNextPage endCursor}} product(id:"none"){id}}');
  console.log(q3.status, q3.text);
  const sdl = await gateway.send('GET', '/schema.graphql');
  console.log(sdl.text, gateway.log.filter((l) => l.level !== 'info'));
});
