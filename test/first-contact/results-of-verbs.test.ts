import { buildSchema, isEnumType, isUnionType } from 'graphql';
import { anyone } from '../../schema/access';
import { DateTime, Id, Integer, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import { defineProblems, ServiceError } from '../../services/errors';
import { operation } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { operationsOf } from '../../services';
import { formats, openGateway } from '../harness';
import { gatewayOf } from '../usual';

// A verb that somebody adds has the field with its problems by being there. The witness is the error of the verb itself,
// which GitHub's guide calls the top-level one, and GraphQL (October 2021, section 3.8) for what a union may hold.

@Domain('book', { access: { read: anyone, write: anyone }, scan: true })
class Book {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
  @Text({ max: 60, optional: true }) borrower?: string;
}

/** Its id is made from its key. */
@Domain('shelf', { access: { read: anyone, write: anyone }, key: { partition: 'room', sort: 'number' } })
class Shelf {
  @Text({ max: 60 }) room!: string;
  @Integer({ min: 0 }) number!: number;
}

/** A part of its key can be written in more than one way. */
@Domain('backup', { access: { read: anyone, write: anyone }, key: { partition: 'place', sort: 'at' } })
class Backup {
  @Text({ max: 60 }) place!: string;
  @DateTime() at!: string;
}

/** It cannot be read alone, and so has no id that node() would know. */
@Domain('stamp', { access: { read: anyone, write: anyone }, scan: true, operations: ['list', 'create', 'delete'] })
class Stamp {
  @Id() id!: string;
}

const books = domainOf(Book);
const problems = defineProblems({
  'book-is-lent': { status: 409, title: 'The book is lent', graphql: 'CONFLICT', help: 'Wait until it is back.' },
});

const lend = (facts: Partial<Parameters<typeof operation>[0]> = {}): Operation =>
  operation({
    access: anyone,
    name: 'lendBook',
    kind: 'mutation',
    domain: books,
    doc: 'Lends a book.',
    route: { method: 'POST', path: '/book/{id}/lend', success: 200 },
    key: true,
    conditional: true,
    problems: [problems['book-is-lent']],
    gives: { as: 'item', type: Book },
    touches: writeTouches(books).update,
    perform: async ({ key, precondition }, context) =>
      change(books, key, precondition, context, {
        existing: (book) => {
          if (book.borrower !== undefined) throw new ServiceError(problems['book-is-lent'], 'Somebody has it.');
          return { update: { set: { borrower: 'ann' }, remove: [] } };
        },
      }),
    ...facts,
  });

const burn = lend({
  name: 'burnBook',
  route: { method: 'POST', path: '/book/{id}/burn', success: 204 },
  gives: { as: 'nothing' },
});

const fields = '__typename ... on ProblemDetails { code message }';

describe.each(formats)('with %s events', (payload) => {
  test('a verb that is added has its result, with what is declared of it alone', async () => {
    const definition = gatewayOf([Book], { operations: [lend(), burn], problems });
    const gateway = await openGateway(payload, { definition });
    await gateway.send('POST', '/book', { body: { id: 'b', title: 'A book' } });
    const call = async (name: string, id: string, others = '', selection = fields) =>
      (await gateway.graphql(`mutation { ${name}(id: "${id}"${others}) { ${selection} } }`)).json;

    expect(await call('lendBookResult', 'b', '', '__typename ... on Book { id borrower version }')).toEqual({
      data: { lendBookResult: { __typename: 'Book', id: 'b', borrower: 'ann', version: 2 } },
    });
    const lent = { code: 'BOOK_IS_LENT', message: 'Somebody has it.' };
    expect(await call('lendBookResult', 'b')).toEqual({
      data: { lendBookResult: { __typename: 'BookIsLentProblem', ...lent } },
    });
    expect((await gateway.graphql('mutation { lendBook(id: "b") { id } }')).json.errors[0]).toMatchObject({
      message: lent.message,
      extensions: { code: 'CONFLICT', type: '/problems/book-is-lent' },
    });
    const old = '__typename ... on BookPreconditionFailedProblem { current { id borrower version } }';
    expect(await call('lendBookResult', 'b', ', expectedVersion: 1', old)).toEqual({
      data: {
        lendBookResult: {
          __typename: 'BookPreconditionFailedProblem',
          current: { id: 'b', borrower: 'ann', version: 2 },
        },
      },
    });
    expect((await call('lendBookResult', 'none')).data.lendBookResult).toMatchObject({ code: 'NOT_FOUND' });

    await gateway.send('POST', '/book', { body: { id: 'c', title: 'A book' } });
    expect(await call('burnBookResult', 'c', '', '__typename ... on Done { done }')).toEqual({
      data: { burnBookResult: { __typename: 'Done', done: true } },
    });

    const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
    const union = schema.getType('LendBookResult');
    expect(
      isUnionType(union) &&
        union
          .getTypes()
          .map(({ name }) => name)
          .toSorted(),
    ).toEqual([
      ...['Book', 'BookIsLentProblem', 'BookPreconditionFailedProblem', 'NeedsMendingProblem', 'NotFoundProblem'],
    ]);
    // What follows from a declaration is told by its errors alone, but for the id of what is gone.
    expect(Object.keys(schema.getMutationType()!.getFields()).filter((name) => name.endsWith('Result'))).toEqual([
      ...['burnBookResult', 'deleteBookResult', 'lendBookResult'],
    ]);
  });

  // Relay's @deleteEdge and @deleteRecord read the id of what is gone, and a delete answered true alone.
  test('a delete has its result too, which tells the id that node() knows', async () => {
    const gateway = await openGateway(payload, { definition: gatewayOf([Book, Shelf, Stamp]) });
    await gateway.send('POST', '/book', { body: { id: 'b', title: 'A book' } });
    await gateway.send('POST', '/shelf', { body: { room: 'hall', number: 3 } });
    const ask = async (query: string) => (await gateway.graphql(query)).json;
    const { id } = (await ask('{ shelf(room: "hall", number: 3) { id } }')).data.shelf;
    const selection = '{ __typename ... on Deleted { id } ... on ProblemDetails { code } }';
    const stale = `mutation { deleteBookResult(id: "b", expectedVersion: 7) ${selection} }`;
    expect((await ask(stale)).data.deleteBookResult).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect(await ask(`mutation { deleteBookResult(id: "b") ${selection} }`)).toEqual({
      data: { deleteBookResult: { __typename: 'Deleted', id: 'b' } },
    });
    expect((await ask(`mutation { deleteBookResult(id: "b") ${selection} }`)).data.deleteBookResult).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await ask(`mutation { deleteShelfResult(room: "hall", number: 3) ${selection} }`)).toEqual({
      data: { deleteShelfResult: { __typename: 'Deleted', id } },
    });
    const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
    expect(Object.keys(schema.getMutationType()!.getFields())).not.toContain('deleteStampResult');
  });

  // RFC 3339, section 4.3: two texts may be one moment. The id is that of the item, whatever text its key was sent as.
  test.each(['2026-06-01T00:00:00.000Z', '2026-06-01T00:00:00Z', '2026-06-01T02:00:00+02:00'])(
    'a delete of a key with the moment %s tells the id that the item had',
    async (moment) => {
      const gateway = await openGateway(payload, { definition: gatewayOf([Backup]) });
      const ask = async (query: string) => (await gateway.graphql(query)).json.data;
      const { createBackup } = await ask(`mutation { createBackup(input: { place: "a", at: "${moment}" }) { id } }`);
      const { deleteBackupResult } = await ask(
        `mutation { deleteBackupResult(place: "a", at: "${moment}") { ... on Deleted { id } } }`,
      );
      expect(deleteBackupResult).toEqual(createBackup);
    },
  );
});

test('a gateway has the codes that are declared to it, and not those of another', async () => {
  const codesOf = async (gateway: ReturnType<typeof gatewayOf>) => {
    const opened = await openGateway('v2', { definition: gateway });
    const type = buildSchema((await opened.send('GET', '/schema.graphql')).text).getType('ProblemCode');
    return isEnumType(type) ? type.getValues().map(({ name }) => name) : undefined;
  };
  const lending = gatewayOf([Book], { operations: [lend()], problems });
  expect(await codesOf(lending)).toEqual(expect.arrayContaining(['BOOK_IS_LENT', 'NOT_FOUND']));
  const other = await codesOf(gatewayOf([Book], { operations: [lend({ problems: ['conflict'] })] }));
  expect(other).toContain('CONFLICT');
  expect(other).not.toContain('BOOK_IS_LENT');
  // Nothing of it is in a schema that has no such field.
  expect(await codesOf(gatewayOf([Stamp]))).toBeUndefined();
});

class LendBookResult {
  @Text({ max: 60 }) title!: string;
}

test('what has the name of a result or of its type is refused at the start', () => {
  expect(() => operationsOf([Book], [lend({ gives: { as: 'item', type: LendBookResult } })])).toThrow(
    'The class LendBookResult leads to the GraphQL type LendBookResult, which the operation "lendBook" has too: rename the class.',
  );
  const twin = lend({ name: 'lendBookResult', route: { method: 'POST', path: '/book/{id}/twin', success: 200 } });
  expect(() => operationsOf([Book], [lend(), twin])).toThrow(
    'The operation "lendBookResult" has the name of the GraphQL field beside lendBook: rename one of the two.',
  );
});

@Domain('author', { access: { read: anyone, write: anyone }, scan: true })
class Author {
  @Id() id!: string;
  @Many(() => Novel, { by: 'authorId' }) readonly novels?: unknown;
}

@Domain('novel', {
  access: { read: anyone, write: anyone },
  scan: true,
  indexes: { byAuthor: { partition: 'authorId' } },
})
class Novel {
  @Id() id!: string;
  @Reference(() => Author) authorId!: string;
}

test('the item that a problem holds costs as much as any other', async () => {
  const authors = domainOf(Author);
  const praise = lend({
    name: 'praiseAuthor',
    domain: authors,
    route: { method: 'POST', path: '/author/{id}/praise', success: 200 },
    gives: { as: 'item', type: Author },
    touches: writeTouches(authors).update,
  });
  const definition = gatewayOf([Author, Novel], { operations: [praise], problems });
  const gateway = await openGateway('v2', { definition });
  const nested = 'novels(first: 100) { edges { node { author { novels(first: 100) { edges { node { id } } } } } } }';
  const { json } = await gateway.graphql(
    `mutation { praiseAuthorResult(id: "a") { ... on AuthorPreconditionFailedProblem { current { ${nested} } } } }`,
  );
  expect(json.errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE' });
});

test('a problem whose type would be that of another one is refused', () => {
  const { 'book-precondition-failed': code } = defineProblems({
    'book-precondition-failed': { status: 409, title: 'It is not as it must be', graphql: 'CONFLICT', help: 'Look.' },
  });
  expect(() => operationsOf([Book], [lend({ problems: [code] })])).toThrow(
    'would both be BookPreconditionFailedProblem: choose another code.',
  );
});
