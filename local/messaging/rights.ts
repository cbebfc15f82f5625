import { messagingActions } from '../../services/messaging-actions';
import { AccessDenied, textOf } from '../access';
import type { Access } from '../access';
import { arnOf } from '../rights';
import type { Wiring } from './wiring';

/** Who acts between outbox and consumers: the relay, the service of the rules, or a consumer by its name. */
export type Principal = string;

/** Asked before each thing that IAM would judge; throws AccessDenied for what may not be done. */
export type Authorize = (principal: Principal, access: Access) => void;

/** The ARNs of what is acted on. Those of a stream end in its label, which differs from engine to engine. */
export interface Places {
  readonly stream: string;
  readonly everyStream: '*';
  readonly relayDeadLetters: string;
  readonly bus: string;
  /** By the names of the consumers. */
  readonly consumers: Readonly<Record<string, ConsumerPlaces>>;
}

/** What a consumer reads, and where its events go that fail too often. */
export interface ConsumerPlaces {
  readonly queue: string;
  readonly deadLetters: string;
}

/** Where a wiring leads. */
export function placesOf({ relayDeadLetterQueue, bus, consumers }: Wiring, tablePrefix: string): Places {
  return {
    stream: arnOf('dynamodb', `table/${tablePrefix}outbox/stream`),
    everyStream: '*',
    relayDeadLetters: arnOf('sqs', relayDeadLetterQueue),
    bus: arnOf('events', `event-bus/${bus}`),
    consumers: Object.fromEntries(
      Object.entries(consumers).map(([name, { queue, deadLetterQueue }]) => [
        name,
        { queue: arnOf('sqs', queue), deadLetters: arnOf('sqs', deadLetterQueue) },
      ]),
    ),
  };
}

/** What an action of reading the stream is done to. */
export function placeOfReading({ stream, everyStream }: Places, action: string): string {
  return messagingActions.relay.everyStream.some((name) => name === action) ? everyStream : stream;
}

/** Holds everybody to what the deployed stack grants. */
export function deployedRights({ stream, everyStream, relayDeadLetters, bus, consumers }: Places): Authorize {
  const { relay, consumer, 'events.amazonaws.com': rule } = messagingActions;
  const permissions = (arn: string, actions: readonly string[]): readonly string[] =>
    actions.map((action) => textOf({ action, arn }));
  const allowed: Readonly<Record<Principal, readonly string[]>> = {
    relay: [
      ...permissions(stream, relay.stream),
      ...permissions(everyStream, relay.everyStream),
      ...permissions(bus, relay.bus),
      ...permissions(relayDeadLetters, relay.relayDeadLetters),
    ],
    'events.amazonaws.com': Object.values(consumers).flatMap(({ queue, deadLetters }) => [
      ...permissions(queue, rule.queues),
      ...permissions(deadLetters, rule.queues),
    ]),
    ...Object.fromEntries(
      Object.entries(consumers).map(([name, { queue, deadLetters }]) => [
        name,
        [...permissions(queue, consumer.queue), ...permissions(deadLetters, consumer.deadLetters)],
      ]),
    ),
  };
  return (principal, access) => {
    if (allowed[principal]?.includes(textOf(access)) !== true) throw new AccessDenied(principal, access);
  };
}
