import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ScanCommand, UpdateCommandOutput } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { decimalSum } from '../schema/decimals';
import { keyFields, mostVersion, ownedFields } from '../schema/facts';
import type { DomainFact, FieldFact } from '../schema/facts';
import { numberOf } from '../schema/guards';
import { limitsOf } from '../schema/kinds';
import { ownCopy } from '../schema/own-copy';
import { required } from '../schema/required';
import { tableName } from '../schema/table';
import { ConditionFailed, quietReason } from '../services/context';
import type { Changes, Condition, Context, Cursors, Item, Key, Table } from '../services/context';
import type { FieldProblem } from '../services/errors';
import type { Filter } from '../services/filter';
import { addWarnings, chosen, misfitsOf } from '../services/misfits';
import { tenantOf } from '../services/tenancy';
import { decodeItem } from './attribute-value';
import { isConditionRefused } from './exception';
import { expiresAt, isDeleted, isExpired, isGone, isLive, isTombstone } from './expiry';
import { Expression } from './expression';
import { failure, leavesDoubt } from './failure';
import { readPage } from './page';
import { inCasings } from '../services/matches';
import { mappingOf } from './mapping';
import type { Mapping } from './mapping';
import type { Migrations } from './migrations';
import { readingOf } from './reading';
import { noReport } from './stream';
import type { Sender } from './sender';
import type { Reading, Report } from './stream';
import { attributeReaders, itemFrom, storableMembers } from './values';
import type { AttributeReader } from './values';

/**
 * Names the write that made an item what it is. A call that is tried again after its answer was lost finds its
 * own mark and knows that it is done.
 */
export const writeMark = '_write';

const keysInOneBatch = 100;

/** What tables share: the client, the names, the cursors. */
export interface TableOptions {
  readonly client: Sender;
  readonly prefix: string;
  /** False where an engine keeps looking through the tokens of its last transactions. */
  readonly transactionTokens?: boolean;
  readonly cursors: Cursors;
  /** What the backfills of this stage have come to. */
  readonly migrations: Migrations;
  /** Days after which items are gone, by domain, in place of the declared ones. */
  readonly expiresAfterDays?: Readonly<Record<string, number>>;
}

/** The request that uses a table: its time limit, its clock, who asks, what it has used, and what it may read. */
export type Caller = Pick<Context, 'signal' | 'principal' | 'tenancy' | 'now' | 'meter' | 'reads'>;

/**
 * The table of one domain, as one request uses it; of a domain with tenants only what belongs to that of the request.
 * @throws ServiceError bad-header, unauthenticated, forbidden where a domain with tenants is asked for without one
 */
export function openTable(domain: DomainFact, options: TableOptions, caller: Caller): Table {
  const { signal, principal, now } = caller;
  const { client, prefix, cursors, migrations } = options;
  const tenant = tenantOf(domain, caller);
  const mapping = mappingOf(domain, tenant);
  // Most requests read.
  let lazyWrites: Writes | undefined;
  const writes = (): Writes => (lazyWrites ??= writesOf(domain, options, now, mapping));
  const TableName = tableName(domain, prefix);
  let state = migrations.known(domain);
  const reading = itemsOf(domain, mapping);
  const itemOf = (stored: Record<string, unknown>, fields?: readonly string[]): Item =>
    reading(stored, state.moved, fields);
  const keyNames = keyFields(domain).map((field) => field.name);

  const isThere = (stored: Record<string, unknown>): boolean => isLive(stored, now, mapping) && mapping.isOurs(stored);

  let isAsked = !migrations.concerns(domain);

  /** Learns once which backfills are done, where there are any: a list goes by one state to its end. @returns its cost */
  async function ask(): Promise<Pick<Report, 'calls' | 'capacityUnits'>> {
    if (isAsked) return { calls: 0, capacityUnits: 0 };
    const { state: asked, ...cost } = await migrations.of(domain, client, signal);
    state = asked;
    isAsked = true;
    return cost;
  }

  async function guarded<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      signal.throwIfAborted();
      if (!isAsked) await ask();
      return await call();
    } catch (error) {
      throw failure(error, signal);
    }
  }

  /** Runs a conditional write; when the condition fails, tells a lost answer of our own from another's write. */
  async function write(mark: string, call: () => Promise<Record<string, unknown>>): Promise<Item> {
    return guarded(async () => {
      try {
        return itemOf(await call());
      } catch (error) {
        if (!isConditionRefused(error)) throw error;
        const stored = error.Item && decodeItem(error.Item);
        if (stored?.[writeMark] === mark) return itemOf(stored);
        throw stored && mapping.isOurs(stored) ? failedAt(stored, mapping, now, itemOf) : new ConditionFailed();
      }
    });
  }

  async function getMany(keys: readonly Key[], report: Report, fields?: readonly string[]) {
    const itemsByName = new Map<string | undefined, Item>();
    // Several keys may name one item, where the key is folded to one case of letters; DynamoDB refuses a key twice.
    const nameOf = (storedKey: Record<string, unknown> | undefined) => storedKey && JSON.stringify(storedKey);
    const storedKeys = keys.map((key) => mapping.key(key));
    const names = storedKeys.map(nameOf);
    const distinctKeys = [...new Map(storedKeys.map((key, index) => [names[index], key])).values()].filter(
      (key) => key !== undefined,
    );
    const attributes = fields && [...new Set([...fields, ...keyNames])];
    const attributesToRead = attributes && [...mapping.projected(attributes), ...mapping.presence];
    for (let start = 0; start < distinctKeys.length; start += keysInOneBatch) {
      let unread: Record<string, unknown>[] = distinctKeys.slice(start, start + keysInOneBatch);
      for (let attempt = 0; unread.length > 0; attempt++) {
        if (attempt > 0) await wait(Math.random() * Math.min(800, 25 * 2 ** attempt), undefined, { signal });
        const command = new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: unread, ConsistentRead: true, ...projection(attributesToRead) } },
          ReturnConsumedCapacity: 'TOTAL',
        });
        const answer = await guarded(() => client.send(command, { abortSignal: signal }));
        report.calls++;
        report.examined += unread.length - (answer.UnprocessedKeys?.[TableName]?.Keys?.length ?? 0);
        report.capacityUnits += answer.ConsumedCapacity?.[0]?.CapacityUnits ?? 0;
        for (const stored of answer.Responses?.[TableName] ?? []) {
          if (!isThere(stored)) continue;
          itemsByName.set(nameOf(mapping.keyOf(stored)), itemOf(stored, attributes));
        }
        unread = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
    }
    return names.map((name) => itemsByName.get(name));
  }

  async function send(command: QueryCommand | ScanCommand): Promise<Reading> {
    const answer = await guarded(() =>
      command instanceof QueryCommand
        ? client.send(command, { abortSignal: signal })
        : client.send(command, { abortSignal: signal }),
    );
    return {
      items: answer.Items ?? [],
      matched: answer.Count ?? 0,
      examined: answer.ScannedCount ?? 0,
      last: answer.LastEvaluatedKey,
      capacityUnits: answer.ConsumedCapacity?.CapacityUnits ?? 0,
    };
  }

  return {
    get: (key, fields) =>
      guarded(async () => {
        // A projection of nothing is refused.
        const attributesToRead = fields && [
          ...mapping.projected(fields.length === 0 ? keyNames : fields),
          ...mapping.presence,
        ];
        const storedKey = mapping.key(key);
        if (!storedKey) return undefined;
        const command = new GetCommand({
          TableName,
          Key: storedKey,
          ConsistentRead: true,
          ...projection(attributesToRead),
        });
        const { Item: stored } = await client.send(command, { abortSignal: signal });
        return stored && isThere(stored) ? itemOf(stored, fields) : undefined;
      }),

    getMany: async (keys, fields) => {
      const items = await getMany(keys, noReport(), fields);
      return fields === undefined ? items : items.map((item) => item && chosen(item, fields));
    },

    list: async (request) => {
      // The state of the backfills decides which index can be read.
      const asked = await ask().catch((error: unknown) => {
        throw failure(error, signal);
      });
      return readPage(
        {
          domain,
          mapping,
          unusable: state.unusable,
          asked,
          tableName: TableName,
          send,
          getMany,
          itemOf,
          now: now(),
        },
        mapping.searched.size === 0 ? request : { ...request, filter: inCasings(request.filter, mapping.searched) },
        cursors,
        { principal, tenant },
      );
    },

    create: async (item, quiet, after) => {
      const mark = randomUUID();
      const command = new PutCommand({
        ...writes().create(item, mark, after),
        ...reason(quiet),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => {
        await client.send(command, { abortSignal: signal });
        return mapping.stored({ ...item, version: (after ?? unwritten) + 1 });
      });
    },

    put: async (item, quiet) => {
      const mark = randomUUID();
      const command = new UpdateCommand({
        ...writes().put(item, mark),
        ...reason(quiet),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => written(await client.send(command, { abortSignal: signal })));
    },

    update: async (key, changes, condition, quiet) => {
      const mark = randomUUID();
      const command = new UpdateCommand({
        ...writes().update(key, changes, condition, mark),
        ...reason(quiet),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => written(await client.send(command, { abortSignal: signal })));
    },

    delete: async (key, condition, quiet) => {
      const command = new DeleteCommand({
        ...writes().delete(key, condition),
        ...reason(quiet),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      let doubt = false;
      const failedTry = (error: unknown): void => void (doubt ||= leavesDoubt(error));
      try {
        await write('', async () => {
          await client.send(command, { abortSignal: signal, failedTry });
          return {};
        });
      } catch (error) {
        // An earlier try whose answer was lost has deleted it.
        if (error instanceof ConditionFailed && !error.current && doubt) return;
        throw error;
      }
    },
  };
}

/** What a write met that was refused: the item that is there, or the version of what another program has deleted. */
export function failedAt(
  stored: Record<string, unknown>,
  mapping: Mapping,
  now: () => Date,
  itemOf: (stored: Record<string, unknown>) => Item,
): ConditionFailed {
  if (isLive(stored, now, mapping)) return new ConditionFailed(itemOf(stored));
  return new ConditionFailed(undefined, isTombstone(stored, mapping) ? Number(itemOf(stored).version) : undefined);
}

/** The item as an update leaves it, which the command asks for with ALL_NEW. */
function written({ Attributes }: UpdateCommandOutput): Record<string, unknown> {
  return required(Attributes, 'the item that was written');
}

/** What the input of a quiet write carries beside what is sent. */
export function reason(quiet: string | undefined): { readonly [quietReason]?: string } {
  return quiet === undefined ? {} : { [quietReason]: quiet };
}

/** What `writesOf` gives. */
type Writes = ReturnType<typeof writesOf>;

/** The inputs of the writes of a table, for a call of their own or as a part of a transaction. */
export function writesOf(
  domain: DomainFact,
  { prefix, expiresAfterDays }: TableOptions,
  now: () => Date,
  mapping: Mapping,
) {
  const TableName = tableName(domain, prefix);
  const expires = expiresAt(domain, expiresAfterDays);

  const partitionName = mapping.path(undefined).partition.name;

  /** @throws ConditionFailed for a key that no item can have */
  function storedKey(key: Key): Record<string, unknown> {
    const stored = mapping.key(key);
    if (!stored) throw new ConditionFailed();
    return stored;
  }

  /** The condition that the item is there and has not expired, and what else the caller wants of it. */
  function presenceTerms(expression: Expression, { versions, where, orMissing }: Condition): string[] {
    const partition = expression.attribute(partitionName);
    const terms = [`attribute_exists(${partition})`];
    const gone = isGone(expression, now(), mapping);
    if (gone) terms.push(`NOT (${gone})`);
    if (versions) {
      terms.push(versions.length > 0 ? versionTerm(expression, versions) : `attribute_not_exists(${partition})`);
    }
    const callerCondition = where && expression.condition(where);
    if (callerCondition) terms.push(`(${callerCondition})`);
    return orMissing ? [`(attribute_not_exists(${partition}) OR ${terms.join(' AND ')})`] : terms;
  }

  /** The condition that there is no item, or one that meets a filter. */
  function freeOr(expression: Expression, filter: Filter): string {
    const free = `attribute_not_exists(${expression.attribute(partitionName)})`;
    const condition = expression.condition(filter);
    return condition ? `(${free} OR ${condition})` : free;
  }

  /**
   * The condition that adding a number keeps a field within its declared limits. A missing field counts from its default,
   * or from 0, and comparing with it is false.
   */
  function withinLimits(expression: Expression, [name, number]: [string, number]): string[] {
    const declared = domain.fields.find((field) => field.name === name);
    const { min, max } = limitsOf(declared);
    const field = expression.name(name);
    const bound = decimalSum(number > 0 ? max : min, -number);
    const fromNothing = decimalSum(startOf(declared), number);
    const isFromNothing = fromNothing >= min && fromNothing <= max;
    if (!Number.isFinite(bound)) return isFromNothing ? [] : [`attribute_exists(${field})`];
    const within = `${field} ${number > 0 ? '<=' : '>='} ${expression.value(mapping.write([name], bound))}`;
    return [isFromNothing ? `(attribute_not_exists(${field}) OR ${within})` : within];
  }

  /** The condition that a write can be added to what another program keeps under `version`. */
  function countable(expression: Expression): string {
    const name = expression.name('version');
    const range = `${name} BETWEEN ${expression.value(unwritten)} AND ${expression.value(mostVersion - 1)}`;
    return `(attribute_not_exists(${name}) OR ${range})`;
  }

  /** The condition that the item was not already written under this mark. */
  function unmarked(expression: Expression, mark: string): string {
    const name = expression.attribute(writeMark);
    return `(attribute_not_exists(${name}) OR ${name} <> ${expression.value(mark)})`;
  }

  /** What each write leaves beside the fields. */
  const marks = (mark: string, days?: number): Item => ({
    [writeMark]: mark,
    ...(expires && { [mapping.expiry]: expires(now(), days) }),
  });

  function sets(expression: Expression, stored: Item): string {
    return Object.entries(stored)
      .map(([name, value]) => `${expression.attribute(name)} = ${expression.value(value)}`)
      .join(', ');
  }

  /** A default that is shown is stored with the next write, or an index over the field would go on without the item. */
  function missingDefaults(expression: Expression, { set, remove, add = {} }: Changes): readonly string[] {
    const written = [...Object.keys(set), ...remove, ...Object.keys(add)];
    return domain.fields
      .filter(({ name, default: value, was }) => value !== undefined && !was && !written.includes(name))
      .map(({ name, default: value }) => {
        const field = expression.name(name);
        return `${field} = if_not_exists(${field}, ${expression.value(mapping.write([name], value))})`;
      });
  }

  const removes = (expression: Expression, names: readonly string[]): readonly string[] =>
    names.length > 0 ? [`REMOVE ${names.map((name) => expression.attribute(name)).join(', ')}`] : [];

  return {
    /** @param after the version of what another program has deleted and keeps the row of: the new item counts on */
    create: (item: Item, mark: string, after?: number) => {
      const expression = new Expression(mapping);
      storedKey(item);
      const expired = isExpired(expression, now(), mapping);
      // A row that is both goes on from its version, as one that is deleted. What an expression does not say must not be in it.
      const deleted = expired !== undefined || after !== undefined ? isDeleted(expression, mapping) : undefined;
      const isFree = [
        `attribute_not_exists(${expression.attribute(partitionName)})`,
        expired && deleted ? `(${expired} AND NOT ${deleted})` : expired,
        deleted && after !== undefined ? `(${deleted} AND ${versionTerm(expression, [after])})` : undefined,
      ];
      const stored = mapping.stored({ ...item, version: (after ?? unwritten) + 1 });
      return {
        TableName,
        Item: Object.assign(storableMembers(stored), marks(mark)),
        ConditionExpression: isFree.filter((term) => term !== undefined).join(' OR '),
        ...expression.attributes(),
      };
    },

    put: (
      { createdAt, ...item }: Item,
      mark: string,
      { over, days }: { readonly over?: Filter; readonly days?: number } = {},
    ) => {
      const expression = new Expression(mapping);
      const { set, remove } = mapping.replacement(
        item,
        domain.fields.map(({ name }) => name).filter((name) => item[name] === undefined),
      );
      const created = expression.name('createdAt');
      const creation = expression.value(mapping.write(['createdAt'], createdAt));
      return {
        TableName,
        Key: storedKey(item),
        UpdateExpression: [
          `SET ${sets(expression, { ...set, ...marks(mark, days) })}, ${created} = if_not_exists(${created}, ${creation})`,
          `ADD ${expression.name('version')} ${expression.value(1)}`,
          // What is put in the place of an item that is past its time, or deleted, is not.
          ...removes(expression, [
            ...remove,
            ...mapping.presence.filter((name) => name !== mapping.expiry || !expires),
          ]),
        ].join(' '),
        ConditionExpression: [
          countable(expression),
          unmarked(expression, mark),
          ...(over ? [freeOr(expression, over)] : []),
        ].join(' AND '),
        ...expression.attributes(),
      };
    },

    update: (key: Key, changes: Changes, condition: Condition, mark: string) => {
      const expression = new Expression(mapping);
      const { add = {}, known } = changes;
      // Of an item of another program nobody knows whether what is there can be added to.
      const isFirst = condition.versions?.every((version) => version === unwritten) === true;
      const isCounted = isFirst || (condition.versions !== undefined && !condition.versions.includes(unwritten));
      const assigned = { ...changes.set, ...(isFirst && { version: 1 }) };
      const { set, remove } = mapping.changes(key, assigned, changes.remove, known);
      const added = Object.entries({ ...add, ...(!isFirst && { version: 1 }) });
      const start = (name: string): number => startOf(domain.fields.find((field) => field.name === name));
      const numberAt = (name: string, value: number): string => expression.value(mapping.write([name], value));
      // ADD counts a missing number from 0.
      const additions = added
        .filter(([name]) => start(name) === 0)
        .map(([name, value]) => `${expression.name(name)} ${numberAt(name, value)}`);
      const additionsToDefaults = added
        .filter(([name]) => start(name) !== 0)
        .map(([name, value]) => {
          const field = expression.name(name);
          return `${field} = if_not_exists(${field}, ${numberAt(name, start(name))}) + ${numberAt(name, value)}`;
        });
      return {
        TableName,
        Key: storedKey(key),
        UpdateExpression: [
          `SET ${[
            sets(expression, { ...set, ...marks(mark) }),
            ...missingDefaults(expression, changes),
            ...additionsToDefaults,
          ].join(', ')}`,
          ...(additions.length > 0 ? [`ADD ${additions.join(', ')}`] : []),
          ...removes(expression, remove),
        ].join(' '),
        ConditionExpression: [
          ...presenceTerms(expression, condition),
          ...(isCounted ? [] : [countable(expression)]),
          ...Object.entries(add).flatMap((added) => withinLimits(expression, added)),
          unmarked(expression, mark),
        ].join(' AND '),
        ...expression.attributes(),
      };
    },

    addTo: (key: Key, numbers: Readonly<Record<string, number>>, mark: string) => {
      const expression = new Expression(mapping);
      const moment = now().toISOString();
      const created = expression.name('createdAt');
      const creation = expression.value(mapping.write(['createdAt'], moment));
      const { set } = mapping.changes(key, { updatedAt: moment }, []);
      const additions = Object.entries({ ...numbers, version: 1 }).map(
        ([name, value]) => `${expression.name(name)} ${expression.value(mapping.write([name], value))}`,
      );
      return {
        TableName,
        Key: storedKey(key),
        UpdateExpression: [
          `SET ${sets(expression, { ...set, ...marks(mark) })}, ${created} = if_not_exists(${created}, ${creation})`,
          `ADD ${additions.join(', ')}`,
        ].join(' '),
        ConditionExpression: unmarked(expression, mark),
        ...expression.attributes(),
      };
    },

    check: (key: Key, condition: Condition) => conditional(key, condition),

    delete: (key: Key, condition: Condition) => conditional(key, condition),
  };

  /** What names an item and says which it must be. */
  function conditional(key: Key, condition: Condition) {
    const expression = new Expression(mapping);
    return {
      TableName,
      Key: storedKey(key),
      ConditionExpression: presenceTerms(expression, condition).join(' AND '),
      ...expression.attributes(),
    };
  }
}

/**
 * Makes an item of what is stored of it: some of its fields, or all, with the defaults that are not stored, read by its
 * class. `moved` are the fields of which a backfill has moved every item to where they are stored now.
 */
type ReadItem = (stored: Record<string, unknown>, moved: ReadonlySet<string>, fields?: readonly string[]) => Item;

const itemsOfMappings = new WeakMap<Mapping, ReadItem>();

/** What makes the items of a domain. */
export function itemsOf(domain: DomainFact, mapping: Mapping): ReadItem {
  const known = itemsOfMappings.get(mapping);
  if (known) return known;
  const made = readItemsOf(domain, mapping);
  itemsOfMappings.set(mapping, made);
  return made;
}

function readItemsOf(domain: DomainFact, mapping: Mapping): ReadItem {
  const names = [...domain.fields, ...ownedFields].map(({ name }) => name);
  const read = readingOf(domain);
  const readings = new WeakMap<readonly string[], ItemReading>();

  /** How such fields are read: lists ask for the same again and again. */
  function readingFor(fields: readonly string[]): ItemReading {
    const known = readings.get(fields);
    if (known) return known;
    const made: ItemReading = {
      attributes: attributeReaders(fields, domain.fields),
      defaults: domain.fields.filter((field) => field.default !== undefined && fields.includes(field.name)),
      hasVersion: fields.includes('version'),
    };
    readings.set(fields, made);
    return made;
  }

  return (stored, moved, fields = names) => {
    const { attributes, defaults, hasVersion } = readingFor(fields);
    const item = itemFrom(mapping.fields(stored, moved), attributes);
    for (const { name, default: value } of defaults) item[name] ??= ownCopy(value);
    if (hasVersion) item.version = countOf(item.version);
    const given = read(item, fields);
    const unreachable = mapping.unreachable(stored, given, fields);
    if (unreachable.length > 0) addWarnings(given, notLeading(unreachable, given));
    return given;
  };
}

/** How some of the fields of a domain are read. */
interface ItemReading {
  readonly attributes: readonly AttributeReader[];
  readonly defaults: readonly FieldFact[];
  readonly hasVersion: boolean;
}

/** The problems of key fields by which nobody finds an item, but for those of which more is known. */
function notLeading(names: readonly string[], item: Item): readonly FieldProblem[] {
  return names
    .map((name) => ({ pointer: `/${name}`, detail: 'does not lead to the item, whose key is stored otherwise' }))
    .filter(({ pointer }) => misfitsOf(item).every((problem) => problem.pointer !== pointer));
}

/** What a missing number counts from when something is added to it. */
const startOf = (field: FieldFact | undefined): number => numberOf(field?.default) ?? 0;

/** The version of an item that another program has made, and that nobody has written here yet. */
const unwritten = 0;

/**
 * The writes that a stored version counts. What another program keeps under this name counts for nothing unless it is a
 * number that can be counted on from, and of such a number its whole part counts.
 */
function countOf(stored: unknown): number {
  const isCount = typeof stored === 'number' && stored >= unwritten && stored < mostVersion;
  return isCount ? Math.floor(stored) : unwritten;
}

/** The condition that the stored version is one of these, as `countOf` reads it. */
export function versionTerm(expression: Expression, versions: readonly number[]): string {
  const name = expression.name('version');
  const value = (version: number): string => expression.value(version);
  const terms = versions.flatMap((version) =>
    version === unwritten
      ? [
          `NOT attribute_type(${name}, ${expression.value('N')})`,
          `${name} < ${value(1)}`,
          `${name} >= ${value(mostVersion)}`,
        ]
      : [`(${name} >= ${value(version)} AND ${name} < ${value(version + 1)})`],
  );
  return terms.length > 1 ? `(${terms.join(' OR ')})` : terms.join('');
}

/** @param attributes the attributes to read; all of them when left out */
function projection(attributes: readonly string[] | undefined) {
  if (attributes === undefined) return {};
  const expression = new Expression();
  return {
    ProjectionExpression: attributes.map((name) => expression.attribute(name)).join(', '),
    ...expression.attributes(),
  };
}
