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

test.each(formats)('a mutation has a path that takes no method, with %s events', async (payload) => {
  const text = 'mutation AddBook($title: String!) {\n  createBook(input: { id: "b", title: $title }) { id }\n}\n';
  const gateway = await openGateway(payload, { definition: definitionOf({ 'AddBook.graphql': text }) });
  const variables = encodeURIComponent(JSON.stringify({ title: 'A book' }));
  for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
    const body = method === 'POST' ? { body: { variables: { title: 'A book' } } } : {};
    const { status, headers, json } = await gateway.send(method, `/q/AddBook?variables=${variables}`, body);
    expect([method, status, headers.allow]).toEqual([method, 405, 'OPTIONS']);
    if (method !== 'HEAD') {
      expect(json).toMatchObject({ type: '/problems/method-not-allowed', detail: expect.stringContaining('/graphql') });
    }
  }
  expect((await gateway.send('OPTIONS', '/q/AddBook')).headers.allow).toBe('OPTIONS');
  expect((await gateway.send('GET', '/book/b')).status).toBe(404);
  expect((await gateway.send('GET', '/openapi.json')).json.paths).not.toHaveProperty('/q/AddBook');
  expect((await gateway.graphql(text, { title: 'A book' })).json).toEqual({ data: { createBook: { id: 'b' } } });
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
