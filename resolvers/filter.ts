import { Field, InputType, registerEnumType } from 'type-graphql';
import type { Comparison } from '../schema/comparisons';
import type { Deprecation } from '../schema/deprecation';
import { fieldsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import type { FactOf } from '../schema/kinds';
import { partsOf } from '../schema/sequences';
import { conditionName } from '../schema/type-names';
import { comparisonFacts } from '../services/comparisons';
import { comparisonsOf, filterableFields, takesList, valueField } from '../services/filter';
import { orderOf, ordersOf } from '../services/list-query';
import { reasonOf } from './deprecation';
import { plainDoc } from './scalars';
import { derive, empty, scalarType } from './types';
import type { GraphQLType } from './types';

const conditions = new Map<string, DeclaredClass>();

/** The filter of a domain's list: a condition for each field, and `and`, `or`, `not` of filters. */
export function filterType(domain: DomainFact): DeclaredClass {
  return derive(domain.type, `${domain.typeName}Filter`, (target, name) => {
    InputType(name, { description: 'Which items the list holds; all conditions must hold.' })(target);
    addConditions(target, filterableFields(domain));
    add(target, 'and', () => [target], 'All of these hold.');
    add(target, 'or', () => [target], 'At least one of these holds.');
    add(target, 'not', () => target, 'This does not hold.');
  });
}

/** How a list can be sorted: only what a key or an index can do. Undefined when there is none. */
export function orderType(domain: DomainFact): object | undefined {
  return orders.get(domain) ?? makeOrder(domain);
}

const orders = new WeakMap<DomainFact, object>();

function makeOrder(domain: DomainFact): object | undefined {
  const names = ordersOf(domain);
  if (names.length === 0) return undefined;
  const members = Object.fromEntries(names.map((name) => [name, name]));
  registerEnumType(members, {
    name: `${domain.typeName}Order`,
    description: 'The orders that an index can give.',
    valuesConfig: Object.fromEntries(
      names.map((name) => [
        name,
        { description: wordsOfOrder(domain, name), ...reasonOf(deprecationOfOrder(domain, name)) },
      ]),
    ),
  });
  orders.set(domain, members);
  return members;
}

/** What an order does, such as PRICE_DESC. */
function wordsOfOrder(domain: DomainFact, name: string): string {
  const { field, descending } = orderOf(domain, name);
  return `By ${partsOf(field).join(', then ')}, the ${descending ? 'largest or latest' : 'smallest or earliest'} first.`;
}

/** An order by a deprecated field is deprecated too. */
function deprecationOfOrder(domain: DomainFact, name: string): Deprecation | undefined {
  const names = partsOf(orderOf(domain, name).field);
  return domain.fields.find((field) => names.includes(field.name) && field.deprecated)?.deprecated;
}

function addConditions(target: DeclaredClass, fields: readonly FieldFact[]): void {
  for (const field of fields) {
    const type = field.kind === 'object' ? nestedFilter(field) : conditionType(field);
    add(target, field.name, () => type, plainDoc(field), field.deprecated);
  }
}

function nestedFilter(field: FactOf<'object'>): DeclaredClass {
  const type = field.type();
  return derive(type, `${type.name}Filter`, (target, name) => {
    InputType(name, { description: `Conditions on the fields of a ${type.name}.` })(target);
    addConditions(target, fieldsOf(type));
    for (const comparison of comparisonsOf(field)) addComparison(target, field, comparison, objectWords[comparison]);
  });
}

/** One input type for each kind of value: `TextCondition`, `MoneyCondition`, `TextListCondition`, … */
function conditionType(field: FieldFact): DeclaredClass {
  const name = conditionName(field);
  const known = conditions.get(name);
  if (known) return known;
  const target = empty(name);
  conditions.set(name, target);
  InputType(name, { description: `A condition on a value of the kind ${field.kind}.` })(target);
  for (const comparison of comparisonsOf(field)) {
    const { doc, remark } = comparisonFacts[comparison];
    addComparison(target, field, comparison, remark === undefined ? doc : `${doc} It is ${remark}.`);
  }
  return target;
}

/** What a comparison asks of a nested object, where its name does not tell. */
const objectWords: Partial<Record<Comparison, string>> = { exists: 'Whether the object is there.' };

function addComparison(target: DeclaredClass, field: FieldFact, comparison: Comparison, description?: string): void {
  const value = scalarType(valueField(field, comparison));
  add(target, comparison, () => (takesList(comparison) ? [value] : value), description);
}

function add(
  target: DeclaredClass,
  name: string,
  type: () => GraphQLType,
  description?: string,
  deprecated?: Deprecation,
): void {
  Field(type, { name, nullable: true, description, ...reasonOf(deprecated) })(target.prototype, name);
}
