import awsLite from '@aws-lite/client';
import * as dynamodb from '@aws-lite/dynamodb';
import { randomUUID } from 'node:crypto';

// The calls of shop.ts through aws-lite, a client made to be small, as its guide writes them.

// Its types come apart from it, and it knows no variable for the endpoint of DynamoDB alone.
const opened: Promise<any> = awsLite({
  region: process.env.AWS_REGION,
  endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB,
  plugins: [dynamodb],
});

export type Item = Record<string, any>;

export async function getProduct(id: string): Promise<Item | undefined> {
  return (await (await opened).DynamoDB.GetItem({ TableName: 'product', Key: { id } })).Item;
}

export async function listProducts(category: string, limit: number): Promise<Item[]> {
  const { DynamoDB } = await opened;
  const { Items = [] } = await DynamoDB.Query({
    TableName: 'product',
    IndexName: 'byCategory',
    KeyConditionExpression: 'category = :category',
    ExpressionAttributeValues: { ':category': category },
    Limit: limit,
  });
  return Items;
}

export async function createProduct(input: Item): Promise<Item> {
  const { DynamoDB } = await opened;
  const item = { ...input, id: randomUUID(), createdAt: new Date().toISOString() };
  await DynamoDB.PutItem({ TableName: 'product', Item: item, ConditionExpression: 'attribute_not_exists(id)' });
  return item;
}

export async function getBasket(userName: string): Promise<Item | undefined> {
  return (await (await opened).DynamoDB.GetItem({ TableName: 'basket', Key: { userName } })).Item;
}

export async function getProducts(ids: string[]): Promise<Item[]> {
  const { DynamoDB } = await opened;
  const { Responses } = await DynamoDB.BatchGetItem({ RequestItems: { product: { Keys: ids.map((id) => ({ id })) } } });
  return Responses?.product ?? [];
}
