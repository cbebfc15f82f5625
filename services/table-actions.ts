import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { MigrationRecord } from '../schema/internal';
import { keptBy } from '../schema/kept';
import { isListedWhole, queryPaths } from '../schema/layout';
import { isSortedBy } from '../schema/sequences';
import type { Table } from './context';

/** The actions of DynamoDB that IAM knows and this gateway may need. A transaction needs those of its parts. */
export const dynamoDBActions = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const;

/** The name of an action of DynamoDB, without its prefix `dynamodb:`. */
export type DynamoDBAction = (typeof dynamoDBActions)[number];

/** One thing that some work does to DynamoDB: an action on the table of a domain, or on an index of it. */
export interface Touch {
  readonly domain: DomainFact;
  /** The index that is read; the table itself when left out. */
  readonly index?: string;
  readonly action: DynamoDBAction;
}

/** What each call to a table touches, under the name of the call. */
export type TableTouches = Readonly<Record<keyof Table, readonly Touch[]>> & {
  /** Looking at an item in a transaction that writes others. */
  readonly check: readonly Touch[];
  /** A list of one partition. */
  readonly listPartition: readonly Touch[];
  /** A list of one partition in the declared order and without a filter. */
  readonly listInOrder: readonly Touch[];
};

/** What the calls to the table of a domain touch; a write is the same in a transaction. */
export function tableTouches(domain: DomainFact): TableTouches {
  return touchesOf(domain);
}

const touchesOf = keptBy((domain: DomainFact): TableTouches => {
  const { key, indexes, order } = domain;
  const touch = (action: DynamoDBAction, index?: string): readonly Touch[] => [{ domain, index, action }];
  const getMany = touch('BatchGetItem');
  const queryIndexes = Object.keys(indexes).flatMap((index) => touch('Query', index));
  // Where the partition alone is the key, what asks for it is read by its keys.
  const paths = queryPaths(domain);
  const isQueried = paths.some(({ index }) => index === undefined);
  const queryTable = isListedWhole(domain) || (key.sort !== undefined && isQueried) ? touch('Query') : [];
  const listPartition = [...getMany, ...queryTable, ...queryIndexes];
  const ordering = Object.entries(indexes).find(
    ([, index]) => order !== undefined && index.partition === key.partition && isSortedBy(index.sort, order.field),
  )?.[0];
  // Whether its backfills are done is asked first.
  const first = Object.keys(domain.backfills).length > 0 ? migrationTouches() : [];
  return {
    get: [...first, ...touch('GetItem')],
    getMany: [...first, ...getMany],
    list: [...first, ...listPartition, ...(domain.scan ? touch('Scan') : [])],
    listPartition: [...first, ...listPartition],
    listInOrder: [...first, ...(order && key.sort !== order.field ? touch('Query', ordering) : queryTable)],
    create: [...first, ...touch('PutItem')],
    // A put counts on the version of what was there, which only an update can.
    put: [...first, ...touch('UpdateItem')],
    update: [...first, ...touch('UpdateItem')],
    delete: [...first, ...touch('DeleteItem')],
    check: [...first, ...touch('ConditionCheckItem')],
  };
});

/** Reading how far a backfill has come. */
const migrationTouches = (): readonly Touch[] => [{ domain: domainOf(MigrationRecord), action: 'GetItem' }];
