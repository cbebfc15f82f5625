import { gatewayOf } from '../test/usual';
import { Id, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { asDeployed, neededBy, policyOf } from './rights';

@Domain('note', { operations: ['get', 'list'], indexes: { byTopic: { partition: 'topic' } } })
class Note {
  @Id() id!: string;
  @Text({ max: 60 }) topic!: string;
}

test.each<[string, object, object[]]>([
  ['GetItem', { TableName: 'a' }, [{ table: 'a', index: undefined, action: 'GetItem' }]],
  ['Query', { TableName: 'a', IndexName: 'i' }, [{ table: 'a', index: 'i', action: 'Query' }]],
  [
    'BatchGetItem',
    { RequestItems: { a: {}, b: {} } },
    [
      { table: 'a', action: 'BatchGetItem' },
      { table: 'b', action: 'BatchGetItem' },
    ],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'a' } },
        { Update: { TableName: 'b' } },
        { Delete: { TableName: 'c' } },
        { ConditionCheck: { TableName: 'd' } },
      ],
    },
    [
      { table: 'a', action: 'PutItem' },
      { table: 'b', action: 'UpdateItem' },
      { table: 'c', action: 'DeleteItem' },
      { table: 'd', action: 'ConditionCheckItem' },
    ],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }] }, [{ table: 'a', action: 'GetItem' }]],
])('%s needs a right for each thing that it does', (operation, input, needed) => {
  expect(neededBy(operation, input)).toEqual(needed);
});

test('a policy allows its rights on its own tables and nothing else', () => {
  const policy = policyOf(['note GetItem', 'note/index/byTopic Query'], 'x-');
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/';
  expect(policy('GetItem', { TableName: 'x-note' })).toBeUndefined();
  expect(policy('Query', { TableName: 'x-note', IndexName: 'byTopic' })).toBeUndefined();
  expect(policy('Query', { TableName: 'x-note' })).toEqual({ action: 'dynamodb:Query', arn: `${arn}x-note` });
  expect(policy('GetItem', { TableName: 'y-note' })).toEqual({ action: 'dynamodb:GetItem', arn: `${arn}y-note` });
  expect(policy('ListTables', {})?.action).toBe('dynamodb:ListTables');
});

test('a function that does what no operation says is told so as by IAM', () => {
  const authorize = asDeployed(gatewayOf([Note]), 'gateway', 'x-');
  expect(() => authorize('GetItem', { TableName: 'x-note' })).not.toThrow();
  expect(() => authorize('DeleteItem', { TableName: 'x-note' })).toThrow(
    expect.objectContaining({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message:
        'User: arn:aws:sts::000000000000:assumed-role/gateway/gateway is not authorized to perform: dynamodb:DeleteItem ' +
        'on resource: arn:aws:dynamodb:us-east-1:000000000000:table/x-note because no identity-based policy allows the ' +
        'dynamodb:DeleteItem action',
    }),
  );
});
