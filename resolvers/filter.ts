import { Field, InputType, registerEnumType } from 'type-graphql';
import { fieldsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { conditionName } from '../schema/type-names';
import { comparisonsOf, filterableFields, valueField } from '../services/filter';
import { sortableFields } from '../services/list-query';
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

/** The sort that an enum value of the order type means. */
export function sortFrom(domain: DomainFact, value: unknown): { field: string; descending: boolean } | undefined {
  if (typeof value !== 'string') return undefined;
  const field = sortableFields(domain).find(
    (name) => value === orderName(name, false) || value === orderName(name, true),
  );
  return { field: field ?? value, descending: value.endsWith('_DESC') };
}

const orders = new WeakMap<DomainFact, object>();

function makeOrder(domain: DomainFact): object | undefined {
  const names = sortableFields(domain).flatMap((field) => [orderName(field, false), orderName(field, true)]);
  if (names.length === 0) return undefined;
  const members = Object.fromEntries(names.map((name) => [name, name]));
  registerEnumType(members, { name: `${domain.typeName}Order`, description: 'The orders that an index can give.' });
  orders.set(domain, members);
  return members;
}

/** `createdAt` becomes CREATED_AT_ASC. */
function orderName(field: string, descending: boolean): string {
  return `${field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_${descending ? 'DESC' : 'ASC'}`;
}

function addConditions(target: DeclaredClass, fields: readonly FieldFact[]): void {
  for (const field of fields) {
    const type = field.kind === 'object' ? nestedFilter(field.type()) : conditionType(field);
    add(target, field.name, () => type);
  }
}

function nestedFilter(type: DeclaredClass): DeclaredClass {
  return derive(type, `${type.name}Filter`, (target, name) => {
    InputType(name, { description: `Conditions on the fields of a ${type.name}.` })(target);
    addConditions(target, fieldsOf(type));
    add(target, 'exists', () => Boolean, 'Whether the object is there.');
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
    const value = scalarType(valueField(field, comparison));
    const many = comparison === 'in' || comparison === 'between';
    add(target, comparison, () => (many ? [value] : value));
  }
  return target;
}

function add(target: DeclaredClass, name: string, type: () => GraphQLType, description?: string): void {
  Field(type, { name, nullable: true, description })(target.prototype as object, name);
}
