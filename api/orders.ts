import { isRecord } from '../schema/guards';
import { ServiceError } from '../services/errors';
import { checkoutEvent } from '../services/events';
import type { Context, Meter } from '../services/context';
import { placeOrder } from '../services/place-order';
import { openTables } from '../tables';
import { madeAtStart } from './at-start';
import { deadline, reserve } from './http/deadline';
import type { LambdaContext } from './http/event';
import { parseJson } from './http/json';
import { described, jsonLog } from './logger';
import { maskOfMessage } from './mask';
import { faultOf } from './metrics';
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
    'endpoint' | 'region' | 'credentials' | 'authorize' | 'tablePrefix' | 'expiresAfterDays' | 'log' | 'metrics' | 'now'
  >,
): OrderConsumer {
  const { log = jsonLog, metrics, now = () => new Date() } = options;
  let isColdStart = true;
  const tables = openTables({
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    credentials: options.credentials,
    authorize: options.authorize,
    prefix: options.tablePrefix ?? '',
    expiresAfterDays: options.expiresAfterDays,
  });

  async function place(event: unknown, context: Context): Promise<void> {
    const { source, 'detail-type': detailType, detail } = isRecord(event) ? event : {};
    if (source !== checkoutEvent.source || detailType !== checkoutEvent.detailType) {
      throw new ServiceError('bad-request', `Only ${checkoutEvent.detailType} events are taken here.`);
    }
    const outcome = await placeOrder(detail, context);
    log({ level: 'info', message: 'order', requestId: context.requestId, outcome });
  }

  /** Writes what went wrong to the log, and says its code. */
  function note(error: unknown, requestId: string, message: () => string, messageId?: string): string {
    const isKnown = error instanceof ServiceError;
    const code = isKnown ? error.code : 'internal';
    log({
      level: 'error',
      message: 'order',
      requestId,
      messageId,
      outcome: 'failed',
      code,
      // The metric behind the alarm: two different orders claim one id.
      ...(isKnown && error.code === 'conflict' && { metric: 'OrderConflict' }),
      ...(isKnown
        ? { pointers: error.details.errors?.map(({ pointer }) => pointer) }
        : { error: described(error, maskOfMessage(message())) }),
    });
    return code;
  }

  return async (event, lambda) => {
    const started = performance.now();
    const time = deadline(Math.max(0, (lambda.getRemainingTimeInMillis?.() ?? 30_000) - reserve));
    // Nobody waits for the end of the time when every message is done before.
    time.over.catch(() => undefined);
    const requestId = lambda.awsRequestId ?? 'none';
    const meter: Meter = { capacityUnits: 0 };
    const { signal } = time;
    const context: Context = { ...tables({ signal, now, meter }), now, signal, requestId, meter };
    const codes: (string | undefined)[] = [];
    /** Places the order of one event, and notes the outcome. */
    const attempt = async (read: () => unknown, message: () => string, messageId?: string): Promise<void> => {
      try {
        await Promise.race([place(read(), context), time.over]);
        codes.push(undefined);
      } catch (error) {
        codes.push(note(error, requestId, message, messageId));
        throw error;
      }
    };
    try {
      if (!isQueueEvent(event)) {
        await attempt(
          () => event,
          () => JSON.stringify(event ?? null),
        );
        return { batchItemFailures: [] };
      }
      const failed = await Promise.all(
        event.Records.map(({ messageId, body }) =>
          attempt(
            () => parseJson(body),
            () => body,
            messageId,
          ).then(
            () => [],
            () => [{ itemIdentifier: messageId }],
          ),
        ),
      );
      return { batchItemFailures: failed.flat() };
    } finally {
      time.clear();
      metrics?.({
        requestId,
        face: 'consumer',
        operation: 'placeOrder',
        faults: codes.map((code) => faultOf(200, code)),
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
        capacityUnits: meter.capacityUnits,
        isColdStart,
        code: codes.find((code) => code !== undefined),
        orderConflicts: codes.filter((code) => code === 'conflict').length,
      });
      isColdStart = false;
    }
  };
}

/** @throws TypeError for records that are no list: none of them may be taken for done */
function isQueueEvent(event: unknown): event is QueueEvent {
  if (typeof event !== 'object' || event === null || !('Records' in event)) return false;
  if (!Array.isArray(event.Records)) throw new TypeError('Records must be a list of SQS messages.');
  return true;
}

const lambdaConsumer = madeAtStart(() => createOrderConsumer(environmentOptions(process.env)));

/** The Lambda function behind the order queue. Its options come from the environment; docs/deploy.md lists them. */
export const handler: OrderConsumer = async (event, context) => lambdaConsumer()(event, context);
