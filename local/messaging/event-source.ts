import { createHash } from 'node:crypto';
import { messageOf, recordOf, textOf } from '../../schema/guards';
import { lambdaContext } from '../lambda';
import type { Handler } from '../lambda';
import { digestOfAttributes } from './attribute-digest';
import type { Queue, ReceivedMessage } from './queue';
import { Wake } from './wake';

export interface PollOptions {
  readonly queue: Queue;
  readonly handler: Handler;
  readonly batchSize?: number;
  /** Seconds that one call of the handler has. */
  readonly functionTimeout: number;
  readonly region: string;
  readonly account: string;
  readonly queueArn: string;
  /** Told of every batch that failed as a whole. */
  readonly report: (words: string, error?: unknown) => void;
  /** Asked before each action on the queue that IAM would judge, such as `sqs:ReceiveMessage`; throws what it denies. */
  readonly authorize?: (action: string) => void;
  /** Seconds until a message that failed so many times shows again; when left out, as in AWS, its visibility timeout. */
  readonly retryDelay?: (receiveCount: number) => number;
  readonly now?: () => Date;
}

/** A queue that is being read. */
export interface EventSource {
  /** Waits for the batch under way and returns. */
  stop(): Promise<void>;
}

/** What failed of a batch: message ids with the reason. */
type Failures = ReadonlyMap<string, string>;

/**
 * Lambda's event source mapping: hands the messages to the handler in batches and deletes what has not failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function pollQueue(options: PollOptions): EventSource {
  const stopping = new AbortController();
  const wake = new Wake();
  const unsubscribe = options.queue.onChange(() => wake.now());
  const ended = poll(options, wake, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      unsubscribe();
      await ended;
    },
  };
}

async function poll(options: PollOptions, wake: Wake, signal: AbortSignal): Promise<void> {
  const { queue, batchSize = 10, now = () => new Date(), report, authorize } = options;
  let isMade = false;
  while (!signal.aborted) {
    try {
      // Lambda compares the timeouts of function and queue when the mapping is made.
      if (!isMade) authorize?.('sqs:GetQueueAttributes');
      isMade = true;
      authorize?.('sqs:ReceiveMessage');
      const messages = queue.receive(batchSize);
      if (messages.length > 0) {
        await handleBatch(messages, options);
        continue;
      }
      // A message may have begun to show since the receive: then it is time already.
      const nextVisibleAt = queue.nextVisibleAt();
      await wake.wait(nextVisibleAt && Math.max(1, nextVisibleAt.getTime() - now().getTime()), signal);
    } catch (error) {
      report(`The queue ${queue.name} cannot be read for the moment and is tried again.`, error);
      await wake.wait(1_000, signal);
    }
  }
}

async function handleBatch(messages: readonly ReceivedMessage[], options: PollOptions): Promise<void> {
  const { queue, retryDelay, authorize } = options;
  const failures = await invoke(messages, options);
  for (const { messageId, receiptHandle, attributes } of messages) {
    const reason = failures.get(messageId);
    if (reason === undefined) {
      authorize?.('sqs:DeleteMessage');
      queue.deleteMessage(receiptHandle);
      continue;
    }
    queue.explain(receiptHandle, reason);
    // Nobody is asked: Lambda does nothing of the kind, the message shows again by itself.
    if (retryDelay) queue.changeVisibility(receiptHandle, retryDelay(Number(attributes.ApproximateReceiveCount)));
  }
}

/** Calls the handler and judges its answer as Lambda does. */
async function invoke(messages: readonly ReceivedMessage[], options: PollOptions): Promise<Failures> {
  const { handler, functionTimeout, queue, report } = options;
  const allFailed = (reason: string): Failures => new Map(messages.map(({ messageId }) => [messageId, reason]));
  const event = { Records: messages.map((message) => lambdaRecordOf(message, options)) };
  const seconds = `${functionTimeout} ${functionTimeout === 1 ? 'second' : 'seconds'}`;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The consumer was not ready after ${seconds}.`)), functionTimeout * 1000);
  });
  try {
    // Lambda would end the function; here it goes on, but nobody listens to its answer any more.
    const answer = await Promise.race([handler(event, lambdaContext(functionTimeout * 1000)), late]);
    const failed = failedIds(answer);
    if (failed?.every((id) => messages.some(({ messageId }) => messageId === id))) {
      return new Map(failed.map((id) => [id, 'The consumer reported it as failed; its log says why.']));
    }
    const reason = 'The consumer gave an answer that names no message of the batch.';
    report(`A batch of the queue ${queue.name} failed. ${reason}`);
    return allFailed(reason);
  } catch (error) {
    report(`A batch of the queue ${queue.name} failed.`, error);
    return allFailed(messageOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/** The ids that the answer names as failed; undefined when something in it is no id, and the whole batch fails. */
function failedIds(answer: unknown): readonly string[] | undefined {
  const { batchItemFailures: failures } = recordOf(answer);
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure) => textOf(recordOf(failure).itemIdentifier)).filter((id) => id !== undefined);
  return ids.length === failures.length ? ids : undefined;
}

/** A record of the event: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function lambdaRecordOf(message: ReceivedMessage, { queueArn, region, account }: PollOptions): object {
  const { messageId, receiptHandle, body, attributes, messageAttributes } = message;
  const hasAttributes = Object.keys(messageAttributes).length > 0;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: { ...attributes, SenderId: account },
    messageAttributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([name, { dataType, stringValue }]) => [
        name,
        { stringValue, stringListValues: [], binaryListValues: [], dataType },
      ]),
    ),
    md5OfBody: createHash('md5').update(body).digest('hex'),
    ...(hasAttributes ? { md5OfMessageAttributes: digestOfAttributes(messageAttributes) } : {}),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
