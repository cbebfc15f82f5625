import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphqlSync } from 'graphql';
import { buildPages } from '../api/pages/build';
import { homePage, homePolicy } from '../api/pages/home';
import { loadPage, loadPolicy } from '../api/pages/serve';
import { describeInBrowser, openBrowser } from './browser';
import type { TestBrowser, Visit } from './browser';

interface RunningGateway {
  readonly origin: string;
  close(): Promise<void>;
}

// A whole page with a cold browser on two busy cores; the usual time is two seconds.
jest.setTimeout(60_000);

const exampleNames = ['Products', 'OneProduct', 'ByCategory', 'CreateProduct', 'UpdateProduct', 'DeleteProduct'];

// '' is the gateway at the root of its host, '/prod' one behind a stage of API Gateway.
describeInBrowser('the pages in a browser without a network', () => {
  let gateway: RunningGateway;
  let browser: TestBrowser;
  let visit: Visit;

  beforeAll(async () => {
    gateway = await startGateway();
    browser = await openBrowser(gateway.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });
  afterEach(async () => {
    const { strangers, complaints, page } = visit;
    await page.context().close();
    expect({ strangers, complaints }).toEqual({ strangers: [], complaints: [] });
  });

  describe.each(['', '/prod'])('under "%s/"', (stage) => {
    test('every tab of the playground runs, from left to right', async () => {
      visit = await browser.visit(`${stage}/graphql`);
      const { page } = visit;
      const tabs = page.locator('.graphiql-tab-button');
      await tabs.first().waitFor();
      const names = await tabs.allTextContents();
      expect(names).toEqual(exampleNames);
      for (const [index, name] of names.entries()) {
        await tabs.nth(index).click();
        await page.locator('.graphiql-execute-button').click();
        const answer = page.locator('.result-window .CodeMirror-code');
        await answer.getByText('"data"').waitFor();
        expect({ name, errors: await answer.getByText('"errors"').count() }).toEqual({ name, errors: 0 });
      }
    });

    test('the API reference carries out an operation', async () => {
      visit = await browser.visit(`${stage}/docs`);
      const { page } = visit;
      const list = page.locator('.opblock-get', { has: page.locator('[data-path="/product"]') });
      await list.locator('.opblock-summary-control').click();
      await list.getByRole('button', { name: 'Execute' }).click();
      const answer = list.locator('.live-responses-table');
      await answer.waitFor();
      expect(await answer.locator('.response-col_status').last().textContent()).toContain('200');
      expect(await list.locator('.request-url').textContent()).toContain(`${gateway.origin}${stage}/product`);
      expect(await answer.locator('.highlight-code').first().textContent()).toContain('"items"');
    });

    test('the home page leads to every place and its examples carry its own address', async () => {
      visit = await browser.visit(stage || '/');
      const { page } = visit;
      const root = gateway.origin + stage;
      const hrefs = await Promise.all((await page.locator('a').all()).map((link) => link.getAttribute('href')));
      const links = hrefs.map((href) => new URL(href!, page.url()).href);
      expect(links).toEqual(['graphql', 'docs', 'openapi.json', 'schema.graphql'].map((place) => `${root}/${place}`));
      for (const link of links) {
        const response = await page.request.get(link, { headers: { accept: 'text/html,*/*' } });
        expect({ link, status: response.status() }).toEqual({ link, status: 200 });
      }
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'REST' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`curl -s '${root}/product?limit=3'`);
      await page.getByRole('link', { name: 'GraphQL playground' }).click();
      await page.locator('.graphiql-tab-button').first().waitFor();
    });
  });

  test('the first example is ready to run with its variables, as soon as the playground is open', async () => {
    visit = await browser.visit('/graphql');
    await visit.page.locator('.graphiql-editor-tool .CodeMirror-code').getByText('"first"').first().waitFor();
    await visit.page.locator('.graphiql-execute-button').click();
    await visit.page.locator('.result-window .CodeMirror-code').getByText('"edges"').waitFor();
  });

  test('the playground keeps the tabs of its user as they were', async () => {
    visit = await browser.visit('/graphql');
    const { page } = visit;
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('query Mine { __typename }');
    // Not page.waitForFunction, which the page's policy forbids as it evaluates strings.
    while (!(await page.evaluate<boolean>(`localStorage.getItem('tandem:graphiql:tabState')?.includes('Mine')`))) {
      await page.waitForTimeout(50);
    }
    await page.reload();
    const tabs = page.locator('.graphiql-tab-button');
    await tabs.first().waitFor();
    expect(await tabs.allTextContents()).toEqual(['Mine', ...exampleNames.slice(1)]);
    expect(await page.locator('.graphiql-query-editor .CodeMirror-code').textContent()).toContain('query Mine');
  });

  test('the settings of the playground open without a complaint', async () => {
    visit = await browser.visit('/graphql');
    await visit.page.getByRole('button', { name: 'Open settings dialog' }).click();
    await visit.page.getByRole('dialog').waitFor();
  });

  test.each([
    ['/', 320],
    ['/docs', 320],
    ['/graphql', 390],
  ])('%s fits a screen %d pixels wide', async (path, width) => {
    visit = await browser.visit(path, { width, height: 700 });
    await visit.page.locator('.door, .opblock, .graphiql-tab-button').first().waitFor();
    expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  test('this browser notices what the tests above say does not happen', async () => {
    visit = await browser.visit('/');
    await visit.page.evaluate(`void (new Image().src = 'https://elsewhere.example/picture.png')`);
    while (visit.complaints.length === 0) await visit.page.waitForTimeout(20);
    expect(visit.complaints.join()).toContain('elsewhere.example');
    await visit.page.goto(`${gateway.origin}/schema.graphql`); // has no policy of its own
    await visit.page.evaluate(`fetch('https://elsewhere.example/data').catch(() => {})`);
    expect(visit.strangers).toEqual(['https://elsewhere.example/data']);
    visit.strangers.length = visit.complaints.length = 0;
  });
});

/** The gateway that the pages are shown by; here a stub, until the real one can be started from a test. */
async function startGateway(): Promise<RunningGateway> {
  await buildPages();
  const products = new Map<string, Record<string, unknown>>();
  products.set('p-7', { id: 'p-7', title: 'Test Phone', category: 'Phone', price: 99.5, version: 1, updatedAt: '2026-01-15T09:30:00.000Z' });
  const page = () => ({ edges: [...products.values()].map((node) => ({ cursor: node['id'], node })), pageInfo: { hasNextPage: false } });
  const resolvers = {
    products: page,
    product: ({ id }: { id: string }) => products.get(id),
    createProduct: ({ input }: { input: { id: string } }) => {
      products.set(input.id, { ...input, version: 1, updatedAt: '2026-01-15T09:30:00.000Z' });
      return products.get(input.id);
    },
    updateProduct: ({ id, patch }: { id: string; patch: object }) => {
      products.set(id, { ...products.get(id), ...patch, version: 2 });
      return products.get(id);
    },
    deleteProduct: ({ id }: { id: string }) => products.delete(id),
  };
  const openapi = {
    openapi: '3.1.0',
    info: { title: 'Tandem', version: '0.1.0', description: 'The REST face of the gateway.' },
    servers: [{ url: 'https://elsewhere.example' }],
    tags: [{ name: 'product', description: 'What the shop sells.' }],
    paths: {
      '/product': {
        get: {
          operationId: 'products', tags: ['product'], summary: 'Lists product items page by page.',
          parameters: [{ name: 'category', in: 'query', schema: { type: 'string' } }, { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100, default: 20 } }],
          responses: { 200: { description: 'One page.', content: { 'application/json': { schema: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Product' } }, nextCursor: { type: 'string' } } } } } } },
        },
        post: {
          operationId: 'createProduct', tags: ['product'], summary: 'Creates one product; never overwrites.',
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Product' } } } },
          responses: { 201: { description: 'The product as stored.' }, 409: { description: 'The id is taken.' } },
        },
      },
      '/product/{id}': {
        get: { operationId: 'product', tags: ['product'], summary: 'Reads one product.', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'p-100' }], responses: { 200: { description: 'The product.' }, 404: { description: 'There is none.' } } },
        delete: { operationId: 'deleteProduct', tags: ['product'], summary: 'Deletes one product.', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], responses: { 204: { description: 'It is gone.' } } },
      },
    },
    components: { schemas: { Product: { type: 'object', required: ['title', 'price'], properties: { id: { type: 'string', example: 'p-100' }, title: { type: 'string', maxLength: 120 }, price: { type: 'number', minimum: 0 } } } } },
  };
  const operations = [
    { name: 'product', kind: 'query', doc: 'Reads one product.', route: { method: 'GET', path: '/product/{id}', success: 200 } },
    { name: 'products', kind: 'query', doc: 'Lists product items page by page.', fields: ['id', 'title', 'price'], route: { method: 'GET', path: '/product', success: 200 } },
    { name: 'createProduct', kind: 'mutation', doc: 'Creates one product; never overwrites.', route: { method: 'POST', path: '/product', success: 201 } },
    { name: 'replaceProduct', kind: 'mutation', doc: 'Replaces one product; fields that are left out are gone.', route: { method: 'PUT', path: '/product/{id}', success: 200 } },
    { name: 'updateProduct', kind: 'mutation', doc: 'Changes some fields of one product; null removes an optional field (RFC 7396).', route: { method: 'PATCH', path: '/product/{id}', success: 200 } },
    { name: 'deleteProduct', kind: 'mutation', doc: 'Deletes one product.', route: { method: 'DELETE', path: '/product/{id}', success: 204 } },
  ] as const;
  const server = createServer((request, response) => {
    const html = (body: Buffer | string, policy: string) =>
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, ...(typeof body === 'string' ? {} : { 'content-encoding': 'gzip' }) })
        .end(body);
    const json = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const path = (request.url ?? '/').replace(/^\/prod(?=\/|$)/, '').replace(/\?.*/, '') || '/';
    if (path === '/graphql' && request.method === 'POST') {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        const { query, variables } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
        json(graphqlSync({ schema: stubSchema, source: query, rootValue: resolvers, variableValues: variables }));
      });
    } else if (path === '/') html(homePage({ operations }), homePolicy());
    else if (path === '/graphql') html(loadPage('playground')!, loadPolicy('playground')!);
    else if (path === '/docs') html(loadPage('reference')!, loadPolicy('reference')!);
    else if (path === '/openapi.json') json(openapi);
    else if (path === '/schema.graphql') response.end('type Query');
    else if (path === '/product') json({ items: [...products.values()] });
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

const stubSchema = buildSchema(`
  type Query { product(id: ID!): Product products(first: Int, after: String, filter: ProductFilter): ProductConnection! }
  type Mutation {
    createProduct(input: ProductInput!): Product!
    updateProduct(id: ID!, patch: ProductPatch!, expectedVersion: Int): Product!
    deleteProduct(id: ID!, expectedVersion: Int): Boolean!
  }
  type ProductConnection { edges: [ProductEdge!]! pageInfo: PageInfo! }
  type ProductEdge { cursor: String! node: Product! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  "What the shop sells."
  type Product { id: ID! title: String! description: String category: String! price: Float! stock: Int tags: [String!] version: Int! updatedAt: String! }
  input ProductInput { id: ID title: String! category: String! price: Float! stock: Int tags: [String!] }
  input ProductPatch { title: String price: Float }
  input ProductFilter { category: TextFilter }
  input TextFilter { eq: String }
`);
