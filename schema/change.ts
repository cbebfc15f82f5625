import { DateTime, Enumeration, Integer, Json, ListOf, NestedList, Text } from './decorators';

/** What may happen to an item. */
export const changeKinds = ['Created', 'Updated', 'Deleted'] as const;

/** The kind of a change. */
export type ChangeKind = (typeof changeKinds)[number];

/** One change of an item, as its feed tells it. */
export class Change {
  @Text({ max: 64, doc: 'The same each time this change is told.', example: '0196f7a2-8c00-7000-8000-000000000001' })
  id!: string;

  @Enumeration('ChangeKind', changeKinds, {
    doc: 'What happened.',
    example: 'Updated',
    meanings: {
      Created: 'The item is new.',
      Updated: 'Some fields of the item are others now.',
      Deleted: 'The item is gone.',
    },
  })
  change!: ChangeKind;

  @DateTime({ doc: 'When it happened.' })
  time!: string;

  @Json({ doc: 'The key fields of the item.', example: { id: 'example-1' } })
  key!: unknown;

  @Integer({ min: 1, doc: 'The version of the item after the change; of one that is gone, its last.', example: 2 })
  version!: number;

  @ListOf('text', { optional: true, doc: 'The names of the fields that an update has changed.' })
  changed?: string[];

  @Json({
    optional: true,
    doc: 'The item after the change, without fields that are marked as sensitive. Missing when it is gone or too large: read it.',
  })
  item?: unknown;
}

/** A stretch of a feed. */
export class ChangeFeed {
  @NestedList(() => Change, { max: 100, doc: 'The changes, from the oldest.' })
  changes!: Change[];

  @Text({ max: 8000, doc: 'Send it as since, and what has happened after these changes is told.', example: 'AbCd' })
  cursor!: string;

  @Integer({
    min: 0,
    doc: 'Let so many seconds pass before you ask again. It is 0 for callers who may wait for the next change.',
    example: 0,
  })
  retryAfterSeconds!: number;
}
