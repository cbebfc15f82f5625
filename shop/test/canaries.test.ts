import { orderConsumer } from '../services/place-order';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { randomBytes, randomInt } from 'node:crypto';
import { tokenAuthentication } from '../../api/auth/authentication';
import { jsonLog } from '../../api/logger';
import type { LogEntry } from '../../api/logger';
import { createConsumer } from '../../api/consumer';
import { causeOf, lineOf } from '../../local/log';
import { localAccess } from '../../local/tables';
import { eventsIn } from '../../services/events';
import { checkoutEvent } from '../services/events';
import { openFaultProxy } from '../../test/fault-proxy';
import type { FaultProxy } from '../../test/fault-proxy';
import { formats, openGateway } from './harness';
import type { Answer, Call, TestGateway } from './harness';
import { openFakeIssuer } from '../../test/tokens';
import type { FakeIssuer } from '../../test/tokens';

// A text of its own stands in every place where a secret may stand. None of them may come out anywhere but in the
// answer to its owner, and in the event that declares the field.

/** The planted texts by their places. */
type Canaries = Readonly<Record<string, string>>;

/** The places whose text stands in a text, whatever it was encoded with. */
function found(canaries: Canaries, text: string): readonly string[] {
  const forms = (canary: string): readonly string[] => [
    canary,
    encodeURIComponent(canary),
    ...['base64', 'base64url'].map((encoding) => Buffer.from(canary).toString(encoding as BufferEncoding)),
  ];
  return Object.keys(canaries).filter((place) => forms(canaries[place]!).some((form) => text.includes(form)));
}

const word = (place: string): string => `canary-${place}-${randomBytes(6).toString('hex')}`;

/** What belongs to the buyer of an order, and goes with the event of the checkout. */
const personal = {
  firstName: word('firstName'),
  lastName: word('lastName'),
  address: word('address'),
  email: `${word('email')}@example.com`,
};
/** What no answer, no event and no log may have. */
const secret = {
  card: `4929${randomInt(1e7, 9e7)}${randomInt(1000, 9999)}`,
  idempotencyKey: word('idempotencyKey'),
  cookie: word('cookie'),
  header: word('header'),
  query: word('query'),
  body: word('body'),
  cursor: word('cursor'),
  hash: word('hash'),
  claim: `${word('claim')}@example.com`,
};

let issuer: FakeIssuer;
let proxy: FaultProxy;
let token: (userName: string) => string;
beforeAll(async () => {
  issuer = await openFakeIssuer();
  proxy = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  const tokens = new Map<string, string>();
  token = (userName) => {
    const roles = userName === 'admin' ? ['admin'] : [];
    const claims = { sub: `id-of-${userName}`, username: userName, roles, email: secret.claim };
    if (!tokens.has(userName)) tokens.set(userName, issuer.make(claims));
    return tokens.get(userName)!;
  };
});
afterAll(async () => {
  await proxy.close();
  await issuer.close();
});
afterEach(() => {
  proxy.set();
  jest.restoreAllMocks();
});

const secrets = (): Canaries => ({ ...secret, alice: token('alice'), admin: token('admin') });
const everything = (): Canaries => ({ ...secrets(), ...personal });

const open = async (payload: (typeof formats)[number], log?: (entry: LogEntry) => void): Promise<TestGateway> => {
  const options = { endpoint: proxy.endpoint, authentication: tokenAuthentication({ issuers: [issuer] }) };
  const gateway = await openGateway(payload, { ...options, ...(log && { log }) });
  const body = { id: 'p1', title: 'p1', category: 'c', price: 5 };
  expect((await gateway.send('POST', '/product', { headers: planted('admin'), body })).status).toBe(201);
  return gateway;
};

/** The headers of a request with all that they can hold. */
const planted = (userName = 'alice'): Record<string, string> => ({
  authorization: `Bearer ${token(userName)}`,
  cookie: `session=${secret.cookie}`,
  'idempotency-key': `${secret.idempotencyKey}${randomInt(1e9)}`,
  'x-unknown': secret.header,
});

/** Filled in when it is sent: there is no issuer before the first test. */
const asAdmin = { authorization: 'Bearer of admin' };

const basket = { userName: 'alice', items: [{ productId: 'p1', quantity: 1 }] };
const checkout = { userName: 'alice', ...personal, cardInfo: secret.card, paymentMethod: 1 };
const graphql = (query: string, more: object = {}): Call => ({ body: { query, ...more } });
const envelope = (payload: unknown, operation = 'create', tableName = 'product'): Call => ({
  headers: asAdmin,
  body: { operation, tableName, payload },
});

/** Requests that are refused, each with texts where its face takes some. */
const refused: readonly [name: string, method: string, target: string, call?: Call][] = [
  [
    'a body that is not JSON',
    'POST',
    '/product',
    { headers: { ...asAdmin, 'content-type': 'application/json' }, raw: `{"title": "${secret.body}` },
  ],
  [
    'a body of the wrong types',
    'POST',
    '/product',
    { headers: asAdmin, body: { title: { a: secret.body }, category: 5, price: secret.card } },
  ],
  [
    'a body with an unknown field',
    'POST',
    '/product',
    { headers: asAdmin, body: { title: 't', category: 'c', price: 1, more: secret.body } },
  ],
  [
    'a body of another media type',
    'POST',
    '/product',
    { headers: { ...asAdmin, 'content-type': 'text/plain' }, raw: secret.body },
  ],
  ['a wrong card number', 'POST', '/basket/checkout', { body: { ...checkout, cardInfo: `${secret.card}x` } }],
  [
    'wrong personal data',
    'POST',
    '/basket/checkout',
    { body: { ...checkout, email: `${personal.email} ${personal.lastName}`, firstName: [personal.firstName] } },
  ],
  ['a missing basket', 'POST', '/basket/checkout', { headers: asAdmin, body: { ...checkout, userName: 'nobody' } }],
  ['an unknown parameter', 'GET', `/product?x=${secret.query}`],
  ['a filter that does not fit', 'GET', `/product?filter[price][eq]=${secret.query}`],
  ['a filter that is not JSON', 'GET', `/product?filter={${secret.query}`],
  [
    'a filter on what is sensitive',
    'GET',
    `/order?filter[email][above]=${encodeURIComponent(personal.email)}`,
    { headers: asAdmin },
  ],
  ['a cursor of nobody', 'GET', `/product?cursor=${secret.cursor}`],
  [
    'a malformed Idempotency-Key',
    'POST',
    '/product',
    { headers: { ...asAdmin, 'idempotency-key': `"${secret.idempotencyKey}` }, body: {} },
  ],
  [
    'a malformed If-Match',
    'PATCH',
    '/product/p1',
    { headers: { ...asAdmin, 'if-match': secret.header }, body: { title: 't' } },
  ],
  ['a token that is cut', 'GET', '/product', { headers: { authorization: `Bearer ${secret.header}` } }],
  ['who may not', 'POST', '/product', { body: { title: secret.body } }],
  ['a path that is not there', 'GET', `/nothing?token=${secret.query}`],
  ['GraphQL that is no GraphQL', 'POST', '/graphql', graphql(`{ product(id: "${secret.body}" `)],
  ['GraphQL with an open text', 'POST', '/graphql', graphql(`{ product(id: "${secret.body} ) { id } }`)],
  [
    'a literal of the wrong type',
    'POST',
    '/graphql',
    graphql(
      `mutation { createProduct(input: { title: 5, category: "${secret.body}", price: "${secret.body}" }) { id } }`,
    ),
  ],
  [
    'a literal that is no number',
    'POST',
    '/graphql',
    graphql(`{ products(first: "${secret.body}") { edges { cursor } } }`),
  ],
  [
    'a number that is too large',
    'POST',
    '/graphql',
    graphql(`{ products(first: ${secret.card}) { edges { cursor } } }`),
  ],
  [
    'a text in place of an enumeration',
    'POST',
    '/graphql',
    graphql(`{ products(orderBy: "${secret.body}") { edges { cursor } } }`),
  ],
  [
    'a literal where a list is',
    'POST',
    '/graphql',
    graphql(`mutation { putBasket(input: { userName: "alice", items: "${secret.body}" }) { userName } }`),
  ],
  [
    'a default of the wrong type',
    'POST',
    '/graphql',
    graphql(`query ($n: Int = "${secret.body}") { products(first: $n) { edges { cursor } } }`),
  ],
  [
    'a variable of the wrong type',
    'POST',
    '/graphql',
    graphql('query ($n: Int) { products(first: $n) { edges { cursor } } }', { variables: { n: secret.body } }),
  ],
  [
    'an input of the wrong type',
    'POST',
    '/graphql',
    graphql('mutation ($i: CheckoutInput!) { checkout(input: $i) { orderId } }', {
      variables: { i: { ...checkout, paymentMethod: secret.body } },
    }),
  ],
  ['variables that are a text', 'POST', '/graphql', graphql('{ __typename }', { variables: secret.body })],
  [
    'an operation of another name',
    'POST',
    '/graphql',
    graphql('query A { __typename } query B { __typename }', { operationName: secret.body }),
  ],
  [
    'a cursor of nobody over GraphQL',
    'POST',
    '/graphql',
    graphql(`{ products(after: "${secret.cursor}") { edges { cursor } } }`),
  ],
  [
    'a wrong hash',
    'POST',
    '/graphql',
    graphql('{ __typename }', { extensions: { persistedQuery: { version: 1, sha256Hash: secret.hash } } }),
  ],
  [
    'an unknown hash',
    'POST',
    '/graphql',
    { body: { extensions: { persistedQuery: { version: 1, sha256Hash: secret.hash } } } },
  ],
  ['a form over GraphQL', 'POST', '/graphql', { headers: { 'content-type': 'text/plain' }, raw: secret.body }],
  ['an envelope with an unknown operation', 'POST', '/dynamodbmanager', envelope({}, secret.body)],
  ['an envelope with another table', 'POST', '/dynamodbmanager', envelope({}, 'create', secret.body)],
  [
    'an envelope of the wrong types',
    'POST',
    '/dynamodbmanager',
    envelope({ Item: { id: 5, title: [secret.body], price: secret.card } }),
  ],
  [
    'an envelope with a wrong expression',
    'POST',
    '/dynamodbmanager',
    envelope(
      { Key: { id: 'p1' }, UpdateExpression: `SET ${secret.body}`, ExpressionAttributeValues: { ':a': secret.card } },
      'update',
    ),
  ],
  [
    'an envelope with a wrong start',
    'POST',
    '/dynamodbmanager',
    envelope({ ExclusiveStartKey: { id: [secret.cursor] } }, 'list'),
  ],
];

// Rows of different lengths would make Jest wait for a callback.
const rows = refused.map(([name, method, target, call]) => ({ name, method, target, call }));

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await open(payload);
  });

  const send = async (method: string, target: string, call: Call = {}): Promise<Answer> =>
    gateway.send(method, target, {
      ...call,
      headers: {
        ...planted(call.headers?.authorization === asAdmin.authorization ? 'admin' : 'alice'),
        ...Object.fromEntries(
          Object.entries(call.headers ?? {}).filter(([, value]) => value !== asAdmin.authorization),
        ),
      },
    });

  test.each(rows)('$name is refused without a word of it', async ({ method, target, call }) => {
    gateway.log.length = 0;
    const answer = await send(method, target, call);
    const { errors } = JSON.parse(answer.text) as { errors?: unknown };
    expect(answer.status >= 400 || errors !== undefined).toBe(true);
    expect(found(everything(), told(answer))).toEqual([]);
    expect(found(everything(), logged(gateway.log))).toEqual([]);
  });

  test('a purchase tells the card, the token and the key to nobody, and the rest to who may know it', async () => {
    gateway.log.length = 0;
    const notes: LogEntry[] = [];
    const answers = [
      await send('POST', '/basket', { body: basket }),
      await send('POST', '/basket/checkout', { body: checkout }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 202]);
    const { orderId } = answers[1]!.json as { orderId: string };
    const [event] = (await outboxOf(gateway)).filter(({ detailType }) => detailType === checkoutEvent.detailType);
    // The event declares these fields, and only these.
    expect(found(everything(), event!.text)).toEqual(Object.keys(personal));

    const consumer = createConsumer(orderConsumer, {
      ...localAccess,
      endpoint: process.env.TEST_ENGINE!,
      tablePrefix: gateway.prefix,
      log: (entry) => notes.push(entry),
    });
    const body = JSON.stringify({
      source: checkoutEvent.source,
      'detail-type': checkoutEvent.detailType,
      detail: event!.detail,
    });
    expect(await consumer({ Records: [{ messageId: 'm1', body }] }, {})).toEqual({ batchItemFailures: [] });
    const order = await send('GET', `/order/alice/${orderId}`);
    expect(found(everything(), told(order))).toEqual(Object.keys(personal));

    await send('PATCH', `/order/alice/${orderId}/status`, { headers: planted('admin'), body: { status: 'PAID' } });
    const changes = (await outboxOf(gateway)).filter(({ detailType }) => detailType !== checkoutEvent.detailType);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.flatMap(({ text }) => found(everything(), text))).toEqual([]);
    expect(answers.flatMap((answer) => found(everything(), told(answer)))).toEqual([]);
    expect(found(everything(), logged([...gateway.log, ...notes]))).toEqual([]);
  });

  test('a plan has no value of the filter', async () => {
    gateway.log.length = 0;
    const filter = `filter[email][eq]=${encodeURIComponent(personal.email)}&filter[address][contains]=${personal.address}`;
    const rest = await send('GET', `/order?${filter}&explain=true`, { headers: planted('admin') });
    expect(rest.json.plan).toMatchObject({ path: 'Scan' });
    const query = `{ products(filter: { brand: { eq: "${secret.body}" } }) { edges { cursor } } }`;
    const plan = await send('POST', '/graphql', {
      body: { query, extensions: { explain: true } },
      headers: planted('admin'),
    });
    expect(plan.json.extensions.plan).toMatchObject({ products: { path: 'Scan' } });
    const cost = `/product?filter[brand][eq]=${secret.query}&sort=price`;
    const noIndex = await send('GET', cost);
    expect(noIndex.json.type).toBe('/problems/no-index');
    expect([plan, noIndex].flatMap((answer) => found(everything(), told(answer)))).toEqual([]);
    expect(found(everything(), JSON.stringify(rest.json.plan))).toEqual([]);
    expect(found(everything(), logged(gateway.log))).toEqual([]);
  });

  test('health tells nothing of who asks', async () => {
    const answers = [
      await send('GET', `/health?x=${secret.query}`),
      await send('GET', `/health?deep&x=${secret.query}`),
    ];
    proxy.set({ do: 'fail' });
    answers.push(await send('GET', '/health?deep'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503]);
    expect(answers.flatMap((answer) => found(everything(), told(answer)))).toEqual([]);
  });

  const writes: readonly [name: string, method: string, target: string, call: Call][] = [
    ['REST', 'POST', '/basket/checkout', { body: checkout }],
    [
      'GraphQL with variables',
      'POST',
      '/graphql',
      graphql('mutation ($i: CheckoutInput!) { checkout(input: $i) { orderId } }', { variables: { i: checkout } }),
    ],
    [
      'GraphQL with literals',
      'POST',
      '/graphql',
      graphql(`mutation { checkout(input: ${literal(checkout)}) { orderId } }`),
    ],
    [
      'the envelope',
      'POST',
      '/dynamodbmanager',
      envelope({ Item: { id: 'x', secret: secret.body, cards: [secret.card] } }, 'create', 'lambda-apigateway'),
    ],
  ];

  test.each(writes)('%s: an engine that fails is told without what was sent', async (_, method, target, call) => {
    gateway.log.length = 0;
    proxy.set({ do: 'fail' });
    const answer = await send(method, target, call);
    expect(codeOf(answer)).toBe('unavailable');
    expect(found(everything(), told(answer))).toEqual([]);
    expect(found(everything(), logged(gateway.log))).toEqual([]);
  });

  test.each(writes)('%s: an unknown error is masked, in the answer and in the log', async (_, method, target, call) => {
    gateway.log.length = 0;
    for (const operation of gateway.operations) {
      jest.spyOn(operation, 'run').mockImplementation(async (input, { caller, idempotencyKey }) => {
        const cause = new Error(`no such card: ${secret.card}`);
        throw new TypeError(
          `cannot use ${JSON.stringify({ input, caller, idempotencyKey })} of ${secret.claim}\r\n{"level":"info"}`,
          { cause },
        );
      });
    }
    const answer = await send(method, target, call);
    expect(codeOf(answer)).toBe('internal');
    expect(found(everything(), told(answer))).toEqual([]);
    const entry = gateway.log.find(({ error }) => error !== undefined);
    expect(entry).toMatchObject({
      level: 'error',
      requestId: answer.headers['x-request-id'],
      error: { name: 'TypeError' },
    });
    expect((entry!.error as { stack: string }).stack).toMatch(/canaries\.test/);
    expect(found(everything(), logged(gateway.log))).toEqual([]);
  });

  test('one request is one line of the log, whatever stands in it', async () => {
    const lines: string[] = [];
    const forger = await open(payload, jsonLog);
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    const forged = '\r\n{"level":"info","message":"forged"}';
    const encoded = encodeURIComponent(forged);
    await forger.send('GET', `/product/${encoded}`);
    await forger.send('GET', `/${encoded}?x=${encoded}`);
    await forger.send('POST', '/product', { headers: planted('admin'), body: { title: forged } });
    await forger.graphql(`{ product(id: ${JSON.stringify(forged)}) { id } }`);
    jest.restoreAllMocks();
    const records = lines
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry);
    expect(records.map(({ message }) => message)).toEqual(Array(4).fill('request'));
    for (const record of records) expect(lineOf(record, { colours: false })).not.toMatch(/\p{Cc}/u);
  });

  test('the check finds what a log of whole requests would tell', async () => {
    const careless: LogEntry[] = [];
    const tokens = tokenAuthentication({ issuers: [issuer] });
    const naive = await openGateway(payload, {
      endpoint: proxy.endpoint,
      authentication: {
        callerOf: (request) => {
          careless.push({
            level: 'info',
            message: 'request',
            ...request,
            headers: [...request.headers],
            body: request.body.toString(),
          });
          return tokens.callerOf(request);
        },
      },
    });
    await naive.send('POST', `/basket/checkout?x=${secret.query}&cursor=${secret.cursor}`, {
      headers: planted(),
      body: { ...checkout, more: [secret.body, secret.hash] },
    });
    expect(found(everything(), JSON.stringify(careless)).toSorted()).toEqual(
      Object.keys(everything())
        .filter((place) => place !== 'admin' && place !== 'claim')
        .toSorted(),
    );
  });
});

describe('the consumer of the queue', () => {
  const good = { source: checkoutEvent.source, 'detail-type': checkoutEvent.detailType };
  const detail = {
    userName: 'alice',
    orderId: 'o1',
    orderDate: '2026-01-01T00:00:00Z',
    totalPrice: 1,
    items: [],
    ...personal,
  };
  const bodies: readonly [name: string, body: string, fault?: 'fail' | 'unknown'][] = [
    ['is not JSON', `{"detail": "${secret.body}`],
    ['comes from elsewhere', JSON.stringify({ source: secret.body, detail })],
    [
      'has a wrong detail',
      JSON.stringify({ ...good, detail: { ...detail, email: [personal.email], cardInfo: secret.card } }),
    ],
    ['meets an engine that fails', JSON.stringify({ ...good, detail }), 'fail'],
    ['meets an unknown error', JSON.stringify({ ...good, detail }), 'unknown'],
  ];

  const messages = bodies.map(([name, body, fault]) => ({ name, body, fault }));
  test.each(messages)('tells nothing of a message that $name', async ({ body, fault }) => {
    const notes: LogEntry[] = [];
    const { prefix } = await openGateway('v1');
    if (fault === 'fail') proxy.set({ do: 'fail' });
    const consumer = createConsumer(orderConsumer, {
      ...localAccess,
      endpoint: proxy.endpoint,
      tablePrefix: prefix,
      log: (entry) => notes.push(entry),
      ...(fault === 'unknown' && {
        now: () => {
          throw new Error(`no time for ${body}`);
        },
      }),
    });
    const Records = [{ messageId: 'm1', body }];
    expect(await consumer({ Records }, {})).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(notes).toMatchObject([{ level: 'error', message: 'event', consumer: 'orders', messageId: 'm1' }]);
    expect(found(everything(), logged(notes))).toEqual([]);
  });
});

const told = ({ headers, text }: Answer): string => `${JSON.stringify(headers)}\n${text}`;

/** The log as CloudWatch gets it, and as `npm start` prints it. */
function logged(entries: readonly LogEntry[]): string {
  return entries
    .flatMap((entry) => [
      JSON.stringify(entry),
      lineOf(entry, { colours: false }),
      ...(entry.error === undefined ? [] : [causeOf(entry.error)]),
    ])
    .join('\n');
}

function codeOf({ json }: Answer): string {
  return String(json.type ?? json.errors[0].extensions.type).replace('/problems/', '');
}

/** An object as GraphQL writes it. */
function literal(value: Readonly<Record<string, string | number>>): string {
  const members = Object.entries(value).map(([name, content]) => `${name}: ${JSON.stringify(content)}`);
  return `{ ${members.join(', ')} }`;
}

/** The events that were sent, with all that the stored items say. */
async function outboxOf({
  prefix,
}: TestGateway): Promise<readonly { detailType: string; detail: unknown; text: string }[]> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const { Items = [] } = await raw.send(new ScanCommand({ TableName: `${prefix}outbox` }));
  raw.destroy();
  return Items.map((item) => unmarshall(item)).flatMap(({ events, detail, ...record }) =>
    eventsIn({ ...record, events, detail }).map((event) => ({
      ...event,
      text: JSON.stringify({ ...record, ...event }),
    })),
  );
}
