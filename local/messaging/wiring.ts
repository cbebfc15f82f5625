import type { Pattern } from './pattern';

/** How stream, relay, bus, rule and queue are put together. */
export interface Wiring {
  readonly relay: {
    /** Which records of the stream the relay is handed. */
    readonly filter: Pattern;
    readonly batchSize: number;
    /** What one call of the relay has. */
    readonly seconds: number;
  };
  /** Where the relay names what it gives up. */
  readonly relayDeadLetterQueue: string;
  readonly bus: string;
  readonly rule: { readonly name: string; readonly pattern: Pattern };
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** Seconds that a batch is hidden while the consumer works; it has a sixth of them for one call. */
  readonly visibilityTimeout: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
}

/** The wiring of `npm start`. A test compares it with the template of the stack. */
export const localWiring: Wiring = {
  relay: { filter: { eventName: ['INSERT'] }, batchSize: 100, seconds: 30 },
  relayDeadLetterQueue: 'RelayDeadLetterQueue',
  bus: 'SwnEventBus',
  rule: {
    name: 'CheckoutBasketRule',
    pattern: { source: ['com.swn.basket.checkoutbasket'], 'detail-type': ['CheckoutBasket'] },
  },
  queue: 'OrderQueue',
  deadLetterQueue: 'OrderDeadLetterQueue',
  visibilityTimeout: 30,
  maxReceiveCount: 5,
  batchSize: 10,
};
