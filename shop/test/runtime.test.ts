import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { answerOf } from '../../local/answer';
import { eventOf } from '../../local/event';
import { openIssuer } from '../../local/issuer/issuer';
import { payloads } from '../../local/lambda';
import type { Payload } from '../../local/lambda';
import { createBus } from '../../local/messaging/bus';
import type { BusEvent } from '../../local/messaging/bus';
import { openQueue } from '../../local/messaging/queue';
import { serveBus } from '../../local/messaging/wire';
import type { ServedBus } from '../../local/messaging/wire';
import { portOf } from '../../local/port';
import { createTables } from '../../local/tables';
import { openFaultProxy } from '../../test/fault-proxy';
import type { FaultProxy } from '../../test/fault-proxy';
import { synthesisedFrom } from '../../test/infra/synthesised';
import type { Template } from '../../test/infra/synthesised';
import { functionOf } from '../../test/infra/variables';
import { describeInRuntime, runtimeNames, startFunction } from '../../test/runtimes/runtime-api';
import type { Outcome, RunningFunction, RuntimeName } from '../../test/runtimes/runtime-api';
import { buildAsset, writePages } from './built-asset';
import { checkoutEvent } from '../services/events';
import { domains } from './usual';

// The built asset as it runs on AWS: in the loop that AWS publishes (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client),
// on the Node of Lambda, with the variables, the memory and the time limit of the template. What the loop does with an
// answer, an error, the console and the end of the time is AWS's own code and no imitation.

const folder = mkdtempSync(join(tmpdir(), 'tandem-runtime-'));
const asset = join(folder, 'task');
const prefix = `test-${randomUUID().slice(0, 8)}-`;
const issuer = openIssuer();
const heard: BusEvent[] = [];
let template: Template;
let server: Server;
let engine: FaultProxy;
let bus: ServedBus;
let busProxy: FaultProxy;

beforeAll(async () => {
  await Promise.all([
    buildAsset(asset),
    createTables({ endpoint: process.env.TEST_ENGINE!, domains, prefix, say: () => undefined }),
  ]);
  await writePages(asset);
  ({ template } = (await synthesisedFrom('.', 'dev')).dev);
  engine = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  const queue = openQueue({ name: 'Queue', visibilityTimeout: 30 });
  const own = createBus({
    name: 'Bus',
    rules: [{ name: 'All', pattern: { source: [{ exists: true }] }, target: (event) => queue.send(event) }],
  });
  own.subscribe((event) => heard.push(event));
  bus = await serveBus(own);
  busProxy = await openFaultProxy({ target: bus.url });
  server = createServer((request, response) => {
    if (!issuer.routes(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  issuer.setUrl(`http://127.0.0.1:${portOf(server)}`);
});
afterAll(async () => {
  await Promise.all([engine.close(), busProxy.close()]);
  await bus.close();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  engine.set();
  busProxy.set();
});

/** Starts a function of the template; some of its variables may be wrong. */
async function start(
  runtime: RuntimeName,
  name: 'handler' | 'orders' | 'relay',
  changes: Readonly<Record<string, string>> = {},
): Promise<RunningFunction> {
  const { variables, megabytes } = functionOf(template, `${name}.handler`, {
    AUTH_AUDIENCE: issuer.audience,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URI: issuer.jwksUri,
    CURSOR_KEYS: 'a secret that AWS has made',
    EVENT_BUSNAME: 'Bus',
    RELAY_DEAD_LETTERS: 'http://127.0.0.1:1/000000000000/relay-dead-letters',
    TABLE_PREFIX: prefix,
  });
  const addresses = {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: busProxy.endpoint,
    // Nobody answers where the dead letters would be.
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
  };
  return startFunction({
    runtime,
    asset,
    handler: `${name}.handler`,
    megabytes,
    variables: { ...variables, ...addresses, ...changes },
  });
}

interface Call {
  readonly method: string;
  readonly target: string;
  readonly body?: object;
  readonly userName?: string;
}

/** A request as an event of one of those that call the function. */
function eventFrom(payload: Payload, { method, target, body, userName }: Call): object {
  return eventOf(
    {
      method,
      target,
      headers: [
        ['host', 'shop.example'],
        ...(body ? [['content-type', 'application/json'] as const] : []),
        ...(userName ? [['authorization', `Bearer ${issuer.token(userName)}`] as const] : []),
      ],
      body: Buffer.from(body ? JSON.stringify(body) : ''),
      httpVersion: '1.1',
      sourceIp: '192.0.2.1',
      port: 443,
    },
    payload,
  );
}

/** The answer to a request as the one who called the function would read it. */
async function ask(lambda: RunningFunction, payload: Payload, call: Call, seconds?: number) {
  const outcome = await lambda.invoke(eventFrom(payload, call), seconds);
  if (outcome.is !== 'response') throw new Error(`The function has not answered: ${JSON.stringify(outcome)}`);
  const { status, headers, body } = answerOf(outcome.body, payload);
  const valueOf = (header: string): string => headers.find(([name]) => name.toLowerCase() === header)?.[1] ?? '';
  const text = (valueOf('content-encoding') === 'gzip' ? gunzipSync(body) : body).toString();
  return { status, text, json: valueOf('content-type').includes('json') ? JSON.parse(text) : undefined };
}

const answerIn = (outcome: Outcome): any => {
  if (outcome.is !== 'response') throw new Error(`The function has not answered: ${JSON.stringify(outcome)}`);
  return outcome.body;
};

/** The lines of the log, each of which CloudWatch takes for one entry. */
const logged = (lambda: RunningFunction): any[] => lambda.lines.map((line) => JSON.parse(line));
const metricsIn = (lambda: RunningFunction): any[] => logged(lambda).filter((line) => '_aws' in line);

const message = (messageId: string, body: string) => ({
  messageId,
  body,
  receiptHandle: 'a receipt handle',
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:orders',
  awsRegion: 'us-east-1',
});

const outboxRecord = (number: number, image: Readonly<Record<string, string>>) => ({
  eventID: String(number),
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: 1_768_469_400,
    Keys: { key: { S: 'a' }, id: { S: String(number) } },
    NewImage: Object.fromEntries(
      Object.entries({ key: 'a', id: String(number), time: '2026-01-15T09:30:00.000Z', ...image }).map(([name, S]) => [
        name,
        { S },
      ]),
    ),
    SequenceNumber: String(number),
    SizeBytes: 200,
    StreamViewType: 'NEW_IMAGE',
  },
  eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/outbox/stream/2026-01-15T00:00:00.000',
});

const sold = (number: number) => ({ source: 'shop', detailType: 'Sold', detail: JSON.stringify({ number }) });

describe.each(runtimeNames)('%s', (runtime) =>
  describeInRuntime(runtime, () => {
    let running: RunningFunction[] = [];
    const begin = async (...given: [name: 'handler' | 'orders' | 'relay', changes?: Record<string, string>]) => {
      const lambda = await start(runtime, ...given);
      running.push(lambda);
      return lambda;
    };
    afterEach(async () => {
      await Promise.all(running.map((lambda) => lambda.stop()));
      running = [];
    });

    test('a REST API, an HTTP API, a function URL and a load balancer get answers on every face', async () => {
      const gateway = await begin('handler');
      for (const payload of payloads) {
        const id = `radio-${runtime}-${payload}`;
        const body = { id, title: 'Radio', category: id, price: 39.9 };
        const create = { method: 'POST', target: '/product', body };
        expect(await ask(gateway, payload, create)).toMatchObject({ status: 401 });
        expect(await ask(gateway, payload, { ...create, userName: 'alice' })).toMatchObject({ status: 403 });
        expect(await ask(gateway, payload, { ...create, userName: 'admin' })).toMatchObject({
          status: 201,
          json: body,
        });
        expect(await ask(gateway, payload, { method: 'GET', target: `/product/${id}` })).toMatchObject({
          status: 200,
          json: { ...body, version: 1 },
        });
        const query = `{ product(id: "${id}") { title price } }`;
        expect(await ask(gateway, payload, { method: 'POST', target: '/graphql', body: { query } })).toMatchObject({
          status: 200,
          json: { data: { product: { title: 'Radio', price: 39.9 } } },
        });
        const variables = encodeURIComponent(JSON.stringify({ category: id }));
        const cards = { method: 'GET', target: `/q/ProductCards?variables=${variables}` };
        expect(await ask(gateway, payload, cards)).toMatchObject({
          status: 200,
          json: { data: { products: { edges: [{ node: { id, price: 39.9 } }] } } },
        });
        const addition = { userName: `alice-${id}`, productId: id, quantity: 2 };
        const add = { method: 'POST', target: '/q/AddToBasket', body: addition };
        expect(await ask(gateway, payload, { ...add, userName: addition.userName })).toMatchObject({
          status: 200,
          json: { data: { addBasketItem: { totalPrice: 79.8 } } },
        });
        expect(await ask(gateway, payload, { ...add, userName: 'bob' })).toMatchObject({
          json: { errors: [{ extensions: { type: '/problems/forbidden' } }] },
        });
        const filter = { category: { eq: id } };
        const call = {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'products', arguments: { filter } },
        };
        const mcp = await ask(gateway, payload, { method: 'POST', target: '/mcp', body: call });
        expect(mcp.json.result.structuredContent.items).toMatchObject([body]);
        expect(
          await ask(gateway, payload, { method: 'POST', target: '/product', body: {}, userName: 'admin' }),
        ).toMatchObject({
          status: 422,
          json: { type: '/problems/validation' },
        });
        expect(await ask(gateway, payload, { method: 'GET', target: '/nothing/here' })).toMatchObject({ status: 404 });
        expect((await ask(gateway, payload, { method: 'GET', target: '/docs' })).text).toContain('<html');
      }
      expect(gateway.errors).toEqual([]);
    });

    test('every line of the log is one JSON object, and the metrics lie at its top, where CloudWatch looks', async () => {
      // The loop patches the console when the log has the format JSON: what goes through it comes out as the member
      // "message" of another object, in which CloudWatch finds no metrics.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
      const gateway = await begin('handler');
      await ask(gateway, 'v1', { method: 'GET', target: '/product/none' });
      await ask(gateway, 'v1', {
        method: 'POST',
        target: '/graphql',
        body: { query: '{ products(first: 1) { edges { node { id } } } }' },
      });
      expect(metricsIn(gateway)).toMatchObject([
        { service: 'tandem-dev', face: 'rest', operation: 'product', Requests: 1, ClientErrors: 1, ColdStart: 1 },
        { service: 'tandem-dev', face: 'graphql', operation: 'products', Requests: 1, ClientErrors: 0 },
      ]);
      const others = logged(gateway).filter((line) => !('_aws' in line));
      expect(others).toMatchObject([
        { level: 'info', message: 'request', status: 404 },
        { level: 'info', message: 'request', status: 200 },
      ]);
    });

    test('a hundred invocations are answered by one process, which has started once', async () => {
      const gateway = await begin('handler');
      const id = `hundred-${runtime}`;
      const body = { id, title: 'One of many', category: id, price: 1 };
      await ask(gateway, 'v2', { method: 'POST', target: '/product', body, userName: 'admin' });
      const query = `{ product(id: "${id}") { id } }`;
      const calls: readonly Call[] = [
        { method: 'GET', target: `/product/${id}` },
        { method: 'POST', target: '/graphql', body: { query } },
        { method: 'GET', target: `/product?category=${id}` },
      ];
      // All wait at once, as the Runtime API never hands out: the loop takes one after the other.
      const answers = await Promise.all(
        Array.from({ length: 99 }, async (_, index) =>
          ask(gateway, payloads[index % payloads.length]!, calls[index % calls.length]!),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 99 }, () => 200));
      expect(answers.filter(({ text }) => !text.includes(id))).toEqual([]);
      expect(gateway.taken).toBe(100);
      expect(gateway.exitCode).toBeUndefined();
      expect(metricsIn(gateway)).toHaveLength(100);
      expect(metricsIn(gateway).filter((line) => 'ColdStart' in line)).toHaveLength(1);
      // Each line names the invocation or the request that it is of.
      expect(new Set(metricsIn(gateway).map(({ requestId }) => requestId)).size).toBe(100);
    });

    test('the consumer places an order once and names the message that failed', async () => {
      const orders = await begin('orders');
      const orderId = randomUUID();
      const detail = { orderId, userName: runtime, orderDate: '2026-11-21T09:30:00.000Z', totalPrice: 30, items: [] };
      const { source, detailType } = checkoutEvent;
      const body = JSON.stringify({ source, 'detail-type': detailType, detail });
      const batch = { Records: [message('good', body), message('bad', '{'), message('again', body)] };
      expect(answerIn(await orders.invoke(batch))).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
      expect(metricsIn(orders)).toMatchObject([
        { face: 'consumer', operation: 'placeOrder', Requests: 3, ClientErrors: 1 },
      ]);
      const gateway = await begin('handler');
      const read = { method: 'GET', target: `/order/${runtime}/${orderId}`, userName: 'admin' };
      expect(await ask(gateway, 'v1', read)).toMatchObject({ status: 200, json: { status: 'PLACED' } });
    });

    test('the relay puts what a stream hands on on the bus, and names the record that has to come again', async () => {
      const relay = await begin('relay');
      heard.length = 0;
      const expired = {
        ...outboxRecord(9, {}),
        eventName: 'REMOVE',
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      };
      const batch = [
        outboxRecord(1, sold(1)),
        expired,
        outboxRecord(2, sold(2)),
        outboxRecord(3, { ...sold(3), detail: 'no JSON' }),
      ];
      // Nobody answers where the dead letters would be, so that the last record is not passed over.
      expect(answerIn(await relay.invoke({ Records: batch }))).toEqual({
        batchItemFailures: [{ itemIdentifier: '3' }],
      });
      expect(heard.map(({ detail }) => detail)).toEqual([{ number: 1 }, { number: 2 }]);
      // What is no batch is an error of the invocation: Lambda tries the whole again, and halves it.
      expect(await relay.invoke({})).toMatchObject({ is: 'error', errorType: 'TypeError' });
      expect(answerIn(await relay.invoke({ Records: [outboxRecord(4, sold(4))] }))).toEqual({ batchItemFailures: [] });
      expect(metricsIn(relay).filter((line) => 'ColdStart' in line)).toHaveLength(1);
    });

    test('an answer comes before the time of the invocation is over, and the process goes on', async () => {
      const gateway = await begin('handler');
      // What comes after the time is over is no answer any more: `ask` would throw.
      engine.set({ do: 'hang', on: ['GetItem'] });
      const slow = await ask(gateway, 'v1', { method: 'GET', target: '/product/any' }, 2);
      expect(slow).toMatchObject({ status: 504, json: { type: '/problems/timeout' } });
      engine.set();
      expect(await ask(gateway, 'v1', { method: 'GET', target: '/product/any' })).toMatchObject({ status: 404 });

      const relay = await begin('relay');
      busProxy.set({ do: 'hang' });
      const late = await relay.invoke({ Records: [outboxRecord(1, sold(1)), outboxRecord(2, sold(2))] }, 2);
      expect(answerIn(late)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
      busProxy.set();
      expect(answerIn(await relay.invoke({ Records: [outboxRecord(1, sold(1))] }))).toEqual({ batchItemFailures: [] });

      const orders = await begin('orders');
      engine.set({ do: 'hang' });
      const detail = {
        orderId: randomUUID(),
        userName: runtime,
        orderDate: '2026-11-21T09:30:00.000Z',
        totalPrice: 1,
        items: [],
      };
      const { source, detailType } = checkoutEvent;
      const event = { Records: [message('late', JSON.stringify({ source, 'detail-type': detailType, detail }))] };
      expect(answerIn(await orders.invoke(event, 2))).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    });

    test.each<[name: string, lambda: 'handler' | 'orders' | 'relay', changes: Record<string, string>, words: string]>([
      [
        'an issuer without TLS',
        'handler',
        { AUTH_ISSUER: 'http://issuer.example' },
        'AUTH_ISSUER is "http://issuer.example"',
      ],
      ['no issuer at all', 'handler', { AUTH_ISSUER: '' }, 'AUTH'],
      ['no key for cursors', 'handler', { CURSOR_KEYS: '' }, 'CURSOR_KEYS must hold'],
      ['an origin that is none', 'handler', { CORS_ORIGINS: 'https://shop.example/' }, 'is no origin'],
      ['a list of documents that is not there', 'handler', { GRAPHQL_DOCUMENTS: 'none.json' }, 'GRAPHQL_DOCUMENTS is'],
      ['days that are none', 'orders', { EXPIRES_AFTER_DAYS: 'basket' }, 'EXPIRES_AFTER_DAYS'],
      ['no bus', 'relay', { EVENT_BUSNAME: '' }, 'EVENT_BUSNAME is not set'],
      ['nowhere for what is given up', 'relay', { RELAY_DEAD_LETTERS: '' }, 'RELAY_DEAD_LETTERS is not set'],
    ])('with %s the start fails with its reason, and no event is taken', async (_, name, changes, words) => {
      const lambda = await begin(name, changes);
      const lost = lambda.invoke({ Records: [] }).catch((error: Error) => error);
      expect(await lambda.initError()).toMatchObject({
        errorType: 'Error',
        body: { errorMessage: expect.stringContaining(words) },
      });
      expect(lambda.exitCode).not.toBe(0);
      expect(lambda.taken).toBe(0);
      expect(await lost).toBeInstanceOf(Error);
    });
  }),
);
