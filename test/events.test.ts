import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../local/tables';
import { Id, Integer, Json, Nested, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { openFaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

// A domain that announces its changes by one word of its declaration.
class Guest {
  @Text({ max: 40 }) name!: string;
  @Text({ max: 40, optional: true, sensitive: true }) phone?: string;
}

@Domain('ticket', { events: true, scan: true })
class Ticket {
  @Id() id!: string;
  @Integer() seat!: number;
  @Nested(() => Guest) guest!: Guest;
  @Text({ max: 40, optional: true, sensitive: true }) pin?: string;
  @Json({ optional: true }) extra?: unknown;
}

const domains = [Ticket];
const ticket = { id: 't1', seat: 7, guest: { name: 'Ada', phone: '555-1' }, pin: '0000' };

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload, { domains });
  });

  test('each change is one event, with what was, what is, and what differs', async () => {
    await gateway.send('POST', '/ticket', { body: ticket });
    await gateway.send('PATCH', '/ticket/t1', { body: { seat: 8, guest: { phone: '555-2' } } });
    await gateway.send('PUT', '/ticket/t1', {
      body: { ...ticket, pin: undefined, seat: 9 },
      headers: { 'if-match': '"2"' },
    });
    await gateway.send('DELETE', '/ticket/t1');
    const events = await eventsOf(gateway);
    expect(events.map(({ detailType, source, key }) => [detailType, source, key])).toEqual([
      ['TicketCreated', 'tandem.ticket', 'ticket/t1'],
      ['TicketUpdated', 'tandem.ticket', 'ticket/t1'],
      ['TicketUpdated', 'tandem.ticket', 'ticket/t1'],
      ['TicketDeleted', 'tandem.ticket', 'ticket/t1'],
    ]);
    const [created, patched, replaced, deleted] = events.map(({ detail }) => detail);
    const shown = { id: 't1', guest: { name: 'Ada' } };
    expect(created).toMatchObject({ key: { id: 't1' }, version: 1, new: { ...shown, seat: 7, version: 1 } });
    expect(created).not.toHaveProperty('old');
    expect(patched).toMatchObject({ version: 2, old: { seat: 7 }, new: { seat: 8 } });
    expect(patched.changed).toEqual(['seat', 'guest', 'version', 'updatedAt']);
    expect(replaced).toMatchObject({ old: { seat: 8, version: 2 }, new: { seat: 9, version: 3 } });
    expect(deleted).toMatchObject({ version: 3, old: { ...shown, seat: 9 } });
    expect(deleted).not.toHaveProperty('new');
    expect(JSON.stringify(events)).not.toMatch(/555-|0000/);
    // What an event tells is what is stored: the item that the answer had.
    expect(JSON.stringify(created.new)).not.toContain('pin');
  });

  test('what is refused is not announced', async () => {
    await gateway.send('POST', '/ticket', { body: ticket });
    const refused = [
      await gateway.send('POST', '/ticket', { body: ticket }),
      await gateway.send('PUT', '/ticket/nobody', { body: { ...ticket, id: 'nobody' } }),
      await gateway.send('PATCH', '/ticket/t1', { body: { seat: 8 }, headers: { 'if-match': '"9"' } }),
      await gateway.send('PATCH', '/ticket/nobody', { body: { seat: 8 } }),
      await gateway.send('DELETE', '/ticket/t1', { headers: { 'if-match': '"9"' } }),
      await gateway.send('DELETE', '/ticket/nobody'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 404, 412, 404, 412, 404]);
    expect(refused[2]!.json.current).toMatchObject({ seat: 7, version: 1 });
    expect(await eventsOf(gateway)).toHaveLength(1);
  });

  test('a batch announces each item, and a create that is sent again announces it once', async () => {
    const items = ['a', 'b'].map((id) => ({ ...ticket, id }));
    await gateway.send('POST', '/ticket/batch', { body: { items: [...items, ticket, ticket] } });
    const headers = { 'idempotency-key': 'k' };
    const first = await gateway.send('POST', '/ticket', { headers, body: { ...ticket, id: 'c' } });
    const second = await gateway.send('POST', '/ticket', { headers, body: { ...ticket, id: 'c' } });
    expect(second).toMatchObject({ status: 201, text: first.text, headers: { 'idempotent-replayed': 'true' } });
    const keys = (await eventsOf(gateway)).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(['ticket/a', 'ticket/b', 'ticket/c', 'ticket/t1']);
  });

  test('twenty patches at once are twenty events, each from the version before', async () => {
    await gateway.send('POST', '/ticket', { body: ticket });
    const patches = Array.from({ length: 20 }, (_, seat) => gateway.send('PATCH', '/ticket/t1', { body: { seat } }));
    expect(new Set((await Promise.all(patches)).map(({ status }) => status))).toEqual(new Set([200]));
    const details = (await eventsOf(gateway)).slice(1).map(({ detail }) => detail);
    expect(details.map(({ old, version }) => [old.version, version]).toSorted((a, b) => a[1] - b[1])).toEqual(
      Array.from({ length: 20 }, (_, index) => [index + 1, index + 2]),
    );
  });

  test('an item too large for an event is announced without its content', async () => {
    const { status } = await gateway.send('POST', '/ticket', { body: { ...ticket, extra: 'x'.repeat(300_000) } });
    expect(status).toBe(201);
    expect((await eventsOf(gateway))[0]!.detail).toEqual({ key: { id: 't1' }, version: 1, tooLarge: true });
  });
});

test('a change whose answer gets lost is announced once', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  const gateway = await openGateway('v2', { domains, endpoint: proxy.endpoint });
  await gateway.send('POST', '/ticket', { body: ticket });
  for (const fault of ['cutAfter', 'failAfter', 'cut', 'throttle'] as const) {
    proxy.set({ do: fault, on: ['TransactWriteItems'], nth: [1] });
    expect(await gateway.send('PATCH', '/ticket/t1', { body: { seat: 1 } })).toMatchObject({ status: 200 });
    expect(proxy.faults.get(fault)).toBe(1);
  }
  expect((await gateway.send('GET', '/ticket/t1')).json.version).toBe(5);
  expect(await eventsOf(gateway)).toHaveLength(5);
  await proxy.close();
});

interface Stored {
  readonly key: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: any;
}

/** What is in the outbox, in the order in which it was written. */
async function eventsOf({ prefix }: TestGateway): Promise<readonly Stored[]> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${prefix}outbox` }));
  raw.destroy();
  return Items.map((item) => ({
    key: item.key!.S!,
    source: item.source!.S!,
    detailType: item.detailType!.S!,
    detail: JSON.parse(item.detail!.S!) as unknown,
    version: (JSON.parse(item.detail!.S!) as { version: number }).version,
    deleted: item.detailType!.S!.endsWith('Deleted'),
  })).toSorted((one, other) => one.version - other.version || Number(one.deleted) - Number(other.deleted));
}
