import { loanConsumer } from './trial/lend';
import type { LambdaContext } from '../api/http/event';
import { createConsumer } from '../api/consumer';
import { tokenAuthentication } from '../api/auth/authentication';
import type { Authentication } from '../api/auth/authentication';
import { localAccess } from '../local/tables';
import { loanRequested } from './trial/borrow';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { Answer, TestGateway } from './harness';
import { openFakeIssuer } from './tokens';
import type { FakeIssuer } from './tokens';

// Whatever hangs, an answer comes half a second before the deadline or earlier, and nothing goes on after it. The clock
// is the test's own, so that 29 s take no time and a busy machine changes nothing. DEADLINE_TRIALS repeats each case.

const trials = Number(process.env.DEADLINE_TRIALS ?? 1);
const deadlines = [1_000, 3_000, 29_000];
/** What is promised between the answer and the deadline. */
const spare = 500;

/** One way to ask for the book p1. */
interface Door {
  readonly name: string;
  readonly ask: (gateway: TestGateway, call: Parameters<TestGateway['send']>[2]) => Promise<Answer>;
  readonly operation: string;
  readonly statuses: readonly number[];
}

const doors: readonly Door[] = [
  {
    name: 'REST',
    ask: (gateway, call) => gateway.send('GET', '/book/p1', call),
    operation: 'book',
    statuses: [503, 504],
  },
  {
    name: 'GraphQL',
    ask: (gateway, call) => gateway.send('POST', '/graphql', { ...call, body: { query: '{ book(id: "p1") { id } }' } }),
    operation: 'book',
    // Before GraphQL has begun it is no GraphQL answer that comes to nothing.
    statuses: [200, 503, 504],
  },
  {
    name: 'MCP',
    ask: (gateway, call) =>
      gateway.send('POST', '/mcp', {
        ...call,
        body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'book', arguments: { id: 'p1' } } },
      }),
    operation: 'book',
    // What an operation refuses is a result.
    statuses: [200, 503, 504],
  },
  {
    name: 'the envelope',
    ask: (gateway, call) =>
      gateway.send('POST', '/dynamodbmanager', {
        ...call,
        body: { operation: 'read', tableName: 'book', payload: { Key: { id: 'p1' } } },
      }),
    operation: 'book',
    statuses: [503, 504],
  },
];

const admin = { id: 'id-of-admin', userName: 'admin', roles: ['admin'] };
const nobodyWaits: Authentication = { callerOf: async () => admin };

let proxy: FaultProxy;
let issuer: FakeIssuer;
let authentication: Authentication;
const gateways = new Map<string, TestGateway>();

beforeAll(async () => {
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  issuer = await openFakeIssuer();
  authentication = nobodyWaits;
  for (const payload of formats) {
    const gateway = await openGateway(payload, {
      endpoint: proxy.endpoint,
      authentication: { callerOf: (request) => authentication.callerOf(request) },
    });
    await gateway.send('POST', '/book', { body: { id: 'p1', title: 'p1', category: 'c', price: 1 } });
    // Loads the GraphQL part.
    for (const door of doors) expect((await door.ask(gateway, {})).text).toContain('p1');
    gateways.set(payload, gateway);
  }
});
afterAll(async () => {
  await proxy.close();
  await issuer.close();
});

beforeEach(() => {
  // Time limits are faked, and nothing that the network lives on.
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'],
  });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  authentication = nobodyWaits;
  issuer.behave('good');
  proxy.set();
});

/** Something that never answers, until it is let go. */
interface Hang {
  /** Whether the request has come so far. */
  readonly reached: () => boolean;
  /** Lets it answer, much too late. */
  readonly release: () => void;
  readonly headers?: Readonly<Record<string, string>>;
}

const hangs: Readonly<Record<string, (gateway: TestGateway, door: Door) => Hang>> = {
  'an operation': (gateway, door) => {
    const gate = openGate();
    const operation = gateway.operations.find(({ name }) => name === door.operation)!;
    const run = operation.run.bind(operation);
    jest.spyOn(operation, 'run').mockImplementationOnce(async (input, context) => {
      await gate.passed();
      return run(input, context);
    });
    return gate;
  },
  'who asks': () => {
    const gate = openGate();
    authentication = {
      callerOf: async () => {
        await gate.passed();
        return admin;
      },
    };
    return gate;
  },
  DynamoDB: () => {
    proxy.set({ do: 'hang' });
    return { reached: () => proxy.calls.size > 0, release: () => proxy.set() };
  },
  'DynamoDB after it has done its work': () => {
    proxy.set({ do: 'hangAfter' });
    return { reached: () => proxy.calls.size > 0, release: () => proxy.set() };
  },
  'DynamoDB, which refuses every call for a while,': () => {
    proxy.set({ do: 'throttle' });
    return { reached: () => proxy.calls.size > 0, release: () => proxy.set() };
  },
  'the issuer': () => {
    issuer.behave('hanging');
    const before = issuer.fetches.keys;
    authentication = tokenAuthentication({ issuers: [issuer], log: () => undefined });
    return {
      reached: () => issuer.fetches.keys > before,
      release: () => issuer.behave('good'),
      headers: { authorization: `Bearer ${issuer.token('admin')}` },
    };
  },
};

const cases = Object.keys(hangs).flatMap((what) =>
  formats.flatMap((payload) => doors.flatMap((door) => deadlines.map((time) => ({ what, payload, door, time })))),
);

test.each(cases)(
  '$what hangs: $door.name with $payload events and $time ms is answered in time',
  async ({ what, payload, door, time }) => {
    for (let trial = 0; trial < trials; trial += 1) {
      const gateway = gateways.get(payload)!;
      proxy.set();
      authentication = nobodyWaits;
      const { reached, release, headers } = hangs[what]!(gateway, door);
      const { value: answer, at } = await clocked(door.ask(gateway, { headers, lambda: lasting(time) }), reached);
      expect(at).toBeLessThanOrEqual(time - spare);
      expect(door.statuses).toContain(answer.status);
      expect(['timeout', 'unavailable']).toContain(codeOf(answer));
      expect(gateway.log.at(-1)).toMatchObject({ message: 'request', requestId: answer.headers['x-request-id'] });

      release();
      const calls = callsOf(proxy);
      await aMinuteLater();
      expect(callsOf(proxy)).toBe(calls);

      authentication = nobodyWaits;
      const next = await door.ask(gateway, {});
      expect({ status: next.status, text: next.text }).toMatchObject({
        status: 200,
        text: expect.stringContaining('p1'),
      });
    }
  },
);

// GraphQL, section 6.4.4: a timeout is the error of the field that meets it. What is left of the document is refused
// without being tried: the time of the request is over.
test.each(formats.flatMap((payload) => deadlines.map((time) => ({ payload, time }))))(
  'a mutation that hangs keeps what ran before it, and nothing runs after it, with $payload events and $time ms',
  async ({ payload, time }) => {
    const gateway = gateways.get(payload)!;
    const create = (id: string): string =>
      `createBook(input: { id: "${id}-${time}", title: "T", category: "Late", price: 1 }) { id }`;
    proxy.set({ do: 'hang', on: ['PutItem', 'TransactWriteItems'], nth: [2] });
    const query = `mutation { a: ${create('a')} b: ${create('b')} c: ${create('c')} d: deleteBook(id: "a-${time}") }`;
    const asked = gateway.send('POST', '/graphql', { body: { query }, lambda: lasting(time) });
    const { value: answer, at } = await clocked(asked, () => proxy.faults.size > 0, 5);
    expect(at).toBeLessThanOrEqual(time - spare);
    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({ a: { id: `a-${time}` }, b: null, c: null, d: null });
    expect(answer.json.errors.map(({ path, extensions }: any) => [...path, extensions.code])).toEqual(
      ['b', 'c', 'd'].map((name) => [name, 'TIMEOUT']),
    );
    const calls = callsOf(proxy);
    await aMinuteLater();
    expect(callsOf(proxy)).toBe(calls);
    proxy.set();
    const status = async (id: string): Promise<number> => (await gateway.send('GET', `/book/${id}-${time}`)).status;
    expect([await status('a'), await status('b'), await status('c')]).toEqual([200, 404, 404]);
  },
);

test('an issuer that hangs is given up after two seconds at the most, however long the deadline is', async () => {
  const door = doors[0]!;
  const { reached, headers } = hangs['the issuer']!(gateways.get('v1')!, door);
  const { value, at } = await clocked(door.ask(gateways.get('v1')!, { headers, lambda: lasting(29_000) }), reached);
  expect({ status: value.status, code: codeOf(value) }).toEqual({ status: 503, code: 'unavailable' });
  expect(at).toBeLessThanOrEqual(2_000);
});

describe('the consumer of the queue', () => {
  const event = { source: loanRequested.source, 'detail-type': loanRequested.detailType };
  const detail = { userName: 'alice', loanId: 'o1', loanDate: '2026-01-01T00:00:00Z', totalPrice: 1, items: [] };
  const open = () =>
    createConsumer(loanConsumer, {
      ...localAccess,
      endpoint: proxy.endpoint,
      tablePrefix: gateways.get('v1')!.prefix,
      log: () => undefined,
    });

  test.each(deadlines)('names its messages as failed when DynamoDB hangs, with %i ms', async (time) => {
    proxy.set({ do: 'hang' });
    const Records = ['a', 'b'].map((messageId) => ({ messageId, body: JSON.stringify({ ...event, detail }) }));
    const { value, at } = await clocked(open()({ Records }, lasting(time)), () => proxy.calls.size > 0);
    expect(value).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }] });
    expect(at).toBeLessThanOrEqual(time - spare);
    proxy.set();
    await aMinuteLater();
    expect(callsOf(proxy)).toBe(0);
  });

  test.each(deadlines)('fails for an event straight from the bus, with %i ms', async (time) => {
    proxy.set({ do: 'hang' });
    const work = open()({ ...event, detail }, lasting(time)).catch((error: unknown) => error);
    const { value, at } = await clocked(work, () => proxy.calls.size > 0);
    expect(['timeout', 'unavailable']).toContain((value as { code?: string }).code);
    expect(at).toBeLessThanOrEqual(time - spare);
  });
});

test.each(doors)('by the real clock too, $name is answered before half a second is left', async ({ ask, name }) => {
  jest.useRealTimers();
  const gateway = gateways.get('v2')!;
  for (let trial = 0; trial < trials; trial += 1) {
    proxy.set({ do: 'hang' });
    const order: string[] = [];
    // Both times begin together, so that a machine that is late is late for both.
    const lambda: LambdaContext = {
      getRemainingTimeInMillis: () => {
        setTimeout(() => order.push('half a second left'), 1_000 - spare);
        return 1_000;
      },
    };
    const answer = await ask(gateway, { lambda }).finally(() => order.push('answer'));
    expect(codeOf(answer)).toBe('timeout');
    while (order.length < 2) await new Promise((next) => setTimeout(next, 20));
    expect([name, ...order]).toEqual([name, 'answer', 'half a second left']);
  }
});

const lasting = (milliseconds: number): LambdaContext => ({ getRemainingTimeInMillis: () => milliseconds });

function codeOf({ json }: Answer): string {
  const ofTool = json.result?.structuredContent?.type ?? json.error?.data?.type;
  return String(json.type ?? ofTool ?? json.errors[0].extensions.type).replace('/problems/', '');
}

function openGate(): Hang & { readonly passed: () => Promise<void> } {
  let reached = false;
  let release = (): void => undefined;
  const gate = new Promise<void>((open) => (release = open));
  return {
    reached: () => reached,
    release: () => release(),
    passed: () => {
      reached = true;
      return gate;
    },
  };
}

const callsOf = ({ calls }: FaultProxy): number => [...calls.values()].reduce((sum, count) => sum + count, 0);

/** Lets everything run that waits for the network or for another promise, but not for time. */
async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((next) => setImmediate(next));
}

/**
 * Turns the clock until a promise is settled; the time at which it was, counted from when the hang was reached. A small
 * step leaves time between the end of the work and the answer, as a real clock does.
 */
async function clocked<Value>(
  promise: Promise<Value>,
  reached: () => boolean,
  step = 100,
): Promise<{ readonly value: Value; readonly at: number }> {
  let settled = false;
  void promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  while (!reached() && !settled) await settle(1);
  let at = 0;
  for (await settle(); !settled && at <= 60_000; at += step) {
    jest.advanceTimersByTime(step);
    await settle();
  }
  if (!settled) throw new Error('There was no answer within a minute.');
  return { value: await promise, at };
}

async function aMinuteLater(): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    jest.advanceTimersByTime(1_000);
    await settle(2);
  }
  await proxy.idle();
  await settle(20);
}
