import { definition } from '../usual';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerHandler } from '../../../api/consumer';
import { pollQueue } from '../../../local/messaging/event-source';
import { openQueue } from '../../../local/messaging/queue';
import type { Queue } from '../../../local/messaging/queue';
import { deployedRights, placesOf } from '../../../local/messaging/rights';
import { wiringOf } from '../../../local/messaging/wiring';
import { checkoutEvent } from '../../services/events';
import { openFaultProxy } from '../../../test/fault-proxy';
import { catalogue } from './catalogue';
import { doorOf } from './door';
import { randomOf } from '../../../test/random';
import type { Random } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { basketOf, checkoutBody, checkShop, linesOf, stock } from './shop';
import type { Line, Purchase } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { Stored, World } from './world';

/** How messages are sent. */
export interface MessageRun {
  readonly subject?: Subject;
  readonly seed: number;
  /** Checkouts whose events are sent. */
  readonly trials: number;
  readonly engine?: string;
}

/** A message that cannot be placed as long as its cause is not mended. */
interface Poison {
  readonly body: string;
  /** What would mend it: a consumer that knows its source, or the end of an order that took its place. */
  readonly mend?: 'source' | 'order';
}

/** As the deployed queue has it. */
const maxReceiveCount = 5;

/** A producer that the consumer does not know yet. */
const newSource = 'com.swn.basket.renamed';

/**
 * Three copies of every message in any order, poison among them, to consumers of many batch sizes whose store
 * throttles three calls of ten. Then what can be mended is mended, and the dead letters are sent again.
 * @throws InvariantBroken
 */
export async function runMessages({
  subject = tandem,
  seed,
  trials,
  engine = process.env.TEST_ENGINE!,
}: MessageRun): Promise<Report> {
  const findings = new Findings('messages', subject.name, seed);
  const random = randomOf(seed);
  const world = await openWorld(engine);
  const proxy = await openFaultProxy({
    target: engine,
    seed,
    heard: (operation, _body, fault) => findings.note(0, `${operation}${fault ? ` meets ${fault}` : ''}`),
  });
  try {
    const products = catalogue(40, seed, 'plenty');
    await stock(world, products);
    const purchases = await buyAll(subject, world, findings, trials, (trial) =>
      linesOf(randomOf(seed, trial), products),
    );
    const { good, poison, usurped } = messagesOf(random, await checkoutEvents(world));
    await usurp(world, usurped);

    proxy.set({ do: 'throttle', rate: 0.15 }, { do: 'throttling', rate: 0.176 });
    const consumer = subject.createOrderConsumer(world.optionsFor(proxy.endpoint));
    const deadLetters = openQueue({ name: 'DeadLetters', visibilityTimeout: 30 });
    const queue = openQueue({ name: 'Orders', visibilityTimeout: 30, maxReceiveCount, deadLetterQueue: deadLetters });
    // A poison message comes once, so that each of them can be looked for by its bytes.
    const bodies = random.shuffled([...good, ...good, ...good, ...poison.map(({ body }) => body)]);
    for (const body of bodies) queue.send(body);
    await workOff(queue, consumer, random);
    checkDeadLetters(findings, deadLetters, poison);

    await world.remove(
      'order',
      usurped.map(({ userName, orderId }) => ({ userName, orderId })),
    );
    deadLetters.redrive(queue);
    await workOff(queue, knowing(newSource, consumer), random);
    checkDeadLetters(
      findings,
      deadLetters,
      poison.filter(({ mend }) => mend === undefined),
    );
    findings.faults = [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
    const restored = new Set(usurped.map(({ userName }) => userName as string));
    await checkShop(findings, world, purchases, products, { placed: true, restored });
    return findings.settle(trials, `${bodies.length} messages, ${poison.length} of them poison`);
  } finally {
    await proxy.close();
    await world.close();
  }
}

/** Checkouts that nothing disturbs. */
async function buyAll(
  subject: Subject,
  world: World,
  findings: Findings,
  trials: number,
  linesFor: (trial: number) => readonly Line[],
): Promise<readonly Purchase[]> {
  const door = doorOf(subject.createGateway(world.optionsFor()).handler);
  const purchases: Purchase[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    const userName = `shopper ${trial}`;
    const purchase: Purchase = { trial, userName, lines: linesFor(trial) };
    await world.put('basket', [basketOf(userName, purchase.lines)]);
    const { status, text } = await door('POST', '/basket/checkout', { body: checkoutBody(userName) });
    findings.expect('answered', status === 202, trial, () => `${status} ${text}`);
    if (status === 202) {
      purchase.accepted = text;
      findings.accepted += 1;
    }
    purchases.push(purchase);
  }
  return purchases;
}

/** The details of the checkouts' events, as they wait in the outbox. */
async function checkoutEvents(world: World): Promise<readonly Stored[]> {
  const events = (await world.events()).filter(({ detailType }) => detailType === checkoutEvent.detailType);
  // The engine gives them in any order; the draws of a seed need one.
  return events
    .map(({ detail }) => detail as Stored)
    .sort((one, other) => Number(one.userName.slice(8)) - Number(other.userName.slice(8)));
}

/** The messages of the events; a few events are spoilt, some of them so that a mend can help. */
function messagesOf(random: Random, details: readonly Stored[]) {
  const share = Math.max(2, Math.floor(details.length / 15));
  const some = random.shuffled(details);
  const [unknown, usurped, rest] = [some.slice(0, share), some.slice(share, 2 * share), some.slice(2 * share)];
  const forged = (spoil: (detail: Stored) => object): Poison[] =>
    random
      .shuffled(rest)
      .slice(0, share)
      .map((detail) => ({ body: messageOf(spoil(detail)) }));
  const poison: readonly Poison[] = [
    ...unknown.map((detail): Poison => ({ body: messageOf(detail, newSource), mend: 'source' })),
    ...usurped.map((detail): Poison => ({ body: messageOf(detail), mend: 'order' })),
    ...forged((detail) => ({ ...detail, totalPrice: detail.totalPrice + 1 })),
    ...forged((detail) => ({ ...detail, orderId: `${detail.orderId}-negative`, totalPrice: -1 })),
    { body: messageOf({ ...rest[0], orderId: undefined }) },
    // What JSON would not have: no end, another script, numbers that a double would change if it were written anew.
    { body: '{"source":"com.swn.basket.checkoutbasket","detail":' },
    { body: 'ключ \u{1f9fa} 12345678901234567890.10' },
    { body: `${messageOf(rest[1]!)},` },
  ];
  return { good: rest.map((detail) => messageOf(detail)), poison, usurped };
}

/** The body that a rule of EventBridge puts into the queue. */
function messageOf(detail: object, source = checkoutEvent.source): string {
  return JSON.stringify({
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': checkoutEvent.detailType,
    source,
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  });
}

/** Puts orders of another content in the place of those that the checkouts have made. */
async function usurp(world: World, details: readonly Stored[]): Promise<void> {
  await world.put(
    'order',
    details.map((detail) => ({ ...detail, totalPrice: detail.totalPrice + 5, status: 'PLACED', version: 1 })),
  );
}

/** A consumer of the next release, which knows another source. */
function knowing(source: string, consumer: ConsumerHandler): ConsumerHandler {
  return async (event, context) => {
    const { Records } = event as { Records: readonly { body: string }[] };
    const known = Records.map((record) => ({
      ...record,
      body: record.body.replace(`"source":"${source}"`, `"source":"${checkoutEvent.source}"`),
    }));
    return consumer({ Records: known }, context);
  };
}

/** Lets three consumers empty a queue, each with a batch size of its own. */
async function workOff(queue: Queue, consumer: ConsumerHandler, random: Random): Promise<void> {
  const places = placesOf(wiringOf(definition), '');
  const sources = [random.between(1, 3), random.between(4, 7), random.between(8, 10)].map((batchSize) =>
    pollQueue({
      queue,
      handler: consumer,
      batchSize,
      functionTimeout: 25,
      region: 'us-east-1',
      account: '000000000000',
      queueArn: places.consumers.orders!.queue,
      authorize: (action) => deployedRights(places)('orders', { action, arn: places.consumers.orders!.queue }),
      report: () => undefined,
      retryDelay: () => 0.01,
    }),
  );
  while (queue.peek().length > 0) await sleep(10);
  await Promise.all(sources.map(async (source) => source.stop()));
}

/** Every poison message is a dead letter once, byte for byte, and nothing else is. */
function checkDeadLetters(findings: Findings, queue: Queue, poison: readonly Poison[]): void {
  const found = queue.peek().map(({ body }) => body);
  for (const { body, mend } of poison) {
    const count = found.filter((one) => one === body).length;
    findings.expect('poison', count === 1, 0, () => `${count} times (mend: ${mend ?? 'none'}): ${body.slice(0, 400)}`);
  }
  const bodies = new Set(poison.map(({ body }) => body));
  for (const body of found) {
    findings.expect(
      'redrive',
      bodies.has(body),
      0,
      () => `This is a dead letter and should not be: ${body.slice(0, 400)}`,
    );
  }
}
