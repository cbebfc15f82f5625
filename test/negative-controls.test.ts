import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { runInThisContext } from 'node:vm';
import { localAccess } from '../local/tables';
import { Id, Integer } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { pageOf } from '../services/context';
import type { Context } from '../services/context';
import type { Operation } from '../services/operation';
import { openClient } from '../tables/client';
import type { Client } from '../tables/client';
import { expectAnswer, expectEffect, rowsOf } from './bad-inputs';
import { charge, compare, counted, holdToBudget, takeWrongCosts, within } from './charges';
import { checkRoute } from './declared-problems';
import { contentOf, digestOf } from './digest';
import { openGateway } from './harness';
import type { Answer } from './answer';
import { scanForLeaks } from './leaks';
import { noteTables } from './noted-tables';
import { takeSeen } from './seen-calls';
import { watchCosts } from './told-costs';
import { takeUndeclared } from './undeclared-problems';

// What watches in the other suites must cry out when there is something to see.

const answerWith = (text: string, headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  headers,
  text,
  json: {},
});

describe('the leak scanner', () => {
  test.each([
    ['a stack', '{"detail":"Error: no\n    at run (/srv/api.js:3:7)"}'],
    ['a path of a package', 'in node_modules/x/index.js'],
    ['an ARN', '{"detail":"arn:aws:dynamodb:eu-west-1:1:table/x"}'],
    ['an exception of DynamoDB', '{"detail":"ConditionalCheckFailedException"}'],
    ['another one', '{"detail":"ResourceNotFoundException: Requested resource not found"}'],
    ['a package of the SDK', '{"detail":"@aws-sdk/client-dynamodb"}'],
    ['a path of the machine', '{"detail":"no such file: /home/somebody/x"}'],
    ['the name of a table', '{"detail":"test-1234-book is not there"}'],
  ])('finds %s in a body and in a header', (_, text) => {
    expect(() => scanForLeaks(answerWith(text), 'test-1234-')).toThrow(/^An answer leaks /);
    const header = { 'x-note': text.split('\n')[0]! };
    if (!text.includes('\n')) expect(() => scanForLeaks(answerWith('', header), 'test-1234-')).toThrow(/leaks/);
  });

  test('takes an answer without any', () => {
    expect(() => scanForLeaks(answerWith('{"detail":"The item is not there."}'), 'test-1234-')).not.toThrow();
  });

  test('looks at every answer of a test gateway', async () => {
    const gateway = await openGateway();
    const book = gateway.operations.find(({ name }) => name === 'book')!;
    jest.spyOn(book, 'run').mockResolvedValue({ id: 'p1', title: `${gateway.prefix}book`, version: 1 });
    await expect(gateway.send('GET', '/book/p1')).rejects.toThrow(/leaks/);
    await expect(gateway.graphql('{ book(id: "p1") { title } }')).rejects.toThrow(/leaks/);
  });
});

@Domain('note')
class Note {
  @Id() id!: string;
  @Integer() count!: number;
}

@Domain('announced', { events: true })
class Announced {
  @Id() id!: string;
}

describe('the watcher of costs', () => {
  test('takes what is within a fifth of what was charged, and names what is not', () => {
    counted((charges) => {
      charge(8, true);
      counted((inner) => {
        charge(2, true);
        compare('inner', 2.4, inner.units);
      });
      compare('outer', 8, charges.units);
      compare('outer', 7.9, charges.units);
      within(charges, () => charge(10, false));
      compare('both', 10, charges.units);
      holdToBudget('reading', charges, 5, 5);
      holdToBudget('reading', charges, 1, 5);
    });
    expect(takeWrongCosts()).toEqual(['outer 7.9 for 10', 'both 10 for 20', 'reading 10 read units of 1']);
  });

  test('looks at each list, and at its count', async () => {
    const page = {
      items: [],
      hasNextPage: false,
      hasPreviousPage: false,
      cursorOf: () => '',
      explain: () => ({ path: 'Scan', readBudget: 1, calls: 1, examined: 1, returned: 0, capacityUnits: 3 }),
      count: async () => {
        charge(5, true);
        return { total: 0 };
      },
    };
    const run = async (): Promise<unknown> => {
      charge(3, true);
      return page;
    };
    const list = Object.assign({} as Operation, { name: 'notes', gives: { as: 'page', type: Note }, run });
    watchCosts([list]);
    const read = pageOf(await list.run({}, {} as Context));
    expect(takeWrongCosts()).toEqual([]);
    await read.count();
    expect(takeWrongCosts()).toEqual(['list notes 3 for 8']);
  });
});

describe.each(['', 'sdk'])('with DYNAMODB_CLIENT=%s, what watches the calls to DynamoDB', (chosen) => {
  const before = process.env.DYNAMODB_CLIENT;
  beforeEach(() => (process.env.DYNAMODB_CLIENT = chosen));
  afterEach(() => {
    if (before === undefined) delete process.env.DYNAMODB_CLIENT;
    else process.env.DYNAMODB_CLIENT = before;
  });

  // A function is known by the file that opens its client.
  const asFunction = runInThisContext('(open) => open()', { filename: '/somewhere/api/handler.ts' }) as (
    open: typeof opened,
  ) => Client;
  const opened = (): Client => openClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });

  test('sees a scan of a table that no domain lets be scanned', async () => {
    const client = opened();
    await expect(client.send(new ScanCommand({ TableName: 'nobody-scans' }))).rejects.toThrow();
    expect(takeSeen('scans')).toEqual(['nobody-scans']);
    client.destroy();
  });

  test('sees what no role is granted, and refuses it as IAM does', async () => {
    const client = asFunction(opened);
    const write = client.send(new DeleteCommand({ TableName: 'nobody-grants', Key: { id: 'a' } }));
    await expect(write).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(takeSeen('grants')).toEqual(['gateway nobody-grants DeleteItem']);
    client.destroy();
  });

  test('sees what a call is charged', async () => {
    const { prefix } = await openGateway('v1', { domains: [Note] });
    const client = opened();
    const units = await counted(async (charges) => {
      await client.send(new GetCommand({ TableName: `${prefix}note`, Key: { id: 'a' }, ConsistentRead: true }));
      return charges.units;
    });
    expect(units).toBe(1);
    client.destroy();
  });

  test('sees a change that nobody is told of', async () => {
    noteTables([Announced], 'seen-');
    const client = asFunction(opened);
    await client.send(new PutCommand({ TableName: 'seen-announced', Item: { id: 'a' } })).catch(() => undefined);
    expect(takeSeen('announcements')).toEqual(['PutItem of announced/a']);
    takeSeen('grants');
    client.destroy();
  });
});

describe('the list of problems of an operation', () => {
  const [first, second] = [
    { id: 'n1', count: 1 },
    { id: 'n2', count: 1 },
  ];
  const document = 'mutation ($input: NoteInput!) { createNote(input: $input) { id } }';

  test('is held against the answers of every face, and names what it lacks', async () => {
    const gateway = await openGateway('v1', { domains: [Note] });
    const create = gateway.operations.find(({ name }) => name === 'createNote')!;
    await gateway.send('POST', '/note', { body: first });
    expect((await gateway.send('POST', '/note', { body: first })).status).toBe(409);
    expect(takeUndeclared()).toEqual([]);
    Object.assign(create, { problems: [] });
    await gateway.send('POST', '/note', { body: second });
    expect(takeUndeclared()).toEqual([]);
    expect((await gateway.send('POST', '/note', { body: first })).status).toBe(409);
    expect(takeUndeclared()).toEqual(['createNote conflict']);
    expect((await gateway.graphql(document, { input: first })).json.errors).toHaveLength(1);
    expect(takeUndeclared()).toEqual(['createNote conflict']);
  });

  test('is held against what becomes of each item of a batch', async () => {
    const gateway = await openGateway('v1', { domains: [Note] });
    const items = [first, first, { id: 'n2', count: 'one' }];
    const { json } = await gateway.send('POST', '/note/batch', { body: { items } });
    expect(json.results.map(({ status }: { status: number }) => status).toSorted()).toEqual([201, 409, 422]);
    expect(takeUndeclared()).toEqual([]);
    const create = gateway.operations.find(({ name }) => name === 'createNotes')!;
    Object.assign(create, { body: undefined });
    await gateway.send('POST', '/note/batch', { body: { items } });
    expect(takeUndeclared()).toEqual(['createNotes validation']);
  });

  test('is held against what REST refuses before the operation runs', async () => {
    const gateway = await openGateway('v1', { domains: [Note] });
    const remove = gateway.operations.find(({ name }) => name === 'deleteNote')!;
    const call = { headers: { 'if-match': 'one' } };
    expect((await gateway.send('DELETE', '/note/n1', call)).json.type).toBe('/problems/bad-header');
    expect(takeUndeclared()).toEqual([]);
    const lost = await gateway.send('DELETE', '/note/n1', { headers: { 'if-match': '"9"' } });
    checkRoute([{ ...remove, conditional: false }], 'DELETE', '/note/n1', lost);
    expect(takeUndeclared()).toEqual(['deleteNote precondition-failed']);
  });
});

describe('the digest', () => {
  test('is the same twice, and another after any write to any table', async () => {
    const { prefix } = await openGateway();
    const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
    const put = async (table: string, Item: Record<string, any>): Promise<unknown> =>
      raw.send(new PutItemCommand({ TableName: `${prefix}${table}`, Item }));
    const seen = [await digestOf(prefix)];
    expect(await digestOf(prefix)).toBe(seen[0]);
    for (const write of [
      () => put('book', { id: { S: 'a' } }),
      () => put('book', { id: { S: 'a' }, stock: { N: '1' } }),
      () => put('book', { id: { S: 'a' }, stock: { S: '1' } }),
      () => put('shelf', { userName: { S: 'a' } }),
      () => put('idempotency', { id: { S: 'a' } }),
      () => put('outbox', { key: { S: 'a' }, id: { S: 'b' } }),
    ]) {
      await write();
      const now = await digestOf(prefix);
      expect(seen).not.toContain(now);
      seen.push(now);
    }
    expect(await contentOf(prefix)).toHaveLength(4);
    raw.destroy();
  });

  test('makes a row red that has an effect it must not have, or not the one it must have', async () => {
    const gateway = await openGateway();
    const { row } = rowsOf('bad-inputs-envelope')[0]!;
    const none = { ...row, expect: { ...row.expect, effect: 'none' } };
    const once = { ...row, expect: { ...row.expect, effect: 'once' } };
    const write = async (id: string): Promise<unknown> =>
      gateway.send('POST', '/book', { body: { id, title: 't', category: 'c', price: 1 } });
    await expect(expectEffect(none, gateway.prefix, async () => write('a'))).rejects.toThrow();
    await expect(expectEffect(once, gateway.prefix, async () => undefined)).rejects.toThrow();
    await expect(
      expectEffect(once, gateway.prefix, async () => Promise.all([write('b'), write('c')])),
    ).rejects.toThrow();
    await expectEffect(once, gateway.prefix, async () => write('d'));
  });
});

test('a row is red for another status, another code, or an answer that is too long', () => {
  const { row } = rowsOf('bad-inputs-envelope').find(({ row: { expect: wanted } }) => wanted.code === 'validation')!;
  const problem = (code: string, status: number, detail = ''): Answer => {
    const json = { type: `/problems/${code}`, detail };
    return { status, headers: { 'content-type': 'application/problem+json' }, text: JSON.stringify(json), json };
  };
  expectAnswer(row, problem('validation', 422));
  expect(() => expectAnswer(row, problem('validation', 400))).toThrow();
  expect(() => expectAnswer(row, problem('bad-json', 422))).toThrow();
  expect(() => expectAnswer(row, problem('validation', 422, 'x'.repeat(4096)))).toThrow();
});
