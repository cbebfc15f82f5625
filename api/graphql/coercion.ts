import type { GraphQLRequest } from '@apollo/server';
import {
  coerceInputValue,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { noneOf } from '../../schema/enumerations';
import { isRecord, listOf, recordOf } from '../../schema/guards';
import type { FieldProblem } from '../../services/errors';
import { pointerTo } from '../../services/validation';

/** The variables of a request by their types: as they are used, or the first that does not fit. */
export type Coercion =
  | { readonly coerced: Readonly<Record<string, unknown>>; readonly misfit?: undefined }
  | { readonly coerced?: undefined; readonly misfit: FieldProblem };

const coercions = new WeakMap<GraphQLRequest, Coercion>();

/**
 * Coerces the variables of a request (https://spec.graphql.org/September2025/#CoerceVariableValues()), once for all who
 * ask, and only up to the first misfit: for each, graphql-js writes the whole value into a message and guesses names.
 */
export function coercionOf(
  request: GraphQLRequest,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): Coercion {
  const coercion = coercions.get(request) ?? coerce(schema, operation, request.variables ?? {});
  coercions.set(request, coercion);
  return coercion;
}

function coerce(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Coercion {
  const coerced: Record<string, unknown> = {};
  for (const { variable, type: typeNode, defaultValue } of variableDefinitions) {
    const type = typeFromAST(schema, typeNode);
    const name = variable.name.value;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    // Validation has refused every other type.
    if (!isInputType(type)) continue;
    if (value === undefined) {
      if (defaultValue) coerced[name] = valueFromAST(defaultValue, type);
      else if (isNonNullType(type)) return { misfit: { pointer: `/${name}`, detail: 'is required' } };
      continue;
    }
    const fitted = fit(value, type);
    if ('value' in fitted) {
      coerced[name] = fitted.value;
      continue;
    }
    const place = ['', name, ...fitted.path].join('/');
    const { member = '', detail } = faultAt(fitted.path, value, type);
    return { misfit: { pointer: `${place}${member}`.slice(0, 200), detail: detail ?? `does not fit ${String(type)}` } };
  }
  return { coerced };
}

/** What is wrong with the value at a place in another, which does not fit: with itself, or with one of its members. */
function faultAt(
  [name, ...path]: readonly (string | number)[],
  value: unknown,
  type: GraphQLInputType | undefined,
): { readonly member?: string; readonly detail?: string } {
  const plain = type && getNullableType(type);
  if (name !== undefined) {
    return isListType(plain)
      ? faultAt(path, listOf(value)[Number(name)], plain.ofType)
      : faultAt(path, recordOf(value)[name], isInputObjectType(plain) ? plain.getFields()[name]?.type : undefined);
  }
  if (isEnumType(plain)) return { detail: noneOf(plain.getValues().map((one) => one.name)) };
  if (!isInputObjectType(plain) || !isRecord(value)) return {};
  const fields = plain.getFields();
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) return { member: pointerTo(unknown), detail: `is not a field of ${plain.name}` };
  const missing = Object.values(fields).find((field) => isRequiredInputField(field) && value[field.name] === undefined);
  return missing ? { member: pointerTo(missing.name), detail: 'is required' } : {};
}

class Misfit extends Error {
  constructor(readonly path: readonly (string | number)[]) {
    super('A variable does not fit its type.');
  }
}

function fit(
  value: unknown,
  type: GraphQLInputType,
): { readonly value: unknown } | { readonly path: readonly (string | number)[] } {
  try {
    const coerced: unknown = coerceInputValue(value, type, (path) => {
      throw new Misfit(path);
    });
    return { value: coerced };
  } catch (thrown) {
    if (thrown instanceof Misfit) return { path: thrown.path };
    throw thrown;
  }
}
