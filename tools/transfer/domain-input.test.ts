import { definition } from '../../test/usual';
import { servedDocument } from '../served';
import { domainInput } from './domain-input';
import { openApi } from '../../test/transfer/contract-gateway';

test('the kinds of the cells come from the schema, references and "or null" followed', () => {
  expect(Object.fromEntries(domainInput(openApi, 'book').fields)).toEqual({
    id: 'text',
    title: 'text',
    description: 'text',
    category: 'text',
    price: 'number',
    stock: 'number',
    isNew: 'boolean',
    tags: { listOf: 'text' },
    sizes: { listOf: 'number' },
    origin: 'json',
    extra: 'json',
  });
});

test('an id is made only where the gateway would make one', () => {
  expect(domainInput(openApi, 'book')).toMatchObject({ idField: 'id', idIsOptional: true });
  expect(domainInput(openApi, 'shelf')).toMatchObject({ idField: 'userName', idIsOptional: false });
});

test('the key of an item has the fields of the longest path that leads to it', () => {
  const paths = {
    ...openApi.paths,
    '/shelf/{userName}/{slot}': {},
    '/shelf/{userName}/items/{id}': {},
    '/shelf/checkout': {},
  };
  expect(domainInput({ ...openApi, paths }, 'shelf').keyFields).toEqual(['userName', 'slot']);
  expect(domainInput(openApi, 'book').keyFields).toEqual(['id']);
});

test('an unknown domain is answered with the ones there are', () => {
  expect(() => domainInput(openApi, 'books')).toThrow(
    'The gateway has no domain "books" that takes new items in batches. It has: book, shelf.',
  );
  expect(() => domainInput({}, 'book')).toThrow('The gateway has no domain "book" that takes new items in batches.');
});

test('a domain that takes one item at a time alone is none to import into', () => {
  const paths = Object.fromEntries(Object.entries(openApi.paths).filter(([path]) => path !== '/shelf/batch'));
  expect(() => domainInput({ ...openApi, paths }, 'shelf')).toThrow(
    'The gateway has no domain "shelf" that takes new items in batches. It has: book.',
  );
});

test('a schema that refers to itself comes to an end', () => {
  const loop = {
    ...openApi,
    components: { schemas: { ...openApi.components.schemas, Category: { $ref: '#/components/schemas/Category' } } },
  };
  expect(domainInput(loop, 'book').fields.get('category')).toBe('json');
});

test("the gateway's own document is understood", async () => {
  const document: unknown = JSON.parse(await servedDocument(definition, '/openapi.json'));
  const { fields, idField, idIsOptional } = domainInput(document, 'book');
  expect({ idField, idIsOptional }).toEqual({ idField: 'id', idIsOptional: true });
  expect(Object.fromEntries(fields)).toMatchObject({
    id: 'text',
    description: 'text',
    price: 'number',
    stock: 'number',
    tags: { listOf: 'text' },
  });
});
