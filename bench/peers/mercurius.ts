import awsLambdaFastify from '@fastify/aws-lambda';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { createProduct, getBasket, getProduct, listProducts } from './shop';
import type { Item } from './shop';

// mercurius on Fastify with its compiled documents, as their pages about Lambda and about jit do it.

const app = fastify();
app.register(mercurius, {
  jit: 1,
  schema: `
    type Product {
      id: ID! title: String! description: String category: String! price: Float! stock: Int
      brand: String sku: String tags: [String!] rating: Float
    }
    type BasketItem { quantity: Int! product: Product }
    type Basket { userName: ID! items: [BasketItem!]! }
    input ProductInput { title: String! category: String! price: Float! stock: Int tags: [String!] }
    type Query {
      product(id: ID!): Product
      products(category: String!, limit: Int = 20): [Product!]!
      basket(userName: String!): Basket
    }
    type Mutation { createProduct(input: ProductInput!): Product! }
  `,
  resolvers: {
    Query: {
      product: async (_: unknown, { id }: { id: string }) => getProduct(id),
      products: async (_: unknown, { category, limit }: { category: string; limit: number }) =>
        listProducts(category, limit),
      basket: async (_: unknown, { userName }: { userName: string }) => getBasket(userName),
    },
    BasketItem: { product: async ({ productId }: Item) => getProduct(productId) },
    Mutation: { createProduct: async (_: unknown, { input }: { input: Item }) => createProduct(input) },
  },
});

export const handler = awsLambdaFastify(app);
