import { isDeepStrictEqual } from 'node:util';
import { CheckoutBasket } from '../schema/checkout';
import { domainOf, fieldsOf } from '../../schema/facts';
import { Order } from '../schema/order';
import { change, writeTouches } from '../../services/change';
import type { Consumer } from '../../services/consumer';
import type { Context, Item } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { admit } from '../../services/validation';
import { checkoutEvent } from './events';

const orders = domainOf(Order);

/** What became of the event of a checkout. */
export type Placing = 'placed' | 'already-placed';

/**
 * Places the order that an accepted checkout tells of: once, however often and in whatever order its event comes.
 * The order has the date of the event, never that of today.
 * @param detail the detail of a CheckoutBasket event; members that are not declared are passed over
 * @throws ServiceError validation when it is no such detail; conflict when another order has the id
 */
export async function placeOrder(detail: unknown, context: Context): Promise<Placing> {
  const event = admit(CheckoutBasket, declaredPart(detail), 'whole');
  const key = { userName: event.userName, orderId: event.orderId };
  return change<Placing>(orders, key, {}, context, {
    missing: () => ({
      create: { ...event, status: 'PLACED', createdAt: event.orderDate },
      answer: 'placed',
    }),
    existing: (order) => {
      if (!isSameOrder(order, event)) {
        throw new ServiceError('conflict', 'Another order with this id is there already.');
      }
      if (order.status !== 'PENDING') return { answer: 'already-placed' };
      return { update: { set: { status: 'PLACED' }, remove: [] }, answer: 'placed' };
    },
  });
}

/** Places the orders of accepted checkouts. */
export const orderConsumer: Consumer = {
  name: 'orders',
  doc: 'Places the orders of accepted checkouts.',
  event: checkoutEvent,
  operation: 'placeOrder',
  touches: [...writeTouches(orders).create, ...writeTouches(orders).update],
  take: placeOrder,
  alarms: [
    {
      name: 'order-conflict',
      code: 'conflict',
      advice:
        'Two different orders claim one id, so that one of them was not placed. Compare the message in the dead letters with the item of the order table, and do not redrive it.',
    },
  ],
};

/** A producer of tomorrow may say more than we know, but what could reach a prototype is never read. */
function declaredPart(detail: unknown): unknown {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return detail;
  const names = fieldsOf(CheckoutBasket).map(({ name }) => name);
  const dangerous = ['__proto__', 'constructor', 'prototype'];
  return Object.fromEntries(
    Object.entries(detail).filter(([name]) => names.includes(name) || dangerous.includes(name)),
  );
}

/** Whether an order is what the event tells: bought at that moment, the same lines, the same total. */
function isSameOrder(order: Item, event: Item): boolean {
  return (['orderDate', 'totalPrice', 'items'] as const).every((name) => isDeepStrictEqual(order[name], event[name]));
}
