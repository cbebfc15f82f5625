import { join } from 'node:path';
import { createRelay } from '../../api/relay';
import { messageOf } from '../../schema/guards';
import { required } from '../../schema/required';
import type { GivenUp, PutEvents } from '../../services/relay';
import type { ClientOptions } from '../../tables/client';
import { localAccount } from '../access';
import { lambdaContext } from '../lambda';
import type { Handler } from '../lambda';
import { createBus } from './bus';
import type { Bus } from './bus';
import { pollQueue } from './event-source';
import { openQueue } from './queue';
import type { MessageAttribute, Queue } from './queue';
import { deployedRights, placeOfReading, placesOf } from './rights';
import type { Authorize } from './rights';
import { followStream } from './stream';
import type { ConsumerWiring, Wiring } from './wiring';

export interface MessagingOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: NonNullable<ClientOptions['credentials']>;
  readonly tablePrefix: string;
  /** Where queues and checkpoint are kept; in memory when left out. */
  readonly folder?: string;
  /** The consumers by their names, as Lambda calls them: one for each of the wiring. */
  readonly consumers: Readonly<Record<string, Handler>>;
  readonly log: (words: string, error?: unknown) => void;
  /** Seconds that a batch is hidden, in place of those of the wiring. */
  readonly visibilityTimeout?: number;
  readonly wiring: Wiring;
  /** Asked before each thing that IAM would judge; left out, everybody may do what the deployed stack grants. */
  readonly authorize?: Authorize;
}

/** What waits for a consumer, and what it could not take. */
export interface ConsumerQueues {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** The way of an event to its consumers, in this process. */
export interface Messaging {
  readonly bus: Bus;
  /** By the names of the consumers. */
  readonly consumers: Readonly<Record<string, ConsumerQueues>>;
  /** The events that the relay gave up, by their names: they can be delivered neither now nor later. */
  readonly relayDeadLetterQueue: Queue;
  /** Aborted when `stop` is called: whoever watches events may leave. */
  readonly stopping: AbortSignal;
  /** Resolves when the stream has been read to its end and the queues are empty but for dead letters. */
  idle(): Promise<void>;
  /** Finishes the batches under way and keeps the rest for the next start. */
  stop(): Promise<void>;
}

/**
 * Half a second, doubled with each failure: a poison message is a dead letter after 7.5 s, while a developer looks
 * at it, and a restart of the engine is outlived. In AWS it takes the visibility timeout each time.
 * The last failure does not wait: the message goes to the dead letters at once.
 */
function retryDelay(receiveCount: number, { visibilityTimeout, maxReceiveCount }: ConsumerWiring): number {
  if (receiveCount >= maxReceiveCount) return 0;
  return Math.min(visibilityTimeout, 0.5 * 2 ** (receiveCount - 1));
}

/** Starts stream, relay, bus, queues and consumers, as the deployed stack has them. */
export function startMessaging({
  endpoint,
  region,
  credentials,
  tablePrefix,
  folder,
  consumers: handlers,
  log,
  wiring,
  visibilityTimeout,
  authorize,
}: MessagingOptions): Messaging {
  const places = placesOf(wiring, tablePrefix);
  const ask = authorize ?? deployedRights(places);
  const account = localAccount;
  const file = (name: string): string | undefined => (folder === undefined ? undefined : join(folder, name));
  const relayDeadLetterQueue = openQueue({
    name: wiring.relayDeadLetterQueue,
    visibilityTimeout: 30,
    journal: file('relay-dead-letter-queue.jsonl'),
  });
  const lines = Object.entries(wiring.consumers).map(([name, wired]) => {
    const of = { ...wired, visibilityTimeout: visibilityTimeout ?? wired.visibilityTimeout };
    return {
      name,
      wired: of,
      places: required(places.consumers[name], `the places of ${name}`),
      ...queuesOf(of, file),
    };
  });
  const bus = createBus({
    name: wiring.bus,
    account,
    region,
    rules: lines.map(({ wired, places: { queue: arn, deadLetters }, queue, deadLetterQueue }) => ({
      ...wired.rule,
      target: (eventJson: string) => {
        ask('events.amazonaws.com', { action: 'sqs:SendMessage', arn });
        queue.send(eventJson);
      },
      deadLetters: (eventJson: string, reason: string) => {
        ask('events.amazonaws.com', { action: 'sqs:SendMessage', arn: deadLetters });
        const text = (stringValue: string): MessageAttribute => ({ dataType: 'String', stringValue });
        deadLetterQueue.send(eventJson, { ERROR_CODE: text('NO_PERMISSIONS'), ERROR_MESSAGE: text(reason) });
        log(`An event went to the dead letters, because the rule ${wired.rule.name} may not use its target. ${reason}`);
      },
    })),
  });
  const sources = lines.map(({ name, wired, places: { queue: queueArn }, queue }) =>
    pollQueue({
      queue,
      handler: required(handlers[name], `the consumer ${name}`),
      batchSize: wired.batchSize,
      // AWS's advice is six times the timeout of the function, so that retries within the mapping find the message hidden.
      functionTimeout: wired.visibilityTimeout / 6,
      region,
      account,
      queueArn,
      authorize: (action) => ask(name, { action, arn: queueArn }),
      report: log,
      retryDelay: (receiveCount) => retryDelay(receiveCount, wired),
    }),
  );
  const putEvents = sayingWhy(async (entries) => {
    ask('relay', { action: 'events:PutEvents', arn: places.bus });
    return bus.putEvents(entries);
  }, log);
  const giveUp = async (event: GivenUp): Promise<void> => {
    ask('relay', { action: 'sqs:SendMessage', arn: places.relayDeadLetters });
    relayDeadLetterQueue.send(JSON.stringify(event));
    log(`The relay passes over the event ${event.id} of ${event.key}, which can never be delivered. ${event.reason}`);
  };
  // `putEvents` and `giveUp` say in words already what the relay would write to its log.
  const relay = createRelay({ putEvents, giveUp, log: () => undefined });
  const follower = followStream({
    endpoint,
    region,
    credentials,
    tableName: `${tablePrefix}outbox`,
    checkpoint: file('outbox.checkpoint.json'),
    authorize: (action) => ask('relay', { action, arn: placeOfReading(places, action) }),
    filter: wiring.relay.filter,
    batchSize: wiring.relay.batchSize,
    handle: (Records) => relay({ Records }, lambdaContext(wiring.relay.seconds * 1000)),
    report: log,
  });

  const stopping = new AbortController();
  let sentCount = 0;
  bus.subscribe(() => (sentCount += 1));
  return {
    bus,
    consumers: Object.fromEntries(lines.map(({ name, queue, deadLetterQueue }) => [name, { queue, deadLetterQueue }])),
    relayDeadLetterQueue,
    stopping: stopping.signal,
    async idle() {
      let sentBefore: number;
      let isBusy: boolean;
      // What the consumers do, with old messages too, may put new events into the outbox.
      do {
        sentBefore = sentCount;
        isBusy = lines.some(({ queue }) => queue.peek().length > 0);
        await follower.caughtUp();
        await Promise.all(lines.map(({ queue }) => emptied(queue, stopping.signal)));
      } while (isBusy || sentCount > sentBefore);
    },
    async stop() {
      stopping.abort();
      await Promise.all([follower, ...sources].map((running) => running.stop()));
      for (const { queue, deadLetterQueue } of lines) {
        queue.close();
        deadLetterQueue.close();
      }
      relayDeadLetterQueue.close();
    },
  };
}

/** The queues of one consumer, with journals under its name. */
function queuesOf(
  { queue: name, deadLetterQueue: deadName, visibilityTimeout, maxReceiveCount }: ConsumerWiring,
  file: (name: string) => string | undefined,
): ConsumerQueues {
  const deadLetterQueue = openQueue({ name: deadName, visibilityTimeout, journal: file(`${deadName}.jsonl`) });
  const queue = openQueue({
    name,
    visibilityTimeout,
    maxReceiveCount,
    deadLetterQueue,
    journal: file(`${name}-queue.jsonl`),
  });
  return { queue, deadLetterQueue };
}

/** Puts events with `putEvents` and says why entries fail: the relay knows only that they do. */
function sayingWhy(putEvents: PutEvents, log: MessagingOptions['log']): PutEvents {
  let lastReason: string | undefined;
  const say = (reason: string | undefined): void => {
    // The same entry fails at every try until something is done about it.
    if (reason !== undefined && reason !== lastReason) log(`The bus does not take an event of the outbox. ${reason}`);
    lastReason = reason;
  };
  return async (entries) => {
    try {
      const result = await putEvents(entries);
      say(result.Entries.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorMessage);
      return result;
    } catch (error) {
      say(messageOf(error));
      throw error;
    }
  };
}

/** Resolves when the queue has neither visible messages nor any in flight. */
async function emptied(queue: Queue, stopping: AbortSignal): Promise<void> {
  if (queue.peek().length === 0) return;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void): void => {
      unsubscribe();
      stopping.removeEventListener('abort', giveUp);
      settle();
    };
    const unsubscribe = queue.onChange(() => {
      if (queue.peek().length === 0) end(resolve);
    });
    const giveUp = (): void => end(() => reject(new Error('Messaging was stopped before the queue was empty.')));
    stopping.addEventListener('abort', giveUp);
    if (stopping.aborted) giveUp();
  });
}
