import { randomUUID } from 'node:crypto';
import { isRecord, messageOf } from '../../schema/guards';
import { largestCall, largestEntry, sizeOf } from '../../services/relay';
import type { PutEvents, PutEventsEntry, PutEventsResultEntry } from '../../services/relay';
import { AccessDenied } from '../access';
import { matcherOf } from './pattern';
import type { Pattern } from './pattern';

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface Rule {
  readonly name: string;
  readonly pattern: Pattern;
  /** Takes the event as JSON text; when it throws, the sender of the event learns of it. */
  readonly target: (eventJson: string) => unknown;
  /**
   * Takes an event that the target does not let in, and why. EventBridge does not try such a one again.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  readonly deadLetters?: (eventJson: string, reason: string) => unknown;
}

export interface BusOptions {
  /** When given, an entry for a bus of another name fails. */
  readonly name?: string;
  readonly now?: () => Date;
  readonly account?: string;
  readonly region?: string;
  readonly rules: readonly Rule[];
}

export interface Bus {
  readonly putEvents: PutEvents;
  /** Told of every event that was taken; answers a function that ends it. */
  subscribe(listener: (event: BusEvent) => void): () => void;
}

/** A request that EventBridge refuses as a whole. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/**
 * An event bus in this process.
 * @throws Error when a rule has a pattern that is not understood here
 */
export function createBus({
  name,
  now = () => new Date(),
  account = '000000000000',
  region = 'us-east-1',
  rules,
}: BusOptions): Bus {
  const matchers = rules.map((rule) => {
    try {
      return { ...rule, matches: matcherOf(rule.pattern) };
    } catch (error) {
      throw new Error(`The rule ${rule.name} cannot be used. ${messageOf(error)}`, { cause: error });
    }
  });
  const listeners = new Set<(event: BusEvent) => void>();

  const put = async (entry: PutEventsEntry): Promise<PutEventsResultEntry> => {
    const refusal = refusalOf(entry, name);
    if (refusal) return refusal;
    // None of the three is missing or empty, or the entry would have been refused.
    const { Source = '', DetailType = '', Detail = '' } = entry;
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': DetailType,
      source: Source,
      account,
      // EventBridge knows whole seconds only.
      time: (entry.Time ?? now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: entry.Resources ?? [],
      detail: objectIn(Detail),
    };
    for (const rule of matchers) {
      if (!rule.matches(event)) continue;
      try {
        // The detail goes on as it came: numbers beyond what a double holds keep their digits.
        await deliver(textOf(event, Detail), rule);
      } catch (error) {
        // EventBridge itself takes the event and tries the target for a day; here the sender has to try again.
        return failed('InternalFailure', `The target of the rule ${rule.name} failed: ${messageOf(error)}`);
      }
    }
    for (const listener of [...listeners]) listener(event);
    return { EventId: event.id };
  };

  return {
    async putEvents(entries) {
      if (entries.length < 1 || entries.length > largestCall) {
        throw new ValidationException(
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${largestCall}, inclusive`,
        );
      }
      const results: PutEventsResultEntry[] = [];
      for (const entry of entries) results.push(await put(entry));
      return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function deliver(eventJson: string, { target, deadLetters }: Rule): Promise<void> {
  try {
    await target(eventJson);
  } catch (error) {
    if (!deadLetters || !(error instanceof AccessDenied)) throw error;
    await deadLetters(eventJson, error.message);
  }
}

function refusalOf(entry: PutEventsEntry, busName: string | undefined): PutEventsResultEntry | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name]) continue;
    return failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  const { Source = '', Detail = '' } = entry;
  if (Source.startsWith('aws.')) return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (sizeOf(entry) >= largestEntry) {
    return failed('InvalidArgument', `The entry is not smaller than ${largestEntry} bytes.`);
  }
  if (entry.Time && Number.isNaN(entry.Time.getTime())) {
    return failed('InvalidArgument', 'Parameter Time is not valid. Reason: it is no date.');
  }
  if (objectIn(Detail) === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  const entryBusName = entry.EventBusName?.replace(/^arn:[^/]*\//, '');
  if (busName !== undefined && entryBusName !== undefined && entryBusName !== busName) {
    return failed('ResourceNotFoundException', `There is no event bus ${entryBusName}, only ${busName}.`);
  }
  return undefined;
}

function failed(ErrorCode: string, ErrorMessage: string): PutEventsResultEntry {
  return { ErrorCode, ErrorMessage };
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ detail: _detail, ...envelope }: BusEvent, detail: string): string {
  return `${JSON.stringify(envelope).slice(0, -1)},"detail":${detail.trim()}}`;
}
