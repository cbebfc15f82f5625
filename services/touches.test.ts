import { definition, gatewayOf } from '../test/usual';
import { Id, Json, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { Book } from '../test/trial/book';
import { grantsOf } from './touches';
import type { Grant } from './touches';

const rowsOf = (grants: readonly Grant[]): object =>
  Object.fromEntries(grants.map(({ table, actions, indexes }) => [table.name, { actions, indexes }]));

// The reviewed list of what the roles may do. A change here is a change of rights: say in the commit who needs it.
// It differs from a list made by hand before the code was there, and each time because of what is declared:
// - Scan is granted where the class says `scan: true`, which the administrators' lists of shelves and loans need.
// - A list that names whole keys is a BatchGetItem, even when it is one key.
// - A borrow leaves its loan as PENDING, so the gateway creates loans.
// - The consumer turns PENDING into LENT, and the loan announces it: it reads, updates and writes to the outbox.
// - No condition is checked on an item that is not written, so nobody needs ConditionCheckItem.
test('the gateway may do to its tables what its operations say', () => {
  const everything = ['GetItem', 'BatchGetItem', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'];
  expect(rowsOf(grantsOf(definition, 'gateway'))).toEqual({
    book: { actions: everything, indexes: ['byCategory'] },
    shelf: { actions: everything, indexes: [] },
    loan: { actions: ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PutItem'], indexes: ['byDate'] },
    notice: { actions: ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'DeleteItem'], indexes: [] },
    'lambda-apigateway': { actions: everything, indexes: [] },
    idempotency: { actions: ['GetItem', 'PutItem'], indexes: [] },
    // Announced changes are written there, and read again by the feeds.
    outbox: { actions: ['PutItem'], indexes: ['byFeed'] },
  });
});

test('the consumer of loans may lend and announce it, nothing else', () => {
  expect(rowsOf(grantsOf(definition, 'loans'))).toEqual({
    loan: { actions: ['GetItem', 'PutItem', 'UpdateItem'], indexes: [] },
    outbox: { actions: ['PutItem'], indexes: [] },
  });
});

test('the consumer of notices may pin them, nothing else', () => {
  expect(rowsOf(grantsOf(definition, 'notices'))).toEqual({
    notice: { actions: ['GetItem', 'PutItem'], indexes: [] },
  });
});

test('without a module that brings it there is no loan consumer', () => {
  expect(grantsOf(gatewayOf([Book]), 'loans')).toEqual([]);
});

test.each(['gateway', 'loans', 'notices'] as const)('the %s scans only where the declaration says so', (role) => {
  for (const { table, actions } of grantsOf(definition, role)) {
    expect([table.name, actions.includes('Scan')]).toEqual([
      table.name,
      role === 'gateway' && table.domains.some(({ scan }) => scan),
    ]);
  }
});

@Domain('note', { operations: ['get', 'list'], indexes: { byTopic: { partition: 'topic' } } })
class Note {
  @Id() id!: string;
  @Text({ max: 60 }) topic!: string;
}
@Domain('page', {
  key: { partition: 'book', sort: 'id' },
  operations: ['update', 'delete', 'createMany'],
  events: true,
})
class Page {
  @Text({ max: 60 }) book!: string;
  @Id({ max: 1024 }) id!: string;
  @Json({ optional: true }) marks?: unknown;
}

test('a domain of its own has the rights of its own operations', () => {
  expect(rowsOf(grantsOf(gatewayOf([Note, Page]), 'gateway'))).toEqual({
    note: { actions: ['GetItem', 'BatchGetItem'], indexes: ['byTopic'] },
    // It announces its changes, so that update and delete read what was there.
    page: { actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], indexes: [] },
    outbox: { actions: ['PutItem'], indexes: ['byFeed'] },
    // Each of them may come with an Idempotency-Key.
    idempotency: { actions: ['GetItem', 'PutItem'], indexes: [] },
  });
});

test('the deep health check reads the first domain, whatever its operations are', () => {
  @Domain('inbox', { operations: ['create'] })
  class Inbox {
    @Id() id!: string;
  }
  expect(rowsOf(grantsOf(gatewayOf([Inbox]), 'gateway'))).toEqual({
    inbox: { actions: ['GetItem', 'PutItem'], indexes: [] },
    idempotency: { actions: ['GetItem', 'PutItem'], indexes: [] },
  });
});
