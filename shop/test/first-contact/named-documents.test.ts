import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authentication } from '../../../api/auth/authentication';
import { payloads } from '../../../local/lambda';
import Ajv from 'ajv/dist/2020';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Documents with names, over every form of event. Witnesses: GraphQL over HTTP, sections 6.2 (GET), 6.3 (POST) and 6.4
// (the answer): the answer of the same document that is POSTed as text. RFC 9110, sections 8.8.3 (ETag), 9.3.2 (HEAD),
// 13.1.1 (If-Match), 13.1.2 (If-None-Match) and 15.5.6 (405); RFC 9111, sections 5.2.2.4 (no-cache), 5.2.2.5 (no-store)
// and 5.2.2.7 (private); RFC 9457 (problem documents).

const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};
const as = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` });
const textOf = (name: string): string =>
  readFileSync(join(__dirname, '../../../operations', `${name}.graphql`), 'utf8').trim();
const accept = { accept: 'application/graphql-response+json' };

describe.each(payloads)('events of %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { authentication });
    for (const id of ['p-1', 'p-2']) {
      const body = { id, title: `Phone ${id}`, category: 'Phone', price: 19.99 };
      expect((await gateway.send('POST', '/product', { body, headers: as('admin') })).status).toBe(201);
    }
    const body = { userName: 'alice', items: [{ productId: 'p-1', quantity: 2 }] };
    expect((await gateway.send('POST', '/basket', { body, headers: as('alice') })).status).toBe(201);
  });

  const get = async (name: string, variables?: unknown, headers: Record<string, string> = {}, method = 'GET') => {
    const query = variables === undefined ? '' : `?variables=${encodeURIComponent(JSON.stringify(variables))}`;
    return gateway.send(method, `/q/${name}${query}`, { headers: { ...accept, ...headers } });
  };

  test.each([
    ['ProductCards', undefined, {}, 200],
    ['ProductCards', { first: 1 }, {}, 200],
    ['BasketSummary', { userName: 'alice' }, as('alice'), 200],
    ['BasketSummary', { userName: 'alice' }, {}, 401],
    ['BasketSummary', { userName: 'alice' }, as('bob'), 200],
    ['ProductCards', { first: -1 }, {}, 200],
    ['ProductCards', { first: 'many' }, {}, 400],
    ['BasketSummary', {}, as('alice'), 400],
  ])('%s with %j and %j answers as the POST of its text does', async (name, variables, headers, status) => {
    const posted = await gateway.graphql(textOf(name), variables, headers);
    const answer = await get(name, variables, headers);
    expect({ status: answer.status, text: answer.text, type: answer.headers['content-type'] }).toEqual({
      status: posted.status,
      text: posted.text,
      type: posted.headers['content-type'],
    });
    expect(answer.status).toBe(status);
  });

  // RFC 9110, section 15.5.7.
  test('who cannot read the answer is told what it would be', async () => {
    const { status, json } = await get('ProductCards', undefined, { accept: 'image/png' });
    expect([status, json.errors[0].extensions.type]).toEqual([406, '/problems/not-acceptable']);
  });

  test('a wrong variable is named by its field', async () => {
    const { json } = await get('ProductCards', { first: 'many' });
    expect(json.errors[0].extensions.errors).toEqual([expect.objectContaining({ pointer: '/first' })]);
  });

  test('is validated by its ETag, which changes with the answer', async () => {
    const first = await get('ProductCards');
    const { etag } = first.headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'Accept, Authorization, X-Api-Key' });
    const again = await get('ProductCards', undefined, { 'if-none-match': etag! });
    expect(again).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': 'no-cache' } });
    expect((await get('ProductCards', undefined, { 'if-match': '"other"' })).status).toBe(412);
    expect((await get('ProductCards', undefined, { accept: 'application/json' })).headers.etag).not.toBe(etag);
    const head = await get('ProductCards', undefined, {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, text: '', headers: { etag } });
    const changed = { body: { title: `Phone of ${payload}` }, headers: as('admin') };
    expect((await gateway.send('PATCH', '/product/p-1', changed)).status).toBe(200);
    const later = await get('ProductCards', undefined, { 'if-none-match': etag! });
    expect(later.status).toBe(200);
    expect(later.headers.etag).not.toBe(etag);
  });

  test('what needs a token is for the caches of its reader alone, and a refusal for none', async () => {
    const variables = { userName: 'alice' };
    const own = await get('BasketSummary', variables, as('alice'));
    expect(own.headers).toMatchObject({ 'cache-control': 'private, no-cache', etag: expect.any(String) });
    const copy = { 'if-none-match': own.headers.etag! };
    expect((await get('BasketSummary', variables, { ...as('alice'), ...copy })).status).toBe(304);
    for (const headers of [{}, as('bob')]) {
      const refused = await get('BasketSummary', variables, { ...headers, ...copy });
      expect(refused.headers['cache-control']).toBe('no-store');
      expect(refused.headers.etag).toBeUndefined();
    }
  });

  // JSON Schema 2020-12 as Ajv reads it: what comes is what the document says of its status and media type.
  test('answers as the OpenAPI document says, and takes the variables that it says', async () => {
    const { paths, components } = (await gateway.send('GET', '/openapi.json')).json;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ components }, 'document');
    const fits = (schema: { $ref: string }, value: unknown) =>
      ajv.validate({ $ref: `document${schema.$ref}` }, value) || ajv.errors;
    const json = { accept: 'application/json' };
    const answers: [string, string, Record<string, string>, number, string][] = [
      ['ProductCards', '', json, 200, 'application/json'],
      ['ProductCards', '?explain=true', { ...json, ...as('admin') }, 200, 'application/json'],
      ['ProductCards', '?variables={"first":"many"}', json, 200, 'application/json'],
      ['ProductCards', '?variables={"first":"many"}', accept, 400, 'application/graphql-response+json'],
      ['ProductCards', '?variables={', json, 400, 'application/json'],
      ['ProductCards', '?first=2', json, 400, 'application/problem+json'],
      ['ProductCards', '', { ...json, 'if-match': 'no tag' }, 400, 'application/problem+json'],
      ['BasketSummary', '?variables={"userName":"alice"}', json, 401, 'application/json'],
      ['ProductCards', '?explain=true', { ...json, ...as('bob') }, 403, 'application/json'],
      ['ProductCards', '', { accept: 'image/png' }, 406, 'application/json'],
      ['ProductCards', '', { ...json, 'if-match': '"other"' }, 412, 'application/problem+json'],
      ['BasketSummary', '?variables={"userName":"alice"}', { ...json, ...as('alice') }, 200, 'application/json'],
    ];
    for (const [name, query, headers, status, type] of answers) {
      const answer = await gateway.send('GET', `/q/${name}${encodeURI(query)}`, { headers });
      const place = [name, query, headers, answer.text.slice(0, 300)];
      expect([...place, answer.status, answer.headers['content-type']!.split(';')[0]]).toEqual([
        ...place,
        status,
        type,
      ]);
      const content = paths[`/q/${name}`].get.responses[status].content[type];
      expect([...place, fits(content.schema, answer.json)]).toEqual([...place, true]);
      // An answer without data is none of another form.
      expect([...place, fits(content.schema, { nothing: 1 })]).not.toEqual([...place, status >= 400]);
    }
    const [{ schema }] = paths['/q/ProductCards'].get.parameters;
    for (const variables of [{}, { category: null }, { first: null }, { after: null }, { first: 1.5 }, { other: 1 }]) {
      const { json: taken } = await get('ProductCards', variables);
      expect([variables, fits(schema.contentSchema, variables) === true]).toEqual([variables, !('errors' in taken)]);
    }
    const { parameters } = paths['/q/ProductCards'].get;
    expect(parameters.map(({ name }: any) => name)).toEqual(['variables', 'explain', 'If-Match', 'If-None-Match']);
    for (const name of ['ProductCards', 'BasketSummary']) {
      const { example, schema: answerSchema } = paths[`/q/${name}`].get.responses[200].content['application/json'];
      expect([name, fits(answerSchema, example), example.data]).toEqual([name, true, expect.anything()]);
    }
  });

  test.each([
    ['GET', '/q/Nothing', 404, 'no-such-route'],
    ['GET', '/q/__proto__', 404, 'no-such-route'],
    ['POST', '/q/ProductCards', 405, 'method-not-allowed'],
    ['GET', '/q/ProductCards?query=%7B__typename%7D', 400, 'bad-request'],
  ])('%s %s is refused with a problem document', async (method, target, status, code) => {
    const answer = await gateway.send(method, target, method === 'POST' ? { body: {} } : {});
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: `/problems/${code}`, status });
  });
});

// GraphQL over HTTP, appendix on persisted documents: what is not in the list is refused, and these are in it.
test('are known documents, though the list of those is empty', async () => {
  const gateway = await openGateway('v2', { graphql: { documents: {} } });
  expect((await gateway.graphql('{ __typename }')).json).toMatchObject({ errors: [expect.anything()] });
  expect((await gateway.send('GET', '/q/ProductCards')).json).toHaveProperty('data.products');
  expect((await gateway.graphql(textOf('ProductCards'))).json).toHaveProperty('data.products');
});
