import { Basket } from './basket';
import type { DeclaredClass } from './facts';
import { Order } from './order';
import { Product } from './product';

/** Every domain of the gateway. To add one, write its class in a file here and its name in this list. */
export const domains: readonly DeclaredClass[] = [Product, Basket, Order];
