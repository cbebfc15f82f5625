import { createClient, TandemError } from '../../../sdk/source/index.ts';
import type { Client, ClientOptions, Fetch } from '../../../sdk/source/index.ts';
import { openWorld } from './world';

// What the client does when things go wrong on the way. The faults are in an injected fetch, nowhere else.

const transports = ['rest', 'graphql'] as const;
const radio = { title: 'Pocket Radio', category: 'Radio', price: 39.9 };
const stored = { ...radio, id: 'r', version: 2, createdAt: '', updatedAt: '' };

type Sent = Parameters<Fetch>;
type Answer = Awaited<ReturnType<Fetch>>;

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { get: (name) => headers[name] ?? null },
    text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

/** A gateway that is busy, and says for how long, in the form of a transport. */
function busy(transport: ClientOptions['transport'], seconds?: number): Answer {
  if (transport === 'rest') {
    const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) };
    return answer(503, { type: '/problems/unavailable', title: '', status: 503, detail: 'Busy.' }, headers);
  }
  const extensions = { type: '/problems/unavailable', retryAfterSeconds: seconds };
  return answer(200, { errors: [{ message: 'Busy.', extensions }], data: null });
}

/** An answer with an item. */
const found = (transport: ClientOptions['transport'], name: string): Answer =>
  answer(200, transport === 'rest' ? stored : { data: { [name]: stored } });

/** A client whose attempts meet with these, one after the other; what is left over is a failed connection. */
function clientOf(
  transport: ClientOptions['transport'],
  fates: readonly (Answer | Fetch)[],
  options: Partial<ClientOptions> = {},
): { client: Client; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (...given) => {
    const fate = fates[sent.push(given) - 1];
    if (!fate) throw new TypeError('fetch failed');
    return typeof fate === 'function' ? fate(...given) : fate;
  };
  return { client: createClient({ url: 'http://gateway.test', transport, fetch, ...options }), sent };
}

/** Never answers, and ends when it is told to. */
const silence: Fetch = async (_, { signal }) =>
  new Promise((_done, fail) => signal.addEventListener('abort', () => fail(new Error('aborted'))));

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe.each(transports)('over %s', (transport) => {
  test.each(['create', 'addItem'] as const)('%s whose answer was lost has one effect', async (verb) => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const world = await openWorld('v1', transport);
    const keys: (string | undefined)[] = [];
    const fetch: Fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      await response.clone().text();
      keys.push(init.headers['idempotency-key']);
      if (keys.length === 1) throw new TypeError('terminated');
      return response;
    };
    const client = world.client({ fetch });
    if (verb === 'create') {
      const made = await client.product.create(radio);
      expect(await world.client().product.list().toArray()).toEqual([made]);
    } else {
      expect((await client.basket.addItem('ada', 'p-1', { quantity: 1 })).items).toEqual([
        { productId: 'p-1', quantity: 1 },
      ]);
    }
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    await world.close();
  });

  test('each call has a key of its own', async () => {
    const { client, sent } = clientOf(transport, [
      found(transport, 'createProduct'),
      found(transport, 'createProduct'),
    ]);
    await client.product.create(radio);
    await client.product.create(radio);
    const keys = sent.map(([, { headers }]) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test.each<[string, (client: Client) => Promise<unknown>, number]>([
    ['a read', async (client) => client.product.get('r'), 4],
    ['a batch of reads', async (client) => client.product.getMany(['r']), 4],
    ['a page', async (client) => client.product.list().toArray(), 4],
    ['a create, which has a key', async (client) => client.product.create(radio), 4],
    ['a write with a version', async (client) => client.product.update({ id: 'r', version: 1 }, { price: 1 }), 4],
    ['a write without one', async (client) => client.product.update('r', { price: 1 }), 1],
    ['a delete without one', async (client) => client.product.delete('r'), 1],
    ['a batch of creates', async (client) => client.product.createMany([radio]), 1],
  ])('%s is sent as often as is safe', async (_, call, times) => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    for (const fates of [[], Array<Answer>(9).fill(busy(transport))]) {
      const { client, sent } = clientOf(transport, fates);
      const code = fates.length > 0 ? 'unavailable' : 'network';
      await expect(call(client)).rejects.toMatchObject({ name: 'TandemError', code });
      expect(sent).toHaveLength(times);
      expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    }
  });

  test('what API Gateway throttled never arrived, so that anything is sent again', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const throttled = answer(429, { message: 'Too Many Requests' });
    const { client, sent } = clientOf(transport, [throttled, found(transport, 'updateProduct')]);
    expect(await client.product.update('r', { price: 1 })).toEqual(stored);
    expect(sent).toHaveLength(2);
  });

  test('waits as long as Retry-After says, and not less', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { client, sent } = clientOf(transport, [busy(transport, 2), found(transport, 'product')]);
    const read = client.product.get('r');
    await jest.advanceTimersByTimeAsync(2099);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(2);
    expect(await read).toEqual(stored);
  });

  test('does not keep the caller waiting for minutes', async () => {
    const { client, sent } = clientOf(transport, [busy(transport, 120)]);
    await expect(client.product.get('r')).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 120 });
    expect(sent).toHaveLength(1);
  });

  test('an attempt without an answer ends, and is made again where that is safe', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const { client, sent } = clientOf(transport, [silence, found(transport, 'product')], { timeout: 500 });
    const read = client.product.get('r');
    await jest.advanceTimersByTimeAsync(499);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(2);
    expect(await read).toEqual(stored);
    const slow = clientOf(transport, [silence]).client.product.delete('r', { timeout: 50 });
    const outcome = expect(slow).rejects.toMatchObject({ code: 'no-answer', message: 'No answer came within 50 ms.' });
    await jest.advanceTimersByTimeAsync(50);
    await outcome;
  });

  test('the signal of the caller ends a request, a wait, and a call before it began', async () => {
    const reason = new Error('The user went away.');
    const during = new AbortController();
    const { client } = clientOf(transport, [silence]);
    const read = client.product.get('r', { signal: during.signal });
    during.abort(reason);
    await expect(read).rejects.toBe(reason);

    jest.useFakeTimers();
    const waiting = new AbortController();
    const second = clientOf(transport, [busy(transport, 20)]);
    const waits = second.client.product.get('r', { signal: waiting.signal });
    await jest.advanceTimersByTimeAsync(1000);
    waiting.abort(reason);
    await expect(waits).rejects.toBe(reason);
    expect(jest.getTimerCount()).toBe(0);

    const third = clientOf(transport, []);
    await expect(third.client.product.get('r', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(third.sent).toEqual([]);
  });

  test('asks for the token before each request', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    let made = 0;
    const token = async (): Promise<string> => `token-${(made += 1)}`;
    const { client, sent } = clientOf(transport, [busy(transport), found(transport, 'product')], { token });
    await client.product.get('r');
    expect(sent.map(([, { headers }]) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    const fixed = clientOf(transport, [found(transport, 'product')], { token: 'mine' });
    await fixed.client.product.get('r');
    expect(fixed.sent[0]![1].headers.authorization).toBe('Bearer mine');
    const none = clientOf(transport, [found(transport, 'product')], { token: () => undefined });
    await none.client.product.get('r');
    expect(none.sent[0]![1].headers).not.toHaveProperty('authorization');
  });

  test.each([502, 503, 504])(
    'a read that a proxy answered with %i is repeated, a write without a key is not',
    async (status) => {
      jest.spyOn(Math, 'random').mockReturnValue(0);
      const broken = answer(status, '<html>Bad gateway</html>', { 'x-amzn-requestid': 'proxy-1' });
      const read = clientOf(transport, [broken, broken, found(transport, 'product')]);
      expect(await read.client.product.get('r')).toEqual(stored);
      expect(read.sent).toHaveLength(3);
      const write = clientOf(transport, [broken, found(transport, 'updateProduct')]);
      await expect(write.client.product.update('r', { price: 1 })).rejects.toMatchObject({ requestId: 'proxy-1' });
      expect(write.sent).toHaveLength(1);
      const keyed = clientOf(transport, [broken, found(transport, 'updateProduct')]);
      expect(await keyed.client.product.update('r', { price: 1 }, { idempotencyKey: 'k' })).toEqual(stored);
      expect(keyed.sent.map(([, { headers }]) => headers['idempotency-key'])).toEqual(['"k"', '"k"']);
    },
  );

  test.each([
    [401, { message: 'Unauthorized' }, 'unauthenticated'],
    [403, { message: 'Forbidden' }, 'forbidden'],
    [502, '<html>Bad gateway</html>', 'unexpected'],
    [504, { message: 'Endpoint request timed out' }, 'timeout'],
    [200, '<html>Welcome to the hotel Wi-Fi</html>', 'unexpected'],
    [400, { type: 'https://example.com/problems/of-others', detail: 'No.' }, 'unexpected'],
  ])('an answer %i of others, %j, is %s', async (status, body, code) => {
    const { client } = clientOf(transport, [answer(status, body)]);
    const call = client.product.update('r', { price: 1 });
    await expect(call).rejects.toBeInstanceOf(TandemError);
    await expect(call).rejects.toMatchObject({ code, status });
  });

  test('real refusals of a real gateway without a token', async () => {
    const authentication = { callerOf: async () => undefined };
    const world = await openWorld('v2', transport, { authentication });
    await expect(world.client().basket.get('ada')).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
    await world.close();
  });
});

// The types of root fields are nullable, and those of the methods are not.
test.each<[string, (client: Client) => Promise<unknown>, string]>([
  ['a write', async (client) => client.product.create(radio), 'createProduct'],
  ['a list', async (client) => client.product.list().toArray(), 'products'],
  ['a batch', async (client) => client.product.createMany([radio]), 'createProducts'],
  ['a deletion', async (client) => client.product.delete('r'), 'deleteProduct'],
])('null without an error is no answer of a gateway: %s', async (_, call, name) => {
  const { client } = clientOf('graphql', [answer(200, { data: { [name]: null } })]);
  await expect(call(client)).rejects.toMatchObject({ code: 'unexpected', status: 200 });
});

test('what is missing inside an item is not the item', async () => {
  const errors = [
    { message: 'Gone.', path: ['basket', 'items', 0, 'product'], extensions: { type: '/problems/not-found' } },
  ];
  const data = { basket: { userName: 'ada', items: [] } };
  const { client } = clientOf('graphql', [answer(200, { data, errors })]);
  await expect(client.basket.get('ada')).rejects.toMatchObject({ code: 'not-found', data });
});

test('waits grow and are spread over their whole length', async () => {
  jest.useFakeTimers();
  const waits: number[] = [];
  for (const spread of [0, 0.5, 0.999]) {
    jest.spyOn(Math, 'random').mockReturnValue(spread);
    const at: number[] = [];
    const start = Date.now();
    const fetch: Fetch = async () => {
      at.push(Date.now() - start);
      throw new TypeError('fetch failed');
    };
    const read = createClient({ url: 'http://gateway.test', fetch, retries: 6 }).product.get('r');
    const outcome = expect(read).rejects.toMatchObject({ code: 'network' });
    await jest.advanceTimersByTimeAsync(60_000);
    await outcome;
    waits.push(...at.slice(1).map((moment, index) => moment - at[index]!));
  }
  // A timer of 0 runs after 1 ms at most.
  for (const wait of waits.slice(0, 6)) expect(wait).toBeLessThanOrEqual(1);
  expect(waits.slice(6, 12)).toEqual([100, 200, 400, 800, 1600, 2500]);
  const longest = [200, 400, 800, 1600, 3200, 5000];
  for (const [index, wait] of waits.slice(12).entries()) expect(wait).toBeLessThanOrEqual(longest[index]!);
});

test('a Retry-After may be a date', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-01-15T09:30:00Z') });
  const throttled = answer(429, {}, { 'retry-after': 'Thu, 15 Jan 2026 09:35:00 GMT' });
  const { client } = clientOf('rest', [throttled]);
  await expect(client.product.get('r')).rejects.toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 300 });
});
