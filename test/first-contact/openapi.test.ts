import { eventOf } from '../../local/event';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// What answers really have, told in the document: RFC 9110, sections 8.8.3 (ETag) and 10.2.3 (Retry-After); OpenAPI 3.1,
// "Security Scheme Object", for keys in a header.
let document: any;
const answersOf = (path: string, method: string) => document.paths[path][method].responses;
const resolved = (answer: any) =>
  '$ref' in answer ? document.components.responses[answer.$ref.slice('#/components/responses/'.length)] : answer;

const followed = (schema: any): any =>
  schema.$ref ? followed(document.components.schemas[schema.$ref.slice('#/components/schemas/'.length)]) : schema;
/** The problems of an answer by their types. */
function problemsIn(answer: any): Map<string, any> {
  const schema = followed(answer.content['application/problem+json'].schema);
  const problems = (schema.oneOf ?? [schema]).map(followed);
  return new Map(problems.map((problem: any) => [problem.properties.type.const, problem]));
}

beforeAll(async () => {
  document = (await (await openGateway('v2')).send('GET', '/openapi.json')).json;
});

test('every answer has its X-Request-Id', () => {
  const answers = Object.values<any>(document.paths)
    .flatMap((path) => Object.values<any>(path))
    .flatMap(({ responses }) => Object.values(responses))
    .map(resolved);
  expect(answers.length).toBeGreaterThan(100);
  expect(answers.filter(({ headers }) => !headers?.['X-Request-Id'])).toEqual([]);
});

test('what asks for another try says when', () => {
  for (const status of ['503', '429']) {
    const { headers } = resolved(answersOf('/book', 'post')[status]);
    expect(Object.keys(headers)).toContain('Retry-After');
  }
});

test('a replay is told, where a key may be sent', () => {
  expect(Object.keys(answersOf('/book', 'post')['201'].headers)).toContain('Idempotent-Replayed');
  expect(Object.keys(answersOf('/book/{id}', 'get')['200'].headers)).not.toContain('Idempotent-Replayed');
});

test('a write that lost is answered with an ETag and the item in its own type', () => {
  for (const [path, method, status, problem, type] of [
    ['/book/{id}', 'patch', '412', 'precondition-failed', 'Book'],
    ['/book', 'post', '409', 'conflict', 'Book'],
    ['/shelf/{userName}', 'put', '412', 'precondition-failed', 'Shelf'],
  ] as const) {
    const answer = answersOf(path, method)[status];
    expect(Object.keys(answer.headers)).toContain('ETag');
    const { properties } = problemsIn(answer).get(`/problems/${problem}`)!;
    expect(properties.current).toMatchObject({ $ref: `#/components/schemas/${type}` });
  }
});

test('a key in place of a token is a scheme of its own', () => {
  expect(document.components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header', name: 'x-api-key' });
  expect(document.paths['/loan'].get.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
});

// OpenAPI 3.1.1, section 4.8.5 (Server Object): a url without a host is relative to the document, and generators that read
// it from a file take http://localhost for it.
describe.each(formats)('the server, with %s events', (payload) => {
  const serversTo = async (headers: Readonly<Record<string, string>>, port = 443, path = '/openapi.json') => {
    const incoming = { method: 'GET', target: path, body: Buffer.alloc(0), httpVersion: '1.1', sourceIp: '::1', port };
    const event: any = eventOf({ ...incoming, headers: Object.entries(headers) }, payload);
    return (change: (event: any) => void = () => undefined) => {
      change(event);
      return gateway.invoke(event).then(({ json }) => json.servers);
    };
  };
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload);
  });
  /** As API Gateway has it, which takes requests over TLS alone. */
  const asDeployed = (event: any): void => {
    for (const [name, value] of [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Port', '443'],
    ] as const) {
      for (const map of [event.headers, event.multiValueHeaders ?? {}]) {
        for (const spelling of Object.keys(map).filter((key) => key.toLowerCase() === name.toLowerCase()))
          map[spelling] = Array.isArray(map[spelling]) ? [value] : value;
      }
    }
  };

  test('is the address that was asked, on a machine', async () => {
    expect(await (await serversTo({ host: 'localhost:3000' }, 3000))()).toEqual([{ url: 'http://localhost:3000' }]);
    expect(await (await serversTo({ host: '127.0.0.1' }, 80))()).toEqual([{ url: 'http://127.0.0.1' }]);
  });

  test('is the domain of API Gateway, with its stage', async () => {
    const deployed = await serversTo({ host: 'abcdef1234.execute-api.eu-west-1.amazonaws.com' });
    expect(await deployed(asDeployed)).toEqual([{ url: 'https://abcdef1234.execute-api.eu-west-1.amazonaws.com' }]);
    const atStage = await serversTo({ host: 'abcdef1234.execute-api.eu-west-1.amazonaws.com' });
    const servers = await atStage((event) => {
      asDeployed(event);
      event.requestContext.stage = 'prod';
      if (payload === 'v1') event.requestContext.path = '/prod/openapi.json';
      else event.rawPath = event.requestContext.http.path = '/prod/openapi.json';
    });
    expect(servers).toEqual([{ url: 'https://abcdef1234.execute-api.eu-west-1.amazonaws.com/prod' }]);
  });

  // https://portswigger.net/web-security/web-cache-poisoning/exploiting-design-flaws: headers that are no part of a cache key.
  test('is never one that a header names', async () => {
    const named = ['x-forwarded-host', 'x-host', 'x-original-host', 'x-forwarded-server'];
    for (const header of named) {
      const ask = await serversTo({ host: 'shop.example', forwarded: 'host=evil.example', [header]: 'evil.example' });
      expect(await ask(asDeployed)).toEqual([{ url: 'https://shop.example' }]);
    }
    const ask = await serversTo({ host: 'evil.example' });
    const servers = await ask((event) => {
      asDeployed(event);
      event.requestContext.domainName = 'shop.example';
    });
    expect(servers).toEqual([{ url: '/' }]);
  });
});
