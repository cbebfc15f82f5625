import fastCheck from 'fast-check';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openQueue } from './queue';
import type { Queue, QueueOptions } from './queue';

// The object itself, whose functions can be replaced; an import would be a copy.
const fs = require('node:fs') as typeof import('node:fs');
const real = { writeSync: fs.writeSync as any, ftruncateSync: fs.ftruncateSync, renameSync: fs.renameSync };

let folder: string;
let clock: number;
const opened: Queue[] = [];
const now = (): Date => new Date(clock);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-queue-'));
  clock = Date.parse('2026-01-15T09:30:00Z');
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const queue of opened.splice(0)) queue.close();
  rmSync(folder, { recursive: true });
});

const pass = (seconds: number): number => (clock += seconds * 1000);

const file = (name: string): string => join(folder, `${name}.jsonl`);

function open(options: Partial<QueueOptions> = {}): Queue {
  const queue = openQueue({ name: 'queue', visibilityTimeout: 30, now, ...options });
  opened.push(queue);
  return queue;
}

function openPair(journals = false): { queue: Queue; dead: Queue } {
  const kept = (name: string): string | undefined => (journals ? file(name) : undefined);
  const dead = open({ name: 'dead', journal: kept('dead') });
  return { dead, queue: open({ maxReceiveCount: 2, deadLetterQueue: dead, journal: kept('queue') }) };
}

const bodies = (queue: Queue): string[] => queue.peek().map(({ body }) => body);

/** Receives a message until it is dead. */
function kill(queue: Queue, times = 2): void {
  for (let time = 0; time < times; time += 1) {
    queue.receive();
    pass(30);
  }
}

test('a received message is hidden for its visibility timeout and then comes again with a higher count', () => {
  const queue = open();
  const id = queue.send('hello');
  const sent = String(clock);
  pass(1);
  const [first] = queue.receive();
  expect(first).toEqual({
    messageId: id,
    receiptHandle: expect.any(String),
    body: 'hello',
    messageAttributes: {},
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: sent,
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: String(clock),
    },
  });
  expect(queue.size()).toEqual({ visible: 0, inFlight: 1 });
  pass(29.999);
  expect(queue.receive()).toEqual([]);
  expect(queue.nextVisibleAt()).toEqual(new Date(clock + 1));
  pass(0.001);
  const [second] = queue.receive();
  expect(second!.attributes).toMatchObject({
    ApproximateReceiveCount: '2',
    ApproximateFirstReceiveTimestamp: first!.attributes.ApproximateFirstReceiveTimestamp,
  });
  expect(second!.receiptHandle).not.toBe(first!.receiptHandle);
});

test('only the last receipt handle deletes, also when the visibility has just ended', () => {
  const queue = open();
  queue.send('hello');
  const [first] = queue.receive();
  pass(30);
  const [second] = queue.receive();
  expect(queue.deleteMessage(first!.receiptHandle)).toBe(false);
  pass(30);
  expect(queue.deleteMessage(second!.receiptHandle)).toBe(true);
  expect(queue.deleteMessage(second!.receiptHandle)).toBe(false);
  expect(queue.size()).toEqual({ visible: 0, inFlight: 0 });
});

test('the visibility can be changed while the message is in flight', () => {
  const queue = open();
  queue.send('hello');
  const [message] = queue.receive();
  expect(queue.changeVisibility(message!.receiptHandle, 100)).toBe(true);
  pass(99);
  expect(queue.receive()).toEqual([]);
  expect(queue.changeVisibility(message!.receiptHandle, 0)).toBe(true);
  expect(queue.changeVisibility(message!.receiptHandle, 10)).toBe(false);
  expect(queue.receive()).toHaveLength(1);
  expect(() => queue.changeVisibility('x', 43_201)).toThrow('from 0 to 43200');
});

test('a receive takes at most as many as asked, and never more than ten', () => {
  const queue = open();
  for (let index = 0; index < 12; index += 1) queue.send(String(index));
  expect(queue.receive(3)).toHaveLength(3);
  expect(queue.receive()).toHaveLength(9);
  for (const max of [0, 11, 1.5]) expect(() => queue.receive(max)).toThrow('1 to 10');
});

test('with maxReceiveCount 5 the sixth try finds the message in the dead-letter queue, byte for byte', () => {
  const body = '{"text":"naïve ✓ 🛒\\u0000\\n","lines":"a\nb\r\n\tc\u2028"} ';
  const dead = open({ name: 'dead' });
  const queue = open({ maxReceiveCount: 5, deadLetterQueue: dead });
  const id = queue.send(body, { trace: { dataType: 'String', stringValue: 'é' } });
  const sentAt = now();
  for (let count = 1; count <= 5; count += 1) {
    const [message] = queue.receive();
    expect(message!.attributes.ApproximateReceiveCount).toBe(String(count));
    queue.explain(message!.receiptHandle, `failed ${count}`);
    expect(dead.peek()).toEqual([]);
    pass(30);
  }
  // Nobody has asked the source: looking at the dead letters is enough.
  expect(dead.peek()).toEqual([
    { messageId: id, body, receiveCount: 5, sentAt, isInFlight: false, reason: 'failed 5' },
  ]);
  expect(queue.receive()).toEqual([]);
  expect(queue.size()).toEqual({ visible: 0, inFlight: 0 });
  expect(dead.receive()[0]!.messageAttributes).toEqual({ trace: { dataType: 'String', stringValue: 'é' } });
});

test('a redrive makes new messages of dead letters, as StartMessageMoveTask does', () => {
  const { queue, dead } = openPair();
  const ids = ['a', 'b', 'c'].map((body) => queue.send(body));
  kill(queue);
  expect(bodies(dead)).toEqual(['a', 'b', 'c']);
  expect(dead.redrive(queue, [ids[1]!, 'unknown'])).toBe(1);
  expect([bodies(queue), bodies(dead)]).toEqual([['b'], ['a', 'c']]);
  expect(queue.peek()[0]).toEqual({
    messageId: expect.not.stringMatching(ids[1]!),
    body: 'b',
    receiveCount: 0,
    sentAt: now(),
    isInFlight: false,
  });
  expect(dead.redrive(queue)).toBe(2);
  expect(dead.redrive(queue)).toBe(0);
  expect(bodies(queue)).toEqual(['b', 'a', 'c']);
  expect(() => queue.redrive(queue)).toThrow('itself');
});

test('a redriven message that fails again is a dead letter again', () => {
  const { queue, dead } = openPair(true);
  queue.send('a');
  kill(queue);
  dead.redrive(queue);
  kill(queue);
  expect([bodies(queue), bodies(dead)]).toEqual([[], ['a']]);
  dead.redrive(queue);
  expect([bodies(queue), bodies(dead)]).toEqual([['a'], []]);
  const again = openPair(true);
  expect([bodies(again.queue), bodies(again.dead)]).toEqual([['a'], []]);
});

test('purge empties the queue', () => {
  const queue = open({ journal: file('queue') });
  queue.send('a');
  queue.send('b');
  queue.receive(1);
  queue.purge();
  expect(queue.size()).toEqual({ visible: 0, inFlight: 0 });
  expect(bodies(open({ journal: file('queue') }))).toEqual([]);
});

test.each<[string, string, object]>([
  ['no body', '', {}],
  ['more than 1 MiB', 'é'.repeat(524_289), {}],
  ['a character that XML does not have', 'a\u0001', {}],
  ['half a surrogate pair', '\ud83d', {}],
  [
    'eleven attributes',
    'a',
    Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`a${index}`, { dataType: 'String', stringValue: 'x' }]),
    ),
  ],
])('a message with %s is refused', (_, body, attributes) => {
  const queue = open();
  expect(() => queue.send(body, attributes as any)).toThrow(/^A message /);
  expect(queue.size().visible).toBe(0);
});

test('listeners hear of changes after the change', async () => {
  const queue = open();
  const seen: number[] = [];
  const end = queue.onChange(() => seen.push(queue.size().visible));
  queue.send('a');
  queue.send('b');
  await Promise.resolve();
  expect(seen).toEqual([2]);
  end();
  queue.send('c');
  await Promise.resolve();
  expect(seen).toEqual([2]);
});

describe('with a journal', () => {
  test('messages, counts and reasons outlive the process, and what was in flight is visible at once', () => {
    const { queue, dead } = openPair(true);
    queue.send('deleted');
    queue.deleteMessage(queue.receive()[0]!.receiptHandle);
    const id = queue.send('in flight ✓\n', { a: { dataType: 'Number', stringValue: '1' } });
    const [message] = queue.receive();
    queue.explain(message!.receiptHandle, 'because');
    queue.send('waiting');

    const again = openPair(true);
    expect(again.queue.peek()).toEqual([
      { messageId: id, body: 'in flight ✓\n', receiveCount: 1, sentAt: now(), isInFlight: false, reason: 'because' },
      expect.objectContaining({ body: 'waiting', receiveCount: 0 }),
    ]);
    const [received] = again.queue.receive();
    expect(received).toMatchObject({
      messageAttributes: message!.messageAttributes,
      attributes: {
        ...message!.attributes,
        ApproximateReceiveCount: '2',
      },
    });
    expect(dead.peek()).toEqual([]);
  });

  test('opening compacts', () => {
    const queue = open({ journal: file('queue') });
    for (let index = 0; index < 50; index += 1) queue.send('gone');
    while (queue.size().visible > 0)
      for (const { receiptHandle } of queue.receive()) queue.deleteMessage(receiptHandle);
    queue.send('kept');
    open({ journal: file('queue') });
    expect(readFileSync(file('queue'), 'utf8').split('\n')).toHaveLength(2);
  });

  test('an empty queue forgets a long journal and goes on', () => {
    const queue = open({ journal: file('queue') });
    queue.send('x'.repeat(1_048_000));
    queue.send('y'.repeat(1_000));
    for (const { receiptHandle } of queue.receive()) queue.deleteMessage(receiptHandle);
    expect(readFileSync(file('queue'), 'utf8')).toBe('');
    queue.send('after');
    expect(bodies(open({ journal: file('queue') }))).toEqual(['after']);
  });

  test('a damaged line in the middle is said, not skipped', () => {
    open({ journal: file('queue') }).send('a');
    writeFileSync(file('queue'), `${readFileSync(file('queue'), 'utf8')}{"op":\n{}\n`);
    expect(() => open({ journal: file('queue') })).toThrow(/Line 2 of .*queue\.jsonl is damaged: correct or remove/);
  });

  test('what the disk refuses has not happened, and leaves no half line', () => {
    const queue = open({ journal: file('queue') });
    queue.send('first');
    const write = jest.spyOn(fs, 'writeSync').mockImplementationOnce((...given: any[]) => {
      write.mockImplementationOnce(() => {
        throw new Error('ENOSPC: no space left');
      });
      return real.writeSync(given[0], given[1], given[2], 500, given[4]);
    });
    expect(() => queue.send('x'.repeat(1_000))).toThrow('queue.jsonl cannot be written: ENOSPC');
    write.mockRestore();
    queue.send('third');
    expect(bodies(queue)).toEqual(['first', 'third']);
    expect(bodies(open({ journal: file('queue') }))).toEqual(['first', 'third']);
  });
});

test('a message that a kill has left on both sides is a dead letter only, also when it could be tried again', () => {
  const { queue, dead } = openPair(true);
  queue.send('a');
  queue.receive();
  pass(30);
  queue.receive();
  const journal = readFileSync(file('queue'));
  pass(30);
  expect(bodies(dead)).toEqual(['a']);
  queue.close();
  writeFileSync(file('queue'), journal);
  const again = open({ maxReceiveCount: 9, deadLetterQueue: dead, journal: file('queue') });
  expect([bodies(again), bodies(dead)]).toEqual([[], ['a']]);
});

test('a closed queue takes nothing more, and may be closed again', () => {
  const queue = open({ journal: file('queue') });
  queue.send('a');
  queue.close();
  queue.close();
  expect(() => queue.send('b')).toThrow('queue.jsonl cannot be written: it is closed.');
  expect(bodies(queue)).toEqual(['a']);
});

// The property: whatever happens in whatever order, and wherever in the bytes a SIGKILL falls, every message whose
// send has returned is deleted, or in exactly one of the two queues, with its bytes.

type Step =
  | { readonly do: 'send'; readonly body: string }
  | { readonly do: 'receive'; readonly max: number }
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'hide'; readonly which: number; readonly seconds: number }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'redrive' };

const text = fastCheck
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter(
    (body) => body.isWellFormed() && !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body),
  );

const step: fastCheck.Arbitrary<Step> = fastCheck.oneof(
  { weight: 4, arbitrary: fastCheck.record({ do: fastCheck.constant('send' as const), body: text }) },
  {
    weight: 4,
    arbitrary: fastCheck.record({
      do: fastCheck.constant('receive' as const),
      max: fastCheck.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fastCheck.record({ do: fastCheck.constant('delete' as const), which: fastCheck.nat(5) }) },
  {
    weight: 1,
    arbitrary: fastCheck.record({
      do: fastCheck.constant('hide' as const),
      which: fastCheck.nat(5),
      seconds: fastCheck.integer({ min: 0, max: 40 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fastCheck.record({
      do: fastCheck.constant('pass' as const),
      seconds: fastCheck.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fastCheck.record({ do: fastCheck.constant('redrive' as const) }) },
);

class Killed extends Error {}

/** From so many written bytes on, nothing reaches the files any more, as after a SIGKILL. */
function killAfter(bytes: number): void {
  let left = bytes;
  const alive = (): void => {
    if (left <= 0) throw new Killed();
  };
  jest.spyOn(fs, 'writeSync').mockImplementation(((
    file: number,
    data: Buffer,
    at: number,
    length: number,
    to: number,
  ) => {
    alive();
    const written = real.writeSync(file, data, at, Math.min(length, left), to) as number;
    left -= written;
    return written;
  }) as any);
  jest.spyOn(fs, 'ftruncateSync').mockImplementation((...given) => {
    alive();
    real.ftruncateSync(...given);
  });
  jest.spyOn(fs, 'renameSync').mockImplementation((...given) => {
    alive();
    real.renameSync(...given);
  });
}

function isKill(error: unknown): boolean {
  return error instanceof Killed || (error as Error).cause instanceof Killed;
}

/** What the sender knows of each body: a number makes them unique. */
class Model {
  readonly sent = new Map<string, string>();
  readonly deleted = new Set<string>();
  /** Deletes and sends under way at a kill may or may not have happened. */
  unsure = new Set<string>();
  private count = 0;

  next(body: string): string {
    this.count += 1;
    return `${this.count} ${body}`;
  }

  check({ queue, dead }: { queue: Queue; dead: Queue }): void {
    const here = [...bodies(queue), ...bodies(dead)];
    expect(new Set(here).size).toBe(here.length);
    const { visible, inFlight } = queue.size();
    expect(visible + inFlight).toBe(bodies(queue).length);
    for (const body of this.sent.keys()) {
      if (this.unsure.has(body)) continue;
      expect([body, here.includes(body)]).toEqual([body, !this.deleted.has(body)]);
    }
    for (const body of here) expect(this.sent.has(body) || this.unsure.has(body)).toBe(true);
    for (const { receiveCount } of queue.peek()) expect(receiveCount).toBeLessThanOrEqual(2);
  }
}

function run(steps: readonly Step[], pair: { queue: Queue; dead: Queue }, model: Model): void {
  const { queue, dead } = pair;
  let taken: { receiptHandle: string; body: string }[] = [];
  for (const given of steps) {
    const one = 'which' in given ? taken[given.which % Math.max(1, taken.length)] : undefined;
    if (given.do === 'send') {
      const body = model.next(given.body);
      model.unsure.add(body);
      model.sent.set(body, queue.send(body));
      model.unsure.delete(body);
    } else if (given.do === 'receive') taken = [...taken, ...queue.receive(given.max)].slice(-6);
    else if (given.do === 'pass') pass(given.seconds);
    else if (given.do === 'redrive') dead.redrive(queue);
    else if (one && given.do === 'hide') queue.changeVisibility(one.receiptHandle, given.seconds);
    else if (one && given.do === 'delete') {
      model.unsure.add(one.body);
      if (queue.deleteMessage(one.receiptHandle)) model.deleted.add(one.body);
      model.unsure.delete(one.body);
    }
    model.check(pair);
  }
}

test('no message is lost or in two places, in memory', () => {
  fastCheck.assert(
    fastCheck.property(fastCheck.array(step, { maxLength: 40 }), (steps) => run(steps, openPair(), new Model())),
    { numRuns: 150 },
  );
});

test('no message is lost or in two places when the process is killed at any byte, again and again', () => {
  const life = fastCheck.record({ steps: fastCheck.array(step, { maxLength: 25 }), bytes: fastCheck.nat(4_000) });
  fastCheck.assert(
    fastCheck.property(fastCheck.array(life, { minLength: 1, maxLength: 4 }), (lives) => {
      for (const name of ['queue', 'dead']) if (existsSync(file(name))) rmSync(file(name));
      const model = new Model();
      for (const { steps, bytes } of lives) {
        killAfter(bytes);
        try {
          run(steps, openPair(true), model);
        } catch (error) {
          if (!isKill(error)) throw error;
        } finally {
          jest.restoreAllMocks();
        }
        const pair = openPair(true);
        model.check(pair);
        // What the kill left open is known now.
        const here = new Set([...bodies(pair.queue), ...bodies(pair.dead)]);
        for (const body of model.unsure) {
          if (here.has(body)) model.sent.set(body, '');
          else model.deleted.add(body);
        }
        model.unsure = new Set();
      }
    }),
    { numRuns: 150 },
  );
});

test('every single byte of a life may be its last', () => {
  const steps: Step[] = [
    { do: 'send', body: 'ä' },
    { do: 'send', body: 'b' },
    { do: 'receive', max: 2 },
    { do: 'delete', which: 0 },
    { do: 'pass', seconds: 30 },
    { do: 'receive', max: 1 },
    { do: 'pass', seconds: 30 },
    { do: 'send', body: 'c' },
    { do: 'redrive' },
    { do: 'receive', max: 1 },
  ];
  let bytes = 0;
  for (let isOver = false; !isOver; bytes += 1) {
    for (const name of ['queue', 'dead']) if (existsSync(file(name))) rmSync(file(name));
    const model = new Model();
    killAfter(bytes);
    try {
      run(steps, openPair(true), model);
      isOver = true;
    } catch (error) {
      if (!isKill(error)) throw error;
    } finally {
      jest.restoreAllMocks();
    }
    model.check(openPair(true));
  }
  expect(bytes).toBeGreaterThan(500);
});
