import { DateTime, Enumeration, Integer, Money, NestedList, Text } from '../../schema/decorators';
import { maxTotal, OrderItem, orderStatuses } from './order';
import type { OrderStatus } from './order';

/** What a checkout takes: whose basket, where it goes, how it is paid. */
export class Checkout {
  @Text({ max: 128, doc: 'Whose basket is bought.', example: 'alice' })
  userName!: string;

  @Text({ max: 100, example: 'Ada' })
  firstName!: string;

  @Text({ max: 100, example: 'Lovelace' })
  lastName!: string;

  @Text({ max: 254, pattern: /^[^\s@]+@[^\s@]+$/, mustBe: 'an e-mail address', example: 'ada@example.com' })
  email!: string;

  @Text({ max: 1000, multiline: true, doc: 'Where it goes.', example: '1 Main Street' })
  address!: string;

  @Integer({ min: 0, max: 99, doc: 'The number of the way to pay.', example: 1 })
  paymentMethod!: number;

  @Text({
    min: 4,
    max: 40,
    pattern: /^(?:[ -]*\d){4,32}[ -]*$/,
    mustBe: 'a card number of 4 to 32 digits',
    optional: true,
    sensitive: true,
    doc: 'The card number. Only its last four digits stay; the rest is neither stored, nor logged, nor sent on.',
    example: '4242 4242 4242 4242',
  })
  cardInfo?: string;

  @Money({
    max: maxTotal,
    optional: true,
    doc: 'Taken because callers send it, and not believed: the total comes from the catalogue.',
  })
  totalPrice?: number;
}

/** What a checkout answers at once; the order itself is PENDING until the event has been worked on. */
export class CheckoutReceipt {
  @Text({ max: 128, example: 'alice' })
  userName!: string;

  @Text({ max: 64, doc: 'Where to look: /order/{userName}/{orderId}.', example: 'order-1' })
  orderId!: string;

  @DateTime({ doc: 'When the checkout was accepted.' })
  orderDate!: string;

  @Enumeration('OrderStatus', orderStatuses, { example: 'PENDING' })
  status!: OrderStatus;

  @Money({ max: maxTotal, doc: 'The sum of price × quantity by the catalogue.', example: 499 })
  totalPrice!: number;
}

/** The event of an accepted checkout, in the shape that its consumers have always read, without card data. */
export class CheckoutBasket {
  @Text({ max: 64, example: 'order-1' })
  orderId!: string;

  @Text({ max: 128, example: 'swn' })
  userName!: string;

  @DateTime()
  orderDate!: string;

  @NestedList(() => OrderItem, { max: 1000 })
  items!: OrderItem[];

  @Money({ max: maxTotal, example: 499 })
  totalPrice!: number;

  @Text({ max: 100, optional: true, example: 'Ada' })
  firstName?: string;

  @Text({ max: 100, optional: true, example: 'Lovelace' })
  lastName?: string;

  @Text({ max: 254, optional: true, example: 'ada@example.com' })
  email?: string;

  @Text({ max: 1000, multiline: true, optional: true, example: '1 Main Street' })
  address?: string;

  @Integer({ min: 0, max: 99, optional: true, example: 1 })
  paymentMethod?: number;

  @Text({ min: 4, max: 4, pattern: /^\d{4}$/, mustBe: 'four digits', optional: true, example: '4242' })
  cardLast4?: string;
}

/** A product that stands in the way of a checkout, in the problem that says so. */
export class ProductProblem {
  @Text({ max: 2048, example: 'p-100' })
  productId!: string;

  @Money({ max: maxTotal, optional: true, doc: 'The price in the basket.', example: 20 })
  basketPrice?: number;

  @Money({ max: maxTotal, optional: true, doc: 'The price in the catalogue.', example: 25 })
  cataloguePrice?: number;

  @Integer({ min: 0, max: 2_147_483_647, optional: true, doc: 'The pieces that are wanted.', example: 3 })
  wanted?: number;

  @Integer({ min: 0, max: 2_147_483_647, optional: true, doc: 'The pieces that are left.', example: 1 })
  left?: number;
}
