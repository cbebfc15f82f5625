import { BatchGetCommand, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Client } from '../../tables/client';
import { charge, charged, takeWrongCosts } from '../charges';

// Over the whole test run: what a list, a GraphQL answer or the log tells that a request has cost is what DynamoDB says
// that it has charged for its calls, and no request reads more than its budget.

const reads = [GetCommand, BatchGetCommand, QueryCommand, ScanCommand];
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own client below
const send = Client.prototype.send as (...given: unknown[]) => Promise<Charged>;

interface Charged {
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}
interface Consumed {
  readonly CapacityUnits?: number;
}

Client.prototype.send = async function (this: Client, ...given: unknown[]) {
  const [command] = given as [{ readonly input: { ReturnConsumedCapacity?: string } }];
  if (!charged()) return send.apply(this, given);
  // Also of a call that nobody else counts.
  command.input.ReturnConsumedCapacity ??= 'TOTAL';
  const answer = await send.apply(this, given);
  const consumed = [answer.ConsumedCapacity ?? []].flat().map(({ CapacityUnits = 0 }) => CapacityUnits);
  const units = consumed.reduce((sum, one) => sum + one, 0);
  charge(
    units,
    reads.some((read) => command instanceof read),
  );
  return answer;
} as typeof Client.prototype.send;

afterEach(() => {
  // No expect(): a test that counts its assertions must not find ours among them.
  const wrongCosts = takeWrongCosts();
  if (wrongCosts.length > 0)
    throw new Error(`The cost that was told is not what was charged: ${wrongCosts.join(', ')}.`);
});
