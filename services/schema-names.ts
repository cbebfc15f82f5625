import type { DomainFact } from '../schema/facts';
import { isProblemCode } from './errors';
import type { ProblemCode } from './errors';
import type { Operation } from './operation';
import { outcomeProblemsOf, problemsOf } from './operation-problems';

// What the OpenAPI document calls the schemas that follow from an operation or a problem; those of classes have the name of
// the class and a suffix of schema/type-names.ts.

type Named = Pick<Operation, 'name'>;

/** The types of one write of a transaction and of what becomes of it, in GraphQL and in OpenAPI. */
export const transactionTypes = { write: 'TransactWrite', result: 'TransactResult' } as const;

/** The type of the arguments of one operation in a transaction. */
export const writeName = ({ name }: Named): string => `${capital(name)}Write`;

/** The names of the types that an operation has for the writes in it. */
export const writeTypesOf = ({ body }: Operation): readonly string[] =>
  body?.of === 'writes' ? [...Object.values(transactionTypes), ...body.operations.map(writeName)] : [];

/** A name with a capital. */
export const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The body of an operation that takes several things. */
export const bodyName = ({ name }: Named): string => `${capital(name)}Body`;

/** The answer of an operation that gives several things. */
export const answerName = ({ name }: Named): string => `${capital(name)}Answer`;

/** All problems that an operation can end with. */
export const failureName = ({ name }: Named): string => `${capital(name)}Failure`;

/** A code as the name of an answer: `out-of-stock` is OutOfStock. */
export const codeName = (code: ProblemCode): string => code.split('-').map(capital).join('');

/** A problem; that of a domain, where it tells the item that stands in the way. */
export const problemName = (code: ProblemCode, domain?: Pick<DomainFact, 'typeName'>): string =>
  `${domain?.typeName ?? ''}${codeName(code)}Problem`;

/** Whether a problem tells the item that stands in the way of a write. */
export const tellsCurrent = (code: ProblemCode): boolean => code === 'conflict' || code === 'precondition-failed';

/** Every problem that an operation can end with, in whatever place of its answer. */
export const failuresOf = (operation: Operation): readonly ProblemCode[] => [
  ...(operation.gives.as === 'outcomes' ? outcomeProblemsOf(operation) : problemsOf(operation)),
];

/** The names of all schemas that follow from an operation and its problems. */
export const schemaNamesOf = (operation: Operation): readonly string[] => [
  bodyName(operation),
  answerName(operation),
  failureName(operation),
  // One that is none is told of where the problems are looked at.
  ...failuresOf(operation)
    .filter(isProblemCode)
    .map((code) => problemName(code, tellsCurrent(code) ? operation.domain : undefined)),
];
