import { Id, Json, NestedList, Nested, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import type { Item } from './context';
import { announcements, changeAnnouncement, eventsIn } from './events';

class Secret {
  @Text({ max: 40, sensitive: true }) word!: string;
  @Text({ max: 40 }) hint!: string;
}

class Drawer {
  @Text({ max: 40 }) label!: string;
  @NestedList(() => Secret, { optional: true }) secrets?: Secret[];
}

@Domain('cabinet', { events: true })
class Cabinet {
  @Id() id!: string;
  @Nested(() => Drawer, { optional: true }) drawer?: Drawer;
  @Json({ optional: true }) free?: unknown;
}

const cabinets = domainOf(Cabinet);
const now = (): Date => new Date('2026-01-15T09:30:00Z');

/** What the records of the outbox tell of new cabinets that were made together. */
function recordsOf(items: readonly Item[]): readonly Item[] {
  const created = items.map((item) => changeAnnouncement(cabinets, undefined, { version: 1, ...item })!);
  return announcements(created, { now }).flatMap((write) => ('create' in write ? [write.create] : []));
}

const text = (size: number): string => 'x'.repeat(size);

test('the events of a record are JSON letter for letter, whatever stands in them', () => {
  const free = { 'a "name"': ['\u2028', '\ud83d\ude00', '\\', -0, 1e21, null], nothing: {} };
  const items = [
    { id: 'a', free },
    { id: 'b', drawer: { label: '"' } },
  ];
  const [record] = recordsOf(items);
  const events = items.map((item) => ({
    source: 'tandem.cabinet',
    detailType: 'CabinetCreated',
    detail: { key: { id: item.id }, version: 1, new: { version: 1, ...item } },
  }));
  expect(record!.events).toBe(JSON.stringify(events));
  expect(recordsOf(items.slice(0, 1))[0]!.detail).toBe(JSON.stringify(events[0]!.detail));
});

describe('what is too large is told by its key', () => {
  const tell = (items: readonly Item[]) =>
    recordsOf(items)
      .flatMap(eventsIn)
      .map(({ detail }) => [
        Reflect.get(Reflect.get(detail, 'key') as object, 'id'),
        Reflect.has(detail, 'tooLarge') ? 'by its key' : 'whole',
      ]);

  test('an event that EventBridge does not take', () => {
    const items = [{ id: 'a' }, { id: 'b', free: text(256 * 1024) }];
    expect(tell(items)).toEqual([
      ['a', 'whole'],
      ['b', 'by its key'],
    ]);
    expect(tell(items.slice(1))).toEqual([['b', 'by its key']]);
  });

  test('of a record that DynamoDB does not take the largest, and no more than have to be', () => {
    const items = [150, 200, 180].map((size, index) => ({ id: `c${index}`, free: text(size * 1024) }));
    expect(tell(items)).toEqual([
      ['c0', 'whole'],
      ['c1', 'by its key'],
      ['c2', 'whole'],
    ]);
    // DynamoDB counts bytes, not characters.
    const wide = [100, 110].map((size, index) => ({ id: `w${index}`, free: 'é'.repeat(size * 1024) }));
    expect(tell(wide)).toEqual([
      ['w0', 'whole'],
      ['w1', 'by its key'],
    ]);
  });
});

test('what is sensitive in objects of objects is not told', () => {
  const drawer = { label: 'top', secrets: [{ word: 'sesame', hint: 'a seed' }] };
  const [record] = recordsOf([{ id: 'a', drawer }]);
  expect(eventsIn(record!)[0]!.detail).toMatchObject({
    new: { drawer: { label: 'top', secrets: [{ hint: 'a seed' }] } },
  });
  expect(String(record!.detail)).not.toContain('sesame');
});
