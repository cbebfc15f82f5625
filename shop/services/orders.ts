import { domainOf, fieldOfKind } from '../../schema/facts';
import { Order, OrderStatusChange, orderStatuses } from '../schema/order';
import type { OrderItem, OrderStatus } from '../schema/order';
import { Product } from '../schema/product';
import { required } from '../../schema/required';
import { judge, refused } from '../../services/access';
import { change, writeTouches } from '../../services/change';
import type { Part } from '../../services/change';
import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { operation } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { itemPath } from '../../services/paths';
import { tableTouches } from '../../services/table-actions';
import { shopProblems } from './problems';

const [orders, products] = [domainOf(Order), domainOf(Product)];
const { max: largestStock } = fieldOfKind(Product, 'stock', 'integer');

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
      .join(
        ', ',
      )}. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else.`,
    route: { method: 'PUT', path: `${itemPath(orders)}/status`, success: 200 },
    key: true,
    body: { of: 'item', type: OrderStatusChange, mode: 'whole', flat: true },
    conditional: true,
    problems: [shopProblems['transition-not-allowed']],
    gives: { as: 'item', type: Order },
    touches: [...writeTouches(orders).update, ...tableTouches(products).getMany, ...writeTouches(products).update],
    perform: async ({ key, body, precondition }, context) => {
      const to = statusOf(body.status);
      if (
        to !== 'CANCELLED' &&
        !context.open &&
        judge(required(orders.access, 'the access rules of orders').write, context.caller, () => []) !== 'granted'
      ) {
        throw refused(context);
      }
      return change(orders, key, precondition, context, {
        isDone: ({ status }) => status === to,
        existing: async (order) => {
          const from = statusOf(order.status);
          if (!transitions[from].includes(to)) throw stays(from);
          const returns = to === 'CANCELLED' ? await putBack(order.items as readonly OrderItem[], context) : [];
          return { update: { set: { status: to }, remove: [] }, with: () => returns };
        },
      });
    },
  }),
];

const statusOf = (value: unknown): OrderStatus =>
  required(
    orderStatuses.find((status) => status === value),
    'the status of an order',
  );

function stays(from: OrderStatus): ServiceError {
  const next = transitions[from];
  const words =
    next.length > 0
      ? `can become ${next.join(' or ')}`
      : from === 'PENDING'
        ? 'is being placed; send the request again in a moment'
        : 'stays as it is';
  return new ServiceError(shopProblems['transition-not-allowed'], `An order that is ${from} ${words}.`, {
    ...(from === 'PENDING' && { retryAfterSeconds: 1 }),
  });
}

/**
 * What puts the pieces back. A product that is gone, or whose stock is no longer tracked, takes nothing back, and a stock
 * takes no more than its field may hold: a full shelf is no reason to keep somebody from cancelling.
 */
async function putBack(items: readonly OrderItem[], context: Context): Promise<readonly Part[]> {
  const pieces = new Map<string, number>();
  for (const { productId, quantity, fromStock } of items) {
    if (fromStock) pieces.set(productId, (pieces.get(productId) ?? 0) + quantity);
  }
  if (pieces.size === 0) return [];
  const storedProducts = await context.table(products).getMany([...pieces.keys()].map((id) => ({ id })));
  return [...pieces].flatMap(([id, quantity], index): Part[] => {
    const current = storedProducts[index];
    if (current?.stock === undefined) return [];
    const stock = Math.min(largestStock, Number(current.stock) + quantity);
    if (stock === current.stock) return [];
    const changes = { set: { stock }, remove: [] };
    return [{ domain: products, update: { id }, changes, condition: {}, current }];
  });
}
