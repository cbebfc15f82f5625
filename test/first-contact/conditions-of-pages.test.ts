import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// RFC 9110, section 13.1.1: If-Match counts for every method and everything that has a representation, and a condition
// that does not hold is 412. What has no entity tag has none that could match; "*" holds as soon as there is something.
// Section 13.2.1: a condition is let be where the answer would be no success without it.

const shown = ['/', '/problems', '/problems/not-found', '/playground.json'];
const documents = ['/openapi.json', '/asyncapi.json', '/schema.graphql'];
const asked = [...shown, ...documents, '/health', '/health?deep'];

describe.each(formats)('a page or a document, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
  });
  const send = async (method: string, path: string, match: string) =>
    gateway.send(method, path, { headers: { 'if-match': match } });

  test.each(asked)('%s is only for the If-Match that holds', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      for (const match of ['"1"', '"1", "2"', 'W/"1"', '"*"', '""']) {
        const answer = await send(method, path, match);
        expect([match, answer.status]).toEqual([match, 412]);
        if (method === 'GET') expect(answer.json.type).toBe('/problems/precondition-failed');
      }
      expect((await send(method, path, '*')).status).toBe(200);
    }
    expect((await send('GET', path, '1')).json).toMatchObject({ status: 400, type: '/problems/bad-header' });
    expect((await gateway.send('GET', path)).status).toBe(200);
  });

  test('a refusal is the same with a condition', async () => {
    const refused = async (path: string) => (await send('GET', path, '"1"')).status;
    expect(await refused('/problems/none')).toBe(404);
    const production = await openGateway(payload, { graphql: { production: true } });
    const answer = await production.send('GET', '/schema.graphql', { headers: { 'if-match': '"1"' } });
    expect(answer.status).toBe(404);
    const unreachable = await openGateway(payload, { endpoint: 'http://127.0.0.1:9' });
    const health = await unreachable.send('GET', '/health?deep', { headers: { 'if-match': '"1"' } });
    expect(health.status).toBe(503);
  });
});
