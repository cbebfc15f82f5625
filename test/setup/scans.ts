import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Client } from '../../tables/client';
import { mayScan } from '../noted-tables';
import { noteSeen, takeSeen } from '../seen-calls';

// Over the whole test run: the gateway never scans a table whose domain does not declare it. What a test itself
// reads goes through another client.

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own client below
const send = Client.prototype.send as (...given: unknown[]) => unknown;

Client.prototype.send = function (this: Client, ...given: unknown[]) {
  const [command] = given;
  if (command instanceof ScanCommand && !mayScan(command.input.TableName!)) noteSeen('scans', command.input.TableName!);
  return send.apply(this, given);
} as typeof Client.prototype.send;

afterEach(() => {
  // No expect(): a test that counts its assertions must not find ours among them.
  const tables = takeSeen('scans');
  if (tables.length > 0) throw new Error(`Scanned without a declaration: ${tables.join(', ')}.`);
});
