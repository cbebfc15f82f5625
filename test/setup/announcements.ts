import { Client } from '../../tables/client';
import { operationOf } from '../../tables/wire';
import { roleOf } from '../functions';
import { noteSeen, takeSeen } from '../seen-calls';

// Over the whole test run: what a function stores of a domain that announces its changes is told by the outbox in the
// same transaction, or is declared quiet. What tests store themselves goes through other clients.

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own class below
const open = Client.open;

/** The operations of DynamoDB that store something. */
const storing = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];

Client.open = (options) => {
  const client = open(options);
  if (!roleOf(new Error().stack)) return client;
  const send = client.send.bind(client);
  client.send = async (command, ...rest) => {
    const operation = operationOf(command);
    if (storing.includes(operation)) {
      // Here, because a test of one file should not load every declaration.
      const { untoldIn } = await import('../untold');
      for (const one of untoldIn({ operation, input: command.input })) noteSeen('announcements', one);
    }
    return send(command, ...rest);
  };
  return client;
};

afterEach(complain);
afterAll(complain);

function complain(): void {
  const words = takeSeen('announcements').join(', ');
  // No expect(): a test that counts its assertions must not find ours among them.
  if (words !== '') throw new Error(`Stored without telling it, and not declared quiet: ${words}.`);
}
