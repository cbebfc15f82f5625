import DataLoader from 'dataloader';
import { isObjectType, Kind } from 'graphql';
import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { isRecord, listOf } from '../schema/guards';
import { required } from '../schema/required';
import type { Context, Item } from '../services/context';
import { ServiceError } from '../services/errors';
import { withheld } from '../services/misfits';
import { candidatesOf, idField, identityOf, isNode, madeId, maxNodes, nodeFields } from '../services/nodes';
import type { Candidate } from '../services/nodes';
import { readsByKeys } from '../services/operation';
import type { Operation } from '../services/operation';
import { invalid } from '../services/validation';
import { empty, idDoc, Node, noteType, outputType } from './types';

/** The ids that are made from keys, and the fields that give an item for its id. */
export function nodeResolvers(operations: readonly Operation[]): DeclaredClass[] {
  const domains = [...new Set(operations.map(({ domain }) => domain))];
  return [
    ...domains.filter((domain) => identityOf(domain) === 'made').map((domain) => idResolver(domain)),
    ...(domains.some(isNode) ? [rootResolver(domains, operations)] : []),
  ];
}

function idResolver(domain: DomainFact): DeclaredClass {
  const target = empty(`${domain.typeName}Id`);
  const prototype = target.prototype;
  Reflect.set(prototype, idField, (item: Item) => madeId(domain, item));
  FieldResolver(() => ID, { name: idField, description: idDoc })(prototype, idField, {});
  Root()(prototype, idField, 0);
  const owner = outputType(domain.type);
  Resolver(() => owner)(target);
  return target;
}

function rootResolver(domains: readonly DomainFact[], operations: readonly Operation[]): DeclaredClass {
  const target = empty('NodeResolver');
  const prototype = target.prototype;
  const { one, many } = nodeFields;
  const give = async (id: string, context: Context, info: GraphQLResolveInfo): Promise<Item | null> => {
    const candidates = candidatesOf(id, meantBy(info, domains));
    return choose(await Promise.all(candidates.map(async (one) => find(one, operations, context))));
  };
  Reflect.set(prototype, one, give);
  Query(() => Node, { name: one, nullable: true, description: 'Reads one item by its id.' })(prototype, one, {});
  Arg('id', () => ID, { description: 'The `id` of the item.' })(prototype, one, 0);
  Reflect.set(prototype, many, async (ids: readonly string[], context: Context, info: GraphQLResolveInfo) => {
    if (ids.length > maxNodes) {
      throw invalid('validation', [{ pointer: '/ids', detail: `must have at most ${maxNodes} elements` }]);
    }
    // An error in place of an item fails alone.
    return Promise.all(ids.map(async (id) => give(id, context, info).catch((error: unknown) => error)));
  });
  Query(() => [Node], {
    name: many,
    nullable: 'itemsAndList',
    description: `Reads up to ${maxNodes} items by their ids, in their order, null for each that is missing.`,
  })(prototype, many, {});
  Arg('ids', () => [ID], { description: 'The `id` of each item.' })(prototype, many, 0);
  for (const name of [one, many]) {
    Ctx()(prototype, name, 1);
    Info()(prototype, name, 2);
  }
  Resolver()(target);
  return target;
}

/** What was found of a candidate; an error where it may not, or cannot, be read. */
interface Found extends Candidate {
  readonly result: Item | Error | undefined;
}

async function find(candidate: Candidate, operations: readonly Operation[], context: Context): Promise<Found> {
  const result = await readByKey(candidate, operations, context).catch(errorFrom);
  return { ...candidate, result };
}

const errorFrom = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('What was thrown is no error.', { cause: thrown });

/**
 * The item that an id means. A refusal is told only where the caller may read nothing that the id may mean: elsewhere it
 * would hide that there is no such item among those which may be read.
 */
function choose(found: readonly Found[]): Item | null {
  const items = found.filter(({ result }) => result !== undefined && !(result instanceof Error));
  if (items.length > 1) {
    const names = items.map(({ domain }) => domain.typeName).join(' and ');
    throw new ServiceError('conflict', `Items of ${names} have this id: ask with a fragment on one of them.`);
  }
  const [only] = items;
  if (!only || !isRecord(only.result)) {
    const errors = found.map(({ result }) => result).filter((result) => result instanceof Error);
    const error = errors.find((one) => !isRefusal(one)) ?? (errors.length === found.length ? errors[0] : undefined);
    if (error) throw error;
    return null;
  }
  noteType(only.result, only.domain);
  return only.result;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ServiceError && ['unauthenticated', 'forbidden'].includes(error.code);

/**
 * The domains whose items a query means: those that its fragments are on, as every query of Relay has them, else all.
 * Nothing else is read, so that no other domain has a say in the answer.
 */
function meantBy(info: GraphQLResolveInfo, domains: readonly DomainFact[]): readonly DomainFact[] {
  const named = typesIn(info);
  return named.size === 0 ? domains : domains.filter(({ typeName }) => named.has(typeName));
}

/** The types of items that the fragments of a selection are on. */
function typesIn(info: GraphQLResolveInfo): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) continue;
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      const name = fragment?.typeCondition?.name.value;
      if (name !== undefined && isObjectType(info.schema.getType(name))) names.add(name);
      if (fragment) collect(fragment.selectionSet);
    }
  };
  for (const { selectionSet } of info.fieldNodes) if (selectionSet) collect(selectionSet);
  return names;
}

type Loader = DataLoader<Candidate, Item | undefined, string>;

const loaders = new WeakMap<Context, Map<DomainFact, Loader>>();

/**
 * Reads an item by its key as the operation does that reads one. Whatever items of a domain a request asks for in this way
 * are read together, each once.
 * @returns undefined for a missing item
 * @throws what the operation that reads one item throws
 */
export async function readByKey(
  candidate: Candidate,
  operations: readonly Operation[],
  context: Context,
): Promise<Item | undefined> {
  const { domain } = candidate;
  const ofRequest = loaders.get(context) ?? new Map<DomainFact, Loader>();
  loaders.set(context, ofRequest);
  const loader =
    ofRequest.get(domain) ??
    new DataLoader(async (candidates: readonly Candidate[]) => readEach(domain, candidates, operations, context), {
      maxBatchSize: maxNodes,
      cacheKeyFn: (wanted: Candidate) => madeId(domain, wanted.key),
    });
  ofRequest.set(domain, loader);
  return loader.load(candidate);
}

/** Items of a domain, in one call where it has an operation for that, and each by itself where a caller may not read all. */
async function readEach(
  domain: DomainFact,
  candidates: readonly Candidate[],
  operations: readonly Operation[],
  context: Context,
): Promise<readonly (Item | Error | undefined)[]> {
  const get = required(
    operations.find((operation) => operation.domain === domain && operation.query === 'item'),
    `the operation that reads one ${domain.typeName}`,
  );
  const alone = async (candidate: Candidate) => readOne(get, candidate, context);
  const byKey = operations.find((operation) => operation.domain === domain && readsByKeys(operation));
  if (!byKey || candidates.length === 1) return Promise.all(candidates.map(alone));
  try {
    const items = listOf(await byKey.run({ body: { keys: candidates.map(({ key }) => key) } }, context));
    return candidates.map((_candidate, index) => {
      const item = items[index];
      return isRecord(item) ? (withheld(domain.type, item) ?? item) : undefined;
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // A refusal comes before anything is read, so that only what the caller may see costs a read.
    return Promise.all(candidates.map(alone));
  }
}

async function readOne(get: Operation, { key }: Candidate, context: Context): Promise<Item | Error | undefined> {
  try {
    const item = await get.run({ key }, context);
    return isRecord(item) ? item : undefined;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'not-found') return undefined;
    return errorFrom(error);
  }
}
