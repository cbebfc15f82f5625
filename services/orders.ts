import { domainOf } from '../schema/facts';
import { Order, OrderStatusChange, orderStatuses } from '../schema/order';
import type { OrderItem, OrderStatus } from '../schema/order';
import { Product } from '../schema/product';
import { judge, refused } from './access';
import { alteration, alterationTouches, untilItHolds } from './announce';
import { TransactionLost } from './context';
import type { Context, Item, Key, Write } from './context';
import { ServiceError } from './errors';
import { operation } from './operation';
import type { Operation } from './operation';
import { itemPath } from './paths';
import { holds, lostTo, missing } from './precondition';
import { tableTouches } from './table-actions';

const [orders, products] = [domainOf(Order), domainOf(Product)];

/** The status that may follow each. Only the consumer of the checkout's event makes PENDING into PLACED. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: [],
  PLACED: ['PAID', 'CANCELLED'],
  PAID: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

/** What only orders can do. */
export const orderOperations: readonly Operation[] = [
  operation({
    // Whose order it is may cancel it, and nothing else.
    access: orders.access?.read,
    name: 'setOrderStatus',
    kind: 'mutation',
    domain: orders,
    doc: `Moves an order on: ${orderStatuses
      .filter((status) => transitions[status].length > 0)
      .map((status) => `${status} to ${transitions[status].join(' or ')}`)
      .join(', ')}. Cancelling puts the pieces back into the stock. The same status again changes nothing.`,
    route: { method: 'PUT', path: `${itemPath(orders)}/status`, success: 200 },
    key: true,
    body: { of: 'item', type: OrderStatusChange, mode: 'whole', flat: true },
    conditional: true,
    problems: ['transition-not-allowed'],
    gives: { as: 'item', type: Order },
    touches: [...tableTouches(orders).get, ...alterationTouches(orders), ...tableTouches(products).update],
    perform: async ({ key, body, precondition }, context) => {
      const to = body.status as OrderStatus;
      if (to !== 'CANCELLED' && !context.open && judge(orders.access!.write, context.caller, () => []) !== 'granted') {
        throw refused(context);
      }
      return untilItHolds(context, async () => {
        const order = await context.table(orders).get(key);
        if (!order) throw missing(precondition);
        const from = order.status as OrderStatus;
        if (from === to) return order;
        if (!holds(precondition, order.version)) throw lostTo(order);
        if (!transitions[from].includes(to)) throw stays(from);
        return move(key, order, to, context);
      });
    },
  }),
];

function stays(from: OrderStatus): ServiceError {
  const next = transitions[from];
  const words =
    next.length > 0
      ? `can become ${next.join(' or ')}`
      : from === 'PENDING'
        ? 'is being placed; send the request again in a moment'
        : 'stays as it is';
  return new ServiceError('transition-not-allowed', `An order that is ${from} ${words}.`, {
    ...(from === 'PENDING' && { retryAfterSeconds: 1 }),
  });
}

async function move(key: Key, order: Item, status: OrderStatus, context: Context): Promise<Item> {
  const updatedAt = context.now().toISOString();
  const { writes, item } = alteration(orders, key, order, { set: { status, updatedAt }, remove: [] }, context);
  let returns = status === 'CANCELLED' ? piecesOf(order.items as readonly OrderItem[]) : [];
  for (;;) {
    try {
      await context.transact([...writes, ...returns.map((one) => putBack(one, context))]);
      return item;
    } catch (error) {
      if (!(error instanceof TransactionLost) || error.lost.slice(0, writes.length).some(Boolean)) throw error;
      // A product that is gone, or whose stock is no longer tracked, takes nothing back.
      const { lost } = error;
      returns = returns.filter((_, index) => !lost[writes.length + index]);
    }
  }
}

type Pieces = readonly [productId: string, quantity: number];

function piecesOf(items: readonly OrderItem[]): readonly Pieces[] {
  const pieces = new Map<string, number>();
  for (const { productId, quantity, fromStock } of items) {
    if (fromStock) pieces.set(productId, (pieces.get(productId) ?? 0) + quantity);
  }
  return [...pieces];
}

function putBack([id, quantity]: Pieces, context: Context): Write {
  return {
    domain: products,
    update: { id },
    changes: { set: { updatedAt: context.now().toISOString() }, remove: [], add: { stock: quantity } },
    condition: { where: { field: ['stock'], comparison: 'exists', values: [true] } },
  };
}
