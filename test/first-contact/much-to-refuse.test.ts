import { apiKeyAuthentication } from '../../api/auth/authentication';
import { channels } from '../../schema/channels';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// graphql/graphql-js #1753 and apollographql/apollo-server #1846: each misfit of a variable costs a text of the whole
// value. OWASP API4:2023, unrestricted resource consumption.

const names = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

const create = 'mutation ($input: BookInput!) { createBook(input: $input) { id } }';

describe.each(formats)('much to refuse, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
  });

  test('a body is looked through only until there is enough to tell', async () => {
    const { status, json } = await gateway.send('POST', '/book', { body: names(40_000) });
    expect([status, json.detail]).toEqual([422, '1000 or more fields are wrong. The first 12 are listed.']);
    const line = names(50);
    const nested = await gateway.send('PUT', '/shelf/a', { body: { items: Array.from({ length: 900 }, () => line) } });
    expect(nested.json.detail).toMatch(/^1000 or more fields are wrong/);
  });

  test('so is a filter, which ends at the first comparison or filter too many', async () => {
    const document = 'query ($filter: BookFilter) { books(filter: $filter) { edges { cursor } } }';
    const ask = async (filter: object) =>
      (await gateway.graphql(document, { filter })).json.errors[0].extensions.errors;
    const list = (count: number, one: object) => ({ or: Array.from({ length: count }, () => one) });
    expect(await ask(list(1000, { id: { eq: 'a' } }))).toEqual([
      { pointer: '/filter/or/50/id/eq', detail: 'is one comparison too many: 50 at most' },
    ]);
    // Four filters around each comparison.
    const wrapped = { and: [{ and: [{ and: [{ id: { eq: 'a' } }] }] }] };
    expect(await ask(list(100, wrapped))).toEqual([
      { pointer: '/filter/or/37/and/0', detail: 'is one filter too many: 150 at most' },
    ]);
  });

  test('variables are read up to as many values as a channel reads', async () => {
    const { values } = channels.graphql.reads;
    const fewer = await gateway.graphql(create, { input: names(values - 100) });
    expect(fewer.json.errors[0].message).toMatch(/^1000 or more fields are wrong/);
    const { status, json } = await gateway.graphql(create, { input: names(values) });
    expect([status, json.errors[0].extensions.type]).toEqual([413, '/problems/payload-too-large']);
  });

  test('who may not is told so before the body is read', async () => {
    const closed = await openGateway(payload, { authentication: apiKeyAuthentication([]) });
    const answer = await closed.send('POST', '/book', { raw: '{', headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.json.type]).toEqual([401, '/problems/unauthenticated']);
  });
});
