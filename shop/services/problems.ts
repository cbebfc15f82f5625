import { defineProblems } from '../../services/errors';
import { ProductProblem } from '../schema/checkout';

const products = { doc: 'The products that stand in the way of a checkout.', listOf: ProductProblem };

/** What can go wrong with baskets and orders alone. */
export const shopProblems = defineProblems({
  'basket-changed': {
    status: 409,
    title: 'The basket has changed meanwhile',
    graphql: 'CONFLICT',
    help: 'Somebody changed or bought the basket while the checkout was at work. Nothing was bought by this request: read the basket again.',
  },
  'price-changed': {
    status: 409,
    title: 'A price has changed',
    graphql: 'CONFLICT',
    help: 'The catalogue has another price than the one that stands in the basket. "products" names both. Put the new prices into the basket, or leave the prices out of it, and check out again.',
    members: { products },
  },
  'out-of-stock': {
    status: 409,
    title: 'There is not enough in stock',
    graphql: 'CONFLICT',
    help: 'Fewer pieces are left than the basket holds. "products" says how many are left. Lower the quantity and check out again.',
    members: { products },
  },
  'transition-not-allowed': {
    status: 409,
    title: 'The order cannot get this status',
    graphql: 'CONFLICT',
    help: 'A status can be followed only by certain others; the answer names those that can follow the present one.',
  },
  'empty-basket': {
    status: 422,
    title: 'The basket is empty',
    graphql: 'BAD_USER_INPUT',
    help: 'There is nothing to buy in the basket. Add an item first.',
  },
  'unknown-product': {
    status: 422,
    title: 'A product is no longer sold',
    graphql: 'BAD_USER_INPUT',
    help: 'The basket holds a product that is not in the catalogue. The errors point to it: remove it from the basket and check out again.',
    pointsToFields: true,
  },
  'basket-too-large': {
    status: 422,
    title: 'The basket is too large for one order',
    graphql: 'BAD_USER_INPUT',
    help: 'One order may hold 95 different products with a tracked stock, and its event may have 256 KB. Split the basket into two orders.',
  },
});
