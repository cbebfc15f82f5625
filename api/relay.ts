import { listOf, numberOf, recordOf, textOf } from '../schema/guards';
import { relay } from '../services/relay';
import type { GiveUp, PutEvents, PutEventsEntry, PutEventsResult, RelayFailure, StreamRecord } from '../services/relay';
import { madeAtStart } from './at-start';
import { openAwsCall } from './aws-call';
import { deadline, reserve } from './http/deadline';
import type { LambdaContext } from './http/event';
import { described, jsonLog } from './logger';
import type { Log } from './logger';
import { emfMetrics } from './metrics';
import type { Metrics } from './metrics';

/**
 * What Lambda hands on from the stream of the outbox: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export interface StreamEvent {
  readonly Records: readonly StreamRecord[];
}

/**
 * Where Lambda has to begin again; empty when all is done.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export interface StreamBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda calls with a batch of the stream. */
export type Relay = (event: StreamEvent, context: LambdaContext) => Promise<StreamBatchResponse>;

export interface RelayOptions {
  readonly putEvents: PutEvents;
  readonly giveUp: GiveUp;
  readonly log?: Log;
  /** Told of every batch; nobody when left out. */
  readonly metrics?: Metrics;
}

/**
 * Makes the relay from the outbox to the bus. It ends before the Lambda does, and names the first record that has to
 * come again.
 */
export function createRelay({ putEvents, giveUp, log = jsonLog, metrics }: RelayOptions): Relay {
  let isColdStart = true;
  return async (event, lambda) => {
    if (!Array.isArray(event.Records)) throw new TypeError('Records must be a list of records of a stream.');
    const started = performance.now();
    const time = deadline(Math.max(0, (lambda.getRemainingTimeInMillis?.() ?? 30_000) - reserve));
    // Nobody waits for the end of the time when everything is done before.
    time.over.catch(() => undefined);
    const requestId = lambda.awsRequestId ?? 'none';
    try {
      const { failedFrom, delivered, givenUp, failures } = await relay(event.Records, {
        putEvents: (entries, signal) => Promise.race([putEvents(entries, signal), time.over]),
        giveUp: (letter, signal) => Promise.race([giveUp(letter, signal), time.over]),
        signal: time.signal,
      });
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      for (const letter of givenUp) {
        log({ level: 'error', message: 'relay', requestId, outcome: 'given-up', ...letter });
      }
      for (const failure of failures) log({ ...failureEntry(failure), requestId, sequenceNumber: failedFrom });
      const outcome = failedFrom === undefined ? 'done' : 'unfinished';
      log({
        level: 'info',
        message: 'relay',
        requestId,
        outcome,
        records: event.Records.length,
        delivered,
        milliseconds,
      });
      metrics?.({
        requestId,
        face: 'relay',
        operation: 'relayEvents',
        faults: [...Array<'none'>(delivered).fill('none'), ...[...givenUp, ...failures].map(() => 'server' as const)],
        milliseconds,
        capacityUnits: 0,
        isColdStart,
        code: failures[0]?.code,
      });
      return { batchItemFailures: failedFrom === undefined ? [] : [{ itemIdentifier: failedFrom }] };
    } finally {
      time.clear();
      isColdStart = false;
    }
  };
}

function failureEntry({ code, cause }: RelayFailure): Parameters<Log>[0] {
  const error = cause === undefined ? undefined : described(cause);
  return { level: 'error', message: 'relay', outcome: 'failed', code, error };
}

/** The bus of a name, or at an ARN, behind EventBridge's own address or another. */
export function busOf(options: Omit<Parameters<typeof openAwsCall>[0], 'service'>, EventBusName?: string): PutEvents {
  const call = openAwsCall({ ...options, service: 'events' });
  return async (entries, signal) => {
    return putEventsResult(
      await call('PutEvents', { Entries: entries.map((entry) => entryToSend(entry, EventBusName)) }, signal),
    );
  };
}

/** @throws TypeError for an answer without entries, of which nothing is known */
function putEventsResult(answer: unknown): PutEventsResult {
  const { FailedEntryCount, Entries } = recordOf(answer);
  if (!Array.isArray(Entries)) throw new TypeError('The answer to PutEvents must have a list of entries.');
  const results = listOf(Entries)
    .map(recordOf)
    .map(({ EventId, ErrorCode, ErrorMessage }) => ({
      EventId: textOf(EventId),
      ErrorCode: textOf(ErrorCode),
      ErrorMessage: textOf(ErrorMessage),
    }));
  return { FailedEntryCount: numberOf(FailedEntryCount) ?? 0, Entries: results };
}

/** An entry as it is sent: in JSON protocols of AWS a time is a number of seconds. */
function entryToSend({ Time, ...entry }: PutEventsEntry, EventBusName: string | undefined): object {
  return { EventBusName, ...entry, Time: Time && Time.getTime() / 1000 };
}

/** Names what is given up in a queue, behind SQS's own address or another. */
export function lettersTo(options: Omit<Parameters<typeof openAwsCall>[0], 'service'>, QueueUrl: string): GiveUp {
  const call = openAwsCall({ ...options, service: 'sqs' });
  return async (letter, signal) => {
    await call('SendMessage', { QueueUrl, MessageBody: JSON.stringify(letter) }, signal);
  };
}

/**
 * The options of the relay on Lambda.
 * @throws Error that names the variable that is missing
 */
export function relayFrom(environment: NodeJS.ProcessEnv): RelayOptions {
  const value = (name: string): string => {
    const text = environment[name];
    if (!text) throw new Error(`${name} is not set: the relay needs it.`);
    return text;
  };
  const access = {
    region: value('AWS_REGION'),
    credentials: {
      accessKeyId: value('AWS_ACCESS_KEY_ID'),
      secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
      sessionToken: environment.AWS_SESSION_TOKEN,
    },
  };
  return {
    putEvents: busOf({ ...access, endpoint: environment.AWS_ENDPOINT_URL_EVENTBRIDGE }, value('EVENT_BUSNAME')),
    giveUp: lettersTo({ ...access, endpoint: environment.AWS_ENDPOINT_URL_SQS }, value('RELAY_DEAD_LETTERS')),
    metrics: emfMetrics(environment.POWERTOOLS_SERVICE_NAME),
  };
}

/** The Lambda function behind the stream of the outbox. Its options come from the environment. */
export function relayFunction(): Relay {
  const relaying = madeAtStart(() => createRelay(relayFrom(process.env)));
  return async (event, context) => relaying()(event, context);
}
