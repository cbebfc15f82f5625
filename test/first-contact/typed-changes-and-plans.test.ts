import { anyone, owner } from '../../schema/access';
import { Id, Integer, Many, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { openFaultProxy } from '../fault-proxy';
import type { FaultProxy } from '../fault-proxy';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// The witnesses: Relay's specification of object identification for the node of a change and its id
// (https://relay.dev/graphql/objectidentification.htm), the same item by its key for what it holds, the JSON fields and REST
// for the same change, and extensions.plan of the same request for the plan of a page.

@Domain('note', { access: { read: anyone, write: anyone }, events: true, scan: true })
class Note {
  @Id() id!: string;
  @Integer() count!: number;
  /** Required, and not in the event. */
  @Text({ max: 40, sensitive: true }) pin!: string;
  @Many(() => Letter, { by: 'userName' }) readonly letters?: unknown;
}

@Domain('letter', {
  access: { read: owner('userName'), write: anyone, list: anyone },
  key: { partition: 'userName', sort: 'number' },
  events: true,
  scan: true,
})
class Letter {
  @Text({ max: 40 }) userName!: string;
  @Integer({ min: 0, max: 1e6 }) number!: number;
}

/** Its `id` tells only one of a house, so that it can be no id of the gateway. */
@Domain('room', {
  access: { read: anyone, write: anyone },
  events: true,
  scan: true,
  key: { partition: 'house', sort: 'id' },
})
class Room {
  @Text({ max: 40 }) house!: string;
  @Text({ max: 40 }) id!: string;
}

const domains = [Note, Letter, Room];
const plan =
  'plan { path index keyCondition queries sortedBy filteredAfterReading notUsed readBudget calls examined returned capacityUnits }';

describe.each(formats)('with %s events', (payload) => {
  let open: TestGateway;
  let proxy: FaultProxy;
  beforeEach(async () => {
    proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    open = await openGateway(payload, { domains, endpoint: proxy.endpoint });
  });
  afterEach(async () => proxy.close());

  const as = async (userName: string) =>
    openGateway(payload, {
      domains,
      tablePrefix: open.prefix,
      authentication: { callerOf: async () => ({ id: userName, userName, roles: [] }) },
    });
  const begin = async (feed: string, gateway = open): Promise<string> =>
    (await gateway.graphql(`{ ${feed} { cursor } }`)).json.data[feed].cursor;
  const read = async (gateway: TestGateway, feed: string, since: string, selection: string) =>
    (await gateway.graphql(`query ($since: String) { ${feed}(since: $since) { changes { ${selection} } } }`, { since }))
      .json;

  test('a change leads to its item as it is now, and to its id also when it is gone', async () => {
    const since = await begin('noteChanges');
    for (const id of ['a', 'b']) await open.send('POST', '/note', { body: { id, count: 1, pin: '0000' } });
    await open.send('PATCH', '/note/a', { body: { count: 2 } });
    await open.send('DELETE', '/note/b');
    const { data } = await read(
      open,
      'noteChanges',
      since,
      'change key version item nodeId node { __typename id ... on Note { count pin version } }',
    );
    const { data: byKey } = (await open.graphql('{ note(id: "a") { __typename id count pin version } }')).json;
    expect(
      data.noteChanges.changes.map(({ change, nodeId, node, key }: any) => [change, key.id, nodeId, node]),
    ).toEqual([
      ['Created', 'a', 'a', byKey.note],
      ['Created', 'b', 'b', null],
      ['Updated', 'a', 'a', byKey.note],
      ['Deleted', 'b', 'b', null],
    ]);
    expect(byKey.note).toMatchObject({ count: 2, pin: '0000' });
    // What was told before is told as before.
    const rest = (await open.send('GET', `/note/changes?since=${encodeURIComponent(since)}`)).json;
    expect(data.noteChanges.changes.map(({ version, item }: any) => [version, item])).toEqual(
      rest.changes.map(({ version, item }: any) => [version, item ?? null]),
    );
  });

  test('the id of a change is the id of its item, by which node gives it', async () => {
    const since = await begin('allLetterChanges');
    await open.send('POST', '/letter', { body: { userName: 'ann', number: 7 } });
    const { data } = await read(open, 'allLetterChanges', since, 'nodeId node { id }');
    const { data: byKey } = (await open.graphql('{ letter(userName: "ann", number: 7) { id } }')).json;
    expect(data.allLetterChanges.changes).toEqual([{ nodeId: byKey.letter.id, node: byKey.letter }]);
  });

  test('who may follow a feed sees in it only the items that may be read', async () => {
    const ann = await as('ann');
    const since = await begin('allLetterChanges', ann);
    for (const userName of ['ann', 'bob']) await open.send('POST', '/letter', { body: { userName, number: 7 } });
    const { data, errors } = await read(ann, 'allLetterChanges', since, 'node { ... on Letter { userName } }');
    expect(data.allLetterChanges.changes).toEqual([{ node: { userName: 'ann' } }, { node: null }]);
    const byKey = (await ann.graphql('{ letter(userName: "bob", number: 7) { version } }')).json;
    expect(errors).toMatchObject([
      { path: ['allLetterChanges', 'changes', 1, 'node'], extensions: byKey.errors[0].extensions },
    ]);
  });

  test('an item without an id of the gateway has none in its change', async () => {
    const since = await begin('allRoomChanges');
    await open.send('POST', '/room', { body: { house: 'h', id: 'r' } });
    const { data, errors } = await read(open, 'allRoomChanges', since, 'key nodeId node { id }');
    expect(data.allRoomChanges.changes).toEqual([{ key: { house: 'h', id: 'r' }, nodeId: null, node: null }]);
    expect(errors).toBeUndefined();
  });

  test('the items of a hundred changes cost one call, and are counted before', async () => {
    const since = await begin('noteChanges');
    const items = Array.from({ length: 100 }, (_, index) => ({ id: `n${index}`, count: 1, pin: '0000' }));
    await open.send('POST', '/note/batch', { body: { items } });
    proxy.set();
    const { data } = await read(open, 'noteChanges', since, 'node { id }');
    expect(data.noteChanges.changes).toHaveLength(100);
    expect(proxy.calls.get('BatchGetItem')).toBe(1);
    expect(proxy.calls.get('GetItem')).toBeUndefined();
    const limited = await openGateway(payload, {
      domains,
      tablePrefix: open.prefix,
      graphql: { limits: { cost: 100 } },
    });
    const refused = await read(limited, 'noteChanges', since, 'node { id }');
    // The feed of these notes has four parts.
    expect(refused.errors[0].message).toContain('The query would need 104 reads; 100 are allowed.');
    expect((await read(limited, 'noteChanges', since, 'nodeId item')).errors).toBeUndefined();
  });

  test('a page tells its plan as extensions do, a count beside it included', async () => {
    await open.send('POST', '/note', { body: { id: 'ann', count: 1, pin: '0000' } });
    await open.send('POST', '/letter', { body: { userName: 'ann', number: 7 } });
    const query = `{ notes(first: 1) { ${plan} totalCount edges { node { letters(first: 1) { ${plan} } } } } }`;
    const { json } = await open.send('POST', '/graphql', { body: { query, extensions: { explain: true } } });
    const words: Record<string, string> = { SCAN: 'Scan', QUERY: 'Query' };
    const told = (typed: any): object =>
      Object.fromEntries(Object.entries({ ...typed, path: words[typed.path] }).filter(([, value]) => value !== null));
    expect(told(json.data.notes.plan)).toEqual(json.extensions.plan.notes);
    expect(json.data.notes.plan).toMatchObject({ path: 'SCAN', returned: 1 });
    expect(json.data.notes.plan.calls).toBeGreaterThan(1);
    const [edge] = json.data.notes.edges;
    expect(told(edge.node.letters.plan)).toEqual(json.extensions.plan['notes.edges.0.node.letters']);
    expect(edge.node.letters.plan).toMatchObject({ path: 'QUERY', keyCondition: 'userName = ?' });
  });

  test('a plan is for administrators, and who is none still gets the page', async () => {
    await open.send('POST', '/note', { body: { id: 'a', count: 1, pin: '0000' } });
    const ann = await as('ann');
    const { json } = await ann.graphql(`{ notes(first: 1) { ${plan} edges { node { id } } } }`);
    expect(json.data.notes).toEqual({ plan: null, edges: [{ node: { id: 'a' } }] });
    expect(json.errors).toMatchObject([{ path: ['notes', 'plan'], extensions: { code: 'FORBIDDEN' } }]);
  });
});
