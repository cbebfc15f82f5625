import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/*
 * A table of DynamoDB OneTable: keys made by templates of values, the name of the model in `_type`, dates as numbers of
 * milliseconds unless isoDates is set.
 * https://doc.onetable.io/api/table/schemas/models/ and https://doc.onetable.io/api/table/schemas/attributes/
 */

export const table = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['PK', 'SK', 'GSI1PK', 'GSI1SK'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'PK', KeyType: 'HASH' },
    { AttributeName: 'SK', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gs1',
      KeySchema: [
        { AttributeName: 'GSI1PK', KeyType: 'HASH' },
        { AttributeName: 'GSI1SK', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

/** An item of the model Account: `{ PK: 'account:${id}', SK: 'account:' }`. */
export function account(row: {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly balance?: number;
}) {
  return { ...row, PK: `account:${row.id}`, SK: 'account:', _type: 'Account' };
}

/** An item of the model User, below its account: `{ PK: 'account:${accountId}', SK: 'user:${email}' }`. */
export function user(row: {
  readonly accountId: string;
  readonly email: string;
  readonly role: string;
  readonly created: number;
}) {
  return {
    ...row,
    PK: `account:${row.accountId}`,
    SK: `user:${row.email}`,
    GSI1PK: `role:${row.role}`,
    GSI1SK: `user:${row.email}`,
    _type: 'User',
  };
}
