import { openFaultProxy } from '../../../test/fault-proxy';
import type { Answer } from '../../../test/answer';
import { catalogue } from './catalogue';
import type { CatalogueProduct } from './catalogue';
import { codeOf, doorOf, untilItStays } from './door';
import type { Door } from './door';
import { randomOf } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { basketOf, checkLeaks, checkoutBody, checkShop, stock } from './shop';
import type { Purchase } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { World } from './world';

/** The things that fifty clients do at once. */
export const races = ['key', 'basket', 'stock', 'items'] as const;

/** How a race is run. */
export interface RaceRun {
  readonly subject?: Subject;
  readonly seed: number;
  readonly race: (typeof races)[number];
  readonly rounds: number;
  readonly engine?: string;
  /** How many Lambdas the clients meet. */
  readonly gateways?: number;
  readonly clients?: number;
}

const pieces = 10;

/** What everybody who loses may be told. */
const documented: Readonly<Record<(typeof races)[number], readonly string[]>> = {
  key: ['202', 'idempotency-key-in-progress'],
  basket: ['202', 'not-found', 'basket-changed'],
  stock: ['202', 'out-of-stock'],
  items: ['200', '201'],
};

/**
 * Clients that do the same at the same moment: one key, one basket under many keys, the last pieces of a product,
 * one basket filled from many tabs. Some calls to DynamoDB are slow or meet a conflict, so that the clients overtake
 * each other.
 * @throws InvariantBroken
 */
export async function runRace({
  subject = tandem,
  seed,
  race,
  rounds,
  engine = process.env.TEST_ENGINE!,
  gateways = 1,
  clients = 50,
}: RaceRun): Promise<Report> {
  const findings = new Findings(`race-${race}`, subject.name, seed);
  const proxy = await openFaultProxy({
    target: engine,
    seed,
    heard: (operation, _body, fault) => findings.note(round, `${operation}${fault ? ` meets ${fault}` : ''}`),
  });
  let round = 0;
  try {
    for (round = 1; round <= rounds; round++) {
      const world = await openWorld(engine);
      proxy.set({ do: 'slow', milliseconds: 4, rate: 0.3 }, { do: 'conflict', rate: 0.05 });
      const doors = Array.from({ length: gateways }, (_, index) =>
        doorOf(
          subject.createGateway(world.optionsFor(proxy.endpoint)).handler,
          undefined,
          index % 2 === 0 ? 'v2' : 'v1',
        ),
      );
      const run: Round = { findings, round, world, clients, door: (client) => doors[client % gateways]! };
      try {
        await rules[race](run);
      } finally {
        await world.close();
      }
      findings.faults += [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
    }
  } finally {
    await proxy.close();
  }
  return findings.settle(rounds, `gateways: ${gateways}`);
}

interface Round {
  readonly findings: Findings;
  readonly round: number;
  readonly world: World;
  readonly clients: number;
  door(client: number): Door;
}

const rules: Readonly<Record<(typeof races)[number], (run: Round) => Promise<void>>> = {
  async key(run) {
    const { findings, round, world } = run;
    const products = catalogue(3, round, 'plenty');
    const purchase = await prepare(run, products, 'shopper');
    const send = async (client: number): Promise<Answer> =>
      run.door(client)('POST', '/basket/checkout', {
        headers: { 'idempotency-key': 'one-key' },
        body: checkoutBody('shopper'),
      });
    const answers = await all(run, 'key', send);
    // Who was told to wait asks again.
    const fared = await Promise.all(
      answers.map(async (_, client) => untilItStays(async () => send(client), { random: randomOf(round, client) })),
    );
    const later = fared.flatMap(({ final }) => final ?? []);
    findings.gaveUp += fared.length - later.length;
    const texts = new Set([...answers, ...later].filter(({ status }) => status === 202).map(({ text }) => text));
    findings.expect('same', texts.size === 1, round, () => [...texts].join(' and '));
    findings.expect(
      'answered',
      later.length === fared.length && later.every(({ status }) => status === 202),
      round,
      () => later.map(codeOf).join(' '),
    );
    purchase.accepted = [...texts][0];
    findings.accepted += texts.size;
    await checkShop(findings, world, [purchase], products, { placed: false });
  },

  async basket(run) {
    const { findings, round, world } = run;
    const products = catalogue(3, round, 'plenty');
    const purchase = await prepare(run, products, 'shopper');
    const answers = await all(run, 'basket', async (client) =>
      run.door(client)('POST', '/basket/checkout', {
        headers: { 'idempotency-key': `key-${client}` },
        body: checkoutBody('shopper'),
      }),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    findings.expect('counted', accepted.length === 1, round, () => `${accepted.length} keys bought one basket.`);
    purchase.accepted = accepted[0]?.text;
    findings.accepted += accepted.length;
    await checkShop(findings, world, [purchase], products, { placed: false });
  },

  async stock(run) {
    const { findings, round, world, clients } = run;
    const [product] = catalogue(1, round);
    const products = [{ ...product!, stock: pieces }];
    const purchases: Purchase[] = [];
    for (let client = 0; client < clients; client++) purchases.push(await prepare(run, products, `shopper ${client}`));
    const answers = await all(run, 'stock', async (client) => {
      const { userName } = purchases[client]!;
      // Half of them as today's callers, without a key.
      const headers = client % 2 === 0 ? { 'idempotency-key': `key-${client}` } : undefined;
      return run.door(client)('POST', '/basket/checkout', { headers, body: checkoutBody(userName) });
    });
    answers.forEach(({ status, text }, client) => {
      if (status === 202) purchases[client]!.accepted = text;
    });
    const accepted = answers.filter(({ status }) => status === 202).length;
    findings.expect('counted', accepted === pieces, round, () => `${accepted} of ${pieces} pieces were sold.`);
    findings.accepted += accepted;
    await checkShop(findings, world, purchases, products, { placed: false });
  },

  async items(run) {
    const { findings, round, world, clients } = run;
    const products = catalogue(5, round, 'plenty');
    await stock(world, products);
    const answers = await all(run, 'items', async (client) => {
      const { id } = products[client % products.length]!;
      const headers = client % 2 === 0 ? { 'idempotency-key': `key-${client}` } : undefined;
      return run.door(client)('POST', `/basket/shopper/items/${id}`, { headers, body: { quantity: 1 } });
    });
    const [basket] = await world.scan('basket');
    const found = ((basket?.items ?? []) as { quantity: number }[]).reduce((sum, { quantity }) => sum + quantity, 0);
    findings.expect('counted', found === clients, round, () => `${found} of ${clients} pieces are in the basket.`);
    findings.accepted += answers.filter(({ status }) => status < 300).length;
  },
};

async function prepare(
  { world, round }: Round,
  products: readonly CatalogueProduct[],
  userName: string,
): Promise<Purchase> {
  const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));
  await stock(world, products);
  await world.put('basket', [basketOf(userName, lines)]);
  return { trial: round, userName, lines };
}

/** Lets every client send at once, and checks what they are told. */
async function all(
  { findings, round, world, clients }: Round,
  race: (typeof races)[number],
  send: (client: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = await Promise.all(Array.from({ length: clients }, async (_, client) => send(client)));
  for (const answer of answers) {
    checkLeaks(findings, answer, world, round);
    findings.expect('codes', documented[race].includes(codeOf(answer)), round, () => `${answer.status} ${answer.text}`);
  }
  return answers;
}
