import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { createProduct, getBasket, getProduct, listProducts } from './shop';
import type { Item } from './shop';

// GraphQL Yoga with Pothos, as their pages about Lambda and classes do it.

const builder = new SchemaBuilder<{ Objects: { Product: Item; BasketItem: Item; Basket: Item } }>({});

builder.objectType('Product', {
  fields: (t) => ({
    id: t.exposeID('id'),
    title: t.exposeString('title'),
    description: t.exposeString('description', { nullable: true }),
    category: t.exposeString('category'),
    price: t.exposeFloat('price'),
    stock: t.exposeInt('stock', { nullable: true }),
    brand: t.exposeString('brand', { nullable: true }),
    sku: t.exposeString('sku', { nullable: true }),
    tags: t.exposeStringList('tags', { nullable: true }),
    rating: t.exposeFloat('rating', { nullable: true }),
  }),
});
builder.objectType('BasketItem', {
  fields: (t) => ({
    quantity: t.exposeInt('quantity'),
    product: t.field({ type: 'Product', nullable: true, resolve: (item) => getProduct(item.productId) }),
  }),
});
builder.objectType('Basket', {
  fields: (t) => ({
    userName: t.exposeID('userName'),
    items: t.field({ type: ['BasketItem'], resolve: (basket) => basket.items }),
  }),
});
const ProductInput = builder.inputType('ProductInput', {
  fields: (t) => ({
    title: t.string({ required: true }),
    category: t.string({ required: true }),
    price: t.float({ required: true }),
    stock: t.int(),
    tags: t.stringList(),
  }),
});
builder.queryType({
  fields: (t) => ({
    product: t.field({
      type: 'Product',
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }) => getProduct(String(id)),
    }),
    products: t.field({
      type: ['Product'],
      args: { category: t.arg.string({ required: true }), limit: t.arg.int({ defaultValue: 20 }) },
      resolve: (_, { category, limit }) => listProducts(category, limit ?? 20),
    }),
    basket: t.field({
      type: 'Basket',
      nullable: true,
      args: { userName: t.arg.string({ required: true }) },
      resolve: (_, { userName }) => getBasket(userName),
    }),
  }),
});
builder.mutationType({
  fields: (t) => ({
    createProduct: t.field({
      type: 'Product',
      args: { input: t.arg({ type: ProductInput, required: true }) },
      resolve: (_, { input }) => createProduct({ ...input }),
    }),
  }),
});

const yoga = createYoga({ schema: builder.toSchema(), graphqlEndpoint: '/graphql', logging: false });

export const handler = async (event: any) => {
  const response = await yoga.fetch(new URL(event.path, 'http://localhost'), {
    method: event.httpMethod,
    headers: event.headers,
    body: event.body ?? undefined,
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers.entries()),
    body: await response.text(),
    isBase64Encoded: false,
  };
};
