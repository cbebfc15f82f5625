import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from '../services/context';
import { unitsOfPage } from '../services/read-budget';
import type { SendOptions, Sender } from './sender';
import type { Command } from './wire';

/** A client for one request, whose calls tell its meter what they have consumed, and whose reads draw from its budget. */
export function metered(client: Sender, { meter, reads }: Pick<Context, 'meter' | 'reads'>): Sender {
  const send = async (command: MeteredCommand, options?: SendOptions): Promise<MeteredAnswer> => {
    command.input.ReturnConsumedCapacity = 'TOTAL';
    const answer = await client.send(command, options);
    if (meter) meter.capacityUnits += unitsOf(answer);
    return answer;
  };
  const draw = (command: MeteredCommand, options?: SendOptions): Promise<MeteredAnswer> => {
    const most = mostUnits(command);
    return reads && most !== undefined
      ? reads.draw(most, () => send(command, options), unitsOf)
      : send(command, options);
  };
  return { send: draw as Sender['send'] };
}

function unitsOf({ ConsumedCapacity: consumed = [] }: MeteredAnswer): number {
  if (!isList(consumed)) return consumed.CapacityUnits ?? 0;
  let units = 0;
  for (const { CapacityUnits = 0 } of consumed) units += CapacityUnits;
  return units;
}

const isList = (consumed: ConsumedCapacity | readonly ConsumedCapacity[]): consumed is readonly ConsumedCapacity[] =>
  Array.isArray(consumed);

/** An item has at most 400 KB, a read unit 4 KB of a consistent read: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const mostUnitsOfItem = 100;
/** BatchGetItem ends at 16 MB: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostUnitsOfBatch = 4096;

/** The most read units that a call may take; undefined for one that reads nothing. */
function mostUnits(command: MeteredCommand): number | undefined {
  if (command instanceof GetCommand) return mostUnitsOfItem;
  if (command instanceof BatchGetCommand) {
    const tables = Object.values(command.input.RequestItems ?? {});
    const keys = tables.reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
    return Math.min(mostUnitsOfBatch, keys * mostUnitsOfItem);
  }
  if (command instanceof QueryCommand || command instanceof ScanCommand) {
    // Lists are eventually consistent.
    return Math.min(unitsOfPage, (command.input.Limit ?? Infinity) * (mostUnitsOfItem / 2));
  }
  return undefined;
}

interface MeteredCommand extends Command<MeteredAnswer> {
  readonly input: { ReturnConsumedCapacity?: 'TOTAL' };
}

/** A call of one table tells what it has consumed, a call of several tables tells a list. */
interface MeteredAnswer {
  readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
}
