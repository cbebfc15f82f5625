import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConsumedCapacity, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { Context } from '../services/context';
import { unitsOfPage } from '../services/read-budget';
import { Connections } from './connections';
import { createSigner } from './signer';
import { exactNumber } from '../services/value-order';

/** Where DynamoDB is and how to sign for it. */
export interface ClientOptions {
  /** Left out for AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  /** Left out to let the SDK find them. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /**
   * Told of each call before it is sent, such as `GetItem` with its input; the call fails with what it throws. A local
   * gateway has its rights from here; on AWS, IAM sees to them.
   */
  readonly authorize?: (operation: string, input: unknown) => void;
}

/**
 * Eight tries bring a call through 20 % throttling with a failure in 400,000; the caller's signal ends them
 * sooner. Full jitter, from 25 ms to 800 ms: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
const tries = 8;
const backoff = (attempt: number): number => Math.random() * Math.min(800, 25 * 2 ** attempt);

/**
 * The SDK's strategies share a budget of some dozen retries among all calls of a process: after an outage, every
 * throttled call would fail at its first try. Here a call is bounded by its own tries and its caller's signal alone.
 */
class RetriesPerCall extends ConfiguredRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...parameters: Parameters<ConfiguredRetryStrategy['refreshRetryTokenForRetry']>
  ) {
    return new ConfiguredRetryStrategy(tries, backoff).refreshRetryTokenForRetry(...parameters);
  }
}

/** What the SDK would look for in the files of ~/.aws before its first call, one by one. */
const fixedSettings = {
  retryMode: 'standard',
  maxAttempts: tries,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  accountIdEndpointMode: 'disabled',
  authSchemePreference: [],
  endpointDiscoveryEnabled: false,
  disableClockSkewCorrection: false,
  userAgentAppId: async () => undefined,
} satisfies DynamoDBClientConfig & { disableClockSkewCorrection: boolean };

/**
 * A fifth of what the SDK costs a call: the log of a logger that nobody has set, the trace header against functions
 * that call themselves, which DynamoDB does not pass on, and the text about versions that is put together anew for
 * each call.
 */
const needless = ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware'];

/** Other partitions than AWS and China name their endpoint. https://docs.aws.amazon.com/general/latest/gr/ddb.html */
const publicEndpoint = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** What a table does its calls with. */
export type Sender = Pick<DynamoDBDocumentClient, 'send'>;

/** A client for one request, whose calls tell its meter what they have consumed, and whose reads draw from its budget. */
export function metered(client: Sender, { meter, reads }: Pick<Context, 'meter' | 'reads'>): Sender {
  const send = async (command: MeteredCommand, options: object): Promise<MeteredAnswer> => {
    command.input.ReturnConsumedCapacity = 'TOTAL';
    const answer = await (client.send as unknown as typeof send).call(client, command, options);
    if (meter) meter.capacityUnits += unitsOf(answer);
    return answer;
  };
  const draw = async (command: MeteredCommand, options: object): Promise<MeteredAnswer> => {
    const most = mostUnits(command);
    return reads && most !== undefined
      ? reads.draw(most, () => send(command, options), unitsOf)
      : send(command, options);
  };
  return { send: draw as Sender['send'] };
}

function unitsOf({ ConsumedCapacity: consumed = [] }: MeteredAnswer): number {
  return [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

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

interface MeteredCommand {
  readonly input: { ReturnConsumedCapacity?: 'TOTAL' };
}

/** A call of one table tells what it has consumed, a call of several tables tells a list. */
interface MeteredAnswer {
  readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
}

/** Opens a client with everything given, so that no provider chain or configuration file costs a cold start. */
export function openClient({ endpoint, region, credentials, authorize }: ClientOptions): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    ...fixedSettings,
    endpoint: endpoint ?? publicEndpoint(region),
    region,
    credentials,
    retryStrategy: new RetriesPerCall(tries, backoff),
    requestHandler: new Connections({ connection: 1000, silence: 3000 }) as unknown as Record<string, unknown>,
    httpAuthSchemes: [
      {
        schemeId: 'aws.auth#sigv4',
        identityProvider: (providers) => providers.getIdentityProvider('aws.auth#sigv4'),
        signer: createSigner(),
      },
    ],
  });
  for (const name of needless) client.middlewareStack.remove(name);
  if (authorize) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        authorize(String(context.commandName).replace(/Command$/, ''), args.input);
        return next(args);
      },
      // Before the retries: what is denied once is denied always.
      { step: 'initialize' },
    );
  }
  return DynamoDBDocumentClient.from(client, {
    // A field that is a double takes any double; free JSON has its own rule for whole numbers above 2^53.
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: exactNumber },
  });
}
