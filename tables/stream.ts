import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DomainFact } from '../schema/facts';
import type { Bound, Range } from '../services/comparisons';
import type { Item, ReadReport } from '../services/context';
import { asksNothing, fieldsIn } from '../services/filter';
import type { Filter } from '../services/filter';
import { storedOf } from '../services/misfits';
import { isSpent } from '../services/read-budget';
import { compareValues } from '../services/value-order';
import { isGone } from './expiry';
import { Expression, isExpressible, isTaken } from './expression';
import { matches } from '../services/matches';
import { keyCondition, orderBy, partitionKey, valueIn } from './key-condition';
import type { Order, QueryPath, Stretch } from './key-condition';
import type { Mapping } from './mapping';
import { tightest } from './planner';
import { fitsSortKey } from './sort-key';
import type { Plan } from './planner';

/** One answer of a Query or Scan. */
export interface Reading {
  readonly items: readonly Record<string, unknown>[];
  readonly matched: number;
  readonly examined: number;
  readonly last?: Item;
  readonly capacityUnits: number;
}

/** What a list has cost so far. */
export type Report = { -readonly [Name in keyof ReadReport]: ReadReport[Name] };

/** What reading a list needs of its table. */
export interface Source {
  readonly domain: DomainFact;
  readonly mapping: Mapping;
  /** Why an index must not be read, by its declared name. */
  readonly unusable: ReadonlyMap<string, string>;
  /** What was spent before the list is read. */
  readonly asked: Pick<Report, 'calls' | 'capacityUnits'>;
  readonly tableName: string;
  send(command: QueryCommand | ScanCommand): Promise<Reading>;
  getMany(keys: readonly Item[], report: Report, attributes?: readonly string[]): Promise<(Item | undefined)[]>;
  itemOf(stored: Record<string, unknown>, attributes?: readonly string[]): Item;
  /** The attributes to read; all of them when left out. */
  readonly attributes?: readonly string[];
  /** Items that have expired by this moment are not there. */
  readonly now: Date;
}

/** A report of nothing yet. */
export const noReport = (): Report => ({ calls: 0, examined: 0, returned: 0, capacityUnits: 0 });

/** Items read at first when a filter may throw most of them away; doubled with each read. */
const firstGuess = 100;
const largestGuess = 4000;

/** What DynamoDB checks after reading, and what is left for the gateway to check. */
interface Filters {
  readonly inDynamoDB: Filter;
  readonly inGateway: Filter;
}

/** One Query or Scan that is read on as far as it is needed. */
export class Stream {
  /** Whether a first read was made. */
  begun = false;
  /** Where the last read ended: everything before it is known. */
  reached: Item | undefined;
  private exhausted = false;
  private buffer: Item[] = [];
  private guess = firstGuess;
  /** Where DynamoDB goes on. */
  private from: Record<string, unknown> | undefined;
  /** How the values of the sort field compare, where not all of them belong to the stretch. */
  private readonly order: Order | undefined;
  /** Whether something of the filter is left for the gateway. */
  private readonly isChecked: boolean;

  constructor(
    private readonly source: Source,
    private readonly plan: Plan,
    private readonly upward: boolean,
    private readonly filters: Filters,
    private readonly stretch: Stretch,
  ) {
    this.reached = stretch.start;
    this.isChecked = !asksNothing(filters.inGateway);
    const { lower, upper, prefix } = stretch.range;
    this.order = lower || upper || prefix !== undefined ? orderOf(source, plan) : undefined;
  }

  /** The next item, if one is at hand. */
  get head(): Item | undefined {
    return this.buffer[0];
  }

  /** Nothing more will come. */
  get ended(): boolean {
    return this.exhausted && this.buffer.length === 0;
  }

  /** Goes on to the item behind the head. */
  advance(): void {
    this.buffer.shift();
  }

  /**
   * Reads on once. Afterwards there is a head, or the stream has ended, or what was read was filtered away. False when
   * the request may read no more; then the list ends where it has come to.
   * @throws ServiceError read-budget-spent for a stream that has not begun: there is no place to go on from
   */
  async read(itemCount: number, affordable: number, report: Report): Promise<boolean> {
    const guess = asksNothing(this.plan.residual) ? itemCount : Math.max(this.guess, 2 * itemCount);
    this.guess = Math.min(largestGuess, 2 * this.guess);
    try {
      const { items } = await this.send(Math.max(1, Math.min(guess, affordable)), report);
      this.buffer.push(...this.admitted(items));
      return true;
    } catch (error) {
      if (this.begun && isSpent(error)) return false;
      throw error;
    }
  }

  /** Counts on once, without reading the items where DynamoDB can decide alone. */
  async count(affordable: number, report: Report): Promise<number> {
    const { path } = this.plan;
    // What DynamoDB may take too much of is looked at here.
    const isExact = path.kind !== 'query' || keyCondition(new Expression(), this.source, path, this.stretch).isExact;
    if (isExact && asksNothing(this.filters.inGateway)) {
      return (await this.send(affordable, report, true)).matched;
    }
    const { items } = await this.send(affordable, report);
    return this.admitted(items).length;
  }

  /** The items of the list among those that were read. */
  private admitted(stored: Reading['items']): readonly Item[] {
    const { mapping, attributes } = this.source;
    const items: Item[] = [];
    for (const candidate of stored) {
      if (!mapping.isOurs(candidate)) continue;
      const item = this.source.itemOf(candidate, attributes);
      if (this.admits(item)) items.push(item);
    }
    return items;
  }

  private admits(item: Item): boolean {
    const { order } = this;
    return (
      (!order || within(this.stretch.range, storedOf(item), order)) &&
      (!this.isChecked || matches(this.filters.inGateway, item, this.source.mapping.casings))
    );
  }

  /** Whether all that follows lies behind the stretch. */
  private isPast(last: Item): boolean {
    const { order } = this;
    const { lower, upper } = this.stretch.range;
    return order !== undefined && !within(this.upward ? { upper } : { lower }, last, order);
  }

  private async send(limit: number, report: Report, counting = false): Promise<Reading> {
    const { path } = this.plan;
    const { attributes, now, mapping } = this.source;
    const expression = new Expression(mapping);
    const index = path.kind === 'query' ? path.index : undefined;
    const keyConditionText =
      path.kind === 'query' ? keyCondition(expression, this.source, path, this.stretch).text : undefined;
    const condition = expression.condition(this.filters.inDynamoDB);
    const gone = isGone(expression, now, mapping);
    const live = gone && `NOT (${gone})`;
    const filter = condition && live ? `(${condition}) AND ${live}` : (condition ?? live);
    const projection = counting
      ? undefined
      : attributes &&
        mapping
          .projected(attributes)
          .map((name) => expression.attribute(name))
          .join(', ');
    const input = {
      TableName: this.source.tableName,
      ...(filter && { FilterExpression: filter }),
      ...(projection && { ProjectionExpression: projection }),
      ...(counting && { Select: 'COUNT' as const }),
      Limit: limit,
      ExclusiveStartKey: this.from ?? mapping.startKey(index, this.stretch.start),
      ReturnConsumedCapacity: 'TOTAL' as const,
      ...expression.attributes(),
    };
    const reading = await this.source.send(
      path.kind === 'query'
        ? new QueryCommand({
            ...input,
            IndexName: path.index === undefined ? undefined : mapping.path(path.index).index,
            KeyConditionExpression: keyConditionText,
            ScanIndexForward: this.upward,
          })
        : new ScanCommand(input),
    );
    report.calls++;
    report.examined += reading.examined;
    report.capacityUnits += reading.capacityUnits;
    this.begun = true;
    const { last } = reading;
    const position = last && mapping.position(index, last);
    this.from = last;
    this.reached = position ?? this.reached;
    this.exhausted =
      last === undefined || mapping.isBeyond(index, last) || (position !== undefined && this.isPast(position));
    return reading;
  }
}

/** Opens the streams of a plan, each from where the position says. */
export function openStreams(source: Source, plan: Plan, upward: boolean, start: Item | undefined): readonly Stream[] {
  if (plan.path.kind === 'keys') return [];
  const filters = divide(source, plan);
  return stretches(source, plan, upward, start).map((stretch) => new Stream(source, plan, upward, filters, stretch));
}

function stretches(source: Source, plan: Plan, upward: boolean, start: Item | undefined): readonly Stretch[] {
  const { path } = plan;
  if (path.kind !== 'query') return [{ range: {}, keyRange: {}, start }];
  const filled = (value: unknown): unknown => partitionKey(source.mapping, path, value);
  const partitionIn = (item: Item): unknown =>
    path.partition === undefined ? undefined : valueIn(item, orderBy(source.domain, path.partition));
  // A value that has no place in a key is that of no item, and several may be one where the key is folded.
  const known = [...new Map(path.values.map((value) => [filled(value), value]))]
    .filter(([key]) => key !== undefined)
    .map(([, value]) => value);
  const values = upward ? known : known.toReversed();
  const startKey = start && filled(partitionIn(start));
  const startIndex = startKey === undefined ? -1 : values.findIndex((value) => filled(value) === startKey);
  return values.flatMap((value, index): Stretch[] => {
    const { range } = path;
    const stretch =
      start === undefined || startIndex < 0 || index === startIndex
        ? { value, range, keyRange: range, ...(index === startIndex && { start }) }
        : following(source, path, value, start, upward, index > startIndex);
    return !stretch || isEmpty(stretch.range, orderOf(source, plan)) ? [] : [stretch];
  });
}

/**
 * The part of another partition that comes after a position. At equal sort values the partitions follow one another
 * in their order; without a sort field they do so altogether.
 */
function following(
  source: Source,
  path: QueryPath,
  value: unknown,
  start: Item,
  upward: boolean,
  isLater: boolean,
): Stretch | undefined {
  if (path.sort === undefined) return isLater ? { value, range: path.range, keyRange: path.range } : undefined;
  const order = orderBy(source.domain, path.sort);
  const { areNumbers } = order;
  const position: Bound = { value: valueIn(start, order), inclusive: isLater };
  const { prefix, lower, upper } = path.range;
  // A prefix takes no second bound in a key condition, so it becomes a range.
  const [first, last] = prefix === undefined ? [lower, upper] : [{ value: prefix, inclusive: true }, endOf(prefix)];
  const bounds = upward
    ? { lower: tightest(first ? [first, position] : [position], 1, areNumbers), upper: last }
    : { lower: first, upper: tightest(last ? [last, position] : [position], -1, areNumbers) };
  // BETWEEN would begin with what stands at the position, and a small budget would never get past that. Without an
  // upper or lower end the query may read a little beyond the range, where isPast ends it.
  const [begin, halfOpen] = upward ? [bounds.lower, { lower: bounds.lower }] : [bounds.upper, { upper: bounds.upper }];
  return { value, range: { prefix, ...bounds }, keyRange: begin?.inclusive && isAskable(bounds) ? bounds : halfOpen };
}

/** The end of all texts that begin with a prefix: the prefix with its last letter one higher. */
function endOf(prefix: string): Bound | undefined {
  const points = [...prefix].flatMap((letter) => letter.codePointAt(0) ?? []);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    // Surrogates are no letters: U+E000 follows U+D7FF.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return { value: String.fromCodePoint(...points, next), inclusive: false };
  }
  return undefined;
}

const isAskable = ({ lower, upper }: Range): boolean =>
  [lower, upper].every((bound) => bound === undefined || fitsSortKey(bound.value));

/** The sort field of what is queried, and how its values are compared. */
function orderOf(source: Source, { path }: Plan): Order | undefined {
  return path.kind === 'query' && path.sort !== undefined ? orderBy(source.domain, path.sort) : undefined;
}

function isEmpty({ lower, upper }: Range, order: Order | undefined): boolean {
  if (!lower || !upper) return false;
  const difference = compareValues(lower.value, upper.value, order?.areNumbers);
  return difference > 0 || (difference === 0 && !(lower.inclusive && upper.inclusive));
}

function within({ lower, upper, prefix }: Range, stored: Item, order: Order): boolean {
  const value = valueIn(stored, order);
  const { areNumbers } = order;
  if (lower && !meets(compareValues(value, lower.value, areNumbers), lower.inclusive)) return false;
  if (upper && !meets(-compareValues(value, upper.value, areNumbers), upper.inclusive)) return false;
  return prefix === undefined || String(value).startsWith(prefix);
}

const meets = (difference: number, inclusive: boolean): boolean => difference > 0 || (inclusive && difference === 0);

/**
 * Divides what is checked after reading. DynamoDB refuses a filter that names a key of the queried index, and one
 * that is too large, and it lacks some comparisons; the rest it does before anything travels.
 */
function divide({ domain, mapping }: Source, { path, residual }: Plan): Filters {
  // The key alone may tell the fields that it is made of.
  const told = mapping.isPlain ? [] : [domain.key.partition, domain.key.sort];
  const keys = path.kind === 'query' ? [path.partition, path.sort, ...told] : told;
  const inDynamoDB: Filter[] = [];
  const inGateway: Filter[] = [];
  for (const part of 'all' in residual ? residual.all : [residual]) {
    const stored = withDefaults(part, domain);
    const isFit =
      isExpressible(part, mapping) &&
      !fieldsIn(part).some((name) => keys.includes(name)) &&
      isTaken(new Expression(mapping).condition({ all: [...inDynamoDB, stored] }) ?? '');
    if (isFit) inDynamoDB.push(stored);
    else inGateway.push(part);
  }
  return { inDynamoDB: { all: inDynamoDB }, inGateway: { all: inGateway } };
}

/** A filter for stored items, where a field with a default may be missing and counts as the default all the same. */
function withDefaults(filter: Filter, domain: DomainFact): Filter {
  if ('all' in filter) return { all: filter.all.map((part) => withDefaults(part, domain)) };
  if ('any' in filter) return { any: filter.any.map((part) => withDefaults(part, domain)) };
  if ('not' in filter) return { not: withDefaults(filter.not, domain) };
  const [name] = filter.field;
  const field = domain.fields.find((candidate) => candidate.name === name);
  if (field?.default === undefined) return filter;
  const isStored = (expected: boolean): Filter => ({ field: [field.name], comparison: 'exists', values: [expected] });
  return matches(filter, { [field.name]: field.default })
    ? { any: [filter, isStored(false)] }
    : { all: [filter, isStored(true)] };
}
