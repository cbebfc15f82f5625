import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../local/http';
import type { Listening } from '../local/http';
import { loadSamples } from '../local/samples';
import { defineGateway } from '../services/definition';
import type { Module } from '../services/definition';
import type { Operation } from '../services/operation';
import { problemsOf } from '../services/operation-problems';
import { complaints } from './compiled';
import { filesOf, linesFor, load, snippetsOf, textOf } from './documents';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { takeUndeclared } from './undeclared-problems';
import { definition as usual } from './usual';
import { checkSnippet, nameOf, withCurl } from './snippets';

// docs/add-a-verb.md, done as it says in a copy of the project: what the compiler says, and what every face then has.

const page = 'docs/add-a-verb.md';
const list = 'shop/index.ts';
const firstImport = "import { orderOperations } from './services/orders';\n";
const newLine = linesFor(page, list, 'in defineModule');
/** The line of the list that begins as the page writes it. */
const oldLine = textOf(list)
  .split('\n')
  .find((line) => line.startsWith(newLine.split('[')[0]!))!;
const files = new Map([
  ...[...filesOf(page)].filter(([path]) => path !== ''),
  [
    list,
    textOf(list)
      .replace(firstImport, `${firstImport}${linesFor(page, list, 'with the other imports')}`)
      .replace(`${oldLine}\n`, newLine),
  ],
] as const);

test('the compiler takes what the page writes', () => {
  expect([...files.keys()].toSorted()).toEqual(
    ['shop/schema/restocking.ts', list, 'shop/services/restock.ts'].toSorted(),
  );
  expect(files.get(list)).not.toContain(oldLine);
  expect(complaints([], [...files])).toEqual([]);
});

/** The gateway whose shop has the verb. */
const { shop } = load(list, files) as { readonly shop: Module };
const definition = defineGateway({
  ...usual,
  modules: [shop, ...usual.modules.filter(({ name }) => name !== shop.name)],
});

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
