import { composeServices } from '@apollo/composition';
import { isObjectType, parse } from 'graphql';
import { blocksOf } from '../../../test/documents';
import { openGateway } from '../harness';
import { definition } from '../usual';

// cspell:words QLJS

// The whole shop beside the subgraph of docs/graphql-clients.md, judged by Apollo's own composition:
// https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec

test('the shop composes with the subgraph that the page shows', async () => {
  const gateway = await openGateway('v2', { definition: { ...definition, federation: true } });
  const { sdl } = (await gateway.graphql('{ _service { sdl } }')).json.data._service;
  const block = blocksOf('docs/graphql-clients.md').find(({ text }) => text.startsWith('extend schema'));
  const { errors, schema } = composeServices([
    { name: 'shop', url: 'http://shop', typeDefs: parse(sdl) },
    { name: 'reviews', url: 'http://reviews', typeDefs: parse(block!.text) },
  ]);
  expect((errors ?? []).map(({ message }) => message)).toEqual([]);
  const product = schema!.toAPISchema().toGraphQLJSSchema().getType('Product');
  expect(isObjectType(product) && Object.keys(product.getFields())).toEqual(
    expect.arrayContaining(['price', 'reviews']),
  );
  expect(sdl).toContain('type Product implements Node @key(fields: "id")');
  expect(sdl).toContain('type Order implements Node @key(fields: "userName orderId")');
});
