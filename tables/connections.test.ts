import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../test/until';
import { Connections } from './connections';

// What faults do to whole calls is in table.faults.test.ts; here is what only the sockets show.

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
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

function connections(address: string, patience = { connection: 1000, silence: 1000 }): Connections {
  const made = new Connections(new URL(address), '/', patience);
  opened.push({ close: () => made.destroy() });
  return made;
}

const call = { headers: { host: 'localhost' }, body: '{}' };
const at = (port: number): string => `http://127.0.0.1:${port}`;

test('calls one after the other share a connection, and leave nothing on the signal', async () => {
  const { port, sockets } = await serving((_, response) => response.end('{"a":1}'));
  const signal = new AbortController().signal;
  const used = connections(at(port));
  for (let index = 0; index < 3; index++) {
    const response = await used.post(call, signal);
    expect([response.statusCode, Buffer.from(response.body).toString()]).toEqual([200, '{"a":1}']);
    await new Promise(setImmediate);
  }
  expect(sockets).toHaveLength(1);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an address of IPv6 loses the brackets that a URL gives it', async () => {
  const port = await listening(
    createServer((_, response) => response.end('{}')),
    '::1',
  );
  const response = await connections(`http://[::1]:${port}`).post(call);
  expect(response.statusCode).toBe(200);
});

test('a call that is broken off ends at once, and so does its connection', async () => {
  const controller = new AbortController();
  const { port, sockets } = await serving(() => controller.abort());
  const used = connections(at(port), { connection: 60_000, silence: 60_000 });
  const over = AbortSignal.abort();
  await expect(used.post(call, over)).rejects.toMatchObject({ name: 'AbortError' });
  expect(sockets).toHaveLength(0);
  const underWay = used.post(call, controller.signal);
  await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
  await once(sockets[0]!, 'close');
});

test('silence ends a try, also in the middle of an answer', async () => {
  const patience = { connection: 1000, silence: 100 };
  const { port } = await serving(() => undefined);
  await expect(connections(at(port), patience).post(call)).rejects.toMatchObject({ name: 'TimeoutError' });
  const { port: slow } = await serving((_, response) => response.writeHead(200, { 'content-length': 9 }).write('{'));
  await expect(connections(at(slow), patience).post(call)).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('no more than fifty calls are under way; the next begins when one ends, and who is broken off while it waits is told at once', async () => {
  const held: ServerResponse[] = [];
  const { port, sockets } = await serving((_, response) => held.push(response));
  const used = connections(at(port), { connection: 60_000, silence: 60_000 });
  const underWay = Array.from({ length: 50 }, () => used.post(call));
  const controller = new AbortController();
  const brokenOff = used.post(call, controller.signal);
  const waiting = used.post(call);
  await until(() => held.length === 50);
  controller.abort();
  await expect(brokenOff).rejects.toMatchObject({ name: 'AbortError' });
  expect(held).toHaveLength(50);
  held[0]!.end('first');
  await until(() => held.length === 51);
  expect(sockets).toHaveLength(50);
  for (const response of held.slice(1)) response.end('{}');
  await Promise.all([...underWay, waiting]);
});

test('a connection that is cut fails its call alone, and the next call has another one', async () => {
  let requests = 0;
  const { port, sockets } = await serving((request, response) =>
    ++requests === 2 ? request.socket.destroy() : response.end('{}'),
  );
  const used = connections(at(port));
  await used.post(call);
  await expect(used.post(call)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(used.post(call)).resolves.toMatchObject({ statusCode: 200 });
  expect(sockets).toHaveLength(2);
});

test('what is put away ends the calls under way and those that wait', async () => {
  const { port } = await serving(() => undefined);
  const used = connections(at(port));
  const calls = Array.from({ length: 51 }, () => used.post(call));
  used.destroy();
  for (const settled of await Promise.allSettled(calls)) {
    expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } });
  }
});

test('a connection that is opened ahead is that of the first call', async () => {
  const { port, sockets } = await serving((_, response) => response.end('{}'));
  const used = connections(at(port));
  used.open();
  await until(() => sockets.length === 1);
  await used.post(call);
  expect(sockets).toHaveLength(1);
  // At once, while it is on its way.
  const other = connections(at(port));
  other.open();
  await other.post(call);
  expect(sockets).toHaveLength(2);
});

test('what HTTP does not have in a header fails its call alone, at once, and waits for no connection', async () => {
  const { port } = await serving((_, response) => response.end('{}'));
  const used = connections(at(port), { connection: 60_000, silence: 60_000 });
  const wrong = { headers: { host: 'localhost', authorization: 'a token\n' }, body: '{}' };
  for (const settled of await Promise.allSettled(Array.from({ length: 120 }, () => used.post(wrong)))) {
    expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'ERR_INVALID_CHAR' } });
  }
  await expect(used.post(call)).resolves.toMatchObject({ statusCode: 200 });
});

test('a connection that its server is about to end is not used again (Keep-Alive: timeout)', async () => {
  const { port, sockets } = await serving((_, response) => {
    response.setHeader('keep-alive', `timeout=${sockets.length === 1 ? 1 : 60}`).end('{}');
  });
  const used = connections(at(port));
  for (let index = 0; index < 3; index++) await used.post(call);
  expect(sockets).toHaveLength(2);
});

test('the time for a connection that is opened ahead begins with the call that waits for it', async () => {
  const { port } = await serving((_, response) => response.end('{}'));
  const used = connections(at(port), { connection: 100, silence: 1000 });
  used.open();
  // As while code is loaded, nothing else happens.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await expect(used.post(call)).resolves.toMatchObject({ statusCode: 200 });
});

test('who answers and does not read the rest of the question keeps no connection', async () => {
  const bytes = 16 * 1024 * 1024;
  let [read, isClosed, socketOfServer] = [0, false, undefined as Socket | undefined];
  const server = createSocketServer((socket) => {
    socketOfServer = socket;
    opened.push({ close: () => socket.destroy() });
    socket.on('error', () => undefined).on('close', () => (isClosed = true));
    socket.on('data', (chunk: Buffer) => (read += chunk.length)).pause();
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
  });
  const used = connections(at(await listening(server)), { connection: 10_000, silence: 1000 });
  await used.post({ ...call, body: 'x'.repeat(bytes) });
  // Both are timers of this process, so that the silence is over first however busy a machine is.
  await wait(2500);
  socketOfServer!.resume();
  await until(() => isClosed || read >= bytes);
  expect(read).toBeLessThan(bytes);
});

test('https begins a TLS handshake, which has to be done in time', async () => {
  const begun: Buffer[] = [];
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined).once('data', (bytes: Buffer) => begun.push(bytes));
    opened.push({ close: () => socket.destroy() });
  });
  const port = await listening(server);
  const patience = { connection: 200, silence: 10_000 };
  const secure = connections(`https://localhost:${port}`, patience).post(call);
  await expect(secure).rejects.toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('connection') });
  // https://www.rfc-editor.org/rfc/rfc8446#section-5.1: a record of type 22 is of the handshake.
  expect(begun[0]![0]).toBe(22);
});
