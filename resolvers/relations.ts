import DataLoader from 'dataloader';
import { isObjectType } from 'graphql';
import type { GraphQLField, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Arg, FieldResolver, Float, Int, Resolver } from 'type-graphql';
import { computedOf, countsOf } from '../schema/counted';
import type { CountFact } from '../schema/counted';
import { domainOf, fieldOf, nestedClasses, relationsOf, totalsOf } from '../schema/facts';
import type {
  DeclaredClass,
  DomainFact,
  ManyRelation,
  OneRelation,
  RelationFact,
  ThroughRelation,
  TotalFact,
} from '../schema/facts';
import { joinOf } from '../schema/joins';
import { inArgumentTerms, listArguments, listQuery, pageArguments } from '../services/arguments';
import type { Context, Item, Key } from '../services/context';
import { amountsOf } from '../services/counted';
import { ServiceError } from '../services/errors';
import { listOf, readMany } from '../services/include';
import { pageThrough } from '../services/joins';
import { withheld } from '../services/misfits';
import type { Operation } from '../services/operation';
import { conditionOfMany, keyReferred } from '../services/relations';
import { linesOf, pricedBy, totalOf } from '../services/totals';
import { answerFrom, answerType } from './answers';
import { graphqlArguments } from './arguments';
import { reasonOf } from './deprecation';
import { MoneyScalar, plainDoc } from './scalars';
import { empty, outputType, scalarType } from './types';

/** The resolvers of every relation and total of the domains and of the objects nested in them. */
export function relationResolvers(operations: readonly Operation[]): DeclaredClass[] {
  return [...typesOf(operations)]
    .filter((type) => relationsOf(type).length + computedOf(type).length > 0)
    .map(resolverOf);
}

/** The classes of what some operations answer, and of the objects nested in them. */
export function typesOf(operations: readonly Operation[]): ReadonlySet<DeclaredClass> {
  const types = new Set<DeclaredClass>();
  for (const { domain, gives } of operations) {
    collect(domain.type, types);
    if ('type' in gives) collect(gives.type, types);
  }
  return types;
}

function collect(type: DeclaredClass, types: Set<DeclaredClass>): void {
  if (types.has(type)) return;
  types.add(type);
  for (const nested of nestedClasses(type).values()) collect(nested, types);
}

function resolverOf(type: DeclaredClass): DeclaredClass {
  const target = empty(`${type.name}Relations`);
  const prototype = target.prototype;
  for (const relation of relationsOf(type)) {
    if (relation.kind === 'one') addOne(prototype, relation);
    else addMany(prototype, type, relation);
  }
  for (const total of totalsOf(type)) addTotal(prototype, total);
  for (const count of countsOf(type)) addCount(prototype, count);
  const owner = outputType(type);
  Resolver(() => owner)(target);
  return target;
}

function addOne(prototype: object, { name, type, doc, deprecated }: OneRelation): void {
  const targetType = outputType(type());
  FieldResolver(() => targetType, {
    name,
    nullable: true,
    description: plainDoc({ name, doc }),
    ...reasonOf(deprecated),
  })(prototype, name, {});
}

function addTotal(prototype: object, { name, doc, deprecated }: TotalFact): void {
  const options = { name, nullable: true, description: plainDoc({ name, doc }), ...reasonOf(deprecated) };
  FieldResolver(() => MoneyScalar, options)(prototype, name, {});
}

function addCount(prototype: object, { name, of, type, doc, deprecated }: CountFact): void {
  const summed = of === undefined ? Int : scalarType(fieldOf(domainOf(type()), of));
  // A sum of whole numbers may have more than the 32 bits of an Int.
  const scalar = of !== undefined && summed === Int ? Float : summed;
  const options = { name, nullable: true, description: plainDoc({ name, doc }), ...reasonOf(deprecated) };
  FieldResolver(() => scalar, options)(prototype, name, {});
}

function addMany(prototype: object, owner: DeclaredClass, relation: ManyRelation | ThroughRelation): void {
  const { name, type, doc, deprecated } = relation;
  const { type: answer, nullable } = answerType({ as: 'page', type: type() });
  const options = { name, nullable, description: plainDoc({ name, doc }), ...reasonOf(deprecated) };
  FieldResolver(() => answer, options)(prototype, name, {});
  const listed =
    relation.kind === 'many'
      ? listArguments(domainOf(type()))
      : pageArguments(domainOf(joinOf(owner, relation).joins.type()));
  graphqlArguments(listed).forEach((argument, index) =>
    Arg(argument.name, () => argument.type, { nullable: true, description: argument.description })(
      prototype,
      name,
      index,
    ),
  );
}

/** The fields of a type of GraphQL by their names. */
export type FieldsOf<Source> = Readonly<Record<string, GraphQLField<Source, Context, Record<string, unknown>>>>;

/**
 * Lets the fields of relations and totals be read from items as they are. TypeGraphQL has declared them; its own resolvers
 * would sort the parameters of a method for each item.
 */
export function relateDirectly(schema: GraphQLSchema, operations: readonly Operation[]): void {
  for (const type of typesOf(operations)) {
    const objectType = schema.getType(type.name);
    const fields: FieldsOf<Item> = isObjectType(objectType) ? objectType.getFields() : {};
    const set = (name: string, resolve: FieldsOf<Item>[string]['resolve']): void => {
      const field = fields[name];
      if (field) field.resolve = resolve;
    };
    for (const relation of relationsOf(type)) {
      set(relation.name, resolveOf(type, relation, operations));
    }
    for (const total of totalsOf(type)) set(total.name, sumOf(type, total, operations));
    for (const count of countsOf(type)) set(count.name, amountOf(domainOf(type), count));
  }
}

type Resolve = NonNullable<FieldsOf<Item>[string]['resolve']>;

function resolveOf(owner: DeclaredClass, relation: RelationFact, operations: readonly Operation[]): Resolve {
  switch (relation.kind) {
    case 'one':
      return oneOf(relation, operations);
    case 'many':
      return manyOf(owner, relation, operations);
    case 'through':
      return throughOf(owner, relation, operations);
  }
}

function oneOf(relation: OneRelation, operations: readonly Operation[]): Resolve {
  return (item, _values, context) => {
    const loaded = loadReferred(item, relation, operations, context);
    return loaded && givenOf(relation, loaded);
  };
}

/** The item to which another refers, read together with those of others; withheld or not. */
function loadReferred(
  item: Item,
  relation: OneRelation,
  operations: readonly Operation[],
  context: Context,
): Promise<Item | null> | null {
  const key = keyReferred(relation, item);
  return key ? loaderOf(context, relation.type(), operations).load(key) : null;
}

/** An item as it may be given. @throws ServiceError unreadable for one that is withheld */
async function givenOf({ type }: OneRelation, loaded: Promise<Item | null>): Promise<Item | null> {
  const item = await loaded;
  const refusal = item && withheld(type(), item);
  if (refusal) throw refusal;
  return item;
}

function sumOf(owner: DeclaredClass, total: TotalFact, operations: readonly Operation[]): Resolve {
  const relation = pricedBy(owner, total);
  return async (item, _values, context) => {
    const lines = linesOf(item, total);
    const load = async (line: Item): Promise<Item | null> => {
      const loaded = loadReferred(line, relation, operations, context);
      return loaded && givenOf(relation, loaded);
    };
    return totalOf(lines, await Promise.all(lines.map(load)), total);
  };
}

function amountOf(owner: DomainFact, count: CountFact): Resolve {
  return async (item, _values, context) => counterOf(context, owner, count).load(item[owner.key.partition]);
}

function manyOf(owner: DeclaredClass, relation: ManyRelation, operations: readonly Operation[]): Resolve {
  const target = domainOf(relation.type());
  return async (item, values, context, info) => {
    try {
      const condition = conditionOfMany(owner, relation, item);
      const page = await listOf(target.type, condition, listQuery(target, values), operations, context);
      context.onPage?.([...pathOf(info.path)].join('.'), page);
      return answerFrom({ as: 'page', type: target.type }, page, context);
    } catch (error) {
      throw inArgumentTerms(error, values);
    }
  };
}

function throughOf(owner: DeclaredClass, relation: ThroughRelation, operations: readonly Operation[]): Resolve {
  const { joins, to } = joinOf(owner, relation);
  const joinDomain = domainOf(joins.type());
  return async (item, values, context, info) => {
    try {
      const condition = conditionOfMany(owner, joins, item);
      const page = await listOf(joinDomain.type, condition, listQuery(joinDomain, values), operations, context);
      context.onPage?.([...pathOf(info.path)].join('.'), page);
      const targets = await Promise.all(page.items.map(async (one) => loadReferred(one, to, operations, context)));
      return answerFrom({ as: 'page', type: relation.type() }, pageThrough(page, targets), context);
    } catch (error) {
      throw inArgumentTerms(error, values);
    }
  };
}

function pathOf(path: GraphQLResolveInfo['path'] | undefined): (string | number)[] {
  return path ? [...pathOf(path.prev), path.key] : [];
}

type Loader = DataLoader<Key, Item | null, string>;

const loaders = new WeakMap<Context, Map<DeclaredClass, Loader>>();
const counters = new WeakMap<Context, Map<CountFact, DataLoader<unknown, number>>>();

/** Lets the relations that are read from now on be read anew: something may have been written. */
export function forgetRelations(context: Context): void {
  loaders.delete(context);
  counters.delete(context);
}

/** One loader for each count and request, until something is written. */
function counterOf(context: Context, owner: DomainFact, count: CountFact): DataLoader<unknown, number> {
  const requestCounters = counters.get(context) ?? new Map<CountFact, DataLoader<unknown, number>>();
  counters.set(context, requestCounters);
  const loader =
    requestCounters.get(count) ??
    new DataLoader<unknown, number>(async (keys) => amountsOf(owner, count, keys, context), {
      maxBatchSize: Math.floor(100 / count.shards),
    });
  requestCounters.set(count, loader);
  return loader;
}

/** One loader for each domain and request, until something is written: references are read together, each item once. */
function loaderOf(context: Context, type: DeclaredClass, operations: readonly Operation[]): Loader {
  const requestLoaders = loaders.get(context) ?? new Map<DeclaredClass, Loader>();
  loaders.set(context, requestLoaders);
  const existing = requestLoaders.get(type);
  if (existing) return existing;
  const load = async (keys: readonly Key[]) => readEach(type, keys, operations, context);
  const loader = new DataLoader<Key, Item | null, string>(load, {
    maxBatchSize: 100,
    cacheKeyFn: (key) => JSON.stringify(key),
  });
  requestLoaders.set(type, loader);
  return loader;
}

/** Items by their keys, read together; where the caller may not read them all, each with the refusal of its own. */
async function readEach(
  type: DeclaredClass,
  keys: readonly Key[],
  operations: readonly Operation[],
  context: Context,
): Promise<(Item | ServiceError | null)[]> {
  try {
    return (await readMany(type, keys, operations, context)).map((item) => item ?? null);
  } catch (error) {
    if (!(error instanceof ServiceError) || !['unauthenticated', 'forbidden'].includes(error.code)) throw error;
    if (keys.length === 1) return [error];
    // A refusal comes before anything is read, so that only what the caller may see costs a read.
    return (await Promise.all(keys.map(async (key) => readEach(type, [key], operations, context)))).flat();
  }
}
