import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

// The product handler of the article, written anew from what it answers, on the SDK of today.

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = 'product';

export const handler = async (event: any) => {
  let body: unknown;
  let statusCode = 200;
  const headers = { 'Content-Type': 'application/json' };
  try {
    switch (event.httpMethod) {
      case 'GET':
        body = event.pathParameters
          ? await client.send(new GetCommand({ TableName, Key: { id: event.pathParameters.id } }))
          : await client.send(new ScanCommand({ TableName }));
        break;
      case 'POST': {
        const { id, price, title, description } = JSON.parse(event.body);
        await client.send(new PutCommand({ TableName, Item: { id, price, title, description } }));
        body = `Added/Updated product ${id}`;
        break;
      }
      default:
        throw new Error(`Unsupported route: "${event.httpMethod}"`);
    }
  } catch (error: any) {
    statusCode = 400;
    body = error.message;
  }
  return { statusCode, body: JSON.stringify(body), headers };
};
