import 'reflect-metadata';
import { composeServices } from '@apollo/composition';
import { isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Authorized, Query, Resolver } from 'type-graphql';
import { checkHandWritten } from '../../api/graphql';
import { anyone, owner } from '../../schema/access';
import { DateTime, Enumeration, Id, Integer, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';
import { operation } from '../../services/operation';
import { domainOf } from '../../schema/facts';
import { openFaultProxy } from '../fault-proxy';
import type { FaultProxy } from '../fault-proxy';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

// cspell:words QLJS

// Apollo's specification of a subgraph is the promise, its own composition the judge:
// https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
// Rights are judged by the same requests with the key.

@Domain('book', { access: { read: anyone, write: anyone }, scan: true, events: true })
class Book {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
}

@Domain('loan', {
  access: { read: owner('userName'), write: owner('userName') },
  key: { partition: 'userName', sort: 'number' },
})
class Loan {
  @Text({ max: 60 }) userName!: string;
  @Integer({ min: 0, max: 1e6 }) number!: number;
  @Reference(() => Book) bookId!: string;
}

/** Nothing reads one of these. */
@Domain('visit', { access: { read: anyone, write: anyone }, operations: ['list', 'create'], scan: true })
class Visit {
  @Id() id!: string;
  @Text({ max: 60 }) day!: string;
}

/** Values of its key have names in GraphQL, of which two are values of each other. */
@Domain('seat', { access: { read: anyone, write: anyone }, key: { partition: 'room', sort: 'from' } })
class Seat {
  @Enumeration('Room', { READING: 'reading room', UP: 'DOWN', DOWN: 'UP' }) room!: string;
  @DateTime() from!: string;
}

const domains = [Book, Loan, Visit, Seat];
const library = defineGateway({
  name: 'library',
  modules: [defineModule({ name: 'library', domains })],
  federation: true,
});

@Domain('fine', { access: { read: anyone, write: anyone }, scan: true, events: true })
class Fine {
  @Id() id!: string;
  @Text({ max: 60 }) reason!: string;
}
const office = defineGateway({
  name: 'office',
  modules: [defineModule({ name: 'office', domains: [Fine] })],
  federation: true,
});

/** A subgraph as another team writes it, which adds fields to the items of the gateway. */
const reviews = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  type Query { latestReview: Review }
  type Review { stars: Int! book: Book! }
  type Book @key(fields: "id") { id: ID! reviews: [Review!]! }
  type Loan @key(fields: "userName number") { userName: String! number: Int! remarks: [String!]! }
`;

const asAnn = { callerOf: async () => ({ id: 'ann', userName: 'ann', roles: [] }) };
const entities =
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Book { title } ... on Loan { bookId } } }';

const sdlOf = async (gateway: TestGateway): Promise<string> =>
  (await gateway.graphql('{ _service { sdl } }')).json.data._service.sdl;

/** The schema of a supergraph. */
function composed(...subgraphs: readonly (readonly [name: string, sdl: string])[]): GraphQLSchema {
  const parts = subgraphs.map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) }));
  const { errors, schema } = composeServices(parts);
  expect((errors ?? []).map(({ message }) => message)).toEqual([]);
  return schema!.toAPISchema().toGraphQLJSSchema();
}

describe.each(formats)('with %s events', (payload) => {
  let open: TestGateway;
  let ann: TestGateway;
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    open = await openGateway(payload, { definition: library, endpoint: proxy.endpoint });
    const shared = { definition: library, tablePrefix: open.prefix, endpoint: proxy.endpoint };
    ann = await openGateway(payload, { ...shared, authentication: asAnn });
    for (const id of ['a', 'b']) await open.send('POST', '/book', { body: { id, title: `Book ${id}` } });
    for (const userName of ['ann', 'bob'])
      await open.send('POST', '/loan', { body: { userName, number: 7, bookId: 'a' } });
  });

  afterAll(async () => proxy.close());

  test('it composes with a subgraph that adds fields to its items', async () => {
    const schema = composed(['library', await sdlOf(open)], ['reviews', reviews]);
    const [book, loan, query] = ['Book', 'Loan', 'Query'].map((name) => schema.getType(name));
    expect(isObjectType(book) && Object.keys(book.getFields())).toEqual(expect.arrayContaining(['title', 'reviews']));
    expect(isObjectType(loan) && Object.keys(loan.getFields())).toEqual(expect.arrayContaining(['bookId', 'remarks']));
    expect(isObjectType(query) && Object.keys(query.getFields())).toEqual(
      expect.arrayContaining(['book', 'books', 'visits', 'latestReview']),
    );
    // Which gateway an id is of, it does not say.
    expect(isObjectType(query) && Object.keys(query.getFields())).not.toContain('node');
  });

  test('two gateways compose, though both have pages and changes', async () => {
    const other = await openGateway(payload, { definition: office });
    const schema = composed(['library', await sdlOf(open)], ['office', await sdlOf(other)]);
    expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(expect.arrayContaining(['books', 'fines']));
  });

  test('items are given by their keys in the order of their representations, each failing alone', async () => {
    const of = [
      { __typename: 'Loan', userName: 'ann', number: 7 },
      { __typename: 'Book', id: 'b', reviews: [] },
      { __typename: 'Book', id: 'nothing' },
      { __typename: 'Loan', userName: 'bob', number: 7 },
      { __typename: 'Visit', id: 'a' },
      { __typename: 'Loan', userName: 'ann', number: 7.5 },
      { __typename: 'Loan', number: 7 },
      'Book',
      { __typename: 'Book', id: 'b' },
    ];
    const { json } = await ann.graphql(entities, { of });
    expect(json.data._entities).toEqual([
      { __typename: 'Loan', bookId: 'a' },
      { __typename: 'Book', title: 'Book b' },
      null,
      null,
      null,
      null,
      null,
      null,
      { __typename: 'Book', title: 'Book b' },
    ]);
    const byKey = (await ann.graphql('{ loan(userName: "bob", number: 7) { version } }')).json;
    expect(
      json.errors.map(({ path, extensions }: any) => [path[1], extensions.code, extensions.errors?.[0].pointer]),
    ).toEqual([
      [3, byKey.errors[0].extensions.code, undefined],
      [4, 'BAD_USER_INPUT', '/representations/4/__typename'],
      [5, 'BAD_USER_INPUT', '/representations/5/number'],
      [6, 'BAD_USER_INPUT', '/representations/6/userName'],
      [7, 'BAD_USER_INPUT', '/representations/7/__typename'],
    ]);
    expect(byKey.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  // A router sends what GraphQL has answered elsewhere: the fields of the key as the schema spells them.
  test('an enumeration in a key is spelled as GraphQL spells it', async () => {
    const ask = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Seat { id room from } } }';
    const from = '2026-06-01T00:00:00.000Z';
    for (const [room, name] of [
      ['reading room', 'READING'],
      ['UP', 'DOWN'],
    ]) {
      await open.send('POST', '/seat', { body: { room, from } });
      const { json } = await open.graphql(ask, { of: [{ __typename: 'Seat', room: name, from }] });
      expect(json).toEqual({ data: { _entities: [{ __typename: 'Seat', id: expect.any(String), room: name, from }] } });
    }
    const wrong = [{ room: 'reading room', from }, { from }].map((key) => ({ __typename: 'Seat', ...key }));
    const { errors } = (await open.graphql(ask, { of: wrong })).json;
    expect(errors.map(({ extensions }: any) => extensions.errors)).toEqual([
      [{ pointer: '/representations/0/room', detail: 'must be one of READING, UP, DOWN' }],
      [{ pointer: '/representations/1/room', detail: 'is required' }],
    ]);
  });

  test('a hundred entities cost one call', async () => {
    const of = Array.from({ length: 100 }, (_, index) => ({ __typename: 'Book', id: `book-${index}` }));
    proxy.set();
    const { json } = await open.graphql(entities, { of });
    expect(Object.fromEntries(proxy.calls)).toEqual({ BatchGetItem: 1 });
    expect(json).toEqual({ data: { _entities: of.map(() => null) } });
  });

  test('representations are counted before anything is read, and what their fields read too', async () => {
    const limited = await openGateway(payload, {
      definition: library,
      tablePrefix: open.prefix,
      endpoint: proxy.endpoint,
      graphql: { limits: { cost: 4 } },
    });
    const withBooks = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Loan { book { id } } } }';
    const loans = Array.from({ length: 4 }, (_, number) => ({ __typename: 'Loan', userName: 'ann', number }));
    const books = Array.from({ length: 5 }, (_, index) => ({ __typename: 'Book', id: `book-${index}` }));
    proxy.set();
    // The books of all loans are one batch more.
    for (const [query, of] of [
      [withBooks, loans],
      [entities, books],
    ] as const) {
      const { json } = await limited.graphql(query, { of });
      expect(json.errors[0].message).toContain('The query would need 5 reads; 4 are allowed.');
    }
    expect(Object.fromEntries(proxy.calls)).toEqual({});
    expect((await limited.graphql(withBooks, { of: books.slice(1) })).json.errors).toBeUndefined();
    expect((await limited.graphql(withBooks, { of: loans.slice(1) })).json.errors).toBeUndefined();
  });

  test('a gateway that does not tell its schema does not tell it here either', async () => {
    const production = await openGateway(payload, {
      definition: library,
      tablePrefix: open.prefix,
      graphql: { production: true },
    });
    const { json } = await production.graphql('{ _service { sdl } }');
    expect(json.errors[0].extensions.code).toBe('FORBIDDEN');
    const of = [{ __typename: 'Book', id: 'a' }];
    expect((await production.graphql(entities, { of })).json.data._entities).toEqual([
      { __typename: 'Book', title: 'Book a' },
    ]);
  });
});

test('the documents for clients, and a gateway that is no subgraph, have nothing of it', async () => {
  const subgraph = await openGateway('v2', { definition: library });
  const plain = await openGateway('v2', { domains });
  const sdl = (await plain.send('GET', '/schema.graphql')).text;
  expect((await subgraph.send('GET', '/schema.graphql')).text).toBe(sdl);
  expect(sdl).not.toMatch(/_entities|_service|@key/);
  expect((await plain.graphql('{ _service { sdl } }')).json.errors[0].message).toContain('_service');
});

test('a gateway without items that can be read alone is a subgraph too', async () => {
  const definition = defineGateway({
    name: 'door',
    modules: [defineModule({ name: 'door', domains: [Visit] })],
    federation: true,
  });
  const schema = composed(['door', await sdlOf(await openGateway('v1', { definition }))]);
  expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(['visits']);
});

test('what would take the names of the specification is refused, with the mend', async () => {
  const verb = operation({
    name: '_service',
    kind: 'query',
    domain: domainOf(Book),
    route: { method: 'GET', path: '/book/service', success: 200 },
    access: anyone,
    gives: { as: 'item', type: Book },
    touches: [],
    doc: 'Serves.',
    perform: async () => ({ id: 'a' }),
  });
  expect(() => gatewayOf([Book], { operations: [verb] })).toThrow(
    'the gateway itself has the GraphQL field "_service" (Apollo Federation): rename the operation.',
  );

  class _Entity {
    @Id() id!: string;
  }
  Domain('entity', { scan: true })(_Entity);
  expect(() => gatewayOf([_Entity])).toThrow('_Entity');

  @Resolver()
  class MyResolver {
    @Query(() => String)
    @Authorized('anyone')
    _entities(): string {
      return 'mine';
    }
  }
  const mine = gatewayOf([Book], { resolvers: async () => [MyResolver] });
  await expect(checkHandWritten(mine)).rejects.toThrow('"_entities" is already one of the gateway itself');
});
