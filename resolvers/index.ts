import 'reflect-metadata';
import { Arg, buildSchemaSync, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { required } from '../schema/required';
import { argumentsOf, inArgumentTerms, inputFrom } from '../services/arguments';
import { pageOf } from '../services/context';
import type { Context } from '../services/context';
import { resolversOf } from '../services/definition';
import type { GatewayDefinition, ResolverClass } from '../services/definition';
import { ServiceError } from '../services/errors';
import type { ProblemCode } from '../services/errors';
import { isReplay } from '../services/idempotency';
import { nodeFields } from '../services/nodes';
import type { Input, Operation } from '../services/operation';
import { resultFieldOf } from '../services/result-fields';
import type { ResultField } from '../services/result-fields';
import { answerFrom, answerType } from './answers';
import { changeResolvers, noteChanges } from './changes';
import { checkAuthorized, checkHandWritten } from './hand-written';
import { graphqlArguments } from './arguments';
import { reasonOf } from './deprecation';
import { guardHandWritten, tellMisfits } from './misfits';
import { nodeResolvers } from './nodes';
import { forgetRelations, relateDirectly, relationResolvers, typesOf } from './relations';
import type { FieldsOf } from './relations';
import { problemFrom, resultFrom, resultType, setCodes } from './results';
import { selectionOf } from './selection';
import type { Selection } from './selection';
import { empty } from './types';
import type { GraphQLType } from './types';

export interface SchemaOptions {
  /** Whether graphql-js validates the schema; tests do, a cold start has no time for it. */
  readonly check?: boolean;
  /** Hand-written classes with ordinary decorators, for what only GraphQL has. */
  readonly resolvers?: readonly ResolverClass[];
  /** The codes that the modules declare; those of every gateway and of the operations are always there. */
  readonly problems?: readonly ProblemCode[];
}

/**
 * The GraphQL schema of the operations: TypeGraphQL's own decorators, applied by code to one resolver class.
 */
export function buildGraphQLSchema(
  operations: readonly Operation[],
  { check = false, resolvers = [], problems = [] }: SchemaOptions = {},
): GraphQLSchema {
  checkHandWritten(resolvers, operations);
  setCodes(operations, problems);
  const schema = buildSchemaSync({
    resolvers: [
      resolverOf(operations),
      ...relationResolvers(operations),
      ...nodeResolvers(operations),
      ...changeResolvers(operations),
      ...resolvers,
    ],
    ...(resolvers.length > 0 && { authChecker: checkAuthorized }),
    // The operation's door validates once for every face.
    validate: false,
    skipCheck: !check,
  });
  answerDirectly(schema, operations);
  relateDirectly(schema, operations);
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
export async function checkResolvers({ modules, operations, problems }: GatewayDefinition): Promise<void> {
  const resolvers = await resolversOf(modules);
  if (resolvers.length > 0) buildGraphQLSchema(operations, { check: true, resolvers, problems });
}

function resolverOf(operations: readonly Operation[]): ReturnType<typeof empty> {
  const target = empty('OperationResolver');
  const prototype = target.prototype;
  for (const operation of operations) {
    const { name, doc, gives } = operation;
    addField(prototype, operation, { name, doc, ...answerType(gives) });
    const result = resultFieldOf(operation);
    if (!result) continue;
    addField(prototype, operation, {
      name: result.name,
      doc: `${doc} The problems that it declares are data.`,
      type: resultType(operation, result),
      nullable: true,
    });
  }
  Resolver()(target);
  return target;
}

/**
 * Lets the operations answer their fields. TypeGraphQL has declared them; its own resolvers would sort the parameters of a
 * method and make instances of classes for each call, of which an operation has no use.
 */
function answerDirectly(schema: GraphQLSchema, operations: readonly Operation[]): void {
  const fields: FieldsOf<unknown> = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  for (const operation of operations) {
    const selected = selectionOf(operation.domain, operation.gives);
    required(fields[operation.name], operation.name).resolve = async (_root, values, context, info) =>
      resolve(operation, selected, values, context, info);
    const result = resultFieldOf(operation);
    if (!result) continue;
    required(fields[result.name], result.name).resolve = async (_root, values, context) =>
      resolveResult(operation, result, values, context);
  }
}

/** A field at the root, which stands for an operation. */
interface RootField {
  readonly name: string;
  readonly doc: string;
  readonly type: GraphQLType;
  readonly nullable: true | 'itemsAndList';
}

/** Adds a field at the root with the arguments of an operation. */
function addField(
  prototype: object,
  operation: Operation,
  { name: fieldName, doc, type: answer, nullable }: RootField,
): void {
  const field = operation.kind === 'query' ? Query : Mutation;
  const options = { name: fieldName, nullable, description: doc, ...reasonOf(operation.deprecated) };
  field(() => answer, options)(prototype, fieldName, {});
  graphqlArguments(argumentsOf(operation)).forEach(({ name, type, nullable: optional, ...words }, index) =>
    Arg(name, () => type, { nullable: optional, ...words })(prototype, fieldName, index),
  );
}

/** Runs a verb whose problems are data, as far as it declares them. */
async function resolveResult(
  operation: Operation,
  field: ResultField,
  argumentValues: Record<string, unknown>,
  context: Context,
): Promise<unknown> {
  try {
    const input = inputFrom(operation, argumentValues);
    const result = await runMutation(operation, input, context);
    if (isReplay(result)) context.onReplay?.();
    return resultFrom(operation, input, answerFrom(operation.gives, result, context));
  } catch (error) {
    const problem = problemFrom(operation, field, error);
    if (!problem) throw inArgumentTerms(error, argumentValues);
    // The answer has no error that would tell the metrics.
    if (context.meter && error instanceof ServiceError) context.meter.code = error.code;
    return problem;
  }
}

async function resolve(
  operation: Operation,
  selected: Selection,
  argumentValues: Record<string, unknown>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  try {
    const input = inputFrom(operation, argumentValues);
    const fields = selected(info);
    const whole = { ...input, query: { ...input.query, ...(fields && { fields }) } };
    const result = await (operation.kind === 'query'
      ? operation.run(whole, context)
      : runMutation(operation, whole, context));
    if (isReplay(result)) context.onReplay?.();
    if (operation.query === 'changes') noteChanges(result, operation.domain);
    if (operation.gives.as === 'page') context.onPage?.(String(info.path.key), pageOf(result));
    return answerFrom(operation.gives, result, context);
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
