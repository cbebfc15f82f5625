import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { roleOf } from '../functions';
import type { WriteCall } from '../untold';

// Over the whole test run: what a function stores of a domain that announces its changes is told by the outbox in the
// same transaction, or is declared quiet. What tests store themselves goes through other clients.

const untold: string[] = [];
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own class below
const from = DynamoDBDocumentClient.from as (...given: unknown[]) => DynamoDBDocumentClient;

/** The commands that store something, and the operations of DynamoDB behind them. */
const operations: Readonly<Record<string, string>> = {
  PutCommand: 'PutItem',
  UpdateCommand: 'UpdateItem',
  DeleteCommand: 'DeleteItem',
  TransactWriteCommand: 'TransactWriteItems',
};

DynamoDBDocumentClient.from = (...given: unknown[]) => {
  const client = from.apply(DynamoDBDocumentClient, given);
  if (!roleOf(new Error().stack)) return client;
  const send = client.send.bind(client) as (...given: unknown[]) => Promise<unknown>;
  client.send = (async (...sent: unknown[]) => {
    const [command] = sent as [{ readonly input: WriteCall['input'] }];
    const operation = operations[command.constructor.name];
    if (operation) {
      // Here, because a test of one file should not load every declaration.
      const { untoldIn } = await import('../untold');
      untold.push(...untoldIn({ operation, input: command.input }));
    }
    return send(...sent);
  }) as typeof client.send;
  return client;
};

afterEach(complain);
afterAll(complain);

function complain(): void {
  const words = untold.splice(0).join(', ');
  // No expect(): a test that counts its assertions must not find ours among them.
  if (words !== '') throw new Error(`Stored without telling it, and not declared quiet: ${words}.`);
}
