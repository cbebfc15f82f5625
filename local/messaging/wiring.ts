import { usualSize } from '../../services/consumer';
import type { GatewayDefinition } from '../../services/definition';
import type { Pattern } from './pattern';

/** How the events of one consumer come to it. */
export interface ConsumerWiring {
  readonly rule: { readonly name: string; readonly pattern: Pattern };
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** Seconds that a batch is hidden while the consumer works; it has a sixth of them for one call. */
  readonly visibilityTimeout: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
}

/** How stream, relay, bus, rules and queues are put together. */
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
  /** By the names of the consumers. */
  readonly consumers: Readonly<Record<string, ConsumerWiring>>;
}

/** The wiring of `npm start`. A test compares it with the template of the stack. */
export function wiringOf({ eventBus, consumers }: Pick<GatewayDefinition, 'eventBus' | 'consumers'>): Wiring {
  return {
    relay: { filter: { eventName: ['INSERT'] }, batchSize: 100, seconds: 30 },
    relayDeadLetterQueue: 'relay-dead-letters',
    bus: eventBus,
    consumers: Object.fromEntries(
      consumers.map(({ name, event, size = usualSize }): [string, ConsumerWiring] => [
        name,
        {
          rule: { name, pattern: { source: [event.source], 'detail-type': [event.detailType] } },
          queue: name,
          deadLetterQueue: `${name}-dead-letters`,
          // AWS's advice is six times the timeout of the function. A developer looks at it: a sixth of that.
          visibilityTimeout: size.seconds,
          maxReceiveCount: 5,
          batchSize: 10,
        },
      ]),
    ),
  };
}
