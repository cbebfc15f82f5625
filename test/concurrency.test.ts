import { openGateway } from './harness';
import type { TestGateway } from './harness';

const book = { title: 'Camera', category: 'Camera', price: 1 };
const writers = 50;

test('fifty creates of one id give exactly one 201, over both faces', async () => {
  const gateway = await openGateway();
  for (let round = 0; round < 5; round++) {
    const id = `one-${round}`;
    const answers = await Promise.all(
      Array.from({ length: writers }, async (_, index) => {
        const body = { ...book, id, title: `Camera ${index}` };
        if (index % 2 === 0) return (await gateway.send('POST', '/book', { body })).status;
        const { json } = await gateway.graphql('mutation ($input: BookInput!) { createBook(input: $input) { id } }', {
          input: body,
        });
        return json.errors ? json.errors[0].extensions.code : 201;
      }),
    );
    expect(answers.filter((answer) => answer === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 409 || answer === 'CONFLICT')).toHaveLength(writers - 1);
  }
});

test('fifty writers with If-Match or expectedVersion on one item lose nothing', async () => {
  const gateway = await openGateway();
  await gateway.send('POST', '/book', { body: { ...book, id: 'counter', stock: 0 } });
  const refusals = await Promise.all(Array.from({ length: writers }, (_, index) => addOne(gateway, index % 2 === 0)));
  const { json } = await gateway.send('GET', '/book/counter');
  expect(json).toMatchObject({ stock: writers, version: writers + 1 });
  // Had nobody been refused, the writers would not have met.
  expect(refusals.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});

test('fifty patches without a condition all count', async () => {
  const gateway = await openGateway();
  await gateway.send('POST', '/book', { body: { ...book, id: 'p' } });
  const statuses = await Promise.all(
    Array.from(
      { length: writers },
      async (_, index) => (await gateway.send('PATCH', '/book/p', { body: { stock: index } })).status,
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await gateway.send('GET', '/book/p')).json.version).toBe(writers + 1);
});

test('a delete and fifty writes at once leave no ghost', async () => {
  const gateway = await openGateway();
  await gateway.send('POST', '/book', { body: { ...book, id: 'p' } });
  await Promise.all([
    ...Array.from({ length: writers }, () => gateway.send('PATCH', '/book/p', { body: { stock: 1 } })),
    gateway.send('DELETE', '/book/p'),
    ...Array.from({ length: writers }, () => gateway.send('PUT', '/book/p', { body: book })),
  ]);
  expect((await gateway.send('GET', '/book/p')).status).toBe(404);
});

/** Reads and writes until the write counts; gives how often it was refused. */
async function addOne(gateway: TestGateway, overRest: boolean): Promise<number> {
  for (let refused = 0; ; refused++) {
    const { json: current, headers } = await gateway.send('GET', '/book/counter');
    const stock = (current.stock as number) + 1;
    if (overRest) {
      const { status } = await gateway.send('PUT', '/book/counter', {
        body: { ...book, stock },
        headers: { 'if-match': headers.etag! },
      });
      if (status === 200) return refused;
      expect(status).toBe(412);
    } else {
      const { json } = await gateway.graphql(
        'mutation ($stock: Int, $version: Int) { updateBook(id: "counter", patch: { stock: $stock }, expectedVersion: $version) { version } }',
        { stock, version: current.version },
      );
      if (!json.errors) return refused;
      expect(json.errors[0].extensions).toMatchObject({ code: 'CONFLICT', type: '/problems/precondition-failed' });
    }
  }
}
