import { Field, InputType, Int } from 'type-graphql';
import { nounOfType } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import type { Argument as NamedArgument } from '../services/arguments';
import type { Operation } from '../services/operation';
import { transactionTypes, writeName } from '../services/schema-names';
import { argumentsInTransaction } from '../services/transact';
import { reasonOf } from './deprecation';
import { describe } from './scalars';
import { empty, incrementType, inputType, keyType, patchType, scalarType, updateType } from './types';
import type { GraphQLType } from './types';
import { filterType, orderType } from './filter';

/** One GraphQL argument of an operation. */
export interface Argument {
  readonly name: string;
  readonly type: GraphQLType;
  readonly nullable: boolean;
  readonly description: string | undefined;
  readonly deprecationReason?: string;
}

/** The named arguments of an operation or a list as those of its GraphQL field. */
export function graphqlArguments(list: readonly NamedArgument[]): readonly Argument[] {
  return list.flatMap((argument) => {
    const type = typeOf(argument);
    if (type === undefined) return [];
    const { name, required, doc = docOf(argument) } = argument;
    // What a caller has to send cannot be deprecated (GraphQL, September 2025, section 3.13.3).
    const deprecated = argument.holds === 'field' && !required ? argument.field.deprecated : undefined;
    return [{ name, type, nullable: !required, description: doc, ...reasonOf(deprecated) }];
  });
}

/** What an argument is for, where the operation does not say it. */
function docOf(argument: NamedArgument): string | undefined {
  switch (argument.holds) {
    case 'field':
      return describe(argument.field);
    case 'item':
      return argument.mode === 'patch'
        ? `The fields of the ${nounOfType(argument.type)} to change.`
        : `The whole ${nounOfType(argument.type)}.`;
    case 'items':
      return `Up to ${argument.max} ${nounOfType(argument.type)} items.`;
    case 'increments':
      return `Numbers to add to fields of the ${nounOfType(argument.type)}, within their limits.`;
    case 'updates':
      return `Up to ${argument.max} updates of ${argument.domain.noun} items.`;
    case 'writes':
      return `Up to ${argument.max} writes of different items.`;
    case 'keys':
      return `The keys of up to ${argument.max} ${argument.domain.noun} items.`;
    case 'filter':
      return 'Which items the list holds; all when left out.';
    case 'order':
      return 'How the list is sorted.';
    case 'number':
    case 'cursor':
    case 'flag':
    case 'idempotencyKey':
      return undefined;
  }
}

/** The GraphQL type of an argument; undefined for what a GraphQL request has as a header. */
function typeOf(argument: NamedArgument): GraphQLType | undefined {
  switch (argument.holds) {
    case 'field':
      return scalarType(argument.field);
    case 'item':
      return argument.mode === 'patch' ? patchType(argument.type) : inputType(argument.type);
    case 'items':
      return [inputType(argument.type)];
    case 'increments':
      return incrementType(argument.type);
    case 'updates':
      return [updateType(argument.domain)];
    case 'writes':
      return [writeType(argument.operations)];
    case 'keys':
      return [keyType(argument.domain)];
    case 'filter':
      return filterType(argument.domain);
    case 'order':
      return orderType(argument.domain);
    case 'number':
      return Int;
    case 'cursor':
      return String;
    case 'flag':
      return Boolean;
    case 'idempotencyKey':
      return undefined;
  }
}

const writeTypes = new WeakMap<readonly Operation[], DeclaredClass>();

/** One write of a transaction: one of its members, which is an operation with its arguments. */
function writeType(operations: readonly Operation[]): DeclaredClass {
  const known = writeTypes.get(operations);
  if (known) return known;
  const target = inputOf(
    transactionTypes.write,
    'One write of a transaction: exactly one of these.',
    operations.map((operation) => ({
      name: operation.name,
      type: inputOf(writeName(operation), operation.doc, graphqlArguments(argumentsInTransaction(operation))),
      nullable: true,
      description: operation.doc,
    })),
  );
  writeTypes.set(operations, target);
  return target;
}

function inputOf(name: string, description: string, fields: readonly Argument[]): DeclaredClass {
  const target = empty(name);
  InputType(name, { description })(target);
  for (const field of fields) {
    Field(() => field.type, { name: field.name, nullable: field.nullable, description: field.description })(
      target.prototype,
      field.name,
    );
  }
  return target;
}
