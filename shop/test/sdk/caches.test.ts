/** Apollo Client, urql and Relay with the lines of docs/graphql-clients.md, and nothing else. */
import { gql } from '@apollo/client';
import type { ApolloClient } from '@apollo/client';
import type { Client as UrqlClient } from '@urql/core';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commitMutation, ConnectionHandler, createOperationDescriptor, fetchQuery, getRequest } from 'relay-runtime';
import type { Environment, GraphQLTaggedNode, OperationType } from 'relay-runtime';
import {
  BasketDocument,
  ProductDocument,
  PutBasketDocument,
  UpdateProductDocument,
} from '../../../sdk/generated/documents.ts';
import { blocksOf } from '../../../test/documents';
import { printedUrl } from '../../../test/snippets';
import { openWorld } from './world';
import type { World } from './world';

// What the caches promise: Apollo's normalization, https://www.apollographql.com/docs/react/caching/overview; that of
// Graphcache, https://nearform.com/open-source/urql/docs/graphcache/normalized-caching; Relay's specification of a server,
// https://relay.dev/docs/guides/graphql-server-specification/. The clients themselves are the witnesses.

const root = join(__dirname, '../../..');
const page = 'docs/graphql-clients.md';
const radio = { id: 'radio', title: 'Pocket Radio', category: 'Radio', price: 39.9 };

let world: World;
let folder: string;
let said: string[];
beforeAll(() => {
  mkdirSync(join(root, 'build'), { recursive: true });
  // Below the project, so that its packages are found.
  folder = mkdtempSync(join(root, 'build/caches-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  said = [];
  for (const way of ['warn', 'error'] as const) {
    jest.spyOn(console, way).mockImplementation((...words: unknown[]) => said.push(words.map(String).join(' ')));
  }
  world = await openWorld('v1', 'graphql');
  await world.gateway.send('POST', '/product', { body: radio });
  await world.gateway.send('POST', '/lambda-apigateway', { body: { id: 'radio', data: 'not a product' } });
  await world.gateway.send('PUT', '/basket/ann', {
    headers: { 'if-none-match': '*' },
    body: {
      items: [
        { productId: 'radio', quantity: 1 },
        { productId: 'radio', quantity: 2, color: 'Red' },
      ],
    },
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.close();
});

/** A file as a module of JavaScript, with the packages of the project. */
async function load(entry: string, source: string): Promise<Record<string, unknown>> {
  const outfile = join(folder, `${entry}.${Math.random().toString(36).slice(2)}.js`);
  await build({
    stdin: { contents: source, resolveDir: folder, sourcefile: `${entry}.ts`, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@tandem/sdk/caches': join(root, 'sdk/generated/caches.ts') },
  });
  return require(outfile) as Record<string, unknown>;
}

/** What a block of the page exports, at the address of the gateway of this test. */
async function fromPage(name: string): Promise<unknown> {
  const { text } = blocksOf(page).find((block) => block.text.startsWith(`// ${name}.ts\n`))!;
  expect(text).toContain(printedUrl);
  return (await load(name, text.replaceAll(printedUrl, world.url)))[name];
}

describe('Apollo Client', () => {
  let apollo: ApolloClient;
  beforeEach(async () => {
    apollo = (await fromPage('apollo')) as ApolloClient;
  });
  afterEach(() => apollo.stop());

  test('shows in one query what another one has read or changed', async () => {
    const list = gql`
      {
        products(filter: { category: { eq: "Radio" } }) {
          edges {
            node {
              id
              price
            }
          }
        }
      }
    `;
    await apollo.query({ query: list });
    await apollo.mutate({ mutation: UpdateProductDocument, variables: { id: 'radio', patch: { price: 5 } } });
    expect(apollo.readQuery<any>({ query: list }).products.edges[0].node.price).toBe(5);
    const other = gql`
      {
        lambdaApigateway(id: "radio") {
          id
          data
          version
        }
      }
    `;
    await apollo.query({ query: other });
    // Two types may share an id, and two queries may ask for other parts of the same page.
    const end = gql`
      {
        products(filter: { category: { eq: "Radio" } }) {
          pageInfo {
            hasNextPage
          }
        }
      }
    `;
    await apollo.query({ query: end });
    expect(apollo.readQuery<any>({ query: list }).products.edges[0].node.price).toBe(5);
    expect(said).toEqual([]);
  });

  test('replaces a basket after a mutation, though it has fewer lines', async () => {
    await apollo.query({ query: BasketDocument, variables: { userName: 'ann' } });
    const input = { userName: 'ann', items: [{ productId: 'radio', quantity: 7 }] };
    await apollo.mutate({ mutation: PutBasketDocument, variables: { input } });
    const kept = apollo.readQuery({ query: BasketDocument, variables: { userName: 'ann' } });
    expect(kept?.basket?.items?.map((line) => line?.quantity)).toEqual([7]);
    expect(said).toEqual([]);
  });

  test('reads a Node by a fragment on an interface or on its type', async () => {
    const { data } = await apollo.query({ query: BasketDocument, variables: { userName: 'ann' } });
    const query = gql`
      query ($id: ID!) {
        node(id: $id) {
          ...Identified
          ...Lines
        }
      }
      fragment Identified on Node {
        id
      }
      fragment Lines on Basket {
        version
        items {
          quantity
        }
      }
    `;
    const { id } = data!.basket!;
    const { data: read } = await apollo.query<any>({ query, variables: { id } });
    expect(read.node).toMatchObject({ id, __typename: 'Basket', items: [{ quantity: 1 }, { quantity: 2 }] });
    // What the cache keeps has to be told by possibleTypes that a basket is a Node.
    expect(apollo.readQuery<any>({ query, variables: { id } })?.node).toMatchObject({ id, version: 1 });
    expect(said).toEqual([]);
  });
});

describe('urql with Graphcache', () => {
  let urql: UrqlClient;
  beforeEach(async () => {
    urql = (await fromPage('urql')) as UrqlClient;
  });

  test('shows in one query what a mutation has changed, and warns of nothing', async () => {
    const list =
      '{ products(filter: { category: { eq: "Radio" } }) { edges { node { id price } } pageInfo { hasNextPage } } }';
    await urql.query(list, {}).toPromise();
    await urql.query(ProductDocument, { id: 'radio' }).toPromise();
    await urql.query(BasketDocument, { userName: 'ann', includeItemsProduct: true }).toPromise();
    await urql.mutation(UpdateProductDocument, { id: 'radio', patch: { price: 5 } }).toPromise();
    expect(urql.readQuery<any>(list, {})?.data.products.edges[0].node.price).toBe(5);
    const basket = urql.readQuery(BasketDocument, { userName: 'ann', includeItemsProduct: true });
    expect(basket?.data?.basket?.items?.[0]?.product?.price).toBe(5);
    const input = { userName: 'ann', items: [{ productId: 'radio', quantity: 7 }] };
    await urql.mutation(PutBasketDocument, { input }).toPromise();
    expect(urql.readQuery(BasketDocument, { userName: 'ann' })?.data?.basket?.items).toHaveLength(1);
    const { id } = basket!.data!.basket!;
    const node = await urql
      .query<any>('query ($id: ID!) { node(id: $id) { id ... on Order { status } ... on Basket { userName } } }', {
        id,
      })
      .toPromise();
    expect(node.data.node).toMatchObject({ userName: 'ann' });
    expect(said).toEqual([]);
  });

  test('sends the hash of a document by GET, and the document once', async () => {
    const requests: { method: string; target: string }[] = [];
    const { fetch } = globalThis;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
      requests.push({
        method: init?.method ?? 'GET',
        target: address instanceof Request ? address.url : address.toString(),
      });
      return fetch(address, init);
    });
    const first = await urql.query(ProductDocument, { id: 'radio' }, { requestPolicy: 'network-only' }).toPromise();
    const second = await urql.query(ProductDocument, { id: 'radio' }, { requestPolicy: 'network-only' }).toPromise();
    expect([first.data?.product?.price, second.data?.product?.price]).toEqual([39.9, 39.9]);
    expect([first.error, second.error]).toEqual([undefined, undefined]);
    // The hash is not known, then the document with it, then the hash alone.
    expect(requests.map(({ method, target }) => [method, target.includes('query=')])).toEqual([
      ['GET', false],
      expect.anything(),
      ['GET', false],
    ]);
  });

  test('is told which header is missing, where the lines leave it out', async () => {
    const { Client, fetchExchange } = await import('@urql/core');
    const bare = new Client({ url: `${world.url}/graphql`, exchanges: [fetchExchange], preferGetMethod: 'force' });
    const { error } = await bare.query(ProductDocument, { id: 'radio' }).toPromise();
    expect(error?.graphQLErrors[0]?.message ?? error?.message).toMatch(/apollo-require-preflight: true/);
    expect(error?.response?.status).toBe(400);
  });
});

describe('Relay', () => {
  /** Compiles documents as Relay's compiler does for an application, and loads what it has made of them. */
  async function compile(documents: Readonly<Record<string, string>>): Promise<Record<string, GraphQLTaggedNode>> {
    const project = mkdtempSync(join(folder, 'relay-'));
    const source = join(project, 'source');
    mkdirSync(source);
    const { text } = blocksOf(page).find(({ language }) => language === 'json')!;
    writeFileSync(join(project, 'relay.config.json'), text);
    writeFileSync(join(project, 'schema.graphql'), (await world.gateway.send('GET', '/schema.graphql')).text);
    for (const [name, document] of Object.entries(documents)) {
      writeFileSync(
        join(source, `${name}.ts`),
        `import { graphql } from 'relay-runtime';\nexport default graphql\`${document}\`;\n`,
      );
    }
    const cli = join(root, 'node_modules/relay-compiler/cli.js');
    await promisify(execFile)(process.execPath, [cli, join(project, 'relay.config.json')], { cwd: project });
    const names = readdirSync(join(source, '__generated__')).map((file) => file.replace('.graphql.ts', ''));
    const lines = names.map((name) => `export { default as ${name} } from '${source}/__generated__/${name}.graphql';`);
    return (await load('artifacts', lines.join('\n'))) as Record<string, GraphQLTaggedNode>;
  }

  test('compiles, pages, fetches again, appends and deletes', async () => {
    const relay = (await fromPage('relay')) as Environment;
    for (const id of ['radio-2', 'radio-3']) await world.gateway.send('POST', '/product', { body: { ...radio, id } });
    const artifacts = await compile({
      Catalogue: `query CatalogueQuery { ...Catalogue_products }`,
      Catalogue_products: `fragment Catalogue_products on Query
        @refetchable(queryName: "CataloguePageQuery")
        @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
          products(first: $count, after: $cursor, filter: { category: { eq: "Radio" } })
            @connection(key: "Catalogue_products") { edges { node { id title price } } }
        }`,
      Basket: `query BasketQuery($userName: String!) { basket(userName: $userName) { ...Basket_lines } }`,
      Basket_lines: `fragment Basket_lines on Basket @refetchable(queryName: "BasketAgainQuery") { version items { quantity } }`,
      Thing: `query ThingQuery { lambdaApigateway(id: "radio") { ...Thing_data } product(id: "radio") { title } }`,
      Thing_data: `fragment Thing_data on LambdaApigateway @refetchable(queryName: "ThingAgainQuery") { data }`,
      Create: `mutation CreateMutation($input: ProductInput!, $connections: [ID!]!) {
        createProduct(input: $input) @appendNode(connections: $connections, edgeTypeName: "ProductEdge") { id title }
      }`,
      Delete: `mutation DeleteMutation($id: ID!, $connections: [ID!]!) {
        deleteProductResult(id: $id) { ... on Deleted { id @deleteEdge(connections: $connections) } }
      }`,
    });
    const read = async (name: string, variables = {}): Promise<any> =>
      fetchQuery<OperationType>(relay, artifacts[name]!, variables, { fetchPolicy: 'network-only' }).toPromise();
    const ids = (): unknown[] =>
      relay
        .getStore()
        .getSource()
        .getRecordIDs()
        .filter((id) => /^radio/.test(id))
        .toSorted();

    // The first page, and the next one as usePaginationFragment asks for it.
    await read('CatalogueQuery');
    expect(ids()).toEqual(['radio', 'radio-2']);
    const filter = { category: { eq: 'Radio' } };
    const connection = ConnectionHandler.getConnectionID('client:root', 'Catalogue_products', { filter });
    const record = (id: string): any => relay.getStore().getSource().get(id);
    const cursor = record(record(connection).pageInfo.__ref).endCursor;
    await read('CataloguePageQuery', { count: 2, cursor });
    expect(record(connection).edges.__refs).toHaveLength(3);

    // What has another id than its key is fetched again by it.
    await read('BasketQuery', { userName: 'ann' });
    const basket = relay.lookup(
      createOperationDescriptor(getRequest(artifacts.BasketQuery!), { userName: 'ann' }).fragment,
    ).data as any;
    const id = basket.basket.__id;
    expect((await read('BasketAgainQuery', { id })).node).toMatchObject({ __id: id });

    // An item of another type with the same id is another record.
    await read('ThingQuery');
    expect((await read('ThingAgainQuery', { id: 'radio' })).node.__id).toBe('LambdaApigateway:radio');
    expect(record('radio')).toMatchObject({ __typename: 'Product', title: 'Pocket Radio' });
    expect(record('LambdaApigateway:radio')).toMatchObject({ data: 'not a product' });

    const commit = async (name: string, variables: object): Promise<unknown> =>
      new Promise((resolve, reject) =>
        commitMutation(relay, {
          mutation: artifacts[name]!,
          variables: { ...variables, connections: [connection] },
          onCompleted: (response, errors) => (errors ? reject(new Error(JSON.stringify(errors))) : resolve(response)),
          onError: reject,
        }),
      );
    await commit('CreateMutation', { input: { ...radio, id: 'radio-4' } });
    expect(record(connection).edges.__refs).toHaveLength(4);
    await commit('DeleteMutation', { id: 'radio-4' });
    expect(record(connection).edges.__refs).toHaveLength(3);
    expect(said).toEqual([]);
  });
});
