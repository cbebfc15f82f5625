import { isRecord } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { required } from '../schema/required';
import { ServiceError } from '../services/errors';
import { metricOf } from '../services/consumer';
import type { Consumer } from '../services/consumer';
import type { Context, Meter } from '../services/context';
import type { GatewayDefinition } from '../services/definition';
import { guardedContext } from '../services/guard';
import { tenancyOfEvent } from '../services/tenancy';
import { madeAtStart } from './at-start';
import { deadline, reserve } from './http/deadline';
import type { LambdaContext } from './http/event';
import { parseJson } from './http/json';
import { described, jsonLog } from './logger';
import { maskOfMessage } from './mask';
import { faultOf } from './metrics';
import { environmentOptions } from './options';
import type { GatewayOptions } from './options';
import { tablesOf } from './tables';
import type { TablesPart } from './tables';

/** What Lambda hands on from SQS: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages that stay in the queue, to come again and in the end to go to the dead letters. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda calls with a batch of a queue, or with one event of the bus. */
export type ConsumerHandler = (event: unknown, context: LambdaContext) => Promise<BatchResponse>;

/**
 * Makes the function of a consumer. Messages of a batch stand for themselves: those that fail are named in the answer,
 * the others are done. An event that comes straight from the bus fails by throwing.
 */
export function createConsumer(
  consumer: Consumer,
  options: TablesPart & Pick<GatewayOptions, 'log' | 'metrics' | 'now'> & Pick<Context, 'listed'>,
): ConsumerHandler {
  const { log = jsonLog, metrics, now = () => new Date(), listed } = options;
  let isColdStart = true;
  const tables = tablesOf(options);
  const { name, event: taken, alarms = [] } = consumer;

  async function take(event: unknown, facts: Omit<Context, keyof ReturnType<typeof tables>>): Promise<void> {
    const { source, 'detail-type': detailType, detail } = isRecord(event) ? event : {};
    if (source !== taken.source || detailType !== taken.detailType) {
      throw new ServiceError('bad-request', `Only ${taken.detailType} events are taken here.`);
    }
    const context = { ...facts, tenancy: inUse.tenants ? tenancyOfEvent(detail) : undefined };
    const outcome = await consumer.take(detail, guardedContext({ ...context, ...tables(context) }));
    log({ level: 'info', message: 'event', requestId: context.requestId, consumer: name, outcome });
  }

  /** Writes what went wrong to the log, and says its code. */
  function note(error: unknown, requestId: string, message: () => string, messageId?: string): string {
    const isKnown = error instanceof ServiceError;
    const code = isKnown ? error.code : 'internal';
    log({
      level: 'error',
      message: 'event',
      requestId,
      messageId,
      consumer: name,
      outcome: 'failed',
      code,
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
    const context = { now, signal, requestId, meter, listed, consumer: name };
    const codes: (string | undefined)[] = [];
    /** Takes one event, and notes the outcome. */
    const attempt = async (read: () => unknown, message: () => string, messageId?: string): Promise<void> => {
      try {
        await Promise.race([take(read(), context), time.over]);
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
        operation: consumer.operation,
        faults: codes.map((code) => faultOf(200, code)),
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
        capacityUnits: meter.capacityUnits,
        isColdStart,
        code: codes.find((code) => code !== undefined),
        alarms: Object.fromEntries(
          alarms.map((alarm) => [metricOf(alarm), codes.filter((code) => code === alarm.code).length]),
        ),
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

/**
 * The Lambda function behind the queue of a consumer. Its options come from the environment; docs/deploy.md lists them.
 * @throws Error when no module has a consumer of the name
 */
export function consumerFunction(definition: GatewayDefinition, name: string): ConsumerHandler {
  const consumer = required(
    definition.consumers.find((candidate) => candidate.name === name),
    `the consumer ${name}`,
  );
  const taking = madeAtStart(() =>
    createConsumer(consumer, { ...environmentOptions(process.env), listed: definition }),
  );
  return async (event, context) => taking()(event, context);
}
