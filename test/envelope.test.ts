import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { createEnvelope } from '../api/envelope';
import { localAccess } from '../local/tables';
import { domains as shop } from './usual';
import { Id, Json } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf, ownedFields } from '../schema/facts';
import { LambdaApigateway } from '../examples/lambda-apigateway/item';
import { codeOf } from './bad-inputs';
import { digestOf } from './digest';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { Answer, TestGateway } from './harness';

const domains = [...new Set([...shop, LambdaApigateway])];
const tableName = 'lambda-apigateway';
const done = {
  ResponseMetadata: { RequestId: expect.any(String), HTTPStatusCode: 200, HTTPHeaders: {}, RetryAttempts: 0 },
};

async function call(gateway: TestGateway, body: unknown): Promise<Answer> {
  return gateway.send('POST', '/dynamodbmanager', { body });
}
async function ask(gateway: TestGateway, operation: string, payload: unknown, table = tableName): Promise<Answer> {
  return call(gateway, { operation, tableName: table, payload });
}
const at = (answer: Answer): string[] => (answer.json.errors ?? []).map(({ pointer }: any) => pointer as string);

@Domain('card', { freeForm: 'held', scan: true })
class Card {
  @Id() id!: string;
  @Json({ optional: true }) held?: unknown;
}

test('any domain may say that its items are free, and which field holds them', async () => {
  const gateway = await openGateway('v1', { domains: [Card] });
  const body = { Item: { id: 'c', colour: 'red', held: 'twice' } };
  expect((await ask(gateway, 'create', body, 'card')).json).toEqual(done);
  expect((await gateway.send('GET', '/card/c')).json).toMatchObject({
    id: 'c',
    held: { colour: 'red', held: 'twice' },
  });
  const changes = { Key: { id: 'c' }, AttributeUpdates: { held: { Action: 'DELETE' }, size: { Value: 3 } } };
  expect((await ask(gateway, 'update', changes, 'card')).json).toEqual(done);
  const { json } = await ask(gateway, 'read', { Key: { id: 'c' } }, 'card');
  expect(json.Item).toEqual({ id: 'c', colour: 'red', size: 3 });
  const deep = { Item: { id: 'd', colour: JSON.parse('['.repeat(40) + ']'.repeat(40)) } };
  expect(at(await ask(gateway, 'create', deep, 'card'))).toEqual(['/payload/Item']);
});

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload, { domains });
  });

  const put = async (...items: object[]): Promise<void> => {
    for (const Item of items) expect((await ask(gateway, 'create', { Item })).json).toEqual(done);
  };
  const read = async (id: string): Promise<any> => (await ask(gateway, 'read', { Key: { id } })).json.Item;

  test('D1: echo gives the payload back', async () => {
    const given = { somekey1: 'somevalue1', somekey2: 'somevalue2' };
    const answer = await call(gateway, { operation: 'echo', payload: given });
    expect(answer).toMatchObject({ status: 200, text: JSON.stringify(given) });
  });

  test.each([['x'], [5], [null], [[1, { a: 2 }]], [{ constructor: 1 }]])('D1: echo of %j', async (given) => {
    expect((await call(gateway, { operation: 'echo', payload: given })).json).toEqual(given);
  });

  test('D2: ping answers "pong" as JSON', async () => {
    expect(await call(gateway, { operation: 'ping' })).toMatchObject({ status: 200, text: '"pong"' });
  });

  test('D3: create stores an item of any form, which REST and GraphQL see as id and data', async () => {
    const answer = await ask(gateway, 'create', { Item: { id: '1234ABCD', number: 5 } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(done);
    const item = { id: '1234ABCD', data: { number: 5 }, version: 1 };
    expect((await gateway.send('GET', '/lambda-apigateway/1234ABCD')).json).toMatchObject(item);
    const { json } = await gateway.graphql('{ lambdaApigateway(id: "1234ABCD") { id data version } }');
    expect(json.data.lambdaApigateway).toEqual(item);
  });

  test('D3: create never overwrites', async () => {
    await put({ id: 'a', number: 1 });
    const answer = await ask(gateway, 'create', { Item: { id: 'a', number: 2 } });
    expect(codeOf(answer)).toBe('conflict');
    expect(await read('a')).toEqual({ id: 'a', number: 1 });
  });

  test('D3: a create with an Idempotency-Key is done once', async () => {
    const body = { operation: 'create', tableName, payload: { Item: { id: 'a', number: 1 } } };
    const headers = { 'idempotency-key': 'one' };
    const send = async (): Promise<Answer> => gateway.send('POST', '/dynamodbmanager', { body, headers });
    expect((await send()).json).toEqual(done);
    expect((await send()).json).toEqual(done);
  });

  test('D4: read gives the item flat, and nothing but metadata for a missing one', async () => {
    await put({ id: '1', name: 'Bob' });
    const answer = await ask(gateway, 'read', { Key: { id: '1' }, ConsistentRead: true });
    expect(answer.json).toEqual({ Item: { id: '1', name: 'Bob' }, ...done });
    expect(Object.keys(answer.json.Item)).toEqual(['id', 'name']);
    const missing = await ask(gateway, 'read', { Key: { id: 'none' } });
    expect(missing).toMatchObject({ status: 200 });
    expect(missing.json).toEqual(done);
  });

  test('D4: ProjectionExpression chooses attributes, the version too', async () => {
    await put({ id: '1', name: 'Bob', number: 5 });
    const names = { ProjectionExpression: '#n, version', ExpressionAttributeNames: { '#n': 'name' } };
    const answer = await ask(gateway, 'read', { Key: { id: '1' }, ...names });
    expect(answer.json.Item).toEqual({ name: 'Bob', version: 1 });
    const list = await ask(gateway, 'list', names);
    expect(list.json.Items).toEqual([{ name: 'Bob', version: 1 }]);
  });

  test('D5: update with AttributeUpdates', async () => {
    await put({ id: '1', number: 5, old: true, count: 1 });
    const answer = await ask(gateway, 'update', {
      Key: { id: '1' },
      AttributeUpdates: {
        number: { Value: 10 },
        name: { Value: 'Bob', Action: 'PUT' },
        old: { Action: 'DELETE' },
        count: { Value: 2, Action: 'ADD' },
        fresh: { Value: 3, Action: 'ADD' },
      },
    });
    expect(answer.json).toEqual(done);
    expect(await read('1')).toEqual({ id: '1', number: 10, name: 'Bob', count: 3, fresh: 3 });
  });

  test('D5: update with UpdateExpression, names, values and ALL_NEW', async () => {
    await put({ id: '1', number: 0.1, list: [1], old: true, count: 1 });
    const answer = await ask(gateway, 'update', {
      Key: { id: '1' },
      UpdateExpression:
        'set #n = number + :v, copy = number, list = list_append(list, :l), kept = if_not_exists(number, :v) ' +
        'REMOVE old ADD #c :v, fresh :v',
      ExpressionAttributeNames: { '#n': 'number', '#c': 'count' },
      ExpressionAttributeValues: { ':v': 0.2, ':l': [2] },
      ReturnValues: 'ALL_NEW',
    });
    const Attributes = { id: '1', number: 0.3, copy: 0.1, list: [1, 2], kept: 0.1, count: 1.2, fresh: 0.2 };
    expect(answer.json).toEqual({ Attributes, ...done });
    expect(await read('1')).toEqual(Attributes);
  });

  test.each([
    ['NONE', undefined],
    ['ALL_OLD', { id: '1', a: 1, b: 2 }],
    ['UPDATED_OLD', { a: 1 }],
    ['ALL_NEW', { id: '1', a: 2, b: 2, c: 3 }],
    ['UPDATED_NEW', { a: 2, c: 3 }],
  ])('D5: ReturnValues %s', async (ReturnValues, Attributes) => {
    await put({ id: '1', a: 1, b: 2 });
    const AttributeUpdates = { a: { Value: 2 }, c: { Value: 3 } };
    const answer = await ask(gateway, 'update', { Key: { id: '1' }, AttributeUpdates, ReturnValues });
    expect(answer.json).toEqual({ ...(Attributes && { Attributes }), ...done });
  });

  test('D5: an object takes the place of the old one, and null stays null in an item of any form', async () => {
    await put({ id: '1', object: { a: 1, b: 2 } });
    const AttributeUpdates = { object: { Value: { c: null } }, nothing: { Value: null } };
    expect((await ask(gateway, 'update', { Key: { id: '1' }, AttributeUpdates })).json).toEqual(done);
    expect(await read('1')).toEqual({ id: '1', object: { c: null }, nothing: null });
  });

  test('D5: what REST has stored outlives an update', async () => {
    const data = { id: 'inner', deep: { a: [1] } };
    await gateway.send('POST', '/lambda-apigateway', { body: { id: '1', data } });
    await gateway.send('POST', '/lambda-apigateway', { body: { id: '2', data: [1] } });
    for (const id of ['1', '2']) await ask(gateway, 'update', { Key: { id }, AttributeUpdates: { n: { Value: 1 } } });
    const stored = async (id: string) => (await gateway.send('GET', `/lambda-apigateway/${id}`)).json.data;
    expect(await stored('1')).toEqual({ ...data, n: 1 });
    expect(await stored('2')).toEqual({ data: [1], n: 1 });
  });

  test('D5: updates of a book are those of its operation', async () => {
    const book = { id: 'p1', title: 'p1', category: 'Phone', price: 0.1, stock: 3 };
    expect((await ask(gateway, 'create', { Item: book }, 'book')).json).toEqual(done);
    const update = (more: object): Promise<Answer> =>
      ask(gateway, 'update', { Key: { id: 'p1' }, ReturnValues: 'UPDATED_NEW', ...more }, 'book');
    const raised = await update({
      UpdateExpression: 'SET price = price + :v REMOVE stock',
      ExpressionAttributeValues: { ':v': 0.2 },
    });
    expect(raised.json.Attributes).toEqual({ price: 0.3 });
    const blind = await update({ AttributeUpdates: { title: { Value: 'new' } } });
    expect(blind.json.Attributes).toEqual({ title: 'new' });
    const old = await update({ AttributeUpdates: { title: { Value: 'new' } }, ReturnValues: 'UPDATED_OLD' });
    expect(old.json.Attributes).toEqual({ title: 'new' });
    expect((await gateway.send('GET', '/book/p1')).json).toMatchObject({ title: 'new', price: 0.3, version: 4 });

    const negative = await update({
      UpdateExpression: 'SET price = :v, title = :t',
      ExpressionAttributeValues: { ':v': -1, ':t': '' },
    });
    expect([codeOf(negative), ...at(negative)]).toEqual([
      'validation',
      '/payload/ExpressionAttributeValues/:t',
      '/payload/ExpressionAttributeValues/:v',
    ]);
    const below = await update({
      UpdateExpression: 'SET price = price - :v',
      ExpressionAttributeValues: { ':v': 1 },
    });
    expect([codeOf(below), ...at(below)]).toEqual(['validation', '/payload/UpdateExpression']);
    const gone = await update({ UpdateExpression: 'REMOVE title' });
    expect([codeOf(gone), ...at(gone)]).toEqual(['validation', '/payload/UpdateExpression']);
    const unknown = await update({ AttributeUpdates: { colour: { Value: 'red' } } });
    expect([codeOf(unknown), ...at(unknown)]).toEqual(['validation', '/payload/AttributeUpdates/colour']);
  });

  test('D5: an update never creates a ghost', async () => {
    const AttributeUpdates = { number: { Value: 10 } };
    expect(codeOf(await ask(gateway, 'update', { Key: { id: 'ghost' }, AttributeUpdates }))).toBe('not-found');
    const title = { title: { Value: 'x' } };
    const book = await ask(gateway, 'update', { Key: { id: 'ghost' }, AttributeUpdates: title }, 'book');
    expect(codeOf(book)).toBe('not-found');
  });

  test('D5: sums by many at once are all counted', async () => {
    await put({ id: '1', number: 0 });
    const update = { Key: { id: '1' }, AttributeUpdates: { number: { Value: 1, Action: 'ADD' } } };
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(gateway, 'update', update)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await read('1')).toEqual({ id: '1', number: 12 });
  });

  test('D6: delete, and once more', async () => {
    await put({ id: '1', name: 'Bob' }, { id: '2' });
    const Key = { id: '1' };
    const answer = await ask(gateway, 'delete', { Key, ReturnValues: 'ALL_OLD' });
    expect(answer.json).toEqual({ Attributes: { id: '1', name: 'Bob' }, ...done });
    expect((await ask(gateway, 'delete', { Key: { id: '2' } })).json).toEqual(done);
    for (const ReturnValues of ['NONE', 'ALL_OLD']) {
      expect((await ask(gateway, 'delete', { Key, ReturnValues })).json).toEqual(done);
    }
    expect(await read('1')).toBeUndefined();
  });

  test('D7: list, by pages whose LastEvaluatedKey is sent back', async () => {
    await put({ id: '1', name: 'Bob' }, { id: '2', number: 9.99 }, { id: '3' });
    const all = await ask(gateway, 'list', {});
    expect(all.json).toEqual({ Items: expect.any(Array), Count: 3, ScannedCount: 3, ...done });
    expect(all.json.Items).toContainEqual({ id: '2', number: 9.99 });

    const ids: string[] = [];
    let ExclusiveStartKey: { id: string } | undefined;
    do {
      const { json } = await ask(gateway, 'list', { Limit: 1, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
      expect(json).toMatchObject({ Count: 1, ScannedCount: 1, Items: [{}], ...done });
      ids.push(json.Items[0].id);
      ExclusiveStartKey = json.LastEvaluatedKey;
      if (ExclusiveStartKey) expect(ExclusiveStartKey.id).toBe(ids.at(-1));
    } while (ExclusiveStartKey);
    expect(ids.toSorted()).toEqual(['1', '2', '3']);
  });

  test('D7: a start that no list has given is refused', async () => {
    await put({ id: '1' }, { id: '2' });
    const { LastEvaluatedKey } = (await ask(gateway, 'list', { Limit: 1 })).json;
    const start = async (ExclusiveStartKey: unknown, table?: string): Promise<string> =>
      codeOf(await ask(gateway, 'list', { ExclusiveStartKey }, table));
    expect(await start({ id: '1' })).toBe('validation');
    expect(await start({ ...LastEvaluatedKey, other: 1 })).toBe('validation');
    expect(await start({ $cursor: { $ne: null } })).toBe('validation');
    expect(await start({ $cursor: 'AAAA' })).toBe('cursor-invalid');
    expect(await start(LastEvaluatedKey, 'book')).toBe('cursor-invalid');
    expect(await start(LastEvaluatedKey)).toBe('ok');
  });

  test('D8: an operation that is not known', async () => {
    for (const operation of ['drop', 'CREATE', 'toString', '__proto__', '', 'create ']) {
      expect(codeOf(await ask(gateway, operation, {}))).toBe('unknown-operation');
    }
  });

  test('D9: no operation', async () => {
    for (const body of [{}, { operation: null }, { operation: ['create'] }, { operation: {} }, [], 'ping', null, 5]) {
      expect(codeOf(await call(gateway, body))).toBe('validation');
    }
    expect(codeOf(await gateway.send('POST', '/dynamodbmanager', { raw: '{bad' }))).toBe('malformed-json');
    expect(codeOf(await gateway.send('POST', '/dynamodbmanager'))).toBe('malformed-json');
  });

  test('D10: list without payload', async () => {
    for (const more of [{}, { payload: null }, { payload: [] }, { payload: 'x' }]) {
      const answer = await call(gateway, { operation: 'list', tableName, ...more });
      expect([codeOf(answer), ...at(answer)]).toEqual(['validation', '/payload']);
    }
  });

  test('D11: create without tableName', async () => {
    for (const more of [{}, { tableName: null }, { tableName: ['book'] }]) {
      const answer = await call(gateway, { operation: 'create', payload: { Item: { id: '1' } }, ...more });
      expect([codeOf(answer), ...at(answer)]).toEqual(['validation', '/tableName']);
    }
  });

  test('D12: floats are stored as they are', async () => {
    await put({ id: '1', price: 9.99, small: 1e-7, deep: [{ a: 0.1 }] });
    expect(await read('1')).toEqual({ id: '1', price: 9.99, small: 1e-7, deep: [{ a: 0.1 }] });
  });

  test('D13: payload.TableName and whatever else is not in the grammar is refused where it stands', async () => {
    const Key = { id: '1' };
    const cases: [operation: string, payload: object][] = [
      ['read', { Key, TableName: 'book' }],
      ['read', { Key, ReturnConsumedCapacity: 'TOTAL' }],
      ['list', { FilterExpression: 'a = :a' }],
      ['list', { IndexName: 'byCategory' }],
      ['list', { Select: 'COUNT' }],
      ['create', { Item: Key, ReturnItemCollectionMetrics: 'SIZE' }],
      ['delete', { Key, ConditionalOperator: 'OR' }],
      ['update', { Key, __proto__x: 1 }],
    ];
    for (const [operation, given] of cases) {
      const answer = await ask(gateway, operation, given);
      const wrong = Object.keys(given).at(-1)!;
      expect([codeOf(answer), ...at(answer)]).toEqual(['validation', `/payload/${wrong}`]);
    }
    const top = await call(gateway, { operation: 'ping', region: 'us-east-1' });
    expect(at(top)).toEqual(['/region']);
  });

  test('D14: a table that is not declared', async () => {
    const names = ['ghost', 'Book', 'idempotency', 'outbox', `${gateway.prefix}book`, '', '__proto__', 'book '];
    for (const name of names) expect(codeOf(await ask(gateway, 'list', {}, name))).toBe('table-not-allowed');
  });

  test('both spellings of the path, a trailing slash, the form of curl -d, and no other method', async () => {
    const body = '{"operation":"ping"}';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['/dynamodbmanager', '/DynamoDBManager', '/DynamoDBManager/']) {
      expect((await gateway.send('POST', path, { raw: body, headers: form })).text).toBe('"pong"');
      expect((await gateway.send('POST', path, { raw: body })).text).toBe('"pong"');
      const get = await gateway.send('GET', path);
      expect([codeOf(get), get.headers.allow]).toEqual(['method-not-allowed', 'POST, OPTIONS']);
      expect(await gateway.send('OPTIONS', path)).toMatchObject({ status: 204, headers: { allow: 'POST, OPTIONS' } });
    }
    const page = { ...form, origin: 'https://evil.example' };
    expect((await gateway.send('POST', '/dynamodbmanager', { raw: body, headers: page })).status).toBe(415);
    const text = { 'content-type': 'text/plain' };
    expect((await gateway.send('POST', '/dynamodbmanager', { raw: body, headers: text })).status).toBe(415);
    expect((await gateway.send('POST', '/DYNAMODBMANAGER', { raw: body })).status).toBe(404);
  });

  test('every answer says that the path is going away, an error too', async () => {
    const tooLarge = { raw: Buffer.alloc(6 * 1024 * 1024 + 1, 'x') };
    const answers = [
      await call(gateway, { operation: 'ping' }),
      await call(gateway, { operation: 'drop' }),
      await gateway.send('GET', '/DynamoDBManager'),
      await gateway.send('POST', '/dynamodbmanager', tooLarge),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 405, 413]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        deprecation: '@1767225600',
        sunset: 'Fri, 31 Dec 2027 00:00:00 GMT',
        link: '</openapi.json>; rel="successor-version"',
      });
    }
    expect((await gateway.send('GET', '/book')).headers.deprecation).toBeUndefined();
  });

  test('switched off, the path is not there', async () => {
    const other = await openGateway(payload, { domains, envelope: { isOn: false } });
    for (const method of ['POST', 'GET', 'OPTIONS']) {
      const answer = await other.send(method, '/dynamodbmanager', { body: { operation: 'ping' } });
      expect([codeOf(answer), answer.headers.deprecation]).toEqual(['no-such-route', undefined]);
    }
  });
});

describe('conditions', () => {
  const refused = 'expression-not-allowed';
  const notThere = 'attribute_not_exists(id)';
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway('v1', { domains });
  });
  beforeEach(async () => {
    await ask(gateway, 'delete', { Key: { id: '1' } });
    await ask(gateway, 'create', { Item: { id: '1', number: 5 } });
  });
  const Key = { id: '1' };
  const AttributeUpdates = { number: { Value: 6 } };
  const version = (number: number): object => ({
    ConditionExpression: '#v = :v AND attribute_exists(id)',
    ExpressionAttributeNames: { '#v': 'version' },
    ExpressionAttributeValues: { ':v': number },
  });
  const missing = { Key: { id: 'none' }, ConditionExpression: 'attribute_exists(id)' };

  test.each<[name: string, operation: string, payload: object, code: string]>([
    ['the right version', 'update', { Key, AttributeUpdates, ...version(1) }, 'ok'],
    ['the wrong version', 'update', { Key, AttributeUpdates, ...version(2) }, 'precondition-failed'],
    ['an expected version', 'update', { Key, AttributeUpdates, Expected: { version: { Value: 1 } } }, 'ok'],
    [
      'an expected version that is wrong',
      'update',
      { Key, AttributeUpdates, Expected: { version: { ComparisonOperator: 'EQ', AttributeValueList: [7] } } },
      'precondition-failed',
    ],
    ['a missing item', 'update', { ...missing, AttributeUpdates }, 'precondition-failed'],
    ['a missing item to delete', 'delete', missing, 'precondition-failed'],
    ['delete under the right version', 'delete', { Key, ...version(1), ReturnValues: 'ALL_OLD' }, 'ok'],
    ['delete under the wrong version', 'delete', { Key, ...version(3) }, 'precondition-failed'],
    ['a wrong version and ALL_OLD', 'delete', { Key, ...version(3), ReturnValues: 'ALL_OLD' }, 'precondition-failed'],
    ['expected to be there', 'delete', { Key, Expected: { id: { Exists: true } } }, 'ok'],
    ['expected NOT_NULL', 'delete', { Key, Expected: { id: { ComparisonOperator: 'NOT_NULL' } } }, 'ok'],
    ['to be new', 'create', { Item: { id: '1' }, ConditionExpression: 'attribute_not_exists(id)' }, 'conflict'],
    ['expected to be new', 'create', { Item: { id: '1' }, Expected: { id: { Exists: false } } }, 'conflict'],
    ['create where one is', 'create', { Item: { id: '1' }, Expected: { id: { Exists: true } } }, refused],
    ['update where none is', 'update', { Key, AttributeUpdates, ConditionExpression: notThere }, refused],
    ['delete where none is', 'delete', { Key, ConditionExpression: notThere }, refused],
    ['another attribute', 'delete', { Key, ConditionExpression: 'attribute_exists(number)' }, refused],
    [
      'a comparison',
      'delete',
      { Key, ConditionExpression: 'version > :v', ExpressionAttributeValues: { ':v': 0 } },
      refused,
    ],
    ['OR', 'delete', { Key, ConditionExpression: 'attribute_exists(id) OR attribute_exists(id)' }, refused],
    ['a value of an attribute', 'delete', { Key, Expected: { number: { Value: 5 } } }, refused],
    ['a contradiction', 'delete', { Key, ConditionExpression: `${notThere} AND attribute_exists(id)` }, refused],
    ['a version that is a text', 'delete', { Key, Expected: { version: { Value: '1' } } }, 'validation'],
    [
      'both kinds',
      'delete',
      { Key, Expected: { id: { Exists: true } }, ConditionExpression: 'attribute_exists(id)' },
      'validation',
    ],
  ])('%s', async (_, operation, payload, code) => {
    const before = await digestOf(gateway.prefix);
    expect(codeOf(await ask(gateway, operation, payload))).toBe(code);
    expect((await digestOf(gateway.prefix)) === before).toBe(code !== 'ok');
  });
});

test('a shelf is created once, and no loan at all', async () => {
  const gateway = await openGateway('v1', { domains });
  const Item = { userName: 'bob', items: [] };
  expect(codeOf(await ask(gateway, 'create', { Item }, 'shelf'))).toBe('ok');
  expect(codeOf(await ask(gateway, 'create', { Item }, 'shelf'))).toBe('conflict');
  for (const operation of ['create', 'update', 'delete']) {
    expect(codeOf(await ask(gateway, operation, {}, 'loan'))).toBe('forbidden');
  }
});

test('an attribute that the service keeps cannot be set in an item of any form', async () => {
  const gateway = await openGateway('v1', { domains });
  for (const name of ['version', 'createdAt', 'updatedAt']) {
    for (const table of ['book', tableName]) {
      const answer = await ask(gateway, 'create', { Item: { id: '1', [name]: 1 } }, table);
      expect(codeOf(answer)).toBe('validation');
      expect(at(answer)).toContain(`/payload/Item/${name}`);
    }
    const updates = await ask(gateway, 'update', { Key: { id: '1' }, AttributeUpdates: { [name]: { Value: 1 } } });
    expect(codeOf(updates)).toBe('expression-not-allowed');
  }
});

test('who is not let in learns nothing else', async () => {
  const admit = (): never => {
    throw new Error('not you');
  };
  const envelope = createEnvelope({ operations: [], enabled: true, admit });
  const request = { path: '/dynamodbmanager', method: 'POST', headers: new Map(), body: Buffer.from('{bad') };
  await expect(envelope.answer(request as any, {} as any)).rejects.toThrow('not you');
});

test('a sunset that is no day is told at once', () => {
  const make = (sunset: string) => () => createEnvelope({ operations: [], enabled: true, sunset });
  expect(make('someday')).toThrow('write a day');
  expect(make('2020-01-01')).toThrow('write a day');
});

describe('random payloads', () => {
  let proxy: FaultProxy;
  let gateway: TestGateway;
  beforeAll(async () => {
    proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
    gateway = await openGateway('v2', { domains, endpoint: proxy.endpoint });
  });
  afterAll(async () => proxy.close());

  test('no defect shows, no other table is touched, nothing undeclared is stored', async () => {
    const names = domains.map((type) => domainOf(type).name);
    const statuses = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(requests(names), async (body) => {
        proxy.set();
        const answer = await call(gateway, body);
        const counter = `${body.operation} ${answer.status}`;
        statuses.set(counter, (statuses.get(counter) ?? 0) + 1);
        if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text}`);
        const allowed = names.includes(body.tableName as string) ? `${gateway.prefix}${body.tableName as string}` : '';
        for (const { body: sent } of proxy.requests) {
          // A change is announced in its own transaction.
          const others = tablesIn(JSON.parse(sent)).filter((table) => table !== `${gateway.prefix}outbox`);
          for (const table of others) expect(table).toBe(allowed);
        }
      }),
      { numRuns: 5000, seed: 5 },
    );
    // The generator reaches what it is there to reach.
    for (const name of ['create 200', 'read 200', 'update 200', 'delete 200', 'list 200', 'create 409', 'update 422']) {
      expect([name, statuses.has(name)]).toEqual([name, true]);
    }
    await expectDeclared(gateway.prefix);
  });
});

/** Bodies that are nearly right, so that many get far, and some that are nothing at all. */
function requests(names: readonly string[]): fc.Arbitrary<any> {
  const id = fc.constantFrom('a', 'b', 'c');
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('title', 'price', 'stock', 'tags', 'category', 'items', 'number', 'a') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('id', 'userName', 'version', 'createdAt', 'data', '_expires', '__proto__', ''),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
  const value = fc.oneof(fc.constantFrom('x', 1, 2.5, true, null, [], ['y']), fc.jsonValue({ maxDepth: 3 }));
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.record({ id }) },
    { weight: 1, arbitrary: fc.record({ userName: id }) },
    { weight: 1, arbitrary: fc.record({ id: value }) },
    { weight: 1, arbitrary: value },
  );
  const book = fc
    .tuple(id, fc.dictionary(field, value, { maxKeys: 2 }), fc.boolean())
    .map(([name, more, plain]) => ({ id: name, title: 't', category: 'c', price: 1, ...(plain ? {} : more) }));
  const item = fc.oneof(
    book,
    fc.tuple(id, fc.dictionary(field, value, { maxKeys: 4 })).map(([name, more]) => ({ ...more, id: name })),
    fc.record({ userName: id, items: fc.constant([]) }),
    value,
  );
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('price', 'stock', 'title', 'number', '#n', ':v', ':w', 'version', 'id') },
    {
      weight: 3,
      arbitrary: fc.constantFrom('SET', 'REMOVE', 'ADD', 'DELETE', 'AND', 'if_not_exists(', 'list_append(', ')'),
    },
    { weight: 3, arbitrary: fc.constantFrom('=', '+', '-', ',', '(', '.', '[0]', 'attribute_exists(id)') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  );
  const expression = fc.oneof(
    fc.constantFrom(
      'SET #n = :v',
      'SET number = if_not_exists(number, :v) + :v',
      'SET title = :w REMOVE stock',
      'ADD stock :v',
      'SET tags = list_append(:w, tags)',
      'REMOVE #n',
    ),
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
  );
  const condition = fc.oneof(
    fc.constantFrom('attribute_exists(id)', 'attribute_not_exists(id)', 'version = :v'),
    expression,
  );
  const members = fc.record(
    {
      Key: key,
      Item: item,
      UpdateExpression: expression,
      AttributeUpdates: fc.oneof(
        fc.dictionary(
          field,
          fc.record({ Value: value, Action: fc.constantFrom('PUT', 'DELETE', 'ADD', 'x') }, { requiredKeys: [] }),
          { maxKeys: 3 },
        ),
        value,
      ),
      ExpressionAttributeNames: fc.oneof(fc.dictionary(fc.constantFrom('#n', '#m', 'x'), field, { maxKeys: 2 }), value),
      ExpressionAttributeValues: fc.oneof(fc.dictionary(fc.constantFrom(':v', ':w', 'y'), value), value),
      ConditionExpression: condition,
      Expected: fc.oneof(fc.dictionary(field, fc.record({ Exists: value, Value: value }, { requiredKeys: [] })), value),
      ProjectionExpression: expression,
      ReturnValues: fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_NEW', 'UPDATED_OLD', 'x'),
      Limit: fc.oneof(fc.integer({ min: -1, max: 101 }), value),
      ExclusiveStartKey: fc.oneof(key, fc.record({ $cursor: value })),
      ConsistentRead: fc.oneof(fc.boolean(), value),
      TableName: fc.constantFrom(...names),
    },
    { requiredKeys: [] },
  );
  // For each operation the members that it takes, and now and then one that it does not.
  const usual = new Map(
    Object.entries<readonly string[]>({
      create: ['Item'],
      read: ['Key'],
      update: ['Key', 'AttributeUpdates'],
      delete: ['Key'],
      list: [],
    }),
  );
  const more = new Map(
    Object.entries<readonly string[]>({
      create: ['ConditionExpression', 'Expected', 'ReturnValues'],
      read: ['ConsistentRead', 'ProjectionExpression'],
      update: ['Expected', 'ReturnValues', 'UpdateExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'],
      delete: ['ConditionExpression', 'Expected', 'ReturnValues'],
      list: ['Limit', 'ExclusiveStartKey', 'ProjectionExpression'],
    }),
  );
  const operation = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual.keys()) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom('echo', 'ping', 'toString'), fc.string(), value) },
  );
  const expressions = ['UpdateExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
  const payload = fc
    .record({ operation, members, mode: fc.nat({ max: 9 }), chance: fc.array(fc.boolean()) })
    .map(({ operation: name, members: some, mode, chance }) => {
      const known = usual.get(name as string) ?? [];
      const extra = (more.get(name as string) ?? []).filter((_, index) => chance[index]);
      const wanted = mode === 0 ? Object.keys(some) : mode < 5 ? [...known, ...extra] : known;
      const chosen = name === 'update' && mode > 7 ? ['Key', ...expressions] : wanted;
      return { name, given: Object.fromEntries(Object.entries(some).filter(([member]) => chosen.includes(member))) };
    });
  const update = fc.oneof(
    fc.record({
      AttributeUpdates: fc.dictionary(
        fc.constantFrom('title', 'stock', 'price', 'number', '__proto__', 'constructor'),
        fc.record({ Value: value }),
        { minKeys: 1, maxKeys: 2 },
      ),
    }),
    fc.record({
      UpdateExpression: fc.constantFrom('SET #n = :v', 'SET #n = if_not_exists(#n, :v) + :v', 'ADD #n :v'),
      ExpressionAttributeNames: fc.record({ '#n': fc.constantFrom('stock', 'price', 'number', 'rating') }),
      ExpressionAttributeValues: fc.record({ ':v': fc.oneof(fc.constantFrom(1, 0.1), fc.double(), value) }),
    }),
    fc.record({ UpdateExpression: fc.constantFrom('REMOVE stock', 'REMOVE number', 'REMOVE title') }),
  );
  const likely = fc
    .record({
      Key: fc.record({ id }),
      update,
      ReturnValues: fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_NEW'),
      tableName: fc.constantFrom('book', tableName),
    })
    .map(({ update: changes, tableName: table, ...rest }) => ({
      operation: 'update',
      tableName: table,
      payload: { ...rest, ...changes },
    }));
  const wild = fc
    .record({
      payload,
      tableName: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...names) },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom('outbox', 'idempotency', 'constructor'), value) },
      ),
      whole: fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value }),
    })
    .map(({ payload: { name, given }, tableName: table, whole }) => ({
      operation: name,
      tableName: table,
      payload: whole === undefined ? given : whole,
    }));
  return fc.oneof({ weight: 4, arbitrary: wild }, { weight: 1, arbitrary: likely });
}

/** The tables that a call of DynamoDB names, whatever call it is. */
function tablesIn(sent: any): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  const own = typeof sent.TableName === 'string' ? [sent.TableName as string] : [];
  const batch = sent.RequestItems ? Object.keys(sent.RequestItems as object) : [];
  const writes = ((sent.TransactItems ?? []) as object[]).flatMap((write) => Object.values(write).flatMap(tablesIn));
  return [...own, ...batch, ...writes];
}

async function expectDeclared(prefix: string): Promise<void> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  for (const { name, fields, expiresAfterDays } of domains.map(domainOf)) {
    const own = ['_write', ...(expiresAfterDays === undefined ? [] : ['_expires'])];
    const known = [...[...fields, ...ownedFields].map((field) => field.name), ...own];
    const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${prefix}${name}` }));
    for (const stored of Items) {
      const undeclared = Object.keys(stored).filter((attribute) => !known.includes(attribute));
      expect(undeclared).toEqual([]);
    }
  }
  raw.destroy();
}
