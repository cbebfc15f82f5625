import { TandemError } from '@tandem/sdk';

const amounts = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** What stands for a value that cannot be read. */
const unknown = '–';

/** A price. */
export const money = (amount: number | null | undefined): string =>
  amount === null || amount === undefined ? unknown : amounts.format(amount);

/** A moment in the time of the reader. */
export const moment = (time: string | null): string => (time === null ? unknown : moments.format(new Date(time)));

/** The sum of price × quantity, added in cents, whose sums are exact. */
export function sumOf(lines: readonly { readonly price?: number; readonly quantity: number }[]): number {
  return lines.reduce((cents, { price = 0, quantity }) => cents + Math.round(price * 100) * quantity, 0) / 100;
}

/** What went wrong, for people. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof TandemError)) return 'Something went wrong on this page.';
  switch (error.code) {
    case 'network':
    case 'no-answer':
    case 'unavailable':
    case 'timeout':
      return 'The shop cannot be reached at the moment.';
    case 'unauthenticated':
      return 'Your session has ended. Please sign in again.';
    case 'forbidden':
      return 'You are not allowed to do this. Sign in as somebody who is.';
    case 'validation':
      return error.errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; ');
    default:
      return error.message;
  }
}
