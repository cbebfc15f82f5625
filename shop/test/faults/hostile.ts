import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue } from './catalogue';
import { httpDoor, untilItStays } from './door';
import { Findings } from './report';
import type { Report } from './report';
import { randomOf } from '../../../test/random';
import { cards, checkoutBody, linesOf } from './shop';
import type { Line } from './shop';
import { startProgram } from './started';
import type { Started } from './started';

/** How a hostile caller is let loose beside checkouts. */
export interface HostileRun {
  readonly seed: number;
  /** Checkouts in the quiet, and as many at least afterwards where no seconds are given. */
  readonly trials: number;
  /** How long the attack goes on; left out, each kind of request is sent as often as there are trials. */
  readonly seconds?: number;
  /**
   * Connections on which the caller sends, on each one request after another without a pause. `npm start` is one process
   * for all that Lambda would give an execution each: a few of them take all of its processor, whatever they send.
   */
  readonly connections?: number;
}

/** A request of somebody who has no token and means harm. */
interface Attack {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The statuses with which it may be answered; 429 may come in place of each. */
  readonly expected: readonly number[];
}

/** How many times longer than in the quiet a checkout may take, at the 99th percentile. */
const mostSlowdown = 3;

const graphql = (name: string, query: string, variables: unknown, expected: readonly number[]): Attack => ({
  name,
  method: 'POST',
  target: '/graphql',
  body: Buffer.from(JSON.stringify({ query, variables })),
  expected,
});

const times = <One>(count: number, make: (index: number) => One): readonly One[] =>
  Array.from({ length: count }, (_, index) => make(index));

const names = (count: number): object => Object.fromEntries(times(count, (index) => [`name${index}`, index]));

const list = 'query ($filter: ProductFilter) { products(filter: $filter, first: 100) { edges { node { id title } } } }';

/** Each kind of request that has been dear. Their documents and bodies are made once. */
function attacks(): readonly Attack[] {
  const contains = (index: number): string =>
    `a${index}: products(first: 100, filter: { title: { contains: "no such ${index}" } }) { edges { cursor } }`;
  const aliases = times(15, (index) => `a${index}: product(id: "kitchen-${index}") { id title }`).join(' ');
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call' };
  return [
    graphql('aliases', `{ ${aliases} }`, {}, [200]),
    graphql('ten aliases', `{ ${times(10, (index) => `a${index}: product(id: "p") { id }`).join(' ')} }`, {}, [200]),
    graphql('contains', list, { filter: { title: { contains: 'no such text' } } }, [200]),
    graphql('ten lists that contain', `{ ${times(10, contains).join(' ')} }`, {}, [200]),
    { name: 'contains over REST', method: 'GET', target: '/product?limit=100&title=no%20such', expected: [200] },
    { name: 'long poll', method: 'GET', target: '/product/changes?wait=20', expected: [200] },
    {
      name: 'event stream',
      method: 'GET',
      target: '/product/changes',
      headers: { accept: 'text/event-stream' },
      expected: [200],
    },
    graphql('long poll of a document', '{ productChanges(wait: 20) { cursor } }', {}, [200]),
    graphql(
      'ten long polls',
      `{ ${times(10, (index) => `a${index}: productChanges(wait: 20) { cursor }`).join(' ')} }`,
      {},
      [200],
    ),
    graphql('3.5 MB of variables', list, { filter: { id: { in: times(700_000, () => 'ab') } } }, [413]),
    graphql('200,000 names', list, { filter: names(200_000) }, [413]),
    graphql('as many values as are read', list, { filter: { or: times(1_600, () => ({ id: { eq: 'a' } })) } }, [200]),
    graphql('all names that are read', list, { filter: names(4_900) }, [200]),
    {
      name: '5.3 MB of JSON',
      method: 'POST',
      target: '/mcp',
      body: Buffer.from(
        JSON.stringify({ ...message, params: { name: 'products', arguments: { filter: names(270_000) } } }),
      ),
      expected: [413],
    },
    {
      name: 'JSON for REST',
      method: 'POST',
      target: '/product/batch/get',
      body: Buffer.from(JSON.stringify({ keys: times(400_000, () => ({ id: 'a' })) })),
      expected: [413],
    },
    {
      name: 'JSON for the envelope',
      method: 'POST',
      target: '/dynamodbmanager',
      body: Buffer.from(JSON.stringify({ operation: 'echo', payload: names(200_000) })),
      expected: [401],
    },
    graphql('a deep document', `{ product(id: "a") ${'{ a '.repeat(300)}${'}'.repeat(300)} }`, {}, [200]),
    graphql('a wide document', `{ ${times(900, (index) => `a${index}`).join(' ')} }`, {}, [200]),
    graphql('a long document', `{ product(id: "${'x'.repeat(99_000)}") { id } }`, {}, [200]),
    { name: 'ten thousand segments', method: 'GET', target: '/'.repeat(10_000), expected: [404] },
    {
      name: 'many small headers',
      method: 'GET',
      target: '/product/p1',
      headers: Object.fromEntries(times(1_500, (index) => [`x${index}`, ''])),
      expected: [404],
    },
    { name: 'a path that is not there', method: 'GET', target: '/nothing', expected: [404] },
  ];
}

/**
 * Buys beside a hostile caller without a token, from a gateway that `npm start` has brought up with the limits of
 * production. Each request of that caller is answered with a status that is expected, and no checkout fails. With
 * `seconds` the checkouts may also not be much slower than before.
 * @throws InvariantBroken
 */
export async function runHostile({ seed, trials, seconds, connections = 1 }: HostileRun): Promise<Report> {
  const findings = new Findings('hostile', 'tandem', seed);
  const started = await startProgram();
  try {
    const shop = await openShop(started, seed, findings);
    // What is compiled and loaded with the first requests is no quiet.
    for (let trial = 1; trial <= Math.min(20, trials); trial++) await shop.buy(-trial);
    const quiet: number[] = [];
    for (let trial = 1; trial <= trials; trial++) quiet.push(await shop.buy(trial));

    const loud: number[] = [];
    const end = seconds === undefined ? undefined : performance.now() + seconds * 1000;
    const goesOn = (turn: number, kinds: number): boolean =>
      end === undefined ? turn < trials * kinds : performance.now() < end;
    const attack = letLoose(started.url, findings, goesOn, connections);
    // What is bought when the attack is over would only make the figures better.
    const isLoud = (): boolean => attack.isOn() || (seconds === undefined && loud.length < trials);
    while (isLoud()) loud.push(await shop.buy(trials + loud.length + 1));
    const { answers, refused } = await attack.over;
    findings.faults = answers;

    const slowdown = percentile(loud, 0.99) / percentile(quiet, 0.99);
    const figures = [quiet, loud].map((all) =>
      [0.5, 0.99].map((of) => `${percentile(all, of).toFixed(1)} ms`).join(' and '),
    );
    const remarks =
      `${answers} hostile requests, ${refused} of them beyond the rate; ` +
      `${quiet.length} checkouts in the quiet took ${figures[0]} (50 % and 99 %), ` +
      `${loud.length} beside the attack ${figures[1]}, ${slowdown.toFixed(2)} times as long`;
    if (seconds !== undefined) findings.expect('slow', slowdown < mostSlowdown, 0, () => `${remarks}.`);
    return findings.settle(trials, remarks);
  } finally {
    await started.stop();
  }
}

/** A shop with a catalogue, and one shopper who buys again and again. */
async function openShop(
  { url, token }: Started,
  seed: number,
  findings: Findings,
): Promise<{ buy: (trial: number) => Promise<number> }> {
  const products = catalogue(300, seed, 'plenty');
  const door = httpDoor(async () => url, 30_000);
  const as = async (user: string) => ({ authorization: `Bearer ${await token(user)}` });
  const admin = await as('admin');
  for (let from = 0; from < products.length; from += 100) {
    const items = products.slice(from, from + 100);
    const { status, text } = await door('POST', '/product/batch', { headers: admin, body: { items } });
    if (status !== 200) throw new Error(`The catalogue was not taken: ${status} ${text.slice(0, 300)}`);
  }
  const shopper = await as('alice');

  async function send(
    trial: number,
    method: string,
    target: string,
    body: object,
    further: Readonly<Record<string, string>>,
  ): Promise<number> {
    const headers = { ...shopper, ...further };
    const told = (line: string): void => findings.note(trial, line);
    const { final } = await untilItStays(
      async () => {
        const answer = await door(method, target, { headers, body });
        // The rate is for all who call: who is told to come back comes back.
        if (answer.status === 429) await sleep(1000);
        return answer.status === 429 ? { ...answer, status: 503 } : answer;
      },
      { told, random: randomOf(seed, trial), giveUpAfter: 20 },
    );
    if (!final) findings.gaveUp += 1;
    return final?.status ?? 0;
  }

  async function buy(trial: number): Promise<number> {
    const items: readonly Line[] = linesOf(randomOf(seed, trial), products);
    // Each checkout has taken the basket before.
    const put = await send(trial, 'PUT', '/basket/alice', { items }, { 'if-none-match': '*' });
    const key = { 'idempotency-key': `key-${seed}-${trial}` };
    const begun = performance.now();
    const status = await send(trial, 'POST', '/basket/checkout', checkoutBody('alice', cards[0]), key);
    const milliseconds = performance.now() - begun;
    findings.expect('answered', status === 202, trial, () => `The basket got ${put}, the checkout ${status}.`);
    if (status === 202) findings.accepted += 1;
    await sleep(10);
    return milliseconds;
  }

  return { buy };
}

/** Sends every kind of request over a few connections, one after another on each. */
function letLoose(
  url: string,
  findings: Findings,
  goesOn: (turn: number, kinds: number) => boolean,
  connections: number,
): { isOn: () => boolean; over: Promise<{ answers: number; refused: number }> } {
  const kinds = attacks();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let [answers, refused, isOn, next] = [0, 0, true, 0];
  const lanes = times(connections, async () => {
    for (;;) {
      const turn = next++;
      if (!goesOn(turn, kinds.length)) return;
      const attack = kinds[turn % kinds.length]!;
      const status = await statusOf(url, agent, attack);
      answers += 1;
      if (status === 429) refused += 1;
      findings.expect('refused', [...attack.expected, 429].includes(status), 0, () => {
        return `"${attack.name}" was answered ${status}.`;
      });
    }
  });
  const over = Promise.all(lanes).then(() => {
    isOn = false;
    agent.destroy();
    return { answers, refused };
  });
  return { isOn: () => isOn, over };
}

/** The status of an answer, whose body nobody reads; 0 when the connection broke. */
async function statusOf(url: string, agent: Agent, { method, target, headers, body }: Attack): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request(
      { agent, hostname, port, method, path: target, headers: { ...type, ...headers } },
      (answer) => {
        answer.on('end', () => done(answer.statusCode ?? 0)).resume();
      },
    );
    sent.on('error', () => done(0));
    sent.end(body);
  });
}

function percentile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0;
}
