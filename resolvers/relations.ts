import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { domainOf, nestedClasses, relationsOf, totalsOf } from '../schema/facts';
import type { DeclaredClass, ManyRelation, OneRelation, TotalFact } from '../schema/facts';
import { inArgumentTerms, listArguments, listQuery } from '../services/arguments';
import type { Context, Item } from '../services/context';
import { ServiceError } from '../services/errors';
import { listOf, readMany } from '../services/include';
import { withheld } from '../services/misfits';
import type { Operation } from '../services/operation';
import { linesOf, pricedBy, totalOf } from '../services/totals';
import { answerFrom, answerType } from './answers';
import { graphqlArguments } from './arguments';
import { MoneyScalar, plainDoc } from './scalars';
import { empty, outputType } from './types';

/** The resolvers of every relation and total of the domains and of the objects nested in them. */
export function relationResolvers(operations: readonly Operation[]): DeclaredClass[] {
  return [...typesOf(operations)]
    .filter((type) => relationsOf(type).length + totalsOf(type).length > 0)
    .map((type) => resolverOf(type, operations));
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

function resolverOf(type: DeclaredClass, operations: readonly Operation[]): DeclaredClass {
  const target = empty(`${type.name}Relations`);
  const prototype = target.prototype;
  for (const relation of relationsOf(type)) {
    if (relation.kind === 'one') addOne(prototype, relation, operations);
    else addMany(prototype, type, relation, operations);
  }
  for (const total of totalsOf(type)) addTotal(prototype, type, total, operations);
  const owner = outputType(type);
  Resolver(() => owner)(target);
  return target;
}

function addOne(prototype: object, relation: OneRelation, operations: readonly Operation[]): void {
  const { name, field, type, doc } = relation;
  Reflect.set(prototype, name, async (item: Item, context: Context) => {
    const id = item[field];
    return id === undefined || id === null ? null : loaderOf(context, type(), operations).load(id);
  });
  const targetType = outputType(type());
  FieldResolver(() => targetType, { name, nullable: true, description: plainDoc({ name, doc }) })(prototype, name, {});
  Root()(prototype, name, 0);
  Ctx()(prototype, name, 1);
}

function addTotal(prototype: object, owner: DeclaredClass, total: TotalFact, operations: readonly Operation[]): void {
  const { name, doc } = total;
  const { field, type } = pricedBy(owner, total);
  Reflect.set(prototype, name, async (item: Item, context: Context) => {
    const lines = linesOf(item, total);
    const loader = loaderOf(context, type(), operations);
    const load = async (id: unknown): Promise<Item | null> =>
      id === undefined || id === null ? null : loader.load(id);
    return totalOf(lines, await Promise.all(lines.map((line) => load(line[field]))), total);
  });
  FieldResolver(() => MoneyScalar, { name, nullable: true, description: plainDoc({ name, doc }) })(prototype, name, {});
  Root()(prototype, name, 0);
  Ctx()(prototype, name, 1);
}

function addMany(
  prototype: object,
  owner: DeclaredClass,
  { name, by, type, doc }: ManyRelation,
  operations: readonly Operation[],
): void {
  const targetDomain = domainOf(type());
  const declared = graphqlArguments(listArguments(targetDomain));
  const gives = { as: 'page', type: targetDomain.type } as const;
  Reflect.set(prototype, name, async (item: Item, context: Context, info: GraphQLResolveInfo, ...values: unknown[]) => {
    const argumentValues = Object.fromEntries(declared.map((argument, index) => [argument.name, values[index]]));
    try {
      const value = item[domainOf(owner).key.partition];
      const page = await listOf(
        targetDomain.type,
        by,
        value,
        listQuery(targetDomain, argumentValues),
        operations,
        context,
      );
      context.onPage?.([...pathOf(info.path)].join('.'), page);
      return answerFrom(gives, page, context);
    } catch (error) {
      throw inArgumentTerms(error, argumentValues);
    }
  });
  const { type: answer, nullable } = answerType(gives);
  FieldResolver(() => answer, { name, nullable, description: plainDoc({ name, doc }) })(prototype, name, {});
  Root()(prototype, name, 0);
  Ctx()(prototype, name, 1);
  Info()(prototype, name, 2);
  declared.forEach((argument, index) =>
    Arg(argument.name, () => argument.type, { nullable: true, description: argument.description })(
      prototype,
      name,
      index + 3,
    ),
  );
}

function pathOf(path: GraphQLResolveInfo['path'] | undefined): (string | number)[] {
  return path ? [...pathOf(path.prev), path.key] : [];
}

const loaders = new WeakMap<Context, Map<DeclaredClass, DataLoader<unknown, Item | null>>>();

/** Lets the relations that are read from now on be read anew: something may have been written. */
export function forgetRelations(context: Context): void {
  loaders.delete(context);
}

/** One loader for each domain and request, until something is written: references are read together, each item once. */
function loaderOf(
  context: Context,
  type: DeclaredClass,
  operations: readonly Operation[],
): DataLoader<unknown, Item | null> {
  const requestLoaders = loaders.get(context) ?? new Map<DeclaredClass, DataLoader<unknown, Item | null>>();
  loaders.set(context, requestLoaders);
  const existing = requestLoaders.get(type);
  if (existing) return existing;
  const load = async (ids: readonly unknown[]) => readEach(type, ids, operations, context);
  const loader = new DataLoader<unknown, Item | null>(load, { maxBatchSize: 100 });
  requestLoaders.set(type, loader);
  return loader;
}

/** Items by their ids, read together; where the caller may not read them all, each with the refusal of its own. */
async function readEach(
  type: DeclaredClass,
  ids: readonly unknown[],
  operations: readonly Operation[],
  context: Context,
): Promise<(Item | ServiceError | null)[]> {
  try {
    return (await readMany(type, ids, operations, context)).map(
      (item) => (item && (withheld(type, item) ?? item)) ?? null,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || !['unauthenticated', 'forbidden'].includes(error.code)) throw error;
    if (ids.length === 1) return [error];
    // A refusal comes before anything is read, so that only what the caller may see costs a read.
    return (await Promise.all(ids.map(async (id) => readEach(type, [id], operations, context)))).flat();
  }
}
