import { hashOf, readDocumentList } from './document-list';
import { persistedDocuments } from './documents';

const known = '{ product(id: "p1") { id } }';
const hash = hashOf(known);
const documents = persistedDocuments({ [hash]: known });

const post = (body: object): any => ({ ...body, http: { method: 'POST', body, search: '' } });
const get = (search: string): any => ({ http: { method: 'GET', body: '', search } });
const persistedQuery = (sha256Hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

test('the hash is that of the appendix on persisted documents', () => {
  expect(hashOf('query($id:ID!){user(id:$id){name}}')).toBe(
    '71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
  );
});

test.each([
  ['documentId in a body', post({ documentId: `sha256:${hash}` })],
  ['documentId in a URL', get(`?documentId=sha256%3A${hash}`)],
  ['documentId and the same text', post({ documentId: `sha256:${hash}`, query: known })],
  ['the hash of an automatic persisted query', post(persistedQuery(hash))],
  ['the same text', post({ query: known })],
])('a known document passes by %s', (_, request) => {
  expect(documents.admit(request)).toBeUndefined();
  expect(request.query).toBe(known);
});

test.each([
  ['an unknown documentId', post({ documentId: `sha256:${'0'.repeat(64)}` }), 'PERSISTED_QUERY_NOT_FOUND'],
  ['a documentId in another writing', post({ documentId: hash }), 'PERSISTED_QUERY_NOT_FOUND'],
  ['a name that every object has', post({ documentId: 'sha256:constructor' }), 'PERSISTED_QUERY_NOT_FOUND'],
  ['a documentId that is no text', post({ documentId: 5 }), 'BAD_REQUEST'],
  ['a documentId with another text', post({ documentId: `sha256:${hash}`, query: '{ a }' }), 'BAD_REQUEST'],
  ['an unknown hash', post(persistedQuery('0'.repeat(64))), 'PERSISTED_QUERY_NOT_FOUND'],
  ['a hash that is no text', post(persistedQuery([hash])), 'PERSISTED_QUERY_NOT_FOUND'],
  ['an unknown text', post({ query: '{ a }' }), 'QUERY_NOT_ALLOWED'],
  ['a text with one space more', post({ query: `${known} ` }), 'QUERY_NOT_ALLOWED'],
  [
    'an unknown text that registers itself',
    post({ query: '{ a }', ...persistedQuery(hashOf('{ a }')) }),
    'QUERY_NOT_ALLOWED',
  ],
])('%s is refused', (_, request, code) => {
  expect(documents.admit(request)?.extensions.code).toBe(code);
});

test('a request without any document is left to Apollo', () => {
  expect(documents.admit(post({}))).toBeUndefined();
});

test('the file of a list is JSON from hash to text', () => {
  expect(readDocumentList(JSON.stringify({ [hash]: known }))).toEqual({ [hash]: known });
  expect(readDocumentList('{}')).toEqual({});
});

test.each([
  ['a list', '[]'],
  ['nothing', 'null'],
  ['a text', '"x"'],
  ['another hash, such as SHA-1', JSON.stringify({ '6de1': known })],
  ['a hash of no text', JSON.stringify({ [hash]: { query: known } })],
])('a file with %s says how to write one', (_, json) => {
  expect(() => readDocumentList(json)).toThrow(/must be a JSON object|hashAlgorithm: 'sha256'/);
});
