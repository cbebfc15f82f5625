import { Kind, valueFromASTUntyped } from 'graphql';
import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { ServiceError } from '../../../services/errors';
import { writesMany } from '../../../services/operation';
import type { Operation } from '../../../services/operation';
import { operationsByField } from '../../../services/result-fields';
import { Refusal } from '../refusal';

/** How often an operation of a document may ask for what is dear to more than itself. */
export interface OnceLimits {
  /** Fields that wait for a change: each of them reads twice a second, and the answer waits for all of them. */
  readonly waits: number;
  /** Batches of writes. API Gateway counts those of REST, and cannot see those of a document. */
  readonly batches: number;
}

/** The limits when nothing else is said. */
export const onceLimits: OnceLimits = { waits: 1, batches: 1 };

/** What is counted, and what a client can do in place of a second one. */
const counted: Readonly<Record<keyof OnceLimits, { readonly advice: string; readonly isOne: IsOne }>> = {
  waits: {
    advice: 'wait in one field. Leave wait out of the others, or follow each feed in a request of its own',
    isOne: ({ query }, { arguments: given = [] }, variables) => {
      const wait = given.find(({ name }) => name.value === 'wait');
      return query === 'changes' && wait !== undefined && Number(valueFromASTUntyped(wait.value, { ...variables })) > 0;
    },
  },
  batches: {
    advice: 'hold one batch. Send the others in requests of their own',
    isOne: writesMany,
  },
};

type IsOne = (operation: Operation, field: FieldNode, variables: Readonly<Record<string, unknown>>) => boolean;

/** The refusal of an operation that asks for one of these more often; undefined for every other. */
export function refuseSecond(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  limits: OnceLimits,
): Refusal | undefined {
  const fields = rootFields(document, operation.selectionSet);
  const byField = operationsByField(operations);
  for (const rule of ['waits', 'batches'] as const) {
    const { advice, isOne } = counted[rule];
    const found = fields.filter((field) => {
      const declared = byField.get(field.name.value);
      return declared !== undefined && isOne(declared, field, variables);
    }).length;
    if (found <= limits[rule]) continue;
    const error = new ServiceError('query-too-expensive', `A document may ${advice}.`);
    return new Refusal(error, { facts: { rule, limit: limits[rule], found } });
  }
  return undefined;
}

/** The fields at the root of an operation, those of its fragments too; those of one name in the answer are one field. */
export function rootFields(document: DocumentNode, root: SelectionSetNode): readonly FieldNode[] {
  const fields = new Map<string, FieldNode>();
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) fields.set((selection.alias ?? selection.name).value, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        for (const definition of document.definitions) {
          const isMeant =
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value;
          if (isMeant) collect(definition.selectionSet);
        }
      }
    }
  };
  collect(root);
  return [...fields.values()];
}
