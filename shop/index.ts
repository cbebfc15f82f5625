import { defineModule } from '../services/definition';
import { checkoutJourney } from './journey';
import { legacyForms } from './legacy';
import { Basket } from './schema/basket';
import { Order } from './schema/order';
import { Product } from './schema/product';
import { basketOperations } from './services/baskets';
import { checkout } from './services/checkout';
import { checkoutEvent } from './services/events';
import { orderOperations } from './services/orders';
import { orderConsumer } from './services/place-order';
import { shopProblems } from './services/problems';

/** The reference application: a catalogue, baskets, and orders that are placed by way of the event bus. */
export const shop = defineModule({
  name: 'shop',
  domains: [Product, Basket, Order],
  operations: [...basketOperations, checkout, ...orderOperations],
  events: [checkoutEvent],
  consumers: [orderConsumer],
  problems: shopProblems,
  samples: async () => {
    const { sampleBaskets, sampleOrders, samples } = await import('./samples');
    return [
      { domain: Product, items: samples },
      { domain: Order, calls: sampleOrders },
      { domain: Basket, items: sampleBaskets },
    ];
  },
  journeys: (operations) => [checkoutJourney(operations)],
  legacy: legacyForms,
});
