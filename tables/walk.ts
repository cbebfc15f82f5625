import type { DomainFact } from '../schema/facts';
import { partsOf } from '../schema/sequences';
import { attributeType } from '../schema/table';
import type { Item, Page } from '../services/context';
import { asksNothing } from '../services/filter';
import { storedOf } from '../services/misfits';
import { compareValues, isBeyondDouble } from '../services/value-order';
import { matches } from '../services/matches';
import { orderBy, valueIn } from './key-condition';
import type { Plan } from './planner';
import { openStreams } from './stream';
import type { Report, Source, Stream } from './stream';

/** How far and which way to walk. */
export interface Walking {
  readonly limit: number;
  /** Against the order of the list. */
  readonly backward: boolean;
  /** The position to begin after; the beginning, or the end, when left out. */
  readonly start?: Item;
  /** The most items to examine. */
  readonly budget: number;
}

/** What a walk found, in the direction that it went. */
export interface Walked {
  readonly items: readonly Item[];
  readonly more: boolean;
  /** Set when the walk ended before it knew what follows: why, and where it goes on. */
  readonly cut?: { readonly by: NonNullable<Page['truncatedBy']>; readonly position: Item | undefined };
}

/** Items grow when they are written as JSON, and an answer of Lambda has at most 6 MB. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** A read unit is 4 KB of a consistent read or 8 KB of another. */
const maxBytesOfUnit = 8192;
/** One stored byte of free JSON may be written as six, such as \u0001. */
const maxGrowth = 6;

/** Walks through the items of a plan until there are enough, or the budget or the size of an answer ends it. */
export async function walk(source: Source, plan: Plan, walking: Walking, report: Report): Promise<Walked> {
  const upward = plan.descending === walking.backward;
  if (plan.path.kind === 'keys') {
    const { start, limit } = walking;
    return fitting(await byKeys(source, plan, upward, start, report, limit + 1), limit, report);
  }
  const merge = new Merge(source, plan, upward, walking, report);
  return merge.walk();
}

/** Counts the items of a plan; undefined when the budget ends first. */
export async function count(source: Source, plan: Plan, budget: number, report: Report): Promise<number | undefined> {
  if (plan.path.kind === 'keys') return (await byKeys(source, plan, true, undefined, report)).length;
  let counted = 0;
  for (const stream of openStreams(source, plan, true, undefined)) {
    while (!stream.ended) {
      if (report.examined >= budget) return undefined;
      counted += await stream.count(budget - report.examined, report);
    }
  }
  return counted;
}

/** Merges the streams of a plan in the order of its sort field, or one after another where there is none. */
class Merge {
  private readonly streams: readonly Stream[];
  private readonly items: Item[] = [];
  private readonly size: Size;
  private readonly isSorted: boolean;

  constructor(
    private readonly source: Source,
    private readonly plan: Plan,
    private readonly upward: boolean,
    private readonly walking: Walking,
    private readonly report: Report,
  ) {
    this.isSorted = plan.path.kind === 'query' && plan.path.sort !== undefined;
    this.streams = openStreams(source, plan, upward, walking.start);
    this.size = new Size(report);
  }

  async walk(): Promise<Walked> {
    const { items, walking } = this;
    // One item more than asked for tells whether anything follows.
    while (items.length <= walking.limit) {
      const waiting = this.waiting();
      if (waiting.length > 0 && (await this.read(waiting))) continue;
      const next = this.next();
      const unread = waiting.length > 0 ? this.firstUnread(waiting) : undefined;
      if (!next && waiting.length === 0) return { items, more: false };
      if (!next || (unread && this.compare(unread, next.head) < 0)) {
        return { items, more: true, cut: { by: 'readBudget', position: unread } };
      }
      if (this.size.grewTooLarge(next.head) && items.length > 0) {
        return { items, more: true, cut: { by: 'answerSize', position: items.at(-1) } };
      }
      items.push(next.head);
      next.stream.advance();
    }
    return { items: items.slice(0, walking.limit), more: true };
  }

  /** The streams that must be read before the next item is known. */
  private waiting(): readonly Stream[] {
    const waiting: Stream[] = [];
    for (const stream of this.streams) {
      if (stream.ended) continue;
      if (stream.head === undefined) waiting.push(stream);
      if (!this.isSorted) break;
    }
    return waiting;
  }

  /** Reads on where the budget allows, and at least once everywhere, so that each page gets further. */
  private async read(waiting: readonly Stream[]): Promise<boolean> {
    const { budget, limit } = this.walking;
    const left = budget - this.report.examined;
    const readable = left > 0 ? waiting : waiting.filter((stream) => !stream.begun);
    // One more of each of several: the last of a stream counts only when its next is known.
    const itemCount = Math.ceil((limit + 1 - this.items.length) / readable.length) + (this.streams.length > 1 ? 1 : 0);
    const share = Math.max(1, Math.ceil(left / readable.length));
    const read = await Promise.all(readable.map((stream) => stream.read(itemCount, share, this.report)));
    return read.includes(true);
  }

  /** What a stream has not read yet may come before the next item of another. */
  private firstUnread(waiting: readonly Stream[]): Item | undefined {
    return waiting
      .map(({ reached }) => reached)
      .filter((reached) => reached !== undefined)
      .toSorted((left, right) => this.compare(left, right))[0];
  }

  /** The stream whose head comes first. */
  private next(): { readonly stream: Stream; readonly head: Item } | undefined {
    let first: { readonly stream: Stream; readonly head: Item } | undefined;
    for (const stream of this.streams) {
      const { head } = stream;
      if (head !== undefined && (!first || this.compare(head, first.head) < 0)) first = { stream, head };
    }
    return first;
  }

  /** The order of two items of different streams. */
  private compare(left: Item, right: Item): number {
    const { path } = this.plan;
    if (path.kind !== 'query') return 0;
    const fields = [path.sort, path.partition].filter((name) => name !== undefined);
    return compareBy(this.source.domain, fields, left, right, this.upward);
  }
}

/** The items of a list by keys, in order, from the position on: so many at least, if there are. */
async function byKeys(
  source: Source,
  plan: Plan,
  upward: boolean,
  start: Item | undefined,
  report: Report,
  most = Infinity,
): Promise<readonly Item[]> {
  const keys = plan.path.kind === 'keys' ? plan.path.keys : [];
  const { partition, sort } = source.domain.key;
  const { sortedBy, residual } = plan;
  const folded = source.mapping.foldedFields;
  const fields = [sortedBy, partition, sort].filter((name) => name !== undefined);
  const compare = (left: Item, right: Item): number => compareBy(source.domain, fields, left, right, upward);
  const comesAfter = (item: Item): boolean => start === undefined || compare(item, start) > 0;
  const read = async (keysToRead: readonly Item[]): Promise<readonly Item[]> => {
    const storedItems = keysToRead.length === 0 ? [] : await source.getMany(keysToRead, report, source.attributes);
    // Several keys may name one item, where the key is folded to one case of letters.
    return [...new Set(storedItems)]
      .filter((item) => item !== undefined)
      .filter(
        (item) =>
          matches(residual, item, source.mapping.casings) &&
          (sortedBy === undefined || partsOf(sortedBy).every((name) => isKeyValue(source.domain, name, item))),
      )
      .filter(comesAfter)
      .toSorted(compare);
  };
  // Only the items themselves can tell their order by another field, how they spell a key, and which meet a filter.
  if (
    !asksNothing(residual) ||
    folded.size > 0 ||
    (sortedBy !== undefined && sortedBy !== partition && sortedBy !== sort)
  ) {
    return read(keys);
  }
  const waiting = keys.filter(comesAfter).toSorted(compare);
  const items: Item[] = [];
  // Keys without an item leave room; a few doubled steps come through any number of them.
  for (let step = most; waiting.length > 0 && items.length < most; step *= 2) {
    items.push(...(await read(waiting.splice(0, step))));
  }
  return items;
}

/** Whether the stored value of a field can be in an index: DynamoDB leaves out what has another type. */
function isKeyValue(domain: DomainFact, field: string, item: Item): boolean {
  const value = storedOf(item)[field];
  if (attributeType(domain, field) === 'S') return typeof value === 'string';
  return typeof value === 'number' || isBeyondDouble(value);
}

function fitting(items: readonly Item[], limit: number, report: Report): Walked {
  const size = new Size(report);
  for (const [index, item] of items.slice(0, limit).entries()) {
    if (size.grewTooLarge(item) && index > 0) {
      return { items: items.slice(0, index), more: true, cut: { by: 'answerSize', position: items[index - 1] } };
    }
  }
  return { items: items.slice(0, limit), more: items.length > limit };
}

function compareBy(domain: DomainFact, fields: readonly string[], left: Item, right: Item, upward: boolean): number {
  const [storedLeft, storedRight] = [storedOf(left), storedOf(right)];
  for (const field of fields) {
    const order = orderBy(domain, field);
    const [leftValue, rightValue] = [storedLeft, storedRight].map((stored) => valueIn(stored, order));
    const difference = compareValues(leftValue, rightValue, order.areNumbers);
    if (difference !== 0) return upward ? difference : -difference;
  }
  return 0;
}

/** The bytes of an answer as JSON, measured only when so much was read that it could grow too large. */
class Size {
  private bytes = 0;
  private readonly unmeasured: Item[] = [];

  constructor(private readonly report: Report) {}

  /** Whether the answer is too large with one more item. */
  grewTooLarge(item: Item): boolean {
    this.unmeasured.push(item);
    if (this.report.capacityUnits * maxBytesOfUnit * maxGrowth < maxAnswerBytes) return false;
    for (const unmeasuredItem of this.unmeasured.splice(0))
      this.bytes += Buffer.byteLength(JSON.stringify(unmeasuredItem));
    return this.bytes > maxAnswerBytes;
  }
}
