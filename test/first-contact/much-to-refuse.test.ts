import { apiKeyAuthentication } from '../../api/auth/authentication';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// graphql/graphql-js #1753 and apollographql/apollo-server #1846: each misfit of a variable costs a text of the whole
// value. OWASP API4:2023, unrestricted resource consumption.

const names = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

const create = 'mutation ($input: BookInput!) { createBook(input: $input) { id } }';

/** The processor time of some work, in microseconds. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe.each(formats)('much to refuse, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
  });

  test('a body is looked through only until there is enough to tell', async () => {
    const { status, json } = await gateway.send('POST', '/book', { body: names(50_000) });
    expect([status, json.detail]).toEqual([422, '1000 or more fields are wrong. The first 12 are listed.']);
    const line = names(50);
    const nested = await gateway.send('PUT', '/shelf/a', { body: { items: Array.from({ length: 900 }, () => line) } });
    expect(nested.json.detail).toMatch(/^1000 or more fields are wrong/);
  });

  test('so is a filter', async () => {
    const filter = { or: Array.from({ length: 20_000 }, () => ({ id: { eq: 'a' } })) };
    const document = 'query ($filter: BookFilter) { books(filter: $filter) { edges { cursor } } }';
    const { json } = await gateway.graphql(document, { filter });
    expect(json.errors[0].message).toMatch(/^1000 or more parameters are wrong/);
  });

  test('variables that do not fit cost no more than their length', async () => {
    const ask = async (count: number) => gateway.graphql(create, { input: names(count) });
    await ask(2000);
    const few = await processorTime(async () => ask(2000));
    const many = await processorTime(async () => ask(20_000));
    // It grew with the square: a hundred times.
    expect(many / few).toBeLessThan(50);
  });

  test('who may not is told so before the body is read', async () => {
    const closed = await openGateway(payload, { authentication: apiKeyAuthentication([]) });
    const answer = await closed.send('POST', '/book', { raw: '{', headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.json.type]).toEqual([401, '/problems/unauthenticated']);
  });
});
