// cspell:words abcdefgh2ijkl3mnop electrodb onetable globex Initech assigneeid

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAccess } from '../local/tables';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import type { Input } from '../services/operation';
import { adoptCommand } from '../tools/adopt/adopt-command';
import type { AdoptReport } from '../tools/adopt/report';
import { complaintsOf, createProject, openFolder, terminal } from './create/projects';
import type { Said } from './create/projects';
import { blocksOf } from './documents';
import { faces } from './faces';
import type { Face } from './faces';
import { openFaultProxy } from './fault-proxy';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import * as shop from './others/aws-microservices';
import * as amplify from './others/amplify';
import * as electrodb from './others/electrodb';
import * as onetable from './others/onetable';

/*
 * Tables of other programs, as test/others writes them from their documentation, are adopted by the command line. What it
 * wrote is compiled, serves every item over every face, and leaves behind what the other program would have stored.
 */

type Item = Record<string, unknown>;

/** What a kind of items is, told apart from what the command finds. */
interface Kind {
  readonly className: string;
  readonly rows: readonly Item[];
  /** What the other program means by a row, without the version and the two instants. */
  readonly means: (row: Item) => Item;
  /** An item that is made over the gateway, and the row that the other program would have stored for it. */
  readonly made: (own: string) => { readonly body: Item; readonly row: Item };
  /** A change of one field, and what it is in the row. */
  readonly change: { readonly body: Item; readonly row: Item };
  /** Lists by an index of the table: the field that it begins with, and the one that it sorts by. */
  readonly lists: readonly { readonly partition: string; readonly sort?: string }[];
  /** How the other program tells that a row is its own. */
  readonly isOwn?: (row: Item) => boolean;
}

interface Adopted {
  readonly table: CreateTableCommandInput & { TableName: string };
  readonly keyOf: (row: Item) => Item;
  readonly kinds: readonly Kind[];
}

const lots = <Row>(count: number, row: (number: number) => Row): readonly Row[] =>
  Array.from({ length: count }, (_, number) => row(number));
const without = (row: Item, ...names: string[]): Item =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
const same = (row: Item): Item => row;
const picked =
  (...names: string[]) =>
  (row: Item): Item =>
    Object.fromEntries(names.map((name) => [name, row[name]]));
const named = (table: CreateTableCommandInput) => table as CreateTableCommandInput & { TableName: string };

const task = (number: number, more: object = {}) =>
  electrodb.task({
    organisationId: ['Acme', 'globex', 'Initech'][number % 3]!,
    taskId: `T-${number}`,
    title: `Task ${number}`,
    assigneeId: ['Ada', 'bob'][number % 2]!,
    dueDate: `2026-03-${10 + (number % 15)}`,
    ...(number % 3 !== 0 && { points: number }),
    ...(number % 4 === 0 && { labels: new Set(['urgent', `label-${number}`]) }),
    ...(number % 5 === 0 && { estimate: { hours: number / 2, ...(number % 2 === 0 && { note: 'guessed' }) } }),
    ...more,
  });
const project = (number: number) =>
  electrodb.project({
    organisationId: ['Acme', 'globex'][number % 2]!,
    projectId: `Pro-${number}`,
    name: `Project ${number}`,
  });
const todo = (number: number) =>
  amplify.todo({
    id: `todo-${number}`,
    name: `Todo ${number}`,
    priority: number % 3 === 0 ? 'HIGH' : 'LOW',
    projectID: `project-${number % 4}`,
    ...(number % 3 !== 0 && { description: 'First line\nSecond line' }),
    ...(number % 2 === 0 && { dueAt: `2026-01-${10 + (number % 18)}T08:00:00.000Z` }),
    ...(number % 5 === 0 && { tags: ['a', 'b'] }),
  });
const created = Date.parse('2025-01-01T00:00:00.123Z');
const account = (number: number) =>
  onetable.account({
    id: `Acc${number}`,
    name: `Account ${number}`,
    created: created + number,
    ...(number % 2 === 0 && { balance: 12.5 + number }),
  });
const user = (number: number) =>
  onetable.user({
    accountId: `Acc${number % 8}`,
    email: `Ada.${number}@example.com`,
    role: ['admin', 'guest', 'owner'][number % 3]!,
    created: created + number,
  });

const meansTask = (row: Item): Item => ({
  ...without(row, 'pk', 'sk', 'gsi1pk', 'gsi1sk', '__edb_e__', '__edb_v__'),
  ...(row.labels instanceof Set && { labels: [...row.labels].toSorted() }),
});

const tables: Readonly<Record<string, Adopted>> = {
  'the products of the old shop': {
    table: named(shop.productTable('product')),
    keyOf: picked('id'),
    kinds: [
      {
        className: 'Product',
        rows: lots(40, shop.product),
        means: same,
        made: (own) => {
          const row = { id: `made-${own}`, name: 'LG G9', category: 'Phone', price: 500.25 };
          return { body: row, row };
        },
        change: { body: { price: 1.5, description: null }, row: { price: 1.5 } },
        lists: [],
      },
    ],
  },
  'the baskets of the old shop': {
    table: named(shop.basketTable('basket')),
    keyOf: picked('userName'),
    kinds: [
      {
        className: 'Basket',
        rows: lots(40, shop.basket),
        means: same,
        made: (own) => {
          const row = { userName: `made-${own}`, items: [{ quantity: 1, price: 5, productId: 'p', productName: 'P' }] };
          return { body: row, row };
        },
        change: { body: { items: [] }, row: { items: [] } },
        lists: [],
      },
    ],
  },
  'the orders of the old shop': {
    table: named(shop.orderTable('order')),
    keyOf: picked('userName', 'orderDate'),
    kinds: [
      {
        className: 'Order',
        rows: lots(40, shop.order),
        means: same,
        made: (own) => {
          const row = { ...shop.order(1), userName: `made-${own}`, orderDate: '2026-03-01T10:00:00.000Z' };
          return { body: row, row };
        },
        change: { body: { totalPrice: 3 }, row: { totalPrice: 3 } },
        lists: [{ partition: 'userName', sort: 'orderDate' }],
      },
    ],
  },
  'a table of Amplify': {
    table: named(amplify.table('Todo-abcdefgh2ijkl3mnop-dev')),
    keyOf: picked('id'),
    kinds: [
      {
        className: 'Todo',
        rows: lots(36, todo),
        means: (row) => ({
          ...without(row, '__typename', '_version', '_lastChangedAt', 'createdAt', 'updatedAt'),
          lastChangedAt: new Date(row._lastChangedAt as number).toISOString(),
          version: row._version,
          createdAt: row.createdAt,
          updatedAt: row.updatedAt,
        }),
        made: (own) => {
          const body = { id: `made-${own}`, name: 'New', priority: 'LOW', projectID: 'project-1' };
          const row = amplify.todo(body as amplify.TodoRow);
          return { body, row: without(row, '_lastChangedAt', 'createdAt', 'updatedAt') };
        },
        change: { body: { name: 'Changed' }, row: { name: 'Changed', __typename: 'Todo', _version: 2 } },
        lists: [{ partition: 'projectID' }],
      },
    ],
  },
  'a table of ElectroDB with two entities': {
    table: named(electrodb.table('tracker')),
    keyOf: picked('pk', 'sk'),
    kinds: [
      {
        className: 'TrackerTask',
        rows: lots(30, task),
        means: meansTask,
        made: (own) => {
          const row = task(1, { organisationId: `Made${own}`, labels: new Set(['x', 'y']) });
          return { body: meansTask(row), row };
        },
        change: {
          body: { dueDate: '2027-01-02', assigneeId: 'Cy', points: null },
          row: { dueDate: '2027-01-02', gsi1pk: '$tracker#assigneeid_cy' },
        },
        lists: [{ partition: 'assigneeId', sort: 'dueDate' }, { partition: 'organisationId' }],
        isOwn: electrodb.isTask,
      },
      {
        className: 'Project',
        rows: lots(8, project),
        means: picked('organisationId', 'projectId', 'name'),
        made: (own) => {
          const body = { organisationId: `Made${own}`, projectId: 'New-1', name: 'New' };
          return { body, row: electrodb.project(body) };
        },
        change: { body: { name: 'Other' }, row: { name: 'Other', sk: expect.any(String) } },
        lists: [{ partition: 'organisationId' }],
        isOwn: electrodb.isProject,
      },
    ],
  },
  'a table of OneTable with two models': {
    table: named(onetable.table('accounts')),
    keyOf: picked('PK', 'SK'),
    kinds: [
      {
        className: 'Account',
        rows: lots(12, account),
        means: (row) => ({
          ...picked('id', 'name', ...('balance' in row ? ['balance'] : []))(row),
          createdAt: new Date(row.created as number).toISOString(),
        }),
        made: (own) => {
          const body = { id: `Made${own}`, name: 'New' };
          return {
            body,
            row: {
              ...onetable.account({ ...body, created: 0 }),
              created: expect.any(Number),
              updated: expect.any(Number),
            },
          };
        },
        change: { body: { name: 'Other' }, row: { name: 'Other', _type: 'Account', updated: expect.any(Number) } },
        lists: [],
        isOwn: (row) => row._type === 'Account',
      },
      {
        className: 'User',
        rows: lots(36, user),
        means: (row) => ({
          ...picked('accountId', 'email', 'role')(row),
          createdAt: new Date(row.created as number).toISOString(),
        }),
        made: (own) => {
          const body = { accountId: `Made${own}`, email: 'New@example.com', role: 'guest' };
          return { body, row: { ...onetable.user({ ...body, created: 0 }), created: expect.any(Number) } };
        },
        change: { body: { role: 'owner' }, row: { role: 'owner', GSI1PK: 'role:owner', _type: 'User' } },
        lists: [{ partition: 'role', sort: 'email' }, { partition: 'accountId' }],
        isOwn: (row) => row._type === 'User',
      },
    ],
  },
};

const endpoint = process.env.TEST_ENGINE!;
const raw = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...localAccess }));
const folder = openFolder();
/** The applications that have got classes. */
const adopted: string[] = [];
let count = 0;

async function fill(table: CreateTableCommandInput, rows: readonly object[]): Promise<void> {
  await raw.send(new CreateTableCommand(table));
  for (const Item of rows) await raw.send(new PutCommand({ TableName: table.TableName, Item: { ...Item } }));
}

async function run(project: string, ...line: string[]): Promise<Said> {
  const { said, ...streams } = terminal();
  return said(await adoptCommand(line, project, streams));
}

const newProject = async (): Promise<string> => createProject(folder, `adopting-${(count += 1)}`, 'empty');

async function classesOf(project: string, { file, classes }: AdoptReport): Promise<readonly DeclaredClass[]> {
  const loaded = (await import(join(project, file))) as Record<string, DeclaredClass>;
  return classes.map(({ name }) => loaded[name]!);
}

const cases = Object.entries(tables).map(([words, one], index) => ({ words, ...one, payload: formats[index % 2]! }));

describe.each(cases)('$words, with $payload events', ({ table, keyOf, kinds, payload }) => {
  const name = table.TableName;
  let place: string;
  let said: Said;
  let report: AdoptReport;
  beforeAll(async () => {
    place = await newProject();
    await fill(
      table,
      kinds.flatMap(({ rows }) => rows),
    );
    said = await run(place, name, '--endpoint', endpoint, '--json');
    report = JSON.parse(said.printed || '{}') as AdoptReport;
  });

  test('becomes classes that all of its items fit', () => {
    expect(said).toMatchObject({ code: 0, complained: '' });
    expect(report.misfits).toEqual([]);
    expect(report.read).toMatchObject({ rows: kinds.flatMap(({ rows }) => rows).length, all: true });
    expect(report.read.readUnits).toBeGreaterThan(0);
    const found = Object.fromEntries(report.classes.map((one) => [one.name, one.rows]));
    expect(found).toEqual(Object.fromEntries(kinds.map(({ className, rows }) => [className, rows.length])));
    const classNames = report.classes.map((one) => one.name).join(', ');
    expect(readFileSync(join(place, 'tandem.ts'), 'utf8')).toContain(`import { ${classNames} } from './schema/`);
    adopted.push(place);
  });

  test('tells no value of its items but those of enumerations and kinds', () => {
    const written = `${said.printed}${readFileSync(join(place, report.file), 'utf8')}`;
    const open = report.classes.flatMap(({ fields }) =>
      fields.filter(({ kind }) => kind === 'enumeration').map(({ attribute }) => attribute),
    );
    const closed = kinds.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        Object.entries(row).flatMap(([attribute, value]) =>
          open.includes(attribute) || attribute.startsWith('_') ? [] : [value],
        ),
      ),
    );
    const texts = new Set(
      closed.flatMap(textsIn).filter((text) => text.length > 5 && !['gsi1pk', 'Project'].includes(text)),
    );
    expect(texts.size).toBeGreaterThan(10);
    expect([...texts].filter((text) => written.includes(text) && !/^\$?\w+:$/.test(text))).toEqual([]);
  });

  describe('a gateway of these classes', () => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await openGateway(payload, { domains: await classesOf(place, report) });
    });

    const stored = async (key: Item) =>
      (await raw.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item;

    describe.each(kinds)('$className', ({ className, rows, means, made, change, lists, isOwn = () => true }) => {
      const domain = () =>
        domainOf(gateway.operations.map((one) => one.domain.type).find((type) => type.name === className)!);
      const call = async (face: Face, operation: 'get' | 'list' | 'create' | 'update' | 'delete', input: Input) => {
        const { singular, plural } = domain();
        const isAll = operation === 'list' && domain().key.sort !== undefined && input.key === undefined;
        const names = {
          get: singular,
          list: isAll ? `all${className}s` : plural,
          create: `create${className}`,
          update: `update${className}`,
          delete: `delete${className}`,
        };
        return face.call(
          gateway,
          gateway.operations.find((one) => one.name === names[operation])!,
          input,
        );
      };
      const keyFields = () => [
        domain().key.partition,
        ...(domain().key.sort === undefined ? [] : [domain().key.sort!]),
      ];
      const marks = (item: Item): Item => ({ version: 0, ...item });

      test.each(faces)('every item is read with all its values over $name', async (face) => {
        for (const row of rows) {
          const item = means(row);
          const { code, result } = await call(face, 'get', { key: picked(...keyFields())(item) });
          expect({ code, result }).toEqual({ code: 'ok', result: marks(item) });
        }
      });

      test.each(faces)('lists by each index give what a look at all items gives over $name', async (face) => {
        for (const { partition, sort } of lists) {
          for (const value of new Set(rows.map((row) => means(row)[partition]))) {
            const isKey = partition === keyFields()[0];
            const input: Input = isKey
              ? { key: { [partition]: value }, query: { limit: 100 } }
              : {
                  query: {
                    filter: { [partition]: { eq: value } },
                    limit: 100,
                    ...(sort !== undefined && { sort: { field: sort, descending: true } }),
                  },
                };
            const { code, result } = await call(face, 'list', input);
            const expected = rows.map(means).filter((item) => item[partition] === value);
            const found = result as Item[];
            const nameOf = (item: Item): string => JSON.stringify(picked(...keyFields())(item));
            expect({ code, names: found.map(nameOf).toSorted() }).toEqual({
              code: 'ok',
              names: expected.map(nameOf).toSorted(),
            });
            if (sort === undefined || isKey) continue;
            const order = found.map((item) => String(item[sort]));
            expect(order).toEqual(order.toSorted().toReversed());
          }
        }
      });

      test.each(faces)('what is made, changed and deleted over $name is right for the other program', async (face) => {
        const { body, row } = made(`${payload}${face.name}`);
        const key = picked(...keyFields())(body);
        expect(await call(face, 'create', { body })).toMatchObject({ code: 'ok', result: { ...body, version: 1 } });
        const after = (await stored(keyOf(row)))!;
        expect(after).toMatchObject(row);
        expect(isOwn(after)).toBe(true);
        expect(await call(face, 'update', { key, body: change.body })).toMatchObject({
          code: 'ok',
          result: { version: 2 },
        });
        const changed = (await stored(keyOf(row)))!;
        expect(changed).toMatchObject({ ...keyOf(row), ...change.row });
        expect(isOwn(changed)).toBe(true);
        for (const [field, value] of Object.entries(change.body))
          if (value === null) expect(changed).not.toHaveProperty(field);
        expect(await call(face, 'delete', { key })).toMatchObject({ code: 'ok' });
        expect(await stored(keyOf(row))).toBeUndefined();
      });
    });

    test('and no item that was there has changed', async () => {
      for (const row of kinds.flatMap(({ rows }) => rows)) expect(await stored(keyOf(row))).toEqual(row);
    });
  });
});

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...(value instanceof Set ? value : Object.values(value))].flatMap(textsIn);
};

test('the compiler takes what was written, and the lists that name it', () => {
  expect(adopted).toHaveLength(cases.length);
  const places = adopted.flatMap((place) => [`${place}/schema`, `${place}/tandem.ts`]);
  expect(complaintsOf(folder, `${adopted[0]}/tsconfig.json`, places)).toBe('');
});

describe('the command line', () => {
  const at = ['--endpoint', endpoint];
  let project: string;
  beforeAll(async () => {
    project = await newProject();
  });

  test('says what was read, for what, and what to look at, in words', async () => {
    await fill(shop.productTable('catalogue'), lots(20, shop.product));
    const { code, printed } = await run(project, 'catalogue', ...at);
    expect(code).toBe(0);
    expect(printed).toContain(
      'Read 20 items of catalogue, which is all of them, for 0.5 read units. Nothing was changed.',
    );
    expect(printed).toMatch(
      /description\? +text +17 of 20: texts of at most \d+ characters; 3 without, so it is optional/,
    );
    expect(printed).toContain('Every item that was read fits its class.');
    expect(printed).toMatch(/schema\/catalogue\.ts +the class Catalogue of 20 items/);
  });

  test('says what docs/data.md shows', async () => {
    await fill(amplify.table('Todo-abc123-dev'), lots(36, todo));
    const { printed } = await run(project, 'Todo-abc123-dev', ...at);
    const [block] = blocksOf('docs/data.md').filter(({ language }) => language === 'text');
    expect(printed.trim()).toBe(block!.text.trim());
    const [written] = blocksOf('docs/data.md').filter(({ language }) => language === 'ts');
    expect(`// schema/todo.ts\n${readFileSync(join(project, 'schema/todo.ts'), 'utf8')}`).toBe(written!.text);
  });

  test('reads never more than it was asked for, and asks for nothing but to read', async () => {
    await fill(shop.basketTable('many-baskets'), lots(30, shop.basket));
    const proxy = await openFaultProxy({ target: endpoint });
    const { code, printed } = await run(
      project,
      'many-baskets',
      '--endpoint',
      proxy.endpoint,
      '--sample',
      '7',
      '--json',
    );
    await proxy.close();
    expect(code).toBe(0);
    expect((JSON.parse(printed) as AdoptReport).read).toMatchObject({ rows: 7, all: false });
    expect([...proxy.calls]).toEqual([
      ['DescribeTable', 1],
      ['DescribeTimeToLive', 1],
      ['Scan', 1],
    ]);
    expect(JSON.parse(proxy.requests.at(-1)!.body)).toMatchObject({ Limit: 7 });
  });

  test('leaves a file that is there as it is, and reads nothing then', async () => {
    const before = readFileSync(join(project, 'schema/task.ts'), 'utf8');
    const { code, complained } = await run(project, 'no-such-table', ...at, '--name', 'task');
    expect({ code, complained }).toEqual({
      code: 1,
      complained: 'schema/task.ts is there already: change it, or choose another name.\n',
    });
    expect(readFileSync(join(project, 'schema/task.ts'), 'utf8')).toBe(before);
  });

  test('writes into another folder and no list, when it is told to', async () => {
    await fill(shop.basketTable('apart'), lots(3, shop.basket));
    const list = readFileSync(join(project, 'tandem.ts'), 'utf8');
    const { code, printed } = await run(project, 'apart', ...at, '--out', 'elsewhere', '--name', 'trolley', '--json');
    expect({ code, file: (JSON.parse(printed) as AdoptReport).file }).toEqual({
      code: 0,
      file: 'elsewhere/trolley.ts',
    });
    expect(readFileSync(join(project, 'tandem.ts'), 'utf8')).toBe(list);
    expect(readFileSync(join(project, 'elsewhere/trolley.ts'), 'utf8')).toContain('export class Trolley {');
  });

  test('writes the keys alone of a table without items, and says so', async () => {
    await fill(electrodb.table('nothing-yet'), []);
    const { code, printed } = await run(project, 'nothing-yet', ...at, '--json');
    const { classes, notes } = JSON.parse(printed) as AdoptReport;
    expect({ code, fields: classes[0]!.fields.map(({ name }) => name) }).toEqual({ code: 0, fields: ['pk', 'sk'] });
    expect(notes).toEqual([expect.stringContaining('The table is empty')]);
    // DescribeTable tells of the index, and nothing tells what its attributes are made of.
    expect(classes[0]!.notes).toEqual([
      expect.stringMatching(/^The index gsi1pk-gsi1sk-index over gsi1pk and gsi1sk is left out: /),
    ]);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html for the names of the errors
  test.each<[string, string[], number, RegExp]>([
    ['a table that is not there', ['no-such-table', ...at], 1, /^There is no table no-such-table at http:\S+\.\n$/],
    [
      'nobody who answers',
      ['anything', '--endpoint', 'http://127.0.0.1:1'],
      1,
      /^Nothing answers at http:\/\/127\.0\.0\.1:1\.\n$/,
    ],
    ['a name that is none', ['a b', ...at], 1, /^"a b" cannot name a table: [^\n]+\n$/],
    ['no table', at, 2, /^Say one table, [^\n]+\nSee: [^\n]+ --help\n$/],
    ['no number', ['product', ...at, '--sample', 'all'], 2, /^--sample all is not a whole number[^\n]+\nSee: /],
    [
      'no address',
      ['product', '--endpoint', 'localhost:8000'],
      2,
      /^--endpoint localhost:8000 is not an http address[^\n]+\nSee: /,
    ],
    ['an option that there is not', ['product', '--limit', '3'], 2, /^Unknown option '--limit'[^\n]*\nSee: /],
    [
      'a name that leads elsewhere',
      ['product', ...at, '--name', '../x'],
      2,
      /^--name \.\.\/x cannot name a domain[^\n]+\nSee: /,
    ],
  ])('says in a sentence what is wrong: %s', async (_, line, code, words) => {
    const said = await run(project, ...line);
    expect(said).toEqual({ code, printed: '', complained: expect.stringMatching(words) });
  });

  test('says which right is missing', async () => {
    const proxy = await openFaultProxy({ target: endpoint });
    for (const denied of ['DescribeTable', 'Scan']) {
      proxy.obey((operation) => (operation === denied ? { action: `dynamodb:${operation}`, arn: 'arn' } : undefined));
      const { code, complained } = await run(project, 'many-baskets', '--endpoint', proxy.endpoint, '--name', 'denied');
      expect({ code, complained }).toEqual({
        code: 1,
        complained: expect.stringMatching(/^You have no right to read many-baskets: [^\n]+dynamodb:Scan[^\n]+\n$/),
      });
    }
    proxy.obey((operation) =>
      operation === 'DescribeTimeToLive' ? { action: 'dynamodb:DescribeTimeToLive', arn: 'arn' } : undefined,
    );
    const { code, printed } = await run(
      project,
      'many-baskets',
      '--endpoint',
      proxy.endpoint,
      '--name',
      'allowed',
      '--json',
    );
    await proxy.close();
    expect(code).toBe(0);
    expect((JSON.parse(printed) as AdoptReport).notes).toEqual([expect.stringContaining('could not be asked')]);
    expect(existsSync(join(project, 'schema/denied.ts'))).toBe(false);
  });

  test('refuses a key of bytes', async () => {
    await raw.send(
      new CreateTableCommand({
        TableName: 'bytes',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'digest', AttributeType: 'B' }],
        KeySchema: [{ AttributeName: 'digest', KeyType: 'HASH' }],
      }),
    );
    expect(await run(project, 'bytes', ...at)).toEqual({
      code: 1,
      printed: '',
      complained:
        'The key attribute "digest" of bytes is of bytes (type B); the gateway has keys of texts and numbers.\n',
    });
  });
});
