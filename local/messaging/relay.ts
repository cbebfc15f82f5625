import { largestCall, largestEntry, sizeOf } from './bus';
import type { PutEvents, PutEventsEntry } from './bus';
import { localWiring } from './wiring';
import type { Pipe, StreamRecord } from './wiring';

export type { StreamRecord } from './wiring';

/** What a stream handler answers: empty when all is done, else where to begin again. */
export interface StreamBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A record that waits, or one that is no event of the outbox at all. */
interface Waiting {
  readonly sequenceNumber: string;
  readonly key: string;
  /** Missing when the item cannot be read. */
  readonly entry?: PutEventsEntry;
}

/**
 * Puts the new items of the outbox on the bus, those of one key in their order, each at least once.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function relay(
  records: readonly StreamRecord[],
  putEvents: PutEvents,
  signal?: AbortSignal,
  pipe: Pipe = localWiring.pipe,
): Promise<StreamBatchResponse> {
  let waiting = records
    .filter((record) => pipe.takes(record))
    .flatMap(eventsOf)
    .map((record) => waitingOf(record, pipe));
  while (waiting.length > 0) {
    if (signal?.aborted) break;
    const call = nextCall(waiting);
    const delivered = await deliver(call, putEvents);
    waiting = waiting.filter((record) => !delivered.has(record));
    // All after the first failure comes again anyway: sending more now would only make doubles.
    if (delivered.size < call.length || call.length === 0) break;
  }
  const [first] = waiting;
  return { batchItemFailures: first ? [{ itemIdentifier: first.sequenceNumber }] : [] };
}

/** A record of several events as one record for each, in their order; they come again together. */
function eventsOf(record: StreamRecord): readonly StreamRecord[] {
  const { NewImage: item = {} } = record.dynamodb ?? {};
  if (item.events?.S === undefined) return [record];
  const events = JSON.parse(item.events.S) as { source: string; detailType: string; detail: object }[];
  return events.map(({ source, detailType, detail }) => {
    const image = {
      ...item,
      source: { S: source },
      detailType: { S: detailType },
      detail: { S: JSON.stringify(detail) },
    };
    return { ...record, dynamodb: { ...record.dynamodb, NewImage: image } };
  });
}

function waitingOf(record: StreamRecord, pipe: Pipe): Waiting {
  const { SequenceNumber: sequenceNumber = '', NewImage: item = {} } = record.dynamodb ?? {};
  const key = item.key?.S;
  return { sequenceNumber, key: key ?? '', entry: key === undefined ? undefined : pipe.entryOf(record) };
}

/**
 * The longest call that may be made now: entries of one call may fail one by one, so none of its keys comes twice,
 * and EventBridge's limit holds for all its entries together.
 */
function nextCall(waiting: readonly Waiting[]): Waiting[] {
  const call: Waiting[] = [];
  const keys = new Set<string>();
  let bytes = 0;
  for (const record of waiting) {
    if (call.length === largestCall) break;
    // Whose key it is can no longer be told, so nothing may pass it.
    if (!record.entry) break;
    // A later record of a key may not pass an earlier one, whether that is in this call or did not fit into it.
    if (keys.has(record.key)) continue;
    keys.add(record.key);
    const size = sizeOf(record.entry);
    if (call.length > 0 && bytes + size >= largestEntry) continue;
    call.push(record);
    bytes += size;
  }
  return call;
}

async function deliver(call: readonly Waiting[], putEvents: PutEvents): Promise<Set<Waiting>> {
  if (call.length === 0) return new Set();
  try {
    const { Entries } = await putEvents(call.map(({ entry }) => entry!));
    return new Set(call.filter((_, index) => isTaken(Entries[index])));
  } catch {
    // Throttled, timed out or cut off: some may be delivered, but nobody knows which.
    return new Set();
  }
}

function isTaken(result: { EventId?: string; ErrorCode?: string } | undefined): boolean {
  return result?.EventId !== undefined && result.ErrorCode === undefined;
}
