import type { PutEventsEntry } from './bus';
import type { Pattern } from './pattern';

/** A record of the outbox table's stream, as far as the relay reads it. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    /** The item in DynamoDB's JSON. */
    readonly NewImage?: Readonly<Record<string, { readonly S?: string }>>;
  };
}

/** What of the stream becomes an event, and which. */
export interface Pipe {
  /** Whether a record is a new event of the outbox. */
  takes(record: StreamRecord): boolean;
  /** The event; undefined when the record cannot be read. */
  entryOf(record: StreamRecord): PutEventsEntry | undefined;
}

/** How stream, bus, rule and queue are put together. */
export interface Wiring {
  readonly bus: string;
  readonly rule: { readonly name: string; readonly pattern: Pattern };
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** Seconds that a batch is hidden while the consumer works; it has a sixth of them for one call. */
  readonly visibilityTimeout: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
  readonly pipe: Pipe;
}

/** The wiring of `npm start`. A test compares what it does with the template of the stack. */
export const localWiring: Wiring = {
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
  pipe: {
    takes: ({ eventName }) => eventName === 'INSERT',
    entryOf: ({ dynamodb = {} }) => {
      const { NewImage: item = {} } = dynamodb;
      const [source, detailType, detail, time] = ['source', 'detailType', 'detail', 'time'].map(
        (name) => item[name]?.S,
      );
      if (time === undefined || Number.isNaN(Date.parse(time))) return undefined;
      return { Source: source, DetailType: detailType, Detail: detail, Time: new Date(time) };
    },
  },
};
