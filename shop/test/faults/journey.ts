import { wiringOf } from '../../../local/messaging/wiring';
import { definition } from '../usual';
import type { GatewayOptions } from '../../../api/options';
import { startMessaging } from '../../../local/messaging/messaging';
import type { Messaging } from '../../../local/messaging/messaging';
import { localAccess } from '../../../local/tables';
import type { Answer } from '../../../test/answer';
import { catalogue, minorUnitsOf } from './catalogue';
import type { CatalogueProduct } from './catalogue';
import { codeOf, doorOf } from './door';
import type { Door } from './door';
import { removeFolder, temporaryFolder } from './processes';
import { randomOf } from '../../../test/random';
import type { Random } from '../../../test/random';
import { Findings } from './report';
import type { Report } from './report';
import { checkCards, checkLeaks, checkoutBody, groupBy, linesOf } from './shop';
import type { Line } from './shop';
import { tandem } from './subject';
import type { Subject } from './subject';
import { openWorld } from './world';
import type { Stored, World } from './world';

/** How the month is lived. */
export interface JourneyRun {
  readonly subject?: Subject;
  readonly seed: number;
  readonly baskets: number;
  readonly engine?: string;
}

const productCount = 194;
const concurrentClients = 20;
const day = 86_400_000;

/** The days on which something happens; between them nobody comes. On the last, untouched baskets have expired. */
const days = [0, 1, 3, 7, 12, 18, 25, 29, 31];

/** A basket that nobody touches for so many days is gone; the product's own default. */
const expiresAfterDays = 30;

/**
 * A month in a shop, through its front door and over both faces: a catalogue is loaded, baskets are filled, bought
 * by many at once, or forgotten; prices change, orders move on or are cancelled, gateway and messaging are restarted
 * in the middle of it. At the end the books balance.
 * @throws InvariantBroken
 */
export async function runJourney({
  subject = tandem,
  seed,
  baskets,
  engine = process.env.TEST_ENGINE!,
}: JourneyRun): Promise<Report> {
  const findings = new Findings('journey', subject.name, seed);
  const world = await openWorld(engine);
  const shop = new Shop(subject, world, findings, seed);
  try {
    await shop.open();
    const shoppers = await shop.fillBaskets(baskets);
    for (const today of days) {
      shop.today = today;
      const coming = shoppers.filter(({ comes }) => comes === today);
      // Once a week everything is restarted while the shop is full.
      const isRestarted = [7, 18, 25].includes(today);
      await Promise.all([
        concurrently(coming, concurrentClients, async (shopper) => shop.buy(shopper)),
        shop.changePrices(3),
        isRestarted ? shop.restart() : undefined,
      ]);
      await shop.settleMessages();
      await shop.moveOrders();
    }
    await shop.settleMessages();
    await shop.checkBooks(shoppers);
  } finally {
    await shop.close();
    await world.close();
  }
  return findings.settle(baskets, shop.remarks());
}

interface Shopper {
  readonly trial: number;
  readonly userName: string;
  lines: readonly Line[];
  /** The day on which the basket is bought; never, for one that is forgotten. */
  readonly comes: number | undefined;
  outcome?: 'bought' | 'left empty-handed';
}

/** What the client is told, the same over both faces. */
interface Told {
  readonly code: string;
  readonly result?: any;
}

class Shop {
  today = 0;
  private readonly random: Random;
  private readonly products: readonly CatalogueProduct[];
  /** Every price that a product has had. */
  private readonly prices = new Map<string, number[]>();
  private readonly accepted = new Map<string, Stored>();
  private readonly folder = temporaryFolder();
  private readonly options: GatewayOptions;
  private door!: Door;
  private messaging!: Messaging;
  private calls = 0;
  private cancelled = 0;

  constructor(
    private readonly subject: Subject,
    private readonly world: World,
    private readonly findings: Findings,
    seed: number,
  ) {
    this.random = randomOf(seed);
    this.products = catalogue(productCount, seed);
    const now = (): Date => new Date(Date.now() + this.today * day);
    this.options = { ...world.optionsFor(), now, expiresAfterDays: { basket: expiresAfterDays } };
  }

  async open(): Promise<void> {
    this.openDoor();
    this.startMessages();
    await concurrently(this.products, concurrentClients, async (product) => {
      this.prices.set(product.id, [product.price]);
      const { code } = await this.call(
        0,
        ['POST', '/product', product],
        ['mutation ($input: ProductInput!) { result: createProduct(input: $input) { id } }', { input: product }],
      );
      this.findings.expect('counted', code === '201', 0, () => `${product.id} was refused: ${code}.`);
    });
  }

  async fillBaskets(count: number): Promise<readonly Shopper[]> {
    const shoppers = Array.from({ length: count }, (_, index): Shopper => {
      const lines = linesOf(this.random, this.products);
      const comes = this.random.chance(0.15) ? undefined : this.random.pick(days.slice(0, -1));
      return { trial: index + 1, userName: `shopper ${index + 1}`, lines, comes };
    });
    await concurrently(shoppers, concurrentClients, async (shopper) => this.fill(shopper));
    return shoppers;
  }

  /** Some send a whole basket, others add line by line. */
  private async fill({ trial, userName, lines }: Shopper): Promise<void> {
    if (this.random.chance(0.5)) {
      await this.putBasket(trial, userName, lines);
      return;
    }
    for (const { productId, ...rest } of lines) {
      await this.call(
        trial,
        ['POST', `/basket/${encodeURIComponent(userName)}/items/${productId}`, rest],
        [
          `mutation ($userName: String!, $productId: ID!, $quantity: Int!, $color: String, $price: Money) {
            result: addBasketItem(userName: $userName, productId: $productId, quantity: $quantity, color: $color, price: $price) { version }
          }`,
          { userName, productId, ...rest },
        ],
      );
    }
  }

  private async putBasket(trial: number, userName: string, items: readonly Line[]): Promise<void> {
    await this.call(
      trial,
      ['POST', '/basket', { userName, items }],
      [
        'mutation ($input: BasketInput!) { result: putBasket(input: $input) { version } }',
        { input: { userName, items } },
      ],
    );
  }

  /** Buys what can be bought: a shopper takes new prices, and leaves what is sold out. */
  async buy(shopper: Shopper): Promise<void> {
    const { trial, userName } = shopper;
    const body = checkoutBody(userName);
    for (let attempt = 1; attempt <= 20; attempt++) {
      const key: Record<string, string> = this.random.chance(0.7)
        ? { 'idempotency-key': `key-${trial}-${attempt}` }
        : {};
      const { code, result } = await this.call(
        trial,
        ['POST', '/basket/checkout', body],
        [
          'mutation ($input: CheckoutInput!) { result: checkout(input: $input) { userName orderId orderDate totalPrice } }',
          { input: body },
        ],
        key,
      );
      if (code === '202') {
        shopper.outcome = 'bought';
        this.accepted.set(result.orderId as string, result as Stored);
        this.findings.accepted += 1;
        return;
      }
      const isKnown = ['price-changed', 'out-of-stock', 'basket-changed'].includes(code);
      this.findings.expect('codes', isKnown, trial, () => `${userName} was told ${code}.`);
      if (!isKnown) return;
      shopper.lines = await this.possible(trial, shopper.lines);
      if (shopper.lines.length === 0) {
        await this.call(
          trial,
          ['DELETE', `/basket/${encodeURIComponent(userName)}`],
          ['mutation ($userName: String!) { result: deleteBasket(userName: $userName) { userName } }', { userName }],
        );
        shopper.outcome = 'left empty-handed';
        return;
      }
      await this.putBasket(trial, userName, shopper.lines);
    }
    this.findings.gaveUp += 1;
    this.findings.expect('answered', false, trial, () => `${userName} gave up.`);
  }

  /** The lines at the prices of now, without those whose product is sold out. */
  private async possible(trial: number, lines: readonly Line[]): Promise<readonly Line[]> {
    const wanted = new Map<string, number>();
    for (const { productId, quantity } of lines) wanted.set(productId, (wanted.get(productId) ?? 0) + quantity);
    const current = new Map<string, Stored>();
    for (const id of wanted.keys()) {
      const { result } = await this.call(
        trial,
        ['GET', `/product/${id}`],
        ['query ($id: ID!) { result: product(id: $id) { price stock } }', { id }],
      );
      current.set(id, result as Stored);
    }
    return lines.flatMap((line) => {
      const { price, stock } = current.get(line.productId)!;
      if (stock !== undefined && stock !== null && stock < wanted.get(line.productId)!) return [];
      return [{ ...line, ...(line.price !== undefined && { price }) }];
    });
  }

  async changePrices(count: number): Promise<void> {
    for (let change = 0; change < count; change++) {
      const { id } = this.random.pick(this.products);
      const history = this.prices.get(id)!;
      const price = minorUnitsOf(history.at(-1)! * this.random.pick([0.8, 0.95, 1.05, 1.2])) / 100;
      // Noted first: whoever buys at once may already pay it.
      history.push(price);
      await this.call(
        0,
        ['PATCH', `/product/${id}`, { price }],
        [
          'mutation ($id: ID!, $patch: ProductPatch!) { result: updateProduct(id: $id, patch: $patch) { version } }',
          { id, patch: { price } },
        ],
      );
    }
  }

  /** Moves some orders on, and cancels others. */
  async moveOrders(): Promise<void> {
    const next: Readonly<Record<string, readonly string[]>> = {
      PLACED: ['PAID', 'PAID', 'CANCELLED'],
      PAID: ['SHIPPED', 'SHIPPED', 'CANCELLED'],
      SHIPPED: ['DELIVERED'],
    };
    // In the order of their shoppers: the table gives them in another one each time.
    const orders = [...(await this.world.scan('order'))].sort((one, other) => (one.userName < other.userName ? -1 : 1));
    const moves = orders.flatMap(({ userName, orderId, status }) => {
      const to = next[status as string];
      return to && this.random.chance(0.5) ? [{ userName, orderId, status: this.random.pick(to) }] : [];
    });
    await concurrently(moves, concurrentClients, async ({ userName, orderId, status }) => {
      const { code } = await this.call(
        0,
        ['PUT', `/order/${encodeURIComponent(userName as string)}/${orderId}/status`, { status }],
        [
          `mutation ($userName: String!, $orderId: String!, $status: OrderStatus!) {
            result: setOrderStatus(userName: $userName, orderId: $orderId, status: $status) { status }
          }`,
          { userName, orderId, status },
        ],
      );
      this.findings.expect(
        'codes',
        code === '200',
        0,
        () => `An order of ${userName} could not become ${status}: ${code}.`,
      );
      if (status === 'CANCELLED') this.cancelled += 1;
    });
  }

  /** Stops messaging while there is work, opens a new gateway beside the old one's last requests, and starts again. */
  async restart(): Promise<void> {
    await this.messaging.stop();
    this.openDoor();
    this.startMessages();
    this.findings.note(0, `gateway and messaging are restarted on day ${this.today}`);
  }

  async settleMessages(): Promise<void> {
    await this.messaging.idle();
  }

  async checkBooks(shoppers: readonly Shopper[]): Promise<void> {
    const { findings, world } = this;
    const [orders, products, outbox, records] = await Promise.all(
      ['order', 'product', 'outbox', 'idempotency'].map((name) => world.scan(name)),
    );
    checkCards(
      findings,
      [...orders!, ...outbox!, ...records!].map((item) => JSON.stringify(item)),
    );
    const byId = groupBy(orders!, ({ orderId }) => orderId as string);
    for (const [id, { userName, totalPrice }] of this.accepted) {
      const [order] = byId.get(id) ?? [];
      findings.expect('lost', order !== undefined, 0, () => `The order ${id} of ${userName} is not there.`);
      findings.expect('same', !order || order.totalPrice === totalPrice, 0, () => `${id} was to cost ${totalPrice}.`);
    }
    const sold = new Map<string, number>();
    for (const { orderId, userName, status, items, totalPrice } of orders!) {
      findings.expect(
        'unasked',
        this.accepted.has(orderId as string),
        0,
        () => `Nobody knows ${orderId} of ${userName}.`,
      );
      findings.expect('placed', status !== 'PENDING', 0, () => `${orderId} of ${userName} is ${status}.`);
      const lines = items as (Line & { price: number; fromStock?: boolean })[];
      const total = lines.reduce((sum, { price, quantity }) => sum + minorUnitsOf(price) * quantity, 0);
      const isSum = minorUnitsOf(totalPrice as number) === total;
      const arePrices = lines.every(({ productId, price }) => this.prices.get(productId)!.includes(price));
      findings.expect(
        'content',
        isSum && arePrices,
        0,
        () => `${orderId} costs ${totalPrice}: ${JSON.stringify(lines)}`,
      );
      if (status === 'CANCELLED') continue;
      for (const { productId, quantity } of lines) sold.set(productId, (sold.get(productId) ?? 0) + quantity);
    }
    const initial = new Map(this.products.map(({ id, stock }) => [id, stock]));
    findings.expect('counted', products!.length === productCount, 0, () => `${products!.length} products are left.`);
    for (const { id, stock } of products!) {
      const before = initial.get(id as string);
      const isBalanced = before === undefined ? stock === undefined : stock + (sold.get(id as string) ?? 0) === before;
      findings.expect(
        'stock',
        isBalanced,
        0,
        () => `${id}: ${stock} left + ${sold.get(id as string)} sold ≠ ${before}.`,
      );
    }
    for (const shopper of shoppers) await this.checkShopper(shopper, orders!);
    const dead = this.messaging.consumers.orders!.deadLetterQueue.peek();
    findings.expect('poison', dead.length === 0, 0, () => `${dead.length} dead letters without poison.`);
  }

  /** What the shopper sees: the own orders, page by page, and no basket, whether it was bought or forgotten. */
  private async checkShopper({ trial, userName, outcome }: Shopper, orders: readonly Stored[]): Promise<void> {
    const path = encodeURIComponent(userName);
    const basket = await this.door('GET', `/basket/${path}`);
    this.findings.expect('basket', basket.status === 404, trial, () => `${userName} still has one: ${basket.text}`);
    const list = await this.door('GET', `/order/${path}`);
    const seen = ((list.json.items ?? list.json) as readonly Stored[]).map(({ orderId }) => orderId as string);
    const own = orders.filter((one) => one.userName === userName).map(({ orderId }) => orderId as string);
    const wanted = outcome === 'bought' ? 1 : 0;
    this.findings.expect('doubled', own.length <= wanted, trial, () => `${userName} has ${own.length} orders.`);
    this.findings.expect('lost', own.length >= wanted && seen.join() === own.join(), trial, () => {
      return `${userName} sees ${seen.length} of ${own.length} orders.`;
    });
  }

  remarks(): string {
    return `${this.accepted.size} orders, ${this.cancelled} of them cancelled, ${this.calls} calls over both faces`;
  }

  async close(): Promise<void> {
    await this.messaging?.stop();
    removeFolder(this.folder);
  }

  private openDoor(): void {
    this.door = doorOf(this.subject.createGateway(this.options).handler);
  }

  private startMessages(): void {
    this.messaging = startMessaging({
      endpoint: this.world.engine,
      ...localAccess,
      tablePrefix: this.world.prefix,
      folder: this.folder,
      wiring: wiringOf(definition),
      consumers: { orders: this.subject.createOrderConsumer(this.options) },
      log: (words, error) => this.findings.note(0, `${words} ${error instanceof Error ? error.message : ''}`),
    });
  }

  /** Sends a request over one face or the other, as the dice fall. */
  private async call(
    trial: number,
    [method, path, body]: readonly [method: string, path: string, body?: object],
    [query, variables]: readonly [query: string, variables: object],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Told> {
    const isRest = this.random.chance(0.5);
    this.calls += 1;
    const answer = isRest
      ? await this.door(method, path, { headers, body })
      : await this.door('POST', '/graphql', {
          headers: { accept: 'application/graphql-response+json', ...headers },
          body: { query, variables },
        });
    checkLeaks(this.findings, answer, this.world, trial);
    const told = isRest
      ? { code: codeOf(answer), result: answer.text && answer.json }
      : toldByGraphQL(answer, method, path);
    this.findings.note(trial, `day ${this.today}: ${method} ${path} over ${isRest ? 'REST' : 'GraphQL'}: ${told.code}`);
    return told;
  }
}

/** What REST would have said: the status that the route has when it succeeds, or the code of the problem. */
function toldByGraphQL({ json }: Answer, method: string, path: string): Told {
  const { type } = (json.errors?.[0]?.extensions ?? {}) as { type?: string };
  if (json.errors) return { code: type?.split('/').at(-1) ?? JSON.stringify(json.errors).slice(0, 300) };
  const status = method !== 'POST' ? '200' : path.endsWith('/checkout') ? '202' : '201';
  return { code: status, result: json.data.result };
}

/** Does the same for all, so many at a time. */
async function concurrently<One>(
  list: readonly One[],
  width: number,
  work: (one: One) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < list.length) await work(list[next++]!);
    }),
  );
}
