import { isDeepStrictEqual } from 'node:util';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import type { Consumer } from '../../services/consumer';
import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { admit } from '../../services/validation';
import { LoanRequested, loanRequested } from './borrow';
import { Loan } from './loan';

const loans = domainOf(Loan);

/** Lends what a reader has asked for: once, however often its event comes. */
async function lend(detail: unknown, context: Context): Promise<string> {
  const event = admit(LoanRequested, detail, 'whole');
  return change<string>(loans, { userName: event.userName, loanId: event.loanId }, {}, context, {
    missing: () => ({ create: { ...event, status: 'LENT', createdAt: event.loanDate }, answer: 'lent' }),
    existing: (loan) => {
      if (!isDeepStrictEqual([loan.items, loan.totalPrice], [event.items, event.totalPrice])) {
        throw new ServiceError('conflict', 'Another loan with this id is there already.');
      }
      if (loan.status !== 'PENDING') return { answer: 'already-lent' };
      return { update: { set: { status: 'LENT' }, remove: [] }, answer: 'lent' };
    },
  });
}

/** Lends the books of loans that were asked for. */
export const loanConsumer: Consumer = {
  name: 'loans',
  doc: 'Lends the books of loans that were asked for.',
  event: loanRequested,
  operation: 'lend',
  touches: [...writeTouches(loans).create, ...writeTouches(loans).update],
  take: lend,
  alarms: [{ name: 'loan-conflict', code: 'conflict', advice: 'Two different loans claim one id: compare them.' }],
};
