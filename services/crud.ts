import { createdTogether, typeOfNew } from '../schema/created-together';
import { isRecord, listOf, recordOf } from '../schema/guards';
import { domainOf, fieldOf, inputFieldsOf, keyFields } from '../schema/facts';
import type { DeclaredClass, DerivedOperation, DomainFact, FieldFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { incrementedFields } from '../schema/increments';
import { kinds } from '../schema/kinds';
import { required } from '../schema/required';
import { bulkOperations } from './bulk';
import { change, writeTouches } from './change';
import { keyOf } from './context';
import type { Changes, Context, Item, Key } from './context';
import { countTouches } from './counted';
import { createTogether, problemsOfChildren, touchesOfChildren } from './created-together';
import { problemFor, ServiceError } from './errors';
import type { ProblemCode } from './errors';
import type { Filter } from './filter';
import { itemOfPast, pastTouches } from './history';
import { identifier } from './identifier';
import { checkKey, once, onceTouches, replayOf, sameReplay } from './idempotency';
import type { Once } from './idempotency';
import { incrementsIn } from './increments';
import { chosen, guarded, isReadable } from './misfits';
import { itemName } from './item-name';
import { operation } from './operation';
import type { Operation } from './operation';
import { itemPath, lookupPath } from './paths';
import { missing, taken } from './precondition';
import type { Precondition } from './precondition';
import { capital } from './schema-names';
import { tableTouches } from './table-actions';
import { beginningRefusal } from './transitions';
import { itemWith, lookedUp, lookupTouches } from './unique';
import { runUpdate, updatedTwice } from './updates';
import { admit } from './validation';
import { problemsOfDeletion } from './whole-references';

/** The most items in one batch: DynamoDB's limit of a BatchGetItem. */
export const maxBatch = 100;

/** Writes of a batch that are under way at once. */
const batchConcurrency = 16;

/** What became of one item of a batch. */
export type Outcome =
  | { readonly status: 200 | 201; readonly item: Item }
  | { readonly status: 204 }
  | { readonly status: number; readonly error: ServiceError };

/**
 * The outcomes that a batch operation has answered with.
 * @throws TypeError for any other answer: a defect, which is masked and logged
 */
export function outcomesOf(result: unknown): readonly Outcome[] {
  return listOf(result).map((outcome) => {
    if (!isOutcome(outcome)) throw new TypeError('The answer of a batch holds what is no outcome.');
    return outcome;
  });
}

const isOutcome = (value: unknown): value is Outcome =>
  isRecord(value) && typeof value.status === 'number' && ('item' in value || 'error' in value || value.status === 204);

/** The operations that a domain has by its declaration. */
export function crud(type: DeclaredClass): readonly Operation[] {
  const domain = domainOf(type);
  const standardOperations = derived(domain, type);
  // Where there is nothing beside the key, there is nothing to change.
  const isFixed = inputFieldsOf(type).length === keyFields(domain).length;
  return domain.operations
    .filter((name) => !isFixed || !['update', 'updateMany', 'updateAll'].includes(name))
    .flatMap((name) =>
      [standardOperations[name]]
        .flat()
        .map((standardOperation) => ({ ...standardOperation, agents: domain.agents.includes(name) })),
    );
}

function derived(domain: DomainFact, type: DeclaredClass): Record<DerivedOperation, Operation | readonly Operation[]> {
  const { access, deprecated } = domain;
  const path = `/${domain.name}`;
  const { noun } = domain;
  const itemOf = { as: 'item', type } as const;
  const capitalPlural = capital(domain.plural);
  const [partition] = keyFields(domain);
  const table = tableTouches(domain);
  const ofCounts = countTouches(domain);
  const touches = {
    ...table,
    ...writeTouches(domain),
    get: [...table.get, ...ofCounts],
    list: [...table.list, ...ofCounts],
    listPartition: [...table.listPartition, ...ofCounts],
    getMany: [...table.getMany, ...ofCounts],
  };
  const hasChildren = inUse.createdTogether && createdTogether(type).length > 0;
  const ofUnique: readonly ProblemCode[] = domain.unique.length > 0 ? ['value-taken'] : [];

  const derivedOperation = <Result>(facts: Parameters<typeof operation<Result>>[0]): Operation<Result> =>
    operation({ ...facts, lenient: true, derived: true });

  const update = derivedOperation({
    access: access?.write,
    name: `update${domain.typeName}`,
    kind: 'mutation',
    domain,
    doc: `Changes some fields of one ${noun}; null removes an optional field (RFC 7396)${adding(type)}.`,
    deprecated: deprecated.update,
    route: { method: 'PATCH', path: itemPath(domain), success: 200 },
    // A merge patch sets and removes; applied to its own result it changes nothing, but for what it adds.
    repeatable: incrementedFields(type).length === 0,
    key: true,
    problems: [...(domain.fields.some(holdsObject) ? (['needs-mending'] as const) : []), ...ofUnique],
    body: { of: 'item', type, mode: 'patch' },
    conditional: true,
    gives: itemOf,
    touches: [...(domain.fields.some(holdsObject) ? touches.get : []), ...touches.update],
    perform: async ({ key, body, precondition }, context) => patch(domain, key, body, precondition, context),
  });

  const remove = derivedOperation({
    access: access?.write,
    name: `delete${domain.typeName}`,
    kind: 'mutation',
    domain,
    doc: `Deletes one ${noun}.`,
    deprecated: deprecated.delete,
    route: { method: 'DELETE', path: itemPath(domain), success: 204 },
    key: true,
    conditional: true,
    problems: inUse.wholeReferences ? problemsOfDeletion(domain) : [],
    gives: { as: 'nothing' },
    touches: touches.delete,
    perform: async ({ key, precondition }, context) => {
      await change(domain, key, precondition, context, { delete: true });
    },
  });

  return {
    ...(inUse.bulk ? bulkOperations(domain, type, { update, remove }) : { updateAll: [], deleteAll: [] }),
    get: [
      derivedOperation({
        access: access?.read,
        name: domain.singular,
        kind: 'query',
        domain,
        doc: `Reads one ${noun}.`,
        deprecated: deprecated.get,
        route: { method: 'GET', path: itemPath(domain), success: 200 },
        key: true,
        query: 'item',
        historical: domain.history,
        gives: itemOf,
        touches:
          inUse.history && domain.history
            ? [...touches.get, ...pastTouches.get, ...pastTouches.listInOrder]
            : touches.get,
        perform: async ({ key, fields, past }, context) => {
          const item = await (inUse.history && past
            ? itemOfPast(domain, key, past, context)
            : context.table(domain).get(key, fields));
          if (!item) throw missing();
          return past && fields ? chosen(item, fields) : item;
        },
      }),
      ...(inUse.unique
        ? lookedUp(domain).map((unique) =>
            derivedOperation({
              access: access?.read,
              name: `${domain.singular}By${capital(unique.name)}`,
              kind: 'query',
              domain,
              doc: `Reads the one ${noun} with this ${unique.fields.join(' and ')}.`,
              deprecated: deprecated.get,
              route: { method: 'GET', path: lookupPath(domain, unique), success: 200 },
              key: unique.fields.map((name) => fieldOf(domain, name)),
              unique,
              query: 'item',
              gives: itemOf,
              touches: [...touches.get, ...lookupTouches()],
              perform: async ({ key, fields }, context) => {
                const item = await itemWith(domain, unique, key, fields, context);
                if (!item) throw missing();
                return item;
              },
            }),
          )
        : []),
    ],
    list: [
      derivedOperation({
        access: access?.list ?? access?.read,
        name: domain.key.sort ? `all${capitalPlural}` : domain.plural,
        kind: 'query',
        domain,
        doc: `Lists ${noun} items page by page.`,
        deprecated: deprecated.list,
        route: { method: 'GET', path, success: 200 },
        query: 'list',
        gives: { as: 'page', type },
        touches: touches.list,
        perform: async ({ list }, context) => context.table(domain).list(list),
      }),
      ...(domain.key.sort
        ? [
            derivedOperation({
              access: access?.read,
              name: domain.plural,
              kind: 'query',
              domain,
              doc: `Lists the ${noun} items of one ${partition.name} page by page${inOrder(domain)}.`,
              deprecated: deprecated.list,
              route: { method: 'GET', path: `${path}/{${partition.name}}`, success: 200 },
              key: [partition],
              query: 'list',
              gives: { as: 'page', type },
              touches: touches.listPartition,
              perform: async ({ key, list }, context) => {
                const partitionFilter: Filter = {
                  field: [partition.name],
                  comparison: 'eq',
                  values: [key[partition.name]],
                };
                const filter = { all: [partitionFilter, list.filter] };
                return context.table(domain).list({ ...list, filter, sort: list.sort ?? domain.order });
              },
            }),
          ]
        : []),
    ],
    create: derivedOperation({
      access: access?.write,
      name: `create${domain.typeName}`,
      kind: 'mutation',
      domain,
      doc: `Creates one ${noun}; never overwrites.`,
      deprecated: deprecated.create,
      route: { method: 'POST', path, success: 201, location: domain },
      body: { of: 'item', type: hasChildren ? typeOfNew(type) : type, mode: 'whole' },
      problems: ['conflict', ...ofUnique, ...(hasChildren ? problemsOfChildren(domain) : [])],
      gives: itemOf,
      touches: [...touches.create, ...(hasChildren ? touchesOfChildren(domain) : [])],
      ...(hasChildren && { idempotent: 'itself' }),
      perform: async ({ body }, context) =>
        hasChildren
          ? createTogether(domain, body, newItem(domain, body, context), context, createOf)
          : create(domain, body, {}, context),
    }),
    replace: derivedOperation({
      access: access?.write,
      name: replaceName(domain),
      kind: 'mutation',
      domain,
      doc: domain.upsert
        ? `Writes one whole ${noun}, in place of the one that may be there.`
        : `Replaces one ${noun}; fields that are left out are gone.`,
      deprecated: deprecated.replace,
      route: { method: 'PUT', path: itemPath(domain), success: domain.upsert ? 201 : 200, location: domain },
      key: true,
      body: { of: 'item', type, mode: 'whole' },
      problems: ofUnique,
      conditional: true,
      createOnly: true,
      gives: itemOf,
      touches: [...(domain.upsert ? touches.put : []), ...touches.create, ...touches.update],
      perform: async ({ key, body, precondition }, context) => {
        if (precondition.ifNoneMatch) return create(domain, body, precondition, context);
        const isFree = precondition.ifMatch === undefined && precondition.unchanged === undefined;
        if (domain.upsert && isFree) return change(domain, key, {}, context, { put: body });
        return change(domain, key, precondition, context, { update: replacement(domain, body) });
      },
    }),
    update,
    delete: remove,
    getMany: derivedOperation({
      access: access?.read,
      name: `${domain.plural}ByKey`,
      kind: 'query',
      domain,
      doc: `Reads up to ${maxBatch} ${noun} items by their keys, in their order, null for each that is missing.`,
      deprecated: deprecated.getMany,
      route: { method: 'POST', path: `${path}/batch/get`, success: 200 },
      body: { of: 'keys', max: maxBatch },
      gives: { as: 'items', type },
      touches: touches.getMany,
      perform: async ({ bodies }, context) => context.table(domain).getMany(bodies.map(recordOf)),
    }),
    createMany: derivedOperation({
      access: access?.write,
      name: `create${capitalPlural}`,
      kind: 'mutation',
      domain,
      doc: `Creates up to ${maxBatch} ${noun} items, each with its own outcome; never overwrites.`,
      deprecated: deprecated.createMany,
      route: { method: 'POST', path: `${path}/batch`, success: 200 },
      body: { of: 'items', type, max: maxBatch },
      query: 'dryRun',
      problems: ofUnique,
      idempotent: 'itself',
      gives: { as: 'outcomes', type },
      touches: [...touches.create, ...touches.getMany, ...onceTouches()],
      perform: async ({ bodies, dryRun }, context) =>
        dryRun ? rehearseMany(domain, bodies, context) : createMany(domain, `create${capitalPlural}`, bodies, context),
    }),
    updateMany: inUse.updateMany
      ? derivedOperation({
          access: access?.write,
          name: `update${capitalPlural}`,
          kind: 'mutation',
          domain,
          doc: `Updates up to ${maxBatch} ${noun} items, each with its own outcome.`,
          deprecated: deprecated.updateMany,
          route: { method: 'POST', path: `${path}/batch/update`, success: 200 },
          body: { of: 'updates', type, max: maxBatch, each: update },
          problems: ofUnique,
          idempotent: 'itself',
          gives: { as: 'outcomes', type },
          touches: update.touches,
          perform: async ({ bodies }, context) => updateMany(domain, update, bodies, context),
        })
      : [],
    deleteMany: inUse.deleteMany
      ? derivedOperation({
          access: access?.write,
          name: `delete${capitalPlural}`,
          kind: 'mutation',
          domain,
          doc: `Deletes up to ${maxBatch} ${noun} items, each with its own outcome.`,
          deprecated: deprecated.deleteMany,
          route: { method: 'POST', path: `${path}/batch/delete`, success: 200 },
          body: { of: 'keys', max: maxBatch },
          problems: remove.problems,
          idempotent: 'itself',
          gives: { as: 'outcomes', type },
          touches: remove.touches,
          perform: async ({ bodies }, context) => deleteMany(domain, remove, bodies, context),
        })
      : [],
  };
}

const creates = new WeakMap<DeclaredClass, Operation>();

/** The operation that creates one item of a class. */
function createOf(type: DeclaredClass): Operation {
  const known = creates.get(type) ?? required([derived(domainOf(type), type).create].flat()[0], 'the create');
  creates.set(type, known);
  return known;
}

/** The name of what replaces an item, which makes it too where the domain says so. */
export const replaceName = ({ typeName, upsert }: DomainFact): string => `${upsert ? 'put' : 'replace'}${typeName}`;

/** What an update adds to, for its description. */
function adding(type: DeclaredClass): string {
  const names = incrementedFields(type).map(({ name }) => name);
  return names.length > 0 ? `; adds to ${names.join(', ')}` : '';
}

/** How the list of a partition is ordered, for its description. */
function inOrder({ order }: DomainFact): string {
  return order ? `, by ${order.field}${order.descending ? ' from the newest' : ''}` : '';
}

async function create(
  domain: DomainFact,
  body: Item,
  precondition: Precondition,
  context: Context,
  record?: Once<Item>['record'],
): Promise<Item> {
  const item = newItem(domain, body, context);
  return change(domain, keyOf(domain, item), precondition, context, { create: item, with: record });
}

function newItem(domain: DomainFact, body: Item, context: Context): Item {
  const now = context.now();
  const moment = now.toISOString();
  const ids: Item = {};
  for (const { kind, name } of keyFields(domain)) {
    if (kind === 'id' && body[name] === undefined) ids[name] = identifier(now.getTime());
  }
  return { ...ids, ...body, createdAt: moment, updatedAt: moment };
}

/** What makes an item into another one with the same key. */
export function replacement(domain: DomainFact, body: Item): Changes {
  const free = inputFieldsOf(domain.type)
    .filter((field) => !keyFields(domain).includes(field))
    .map(({ name }) => name);
  return { set: pick(body, free), remove: free.filter((name) => body[name] === undefined) };
}

/**
 * Applies a merge patch. Fields are set in one conditional write; only a patch that reaches into a nested
 * object needs to read first, and is then tied to the version that it read.
 */
async function patch(
  domain: DomainFact,
  key: Key,
  body: Item,
  precondition: Precondition,
  context: Context,
): Promise<Item> {
  const { add, rest } = incrementsIn(domain.type, body);
  const reachesInside = domain.fields.some((field) => holdsObject(field) && isRecord(rest[field.name]));
  if (!reachesInside) return change(domain, key, precondition, context, { update: { ...changes(rest), add } });
  // What lies beside the changed fields is not looked at: it may not fit the class.
  const names = Object.keys(rest);
  return change(domain, key, precondition, context, {
    existing: (current) => {
      const readable = guarded(domain, current);
      const isMerged = (name: string): boolean => names.includes(name) && isReadable(readable, name);
      const patched = mergePatch(onlyMembers(readable, isMerged), rest);
      const merged = admit(domain.type, patched, 'whole', names);
      return { update: { ...changes(Object.fromEntries(names.map((name) => [name, merged[name] ?? null]))), add } };
    },
  });
}

/** Whether a merge patch can reach into a field. */
function holdsObject({ kind }: FieldFact): boolean {
  return kinds[kind].isMerged;
}

/** A checked patch as changes: null removes. */
function changes(body: Item): Changes {
  const entries = Object.entries(body);
  return {
    set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
    remove: entries.filter(([, value]) => value === null).map(([name]) => name),
  };
}

/** RFC 7396, section 2. */
function mergePatch(target: unknown, change: unknown): unknown {
  if (!isRecord(change)) return change;
  // What is changed need not be readable, and what stays has to be: an object is written as a whole.
  const isLeft = (name: string): boolean => !Object.hasOwn(change, name);
  const result: Record<string, unknown> = isRecord(target)
    ? onlyMembers(target, (name) => isLeft(name) || (isRecord(change[name]) && isReadable(target, name)))
    : {};
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

/** Some members of an object; a member that is left out is not read. */
function onlyMembers(object: Readonly<Record<string, unknown>>, isWanted: (name: string) => boolean): Item {
  const names = Object.keys(object).filter(isWanted);
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

/** Creates each item by itself. Each is kept by itself too, so that a batch sent again does what was refused before. */
async function createMany(
  domain: DomainFact,
  name: string,
  bodies: readonly unknown[],
  context: Context,
): Promise<readonly Outcome[]> {
  checkKey(context);
  const { idempotencyPart = [0] } = context;
  const outcomes = await inParallel(bodies, async (sent, index): Promise<Outcome> => {
    try {
      const body = admit(domain.type, sent, 'whole');
      const part = { ...context, idempotencyPart: [...idempotencyPart, index] };
      const item = await once<Item>(part, { scope: [name], body }, async ({ record }) =>
        create(domain, body, {}, part, record),
      );
      return sameReplay(item, { status: 201, item });
    } catch (error) {
      return refusal(error);
    }
  });
  return replayOf(
    outcomes,
    outcomes.filter((outcome) => 'item' in outcome),
  );
}

/** Updates each item by itself, as the update of one item does, so that a batch sent again does what was refused before. */
async function updateMany(
  domain: DomainFact,
  update: Operation,
  bodies: readonly unknown[],
  context: Context,
): Promise<readonly Outcome[]> {
  const names = bodies.map((sent) => {
    const { key } = recordOf(sent);
    return isRecord(key) ? JSON.stringify(keyOf(domain, key)) : undefined;
  });
  return eachByItself(bodies, context, async (sent, index, part): Promise<Outcome> => {
    if (names[index] !== undefined && names.indexOf(names[index]) < index) throw updatedTwice();
    const item = await runUpdate(update, sent, part);
    return sameReplay(item, { status: 200, item });
  });
}

/** Deletes each item by itself, as the deletion of one item does. */
async function deleteMany(
  domain: DomainFact,
  remove: Operation,
  keys: readonly unknown[],
  context: Context,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Promise<Outcome>>();
  return eachByItself(keys, context, async (sent, _index, part): Promise<Outcome> => {
    const key = recordOf(sent);
    const name = itemName(domain, key);
    // A key that comes twice is one deletion.
    const outcome =
      outcomes.get(name) ??
      remove.run({ key }, part).then((done): Outcome => sameReplay(recordOf(done), { status: 204 }));
    outcomes.set(name, outcome);
    return outcome;
  });
}

/** Does the work of each element with its own outcome, and with its own part of an Idempotency-Key. */
async function eachByItself(
  elements: readonly unknown[],
  context: Context,
  work: (element: unknown, index: number, context: Context) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  checkKey(context);
  const { idempotencyPart = [0] } = context;
  const outcomes = await inParallel(elements, async (element, index): Promise<Outcome> => {
    try {
      // A number above 0, so that the key of a batch is never that of a request for one item.
      return await work(element, index, { ...context, idempotencyPart: [...idempotencyPart, index + 1] });
    } catch (error) {
      return refusal(error);
    }
  });
  return replayOf(
    outcomes,
    outcomes.filter((outcome) => !('error' in outcome)),
  );
}

/** What a batch would do: every check, and whether the keys are free, but no write. */
async function rehearseMany(domain: DomainFact, bodies: readonly unknown[], context: Context): Promise<Outcome[]> {
  const checked = bodies.map((body): { item: Item } | { refused: Outcome } => {
    try {
      const item = newItem(domain, admit(domain.type, body, 'whole'), context);
      const refused = beginningRefusal(domain, item, context);
      if (refused) throw refused;
      return { item };
    } catch (error) {
      return { refused: refusal(error) };
    }
  });
  const firsts = new Map<string, Item>();
  for (const result of checked) {
    if ('refused' in result) continue;
    const name = JSON.stringify(keyOf(domain, result.item));
    if (!firsts.has(name)) firsts.set(name, result.item);
  }
  const newItems = [...firsts.values()];
  const stored =
    newItems.length > 0 ? await context.table(domain).getMany(newItems.map((item) => keyOf(domain, item))) : [];
  const free = new Set(newItems.filter((_, index) => stored[index] === undefined));
  return checked.map((result): Outcome => {
    if ('refused' in result) return result.refused;
    if (free.has(result.item)) return { status: 200, item: { ...result.item, version: 1 } };
    return refusal(taken());
  });
}

/** One item's refusal does not sink the batch; a defect still does. */
function refusal(error: unknown): Outcome {
  if (!(error instanceof ServiceError)) throw error;
  return { status: problemFor(error.code).status, error };
}

async function inParallel<Input, Output>(
  inputs: readonly Input[],
  work: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
  const outputs: Output[] = [];
  // All workers take from one iterator, so that each input is taken once.
  const waiting = inputs.entries();
  const worker = async (): Promise<void> => {
    for (const [index, input] of waiting) outputs[index] = await work(input, index);
  };
  await Promise.all(Array.from({ length: Math.min(batchConcurrency, inputs.length) }, worker));
  return outputs;
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}
