import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Connections } from './connections';

// What faults do to whole calls is in table.faults.test.ts; here is what only the sockets show.

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push({ close: () => server.close() });
  return (server.address() as AddressInfo).port;
}

/** A server that writes down its sockets. */
async function serving(answer: RequestListener): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer(answer).on('connection', (socket: Socket) => sockets.push(socket));
  opened.push({ close: () => sockets.forEach((socket) => socket.destroy()) });
  return { port: await listening(server), sockets };
}

function connections(patience = { connection: 1000, silence: 1000 }): Connections {
  const made = new Connections(patience);
  opened.push({ close: () => made.destroy() });
  return made;
}

const call = { protocol: 'http:', hostname: '127.0.0.1', path: '/', headers: {}, body: '{}' };

test('calls one after the other share a connection, and leave nothing on the signal', async () => {
  const { port, sockets } = await serving((_, response) => response.end('{"a":1}'));
  const signal = new AbortController().signal;
  const used = connections();
  for (let index = 0; index < 3; index++) {
    const response = await used.post({ ...call, port }, signal);
    expect([response.statusCode, Buffer.from(response.body).toString()]).toEqual([200, '{"a":1}']);
    await new Promise(setImmediate);
  }
  expect(sockets).toHaveLength(1);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an address of IPv6 loses the brackets that a URL gives it', async () => {
  const { port } = await serving((_, response) => response.end('{}'));
  const response = await connections().post({ ...call, hostname: '[127.0.0.1]', port });
  expect(response.statusCode).toBe(200);
});

test('a call that is broken off ends at once, and so does its connection', async () => {
  const controller = new AbortController();
  const { port, sockets } = await serving(() => controller.abort());
  const used = connections({ connection: 60_000, silence: 60_000 });
  const over = AbortSignal.abort();
  await expect(used.post({ ...call, port }, over)).rejects.toMatchObject({ name: 'AbortError' });
  expect(sockets).toHaveLength(0);
  const underWay = used.post({ ...call, port }, controller.signal);
  await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
  await once(sockets[0]!, 'close');
});

test('silence ends a try, also in the middle of an answer', async () => {
  const patience = { connection: 1000, silence: 100 };
  const { port } = await serving(() => undefined);
  await expect(connections(patience).post({ ...call, port })).rejects.toMatchObject({ name: 'TimeoutError' });
  const { port: slow } = await serving((_, response) => response.writeHead(200, { 'content-length': 9 }).write('{'));
  // The answer has begun, so that Node tells of its end and not of the reason; the SDK tries that again too.
  await expect(connections(patience).post({ ...call, port: slow })).rejects.toMatchObject({
    message: expect.stringMatching(/aborted|silent/),
  });
});

test('https begins a TLS handshake, which has to be done in time', async () => {
  const begun: Buffer[] = [];
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined).once('data', (bytes: Buffer) => begun.push(bytes));
    opened.push({ close: () => socket.destroy() });
  });
  const port = await listening(server);
  const patience = { connection: 200, silence: 10_000 };
  const secure = connections(patience).post({ ...call, protocol: 'https:', hostname: 'localhost', port });
  await expect(secure).rejects.toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('connection') });
  // https://www.rfc-editor.org/rfc/rfc8446#section-5.1: a record of type 22 is of the handshake.
  expect(begun[0]![0]).toBe(22);
});
