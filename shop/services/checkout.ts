import { createHash, randomUUID } from 'node:crypto';
import { Basket } from '../schema/basket';
import { Checkout, CheckoutReceipt } from '../schema/checkout';
import type { ProductProblem } from '../schema/checkout';
import { domainOf } from '../../schema/facts';
import { numberOf, textOf } from '../../schema/guards';
import { maxTotal, Order } from '../schema/order';
import { Product } from '../schema/product';
import { required } from '../../schema/required';
import { change, writeTouches } from '../../services/change';
import type { Answered, Part } from '../../services/change';
import type { Context, Item } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { DeclaredCode, FieldProblem } from '../../services/errors';
import { announcementTouches, keyOf, maxEventBytes } from '../../services/events';
import { once, onceTouches } from '../../services/idempotency';
import type { Once } from '../../services/idempotency';
import { uuidFrom } from '../../services/identifier';
import { majorUnits, minorUnits, sumOf } from '../../services/money';
import { operation } from '../../services/operation';
import { holds, lostTo, missing } from '../../services/precondition';
import type { Precondition } from '../../services/precondition';
import { tableTouches } from '../../services/table-actions';
import { checkoutEvent } from './events';
import { shopProblems } from './problems';

const [baskets, orders, products] = [domainOf(Basket), domainOf(Order), domainOf(Product)];

/** DynamoDB's 100 writes of a transaction, less those of the basket, the order, the events of both feeds and the key. */
const maxTracked = 95;

/** Milliseconds in which two requests for one basket count as being at it together. */
const momentAgo = 10_000;

/** A checked checkout. */
interface Purchase {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly address: string;
  readonly paymentMethod: number;
  readonly cardLast4?: string;
}

interface Receipt {
  readonly userName: string;
  readonly orderId: string;
  readonly orderDate: string;
  readonly status: 'PENDING';
  readonly totalPrice: number;
}

interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
  readonly price?: number;
}

/** A line with what the catalogue says of it. */
interface Priced {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
  readonly price: number;
  readonly productName?: string;
  readonly fromStock?: boolean;
}

/**
 * Buys a basket: one transaction takes the basket, the stock and the Idempotency-Key, and leaves the order as
 * PENDING and the event that will have it placed. So all of it happens, or nothing does.
 */
export const checkout = operation({
  access: baskets.access?.write,
  name: 'checkout',
  kind: 'mutation',
  domain: baskets,
  doc: 'Buys the basket of a user. The order is PENDING at once and is placed a moment later.',
  route: {
    method: 'POST',
    path: '/basket/checkout',
    success: 202,
    location: orders,
  },
  body: { of: 'item', type: Checkout, mode: 'whole' },
  conditional: true,
  idempotent: 'itself',
  problems: [
    'not-found',
    shopProblems['empty-basket'],
    shopProblems['unknown-product'],
    shopProblems['basket-too-large'],
    shopProblems['basket-changed'],
    shopProblems['price-changed'],
    shopProblems['out-of-stock'],
  ],
  gives: { as: 'item', type: CheckoutReceipt },
  touches: [
    ...onceTouches({ rememberLast: true }),
    ...tableTouches(baskets).get,
    ...writeTouches(baskets).delete,
    ...tableTouches(products).getMany,
    // The products were read before their stock is updated, so the update needs no read of its own.
    ...tableTouches(products).update,
    ...tableTouches(orders).listInOrder,
    ...writeTouches(orders).create,
    ...announcementTouches,
  ],
  perform: async ({ body, precondition }, context): Promise<Receipt> => {
    const purchase = withoutCard(body);
    // The last four digits stay, so they may be compared; of the card's number not even a hash is kept.
    const request = { scope: ['checkout', purchase.userName], body: purchase, rememberLast: true };
    return once<Receipt>(context, request, async (effect) => buy(purchase, precondition, effect, context));
  },
});

function withoutCard({ cardInfo, ...body }: Item): Purchase {
  const purchase = { ...body };
  // Taken for the sake of old callers, and not believed.
  delete purchase.totalPrice;
  const digits = typeof cardInfo === 'string' ? cardInfo.replace(/\D/g, '') : '';
  return { ...purchase, ...(digits && { cardLast4: digits.slice(-4) }) } as Purchase;
}

async function buy(
  purchase: Purchase,
  precondition: Precondition,
  { record, earlier }: Once<Receipt>,
  context: Context,
): Promise<Receipt> {
  const { userName } = purchase;
  let lastRead: Item | undefined;
  return change<Receipt>(baskets, { userName }, {}, context, {
    // Without a key, the same request finds its answer only once the basket is gone; with one, a faster twin may
    // have taken the basket since we looked for its answer.
    missing: async () => {
      const answer = await earlier();
      if (answer) return { answer };
      throw precondition.ifMatch === undefined ? await gone(userName, lastRead, context) : missing(precondition);
    },
    existing: async (basket) => {
      if (!holds(precondition, basket.version)) throw lostTo(basket);
      if (lastRead && !isSame(lastRead, basket)) throw changed();
      lastRead = basket;
      return order(basket, purchase, record, context);
    },
  });
}

/** What becomes of a basket that is bought, by the catalogue of this moment. */
async function order(
  basket: Item,
  purchase: Purchase,
  record: Once<Receipt>['record'],
  context: Context,
): Promise<Answered<Receipt>> {
  const { userName } = purchase;
  const { items, parts } = await price(basket.items as Line[], context);
  const orderDate = context.now().toISOString();
  const total = sumOf(items);
  if (total > minorUnits(maxTotal)) throw tooLarge('Its total is more than an order can have.');
  const orderId = orderIdOf(userName, basket, context.idempotencyKey);
  const totalPrice = majorUnits(total);
  const detail = { ...purchase, orderId, orderDate, items, totalPrice };
  if (Buffer.byteLength(JSON.stringify(detail)) > maxEventBytes)
    throw tooLarge('Its event would have more than 256 KB.');
  const item = { ...detail, status: 'PENDING', createdAt: orderDate, updatedAt: orderDate };
  const receipt: Receipt = { userName, orderId, orderDate, status: 'PENDING', totalPrice };
  return {
    delete: true,
    with: () => [{ domain: orders, create: item }, ...parts, ...record(receipt)],
    events: [{ event: checkoutEvent, key: keyOf(orders, item), detail }],
    answer: receipt,
  };
}

/** A basket that was there a moment ago has been bought or deleted by somebody else; one that never was is missing. */
async function gone(userName: string, lastRead: Item | undefined, context: Context): Promise<ServiceError> {
  if (lastRead || (await hasJustBought(userName, context))) return changed();
  return new ServiceError('not-found', 'This user has no basket. It may have been bought already: look at the orders.');
}

async function hasJustBought(userName: string, context: Context): Promise<boolean> {
  const { items } = await context.table(orders).list({
    filter: { field: ['userName'], comparison: 'eq', values: [userName] },
    sort: orders.order,
    limit: 1,
    backward: false,
  });
  const [newest] = items;
  return newest !== undefined && context.now().getTime() - Date.parse(String(newest.orderDate)) < momentAgo;
}

function changed(): ServiceError {
  return new ServiceError(shopProblems['basket-changed'], 'The basket was changed or bought meanwhile. Read it again.');
}

function tooLarge(reason: string): ServiceError {
  return new ServiceError(shopProblems['basket-too-large'], `The basket is too large for one order. ${reason}`);
}

function isSame(left: Item, right: Item): boolean {
  return left.version === right.version && left.createdAt === right.createdAt;
}

/** The lines with the catalogue's prices, and what takes them from the stock. */
async function price(
  lines: readonly Line[],
  context: Context,
): Promise<{ items: readonly Priced[]; parts: readonly Part[] }> {
  if (lines.length === 0) throw new ServiceError(shopProblems['empty-basket'], 'There is nothing in the basket.');
  if (Buffer.byteLength(JSON.stringify(lines)) > maxEventBytes)
    throw tooLarge('Its event would have more than 256 KB.');
  const ids = [...new Set(lines.map(({ productId }) => productId))];
  const found = await context.table(products).getMany(ids.map((id) => ({ id })));
  const catalogue = new Map(ids.map((id, index) => [id, found[index]]));
  refuseUnknown(lines, catalogue);
  refuseChangedPrices(lines, catalogue);

  const items = lines.map(({ productId, quantity, color }): Priced => {
    const { price: current, title, stock } = required(catalogue.get(productId), 'a product of the basket');
    return {
      productId,
      quantity,
      ...(color !== undefined && { color }),
      price: Number(current),
      productName: textOf(title),
      ...(stock !== undefined && { fromStock: true }),
    };
  });
  const quantities = new Map<string, number>();
  for (const { productId, quantity, fromStock } of items) {
    if (fromStock) quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  if (quantities.size > maxTracked) throw tooLarge(`It holds more than ${maxTracked} products with a tracked stock.`);
  refuseShortage(quantities, lines, catalogue);
  return { items, parts: stockParts(quantities, catalogue) };
}

/** Whoever buys or changes one of the products meanwhile makes us look again: their events tell each version once. */
function stockParts(
  quantities: ReadonlyMap<string, number>,
  catalogue: ReadonlyMap<string, Item | undefined>,
): readonly Part[] {
  return [...quantities].map(([id, quantity]): Part => {
    const changes = { set: {}, remove: [], add: { stock: -quantity } };
    return { domain: products, update: { id }, changes, condition: {}, current: catalogue.get(id) };
  });
}

function refuseUnknown(lines: readonly Line[], catalogue: ReadonlyMap<string, Item | undefined>): void {
  const errors = lines.flatMap(({ productId }, index): FieldProblem[] =>
    catalogue.get(productId)
      ? []
      : [{ pointer: `/items/${index}/productId`, detail: 'is not in the catalogue; remove it from the basket' }],
  );
  if (errors.length > 0) {
    throw new ServiceError(shopProblems['unknown-product'], 'The basket holds products that are no longer sold.', {
      errors: errors.slice(0, 12),
    });
  }
}

function refuseChangedPrices(lines: readonly Line[], catalogue: ReadonlyMap<string, Item | undefined>): void {
  const changed = lines.flatMap(({ productId, price: basketPrice }, index) => {
    const cataloguePrice = numberOf(catalogue.get(productId)?.price);
    if (basketPrice === undefined || basketPrice === cataloguePrice) return [];
    return [{ index, product: { productId, basketPrice, cataloguePrice } }];
  });
  refuse(
    shopProblems['price-changed'],
    'Prices have changed since they were put into the basket.',
    'price',
    changed,
    ({ product }) => {
      return `is ${product.basketPrice} in the basket and ${product.cataloguePrice} in the catalogue`;
    },
  );
}

function refuseShortage(
  quantities: ReadonlyMap<string, number>,
  lines: readonly Line[],
  catalogue: ReadonlyMap<string, Item | undefined>,
): void {
  const short = [...quantities].flatMap(([productId, quantity]) => {
    const available = Number(catalogue.get(productId)?.stock);
    if (available >= quantity) return [];
    const index = lines.findIndex((line) => line.productId === productId);
    return [{ index, product: { productId, wanted: quantity, left: available } }];
  });
  refuse(
    shopProblems['out-of-stock'],
    'Fewer pieces are left than the basket holds.',
    'quantity',
    short,
    ({ product }) => {
      return `${product.wanted} are wanted and ${product.left} are left`;
    },
  );
}

function refuse<LineFault extends { readonly index: number; readonly product: ProductProblem }>(
  code: DeclaredCode,
  message: string,
  field: string,
  faults: readonly LineFault[],
  detail: (fault: LineFault) => string,
): void {
  if (faults.length === 0) return;
  const listed = faults.slice(0, 12);
  throw new ServiceError(code, message, {
    errors: listed.map((fault) => ({ pointer: `/items/${fault.index}/${field}`, detail: detail(fault) })),
    members: { products: listed.map(({ product }) => product) },
  });
}

/**
 * The id of the order that comes of a basket: UUID version 8 (RFC 9562, section 5.8), the same however often the
 * checkout is sent. A basket that is emptied and filled again has another id.
 */
function orderIdOf(userName: string, basket: Item, key: string | undefined): string {
  const bytes = createHash('sha256')
    // A basket of another program says nothing of its life; the next one may be its equal.
    .update(JSON.stringify([userName, key ?? null, basket.version, basket.createdAt ?? randomUUID()]))
    .digest()
    .subarray(0, 16);
  return uuidFrom(bytes, 8);
}
