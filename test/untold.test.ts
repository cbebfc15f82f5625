import { Id, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { quietReason } from '../services/context';
import { announcements, changeAnnouncement } from '../services/events';
import { noteTables } from './noted-tables';
import { untoldIn } from './untold';

@Domain('flower', { events: true })
class Flower {
  @Id() id!: string;
  @Text({ max: 60 }) color!: string;
}

@Domain('stone')
class Stone {
  @Id() id!: string;
}

const domain = domainOf(Flower);
const prefix = 'untold-';
noteTables([Flower, Stone], prefix);

const update = (id: string) => ({ TableName: `${prefix}flower`, Key: { id } });
const put = (id: string) => ({ TableName: `${prefix}flower`, Item: { id, color: 'red' } });

/** The records of the outbox that tell of some flowers, each from one version to the next. */
const records = (...ids: string[]) =>
  announcements(
    ids.flatMap((id) => changeAnnouncement(domain, { id, version: 1 }, { id, version: 2 }) ?? []),
    { now: () => new Date() },
  ).map((write) => ({ Put: { TableName: `${prefix}outbox`, Item: 'create' in write ? write.create : {} } }));

test.each([
  ['PutItem', put('a')],
  ['UpdateItem', update('a')],
  ['DeleteItem', update('a')],
])('a %s alone is told by nothing', (operation, input) => {
  expect(untoldIn({ operation, input })).toEqual([`${operation} of flower/a`]);
});

test('in a transaction, what a record tells is told, one by one or several at once, and nothing else', () => {
  const changes = ['a', 'b'].map((id) => ({ Update: update(id) }));
  const told = (TransactItems: Parameters<typeof untoldIn>[0]['input']['TransactItems']) =>
    untoldIn({ operation: 'TransactWriteItems', input: { TransactItems } });
  expect(told([...changes, ...records('a', 'b')])).toEqual([]);
  expect(told([...changes, ...records('a'), ...records('b')])).toEqual([]);
  expect(told([...changes, ...records('a')])).toEqual(['TransactWriteItems of flower/b']);
  expect(told([...changes, { Put: put('c') }])).toHaveLength(3);
  expect(told([{ Update: { ...update('a'), [quietReason]: 'Nobody asks for it.' } }])).toEqual([]);
});

test('what is declared quiet, announces nothing, or is only read may be untold', () => {
  expect(untoldIn({ operation: 'PutItem', input: { ...put('a'), [quietReason]: 'Nobody asks for it.' } })).toEqual([]);
  expect(untoldIn({ operation: 'PutItem', input: { TableName: `${prefix}stone`, Item: { id: 'a' } } })).toEqual([]);
  expect(untoldIn({ operation: 'GetItem', input: update('a') })).toEqual([]);
});
