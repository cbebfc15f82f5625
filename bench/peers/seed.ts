import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { randomUUID } from 'node:crypto';

// The product and basket handlers of the system that Tandem replaces, written anew from what they answer: every
// success in one envelope, every failure 500, lists by Scan, no validation.

const client = new DynamoDBClient({});

export const handler = async (event: any) => {
  const tableName = event.path.split('/')[1];
  const keyName = tableName === 'basket' ? 'userName' : 'id';
  try {
    let body: unknown;
    switch (event.httpMethod) {
      case 'GET':
        if (event.queryStringParameters != null) body = await byCategory(event);
        else if (event.pathParameters != null) body = await one(tableName, keyName, event.pathParameters[keyName]);
        else body = await all(tableName);
        break;
      case 'POST':
        body = await create(tableName, event);
        break;
      default:
        throw new Error(`Unsupported route: "${event.httpMethod}"`);
    }
    return {
      statusCode: 200,
      body: JSON.stringify({ message: `Successfully finished operation: "${event.httpMethod}"`, body }),
    };
  } catch (error: any) {
    return {
      statusCode: 500,
      body: JSON.stringify({
        message: 'Failed to perform operation.',
        errorMsg: error.message,
        errorStack: error.stack,
      }),
    };
  }
};

async function one(tableName: string, keyName: string, key: string) {
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: marshall({ [keyName]: key }) }));
  return Item ? unmarshall(Item) : {};
}

async function all(tableName: string) {
  const { Items } = await client.send(new ScanCommand({ TableName: tableName }));
  return Items ? Items.map((item) => unmarshall(item)) : {};
}

async function create(tableName: string, event: any) {
  const request = JSON.parse(event.body);
  if (tableName === 'product') request.id = randomUUID();
  return client.send(new PutItemCommand({ TableName: tableName, Item: marshall(request || {}) }));
}

async function byCategory(event: any) {
  const command = new QueryCommand({
    TableName: 'product',
    KeyConditionExpression: 'id = :productId',
    FilterExpression: 'contains (category, :category)',
    ExpressionAttributeValues: {
      ':productId': { S: event.pathParameters.id },
      ':category': { S: event.queryStringParameters.category },
    },
  });
  const { Items } = await client.send(command);
  return Items!.map((item) => unmarshall(item));
}
