import { ServiceError } from '../services/errors';
import { checkoutEvent } from '../services/events';
import type { Context } from '../services/context';
import { placeOrder } from '../services/place-order';
import { openTables } from '../tables';
import { deadline, reserve } from './deadline';
import type { Deadline } from './deadline';
import type { LambdaContext } from './event';
import { parseJson } from './json';
import { described, jsonLog } from './logger';
import { maskOfMessage } from './mask';
import { environmentOptions } from './options';
import type { GatewayOptions } from './options';

/** What Lambda hands on from SQS: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages that stay in the queue, to come again and in the end to go to the dead letters. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda calls with a batch of the queue, or with one event of the bus. */
export type OrderConsumer = (event: unknown, context: LambdaContext) => Promise<BatchResponse>;

/**
 * Makes the consumer that places orders. Messages of a batch stand for themselves: those that fail are named in the
 * answer, the others are done. An event that comes straight from the bus fails by throwing.
 */
export function createOrderConsumer(
  options: Pick<
    GatewayOptions,
    'endpoint' | 'region' | 'credentials' | 'tablePrefix' | 'expiresAfterDays' | 'log' | 'now'
  >,
): OrderConsumer {
  const { log = jsonLog, now = () => new Date() } = options;
  const tables = openTables({
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    credentials: options.credentials,
    prefix: options.tablePrefix ?? '',
    expiresAfterDays: options.expiresAfterDays,
  });

  async function place(event: unknown, context: Context): Promise<void> {
    const { source, 'detail-type': detailType, detail } = (event ?? {}) as Record<string, unknown>;
    if (source !== checkoutEvent.source || detailType !== checkoutEvent.detailType) {
      throw new ServiceError('bad-request', `Only ${checkoutEvent.detailType} events are taken here.`);
    }
    const outcome = await placeOrder(detail, context);
    log({ level: 'info', message: 'order', requestId: context.requestId, outcome });
  }

  function note(error: unknown, requestId: string, message: string, messageId?: string): void {
    const isKnown = error instanceof ServiceError;
    log({
      level: 'error',
      message: 'order',
      requestId,
      messageId,
      outcome: 'failed',
      code: isKnown ? error.code : 'internal',
      // The metric behind the alarm: two different orders claim one id.
      ...(isKnown && error.code === 'conflict' && { metric: 'OrderConflict' }),
      ...(isKnown
        ? { pointers: error.details.errors?.map(({ pointer }) => pointer) }
        : { error: described(error, maskOfMessage(message)) }),
    });
  }

  return async (event, lambda) => {
    const time = deadline(Math.max(0, (lambda.getRemainingTimeInMillis?.() ?? 30_000) - reserve));
    // Nobody waits for it alone when every message is done in time.
    time.over.catch(() => undefined);
    const requestId = lambda.awsRequestId ?? 'none';
    const context: Context = { ...tables({ signal: time.signal, now }), now, signal: time.signal, requestId };
    try {
      if (!isQueueEvent(event)) {
        await placeAlone(event, context, time);
        return { batchItemFailures: [] };
      }
      const failed = await Promise.all(
        event.Records.map(async ({ messageId, body }) => {
          try {
            await Promise.race([place(parseJson(body), context), time.over]);
            return [];
          } catch (error) {
            note(error, requestId, body, messageId);
            return [{ itemIdentifier: messageId }];
          }
        }),
      );
      return { batchItemFailures: failed.flat() };
    } finally {
      time.clear();
    }
  };

  async function placeAlone(event: unknown, context: Context, { over }: Deadline): Promise<void> {
    try {
      await Promise.race([place(event, context), over]);
    } catch (error) {
      note(error, context.requestId, JSON.stringify(event ?? null));
      throw error;
    }
  }
}

/** @throws TypeError for records that are no list: none of them may be taken for done */
function isQueueEvent(event: unknown): event is QueueEvent {
  if (typeof event !== 'object' || event === null || !('Records' in event)) return false;
  if (!Array.isArray(event.Records)) throw new TypeError('Records must be a list of SQS messages.');
  return true;
}

let lambdaConsumer: OrderConsumer | undefined;

/** The Lambda function behind the order queue. Its options come from the environment; the README lists them. */
export const handler: OrderConsumer = async (event, context) => {
  lambdaConsumer ??= createOrderConsumer(environmentOptions(process.env));
  return lambdaConsumer(event, context);
};
