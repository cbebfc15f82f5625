import { ConditionalCheckFailedException, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../local/tables';
import {
  Date as DateField,
  DateTime,
  Enumeration,
  Flag,
  Id,
  Integer,
  ListOf,
  Money,
  Nested,
  Text,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Input } from '../../services/operation';
import { faces, rest } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import * as amplify from '../others/amplify';
import * as electrodb from '../others/electrodb';
import * as onetable from '../others/onetable';

/*
 * Tables that other programs have made, as test/others writes them from their documentation, declared and served as they
 * are. The rows are put there before the gateway opens, and read back by the rules of the other program.
 */

const mark = randomUUID().slice(0, 8);
const [tracker, accounts, todos] = [`tracker-${mark}`, `accounts-${mark}`, `Todo-${mark}-dev`];

const trackerKey = (sort: string) => ({
  partition: { pk: '$tracker#organisationid_{organisationId:lower}' },
  sort: { sk: sort },
});

@Domain('task', {
  key: { partition: 'organisationId', sort: 'taskId' },
  indexes: { byAssignee: { partition: 'assigneeId', sort: 'dueDate' } },
  table: {
    name: tracker,
    existing: true,
    key: trackerKey('$task_1#taskid_{taskId:lower}'),
    indexes: {
      byAssignee: {
        name: 'gsi1pk-gsi1sk-index',
        partition: { gsi1pk: '$tracker#assigneeid_{assigneeId:lower}' },
        sort: { gsi1sk: '$task_1#duedate_{dueDate}#taskid_{taskId:lower}' },
      },
    },
    constants: { __edb_e__: 'task', __edb_v__: '1' },
  },
})
class Task {
  @Text({ max: 60 }) organisationId!: string;
  @Id({ max: 60 }) taskId!: string;
  @Text() title!: string;
  @Text({ max: 60 }) assigneeId!: string;
  @DateField() dueDate!: string;
  @Integer({ optional: true }) points?: number;
}

@Domain('project', {
  key: { partition: 'organisationId', sort: 'projectId' },
  table: {
    name: tracker,
    existing: true,
    key: trackerKey('$project_1#projectid_{projectId:lower}'),
    constants: { __edb_e__: 'project', __edb_v__: '1' },
  },
})
class Project {
  @Text({ max: 60 }) organisationId!: string;
  @Id({ max: 60 }) projectId!: string;
  @Text() name!: string;
}

@Domain('account', {
  table: {
    name: accounts,
    existing: true,
    key: { partition: { PK: 'account:{id}' }, sort: { SK: 'account:' } },
    constants: { _type: 'Account' },
    marks: {
      createdAt: { name: 'created', as: 'epochMilliseconds' },
      updatedAt: { name: 'updated', as: 'epochMilliseconds' },
    },
  },
})
class Account {
  @Id({ max: 100 }) id!: string;
  @Text() name!: string;
}

@Domain('member', {
  key: { partition: 'accountId', sort: 'email' },
  indexes: { byRole: { partition: 'role' } },
  table: {
    name: accounts,
    existing: true,
    key: { partition: { PK: 'account:{accountId}' }, sort: { SK: 'user:{email}' } },
    indexes: { byRole: { name: 'gs1', partition: { GSI1PK: 'role:{role}' }, sort: { GSI1SK: 'user:{email}' } } },
    constants: { _type: 'User' },
    marks: {
      createdAt: { name: 'created', as: 'epochMilliseconds' },
      updatedAt: { name: 'updated', as: 'epochMilliseconds' },
    },
  },
})
class Member {
  @Text({ max: 100 }) accountId!: string;
  @Text({ max: 100 }) email!: string;
  @Text({ max: 20 }) role!: string;
}

@Domain('todo', {
  indexes: { byProject: { partition: 'projectId' } },
  scan: true,
  table: {
    name: todos,
    existing: true,
    constants: { __typename: 'Todo' },
    marks: { version: '_version' },
  },
})
class Todo {
  @Id() id!: string;
  @Text() name!: string;
  @Enumeration('TodoPriority', ['LOW', 'HIGH']) priority!: string;
  @Text({ max: 120, stored: 'projectID' }) projectId!: string;
}

class Address {
  @Text({ stored: 'zip_code' }) zip!: string;
  @DateTime({ stored: { name: 'since_epoch', as: 'epochSeconds' } }) since!: string;
}

/** Every form, on a table of the gateway's own. */
@Domain('parcel', {
  indexes: { byFee: { partition: 'place', sort: 'fee' }, bySent: { partition: 'place', sort: 'sentAt' } },
  scan: true,
})
class Parcel {
  @Id({ stored: 'parcel_id' }) id!: string;
  @Text({ max: 60, stored: 'town' }) place!: string;
  @Money({ stored: { as: 'cents' } }) fee!: number;
  @Money({ stored: { name: 'worth', as: 'centsText' } }) value!: number;
  @DateTime({ stored: { name: 'sent', as: 'epochSeconds' } }) sentAt!: string;
  @ListOf('text', { stored: { as: 'set' } }) labels!: string[];
  @ListOf('integer', { optional: true, stored: { name: 'stops', as: 'set' } }) numbers?: number[];
  @Flag({ stored: { as: 'text' } }) express!: boolean;
  @Integer({ optional: true, stored: { name: 'weight_text', as: 'text' } }) weight?: number;
  @Nested(() => Address) address!: Address;
}

const raw = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));

const rowsOf = async (TableName: string) =>
  (await raw.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items!;
const rowAt = async (TableName: string, Key: Record<string, string>) =>
  (await raw.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

const taskRow = (taskId: string, more: object = {}) =>
  electrodb.task({
    organisationId: 'Acme',
    taskId,
    title: `Task ${taskId}`,
    assigneeId: 'Ada',
    dueDate: '2026-03-01',
    ...more,
  });

beforeAll(async () => {
  for (const input of [electrodb.table(tracker), onetable.table(accounts), amplify.table(todos)]) {
    await raw.send(new CreateTableCommand(input));
  }
});

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Task, Project, Account, Member, Todo, Parcel] });
  });

  async function call(face: Face, name: string, input: Input): Promise<Told> {
    const operation = gateway.operations.find((one) => one.name === name)!;
    return face.call(gateway, operation, input);
  }

  const put = async (TableName: string, Item: Record<string, unknown>) => raw.send(new PutCommand({ TableName, Item }));

  describe.each(faces)('$name', (face) => {
    const own = `${payload}${face.name}`;

    test('an item of ElectroDB is read by its key in any case of letters, and written so that the program reads it', async () => {
      const key = { organisationId: `Acme${own}`, taskId: 'T-1' };
      await put(tracker, taskRow('T-1', key));
      expect(await call(face, 'task', { key })).toMatchObject({
        code: 'ok',
        result: { ...key, title: 'Task T-1', version: 0 },
      });
      expect(await call(face, 'task', { key: { ...key, taskId: 't-1' } })).toMatchObject({ code: 'ok', result: key });
      const changed = await call(face, 'updateTask', { key, body: { dueDate: '2026-04-02', points: 3 } });
      expect(changed).toMatchObject({ code: 'ok', result: { dueDate: '2026-04-02', version: 1 } });
      const { pk, sk } = taskRow('T-1', key) as Record<string, string>;
      const row = (await rowAt(tracker, { pk: pk!, sk: sk! }))!;
      expect(row).toMatchObject(taskRow('T-1', { ...key, dueDate: '2026-04-02', points: 3 }));
      expect(electrodb.isTask(row)).toBe(true);
      expect(await call(face, 'updateTask', { key: { ...key, taskId: 't-1' }, body: { points: 9 } })).toMatchObject({
        code: 'ok',
        result: { ...key, points: 9 },
      });
      expect(await call(face, 'deleteTask', { key })).toMatchObject({ code: 'ok' });
      expect(await rowAt(tracker, { pk: pk!, sk: sk! })).toBeUndefined();
    });

    test('a new item is what ElectroDB would have stored', async () => {
      const body = { organisationId: `New${own}`, taskId: 'X', title: 'New', assigneeId: 'Bob', dueDate: '2026-05-01' };
      expect(await call(face, 'createTask', { body })).toMatchObject({ code: 'ok', result: { version: 1 } });
      const expected = electrodb.task(body);
      const stored = await rowAt(tracker, { pk: expected.pk as string, sk: expected.sk as string });
      expect(stored).toMatchObject(expected);
    });

    test('kinds of one table see their own items alone', async () => {
      const organisationId = `Shared${own}`;
      for (let number = 0; number < 5; number++) {
        await put(
          tracker,
          taskRow(`t${number}`, { organisationId, assigneeId: `Cy${own}`, dueDate: `2026-03-0${number + 1}` }),
        );
        await put(tracker, electrodb.project({ organisationId, projectId: `p${number}`, name: `Project ${number}` }));
      }
      // The same organisation, as ElectroDB has it, in other letters.
      await put(tracker, taskRow('other', { organisationId: organisationId.toUpperCase() }));
      const tasks = await call(face, 'tasks', { key: { organisationId } });
      expect((tasks.result as { taskId: string }[]).map(({ taskId }) => taskId).toSorted()).toEqual([
        'other',
        't0',
        't1',
        't2',
        't3',
        't4',
      ]);
      const projects = await call(face, 'projects', { key: { organisationId } });
      expect((projects.result as object[]).length).toBe(5);
      const filter = { assigneeId: { eq: `Cy${own}` }, dueDate: { ge: '2026-03-02', lt: '2026-03-04' } };
      const due = await call(face, 'allTasks', { query: { filter, sort: { field: 'dueDate', descending: true } } });
      expect((due.result as { taskId: string }[]).map(({ taskId }) => taskId)).toEqual(['t2', 't1']);
    });

    test('an item of OneTable is served, and a new one is what it would have stored', async () => {
      const accountId = `a-${own}`;
      const created = Date.parse('2025-01-01T00:00:00.123Z');
      await put(accounts, onetable.account({ id: accountId, name: 'Acme', created }));
      await put(accounts, onetable.user({ accountId, email: 'ada@example.com', role: `admin${own}`, created }));
      expect(await call(face, 'account', { key: { id: accountId } })).toMatchObject({
        code: 'ok',
        result: { id: accountId, name: 'Acme', version: 0, createdAt: '2025-01-01T00:00:00.123Z' },
      });
      const body = { accountId, email: 'bob@example.com', role: `admin${own}` };
      expect(await call(face, 'createMember', { body })).toMatchObject({ code: 'ok', pointers: [] });
      const stored = (await rowAt(accounts, { PK: `account:${accountId}`, SK: 'user:bob@example.com' }))!;
      expect(stored).toMatchObject(onetable.user({ ...body, created: stored.created as number }));
      expect(typeof stored.created).toBe('number');
      const all = await call(face, 'allMembers', { query: { filter: { role: { eq: `admin${own}` } } } });
      expect((all.result as { email: string }[]).map(({ email }) => email)).toEqual([
        'ada@example.com',
        'bob@example.com',
      ]);
      // Who leaves a role leaves its place in the index.
      await call(face, 'updateMember', { key: { accountId, email: body.email }, body: { role: `guest${own}` } });
      expect(await rowAt(accounts, { PK: `account:${accountId}`, SK: 'user:bob@example.com' })).toMatchObject({
        GSI1PK: `role:guest${own}`,
      });
    });

    test('the versions of Amplify go on, and each writer refuses what the other has changed', async () => {
      const id = `todo-${own}`;
      await put(todos, amplify.todo({ id, name: 'Write', priority: 'HIGH', projectID: `p-${own}` }));
      expect(await call(face, 'todo', { key: { id } })).toMatchObject({
        code: 'ok',
        result: { name: 'Write', projectId: `p-${own}`, version: 1, createdAt: '2025-06-01T10:00:00.000Z' },
      });
      const changed = await call(face, 'updateTodo', {
        key: { id },
        body: { name: 'Read' },
        precondition: { ifMatch: [1] },
      });
      expect(changed).toMatchObject({ code: 'ok', result: { version: 2 } });
      const row = (await rowAt(todos, { id }))!;
      expect(row).toMatchObject({ name: 'Read', projectID: `p-${own}`, _version: 2, __typename: 'Todo' });
      expect(row).not.toHaveProperty('version');
      // Amplify's resolver writes under the version that its client has read.
      const late = raw.send(
        new UpdateCommand({
          TableName: todos,
          Key: { id },
          UpdateExpression: 'SET #name = :name ADD #version :one',
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#name': 'name', '#version': '_version' },
          ExpressionAttributeValues: { ':name': 'Lost', ':one': 1, ':read': 1 },
        }),
      );
      await expect(late).rejects.toThrow(ConditionalCheckFailedException);
      const lost = await call(face, 'updateTodo', {
        key: { id },
        body: { name: 'Lost' },
        precondition: { ifMatch: [1] },
      });
      expect(lost.code).toBe('precondition-failed');
    });

    test('each form is stored as it says, and read as what it means', async () => {
      const id = `parcel-${own}`;
      const body = {
        id,
        place: `Ulm${own}`,
        fee: 19.99,
        value: 0.07,
        sentAt: '2026-02-03T04:05:06+01:00',
        labels: ['b', 'a'],
        numbers: [3, 1],
        express: true,
        weight: 12,
        address: { zip: '89073', since: '2020-01-01T00:00:00Z' },
      };
      const created = await call(face, 'createParcel', { body });
      expect(created).toMatchObject({ code: 'ok' });
      const meant = {
        ...body,
        sentAt: '2026-02-03T03:05:06.000Z',
        labels: ['a', 'b'],
        numbers: [1, 3],
        address: { zip: '89073', since: '2020-01-01T00:00:00.000Z' },
      };
      expect(created.result).toMatchObject(meant);
      expect((await call(face, 'parcel', { key: { id } })).result).toMatchObject(meant);
      expect(await rowAt(`${gateway.prefix}parcel`, { parcel_id: id })).toMatchObject({
        town: body.place,
        fee: 1999,
        worth: '7',
        sent: 1_770_087_906,
        labels: new Set(['a', 'b']),
        stops: new Set([1, 3]),
        express: 'true',
        weight_text: '12',
        address: { zip_code: '89073', since_epoch: 1_577_836_800 },
      });
      // A set that is empty is no attribute.
      expect(
        (await call(face, 'updateParcel', { key: { id }, body: { labels: [], numbers: null } })).result,
      ).toMatchObject({ labels: [] });
      expect(await rowAt(`${gateway.prefix}parcel`, { parcel_id: id })).not.toHaveProperty('labels');
      expect((await call(face, 'parcel', { key: { id } })).result).toMatchObject({ labels: [] });
    });

    test('filters and orders mean the values, in whatever form they are stored', async () => {
      const place = `Bern${own}`;
      for (const [number, fee] of [0.05, 1, 10, 9.99, 100].entries()) {
        const sentAt = `2026-01-0${number + 1}T00:00:00Z`;
        const body = {
          id: `${own}${number}`,
          place,
          fee,
          value: fee,
          sentAt,
          labels: [`l${number}`, 'x'],
          express: number > 2,
          weight: number,
          address: { zip: `${number}`, since: sentAt },
        };
        expect((await call(face, 'createParcel', { body })).code).toBe('ok');
      }
      const ids = async (filter: object, sort?: object): Promise<string> => {
        const { result } = await call(face, 'parcels', {
          query: { filter: { place: { eq: place }, ...filter }, ...(sort && { sort }) },
        });
        return (result as { id: string }[]).map(({ id }) => id.at(-1)).join('');
      };
      expect(await ids({ fee: { between: [1, 10] } }, { field: 'fee', descending: false })).toBe('132');
      expect(await ids({ value: { gt: 9 } }, { field: 'fee', descending: true })).toBe('423');
      expect(await ids({ sentAt: { gt: '2026-01-03T00:00:00Z' } }, { field: 'sentAt', descending: true })).toBe('43');
      expect(await ids({ labels: { contains: 'l2' } })).toBe('2');
      expect(await ids({ express: { eq: true } }, { field: 'sentAt', descending: false })).toBe('34');
      expect(await ids({ weight: { in: [0, 4] } }, { field: 'sentAt', descending: false })).toBe('04');
      expect(await ids({ weight: { exists: true }, 'address.zip': undefined, address: { zip: { eq: '3' } } })).toBe(
        '3',
      );
    });
  });

  // Stripe's API keeps amounts in the smallest unit of a currency, as a whole number: another one there is no amount.
  test.each([
    ['fee', 'fee', 12.5, null],
    ['value', 'worth', 120, 1.2],
    ['value', 'worth', '12.5', null],
    ['value', 'worth', '120', 1.2],
  ])('of an amount in cents %s, stored as %s, %j means %j', async (field, attribute, stored, meant) => {
    const id = `cents-${payload}-${attribute}-${JSON.stringify(stored)}`;
    const body = { id, place: 'Ulm', fee: 1, value: 1, sentAt: '2026-02-03T04:05:06Z', labels: [], express: true };
    const address = { zip: '1', since: '2020-01-01T00:00:00Z' };
    expect((await call(rest, 'createParcel', { body: { ...body, address } })).code).toBe('ok');
    const row = await rowAt(`${gateway.prefix}parcel`, { parcel_id: id });
    await put(`${gateway.prefix}parcel`, { ...row, [attribute]: stored });
    const { json } = await gateway.send('GET', `/parcel/${encodeURIComponent(id)}`);
    expect(json[field]).toBe(meant);
    const detail = 'cannot be read: what is stored is not of its stored form';
    expect(json.warnings).toEqual(meant === null ? [{ pointer: `/${field}`, detail }] : undefined);
  });

  test('what a key cannot hold, and what a form cannot keep, is refused where it stands', async () => {
    const parcel = {
      id: 'refused',
      place: 'Ulm',
      fee: 1,
      value: 1,
      sentAt: '2026-02-03T04:05:06.5Z',
      labels: ['a', 'a'],
      express: true,
      address: { zip: '1', since: '2020-01-01T00:00:00Z' },
    };
    expect((await call(rest, 'createParcel', { body: parcel })).pointers).toEqual(['/labels', '/sentAt']);
    // Half a second is no number of seconds: rounded down it would leave out the item of the second itself.
    const filter = { place: { eq: 'Ulm' }, sentAt: { lt: parcel.sentAt } };
    const { status, json } = await gateway.send('GET', `/parcel?filter=${encodeURIComponent(JSON.stringify(filter))}`);
    expect({ status, errors: json.errors }).toEqual({
      status: 400,
      errors: [{ pointer: '/filter/sentAt/lt', detail: 'must be a whole second' }],
    });
  });
});

test('the tables of others have got no attribute that they do not know but the mark of the last write, and their own', async () => {
  const names = new Set((await rowsOf(todos)).flatMap((row) => Object.keys(row)));
  expect([...names].toSorted()).toEqual([
    '__typename',
    '_lastChangedAt',
    '_version',
    '_write',
    'createdAt',
    'id',
    'name',
    'priority',
    'projectID',
    'updatedAt',
  ]);
});
