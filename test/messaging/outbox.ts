import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../local/tables';

/** An outbox table of its own on an engine. */
export class Outbox {
  readonly prefix = `messaging-${randomUUID().slice(0, 8)}-`;
  readonly tableName = `${this.prefix}outbox`;
  private readonly client: DynamoDBClient;
  private count = 0;

  constructor(readonly endpoint: string) {
    this.client = new DynamoDBClient({ endpoint, ...localAccess, maxAttempts: 1 });
  }

  async create(): Promise<void> {
    await this.client.send(
      new CreateTableCommand({
        TableName: this.tableName,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
  }

  async drop(): Promise<void> {
    await this.client.send(new DeleteTableCommand({ TableName: this.tableName }));
  }

  /** Puts a borrow into the outbox and answers its id. */
  async add(detail: object | string = {}, key = 'swn'): Promise<string> {
    this.count += 1;
    const id = `${String(this.count).padStart(5, '0')}`;
    const item = {
      id,
      key,
      source: 'library.desk',
      detailType: 'LoanRequested',
      detail: typeof detail === 'string' ? detail : JSON.stringify({ id, ...detail }),
      time: new Date().toISOString(),
    };
    await this.client.send(
      new PutItemCommand({
        TableName: this.tableName,
        Item: Object.fromEntries(Object.entries(item).map(([name, text]) => [name, { S: text }])),
      }),
    );
    return id;
  }

  /** Takes an item out again, as its time to live would. */
  async remove(id: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: { id: { S: id } } }));
  }

  close(): void {
    this.client.destroy();
  }
}
