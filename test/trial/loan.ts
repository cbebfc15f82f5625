import { any, owner, role } from '../../schema/access';
import { DateTime, Enumeration, Money, NestedList, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { ShelfLine } from './shelf';

/** The largest amount whose minor units a double holds exactly. */
export const maxTotal = 90_071_992_547_409.91;

/** What becomes of a loan. */
export const loanStatuses = ['PENDING', 'LENT', 'RETURNED'] as const;

/** A key of two parts, an index, items that are made by a verb alone, and fields that nobody else may read. */
@Domain('loan', {
  access: { read: any(owner('userName'), role('admin')), write: role('admin'), list: role('admin') },
  doc: 'What was borrowed. Made by borrowing a shelf, PENDING until it has been lent.',
  key: { partition: 'userName', sort: 'loanId' },
  indexes: { byDate: { partition: 'userName', sort: 'loanDate' } },
  operations: ['get', 'list'],
  order: { field: 'loanDate', descending: true },
  scan: true,
  events: true,
})
export class Loan {
  @Text({ max: 128, doc: 'Who borrows.', example: 'ann' })
  userName!: string;

  @Text({ max: 64, doc: 'Made when the shelf is borrowed.', example: 'loan-1' })
  loanId!: string;

  @DateTime({ doc: 'When the books were asked for.' })
  loanDate!: string;

  @Enumeration('LoanStatus', loanStatuses, { doc: 'How far it has come.', example: 'LENT' })
  status!: (typeof loanStatuses)[number];

  @NestedList(() => ShelfLine, { max: 1000, doc: 'What was borrowed.' })
  items!: ShelfLine[];

  @Money({ max: maxTotal, doc: 'What it would cost to replace it all.', example: 49 })
  totalPrice!: number;

  @Text({ max: 254, optional: true, sensitive: true, example: 'ada@example.com' })
  email?: string;
}
