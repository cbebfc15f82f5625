import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Authentication } from '../api/auth/authentication';
import { localAccess } from '../local/tables';
import { domains } from './usual';
import { LambdaApigateway } from '../examples/lambda-apigateway/item';
import { codeOf, expectAnswer, expectEffect, rowsOf, sendBadInput } from './bad-inputs';
import { openFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

const rows = rowsOf('bad-inputs-envelope');

/** A token is the name of who has it: what tokens are made of has tests of its own. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: name === 'admin' ? ['admin'] : [] };
  },
};

let proxy: FaultProxy;
beforeAll(async () => {
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
});
afterAll(async () => proxy.close());

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, {
      domains: [...new Set([...domains, LambdaApigateway])],
      endpoint: proxy.endpoint,
      authentication,
    });
    const headers = { authorization: 'Bearer admin' };
    const book = { id: 'p1', title: 'p1', category: 'Phone', price: 10 };
    expect((await gateway.send('POST', '/book', { headers, body: book })).status).toBe(201);
    const shelf = { userName: 'bob', items: [{ bookId: 'p1', quantity: 1 }] };
    expect((await gateway.send('POST', '/shelf', { headers, body: shelf })).status).toBe(201);
    // What no caller can store: another program's set.
    const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
    const data = { M: { tags: { SS: ['b', 'a'] } } };
    const Item = { id: { S: 'poison' }, data, version: { N: '1' } };
    await raw.send(new PutItemCommand({ TableName: `${gateway.prefix}lambda-apigateway`, Item }));
    raw.destroy();
  });

  test('only administrators come in, whatever they ask for', async () => {
    const ask = async (headers: Record<string, string>, body: object): Promise<string> =>
      codeOf(await gateway.send('POST', '/dynamodbmanager', { headers, body }));
    const readable = { operation: 'read', tableName: 'book', payload: { Key: { id: 'p1' } } };
    for (const body of [readable, { operation: 'ping' }, { operation: 'drop' }]) {
      expect(await ask({}, body)).toBe('unauthenticated');
      expect(await ask({ authorization: 'Bearer alice' }, body)).toBe('forbidden');
    }
    expect(await ask({ authorization: 'Bearer admin' }, readable)).toBe('ok');
  });

  test.each(rows)('$id: $name', async ({ row }) => {
    const answer = await expectEffect(row, gateway.prefix, async () => {
      proxy.set();
      return sendBadInput(gateway, row, async (name) => name.replace('jwt:', ''));
    });
    const asked = proxy.requests.map(({ body }) => body);
    expectAnswer(row, answer);
    expect(answer.headers.deprecation).toBeDefined();
    if (row.id === 'envelope-06') expect(asked).toEqual([]);
    if (row.id === 'envelope-50') expect(answer.json.Items).toEqual([{ id: 'poison', tags: ['a', 'b'] }]);
    if (row.id === 'envelope-52') expect(answer.json).toBe('x');
  });
});
