import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ScanCommand, UpdateCommandOutput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { keyFields, ownedFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { limitsOf } from '../schema/kinds';
import { required } from '../schema/required';
import { attributeType, expiryAttribute, tableName } from '../schema/table';
import { ConditionFailed, quietReason } from '../services/context';
import type { Changes, Condition, Context, Cursors, Item, Key, Table } from '../services/context';
import { exactNumber } from '../services/value-order';
import type { Sender } from './client';
import { expiresAt, isExpired, isLive } from './expiry';
import { Expression } from './expression';
import { failure, leavesDoubt } from './failure';
import { readPage } from './page';
import { readingOf } from './reading';
import { noReport } from './stream';
import type { Reading, Report } from './stream';
import { chosen, itemFrom, storable } from './values';

/**
 * Names the write that made an item what it is. A call that is tried again after its answer was lost finds its
 * own mark and knows that it is done.
 */
const writeMark = '_write';

const keysInOneBatch = 100;

/** What tables share: the client, the names, the cursors. */
export interface TableOptions {
  readonly client: Sender;
  readonly prefix: string;
  readonly cursors: Cursors;
  /** Days after which items are gone, by domain, in place of the declared ones. */
  readonly expiresAfterDays?: Readonly<Record<string, number>>;
}

/** The request that uses a table: its time limit, its clock, who asks, what it has used, and what it may read. */
export type Caller = Pick<Context, 'signal' | 'principal' | 'now' | 'meter' | 'reads'>;

/** The table of one domain, as one request uses it. */
export function openTable(domain: DomainFact, options: TableOptions, { signal, principal, now }: Caller): Table {
  const { client, prefix, cursors } = options;
  const writes = writesOf(domain, options, now);
  const TableName = tableName(domain, prefix);
  const itemOf = itemsOf(domain);
  const keyNames = keyFields(domain).map((field) => field.name);
  const expiry = domain.expiresAfterDays === undefined ? [] : [expiryAttribute];

  async function guarded<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      signal.throwIfAborted();
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
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const stored = error.Item && unmarshall(error.Item, { wrapNumbers: exactNumber });
        if (stored?.[writeMark] === mark) return itemOf(stored);
        throw new ConditionFailed(stored && isLive(stored, now) ? itemOf(stored) : undefined);
      }
    });
  }

  /** A key that no double holds is read as its digits, and must go back as a number. */
  function asKey(position: Item | undefined): Item | undefined {
    if (!position) return undefined;
    const exact = ([name, value]: [string, unknown]): [string, unknown] => [
      name,
      typeof value === 'string' && attributeType(domain, name) === 'N' ? NumberValue.from(value) : value,
    ];
    return Object.fromEntries(Object.entries(position).map(exact));
  }

  async function getMany(keys: readonly Key[], report: Report, fields?: readonly string[]) {
    const itemsByName = new Map<string, Item>();
    const nameOf = (item: Item) => JSON.stringify([item[domain.key.partition], item[domain.key.sort ?? '']]);
    const distinctKeys = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
    const attributes = fields && [...new Set([...fields, ...keyNames])];
    const attributesToRead = attributes && [...attributes, ...expiry];
    for (let start = 0; start < distinctKeys.length; start += keysInOneBatch) {
      let unread: Key[] = distinctKeys.slice(start, start + keysInOneBatch);
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
          if (isLive(stored, now)) itemsByName.set(nameOf(stored), itemOf(stored, attributes));
        }
        unread = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
    }
    return keys.map((key) => itemsByName.get(nameOf(key)));
  }

  async function send(command: QueryCommand | ScanCommand): Promise<Reading> {
    const input = command.input;
    input.ExclusiveStartKey = asKey(input.ExclusiveStartKey);
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
    get: async (key, fields) =>
      guarded(async () => {
        // A projection of nothing is refused.
        const attributesToRead = fields && [...(fields.length === 0 ? keyNames : fields), ...expiry];
        const command = new GetCommand({ TableName, Key: key, ConsistentRead: true, ...projection(attributesToRead) });
        const { Item } = await client.send(command, { abortSignal: signal });
        return Item && isLive(Item, now) ? itemOf(Item, fields) : undefined;
      }),

    getMany: async (keys, fields) => {
      const items = await getMany(keys, noReport(), fields);
      return fields === undefined ? items : items.map((item) => item && chosen(item, fields));
    },

    list: async (request) =>
      readPage(
        { domain, tableName: TableName, send, getMany, itemOf, expiredBefore: expiry.length > 0 ? now() : undefined },
        request,
        cursors,
        principal,
      ),

    create: async (item, quiet) => {
      const mark = randomUUID();
      const command = new PutCommand({
        ...writes.create(item, mark),
        ...reason(quiet),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => {
        await client.send(command, { abortSignal: signal });
        return { ...item, version: 1 };
      });
    },

    put: async (item, quiet) => {
      const mark = randomUUID();
      const command = new UpdateCommand({
        ...writes.put(item, mark),
        ...reason(quiet),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => written(await client.send(command, { abortSignal: signal })));
    },

    update: async (key, changes, condition, quiet) => {
      const mark = randomUUID();
      const command = new UpdateCommand({
        ...writes.update(key, changes, condition, mark),
        ...reason(quiet),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => written(await client.send(command, { abortSignal: signal })));
    },

    delete: async (key, condition, quiet) => {
      const command = new DeleteCommand({
        ...writes.delete(key, condition),
        ...reason(quiet),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      let doubt = false;
      command.middlewareStack.addRelativeTo(
        <Args, Made>(next: (args: Args) => Promise<Made>) =>
          async (args: Args) => {
            try {
              return await next(args);
            } catch (error) {
              doubt ||= leavesDoubt(error);
              throw error;
            }
          },
        { name: 'doubt', override: true, relation: 'after', toMiddleware: 'retryMiddleware' },
      );
      try {
        await write('', async () => {
          await client.send(command, { abortSignal: signal });
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

/** The item as an update leaves it, which the command asks for with ALL_NEW. */
function written({ Attributes }: UpdateCommandOutput): Record<string, unknown> {
  return required(Attributes, 'the item that was written');
}

/** What the input of a quiet write carries beside what is sent. */
export function reason(quiet: string | undefined): { readonly [quietReason]?: string } {
  return quiet === undefined ? {} : { [quietReason]: quiet };
}

/** The inputs of the writes of a table, for a call of their own or as a part of a transaction. */
export function writesOf(domain: DomainFact, { prefix, expiresAfterDays }: TableOptions, now: () => Date) {
  const TableName = tableName(domain, prefix);
  const expires = expiresAt(domain, expiresAfterDays);

  /** The condition that the item is there and has not expired, and what else the caller wants of it. */
  function presenceTerms(expression: Expression, { versions, where }: Condition): string[] {
    const partition = expression.name(domain.key.partition);
    const terms = [`attribute_exists(${partition})`];
    if (expires) terms.push(`NOT (${isExpired(expression, now())})`);
    if (versions) {
      terms.push(versions.length > 0 ? versionTerm(expression, versions) : `attribute_not_exists(${partition})`);
    }
    const callerCondition = where && expression.condition(where);
    if (callerCondition) terms.push(`(${callerCondition})`);
    return terms;
  }

  /**
   * The condition that adding a number keeps a field within its declared limits. A missing field counts from 0, as
   * DynamoDB's ADD does, and comparing with it is false.
   */
  function withinLimits(expression: Expression, [name, number]: [string, number]): string[] {
    const { min, max } = limitsOf(domain.fields.find((field) => field.name === name));
    const field = expression.name(name);
    const bound = number > 0 ? max - number : min - number;
    const isFromNothing = number >= min && number <= max;
    if (!Number.isFinite(bound)) return isFromNothing ? [] : [`attribute_exists(${field})`];
    const within = `${field} ${number > 0 ? '<=' : '>='} ${expression.value(bound)}`;
    return [isFromNothing ? `(attribute_not_exists(${field}) OR ${within})` : within];
  }

  /** The condition that the item was not already written under this mark. */
  function unmarked(expression: Expression, mark: string): string {
    const name = expression.name(writeMark);
    return `(attribute_not_exists(${name}) OR ${name} <> ${expression.value(mark)})`;
  }

  function sets(expression: Expression, values: Item): string {
    const assigned = { ...values, ...(expires && { [expiryAttribute]: expires(now()) }) };
    return Object.entries(assigned)
      .map(([name, value]) => `${expression.name(name)} = ${expression.value(value)}`)
      .join(', ');
  }

  return {
    create: (item: Item, mark: string) => {
      const expression = new Expression();
      const partition = `attribute_not_exists(${expression.name(domain.key.partition)})`;
      const stored = {
        ...item,
        version: 1,
        [writeMark]: mark,
        ...(expires && { [expiryAttribute]: expires(now()) }),
      };
      return {
        TableName,
        Item: Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, storable(value)])),
        ConditionExpression: expires ? `${partition} OR ${isExpired(expression, now())}` : partition,
        ...expression.attributes(),
      };
    },

    put: ({ createdAt, ...item }: Item, mark: string) => {
      const expression = new Expression();
      const { partition, sort } = domain.key;
      const keys = [partition, ...(sort ? [sort] : [])];
      const free = Object.fromEntries(Object.entries(item).filter(([name]) => !keys.includes(name)));
      const created = expression.name('createdAt');
      const removed = domain.fields.map(({ name }) => name).filter((name) => item[name] === undefined);
      return {
        TableName,
        Key: chosen(item, keys),
        UpdateExpression: [
          `SET ${sets(expression, { ...free, [writeMark]: mark })}, ${created} = if_not_exists(${created}, ${expression.value(createdAt)})`,
          `ADD ${expression.name('version')} ${expression.value(1)}`,
          ...(removed.length > 0 ? [`REMOVE ${removed.map((name) => expression.name(name)).join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: unmarked(expression, mark),
        ...expression.attributes(),
      };
    },

    update: (key: Key, { set, remove, add = {} }: Changes, condition: Condition, mark: string) => {
      const expression = new Expression();
      // Of an item of another program nobody knows whether what is there can be added to.
      const isFirst = condition.versions?.every((version) => version === unwritten) === true;
      const additions = Object.entries({ ...add, ...(!isFirst && { version: 1 }) }).map(
        ([name, value]) => `${expression.name(name)} ${expression.value(value)}`,
      );
      return {
        TableName,
        Key: key,
        UpdateExpression: [
          `SET ${sets(expression, { ...set, ...(isFirst && { version: 1 }), [writeMark]: mark })}`,
          ...(additions.length > 0 ? [`ADD ${additions.join(', ')}`] : []),
          ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => expression.name(name)).join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: [
          ...presenceTerms(expression, condition),
          ...Object.entries(add).flatMap((added) => withinLimits(expression, added)),
          unmarked(expression, mark),
        ].join(' AND '),
        ...expression.attributes(),
      };
    },

    delete: (key: Key, condition: Condition) => {
      const expression = new Expression();
      return {
        TableName,
        Key: key,
        ConditionExpression: presenceTerms(expression, condition).join(' AND '),
        ...expression.attributes(),
      };
    },

    itemOf: itemsOf(domain),
  };
}

/** Makes items of what is stored of a domain: some of the fields, or all, with the defaults that are not stored, read by its class. */
function itemsOf(domain: DomainFact): (stored: Record<string, unknown>, fields?: readonly string[]) => Item {
  const names = [...domain.fields, ...ownedFields].map(({ name }) => name);
  const defaults = domain.fields.filter((field) => field.default !== undefined);
  const read = readingOf(domain);
  return (stored, fields = names) => {
    const item = itemFrom(stored, fields, domain.fields);
    for (const { name, default: value } of defaults) if (fields.includes(name)) item[name] ??= structuredClone(value);
    if (fields.includes('version') && typeof item.version !== 'number') item.version = unwritten;
    return read(item, fields);
  };
}

/** The version of an item that another program has made, and that nobody has written here yet. */
const unwritten = 0;

/** The condition that the stored version is one of these. */
function versionTerm(expression: Expression, versions: readonly number[]): string {
  const name = expression.name('version');
  const counted = versions.filter((version) => version !== unwritten);
  const terms = [
    ...(counted.length > 0 ? [`${name} IN (${counted.map((version) => expression.value(version)).join(', ')})`] : []),
    // What another program keeps under this name counts for nothing unless it is a number.
    ...(counted.length < versions.length
      ? [`NOT attribute_type(${name}, ${expression.value('N')})`, `${name} = ${expression.value(unwritten)}`]
      : []),
  ];
  return terms.length > 1 ? `(${terms.join(' OR ')})` : terms.join('');
}

function projection(fields: readonly string[] | undefined) {
  if (fields === undefined) return {};
  const expression = new Expression();
  return {
    ProjectionExpression: fields.map((name) => expression.name(name)).join(', '),
    ...expression.attributes(),
  };
}
