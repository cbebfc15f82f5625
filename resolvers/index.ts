import 'reflect-metadata';
import { Arg, buildSchemaSync, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { argumentsOf, inArgumentTerms, inputFrom } from '../services/arguments';
import { pageOf } from '../services/context';
import type { Context } from '../services/context';
import { ServiceError } from '../services/errors';
import type { Operation } from '../services/operation';
import { answerFrom, answerType } from './answers';
import { graphqlArguments } from './arguments';
import { relationResolvers } from './relations';
import { selectedFields } from './selection';
import { empty } from './types';

/**
 * The GraphQL schema of the operations: TypeGraphQL's own decorators, applied by code to one resolver class.
 * @param check whether graphql-js validates the schema; tests do, a cold start has no time for it
 */
export function buildGraphQLSchema(operations: readonly Operation[], { check = false } = {}): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [resolverOf(operations), ...relationResolvers(operations)],
    // The operation's door validates once for every face.
    validate: false,
    skipCheck: !check,
  });
}

function resolverOf(operations: readonly Operation[]): ReturnType<typeof empty> {
  const target = empty('OperationResolver');
  const prototype = target.prototype;
  for (const operation of operations) {
    const declared = graphqlArguments(argumentsOf(operation));
    const resolver = async (context: Context, info: GraphQLResolveInfo, ...values: unknown[]) => {
      const argumentValues = Object.fromEntries(declared.map(({ name }, index) => [name, values[index]]));
      return resolve(operation, argumentValues, context, info);
    };
    Reflect.set(prototype, operation.name, resolver);
    const answer = answerType(operation.gives);
    const field = operation.kind === 'query' ? Query : Mutation;
    // A missing item is null to a query, as GraphQL clients expect; a mutation of it is an error.
    const nullable = operation.kind === 'query' && operation.gives.as === 'item' ? true : answer.nullable;
    field(() => answer.type, { name: operation.name, nullable, description: operation.doc })(
      prototype,
      operation.name,
      {},
    );
    declared.forEach(({ name, type, nullable: optional, description }, index) =>
      Arg(name, () => type, { nullable: optional, description })(prototype, operation.name, index + 2),
    );
    Ctx()(prototype, operation.name, 0);
    Info()(prototype, operation.name, 1);
  }
  Resolver()(target);
  return target;
}

async function resolve(
  operation: Operation,
  argumentValues: Record<string, unknown>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  try {
    const input = inputFrom(operation, argumentValues);
    const fields = selectedFields(operation.domain, operation.gives, info);
    const result = await operation.run({ ...input, query: { ...input.query, ...(fields && { fields }) } }, context);
    if (operation.gives.as === 'page') context.onPage?.(String(info.path.key), pageOf(result));
    return answerFrom(operation.gives, result);
  } catch (error) {
    const missing = error instanceof ServiceError && error.code === 'not-found';
    if (missing && operation.kind === 'query' && operation.gives.as === 'item') return null;
    throw inArgumentTerms(error, argumentValues);
  }
}
