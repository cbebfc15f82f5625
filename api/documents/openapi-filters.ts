import { fieldsOf } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { scalarNames } from '../../schema/kinds';
import { conditionName } from '../../schema/type-names';
import { comparisonFacts } from '../../services/comparisons';
import { comparisonsOf, filterableFields, maxValues, takesList, valueField } from '../../services/filter';
import type { Comparison } from '../../services/filter';
import { component, fieldSchema, ref } from './openapi-schemas';
import type { Schema, Schemas } from './openapi-schemas';

/** A reference to the filter of a domain's list: a condition for each field, and `and`, `or`, `not` of filters. */
export function filterSchema(domain: DomainFact, schemas: Schemas): Schema {
  const name = `${domain.typeName}Filter`;
  return component(name, schemas, () => {
    const self = ref(name);
    const several = { type: 'array', minItems: 1, items: self };
    return {
      type: 'object',
      description: 'Which items the list holds; all conditions must hold.',
      additionalProperties: false,
      properties: {
        ...conditionsOn(filterableFields(domain), schemas),
        and: { ...several, description: 'All of these hold.' },
        or: { ...several, description: 'At least one of these holds.' },
        not: { ...self, description: 'This does not hold.' },
      },
    };
  });
}

const conditionsOn = (fields: readonly FieldFact[], schemas: Schemas): Schemas =>
  Object.fromEntries(
    fields.map((field) => [
      field.name,
      { ...conditionSchema(field, schemas), ...(field.deprecated && { deprecated: true }) },
    ]),
  );

/** One schema for each kind of value, as in GraphQL: `TextCondition`, `MoneyCondition`, `TextListCondition`, … */
function conditionSchema(field: FieldFact, schemas: Schemas): Schema {
  const comparisons = (): Schemas =>
    Object.fromEntries(
      comparisonsOf(field).map((comparison) => [comparison, operandSchema(field, comparison, schemas)]),
    );
  if (field.kind === 'object') {
    const type = field.type();
    return component(`${type.name}Filter`, schemas, () => ({
      type: 'object',
      description: `Conditions on the fields of a ${type.name}.`,
      additionalProperties: false,
      properties: { ...conditionsOn(fieldsOf(type), schemas), ...comparisons() },
    }));
  }
  return component(conditionName(field), schemas, () => ({
    type: 'object',
    description: `A condition on a value of the kind ${field.kind}.`,
    additionalProperties: false,
    properties: comparisons(),
  }));
}

function operandSchema(field: FieldFact, comparison: Comparison, schemas: Schemas): Schema {
  const value = comparedSchema(valueField(field, comparison), schemas);
  const { arity, remark } = comparisonFacts[comparison];
  const description = remark && { description: `${remark.charAt(0).toUpperCase()}${remark.slice(1)}.` };
  if (!takesList(comparison)) return { ...value, ...description };
  const [minItems, maxItems] = arity === 'two' ? [2, 2] : [1, maxValues];
  return { type: 'array', minItems, maxItems, items: value, ...description };
}

/**
 * The schema of a value that a field is compared with, which the limits of the field do not bind: what is longer than any
 * stored text is equal to none of them.
 */
export function comparedSchema(field: FieldFact, schemas: Schemas): Schema {
  const { $ref, type, format } = fieldSchema(field, schemas);
  if ($ref !== undefined) return { $ref };
  // An e-mail address or a URL may be compared with any text, such as the beginning of one.
  const isExact = type !== 'string' || field.kind in scalarNames;
  // GraphQL's Int takes no others, and so no comparison does.
  return { type, ...(isExact && format !== undefined && { format: type === 'integer' ? 'int32' : format }) };
}
