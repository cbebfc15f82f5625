// Written from the declarations of the gateway. Do not edit.

import type { ClientOptions } from '../source/client.ts';
import { queriesOf } from '../source/named.ts';
import type { CallOptions } from '../source/types.ts';

export type BasketSummaryVariables = {
  userName: string;
};

export type BasketSummaryData = {
  basket: BasketSummaryDataBasket | null;
};

export type BasketSummaryDataBasket = {
  id: string;
  items: (BasketSummaryDataBasketItems | null)[] | null;
  totalPrice: number | null;
};

export type BasketSummaryDataBasketItems = {
  quantity: number | null;
  productName: string | null;
};

export type ProductCardsVariables = {
  category?: string;
  first?: number | null;
  after?: string | null;
};

export type ProductCardsData = {
  products: ProductCardsDataProducts | null;
};

export type ProductCardsDataProducts = {
  edges: ProductCardsDataProductsEdges[];
  pageInfo: ProductCardsDataProductsPageInfo;
};

export type ProductCardsDataProductsEdges = {
  node: ProductCardsDataProductsEdgesNode | null;
};

export type ProductCardsDataProductsEdgesNode = {
  id: string;
  title: string | null;
  price: number | null;
  thumbnail: string | null;
};

export type ProductCardsDataProductsPageInfo = {
  hasNextPage: boolean;
  endCursor: string | null;
};

/** The queries with a name. Each gives its data, and throws where the answer has an error. */
export interface NamedQueries {
  readonly basketSummary: (variables: BasketSummaryVariables, options?: CallOptions) => Promise<BasketSummaryData>;
  readonly productCards: (variables?: ProductCardsVariables, options?: CallOptions) => Promise<ProductCardsData>;
}

/** Asks the queries that have a name: by their paths over REST, with their texts over GraphQL. */
export function createNamedQueries(options: ClientOptions): NamedQueries {
  const load = async () => (await import('./texts.ts')).texts;
  return queriesOf(options, ["BasketSummary","ProductCards"], load) as NamedQueries;
}
