import { openGateway } from '../harness';

// What answers really have, told in the document: RFC 9110, sections 8.8.3 (ETag) and 10.2.3 (Retry-After); OpenAPI 3.1,
// "Security Scheme Object", for keys in a header.
let document: any;
const answersOf = (path: string, method: string) => document.paths[path][method].responses;
const resolved = (answer: any) =>
  '$ref' in answer ? document.components.responses[answer.$ref.slice('#/components/responses/'.length)] : answer;

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
  expect(Object.keys(document.components.responses['503'].headers)).toContain('Retry-After');
  expect(Object.keys(document.components.responses['429'].headers)).toContain('Retry-After');
});

test('a replay is told, where a key may be sent', () => {
  expect(Object.keys(answersOf('/book', 'post')['201'].headers)).toContain('Idempotent-Replayed');
  expect(Object.keys(answersOf('/book/{id}', 'get')['200'].headers)).not.toContain('Idempotent-Replayed');
});

test('a write that lost is answered with an ETag and the item in its own type', () => {
  for (const [path, method, status, type] of [
    ['/book/{id}', 'patch', '412', 'Book'],
    ['/book', 'post', '409', 'Book'],
    ['/shelf/{userName}', 'put', '412', 'Shelf'],
  ] as const) {
    const answer = answersOf(path, method)[status];
    expect(Object.keys(answer.headers)).toContain('ETag');
    expect(answer.content['application/problem+json'].schema.$ref).toBe(`#/components/schemas/${type}Conflict`);
    const { current, detail } = document.components.schemas[`${type}Conflict`].properties;
    expect(current).toEqual({ $ref: `#/components/schemas/${type}` });
    expect(detail).toEqual({ type: 'string' });
  }
});

test('a key in place of a token is a scheme of its own', () => {
  expect(document.components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header', name: 'x-api-key' });
  expect(document.paths['/loan'].get.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
});
