import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/*
 * A table of Amplify (GraphQL transformer) with conflict detection: a table for each model, its name ending in the API's id
 * and the environment, and marks that begin with "_".
 * https://docs.amplify.aws/gen1/javascript/build-a-backend/more-features/datastore/how-it-works/
 */

export const table = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['id', 'projectID'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byProject',
      KeySchema: [{ AttributeName: 'projectID', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

export interface TodoRow {
  readonly id: string;
  readonly name: string;
  readonly priority: 'LOW' | 'HIGH';
  readonly projectID: string;
  readonly description?: string;
  readonly dueAt?: string;
  readonly tags?: readonly string[];
}

/** An item of the model Todo as its resolver stores a new one. */
export function todo(row: TodoRow): Record<string, unknown> {
  const moment = '2025-06-01T10:00:00.000Z';
  return {
    ...row,
    __typename: 'Todo',
    _version: 1,
    _lastChangedAt: Date.parse(moment),
    createdAt: moment,
    updatedAt: moment,
  };
}
