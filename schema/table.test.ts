import { DateTime, Enumeration, Float, Id, Integer, Money, Text } from './decorators';
import { Domain } from './domain';
import { domainOf } from './facts';
import { describeTable, tablesOf } from './table';

@Domain('plain')
class Plain {
  @Id() id!: string;
}

@Domain('rich', {
  key: { partition: 'owner', sort: 'at' },
  indexes: {
    byState: { partition: 'state', sort: 'price' },
    byCount: { partition: 'count' },
    byRank: { partition: 'state', sort: 'rank' },
    byChange: { partition: 'owner', sort: 'updatedAt' },
    byVersion: { partition: 'owner', sort: 'version' },
  },
})
class Rich {
  @Text({ max: 60 }) owner!: string;
  @DateTime() at!: string;
  @Enumeration('RichState', ['ON', 'OFF']) state!: string;
  @Money() price!: number;
  @Integer() count!: number;
  @Float() rank!: number;
}

test('a class with an id alone is a table with that key and no index', () => {
  expect(describeTable(tablesOf([domainOf(Plain)])[0]!, 'dev-')).toEqual({
    TableName: 'dev-plain',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: undefined,
  });
});

test('keys and indexes name each attribute once, numbers as numbers', () => {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = describeTable(tablesOf([domainOf(Rich)])[0]!, '');
  expect(Object.fromEntries(AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]))).toEqual({
    owner: 'S',
    at: 'S',
    state: 'S',
    price: 'N',
    count: 'N',
    rank: 'N',
    updatedAt: 'S',
    version: 'N',
  });
  expect(AttributeDefinitions).toHaveLength(8);
  expect(KeySchema).toEqual([
    { AttributeName: 'owner', KeyType: 'HASH' },
    { AttributeName: 'at', KeyType: 'RANGE' },
  ]);
  expect(GlobalSecondaryIndexes!.map((index) => [index.IndexName, index.KeySchema.length])).toEqual([
    ['byState', 2],
    ['byCount', 1],
    ['byRank', 2],
    ['byChange', 2],
    ['byVersion', 2],
  ]);
});
