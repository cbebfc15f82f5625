import { DateTime, Enumeration, Money, NestedList, Text } from '../../schema/decorators';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import type { Item } from '../../services/context';
import { defineProblems, ServiceError } from '../../services/errors';
import { announcementTouches, keyOf } from '../../services/events';
import type { EventFact } from '../../services/events';
import { once, onceTouches } from '../../services/idempotency';
import { identifier } from '../../services/identifier';
import { majorUnits, sumOf } from '../../services/money';
import { operation } from '../../services/operation';
import { missing } from '../../services/precondition';
import { tableTouches } from '../../services/table-actions';
import { Book } from './book';
import { Loan, loanStatuses, maxTotal } from './loan';
import { Shelf, ShelfLine } from './shelf';

const [books, loans, shelves] = [domainOf(Book), domainOf(Loan), domainOf(Shelf)];

/** What borrowing takes. */
export class Borrowing {
  @Text({ max: 128, doc: 'Whose shelf is borrowed.', example: 'ann' })
  userName!: string;

  @Text({ max: 254, pattern: /^[^\s@]+@[^\s@]+$/, optional: true, sensitive: true, example: 'ada@example.com' })
  email?: string;
}

/** What borrowing answers at once; the loan itself is PENDING until the event has been worked on. */
export class BorrowingReceipt {
  @Text({ max: 128, example: 'ann' })
  userName!: string;

  @Text({ max: 64, doc: 'Where to look: /loan/{userName}/{loanId}.', example: 'loan-1' })
  loanId!: string;

  @Enumeration('LoanStatus', loanStatuses, { example: 'PENDING' })
  status!: (typeof loanStatuses)[number];
}

/** The detail of the event that asks for a loan. */
export class LoanRequested {
  @Text({ max: 128, example: 'ann' })
  userName!: string;

  @Text({ max: 64, example: 'loan-1' })
  loanId!: string;

  @DateTime()
  loanDate!: string;

  @NestedList(() => ShelfLine, { max: 1000 })
  items!: ShelfLine[];

  @Money({ max: maxTotal })
  totalPrice!: number;
}

/** A shelf that was borrowed; the consumer `loans` lends its books. */
export const loanRequested: EventFact = {
  source: 'library.desk',
  detailType: 'LoanRequested',
  doc: 'A shelf was borrowed: the loan waits for its books to be lent.',
  detail: { type: LoanRequested },
};

/** What can go wrong in the library alone. */
export const libraryProblems = defineProblems({
  'empty-shelf': {
    status: 422,
    title: 'The shelf is empty',
    graphql: 'BAD_USER_INPUT',
    help: 'There is nothing to borrow on the shelf. Put a book there first.',
  },
});

/** Borrows a shelf: one transaction takes the shelf and the key, and leaves the loan and the event of the consumer. */
export const borrow = operation({
  access: shelves.access?.write,
  name: 'borrow',
  kind: 'mutation',
  domain: shelves,
  doc: 'Borrows the books of a shelf. The loan is PENDING at once and is lent a moment later.',
  route: {
    method: 'POST',
    path: '/shelf/borrow',
    success: 202,
    location: loans,
  },
  body: { of: 'item', type: Borrowing, mode: 'whole' },
  idempotent: 'itself',
  problems: ['not-found', libraryProblems['empty-shelf']],
  gives: { as: 'item', type: BorrowingReceipt },
  touches: [
    ...onceTouches(),
    ...tableTouches(shelves).get,
    ...writeTouches(shelves).delete,
    ...tableTouches(books).getMany,
    ...writeTouches(loans).create,
    ...announcementTouches,
  ],
  perform: async ({ body }, context) => {
    const { userName } = body;
    return once<Item>(context, { scope: ['borrow', String(userName)], body }, async ({ record }) =>
      change<Item>(shelves, { userName }, {}, context, {
        missing: () => Promise.reject(missing()),
        existing: async (shelf) => {
          const items = shelf.items as readonly ShelfLine[];
          if (items.length === 0) {
            throw new ServiceError(libraryProblems['empty-shelf'], 'There is nothing on the shelf.');
          }
          const found = await context.table(books).getMany(items.map(({ bookId }) => ({ id: bookId })));
          const prices = items.map(({ quantity }, index) => ({ quantity, price: Number(found[index]?.price ?? 0) }));
          const loanDate = context.now().toISOString();
          const detail = {
            userName,
            loanId: identifier(context.now().getTime()),
            loanDate,
            items,
            totalPrice: majorUnits(sumOf(prices)),
          };
          const loan = { ...body, ...detail, status: 'PENDING', createdAt: loanDate, updatedAt: loanDate };
          const receipt = { userName, loanId: detail.loanId, status: 'PENDING' };
          return {
            delete: true,
            with: () => [{ domain: loans, create: loan }, ...record(receipt)],
            events: [{ event: loanRequested, key: keyOf(loans, loan), detail }],
            answer: receipt,
          };
        },
      }),
    );
  },
});
