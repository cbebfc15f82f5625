import { expiryAttribute } from '../../../schema/layout';
import type { RecordedEvent } from '../../../services/events';
import type { Answer } from '../../../test/answer';
import { scanForLeaks } from '../../../test/leaks';
import { minorUnitsOf } from './catalogue';
import type { CatalogueProduct } from './catalogue';
import type { Findings } from './report';
import type { Stored, World } from './world';
import type { Random } from '../../../test/random';

/** A line of a basket as a suite fills it. */
export interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
  readonly price?: number;
}

/** What a suite knows of one shopper's only checkout. */
export interface Purchase {
  readonly trial: number;
  readonly userName: string;
  readonly lines: readonly Line[];
  /** The text of the answer 202, once there was one. */
  accepted?: string;
}

/** Card numbers that card schemes publish for tests; none of them may be found in full anywhere. */
export const cards = ['4242424242424242', '5555555555554444', '378282246310005'] as const;

/** What today's callers send to buy their basket. */
export function checkoutBody(userName: string, card: string = cards[0]): object {
  return {
    userName,
    totalPrice: 0,
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    address: '1 Main Street',
    cardInfo: card,
    paymentMethod: 1,
  };
}

/** One to five lines, some of one product in two colors, some with the price that the shopper saw. */
export function linesOf(random: Random, products: readonly CatalogueProduct[]): readonly Line[] {
  const lines = random
    .shuffled(products)
    .slice(0, random.between(1, 5))
    .map(({ id, price }): Line => {
      const quantity = random.between(1, 4);
      return {
        productId: id,
        quantity,
        ...(random.chance(0.3) && { price }),
        ...(random.chance(0.3) && { color: 'Red' }),
      };
    });
  const [first] = lines;
  if (first && lines.length < 5 && random.chance(0.2)) return [...lines, { ...first, quantity: 1, color: 'Blue' }];
  return lines;
}

/** Stores a catalogue as the gateway would. */
export async function stock(world: World, products: readonly CatalogueProduct[]): Promise<void> {
  const moment = new Date().toISOString();
  await world.put(
    'product',
    products.map((product) => ({ ...product, createdAt: moment, updatedAt: moment, version: 1 })),
  );
}

/** Stores a basket as the gateway would. */
export function basketOf(userName: string, items: readonly Line[]): Stored {
  const moment = new Date().toISOString();
  return { userName, items, createdAt: moment, updatedAt: moment, version: 1, [expiryAttribute]: inAMonth() };
}

function inAMonth(): number {
  return Math.floor(Date.now() / 1000) + 30 * 86_400;
}

/** What has to be paid for lines, in minor units. */
export function totalOf(lines: readonly Line[], products: ReadonlyMap<string, CatalogueProduct>): number {
  return lines.reduce(
    (sum, { productId, quantity }) => sum + minorUnitsOf(products.get(productId)!.price) * quantity,
    0,
  );
}

/** What is expected of a shop beside its books. */
export interface ShopChecks {
  /** Whether the messages have been worked off, so that every order is placed. */
  readonly placed: boolean;
  /** Shoppers whose order was lost after the checkout and came back with its event. */
  readonly restored?: ReadonlySet<string>;
  /** What has become of every order that is placed, and how many changes made it so. */
  readonly status?: string;
  readonly updates?: number;
}

/**
 * Checks everything that can be said about a shop in which each shopper has bought once: orders, baskets, stock,
 * events and cards.
 */
export async function checkShop(
  findings: Findings,
  world: World,
  purchases: readonly Purchase[],
  catalogue: readonly CatalogueProduct[],
  checks: ShopChecks,
): Promise<void> {
  const { placed, status = 'PLACED' } = checks;
  const products = new Map(catalogue.map((product) => [product.id, product]));
  const events = await world.events();
  const [orders, baskets, stored, outbox, records] = await Promise.all(
    ['order', 'basket', 'product', 'outbox', 'idempotency'].map((name) => world.scan(name)),
  );
  const ordersOf = groupBy(orders!, ({ userName }) => userName as string);
  const basketOwners = new Set(baskets!.map(({ userName }) => userName as string));
  const known = new Set(purchases.map(({ userName }) => userName));
  const sold = new Map<string, number>();

  for (const { trial, userName, lines, accepted } of purchases) {
    const [order, ...more] = ordersOf.get(userName) ?? [];
    findings.expect('doubled', more.length === 0, trial, () => `${userName} has ${more.length + 1} orders.`);
    findings.expect('lost', !accepted || order !== undefined, trial, () => `${userName} has none.`);
    findings.expect('unasked', !order || accepted !== undefined, trial, () => `${userName} was not answered 202.`);
    findings.expect('basket', basketOwners.has(userName) === !order, trial, () => {
      return `${userName} has ${order ? 'an order and' : 'neither order nor'} a basket.`;
    });
    if (!order) continue;
    const total = totalOf(lines, products);
    const expected = lines.map((line) => [
      line.productId,
      line.quantity,
      line.color,
      products.get(line.productId)!.price,
    ]);
    const found = (order.items as Line[]).map(({ productId, quantity, color, price }) => [
      productId,
      quantity,
      color,
      price,
    ]);
    const isContent = JSON.stringify(found) === JSON.stringify(expected) && minorUnitsOf(order.totalPrice) === total;
    findings.expect('content', isContent, trial, () => {
      return `${userName} pays ${order.totalPrice} for ${JSON.stringify(found)}, and should pay ${total / 100} for ${JSON.stringify(expected)}.`;
    });
    if (accepted) {
      const receipt = JSON.parse(accepted) as Stored;
      const isSame = receipt.orderId === order.orderId && receipt.orderDate === order.orderDate;
      findings.expect('same', isSame, trial, () => `The answer of ${userName} names the order ${receipt.orderId}.`);
    }
    if (placed) {
      findings.expect('placed', order.status === status, trial, () => `That of ${userName} is ${order.status}.`);
    }
    for (const { productId, quantity } of lines) sold.set(productId, (sold.get(productId) ?? 0) + quantity);
  }
  for (const { userName } of orders!) {
    findings.expect('unasked', known.has(userName as string), 0, () => `${userName} never had a basket.`);
  }
  const toldVersions = groupBy(
    events.filter(({ detailType }) => detailType === 'ProductUpdated').map(({ detail }) => detail as Stored),
    ({ key }) => (key as { id: string }).id,
  );
  for (const { id, version } of stored!) {
    const told = (toldVersions.get(id as string) ?? []).map((detail) => detail.version as number);
    const isEach = told.toSorted((one, other) => one - other).join() === versionsTo(version as number).join();
    findings.expect('told', isEach, 0, () => `${id} has the version ${version}, and told are ${told.join(', ')}.`);
  }
  for (const { id, stock: left } of stored!) {
    const before = products.get(id as string)?.stock;
    const after = before === undefined ? undefined : before - (sold.get(id as string) ?? 0);
    findings.expect('stock', left === after, 0, () => `${id} had ${before}, has ${left} and should have ${after}.`);
  }
  checkOutbox(findings, events, purchases, ordersOf, checks);
  checkCards(
    findings,
    [...orders!, ...outbox!, ...records!, ...baskets!].map((item) => JSON.stringify(item)),
  );
}

/** The versions that an item has had after its first. */
const versionsTo = (last: number): readonly number[] => Array.from({ length: last - 1 }, (_, index) => index + 2);

/** One event of the checkout and one of the creation for each order; one of its placing, once it is placed. */
function checkOutbox(
  findings: Findings,
  events: readonly RecordedEvent[],
  purchases: readonly Purchase[],
  ordersOf: ReadonlyMap<string, readonly Stored[]>,
  { placed, restored = new Set(), updates = 1 }: ShopChecks,
): void {
  const told = groupBy(events, ({ detailType, detail }) => {
    const { userName, key } = detail as { userName?: string; key?: { userName?: string } };
    return `${detailType} ${userName ?? key?.userName}`;
  });
  for (const { trial, userName } of purchases) {
    const count = ordersOf.has(userName) ? 1 : 0;
    const wanted = restored.has(userName)
      ? { CheckoutBasket: 1, OrderCreated: 2, OrderUpdated: 0 }
      : { CheckoutBasket: count, OrderCreated: count, ...(placed && { OrderUpdated: count * updates }) };
    for (const [type, wish] of Object.entries(wanted)) {
      const found = told.get(`${type} ${userName}`)?.length ?? 0;
      findings.expect('once', found === wish, trial, () => {
        return `There are ${found} ${type} events of ${userName} and ${count} orders.`;
      });
    }
  }
}

/** Looks for stacks, paths and names of tables in an answer. */
export function checkLeaks(findings: Findings, answer: Answer, world: World, trial: number): void {
  try {
    scanForLeaks(answer, world.prefix);
  } catch (error) {
    findings.expect('leaks', false, trial, () => (error as Error).message);
  }
}

/** Looks for card numbers, with or without blanks. */
export function checkCards(findings: Findings, texts: readonly string[]): void {
  for (const text of texts) {
    const digits = text.replace(/(?<=\d)[ -](?=\d)/g, '');
    const card = cards.find((one) => digits.includes(one));
    findings.expect('card', card === undefined, 0, () => `One that ends in ${card!.slice(-4)}: ${text.slice(0, 300)}`);
  }
}

/** The items by a name that each of them has. */
export function groupBy<One>(list: readonly One[], nameOf: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of list) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one]);
  return groups;
}
