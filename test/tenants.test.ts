import type { Authentication } from '../api/auth/authentication';
import { anyone, signedIn } from '../schema/access';
import { DateTime, Enumeration, Id, Integer, Many, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError, domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isRecord, recordOf } from '../schema/guards';
import { describeTable, tablesOf } from '../schema/table';
import { Tenant } from '../schema/tenant';
import { createClient } from '../sdk/source';
import { namedOf } from '../sdk/source/named';
import { defineGateway, defineModule } from '../services/definition';
import type { Caller } from '../services/context';
import { operationsOf } from '../services';
import type { Input, Operation } from '../services/operation';
import { routesOf } from '../services/routes';
import { tenancyOf } from '../services/tenancy';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';
import { fillItems } from '../tables/backfill';
import { openClient } from '../tables/client';
import { complaints } from './compiled';
import { blocksOf } from './documents';
import { faces } from './faces';
import { openFaultProxy } from './fault-proxy';
import type { Answer } from './answer';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { transformSync } from '@swc/core';
import { buildSchema, printType } from 'graphql';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { createConsumer } from '../api/consumer';
import { startTestGateway } from '../package/testing';
import type { TestGateway as Running } from '../package/testing';
import { change, writeTouches } from '../services/change';
import type { Consumer } from '../services/consumer';
import { exportCommand } from '../tools/transfer/export-command';
import { importCommand } from '../tools/transfer/import-command';
import { noteTables } from './noted-tables';
import { randomOf } from './random';
import type { Random } from './random';
import { takeSeen } from './seen-calls';
import { impatient, run } from './transfer/run';
import { gatewayOf } from './usual';

// Anyone who has a tenant: nobody reads without one.
const access = { read: anyone, write: signedIn };

@Domain('country', { plural: 'countries', scan: true, access: { read: anyone, write: anyone } })
class Country {
  @Id() id!: string;
  @Text({ max: 60 }) name!: string;
}
@Tenant({ claim: 'org' })
@Domain('project', { indexes: { byLead: { partition: 'lead', sort: 'title' } }, events: true, access })
class Project {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
  @Text({ max: 40, optional: true }) lead?: string;
  @Reference(() => Country, { optional: true }) countryId?: string;
  @Many(() => Task, { by: 'projectId' }) tasks!: Task[];
}
// The other way round: whichever decorator stands above, both are known.
@Domain('task', {
  key: { partition: 'projectId', sort: 'number' },
  indexes: { byState: { partition: 'state', sort: 'due' } },
  events: true,
  access,
})
@Tenant({ claim: 'org' })
class Task {
  @Reference(() => Project) projectId!: string;
  @Integer({ min: 1, max: 99_999 }) number!: number;
  @Enumeration('TaskState', ['TODO', 'DONE'], { default: 'TODO' }) state!: string;
  @DateTime() due!: string;
  @Text({ max: 60, optional: true }) title?: string;
}
const domains = [Country, Project, Task];

/** Who asks stands in the header Authorization, as JSON: what proves it is tested beside the verifiers of tokens. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const text = headers.get('authorization');
    return text === undefined ? undefined : (JSON.parse(text) as Caller);
  },
};

type Headers = Readonly<Record<string, string>>;

/** The headers of somebody whose token has these tenants, and who names one. */
function asking(org: unknown, named?: string, roles: readonly string[] = []): Headers {
  const caller: Caller = { id: 'u', userName: 'u', roles, claims: org === undefined ? {} : { org } };
  return { authorization: JSON.stringify(caller), ...(named !== undefined && { tenant: named }) };
}

/** The gateway as somebody calls it. */
const calledBy = (gateway: TestGateway, headers: Headers): TestGateway => ({
  ...gateway,
  send: async (method, target, call = {}) =>
    gateway.send(method, target, { ...call, headers: { ...call.headers, ...headers } }),
  graphql: async (query, variables, own = {}) => gateway.graphql(query, variables, { ...own, ...headers }),
});

const due = '2026-05-01T00:00:00.000Z';
const sample: Readonly<Record<string, Record<string, unknown>>> = {
  project: { id: 'p1', title: 'a secret', lead: 'ann' },
  task: { projectId: 'p1', number: 1, due, title: 'a secret' },
};
const keyNames = { project: ['id'], task: ['projectId', 'number'] } as Record<string, readonly string[]>;

/** What asks an operation for the sample, or changes it, whoever it belongs to. */
function inputOf({ domain, key, body, query }: Operation): Input {
  const item = sample[domain.name]!;
  const ofItem = Object.fromEntries(keyNames[domain.name]!.map((name) => [name, item[name]]));
  const bodies = {
    item: () => (body?.of === 'item' && body.mode === 'patch' ? { title: 'changed' } : { ...item, title: 'changed' }),
    items: () => ({ items: [{ ...item, title: 'changed' }] }),
    keys: () => ({ keys: [ofItem] }),
    updates: () => ({ updates: [{ key: ofItem, patch: { title: 'changed' } }] }),
    writes: () => ({}),
    all: () => ({}),
  };
  const isOfAll = query === 'list' && key.length === 0 && domain.name === 'task';
  return {
    key: Object.fromEntries(key.map(({ name }) => [name, ofItem[name]])),
    ...(body && { body: bodies[body.of]() }),
    ...(isOfAll && { query: { filter: { state: { eq: 'TODO' } } } }),
  };
}

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const documents = [
      { name: 'Titles', kind: 'query', text: 'query Titles { projects { edges { node { id title } } } }' },
      { name: 'AllCountries', kind: 'query', text: 'query AllCountries { countries { edges { node { id } } } }' },
    ] as const;
    const modules = [defineModule({ name: 'trial', domains })];
    const definition = defineGateway({ name: 'trial', modules, documents });
    gateway = await openGateway(payload, { definition, authentication });
    const acme = calledBy(gateway, asking('acme'));
    for (const [name, body] of Object.entries(sample)) {
      expect((await acme.send('POST', `/${name}`, { body })).status).toBe(201);
    }
  });

  /** All that a tenant has. */
  const stateOf = async (org: string): Promise<readonly string[]> => {
    const paths = ['/project', '/task/p1'];
    return Promise.all(paths.map(async (path) => (await calledBy(gateway, asking(org)).send('GET', path)).text));
  };

  const operations = operationsOf(domains).filter(({ domain }) => domain.tenant);
  const cells = faces.flatMap((face) => operations.map((operation) => ({ face, operation })));

  test.each(cells.map((cell) => ({ ...cell, name: `${cell.face.name} ${cell.operation.name}` })))(
    '$name: refused, or inside of the own tenant',
    async ({ face, operation }) => {
      const input = inputOf(operation);
      const told = async (headers: Headers) => face.call(calledBy(gateway, headers), operation, input);
      const before = await stateOf('acme');
      const codes: Record<string, string> = {};
      const askers: Readonly<Record<string, Headers>> = {
        nobody: {},
        'nobody who names one': { tenant: 'acme' },
        'of none': asking(undefined),
        'of none who names one': asking([], 'acme'),
        'of a number': asking(7),
        'of several who names none': asking(['acme', 'globex']),
        'of several who names another': asking(['globex', 'initech'], 'acme'),
        'of another who names one': asking('globex', 'acme'),
        'an administrator of another': asking('globex', 'acme', ['admin']),
      };
      for (const [who, headers] of Object.entries(askers)) {
        codes[who] = (await told(headers)).code;
      }
      expect(codes).toEqual({
        nobody: 'unauthenticated',
        'nobody who names one': 'unauthenticated',
        'of none': 'forbidden',
        'of none who names one': 'forbidden',
        'of a number': 'forbidden',
        'of several who names none': 'bad-header',
        'of several who names another': 'forbidden',
        'of another who names one': 'forbidden',
        'an administrator of another': 'forbidden',
      });
      const finds = operation.key.length > 0 && operation.query !== 'list' && operation.query !== 'changes';
      for (const headers of [asking('globex'), asking(['acme', 'globex'], 'globex')]) {
        const inside = await told(headers);
        expect(inside.code).toBe(finds ? 'not-found' : 'ok');
        expect(JSON.stringify(inside)).not.toContain('secret');
        // What was made there is there alone, and can be made again.
        const other = calledBy(gateway, headers);
        await other.send('DELETE', '/project/p1');
        await other.send('DELETE', '/task/p1/1');
      }
      expect(await stateOf('acme')).toEqual(before);
      const own = await told(asking(['globex', 'acme'], 'acme'));
      expect(own.code).toBe(operation.problems.includes('conflict') ? 'conflict' : 'ok');
      if (operation.kind === 'query' && operation.query !== 'changes') expect(JSON.stringify(own)).toContain('secret');
      for (const [name, item] of Object.entries(sample)) {
        const acme = calledBy(gateway, asking('acme'));
        const path = [`/${name}`, ...keyNames[name]!.map((key) => String(item[key]))].join('/');
        const put = await acme.send('PUT', path, { body: item });
        if (put.status === 404) await acme.send('POST', `/${name}`, { body: item });
      }
    },
  );

  test('over GraphQL, who has no tenant is told that before anything of the variables', async () => {
    const mutation = 'mutation ($input: ProjectInput!) { createProject(input: $input) { id } }';
    const codeFor = async (headers: Headers): Promise<string> => {
      const { json } = await calledBy(gateway, headers).graphql(mutation, { input: { colour: 'red' } });
      return json.errors[0].extensions.type.replace('/problems/', '');
    };
    expect(await codeFor(asking(undefined))).toBe('forbidden');
    expect(await codeFor(asking(['acme', 'globex']))).toBe('bad-header');
    expect(await codeFor(asking('acme', 'globex'))).toBe('forbidden');
    expect(await codeFor(asking('acme'))).toBe('validation');
  });

  test('the envelope reaches the tenant of its administrator', async () => {
    const read = async (org: string) =>
      calledBy(gateway, asking(org, undefined, ['admin'])).send('POST', '/dynamodbmanager', {
        body: { operation: 'read', tableName: 'project', payload: { Key: { id: 'p1' } } },
      });
    expect((await read('acme')).text).toContain('secret');
    expect((await read('globex')).json).not.toHaveProperty('Item');
    // Who may invoke the function may act for all, and names one in the event.
    const invoked = async (tenant?: string) => {
      const event = { operation: 'read', tableName: 'project', payload: { Key: { id: 'p1' } }, tenant };
      return JSON.stringify(await gateway.handler(JSON.parse(JSON.stringify(event)), lambdaContext()));
    };
    expect(await invoked('acme')).toContain('secret');
    expect(await invoked('globex')).not.toContain('secret');
    expect(await invoked()).toContain('/problems/bad-header');
  });

  test('an item of another tenant is no item, by its id or as a part of another', async () => {
    const query = '{ node(id: "p1") { id ... on Project { title tasks { edges { node { title } } } } } }';
    const acme = await calledBy(gateway, asking('acme')).graphql(query);
    expect(acme.json.data.node).toMatchObject({
      title: 'a secret',
      tasks: { edges: [{ node: { title: 'a secret' } }] },
    });
    const globex = await calledBy(gateway, asking('globex')).graphql(query);
    expect(globex.json.data).toEqual({ node: null });
    const other = calledBy(gateway, asking('globex'));
    await other.send('POST', '/project', { body: { id: 'p1', title: 'other' } });
    expect((await other.send('GET', '/project/p1?include=tasks')).json).toMatchObject({ tasks: { items: [] } });
    await other.send('POST', '/task', { body: { projectId: 'p2', number: 1, due } });
    await calledBy(gateway, asking('acme')).send('POST', '/project', { body: { id: 'p2', title: 'a secret' } });
    expect((await other.graphql('{ task(projectId: "p2", number: 1) { project { title } } }')).json.data).toEqual({
      task: { project: null },
    });
    for (const path of ['/project/p1', '/task/p2/1']) await other.send('DELETE', path);
    await calledBy(gateway, asking('acme')).send('DELETE', '/project/p2');
  });

  test('a document with a name gives what is of the tenant', async () => {
    const titles = async (headers: Headers) => calledBy(gateway, headers).send('GET', '/q/Titles');
    const acme = await titles(asking('acme'));
    expect(acme.json.data.projects.edges).toMatchObject([{ node: { title: 'a secret' } }]);
    const etag = acme.headers.etag!;
    const globex = await titles({ ...asking('globex'), 'if-none-match': etag });
    expect([globex.status, globex.json.data.projects.edges]).toEqual([200, []]);
    expect((await titles(asking(['acme', 'globex']))).text).toContain('/problems/bad-header');
    expect((await titles(asking(['acme', 'globex'], 'acme'))).json).toEqual(acme.json);
    const { json } = await gateway.send('GET', '/openapi.json');
    const [mine, shared] = ['/q/Titles', '/q/AllCountries'].map((path) => json.paths[path].get);
    expect(mine.parameters.map(({ name }: any) => name)).toContain('Tenant');
    expect(shared.parameters.map(({ name }: any) => name)).not.toContain('Tenant');
    expect([mine.security, shared.security]).toEqual([[{ bearer: [] }, { apiKey: [] }], undefined]);
  });

  test('an answer is for the caches of its tenant alone', async () => {
    const answer = await calledBy(gateway, asking('acme')).send('GET', '/project');
    expect(answer.headers.vary).toBe('Authorization, X-Api-Key, Tenant');
  });

  test('a domain without tenants is that of all', async () => {
    const acme = calledBy(gateway, asking('acme'));
    const globex = calledBy(gateway, asking('globex'));
    expect((await acme.send('POST', '/country', { body: { id: 'ch', name: 'Switzerland' } })).status).toBe(201);
    await globex.send('POST', '/project', { body: { id: 'p7', title: 'x', countryId: 'ch' } });
    expect((await globex.send('GET', '/project/p7?include=country')).json.country).toMatchObject({ id: 'ch' });
    expect((await gateway.send('GET', '/country/ch')).status).toBe(200);
    await globex.send('DELETE', '/project/p7');
  });

  test('a cursor, a feed and an Idempotency-Key are of use in their tenant alone', async () => {
    const [acme, globex] = [calledBy(gateway, asking('acme')), calledBy(gateway, asking('globex'))];
    const clients = [acme, globex];
    for (const [index, client] of clients.entries()) {
      for (const id of ['a', 'b']) await client.send('POST', '/project', { body: { id, title: `of ${index}` } });
    }
    const { nextCursor } = (await acme.send('GET', '/project?limit=1')).json;
    const page = async (client: TestGateway, cursor: string) =>
      client.send('GET', `/project?limit=1&cursor=${encodeURIComponent(cursor)}`);
    expect((await page(acme, nextCursor)).json.items).toMatchObject([{ id: 'b', title: 'of 0' }]);
    expect((await page(globex, nextCursor)).json.type).toBe('/problems/cursor-invalid');
    // One person of two tenants is one principal, whose cursors are still apart.
    const both = ['acme', 'globex'];
    expect((await page(calledBy(gateway, asking(both, 'acme')), nextCursor)).status).toBe(200);
    expect((await page(calledBy(gateway, asking(both, 'globex')), nextCursor)).status).toBe(400);
    for (const index of [0, 7, nextCursor.length >> 1, nextCursor.length - 2]) {
      const letter = nextCursor[index] === 'A' ? 'B' : 'A';
      const flipped = `${nextCursor.slice(0, index)}${letter}${nextCursor.slice(index + 1)}`;
      expect((await page(acme, flipped)).json.type).toBe('/problems/cursor-invalid');
    }
    const feed = (await acme.send('GET', '/project/changes')).json.cursor as string;
    const follow = async (client: TestGateway) =>
      client.send('GET', `/project/changes?since=${encodeURIComponent(feed)}`);
    for (const client of clients) await client.send('PATCH', '/project/a', { body: { lead: 'bob' } });
    expect((await follow(acme)).json.changes).toMatchObject([{ key: { id: 'a' }, item: { title: 'of 0' } }]);
    expect((await follow(globex)).json.type).toBe('/problems/cursor-invalid');

    const headers = { 'idempotency-key': 'once' };
    const made = await Promise.all(
      clients.map(async (client) => client.send('POST', '/project', { body: { title: 'kept' }, headers })),
    );
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[0]!.json.id).not.toBe(made[1]!.json.id);
    for (const [index, client] of clients.entries()) {
      const again = await client.send('POST', '/project', { body: { title: 'kept' }, headers });
      expect(again.json).toEqual(made[index]!.json);
      await client.send('DELETE', `/project/${made[index]!.json.id}`);
      for (const id of ['a', 'b']) await client.send('DELETE', `/project/${id}`);
    }
  });

  test('a tenant of any letters is itself alone, and a header says them percent-encoded', async () => {
    const names = ['a', 'a#p1', 'A', 'a/b', '%61', 'café', '日本', 'a b', '<tenant>', '__proto__', 'a%23p1'];
    for (const name of names) {
      const made = await calledBy(gateway, asking(name)).send('POST', '/task', {
        body: { projectId: 'p1', number: 1, due, title: name },
      });
      expect([name, made.status]).toEqual([name, 201]);
    }
    for (const name of names) {
      const named = calledBy(gateway, asking(names, encodeURIComponent(name)));
      expect((await named.send('GET', '/task/p1')).json.items).toMatchObject([{ title: name }]);
      expect((await named.send('GET', '/task?state=TODO')).json.items).toMatchObject([{ title: name }]);
    }
    for (const wrong of ['', '%', '%E0%A4', 'x'.repeat(129), '%00']) {
      const answer = await calledBy(gateway, asking(names, wrong)).send('GET', '/project');
      expect([wrong, answer.json.type]).toEqual([wrong, '/problems/bad-header']);
    }
  });

  test('what says no limit of its own has the one that leaves room for the tenant', async () => {
    const acme = calledBy(gateway, asking('日'.repeat(28)));
    const { json } = await gateway.send('GET', '/openapi.json');
    expect(json.components.schemas.TaskInput.properties.projectId.maxLength).toBe(447);
    for (const [id, status] of [
      ['x'.repeat(1024), 201],
      ['x'.repeat(1025), 422],
      ['é'.repeat(513), 422],
    ] as const) {
      const made = await acme.send('POST', '/project', { body: { id, title: 'long' } });
      expect([id.length, made.status]).toEqual([id.length, status]);
      expect((await acme.send('GET', `/project/${encodeURIComponent(id)}`)).status).toBe(status === 201 ? 200 : 400);
    }
    for (const [projectId, status] of [
      ['\u{1F680}'.repeat(223), 201],
      ['x'.repeat(448), 422],
    ] as const) {
      const made = await acme.send('POST', '/task', { body: { projectId, number: 1, due } });
      expect([projectId.length, made.status]).toEqual([projectId.length, status]);
    }
  });

  test('the documents tell of the header where it counts, and nowhere else', async () => {
    const { json } = await gateway.send('GET', '/openapi.json');
    const names = (path: string): string[] => json.paths[path].get.parameters.map(({ name }: any) => name);
    expect(names('/project/{id}')).toContain('Tenant');
    expect(names('/country/{id}')).not.toContain('Tenant');
    const needsToken = routesOf({
      operations: gateway.operations,
      documents: [],
      envelope: false,
      onlyGatewayVerifies: false,
    })
      .filter(({ method, path }) => method !== 'ANY' && /^.(country|project)/.test(path))
      .map((route) => [route.path.split('/')[1], route.needsToken]);
    expect(new Set(needsToken.map(String))).toEqual(new Set(['country,false', 'project,true']));
    expect(JSON.stringify(json.components.schemas)).not.toMatch(/tenant/i);
    const asyncapi = (await gateway.send('GET', '/asyncapi.json')).json;
    expect(asyncapi.components.schemas.TaskCreatedDetail.required).toContain('tenant');
  });
});

test('a gateway that is open takes the tenant from the header, and has one of its own', async () => {
  const gateway = await openGateway('v1', { domains });
  await gateway.send('POST', '/project', { body: { id: 'p1', title: 'local' } });
  expect((await calledBy(gateway, { tenant: 'acme' }).send('GET', '/project')).json.items).toEqual([]);
  expect((await calledBy(gateway, { tenant: 'local' }).send('GET', '/project')).json.items).toHaveLength(1);
});

@Tenant({ claim: 'org' })
@Domain('badge', { indexes: { byColour: { partition: 'colour', sort: 'rank' } }, access })
class Badge {
  @Id({ max: 100 }) id!: string;
  @Text({ max: 40 }) colour!: string;
  @Integer() rank!: number;
}

test('a tenant costs no call more, and whoever has none may ask how the gateway is', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    const options = { domains: [Badge], authentication, endpoint: proxy.endpoint };
    const gateway = await openGateway('v1', options);
    const acme = calledBy(gateway, asking('acme'));
    const cost = async (method: string, path: string, body?: object): Promise<unknown> => {
      proxy.set();
      expect((await acme.send(method, path, { body })).status).toBeLessThan(300);
      return Object.fromEntries(proxy.calls);
    };
    expect(await cost('POST', '/badge', { id: 'b', colour: 'red', rank: 1 })).toEqual({ PutItem: 1 });
    expect(await cost('PATCH', '/badge/b', { rank: 2 })).toEqual({ UpdateItem: 1 });
    expect(await cost('PATCH', '/badge/b', { colour: 'blue' })).toEqual({ UpdateItem: 1 });
    expect((await acme.send('GET', '/badge?colour=blue')).json.items).toMatchObject([{ id: 'b', rank: 2 }]);
    expect((await acme.send('GET', '/badge?colour=red')).json.items).toEqual([]);
    expect(await cost('GET', '/badge?colour=blue')).toEqual({ Query: 1 });
    expect(await cost('GET', '/badge?limit=1')).toEqual({ Query: 1 });
    expect(await cost('GET', '/badge/b')).toEqual({ GetItem: 1 });
    expect((await gateway.send('GET', '/health?deep')).json.dynamodb).toBe('ok');
  } finally {
    await proxy.close();
  }
});

test('an administrator may name any tenant where the declaration says so', () => {
  const fact = { claim: 'org', admins: 'any' } as const;
  const caller = (org: unknown, ...roles: string[]): Caller => ({ id: 'u', userName: 'u', roles, claims: { org } });
  const tell = (who: Caller | undefined, named?: string) => {
    const tenancy = tenancyOf(fact, { caller: who, named });
    return 'tenant' in tenancy ? tenancy.tenant : tenancy.refusal.code;
  };
  expect(tell(caller(undefined, 'admin'), 'acme')).toBe('acme');
  expect(tell(caller(undefined, 'admin'))).toBe('bad-header');
  expect(tell(caller('own', 'admin'))).toBe('own');
  expect(tell(caller('own', 'admin'), 'acme')).toBe('acme');
  expect(tell(caller('own', 'clerk'), 'acme')).toBe('forbidden');
  expect(tell(undefined, 'acme')).toBe('unauthenticated');
});

describe('a gateway with everything around it', () => {
  const task = domainOf(Task);
  const first: Consumer = {
    name: 'first-tasks',
    doc: 'Gives each new project a task.',
    event: { source: 'tandem.project', detailType: 'ProjectCreated' },
    operation: 'firstTask',
    touches: writeTouches(task).create,
    take: async (detail, context) => {
      const key = { projectId: recordOf(recordOf(detail).key).id, number: 1 };
      await change(task, key, {}, context, { create: { ...key, state: 'TODO', due, title: 'made by the consumer' } });
      return 'made';
    },
  };
  const samples = async () => [{ domain: Project, items: [{ id: 'sample', title: 'Sample' }] }];
  let running: Running;
  beforeAll(async () => {
    const definition = gatewayOf(domains, { consumers: [first], samples });
    noteTables(definition, '');
    running = await startTestGateway({ definition, auth: 'jwt', samples: true });
  });
  afterAll(async () => running.stop());

  /** The headers of a token of the local issuer, which can have any claim. */
  const bearer = (claims?: Readonly<Record<string, unknown>>, user = 'alice'): Headers => ({
    authorization: `Bearer ${running.token(user, { claims })}`,
  });

  test('an event says whose it is, and what takes it works there', async () => {
    for (const org of ['acme', 'globex']) {
      const body = { id: 'p1', title: org };
      expect((await running.rest('POST', '/project', { body, headers: bearer({ org }) })).status).toBe(201);
    }
    await running.idle();
    const told = running.events.filter(({ detail }) => recordOf(recordOf(detail).key).id === 'p1');
    expect(told.map(({ detail }) => [recordOf(detail).tenant, recordOf(recordOf(detail).new).title])).toEqual([
      ['acme', 'acme'],
      ['globex', 'globex'],
    ]);
    for (const org of ['acme', 'globex']) {
      const tasks = await running.rest('GET', '/task/p1', { headers: bearer({ org }) });
      expect(tasks.json.items).toMatchObject([{ title: 'made by the consumer' }]);
    }
    expect((await running.rest('GET', '/task/p1', { headers: bearer({ org: 'initech' }) })).json.items).toEqual([]);
    const without = createConsumer(first, { endpoint: 'http://127.0.0.1:1', log: () => undefined });
    const event = { source: 'tandem.project', 'detail-type': 'ProjectCreated', detail: { key: { id: 'p1' } } };
    await expect(without(event, {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('whose token says nothing else belongs to the tenant that has the samples', async () => {
    expect((await running.rest('GET', '/project', { as: 'alice' })).json.items).toMatchObject([{ id: 'sample' }]);
    expect((await running.rest('GET', '/project', { headers: bearer({ org: null }) })).status).toBe(403);
  });

  test('an import and an export reach the tenant that is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-tenants-'));
    try {
      const file = join(folder, 'projects.jsonl');
      writeFileSync(file, '{"id":"i1","title":"imported"}\n');
      const both = bearer({ org: ['acme', 'globex'] }).authorization!.slice('Bearer '.length);
      const words = ['--url', running.url, '--token', both];
      const refused = await run(importCommand(impatient), ['project', file, ...words]);
      expect([refused.exitCode, refused.problems]).toEqual([1, expect.any(String)]);
      expect(refused.output + refused.problems).toContain('Tenant: acme');
      const loaded = await run(importCommand(impatient), ['project', file, ...words, '--tenant', 'globex']);
      expect(loaded.output).toContain('1 created');
      const out = async (tenant: string) =>
        (await run(exportCommand(impatient), ['project', ...words, '--tenant', tenant])).output;
      expect(await out('globex')).toContain('imported');
      expect(await out('acme')).not.toContain('imported');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('a backfill changes the items of every tenant, and their keys of indexes with them', async () => {
  const gateway = await openGateway('v1', { domains: [Badge], authentication });
  const orgs = ['acme', 'a#b'];
  for (const org of orgs) {
    const body = { id: 'b', colour: org === 'acme' ? 'red' : 'blue', rank: 1 };
    expect((await calledBy(gateway, asking(org)).send('POST', '/badge', { body })).status).toBe(201);
  }
  const client = openClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const options = { client, prefix: gateway.prefix, now: () => new Date(), signal: new AbortController().signal };
  const grey = { item: () => ({ colour: 'grey' }) };
  expect(await fillItems(domainOf(Badge), grey, { ...options, mayWrite: async () => undefined })).toBe(2);
  client.destroy();
  // A backfill reads the whole table, which no list of it may.
  expect(takeSeen('scans')).toEqual([`${gateway.prefix}badge`]);
  for (const org of orgs) {
    const { json } = await calledBy(gateway, asking(org)).send('GET', '/badge?colour=grey');
    expect(json.items).toMatchObject([{ id: 'b', colour: 'grey', version: 2 }]);
  }
});

test('the SDK names the tenant', async () => {
  const sent: unknown[] = [];
  const fetch = async (_: string, { headers }: { headers: unknown }) => {
    sent.push((headers as Headers).tenant);
    return { status: 200, headers: { get: () => 'x' }, text: async () => '{"id":"p","data":{}}' };
  };
  const options = { url: 'http://gateway.test', fetch, tenant: 'café' };
  // Whatever the domains of the gateway are: it may have left the shop.
  type Readers = Readonly<Record<string, { readonly get?: (key: string) => Promise<unknown> }>>;
  for (const tenant of [options.tenant, undefined]) {
    const client = createClient({ ...options, tenant }) as unknown as Readers;
    await Object.values(client).find(({ get }) => get)!.get!('p');
  }
  const named = namedOf(options, [{ name: 'Titles', kind: 'query' }], async () => ({})) as {
    readonly titles: () => Promise<unknown>;
  };
  await named.titles();
  expect(sent).toEqual(['caf%C3%A9', undefined, 'caf%C3%A9']);
});

test('a domain without tenants is described as ever, beside one with them', async () => {
  const told = async (classes: readonly DeclaredClass[]) => {
    const gateway = await openGateway('v1', { domains: classes });
    const { json } = await gateway.send('GET', '/openapi.json');
    const sdl = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
    const named = <Value>(values: Readonly<Record<string, Value>>, name: RegExp) =>
      Object.fromEntries(Object.entries(values).filter(([key]) => name.test(key)));
    return JSON.stringify({
      paths: named(json.paths, /^\/country/),
      schemas: named(json.components.schemas, /^(Country|Countries)/),
      types: Object.values(named(sdl.getTypeMap(), /^Country/)).map((type) => printType(type)),
      table: describeTable(tablesOf([domainOf(Country)])[0]!, ''),
    });
  };
  expect(await told(domains)).toBe(await told([Country]));
});

/** One thing that somebody asks; cursors are those of the last answers in the same world. */
type Step = (world: World, headers: Headers) => Promise<Answer>;

/** A gateway, and what one tenant has got from it. */
interface World {
  readonly gateway: TestGateway;
  readonly cursors: Map<string, string>;
}

const ids = ['p1', 'p2', 'p3'];

/** A request as one tenant may send it, drawn once and sent in both worlds. */
function stepOf(random: Random): Step {
  const id = random.pick(ids);
  const number = random.between(1, 4);
  const lead = random.pick(['ann', 'bob']);
  const state = random.pick(['TODO', 'DONE']);
  const headers: Headers = random.chance(0.3) ? { 'idempotency-key': random.pick(['k1', 'k2', 'k3']) } : {};
  const title = random.pick(['x', 'y', 'z']);
  const rest =
    (method: string, path: string, body?: unknown): Step =>
    async ({ gateway }, who) =>
      calledBy(gateway, who).send(method, path, {
        headers: method === 'GET' ? {} : headers,
        ...(body !== undefined && { body }),
      });
  const paged =
    (path: string, parameter: string): Step =>
    async ({ gateway, cursors }, who) => {
      const cursor = cursors.get(path);
      const next = cursor === undefined ? '' : `&${parameter}=${encodeURIComponent(cursor)}`;
      const answer = await calledBy(gateway, who).send('GET', `${path}${next}`);
      const following: unknown = answer.json.nextCursor ?? answer.json.cursor;
      if (typeof following === 'string') cursors.set(path, following);
      else cursors.delete(path);
      return answer;
    };
  const graphql =
    (query: string): Step =>
    async ({ gateway }, who) =>
      calledBy(gateway, who).graphql(query);
  return random.pick<() => Step>([
    () => rest('POST', '/project', { id, title, lead }),
    () => rest('POST', '/task', { projectId: id, number, due, state, title }),
    () => rest('PUT', `/project/${id}`, { title, ...(random.chance(0.5) && { lead }) }),
    () => rest('PATCH', `/task/${id}/${number}`, { state }),
    () => rest('PATCH', `/project/${id}`, { lead: random.chance(0.3) ? null : lead }),
    () => rest('DELETE', `/project/${id}`),
    () => rest('DELETE', `/task/${id}/${number}`),
    () => rest('POST', '/task/batch', { items: [1, 2].map((one) => ({ projectId: id, number: one, due, title })) }),
    () => rest('POST', '/project/batch/get', { keys: ids.map((one) => ({ id: one })) }),
    () => rest('GET', `/project/${id}?include=tasks`),
    () => rest('GET', `/task/${id}/${number}?include=project`),
    () => paged('/project?limit=1', 'cursor'),
    () => paged('/project?limit=2&sort=-id', 'cursor'),
    () => paged(`/project?limit=1&lead=${lead}`, 'cursor'),
    () => paged(`/task?limit=1&state=${state}`, 'cursor'),
    () => paged(`/task/${id}?limit=2&count=true`, 'cursor'),
    () => paged('/project/changes?wait=0', 'since'),
    () => paged(`/task/${id}/changes?wait=0`, 'since'),
    () =>
      graphql(`
        {
          projects {
            totalCount
            edges {
              node {
                id
                title
                tasks {
                  edges {
                    node {
                      number
                      state
                    }
                  }
                }
              }
            }
          }
        }
      `),
    () => graphql(`{ node(id: "${id}") { id ... on Project { title lead } } }`),
    () => graphql(`mutation { updateProject(id: "${id}", patch: { title: "${title}" }) { id title version } }`),
  ])();
}

/** An answer without what is drawn anew in every world: request ids, the ids of changes, and the cursors made of them. */
function comparable({ status, headers, json }: Answer): unknown {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (!isRecord(value)) return value;
    const isChange = typeof value.change === 'string' && 'time' in value;
    const isFeed = Array.isArray(value.changes);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !(isChange && name === 'id') && !(isFeed && name === 'cursor') && name !== 'requestId')
        .map(([name, content]) => [name, plain(content)]),
    );
  };
  const { etag, link, location } = headers;
  const isFeed = isRecord(json) && 'changes' in json;
  return { status, ...(!isFeed && { etag, link }), location, body: plain(json) };
}

test.each([1, 2, 3])('two tenants see what each would see alone (seed %i)', async (seed) => {
  const tenants = ['acme', 'acme#p1'];
  let clock = 0;
  const open = async () =>
    openGateway('v2', { domains, authentication, now: () => new Date(Date.UTC(2026, 0, 1) + clock) });
  const together = await open();
  const worlds = await Promise.all(
    tenants.map(async (tenant) => ({
      tenant,
      shared: { gateway: together, cursors: new Map<string, string>() },
      alone: { gateway: await open(), cursors: new Map<string, string>() },
    })),
  );
  const random = randomOf(seed);
  let changed = 0;
  for (let count = 0; count < 160; count++) {
    clock += 1000;
    const { tenant, shared, alone } = random.pick(worlds);
    const step = stepOf(random);
    const inShared = await step(shared, asking(tenant));
    const inAlone = await step(alone, asking(tenant));
    expect(comparable(inShared)).toEqual(comparable(inAlone));
    if (inShared.status === 201 || (isRecord(inShared.json) && Array.isArray(inShared.json.changes))) changed++;
  }
  expect(changed).toBeGreaterThan(20);
});

test('the page about tenants has a declaration that is one', () => {
  const [block] = blocksOf('docs/tenants.md').filter(({ language }) => language === 'ts');
  const text = block!.text.replace('@tandem/gateway', '../package/index');
  expect(complaints([], [['test/page-about-tenants.ts', text]])).toEqual([]);
  const { code } = transformSync(text, {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: false },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  });
  const declared: Record<string, DeclaredClass> = {};
  compileFunction(code, ['require', 'exports'])((name: string) => require(name), declared);
  expect(operationsOf(Object.values(declared)).map(({ name }) => name)).toContain('projects');
});

describe('a declaration', () => {
  const refused = (declare: () => unknown): string => {
    try {
      declare();
    } catch (error) {
      expect(error).toBeInstanceOf(DeclarationError);
      return (error as Error).message;
    }
    return 'taken';
  };

  test('that cannot keep tenants apart is refused with what to write', () => {
    class Thing {
      @Id({ max: 100 }) id!: string;
      @Text({ max: 60 }) name!: string;
    }
    const tenant = Tenant({ claim: 'org' });
    const declared = (options: object) =>
      refused(() => {
        class Other extends Thing {}
        tenant(Other);
        Domain('thing', options)(Other);
      });
    expect(declared({})).toBe('taken');
    expect(declared({ scan: true })).toMatch(/^Other: scan: true would read the items of other tenants too/);
    expect(declared({ table: { name: 'things' } })).toMatch(/take "table" out of @Domain/);
    expect(refused(() => Tenant({ claim: '' })(Thing))).toMatch(/write @Tenant\({ claim: 'org' }\)/);
    expect(refused(() => Tenant(undefined as any)(Thing))).toMatch(/write @Tenant\({ claim: 'org' }\)/);
    class Long {
      @Id({ max: 2000 }) id!: string;
    }
    expect(
      refused(() => {
        tenant(Long);
        Domain('long')(Long);
      }),
    ).toBe('Long.id is the sort of the key, where DynamoDB takes 1024 bytes: write @Id({ max: 1024 }).');
    class Wide {
      @Text({ max: 500 }) place!: string;
      @Id({ max: 100 }) id!: string;
    }
    expect(
      refused(() => {
        Domain('wide', { key: { partition: 'place', sort: 'id' } })(Wide);
        tenant(Wide);
      }),
    ).toMatch(/^Wide.place is part of the key, partition, where DynamoDB takes 1 to 447 characters/);
  });

  test('of two claims, or of a relation from no tenant to one, is refused', () => {
    @Tenant({ claim: 'team' })
    @Domain('note')
    class Note {
      @Id({ max: 100 }) id!: string;
    }
    expect(refused(() => operationsOf([...domains, Note]))).toBe(
      'Project and Note say @Tenant in two ways, and a request has one tenant: write the same claim and the same admins on both.',
    );
    @Domain('visit')
    class Visit {
      @Id() id!: string;
      @Reference(() => Project) projectId!: string;
    }
    expect(refused(() => operationsOf([...domains, Visit]))).toBe(
      "Visit.project leads to Project, whose items belong to tenants, from Visit, which has none: write @Tenant({ claim: 'org' }) on Visit too, or take the relation away.",
    );
    expect(domainOf(Task).tenant).toEqual({ claim: 'org' });
  });
});
