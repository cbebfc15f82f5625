import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { loadSamples } from '../../local/samples';

import type { Operation } from '../../services/operation';
import { problemsOf } from '../../services/operation-problems';
import { complaints } from '../../test/compiled';
import { snippetsOf, textOf } from '../../test/documents';
import { list, shopFilesOf, shopOf } from './changed-shop';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { takeUndeclared } from '../../test/undeclared-problems';
import { withShop } from './usual';
import { checkSnippet, nameOf, withCurl } from '../../test/snippets';

// docs/add-a-verb.md, done as it says in a copy of the project: what the compiler says, and what every face then has.

const page = 'docs/add-a-verb.md';
const files = shopFilesOf(page)!;

test('the compiler takes what the page writes', () => {
  expect([...files.keys()].toSorted()).toEqual(
    ['shop/schema/restocking.ts', list, 'shop/services/restock.ts'].toSorted(),
  );
  expect(files.get(list)).not.toBe(textOf(list));
  expect(complaints([], [...files])).toEqual([]);
});

/** The gateway whose shop has the verb. */
const shop = shopOf(page)!;
const definition = withShop(shop);

describe.each(formats)('the gateway with the verb, with %s events', (payload) => {
  const home = mkdtempSync(join(tmpdir(), 'tandem-verb-'));
  let gateway: TestGateway;
  let listening: Listening;
  let restock: Operation;
  beforeAll(async () => {
    gateway = await openGateway(payload, { definition });
    await loadSamples({ definition, gateway, payload, made: ['product'] });
    await gateway.send('POST', '/product', { body: { id: 'untracked', title: 'a', category: 'c', price: 1 } });
    listening = await serve({ handler: gateway.handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
    restock = gateway.operations.find(({ name }) => name === 'restockProduct')!;
  });
  afterAll(async () => {
    await listening.close();
    rmSync(home, { recursive: true, force: true });
  });

  // In the order of the page, as a reader pastes them.
  withCurl('the snippets of the page', () => {
    test.each(snippetsOf(page).map((snippet) => ({ name: nameOf(snippet), snippet })))('$name', async ({ snippet }) =>
      checkSnippet(snippet, listening.url, home),
    );
  });

  test('lists its errors in the OpenAPI document', async () => {
    const { paths } = (await gateway.send('GET', '/openapi.json')).json;
    const { operationId, responses } = paths['/product/{id}/restock'].post;
    expect(operationId).toBe('restockProduct');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '404', '409', '412', '422']));
  });

  test('restocks once for a version, and not where the stock is not tracked', async () => {
    await gateway.send('POST', '/product', { body: { id: 'tracked', title: 'a', category: 'c', price: 1, stock: 1 } });
    const send = async (): Promise<number> => {
      const call = { body: { pieces: 5 }, headers: { 'if-match': '"1"' } };
      return (await gateway.send('POST', '/product/tracked/restock', call)).status;
    };
    expect([await send(), await send()]).toEqual([200, 412]);
    expect((await gateway.send('GET', '/product/tracked')).json.stock).toBe(6);
    const refused = await gateway.send('POST', '/product/untracked/restock', { body: { pieces: 5 } });
    expect(refused).toMatchObject({ status: 409, json: { type: '/problems/conflict' } });
  });

  test('is noticed when it answers with an error that it does not list', async () => {
    const { problems } = restock;
    try {
      Object.assign(restock, { problems: [] });
      await gateway.send('POST', '/product/untracked/restock', { body: { pieces: 5 } });
      expect(takeUndeclared()).toEqual(['restockProduct conflict']);
    } finally {
      Object.assign(restock, { problems });
    }
  });

  test('lists validation by its body alone', () => {
    expect(problemsOf(restock)).toContain('validation');
    expect(problemsOf({ ...restock, body: undefined })).not.toContain('validation');
  });
});
