import { Enumeration, Integer, Json, NestedList, Text } from './decorators';
import type { DerivedOperation } from './facts';

/** What has become of work on all items that meet a filter. */
export const bulkStates = ['RUNNING', 'DONE'] as const;

/** For how many days such work can be gone on with. */
export const bulkDays = 30;

/** The most refusals that are told one by one. */
export const mostRefusals = 10;

/** Whether a derived operation works on all items that meet a filter. */
export const isBulk = (name: DerivedOperation): name is 'updateAll' | 'deleteAll' =>
  name === 'updateAll' || name === 'deleteAll';

/** An item that was not changed, and why. */
export class BulkRefusal {
  @Json({ doc: 'The key of the item.', example: { id: '1' } }) key!: unknown;
  @Text({ max: 100, doc: 'The code of the problem.', example: 'transition' }) code!: string;
  @Text({ max: 1000, doc: 'What stood against it.', example: 'The state of an item cannot change so.' })
  detail!: string;
}

/** Work on all items that meet a filter, a part of it with each request. */
export class BulkJob {
  @Text({
    optional: true,
    max: 64,
    doc: 'Names the work, to go on with it. Nothing goes on from a dry run.',
    example: '0190f5fe-7c00-7a00-8000-000000000000',
  })
  job?: string;
  @Enumeration('BulkState', bulkStates, {
    doc: 'RUNNING as long as items may be left that nobody has looked at: go on with it.',
    meanings: { RUNNING: 'Items may be left.', DONE: 'All items were looked at.' },
  })
  state!: string;
  @Integer({ min: 0, doc: 'Items that were changed; of a dry run, that would be.', example: 100 }) changed!: number;
  @Integer({ min: 0, doc: 'Items that were not changed because something stood against it.', example: 0 })
  refused!: number;
  @NestedList(() => BulkRefusal, { max: mostRefusals, doc: 'The first of those.' }) refusals!: BulkRefusal[];
}
