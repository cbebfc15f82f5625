import { messagingActions } from '../../services/messaging-actions';
import { AccessDenied, textOf } from '../access';
import type { Access } from '../access';
import { arnOf } from '../rights';
import type { Wiring } from './wiring';

/** Who acts between outbox and consumer: a role of the stack, or the service of the rule. */
export type Principal = keyof typeof messagingActions;

/** Asked before each thing that IAM would judge; throws AccessDenied for what may not be done. */
export type Authorize = (principal: Principal, access: Access) => void;

/** The ARNs of what is acted on. Those of a stream end in its label, which differs from engine to engine. */
export interface Places {
  readonly stream: string;
  readonly everyStream: '*';
  readonly relayDeadLetters: string;
  readonly bus: string;
  readonly queue: string;
  readonly deadLetters: string;
}

/** Where a wiring leads. */
export function placesOf({ relayDeadLetterQueue, bus, queue, deadLetterQueue }: Wiring, tablePrefix: string): Places {
  return {
    stream: arnOf('dynamodb', `table/${tablePrefix}outbox/stream`),
    everyStream: '*',
    relayDeadLetters: arnOf('sqs', relayDeadLetterQueue),
    bus: arnOf('events', `event-bus/${bus}`),
    queue: arnOf('sqs', queue),
    deadLetters: arnOf('sqs', deadLetterQueue),
  };
}

/** What an action of reading the stream is done to. */
export function placeOfReading({ stream, everyStream }: Places, action: string): string {
  return messagingActions.relay.everyStream.some((name) => name === action) ? everyStream : stream;
}

/** Holds everybody to what the deployed stack grants. */
export function deployedRights({ stream, everyStream, relayDeadLetters, bus, queue, deadLetters }: Places): Authorize {
  const { relay, orders, 'events.amazonaws.com': rule } = messagingActions;
  const permissions = (arn: string, actions: readonly string[]): readonly string[] =>
    actions.map((action) => textOf({ action, arn }));
  const allowed: Record<Principal, readonly string[]> = {
    relay: [
      ...permissions(stream, relay.stream),
      ...permissions(everyStream, relay.everyStream),
      ...permissions(bus, relay.bus),
      ...permissions(relayDeadLetters, relay.relayDeadLetters),
    ],
    'events.amazonaws.com': [...permissions(queue, rule.queues), ...permissions(deadLetters, rule.queues)],
    orders: [...permissions(queue, orders.queue), ...permissions(deadLetters, orders.deadLetters)],
  };
  return (principal, access) => {
    if (!allowed[principal].includes(textOf(access))) throw new AccessDenied(principal, access);
  };
}
