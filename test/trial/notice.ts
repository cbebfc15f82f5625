import { role } from '../../schema/access';
import { Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import type { Consumer } from '../../services/consumer';
import { tableTouches } from '../../services/table-actions';
import { invalid } from '../../services/validation';

/** A key with a number in it. */
@Domain('notice', {
  access: { read: role('admin'), write: role('admin') },
  doc: 'What is pinned to the board when a book is new.',
  key: { partition: 'bookId', sort: 'number' },
  operations: ['get', 'list', 'delete'],
  scan: true,
})
export class Notice {
  @Text({ max: 256, doc: 'Which book it is about.', example: 'b-100' })
  bookId!: string;

  @Integer({ min: 1, doc: 'The version of the book that it tells of.', example: 1 })
  number!: number;

  @Text({ max: 200, doc: 'What stands there.', example: 'New: The Lighthouse' })
  text!: string;
}

const notices = domainOf(Notice);

/** Pins a notice to the board for each new book; it takes what the domain of another module announces. */
export const noticeConsumer: Consumer = {
  name: 'notices',
  doc: 'Pins a notice to the board for each new book.',
  event: { source: 'tandem.book', detailType: 'BookCreated' },
  operation: 'pinNotice',
  touches: [...tableTouches(notices).get, ...writeTouches(notices).create],
  take: async (detail, context) => {
    const { new: book } = detail as { readonly new?: { readonly id?: unknown; readonly title?: unknown } };
    if (typeof book?.id !== 'string') throw invalid('validation', [{ pointer: '/new/id', detail: 'is required' }]);
    const text = `New: ${String(book.title)}`;
    return change<string>(notices, { bookId: book.id, number: 1 }, {}, context, {
      missing: () => ({ create: { bookId: book.id, number: 1, text }, answer: 'pinned' }),
      existing: () => ({ answer: 'already-pinned' }),
    });
  },
};
