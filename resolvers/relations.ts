import DataLoader from 'dataloader';
import { isObjectType } from 'graphql';
import type { GraphQLField, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Arg, FieldResolver, Float, Int, Resolver } from 'type-graphql';
import { computedOf, countsOf } from '../schema/counted';
import type { CountFact } from '../schema/counted';
import { domainOf, fieldOf, nestedClasses, relationsOf, totalsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, ManyRelation, OneRelation, TotalFact } from '../schema/facts';
import { inArgumentTerms, listArguments, listQuery } from '../services/arguments';
import type { Context, Item, Key } from '../services/context';
import { amountsOf } from '../services/counted';
import { ServiceError } from '../services/errors';
import { listOf, readMany } from '../services/include';
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
    else addMany(prototype, relation);
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

function addTotal(prototype: object, { name, doc }: TotalFact): void {
  FieldResolver(() => MoneyScalar, { name, nullable: true, description: plainDoc({ name, doc }) })(prototype, name, {});
}

function addCount(prototype: object, { name, of, type, doc }: CountFact): void {
  const summed = of === undefined ? Int : scalarType(fieldOf(domainOf(type()), of));
  // A sum of whole numbers may have more than the 32 bits of an Int.
  const scalar = of !== undefined && summed === Int ? Float : summed;
  FieldResolver(() => scalar, { name, nullable: true, description: plainDoc({ name, doc }) })(prototype, name, {});
}

function addMany(prototype: object, { name, type, doc }: ManyRelation): void {
  const { type: answer, nullable } = answerType({ as: 'page', type: type() });
  FieldResolver(() => answer, { name, nullable, description: plainDoc({ name, doc }) })(prototype, name, {});
  graphqlArguments(listArguments(domainOf(type()))).forEach((argument, index) =>
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
      set(relation.name, relation.kind === 'one' ? oneOf(relation, operations) : manyOf(type, relation, operations));
    }
    for (const total of totalsOf(type)) set(total.name, sumOf(type, total, operations));
    for (const count of countsOf(type)) set(count.name, amountOf(domainOf(type), count));
  }
}

type Resolve = NonNullable<FieldsOf<Item>[string]['resolve']>;

function oneOf(relation: OneRelation, operations: readonly Operation[]): Resolve {
  return (item, _values, context) => {
    const key = keyReferred(relation, item);
    return key ? loaderOf(context, relation.type(), operations).load(key) : null;
  };
}

function sumOf(owner: DeclaredClass, total: TotalFact, operations: readonly Operation[]): Resolve {
  const relation = pricedBy(owner, total);
  return async (item, _values, context) => {
    const lines = linesOf(item, total);
    const loader = loaderOf(context, relation.type(), operations);
    const load = async (key: Key | undefined): Promise<Item | null> => (key ? loader.load(key) : null);
    return totalOf(lines, await Promise.all(lines.map((line) => load(keyReferred(relation, line)))), total);
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
    return (await readMany(type, keys, operations, context)).map(
      (item) => (item && (withheld(type, item) ?? item)) ?? null,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || !['unauthenticated', 'forbidden'].includes(error.code)) throw error;
    if (keys.length === 1) return [error];
    // A refusal comes before anything is read, so that only what the caller may see costs a read.
    return (await Promise.all(keys.map(async (key) => readEach(type, [key], operations, context)))).flat();
  }
}
