import { required } from '../../schema/required';
import { exampleObject, exampleOf, patchExample } from '../../schema/examples';
import { domainOf, keyFields } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import type { Operation } from '../../services/operation';

/** One request of a journey and what must come back; Postman, the .http file and the GraphQL file are written from it. */
export interface Step {
  readonly name: string;
  readonly operation: Operation;
  /** Values of the path. `{{orderId}}` stands for what an earlier step saved. */
  readonly key?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  /** The version that must still be there, as If-Match and as expectedVersion. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses that are right; the first is the usual one. */
  readonly status: readonly [number, ...number[]];
  /** What the answer's body must hold, by the name of its member. */
  readonly holds?: Readonly<Record<string, unknown>>;
  /** A member of the answer that later steps use under its own name. */
  readonly saves?: string;
  /** Asks again, while a member of the answer has this value. */
  readonly while?: { readonly member: string; readonly is: unknown };
}

/** Steps in their order, under a title for people. */
export interface Journey {
  readonly title: string;
  readonly doc: string;
  readonly steps: readonly Step[];
}

/** The life of an item for each domain that has one, and a checkout. Each journey tidies up after itself. */
export function journeysOf(domains: readonly DeclaredClass[], operations: readonly Operation[]): readonly Journey[] {
  const lives = domains.map(domainOf).filter(({ operations: declared }) => declared.includes('create'));
  return [...lives.map((domain) => lifeOf(domain, operations)), checkoutOf(operations)];
}

function lifeOf(domain: DomainFact, operations: readonly Operation[]): Journey {
  const { type, typeName, singular, plural, name } = domain;
  const find = (operationName: string): Operation[] =>
    operations.filter((operation) => operation.name === operationName);
  const key = Object.fromEntries(
    keyFields(domain).map((field) => [field.name, field.kind === 'id' ? `example-${name}` : exampleOf(field)]),
  );
  const item = { ...key, ...exampleObject(type) };
  const { limit, ...list } = { limit: '5', ...listQueryOf(domain, item) };
  // What a domain does not declare is simply not found.
  const step = (operationName: string, details: Omit<Step, 'operation'>): Step[] =>
    find(operationName).map((operation) => ({ ...details, operation, ...(operation.key.length > 0 && { key }) }));
  const isFixed = domain.fields.length === keyFields(domain).length;
  const [second, third] = isFixed ? [1, 2] : [2, 3];
  const atVersion = (version: number): Step['holds'] => ({ version });
  const steps = [
    ...step(`create${typeName}`, { name: 'Create', body: item, status: [201], holds: { ...key, version: 1 } }),
    ...step(`create${typeName}`, { name: 'Create again: never overwritten', body: item, status: [409] }),
    ...step(`create${typeName}`, {
      name: 'Create with a field that is none',
      body: { ...item, surplus: 1 },
      status: [422],
    }),
    ...step(singular, { name: 'Read', status: [200], holds: { ...key, version: 1 } }),
    ...step(singular, { name: 'Read what is known already', headers: { 'if-none-match': '"1"' }, status: [304] }),
    ...step(plural, { name: 'List', query: { ...list, limit }, status: [200] }),
    ...step(`${plural}ByKey`, { name: 'Read a batch', body: { keys: [key] }, status: [200] }),
    ...step(`update${typeName}`, { name: 'Change', body: patchExample(type), status: [200], holds: atVersion(second) }),
    ...step(`replace${typeName}`, {
      name: 'Replace what was seen',
      body: exampleBody(domain),
      version: second,
      status: [200],
      holds: atVersion(third),
    }),
    ...step(`replace${typeName}`, {
      name: 'Replace what has changed meanwhile',
      body: exampleBody(domain),
      version: second,
      status: [412],
    }),
    ...step(`create${capital(plural)}`, {
      name: 'Rehearse a batch',
      body: { items: [exampleBody(domain)] },
      query: { dryRun: 'true' },
      status: [200],
    }),
    ...step(`delete${typeName}`, { name: 'Delete', version: third, status: [204] }),
    ...step(singular, { name: 'Read what is gone', status: [404] }),
  ];
  return { title: typeName, doc: domain.doc ?? `The life of one ${typeName}.`, steps };
}

/** A whole body without the key, which stands in the path or is made by the service. */
function exampleBody(domain: DomainFact): Record<string, unknown> {
  const keys = keyFields(domain).map(({ name }) => name);
  return Object.fromEntries(Object.entries(exampleObject(domain.type)).filter(([name]) => !keys.includes(name)));
}

/** A condition that an index or the key serves. */
function listQueryOf({ indexes, key }: DomainFact, item: Readonly<Record<string, unknown>>): Record<string, string> {
  const [index] = Object.values(indexes);
  const partition = index?.partition ?? (key.sort ? key.partition : undefined);
  return partition === undefined ? {} : { [partition]: String(item[partition]) };
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function checkoutOf(operations: readonly Operation[]): Journey {
  const [userName, productId] = ['example-shopper', 'example-radio'];
  const product = { id: productId, title: 'Pocket Radio', category: 'Radio', price: 20, stock: 5 };
  const buyer = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    address: '1 Main Street',
    paymentMethod: 1,
    cardInfo: '4242 4242 4242 4242',
  };
  const step = (operationName: string, details: Omit<Step, 'operation'>): Step => ({
    ...details,
    operation: required(
      operations.find((operation) => operation.name === operationName),
      `the operation ${operationName}`,
    ),
  });
  const line = { userName, productId };
  const order = { userName, orderId: '{{orderId}}' };
  return {
    title: 'A checkout',
    doc: 'From a product to a basket to an order that is placed, paid for and cancelled.',
    steps: [
      step('createProduct', { name: 'A product to buy', body: product, status: [201] }),
      step('addBasketItem', {
        name: 'Put it into the basket',
        key: line,
        body: { quantity: 2, price: 20 },
        status: [201, 200],
      }),
      step('setBasketItemQuantity', { name: 'Three of them', key: line, body: { quantity: 3 }, status: [200] }),
      step('basket', {
        name: 'Look at the basket, with its products and total',
        key: { userName },
        query: { include: 'items.product,totalPrice' },
        status: [200],
        holds: { userName, totalPrice: 60 },
      }),
      step('updateProduct', {
        name: 'Meanwhile the price goes up',
        key: { id: productId },
        body: { price: 25 },
        status: [200],
      }),
      step('checkout', { name: 'Check out: the price has changed', body: { userName, ...buyer }, status: [409] }),
      step('putBasket', {
        name: 'Take the new price',
        body: { userName, items: [{ productId, quantity: 3, price: 25 }] },
        status: [200, 201],
      }),
      step('checkout', {
        name: 'Check out',
        body: { userName, ...buyer },
        status: [202],
        holds: { userName, status: 'PENDING', totalPrice: 75 },
        saves: 'orderId',
      }),
      step('checkout', {
        name: 'Check out again: the same answer, no second order',
        body: { userName, ...buyer },
        status: [202],
        holds: { orderId: '{{orderId}}' },
      }),
      step('basket', { name: 'The basket is gone', key: { userName }, status: [404] }),
      step('order', {
        name: 'The order is placed a moment later',
        key: order,
        status: [200],
        while: { member: 'status', is: 'PENDING' },
        holds: { status: 'PLACED', totalPrice: 75, cardLast4: '4242' },
      }),
      step('orders', { name: 'All orders of the shopper', key: { userName }, query: { limit: '5' }, status: [200] }),
      step('setOrderStatus', {
        name: 'It is paid for',
        key: order,
        body: { status: 'PAID' },
        status: [200],
        holds: { status: 'PAID' },
      }),
      step('setOrderStatus', {
        name: 'It is cancelled',
        key: order,
        body: { status: 'CANCELLED' },
        status: [200],
        holds: { status: 'CANCELLED' },
      }),
      step('product', { name: 'The pieces are back', key: { id: productId }, status: [200], holds: { stock: 5 } }),
      step('deleteProduct', { name: 'Tidy up', key: { id: productId }, status: [204] }),
    ],
  };
}
