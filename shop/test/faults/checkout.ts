import { openFaultProxy } from '../../../test/fault-proxy';
import type { Rule } from '../../../test/fault-proxy';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue } from './catalogue';
import { httpDoor, untilItStays } from './door';
import { removeFolder, startChild, temporaryFolder } from './processes';
import type { Mortal } from './processes';
import { randomOf } from '../../../test/random';
import type { Random } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { basketOf, cards, checkCards, checkLeaks, checkoutBody, checkShop, linesOf, stock } from './shop';
import type { Purchase } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { World } from './world';

/** How checkouts are run. */
export interface CheckoutRun {
  readonly subject?: Subject;
  readonly seed: number;
  readonly trials: number;
  readonly engine?: string;
  /** Gateways that work side by side, each with a proxy of its own. */
  readonly lanes?: number;
  /** How often the messaging is killed while it works off what the checkouts left. */
  readonly messagingKills?: number;
}

/** The mix of the fault plan's prototype: how often each fault meets a call. */
const mix: readonly Rule[] = [
  { do: 'throttle', rate: 0.03 },
  { do: 'throttling', rate: 0.01 },
  { do: 'fail', rate: 0.02 },
  { do: 'failAfter', rate: 0.01 },
  { do: 'unavailable', rate: 0.01 },
  { do: 'conflict', rate: 0.03 },
  { do: 'inProgress', rate: 0.01 },
  { do: 'cut', rate: 0.02 },
  { do: 'cutAfter', rate: 0.05 },
  { do: 'hang', rate: 0.005 },
  { do: 'hangAfter', rate: 0.005 },
  { do: 'truncate', rate: 0.02 },
  { do: 'slow', milliseconds: 60, rate: 0.05 },
];

/**
 * Checkouts over a gateway in another process, whose calls to DynamoDB go wrong in every way and which is killed at
 * any moment. Afterwards the messaging places the orders, under faults and kills as well.
 * @throws InvariantBroken
 */
export async function runCheckouts({
  subject = tandem,
  seed,
  trials,
  engine = process.env.TEST_ENGINE!,
  lanes = 4,
  messagingKills = 5,
}: CheckoutRun): Promise<Report> {
  const findings = new Findings('checkout', subject.name, seed);
  const world = await openWorld(engine);
  const products = catalogue(40, seed, 'plenty');
  await stock(world, products);
  const purchases: Purchase[] = [];
  let redriven = 0;
  try {
    let next = 1;
    await Promise.all(
      Array.from({ length: Math.min(lanes, trials) }, async () => {
        const lane = await openLane(subject, world, findings);
        try {
          while (next <= trials) {
            const trial = next++;
            const random = randomOf(seed, trial);
            const userName = `shopper ${trial}`;
            const purchase: Purchase = { trial, userName, lines: linesOf(random, products) };
            purchases.push(purchase);
            await world.put('basket', [basketOf(userName, purchase.lines)]);
            await lane.buy(purchase, random);
          }
        } finally {
          await lane.close();
        }
      }),
    );
    redriven = await workOff(subject, world, findings, seed, messagingKills);
    await checkShop(findings, world, purchases, products, { placed: true });
  } finally {
    await world.close();
  }
  const remarks = `${redriven} messages were sent again after they had met too many kills`;
  return findings.settle(trials, remarks, ` --kills ${messagingKills}`);
}

/** One gateway, and one trial at a time. */
interface Lane {
  buy(purchase: Purchase, random: Random): Promise<void>;
  close(): Promise<void>;
}

async function openLane(subject: Subject, world: World, findings: Findings): Promise<Lane> {
  let trial = 0;
  const proxy = await openFaultProxy({
    target: world.engine,
    heard: (operation, _body, fault) => findings.note(trial, `${operation}${fault ? ` meets ${fault}` : ''}`),
  });
  const log: string[] = [];
  const gateway = await startChild(
    { role: 'gateway', subject: subject.name, endpoint: proxy.endpoint, prefix: world.prefix },
    (text) => log.push(text),
  );
  const door = httpDoor(() => gateway.ready());

  async function buy(purchase: Purchase, random: Random): Promise<void> {
    trial = purchase.trial;
    const kill = killOf(random, gateway, () => {
      findings.kills += 1;
      findings.note(purchase.trial, 'the gateway is killed');
    });
    proxy.reseed(random.between(1, 2 ** 30));
    proxy.set(...kill.rules, ...mix);
    // Some of today's callers send no key: the basket itself is theirs.
    const key = random.chance(0.7) ? { 'idempotency-key': `key-${purchase.trial}` } : undefined;
    const body = checkoutBody(purchase.userName, withBlanks(random.pick(cards), random));
    const clients = random.chance(0.2) ? ['the client', 'its twin'] : ['the client'];
    const fared = await Promise.all(
      clients.map(async (name, index) => {
        const told = (line: string): void => findings.note(purchase.trial, line.replace('the client', name));
        return untilItStays(
          async () => {
            const request = door('POST', '/basket/checkout', { headers: key, body });
            if (index === 0) kill.sent();
            const answer = await request;
            // Served by local/http: what it says of the program behind a gateway is no leak of the gateway.
            if (answer.status !== 502) checkLeaks(findings, answer, world, purchase.trial);
            return answer;
          },
          { told, random: randomOf(purchase.trial, index) },
        );
      }),
    );
    kill.stop();
    for (const { final } of fared) {
      if (!final) findings.gaveUp += 1;
      const isAccepted = final?.status === 202;
      findings.expect('answered', isAccepted, purchase.trial, () => {
        return `${purchase.userName} ended with ${final ? `${final.status} ${final.text}` : 'nothing'}.`;
      });
      if (!isAccepted) continue;
      purchase.accepted ??= final.text;
      findings.expect('same', purchase.accepted === final.text, purchase.trial, () => {
        return `${purchase.accepted} and ${final.text}`;
      });
    }
    if (purchase.accepted) findings.accepted += 1;
    findings.faults += [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  return {
    buy,
    close: async () => {
      await gateway.end();
      await proxy.close();
      checkCards(findings, [log.join('')]);
    },
  };
}

/** The kill of a trial, if it has one: at any moment, or exactly before or after one of its calls. */
function killOf(
  random: Random,
  gateway: Mortal,
  note: () => void,
): { rules: Rule[]; sent: () => void; stop: () => void } {
  const none = { rules: [], sent: () => undefined, stop: () => undefined };
  if (!random.chance(0.35)) return none;
  const kill = (): void => {
    note();
    gateway.kill();
  };
  const [isExact, isBefore, call, delay] = [
    random.chance(0.5),
    random.chance(0.5),
    random.between(1, 4),
    random.between(0, 50),
  ];
  if (isExact) return { ...none, rules: [{ do: isBefore ? 'cut' : 'cutAfter', nth: [call], then: kill }] };
  let timer: NodeJS.Timeout | undefined;
  return { ...none, sent: () => (timer ??= setTimeout(kill, delay)), stop: () => clearTimeout(timer) };
}

function withBlanks(card: string, random: Random): string {
  return random.chance(0.5) ? card : card.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** Lets relay, queue and consumer work off the outbox in a process that is killed now and then; gives the redriven. */
async function workOff(
  subject: Subject,
  world: World,
  findings: Findings,
  seed: number,
  kills: number,
): Promise<number> {
  const random = randomOf(seed);
  const proxy = await openFaultProxy({ target: world.engine, seed });
  // A throttled stream is no news to anybody; the seconds of a hang would only make the run longer.
  proxy.set(...mix.filter((rule) => !rule.do.startsWith('hang')));
  const folder = temporaryFolder();
  const messaging = await startChild({
    role: 'messaging',
    subject: subject.name,
    endpoint: proxy.endpoint,
    prefix: world.prefix,
    folder,
  });
  try {
    for (let kill = 0; kill < kills; kill++) {
      await messaging.ready();
      await sleep(random.between(0, 200));
      messaging.kill();
      findings.kills += 1;
    }
    let dead = await messaging.ask('idle');
    // A message that was under way at five kills is a dead letter, as it would be in SQS; an operator sends it again.
    let redriven = 0;
    for (let round = 0; dead.length > 0 && round < 3; round++) {
      redriven += dead.length;
      dead = await messaging.ask('redrive');
    }
    findings.faults += [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
    for (const { body, reason } of dead) findings.expect('poison', false, 0, () => `${reason}: ${body}`);
    return redriven;
  } finally {
    await messaging.end();
    await proxy.close();
    removeFolder(folder);
  }
}
