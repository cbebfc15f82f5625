import { keyFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { numberOf, recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { hasHidden, refused } from '../../services/access';
import { untilItHolds } from '../../services/change';
import { TransactionLost } from '../../services/context';
import type { Context, Item, Key, Page } from '../../services/context';
import { replaceName } from '../../services/crud';
import { ServiceError } from '../../services/errors';
import { withheld } from '../../services/misfits';
import type { Operation } from '../../services/operation';
import { lostTo, missing } from '../../services/precondition';
import { readCondition } from './condition';
import type { Condition } from './condition';
import { Members } from './members';
import { Placeholders } from './placeholders';
import { readProjection } from './projection';
import { expressionNotAllowed, pointerPart, wrong } from './refusal';
import { isOwned, picked, shapeOf } from './shape';
import type { Changed } from './shape';
import { areLiteral, evaluate, readChanges } from './update';
import type { Change } from './update';

/** What the envelope can do with a table. */
export const tableOperations = ['create', 'read', 'update', 'delete', 'list'] as const;

/** The name of an operation on a table. */
export type TableOperation = (typeof tableOperations)[number];

/** A table of the old system: one domain, through the domain's own operations and nothing else. */
export interface EnvelopeTable {
  /** Gives what the answer holds beside its metadata. @throws ServiceError */
  run(operation: TableOperation, payload: unknown, context: Context): Promise<object>;
}

/** The member of an ExclusiveStartKey that says where to go on; no field can have a name like this. */
export const cursorMember = '$cursor';

const expressionMembers = ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const;
const conditionMembers = ['ConditionExpression', 'Expected', ...expressionMembers] as const;

/** Opens the table of a domain. */
export function openTable(domain: DomainFact, operations: readonly Operation[]): EnvelopeTable {
  const shape = shapeOf(domain);
  const keys = keyFields(domain).map(({ name }) => name);
  const domainOperations = operations.filter((operation) => operation.domain === domain);
  const operationNamed = (name: string): Operation | undefined =>
    domainOperations.find((operation) => operation.name === name);
  const get = operationNamed(domain.singular);
  const list = domainOperations.find(({ query, key }) => query === 'list' && key.length === 0);
  const create = operationNamed(`create${domain.typeName}`);
  const replace = operationNamed(replaceName(domain));
  const update = operationNamed(`update${domain.typeName}`);
  const remove = operationNamed(`delete${domain.typeName}`);

  /** An operation that the domain declares: the others nobody may run here, an administrator neither. */
  const allowed = (operation: Operation | undefined): Operation => {
    if (operation) return operation;
    throw new ServiceError('forbidden', 'This table does not take this operation from anybody.');
  };

  const keyIn = (members: Members): Key => {
    const keyMembers = new Members(members.object('Key'), '/payload/Key', keys);
    return Object.fromEntries(keys.map((name) => [name, keyMembers.get(name)]));
  };
  const atKey = (pointer: string): string => `/payload/Key${pointer}`;

  async function read(key: Key, context: Context, names?: readonly string[]): Promise<Item | undefined> {
    const query = names && { fields: [...shape.fieldsBehind(names)] };
    try {
      return recordOf(await inEnvelopeTerms(atKey, () => allowed(get).run({ key, query }, context)));
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  async function runCreate(payload: unknown, context: Context): Promise<object> {
    const operation = create ?? allowed(replace);
    const members = new Members(payload, '/payload', ['Item', 'ReturnValues', ...conditionMembers]);
    const placeholders = new Placeholders(shape, keys, members);
    const item = members.object('Item');
    // Read and left at that: a create overwrites nothing, so that there is no old item to return.
    members.choice('ReturnValues', ['NONE', 'ALL_OLD']);
    const { isThere, version } = readCondition(members, placeholders, shape);
    if (isThere === true || version !== undefined) {
      throw expressionNotAllowed('/payload', 'must not ask for an item that is there: a create never overwrites');
    }
    placeholders.checkAllUsed();
    const ownedName = Object.keys(item).find(isOwned);
    if (ownedName !== undefined) throw wrong(`/payload/Item/${ownedName}`, 'is kept by the service and cannot be sent');
    const missingKey = keys.find((name) => item[name] === undefined || item[name] === null);
    if (missingKey !== undefined) throw wrong(`/payload/Item/${missingKey}`, 'is required: it is the key');
    const body = shape.toBody(item);
    const pointerOf = (pointer: string): string => `/payload/Item${shape.pointer(pointer)}`;
    await inEnvelopeTerms(pointerOf, async () => {
      if (operation === create) return operation.run({ body }, context);
      try {
        return await operation.run({ key: picked(item, keys), body, precondition: { ifNoneMatch: '*' } }, context);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'precondition-failed') throw error;
        throw new ServiceError('conflict', error.message);
      }
    });
    return {};
  }

  async function runRead(payload: unknown, context: Context): Promise<object> {
    const memberNames = ['Key', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'];
    const members = new Members(payload, '/payload', memberNames);
    const placeholders = new Placeholders(shape, keys, members);
    members.checkFlag('ConsistentRead');
    const names = readProjection(members, placeholders);
    placeholders.checkAllUsed();
    const item = await read(keyIn(members), context, names);
    return item ? { Item: shape.show(item, names) } : {};
  }

  async function runUpdate(payload: unknown, context: Context): Promise<object> {
    allowed(update);
    const memberNames = ['Key', 'UpdateExpression', 'AttributeUpdates', 'ReturnValues', ...conditionMembers];
    const members = new Members(payload, '/payload', memberNames);
    const placeholders = new Placeholders(shape, keys, members);
    const key = keyIn(members);
    const returned = members.choice('ReturnValues', ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
    const condition = readCondition(members, placeholders, shape);
    if (condition.isThere === false) {
      throw expressionNotAllowed('/payload', 'must not ask for a missing item: an update never creates one');
    }
    const changes = readChanges(members, placeholders, shape);
    placeholders.checkAllUsed();
    const needsNoRead =
      areLiteral(changes) && !changes.some(({ name }) => shape.merges(name)) && !returned.endsWith('OLD');
    const { before, after } = needsNoRead
      ? { before: {}, after: await write(key, {}, evaluate(changes, {}), changes, condition, context) }
      : await rewrite(key, changes, condition, context);
    const changedNames = returned.startsWith('UPDATED') ? changes.map(({ name }) => name) : undefined;
    const attributes = shape.show(returned.endsWith('OLD') ? before : after, changedNames);
    return returned === 'NONE' || Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
  }

  /** Makes one conditional write. A patch would merge objects, so that an item with objects is replaced as a whole. */
  async function write(
    key: Key,
    before: Item,
    changed: Changed,
    changes: readonly Change[],
    condition: Condition,
    context: Context,
  ): Promise<Item> {
    const merges = changes.some(({ name }) => shape.merges(name));
    if (merges && !context.open && hasHidden(domain.type)) throw refused(context);
    const body = merges
      ? shape.replacing(before, changed)
      : Object.fromEntries([...changed].map(([name, value]) => [name, value ?? null]));
    const pointerOf = (pointer: string): string => {
      const [name = '', ...rest] = pointer.slice(1).split('/');
      if (keys.includes(name) && pointer !== '') return atKey(pointer);
      const change = changes.find((candidate) => candidate.name === name);
      if (!change) return shape.pointer(pointer) === '' ? '/payload' : `/payload${pointer}`;
      return [change.pointer, ...(change.value?.from === 'body' ? rest : [])].join('/');
    };
    const operation = allowed(merges ? replace : update);
    const precondition = preconditionOf(condition);
    return recordOf(await inEnvelopeTerms(pointerOf, () => operation.run({ key, body, precondition }, context)));
  }

  /** Reads, computes and writes under the version that was read, again when another was faster. */
  async function rewrite(
    key: Key,
    changes: readonly Change[],
    condition: Condition,
    context: Context,
  ): Promise<{ readonly before: Item; readonly after: Item }> {
    return underVersion(key, condition, context, async (before, version) => {
      const changed = evaluate(changes, shape.show(before));
      return { before, after: await write(key, before, changed, changes, { version }, context) };
    });
  }

  /** Works on an item as it is, as long as nobody changes it meanwhile. */
  async function underVersion<Result>(
    key: Key,
    condition: Condition,
    context: Context,
    work: (item: Item, version: number) => Promise<Result>,
  ): Promise<Result> {
    return untilItHolds(context, async () => {
      const item = await read(key, context);
      if (!item) throw missing(preconditionOf(condition));
      const version = required(numberOf(item.version), 'the version of an item');
      if (condition.version !== undefined && condition.version !== version) throw lostTo(item);
      try {
        return await work(item, version);
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'precondition-failed') throw new TransactionLost([]);
        throw error;
      }
    });
  }

  async function runDelete(payload: unknown, context: Context): Promise<object> {
    const operation = allowed(remove);
    const members = new Members(payload, '/payload', ['Key', 'ReturnValues', ...conditionMembers]);
    const placeholders = new Placeholders(shape, keys, members);
    const key = keyIn(members);
    const returned = members.choice('ReturnValues', ['NONE', 'ALL_OLD']);
    const condition = readCondition(members, placeholders, shape);
    if (condition.isThere === false) {
      throw expressionNotAllowed('/payload', 'must not ask for a missing item: there is nothing to delete');
    }
    placeholders.checkAllUsed();
    const removeItem = (precondition: ReturnType<typeof preconditionOf>): Promise<unknown> =>
      inEnvelopeTerms(atKey, () => operation.run({ key, precondition }, context));
    try {
      if (returned === 'NONE') {
        await removeItem(preconditionOf(condition));
        return {};
      }
      const old = await underVersion(key, condition, context, async (item, version) => {
        await removeItem({ ifMatch: [version] });
        return item;
      });
      return { Attributes: shape.show(old) };
    } catch (error) {
      // DynamoDB's DeleteItem succeeds when there is nothing, and old clients send it twice.
      if (error instanceof ServiceError && error.code === 'not-found') return {};
      throw error;
    }
  }

  async function runList(payload: unknown, context: Context): Promise<object> {
    const memberNames = [
      'Limit',
      'ExclusiveStartKey',
      'ConsistentRead',
      'ProjectionExpression',
      'ExpressionAttributeNames',
    ];
    const members = new Members(payload, '/payload', memberNames);
    const placeholders = new Placeholders(shape, keys, members);
    members.checkFlag('ConsistentRead');
    const names = readProjection(members, placeholders);
    placeholders.checkAllUsed();
    const { max } = domain.page;
    const limit = members.has('Limit') ? members.get('Limit') : max;
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > max) {
      throw wrong('/payload/Limit', `must be a whole number from 1 to ${max}`);
    }
    const fields = names && [...keys, ...shape.fieldsBehind(names)];
    const query = { limit, cursor: cursorIn(members), ...(fields && { fields }) };
    const page = (await allowed(list).run({ query }, context)) as Page;
    const last = page.items.at(-1);
    const given = page.items.filter((item) => !withheld(domain.type, item));
    return {
      Items: given.map((item) => shape.show(item, names)),
      Count: given.length,
      ScannedCount: page.items.length,
      ...(page.hasNextPage && {
        LastEvaluatedKey: { ...(last && picked(last, keys)), [cursorMember]: page.endCursor },
      }),
    };
  }

  /**
   * The position in an ExclusiveStartKey. A key alone could be made up, to look behind any position; the cursor
   * beside it is sealed by the list that gave it.
   */
  function cursorIn(members: Members): string | undefined {
    if (!members.has('ExclusiveStartKey')) return undefined;
    const pointer = '/payload/ExclusiveStartKey';
    const start = new Members(members.object('ExclusiveStartKey'), pointer, [...keys, cursorMember]);
    const cursor = start.get(cursorMember);
    if (typeof cursor === 'string') return cursor;
    throw wrong(`${pointer}/${pointerPart(cursorMember)}`, 'is required: send a LastEvaluatedKey back as it came');
  }

  const runs: Record<TableOperation, (payload: unknown, context: Context) => Promise<object>> = {
    create: runCreate,
    read: runRead,
    update: runUpdate,
    delete: runDelete,
    list: runList,
  };
  return {
    run: async (operation, payload, context) => {
      if (operation === 'list') allowed(list);
      return runs[operation](payload, context);
    },
  };
}

function preconditionOf({ isThere, version }: Condition): { readonly ifMatch?: '*' | readonly number[] } {
  if (version !== undefined) return { ifMatch: [version] };
  return isThere ? { ifMatch: '*' } : {};
}

/** Runs an operation; a problem of its input is told in the terms of the envelope. */
async function inEnvelopeTerms<Result>(
  pointerOf: (pointer: string) => string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError) || !['validation', 'bad-path', 'bad-query'].includes(error.code)) throw error;
    const errors = error.details.errors
      ?.map(({ pointer, detail }) => ({ pointer: pointerOf(pointer), detail }))
      .toSorted((left, right) => (left.pointer < right.pointer ? -1 : 1));
    throw new ServiceError('validation', error.message, { ...error.details, errors });
  }
}
