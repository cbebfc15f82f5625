import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type { FieldNode, GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { inArgumentTerms, inputFrom } from '../../services/arguments';
import { ServiceError } from '../../services/errors';
import type { FieldProblem } from '../../services/errors';
import type { Admitted, Operation } from '../../services/operation';
import { operationsByField } from '../../services/result-fields';
import { checkUpdate } from '../../services/updates';
import { admit, invalid } from '../../services/validation';
import { coercionOf } from './coercion';
import type { GraphQLContext } from './context';
import { Refusal } from './refusal';
import type { Step } from './step';

/**
 * Variables that do not fit their type are refused by the operation itself where they are its input, so that
 * a mistake has the same error and the same field paths on both faces; graphql-js would quote the value.
 */
export function checkVariables(operations: readonly Operation[]): Step<GraphQLContext> {
  const byName = operationsByField(operations);
  return ({ contextValue }) => ({
    didResolveOperation: ({ schema, operation: definition, request }) => {
      if (!definition) return;
      if (definition.operation === OperationTypeNode.SUBSCRIPTION) {
        throw new Refusal(new ServiceError('graphql-validation-failed', 'This schema has no subscriptions.'));
      }
      const { misfit } = coercionOf(request, schema, definition);
      if (!misfit) return;
      for (const selection of definition.selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const operation = byName.get(selection.name.value);
        if (operation)
          admitRaw(
            operation,
            selection,
            withDefaults(definition, request.variables ?? {}),
            { schema, contextValue },
            misfit,
          );
      }
      throw wrongVariable(misfit);
    },
  });
}

/** The variables as they came, and the defaults of those that did not. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

function admitRaw(
  operation: Operation,
  field: FieldNode,
  variables: Record<string, unknown>,
  { schema, contextValue }: { readonly schema: GraphQLSchema; readonly contextValue: GraphQLContext },
  misfit: FieldProblem,
): void {
  const root = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const declared = new Map(root?.getFields()[operation.name]?.args.map(({ name, type }) => [name, type]));
  const values = Object.fromEntries(
    (field.arguments ?? []).map(({ name, value }) => [
      name.value,
      inStoredValues(valueFromASTUntyped(value, variables), declared.get(name.value)),
    ]),
  );
  try {
    const input = inputFrom(operation, values);
    operation.authorize(input, contextValue);
    checkElements(operation, operation.admit(input));
  } catch (error) {
    const translated = inArgumentTerms(error, values);
    // Over REST the whole of a body has no name; here it is an argument.
    const isUnnamed =
      translated instanceof ServiceError && translated.details.errors?.some(({ pointer }) => pointer === '');
    if (isUnnamed) throw wrongVariable(misfit);
    if (!(translated instanceof ServiceError)) throw translated;
    throw translated.code === 'validation' ? badInput(translated) : new Refusal(translated);
  }
}

/**
 * Refuses a batch for each of its items that breaks a rule. Over REST each has an answer of its own; here the request is
 * refused as a whole, and whoever has sent it is told of all that stand in its way.
 * @throws ServiceError validation
 */
function checkElements({ body }: Operation, { bodies }: Admitted): void {
  if (body?.of !== 'items' && body?.of !== 'updates') return;
  const problems = bodies.flatMap((element, index): FieldProblem[] => {
    try {
      if (body.of === 'updates') checkUpdate(body.each, element);
      else admit(body.type, element, 'whole');
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'validation') throw error;
      const { errors = [] } = error.details;
      return errors.map(({ pointer, detail }) => ({ pointer: `/${body.of}/${index}${pointer}`, detail }));
    }
  });
  if (problems.length > 0) throw invalid('validation', problems);
}

/** A value as it came, with the names of enumerations replaced by what they stand for; what is no name stays. */
function inStoredValues(value: unknown, declared: GraphQLInputType | undefined): unknown {
  const type = declared && getNullableType(declared);
  if (isListType(type)) {
    return Array.isArray(value)
      ? value.map((element) => inStoredValues(element, type.ofType))
      : inStoredValues(value, type.ofType);
  }
  if (isEnumType(type)) {
    const enumValue = typeof value === 'string' ? type.getValue(value) : undefined;
    return enumValue ? enumValue.value : value;
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return value;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, inStoredValues(member, fields[name]?.type)]),
  );
}

const wrongVariable = (misfit: FieldProblem): Refusal =>
  badInput(new ServiceError('validation', 'One variable is wrong.', { errors: [misfit] }));

/** GraphQL over HTTP, section 6.4.2: variables that do not fit are a request that cannot be understood. */
function badInput(error: ServiceError): Refusal {
  return new Refusal(error, { status: 400 });
}
