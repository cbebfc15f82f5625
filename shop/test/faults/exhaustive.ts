import { everyFault, openFaultProxy } from '../../../test/fault-proxy';
import type { Rule } from '../../../test/fault-proxy';
import { catalogue } from './catalogue';
import { codeOf, doorOf, httpDoor, untilItStays } from './door';
import type { Door } from './door';
import { startChild } from './processes';
import type { Mortal } from './processes';
import { randomOf } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { basketOf, checkLeaks, checkoutBody, checkShop, stock } from './shop';
import type { Line, Purchase } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { World } from './world';

/** How the cases are run. */
export interface ExhaustiveRun {
  readonly subject?: Subject;
  readonly engine?: string;
  /** Cases that run at a time, each on tables of its own. */
  readonly lanes?: number;
  /** Only every so many cases: enough for a subject that is meant to fail. */
  readonly step?: number;
}

/** The time limit of a call that goes wrong until the end; the gateway keeps 0.6 s of it for its answer. */
const patience = 1_400;

/** One thing that goes wrong with one call of one checkout. */
interface Case {
  readonly words: string;
  readonly withKey: boolean;
  /** What happens, or a kill of the gateway. */
  readonly rule: Rule | { readonly kill: 'before' | 'after'; readonly call: number };
}

/**
 * Every call of a checkout with every fault: once, so that the gateway's own retry meets a healthy store, and
 * lasting, so that the client sees it; and a SIGKILL of the gateway before and after every call. After each the
 * tables are as before, or the whole effect is there; then the client sends the same again and gets the one order.
 * @throws InvariantBroken
 */
export async function runExhaustively({
  subject = tandem,
  engine = process.env.TEST_ENGINE!,
  lanes = 6,
  step = 1,
}: ExhaustiveRun = {}): Promise<Report> {
  const findings = new Findings('exhaustive', subject.name, 0);
  const cases = (await casesFor(subject, engine)).filter((_, index) => index % step === 0);
  let next = 0;
  let retried = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const lane = await openLane(subject, engine, findings);
      try {
        while (next < cases.length) {
          const trial = next++;
          if (await lane.run(cases[trial]!, trial)) retried += 1;
        }
        await lane.check();
      } finally {
        await lane.close();
      }
    }),
  );
  return findings.settle(cases.length, `${retried} cases reached the client as a failure`);
}

async function casesFor(subject: Subject, engine: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const withKey of [true, false]) {
    const operations = await callsOf(subject, engine, withKey);
    const form = withKey ? 'with a key' : 'without a key';
    operations.forEach((operation, index) => {
      const call = index + 1;
      for (const fault of everyFault) {
        if ((fault.do === 'conflict' || fault.do === 'inProgress') && operation !== 'TransactWriteItems') continue;
        // Over several operations the number of a call is that among all of them.
        const on = [...new Set(operations)];
        const where = `${fault.do} at call ${call} (${operation}), ${form}`;
        cases.push({ words: `${where}, once`, withKey, rule: { ...fault, on, nth: [call] } });
        cases.push({ words: `${where}, lasting`, withKey, rule: { ...fault, on, from: call } });
      }
      for (const kill of ['before', 'after'] as const) {
        cases.push({ words: `SIGKILL ${kill} call ${call} (${operation}), ${form}`, withKey, rule: { kill, call } });
      }
    });
  }
  return cases;
}

const products = catalogue(3, 3, 'plenty').map((product, index) => ({
  ...product,
  stock: index < 2 ? 10_000 : undefined,
}));
const lines: readonly Line[] = products.map(({ id }, index) => ({ productId: id, quantity: index + 1 }));

/** The operations of a checkout that nothing disturbs. */
async function callsOf(subject: Subject, engine: string, withKey: boolean): Promise<readonly string[]> {
  const world = await openWorld(engine);
  const proxy = await openFaultProxy({ target: engine });
  try {
    await stock(world, products);
    await world.put('basket', [basketOf('shopper', lines)]);
    await buy(doorOf(subject.createGateway(world.optionsFor(proxy.endpoint)).handler), 'shopper', withKey);
    return proxy.requests.map(({ operation }) => operation);
  } finally {
    await proxy.close();
    await world.close();
  }
}

async function buy(door: Door, userName: string, withKey: boolean) {
  const headers = withKey ? { 'idempotency-key': `key of ${userName}`.replaceAll(' ', '-') } : undefined;
  return door('POST', '/basket/checkout', { headers, body: checkoutBody(userName) });
}

interface Lane {
  /** Answers whether the client saw a failure at first. */
  run(one: Case, trial: number): Promise<boolean>;
  check(): Promise<void>;
  close(): Promise<void>;
}

async function openLane(subject: Subject, engine: string, findings: Findings): Promise<Lane> {
  const world = await openWorld(engine);
  await stock(world, products);
  let trial = 0;
  const proxy = await openFaultProxy({
    target: engine,
    heard: (operation, _body, fault) => findings.note(trial, `${operation}${fault ? ` meets ${fault}` : ''}`),
  });
  const purchases: Purchase[] = [];
  let child: Mortal | undefined;

  async function run({ words, withKey, rule }: Case, number: number): Promise<boolean> {
    trial = number;
    findings.note(trial, words);
    const userName = `shopper ${trial}`;
    const purchase: Purchase = { trial, userName, lines };
    purchases.push(purchase);
    await world.put('basket', [basketOf(userName, lines)]);
    const before = await world.digest();
    let door: Door;
    if ('kill' in rule) {
      child ??= await startChild({
        role: 'gateway',
        subject: subject.name,
        endpoint: proxy.endpoint,
        prefix: world.prefix,
      });
      await child.ready();
      door = httpDoor(() => child!.ready());
      const then = (): void => {
        findings.kills += 1;
        child!.kill();
      };
      proxy.set({ do: rule.kill === 'before' ? 'cut' : 'cutAfter', nth: [rule.call], then });
    } else {
      // A new gateway each time: it keeps nothing that the next case could lean on.
      door = doorOf(subject.createGateway(world.optionsFor(proxy.endpoint)).handler, patience);
      proxy.set(rule);
    }

    const first = await buy(door, userName, withKey).catch(() => undefined);
    findings.note(trial, `the client is answered ${first ? codeOf(first) : 'nothing'}`);
    if (first) checkLeaks(findings, first, world, trial);
    findings.faults += [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
    // The client that does not send it again leaves this behind.
    await proxy.idle();
    const isUnchanged = (await world.digest()) === before;
    const isWhole = !isUnchanged && (await isEffectWhole(world, userName));
    findings.expect('whole', isUnchanged || isWhole, trial, () => `${words}: a part of the effect is there.`);
    const isTrue = first?.status !== 202 || isWhole;
    findings.expect('lost', isTrue, trial, () => `${words}: it was answered 202 without effect.`);

    // The one that does gets its answer.
    proxy.set();
    const { final } = await untilItStays(async () => buy(door, userName, withKey), { random: randomOf(trial) });
    findings.expect('answered', final?.status === 202, trial, () => `${words}: ${final?.status} ${final?.text}`);
    if (final?.status === 202) {
      purchase.accepted = final.text;
      findings.accepted += 1;
      const isSame = first?.status !== 202 || first.text === final.text;
      findings.expect('same', isSame, trial, () => `${words}: first ${first?.text}, then ${final.text}`);
    }
    return first?.status !== 202;
  }

  return {
    run,
    check: async () => checkShop(findings, world, purchases, products, { placed: false }),
    close: async () => {
      await child?.end();
      await proxy.close();
      await world.close();
    },
  };
}

/** Whether order, both events and the record are there and the basket is not; the stock is counted at the end. */
async function isEffectWhole(world: World, userName: string): Promise<boolean> {
  const [orders, baskets, records] = await Promise.all(
    ['order', 'basket', 'idempotency'].map((name) => world.scan(name)),
  );
  const order = orders!.filter((one) => one.userName === userName);
  const events = (await world.events()).filter(({ detail }) =>
    JSON.stringify(detail).includes(`"userName":"${userName}"`),
  );
  const record = records!.filter(({ answer }) => (answer as string).includes(`"userName":"${userName}"`));
  const basket = baskets!.filter((one) => one.userName === userName);
  return [order.length, events.length, record.length, basket.length].join() === '1,2,1,0';
}
