import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { manifestOf } from '../../infra/plan/manifest';
import { compareTables } from '../../infra/plan/tables';
import { localAccess } from '../../local/tables';
import { Date as DateField, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass, DomainOptions } from '../../schema/facts';
import { layoutOf } from '../../schema/layout';
import type { Input } from '../../services/operation';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';
import { fill } from '../filled';

/*
 * "A global secondary index only tracks data items where the key attribute or attributes actually exist": an item is in
 * it with both attributes of its key, or not at all.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

/** Tasks of a table that another program has made; one index is over two fields. */
function tasks(table: string, more: Pick<DomainOptions, 'backfills'> & { readonly isDueIndexed?: boolean } = {}) {
  const { isDueIndexed = true, backfills } = more;
  @Domain('task', {
    indexes: isDueIndexed ? { byDue: { partition: 'team', sort: 'due' } } : {},
    scan: true,
    backfills,
    table: {
      name: table,
      existing: true,
      key: { partition: { pk: '{id}' } },
      ...(isDueIndexed && {
        indexes: { byDue: { name: 'gsi1', partition: { gsi1pk: 'TD#{team}' }, sort: { gsi1sk: 'D#{due}' } } },
      }),
    },
  })
  class Task {
    @Id({ max: 60 }) id!: string;
    @Text({ max: 60, optional: true }) team?: string;
    @DateField({ optional: true }) due?: string;
    @Text({ optional: true }) title?: string;
  }
  return Task;
}

const wholeTable = async (TableName: string): Promise<void> => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
};

const put = async (TableName: string, id: string, fields: object): Promise<void> => {
  await client.send(new PutCommand({ TableName, Item: { pk: id, id, ...fields } }));
};

const stored = async (TableName: string, id: string) =>
  (await client.send(new GetCommand({ TableName, Key: { pk: id }, ConsistentRead: true }))).Item;

describe.each(formats)('payload %s', (payload) => {
  const table = `tasks-${randomUUID().slice(0, 8)}`;
  let gateway: TestGateway;
  beforeAll(async () => {
    await wholeTable(table);
    gateway = await openGateway(payload, { domains: [tasks(table)] });
  });

  describe.each(faces)('$name', (face: Face) => {
    const call = async (name: string, input: Input): Promise<Told> =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );
    const listed = async (team: string): Promise<unknown> => {
      const { result } = await call('tasks', {
        query: { filter: { team: { eq: team } }, sort: { field: 'due', descending: false } },
      });
      return (result as { id: string }[]).map(({ id }) => id);
    };
    const own = `${payload}${face.name}`;

    test('a change of one field of an index writes both of its attributes', async () => {
      const [id, team] = [`one-${own}`, `Red ${own}`];
      await put(table, id, { team });
      expect(await listed(team)).toEqual([]);
      expect(await call('updateTask', { key: { id }, body: { due: '2026-03-01' } })).toMatchObject({ code: 'ok' });
      expect(await stored(table, id)).toMatchObject({ gsi1pk: `TD#${team}`, gsi1sk: 'D#2026-03-01', version: 1 });
      expect(await listed(team)).toEqual([id]);
    });

    test('a change that leaves a field of an index missing writes neither', async () => {
      const [id, team] = [`half-${own}`, `Blue ${own}`];
      await put(table, id, {});
      expect(await call('updateTask', { key: { id }, body: { team } })).toMatchObject({ code: 'ok' });
      expect(Object.keys((await stored(table, id))!)).not.toContain('gsi1pk');
      expect(await call('updateTask', { key: { id }, body: { due: '2026-03-02' } })).toMatchObject({ code: 'ok' });
      expect(await listed(team)).toEqual([id]);
      expect(await call('updateTask', { key: { id }, body: { due: null } })).toMatchObject({ code: 'ok' });
      const names = Object.keys((await stored(table, id))!);
      expect(names).not.toContain('gsi1pk');
      expect(names).not.toContain('gsi1sk');
    });

    test('a change of another field leaves them as they are', async () => {
      const id = `other-${own}`;
      const keys = { gsi1pk: 'as it was', gsi1sk: 'D#as it was' };
      await put(table, id, { team: 'Green', due: '2026-03-03', ...keys });
      expect(await call('updateTask', { key: { id }, body: { title: 'Paint' } })).toMatchObject({ code: 'ok' });
      expect(await stored(table, id)).toMatchObject({ ...keys, title: 'Paint' });
    });
  });

  test('a backfill of one field of a new index fills both of its attributes, and no list reads it before', async () => {
    const own = `tasks-${randomUUID().slice(0, 8)}`;
    await wholeTable(own);
    for (const id of ['a', 'b', 'c', 'd'])
      await put(own, id, { team: 'Red', due: `2026-03-0${'abcd'.indexOf(id) + 1}` });
    await put(own, 'e', { team: 'Red' });
    const type = tasks(own, { backfills: { 'due-1': { fields: ['due'] } } });
    const prefix = `test-${randomUUID().slice(0, 8)}-`;
    const pending = await openGateway(payload, { domains: [type], tablePrefix: prefix });
    const refused = await pending.send('GET', '/task?team=Red&sort=due');
    expect(refused.json.detail).toBe('The index byDue of Task is not read until the backfill "due-1" is done.');
    await fill(type, prefix);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: own, ConsistentRead: true }));
    expect(Items.filter(({ gsi1pk, gsi1sk }) => gsi1pk === 'TD#Red' && String(gsi1sk).startsWith('D#'))).toHaveLength(
      4,
    );
    const done = await openGateway(payload, { domains: [type], tablePrefix: prefix });
    const { json } = await done.send('GET', '/task?team=Red&sort=due&count=true');
    expect([json.totalCount, json.items.map(({ id }: { id: string }) => id)]).toEqual([4, ['a', 'b', 'c', 'd']]);
  });
});

describe('the plan', () => {
  const notesOf = (type: DeclaredClass) =>
    JSON.parse(JSON.stringify(manifestOf(gatewayOf([type]), '1.0.0').tables)) as ReturnType<
      typeof manifestOf
    >['tables'];
  const planned = (before: DeclaredClass, now: DeclaredClass) =>
    compareTables(notesOf(before), notesOf(now)).filter(({ words }) => words.includes('byDue (gsi1 in the table)'));
  const released = tasks('tasks', { isDueIndexed: false });
  const left = 'no stored item has the attributes of the new index byDue (gsi1 in the table)';

  test('asks for a backfill of a new index over attributes that are there for it alone', () => {
    expect(planned(released, tasks('tasks'))).toEqual([
      {
        level: 'refused',
        subject: 'task',
        words: `${left}. Declare a backfill: @Domain('…', { backfills: { 'fill-team-due': { fields: ['team', 'due'] } } }).`,
      },
    ]);
    expect(planned(released, tasks('tasks', { backfills: { 'due-1': { fields: ['due'] } } }))).toEqual([
      { level: 'backfill', subject: 'task', words: `${left}; no list reads it until the backfill due-1 is done.` },
    ]);
  });

  test('does not take a backfill of before, which may be done, for it', () => {
    const backfills = { 'due-1': { fields: ['due'] } };
    expect(
      planned(tasks('tasks', { isDueIndexed: false, backfills }), tasks('tasks', { backfills })).map(
        ({ level }) => level,
      ),
    ).toEqual(['refused']);
  });

  test('says nothing of an index that the release has', () => {
    expect(planned(tasks('tasks'), tasks('tasks'))).toEqual([]);
  });
});

describe('a field that the key of the table folds', () => {
  function milestones(partition: string, slot: string): DeclaredClass {
    @Domain('milestone', {
      key: { partition: 'orgId', sort: 'name' },
      indexes: { byOrg: { partition: 'orgId' } },
      table: {
        key: { partition: { pk: partition }, sort: { sk: 'MS#{name}' } },
        indexes: { byOrg: { partition: { gsi1pk: `MS#${slot}` } } },
      },
    })
    class Milestone {
      @Text({ max: 60 }) orgId!: string;
      @Id({ max: 60 }) name!: string;
    }
    return Milestone;
  }

  test('is folded in an index too, or the declaration is refused', () => {
    expect(() => layoutOf(domainOf(milestones('ORG#{orgId:lower}', '{orgId}')))).toThrow(
      'Milestone: the key of the table folds "orgId" and index "byOrg" does not, so that its lists would lack what is spelled otherwise: fold it in both, or in none.',
    );
    expect(() => layoutOf(domainOf(milestones('ORG#{orgId:lower}', '{orgId:lower}')))).not.toThrow();
    expect(() => layoutOf(domainOf(milestones('ORG#{orgId}', '{orgId}')))).not.toThrow();
  });
});
