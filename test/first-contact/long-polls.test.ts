import { authorizerAuthentication } from '../../api/auth/authentication';
import { usualStages } from '../../infra/configuration';
import { lambdaContext } from '../../local/lambda';
import { anyone, role } from '../../schema/access';
import { Id, Integer } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { longestWait } from '../../services/operation';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// A request that waits holds an execution of the function, and a stage has few of them. RFC 6202, section 2.3: the
// client of a long poll has to be ready for an empty answer at any time; section 5.1: what open requests cost a server.
// HTML Living Standard, 9.2.6: the field retry of an event stream says when the client connects again.

@Domain('note', { access: { read: anyone, write: anyone }, events: true, scan: true })
class Note {
  @Id() id!: string;
  @Integer() count!: number;
}

@Domain('notice', { access: { read: anyone, write: anyone, wait: anyone }, events: true, scan: true })
class Notice {
  @Id() id!: string;
}

@Domain('memo', { access: { read: anyone, write: anyone, wait: role('admin') }, events: true, scan: true })
class Memo {
  @Id() id!: string;
}

/** Too short for any wait: who waits meets the end of the time. */
const short = () => lambdaContext(2_600);

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, {
      domains: [Note, Notice, Memo],
      authentication: authorizerAuthentication,
    });
    // What is loaded with the first request takes time too.
    await gateway.graphql('{ __typename }');
    await gateway.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} } });
  });

  const body = (query: string) => ({ query });
  const call = (name: string) => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: { wait: 20 } },
  });

  /** A request on each face that asks to wait, and what its answer says of when to ask again. */
  const faces = {
    REST: async (name: string, principal?: string) => {
      const answer = await gateway.send('GET', `/${name}/changes?wait=20`, { principal, lambda: short() });
      return answer.json.retryAfterSeconds ?? answer.json.type;
    },
    'server-sent events': async (name: string, principal?: string) => {
      const headers = { accept: 'text/event-stream' };
      const { text } = await gateway.send('GET', `/${name}/changes`, { headers, principal, lambda: short() });
      return Number(/^retry: (\d+)$/m.exec(text)?.[1]) / 1000 || JSON.parse(text).type;
    },
    GraphQL: async (name: string, principal?: string) => {
      const query = body(`{ ${name}Changes(wait: 20) { changes { id } cursor retryAfterSeconds } }`);
      const { json } = await gateway.send('POST', '/graphql', { body: query, principal, lambda: short() });
      return json.data?.[`${name}Changes`]?.retryAfterSeconds ?? json.errors[0].extensions.type;
    },
    MCP: async (name: string, principal?: string) => {
      const { json } = await gateway.send('POST', '/mcp', { body: call(`${name}Changes`), principal, lambda: short() });
      return (json.result?.structuredContent ?? json.error.data).retryAfterSeconds ?? '/problems/timeout';
    },
  };

  describe.each(Object.entries(faces))('over %s', (_face, ask) => {
    test('whom nobody knows is answered at once, and told when to ask again', async () => {
      expect(await ask('note')).toBe(longestWait);
    });

    test('who is signed in waits', async () => {
      expect(await ask('note', 'alice')).toBe('/problems/timeout');
    });

    test('a declaration lets everybody wait, or fewer than are signed in', async () => {
      expect(await ask('notice')).toBe('/problems/timeout');
      expect(await ask('memo', 'alice')).toBe(longestWait);
    });
  });

  test('who may wait, or is behind, may ask again at once', async () => {
    const follow = async (query = '', principal?: string) =>
      (await gateway.send('GET', `/note/changes?${query}`, { principal })).json;
    const { cursor, retryAfterSeconds } = await follow('', 'alice');
    expect(retryAfterSeconds).toBe(0);
    const anonymous = await follow();
    const items = Array.from({ length: 100 }, (_, index) => ({ id: `n${index}`, count: index }));
    await gateway.send('POST', '/note/batch', { body: { items } });
    await gateway.send('POST', '/note', { body: { id: 'last', count: 1 } });
    const first = await follow(`since=${anonymous.cursor}&wait=20`);
    expect([first.changes.length, first.retryAfterSeconds]).toEqual([100, 0]);
    const second = await follow(`since=${first.cursor}&wait=20`);
    expect([second.changes.length, second.retryAfterSeconds]).toEqual([1, longestWait]);
    const waited = await follow(`since=${cursor}&wait=20`, 'alice');
    expect(waited.retryAfterSeconds).toBe(0);
  });

  describe('a document', () => {
    const ask = async (query: string, variables?: Record<string, unknown>) => {
      const { json } = await gateway.graphql(query, variables);
      return json.errors?.[0].extensions ?? json.data;
    };
    const twoWaits = { type: '/problems/query-too-expensive', rule: 'waits', limit: 1 };
    const twoBatches = { type: '/problems/query-too-expensive', rule: 'batches', limit: 1 };

    test.each([
      ['two feeds', '{ noteChanges(wait: 1) { cursor } noticeChanges(wait: 20) { cursor } }', 2],
      ['one feed by other names', '{ a: noteChanges(wait: 2) { cursor } b: noteChanges(wait: 1) { cursor } }', 2],
      ['ten', `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: noteChanges(wait: 20) { cursor }`).join(' ')} }`, 10],
      [
        'a feed in a fragment',
        'query { noteChanges(wait: 1) { cursor } ...F } fragment F on Query { ... { noticeChanges(wait: 1) { cursor } } }',
        2,
      ],
      ['a default', 'query ($w: Int = 20) { noteChanges(wait: $w) { cursor } noticeChanges(wait: $w) { cursor } }', 2],
    ])('does not wait for %s', async (_name, query, found) => {
      expect(await ask(query)).toMatchObject({ ...twoWaits, found });
    });

    test('waits once beside feeds that do not wait', async () => {
      const query =
        'query ($w: Int) { noteChanges(wait: 1) { cursor } noticeChanges(wait: $w) { cursor } memoChanges { cursor } }';
      expect(await ask(query, { w: 20 })).toMatchObject({ ...twoWaits, found: 2 });
      for (const w of [0, null, undefined]) {
        expect(await ask(query, { w })).toEqual({
          noteChanges: { cursor: expect.any(String) },
          noticeChanges: { cursor: expect.any(String) },
          memoChanges: { cursor: expect.any(String) },
        });
      }
    });

    test('holds one batch, beside writes of one item', async () => {
      const batch = (name: string) => `${name}: createNotes(items: [{ id: "${name}", count: 1 }]) { status }`;
      expect(await ask(`mutation { ${batch('a')} ${batch('b')} }`)).toMatchObject({ ...twoBatches, found: 2 });
      expect(await ask(`mutation { ${batch('c')} deleteNotice(id: "n") }`)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await ask('{ noteChanges { cursor } note(id: "b") { id } c: note(id: "c") { id } }')).toMatchObject({
        note: null,
        c: { id: 'c' },
      });
    });
  });
});

// Where nothing is reserved the quota of the account is the limit, which a stage does not know: 10 to 1,000.
test.each(Object.entries({ dev: 1000, prod: usualStages('tandem').prod.gateway.reservedConcurrency! }))(
  'one route of a feed leaves executions of %s to all others',
  (stage, executions) => {
    const { rates } = usualStages('tandem')[stage as 'dev' | 'prod'];
    const held = rates.feed.perSecond * longestWait + rates.feed.burst;
    expect(held).toBeLessThan(executions * 0.75);
  },
);
