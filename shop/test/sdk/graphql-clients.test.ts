/** Apollo Client and urql with the typed documents, as front-end teams use them. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { Client as UrqlClient, fetchExchange } from '@urql/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateProductDocument,
  ProductDocument,
  ProductsDocument,
  UpdateProductDocument,
} from '../../../sdk/generated/documents.ts';
import { formats } from '../harness';
import { readDocumentList } from '../../../api/graphql/limits/document-list';
import { openWorld } from './world';
import type { World } from './world';

const radio = { id: 'radio', title: 'Pocket Radio', category: 'Radio', price: 39.9 };
const manifest = readFileSync(join(__dirname, '../../../sdk/generated/documents.json'), 'utf8');

describe.each(formats)('with %s events', (payload) => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(payload, 'graphql');
  });
  afterEach(async () => world.close());

  test('Apollo Client', async () => {
    const link = new HttpLink({ uri: `${world.url}/graphql` });
    const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
    const made = await apollo.mutate({ mutation: CreateProductDocument, variables: { input: radio } });
    const price: number | null | undefined = made.data?.createProduct?.price;
    expect(price).toBe(39.9);
    const read = await apollo.query({ query: ProductsDocument, variables: { filter: { category: { eq: 'Radio' } } } });
    expect(read.data?.products?.edges.map(({ node }) => node?.title)).toEqual(['Pocket Radio']);
  });

  test('urql', async () => {
    const urql = new UrqlClient({ url: `${world.url}/graphql`, exchanges: [fetchExchange], preferGetMethod: false });
    await urql.mutation(CreateProductDocument, { input: radio }).toPromise();
    const changed = await urql.mutation(UpdateProductDocument, { id: 'radio', patch: { price: 5 } }).toPromise();
    const version: number | undefined = changed.data?.updateProduct?.version;
    expect(version).toBe(2);
    const { data } = await urql.query(ProductDocument, { id: 'radio' }).toPromise();
    expect(data?.product?.price).toBe(5);
    const late = await urql
      .mutation(UpdateProductDocument, { id: 'radio', patch: { price: 6 }, expectedVersion: 1 })
      .toPromise();
    expect(late.error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'CONFLICT' });
  });
});

test('the client of the SDK sends documents of its list, and a gateway with that list answers no other', async () => {
  const world = await openWorld('v2', 'graphql', { graphql: { documents: readDocumentList(manifest) } });
  expect(await world.client().product.create(radio)).toMatchObject(radio);
  const other = await world.gateway.graphql('{ products { edges { node { id } } } }');
  expect(other.json.errors[0].extensions.code).toBe('QUERY_NOT_ALLOWED');
  await world.close();
});
