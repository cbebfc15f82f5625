import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../local/tables';
import { Date as DateField, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Input } from '../../services/operation';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/*
 * Keys of indexes as other programs overload them: a sort key of several fields, and an index that begins with one value for
 * all items of a kind, or with several fields.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-gsi-overloading.html and bp-sort-keys.html
 */

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

const keyNames = ['pk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'gsi3pk', 'gsi3sk'];

function tasks(table: string) {
  @Domain('task', {
    indexes: { byTeam: { partition: 'team' } },
    scan: true,
    table: {
      name: table,
      existing: true,
      key: { partition: { pk: '{id}' } },
      indexes: { byTeam: { name: 'gsi1', partition: { gsi1pk: 'T#{team}' }, sort: { gsi1sk: 'S#{state}#{due}' } } },
      kept: {
        gsi2: { partition: { gsi2pk: 'TASKS' }, sort: { gsi2sk: 'D#{due}' } },
        gsi3: { partition: { gsi3pk: 'T#{team}#S#{state}' }, sort: { gsi3sk: 'TASK' } },
      },
    },
  })
  class Task {
    @Id({ max: 60 }) id!: string;
    @Text({ max: 60 }) team!: string;
    @Text({ max: 60 }) state!: string;
    @DateField({ optional: true }) due?: string;
  }
  return Task;
}

const makeTable = async (TableName: string): Promise<void> => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keyNames.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: ['gsi1', 'gsi2', 'gsi3'].map((IndexName) => ({
        IndexName,
        KeySchema: [
          { AttributeName: `${IndexName}pk`, KeyType: 'HASH' as const },
          { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  );
};

describe.each(formats)('payload %s', (payload) => {
  const table = `others-${randomUUID().slice(0, 8)}`;
  let gateway: TestGateway;
  beforeAll(async () => {
    await makeTable(table);
    gateway = await openGateway(payload, { domains: [tasks(table)] });
  });

  /** The key attributes that are stored. */
  const keysOf = async (id: string) => {
    const { Item = {} } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: id }, ConsistentRead: true }),
    );
    return Object.fromEntries(Object.entries(Item).filter(([name]) => keyNames.includes(name)));
  };

  test.each(faces)('$name: each write leaves the keys that the other program would', async (face: Face) => {
    const call = async (name: string, input: Input): Promise<Told> =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );
    const key = { id: `task-${face.name}` };
    const body = { team: 'Red', state: 'OPEN' };
    const half = { pk: key.id, gsi3pk: 'T#Red#S#OPEN', gsi3sk: 'TASK' };
    expect(await call('createTask', { body: { ...key, ...body } })).toMatchObject({ code: 'ok' });
    expect(await keysOf(key.id)).toEqual(half);
    // One field is sent, and the others that the keys are made of are known to the stored item alone.
    expect(await call('updateTask', { key, body: { due: '2026-03-01' } })).toMatchObject({ code: 'ok' });
    const whole = {
      ...half,
      gsi1pk: 'T#Red',
      gsi1sk: 'S#OPEN#2026-03-01',
      gsi2pk: 'TASKS',
      gsi2sk: 'D#2026-03-01',
    };
    expect(await keysOf(key.id)).toEqual(whole);
    expect(await call('updateTask', { key, body: { state: 'DONE' } })).toMatchObject({ code: 'ok' });
    expect(await keysOf(key.id)).toEqual({ ...whole, gsi1sk: 'S#DONE#2026-03-01', gsi3pk: 'T#Red#S#DONE' });
    expect(await call('replaceTask', { key, body: { ...key, ...body } })).toMatchObject({ code: 'ok' });
    expect(await keysOf(key.id)).toEqual(half);
    // The texts that end a value in a key are not in it.
    expect(await call('updateTask', { key, body: { state: 'a#b' } })).toMatchObject({
      code: 'validation',
      pointers: ['/state'],
    });
  });

  test('a list goes on from page to page by a sort key of several fields', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const [place, id] of ids.entries()) {
      const body = { id, team: 'Blue', state: place % 2 ? 'OPEN' : 'DONE', due: `2026-03-0${place + 1}` };
      expect((await gateway.send('POST', '/task', { body })).status).toBe(201);
    }
    const found: string[] = [];
    let after = '';
    do {
      const { status, json } = await gateway.send('GET', `/task?filter[team][eq]=Blue&limit=2&explain=true${after}`);
      expect({ status, plan: json.plan }).toMatchObject({ status: 200, plan: { index: 'byTeam' } });
      found.push(...(json.items as { id: string }[]).map(({ id }) => id));
      after = json.nextCursor === undefined ? '' : `&cursor=${json.nextCursor}`;
    } while (after !== '');
    // By state and day, as the index has them.
    expect(found).toEqual(['a', 'c', 'e', 'b', 'd']);
  });
});
