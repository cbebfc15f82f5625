import type { EventFact } from '../../services/events';
import { CheckoutBasket } from '../schema/checkout';

/** An accepted checkout; source and detail-type are those that consumers have always listened to. */
export const checkoutEvent: EventFact = {
  source: 'com.swn.basket.checkoutbasket',
  detailType: 'CheckoutBasket',
  doc: 'A basket was bought: the order waits to be placed. Holds no card data but the last four digits.',
  detail: { type: CheckoutBasket },
};
