import { definition } from '../usual';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerHandler } from '../../../api/consumer';
import { createBus } from '../../../local/messaging/bus';
import type { BusEvent } from '../../../local/messaging/bus';
import { pollQueue } from '../../../local/messaging/event-source';
import { openQueue } from '../../../local/messaging/queue';
import { deployedRights, placesOf } from '../../../local/messaging/rights';
import { wiringOf } from '../../../local/messaging/wiring';
import { serveBus } from '../../../local/messaging/wire';
import { eventsIn } from '../../../services/events';
import { checkoutEvent } from '../../services/events';
import type { RecordedEvent } from '../../../services/events';
import type { PutEvents } from '../../../services/relay';
import { openFaultProxy } from '../../../test/fault-proxy';
import { catalogue } from './catalogue';
import { doorOf } from './door';
import type { Door } from './door';
import type { Oddity } from './child';
import { removeFolder, startChild, temporaryFolder } from './processes';
import { randomOf } from '../../../test/random';
import type { Random } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { basketOf, checkoutBody, checkShop, groupBy, linesOf, stock } from './shop';
import type { Purchase } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { Stored, World } from './world';

/** How events are relayed. */
export interface RelayRun {
  readonly subject?: Subject;
  readonly seed: number;
  /** Events to relay, five for each order: created, bought, placed, paid, shipped; those of the products come on top. */
  readonly trials: number;
  /** How often the relay is killed. */
  readonly kills: number;
  /** Puts records of many events and poison between; left out, it does. */
  readonly hasOddRecords?: boolean;
  /** The stream halves batches, begins at TRIM_HORIZON once more, has records of expiry; left out, it does. */
  readonly hasOddStream?: boolean;
  readonly engine?: string;
}

const eventsOfAnOrder = 5;

/**
 * A relay in a process that is killed again and again, between a stream that stumbles and a bus that refuses single
 * entries in three calls of ten, throttles, breaks off, and takes events without saying so. What it delivers makes
 * the next events. Between the kills come records of many events, and records that can never be delivered.
 * @throws InvariantBroken
 */
export async function runRelay({
  subject = tandem,
  seed,
  trials,
  kills,
  hasOddRecords = true,
  hasOddStream = true,
  engine = process.env.TEST_ENGINE!,
}: RelayRun): Promise<Report> {
  const findings = new Findings('relay', subject.name, seed);
  const random = randomOf(seed);
  const world = await openWorld(engine);
  const products = catalogue(40, seed, 'plenty');
  await stock(world, products);
  const door = doorOf(subject.createGateway(world.optionsFor()).handler);
  const purchases: Purchase[] = [];
  const buy = async (): Promise<void> => {
    const trial = purchases.length + 1;
    const purchase: Purchase = { trial, userName: `shopper ${trial}`, lines: linesOf(randomOf(seed, trial), products) };
    purchases.push(purchase);
    await world.put('basket', [basketOf(purchase.userName, purchase.lines)]);
    const { status, text } = await door('POST', '/basket/checkout', { body: checkoutBody(purchase.userName) });
    findings.expect('answered', status === 202, trial, () => `${status} ${text}`);
    if (status === 202) purchase.accepted = text;
  };
  const chain = await openChain(subject, world, door, findings, { seed, hasOddStream });
  const expired: Stored[] = [];
  let oddities: Readonly<Partial<Record<Oddity, number>>> = {};
  try {
    const orders = Math.floor(trials / eventsOfAnOrder);
    for (let kill = 1; kill <= kills; kill++) {
      await chain.ready();
      while (purchases.length < Math.floor((orders * kill) / kills)) await buy();
      if (hasOddRecords) await world.put('outbox', [recordOfMany(kill), poison(kill)]);
      if (hasOddStream) expired.push(await putAndExpire(world, kill));
      await sleep(random.between(0, 120));
      chain.kill();
    }
    await chain.idle();
    oddities = chain.oddities();
    const outbox = await world.scan('outbox');
    const readable = [...outbox.filter(({ key }) => key !== 'poison'), ...expired];
    const sent = readable.flatMap((item) => eventsIn(item).map((event) => ({ key: String(item.key), ...event })));
    checkDeliveries(findings, sent, chain.delivered);
    checkGivenUp(findings, [...outbox, ...expired], chain.givenUp());
    // They are of no purchase.
    await world.remove(
      'outbox',
      outbox.filter(isMadeUp).map(({ key, id }) => ({ key, id })),
    );
    findings.expect(
      'poison',
      chain.deadLetters() === 0,
      0,
      () => `${chain.deadLetters()} dead letters without poison.`,
    );
    await checkShop(findings, world, purchases, products, { placed: true, status: 'SHIPPED', updates: 3 });
  } finally {
    await chain.close();
    await world.close();
  }
  const remarks = [
    `${chain.delivered.length} deliveries`,
    ...Object.entries(oddities).map(([word, count]) => `${count} ${word}`),
  ];
  return findings.settle(trials, remarks.join(', '), ` --kills ${kills}`);
}

/** Outbox to consumer, the relay of it in a process of its own. */
interface Chain {
  readonly delivered: readonly BusEvent[];
  ready(): Promise<string>;
  kill(): void;
  /** Waits until no event is left to deliver and none comes of those that were. */
  idle(): Promise<void>;
  deadLetters(): number;
  /** The ids of the records that the relay has given up. */
  givenUp(): ReadonlySet<string>;
  /** What the stream has done beside handing records over. */
  oddities(): Readonly<Partial<Record<Oddity, number>>>;
  close(): Promise<void>;
}

async function openChain(
  subject: Subject,
  world: World,
  door: Door,
  findings: Findings,
  { seed, hasOddStream }: { readonly seed: number; readonly hasOddStream: boolean },
): Promise<Chain> {
  const delivered: BusEvent[] = [];
  const places = placesOf(wiringOf(definition), world.prefix);
  const deadLetterQueue = openQueue({ name: 'DeadLetters', visibilityTimeout: 30 });
  const queue = openQueue({ name: 'Orders', visibilityTimeout: 30, maxReceiveCount: 5, deadLetterQueue });
  const pattern = { source: [checkoutEvent.source], 'detail-type': [checkoutEvent.detailType] };
  const bus = createBus({ rules: [{ name: 'Checkouts', pattern, target: (event) => queue.send(event) }] });
  bus.subscribe((event) => {
    delivered.push(event);
    findings.note(0, `the bus takes ${event['detail-type']}`);
  });
  const served = await serveBus({ putEvents: refusingSome(bus.putEvents, randomOf(seed, 1), findings) });
  const busProxy = await openFaultProxy({ target: served.url, seed });
  busProxy.set(
    { do: 'throttling', rate: 0.05 },
    { do: 'fail', rate: 0.03 },
    { do: 'failAfter', rate: 0.03 },
    { do: 'cut', rate: 0.03 },
    { do: 'cutAfter', rate: 0.05 },
    { do: 'truncate', rate: 0.02 },
    { do: 'slow', milliseconds: 20, rate: 0.1 },
  );
  const streamProxy = await openFaultProxy({ target: world.engine, seed });
  streamProxy.set({ do: 'throttle', rate: 0.05 }, { do: 'cutAfter', rate: 0.03 }, { do: 'truncate', rate: 0.02 });
  const folder = temporaryFolder();
  const givenUp = join(folder, 'given-up.jsonl');
  const notes = join(folder, 'oddities');
  const linesIn = (file: string): readonly string[] =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const relay = await startChild({
    role: 'relay',
    subject: subject.name,
    endpoint: streamProxy.endpoint,
    prefix: world.prefix,
    folder,
    givenUp,
    bus: busProxy.endpoint,
    oddStream: hasOddStream ? { seed, notes } : undefined,
  });
  const source = pollQueue({
    queue,
    handler: shipping(subject.createOrderConsumer(world.optionsFor()), door),
    functionTimeout: 25,
    region: 'us-east-1',
    account: '000000000000',
    queueArn: places.consumers.orders!.queue,
    authorize: (action) => deployedRights(places)('orders', { action, arn: places.consumers.orders!.queue }),
    report: () => undefined,
    retryDelay: () => 0.05,
  });

  return {
    delivered,
    ready: () => relay.ready(),
    kill: () => {
      findings.kills += 1;
      findings.note(0, 'the relay is killed');
      relay.kill();
    },
    async idle() {
      let before: number;
      do {
        before = delivered.length;
        await relay.ask('idle');
        while (queue.peek().length > 0) await sleep(10);
      } while (delivered.length > before);
      // What is told of the products beside them is counted by their versions.
      findings.accepted = new Set(delivered.filter(({ source }) => source !== productSource).map(textOf)).size;
    },
    deadLetters: () => deadLetterQueue.peek().length,
    givenUp: () => new Set(linesIn(givenUp).map((line) => (JSON.parse(line) as { id: string }).id)),
    oddities: () => {
      const all = [...groupBy(linesIn(notes), (word) => word)].filter(([word]) => word !== 'start');
      return Object.fromEntries(all.map(([word, lines]) => [word, lines.length]));
    },
    async close() {
      for (const { faults } of [busProxy, streamProxy]) {
        findings.faults += [...faults.values()].reduce((sum, count) => sum + count, 0);
      }
      await Promise.all([relay.end(), source.stop()]);
      await Promise.all([busProxy.close(), streamProxy.close()]);
      await served.close();
      removeFolder(folder);
    },
  };
}

/** In three calls of ten, some entries are not taken, as PutEvents tells entry by entry. */
function refusingSome(putEvents: PutEvents, random: Random, findings: Findings): PutEvents {
  return async (entries) => {
    const isPartial = random.chance(0.3);
    const isRefused = entries.map(() => isPartial && random.chance(0.5));
    const taken = entries.filter((_, index) => !isRefused[index]);
    const answers = taken.length > 0 ? [...(await putEvents(taken)).Entries] : [];
    const Entries = isRefused.map((refused) =>
      refused ? { ErrorCode: 'InternalFailure', ErrorMessage: 'Made up by the fault suite.' } : answers.shift()!,
    );
    const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    if (FailedEntryCount > 0) {
      findings.faults += 1;
      findings.note(0, `the bus refuses ${FailedEntryCount} of ${entries.length} entries`);
    }
    return { FailedEntryCount, Entries };
  };
}

/** A consumer after which each order is paid and shipped at once, so that its key has more events. */
function shipping(consumer: ConsumerHandler, door: Door): ConsumerHandler {
  return async (event, context) => {
    const answer = await consumer(event, context);
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, body } of (event as { Records: readonly { messageId: string; body: string }[] }).Records) {
      if (failed.has(messageId)) continue;
      const { userName, orderId } = (JSON.parse(body) as { detail: Stored }).detail;
      const path = `/order/${encodeURIComponent(userName as string)}/${encodeURIComponent(orderId as string)}/status`;
      // A message that comes again finds the order shipped; that it then cannot be paid is right.
      for (const status of ['PAID', 'SHIPPED']) await door('PUT', path, { body: { status } });
    }
    return answer;
  };
}

function checkDeliveries(
  findings: Findings,
  events: readonly (RecordedEvent & { readonly key: string })[],
  delivered: readonly BusEvent[],
): void {
  const texts = new Set(delivered.map(textOf));
  for (const { key, detailType, detail } of events) {
    const isDelivered = texts.has(JSON.stringify([detailType, detail]));
    findings.expect('event', isDelivered, 0, () => `${detailType} of ${key} never came.`);
  }
  const known = new Set(events.map(({ detailType, detail }) => JSON.stringify([detailType, detail])));
  for (const text of texts) findings.expect('event', known.has(text), 0, () => `Nobody has sent ${text.slice(0, 300)}`);

  // An order counts its changes, so their order can be told without the stream that is on trial here. A product stands in
  // one record with others that are bought with it, and its versions alone tell the order.
  const changes = delivered.flatMap(({ detail, ...event }) => {
    const { key, version } = detail as { key?: object; version?: number };
    return event.source === orderSource && key && version !== undefined
      ? [{ key: JSON.stringify(key), version, type: event['detail-type'] }]
      : [];
  });
  for (const [key, all] of groupBy(changes, (change) => change.key)) {
    const first = [...new Set(all.map(({ version }) => version))];
    const isInOrder = first.every((version, index) => index === 0 || version > first[index - 1]!);
    findings.expect('order', isInOrder, 0, () => `Of ${key} came the versions ${first.join(', ')}.`);
  }
}

const [orderSource, productSource] = ['com.swn.order', 'com.swn.product'];

/** A record that carries the events of a transaction: more than go in one call, each of another item. */
function recordOfMany(kill: number): Stored {
  const events = Array.from({ length: 12 }, (_, number) => ({
    source: 'com.swn.product',
    detailType: 'ProductUpdated',
    detail: { key: { id: `product ${kill} ${number}` }, version: 2, changed: ['stock'] },
  }));
  return { ...recordOf('many', kill), events: JSON.stringify(events) };
}

/** A record that is gone from the outbox before the relay may have read of it, as time to live takes it out. */
async function putAndExpire(world: World, kill: number): Promise<Stored> {
  const { key, id, time } = recordOf('expired', kill);
  const detail = JSON.stringify({ key: { id: `expired ${kill}` }, version: 2, changed: ['stock'] });
  const item = { key, id, time, source: 'com.swn.product', detailType: 'ProductUpdated', detail };
  await world.put('outbox', [item]);
  await world.remove('outbox', [{ key, id }]);
  return item;
}

/** A record that no bus takes at any try. */
function poison(kill: number): Stored {
  return { ...recordOf('poison', kill), source: 'com.swn.product', detailType: 'ProductUpdated', detail: 'no JSON' };
}

const isMadeUp = ({ key }: Stored): boolean => key === 'many' || key === 'poison';

const recordOf = (key: string, kill: number): Stored => ({
  key,
  id: `${key}-${String(kill).padStart(4, '0')}`,
  time: new Date().toISOString(),
});

/** What can never be delivered is named, and nothing else is. */
function checkGivenUp(findings: Findings, outbox: readonly Stored[], givenUp: ReadonlySet<string>): void {
  for (const { key, id } of outbox) {
    findings.expect(
      'poison',
      givenUp.has(id as string) === (key === 'poison'),
      0,
      () => `${id} of ${key} is ${givenUp.has(id as string) ? '' : 'not '}given up.`,
    );
  }
}

function textOf(event: BusEvent): string {
  return JSON.stringify([event['detail-type'], event.detail]);
}
