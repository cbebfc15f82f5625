import type { Authentication } from '../api/auth/authentication';
import { any, claim, member, owner, role, signedIn } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { Id, Integer, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError, domainOf } from '../schema/facts';
import { Unique } from '../schema/unique';
import type { DomainOptions } from '../schema/facts';
import type { Caller } from '../services/context';
import { change, writeTouches } from '../services/change';
import { tableTouches } from '../services/table-actions';
import { operation } from '../services/operation';
import type { Input } from '../services/operation';
import { recordOf } from '../schema/guards';
import { gatewayOf } from './usual';
import { faces } from './faces';
import { openFaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

@Domain('report', {
  indexes: { byAuthor: { partition: 'author', sort: 'pages' }, byTeam: { partition: 'team', sort: 'pages' } },
  access: {
    read: any(claim('teams', 'team'), role('admin')),
    write: any(owner('author'), role('admin')),
    list: any(claim('teams', 'team'), role('admin')),
  },
})
class Report {
  @Id() id!: string;
  @Text({ max: 60 }) author!: string;
  @Text({ max: 60 }) team!: string;
  @Integer({ default: 1 }) pages!: number;
}
@Domain('remark', {
  key: { partition: 'reportId', sort: 'id' },
  indexes: { byAuthor: { partition: 'author' } },
  access: { read: owner('author'), write: owner('author') },
})
class Remark {
  @Reference(() => Report) reportId!: string;
  @Id({ max: 100 }) id!: string;
  @Text({ max: 60, optional: true }) author?: string;
  @Text({ max: 60, optional: true }) text?: string;
}
@Domain('desk', { scan: true, access: { read: signedIn, write: member('teams', 'support') } })
class Desk {
  @Id() id!: string;
  @Text({ max: 60, default: 'oak' }) wood!: string;
}
@Domain('account', {
  unique: { seat: { fields: ['hall', 'row'] } },
  access: {
    read: any(owner('holder'), claim('areas', 'id'), role('admin')),
    list: role('admin'),
    write: role('admin'),
  },
})
class Account {
  @Id() id!: string;
  @Text({ max: 60 }) holder!: string;
  @Unique({ ignoreCase: true }) @Text({ max: 60 }) email!: string;
  @Text({ max: 20, optional: true }) hall?: string;
  @Integer({ optional: true }) row?: number;
}

/** The name by which it is found is also that of its owner. */
@Domain('handle', { access: { read: owner('name'), list: role('admin'), write: role('admin') } })
class Handle {
  @Id() id!: string;
  @Unique({ ignoreCase: true }) @Text({ max: 60 }) name!: string;
}
const domains = [Report, Remark, Desk, Account, Handle];

const report = domainOf(Report);
const verb = { kind: 'mutation', domain: report, access: owner('author') } as const;
const { create, update } = writeTouches(report);
const verbs = [
  operation({
    ...verb,
    name: 'closeReports',
    doc: 'Closes reports.',
    touches: tableTouches(report).getMany,
    route: { method: 'POST', path: '/report/close', success: 200 },
    body: { of: 'keys', max: 10 },
    idempotent: false,
    gives: { as: 'items', type: Report },
    perform: async ({ bodies }, context) => context.table(report).getMany(bodies.map(recordOf)),
  }),
  operation({
    ...verb,
    name: 'takeReport',
    doc: 'Makes a report of nobody.',
    touches: [...tableTouches(report).get, ...create, ...update],
    route: { method: 'POST', path: '/report/{id}/take', success: 200 },
    key: true,
    gives: { as: 'item', type: Report },
    perform: async ({ key, precondition }, context) =>
      change(report, key, precondition, context, {
        existing: () => ({ update: { set: { pages: 5 }, remove: [] } }),
        missing: () => ({ create: { ...key, author: 'nobody', team: 'red', pages: 5 } }),
      }),
  }),
];

const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const text = headers.get('authorization');
    return text === undefined ? undefined : (JSON.parse(text) as Caller);
  },
};

/** The gateway as somebody of some teams calls it. */
function as(gateway: TestGateway, userName: string, teams?: unknown, roles: readonly string[] = []): TestGateway {
  return calledAs(gateway, { id: userName, userName, roles, claims: { teams } });
}

function calledAs(gateway: TestGateway, caller: Caller): TestGateway {
  const headers = { authorization: JSON.stringify(caller) };
  return {
    ...gateway,
    send: async (method, target, call = {}) =>
      gateway.send(method, target, { ...call, headers: { ...call.headers, ...headers } }),
    graphql: async (query, variables, own = {}) => gateway.graphql(query, variables, { ...own, ...headers }),
  };
}

const definition = gatewayOf(domains, { operations: verbs });
const { operations } = definition;
const operationOf = (name: string) => operations.find((operation) => operation.name === name)!;

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let [ann, bob, carl, admin]: TestGateway[] = [];
  beforeAll(async () => {
    gateway = await openGateway(payload, { definition, authentication });
    ann = as(gateway, 'ann', 'red');
    bob = as(gateway, 'bob', ['red', 'blue']);
    carl = as(gateway, 'carl', 'green');
    admin = as(gateway, 'root', undefined, ['admin']);
  });
  beforeEach(async () => {
    for (const [id, author, team] of [
      ['r1', 'ann', 'red'],
      ['r2', 'bob', 'blue'],
      ['r3', 'dora', 'green'],
    ]) {
      const body = { id, author, team, pages: 1 };
      await admin!.send('DELETE', `/report/${id}`);
      expect((await admin!.send('POST', '/report', { body })).status).toBe(201);
    }
  });

  test.each(faces.map((face) => ({ name: face.name, face })))(
    '$name: one item is judged by what is stored of it',
    async ({ face }) => {
      const ask = async (who: TestGateway | undefined, name: string, input: Input) =>
        (await face.call(who!, operationOf(name), input)).code;
      const get = { key: { id: 'r1' } };
      const replaced = { author: 'ann', team: 'red', pages: 9 };
      // Of a member of the team, of its author alone, of neither, of everybody's administrator, of nobody.
      expect(await Promise.all([ann, bob, carl, admin, gateway].map(async (who) => ask(who, 'report', get)))).toEqual([
        'ok',
        'ok',
        'not-found',
        'ok',
        'unauthenticated',
      ]);
      const patch = { ...get, body: { pages: 2 } };
      for (const [name, input] of [
        ['updateReport', patch],
        ['updateReport', { ...get, body: { author: 'bob' } }],
        ['replaceReport', { ...get, body: { ...replaced, author: 'bob' } }],
        ['deleteReport', get],
      ] as const) {
        // Who may read an item is told that it is somebody else's; to everybody else there is none.
        expect([name, await ask(bob, name, input)]).toEqual([name, 'forbidden']);
        const isNamed = 'body' in input && 'author' in input.body;
        expect([name, await ask(carl, name, input)]).toEqual([name, isNamed ? 'forbidden' : 'not-found']);
      }
      expect(await ask(ann, 'updateReport', { ...get, body: { author: 'bob' } })).toBe('forbidden');
      expect(await ask(ann, 'createReport', { body: { id: 'x', author: 'bob', team: 'red' } })).toBe('forbidden');
      expect(await ask(ann, 'updateReport', patch)).toBe('ok');
      expect(await ask(ann, 'replaceReport', { ...get, body: replaced })).toBe('ok');
      expect((await admin!.send('GET', '/report/r1')).json).toMatchObject({ author: 'ann', pages: 9 });
      expect(await ask(ann, 'updateReport', { key: { id: 'none' }, body: { pages: 1 } })).toBe('not-found');
      expect(await ask(ann, 'deleteReport', get)).toBe('ok');
    },
  );

  test.each(faces.map((face) => ({ name: face.name, face })))(
    '$name: a list has what is the own, and so has a batch',
    async ({ face }) => {
      const found = async (who: TestGateway | undefined, name: string, input: Input = {}) => {
        const { code, result } = await face.call(who!, operationOf(name), input);
        return code === 'ok' ? (result as { id: string }[]).map((item) => item?.id ?? null) : code;
      };
      expect(await found(ann, 'reports')).toEqual(['r1']);
      expect(await found(bob, 'reports')).toEqual(['r2', 'r1']);
      expect(await found(as(gateway, 'eve'), 'reports')).toBe('forbidden');
      expect(await found(ann, 'reports', { query: { filter: { team: { eq: 'blue' } } } })).toEqual([]);
      const keys = { body: { keys: ['r1', 'r2', 'r3'].map((id) => ({ id })) } };
      expect(await found(ann, 'reportsByKey', keys)).toEqual(['r1', null, null]);
      expect(await found(bob, 'reportsByKey', keys)).toEqual(['r1', 'r2', null]);
      expect(await found(admin, 'reportsByKey', keys)).toEqual(['r1', 'r2', 'r3']);
    },
  );

  test.each(faces.map((face) => ({ name: face.name, face })))(
    '$name: what is found by a unique value is judged by what is stored of it',
    async ({ face }) => {
      await admin!.send('POST', '/account', { body: { id: 'a', holder: 'ann', email: 'Ann@x', hall: 'h', row: 1 } });
      const inArea: Caller = { id: 'z', userName: 'zoe', roles: [], claims: { areas: ['a'] } };
      const zoe = calledAs(gateway, inArea);
      const codesOf = async (name: string, key: Input['key']) =>
        Promise.all(
          [ann, zoe, bob, admin, gateway].map(async (who) => (await face.call(who!, operationOf(name), { key })).code),
        );
      const codes = ['ok', 'ok', 'not-found', 'ok', 'unauthenticated'];
      expect(await codesOf('accountByEmail', { email: 'ann@X' })).toEqual(codes);
      expect(await codesOf('accountBySeat', { hall: 'h', row: 1 })).toEqual(codes);
      // What nobody has is answered as what is somebody else's.
      expect(await codesOf('accountByEmail', { email: 'no' })).toEqual(
        codes.map((code) => code.replace('ok', 'not-found')),
      );
      expect(JSON.stringify(await face.call(bob!, operationOf('accountByEmail'), { key: { email: 'ann@x' } }))).toBe(
        JSON.stringify(await face.call(bob!, operationOf('accountByEmail'), { key: { email: 'no@x' } })),
      );
      expect((await ann!.send('GET', '/account/by/email/ann@x?fields=email')).json).toEqual({ email: 'Ann@x' });
    },
  );

  test.each(faces.map((face) => ({ name: face.name, face })))(
    '$name: whose an item is says the name that is stored, not the one by which it is asked for',
    async ({ face }) => {
      await admin!.send('POST', '/handle', { body: { id: 'h', name: 'ann' } });
      const asked = [ann, as(gateway, 'ANN')].flatMap((who) => ['ann', 'ANN'].map((name) => ({ who, name })));
      const answers = asked.map(async ({ who, name }) =>
        face.call(who!, operationOf('handleByName'), { key: { name } }),
      );
      const codes = (await Promise.all(answers)).map(({ code }) => code);
      expect(codes).toEqual(['ok', 'ok', 'not-found', 'not-found']);
    },
  );

  test('the list of one partition leaves out what is not the own', async () => {
    for (const [who, author] of [
      [ann, 'ann'],
      [bob, 'bob'],
    ] as const) {
      const body = { reportId: 'r1', id: author, author, text: author };
      expect((await who!.send('PUT', `/remark/r1/${author}`, { body, headers: { 'if-none-match': '*' } })).status).toBe(
        201,
      );
      expect((await who!.send('GET', '/remark/r1')).json.items).toMatchObject([{ text: author }]);
      expect((await who!.send('GET', '/remark')).json.items).toMatchObject([{ text: author }]);
    }
    const foreign = { reportId: 'r1', id: 'x', author: 'bob' };
    expect((await ann!.send('POST', '/remark', { body: foreign })).status).toBe(403);
    expect((await ann!.send('PUT', '/remark/r1/x', { body: foreign, headers: { 'if-none-match': '*' } })).status).toBe(
      403,
    );
    const ofNobody = { reportId: 'r1', id: 'x' };
    expect((await ann!.send('POST', '/remark', { body: ofNobody })).status).toBe(403);
    expect((await ann!.send('PUT', '/remark/r1/x', { body: ofNobody, headers: { 'if-none-match': '*' } })).status).toBe(
      403,
    );
    expect((await ann!.send('GET', '/remark/r1/ann?include=report')).json.report).toMatchObject({ id: 'r1' });
    expect((await bob!.send('GET', '/remark/r1/ann')).status).toBe(404);
    for (const [who, id] of [
      [ann, 'ann'],
      [bob, 'bob'],
    ] as const) {
      const headers = { 'idempotency-key': `delete-${id}` };
      for (const status of [204, 204]) {
        expect((await who!.send('DELETE', `/remark/r1/${id}`, { headers })).status).toBe(status);
      }
    }
  });

  test('a stale copy of what is not the own tells nothing of it', async () => {
    const headers = { 'if-match': '"7"' };
    const answer = await carl!.send('PATCH', '/report/r1', { body: { pages: 'x' }, headers });
    expect(answer.text).not.toContain('ann');
    const valid = await carl!.send('PATCH', '/report/r1', { body: { pages: 3 }, headers });
    expect([valid.status, valid.json.current]).toEqual([412, undefined]);
    const own = await ann!.send('PATCH', '/report/r1', { body: { pages: 3 }, headers });
    expect([own.status, own.json.current]).toMatchObject([412, { author: 'ann' }]);
  });

  test('a member of what the rule names may, whatever is stored', async () => {
    const body = { id: `d-${payload}` };
    expect((await ann!.send('POST', '/desk', { body })).status).toBe(403);
    expect((await as(gateway, 'sue', ['x', 'support']).send('POST', '/desk', { body })).status).toBe(201);
    expect((await as(gateway, 'sue', 'supporters').send('DELETE', `/desk/d-${payload}`)).status).toBe(403);
  });

  test('a verb is judged by the items that it names, and makes none where nothing says whose', async () => {
    const close = async (who: TestGateway | undefined, ...ids: string[]) =>
      (await who!.send('POST', '/report/close', { body: { keys: ids.map((id) => ({ id })) } })).status;
    expect(await close(ann, 'r1', 'none')).toBe(200);
    expect(await close(ann, 'r1', 'r2')).toBe(403);
    const take = async (who: TestGateway | undefined, id: string) =>
      (await who!.send('POST', `/report/${id}/take`)).status;
    expect(await Promise.all([take(ann, 'r1'), take(bob, 'r1'), take(carl, 'r1'), take(ann, 'none')])).toEqual([
      200, 403, 404, 404,
    ]);
  });

  test('the documents say who may', async () => {
    const { json } = await gateway.send('GET', '/openapi.json');
    expect(json.paths['/report/{id}'].get.description).toContain('Who may: claim teams with team or role admin.');
    expect(json.paths['/desk'].post.description).toContain('Who may: claim teams with "support".');
  });
});

test('an item that is given away between the look and the write stays as it is', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    const gateway = await openGateway('v1', { domains, authentication, endpoint: proxy.endpoint });
    const admin = as(gateway, 'root', undefined, ['admin']);
    const ann = as(gateway, 'ann', 'red');
    await admin.send('POST', '/report', { body: { id: 'r', author: 'ann', team: 'red' } });
    for (const call of [
      async () => ann.send('PATCH', '/report/r', { body: { pages: 7 } }),
      async () => ann.send('DELETE', '/report/r'),
      async () => ann.send('PATCH', '/report/r', { body: { pages: 7 }, headers: { 'idempotency-key': 'k' } }),
    ]) {
      await admin.send('PATCH', '/report/r', { body: { author: 'ann' } });
      const then = async () => admin.send('PATCH', '/report/r', { body: { author: 'bob' } });
      proxy.set({ do: 'slow', milliseconds: 0, on: ['GetItem'], nth: [1], then });
      const { status } = await call();
      expect([status, proxy.faults.get('slow')]).toEqual([403, 1]);
      expect((await admin.send('GET', '/report/r')).json).toMatchObject({ author: 'bob', pages: 1 });
    }
  } finally {
    await proxy.close();
  }
});

describe('a declaration', () => {
  const refused = (access: DomainOptions['access'], options: Partial<DomainOptions> = {}): string => {
    class Thing {
      @Id() id!: string;
      @Text({ max: 60 }) author!: string;
      @Text({ max: 60 }) team!: string;
      @Integer({ optional: true }) rank?: number;
    }
    try {
      Domain('thing', { access, ...options })(Thing);
      return 'taken';
    } catch (error) {
      expect(error).toBeInstanceOf(DeclarationError);
      return (error as Error).message;
    }
  };
  const byAuthor = { byAuthor: { partition: 'author' } };
  const all = (rule: AccessRule) => ({ read: rule, write: rule });

  test('of a rule by a field that no list is narrowed by is refused, with the index', () => {
    expect(refused(all(owner('author')), { indexes: byAuthor })).toBe('taken');
    expect(refused(all(owner('author')), { scan: true })).toBe('taken');
    expect(refused(all(owner('author')), { operations: ['get', 'create'] })).toBe('taken');
    expect(refused({ ...all(owner('author')), list: role('admin') })).toBe('taken');
    expect(refused(all(owner('author')))).toBe(
      "Thing: a list is narrowed to what is the caller's own by \"author\", which no key and no index serves: declare indexes: { byAuthor: { partition: 'author' } }, or write list: role('…').",
    );
    for (const sort of ['rank', ['team', 'rank']]) {
      expect(refused(all(owner('author')), { indexes: { byAuthor: { partition: 'author', sort } } })).toMatch(
        /byAuthorAlone/,
      );
    }
    expect(refused(all(any(owner('author'), claim('teams', 'team'))), { indexes: byAuthor })).toMatch(
      /"author" or "team".*write list: with one of the two/,
    );
    expect(refused(all(owner('writer')))).toMatch(/by "writer", which is not one of its fields/);
    expect(refused(all(claim('ranks', 'rank')))).toMatch(/by "rank", which is a integer, which holds no name/);
  });
});
