import { any, owner, role } from '../../schema/access';
import { DateTime, Enumeration, Flag, Integer, Money, NestedList, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Product } from './product';

/** The largest amount whose minor units a double holds exactly. */
export const maxTotal = 90_071_992_547_409.91;

/** What becomes of an order; `shop/services/orders.ts` says which status may follow which. */
export const orderStatuses = ['PENDING', 'PLACED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const;

/** The status of an order. */
export type OrderStatus = (typeof orderStatuses)[number];

/** One line of an order, as it was sold. */
export class OrderItem {
  @Reference(() => Product, { doc: 'What was bought.', example: 'p-100' })
  productId!: string;

  @Integer({ min: 1, max: 1_000_000, doc: 'Pieces.', example: 2 })
  quantity!: number;

  @Text({ max: 40, optional: true, doc: 'The chosen variant.', example: 'Red' })
  color?: string;

  @Money({ doc: 'The price of one piece that was paid.', example: 249.5 })
  price!: number;

  @Text({ max: 1000, optional: true, doc: 'The title at that time.', example: 'Pocket Camera' })
  productName?: string;

  @Flag({ optional: true, doc: 'The pieces were taken from the stock, and go back there when the order is cancelled.' })
  fromStock?: boolean;
}

/** The status that an order shall get. */
export class OrderStatusChange {
  @Enumeration('OrderStatus', orderStatuses, { doc: 'The next status.', example: 'PAID' })
  status!: OrderStatus;
}

@Domain('order', {
  access: { read: any(owner('userName'), role('admin')), write: role('admin'), list: role('admin') },
  doc: 'What was bought. Made by a checkout, PENDING until it has been placed.',
  key: { partition: 'userName', sort: 'orderId' },
  indexes: { byDate: { partition: 'userName', sort: 'orderDate' } },
  operations: ['get', 'list'],
  order: { field: 'orderDate', descending: true },
  scan: true,
  events: { source: 'com.swn.order' },
})
export class Order {
  @Text({ max: 128, doc: 'Who bought it.', example: 'swn' })
  userName!: string;

  @Text({ max: 64, doc: 'Made by the checkout from the user, the key and the basket.', example: 'order-1' })
  orderId!: string;

  @DateTime({ doc: 'When the checkout was accepted.' })
  orderDate!: string;

  @Enumeration('OrderStatus', orderStatuses, {
    doc: 'How far it has come.',
    example: 'PLACED',
    meanings: {
      PENDING: 'The checkout was accepted a moment ago.',
      PLACED: 'It is placed, and waits to be paid.',
      PAID: 'It is paid, and waits to be sent.',
      SHIPPED: 'It is on its way.',
      DELIVERED: 'It has arrived.',
      CANCELLED: 'It will not be sent; the pieces are back in the stock.',
    },
  })
  status!: OrderStatus;

  @NestedList(() => OrderItem, { max: 1000, doc: 'What was bought, with the prices paid.' })
  items!: OrderItem[];

  @Money({ max: maxTotal, doc: 'The sum of price × quantity.', example: 499 })
  totalPrice!: number;

  @Text({ max: 100, optional: true, sensitive: true, example: 'Ada' })
  firstName?: string;

  @Text({ max: 100, optional: true, sensitive: true, example: 'Lovelace' })
  lastName?: string;

  @Text({ max: 254, optional: true, sensitive: true, example: 'ada@example.com' })
  email?: string;

  @Text({
    max: 1000,
    multiline: true,
    optional: true,
    sensitive: true,
    doc: 'Where it goes.',
    example: '1 Main Street',
  })
  address?: string;

  @Integer({ min: 0, max: 99, optional: true, doc: 'The number of the way to pay.', example: 1 })
  paymentMethod?: number;

  @Text({ min: 4, max: 4, pattern: /^\d{4}$/, mustBe: 'four digits', optional: true, sensitive: true, example: '4242' })
  cardLast4?: string;
}
