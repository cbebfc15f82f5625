import { definition, domains } from '../usual';
import { orderConsumer } from '../../services/place-order';
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '../../../api/handler';
import { environmentOptions } from '../../../api/options';
import { createConsumer } from '../../../api/consumer';
import { relayFrom } from '../../../api/relay';
import { openIssuer } from '../../../local/issuer/issuer';
import { startMessaging } from '../../../local/messaging/messaging';
import type { Messaging } from '../../../local/messaging/messaging';
import { wiringOf } from '../../../local/messaging/wiring';
import { createTables, localAccess } from '../../../local/tables';
import { readTemplate } from '../../../test/infra/template';
import type { StackTemplate } from '../../../test/infra/template';
import { domainOf } from '../../../schema/facts';
import { withInternal } from '../../../schema/internal';
import { describeTable, tablesOf } from '../../../schema/table';
import { noteTables } from '../../../test/noted-tables';
import { openFrontDoor } from '../../../test/infra/front-door';
import { resourcesOf, synthesisedFrom } from '../../../test/infra/synthesised';
import type { Template } from '../../../test/infra/synthesised';

// The template is used: tables, routes, tokens, variables, rule, queues and both mappings come from it, not from the
// declarations, and the shop must work on them. So the template cannot say something else than the code.

const folder = mkdtempSync(join(tmpdir(), 'tandem-journey-'));
const prefix = `test-${randomUUID().slice(0, 8)}-`;
const endpoint = process.env.TEST_ENGINE!;
const issuer = openIssuer();
let template: Template;
let stack: StackTemplate;
let messaging: Messaging;
let server: Server;
let send: ReturnType<typeof openFrontDoor>;
const tokens: Record<'alice' | 'bob' | 'admin', string> = { alice: '', bob: '', admin: '' };
const logged: any[] = [];

beforeAll(async () => {
  ({ template } = (await synthesisedFrom('.', 'prod')).prod);
  const file = join(folder, 'Tandem.template.json');
  writeFileSync(file, JSON.stringify(template));
  stack = readTemplate(file);
  await createTables({ endpoint, domains: [], prefix, tables: stack.tables(prefix), say: () => undefined });
  noteTables(definition, prefix);

  server = createServer((request, response) => {
    if (!issuer.routes(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  issuer.setUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const log = (entry: object): void => void logged.push(entry);
  const gateway = createGateway(definition, {
    ...environmentOptions(variablesOf('handler.handler')),
    log,
    metrics: undefined,
  });
  const consumer = createConsumer(orderConsumer, {
    ...environmentOptions(variablesOf('orders.handler')),
    log,
    metrics: undefined,
  });
  messaging = startMessaging({
    endpoint,
    ...localAccess,
    tablePrefix: prefix,
    consumers: { orders: consumer },
    log: () => undefined,
    wiring: stack.wiring,
  });
  for (const name of ['alice', 'bob', 'admin'] as const) tokens[name] = issuer.token(name);
  send = openFrontDoor(template, {
    handler: gateway.handler,
    isValid: (token) => token !== undefined && Object.values(tokens).includes(token),
  });
});

afterAll(async () => {
  await messaging.stop();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

/** The environment of a function in the template, and what Lambda adds; what is known only on AWS is put in. */
function variablesOf(handler: string): NodeJS.ProcessEnv {
  const { Environment } = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Handler === handler,
  )![1].Properties;
  const resolved = Object.entries<any>(Environment.Variables).map(([name, value]): [string, string] => {
    if (typeof value === 'string') return [name, value];
    const text = JSON.stringify(value);
    if (text.includes('secretsmanager')) return [name, 'a secret that AWS has made'];
    if (text.includes('jwks')) return [name, issuer.jwksUri];
    if (text.includes('ProviderURL')) return [name, issuer.issuer];
    if (text.includes('Client')) return [name, issuer.audience];
    if (name === 'EVENT_BUSNAME') return [name, stack.wiring.bus];
    if (name === 'RELAY_DEAD_LETTERS') return [name, stack.wiring.relayDeadLetterQueue];
    throw new Error(`Nobody knows what ${name} will be: ${text}`);
  });
  return {
    ...Object.fromEntries(resolved),
    TABLE_PREFIX: prefix,
    AWS_LAMBDA_FUNCTION_NAME: 'tandem-prod-gateway',
    AWS_REGION: localAccess.region,
    AWS_ACCESS_KEY_ID: localAccess.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAccess.credentials.secretAccessKey,
    DYNAMODB_ENDPOINT: endpoint,
  };
}

test('the engine has the tables that the classes declare, made from the template', async () => {
  const client = new DynamoDBClient({ endpoint, ...localAccess });
  for (const table of tablesOf(withInternal(domains).map(domainOf))) {
    const declared = describeTable(table, prefix);
    const TableName = declared.TableName;
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ KeySchema: declared.KeySchema });
    expect(sorted(Table!.AttributeDefinitions)).toEqual(sorted(declared.AttributeDefinitions));
    expect(
      sorted(Table!.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema }))),
    ).toEqual(sorted(declared.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema }))));
    expect(Table!.StreamSpecification?.StreamViewType).toBe(declared.StreamSpecification?.StreamViewType);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription?.AttributeName).toBe(table.expiry);
  }
  client.destroy();
});

test('a product lives and dies over the routes of the template', async () => {
  const token = tokens.admin;
  const radio = { id: 'radio', title: 'Radio', category: 'Radio', price: 39.9 };
  const anonymous = await send('POST', '/product', { body: radio });
  expect(anonymous).toMatchObject({ status: 401, json: { type: '/problems/unauthenticated' } });
  expect(anonymous.headers['www-authenticate']).toBe('Bearer');
  const created = await send('POST', '/product', { body: radio, token });
  // The stage is in the path, so that what leads back to the gateway has it too.
  expect(created).toMatchObject({ status: 201, headers: { location: '/prod/product/radio' } });
  expect(await send('GET', '/product/radio')).toMatchObject({ status: 200, json: radio });
  expect(await send('HEAD', '/product/radio')).toMatchObject({ status: 200, text: '' });
  expect((await send('GET', '/product?category=Radio')).json.items).toHaveLength(1);
  expect(await send('PATCH', '/product/radio', { body: { price: 30 }, token })).toMatchObject({ status: 200 });
  const other = await send('PATCH', '/product/radio', { body: { price: 1 }, token: tokens.bob });
  expect(other).toMatchObject({ status: 403 });
  const query = '{ product(id: "radio") { price } }';
  expect((await send('POST', '/graphql', { body: { query } })).json).toEqual({ data: { product: { price: 30 } } });
  expect(await send('DELETE', '/product/radio', { token })).toMatchObject({ status: 204 });
  expect(await send('GET', '/product/radio')).toMatchObject({ status: 404, json: { type: '/problems/not-found' } });
});

test('what is no route has the same answers as locally', async () => {
  expect(await send('GET', '/nothing/here')).toMatchObject({ status: 404, json: { type: '/problems/no-such-route' } });
  expect(await send('DELETE', '/product')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, POST, HEAD, OPTIONS' },
  });
  expect(await send('OPTIONS', '/basket/alice')).toMatchObject({ status: 204 });
  expect(await send('GET', '/health')).toMatchObject({ status: 200 });
  expect(await send('POST', '/DynamoDBManager', { body: { operation: 'ping' } })).toMatchObject({ status: 401 });
  expect(await send('POST', '/DynamoDBManager', { body: { operation: 'ping' }, token: tokens.admin })).toMatchObject({
    status: 200,
    json: 'pong',
  });
});

test('a checkout becomes one order, over the relay, the rule, the queue and the mappings of the template', async () => {
  const [admin, alice] = [tokens.admin, tokens.alice];
  await send('POST', '/product', { body: { id: 'p1', title: 'Lamp', category: 'Light', price: 12.5 }, token: admin });
  await send('POST', '/basket', {
    body: { userName: 'alice', items: [{ productId: 'p1', quantity: 2 }] },
    token: alice,
  });
  const events: any[] = [];
  messaging.bus.subscribe((event) => void events.push(event));
  const bought = await send('POST', '/basket/checkout', {
    token: alice,
    body: {
      userName: 'alice',
      firstName: 'Alice',
      lastName: 'A',
      email: 'a@shop.example',
      address: 'Here 1',
      paymentMethod: 1,
    },
  });
  expect(bought).toMatchObject({ status: 202 });
  await messaging.idle();
  const { json } = await send('GET', '/order/alice', { token: alice });
  expect(json.items).toMatchObject([{ userName: 'alice', status: 'PLACED', totalPrice: 25 }]);
  expect(events.map((event) => event['detail-type'])).toContain('CheckoutBasket');
  // The stored text is handed on as JSON, not as a text in quotes.
  expect(events.map((event) => typeof event.detail)).toEqual(events.map(() => 'object'));
  expect(messaging.consumers.orders!.deadLetterQueue.peek()).toEqual([]);
  expect(await send('GET', '/order/alice', { token: tokens.bob })).toMatchObject({ status: 403 });
});

test('npm start is wired as the template, but for the names and the shorter wait', () => {
  const { relay, consumers } = wiringOf(definition);
  const { rule, maxReceiveCount, batchSize } = consumers.orders!;
  expect(stack.wiring).toMatchObject({
    relay,
    consumers: { orders: { rule: { pattern: rule.pattern }, maxReceiveCount, batchSize } },
  });
});

test('the relay of the template is made from its variables, and lacks none of them', () => {
  const variables = variablesOf('relay.handler');
  expect(Object.keys(relayFrom(variables))).toEqual(['putEvents', 'giveUp', 'metrics']);
  for (const name of ['EVENT_BUSNAME', 'RELAY_DEAD_LETTERS']) {
    expect(() => relayFrom({ ...variables, [name]: undefined })).toThrow(name);
  }
});

function sorted(list: readonly unknown[] = []): readonly string[] {
  return list
    .map((one) =>
      JSON.stringify(
        one,
        Object.keys(one as object)
          .toSorted()
          .concat(keys),
      ),
    )
    .toSorted();
}
const keys = ['AttributeName', 'KeyType', 'AttributeType', 'IndexName', 'KeySchema'];
