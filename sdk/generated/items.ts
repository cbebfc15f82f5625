// Written by npm run codegen from what the gateway can do. Do not edit.

import type { components } from './openapi.ts';

export type Basket = components['schemas']['Basket'];
export type BasketAdditionInput = components['schemas']['BasketAdditionInput'];
export type BasketInput = Omit<components['schemas']['BasketReplacement'], 'version' | 'createdAt' | 'updatedAt'>;
export type BasketItemQuantityInput = components['schemas']['BasketItemQuantityInput'];
export type BasketPatch = components['schemas']['BasketPatch'];
export type CheckoutInput = components['schemas']['CheckoutInput'];
export type CheckoutReceipt = components['schemas']['CheckoutReceipt'];
export type LambdaApigateway = components['schemas']['LambdaApigateway'];
export type LambdaApigatewayInput = components['schemas']['LambdaApigatewayInput'];
export type LambdaApigatewayPatch = components['schemas']['LambdaApigatewayPatch'];
export type Order = components['schemas']['Order'];
export type OrderStatusChangeInput = components['schemas']['OrderStatusChangeInput'];
export type Product = components['schemas']['Product'];
export type ProductInput = components['schemas']['ProductInput'];
export type ProductPatch = components['schemas']['ProductPatch'];

/** Any item that is stored. */
export type Stored = Product | Basket | Order | LambdaApigateway;
