import { loanRequested } from './trial/borrow';
import { loanConsumer } from './trial/lend';
import { createConsumer } from '../api/consumer';
import type { Measures } from '../api/metrics';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

const measured: Measures[] = [];
let gateway: TestGateway;

beforeEach(() => void measured.splice(0));

describe.each(formats)('what a request measures, from %s events', (payload) => {
  beforeAll(async () => {
    gateway = await openGateway(payload, { metrics: (measures) => measured.push(measures) });
  });

  test('the first one of a process is a cold start, the next is not', async () => {
    await gateway.send('GET', '/health');
    await gateway.send('GET', '/health');
    expect(measured).toMatchObject([
      { face: 'rest', operation: 'page', isColdStart: true, capacityUnits: 0 },
      { face: 'rest', operation: 'page', isColdStart: false },
    ]);
  });

  test('REST tells the operation and what DynamoDB has charged for it', async () => {
    const book = { id: 'p', title: 'Radio', category: 'Radio', price: 5 };
    await gateway.send('POST', '/book', { body: book });
    await gateway.send('GET', '/book/p');
    await gateway.send('GET', '/book?category=Radio');
    expect(measured).toMatchObject([
      { face: 'rest', operation: 'createBook', faults: ['none'] },
      { face: 'rest', operation: 'book', faults: ['none'] },
      { face: 'rest', operation: 'books', faults: ['none'] },
    ]);
    for (const { capacityUnits, milliseconds } of measured) {
      expect(capacityUnits).toBeGreaterThan(0);
      expect(milliseconds).toBeGreaterThan(0);
    }
    // A consistent read of up to 4 KB.
    expect(measured[1]!.capacityUnits).toBe(1);
  });

  test('an error has its code and its operation, and only those that exist', async () => {
    await gateway.send('GET', '/book/nobody');
    await gateway.send('POST', '/book', { body: { title: '' } });
    await gateway.send('GET', '/made-up-by-the-caller');
    await gateway.send('POST', '/dynamodbmanager', { body: { operation: 'made-up-by-the-caller' } });
    expect(measured).toMatchObject([
      { face: 'rest', operation: 'book', faults: ['client'], code: 'not-found' },
      { face: 'rest', operation: 'createBook', faults: ['client'], code: 'validation' },
      { face: 'rest', operation: undefined, faults: ['client'], code: 'no-such-route' },
      { face: 'envelope', operation: undefined, faults: ['client'], code: 'unknown-operation' },
    ]);
  });

  // p99 of all answers stands still at the 20 seconds of a feed as soon as one request in a hundred follows one: the alarm
  // of slow answers looks at those that did not wait. RFC 6202, section 2.1: a long poll is answered late on purpose.
  test.each(['REST', 'GraphQL', 'MCP'])('an answer of %s is prompt unless it has waited for a change', async (face) => {
    const call = (name: string, wait: number) => ({ name, arguments: { wait } });
    const ask = {
      REST: async (wait: number) => gateway.send('GET', `/book/changes?wait=${wait}`),
      GraphQL: async (wait: number) =>
        gateway.send('POST', '/graphql', { body: { query: `{ bookChanges(wait: ${wait}) { cursor } }` } }),
      MCP: async (wait: number) =>
        gateway.send('POST', '/mcp', {
          body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call('bookChanges', wait) },
        }),
    }[face]!;
    for (const wait of [0, 1]) await ask(wait);
    await gateway.send('GET', '/book');
    expect(measured).toMatchObject([
      { operation: 'bookChanges', isPrompt: true },
      { operation: 'bookChanges', isPrompt: false },
      { operation: 'books', isPrompt: true },
    ]);
  });

  test('GraphQL tells the field that was asked for, or that there were several', async () => {
    await gateway.graphql('{ book(id: "p") { title } }');
    await gateway.graphql('{ one: book(id: "p") { title } other: book(id: "q") { title } }');
    await gateway.graphql('{ book(id: "p") { title } books(first: 1) { edges { node { id } } } }');
    await gateway.graphql('{ __typename }');
    await gateway.graphql('{ nobodyHasThis }');
    expect(measured.map(({ face, operation }) => [face, operation])).toEqual([
      ['graphql', 'book'],
      ['graphql', 'book'],
      ['graphql', 'several'],
      ['graphql', 'other'],
      ['graphql', undefined],
    ]);
    expect(measured[0]!.capacityUnits).toBeGreaterThan(0);
  });

  test('GraphQL counts what went wrong behind a status of 200', async () => {
    const answer = await gateway.graphql('mutation { deleteBook(id: "nobody") }', undefined, {
      accept: 'application/json',
    });
    expect(answer.status).toBe(200);
    await gateway.graphql('{ nobodyHasThis }', undefined, { accept: 'application/json' });
    expect(measured).toMatchObject([
      { operation: 'deleteBook', faults: ['client'], code: 'not-found' },
      { faults: ['client'], code: 'graphql-validation-failed' },
    ]);
  });

  test('GraphQL counts a document of several as failed when one of them has, and as ours when one is', async () => {
    const some = 'b: deleteBook(id: "nobody") c: deleteShelf(userName: "nobody")';
    const { json } = await gateway.graphql(
      `mutation { a: createBook(input: { title: "T", category: "C", price: 1 }) { id } ${some} }`,
    );
    expect(json.data).toEqual({ a: { id: expect.any(String) }, b: null, c: null });
    const broken = gateway.operations.find(({ name }) => name === 'deleteShelf')!;
    jest.spyOn(broken, 'run').mockRejectedValueOnce(new TypeError('a defect'));
    gateway.log.splice(0);
    await gateway.graphql(`mutation { ${some} }`);
    expect(gateway.log.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'a resolver threw', requestId: expect.any(String), error: { text: 'a defect' } },
    ]);
    expect(measured).toMatchObject([
      { operation: 'several', faults: ['client'], code: 'not-found' },
      { operation: 'several', faults: ['server'], code: 'internal' },
    ]);
    expect(gateway.log.filter(({ message }) => message === 'request')).toMatchObject([
      { operation: 'several', status: 200, code: 'internal' },
    ]);
  });

  test('a batch counts what went wrong with its items behind a status of 200, on each face', async () => {
    const items = [
      { title: 'T', category: 'C', price: 1 },
      { title: 'T', category: 'C', price: -1 },
    ];
    const rest = await gateway.send('POST', '/book/batch', { body: { items } });
    expect(rest).toMatchObject({ status: 200, json: { results: [{ status: 201 }, { status: 422 }] } });
    const mutation = 'mutation ($items: [BookInput!]!) { createBooks(items: $items) { status } }';
    const { json } = await gateway.graphql(mutation, { items });
    expect(json.data.createBooks).toEqual([{ status: 201 }, { status: 422 }]);
    await gateway.send('POST', '/book/batch', { body: { items: items.slice(0, 1) } });
    expect(measured).toMatchObject([
      { face: 'rest', operation: 'createBooks', faults: ['client'], code: 'validation' },
      { face: 'graphql', operation: 'createBooks', faults: ['client'], code: 'validation' },
      { face: 'rest', operation: 'createBooks', faults: ['none'], code: undefined },
    ]);
  });

  test('the old envelope tells the operation and the table', async () => {
    await gateway.send('POST', '/dynamodbmanager', { body: { operation: 'ping' } });
    await gateway.send('POST', '/dynamodbmanager', {
      body: { operation: 'read', tableName: 'book', payload: { Key: { id: 'p' } } },
    });
    expect(measured.map(({ face, operation }) => [face, operation])).toEqual([
      ['envelope', 'ping'],
      ['envelope', 'read book'],
    ]);
  });

  test('the same stands in the log, and no value of the caller but the path', async () => {
    gateway.log.splice(0);
    await gateway.send('GET', '/book/p?fields=title', { headers: { authorization: 'Bearer secret' } });
    expect(gateway.log).toEqual([
      {
        level: 'info',
        message: 'request',
        requestId: expect.any(String),
        face: 'rest',
        method: 'GET',
        path: '/book/p',
        operation: 'book',
        status: 200,
        code: undefined,
        milliseconds: expect.any(Number),
        capacityUnits: 1,
      },
    ]);
  });
});

test('a store that does not answer is our fault, on every face', async () => {
  // Nobody listens at port 9.
  const broken = await openGateway('v2', {
    endpoint: 'http://127.0.0.1:9',
    metrics: (measures) => measured.push(measures),
  });
  await broken.send('GET', '/book/p');
  await broken.graphql('{ book(id: "p") { title } }', undefined, { accept: 'application/json' });
  expect(measured).toMatchObject([
    { face: 'rest', faults: ['server'], code: 'unavailable' },
    { face: 'graphql', faults: ['server'], code: 'unavailable' },
  ]);
});

test('the consumer of loans counts messages, and loans that claim the id of another', async () => {
  const { prefix } = await openGateway();
  const consumer = createConsumer(loanConsumer, {
    endpoint: process.env.TEST_ENGINE!,
    ...localAccess,
    tablePrefix: prefix,
    log: () => undefined,
    metrics: (measures) => measured.push(measures),
  });
  const message = (messageId: string, loanId: string, totalPrice: number) => ({
    messageId,
    body: JSON.stringify({
      source: loanRequested.source,
      'detail-type': loanRequested.detailType,
      detail: { loanId, userName: 'ann', loanDate: '2026-11-21T09:30:00.000Z', totalPrice, items: [] },
    }),
  });
  await consumer({ Records: [message('1', 'a', 30), message('2', 'b', 30)] }, lambdaContext());
  await consumer({ Records: [message('3', 'a', 31), message('4', 'b', 30)] }, lambdaContext());
  expect(measured).toMatchObject([
    { face: 'consumer', operation: 'lend', faults: ['none', 'none'], alarms: { LoanConflict: 0 }, isColdStart: true },
    { face: 'consumer', operation: 'lend', code: 'conflict', alarms: { LoanConflict: 1 }, isColdStart: false },
  ]);
  expect(measured[1]!.faults.toSorted()).toEqual(['client', 'none']);
  expect(measured[0]!.capacityUnits).toBeGreaterThan(0);
});
