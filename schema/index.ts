import { Basket } from './basket';
import type { DeclaredClass } from './facts';
import { LambdaApigateway } from './lambda-apigateway';
import { Order } from './order';
import { Product } from './product';

/** Every domain of the gateway. To add one, write its class in a file here and its name in this list. */
export const domains: readonly DeclaredClass[] = [Product, Basket, Order, LambdaApigateway];
