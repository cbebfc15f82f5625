import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { Authentication } from '../../../api/auth/authentication';
import { localAccess } from '../../../local/tables';
import { buildGraphQLSchema } from '../../../resolvers';
import { defineGateway, defineModule } from '../../../services/definition';
import { definition as usual, domains as shop } from '../usual';
import { anyone, owner, role } from '../../../schema/access';
import { Id, Integer, Many, Money, NestedList, Reference, Text } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { computedOf } from '../../../schema/counted';
import { nestedClasses, relationsOf } from '../../../schema/facts';
import type { DeclaredClass } from '../../../schema/facts';
import { operationsOf } from '../../../services';
import { formats, openGateway } from '../harness';
import type { Answer, TestGateway } from '../harness';

/**
 * One failed field fails alone. GraphQL, section 6.4.4 "Handling Field Errors": the error of a Non-Null field goes on to
 * the field around it, so that what may be null decides how far an error reaches.
 * https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};
const as = (name?: string): Record<string, string> => (name === undefined ? {} : { authorization: `Bearer ${name}` });

@Domain('diary', { key: { partition: 'userName' }, access: { read: owner('userName'), write: role('admin') } })
class Diary {
  @Text({ max: 20 }) userName!: string;
  @Text() text!: string;
}
class Pin {
  @Reference(() => Diary, { as: 'diary' }) writer!: string;
  @Integer({ default: 1 }) count!: number;
}
// Items that do not fit their class are withheld, so that there are some that cannot be given.
@Domain('board', { scan: true, strict: true, access: { read: anyone, write: role('admin') } })
class Board {
  @Id() id!: string;
  @Text() title!: string;
  @Money() price!: number;
  @NestedList(() => Pin) pins!: Pin[];
  @Many(() => Remark, { by: 'board' }) readonly remarks?: Remark[];
}
@Domain('remark', {
  key: { partition: 'board', sort: 'id' },
  access: { read: role('admin'), list: role('admin'), write: role('admin') },
})
class Remark {
  @Text({ max: 120 }) board!: string;
  @Id({ max: 100 }) id!: string;
}
const trials = [Diary, Board, Remark];

describe.each([
  { name: 'the shop', domains: shop },
  { name: 'trial domains', domains: trials },
])('the schema of $name', ({ domains }) => {
  const operations = operationsOf(domains);
  const schema = buildGraphQLSchema(operations, { check: true });

  test('has a root field for each operation, and none is Non-Null', () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(fields.length).toBeGreaterThanOrEqual(operations.length);
    expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  test('takes no item along with what is read beside it, and no list with one of its items', () => {
    const related = new Set(operations.flatMap(({ domain }) => relatedFields(domain.type)));
    const isApart = (name: string): boolean => related.has(name) || name.endsWith('Edge.node');
    const apart = fieldsOf(schema).filter(([name]) => isApart(name));
    expect(apart.length).toBeGreaterThan(related.size);
    expect(apart.filter(([, { type }]) => isNonNullType(type)).map(([name]) => name)).toEqual([]);
  });
});

/** The fields of a class that are read from elsewhere, as Type.field. */
function relatedFields(type: DeclaredClass): readonly string[] {
  return [
    ...[...relationsOf(type), ...computedOf(type)].map(({ name }) => `${type.name}.${name}`),
    ...[...nestedClasses(type).values()].flatMap(relatedFields),
  ];
}

function fieldsOf(schema: GraphQLSchema): readonly (readonly [string, GraphQLField<unknown, unknown>])[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const));
}

const types = ['application/json', 'application/graphql-response+json'];

describe.each(formats)('with %s events', (payload) => {
  let open: TestGateway;
  let gateway: TestGateway;
  beforeAll(async () => {
    const definition = defineGateway({
      ...usual,
      modules: [...usual.modules, defineModule({ name: 'trials', domains: trials })],
    });
    open = await openGateway(payload, { definition });
    gateway = await openGateway(payload, { definition, authentication, tablePrefix: open.prefix });
    const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
    const put = async (table: string, Item: Record<string, AttributeValue>) =>
      raw.send(new PutItemCommand({ TableName: `${open.prefix}${table}`, Item }));
    const pin = (writer: AttributeValue): AttributeValue => ({ M: { writer, count: { N: '1' } } });
    const whole = { title: { S: 'Whole' }, price: { N: '100' }, pins: { L: [] } };
    for (const [id, attributes] of Object.entries<Record<string, AttributeValue>>({
      a: whole,
      b: { price: { N: '1' }, pins: { L: [] } },
      c: { ...whole, title: { M: {} } },
      d: { ...whole, pins: { L: [pin({ S: 'alice' }), pin({ S: 'bob' }), pin({ S: 'alice' })] } },
      e: {
        ...whole,
        pins: { L: [pin({ S: 'x'.repeat(30) }), pin({ S: '' }), pin({ N: '7' }), pin({ S: 'alice' })] },
      },
    })) {
      await put('board', { id: { S: id }, ...attributes });
    }
    for (const userName of ['alice', 'bob']) await put('diary', { userName: { S: userName }, text: { S: userName } });
    raw.destroy();
    await open.send('POST', '/product', { body: { id: 'lamp', title: 'Lamp', category: 'Light', price: 1 } });
  });

  /** What a field answers with when it fails for this reason. */
  const failure = (path: readonly (string | number)[], problem: string): unknown =>
    expect.objectContaining({ path, extensions: expect.objectContaining({ type: `/problems/${problem}` }) });

  describe('a mutation that fails', () => {
    // Section 6.2.2: the fields run one after another, https://spec.graphql.org/October2021/#sec-Mutation. GraphQL over
    // HTTP, section 6.4: an answer with data is 200 under both media types.
    test.each(types)('ends none that stand after it, and what has run is told, as %s', async (accept) => {
      const user = `in-order-${accept.length}`;
      const answer = await open.graphql(
        `mutation {
          a: addBasketItem(userName: "${user}", productId: "lamp", quantity: 1) { version }
          b: setBasketItemQuantity(userName: "${user}", productId: "lamp", quantity: 9, expectedVersion: 7) { version }
          c: addBasketItem(userName: "${user}", productId: "lamp", quantity: 2) { version items { quantity } }
        }`,
        {},
        { accept },
      );
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain(accept);
      expect(answer.json.data).toEqual({ a: { version: 1 }, b: null, c: { version: 2, items: [{ quantity: 3 }] } });
      expect(answer.json.errors).toEqual([failure(['b'], 'precondition-failed')]);
      // The failed one has run between the others: it found what the first had written.
      expect(answer.json.errors[0].extensions.current).toMatchObject({ version: 1, items: [{ quantity: 1 }] });
      expect((await open.send('GET', `/basket/${user}`)).json).toMatchObject({ version: 2, items: [{ quantity: 3 }] });
    });

    test('may be of any kind, or all of them', async () => {
      const { status, json } = await open.graphql(`mutation {
        deleteProduct(id: "nobody")
        checkout(input: { userName: "nobody", firstName: "A", lastName: "B", email: "a@b.c", address: "x", paymentMethod: 1 }) { orderId }
        updateProduct(id: "nobody", patch: { price: 1 }) { id }
        createProducts(items: []) { status }
      }`);
      expect(status).toBe(200);
      const names = ['deleteProduct', 'checkout', 'updateProduct', 'createProducts'];
      expect(json.data).toEqual(Object.fromEntries(names.map((name) => [name, null])));
      expect(json.errors.map(({ path }: any) => path)).toEqual(names.map((name) => [name]));
    });

    test('by a mistake of ours is masked at its place', async () => {
      const mutation = open.operations.find(({ name }) => name === 'deleteBasket')!;
      jest.spyOn(mutation, 'run').mockRejectedValueOnce(new TypeError('of no caller’s business'));
      const { json } = await open.graphql(`mutation {
        a: createProduct(input: { id: "before-${payload}", title: "A", category: "Masked", price: 1 }) { id }
        b: deleteBasket(userName: "anybody")
        c: createProduct(input: { id: "after-${payload}", title: "C", category: "Masked", price: 1 }) { id }
      }`);
      expect(json.data).toEqual({ a: { id: `before-${payload}` }, b: null, c: { id: `after-${payload}` } });
      expect(json.errors).toEqual([failure(['b'], 'internal')]);
      expect((await open.send('GET', '/product?category=Masked')).json.items).toHaveLength(2);
    });
  });

  describe('a query of which one part is not open', () => {
    const ask = async (query: string, who?: string, accept = types[1]!): Promise<Answer> =>
      gateway.graphql(query, {}, { accept, ...as(who) });
    const some =
      '{ products(filter: { category: { eq: "Light" } }) { edges { node { id } } } orders(userName: "bob") { edges { node { orderId } } } product(id: "lamp") { title } }';
    const answered = { products: { edges: [{ node: { id: 'lamp' } }] }, orders: null, product: { title: 'Lamp' } };

    // GraphQL over HTTP, section 6.4: data that is not null must have a status of 2xx. RFC 9110, section 11.6.1: with any
    // status, WWW-Authenticate tells that credentials would change the answer.
    test.each(types)('answers the others to nobody, and tells that a token is missing, as %s', async (accept) => {
      const answer = await ask(some, undefined, accept);
      expect(answer).toMatchObject({ status: 200, headers: { 'www-authenticate': 'Bearer realm="tandem"' } });
      expect(answer.json).toEqual({ data: answered, errors: [failure(['orders'], 'unauthenticated')] });
    });

    test('answers the others to somebody else', async () => {
      const answer = await ask(some, 'alice');
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
      expect(answer.json).toEqual({ data: answered, errors: [failure(['orders'], 'forbidden')] });
    });

    // The same section: a request that a client is not permitted to issue should be 401, and has no data then.
    test('is refused when there is no other', async () => {
      for (const accept of types) {
        const answer = await ask('{ orders(userName: "bob") { edges { cursor } } }', undefined, accept);
        expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="tandem"' } });
        expect(answer.json).toEqual({ errors: [failure(['orders'], 'unauthenticated')] });
      }
      // That there is no such product is an answer.
      const answer = await ask('{ product(id: "nobody") { id } orders(userName: "bob") { edges { cursor } } }');
      expect([answer.status, answer.json.data]).toEqual([200, { product: null, orders: null }]);
    });

    test('leaves the item in which it stands', async () => {
      const { json } = await ask('{ boards { edges { node { id remarks { edges { cursor } } } } } }', 'alice');
      const ids = json.data.boards.edges.map(({ node }: any) => node);
      expect(ids.toSorted((left: any, right: any) => (left.id < right.id ? -1 : 1))).toEqual(
        ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, remarks: null })),
      );
      expect(json.errors).toHaveLength(5);
      expect(json.errors[0]).toEqual(failure(['boards', 'edges', 0, 'node', 'remarks'], 'forbidden'));
    });

    // References are read together, graphql/dataloader, README, "Batching": a value or an Error for each key.
    test('leaves the references beside it', async () => {
      const query = '{ board(id: "d") { title pins { writer diary { text } } } }';
      const { json } = await ask(query, 'alice');
      const [own, other] = [
        { writer: 'alice', diary: { text: 'alice' } },
        { writer: 'bob', diary: null },
      ];
      expect(json.data.board).toEqual({ title: 'Whole', pins: [own, other, own] });
      expect(json.errors).toEqual([failure(['board', 'pins', 1, 'diary'], 'forbidden')]);
      const nobody = await ask(query);
      expect(nobody.status).toBe(200);
      expect(nobody.json.data.board.title).toBe('Whole');
      expect(nobody.json.errors).toHaveLength(3);
    });
  });

  test('a reference that cannot be a key leads to nothing, and leaves those beside it', async () => {
    const { json } = await open.graphql('{ board(id: "e") { pins { diary { text } } } }');
    const diaries = [null, null, null, { text: 'alice' }];
    expect(json).toEqual({ data: { board: { pins: diaries.map((diary) => ({ diary })) } } });
    const rest = await open.send('GET', '/board/e?include=pins.diary');
    expect(rest.json.pins.map(({ diary }: any) => diary?.text ?? null)).toEqual([null, null, null, 'alice']);
  });

  test('an item that cannot be given leaves the list', async () => {
    const { json } = await open.graphql('{ boards { edges { cursor node { id title } } pageInfo { hasNextPage } } }');
    const { edges, pageInfo } = json.data.boards;
    expect(pageInfo).toEqual({ hasNextPage: false });
    expect(
      edges
        .filter(({ node }: any) => node)
        .map(({ node }: any) => node.id)
        .toSorted(),
    ).toEqual(['a', 'd', 'e']);
    const missing = edges.flatMap(({ node }: any, index: number) => (node === null ? [index] : []));
    expect(json.errors).toEqual(
      missing.map((index: number) => failure(['boards', 'edges', index, 'node'], 'unreadable')),
    );
    expect(missing).toHaveLength(2);
    expect(edges.every(({ cursor }: any) => typeof cursor === 'string')).toBe(true);
  });

  test('an item that cannot be given leaves the others of a batch', async () => {
    const { json } = await open.graphql(
      '{ boardsByKey(keys: [{ id: "a" }, { id: "b" }, { id: "nobody" }, { id: "d" }]) { id title } }',
    );
    expect(json.data.boardsByKey).toEqual([{ id: 'a', title: 'Whole' }, null, null, { id: 'd', title: 'Whole' }]);
    expect(json.errors).toEqual([failure(['boardsByKey', 1], 'unreadable')]);
  });
});
