import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openFaultProxy } from '../fault-proxy';
import type { Fault } from '../fault-proxy';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { randomOf } from '../random';
import type { Random } from '../random';
import { rowsOf } from '../shaky';
import definition from './bank';

/** How a run goes. */
export interface KeptOptions {
  readonly seed: number;
  /** Requests that are sent until they are answered, by sixteen clients. */
  readonly operations: number;
  /** How often a process of the gateway is ended with -9. */
  readonly kills: number;
}

/** What a run has done, and what it found broken. */
export interface KeptReport {
  readonly kills: number;
  readonly faults: number;
  readonly accepted: number;
  /** Writes that were refused because another has the value. */
  readonly refused: number;
  /** Requests that were sent again because nobody knew what had become of them. */
  readonly repeated: number;
  /** Answers that were asked for once more. */
  readonly replayed: number;
  readonly broken: readonly string[];
}

/** What can go wrong with a call on its way, on both sides of being carried out. */
const faults: readonly Fault['do'][] = ['cut', 'cutAfter', 'fail', 'failAfter', 'truncate', 'conflict', 'throttle'];

/** Each has items of its own, so that what is answered tells what they are; the values are everybody's. */
const clients = 16;
const emails = Array.from({ length: 40 }, (_, number) => `name-${number}@example.com`);
const handles = Array.from({ length: 30 }, (_, number) => `handle-${number}`);
const projects = ['p1', 'p2', 'p3'];
const accounts = ['a1', 'a2', 'a3', 'a4', 'a5'];

type Item = Readonly<Record<string, any>>;

/** A request, and what is there once it is done. */
interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Applies it to what is known to be there. */
  readonly done: (known: Known) => void;
}

/** The oracle: what is there by what was answered. */
interface Known {
  readonly members: Map<string, Item>;
  /** How many writes of each member were accepted. */
  readonly writes: Map<string, number>;
  readonly tasks: Map<string, Item>;
  readonly postings: Map<string, Item>;
  readonly balances: Map<string, number>;
}

/**
 * Random writes of what is unique, of what is counted and summed, of numbers that are added and of several items at once,
 * to two processes of one gateway whose calls to DynamoDB go wrong, and of which one after the other is killed in the
 * middle of its work. Every request is sent with its Idempotency-Key until it is answered, to whichever process is there.
 * Then all that is stored is compared with what was answered.
 */
export async function runKept({ seed, operations, kills }: KeptOptions): Promise<KeptReport> {
  const straight = await openGateway('v1', { definition });
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE!, seed });
  const broken: string[] = [];
  const known: Known = {
    members: new Map(),
    writes: new Map(),
    tasks: new Map(),
    postings: new Map(),
    balances: new Map(accounts.map((id) => [id, 0])),
  };
  for (const id of projects) await straight.send('POST', '/project', { body: { id } });
  for (const id of accounts) await straight.send('POST', '/account', { body: { id } });
  const gateways = [0, 1].map(() => openMortal([proxy.endpoint, straight.prefix]));
  await Promise.all(gateways.map(async ({ url }) => url()));
  proxy.set(...faults.map((fault) => ({ do: fault, rate: 0.01 }) as Fault & { rate: number }));
  let [sent, killed, accepted, refused, repeated, replayed] = [0, 0, 0, 0, 0, 0];

  /** Sends a request until it is answered. */
  async function answerTo({ method, path, body }: Step, key: string, random: Random): Promise<Answer> {
    for (;;) {
      const answer = await random.pick(gateways).send(method, path, body, key);
      const isOpen = !answer || answer.status > 499 || answer.status === 429 || answer.type === inProgress;
      if (answer && !isOpen) return answer;
      repeated++;
      await wait(random.between(1, 30));
    }
  }

  async function client(number: number): Promise<void> {
    const random = randomOf(seed, number);
    while (sent < operations) {
      const name = `c${number}-${++sent}`;
      const step = stepOf(random, known, number, name);
      const answer = await answerTo(step, name, random);
      if (answer.status === 409 && answer.type === 'value-taken') refused++;
      else if (answer.status < 300) {
        step.done(known);
        accepted++;
        if (!random.chance(0.1)) continue;
        replayed++;
        const again = await answerTo(step, name, random);
        if (again.status !== answer.status || again.text !== answer.text) {
          broken.push(`${name}: the answer was ${answer.text}, and again ${again.text}`);
        }
      } else broken.push(`${name}: ${step.method} ${step.path} was answered ${answer.status} ${answer.text}`);
    }
  }

  async function reaper(): Promise<void> {
    const random = randomOf(seed, clients);
    while (killed < kills && sent < operations) {
      const goal = Math.floor(((killed + 1) * operations) / (kills + 1));
      while (sent < goal) await wait(5);
      const gateway = gateways[killed % gateways.length]!;
      await gateway.url();
      // In the middle of its work: some requests are under way.
      await wait(random.between(0, 20));
      gateway.kill();
      killed++;
    }
  }

  await Promise.all([reaper(), ...Array.from({ length: clients }, async (_, number) => client(number))]);
  await Promise.all(gateways.map(async (gateway) => gateway.end()));
  await proxy.idle();
  const struck = [...proxy.faults.values()].reduce((sum, count) => sum + count, 0);
  await proxy.close();
  broken.push(...(await differences(straight, known)));
  return { kills: killed, faults: struck, accepted, refused, repeated, replayed, broken };
}

const inProgress = 'idempotency-key-in-progress';

interface Answer {
  readonly status: number;
  /** The code of the problem. */
  readonly type?: string;
  readonly text: string;
}

/** Draws a write that is refused for nothing but the value of another. */
function stepOf(random: Random, { members, tasks }: Known, client: number, name: string): Step {
  const memberId = `m${client}-${random.between(1, 4)}`;
  const taskId = `t${client}-${random.between(1, 4)}`;
  const member = members.get(memberId);
  const task = tasks.get(taskId);
  const change = memberChange(random, member);
  const [from, to] = random.shuffled(accounts) as [string, string];
  const amount = random.between(1, 50);
  const posting = { id: name, fromId: from, toId: to, amount };
  const transfer = [
    { updateAccount: { id: from, increment: { balance: -amount } } },
    { updateAccount: { id: to, increment: { balance: amount } } },
    { createPosting: { input: posting } },
  ];
  const transferred = (known: Known): void => {
    known.postings.set(name, posting);
    added(known, from, -amount);
    added(known, to, amount);
  };
  const ofMember: Step = member
    ? { method: 'PATCH', path: `/member/${memberId}`, body: change, done: (known) => changed(known, memberId, change) }
    : {
        method: 'POST',
        path: '/member',
        body: { id: memberId, ...change },
        done: (known) => changed(known, memberId, change),
      };
  const taskBody = {
    projectId: random.pick(projects),
    state: random.pick(['OPEN', 'DONE']),
    points: random.between(0, 9),
  };
  const ofTask: Step = {
    ...(task
      ? { method: 'PATCH', path: `/task/${taskId}`, body: taskBody }
      : { method: 'POST', path: '/task', body: { id: taskId, ...taskBody } }),
    done: (known) => void known.tasks.set(taskId, { id: taskId, ...taskBody }),
  };
  const choice = random.between(1, 8);
  if (choice <= 2) return ofMember;
  if (choice === 3 && member) {
    const done = (known: Known): void => {
      known.members.delete(memberId);
      written(known, memberId);
    };
    return { method: 'DELETE', path: `/member/${memberId}`, done };
  }
  if (choice === 4 && task) {
    return { method: 'DELETE', path: `/task/${taskId}`, done: (known) => void known.tasks.delete(taskId) };
  }
  if (choice <= 5) return ofTask;
  if (choice === 6) {
    const body = { balance: { increment: amount } };
    return { method: 'PATCH', path: `/account/${from}`, body, done: (known) => added(known, from, amount) };
  }
  if (choice === 7) {
    return { method: 'POST', path: '/transaction', body: { writes: transfer }, done: transferred };
  }
  // Nothing of it is done where the value is another's.
  const write = member
    ? { updateMember: { id: memberId, patch: change } }
    : { createMember: { input: { id: memberId, ...change } } };
  const done = (known: Known): void => {
    transferred(known);
    changed(known, memberId, change);
  };
  return { method: 'POST', path: '/transaction', body: { writes: [...transfer, write] }, done };
}

function memberChange(random: Random, member: Item | undefined): Item {
  const [email, handle] = [random.pick(emails), random.pick(handles)];
  const spelled = random.chance(0.3) ? email.toUpperCase() : email;
  if (!member) return { email: spelled, ...(random.chance(0.5) && { handle }) };
  return random.chance(0.6) ? { email: spelled } : { handle: random.chance(0.3) ? null : handle };
}

function changed(known: Known, id: string, change: Item): void {
  const item = Object.entries({ id, ...known.members.get(id), ...change }).filter(([, value]) => value !== null);
  known.members.set(id, Object.fromEntries(item));
  written(known, id);
}

const written = ({ writes }: Known, id: string): void => void writes.set(id, (writes.get(id) ?? 0) + 1);

const added = ({ balances }: Known, id: string, amount: number): void =>
  void balances.set(id, (balances.get(id) ?? 0) + amount);

/** What is stored, told or refused otherwise than by what was answered. */
async function differences(straight: TestGateway, known: Known): Promise<readonly string[]> {
  const broken: string[] = [];
  const compare = (what: string, found: Iterable<unknown>, expected: Iterable<unknown>): void => {
    const [left, right] = [found, expected].map((list) => Array.from(list, (one) => JSON.stringify(one)).toSorted());
    const [more, fewer] = [left!.filter((one) => !right!.includes(one)), right!.filter((one) => !left!.includes(one))];
    if (left!.length !== right!.length || more.length + fewer.length > 0) {
      broken.push(
        `${what}: ${left!.length} of ${right!.length}, besides ${more.join(' ')}, without ${fewer.join(' ')}`,
      );
    }
  };
  const rows = async (table: string, ...names: readonly string[]): Promise<readonly unknown[]> =>
    (await rowsOf(straight, table)).map((row) => names.map((name) => row[name] ?? null));
  const of = (items: Iterable<Item>, ...names: readonly string[]): readonly unknown[] =>
    Array.from(items, (item) => names.map((name) => item[name] ?? null));
  const members = [...known.members.values()];
  const tasks = [...known.tasks.values()];
  compare('members', await rows('member', 'id', 'email', 'handle'), of(members, 'id', 'email', 'handle'));
  compare(
    'tasks',
    await rows('task', 'id', 'projectId', 'state', 'points'),
    of(tasks, 'id', 'projectId', 'state', 'points'),
  );
  compare(
    'postings',
    await rows('posting', 'id', 'fromId', 'toId', 'amount'),
    of(known.postings.values(), 'id', 'fromId', 'toId', 'amount'),
  );
  compare('balances', await rows('account', 'id', 'balance'), known.balances);
  compare(
    'events',
    (await rowsOf(straight, 'outbox')).map(({ key }) => key),
    Array.from(known.postings.keys(), (id) => `posting/${id}`),
  );
  const taken = (await rowsOf(straight, 'unique')).map(({ id, owner }) => [id.split('/')[1], JSON.parse(owner)[0]]);
  compare(
    'values taken',
    taken,
    members.flatMap(({ id, handle }) => [['email', id], ...(handle === undefined ? [] : [['handle', id]])]),
  );
  const versions = (await rowsOf(straight, 'history')).map(({ item, itemVersion }) => [item, itemVersion]);
  const counted = [...known.writes].flatMap(([id, count]) =>
    Array.from({ length: count }, (_, index) => [`member/${id}`, index + 1]),
  );
  compare('versions', versions, counted);
  for (const id of projects) {
    const { json } = await straight.send('GET', `/project/${id}?include=openTasks,points`);
    const own = tasks.filter(({ projectId }) => projectId === id);
    const expected = [
      own.filter(({ state }) => state === 'OPEN').length,
      own.reduce((sum, { points }) => sum + points, 0),
    ];
    compare(`counts of ${id}`, [json.openTasks, json.points], expected);
  }
  // Last of all, since it takes the names that are free.
  for (const email of emails) {
    const owner = members.find((member) => member.email.toLowerCase() === email);
    const { status, json } = await straight.send('GET', `/member/by/email/${email}`);
    compare(`who has ${email}`, [status, json?.id], [owner ? 200 : 404, owner?.id]);
    const created = await straight.send('POST', '/member', { body: { email } });
    compare(`a new ${email}`, [created.status], [owner ? 409 : 201]);
  }
  return broken;
}

/** A process of the gateway that may be killed and is there again. */
function openMortal(words: readonly string[]) {
  const start = (): ChildProcess =>
    fork(join(__dirname, 'child.ts'), words, {
      execArgv: ['-r', require.resolve('@swc-node/register')],
      env: { ...process.env, TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json') },
    });
  const readyOf = async (one: ChildProcess): Promise<string> => String((await once(one, 'message'))[0]);
  let child = start();
  let ready = readyOf(child);
  return {
    url: async () => ready,
    /** Nothing where the connection ends without an answer. */
    async send(method: string, path: string, body: object | undefined, key: string): Promise<Answer | undefined> {
      try {
        const answer = await fetch(`${await ready}${path}`, {
          method,
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: body && JSON.stringify(body),
        });
        const text = await answer.text();
        const problem = answer.ok ? {} : JSON.parse(text);
        return { status: answer.status, type: problem.type?.split('/').at(-1), text };
      } catch {
        return undefined;
      }
    },
    kill(): void {
      child.kill('SIGKILL');
      child = start();
      ready = readyOf(child);
    },
    async end(): Promise<void> {
      await ready;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
