import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, PutCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

/** What a write of an old handler has put out of the table, which DynamoDB tells who asks for it. */
export type Overwritten = Readonly<Record<string, unknown>> | undefined;

/**
 * The handlers of the systems that a shop is moved from, as far as they write, on the tables of a gateway. They know
 * nothing of versions:
 *
 * - `PUT /product/{id}` and `POST /basket` of the serverless shop (awsrun/aws-microservices, src/product/index.js and
 *   src/basket/index.js): an UpdateItem that sets every member of the body, and a PutItem of the body.
 * - `create` and `update` of the function of Amazon's tutorial, which hand what they get to DynamoDB
 *   (https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-tutorial.html).
 */
export function oldHandlers(client: DynamoDBDocumentClient, prefix: string) {
  const put = async (input: PutCommandInput): Promise<Overwritten> =>
    (await client.send(new PutCommand({ ...input, ReturnValues: 'ALL_OLD' }))).Attributes;

  return {
    /** `PUT /product/{id}` */
    putProduct: async (id: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
      const names = Object.keys(body);
      await client.send(
        new UpdateCommand({
          TableName: `${prefix}product`,
          Key: { id },
          UpdateExpression: `SET ${names.map((_, index) => `#key${index} = :value${index}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#key${index}`, name])),
          ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:value${index}`, body[name]])),
        }),
      );
    },

    /** `POST /basket` */
    postBasket: async (body: { readonly userName: string; readonly items: readonly object[] }) =>
      put({ TableName: `${prefix}basket`, Item: body }),

    /** `{ operation: 'create', tableName, payload }` */
    create: async (tableName: string, payload: Omit<PutCommandInput, 'TableName'>) =>
      put({ ...payload, TableName: `${prefix}${tableName}` }),

    /** `{ operation: 'read', tableName, payload }` */
    read: async (tableName: string, Key: Readonly<Record<string, string>>): Promise<Readonly<Record<string, any>>> =>
      (await client.send(new GetCommand({ TableName: `${prefix}${tableName}`, Key, ConsistentRead: true }))).Item ?? {},

    /** `{ operation: 'update', tableName, payload }`; whether its condition held, if it has one. */
    update: async (tableName: string, payload: Omit<UpdateCommandInput, 'TableName'>): Promise<boolean> => {
      try {
        await client.send(new UpdateCommand({ ...payload, TableName: `${prefix}${tableName}` }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** The payload of an update of the tutorial's function that holds to our protocol: under the version that was read, and one more. */
export function underVersion(
  Key: Readonly<Record<string, string>>,
  name: string,
  value: unknown,
  version: number,
): Omit<UpdateCommandInput, 'TableName'> {
  return {
    Key,
    UpdateExpression: 'SET #name = :value, #version = :next',
    ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :read',
    ExpressionAttributeNames: { '#name': name, '#version': 'version' },
    ExpressionAttributeValues: { ':value': value, ':next': version + 1, ...(version > 0 && { ':read': version }) },
  };
}
