import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { once } from 'node:events';
import { busOf } from '../../api/relay';
import type { PutEvents } from '../../services/relay';
import { localAccess } from '../tables';
import { createBus } from './bus';
import type { BusEvent } from './bus';
import { serveBus } from './wire';
import type { ServedBus } from './wire';

let served: ServedBus;
const heard: BusEvent[] = [];

beforeAll(async () => {
  const bus = createBus({ rules: [] });
  bus.subscribe((event) => heard.push(event));
  served = await serveBus(bus);
});

afterAll(() => served.close());

const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };

/** The relay's own client, as it is deployed. */
const remote = (endpoint = served.url): PutEvents => busOf({ ...localAccess, endpoint });

const post = (body: string, changes: Record<string, string> = {}): Promise<Response> =>
  fetch(served.url, { method: 'POST', body, headers: { ...headers, ...changes } });

test('entries go over the wire and come back one by one', async () => {
  const putEvents = remote();
  const good = {
    Source: 'shop',
    DetailType: 'Sold',
    Detail: '{"name":"Café ✓\\n"}',
    Time: new Date('2026-01-15T09:30:00.123Z'),
    Resources: ['arn:one'],
  };
  const result = await putEvents([good, { ...good, Detail: '{' }, { ...good, Source: undefined }]);
  expect(result).toEqual({
    FailedEntryCount: 2,
    Entries: [
      { EventId: heard[0]!.id },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('Source') },
    ],
  });
  expect(heard[0]).toMatchObject({
    time: '2026-01-15T09:30:00Z',
    resources: ['arn:one'],
    detail: { name: 'Café ✓\n' },
  });
});

test('ten entries of the largest size fit', async () => {
  const Detail = JSON.stringify({ text: '"'.repeat(130_000) });
  const entries = Array.from({ length: 10 }, () => ({ Source: 'shop', DetailType: 'Sold', Detail }));
  expect(await remote()(entries)).toMatchObject({ FailedEntryCount: 0 });
});

test('what the bus refuses as a whole is thrown with the name that AWS gives it', async () => {
  const call = remote()([]);
  await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
});

test.each<[number, string, string, Record<string, string>]>([
  [400, 'UnknownOperationException', '{"Entries":[]}', { 'x-amz-target': 'AWSEvents.PutRule' }],
  [400, 'SerializationException', '{"Entries":[]}', { 'content-type': 'text/plain' }],
  [400, 'SerializationException', '{"Entries":', {}],
  [400, 'SerializationException', 'null', {}],
  [400, 'SerializationException', '{"Entries":[{"Source":1}]}', {}],
  [400, 'SerializationException', '{"Entries":[null]}', {}],
  [400, 'ValidationException', '{"Entries":[]}', {}],
  [413, 'RequestEntityTooLargeException', 'x'.repeat(9_000_000), {}],
])('the wire answers %i %s', async (status, type, body, changes) => {
  const response = await post(body, changes);
  expect([response.status, await response.json()]).toEqual([status, { __type: type, message: expect.any(String) }]);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
});

test('a host that is not this machine is refused', async () => {
  const call = request(served.url, { method: 'POST', headers: { ...headers, host: 'evil.example' } });
  call.end('{"Entries":[]}');
  const [response] = await once(call, 'response');
  expect(response.statusCode).toBe(403);
  response.resume();
});

test('a bus that fails answers 500 without its words', async () => {
  const broken = await serveBus({
    putEvents: () => Promise.reject(new Error('secret')),
  });
  const call = remote(broken.url)([{ Source: 'a' }]);
  await expect(call).rejects.toMatchObject({ name: 'InternalFailure' });
  await broken.close();
  await expect(remote(broken.url)([{ Source: 'a' }])).rejects.toThrow();
});

test('a bus that says nothing is given up when the time is over', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const call = remote(`http://127.0.0.1:${port}`)([{ Source: 'a' }], AbortSignal.timeout(50));
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  silent.closeAllConnections();
  silent.close();
});
