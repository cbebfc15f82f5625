import { setTimeout as wait } from 'node:timers/promises';
import { authorizerAuthentication } from '../api/auth/authentication';
import { any, anyone, owner, role } from '../schema/access';
import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

@Domain('note', { access: { read: anyone, write: anyone }, events: true, scan: true })
class Note {
  @Id() id!: string;
  @Integer() count!: number;
  @Text({ max: 40, optional: true, sensitive: true }) pin?: string;
  @Text({ max: 40, optional: true, visible: role('admin') }) remark?: string;
}

@Domain('letter', {
  access: { read: any(owner('userName'), role('admin')), write: anyone, list: role('admin') },
  key: { partition: 'userName', sort: 'letterId' },
  events: true,
  scan: true,
})
class Letter {
  @Text({ max: 40 }) userName!: string;
  @Text({ max: 40 }) letterId!: string;
  @Integer() count!: number;
}

interface Told {
  readonly id: string;
  readonly change: string;
  readonly key: Record<string, string>;
  readonly version: number;
  readonly changed?: readonly string[];
  readonly item?: Record<string, unknown>;
}

const domains = [Note, Letter];
const start = Date.UTC(2026, 0, 1);

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let clock: number;
  beforeEach(async () => {
    clock = start;
    gateway = await openGateway(payload, {
      domains,
      authentication: authorizerAuthentication,
      now: () => new Date(clock++),
    });
  });

  const create = async (id: string, count = 1, others: object = {}) =>
    gateway.send('POST', '/note', { body: { id, count, ...others } });
  const follow = async (
    since?: string,
    { path = '/note/changes', principal }: { path?: string; principal?: string } = {},
  ): Promise<{ changes: readonly Told[]; cursor: string }> => {
    const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
    const answer = await gateway.send('GET', `${path}${query}`, { principal });
    expect(answer.status).toBe(200);
    return answer.json;
  };

  test('each change is told once, with what changed and what is there now', async () => {
    await create('before');
    const { changes, cursor } = await follow();
    expect(changes).toEqual([]);
    await create('n1', 1, { pin: '0000' });
    await gateway.send('PATCH', '/note/n1', { body: { count: 2 } });
    const first = await follow(cursor);
    expect(first.changes).toMatchObject([
      { change: 'Created', key: { id: 'n1' }, version: 1, item: { id: 'n1', count: 1 } },
      { change: 'Updated', key: { id: 'n1' }, version: 2, item: { count: 2 } },
    ]);
    expect(first.changes[1]!.changed).toContain('count');
    expect(JSON.stringify(first)).not.toContain('0000');
    await gateway.send('DELETE', '/note/n1');
    const second = await follow(first.cursor);
    expect(second.changes).toMatchObject([{ change: 'Deleted', key: { id: 'n1' }, version: 2 }]);
    expect(second.changes[0]).not.toHaveProperty('item');
    expect((await follow(second.cursor)).changes).toEqual([]);
    // The same stretch can be had again.
    expect((await follow(cursor)).changes).toHaveLength(3);
  });

  test('both faces tell the same', async () => {
    const { cursor } = await follow();
    await create('n1');
    const rest = await follow(cursor);
    const { json } = await gateway.graphql(
      'query ($since: String) { noteChanges(since: $since) { changes { id change time key version changed item } cursor } }',
      { since: cursor },
    );
    const graphql = json.data.noteChanges as { changes: object[] };
    expect(graphql.changes).toEqual(rest.changes.map((change) => ({ changed: null, ...change })));
  });

  test('a change that comes late, with an older id than what was told, is told all the same, and nothing twice', async () => {
    const { cursor } = await follow();
    clock = start + 20_000;
    await create('early');
    const first = await follow(cursor);
    clock = start + 5000;
    await create('late');
    clock = start + 21_000;
    const second = await follow(first.cursor);
    expect(second.changes.map(({ key }) => key.id)).toEqual(['late']);
    let { cursor: last } = second;
    for (const later of [22_000, 40_000, 60_000, 600_000]) {
      clock = start + later;
      const next = await follow(last);
      expect(next.changes).toEqual([]);
      last = next.cursor;
    }
    // What was known one by one is settled by now.
    expect(last.length).toBeLessThan(second.cursor.length);
  });

  test('a rush of changes is told page by page, each change once', async () => {
    let { cursor } = await follow();
    const items = Array.from({ length: 350 }, (_, index) => ({ id: `n${index}`, count: index }));
    for (let from = 0; from < items.length; from += 100) {
      await gateway.send('POST', '/note/batch', { body: { items: items.slice(from, from + 100) } });
    }
    const told: string[] = [];
    for (;;) {
      const { changes, cursor: next } = await follow(cursor);
      if (changes.length === 0) break;
      expect(changes.length).toBeLessThanOrEqual(100);
      expect(next.length).toBeLessThan(8000);
      told.push(...changes.map(({ key }) => key.id!));
      cursor = next;
    }
    expect(told.toSorted()).toEqual(items.map(({ id }) => id).toSorted());
  });

  test('who may read an item may follow it, and sees of it what its reader sees', async () => {
    const mine = '/letter/alice/changes';
    const { cursor } = await follow(undefined, { path: mine, principal: 'alice' });
    for (const userName of ['alice', 'bob', 'alice/', 'al']) {
      await gateway.send('POST', '/letter', { body: { userName, letterId: 'l1', count: 1 } });
    }
    const { changes } = await follow(cursor, { path: mine, principal: 'alice' });
    expect(changes.map(({ key }) => key)).toEqual([{ userName: 'alice', letterId: 'l1' }]);
    const statuses = await Promise.all(
      [
        gateway.send('GET', mine),
        gateway.send('GET', mine, { principal: 'bob' }),
        gateway.send('GET', '/letter/changes', { principal: 'alice' }),
        // Another's cursor, and one of another feed.
        gateway.send('GET', `/letter/bob/changes?since=${cursor}`, { principal: 'bob' }),
        gateway.send('GET', `/note/changes?since=${cursor}`, { principal: 'alice' }),
      ].map(async (sent) => (await sent).json.type),
    );
    expect(statuses).toEqual([
      '/problems/unauthenticated',
      '/problems/forbidden',
      '/problems/forbidden',
      '/problems/cursor-invalid',
      '/problems/cursor-invalid',
    ]);
  });

  test('fields that the caller may not see are not told', async () => {
    const { cursor } = await follow();
    const open = await openGateway(payload, { domains, tablePrefix: gateway.prefix, now: () => new Date(clock++) });
    await open.send('POST', '/note', { body: { id: 'n1', count: 1, remark: 'for us' } });
    await open.send('PATCH', '/note/n1', { body: { remark: 'for us only' } });
    const { changes } = await follow(cursor);
    expect(changes).toHaveLength(2);
    expect(JSON.stringify(changes)).not.toMatch(/remark|for us/);
    expect(changes[1]!.changed).not.toContain('remark');
  });

  test('a cursor that is older than what is kept is refused with what to do', async () => {
    const { cursor } = await follow();
    clock += 8 * 86_400_000;
    const { status, json } = await gateway.send('GET', `/note/changes?since=${cursor}`);
    expect([status, json.type]).toEqual([410, '/problems/changes-gone']);
  });

  test.each([
    ['since=nonsense', 'cursor-invalid'],
    ['wait=21', 'bad-query'],
    ['wait=-1', 'bad-query'],
    ['wait=soon', 'bad-query'],
    ['since=a&since=b', 'bad-query'],
    ['limit=5', 'bad-query'],
  ])('?%s is %s', async (query, code) => {
    const { status, json } = await gateway.send('GET', `/note/changes?${query}`);
    expect([status, json.type]).toEqual([400, `/problems/${code}`]);
  });
});

describe('a request that waits', () => {
  const open = async () => openGateway('v2', { domains });

  test('is answered by the next change', async () => {
    const gateway = await open();
    const { cursor } = (await gateway.send('GET', '/note/changes')).json;
    const waiting = gateway.send('GET', `/note/changes?wait=20&since=${cursor}`);
    await wait(50);
    await gateway.send('POST', '/note', { body: { id: 'n1', count: 1 } });
    expect((await waiting).json.changes).toMatchObject([{ change: 'Created' }]);
  });

  test('is answered with nothing at its end, and goes on from there', async () => {
    const gateway = await open();
    const first = (await gateway.send('GET', '/note/changes?wait=1')).json;
    expect(first.changes).toEqual([]);
    await gateway.send('POST', '/note', { body: { id: 'n1', count: 1 } });
    expect((await gateway.send('GET', `/note/changes?since=${first.cursor}`)).json.changes).toHaveLength(1);
  });

  test('as server-sent events goes on from the last id', async () => {
    const gateway = await open();
    const headers = { accept: 'text/event-stream' };
    const first = await gateway.send('GET', '/note/changes?wait=0', { headers });
    expect([first.status, first.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const [, id] = /^id: (.+)$/m.exec(first.text)!;
    await gateway.send('POST', '/note', { body: { id: 'n1', count: 1 } });
    const second = await gateway.send('GET', '/note/changes', { headers: { ...headers, 'last-event-id': id! } });
    const [, data] = /^event: Created\ndata: (.+)$/m.exec(second.text)!;
    expect(JSON.parse(data!)).toMatchObject({ change: 'Created', key: { id: 'n1' } });
    expect(second.text).toMatch(/\n\nid: [\w-]+\n\n$/);
    // A refusal is a problem, not an event.
    const refused = await gateway.send('GET', '/note/changes?since=x', { headers });
    expect([refused.status, refused.headers['content-type']]).toEqual([400, 'application/problem+json']);
  });

  // RFC 9110, section 12.5.1: a client says how much it likes each. Clients that openapi-generator makes in Java and Go name
  // every type that the document has for an answer, and read JSON.
  test.each<[accept: string | undefined, type: string]>([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json, text/event-stream, application/problem+json', 'application/json'],
    ['text/event-stream, application/json', 'application/json'],
    ['text/event-stream;q=0.5, application/json;q=0.9', 'application/json'],
    ['text/event-stream;q=0, application/json', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['TEXT/Event-Stream; charset=utf-8', 'text/event-stream'],
    ['text/event-stream, */*', 'text/event-stream'],
    ['text/event-stream, application/problem+json', 'text/event-stream'],
    ['text/event-stream, application/json;q=0.9', 'text/event-stream'],
  ])('asked for with Accept %p is %s', async (accept, type) => {
    const gateway = await open();
    const answer = await gateway.send('GET', '/note/changes?wait=0', { headers: accept ? { accept } : {} });
    expect([answer.status, answer.headers['content-type']?.split(';')[0]]).toEqual([200, type]);
  });
});
