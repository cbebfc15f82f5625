import { Id, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { definition } from './usual';
import { operationsOf } from '../services';
import { judge } from './judge';
import { noteTables } from './noted-tables';
import { partialBecause, readRun, unusedIn } from './unused';

@Domain('note', { operations: ['get', 'list'], indexes: { byTopic: { partition: 'topic' } } })
class Note {
  @Id() id!: string;
  @Text({ max: 60 }) topic!: string;
}

test('a call is held against the domains of its gateway, and only what is done on tables of a judged gateway counts', () => {
  noteTables([Note], 'own-');
  noteTables(definition, 'usual-');
  const call = (operation: string, table: string) =>
    ({ role: 'gateway', operation, input: { TableName: table } }) as const;
  expect(judge(call('GetItem', 'own-note'))).toEqual({ denied: [], done: [] });
  expect(judge(call('GetItem', 'usual-book'))).toEqual({ denied: [], done: ['library gateway book GetItem'] });
  const refused = (right: string, table: string, done: string[]) => ({
    denied: [`gateway ${right}`],
    done,
    error: expect.objectContaining({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`:table/${table} because`) as string,
    }) as Error,
  });
  expect(judge(call('PutItem', 'own-note'))).toEqual(refused('note PutItem', 'own-note', []));
  expect(judge(call('Scan', 'usual-outbox'))).toEqual(refused('outbox Scan', 'usual-outbox', []));
  expect(judge(call('GetItem', 'odd-note'))).toEqual(refused('odd-note GetItem', 'odd-note', []));
  const by = operationsOf([Note]).find(({ name }) => name === 'note')!;
  expect(judge({ ...call('GetItem', 'own-note'), by }).denied).toEqual([]);
  const input = { TableName: 'own-note', IndexName: 'byTopic' };
  expect(judge({ role: 'gateway', operation: 'Query', input }).denied).toEqual([]);
  expect(judge({ role: 'gateway', operation: 'Query', input, by }).denied).toEqual(['note note/index/byTopic Query']);
  expect(judge({ ...call('DeleteItem', 'usual-loan'), role: 'consumer' }).denied).toEqual(['consumer loan DeleteItem']);
});

test('what is granted and never done is told when every test was run, and only then', () => {
  const run = readRun([
    'file /a.test.ts\ngranted a gateway note GetItem\ngranted a gateway note PutItem\ndone a gateway note GetItem\n',
    'file /b c.test.ts\ngranted b gateway note GetItem\n',
  ]);
  expect(unusedIn(run)).toEqual(['a gateway note PutItem', 'b gateway note GetItem']);
  const all = ['/a.test.ts', '/b c.test.ts'];
  expect(partialBecause(run, all, undefined)).toBeUndefined();
  expect(partialBecause(run, [...all, '/d.test.ts'], undefined)).toBe('2 of 3 test files ran');
  expect(partialBecause(run, all, 'create')).toBe('only tests that match create ran');
});
