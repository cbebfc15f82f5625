import { compareTables, indexWaves, newTables } from '../../infra/plan/tables';
import { manifestOf } from '../../infra/plan/manifest';
import type { Manifest } from '../../infra/plan/manifest';
import { defineGateway, defineModule } from '../../services/definition';
import type { DeclaredClass } from '../../schema/facts';
import { grantedBy } from './granted';
import { sharing, Todo, WorkItem, WorkOrder } from './sharing';
import { resourcesOf, synthesised } from './synthesised';
import type { Template } from './synthesised';

// Two domains in one table and one whose table belongs to somebody else: what CloudFormation would get, and what the plan
// says. The attributes are those of AWS::DynamoDB::Table:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html

const tablesOf = (...domains: DeclaredClass[]): Manifest['tables'] =>
  manifestOf(defineGateway({ name: 'sharing', modules: [defineModule({ name: 'sharing', domains })] }), '1.0.0').tables;

let template: Template;
beforeAll(async () => {
  const { sharing: made } = await synthesised('sharing');
  expect(made).toMatchObject({ findings: [] });
  expect(made.error).toBeUndefined();
  ({ template } = made);
});

test('the stack makes a shared table once, with the keys and the indexes of both, and an existing one not at all', () => {
  const tables = resourcesOf(template, 'AWS::DynamoDB::Table').map(([id, { Properties }]) => [id, Properties] as const);
  const names = tables.map(([, { TableName }]) => TableName as string);
  expect(names.toSorted()).toEqual(['library-prod-idempotency', 'library-prod-outbox', 'library-prod-work']);
  const [, work] = tables.find(([, { TableName }]) => TableName === 'library-prod-work')!;
  expect(work).toMatchObject({
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'gsi1pk', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  });
  expect(JSON.stringify(tables)).not.toContain('Todo-abc123-main');
});

test('the gateway has rights to each table by its name, and to the indexes that lists read', () => {
  const rights = grantedBy(template).filter(
    ({ principal, action }) => principal === 'gateway' && action.startsWith('dynamodb:'),
  );
  const to = (resource: string): readonly string[] =>
    rights
      .filter(({ arn }) => arn.endsWith(`:table/${resource}`))
      .map(({ action }) => action.replace('dynamodb:', ''))
      .toSorted();
  expect(to('Todo-abc123-main/index/byProjectID')).toEqual(['Query']);
  expect(to('library-prod-work/index/gsi1')).toEqual(['Query']);
  expect(to('Todo-abc123-main')).toEqual(to('library-prod-work'));
  expect(to('Todo-abc123-main')).toEqual(expect.arrayContaining(['GetItem', 'UpdateItem', 'DeleteItem']));
  // Neither the whole account nor what a list of one table would not read.
  expect(rights.filter(({ arn }) => arn.includes('*'))).toEqual([]);
  expect(rights.filter(({ action }) => action === 'dynamodb:Scan')).toEqual([]);
});

test('the plan notes the table of each domain, and changes nothing of an existing one', () => {
  const { tables } = manifestOf(sharing, '1.0.0');
  expect(tables['work-order']).toMatchObject({ table: 'work', key: [{ name: 'pk', type: 'S' }] });
  expect(tables['work-item']).toMatchObject({ table: 'work', indexes: { gsi1: [{ name: 'gsi1pk', type: 'S' }] } });
  expect(tables.todo).toMatchObject({ table: 'Todo-abc123-main', isExisting: true });
  expect(compareTables(tables, tables)).toEqual([]);
  expect(indexWaves(tables, tables)).toEqual([]);
});

test('a domain that comes into a table that is there makes none, and no index twice', () => {
  const [before, now] = [tablesOf(WorkOrder), tablesOf(WorkOrder, WorkItem, Todo)];
  expect(indexWaves(before, now)).toEqual([]);
  expect(compareTables(before, now).map(({ level, subject, words }) => `${level}, ${subject}: ${words}`)).toEqual([
    'table, work-item: comes into the table work.',
    'table, todo: comes into the table Todo-abc123-main, which no deploy makes or changes.',
  ]);
  expect(newTables(before, now)).toEqual([]);
  expect(newTables({}, now)).toEqual(expect.arrayContaining(['work-order', 'work-item']));
  expect(newTables({}, now)).not.toContain('todo');
});
