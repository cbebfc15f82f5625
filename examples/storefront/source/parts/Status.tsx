import type { Order } from '@tandem/sdk';

const words: Readonly<Record<Order['status'], string>> = {
  PENDING: 'Being placed',
  PLACED: 'Placed',
  PAID: 'Paid',
  SHIPPED: 'On its way',
  DELIVERED: 'Delivered',
  CANCELLED: 'Cancelled',
};

/** The status of an order in words. */
export const statusText = (status: Order['status']): string => words[status];

/** How far an order has come. */
export function Status({ status }: { status: Order['status'] }) {
  return (
    <span className="status" data-status={status}>
      {words[status]}
    </span>
  );
}
