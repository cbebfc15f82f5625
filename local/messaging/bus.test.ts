import { sizeOf } from '../../services/relay';
import type { PutEventsEntry } from '../../services/relay';
import { AccessDenied } from '../access';
import { createBus } from './bus';
import type { BusEvent, Rule } from './bus';

const now = (): Date => new Date('2026-01-15T09:30:00.250Z');

const entry = (changes: Partial<PutEventsEntry> = {}): PutEventsEntry => ({
  Source: 'shop',
  DetailType: 'Sold',
  Detail: '{"id":1}',
  ...changes,
});

function rule(changes: Partial<Rule> = {}): Rule & { readonly seen: string[] } {
  const seen: string[] = [];
  return { name: 'all', pattern: { source: ['shop'] }, target: (text) => void seen.push(text), ...changes, seen };
}

test('an event reaches the target of each rule that matches, in the form of EventBridge', async () => {
  const [all, sold, other] = [
    rule(),
    rule({ pattern: { 'detail-type': ['Sold'] } }),
    rule({ pattern: { source: ['x'] } }),
  ];
  const bus = createBus({ now, account: '123456789012', region: 'eu-central-1', rules: [all, sold, other] });
  const result = await bus.putEvents([
    entry({ Time: new Date('2026-01-14T00:00:00.999Z'), Resources: ['arn:one'] }),
    entry({ Detail: '{ "price": 12345678901234567890.10, "name": "Café\\n" }\n' }),
  ]);
  const ids = result.Entries.map(({ EventId }) => EventId);
  expect(result).toEqual({
    FailedEntryCount: 0,
    Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }, { EventId: expect.any(String) }],
  });
  expect(JSON.parse(all.seen[0]!)).toEqual({
    version: '0',
    id: ids[0],
    'detail-type': 'Sold',
    source: 'shop',
    account: '123456789012',
    time: '2026-01-14T00:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:one'],
    detail: { id: 1 },
  });
  expect(JSON.parse(all.seen[1]!)).toMatchObject({ id: ids[1], time: '2026-01-15T09:30:00Z', resources: [] });
  // Not a digit is lost on the way.
  expect(all.seen[1]).toContain('"detail":{ "price": 12345678901234567890.10, "name": "Café\\n" }}');
  expect(sold.seen).toEqual(all.seen);
  expect(other.seen).toEqual([]);
});

test.each<[string, Partial<PutEventsEntry>]>([
  ['InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.', { Source: undefined }],
  ['InvalidArgument: Parameter DetailType is not valid', { DetailType: '' }],
  ['InvalidArgument: Parameter Detail is not valid', { Detail: undefined }],
  ['InvalidArgument: Parameter Time is not valid', { Time: new Date('x') }],
  ['InvalidArgument: The entry is not smaller than 262144 bytes.', { Detail: `{"a":"${'é'.repeat(131_072)}"}` }],
  ['NotAuthorizedForSourceException: Not authorized for the source.', { Source: 'aws.ec2' }],
  ['MalformedDetail: Detail is malformed.', { Detail: '{"a":' }],
  ['MalformedDetail: Detail is malformed.', { Detail: '[1]' }],
  ['MalformedDetail: Detail is malformed.', { Detail: 'null' }],
  ['ResourceNotFoundException: There is no event bus default', { EventBusName: 'default' }],
])('an entry that is refused does not hold up the others: %s', async (words, changes) => {
  const all = rule();
  const bus = createBus({ name: 'ours', rules: [all] });
  const { FailedEntryCount, Entries } = await bus.putEvents([
    entry({ EventBusName: 'ours' }),
    entry(changes),
    entry({ EventBusName: 'arn:aws:events:eu-central-1:123456789012:event-bus/ours' }),
  ]);
  expect(FailedEntryCount).toBe(1);
  expect(Entries.map(({ EventId }) => EventId !== undefined)).toEqual([true, false, true]);
  expect(`${Entries[1]!.ErrorCode}: ${Entries[1]!.ErrorMessage}`).toContain(words);
  expect(all.seen).toHaveLength(2);
});

test.each([0, 11])('a call with %i entries is refused as a whole', async (count) => {
  const all = rule();
  const call = createBus({ rules: [all] }).putEvents(Array.from({ length: count }, () => entry()));
  await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  expect(all.seen).toEqual([]);
});

test('a target that fails makes its entry fail, and nobody hears of the event', async () => {
  const heard: BusEvent[] = [];
  const bus = createBus({
    rules: [
      rule({
        name: 'broken',
        target: async (text) => {
          if (text.includes('"bad"')) throw new Error('The queue is gone.');
        },
      }),
    ],
  });
  bus.subscribe((event) => heard.push(event));
  const { FailedEntryCount, Entries } = await bus.putEvents([entry(), entry({ Detail: '{"a":"bad"}' }), entry()]);
  expect(FailedEntryCount).toBe(1);
  expect(Entries[1]).toEqual({
    ErrorCode: 'InternalFailure',
    ErrorMessage: 'The target of the rule broken failed: The queue is gone.',
  });
  expect(heard.map(({ id }) => id)).toEqual([Entries[0]!.EventId, Entries[2]!.EventId]);
});

test('an event that the target does not let in goes to the dead letters, and counts as taken', async () => {
  const access = { action: 'sqs:SendMessage', arn: 'arn:aws:sqs:us-east-1:000000000000:orders' };
  const letters: string[][] = [];
  const closed = rule({
    target: () => {
      throw new AccessDenied('events.amazonaws.com', access);
    },
    deadLetters: (...letter) => void letters.push(letter),
  });
  const { FailedEntryCount, Entries } = await createBus({ rules: [closed] }).putEvents([entry()]);
  expect(FailedEntryCount).toBe(0);
  expect(letters).toEqual([[expect.stringContaining(Entries[0]!.EventId!), expect.stringContaining(access.arn)]]);
});

test('subscribers hear of events that no rule wants, until they leave', async () => {
  const heard: unknown[] = [];
  const bus = createBus({ rules: [] });
  const leave = bus.subscribe(({ detail }) => heard.push(detail));
  await bus.putEvents([entry()]);
  leave();
  await bus.putEvents([entry()]);
  expect(heard).toEqual([{ id: 1 }]);
});

test('a rule with an unknown operator is refused at once, by its name', () => {
  const create = (): unknown =>
    createBus({ rules: [rule({ name: 'stars', pattern: { source: [{ wildcard: '*' }] } })] });
  expect(create).toThrow('The rule stars cannot be used. The event pattern uses "wildcard"');
});

test('the size of an entry is counted as EventBridge does', () => {
  expect(sizeOf(entry({ Source: 'é', DetailType: 'ab', Detail: '{}', Time: now(), Resources: ['xyz'] }))).toBe(23);
});
