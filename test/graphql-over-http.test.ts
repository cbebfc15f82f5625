import { serverAudits } from 'graphql-http';
import { serve } from '../local/http';
import { anyone } from '../schema/access';
import { Id } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { formats, openGateway } from './harness';

@Domain('book', { access: { read: anyone, write: anyone }, scan: true })
class Book {
  @Id() id!: string;
}

// The public audit suite of GraphQL over HTTP, https://github.com/graphql/graphql-http, over a real socket.
// Without the preflight header the three notices about GET are Apollo's protection against cross-site requests.
describe.each(formats)('with %s events', (payload) => {
  test.each([
    { preflight: true, ok: 61, notices: 0 },
    { preflight: false, ok: 58, notices: 3 },
  ])('61 audits: $ok ok, $notices notices (preflight header: $preflight)', async ({ preflight, ok, notices }) => {
    const { handler } = await openGateway(payload);
    const server = await serve({ handler, host: '127.0.0.1', port: 4600, payload, log: () => undefined });
    try {
      const results = [];
      for (const audit of serverAudits({ url: `${server.url}/graphql`, fetchFn: preflight ? withPreflight : fetch })) {
        results.push(await audit.fn());
      }
      const failed = results.filter(({ status }) => status === 'error' || status === 'warn');
      expect(failed.map(({ id, name, status }) => `${status} ${id} ${name}`)).toEqual([]);
      expect(results.filter(({ status }) => status === 'ok')).toHaveLength(ok);
      expect(results.filter(({ status }) => status === 'notice')).toHaveLength(notices);
    } finally {
      await server.close();
    }
  });
});

// RFC 9110, section 15.5.7, and GraphQL over HTTP, section 6.1: the types of an answer are these two. JSON has no parameters
// (RFC 8259, section 11), so that they keep nobody away.
describe('an Accept header', () => {
  const document = 'mutation ($input: BookInput!) { createBook(input: $input) { id } }';
  const send = async (accept: string) => {
    const gateway = await openGateway('v2', { domains: [Book] });
    const answer = await gateway.graphql(document, { input: { id: 'b' } }, { accept });
    return { answer, isThere: (await gateway.send('GET', '/book/b')).status === 200 };
  };

  test.each(['text/html', 'image/png, application/problem+json', 'application/json;q=0', 'multipart/mixed'])(
    '%s is refused, and nothing is done',
    async (accept) => {
      const { answer, isThere } = await send(accept);
      expect(answer.status).toBe(406);
      expect(answer.json).toEqual({
        errors: [
          {
            message: 'The answer is application/json or application/graphql-response+json.',
            extensions: { code: 'BAD_REQUEST', type: '/problems/not-acceptable' },
          },
        ],
      });
      expect(isThere).toBe(false);
    },
  );

  test.each([
    ['application/json;profile="a"', 'application/json'],
    ['application/graphql-response+json; charset=latin1', 'application/graphql-response+json'],
    ['text/html, */*;q=0.1', 'application/json'],
    ['application/json;q=0.1, application/graphql-response+json;q=0.9', 'application/graphql-response+json'],
  ])('%s is answered with %s', async (accept, type) => {
    const { answer, isThere } = await send(accept);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
    expect(isThere).toBe(true);
  });
});

// GraphQL over HTTP, sections 6.4.1 and 6.4.2: the status is that of the type of the answer, whatever else the header names.
test.each([
  ['application/json', 200],
  ['*/*', 200],
  ['application/json, application/graphql-response+json', 200],
  ['application/graphql-response+json;q=0.5, application/json', 200],
  ['application/json;q=0.9, application/graphql-response+json;q=0.8, */*;q=0.1', 200],
  ['application/graphql-response+json;q=0, application/json', 200],
  ['application/graphql-response+json', 400],
  ['application/graphql-response+json, application/json;q=0.9', 400],
  ['application/graphql-response+json, */*', 400],
])('a document that cannot run is answered to Accept: %s with %d', async (accept, status) => {
  const gateway = await openGateway('v2', { domains: [Book] });
  const answers = [
    await gateway.graphql('{ nope }', undefined, { accept }),
    await gateway.graphql(
      'mutation ($input: BookInput!) { createBook(input: $input) { id } }',
      { input: 5 },
      { accept },
    ),
  ];
  const type = status === 200 ? 'application/json' : 'application/graphql-response+json';
  for (const answer of answers)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, `${type}; charset=utf-8`]);
});

const withPreflight: typeof fetch = (url, options) =>
  fetch(url, { ...options, headers: { ...(options?.headers as object), 'apollo-require-preflight': '1' } });
