import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/*
 * The three tables of a serverless shop, as its handlers write them: PutItem of what came in the body (product, basket), and
 * of an event of a checkout (order).
 * https://github.com/awsrun/aws-microservices: src/product/index.js, src/basket/index.js, src/ordering/index.js
 */

const keyed = (TableName: string, partition: string, sort?: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [partition, ...(sort === undefined ? [] : [sort])].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
  ],
});

export const productTable = (name: string) => keyed(name, 'id');
export const basketTable = (name: string) => keyed(name, 'userName');
export const orderTable = (name: string) => keyed(name, 'userName', 'orderDate');

const names = ['IPhone X', 'Samsung 10', 'Huawei Plus', 'Xiaomi Mi 9', 'HTC U11'];

/** A product: whatever the body has, and an id of the program. */
export function product(number: number): Record<string, unknown> {
  return {
    id: `0f8fad5b-d9cb-469f-a165-7086772895${String(number).padStart(2, '0')}`,
    name: `${names[number % names.length]} ${number}`,
    category: ['Phone', 'Camera', 'Watch'][number % 3],
    price: number % 4 === 0 ? 950.4 : 870 + number,
    ...(number % 5 !== 0 && { imageFile: `product-${number}.png` }),
    ...(number % 7 !== 0 && { description: 'This is the phone\nof the year.' }),
  };
}

/** A basket, the whole of it in one item. */
export function basket(number: number): Record<string, unknown> {
  return { userName: `user-${number}`, items: Array.from({ length: number % 4 }, (_, index) => line(number + index)) };
}

const line = (number: number) => ({
  quantity: 1 + (number % 3),
  ...(number % 5 !== 0 && { color: number % 2 === 0 ? 'Red' : 'Blue' }),
  price: 950,
  productId: `p${number}`,
  productName: names[number % names.length],
});

/** An order, with all that the checkout was asked with. */
export function order(number: number): Record<string, unknown> {
  return {
    userName: `user-${number % 6}`,
    orderDate: new Date(Date.parse('2025-03-01T10:00:00.123Z') + number * 3_600_007).toISOString(),
    totalPrice: 1820 + number,
    firstName: 'mehmet',
    lastName: 'ozkaya',
    email: `m${number}@example.com`,
    address: 'istanbul',
    cardInfo: '5554443322',
    paymentMethod: number % 2,
    items: [line(number), line(number + 1)],
  };
}
