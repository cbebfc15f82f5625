import Ajv from 'ajv/dist/2020';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphQL } from '../../api/graphql';
import { anyone } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';
import { documentsIn } from '../../services/documents';
import { formats, openGateway } from '../harness';

// Documents with names of any application. Witnesses: GraphQL over HTTP, section 6.2 (no mutation by GET); RFC 9110, sections
// 10.2.1 (Allow) and 15.5.6 (405); GraphQL (October 2021), section 5 (what makes a document fit a schema).

@Domain('book', { access: { read: anyone, write: anyone }, scan: true })
class Book {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const holding = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return documentsIn(folder);
};
const definitionOf = (files: Readonly<Record<string, string>>) => {
  const modules = [defineModule({ name: 'library', domains: [Book] })];
  return defineGateway({ name: 'library', modules, documents: holding(files) });
};

const addBook = 'mutation AddBook($title: String!) {\n  createBook(input: { id: "b", title: $title }) { id }\n}\n';

test.each(formats)(
  'a mutation is POSTed to its path, with its variables as the body, with %s events',
  async (payload) => {
    const gateway = await openGateway(payload, { definition: definitionOf({ 'AddBook.graphql': addBook }) });
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const { status, headers, json } = await gateway.send(method, '/q/AddBook');
      expect([method, status, headers.allow]).toEqual([method, 405, 'POST, OPTIONS']);
      if (method !== 'HEAD') expect(json).toMatchObject({ type: '/problems/method-not-allowed' });
    }
    expect((await gateway.send('OPTIONS', '/q/AddBook')).headers.allow).toBe('POST, OPTIONS');
    expect((await gateway.send('GET', '/book/b')).status).toBe(404);
    const post = async (body: unknown, target = '/q/AddBook', headers: Record<string, string> = {}) =>
      gateway.send('POST', target, { body, headers });
    // What is wrong with the request is a problem of HTTP; what is wrong with a variable is told as /graphql tells it.
    for (const [body, target, headers, status, told] of [
      [
        ['A book'],
        '/q/AddBook',
        {},
        400,
        { type: '/problems/bad-request', detail: expect.stringContaining('variables') },
      ],
      [{}, '/q/AddBook?variables={}', {}, 400, { type: '/problems/bad-request' }],
      [{ title: 'A book' }, '/q/AddBook', { 'if-match': '"1"' }, 400, { type: '/problems/bad-header' }],
      [{ title: 'A book' }, '/q/AddBook', { accept: 'image/png' }, 406, { errors: [expect.anything()] }],
      [
        { title: 7 },
        '/q/AddBook',
        { accept: 'application/graphql-response+json' },
        400,
        { errors: [expect.anything()] },
      ],
      [{}, '/q/AddBook', {}, 200, { errors: [expect.anything()] }],
      [{ title: 'A book' }, '/q/AddBook?explain=maybe', {}, 400, { type: '/problems/bad-request' }],
      [{ title: 'A book' }, '/q/AddBook', { 'content-type': 'application/merge-patch+json' }, 415, { status: 415 }],
    ] as const) {
      const answer = await post(body, target, headers);
      expect([body, target, answer.status, answer.json]).toEqual([body, target, status, expect.objectContaining(told)]);
    }
    const headers = { 'content-type': 'application/json' };
    expect((await gateway.send('POST', '/q/AddBook', { raw: '{"title":', headers })).json).toMatchObject({
      type: '/problems/malformed-json',
    });
    expect((await gateway.send('GET', '/book/b')).status).toBe(404);
    const key = { 'idempotency-key': '"once"' };
    const answer = await post({ title: 'A book' }, '/q/AddBook', key);
    expect([answer.status, answer.json]).toEqual([200, { data: { createBook: { id: 'b' } } }]);
    expect((await post({ title: 'A book' }, '/q/AddBook', key)).json).toEqual(answer.json);
    // GraphQL over HTTP, section 6.3: the answer to the text that is POSTed.
    const [again, posted] = [await post({ title: 'A book' }), await gateway.graphql(addBook, { title: 'A book' })];
    expect([again.status, again.text]).toEqual([posted.status, posted.text]);
    expect((await gateway.send('GET', '/book/b')).json).toMatchObject({ title: 'A book', version: 1 });
  },
);

// The form of a page of elsewhere (Fetch, section 2.2.2) sends what makes no browser ask before.
test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
  'a mutation as %s is refused',
  async (type) => {
    const gateway = await openGateway('v2', { definition: definitionOf({ 'AddBook.graphql': addBook }) });
    const headers = { 'content-type': type };
    const { status, json } = await gateway.send('POST', '/q/AddBook', { body: { title: 'A book' }, headers });
    expect([status, json.type]).toEqual([415, '/problems/unsupported-media-type']);
    expect((await gateway.send('GET', '/book/b')).status).toBe(404);
  },
);

// JSON Schema 2020-12 as Ajv reads it.
test('a mutation is in the OpenAPI document, with its variables and its answer', async () => {
  const two =
    'mutation TwoBooks { one: createBook(input: { id: "1", title: "One" }) { id } two: createBook(input: { id: "2", title: "Two" }) { id } }';
  const files = { 'AddBook.graphql': addBook, 'TwoBooks.graphql': two };
  const gateway = await openGateway('v2', { definition: definitionOf(files) });
  const { paths, components } = (await gateway.send('GET', '/openapi.json')).json;
  const { post } = paths['/q/AddBook'];
  expect(Object.keys(paths['/q/AddBook'])).toEqual(['post']);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ components }, 'document');
  const fits = (schema: { $ref: string }, value: unknown) => ajv.validate({ $ref: `document${schema.$ref}` }, value);
  const { schema, example } = post.requestBody.content['application/json'];
  expect([{ title: 'A book' }, {}, { title: 7 }].map((value) => fits(schema, value))).toEqual([true, false, false]);
  expect(fits(schema, example)).toBe(true);
  const answer = await gateway.send('POST', '/q/AddBook', { body: example });
  const answers = post.responses[200].content['application/json'];
  expect([fits(answers.schema, answer.json), fits(answers.schema, answers.example)]).toEqual([true, true]);
  // One key stands for one effect: none is offered where there are two.
  const names = (path: string) => paths[path].post.parameters.map(({ name }: { name: string }) => name);
  expect(names('/q/AddBook')).toEqual(['explain', 'Idempotency-Key']);
  expect(names('/q/TwoBooks')).toEqual(['explain']);
  expect((await gateway.send('POST', '/q/TwoBooks', { body: {} })).json).toEqual({
    data: { one: { id: '1' }, two: { id: '2' } },
  });
});

test.each([
  ['nothing', ''],
  ['no name', '{ books { edges { cursor } } }'],
  ['another name', 'query Other { books { edges { cursor } } }'],
  ['two operations', 'query Books { __typename }\nquery More { __typename }'],
  ['a subscription', 'subscription Books { __typename }'],
])('a file with %s is refused when it is read', (_name, text) => {
  expect(() => holding({ 'Books.graphql': text })).toThrow(
    'operations/Books.graphql must hold one operation with the name of the file, at the beginning of a line: ' +
      'query Books { … }.',
  );
});

test('what is no document, and a folder that is not there, are none', () => {
  expect(holding({ 'README.md': '# Documents' })).toEqual([]);
  expect(documentsIn(join(folder, 'nothing'))).toEqual([]);
});

const described = async (files: Readonly<Record<string, string>>) =>
  createGraphQL({ definition: definitionOf(files), log: () => undefined }).described();

test.each([
  ['a field that is not there', 'query Shelf { books { nothing } }', 'Cannot query field "nothing"'],
  ['what is not GraphQL', 'query Shelf { books {', 'Syntax Error'],
  [
    'a fragment that nobody spreads',
    'query Shelf { __typename }\nfragment A on Book { id }',
    'Fragment "A" is never used',
  ],
  ['a fragment that is not there', 'query Shelf { books { edges { node { ...A } } } }', 'Unknown fragment "A"'],
  ['a directive that is not there', 'query Shelf { __typename @live }', 'Unknown directive "@live"'],
  [
    'a variable that is not declared',
    'query Shelf { books(first: $n) { totalCount } }',
    'Variable "$n" is not defined',
  ],
])('%s is refused with the file and the reason', async (_name, text, reason) => {
  await expect(described({ 'Shelf.graphql': text })).rejects.toThrow(
    new RegExp(`^operations/Shelf\\.graphql does not fit the schema: .*${reason.replace(/[$"@]/g, '\\$&')}`),
  );
});

test('the name of an operation is taken', async () => {
  const text = 'query Books { __typename }';
  await expect(described({ 'Books.graphql': text })).rejects.toThrow(
    'operations/Books.graphql has the name of an operation: choose another for the file and what is in it.',
  );
});

// OpenAPI 3.1, "Operation Object": an operationId is unique among all operations.
test('two documents have not the same name in OpenAPI and in the SDK', async () => {
  const files = { 'Shelf.graphql': 'query Shelf { __typename }', 'shelf.graphql': 'query shelf { __typename }' };
  await expect(described(files)).rejects.toThrow('operations/shelf.graphql has the name of the document Shelf');
  expect(() => holding({ 'constructor.graphql': 'query constructor { __typename }' })).toThrow(
    'operations/constructor.graphql has a name that every object has: choose another.',
  );
});

test('two operations on one line are refused, and all faults are told with their lines', async () => {
  const two = 'query Shelf { __typename } query Other { __typename }';
  await expect(described({ 'Shelf.graphql': two })).rejects.toThrow(
    'operations/Shelf.graphql must hold one operation with the name of the file',
  );
  const wrong = 'query Shelf {\n  books { one }\n  other\n}';
  await expect(described({ 'Shelf.graphql': wrong })).rejects.toThrow(/"one".*\(line 2\).*"other".*\(line 3\)/);
});

// Two paths of fields may read alike. JSON Schema as Ajv reads it: each answer fits the schema of its own document.
test('types of one document have names of their own, and two documents share none', async () => {
  const text = '{ aB: books(first: 1) { c: edges { cursor } } a: books(first: 1) { bC: pageInfo { hasNextPage } } }';
  const gateway = await openGateway('v2', { definition: definitionOf({ 'Shelf.graphql': `query Shelf ${text}` }) });
  const { components, paths } = (await gateway.send('GET', '/openapi.json')).json;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ components }, 'document');
  await gateway.send('POST', '/book', { body: { id: 'b', title: 'A book' } });
  const { json } = await gateway.send('GET', '/q/Shelf');
  expect(json.data.aB.c).toEqual([{ cursor: expect.any(String) }]);
  const { schema } = paths['/q/Shelf'].get.responses[200].content['application/json'];
  expect([ajv.validate({ $ref: `document${schema.$ref}` }, json), ajv.errors]).toEqual([true, null]);
  const files = {
    'Find.graphql': 'query Find { variables: books { totalCount } }',
    'FindData.graphql': 'query FindData($n: Int) { books(first: $n) { totalCount } }',
  };
  await expect(described(files)).rejects.toThrow(
    'operations/FindData.graphql and operations/Find.graphql would both have a type FindDataVariables',
  );
});

// GraphQL (October 2021), section 7.1.1: __typename of an answer is the name of an object type.
test('the example of an answer that may have several types has one of them', async () => {
  const text = 'query Shelf($id: ID!) { node(id: $id) { __typename ... on Book { title } } }';
  const gateway = await openGateway('v2', { definition: definitionOf({ 'Shelf.graphql': text }) });
  const { paths } = (await gateway.send('GET', '/openapi.json')).json;
  const { example } = paths['/q/Shelf'].get.responses[200].content['application/json'];
  expect(example.data.node).toEqual({ __typename: 'Book', title: expect.any(String) });
});

// What a directive or a fragment of another type may keep away is not required; what is asked for in two places is there once.
test('fragments and directives are described as they answer', async () => {
  const text = `# Whatever is asked for.
query Shelf($id: ID!, $more: Boolean = false) {
  book(id: $id) {
    ...Part
    ... @include(if: $more) { version }
    shown: title @skip(if: $more)
  }
  node(id: $id) { __typename id ... on Book { title } }
}
fragment Part on Book { id title }`;
  const definition = definitionOf({ 'Shelf.graphql': text });
  const gateway = await openGateway('v2', { definition });
  await gateway.send('POST', '/book', { body: { id: 'b', title: 'A book' } });
  const { schemas } = (await gateway.send('GET', '/openapi.json')).json.components;
  expect(schemas.ShelfDataBook.required).toEqual(['id', 'title']);
  expect(Object.keys(schemas.ShelfDataBook.properties)).toEqual(['id', 'title', 'version', 'shown']);
  expect(schemas.ShelfDataNode.required).toEqual(['__typename', 'id']);
  const ask = async (variables: object) =>
    (await gateway.send('GET', `/q/Shelf?variables=${encodeURIComponent(JSON.stringify(variables))}`)).json.data;
  const node = { __typename: 'Book', id: 'b', title: 'A book' };
  expect(await ask({ id: 'b' })).toEqual({ book: { id: 'b', title: 'A book', shown: 'A book' }, node });
  expect(await ask({ id: 'b', more: true })).toEqual({ book: { id: 'b', title: 'A book', version: 1 }, node });
});
