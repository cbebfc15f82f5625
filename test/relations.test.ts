import { Id, Many, Money, NestedList, Integer, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError } from '../schema/facts';
import { operationsOf } from '../services';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

@Domain('author')
class Author {
  @Id() id!: string;
  @Text() name!: string;
  @Many(() => Book, { by: 'authorId', doc: 'What the author has written.' }) books!: Book[];
}
@Domain('book', { scan: true, indexes: { byAuthor: { partition: 'authorId', sort: 'price' } } })
class Book {
  @Id() id!: string;
  @Reference(() => Author) authorId!: string;
  @Reference(() => Book, { as: 'sequel', optional: true }) sequelId?: string;
  @Money() price!: number;
}
class Line {
  @Reference(() => Book) bookId!: string;
  @Integer() count!: number;
}
@Domain('crate', { scan: true })
class Crate {
  @Id() id!: string;
  @NestedList(() => Line) lines!: Line[];
}
const domains = [Author, Book, Crate];

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    gateway = await openGateway(payload, { domains, endpoint: proxy.endpoint });
    const load = async (domain: string, items: object[]) => {
      const { json } = await gateway.send('POST', `/${domain}/batch`, { body: { items } });
      expect(json.results.every(({ status }: any) => status === 201)).toBe(true);
    };
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    await load(
      'author',
      numbers.slice(0, 10).map((index) => ({ id: `a${index}`, name: `Author ${index}` })),
    );
    await load(
      'book',
      numbers.map((index) => ({
        id: `b${index}`,
        authorId: `a${index % 10}`,
        price: index,
        ...(index === 0 && { sequelId: 'b1' }),
      })),
    );
    await load('crate', [{ id: 'full', lines: numbers.map((index) => ({ bookId: `b${index}`, count: 1 })) }]);
  });
  afterAll(async () => proxy.close());
  beforeEach(() => proxy.set());

  test('a list of 100 with a reference costs one more call over GraphQL', async () => {
    const { json } = await gateway.graphql('{ books(first: 100) { edges { node { id author { id name } } } } }');
    const nodes = json.data.books.edges.map(({ node }: any) => node);
    expect(nodes).toHaveLength(100);
    for (const { id, author } of nodes) expect(author.id).toBe(`a${Number(id.slice(1)) % 10}`);
    expect(Object.fromEntries(proxy.calls)).toEqual({ Scan: 1, BatchGetItem: 1 });
  });

  test('a list of 100 with a reference costs one more call over REST', async () => {
    const { json } = await gateway.send('GET', '/book?limit=100&include=author');
    expect(json.items).toHaveLength(100);
    for (const { authorId, author } of json.items) expect(author).toMatchObject({ id: authorId });
    expect(Object.fromEntries(proxy.calls)).toEqual({ Scan: 1, BatchGetItem: 1 });
  });

  test('a nested list of 100 references costs one more call over both faces', async () => {
    const { json } = await gateway.graphql('{ crate(id: "full") { lines { bookId book { price } } } }');
    expect(json.data.crate.lines.map(({ book }: any) => book.price)).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
    expect(Object.fromEntries(proxy.calls)).toEqual({ GetItem: 1, BatchGetItem: 1 });
    proxy.set();
    const rest = await gateway.send('GET', '/crate/full?include=lines.book');
    expect(rest.json.lines.map(({ book }: any) => book.price)).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
    expect(Object.fromEntries(proxy.calls)).toEqual({ GetItem: 1, BatchGetItem: 1 });
  });

  test('many related items are a list of their own, with its filter, order and pages', async () => {
    const { json } = await gateway.graphql(
      '{ author(id: "a3") { name books(first: 2, orderBy: PRICE_DESC, filter: { price: { lt: 90 } }) { edges { node { id } } pageInfo { hasNextPage } } } }',
    );
    expect(json.data.author.books).toEqual({
      edges: [{ node: { id: 'b83' } }, { node: { id: 'b73' } }],
      pageInfo: { hasNextPage: true },
    });
    const rest = await gateway.send('GET', '/author/a3?include=books');
    expect(rest.json.books.items.map(({ id }: any) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `b${index * 10 + 3}`),
    );
  });

  test('relations of relations are followed step by step', async () => {
    const { json } = await gateway.send('GET', '/book/b0?include=sequel.author,author');
    expect(json).toMatchObject({ author: { id: 'a0' }, sequel: { id: 'b1', author: { id: 'a1' } } });
  });

  test('a reference to a missing item is null and an unset one is not there', async () => {
    await gateway.send('POST', '/book', { body: { id: 'lonely', authorId: 'nobody', price: 1 } });
    expect((await gateway.send('GET', '/book/lonely?include=author,sequel')).json).toMatchObject({ author: null });
    const { json } = await gateway.graphql('{ book(id: "lonely") { author { id } sequel { id } } }');
    expect(json.data.book).toEqual({ author: null, sequel: null });
    await gateway.send('DELETE', '/book/lonely');
  });

  test('an unknown relation is refused with those that there are', async () => {
    expect(await gateway.send('GET', '/book?include=publisher')).toMatchObject({
      status: 400,
      json: {
        type: '/problems/bad-query',
        errors: [{ pointer: '/include', detail: expect.stringContaining('author, author.books, sequel') }],
      },
    });
  });

  test('fields and include go together', async () => {
    const { json } = await gateway.send('GET', '/book?filter[id][in]=b5,b6&fields=id&include=author');
    expect(json.items).toMatchObject([
      { id: 'b5', author: { id: 'a5' } },
      { id: 'b6', author: { id: 'a6' } },
    ]);
    expect(json.items[0]).not.toHaveProperty('price');
    const authors = await gateway.send('GET', '/author/a3?fields=name&include=books');
    expect(authors.json.books.items.map(({ authorId }: any) => authorId)).toEqual(
      Array.from({ length: 10 }, () => 'a3'),
    );
  });
});

test('a relation that no index answers fails at start with the line to add', () => {
  @Domain('reader')
  class Reader {
    @Id() id!: string;
    @Many(() => Book, { by: 'price' }) books!: Book[];
  }
  expect(() => operationsOf([Reader, Author, Book])).not.toThrow(TypeError);
  expect(() => operationsOf([Reader, Author, Book])).toThrow(
    new DeclarationError(
      'Reader.books: no key or index of Book begins with "price": declare indexes: { byPrice: { partition: \'price\' } }.',
    ),
  );
  @Domain('shelf', { indexes: { byRoom: { partition: 'room', sort: 'rank' } } })
  class Shelf {
    @Id() id!: string;
    @Text({ max: 60 }) room!: string;
    @Integer({ optional: true }) rank?: number;
  }
  @Domain('room')
  class Room {
    @Id() id!: string;
    @Many(() => Shelf, { by: 'room' }) shelves!: Shelf[];
  }
  expect(() => operationsOf([Room, Shelf])).toThrow(
    'Room.shelves: index "byRoom" of Shelf begins with "room", but an item without "rank"',
  );
  @Domain('slot', { key: { partition: 'room', sort: 'hour' } })
  class Slot {
    @Text({ max: 60 }) room!: string;
    @Integer() hour!: number;
  }
  @Domain('visit')
  class Visit {
    @Id() id!: string;
    @Reference(() => Slot) slotId!: string;
  }
  expect(() => operationsOf([Slot, Visit])).toThrow(
    new DeclarationError(
      'Visit.slot leads to Slot, whose key has two fields, "room" and "hour", and the reference holds the second: name the field of Visit that holds the first, as in @Reference(() => Slot, { partition: \'room\' }), or give Slot an @Id of its own.',
    ),
  );
  expect(() => operationsOf([Book])).toThrow(
    'Book.author leads to Author, which is not in the list of domains: add it there.',
  );
});
