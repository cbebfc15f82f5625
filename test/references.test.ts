import { buildSchema } from 'graphql';
import type { Authentication } from '../api/auth/authentication';
import { anyone, role, signedIn } from '../schema/access';
import { Id, Integer, ListOf, Many, NestedList, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import type { DeclaredClass, DomainOptions } from '../schema/facts';
import { Tenant } from '../schema/tenant';
import { operationsOf } from '../services';
import type { Caller } from '../services/context';
import { clientSources } from '../tools/codegen/client';
import { methodsOf } from '../tools/codegen/methods';
import { patternTexts } from '../tools/seed/pattern-texts';
import { seedRows } from '../tools/seed/rows';
import { openFaultProxy } from './fault-proxy';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { randomOf } from './random';
import type { Random } from './random';
import { gatewayOf } from './usual';

// References to keys of two fields, and many to many. The witness is a join in memory of all that was sent.

const access = { read: signedIn, write: signedIn };

/** The same nouns behind tenants, and under the templates of another program's table. */
function nouns(isOfTenant: boolean) {
  const remarkTable: DomainOptions = isOfTenant
    ? {}
    : {
        table: {
          key: { partition: { pk: 'TOPIC#{topicId}' }, sort: { sk: 'REMARK#{id}' } },
          indexes: { byReply: { partition: { gsi1pk: 'TOPIC#{topicId}' }, sort: { gsi1sk: 'REPLY#{replyToId}' } } },
        },
      };

  @Domain('remark', {
    key: { partition: 'topicId', sort: 'id' },
    indexes: {
      byReply: { partition: 'topicId', sort: 'replyToId' },
      byAbout: { partition: 'aboutId', sort: 'aboutTopicId' },
    },
    access,
    ...remarkTable,
  })
  class Remark {
    @Text({ max: 40 }) topicId!: string;
    @Id({ max: 40 }) id!: string;
    @Reference(() => Remark, { partition: 'topicId', as: 'replyTo', optional: true, max: 40 }) replyToId?: string;
    @Text({ max: 40, optional: true }) aboutTopicId?: string;
    @Reference(() => Remark, { partition: 'aboutTopicId', optional: true, max: 40 }) aboutId?: string;
    @Many(() => Remark, { by: ['topicId', 'replyToId'] }) replies!: Remark[];
    @Many(() => Remark, { by: ['aboutTopicId', 'aboutId'] }) mentions!: Remark[];
  }
  class Quote {
    @Text({ max: 40 }) topicId!: string;
    @Reference(() => Remark, { partition: 'topicId', max: 40 }) remarkId!: string;
  }
  @Domain('digest', { access })
  class Digest {
    @Id({ max: 40 }) id!: string;
    @NestedList(() => Quote) quotes!: Quote[];
  }
  const domains: readonly DeclaredClass[] = [Remark, Digest];
  if (isOfTenant) for (const domain of domains) Tenant({ claim: 'org' })(domain);
  return { domains, definition: gatewayOf(domains) };
}

type Row = Readonly<Record<string, any>>;

/** Who asks stands in the header Authorization, as JSON: what proves it is tested beside the verifiers of tokens. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const text = headers.get('authorization');
    return text === undefined ? undefined : (JSON.parse(text) as Caller);
  },
};

/** The gateway as somebody of an organisation calls it. */
function calledBy(gateway: TestGateway, org: string, roles: readonly string[] = []) {
  const caller: Caller = { id: `u-${org}`, userName: 'u', roles, claims: { org } };
  const headers = { authorization: JSON.stringify(caller) };
  return {
    get: async (path: string): Promise<any> => (await gateway.send('GET', path, { headers })).json,
    send: async (method: string, path: string, body?: object) => gateway.send(method, path, { headers, body }),
    graphql: async (query: string): Promise<any> => (await gateway.graphql(query, {}, headers)).json,
  };
}

type Somebody = ReturnType<typeof calledBy>;

async function createAll(one: Somebody, domain: string, items: readonly Row[]): Promise<void> {
  for (let begin = 0; begin < items.length; begin += 100) {
    const { json } = await one.send('POST', `/${domain}/batch`, { items: items.slice(begin, begin + 100) });
    expect(json.results.map(({ status }: Row) => status)).toEqual(json.results.map(() => 201));
  }
}

const byId = (items: readonly Row[]): readonly string[] =>
  items.map(({ topicId, id }) => `${topicId}/${id}`).toSorted();
const nodesOf = (connection: Row): readonly Row[] => connection.edges.map(({ node }: Row) => node);

/** Remarks that refer to each other, some to what is not there, and some with half of a reference. */
function randomRemarks(random: Random): readonly Row[] {
  const topics = ['t1', 't2', 't3'];
  const names = Array.from({ length: 10 }, (_, index) => `r${index}`);
  const keys = topics.flatMap((topicId) => names.filter(() => random.chance(0.8)).map((id) => ({ topicId, id })));
  return keys.map((key) => ({
    ...key,
    ...(random.chance(0.7) && { replyToId: random.pick(names) }),
    ...(random.chance(0.7) && { aboutTopicId: random.pick([...topics, 'gone']) }),
    ...(random.chance(0.7) && { aboutId: random.pick(names) }),
  }));
}

describe.each([
  ['behind a tenant', true],
  ['under the templates of a table', false],
] as const)('references to a key of two fields, %s', (_, isOfTenant) => {
  const { definition } = nouns(isOfTenant);

  test('lead to the same items as a join of all, over both faces', async () => {
    const gateway = await openGateway('v2', { definition, authentication });
    const random = randomOf(20, Number(isOfTenant));
    // The same keys in both, so that what leaks would be found.
    const orgs = (isOfTenant ? ['acme', 'evil'] : ['acme']).map((org) => ({
      one: calledBy(gateway, org),
      remarks: randomRemarks(random),
    }));
    for (const { one, remarks } of orgs) {
      await createAll(one, 'remark', remarks);
      const quotes = remarks.map(({ topicId, replyToId = 'none' }) => ({ topicId, remarkId: replyToId }));
      await createAll(one, 'digest', [{ id: 'all', quotes }]);
    }
    for (const { one, remarks } of orgs) {
      const referred = (topicId?: string, id?: string): string | null =>
        remarks.some((other) => other.topicId === topicId && other.id === id) ? `${topicId}/${id}` : null;
      const holding = (names: readonly [string, string], { topicId, id }: Row): readonly string[] =>
        byId(remarks.filter((other) => other[names[0]] === topicId && other[names[1]] === id));
      const nameOf = (item: Row | null | undefined): string | null => (item ? `${item.topicId}/${item.id}` : null);
      let found = 0;
      for (const topic of ['t1', 't2', 't3']) {
        const query = `{ remarks(topicId: "${topic}", first: 10) { edges { node { topicId id
          replyTo { topicId id } about { topicId id replyTo { topicId id } }
          replies { edges { node { topicId id } } } mentions { edges { node { topicId id } } } } } } }`;
        const overGraphQL = nodesOf((await one.graphql(query)).data.remarks);
        const { items } = await one.get(`/remark/${topic}?limit=10&include=replyTo,about.replyTo,replies,mentions`);
        const own = remarks.filter(({ topicId }) => topicId === topic);
        expect([byId(overGraphQL), byId(items)]).toEqual([byId(own), byId(own)]);
        for (const [index, sent] of own.toSorted((a, b) => (a.id < b.id ? -1 : 1)).entries()) {
          const about = remarks.find((other) => other.topicId === sent.aboutTopicId && other.id === sent.aboutId);
          const expected = {
            replyTo: referred(sent.topicId, sent.replyToId),
            about: referred(sent.aboutTopicId, sent.aboutId),
            beyond: about ? referred(about.topicId, about.replyToId) : null,
            replies: holding(['topicId', 'replyToId'], sent),
            mentions: holding(['aboutTopicId', 'aboutId'], sent),
          };
          const told = (item: Row, many: (relation: Row) => readonly Row[]) => ({
            replyTo: nameOf(item.replyTo),
            about: nameOf(item.about),
            beyond: nameOf(item.about?.replyTo),
            replies: byId(many(item.replies)),
            mentions: byId(many(item.mentions)),
          });
          expect(told(overGraphQL[index]!, nodesOf)).toEqual(expected);
          expect(told(items[index], ({ items: page }) => page)).toEqual(expected);
          // One that refers to nothing has no member; one that refers to what is not there has null.
          expect('replyTo' in items[index]).toBe(sent.replyToId !== undefined);
          found += expected.replies.length + Number(expected.about !== null);
        }
      }
      expect(found).toBeGreaterThan(5);
      const digest = (await one.graphql('{ digest(id: "all") { quotes { remark { topicId id } } } }')).data.digest;
      const quoted = remarks.map(({ topicId, replyToId }) => referred(topicId, replyToId));
      expect(digest.quotes.map(({ remark }: Row) => nameOf(remark))).toEqual(quoted);
      const { quotes } = await one.get('/digest/all?include=quotes.remark');
      expect(quotes.map(({ remark }: Row) => nameOf(remark))).toEqual(quoted);
    }
  });
});

test('all references of a page are one call, each item once', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    const { definition } = nouns(false);
    const one = calledBy(await openGateway('v2', { definition, authentication, endpoint: proxy.endpoint }), 'acme');
    const remarks = Array.from({ length: 60 }, (_, index) => ({
      topicId: 't',
      id: `r${index + 10}`,
      replyToId: `r${(index % 7) + 10}`,
      aboutTopicId: 't',
      aboutId: `r${(index % 5) + 10}`,
    }));
    await createAll(one, 'remark', remarks);
    proxy.set();
    const query = '{ remarks(topicId: "t", first: 60) { edges { node { replyTo { id } about { id } } } } }';
    expect(nodesOf((await one.graphql(query)).data.remarks)[9]).toEqual({
      replyTo: { id: 'r12' },
      about: { id: 'r14' },
    });
    expect(Object.fromEntries(proxy.calls)).toEqual({ Query: 1, BatchGetItem: 1 });
    proxy.set();
    expect((await one.get('/remark/t?limit=60&include=replyTo')).items[9].replyTo.id).toBe('r12');
    expect(Object.fromEntries(proxy.calls)).toEqual({ Query: 1, BatchGetItem: 1 });
  } finally {
    await proxy.close();
  }
});

test('who may not read the items that are referred to is refused them', async () => {
  @Domain('vault', { key: { partition: 'shelf', sort: 'id' }, access: { read: role('keeper'), write: anyone } })
  class Vault {
    @Text({ max: 40 }) shelf!: string;
    @Id({ max: 40 }) id!: string;
  }
  @Domain('ticket', { access })
  class Ticket {
    @Id({ max: 40 }) id!: string;
    @Text({ max: 40 }) shelf!: string;
    @Reference(() => Vault, { partition: 'shelf', max: 40 }) vaultId!: string;
  }
  const gateway = await openGateway('v2', { definition: gatewayOf([Vault, Ticket]), authentication });
  const [keeper, other] = [calledBy(gateway, 'o', ['keeper']), calledBy(gateway, 'o')];
  await createAll(other, 'vault', [{ shelf: 's', id: 'v' }]);
  await createAll(other, 'ticket', [{ id: 't', shelf: 's', vaultId: 'v' }]);
  const query = '{ ticket(id: "t") { id vault { shelf id } } }';
  expect((await keeper.graphql(query)).data.ticket).toEqual({ id: 't', vault: { shelf: 's', id: 'v' } });
  const refused = await other.graphql(query);
  expect(refused).toMatchObject({ data: { ticket: { vault: null } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect((await keeper.get('/ticket/t?include=vault')).vault).toMatchObject({ shelf: 's', id: 'v' });
  expect((await other.send('GET', '/ticket/t?include=vault')).status).toBe(403);
});

test('the documents and the SDK tell of both fields', async () => {
  const { definition } = nouns(true);
  const gateway = await openGateway('v2', { definition, authentication });
  const { json } = await gateway.send('GET', '/openapi.json');
  const remark = json.tags.find(({ name }: Row) => name === 'Remark')['x-tandem-domain'];
  expect(remark.references).toEqual([
    { field: ['replyToId'], partition: ['topicId'], name: 'replyTo', to: 'Remark' },
    { field: ['aboutId'], partition: ['aboutTopicId'], name: 'about', to: 'Remark' },
  ]);
  expect(remark.many).toEqual([
    { name: 'replies', to: 'Remark', by: 'topicId,replyToId' },
    { name: 'mentions', to: 'Remark', by: 'aboutTopicId,aboutId' },
  ]);
  expect(json.components.schemas.Remark.properties.replyTo.anyOf).toContainEqual({
    $ref: '#/components/schemas/Remark',
  });
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const { client } = clientSources(methodsOf(definition.operations), schema, json.components.schemas);
  expect(client).toContain("'about.replyTo'");
});

test('rows that are made refer to items that are there, by both fields', async () => {
  const [Remark] = nouns(false).domains;
  const items = randomRemarks(randomOf(21));
  const sources = { itemsOf: () => items, common: new Map(), patterns: await patternTexts() };
  const rows: Row[] = [];
  for await (const { body } of seedRows({ domain: domainOf(Remark!), count: 40, seed: 7, sources })) rows.push(body);
  const isThere = (topicId: string, id?: string): boolean =>
    id === undefined || items.some((item) => item.topicId === topicId && item.id === id);
  expect(rows.filter(({ aboutTopicId, aboutId }) => !isThere(aboutTopicId, aboutId))).toEqual([]);
  expect(rows.filter(({ aboutId }) => aboutId !== undefined).length).toBeGreaterThan(10);
});

describe('a reference that cannot be is refused at the start, with what to write', () => {
  @Domain('folio', {
    key: { partition: 'shelf', sort: 'id' },
    indexes: { byNext: { partition: 'shelf', sort: 'nextId' } },
  })
  class Folio {
    @Text({ max: 40 }) shelf!: string;
    @Id({ max: 40 }) id!: string;
    @Text({ max: 40, optional: true }) nextId?: string;
  }
  @Domain('sheet')
  class Sheet {
    @Id() id!: string;
  }
  /** What is said of a class with a few fields and one declaration. */
  function refusalOf(declaration: (prototype: object, name: string) => void, name: string): string {
    @Domain('holder', { key: { partition: 'room', sort: 'id' } })
    class Holder {
      @Text({ max: 40 }) room!: string;
      @Id({ max: 40 }) id!: string;
      @Text({ max: 40, optional: true }) loose?: string;
      @Integer() number!: number;
      @ListOf('text') words!: string[];
    }
    declaration(Holder.prototype, name);
    Domain('holder', { key: { partition: 'room', sort: 'id' } })(Holder);
    try {
      operationsOf([Folio, Sheet, Holder]);
      return '';
    } catch (error) {
      return String(error instanceof Error ? error.message : error);
    }
  }
  const ofFolio = (options: object) => Reference(() => Folio, options);
  test.each([
    [
      'without its partition',
      ofFolio({}),
      'folioId',
      'Holder.folio leads to Folio, whose key has two fields, "shelf" and "id", and the reference holds the second: name the field of Holder that holds the first, as in @Reference(() => Folio, { partition: \'shelf\' }), or give Folio an @Id of its own.',
    ],
    [
      'with the partition of a key of one field',
      Reference(() => Sheet, { partition: 'room' }),
      'sheetId',
      'Holder.sheet leads to Sheet, whose key is one field: take partition away.',
    ],
    [
      'with a partition that is no field',
      ofFolio({ partition: 'shelf' }),
      'folioId',
      'Holder.folio: partition names "shelf", which is not another field of Holder: declare there what holds "shelf" of Folio.',
    ],
    [
      'with itself as the partition',
      ofFolio({ partition: 'folioId' }),
      'folioId',
      'Holder.folio: partition names "folioId", which is not another field of Holder: declare there what holds "shelf" of Folio.',
    ],
    [
      'with a partition of another kind',
      ofFolio({ partition: 'number' }),
      'folioId',
      'Holder.folio: "number" cannot hold "shelf" of Folio: declare both as one kind.',
    ],
    [
      'with a partition that is in no key',
      ofFolio({ partition: 'words' }),
      'folioId',
      'Holder.folio: "words" cannot hold "shelf" of Folio: declare both as one kind.',
    ],
    [
      'with a partition that may be missing',
      ofFolio({ partition: 'loose' }),
      'folioId',
      'Holder.folio is always there, and "loose", which it needs, may be missing: make Holder.folioId optional, or take "optional" away from "loose".',
    ],
    [
      'of many by more fields than the key has',
      Many(() => Folio, { by: ['shelf', 'nextId', 'id'] }),
      'folios',
      'Holder.folios: "by" names 3 fields of Folio, and the key of Holder has 2: name one or two.',
    ],
    ['of many that no index lists', Many(() => Folio, { by: ['nextId', 'shelf'] }), 'folios', ''],
    [
      'of many by what is not the beginning of an index',
      Many(() => Folio, { by: ['id', 'nextId'] }),
      'folios',
      'Holder.folios: no key or index of Folio begins with "id" and "nextId": declare indexes: { byIdAndNextId: { partition: \'id\', sort: \'nextId\' } }.',
    ],
  ])('%s', (_, declaration, name, message) => {
    expect(refusalOf(declaration, name)).toBe(message);
  });
});
