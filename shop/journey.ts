import { required } from '../schema/required';
import type { Journey, Step } from '../services/journey';
import type { Operation } from '../services/operation';

/** From a product to an order, over the operations of a gateway that has the shop. */
export function checkoutJourney(operations: readonly Operation[]): Journey {
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
