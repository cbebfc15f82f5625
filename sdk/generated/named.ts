// Written from the declarations of the gateway. Do not edit.

import type { ClientOptions } from '../source/client.ts';
import { namedOf } from '../source/named.ts';
import type { CallOptions, Idempotent } from '../source/types.ts';

export type AddToBasketVariables = {
  userName: string;
  productId: string;
  quantity: number;
  color?: string | null;
};

export type AddToBasketData = {
  addBasketItem: AddToBasketDataAddBasketItem | null;
};

export type AddToBasketDataAddBasketItem = {
  id: string;
  items: (AddToBasketDataAddBasketItemItems | null)[] | null;
  totalPrice: number | null;
};

export type AddToBasketDataAddBasketItemItems = {
  quantity: number | null;
  productName: string | null;
};

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

/** The documents with a name. Each gives its data, and throws where the answer has an error. */
export interface NamedDocuments {
  readonly addToBasket: (variables: AddToBasketVariables, options?: CallOptions & Idempotent) => Promise<AddToBasketData>;
  readonly basketSummary: (variables: BasketSummaryVariables, options?: CallOptions) => Promise<BasketSummaryData>;
  readonly productCards: (variables?: ProductCardsVariables, options?: CallOptions) => Promise<ProductCardsData>;
}

/** Sends the documents that have a name: by their paths over REST, with their texts over GraphQL. */
export function createNamedDocuments(options: ClientOptions): NamedDocuments {
  const load = async () => (await import('./named-texts.ts')).texts;
  return namedOf(options, [{"name":"AddToBasket","kind":"mutation","needsKey":true},{"name":"BasketSummary","kind":"query"},{"name":"ProductCards","kind":"query"}], load) as NamedDocuments;
}
