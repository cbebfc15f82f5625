import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ownedFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { ConditionFailed } from '../services/context';
import type { Condition, Item, Key, ListRequest, Page, Table } from '../services/context';
import { choosePath, positionFields } from './access-path';
import type { AccessPath } from './access-path';
import type { Cursors } from './cursor';
import { attributeType, tableName } from './description';
import { failure, leavesDoubt } from './failure';
import { exactNumber, itemFrom, storable } from './values';

/**
 * Names the write that made an item what it is. A call that is tried again after its answer was lost finds its
 * own mark and knows that it is done.
 */
const writeMark = '_write';

/** A page is read in at most this many calls of 1 MB each, so that an answer stays under Lambda's 6 MB. */
const maxCallsForPage = 4;

const keysInOneBatch = 100;

/** What tables share: the client, the names, the cursors. */
export interface TableOptions {
  readonly client: DynamoDBDocumentClient;
  readonly prefix: string;
  readonly cursors: Cursors;
}

/** The table of one domain, as one request uses it. */
export function openTable(domain: DomainFact, { client, prefix, cursors }: TableOptions, signal: AbortSignal): Table {
  const TableName = tableName(domain, prefix);
  const names = [...domain.fields, ...ownedFields].map((field) => field.name);
  const defaults = domain.fields.filter((field) => field.default !== undefined);
  const absent = `attribute_not_exists(#partition)`;

  function itemOf(stored: Record<string, unknown>): Item {
    const item = itemFrom(stored, names);
    for (const field of defaults) item[field.name] ??= structuredClone(field.default);
    return item;
  }

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
        throw new ConditionFailed(stored && itemOf(stored));
      }
    });
  }

  async function read(
    path: AccessPath,
    limit: number,
    start: Item | undefined,
  ): Promise<{ items: Item[]; last?: Item }> {
    const items: Item[] = [];
    let last = start;
    for (let calls = 0; calls < maxCallsForPage && items.length < limit; calls++) {
      const page = await guarded(() => readOnce(path, limit - items.length, last));
      items.push(...(page.Items ?? []).map(itemOf));
      last = page.LastEvaluatedKey;
      if (!last) break;
    }
    return { items, last };
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

  async function readOnce(path: AccessPath, Limit: number, start: Item | undefined) {
    const ExclusiveStartKey = asKey(start);
    if (path.kind === 'scan') {
      return client.send(new ScanCommand({ TableName, Limit, ExclusiveStartKey }), { abortSignal: signal });
    }
    const query = new QueryCommand({
      TableName,
      IndexName: path.index,
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': path.partition },
      ExpressionAttributeValues: { ':partition': path.value },
      Limit,
      ExclusiveStartKey,
    });
    return client.send(query, { abortSignal: signal });
  }

  return {
    get: async (key) =>
      guarded(async () => {
        const command = new GetCommand({ TableName, Key: key, ConsistentRead: true });
        const { Item } = await client.send(command, { abortSignal: signal });
        return Item && itemOf(Item);
      }),

    getMany: async (keys) =>
      guarded(async () => {
        const found = new Map<string, Item>();
        const nameOf = (item: Item) => JSON.stringify([item[domain.key.partition], item[domain.key.sort ?? '']]);
        const wanted = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
        for (let start = 0; start < wanted.length; start += keysInOneBatch) {
          let rest: Key[] = wanted.slice(start, start + keysInOneBatch);
          for (let attempt = 0; rest.length > 0; attempt++) {
            if (attempt > 0) await wait(Math.random() * Math.min(800, 25 * 2 ** attempt), undefined, { signal });
            const command = new BatchGetCommand({
              RequestItems: { [TableName]: { Keys: rest, ConsistentRead: true } },
            });
            const answer = await client.send(command, { abortSignal: signal });
            for (const item of answer.Responses?.[TableName] ?? []) found.set(nameOf(item), itemOf(item));
            rest = (answer.UnprocessedKeys?.[TableName]?.Keys as Key[] | undefined) ?? [];
          }
        }
        return keys.map((key) => found.get(nameOf(key)));
      }),

    list: async ({ filter, limit, cursor }: ListRequest): Promise<Page> => {
      const path = choosePath(domain, filter);
      const list = JSON.stringify([domain.name, path.kind === 'query' ? [path.index, path.value] : path.kind]);
      const start = cursor === undefined ? undefined : cursors.open(cursor, list);
      // One item more than asked for tells whether a next page has anything.
      const { items, last } = await read(path, limit + 1, start);
      const fields = positionFields(domain, path);
      return {
        items: items.slice(0, limit),
        hasNextPage: items.length > limit || last !== undefined,
        cursorOf: (item) => cursors.seal(Object.fromEntries(fields.map((name) => [name, item[name]])), list),
      };
    },

    create: async (item) => {
      const mark = randomUUID();
      const stored = { ...item, version: 1, [writeMark]: mark };
      const command = new PutCommand({
        TableName,
        Item: Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, storable(value)])),
        ConditionExpression: absent,
        ExpressionAttributeNames: { '#partition': domain.key.partition },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => {
        await client.send(command, { abortSignal: signal });
        return stored;
      });
    },

    update: async (key, { set, remove }, condition) => {
      const mark = randomUUID();
      const expression = new Expression();
      const sets = [...Object.entries(set), [writeMark, mark] as const].map(
        ([name, value]) => `${expression.name(name)} = ${expression.value(value)}`,
      );
      const version = expression.name('version');
      const removes = remove.map((name) => expression.name(name));
      const command = new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: [
          `SET ${sets.join(', ')}`,
          `ADD ${version} ${expression.value(1)}`,
          ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: expression.present(domain, condition, mark),
        ...expression.attributes(),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return write(mark, async () => (await client.send(command, { abortSignal: signal })).Attributes!);
    },

    delete: async (key, condition) => {
      const expression = new Expression();
      const command = new DeleteCommand({
        TableName,
        Key: key,
        ConditionExpression: expression.present(domain, condition),
        ...expression.attributes(),
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

/** Collects names and values of an expression; every name is a placeholder, so that no reserved word can hurt. */
class Expression {
  private readonly names = new Map<string, string>();
  private readonly values: unknown[] = [];

  name(name: string): string {
    if (!this.names.has(name)) this.names.set(name, `#n${this.names.size}`);
    return this.names.get(name)!;
  }

  value(value: unknown): string {
    return `:v${this.values.push(storable(value)) - 1}`;
  }

  /** The item is there, has one of the versions, and was not already written under this mark. */
  present(domain: DomainFact, { versions }: Condition & { item: 'present' }, mark?: string): string {
    const terms = [`attribute_exists(${this.name(domain.key.partition)})`];
    if (versions) {
      const known = versions.map((version) => this.value(version));
      terms.push(
        known.length > 0
          ? `${this.name('version')} IN (${known.join(', ')})`
          : `attribute_not_exists(${this.name(domain.key.partition)})`,
      );
    }
    if (mark) {
      const name = this.name(writeMark);
      terms.push(`(attribute_not_exists(${name}) OR ${name} <> ${this.value(mark)})`);
    }
    return terms.join(' AND ');
  }

  attributes() {
    return {
      ExpressionAttributeNames: Object.fromEntries([...this.names].map(([name, placeholder]) => [placeholder, name])),
      ...(this.values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(this.values.map((value, index) => [`:v${index}`, value])),
      }),
    };
  }
}
