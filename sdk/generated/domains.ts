// Written from the declarations of the gateway. Do not edit.

import { clientOf } from '../source/client.ts';
import type { ClientOptions } from '../source/client.ts';
import type { ProductMethods, BasketMethods, OrderMethods, LambdaApigatewayMethods } from './client.ts';
import { productMethods, basketMethods, orderMethods, lambdaApigatewayMethods } from './methods.ts';

/** What `createClient` has as `product`, and nothing else. */
export function createProductClient(options: ClientOptions): ProductMethods {
  const load = async () => (await import('./texts-product.ts')).texts;
  return (clientOf(options, { product: productMethods }, {}, load) as { product: ProductMethods }).product;
}

/** What `createClient` has as `basket`, and nothing else. */
export function createBasketClient(options: ClientOptions): BasketMethods {
  const load = async () => (await import('./texts-basket.ts')).texts;
  return (clientOf(options, { basket: basketMethods }, {}, load) as { basket: BasketMethods }).basket;
}

/** What `createClient` has as `order`, and nothing else. */
export function createOrderClient(options: ClientOptions): OrderMethods {
  const load = async () => (await import('./texts-order.ts')).texts;
  return (clientOf(options, { order: orderMethods }, {}, load) as { order: OrderMethods }).order;
}

/** What `createClient` has as `lambdaApigateway`, and nothing else. */
export function createLambdaApigatewayClient(options: ClientOptions): LambdaApigatewayMethods {
  const load = async () => (await import('./texts-lambdaApigateway.ts')).texts;
  return (clientOf(options, { lambdaApigateway: lambdaApigatewayMethods }, {}, load) as { lambdaApigateway: LambdaApigatewayMethods }).lambdaApigateway;
}
