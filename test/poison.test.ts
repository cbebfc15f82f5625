import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../local/tables';
import { domains as shop } from './usual';
import { LambdaApigateway } from '../examples/lambda-apigateway/item';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

// Items that another program has stored: they make neither a read nor a list fail, over either face.

const domains = [...new Set([...shop, LambdaApigateway])];
const bytes = Uint8Array.from([0, 255, 1]);
const base = {
  title: { S: 'x' },
  category: { S: 'Poison' },
  price: { N: '1' },
  version: { N: '1' },
  createdAt: { S: '2026-01-01T00:00:00.000Z' },
  updatedAt: { S: '2026-01-01T00:00:00.000Z' },
};
const named = (text: string): Record<string, AttributeValue> => JSON.parse(text) as Record<string, AttributeValue>;

const poisons: readonly [string, Record<string, AttributeValue>, object][] = [
  // A number is a double to each face: IEEE 754, section 4.3.1, roundTiesToEven.
  ['a-whole', { rating: { N: '9007199254740993' } }, { rating: 9007199254740992 }],
  ['b-fraction', { rating: { N: '123456789012345678.9' } }, { rating: 123456789012345680 }],
  ['c-texts', { tags: { SS: ['b', 'a'] } }, { tags: ['a', 'b'] }],
  ['d-numbers', { tags: { NS: ['10', '9'] } }, { tags: ['9', '10'] }],
  ['e-prototype', named('{"__proto__":{"M":{"polluted":{"S":"yes"}}}}'), {}],
  ['f-binary', { author: { B: bytes } }, { author: 'AP8B' }],
  ['g-null', { author: { NULL: true } }, {}],
  ['h-undeclared', { isAdmin: { BOOL: true }, constructor: { S: 'x' } }, {}],
];
const ids = poisons.map(([id]) => id);

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains });
    const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
    for (const [id, attributes] of poisons) {
      const Item = { id: { S: id }, ...base, ...attributes };
      await raw.send(new PutItemCommand({ TableName: `${gateway.prefix}book`, Item }));
    }
    const free: readonly [string, AttributeValue][] = [
      ['big', { N: '9007199254740993' }],
      ['set', { NS: ['9007199254740993', '1'] }],
      ['proto', { M: { ...named('{"__proto__":{"M":{"polluted":{"S":"yes"}}}}'), kept: { B: bytes } } }],
    ];
    for (const [id, value] of free) {
      const Item = { id: { S: id }, data: { M: { value } }, version: { N: '1' } };
      await raw.send(new PutItemCommand({ TableName: `${gateway.prefix}lambda-apigateway`, Item }));
    }
    raw.destroy();
  });
  afterEach(() => expect(({} as { polluted?: unknown }).polluted).toBeUndefined());

  test.each(poisons)('%s is read over REST', async (id, _, shown) => {
    const { status, json } = await gateway.send('GET', `/book/${id}`);
    const { rating, tags, author, ...rest } = json;
    const told = Object.fromEntries(
      Object.entries({ rating, tags, author }).filter(([, value]) => value !== undefined),
    );
    expect({ status, id: rest.id, names: Object.keys(rest).toSorted() }).toEqual({
      status: 200,
      id,
      names: ['id', ...Object.keys(base)].toSorted(),
    });
    expect(JSON.stringify(told).replaceAll('"', '')).toBe(JSON.stringify(shown).replaceAll('"', ''));
  });

  test('all are in the lists of REST and of GraphQL', async () => {
    const listed = await gateway.send('GET', '/book?category=Poison&limit=100');
    expect(listed.json.items.map((item: { id: string }) => item.id).toSorted()).toEqual(ids);
    const query =
      '{ books(first: 100, filter: { category: { eq: "Poison" } }) { edges { node { id title tags author } } } }';
    const { json } = await gateway.graphql(query);
    expect(json.errors).toBeUndefined();
    expect(json.data.books.edges.map((edge: any) => edge.node.id as string).toSorted()).toEqual(ids);
  });

  test.each(ids)('%s is read over GraphQL, and what does not fit its type spoils no other field', async (id) => {
    const { status, json } = await gateway.graphql('query ($id: ID!) { book(id: $id) { id title rating } }', { id });
    expect(status).toBe(200);
    expect(json.data.book).toMatchObject({ id, title: 'x' });
  });

  test('free data keeps every digit, over REST, GraphQL and the envelope', async () => {
    const shown = { big: '9007199254740993', set: [1, '9007199254740993'], proto: { kept: 'AP8B' } };
    for (const [id, value] of Object.entries(shown)) {
      expect((await gateway.send('GET', `/lambda-apigateway/${id}`)).json.data).toEqual({ value });
      const { json } = await gateway.graphql(`{ lambdaApigateway(id: "${id}") { data } }`);
      expect(json).toEqual({ data: { lambdaApigateway: { data: { value } } } });
    }
    const body = { operation: 'list', tableName: 'lambda-apigateway', payload: {} };
    const { status, json } = await gateway.send('POST', '/dynamodbmanager', { body });
    expect([status, json.Items.length]).toEqual([200, 3]);
  });
});
