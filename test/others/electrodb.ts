// cspell:words electrodb organisationid taskid assigneeid duedate projectid

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/*
 * A table of ElectroDB: a service with two entities in one table. Keys begin with "$", name their service and entity, and
 * are in lower case; two attributes say what an item is.
 * https://electrodb.dev/en/modeling/indexes/#key-schema and https://electrodb.dev/en/core-concepts/single-table-relationships
 */

interface TaskRow {
  readonly organisationId: string;
  readonly taskId: string;
  readonly title: string;
  readonly assigneeId: string;
  readonly dueDate: string;
  readonly points?: number;
  readonly labels?: ReadonlySet<string>;
  readonly estimate?: { readonly hours: number; readonly note?: string };
}

const lower = (value: string): string => value.toLowerCase();

/** The table of the service `tracker`. */
export const table = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1pk-gsi1sk-index',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

/** An item of the entity `task`. */
export function task(row: TaskRow): Record<string, unknown> {
  return {
    ...row,
    pk: `$tracker#organisationid_${lower(row.organisationId)}`,
    sk: `$task_1#taskid_${lower(row.taskId)}`,
    gsi1pk: `$tracker#assigneeid_${lower(row.assigneeId)}`,
    gsi1sk: `$task_1#duedate_${lower(row.dueDate)}#taskid_${lower(row.taskId)}`,
    __edb_e__: 'task',
    __edb_v__: '1',
  };
}

/** An item of the entity `project`. */
export function project(row: { readonly organisationId: string; readonly projectId: string; readonly name: string }) {
  return {
    ...row,
    pk: `$tracker#organisationid_${lower(row.organisationId)}`,
    sk: `$project_1#projectid_${lower(row.projectId)}`,
    __edb_e__: 'project',
    __edb_v__: '1',
  };
}

/** What the program itself reads: the parts of its key, and that an item is of its entity. */
export const isTask = (stored: Readonly<Record<string, unknown>>): boolean =>
  stored.__edb_e__ === 'task' && stored.__edb_v__ === '1';

/** The entity `project` reads its own in the same way. */
export const isProject = (stored: Readonly<Record<string, unknown>>): boolean =>
  stored.__edb_e__ === 'project' && stored.__edb_v__ === '1';
