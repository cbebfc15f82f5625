import { randomUUID } from 'node:crypto';
import { required } from '../../schema/required';
import { openJournal, readJournal } from './journal';
import type { Journal } from './journal';

/** An attribute of a message, as SQS takes it. */
export interface MessageAttribute {
  /** String or Number, with a label of your own behind a point if you like. */
  readonly dataType: string;
  readonly stringValue: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message as `receive` gives it; the times are SQS's: milliseconds since 1970 as text. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly messageAttributes: MessageAttributes;
  readonly attributes: {
    readonly ApproximateReceiveCount: string;
    readonly SentTimestamp: string;
    readonly SenderId: string;
    readonly ApproximateFirstReceiveTimestamp: string;
  };
}

/** A message as one sees it who only looks. */
export interface SeenMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  readonly isInFlight: boolean;
  /** Why it failed the last time, if that is known. */
  readonly reason?: string;
}

export interface QueueOptions {
  readonly name: string;
  /** Seconds that a received message is hidden. */
  readonly visibilityTimeout: number;
  /** After so many receives a message goes to the dead-letter queue. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: Queue;
  readonly now?: () => Date;
  /** The file that keeps the messages; in memory when left out. */
  readonly journal?: string;
}

/** A standard SQS queue: at least once, in no promised order. */
export interface Queue {
  readonly name: string;
  /**
   * Takes a message and answers its id; it is kept from then on.
   * @throws Error when SQS would not take it, or when the journal cannot be written
   */
  send(body: string, attributes?: MessageAttributes): string;
  /** Takes up to so many visible messages (1 to 10) and hides them. */
  receive(max?: number): ReceivedMessage[];
  /** Answers false when the handle is no longer the last one of a message; SQS calls that a success too. */
  deleteMessage(receiptHandle: string): boolean;
  /** Hides the message so many seconds from now on, 0 for not at all; false when it is not in flight under the handle. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  /** Remembers why the message failed, for whoever looks at the dead letters. */
  explain(receiptHandle: string, reason: string): void;
  size(): { readonly visible: number; readonly inFlight: number };
  /** All messages without receiving them. */
  peek(): SeenMessage[];
  /**
   * Moves messages, all or those with the given ids, to another queue and answers how many. As with SQS's
   * StartMessageMoveTask they are new messages there: another id, sent now, never received.
   */
  redrive(target: Queue, messageIds?: readonly string[]): number;
  purge(): void;
  /** When the next message may be received, which is past for one that shows already; undefined when there is none. */
  nextVisibleAt(): Date | undefined;
  /** Told soon after every change; answers a function that ends it. */
  onChange(listener: () => void): () => void;
  /** Ends the use of the journal; the messages stay in it. */
  close(): void;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** The dead letter that this message was before a redrive. */
  readonly redriven?: string;
  receiveCount: number;
  firstReceivedAt?: number;
  reason?: string;
  /** When the message shows, in milliseconds since 1970; it is hidden before. */
  visibleAt: number;
  receiptHandle?: string;
}

type StoredMessage = Omit<Message, 'visibleAt' | 'receiptHandle'>;

type Entry =
  | { readonly op: 'keep'; readonly message: StoredMessage }
  | { readonly op: 'receive'; readonly id: string; readonly at: number }
  | { readonly op: 'explain'; readonly id: string; readonly reason: string }
  | { readonly op: 'remove'; readonly id: string };

/** SQS's limit for body and attributes together. */
const largestMessage = 1_048_576;

/** SQS's limit: twelve hours. */
const longestVisibility = 43_200;

/** An empty queue forgets a journal that has grown beyond this; a fuller one waits for the next opening. */
const largestIdleJournal = 1_048_576;

/** What the queues among themselves need beyond the public face. */
interface Insides {
  /** Takes over a message as it is. */
  accept(message: StoredMessage): void;
  has(id: string): boolean;
  /** A queue whose dead letters come here is asked to hand them over before anybody looks. */
  sources: Set<() => void>;
}

const insides = new WeakMap<Queue, Insides>();

function insidesOf(queue: Queue): Insides {
  return required(insides.get(queue), `the insides of the queue ${queue.name}`);
}

/**
 * Opens a queue and reads what its journal has kept; messages that were in flight are visible again.
 * @throws Error with a sentence for people when the journal is damaged
 */
export function openQueue({
  name,
  visibilityTimeout,
  maxReceiveCount,
  deadLetterQueue,
  now = () => new Date(),
  journal: path,
}: QueueOptions): Queue {
  if ((maxReceiveCount === undefined) !== (deadLetterQueue === undefined)) {
    throw new Error(`The queue ${name} needs maxReceiveCount and deadLetterQueue, or neither.`);
  }
  checkSeconds('visibilityTimeout', visibilityTimeout);
  const deadLetters = deadLetterQueue && insidesOf(deadLetterQueue);

  const messages = path === undefined ? new Map<string, Message>() : replay(readJournal(path) as Entry[]);
  for (const { id, redriven } of messages.values()) {
    // A kill in the middle of a move leaves the message on both sides; the dead letter counts.
    if (deadLetters?.has(id) || (redriven !== undefined && deadLetters?.has(redriven))) messages.delete(id);
  }
  const entries = [...messages.values()].map((message): Entry => ({ op: 'keep', message: storedMessage(message) }));
  const journal: Journal | undefined = path === undefined ? undefined : openJournal(path, entries);
  const byHandle = new Map<string, Message>();
  const listeners = new Set<() => void>();
  const sources: Insides['sources'] = new Set();

  const record = (entry: Entry): void => journal?.append(entry);
  let isTelling = false;
  const changed = (): void => {
    if (messages.size === 0 && journal && journal.size > largestIdleJournal) journal.clear();
    if (isTelling) return;
    isTelling = true;
    // Later, and once for many changes: a listener that looks at the queue must not find half a move.
    queueMicrotask(() => {
      isTelling = false;
      for (const listener of [...listeners]) listener();
    });
  };
  // Journal first, memory second, everywhere: what cannot be written has not happened.
  const keep = (message: StoredMessage): void => {
    record({ op: 'keep', message });
    messages.set(message.id, { ...message, visibleAt: 0 });
  };
  const remove = (message: Message): void => {
    record({ op: 'remove', id: message.id });
    messages.delete(message.id);
    if (message.receiptHandle !== undefined) byHandle.delete(message.receiptHandle);
  };

  /** Hands over what has been received often enough, here and where our own dead letters come from. */
  const settle = (): void => {
    for (const source of sources) source();
    if (!deadLetters) return;
    const at = now().getTime();
    const dead = [...messages.values()].filter(
      ({ visibleAt, receiveCount }) => visibleAt <= at && receiveCount >= (maxReceiveCount ?? Infinity),
    );
    for (const message of dead) {
      // The dead-letter queue takes the message first: a kill in between leaves two, which the next opening makes one,
      // and never none.
      deadLetters.accept(storedMessage(message));
      remove(message);
    }
    if (dead.length > 0) changed();
  };
  deadLetters?.sources.add(settle);

  const queue: Queue = {
    name,
    send(body, attributes = {}) {
      checkMessage(body, attributes);
      const id = randomUUID();
      keep({ id, body, attributes, sentAt: now().getTime(), receiveCount: 0 });
      changed();
      return id;
    },
    receive(max = 10) {
      if (!Number.isInteger(max) || max < 1 || max > 10) throw new Error('A receive takes 1 to 10 messages.');
      settle();
      const at = now().getTime();
      const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= at).slice(0, max);
      const received = visible.map((message) => {
        record({ op: 'receive', id: message.id, at });
        if (message.receiptHandle !== undefined) byHandle.delete(message.receiptHandle);
        message.receiveCount += 1;
        message.firstReceivedAt ??= at;
        message.visibleAt = at + visibilityTimeout * 1000;
        const receiptHandle = randomUUID();
        message.receiptHandle = receiptHandle;
        byHandle.set(receiptHandle, message);
        return receivedOf(message, receiptHandle);
      });
      if (received.length > 0) changed();
      return received;
    },
    deleteMessage(receiptHandle) {
      const message = byHandle.get(receiptHandle);
      if (!message) return false;
      remove(message);
      changed();
      return true;
    },
    changeVisibility(receiptHandle, seconds) {
      checkSeconds('A visibility timeout', seconds);
      const message = byHandle.get(receiptHandle);
      const at = now().getTime();
      if (!message || message.visibleAt <= at) return false;
      message.visibleAt = at + seconds * 1000;
      changed();
      return true;
    },
    explain(receiptHandle, reason) {
      const message = byHandle.get(receiptHandle);
      if (!message) return;
      record({ op: 'explain', id: message.id, reason });
      message.reason = reason;
    },
    size() {
      settle();
      const at = now().getTime();
      const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= at).length;
      return { visible, inFlight: messages.size - visible };
    },
    peek() {
      settle();
      const at = now().getTime();
      return [...messages.values()].map(({ id, body, receiveCount, sentAt, visibleAt, reason }) => ({
        messageId: id,
        body,
        receiveCount,
        sentAt: new Date(sentAt),
        isInFlight: visibleAt > at,
        ...(reason === undefined ? {} : { reason }),
      }));
    },
    redrive(target, messageIds) {
      if (target === queue) throw new Error(`The messages of ${name} cannot be moved to ${name} itself.`);
      settle();
      const at = now().getTime();
      const chosenIds = messageIds && new Set(messageIds);
      const moving = [...messages.values()].filter(
        ({ id, visibleAt }) => visibleAt <= at && (chosenIds?.has(id) ?? true),
      );
      for (const message of moving) {
        const { id, body, attributes } = message;
        insidesOf(target).accept({
          id: randomUUID(),
          body,
          attributes,
          sentAt: at,
          redriven: id,
          receiveCount: 0,
        });
        remove(message);
      }
      if (moving.length > 0) changed();
      return moving.length;
    },
    purge() {
      for (const message of [...messages.values()]) remove(message);
      changed();
    },
    nextVisibleAt() {
      settle();
      return messages.size > 0
        ? new Date(Math.min(...[...messages.values()].map(({ visibleAt }) => visibleAt)))
        : undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      deadLetters?.sources.delete(settle);
      journal?.close();
    },
  };
  insides.set(queue, {
    accept(message) {
      keep(message);
      changed();
    },
    has: (id) => messages.has(id),
    sources,
  });
  return queue;
}

function replay(entries: readonly Entry[]): Map<string, Message> {
  const messages = new Map<string, Message>();
  for (const entry of entries) {
    if (entry.op === 'keep') {
      messages.set(entry.message.id, { ...entry.message, visibleAt: 0 });
      continue;
    }
    if (entry.op === 'remove') {
      messages.delete(entry.id);
      continue;
    }
    const message = required(messages.get(entry.id), `the message ${entry.id} in the journal`);
    if (entry.op === 'explain') message.reason = entry.reason;
    else {
      message.receiveCount += 1;
      message.firstReceivedAt ??= entry.at;
    }
  }
  return messages;
}

function storedMessage({ visibleAt: _visibleAt, receiptHandle: _receiptHandle, ...message }: Message): StoredMessage {
  return message;
}

function receivedOf(message: Message, receiptHandle: string): ReceivedMessage {
  return {
    messageId: message.id,
    receiptHandle,
    body: message.body,
    messageAttributes: message.attributes,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
  };
}

/** SQS takes the characters of XML 1.0: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

function checkMessage(body: string, attributes: MessageAttributes): void {
  if (body === '') throw new Error('A message needs a body of at least one character.');
  if (Object.keys(attributes).length > 10) throw new Error('A message has at most 10 attributes.');
  const texts = Object.entries(attributes).flatMap(([name, attribute]) => [
    name,
    attribute.dataType,
    attribute.stringValue,
  ]);
  const bytes = [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > largestMessage) throw new Error(`A message may have ${largestMessage} bytes, this one has ${bytes}.`);
  if ([body, ...texts].some((text) => forbidden.test(text))) {
    throw new Error('A message may hold tabs, line breaks and printable characters only.');
  }
}

function checkSeconds(option: string, seconds: number): void {
  // Parts of a second are an allowance of this queue, for a backoff that a developer does not want to wait for.
  if (!(seconds >= 0 && seconds <= longestVisibility)) {
    throw new Error(`${option} is a number of seconds from 0 to ${longestVisibility}.`);
  }
}
