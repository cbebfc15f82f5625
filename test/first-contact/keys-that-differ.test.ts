// cspell:words electrodb officeid employeeid

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../local/tables';
import { owner } from '../../schema/access';
import { DateTime, Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { crud } from '../../services/crud';
import type { Input } from '../../services/operation';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/*
 * What finds an item is its key attributes: "The primary key uniquely identifies each item in the table."
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
 * ElectroDB folds what it puts into a key on every write and on every query, so that any case of letters finds the item:
 * https://electrodb.dev/en/modeling/indexes/#attribute-and-index-casing
 */

const staff = `staff-${randomUUID().slice(0, 8)}`;

@Domain('employee', {
  key: { partition: 'officeId', sort: 'employeeId' },
  indexes: { byTeam: { partition: 'team' } },
  table: {
    name: staff,
    existing: true,
    key: {
      partition: { pk: '$staff#officeid_{officeId:lower}' },
      sort: { sk: '$employee_1#employeeid_{employeeId:lower}' },
    },
    indexes: {
      byTeam: {
        name: 'gsi1',
        partition: { gsi1pk: '$staff#team_{team:lower}' },
        // Not folded: another case of letters would be another place in the index.
        sort: { gsi1sk: 'AT#{employeeId}' },
      },
    },
  },
})
class Employee {
  @Text({ max: 60 }) officeId!: string;
  @Id({ max: 60 }) employeeId!: string;
  @Text({ max: 60 }) team!: string;
  @Integer({ optional: true }) level?: number;
}

@Domain('badge', {
  key: { partition: 'door', sort: 'seenAt' },
  scan: true,
})
class Badge {
  @Text({ max: 60 }) door!: string;
  @DateTime({ stored: { name: 'seen', as: 'epochSeconds' } }) seenAt!: string;
}

/** The door writes each instant in UTC, and another program has written it with an offset. */
@Domain('alarm', { key: { partition: 'door', sort: 'rangAt' }, scan: true })
class Alarm {
  @Text({ max: 60 }) door!: string;
  @DateTime() rangAt!: string;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

const row = (officeId: string, employeeId: string, more: object = {}) => ({
  pk: `$staff#officeid_${officeId.toLowerCase()}`,
  sk: `$employee_1#employeeid_${employeeId.toLowerCase()}`,
  gsi1pk: '$staff#team_red',
  gsi1sk: `AT#${employeeId}`,
  officeId,
  employeeId,
  team: 'Red',
  ...more,
});

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName: staff,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
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
});

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Employee, Badge, Alarm] });
  });

  const put = async (TableName: string, Item: object): Promise<void> => {
    await client.send(new PutCommand({ TableName, Item }));
  };

  describe.each(faces)('$name', (face: Face) => {
    const call = async (name: string, input: Input): Promise<Told> =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );
    const own = `${payload}${face.name}`;
    const idsOf = ({ result }: Told): unknown => (result as Employee[]).map(({ employeeId }) => employeeId);

    test('an item is called what its key says, also where its field says another thing', async () => {
      const officeId = `Differ${own}`;
      await put(staff, { ...row(officeId, 'emp19'), employeeId: 'other' });
      await put(staff, { ...row(officeId, 'Emp20'), officeId: 'elsewhere' });
      const listed = await call('employees', { key: { officeId } });
      expect(listed.result).toMatchObject([
        { officeId, employeeId: 'emp19' },
        { officeId: officeId.toLowerCase(), employeeId: 'Emp20' },
      ]);
      for (const { officeId: office, employeeId } of listed.result as Employee[]) {
        const key = { officeId: office, employeeId };
        expect(await call('employee', { key })).toMatchObject({ code: 'ok', result: key });
        expect(await call('updateEmployee', { key, body: { level: 2 } })).toMatchObject({ code: 'ok', result: key });
      }
      expect(await call('employee', { key: { officeId, employeeId: 'other' } })).toMatchObject({ code: 'not-found' });
    });

    test('an item is found and changed in any case of letters where its key is folded', async () => {
      const [officeId, employeeId] = [`Fold${own}`, 'Emp-A'];
      await put(staff, row(officeId, employeeId));
      const key = { officeId: officeId.toUpperCase(), employeeId: 'emp-a' };
      const as = { officeId, employeeId };
      expect(await call('employee', { key })).toMatchObject({ code: 'ok', result: { ...as, team: 'Red' } });
      const changed = await call('updateEmployee', { key, body: { team: 'Blue' } });
      expect(changed).toMatchObject({ code: 'ok', result: { ...as, team: 'Blue', version: 1 } });
      const { pk, sk } = row(officeId, employeeId);
      const { Item } = await client.send(new GetCommand({ TableName: staff, Key: { pk, sk } }));
      // Its place in the index is spelled as it was.
      expect(Item).toMatchObject({ ...as, gsi1pk: '$staff#team_blue', gsi1sk: 'AT#Emp-A' });
      const body = { ...key, team: 'Green' };
      expect(await call('createEmployee', { body })).toMatchObject({ code: 'conflict' });
      // What was read may be sent back to where it was asked for.
      const replaced = await call('replaceEmployee', { key, body: { ...as, team: 'Green' } });
      expect(replaced).toMatchObject({ code: 'ok', result: { ...as, team: 'Green', version: 2 } });
      expect(await call('deleteEmployee', { key })).toMatchObject({ code: 'ok' });
      expect(await call('employee', { key: as })).toMatchObject({ code: 'not-found' });
    });

    test('a list has each item once, in whatever letters it is asked for', async () => {
      const officeId = `List${own}`;
      const names = ['a', 'B', 'c', 'D'];
      for (const name of names) await put(staff, row(name < 'a' ? officeId : officeId.toUpperCase(), name));
      expect(idsOf(await call('employees', { key: { officeId: officeId.toLowerCase() } }))).toEqual(names);
      const offices = { officeId: { in: [officeId, officeId.toLowerCase()] } };
      expect(idsOf(await call('allEmployees', { query: { filter: offices } }))).toEqual(names);
      const some = { ...offices, employeeId: { in: ['A', 'a', 'd'] } };
      expect((idsOf(await call('allEmployees', { query: { filter: some } })) as string[]).toSorted()).toEqual([
        'D',
        'a',
      ]);
      const others = { ...offices, employeeId: { ne: 'b' } };
      expect(idsOf(await call('allEmployees', { query: { filter: others } }))).toEqual(['a', 'c', 'D']);
    });

    test.each([
      ['badge', 'a part of a second that the kind drops', (at: number) => ({ seen: at + 0.5 }), 'seenAt'],
      [
        'alarm',
        'an instant with an offset',
        (at: number) => ({ rangAt: new Date(at * 1000).toISOString().replace('.000Z', '+00:00') }),
        'rangAt',
      ],
    ])('%s: a key that nobody can ask for says so: %s', async (name, _, sort, field) => {
      const door = `North${own}`;
      for (const at of [1_700_000_000, 1_700_000_001, 1_700_000_002]) {
        await put(`${gateway.prefix}${name}`, { door, ...sort(at) });
      }
      const plural = `${name}s`;
      if (face.name === 'GraphQL') {
        const { json } = await gateway.graphql(`{ ${plural}(door: "${door}") { edges { node { ${field} } } } }`);
        expect(json.errors[0]).toMatchObject({
          path: [plural, 'edges', 0, 'node', field],
          extensions: { code: 'UNREADABLE' },
        });
      } else if (face.name === 'REST') {
        const { json } = await gateway.send('GET', `/${name}/${door}`);
        expect(json.items).toHaveLength(3);
        expect(json.warnings).toMatchObject([0, 1, 2].map((at) => ({ pointer: `/items/${at}/${field}` })));
      } else expect((await call(plural, { key: { door } })).result).toHaveLength(3);
      expect(gateway.log.at(-1)).toMatchObject({ misfits: 3 });
    });
  });

  test('pages go on behind a part of a second', async () => {
    for (const part of [0.25, 0.5, 0.75]) {
      await put(`${gateway.prefix}badge`, { door: `Pages${payload}`, seen: 1_700_000_000 + part });
    }
    const seen: unknown[] = [];
    let next: string | undefined = `/badge/Pages${payload}?limit=1`;
    for (let page = 0; next !== undefined && page < 6; page++) {
      const { json }: Awaited<ReturnType<TestGateway['send']>> = await gateway.send('GET', next);
      seen.push(...json.items.map(({ seenAt }: Badge) => seenAt));
      next = json.nextCursor && `/badge/Pages${payload}?limit=1&cursor=${encodeURIComponent(json.nextCursor)}`;
    }
    expect(seen).toEqual([250, 500, 750].map((part) => `2023-11-14T22:13:20.${part}Z`));
  });

  test('pages go on behind an item whose key is folded, also where they end early', async () => {
    const officeId = `Pages${payload}`;
    for (const name of ['a', 'B', 'c', 'D']) await put(staff, row(officeId, name));
    for (const path of [
      `/employee/${officeId.toUpperCase()}?`,
      `/employee?filter[officeId][in]=${officeId},${officeId.toUpperCase()}&filter[employeeId][in]=A,b,C,d&`,
    ]) {
      const seen: unknown[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 8; page++) {
        const { json } = await gateway.send(
          'GET',
          `${path}limit=1${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        );
        seen.push(...json.items.map(({ employeeId }: Employee) => employeeId));
        cursor = json.nextCursor;
        if (cursor === undefined) break;
      }
      expect(seen.toSorted()).toEqual(['B', 'D', 'a', 'c']);
    }
  });
});

test('an owner whose items a folded key would mix with those of another is refused', () => {
  @Domain('locker', {
    key: { partition: 'userName' },
    access: { read: owner('userName'), write: owner('userName') },
    table: { key: { partition: { pk: 'USER#{userName:lower}' } } },
  })
  class Locker {
    @Text({ max: 60 }) userName!: string;
  }
  expect(() => crud(Locker)).toThrow(/owner\('userName'\).*{userName:lower}/);
  expect(domainOf(Locker).typeName).toBe('Locker');
});
