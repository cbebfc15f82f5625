import { tokenAuthentication } from '../api/auth/authentication';
import { openGateway } from './harness';
import type { Answer, TestGateway } from './harness';
import { openFakeIssuer } from './tokens';
import type { FakeIssuer } from './tokens';

// What those are told who may not: what to do about it, and nothing that is of another machine.

const tokensFrom = '/_local/issuer/token';
const help = `For a token, POST {"user":"alice"}, {"user":"admin"}, or {"user":"carol","roles":["…"]} with the roles it needs, as JSON to ${tokensFrom}.`;
const list = '{ books(first: 1) { edges { node { id } } } }';

let issuer: FakeIssuer;
let local: TestGateway;
let deployed: TestGateway;
beforeAll(async () => {
  issuer = await openFakeIssuer();
  const { audience, jwksUri } = issuer;
  const authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
  local = await openGateway('v1', { authentication, tokensFrom });
  deployed = await openGateway('v2', { authentication, tablePrefix: local.prefix });
  const body = { id: 'p1', title: 'A', category: 'c', price: 1 };
  expect((await local.send('POST', '/book', { headers: as('admin'), body })).status).toBe(201);
});
afterAll(async () => issuer.close());

const as = (name?: string): Record<string, string> =>
  name === undefined ? {} : { authorization: `Bearer ${issuer.token(name)}` };

/** The sentence for people, on either face. */
const wordsOf = ({ json }: Answer): string => json.detail ?? json.errors[0].message;

const refusals: [string, (gateway: TestGateway) => Promise<Answer>][] = [
  ['nobody writes', async (gateway) => gateway.send('POST', '/book', { body: {} })],
  ['alice writes', async (gateway) => gateway.send('DELETE', '/book/p1', { headers: as('alice') })],
  ['alice reads of bob', async (gateway) => gateway.send('GET', '/shelf/bob', { headers: as('alice') })],
  ['the token has expired', async (gateway) => gateway.send('GET', '/book', { headers: as('expired') })],
  [
    'alice uses the envelope',
    async (gateway) => gateway.send('POST', '/dynamodbmanager', { headers: as('alice'), body: {} }),
  ],
  ['nobody writes over GraphQL', async (gateway) => gateway.graphql('mutation { deleteBook(id: "p1") }')],
  [
    'alice writes over GraphQL',
    async (gateway) => gateway.graphql('mutation { deleteBook(id: "p1") }', {}, as('alice')),
  ],
  ['a token for others over GraphQL', async (gateway) => gateway.graphql(list, {}, as('wrong-aud'))],
];

test.each(refusals)('%s: a local gateway says where a token is to be had, a deployed one does not', async (_, ask) => {
  const [here, there] = [await ask(local), await ask(deployed)];
  expect(wordsOf(here)).toBe(`${wordsOf(there)} ${help}`);
  expect(there.text).not.toMatch(/local|npm|alice/i);
});

test('the page of a problem tells of the local issuer only where there is one', async () => {
  for (const code of ['unauthenticated', 'forbidden']) {
    expect((await local.send('GET', `/problems/${code}`)).text).toContain('npm start -- --auth=jwt');
    expect((await deployed.send('GET', `/problems/${code}`)).text).not.toMatch(/npm|local/i);
  }
});

test('what no token can change is not answered with the way to one', async () => {
  const body = { operation: 'read', tableName: 'idempotency', payload: {} };
  const answer = await local.send('POST', '/dynamodbmanager', { headers: as('admin'), body });
  expect(answer.status).toBe(403);
  expect(answer.text).not.toContain(tokensFrom);
});

test('an error before any GraphQL runs is one that a GraphQL client can read', async () => {
  const answer = await local.graphql(list, {}, as('expired'));
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="tandem"' } });
  expect(answer.json.errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED', type: '/problems/unauthenticated' } },
  ]);
});

test('an issuer that is down is not taken for a token that is wrong', async () => {
  const other = await openFakeIssuer();
  const { audience, jwksUri } = other;
  const authentication = tokenAuthentication({
    issuers: [{ issuer: other.issuer, audience, jwksUri }],
    log: () => undefined,
  });
  const gateway = await openGateway('v1', { authentication, tokensFrom });
  other.behave('down');
  const headers = { authorization: `Bearer ${other.token('alice')}` };
  const rest = await gateway.send('GET', '/book', { headers });
  expect(rest).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
  const graphql = await gateway.graphql(list, {}, headers);
  expect(graphql).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
  for (const answer of [rest, graphql]) {
    expect(wordsOf(answer)).toMatch(/^The issuer of the token cannot be reached/);
    // Another token would not help.
    expect(answer.text).not.toContain(tokensFrom);
    expect(answer.text).not.toContain(jwksUri);
  }
  expect((await gateway.send('GET', '/problems/unavailable')).text).toContain('the issuer of the token');
  await other.close();
});

describe('how a list was read', () => {
  const asked: [string, (who?: string) => Promise<Answer>][] = [
    ['REST', async (who) => local.send('GET', '/book?limit=1&explain=true', { headers: as(who) })],
    [
      'GraphQL, by the query string',
      async (who) => local.send('POST', '/graphql?explain=true', { headers: as(who), body: { query: list } }),
    ],
    [
      'GraphQL, in the body',
      async (who) =>
        local.send('POST', '/graphql', { headers: as(who), body: { query: list, extensions: { explain: true } } }),
    ],
    [
      'GraphQL, by GET',
      async (who) =>
        local.send('GET', `/graphql?query=${encodeURIComponent(list)}&extensions={"explain":true}`, {
          headers: { 'apollo-require-preflight': 'yes', ...as(who) },
        }),
    ],
  ];

  test.each(asked)('is told to administrators alone, over %s', async (_, ask) => {
    const nobody = await ask();
    expect(nobody.status).toBe(401);
    const alice = await ask('alice');
    expect(alice.status).toBe(403);
    expect(wordsOf(alice)).toBe(`How a list is read is told to administrators: ask without explain. ${help}`);
    for (const { text } of [nobody, alice]) {
      expect(text).not.toMatch(/"(plan|cost|path|readBudget|data|items)":/);
    }
    const admin = await ask('admin');
    expect(admin.status).toBe(200);
    expect(admin.json.plan ?? admin.json.extensions.plan.books).toMatchObject({
      path: 'Scan',
      calls: 1,
      returned: 1,
    });
    // By the name of its table nothing can be asked for, so nobody needs it.
    expect(admin.text).not.toContain(local.prefix);
  });
});
