import 'reflect-metadata';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { FieldResolver, Resolver } from 'type-graphql';
import { buildSchema, isInterfaceType, isObjectType } from 'graphql';
import { anyone, owner, role } from '../../schema/access';
import { Id, Integer, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';
import type { Input } from '../../services/operation';
import type { Authentication } from '../../api/auth/authentication';
import { checkHandWritten } from '../../api/graphql';
import { localAccess } from '../../local/tables';
import { openFaultProxy } from '../fault-proxy';
import type { FaultProxy } from '../fault-proxy';
import { faces } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

// Relay's specification of object identification, https://relay.dev/graphql/objectidentification.htm: an interface Node with
// a field id of the type ID!, a root field node that takes an id, and the same item for the same id (sections 2.1 to 2.3).
// That an id proves nothing is judged by the same requests with the key.

@Domain('book', { access: { read: anyone, write: anyone }, scan: true })
class Book {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
}

@Domain('film', { access: { read: anyone, write: anyone }, scan: true })
class Film {
  @Id() id!: string;
  @Text({ max: 60 }) title!: string;
}

@Domain('shelf', {
  access: { read: owner('userName'), write: owner('userName') },
  key: { partition: 'userName' },
  operations: ['get', 'replace', 'delete'],
})
class Shelf {
  @Text({ max: 60 }) userName!: string;
  @Text({ max: 60, optional: true }) label?: string;
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

/** `id` tells only one of a house here, so that it can be no id of the gateway. */
@Domain('room', { access: { read: anyone, write: anyone }, scan: true, key: { partition: 'house', sort: 'id' } })
class Room {
  @Text({ max: 60 }) house!: string;
  @Text({ max: 60 }) id!: string;
}

/** Nothing reads one of these. */
@Domain('visit', {
  access: { read: anyone, write: anyone },
  operations: ['list', 'create'],
  scan: true,
  key: { partition: 'day' },
})
class Visit {
  @Text({ max: 60 }) day!: string;
  @Many(() => Room, { by: 'house' }) readonly rooms?: unknown;
}

const domains = [Book, Film, Shelf, Loan, Room, Visit];
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());
const asAnn = { callerOf: async () => ({ id: 'ann', userName: 'ann', roles: [] }) };

describe.each(formats)('with %s events', (payload) => {
  let ann: TestGateway;
  let nobody: TestGateway;
  let open: TestGateway;
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    open = await openGateway(payload, { domains, endpoint: proxy.endpoint });
    const others = { domains, tablePrefix: open.prefix };
    ann = await openGateway(payload, { ...others, authentication: asAnn });
    nobody = await openGateway(payload, { ...others, authentication: { callerOf: async () => undefined } });
    await open.send('POST', '/book', { body: { id: 'same', title: 'A book' } });
    await open.send('POST', '/film', { body: { id: 'same', title: 'A film' } });
    await open.send('POST', '/film', { body: { id: 'only', title: 'Another film' } });
    for (const userName of ['ann', 'bob']) {
      await open.send('PUT', `/shelf/${userName}`, { headers: { 'if-none-match': '*' }, body: { label: userName } });
      await open.send('POST', '/loan', { body: { userName, number: 7, bookId: 'same' } });
    }
  });

  afterAll(async () => proxy.close());

  const node = async (gateway: TestGateway, id: string, selection = '__typename id') =>
    (await gateway.graphql(`query ($id: ID!) { node(id: $id) { ${selection} } }`, { id })).json;

  test('the schema has what Relay asks for', async () => {
    const schema = buildSchema((await open.send('GET', '/schema.graphql')).text);
    const type = schema.getType('Node');
    const { node: one } = schema.getQueryType()!.getFields();
    expect(isInterfaceType(type) && Object.keys(type.getFields())).toEqual(['id']);
    expect(isInterfaceType(type) && String(type.getFields().id!.type)).toBe('ID!');
    expect([String(one!.type), one!.args.map((argument) => `${argument.name}: ${String(argument.type)}`)]).toEqual([
      'Node',
      ['id: ID!'],
    ]);
    expect(
      isInterfaceType(type) &&
        schema
          .getPossibleTypes(type)
          .map(({ name }) => name)
          .toSorted(),
    ).toEqual(['Book', 'Film', 'Loan', 'Shelf']);
    const visit = schema.getType('Visit');
    expect(isObjectType(visit) && String(visit.getFields().id!.type)).toBe('ID!');
    const room = schema.getType('Room');
    expect(isObjectType(room) && String(room.getFields().id!.type)).toBe('String!');
    // It is in no input, filter or order.
    const sdl = (await open.send('GET', '/schema.graphql')).text;
    for (const input of ['ShelfInput', 'LoanInput', 'LoanPatch', 'LoanFilter', 'LoanKey']) {
      expect(new RegExp(`input ${input} {([^}]*)}`).exec(sdl)![1]).not.toMatch(/^ {2}id:/m);
    }
  });

  test('an item is the same by its id as by its key, and REST knows nothing of the id', async () => {
    const { json } = await ann.graphql('{ loan(userName: "ann", number: 7) { id userName number version } }');
    const { id } = json.data.loan;
    expect(JSON.parse(Buffer.from(id, 'base64url').toString())).toEqual(['Loan', 'ann', 7]);
    const again = await node(ann, id, '__typename id ... on Loan { userName number version }');
    expect(again).toEqual({ data: { node: { __typename: 'Loan', ...json.data.loan } } });
    expect((await ann.send('GET', '/loan/ann/7')).json.id).toBeUndefined();
    // Only the id is asked for: the key is read for it.
    expect((await ann.graphql('{ loan(userName: "ann", number: 7) { id } }')).json.data.loan).toEqual({ id });
  });

  test('an id proves nothing: who may read the item by its key may read it by its id', async () => {
    const { json } = await open.graphql('{ shelf(userName: "bob") { id } loan(userName: "bob", number: 7) { id } }');
    for (const [name, call] of [
      ['shelf', 'shelf(userName: "bob")'],
      ['loan', 'loan(userName: "bob", number: 7)'],
    ] as const) {
      const { id } = json.data[name];
      for (const gateway of [ann, nobody]) {
        const byKey = (await gateway.graphql(`{ ${call} { version } }`)).json;
        const byId = await node(gateway, id);
        expect(byId.data?.node ?? null).toBeNull();
        expect(byId.errors[0].extensions).toEqual(byKey.errors[0].extensions);
        expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(byId.errors[0].extensions.code);
      }
    }
  });

  test('several ids are read in their order, each failing alone', async () => {
    const { json } = await open.graphql(
      '{ a: shelf(userName: "ann") { id } b: loan(userName: "bob", number: 7) { id } c: loan(userName: "ann", number: 7) { id } }',
    );
    const [a, b, c] = ['a', 'b', 'c'].map((name) => json.data[name].id);
    const ids = [c, 'only', b, 'nothing', a, c];
    const read = (await ann.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids })).json;
    expect(read.data.nodes).toEqual([
      { __typename: 'Loan', id: c },
      { __typename: 'Film', id: 'only' },
      null,
      null,
      { __typename: 'Shelf', id: a },
      { __typename: 'Loan', id: c },
    ]);
    expect(read.errors.map(({ path, extensions }: any) => [path, extensions.code])).toEqual([
      [['nodes', 2], 'FORBIDDEN'],
    ]);
  });

  test('an id that two items have is told apart by a fragment, and else refused', async () => {
    expect(await node(open, 'only', '__typename')).toEqual({ data: { node: { __typename: 'Film' } } });
    expect(await node(open, 'same', '... on Film { title }')).toEqual({ data: { node: { title: 'A film' } } });
    expect(await node(open, 'same', '... on Book { title }')).toEqual({ data: { node: { title: 'A book' } } });
    const refused = await node(open, 'same', '__typename ... on Book { title } ... on Film { title }');
    expect(refused.data.node).toBeNull();
    expect(refused.errors[0].message).toBe('Items of Book and Film have this id: ask with a fragment on one of them.');
    expect(refused.errors[0].extensions.code).toBe('CONFLICT');
  });

  test('whatever is no id of an item, letter for letter, is none', async () => {
    const encode = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
    const good = encode(['Loan', 'ann', 7]);
    expect((await node(open, good)).data.node.id).toBe(good);
    const bad = [
      ...[
        `${good}=`,
        ` ${good}`,
        `${good}A`,
        good.toLowerCase(),
        Buffer.from('["Loan","ann",7]').toString('base64') + '=',
      ],
      ...[
        ['Loan', 'ann', '7'],
        ['Loan', 'ann', 7, 8],
        ['Loan', 'ann'],
        ['Loan', 'ann', 7.5],
        ['loan', 'ann', 7],
      ].map(encode),
      ...[['Room', 'house', 'a'], ['Visit', 'today'], ['Book', 'same'], ['__proto__', 'a'], ['Query'], {}, null, 7].map(
        encode,
      ),
      ...['', ' ', '.', '=', 'ff', '\u0000'],
      Buffer.from(' ["Loan","ann",7]').toString('base64url'),
    ];
    for (const id of bad) expect([id, await node(open, id)]).toEqual([id, { data: { node: null } }]);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (id) => {
        fc.pre(!['same', 'only', good].includes(id));
        expect(await node(open, id)).toEqual({ data: { node: null } });
      }),
      { numRuns: 50 },
    );
  });

  test('a hundred ids cost one call for each domain, more are refused', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `film-${index}`);
    proxy.set();
    await open.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    // Each may be the id of a book or of a film.
    expect(Object.fromEntries(proxy.calls)).toEqual({ BatchGetItem: 2 });
    const { json } = await open.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [...ids, 'more'] });
    expect(json.errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      errors: [{ pointer: '/ids', detail: 'must have at most 100 elements' }],
    });
  });
});

test('what would take the names of Relay is refused, with the mend', async () => {
  @Domain('vertex', { plural: 'nodes', scan: true })
  class Vertex {
    @Id() id!: string;
  }
  expect(() => gatewayOf([Vertex])).toThrow(
    `Vertex: the gateway itself has the GraphQL field "nodes" (Relay): rename the class, or write plural: '…' in @Domain.`,
  );

  @Resolver(() => Shelf)
  class ShelfResolver {
    @FieldResolver(() => String)
    id(): string {
      return 'mine';
    }
  }
  const definition = defineGateway({
    name: 'library',
    modules: [defineModule({ name: 'library', domains, resolvers: async () => [ShelfResolver] })],
  });
  await expect(checkHandWritten(definition)).rejects.toThrow('ShelfResolver.id: Shelf declares the field "id" already');
});

test('the rule of a role is asked as well', async () => {
  @Domain('ledger', { access: { read: role('clerk'), write: role('clerk') }, scan: true, key: { partition: 'year' } })
  class Ledger {
    @Text({ max: 4 }) year!: string;
  }
  const gateway = await openGateway('v1', { domains: [Ledger], authentication: asAnn });
  const id = Buffer.from('["Ledger","2026"]').toString('base64url');
  const { json } = await gateway.graphql('query ($id: ID!) { node(id: $id) { id } }', { id });
  expect(json.errors[0].extensions.code).toBe('FORBIDDEN');
});

// A query of Relay names the type that it means (section 2.3; its compiler writes such a fragment into each refetch).
describe('beside items that only a role may read', () => {
  @Domain('manual', { access: { read: role('clerk'), write: role('clerk') }, scan: true })
  class Manual {
    @Id() id!: string;
  }
  const asClerk = { callerOf: async () => ({ id: 'clerk', userName: 'clerk', roles: ['clerk'] }) };
  const asNobody = { callerOf: async () => undefined };

  let prefix: string;
  const as = async (authentication: Authentication): Promise<TestGateway> =>
    openGateway('v2', { domains: [Book, Film, Manual], authentication, tablePrefix: prefix });
  beforeAll(async () => {
    const gateway = await openGateway('v2', { domains: [Book, Film, Manual], authentication: asClerk });
    ({ prefix } = gateway);
    await gateway.send('POST', '/manual', { body: { id: 'hidden' } });
    await gateway.send('POST', '/book', { body: { id: 'both', title: 'A book' } });
    await gateway.send('POST', '/manual', { body: { id: 'both' } });
  });

  const read = async (gateway: TestGateway, id: string, selection: string) =>
    (await gateway.graphql(`query ($id: ID!) { node(id: $id) { ${selection} } }`, { id })).json;

  test.each([
    ['nobody', asNobody, 'UNAUTHENTICATED'],
    ['ann', asAnn, 'FORBIDDEN'],
  ])('%s is told what is not there as what is hidden', async (_name, authentication, code) => {
    const gateway = await as(authentication);
    for (const id of ['missing', 'hidden']) {
      for (const selection of [
        'id',
        '... on Book { id }',
        '__typename id ... on Book { title }',
        '... on Node { id }',
      ]) {
        expect([id, selection, await read(gateway, id, selection)]).toEqual([id, selection, { data: { node: null } }]);
      }
      // Asked for by its type, it is refused as by its key, whether it is there or not.
      const byType = await read(gateway, id, 'id ... on Manual { id }');
      expect(byType.data?.node ?? null).toBeNull();
      expect(byType.errors.map(({ extensions }: any) => extensions.code)).toEqual([code]);
    }
    expect(await read(gateway, 'both', '__typename')).toEqual({ data: { node: { __typename: 'Book' } } });
  });

  test('who may read them is given them', async () => {
    const gateway = await as(asClerk);
    expect(await read(gateway, 'hidden', '__typename')).toEqual({ data: { node: { __typename: 'Manual' } } });
    expect((await read(gateway, 'both', '__typename')).errors[0].extensions.code).toBe('CONFLICT');
    // A fragment of a spread counts as one that is written in place.
    const { json } = await gateway.graphql('{ node(id: "both") { ...Part } } fragment Part on Manual { __typename }');
    expect(json).toEqual({ data: { node: { __typename: 'Manual' } } });
  });
});

test('only items of the types that a query names are read', async () => {
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  const gateway = await openGateway('v2', { domains: [Book, Film], endpoint: proxy.endpoint });
  const ids = ['a', 'b'];
  proxy.set();
  await gateway.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Film { title } } }', { ids });
  expect(Object.fromEntries(proxy.calls)).toEqual({ BatchGetItem: 1 });
  await proxy.close();
});

// Section 2.2: the id that an item tells leads back to it. What a caller chooses must not read as the id of another one.
describe.each(faces)('over $name', (face) => {
  const madeFor = (...content: unknown[]): string => Buffer.from(JSON.stringify(content)).toString('base64url');

  test('no item is made with an id that the gateway makes of a key', async () => {
    const gateway = await openGateway('v2', { domains });
    const call = async (name: string, input: Input) =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );
    for (const id of [madeFor('Loan', 'ann', 7), madeFor('Later', 'ann')]) {
      expect(await call('createBook', { body: { id, title: 'A book' } })).toMatchObject({
        code: 'validation',
        pointers: ['/id'],
      });
      expect((await call('book', { key: { id } })).code).toBe('not-found');
    }
    // Whatever only looks alike is an id as any other, and read by it.
    for (const id of ['Wy', 'WyJhIg', madeFor(7), madeFor(), madeFor(null, 'a')]) {
      expect((await call('createBook', { body: { id, title: 'A book' } })).code).toBe('ok');
      const { json } = await gateway.graphql('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(json).toEqual({ data: { node: { id } } });
    }
    // Where an id is not the item's in all of the gateway, it is a value as any other.
    expect((await call('createRoom', { body: { house: 'a', id: madeFor('Loan', 'ann', 7) } })).code).toBe('ok');
  });
});

test('neither does a PUT make one, nor a batch, and what another program has written is reached by its type', async () => {
  const gateway = await openGateway('v1', { domains });
  const id = Buffer.from('["Loan","ann",7]').toString('base64url');
  const put = await gateway.send('PUT', `/book/${id}`, { headers: { 'if-none-match': '*' }, body: { title: 'A' } });
  expect([put.status, put.json.errors.map(({ pointer }: any) => pointer)]).toEqual([422, ['/id']]);
  const { json } = await gateway.send('POST', '/book/batch', {
    body: {
      items: [
        { id, title: 'A' },
        { id: 'other', title: 'B' },
      ],
    },
  });
  expect(json.results.map(({ status }: any) => status)).toEqual([422, 201]);
  const Item = { id, title: 'A' };
  await client.send(new PutCommand({ TableName: `${gateway.prefix}book`, Item }));
  const read = await gateway.graphql('query ($id: ID!) { node(id: $id) { ... on Book { title } } }', { id });
  expect(read.json).toEqual({ data: { node: { title: 'A' } } });
});
