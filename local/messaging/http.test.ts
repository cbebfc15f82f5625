import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBus } from './bus';
import type { Bus } from './bus';
import { messagingRoutes } from './http';
import { jsonLines } from './json-lines';
import { openQueue } from './queue';
import type { Queue } from './queue';

let server: Server;
let url: string;
let bus: Bus;
let queue: Queue;
let deadLetterQueue: Queue;
let stopping: AbortController;

beforeEach(async () => {
  stopping = new AbortController();
  bus = createBus({ rules: [] });
  deadLetterQueue = openQueue({ name: 'dead', visibilityTimeout: 30 });
  queue = openQueue({ name: 'queue', visibilityTimeout: 30, maxReceiveCount: 1, deadLetterQueue });
  const answer = messagingRoutes({ bus, consumers: { orders: { queue, deadLetterQueue } }, stopping: stopping.signal });
  server = createServer((incoming, response) => {
    if (!answer(incoming, response)) response.writeHead(418).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const put = (count: number): Promise<unknown> =>
  bus.putEvents([{ Source: 'shop', DetailType: 'Sold', Detail: JSON.stringify({ count }) }]);

async function kill(...bodies: string[]): Promise<string[]> {
  const ids = bodies.map((body) => queue.send(body));
  for (const { receiptHandle } of queue.receive()) {
    queue.explain(receiptHandle, 'no table');
    queue.changeVisibility(receiptHandle, 0);
  }
  return ids;
}

async function answerTo(path: string, options: object): Promise<{ status: number; body: any; allow?: string }> {
  const call = request(url + path, options);
  call.end();
  const [response] = await once(call, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode, body: text ? JSON.parse(text) : undefined, allow: response.headers.allow };
}

/** The next so many counts of a stream of events. */
async function counts(response: Response, many: number): Promise<number[]> {
  const read: number[] = [];
  for await (const event of jsonLines(response.body!)) {
    read.push((event as any).detail.count);
    if (read.length === many) break;
  }
  return read;
}

test('events come as JSON lines, the last ones first, and then as they pass', async () => {
  for (let count = 1; count <= 205; count += 1) await put(count);
  const [none, two, all] = await Promise.all(
    ['', '?last=2', '?last=1000'].map((query) => fetch(`${url}/_local/events${query}`)),
  );
  expect(none!.headers.get('content-type')).toBe('application/x-ndjson');
  await put(206);
  expect(await counts(none!, 1)).toEqual([206]);
  expect(await counts(two!, 3)).toEqual([204, 205, 206]);
  expect(await counts(all!, 201)).toEqual(Array.from({ length: 201 }, (_, index) => index + 6));
});

test('a reader may leave, and the end of messaging ends the others', async () => {
  const leaving = new AbortController();
  await fetch(`${url}/_local/events`, { signal: leaving.signal });
  const staying = await fetch(`${url}/_local/events`);
  leaving.abort();
  await put(1);
  stopping.abort();
  expect(await counts(staying, 9)).toEqual([1]);
  const late = await fetch(`${url}/_local/events?last=1`);
  expect(await counts(late, 9)).toEqual([1]);
});

test.each(['x', '-1', '1.5'])('last=%s is refused', async (last) => {
  expect(await answerTo(`/_local/events?last=${last}`, {})).toMatchObject({ status: 400, body: { status: 400 } });
});

test('dead letters are shown with their bytes and the reason', async () => {
  const [id] = await kill('{"a":"ä\\n"} ');
  expect((await answerTo('/_local/dead-letters', {})).body).toEqual({
    items: [
      {
        consumer: 'orders',
        messageId: id,
        receiveCount: 1,
        sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
        body: '{"a":"ä\\n"} ',
        reason: 'no table',
      },
    ],
  });
});

test('a redrive moves the named letters, or all', async () => {
  const [, second] = await kill('a', 'b', 'c');
  const post = { method: 'POST' };
  expect((await answerTo(`/_local/redrive?messageId=${second}&messageId=x`, post)).body).toEqual({ moved: 1 });
  expect(queue.peek().map(({ body }) => body)).toEqual(['b']);
  expect((await answerTo('/_local/redrive', post)).body).toEqual({ moved: 2 });
  expect(deadLetterQueue.peek()).toEqual([]);
});

test.each(['/', '/product', '/_local', '/_local/', '/_local/events/', '/_local/toString', '/x/_local/events'])(
  '%s is left to the gateway',
  async (path) => {
    expect((await answerTo(path, {})).status).toBe(418);
  },
);

test.each([
  ['DELETE', '/_local/events', 'GET'],
  ['POST', '/_local/dead-letters', 'GET'],
  ['GET', '/_local/redrive', 'POST'],
])('%s %s is not offered', async (method, path, allow) => {
  expect(await answerTo(path, { method })).toMatchObject({ status: 405, allow });
});

test.each([
  [200, '127.0.0.1:4000'],
  [200, 'localhost'],
  [200, 'LOCALHOST:1'],
  [200, '[::1]:4000'],
  [403, 'evil.example'],
  [403, 'localhost.evil.example:4000'],
  [403, '127.0.0.1.evil.example'],
  [403, '192.168.0.1'],
])('the answer is %i for the host "%s"', async (status, host) => {
  expect((await answerTo('/_local/dead-letters', { headers: { host } })).status).toBe(status);
});

test.each([
  [200, undefined],
  [200, 'same'],
  [403, 'http://evil.example'],
  [403, 'http://127.0.0.1:1'],
  [403, 'null'],
])('a redrive answers %i to the origin %s', async (status, origin) => {
  await kill('a');
  const headers = origin === undefined ? {} : { origin: origin === 'same' ? url : origin };
  expect((await answerTo('/_local/redrive', { method: 'POST', headers })).status).toBe(status);
  expect(deadLetterQueue.peek()).toHaveLength(status === 200 ? 0 : 1);
});

test('a queue that fails gives a sentence', async () => {
  jest.spyOn(deadLetterQueue, 'peek').mockImplementation(() => {
    throw new Error('The disk is full.');
  });
  expect(await answerTo('/_local/dead-letters', {})).toMatchObject({
    status: 500,
    body: { detail: 'The disk is full.' },
  });
});
