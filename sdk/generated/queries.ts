// Written from the declarations of the gateway. Do not edit.

import type { CallOptions, Including, InfiniteQueryOptions, ListOptions, Page, QueryOptions, Selected, Selecting } from '../source/types.ts';
import type { BasketFilter, LambdaApigatewayFilter, OrderFilter, ProductFilter, Basket, LambdaApigateway, Order, Product } from './client.ts';

/** The reads of product for TanStack Query. */
export interface ProductQueries {
  /** Reads one product. */
  readonly get: { readonly queryOptions: <Field extends keyof Product = keyof Product>(key: string | { readonly id: string }, options?: CallOptions & Selecting<Field>) => QueryOptions<Selected<Product, Field> | null> };
  /** Lists product items page by page. */
  readonly list: { readonly queryOptions: <Field extends keyof Product = keyof Product>(options?: ListOptions<ProductFilter, 'price' | '-price'> & Selecting<Field>) => QueryOptions<Page<Selected<Product, Field>>>; readonly infiniteQueryOptions: <Field extends keyof Product = keyof Product>(options?: ListOptions<ProductFilter, 'price' | '-price'> & Selecting<Field>) => InfiniteQueryOptions<Selected<Product, Field>> };
  /** Reads up to 100 product items by their keys, in their order, null for each that is missing. */
  readonly getMany: { readonly queryOptions: (keys: readonly (string | { readonly id: string })[], options?: CallOptions) => QueryOptions<readonly (Product | undefined)[]> };
}

/** The reads of basket for TanStack Query. */
export interface BasketQueries {
  /** Reads one basket. */
  readonly get: { readonly queryOptions: <Field extends keyof Basket = keyof Basket>(key: string | { readonly userName: string }, options?: CallOptions & Selecting<Field> & Including<'items.product' | 'totalPrice'>) => QueryOptions<Selected<Basket, Field> | null> };
  /** Lists basket items page by page. */
  readonly list: { readonly queryOptions: <Field extends keyof Basket = keyof Basket>(options?: ListOptions<BasketFilter, never> & Selecting<Field> & Including<'items.product' | 'totalPrice'>) => QueryOptions<Page<Selected<Basket, Field>>>; readonly infiniteQueryOptions: <Field extends keyof Basket = keyof Basket>(options?: ListOptions<BasketFilter, never> & Selecting<Field> & Including<'items.product' | 'totalPrice'>) => InfiniteQueryOptions<Selected<Basket, Field>> };
}

/** The reads of order for TanStack Query. */
export interface OrderQueries {
  /** Reads one order. */
  readonly get: { readonly queryOptions: <Field extends keyof Order = keyof Order>(key: { readonly userName: string; readonly orderId: string }, options?: CallOptions & Selecting<Field> & Including<'items.product'>) => QueryOptions<Selected<Order, Field> | null> };
  /** Lists order items page by page. */
  readonly listAll: { readonly queryOptions: <Field extends keyof Order = keyof Order>(options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => QueryOptions<Page<Selected<Order, Field>>>; readonly infiniteQueryOptions: <Field extends keyof Order = keyof Order>(options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => InfiniteQueryOptions<Selected<Order, Field>> };
  /** Lists the order items of one userName page by page, by orderDate from the newest. */
  readonly list: { readonly queryOptions: <Field extends keyof Order = keyof Order>(userName: string, options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => QueryOptions<Page<Selected<Order, Field>>>; readonly infiniteQueryOptions: <Field extends keyof Order = keyof Order>(userName: string, options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => InfiniteQueryOptions<Selected<Order, Field>> };
}

/** The reads of lambdaApigateway for TanStack Query. */
export interface LambdaApigatewayQueries {
  /** Reads one free-form record. */
  readonly get: { readonly queryOptions: <Field extends keyof LambdaApigateway = keyof LambdaApigateway>(key: string | { readonly id: string }, options?: CallOptions & Selecting<Field>) => QueryOptions<Selected<LambdaApigateway, Field> | null> };
  /** Lists free-form record items page by page. */
  readonly list: { readonly queryOptions: <Field extends keyof LambdaApigateway = keyof LambdaApigateway>(options?: ListOptions<LambdaApigatewayFilter, never> & Selecting<Field>) => QueryOptions<Page<Selected<LambdaApigateway, Field>>>; readonly infiniteQueryOptions: <Field extends keyof LambdaApigateway = keyof LambdaApigateway>(options?: ListOptions<LambdaApigatewayFilter, never> & Selecting<Field>) => InfiniteQueryOptions<Selected<LambdaApigateway, Field>> };
  /** Reads up to 100 free-form record items by their keys, in their order, null for each that is missing. */
  readonly getMany: { readonly queryOptions: (keys: readonly (string | { readonly id: string })[], options?: CallOptions) => QueryOptions<readonly (LambdaApigateway | undefined)[]> };
}

/** All that can be read. */
export interface Queries {
  readonly product: ProductQueries;
  readonly basket: BasketQueries;
  readonly order: OrderQueries;
  readonly lambdaApigateway: LambdaApigatewayQueries;
}
