import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { buildSchema } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import type { Authentication } from '../api/auth/authentication';
import { localAccess } from '../local/tables';
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

/** Tasks and labels, each of which has many of the other, and members that follow each other. */
function joinedNouns(isOfTenant: boolean) {
  @Domain('job', { access, scan: !isOfTenant })
  class Job {
    @Id({ max: 40 }) id!: string;
    @Many(() => Label, { through: () => JobLabel, doc: 'What it is about.' }) labels!: Label[];
  }
  @Domain('label', { access, scan: !isOfTenant })
  class Label {
    @Id({ max: 40 }) id!: string;
    @Text({ max: 60 }) name!: string;
    @Many(() => Job, { through: () => JobLabel }) jobs!: Job[];
  }
  @Domain('job-label', {
    key: { partition: 'jobId', sort: 'labelId' },
    indexes: { byLabel: { partition: 'labelId', sort: 'jobId' } },
    page: { default: 5, max: 20 },
    access,
  })
  class JobLabel {
    @Reference(() => Job, { max: 40 }) jobId!: string;
    @Reference(() => Label, { max: 40 }) labelId!: string;
  }
  @Domain('person', { key: { partition: 'team', sort: 'id' }, access })
  class Person {
    @Text({ max: 40 }) team!: string;
    @Id({ max: 40 }) id!: string;
    @Many(() => Person, { through: () => Follow, by: 'followerId', to: 'followedId' }) following!: Person[];
    @Many(() => Person, { through: () => Follow, by: 'followedId' }) followers!: Person[];
  }
  // A join with an id of its own: the same two may be joined twice.
  @Domain('follow', {
    indexes: {
      byFollower: { partition: 'team', sort: 'followerId' },
      byFollowed: { partition: 'followedTeam', sort: 'followedId' },
    },
    access,
  })
  class Follow {
    @Id({ max: 40 }) id!: string;
    @Text({ max: 40 }) team!: string;
    @Reference(() => Person, { partition: 'team', max: 40 }) followerId!: string;
    @Text({ max: 40 }) followedTeam!: string;
    @Reference(() => Person, { partition: 'followedTeam', max: 40 }) followedId!: string;
  }
  const domains: readonly DeclaredClass[] = [Job, Label, JobLabel, Person, Follow];
  if (isOfTenant) for (const domain of domains) Tenant({ claim: 'org' })(domain);
  return { domains, definition: gatewayOf(domains) };
}

/** Every item of a connection, page by page in both directions. */
async function allNodes(one: Somebody, call: (page: string) => string, at: (data: Row) => Row, size: number) {
  const [forwards, backwards]: Row[][] = [[], []];
  for (let cursor = ''; ;) {
    const connection = at((await one.graphql(call(`first: ${size}${cursor && `, after: "${cursor}"`}`))).data);
    forwards!.push(...nodesOf(connection));
    if (!connection.pageInfo.hasNextPage) break;
    cursor = connection.pageInfo.endCursor;
  }
  for (let cursor = ''; ;) {
    const connection = at((await one.graphql(call(`last: ${size}${cursor && `, before: "${cursor}"`}`))).data);
    backwards!.unshift(...nodesOf(connection));
    if (!connection.pageInfo.hasPreviousPage) break;
    cursor = connection.pageInfo.startCursor;
  }
  expect(backwards).toEqual(forwards);
  return forwards!;
}

describe.each([
  ['behind a tenant', true],
  ['for everybody', false],
] as const)('many to many, %s', (_, isOfTenant) => {
  const { definition } = joinedNouns(isOfTenant);

  test('is the join of all, in the order of the joins, over both faces and both ways', async () => {
    const gateway = await openGateway('v2', { definition, authentication });
    const random = randomOf(22, Number(isOfTenant));
    const names = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
    const [jobs, labels] = [names('j', 6), names('l', 9)];
    const orgs = (isOfTenant ? ['acme', 'evil'] : ['acme']).map((org) => ({
      one: calledBy(gateway, org),
      // Some of the labels are not there.
      there: labels.filter(() => random.chance(0.7)),
      joins: jobs.flatMap((jobId) => labels.filter(() => random.chance(0.6)).map((labelId) => ({ jobId, labelId }))),
      org,
    }));
    for (const { one, there, joins, org } of orgs) {
      await createAll(
        one,
        'job',
        jobs.map((id) => ({ id })),
      );
      await createAll(
        one,
        'label',
        there.map((id) => ({ id, name: `${id} of ${org}` })),
      );
      await createAll(one, 'job-label', joins);
    }
    for (const { one, there, joins, org } of orgs) {
      const { items } = await one.get('/job?include=labels');
      expect(items.map(({ id }: Row) => id)).toEqual(jobs);
      for (const [index, id] of jobs.entries()) {
        const joined = joins.filter(({ jobId }) => jobId === id).map(({ labelId }) => labelId);
        const expected = joined.filter((labelId) => there.includes(labelId)).map((labelId) => `${labelId} of ${org}`);
        const found = await allNodes(
          one,
          (page) =>
            `{ job(id: "${id}") { labels(${page}) { totalCount edges { node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
          ({ job: { labels: connection } }) => {
            // What is counted are the joins.
            expect(connection.totalCount).toBe(joined.length);
            return connection;
          },
          1 + (index % 3),
        );
        expect(found.map(({ name }) => name)).toEqual(expected);
        // The first page is as long as one of joins.
        const onPage = joined.slice(0, 5).filter((labelId) => there.includes(labelId));
        const { labels: first } = items[index];
        expect(first.items.map((label: Row) => label.name)).toEqual(onPage.map((labelId) => `${labelId} of ${org}`));
        expect(first.nextCursor !== undefined).toBe(joined.length > 5);
        if (first.nextCursor === undefined) continue;
        // It goes on in the list of the joins.
        const rest = await one.get(`/job-label?jobId=${id}&include=label&cursor=${first.nextCursor}`);
        expect(rest.items.map(({ labelId }: Row) => labelId)).toEqual(joined.slice(5, 10));
      }
      const back = (await one.graphql('{ labels { edges { node { id jobs(first: 20) { edges { node { id } } } } } } }'))
        .data;
      expect(
        nodesOf(back.labels).map(({ id, jobs: connection }) => [id, nodesOf(connection).map((job) => job.id)]),
      ).toEqual(
        there.toSorted().map((id) => [id, joins.filter(({ labelId }) => labelId === id).map(({ jobId }) => jobId)]),
      );
    }
  });

  test('goes through keys of two fields, and through joins of which two are of the same items', async () => {
    const one = calledBy(await openGateway('v2', { definition, authentication }), 'acme');
    const people = ['a/1', 'a/2', 'b/1'].map((text) => ({ team: text[0], id: text[2] }));
    await createAll(one, 'person', people);
    const follows = ['a/1>b/1', 'a/1>a/2', 'a/1>b/1', 'b/1>a/1', 'a/2>b/9'].map((text, index) => ({
      id: `f${index}`,
      team: text[0],
      followerId: text[2],
      followedTeam: text[4],
      followedId: text[6],
    }));
    await createAll(one, 'follow', follows);
    const inWords = (items: readonly Row[]) => items.map(({ team, id }) => `${team}/${id}`).toSorted();
    const expected = {
      'a/1': { following: ['a/2', 'b/1', 'b/1'], followers: ['b/1'] },
      'a/2': { following: [], followers: ['a/1'] },
      'b/1': { following: ['a/1'], followers: ['a/1', 'a/1'] },
    };
    const query = (team?: string, id?: string) =>
      `{ person(team: "${team}", id: "${id}") { following(first: 10) { ...all } followers(first: 10) { ...all } } }
      fragment all on PersonConnection { edges { cursor node { team id } } }`;
    for (const { team, id } of people) {
      const { person } = (await one.graphql(query(team, id))).data;
      const sides = [nodesOf(person.following), nodesOf(person.followers)].map(inWords);
      const rest = await one.get(`/person/${team}/${id}?include=following,followers`);
      const told = { following: sides[0], followers: sides[1] };
      expect(told).toEqual(expected[`${team}/${id}` as keyof typeof expected]);
      expect({ following: inWords(rest.following.items), followers: inWords(rest.followers.items) }).toEqual(told);
      const cursors = person.following.edges.map(({ cursor }: Row) => cursor);
      expect(new Set(cursors).size).toBe(cursors.length);
    }
  });
});

test('the joins of an item are one query, and what the joins of a page lead to is one call', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  try {
    const { definition } = joinedNouns(false);
    const gateway = await openGateway('v2', { definition, authentication, endpoint: proxy.endpoint });
    // What was planned is told to administrators.
    const one = calledBy(gateway, 'acme', ['admin']);
    await createAll(one, 'job', [{ id: 'j1' }, { id: 'j2' }]);
    const labels = Array.from({ length: 15 }, (_, index) => `l${index}`);
    await createAll(
      one,
      'label',
      labels.map((id) => ({ id, name: id })),
    );
    await createAll(
      one,
      'job-label',
      ['j1', 'j2'].flatMap((jobId) => labels.map((labelId) => ({ jobId, labelId }))),
    );
    proxy.set();
    const query = '{ jobs(first: 2) { edges { node { labels(first: 15) { edges { node { name } } } } } } }';
    const { json } = await one.send('POST', '/graphql', { query, extensions: { explain: true } });
    // Two pages of 15 joins, one batch of 30 labels, and the page of two jobs around them.
    expect(json.extensions.cost.planned).toBe(2 * (1 + 15) + 1 + (1 + 2));
    expect(Object.fromEntries(proxy.calls)).toEqual({ Scan: 1, Query: 2, BatchGetItem: 1 });
    proxy.set();
    await one.get('/job?include=labels');
    expect(Object.fromEntries(proxy.calls)).toEqual({ Scan: 1, Query: 2, BatchGetItem: 1 });
  } finally {
    await proxy.close();
  }
});

test.each([
  ['the joins', role('keeper'), signedIn],
  ['what they lead to', signedIn, role('keeper')],
])('who may not read %s is refused the relation', async (_, ofJoins, ofTargets) => {
  @Domain('song', { access: { read: ofTargets, write: signedIn } })
  class Song {
    @Id({ max: 40 }) id!: string;
  }
  @Domain('album', { access })
  class Album {
    @Id({ max: 40 }) id!: string;
    @Many(() => Song, { through: () => Track }) songs!: Song[];
  }
  @Domain('track', { key: { partition: 'albumId', sort: 'songId' }, access: { read: ofJoins, write: signedIn } })
  class Track {
    @Reference(() => Album, { max: 40 }) albumId!: string;
    @Reference(() => Song, { max: 40 }) songId!: string;
  }
  const gateway = await openGateway('v2', { definition: gatewayOf([Song, Album, Track]), authentication });
  const [keeper, other] = [calledBy(gateway, 'o', ['keeper']), calledBy(gateway, 'o')];
  await createAll(other, 'song', [{ id: 's' }]);
  await createAll(other, 'album', [{ id: 'a' }]);
  await createAll(other, 'track', [{ albumId: 'a', songId: 's' }]);
  const query = '{ album(id: "a") { songs { edges { node { id } } } } }';
  expect((await keeper.graphql(query)).data.album.songs.edges).toEqual([{ node: { id: 's' } }]);
  expect((await keeper.get('/album/a?include=songs')).songs.items).toMatchObject([{ id: 's' }]);
  expect(await other.graphql(query)).toMatchObject({
    data: { album: { songs: null } },
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  expect((await other.send('GET', '/album/a?include=songs')).status).toBe(403);
});

test('an item that does not fit a strict class is withheld, and takes none of the others along', async () => {
  @Domain('scene', { strict: true, access })
  class Scene {
    @Id({ max: 40 }) id!: string;
    @Integer() length!: number;
  }
  @Domain('film', { access })
  class Film {
    @Id({ max: 40 }) id!: string;
    @Many(() => Scene, { through: () => Cut }) scenes!: Scene[];
  }
  @Domain('cut', { key: { partition: 'filmId', sort: 'sceneId' }, access })
  class Cut {
    @Reference(() => Film, { max: 40 }) filmId!: string;
    @Reference(() => Scene, { max: 40 }) sceneId!: string;
  }
  const gateway = await openGateway('v2', { definition: gatewayOf([Scene, Film, Cut]), authentication });
  const one = calledBy(gateway, 'o');
  await createAll(one, 'film', [{ id: 'f' }]);
  await createAll(
    one,
    'scene',
    ['s1', 's2', 's3'].map((id) => ({ id, length: 1 })),
  );
  await createAll(
    one,
    'cut',
    ['s1', 's2', 's3'].map((sceneId) => ({ filmId: 'f', sceneId })),
  );
  const client = new DynamoDBClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
  // As another program leaves it.
  await client.send(new PutCommand({ TableName: `${gateway.prefix}scene`, Item: { id: 's2', length: 'long' } }));
  client.destroy();
  const { json } = await gateway.graphql(
    '{ film(id: "f") { scenes { edges { node { id } } } } }',
    {},
    { authorization: JSON.stringify({ id: 'u', userName: 'u', roles: [], claims: {} }) },
  );
  expect(nodesOf(json.data.film.scenes).map((node) => node?.id ?? null)).toEqual(['s1', null, 's3']);
  expect(json.errors).toMatchObject([{ path: ['film', 'scenes', 'edges', 1, 'node'] }]);
  const rest = await one.get('/film/f?include=scenes');
  expect(rest.scenes.items.map(({ id }: Row) => id)).toEqual(['s1', 's3']);
  expect(rest.warnings).toMatchObject([{ pointer: '/scenes/items' }]);
});

test('the documents tell of many to many, and whatever leads to nothing is refused with the line to add', async () => {
  const gateway = await openGateway('v2', { definition: joinedNouns(true).definition, authentication });
  const { json } = await gateway.send('GET', '/openapi.json');
  expect(json.components.schemas.Job.properties.labels).toMatchObject({
    description: 'What it is about. Only there when include= asks for it.',
    $ref: '#/components/schemas/LabelList',
  });
  const tag = json.tags.find(({ name }: Row) => name === 'Job')['x-tandem-domain'];
  expect(tag.many).toEqual([{ name: 'labels', to: 'JobLabel', by: 'jobId' }]);
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const { labels } = (schema.getType('Job') as GraphQLObjectType).getFields();
  expect([String(labels!.type), labels!.args.map(({ name }) => name).toSorted(), labels!.description]).toEqual([
    'LabelConnection',
    ['after', 'before', 'first', 'last'],
    'What it is about.',
  ]);
});

describe('many to many that cannot be is refused at the start, with what to write', () => {
  @Domain('pupil')
  class Pupil {
    @Id({ max: 40 }) id!: string;
  }
  /** What is said of a course whose pupils come through a class of enrolments. */
  function refusalOf(
    enrolment: () => DeclaredClass,
    options: object = {},
    others: readonly DeclaredClass[] = [],
  ): string {
    @Domain('course')
    class Course {
      @Id({ max: 40 }) id!: string;
      @Many(() => Pupil, { through: () => enrolment(), ...options }) pupils!: Pupil[];
    }
    courseOf = () => Course;
    try {
      operationsOf([Pupil, Course, ...others, enrolment()]);
      return '';
    } catch (error) {
      return String(error instanceof Error ? error.message : error);
    }
  }
  let courseOf: () => DeclaredClass = () => Pupil;

  test('through a domain that refers to one side alone', () => {
    @Domain('enrolment', { key: { partition: 'courseId', sort: 'pupilId' } })
    class Enrolment {
      @Reference(() => courseOf(), { max: 40 }) courseId!: string;
      @Text({ max: 40 }) pupilId!: string;
    }
    expect(refusalOf(() => Enrolment)).toBe(
      'Course.pupils goes through Enrolment, which has no further @Reference to Pupil: write there `@Reference(() => Pupil) pupilId!: string`.',
    );
  });
  test('through a domain that refers to one side twice', () => {
    @Domain('enrolment', { key: { partition: 'courseId', sort: 'pupilId' } })
    class Enrolment {
      @Reference(() => courseOf(), { max: 40 }) courseId!: string;
      @Reference(() => Pupil, { max: 40 }) pupilId!: string;
      @Reference(() => Pupil, { max: 40, optional: true }) buddyId?: string;
    }
    expect(refusalOf(() => Enrolment)).toBe(
      'Course.pupils goes through Enrolment, where "pupilId" and "buddyId" refer to Pupil: say which, as in to: \'pupilId\'.',
    );
    expect(refusalOf(() => Enrolment, { to: 'buddyId' })).toBe('');
  });
  test('through a domain that no index lists by this side', () => {
    @Domain('enrolment', { key: { partition: 'pupilId', sort: 'courseId' } })
    class Enrolment {
      @Reference(() => Pupil, { max: 40 }) pupilId!: string;
      @Reference(() => courseOf(), { max: 40 }) courseId!: string;
    }
    expect(refusalOf(() => Enrolment)).toBe(
      'Course.pupils: no key or index of Enrolment begins with "courseId": declare indexes: { byCourseId: { partition: \'courseId\' } }.',
    );
  });
  test('through a domain that cannot be listed, or is not one', () => {
    @Domain('enrolment', { key: { partition: 'courseId', sort: 'pupilId' }, operations: ['get', 'create'] })
    class Enrolment {
      @Reference(() => courseOf(), { max: 40 }) courseId!: string;
      @Reference(() => Pupil, { max: 40 }) pupilId!: string;
    }
    expect(refusalOf(() => Enrolment)).toBe(
      "Course.pupils is read with 'list' of Enrolment, which is not one of its operations: add 'list' to operations in @Domain('enrolment').",
    );
    class Nothing {
      @Reference(() => Pupil, { max: 40 }) pupilId!: string;
    }
    expect(() => operationsOf([Pupil, courseOf()])).toThrow(
      'Course.pupils goes through Enrolment, which is not in the list of domains: add it there.',
    );
    expect(refusalOf(() => Nothing)).toContain('Nothing');
  });
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
