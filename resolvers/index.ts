import 'reflect-metadata';
import { Arg, buildSchemaSync, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { argumentsOf, inArgumentTerms, inputFrom } from '../services/arguments';
import type { Context, Page } from '../services/context';
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
  const prototype = target.prototype as Record<string, unknown>;
  for (const operation of operations) {
    const declared = graphqlArguments(argumentsOf(operation));
    prototype[operation.name] = async (...values: unknown[]) => {
      const context = values[declared.length] as Context;
      const argumentValues = Object.fromEntries(declared.map(({ name }, index) => [name, values[index]]));
      const info = values[declared.length + 1] as GraphQLResolveInfo;
      return resolve(operation, argumentValues, context, info);
    };
    const answer = answerType(operation.gives);
    const field = operation.kind === 'query' ? Query : Mutation;
    // A missing item is null to a query, as GraphQL clients expect; a mutation of it is an error.
    const nullable = operation.kind === 'query' && operation.gives.as === 'item' ? true : answer.nullable;
    field(() => answer.type as typeof String, { name: operation.name, nullable, description: operation.doc })(
      prototype,
      operation.name,
      {},
    );
    declared.forEach(({ name, type, nullable: optional, description }, index) =>
      Arg(name, () => type as typeof String, { nullable: optional, description })(prototype, operation.name, index),
    );
    Ctx()(prototype, operation.name, declared.length);
    Info()(prototype, operation.name, declared.length + 1);
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
    if (operation.gives.as === 'page') context.onPage?.(String(info.path.key), result as Page);
    return answerFrom(operation.gives, result);
  } catch (error) {
    const missing = error instanceof ServiceError && error.code === 'not-found';
    if (missing && operation.kind === 'query' && operation.gives.as === 'item') return null;
    throw inArgumentTerms(error, argumentValues);
  }
}
