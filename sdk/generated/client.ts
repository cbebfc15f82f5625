// Written from the declarations of the gateway. Do not edit.

import type { CallOptions, Feed, FeedOptions, Idempotent, Including, List, ListOptions, Outcome, Selected, Selecting } from '../source/types.ts';
import type { Basket, BasketAdditionInput, BasketInput, BasketItemQuantityInput, BasketPatch, CheckoutInput, CheckoutReceipt, LambdaApigateway, LambdaApigatewayInput, LambdaApigatewayPatch, Order, OrderStatusChangeInput, Product, ProductInput, ProductPatch } from './items.ts';
import type { BasketFilter, LambdaApigatewayFilter, OrderFilter, ProductFilter } from './filters.ts';

export type { BasketFilter, LambdaApigatewayFilter, OrderFilter, ProductFilter };
export type * from './items.ts';

/** What the shop sells. */
export interface ProductMethods {
  /** Reads one product. */
  readonly get: <Field extends keyof Product = keyof Product>(key: string | { readonly id: string }, options?: CallOptions & Selecting<Field>) => Promise<Selected<Product, Field> | undefined>;
  /** Lists product items page by page. */
  readonly list: <Field extends keyof Product = keyof Product>(options?: ListOptions<ProductFilter, 'price' | '-price'> & Selecting<Field>) => List<Selected<Product, Field>>;
  /** Creates one product; never overwrites. */
  readonly create: (input: ProductInput, options?: CallOptions & Idempotent) => Promise<Product>;
  /** Replaces one product; fields that are left out are gone. */
  readonly replace: (key: string | { readonly id: string; readonly version?: number }, input: ProductInput, options?: CallOptions & Idempotent) => Promise<Product>;
  /** Changes some fields of one product; null removes an optional field (RFC 7396). */
  readonly update: (key: string | { readonly id: string; readonly version?: number }, patch: ProductPatch, options?: CallOptions & Idempotent) => Promise<Product>;
  /** Deletes one product. */
  readonly delete: (key: string | { readonly id: string; readonly version?: number }, options?: CallOptions & Idempotent) => Promise<void>;
  /** Reads up to 100 product items by their keys, in their order, null for each that is missing. */
  readonly getMany: (keys: readonly (string | { readonly id: string })[], options?: CallOptions) => Promise<readonly (Product | undefined)[]>;
  /** Creates up to 100 product items, each with its own outcome; never overwrites. */
  readonly createMany: (items: readonly ProductInput[], options?: CallOptions & Idempotent & { readonly dryRun?: boolean }) => Promise<readonly Outcome<Product>[]>;
  /** Tells the changes of product items, each at least once; their versions tell their order. */
  readonly changes: (options?: FeedOptions) => Feed<Product>;
  /** The item as it is, and again after each change, until it is gone. */
  readonly watch: (key: string | { readonly id: string }, options?: CallOptions) => AsyncIterable<Product | undefined>;
}

/** What a shopper is about to buy. A basket that nobody touches for a month is gone. */
export interface BasketMethods {
  /** Reads one basket. */
  readonly get: <Field extends keyof Basket = keyof Basket>(key: string | { readonly userName: string }, options?: CallOptions & Selecting<Field> & Including<'items.product' | 'totalPrice'>) => Promise<Selected<Basket, Field> | undefined>;
  /** Lists basket items page by page. */
  readonly list: <Field extends keyof Basket = keyof Basket>(options?: ListOptions<BasketFilter, never> & Selecting<Field> & Including<'items.product' | 'totalPrice'>) => List<Selected<Basket, Field>>;
  /** Replaces one basket; fields that are left out are gone. */
  readonly replace: (key: string | { readonly userName: string; readonly version?: number }, input: BasketInput, options?: CallOptions & Idempotent) => Promise<Basket>;
  /** Changes some fields of one basket; null removes an optional field (RFC 7396). */
  readonly update: (key: string | { readonly userName: string; readonly version?: number }, patch: BasketPatch, options?: CallOptions & Idempotent) => Promise<Basket>;
  /** Deletes one basket. */
  readonly delete: (key: string | { readonly userName: string; readonly version?: number }, options?: CallOptions & Idempotent) => Promise<void>;
  /** Writes a whole basket in place of the one that the user may have. */
  readonly put: (input: BasketInput, options?: CallOptions & Idempotent) => Promise<Basket>;
  /** Adds pieces of a product to a basket, to the line that already has it in this color; makes the basket when there is none. */
  readonly addItem: (key: string | { readonly userName: string; readonly version?: number }, productId: string, input: BasketAdditionInput, options?: CallOptions & Idempotent) => Promise<Basket>;
  /** Sets how many pieces of a product are in a basket. */
  readonly setItemQuantity: (key: string | { readonly userName: string; readonly version?: number }, productId: string, input: BasketItemQuantityInput, options?: CallOptions & Idempotent) => Promise<Basket>;
  /** Takes a product out of a basket, in all of its colors. */
  readonly removeItem: (key: string | { readonly userName: string; readonly version?: number }, productId: string, options?: CallOptions & Idempotent) => Promise<void>;
}

/** What was bought. Made by a checkout, PENDING until it has been placed. */
export interface OrderMethods {
  /** Reads one order. */
  readonly get: <Field extends keyof Order = keyof Order>(key: { readonly userName: string; readonly orderId: string }, options?: CallOptions & Selecting<Field> & Including<'items.product'>) => Promise<Selected<Order, Field> | undefined>;
  /** Lists order items page by page. */
  readonly listAll: <Field extends keyof Order = keyof Order>(options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => List<Selected<Order, Field>>;
  /** Lists the order items of one userName page by page, by orderDate from the newest. */
  readonly list: <Field extends keyof Order = keyof Order>(userName: string, options?: ListOptions<OrderFilter, 'orderId' | '-orderId' | 'orderDate' | '-orderDate'> & Selecting<Field> & Including<'items.product'>) => List<Selected<Order, Field>>;
  /** Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else. */
  readonly setStatus: (key: { readonly userName: string; readonly orderId: string; readonly version?: number }, input: OrderStatusChangeInput, options?: CallOptions & Idempotent) => Promise<Order>;
  /** Tells the changes of order items, each at least once; their versions tell their order. */
  readonly allChanges: (options?: FeedOptions) => Feed<Order>;
  /** Tells the changes of order items, each at least once; their versions tell their order. Only items of one userName. */
  readonly changes: (userName: string, options?: FeedOptions) => Feed<Order>;
  /** The item as it is, and again after each change, until it is gone. */
  readonly watch: (key: { readonly userName: string; readonly orderId: string }, options?: CallOptions) => AsyncIterable<Order | undefined>;
}

/** Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here. */
export interface LambdaApigatewayMethods {
  /** Reads one free-form record. */
  readonly get: <Field extends keyof LambdaApigateway = keyof LambdaApigateway>(key: string | { readonly id: string }, options?: CallOptions & Selecting<Field>) => Promise<Selected<LambdaApigateway, Field> | undefined>;
  /** Lists free-form record items page by page. */
  readonly list: <Field extends keyof LambdaApigateway = keyof LambdaApigateway>(options?: ListOptions<LambdaApigatewayFilter, never> & Selecting<Field>) => List<Selected<LambdaApigateway, Field>>;
  /** Creates one free-form record; never overwrites. */
  readonly create: (input: LambdaApigatewayInput, options?: CallOptions & Idempotent) => Promise<LambdaApigateway>;
  /** Replaces one free-form record; fields that are left out are gone. */
  readonly replace: (key: string | { readonly id: string; readonly version?: number }, input: LambdaApigatewayInput, options?: CallOptions & Idempotent) => Promise<LambdaApigateway>;
  /** Changes some fields of one free-form record; null removes an optional field (RFC 7396). */
  readonly update: (key: string | { readonly id: string; readonly version?: number }, patch: LambdaApigatewayPatch, options?: CallOptions & Idempotent) => Promise<LambdaApigateway>;
  /** Deletes one free-form record. */
  readonly delete: (key: string | { readonly id: string; readonly version?: number }, options?: CallOptions & Idempotent) => Promise<void>;
  /** Reads up to 100 free-form record items by their keys, in their order, null for each that is missing. */
  readonly getMany: (keys: readonly (string | { readonly id: string })[], options?: CallOptions) => Promise<readonly (LambdaApigateway | undefined)[]>;
  /** Creates up to 100 free-form record items, each with its own outcome; never overwrites. */
  readonly createMany: (items: readonly LambdaApigatewayInput[], options?: CallOptions & Idempotent & { readonly dryRun?: boolean }) => Promise<readonly Outcome<LambdaApigateway>[]>;
}

/** Everything that the gateway can do. */
export interface Methods {
  readonly product: ProductMethods;
  readonly basket: BasketMethods;
  readonly order: OrderMethods;
  readonly lambdaApigateway: LambdaApigatewayMethods;
  /** Buys the basket of a user. The order is PENDING at once and is placed a moment later. */
  readonly checkout: (input: CheckoutInput, options?: CallOptions & Idempotent) => Promise<CheckoutReceipt>;
}
