import { isRecord } from '../schema/guards';
/** An entry of EventBridge's PutEvents. */
export interface PutEventsEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  /** The text of a JSON object. */
  readonly Detail?: string;
  readonly Time?: Date;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
}

/** What became of one entry: the id of its event, or why there is none. */
export interface PutEventsResultEntry {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

export interface PutEventsResult {
  readonly FailedEntryCount: number;
  /** In the order of the request. */
  readonly Entries: readonly PutEventsResultEntry[];
}

/**
 * Puts up to ten events on a bus.
 * @throws Error when the whole call fails; then nothing is known of any entry
 */
export type PutEvents = (entries: readonly PutEventsEntry[], signal?: AbortSignal) => Promise<PutEventsResult>;

/** EventBridge's limit for one call. */
export const largestCall = 10;

/** EventBridge's limit, 256 KB: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export const largestEntry = 262_144;

/** The size of an entry as EventBridge counts it. */
export function sizeOf({ Source = '', DetailType = '', Detail = '', Time, Resources = [] }: PutEventsEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce(
    (bytes, text) => bytes + Buffer.byteLength(text),
    // A time counts 14 bytes, however it is written.
    Time ? 14 : 0,
  );
}

/** Attributes of an item in DynamoDB's JSON, as far as the relay reads them. */
type Image = Readonly<Record<string, { readonly S?: string }>>;

/**
 * A record of the outbox table's stream, as far as the relay reads it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly Keys?: Image;
    readonly NewImage?: Image;
  };
}

/** An event of an outbox record that can never be put on a bus, and why. */
export interface Unreadable {
  readonly unreadable: string;
}

/** The events of an outbox record that is no list of several. */
interface OutboxEntry {
  readonly source?: unknown;
  readonly detailType?: unknown;
  readonly detail?: unknown;
}

/**
 * The events that a new item of the outbox stands for, in their order: the one of `source`, `detailType` and `detail`,
 * or those of the list `events`. What is not an item of the outbox is one event that cannot be read, so that it is
 * named and not passed over.
 */
export function entriesOf({
  dynamodb: { NewImage: item } = {},
}: StreamRecord): readonly (PutEventsEntry | Unreadable)[] {
  if (!item) return [{ unreadable: 'The record of the stream holds no item.' }];
  const time = new Date(item.time?.S ?? '');
  if (Number.isNaN(time.getTime())) return [{ unreadable: 'The time of the event is no time.' }];
  const events = item.events?.S;
  if (events === undefined) {
    return [entryOf({ source: item.source?.S, detailType: item.detailType?.S }, item.detail?.S, time)];
  }
  const list = parsed(events);
  if (!Array.isArray(list)) return [{ unreadable: 'The events are no JSON list.' }];
  return list.map((event: OutboxEntry | null) => entryOf(event ?? {}, JSON.stringify(event?.detail), time));
}

/** An event of EventBridge, unless EventBridge would refuse it at every try. */
function entryOf(
  { source, detailType }: OutboxEntry,
  detail: string | undefined,
  time: Date,
): PutEventsEntry | Unreadable {
  if (typeof source !== 'string' || source === '') return { unreadable: 'The event has no source.' };
  if (typeof detailType !== 'string' || detailType === '') return { unreadable: 'The event has no detail-type.' };
  if (detail === undefined || !isRecord(parsed(detail))) {
    return { unreadable: 'The detail of the event is no JSON object.' };
  }
  const entry = { Source: source, DetailType: detailType, Detail: detail, Time: time };
  return sizeOf(entry) < largestEntry ? entry : { unreadable: `The event is not smaller than ${largestEntry} bytes.` };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** An event that is not delivered, now or ever, and where it can be found: the record, and the item of the outbox. */
export interface GivenUp {
  readonly reason: string;
  readonly sequenceNumber: string;
  readonly key?: string;
  readonly id?: string;
  /** Which of the events of the record, counted from 0. */
  readonly event: number;
}

/**
 * Keeps the name of an event that is given up, for a person to look at.
 * @throws Error when it cannot be kept; then the event is not given up
 */
export type GiveUp = (event: GivenUp, signal?: AbortSignal) => Promise<void>;

/** Why something could not be done for now. */
export interface RelayFailure {
  /** The code of EventBridge for an entry, or the name of the error of a call. */
  readonly code: string;
  readonly cause?: unknown;
}

/** What became of a batch. */
export interface Relayed {
  /** The sequence number from which on the batch has to come again. */
  readonly failedFrom?: string;
  /** How many events the bus has taken. */
  readonly delivered: number;
  readonly givenUp: readonly GivenUp[];
  readonly failures: readonly RelayFailure[];
}

export interface RelayOptions {
  readonly putEvents: PutEvents;
  readonly giveUp: GiveUp;
  /** No call is begun after it. */
  readonly signal?: AbortSignal;
}

/** A record that is not done, and how many of its events are. */
interface Waiting {
  readonly sequenceNumber: string;
  readonly key?: string;
  readonly id?: string;
  readonly events: readonly (PutEventsEntry | Unreadable)[];
  done: number;
}

/** Events of one record that go in one call. */
interface Part {
  readonly record: Waiting;
  readonly entries: readonly PutEventsEntry[];
}

/**
 * Entries that fail with these fail at every try.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const hopeless: readonly (string | undefined)[] = [
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForSourceException',
  'NotAuthorizedForDetailTypeException',
];

/**
 * Puts the events of new items of the outbox on the bus, those of one key in their order, each at least once: a record
 * of which some events were not delivered comes again as a whole. What can never be delivered is named and passed over.
 */
export async function relay(records: readonly StreamRecord[], options: RelayOptions): Promise<Relayed> {
  const batch = new Batch(records, options);
  await batch.run();
  return batch;
}

class Batch implements Relayed {
  delivered = 0;
  readonly givenUp: GivenUp[] = [];
  readonly failures: RelayFailure[] = [];
  #waiting: readonly Waiting[];
  #entriesPerCall = largestCall;

  constructor(
    records: readonly StreamRecord[],
    private readonly options: RelayOptions,
  ) {
    this.#waiting = records.filter(({ eventName }) => eventName === 'INSERT').map(waitingOf);
  }

  get failedFrom(): string | undefined {
    return this.#waiting.find(isWaiting)?.sequenceNumber;
  }

  async run(): Promise<void> {
    while (!this.options.signal?.aborted) {
      this.#waiting = this.#waiting.filter(isWaiting);
      const [first] = this.#waiting;
      if (!first) return;
      const event = first.events[first.done];
      const isDone =
        event && isUnreadable(event)
          ? await this.#giveUp(first, event.unreadable)
          : await this.#call(nextCall(this.#waiting, this.#entriesPerCall));
      // All after the first failure comes again anyway: sending more now would only make doubles.
      if (!isDone) return;
    }
  }

  /** Makes one call and answers whether to go on. */
  async #call(parts: readonly Part[]): Promise<boolean> {
    const entries = parts.flatMap((part) => part.entries);
    let results: readonly PutEventsResultEntry[];
    try {
      results = [...(await this.options.putEvents(entries, this.options.signal)).Entries];
    } catch (cause) {
      if (nameOf(cause) === 'ValidationException') return this.#refused(parts[0]?.record, entries.length);
      // Throttled, timed out or cut off: some may be delivered, but nobody knows which.
      return this.#fails(nameOf(cause), cause);
    }
    this.delivered += results.filter(isTaken).length;
    let areDone = true;
    let start = 0;
    for (const { record, entries: recordEntries } of parts) {
      const recordResults = recordEntries.map((_, index) => results[start + index]);
      areDone = (await this.#settle(record, recordResults)) && areDone;
      start += recordEntries.length;
    }
    return areDone;
  }

  /** Counts what is done of a record, up to the first of its entries that has to come again. */
  async #settle(record: Waiting, results: readonly (PutEventsResultEntry | undefined)[]): Promise<boolean> {
    for (const result of results) {
      const { ErrorCode: code } = result ?? {};
      if (isTaken(result)) record.done += 1;
      else if (!hopeless.includes(code)) return this.#fails(code ?? 'NoAnswer');
      else if (!(await this.#giveUp(record, `EventBridge answers ${code}.`))) return false;
    }
    return true;
  }

  /** A request that is refused as a whole says nothing of its entries, so that from now on each goes by itself. */
  async #refused(record: Waiting | undefined, count: number): Promise<boolean> {
    if (record && count === 1) return this.#giveUp(record, 'EventBridge refuses the request.');
    this.#entriesPerCall = 1;
    return true;
  }

  /** Gives up the next event of a record, and answers whether that is done. */
  async #giveUp(record: Waiting, reason: string): Promise<boolean> {
    const { sequenceNumber, key, id, done: event } = record;
    const named = { reason, sequenceNumber, key, id, event };
    try {
      await this.options.giveUp(named, this.options.signal);
    } catch (cause) {
      return this.#fails(nameOf(cause), cause);
    }
    this.givenUp.push(named);
    record.done += 1;
    return true;
  }

  #fails(code: string, cause?: unknown): false {
    this.failures.push({ code, cause });
    return false;
  }
}

function waitingOf(record: StreamRecord): Waiting {
  const { SequenceNumber: sequenceNumber = '', Keys = {}, NewImage = {} } = record.dynamodb ?? {};
  const { key, id } = { ...NewImage, ...Keys };
  return { sequenceNumber, key: key?.S, id: id?.S, events: entriesOf(record), done: 0 };
}

/**
 * The longest call that may be made now: entries of one call may fail one by one, so no two records of a key are in it,
 * and EventBridge's limit of an entry holds for all of them together.
 */
function nextCall(waiting: readonly Waiting[], limit: number): readonly Part[] {
  const parts: Part[] = [];
  const keys = new Set<string | undefined>();
  let count = 0;
  let bytes = 0;
  for (const record of waiting) {
    if (count === limit) break;
    // A later record of a key may not pass an earlier one, whether that is in this call or did not fit into it.
    if (keys.has(record.key)) continue;
    keys.add(record.key);
    const entries: PutEventsEntry[] = [];
    for (const event of record.events.slice(record.done)) {
      // Its turn comes when all before it is done.
      if (isUnreadable(event) || count === limit) break;
      const size = sizeOf(event);
      if (count > 0 && bytes + size >= largestEntry) break;
      entries.push(event);
      count += 1;
      bytes += size;
    }
    if (entries.length > 0) parts.push({ record, entries });
  }
  return parts;
}

const isWaiting = ({ events, done }: Waiting): boolean => done < events.length;

const isUnreadable = (event: PutEventsEntry | Unreadable): event is Unreadable => 'unreadable' in event;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

function isTaken(result: PutEventsResultEntry | undefined): boolean {
  return result?.EventId !== undefined && result.ErrorCode === undefined;
}
