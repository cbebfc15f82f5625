import type { ProblemCode } from './errors';
import type { Operation } from './operation';
import { isNode } from './nodes';
import { capital } from './schema-names';

/**
 * The GraphQL field beside a verb that gives what may be expected of it as data, so that whoever calls it can tell by type
 * what has become of it: what the verb gives, or one of the problems that it declares. Whatever else goes wrong is an error
 * there too.
 */
export interface ResultField {
  /** The name of the field, such as `checkoutResult`. */
  readonly name: string;
  /** The name of its type, such as `CheckoutResult`. */
  readonly typeName: string;
  readonly problems: readonly ProblemCode[];
}

/**
 * Whether an operation deletes an item that has an id, which its result tells: a client's cache takes the item out by it
 * (Relay's @deleteEdge and @deleteRecord).
 */
export const tellsDeleted = ({ derived, domain, gives, route }: Operation): boolean =>
  derived && gives.as === 'nothing' && route.method === 'DELETE' && isNode(domain);

/**
 * The field beside an operation; undefined for what is neither a verb that declares a problem nor a delete, or gives what
 * cannot be in a union.
 */
export function resultFieldOf(operation: Operation): ResultField | undefined {
  const { name, kind, derived, gives, problems, conditional, key } = operation;
  // A list cannot be in a union (GraphQL, section 3.8); a batch tells of each of its items by itself.
  if (kind !== 'mutation' || gives.as === 'items' || gives.as === 'outcomes' || gives.as === 'results')
    return undefined;
  // Every operation that uses what it reads may find an item to be mended.
  const isVerb = !derived && problems.some((code) => code !== 'needs-mending');
  if (!isVerb && !tellsDeleted(operation)) return undefined;
  const ofItem: readonly ProblemCode[] = [
    ...(key.length > 0 ? (['not-found'] as const) : []),
    ...(conditional ? (['precondition-failed'] as const) : []),
  ];
  return {
    name: `${name}Result`,
    typeName: `${capital(name)}Result`,
    problems: [...new Set([...problems, ...ofItem])],
  };
}

const fieldsOfOperations = new WeakMap<readonly Operation[], ReadonlyMap<string, Operation>>();

/** Every operation by the names of its GraphQL fields, made once: cost, limits, variables and metrics look here. */
export function operationsByField(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  const known = fieldsOfOperations.get(operations);
  if (known) return known;
  const byField = new Map(
    operations.flatMap((operation) => {
      const field = resultFieldOf(operation);
      return [[operation.name, operation] as const, ...(field ? [[field.name, operation] as const] : [])];
    }),
  );
  fieldsOfOperations.set(operations, byField);
  return byField;
}
