import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { exactNumber } from '../services/value-order';
import { required } from '../schema/required';
import { backoff, tries } from './retries';
import { patience } from './sender';
import type { Destination, OpenSender, SendOptions } from './sender';
import { isDocumentCommand, operationOf } from './wire';
import type { Command } from './wire';

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
 * The commands of the client behind those of lib-dynamodb. In the functions, theirs are empty: the bundle leaves the client
 * out of what a start loads, as infra/bundle.ts says, and here they are put in.
 */
const clientCommands: Readonly<Record<string, new (input: never) => object>> = {
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  DeleteItem: DeleteItemCommand,
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  TransactGetItems: TransactGetItemsCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  UpdateItem: UpdateItemCommand,
};

/** The SDK's own client, with everything given, so that no provider chain or configuration file costs a first call. */
export function openSdkSender({ endpoint, region, credentials }: Destination): OpenSender {
  const client = new DynamoDBClient({
    ...fixedSettings,
    endpoint,
    region,
    credentials,
    retryStrategy: new RetriesPerCall(tries, backoff),
    requestHandler: { connectionTimeout: patience.connection, socketTimeout: patience.silence },
  });
  const documents = DynamoDBDocumentClient.from(client, {
    // A field that is a double takes any double; free JSON has its own rule for whole numbers above 2^53.
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: exactNumber },
  });
  const send = documents.send.bind(documents) as OpenSender['send'];
  return {
    send: (command, { abortSignal, failedTry } = {}) => send(watched(completed(command), failedTry), { abortSignal }),
    destroy: () => client.destroy(),
  };
}

interface Completable {
  clientCommand: object;
  middlewareStack: DynamoDBDocumentClient['middlewareStack'];
}

function completed<Answer>(command: Command<Answer>): Command<Answer> {
  if (!isDocumentCommand(command)) return command;
  const completable = command as unknown as Completable;
  if ('resolveMiddleware' in completable.clientCommand) return command;
  const operation = operationOf(command);
  const ClientCommand = required(clientCommands[operation], `the SDK's command for ${operation}`);
  completable.clientCommand = new ClientCommand(command.input as never);
  completable.middlewareStack = (completable.clientCommand as Completable).middlewareStack;
  return command;
}

function watched<Answer>(command: Command<Answer>, failedTry: SendOptions['failedTry']): Command<Answer> {
  if (!failedTry) return command;
  (command as unknown as Completable).middlewareStack.addRelativeTo(
    <Args, Made>(next: (args: Args) => Promise<Made>) =>
      async (args: Args) => {
        try {
          return await next(args);
        } catch (error) {
          failedTry(error);
          throw error;
        }
      },
    { name: 'failedTry', override: true, relation: 'after', toMiddleware: 'retryMiddleware' },
  );
  return command;
}
