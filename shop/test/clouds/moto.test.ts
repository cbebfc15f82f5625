import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createConsumer } from '../../../api/consumer';
import { createGateway } from '../../../api/handler';
import type { LogEntry } from '../../../api/logger';
import { environmentOptions } from '../../../api/options';
import { createRelay, relayFrom } from '../../../api/relay';
import { openIssuer } from '../../../local/issuer/issuer';
import { lambdaContext } from '../../../local/lambda';
import { followStream } from '../../../local/messaging/stream';
import type { Follower } from '../../../local/messaging/stream';
import { wiringOf } from '../../../local/messaging/wiring';
import { portOf } from '../../../local/port';
import { localAccess } from '../../../local/tables';
import { domainOf } from '../../../schema/facts';
import { withInternal } from '../../../schema/internal';
import type { StreamRecord } from '../../../services/relay';
import { acceptedWarnings } from '../../../test/clouds/accepted-warnings';
import { account, openMoto } from '../../../test/clouds/moto';
import type { Moto } from '../../../test/clouds/moto';
import { describeWithPython, lint } from '../../../test/clouds/python';
import { forMoto, heldBack, standIns, tableUpdates } from '../../../test/clouds/stand-ins';
import { noteTables } from '../../../test/noted-tables';
import { openFrontDoor } from '../../../test/infra/front-door';
import { resourcesOf, synthesisedFrom } from '../../../test/infra/synthesised';
import type { Template } from '../../../test/infra/synthesised';
import { functionOf } from '../../../test/infra/variables';
import { orderConsumer } from '../../services/place-order';
import { definition, domains } from '../usual';

// The template of the shop is created, used, changed and deleted in moto, an imitation of AWS by others
// (https://github.com/getmoto/moto): its tables, stream, bus, rule and queues, with the code of the functions between.

const name = 'tandem-prod';
const prefix = `${name}-`;

describeWithPython('the stack of the shop in moto', () => {
  const issuer = openIssuer();
  let templates: Readonly<Record<'dev' | 'prod' | 'grown', Template>>;
  let moto: Moto;
  let server: Server;
  let client: DynamoDBClient;

  beforeAll(async () => {
    const variants = await synthesisedFrom('.', 'dev', 'prod', 'grown');
    templates = { dev: variants.dev.template, prod: variants.prod.template, grown: variants.grown.template };
    noteTables(definition, prefix);
    moto = await openMoto(Object.values(templates).flatMap(assetsOf));
    client = new DynamoDBClient({ endpoint: moto.url, ...localAccess });
    server = createServer((request, response) => {
      if (!issuer.routes(request, response)) response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    issuer.setUrl(`http://127.0.0.1:${portOf(server)}`);
  });
  afterAll(async () => {
    client?.destroy();
    await moto?.close();
    if (server) await new Promise((done) => server.close(done));
  });

  const tables = async (): Promise<readonly string[]> =>
    ((await client.send(new ListTablesCommand({}))).TableNames ?? [])
      .filter((table) => table.startsWith(prefix))
      .toSorted();

  test('cfn-lint finds no error in it, and no warning without a reason', async () => {
    const accepted = acceptedWarnings.map(({ rule }) => rule);
    const findings = await lint(templates);
    expect(findings.filter(({ level, rule }) => level === 'Error' || !accepted.includes(rule))).toEqual([]);
  });

  test('it is created, with all that has no stand-in', async () => {
    const template = forMoto(templates.prod);
    await moto.stack('CreateStack', name, template);
    expect(await moto.stateOf(name)).toBe('CREATE_COMPLETE');
    const wanted = Object.entries(template.Resources).map(([id, { Type }]): [string, string] => [id, Type]);
    expect(await moto.resourcesOf(name)).toEqual(Object.fromEntries(wanted));
    expect(await tables()).toEqual(namesOf(templates.prod));
    expect(await tables()).toHaveLength(withInternal(domains).length);
    // The list is as small as it can be: what it names is in the template.
    const types = new Set(Object.values(templates.prod.Resources).map(({ Type }) => Type));
    expect(standIns.filter(({ type }) => !types.has(type))).toEqual([]);
  });

  test('a checkout becomes one placed order, over the tables, the stream, the bus, the rule and the queue', async () => {
    const logged: LogEntry[] = [];
    const log = (entry: LogEntry): void => void logged.push(entry);
    const environment = (handler: string): NodeJS.ProcessEnv => ({
      ...functionOf(templates.prod, handler, {
        AUTH_AUDIENCE: issuer.audience,
        AUTH_ISSUER: issuer.issuer,
        AUTH_JWKS_URI: issuer.jwksUri,
        CURSOR_KEYS: 'a secret that AWS has made',
        EVENT_BUSNAME: resourcesOf(templates.prod, 'AWS::Events::EventBus')[0]![1].Properties.Name,
        RELAY_DEAD_LETTERS: queueUrl('relay-dead-letters'),
      }).variables,
      AWS_REGION: localAccess.region,
      AWS_LAMBDA_FUNCTION_NAME: handler,
      AWS_ACCESS_KEY_ID: localAccess.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localAccess.credentials.secretAccessKey,
      DYNAMODB_ENDPOINT: moto.url,
      AWS_ENDPOINT_URL_EVENTBRIDGE: moto.url,
      AWS_ENDPOINT_URL_SQS: moto.url,
    });
    const quiet = { log, metrics: undefined };
    const gateway = createGateway(definition, { ...environmentOptions(environment('handler.handler')), ...quiet });
    const orders = createConsumer(orderConsumer, { ...environmentOptions(environment('orders.handler')), ...quiet });
    const relay = createRelay({ ...relayFrom(environment('relay.handler')), ...quiet });
    const send = openFrontDoor(templates.prod, { handler: gateway.handler, isValid: (token) => token !== undefined });
    const [admin, alice] = [issuer.token('admin'), issuer.token('alice')];

    const lamp = { id: 'p1', title: 'Lamp', category: 'Light', price: 12.5, stock: 3 };
    expect(await send('POST', '/product', { body: lamp, token: admin })).toMatchObject({ status: 201 });
    const basket = { userName: 'alice', items: [{ productId: 'p1', quantity: 2 }] };
    expect(await send('POST', '/basket', { body: basket, token: alice })).toMatchObject({ status: 201 });
    const person = { firstName: 'Alice', lastName: 'A', email: 'a@shop.example', address: 'Here 1', paymentMethod: 1 };
    const body = { userName: 'alice', ...person };
    expect(await send('POST', '/basket/checkout', { body, token: alice })).toMatchObject({ status: 202 });
    const read = async () => (await send('GET', '/order/alice', { token: alice })).json.items;
    expect(await read()).toMatchObject([{ userName: 'alice', status: 'PENDING', totalPrice: 25 }]);
    expect((await send('GET', '/product?category=Light')).json.items).toMatchObject([{ id: 'p1', stock: 1 }]);

    const batches: StreamRecord[][] = [];
    const follower: Follower = followStream({
      endpoint: moto.url,
      ...localAccess,
      tableName: `${prefix}outbox`,
      filter: wiringOf(definition).relay.filter,
      handle: async (Records) => {
        batches.push(Records);
        return relay({ Records }, lambdaContext());
      },
    });
    await follower.caughtUp();
    await follower.stop();
    expect(batches.flat().length).toBeGreaterThan(0);

    const { Messages = [] } = (await moto.sqs('ReceiveMessage', {
      QueueUrl: queueUrl('orders'),
      MaxNumberOfMessages: 10,
    })) as { Messages?: readonly { MessageId: string; Body: string }[] };
    expect(Messages.map(({ Body }) => JSON.parse(Body))).toMatchObject([
      { source: 'com.swn.basket.checkoutbasket', 'detail-type': 'CheckoutBasket', detail: { userName: 'alice' } },
    ]);
    const event = { Records: Messages.map(({ MessageId: messageId, Body }) => ({ messageId, body: Body })) };
    expect(await orders(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect(await read()).toMatchObject([{ status: 'PLACED', totalPrice: 25 }]);
    expect(await moto.sqs('ReceiveMessage', { QueueUrl: queueUrl('relay-dead-letters') })).toEqual({});
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('it is updated to one more index and one more domain, and the items stay', async () => {
    const { prod, grown } = templates;
    await moto.stack('UpdateStack', name, forMoto(heldBack(prod, grown)));
    const updates = tableUpdates(prod, grown);
    expect(updates).toHaveLength(1);
    for (const update of updates) await client.send(new UpdateTableCommand(update));
    expect(await moto.stateOf(name)).toBe('UPDATE_COMPLETE');
    expect(await tables()).toEqual(namesOf(templates.grown));
    expect(await tables()).toContain(`${prefix}supplier`);
    const first = domainOf(domains[0]!);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: `${prefix}${first.name}` }));
    expect(Table!.GlobalSecondaryIndexes!.map(({ IndexName }) => IndexName)).toContain('byOneMore');
    expect(Table!.ItemCount).toBe(1);
  });

  test('it is deleted, and every table stays, with what is in it', async () => {
    await moto.stack('DeleteStack', name);
    expect(['DELETE_COMPLETE', undefined]).toContain(await moto.stateOf(name));
    expect(await tables()).toEqual(namesOf(templates.grown));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: `${prefix}order` }));
    expect(Table!.ItemCount).toBe(1);
    // What holds nothing of its own is gone.
    expect(await moto.sqs('ListQueues', {})).toEqual({});
  });

  const queueUrl = (queue: string): string => `${moto.url}/${account}/${prefix}${queue}`;
});

/** The names of the tables of a template. */
const namesOf = (template: Template): readonly string[] =>
  resourcesOf(template, 'AWS::DynamoDB::Table')
    .map(([, { Properties }]) => Properties.TableName as string)
    .toSorted();

/** The assets of the functions of a template, as the CDK names them in its bucket. */
const assetsOf = (template: Template): readonly string[] => [
  ...new Set(
    resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Code.S3Key as string),
  ),
];
