import { apiKeyAuthentication } from '../../api/auth/authentication';
import { definition } from '../usual';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// What a person reads who opens an address. The header is what Chromium sends for a navigation; RFC 9110, sections
// 12.5.1 and 15.5: a refusal has a representation with an explanation, in a form that was asked for.
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe.each(formats)('events of %s', (format) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(format, { graphql: { production: true } });
  });
  const open = async (path: string) => gateway.send('GET', path, { headers: { accept } });

  test.each([
    ['/graphql', 400, 'This is the address of GraphQL. POST the document'],
    ['/graphql?query={__typename}', 400, 'A browser is not answered here'],
    ['/nothing/here', 404, 'There is nothing at this path'],
    ['/problems/none', 404, 'There is nothing at this path'],
    ['/book/none', 404, 'There is no such item'],
    ['/book?limit=none', 400, 'A query parameter is wrong'],
    ['/mcp', 405, 'This path takes POST.'],
    ['/dynamodbmanager', 405, 'This path takes POST.'],
    ['/schema.graphql', 404, 'There is nothing at this path'],
  ])('%s is %i, on a page with a sentence', async (path, status, words) => {
    const answer = await open(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['vary']).toContain('Accept');
    expect(answer.text).toContain(words);
    expect(answer.text).not.toMatch(/CSRF|\{"type"/);
  });

  test('the headers of a refusal stay', async () => {
    const answer = await open('/mcp');
    expect(answer.headers['allow']).toBe('POST, OPTIONS');
    const head = await gateway.send('HEAD', '/nothing/here', { headers: { accept } });
    expect([head.status, head.text]).toEqual([404, '']);
  });

  test('a page of a refusal says nothing that it was sent', async () => {
    const { text } = await open(`/book/${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(text).not.toContain('alert(1)');
  });

  test('the list of problems is a page with a link to each, and JSON for programs', async () => {
    const { status, text } = await open('/problems');
    expect(status).toBe(200);
    const links = [...text.matchAll(/href="problems\/([a-z-]+)"/g)].map(([, code]) => code);
    expect(links).toEqual(definition.problems);
    const { json, headers } = await gateway.send('GET', '/problems', { headers: { accept: 'application/json' } });
    expect(headers['content-type']).toContain('application/json');
    expect(json.items).toHaveLength(links.length);
    expect(json.items[0]).toEqual({ type: '/problems/bad-request', title: expect.any(String), status: 400 });
    expect((await gateway.send('POST', '/problems', {})).status).toBe(404);
  });

  // GraphQL over HTTP, section 6.4: what is no well-formed request is 400; the words are ours.
  test.each(['*/*', 'application/json', 'application/graphql-response+json', 'text/html, application/json'])(
    'programs that accept %s get the sentence as JSON',
    async (accepted) => {
      const graphql = await gateway.send('GET', '/graphql', { headers: { accept: accepted } });
      expect(graphql.status).toBe(400);
      expect(graphql.json.errors[0].message).toMatch(/^This is the address of GraphQL/);
      const rest = await gateway.send('GET', '/nothing/here', { headers: { accept: accepted } });
      expect(rest.headers['content-type']).toBe('application/problem+json');
    },
  );

  test('a write is never answered with a page', async () => {
    const answer = await gateway.send('POST', '/nothing/here', { headers: { accept } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('items are JSON in a browser too', async () => {
    expect((await open('/book')).headers['content-type']).toContain('application/json');
  });
});

// RFC 9110, section 15.5.7: 406 is about a representation that there is, which nobody learns of who may not ask for it.
// OWASP API2:2023 has authentication before everything else, and section 15.5.2 wants the challenge told.
describe.each(formats)('who it is comes before what it accepts, with events of %s', (format) => {
  let closed: TestGateway;
  beforeAll(async () => {
    closed = await openGateway(format, { authentication: apiKeyAuthentication([]) });
  });
  const routes: readonly [string, string][] = [
    ['GET', '/shelf/ada'],
    ['GET', '/loan/ada'],
    ['POST', '/book'],
    ['PATCH', '/book/p-1'],
    ['DELETE', '/book/p-1'],
  ];

  test.each(routes)('%s %s', async (method, path) => {
    for (const accepted of ['text/html', 'application/xml', 'application/vnd.api+json', accept]) {
      const body = method === 'POST' || method === 'PATCH' ? {} : undefined;
      const answer = await closed.send(method, path, { headers: { accept: accepted }, body });
      expect([accepted, answer.status]).toEqual([accepted, 401]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      const isPage = method === 'GET' && accepted.startsWith('text/html');
      expect(answer.headers['content-type']).toBe(isPage ? 'text/html; charset=utf-8' : 'application/problem+json');
      if (isPage) expect(answer.text).toContain('Sign in for this');
    }
  });

  test('what anybody may read is refused for its form, on a page where one is asked for', async () => {
    const page = await closed.send('GET', '/book', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers['content-type']]).toEqual([406, 'text/html; charset=utf-8']);
    const other = await closed.send('GET', '/book', { headers: { accept: 'application/xml' } });
    expect([other.status, other.headers['content-type']]).toEqual([406, 'application/problem+json']);
  });
});

test('links on the page of a refusal lead back through a stage', async () => {
  const gateway = await openGateway('v2');
  const { text } = await gateway.invoke({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/prod/nothing',
    rawQueryString: '',
    headers: { accept, host: 'abc123.execute-api.us-east-1.amazonaws.com' },
    requestContext: { stage: 'prod', requestId: 'r', http: { method: 'GET', path: '/prod/nothing' } },
    isBase64Encoded: false,
  });
  expect(text).toContain('href="/prod/problems/no-such-route"');
  expect(text).toContain('href="/prod/docs"');
});
