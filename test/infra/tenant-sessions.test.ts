import { createConsumer } from '../../api/consumer';
import type { Authentication } from '../../api/auth/authentication';
import { environmentOptions } from '../../api/options';
import { sessionPolicy } from '../../services/session-policy';
import { arnOf } from '../../local/rights';
import { createTables, localAccess } from '../../local/tables';
import type { Caller } from '../../services/context';
import { textOf } from '../documents';
import { tracker } from '../../examples/tracker';
import { defineGateway } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { noteTables } from '../noted-tables';
import { allowedBy, arnIn } from './granted';
import { allows, requestsOf } from './iam';
import type { Request, Statement } from './iam';
import { functionPropertiesOf, resourcesOf, synthesised } from './synthesised';
import type { Template } from './synthesised';
import { looking, tenantsAlone } from './tenants-alone';
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

// A stand-in for IAM and AWS STS between the functions and the engine, with the policies of the template: each call is
// judged by what its credentials were made with, as docs/deploy.md promises.

const open = async () =>
  synthesised('tenants', 'tenantsBeside', 'tenantsAdded', 'tenantsInNetwork', 'noTenants', 'prod');
let stages: Awaited<ReturnType<typeof open>>;
beforeAll(async () => (stages = await open()));

const rolesOf = ({ Resources }: Template): readonly string[] =>
  Object.entries(Resources).flatMap(([id, { Type }]) => (Type === 'AWS::IAM::Role' && /Tenants/.test(id) ? [id] : []));

/** The statements of the managed policies whose names have a part. */
function statementsOf(template: Template, name: RegExp, prefix: string): readonly Statement[] {
  return resourcesOf(template, 'AWS::IAM::ManagedPolicy')
    .filter(([id]) => name.test(id))
    .flatMap(([, { Properties }]) => allowedBy(Properties.PolicyDocument))
    .map((statement) => ({
      ...statement,
      Resource: [statement.Resource]
        .flat()
        .map((one: unknown) => arnIn(template, one).replace('library-prod-', prefix)),
    }));
}

const wordsOf = (statements: readonly Statement[]): readonly string[] =>
  statements
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((arn) => `${action} ${arn.replace(/^.*table./, '')}`)),
    )
    .filter((words) => words.startsWith('dynamodb:'))
    .toSorted();

test.each(['tenants', 'tenantsBeside', 'tenantsAdded'] as const)('cdk-nag finds nothing new in %s', (name) => {
  expect(stages[name]).toMatchObject({ findings: [] });
  expect(stages[name].error).toBeUndefined();
});

test('each function that works for tenants has a role for them, for an hour, which it alone may take', () => {
  const { template } = stages.tenants;
  expect(rolesOf(template)).toHaveLength(2);
  for (const id of rolesOf(template)) {
    const { AssumeRolePolicyDocument, MaxSessionDuration, ManagedPolicyArns } = template.Resources[id]!.Properties;
    expect(MaxSessionDuration).toBe(3600);
    const [{ Principal, Action }, ...others] = AssumeRolePolicyDocument.Statement;
    expect([Action, others]).toEqual(['sts:AssumeRole', []]);
    const [user] = Principal.AWS['Fn::GetAtt'];
    const functions = resourcesOf(template, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Role['Fn::GetAtt'][0] === user,
    );
    const [[, lambda]] = functions as [(typeof functions)[0]];
    expect(lambda.Properties.Environment.Variables.TENANT_ROLE).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    const { TENANT_RIGHTS: shared } = lambda.Properties.Environment.Variables;
    // The consumer does nothing beside the items of tenants.
    expect(ManagedPolicyArns).toEqual([
      ...(shared ? [shared] : []),
      { Ref: expect.stringMatching(/TenantsRights/) as string },
    ]);
    expect(shared === undefined).toBe(/^Looking/.test(id));
    // Nothing is called before it may be.
    expect(lambda.DependsOn.some((one: string) => /TakingRights/.test(one))).toBe(true);
  }
  expect(rolesOf(stages.prod.template)).toEqual([]);
  expect(JSON.stringify(stages.prod.template)).not.toMatch(/TENANT_/);
});

test('what a function may do by itself is what has no tenant in its keys, and all of it until that is required', () => {
  const own = (name: 'tenants' | 'tenantsBeside' | 'tenantsAdded') =>
    wordsOf(statementsOf(stages[name].template, /^GatewayFunctionRights/, ''));
  expect(own('tenants')).toEqual([
    'dynamodb:GetItem idempotency',
    'dynamodb:PutItem idempotency',
    'dynamodb:PutItem outbox',
  ]);
  expect(
    own('tenantsBeside').filter((words) => / (member|project|task|comment|history|counter|trash)/.test(words)),
  ).toEqual([]);
  // Slugs of organisations are for all of them.
  expect(own('tenantsBeside')).toContain('dynamodb:UpdateItem unique');
  const added = stages.tenantsAdded.template;
  const all = [...own('tenants'), ...wordsOf(statementsOf(added, /^GatewayTenantsRights/, ''))];
  expect(own('tenantsAdded')).toEqual(all.toSorted());
  expect(functionPropertiesOf(added, 'handler.handler').Environment.Variables).toHaveProperty('TENANT_ROLE');
});

test('where it cannot work it is refused', () => {
  expect(stages.tenantsInNetwork.error).toMatch(/tenantSessions asks AWS STS: leave one of the two out/);
  expect(stages.noTenants.error).toMatch(/tenantSessions is for domains with @Tenant, and there is none: leave it out/);
  const options = { TENANT_ROLE: 'arn:role', TENANT_RIGHTS: 'arn:policy' };
  expect(environmentOptions({ ...options, AWS_ENDPOINT_URL_STS: 'http://sts' }).tenantSessions).toEqual({
    role: 'arn:role',
    shared: 'arn:policy',
    endpoint: 'http://sts',
  });
  expect(environmentOptions({}).tenantSessions).toBeUndefined();
  expect(() => environmentOptions({ TENANT_RIGHTS: 'arn:policy' })).toThrow(/set both/);
  expect(() => environmentOptions({ ...options, DYNAMODB_CLIENT: 'sdk' })).toThrow(/leave DYNAMODB_CLIENT out/);
});

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, Policy and PolicyArns
test('the policy of a session fits, whatever the tenant is called', () => {
  for (const tenant of ['a', '*'.repeat(128), 'é'.repeat(42), '日'.repeat(28)]) {
    const text = sessionPolicy(tenant);
    expect(text).toMatch(/^[\t\n\r -\u00FF]+$/);
    expect(text.length).toBeLessThan(2048);
  }
});

/** A call that was let through. */
interface Seen {
  readonly by: string;
  readonly tenant: string | undefined;
  readonly requests: readonly Request[];
}

/** AWS as the functions see it. */
async function openCloud(template: Template, prefix: string, role: string) {
  const seen: Seen[] = [];
  const denied: string[] = [];
  const own = statementsOf(template, new RegExp(`^${role}FunctionRights`), prefix);
  const ofRole = statementsOf(template, new RegExp(`^${role}Tenants(Shared)?Rights`), prefix);
  const shared = statementsOf(template, new RegExp(`^${role}TenantsSharedRights`), prefix);
  const tables = new Map(
    resourcesOf(template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => [
      Properties.TableName.replace('library-prod-', prefix) as string,
      Properties,
    ]),
  );
  const partitionOf = (table: string, index?: string): string => {
    const { KeySchema, GlobalSecondaryIndexes = [] } = tables.get(table);
    return (
      index === undefined ? KeySchema : GlobalSecondaryIndexes.find((one: any) => one.IndexName === index).KeySchema
    )[0].AttributeName;
  };
  /** What each session may do, by the id of its key, and for whom it is. */
  const sessions = new Map<string, { readonly tenant: string; readonly policy: readonly Statement[] }>();
  const isAllowed = (by: string, request: Request): boolean => {
    const session = sessions.get(by);
    if (!session) return allows(own, request);
    // What the role may do, and its policies too: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
    return allows(ofRole, request) && allows([...session.policy, ...shared], request);
  };
  const server = createServer((given, answer) => {
    void (async () => {
      const body = await bytesOf(given);
      const by = /Credential=(\w+)/.exec(given.headers.authorization!)![1]!;
      const target = given.headers['x-amz-target'];
      if (target === undefined) {
        const form = new URLSearchParams(body.toString());
        expect([by, form.get('RoleArn'), form.get('PolicyArns.member.1.arn')]).toEqual([
          'own',
          'role',
          shared.length > 0 ? 'shared' : null,
        ]);
        const key = `ASIA${sessions.size}`;
        sessions.set(key, { tenant: form.get('RoleSessionName')!, policy: JSON.parse(form.get('Policy')!).Statement });
        const end = new Date(Date.now() + 3_600_000).toISOString();
        const parts = { AccessKeyId: key, SecretAccessKey: 's', SessionToken: 't', Expiration: end };
        answer.end(
          Object.entries(parts)
            .map(([name, value]) => `<${name}>${value}</${name}>`)
            .join(''),
        );
        return;
      }
      const operation = String(target).replace(/^.*\./, '');
      const requests = requestsOf(
        operation,
        JSON.parse(body.toString()),
        (name) => arnOf('dynamodb', name),
        partitionOf,
      );
      const refused = requests.find((request) => !isAllowed(by, request));
      if (refused) {
        denied.push(`${by} ${JSON.stringify(refused)}`);
        answer.writeHead(400).end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
        return;
      }
      seen.push({ by, tenant: sessions.get(by)?.tenant, requests });
      const sent = forward(process.env.TEST_ENGINE!, { method: 'POST', headers: given.headers });
      sent.end(body);
      const [received] = (await once(sent, 'response')) as [IncomingMessage];
      answer.writeHead(received.statusCode!, received.headers).end(await bytesOf(received));
    })().catch((error: unknown) => {
      denied.push(String(error));
      answer.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    seen,
    denied,
    isAllowed,
    /** The ids of the keys of sessions, by their tenant. */
    keysOf: (tenant: string) => [...sessions].filter(([, one]) => one.tenant === tenant).map(([key]) => key),
    options: {
      endpoint,
      credentials: { accessKeyId: 'own', secretAccessKey: 's' },
      region: localAccess.region,
      tablePrefix: prefix,
      tenantSessions: { role: 'role', ...(shared.length > 0 && { shared: 'shared' }), endpoint },
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const authentication: Authentication = {
  callerOf: async ({ headers }) => JSON.parse(headers.get('authorization') ?? 'null') as Caller | undefined,
};

type Ask = (method: string, target: string, body?: object, key?: string) => Promise<any>;

/** Everything that somebody of an organisation can do, on REST and GraphQL; all of it is answered. */
async function work(ask: Ask): Promise<void> {
  const put = async (...[method, target, body, key]: Parameters<Ask>) => {
    const { status, json, text } = await ask(method, target, body, key);
    expect([method, target, status, status >= 300 && text]).toEqual([method, target, status, false]);
    expect(json?.errors).toBeUndefined();
    return json;
  };
  const member = { id: 'ada', email: 'ada@example.com', familyName: 'Lovelace' };
  await put('POST', '/member', member, 'once');
  await put('POST', '/member', member, 'once');
  await put('POST', '/project', { id: 'engine', slug: 'engine', name: 'Engine' });
  await put('PATCH', '/project/engine', { slug: 'engines' });
  const task = await put('POST', '/project/engine/task', { title: 'First', points: 2 });
  await put('POST', `/task/${task.id}/assign`, { memberId: 'ada' });
  await put('PATCH', `/task/${task.id}`, { status: 'DOING', points: { increment: 1 } });
  for (const path of ['/member?familyName=LOVELACE', '/member', '/task?projectId=engine', '/task/changes']) {
    await put('GET', path);
  }
  for (const path of ['/member/by/email/ADA@example.com', '/project/engine?include=openTasks,points,tasks']) {
    await put('GET', path);
  }
  await put('POST', '/comment', { taskId: task.id, id: 'c1', text: 'Brass.' });
  await put('GET', `/comment/${task.id}`);
  const document = '{ projects { totalCount edges { node { openTasks points tasks { edges { node { title } } } } } } }';
  await put('POST', '/graphql', { query: document });
  await put('POST', '/transaction', {
    writes: [
      { updateMember: { id: 'ada', patch: { familyName: 'King' } } },
      { createComment: { input: { taskId: task.id, id: 'c2', text: 'Steel.' } } },
    ],
  });
  await put('GET', `/task/${task.id}/history`);
  await put('GET', `/task/${task.id}?at=1`);
  await put('DELETE', `/task/${task.id}`);
  await put('GET', '/task/trash');
  await put('POST', `/task/${task.id}/restore`, {});
  await put('DELETE', `/comment/${task.id}/c1`);
}

const withOrganisations: GatewayDefinition = defineGateway({ name: 'tracker', modules: [tracker], transactions: true });

describe.each([
  ['tenants', tenantsAlone, ['acme', 'globex', 'a*', 'x.y']],
  ['tenantsBeside', withOrganisations, ['acme', 'globex']],
] as const)('with the rights of %s', (name, definition, tenants) => {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  let cloud: Awaited<ReturnType<typeof openCloud>>;
  let gateway: TestGateway;
  beforeAll(async () => {
    cloud = await openCloud(stages[name].template, prefix, 'Gateway');
    gateway = await openGateway('v2', { definition, authentication, ...cloud.options });
  });
  afterAll(() => cloud.close());

  const askAs = (org: string | undefined, roles: readonly string[] = []): Ask => {
    const caller: Caller = { id: 'u', userName: 'u', roles, claims: { ...(org !== undefined && { org }) } };
    return async (method, target, body, key) =>
      gateway.send(method, target, {
        body,
        headers: { authorization: JSON.stringify(caller), ...(key !== undefined && { 'idempotency-key': key }) },
      });
  };

  test('everything that a tenant does is allowed in its session, and what is its own in no session of another', async () => {
    for (const tenant of tenants) await work(askAs(tenant));
    expect((await gateway.send('GET', '/health?deep')).status).toBe(200);
    expect(cloud.denied).toEqual([]);
    const sessionOf = (tenant: string): string => {
      const call = cloud.seen.find(({ requests }) =>
        requests.some(({ values }) => values['dynamodb:LeadingKeys']?.includes(encodeURIComponent(tenant))),
      );
      return call!.by;
    };
    const isOfTenant = ({ arn }: Request): boolean =>
      new RegExp(`/${prefix}(member|project|task|comment|history|trash|counter|unique$)`).test(arn) ||
      arn.endsWith('/index/byFeed');
    let judged = 0;
    for (const { by, requests } of cloud.seen) {
      for (const request of requests) {
        if (!isOfTenant(request) || (name === 'tenantsBeside' && request.arn.endsWith('-unique'))) continue;
        judged++;
        expect(by).toMatch(/^ASIA/);
        for (const tenant of tenants) {
          const other = sessionOf(tenant);
          expect([tenant, request, cloud.isAllowed(other, request)]).toEqual([tenant, request, other === by]);
        }
        expect(cloud.isAllowed('own', request)).toBe(false);
      }
    }
    expect(judged).toBeGreaterThan(40 * tenants.length);
    // One session for each, whatever it does.
    expect(new Set(cloud.seen.map(({ by }) => by).filter((by) => by !== 'own')).size).toBe(tenants.length);
  });

  test('what names no key, or the keys of several, is allowed in no session', () => {
    const [session] = cloud.keysOf('acme') as [string];
    const request = { action: 'dynamodb:GetItem', arn: arnOf('dynamodb', `table/${prefix}project`) };
    const keys = (...texts: string[]) => ({ values: { 'dynamodb:LeadingKeys': texts } });
    expect(cloud.isAllowed(session, { ...request, ...keys('acme') })).toBe(true);
    for (const values of [{ values: {} }, keys('acme', 'globex'), keys('acmes'), keys('acmes#p1'), keys('@acmes/x')]) {
      expect([values, cloud.isAllowed(session, { ...request, ...values })]).toEqual([values, false]);
    }
  });
});

test('a consumer works in the session of the tenant that its event names', async () => {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const cloud = await openCloud(stages.tenants.template, prefix, 'Looking');
  const tables = { endpoint: process.env.TEST_ENGINE!, domains: tenantsAlone.domains, prefix, say: () => undefined };
  await createTables(tables);
  noteTables(tenantsAlone, prefix);
  const take = createConsumer(looking, { ...cloud.options, log: () => undefined, listed: tenantsAlone });
  const event = { source: 'tandem.task', 'detail-type': 'TaskUpdated', detail: { tenant: 'acme', key: { id: 't1' } } };
  await take(event, {});
  expect(cloud.denied).toEqual([]);
  expect(cloud.seen.map(({ tenant }) => tenant)).toEqual(['acme']);
  cloud.close();
});

test('without a session the caller is told to come again, and the log why', async () => {
  const log: object[] = [];
  const gateway = await openGateway('v2', {
    definition: tenantsAlone,
    tenantSessions: { role: 'role', shared: 'shared', endpoint: 'http://127.0.0.1:9' },
    log: (entry) => log.push(entry),
  });
  const answer = await gateway.send('GET', '/project');
  expect([answer.status, answer.json.type, answer.headers['retry-after']]).toEqual([503, '/problems/unavailable', '1']);
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: 'tenant session',
      error: expect.objectContaining({ name: 'Error' }),
    }),
  );
});

test('the variables and the option are in docs/deploy.md', () => {
  const text = textOf('docs/deploy.md');
  for (const name of ['TENANT_ROLE', 'TENANT_RIGHTS', 'tenantSessions'])
    expect([name, text.includes(`\`${name}\``)]).toEqual([name, true]);
});
