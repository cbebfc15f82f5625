import type { Context } from './context';
import type { ProblemCode } from './errors';
import type { EventFact } from './events';
import type { Touch } from './table-actions';

/** What takes the events of one kind from the bus, as a module declares it. */
export interface Consumer {
  /** The name of its function, its queue and its role, after the prefix of the stage: lower-case words with hyphens. */
  readonly name: string;
  /** What it does, in one sentence, for whoever finds its function in a console. */
  readonly doc: string;
  readonly event: Pick<EventFact, 'source' | 'detailType'>;
  /** What it does, as log and metrics name it. */
  readonly operation: string;
  /** What it does to DynamoDB; the rights of its role follow from it. */
  readonly touches: readonly Touch[];
  /**
   * Takes one event. It may come more than once and out of order.
   * @param detail the detail of the event, as it came
   * @returns what became of it, in a word for the log
   * @throws ServiceError; whatever is thrown, the event comes again, and after the last try is a dead letter
   */
  take(detail: unknown, context: Context): Promise<string>;
  /** Problems that a person should know of at once. Each has a metric and an alarm of its own. */
  readonly alarms?: readonly ConsumerAlarm[];
  /** What its function may take; 512 MB and 30 seconds when left out. */
  readonly size?: { readonly megabytes: number; readonly seconds: number };
}

/** An alarm that rings when an event ends with a problem. */
export interface ConsumerAlarm {
  /** Lower-case words with hyphens; the metric has the same name in camel case with a capital: `OrderConflict`. */
  readonly name: string;
  readonly code: ProblemCode;
  /** What the person whom it wakes does first. */
  readonly advice: string;
}

/** The name of the metric behind an alarm. */
export function metricOf({ name }: ConsumerAlarm): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** What a function of a consumer may take when it says nothing: it waits for DynamoDB, and nobody waits for it. */
export const usualSize = { megabytes: 512, seconds: 30 } as const;
