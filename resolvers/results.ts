import { createUnionType, Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import type { DeclaredClass } from '../schema/facts';
import { ownCodes, problemFor, problemType, ServiceError } from '../services/errors';
import type { ProblemCode } from '../services/errors';
import { globalId } from '../services/nodes';
import type { Input, Operation } from '../services/operation';
import { tellsDeleted } from '../services/result-fields';
import type { ResultField } from '../services/result-fields';
import { failuresOf, problemName, tellsCurrent } from '../services/schema-names';
import { answerType, describe, FieldProblem } from './answers';
import type { FieldOf } from './answers';
import { derive, empty, outputType } from './types';
import type { GraphQLType } from './types';

/** The codes by their names in GraphQL, refilled for each schema: gateways declare problems of their own. */
const codes: Record<string, ProblemCode> = {};
const descriptions: Record<string, { description: string }> = {};
registerEnumType(codes, {
  name: 'ProblemCode',
  description: 'What has gone wrong. In capitals the last segment of a problem type.',
  valuesConfig: descriptions,
});

/** The name of a code in GraphQL: `out-of-stock` is OUT_OF_STOCK. */
const nameOfCode = (code: ProblemCode): string => code.toUpperCase().replaceAll('-', '_');

/** Says which codes the next schema has: those of every gateway, and those that the operations declare. */
export function setCodes(operations: readonly Operation[], declared: readonly ProblemCode[]): void {
  for (const name of Object.keys(codes)) {
    Reflect.deleteProperty(codes, name);
    Reflect.deleteProperty(descriptions, name);
  }
  for (const code of [...ownCodes, ...declared, ...operations.flatMap(failuresOf)]) {
    codes[nameOfCode(code)] = code;
    descriptions[nameOfCode(code)] = { description: `${problemFor(code).title}.` };
  }
}

/** A problem that is told as data, in the form of its GraphQL type. */
class ToldProblem {
  readonly typeName: string;

  constructor({ domain }: Operation, { code, message, details: { errors, members, current } }: ServiceError) {
    this.typeName = problemName(code, tellsCurrent(code) ? domain : undefined);
    Object.assign(this, { ...members, code, type: problemType(code), message, errors, current });
  }
}

/**
 * What is told of every problem. Its title and HTTP status follow from its code, and have names that items have too: GraphQL
 * refuses a selection with the `status` of an order beside that of a problem (October 2021, section 5.3.2).
 */
const fieldsOfEvery: Readonly<Record<string, FieldOf>> = {
  code: { type: () => codes, doc: 'What has gone wrong, for programs.' },
  type: { type: () => String, doc: 'A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1).' },
  message: { type: () => String, doc: 'What is wrong this time, in a sentence for people.' },
  errors: { type: () => [FieldProblem], nullable: true, doc: 'The wrong fields.' },
};

/** What all problems have in common, so that a caller can have a word for those that are declared tomorrow. */
const ProblemDetails = empty('ProblemDetails');
InterfaceType(ProblemDetails.name, {
  description: 'A problem that a verb declares.',
  // Only the types that the results give are in a schema, however many have been made.
  autoRegisterImplementations: false,
  resolveType: ({ typeName }: ToldProblem) => typeName,
})(ProblemDetails);
for (const [name, { type, nullable = false, doc }] of Object.entries(fieldsOfEvery)) {
  Field(type, { name, nullable, description: doc })(ProblemDetails.prototype, name);
}

const Done = describe(empty('Done'), 'A verb that gives nothing has done what it was told.', {
  done: { type: () => Boolean, doc: 'True.' },
});

const Deleted = describe(empty('Deleted'), 'An item is gone.', {
  id: { type: () => ID, doc: 'The `id` that the item had.' },
});

/** The GraphQL type of the field beside a verb: a union of what the verb gives and of its problems. */
export function resultType(operation: Operation, { typeName, problems }: ResultField): GraphQLType {
  const { gives, name } = operation;
  const { type: answer } =
    gives.as === 'nothing' ? { type: tellsDeleted(operation) ? Deleted : Done } : answerType(gives);
  const given = answer as DeclaredClass;
  // TypeGraphQL takes the members of a union only if they were decorated before it begins.
  const members = [given, ...problems.map((code) => problemClass(code, operation))];
  return createUnionType({
    name: typeName,
    description: `What becomes of ${name}.`,
    types: () => members,
    resolveType: (value: unknown) => (value instanceof ToldProblem ? value.typeName : given.name),
  });
}

const problemClasses = new Map<ProblemCode, DeclaredClass>();

/** The class of a problem; one that tells the item in the way has its type. */
function problemClass(code: ProblemCode, { domain }: Operation): DeclaredClass {
  const name = problemName(code, tellsCurrent(code) ? domain : undefined);
  const current = {
    type: () => outputType(domain.type),
    nullable: true,
    doc: 'The item as it is, where one stands in the way.',
  };
  if (tellsCurrent(code)) return derive(domain.type, name, (target) => describeProblem(target, code, { current }));
  const known = problemClasses.get(code);
  if (known) return known;
  const members = Object.entries(problemFor(code).members ?? {}).map(([member, { doc, listOf }]): [string, FieldOf] => {
    const element = outputType(listOf);
    return [member, { type: () => [element], nullable: true, doc }];
  });
  const target = empty(name);
  problemClasses.set(code, target);
  describeProblem(target, code, Object.fromEntries(members));
  return target;
}

function describeProblem(target: DeclaredClass, code: ProblemCode, fields: Readonly<Record<string, FieldOf>>): void {
  const { title, help } = problemFor(code);
  describe(target, `${title}. ${help}`, { ...fieldsOfEvery, ...fields }, [ProblemDetails]);
}

/** What an operation has given, as a member of the union of its result. */
export function resultFrom(operation: Operation, { key = {} }: Input, answer: unknown): unknown {
  const { domain, gives } = operation;
  if (gives.as !== 'nothing') return answer;
  return tellsDeleted(operation) ? { id: globalId(domain, key) } : { done: true };
}

/** An error as a member of the union; undefined for one that cannot be expected of the verb. */
export function problemFrom(operation: Operation, { problems }: ResultField, error: unknown): unknown {
  if (!(error instanceof ServiceError) || !problems.includes(error.code)) return undefined;
  return new ToldProblem(operation, error);
}
