import { definition } from '../usual';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import type { GatewayOptions } from '../../../api/options';
import { busOf } from '../../../api/relay';
import type { StreamBatchResponse } from '../../../api/relay';
import { serve } from '../../../local/http';
import { lambdaContext } from '../../../local/lambda';
import { startMessaging } from '../../../local/messaging/messaging';
import { deployedRights, placeOfReading, placesOf } from '../../../local/messaging/rights';
import { followStream } from '../../../local/messaging/stream';
import { wiringOf } from '../../../local/messaging/wiring';
import { asDeployed } from '../../../local/rights';
import { localAccess } from '../../../local/tables';
import type { StreamRecord } from '../../../services/relay';
import { randomOf } from '../../../test/random';
import { subjectNamed } from './subjects';

// The program that the suites start and kill: a gateway, the whole messaging, or the relay alone.

/** What a child is told when it is started. */
export interface ChildOptions {
  readonly role: 'gateway' | 'messaging' | 'relay';
  readonly subject: string;
  readonly endpoint: string;
  readonly prefix: string;
  /** Where messaging keeps queues and checkpoint, and the relay its checkpoint. */
  readonly folder?: string;
  /** The file in which the relay names what it gives up. */
  readonly givenUp?: string;
  /** The address of the relay's bus. */
  readonly bus?: string;
  /** Hands the stream over in the odd ways of Lambda; as it is, when left out. */
  readonly oddStream?: OddStream;
}

/** Something that Lambda does with a stream beside handing it over. */
export type Oddity = 'halved' | 'from the oldest' | 'with removals';

/** How it is done. */
export interface OddStream {
  readonly seed: number;
  /** The file in which each of them is noted, one a line. */
  readonly notes: string;
}

/** What a child tells: that it is ready, that there is nothing left to do, that a batch was handled. */
export type ChildMessage =
  { readonly ready: string } | { readonly idle: readonly { readonly body: string; readonly reason?: string }[] };

const options = JSON.parse(process.argv[2]!) as ChildOptions;
const subject = subjectNamed(options.subject);
const gatewayOptions: GatewayOptions = {
  ...localAccess,
  endpoint: options.endpoint,
  tablePrefix: options.prefix,
  cursorKeys: ['a cursor key of the fault suites'],
  authentication: 'open',
};

// A parent that is gone, or was killed, needs no child.
process.on('disconnect', () => process.exit());
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

void roles()[options.role]();

function roles(): Record<ChildOptions['role'], () => Promise<void>> {
  return { gateway, messaging, relay };
}

async function gateway(): Promise<void> {
  const { handler } = subject.createGateway({
    ...gatewayOptions,
    authorize: asDeployed(definition, 'gateway', options.prefix),
  });
  const log = (words: string, error?: unknown): void => console.error(words, error);
  const { url } = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v2', log });
  tell({ ready: url });
}

async function messaging(): Promise<void> {
  const messages = startMessaging({
    endpoint: options.endpoint,
    ...localAccess,
    tablePrefix: options.prefix,
    folder: options.folder,
    wiring: wiringOf(definition),
    consumers: {
      orders: subject.createOrderConsumer({
        ...gatewayOptions,
        authorize: asDeployed(definition, 'orders', options.prefix),
      }),
    },
    // Outages are what the suites are there for.
    log: () => undefined,
  });
  process.on('message', (wish) => {
    if (wish === 'redrive') messages.consumers.orders!.deadLetterQueue.redrive(messages.consumers.orders!.queue);
    void messages.idle().then(() => {
      tell({ idle: messages.consumers.orders!.deadLetterQueue.peek().map(({ body, reason }) => ({ body, reason })) });
    });
  });
  tell({ ready: '' });
}

async function relay(): Promise<void> {
  const handler = subject.createRelay({
    putEvents: busOf({ ...localAccess, endpoint: options.bus }),
    giveUp: async (named) => appendFileSync(options.givenUp!, `${JSON.stringify(named)}\n`),
    log: () => undefined,
  });
  const places = placesOf(wiringOf(definition), options.prefix);
  const ask = deployedRights(places);
  const checkpoint = `${options.folder!}/checkpoint.json`;
  const hand = (Records: StreamRecord[]): Promise<StreamBatchResponse> => handler({ Records }, lambdaContext());
  const odd = options.oddStream && oddly(hand, options.oddStream, checkpoint);
  const follower = followStream({
    endpoint: options.endpoint,
    ...localAccess,
    tableName: `${options.prefix}outbox`,
    checkpoint,
    authorize: (action) => ask('relay', { action, arn: placeOfReading(places, action) }),
    pollMilliseconds: 20,
    longestBackoff: 200,
    // A mapping whose filter is taken away hands over what time to live has taken out, too.
    filter: odd ? undefined : wiringOf(definition).relay.filter,
    handle: odd ?? hand,
  });
  process.on('message', () => void follower.caughtUp().then(() => tell({ idle: [] })));
  tell({ ready: '' });
}

/**
 * Hands batches over as the mapping of the stack does when a call ends with an error, before or after it has done its
 * work: the batch is halved, until what ends it is alone. At its third start the mapping was made anew, and begins at
 * TRIM_HORIZON. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
function oddly(
  hand: (records: StreamRecord[]) => Promise<StreamBatchResponse>,
  { seed, notes }: OddStream,
  checkpoint: string,
): (records: StreamRecord[]) => Promise<StreamBatchResponse> {
  const note = (word: Oddity | 'start'): void => appendFileSync(notes, `${word}\n`);
  note('start');
  const start = readFileSync(notes, 'utf8')
    .split('\n')
    .filter((word) => word === 'start').length;
  // Each process draws something else.
  const random = randomOf(seed, start);
  // Early: what a relay loses afterwards, no second reading brings back.
  if (start === 3) {
    rmSync(checkpoint, { force: true });
    note('from the oldest');
  }
  let hasHalved = false;

  return async function handOver(records): Promise<StreamBatchResponse> {
    const isLost = random.chance(0.1) || (!hasHalved && records.length > 1);
    // In half of the cases its work is done, and nobody learns of it: as when the function is ended at its time limit.
    const answer = isLost && random.chance(0.5) ? undefined : await hand(records);
    if (records.some(({ eventName }) => eventName === 'REMOVE')) note('with removals');
    if (!isLost && answer) return answer;
    const [first, ...others] = records;
    if (others.length === 0) return { batchItemFailures: [{ itemIdentifier: first?.dynamodb?.SequenceNumber ?? '' }] };
    note('halved');
    hasHalved = true;
    const middle = Math.ceil(records.length / 2);
    const half = await handOver(records.slice(0, middle));
    return half.batchItemFailures.length > 0 ? half : handOver(records.slice(middle));
  };
}

function tell(message: ChildMessage): void {
  // The parent may have killed us or gone meanwhile.
  if (process.connected) process.send!(message);
}
