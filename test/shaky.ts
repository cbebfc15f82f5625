import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { localAccess } from '../local/tables';
import { lambdaContext } from '../local/lambda';
import type { GatewayDefinition } from '../services/definition';
import { openFaultProxy } from './fault-proxy';
import type { Fault } from './fault-proxy';
import { openGateway } from './harness';
import type { Call, TestGateway } from './harness';
import { randomOf } from './random';
import type { Random } from './random';

/** What can go wrong with a call on its way: refused, lost before it is done, lost after. */
const faults: readonly Fault[] = [
  { do: 'cut' },
  { do: 'cutAfter' },
  { do: 'failAfter' },
  { do: 'truncate' },
  { do: 'conflict' },
  { do: 'throttle' },
  { do: 'hangAfter' },
];

/** Everything of a table, past the gateway. */
export async function rowsOf({ prefix }: TestGateway, table: string): Promise<Record<string, any>[]> {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: `${prefix}${table}`, ConsistentRead: true }));
  return Items.map((item) => unmarshall(item));
}

/** A request of a run. */
export type Request = readonly [method: string, target: string, body?: object];

/** How a run differs from the usual one. */
export interface ShakyOptions {
  /** What is sent before anything goes wrong. */
  readonly first?: readonly Request[];
  /** How often ten requests are sent at once; 40 when left out. */
  readonly rounds?: number;
}

/**
 * Sends random requests, ten at once, to a gateway whose calls to DynamoDB go wrong now and then, and of which some are cut
 * off by the end of their time.
 * @returns the gateway, without faults then, and how often each status was answered; the seed stands in the environment
 *   variable SEED, or is drawn
 * @throws Error when some kind of fault has never struck, or no request was refused or none done: nothing was tried then
 */
export async function runShaky(
  definition: GatewayDefinition,
  requestOf: (random: Random) => Request,
  { first = [], rounds = 40 }: ShakyOptions = {},
): Promise<{ readonly seed: number; readonly gateway: TestGateway; readonly statuses: ReadonlyMap<number, number> }> {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  const random = randomOf(seed);
  const proxy = await openFaultProxy({ target: process.env.TEST_ENGINE!, seed });
  const gateway = await openGateway('v1', { definition, endpoint: proxy.endpoint });
  const statuses = new Map<number, number>();
  for (const [method, target, body] of first) await gateway.send(method, target, { body });
  proxy.set(
    ...faults.map((fault) => ({
      ...fault,
      rate: fault.do === 'hangAfter' ? 0.005 : 0.02,
      ...(fault.do === 'conflict' ? {} : { on: ['TransactWriteItems', 'GetItem', 'Query'] }),
    })),
  );
  try {
    const step = async (): Promise<void> => {
      const [method, target, body] = requestOf(random);
      // The gateway keeps a second of the time for its answer.
      const call: Call = { body, lambda: lambdaContext(random.chance(0.05) ? 1_020 : 30_000) };
      const { status } = await gateway.send(method, target, call);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: 10 }, step));
    await proxy.idle();
    const missed = faults.filter((fault) => !proxy.faults.has(fault.do)).map((fault) => fault.do);
    const isTried =
      [...statuses.keys()].some((status) => status < 300) && [...statuses.keys()].some((status) => status > 399);
    if (!isTried || missed.length > 1) throw new Error(`Seed ${seed} has tried nothing: ${missed.join()}`);
  } finally {
    await proxy.close();
  }
  return { seed, gateway: await openGateway('v1', { definition, tablePrefix: gateway.prefix }), statuses };
}
