import { any, owner, role } from '../../schema/access';
import { Integer, NestedList, Reference, Text, Total } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Book } from './book';

/** One line of a shelf. */
export class ShelfLine {
  @Reference(() => Book, { doc: 'Which book.', example: 'b-100' })
  bookId!: string;

  @Integer({ min: 1, max: 1_000_000, doc: 'Copies.', example: 2 })
  quantity!: number;
}

/** Its owner alone sees and changes it, it holds lines that lead to another noun, and it goes away by itself. */
@Domain('shelf', {
  access: {
    read: any(owner('userName'), role('admin')),
    write: any(owner('userName'), role('admin')),
    list: role('admin'),
  },
  doc: 'What a reader has put aside. A shelf that nobody touches for a month is gone.',
  key: { partition: 'userName' },
  plural: 'shelves',
  operations: ['create', 'get', 'list', 'replace', 'update', 'delete'],
  scan: true,
  expiresAfterDays: 30,
})
export class Shelf {
  @Text({ max: 128, doc: 'Whose shelf it is.', example: 'ann' })
  userName!: string;

  @NestedList(() => ShelfLine, { max: 1000, doc: 'The books in the order in which they were put there.' })
  items!: ShelfLine[];

  @Total({ of: 'items', times: 'quantity', price: 'book.price', doc: 'What it would cost to replace them all.' })
  readonly totalPrice?: number;
}
