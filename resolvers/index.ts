import 'reflect-metadata';
import { Arg, buildSchemaSync, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { argumentsOf, inArgumentTerms, inputFrom } from '../services/arguments';
import { pageOf } from '../services/context';
import type { Context } from '../services/context';
import { resolversOf } from '../services/definition';
import type { GatewayDefinition, ResolverClass } from '../services/definition';
import { ServiceError } from '../services/errors';
import { isReplay } from '../services/idempotency';
import { nodeFields } from '../services/nodes';
import type { Input, Operation } from '../services/operation';
import { answerFrom, answerType } from './answers';
import { checkAuthorized, checkHandWritten } from './hand-written';
import { graphqlArguments } from './arguments';
import { guardHandWritten, tellMisfits } from './misfits';
import { nodeResolvers } from './nodes';
import { forgetRelations, relationResolvers, typesOf } from './relations';
import { selectedFields } from './selection';
import { empty } from './types';

export interface SchemaOptions {
  /** Whether graphql-js validates the schema; tests do, a cold start has no time for it. */
  readonly check?: boolean;
  /** Hand-written classes with ordinary decorators, for what only GraphQL has. */
  readonly resolvers?: readonly ResolverClass[];
}

/**
 * The GraphQL schema of the operations: TypeGraphQL's own decorators, applied by code to one resolver class.
 */
export function buildGraphQLSchema(
  operations: readonly Operation[],
  { check = false, resolvers = [] }: SchemaOptions = {},
): GraphQLSchema {
  checkHandWritten(resolvers, operations);
  const schema = buildSchemaSync({
    resolvers: [resolverOf(operations), ...relationResolvers(operations), ...nodeResolvers(operations), ...resolvers],
    ...(resolvers.length > 0 && { authChecker: checkAuthorized }),
    // The operation's door validates once for every face.
    validate: false,
    skipCheck: !check,
  });
  tellMisfits(schema, typesOf(operations));
  guardHandWritten(schema, new Set([...operations.map(({ name }) => name), ...Object.values(nodeFields)]));
  // TypeGraphQL makes these two types itself.
  describeRoot(schema.getQueryType(), 'What can be read.');
  describeRoot(schema.getMutationType(), 'What can be done.');
  return schema;
}

function describeRoot(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description;
}

/**
 * Builds the schema of a gateway that has hand-written resolvers, so that what is wrong with them is told at start, and not
 * by the first GraphQL request. What follows from declarations alone has been checked with them.
 * @throws DeclarationError of a root field without a rule or with a name that is taken; the errors of TypeGraphQL and
 * graphql-js of what else is wrong
 */
export async function checkResolvers({ modules, operations }: GatewayDefinition): Promise<void> {
  const resolvers = await resolversOf(modules);
  if (resolvers.length > 0) buildGraphQLSchema(operations, { check: true, resolvers });
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
    const { type: answer, nullable } = answerType(operation.gives);
    const field = operation.kind === 'query' ? Query : Mutation;
    field(() => answer, { name: operation.name, nullable, description: operation.doc })(prototype, operation.name, {});
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
    const whole = { ...input, query: { ...input.query, ...(fields && { fields }) } };
    const result = await (operation.kind === 'query'
      ? operation.run(whole, context)
      : runMutation(operation, whole, context));
    if (isReplay(result)) context.onReplay?.();
    if (operation.gives.as === 'page') context.onPage?.(String(info.path.key), pageOf(result));
    return answerFrom(operation.gives, result);
  } catch (error) {
    // A missing item is null to a query, as GraphQL clients expect; a mutation of it is an error.
    const missing = error instanceof ServiceError && error.code === 'not-found';
    if (missing && operation.kind === 'query' && operation.gives.as === 'item') return null;
    throw inArgumentTerms(error, argumentValues);
  }
}

/** How often each mutation has been called by the document of a request. */
const calls = new WeakMap<Context, Map<string, number>>();

/**
 * Runs a mutation of a document, whose mutations run one after another in their order (GraphQL, section 6.2.2). What
 * stands after it in the document sees what it wrote. The Idempotency-Key of the request stands for each of its
 * mutations: they are told apart by how many of the same operation come before, as often as the document is sent.
 */
async function runMutation(operation: Operation, input: Input, context: Context): Promise<unknown> {
  const counts = calls.get(context) ?? new Map<string, number>();
  calls.set(context, counts);
  const earlier = counts.get(operation.name) ?? 0;
  counts.set(operation.name, earlier + 1);
  try {
    return await operation.run(input, { ...context, idempotencyPart: [earlier] });
  } finally {
    // What failed may have been written all the same.
    forgetRelations(context);
  }
}
