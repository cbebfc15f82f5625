import type { Order } from '@tandem/sdk';

const words: Readonly<Record<NonNullable<Order['status']>, string>> = {
  PENDING: 'Being placed',
  PLACED: 'Placed',
  PAID: 'Paid',
  SHIPPED: 'On its way',
  DELIVERED: 'Delivered',
  CANCELLED: 'Cancelled',
};

/** The status of an order in words; there are none for one that cannot be read. */
export const statusText = (status: Order['status']): string => (status === null ? 'Unknown' : words[status]);

/** How far an order has come. */
export function Status({ status }: { status: Order['status'] }) {
  return (
    <span className="status" data-status={status}>
      {statusText(status)}
    </span>
  );
}
