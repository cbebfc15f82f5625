import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';

// The calls that a peer makes by hand, as the SDK's guide writes them.

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export type Item = Record<string, any>;

export async function getProduct(id: string): Promise<Item | undefined> {
  return (await client.send(new GetCommand({ TableName: 'product', Key: { id } }))).Item;
}

export async function listProducts(category: string, limit: number): Promise<Item[]> {
  const command = new QueryCommand({
    TableName: 'product',
    IndexName: 'byCategory',
    KeyConditionExpression: 'category = :category',
    ExpressionAttributeValues: { ':category': category },
    Limit: limit,
  });
  return (await client.send(command)).Items ?? [];
}

export async function createProduct(input: Item): Promise<Item> {
  const item = { ...input, id: randomUUID(), createdAt: new Date().toISOString() };
  const command = new PutCommand({
    TableName: 'product',
    Item: item,
    ConditionExpression: 'attribute_not_exists(id)',
  });
  await client.send(command);
  return item;
}

export async function getBasket(userName: string): Promise<Item | undefined> {
  return (await client.send(new GetCommand({ TableName: 'basket', Key: { userName } }))).Item;
}

export async function getProducts(ids: string[]): Promise<Item[]> {
  const command = new BatchGetCommand({ RequestItems: { product: { Keys: ids.map((id) => ({ id })) } } });
  return (await client.send(command)).Responses?.product ?? [];
}
