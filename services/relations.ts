import { computedOf, countsOf } from '../schema/counted';
import { domainOf, keyFields, nestedClasses, referringFields, relationsOf, totalsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, ManyRelation, OneRelation, RelationFact } from '../schema/facts';
import { listOf } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { joinOf } from '../schema/joins';
import type { Item, Key } from './context';
import type { FieldProblem } from './errors';

/** Relations may be followed this many steps. */
const maxSteps = 3;

/** What a list can include, as paths: relations such as `product`, or `items.product` below a nested field, and totals. */
export function relationPaths(type: DeclaredClass, steps = maxSteps): readonly string[] {
  if (steps === 0) return [];
  const direct = relationsOf(type).flatMap(({ name, type: target, kind }) => [
    name,
    ...(kind === 'one' ? relationPaths(target(), steps - 1).map((path) => `${name}.${path}`) : []),
  ]);
  const nested = [...nestedClasses(type)].flatMap(([name, inner]) =>
    relationPaths(inner, steps - 1).map((path) => `${name}.${path}`),
  );
  return [...direct, ...nested, ...computedOf(type).map(({ name }) => name)];
}

/** Checks the relations that a caller wants included; undefined for none. */
export function admitInclude(
  domain: DomainFact,
  value: unknown,
  problems: FieldProblem[],
): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const known = relationPaths(domain.type);
  const names = listOf(value).map(String);
  if (names.some((name) => !known.includes(name))) {
    const detail =
      known.length === 0
        ? `${domain.typeName} has no relations`
        : `must be relations, separated by commas: ${known.join(', ')}`;
    problems.push({ pointer: '/include', detail });
  }
  return names;
}

/** The fields that including some relations needs to have read. */
export function fieldsFor(type: DeclaredClass, include: readonly string[]): readonly string[] {
  const relations = relationsOf(type);
  return include.flatMap((path) => {
    const [first = ''] = path.split('.');
    const total = totalsOf(type).find(({ name }) => name === first);
    if (total) return total.of;
    const relation = relations.find(({ name }) => name === first);
    if (countsOf(type).some(({ name }) => name === first)) return domainOf(type).key.partition;
    return relation ? readFrom(type, relation) : first;
  });
}

/** The fields of an item from which one of its relations is read: those that hold a key, or its own key. */
export function readFrom(type: DeclaredClass, relation: RelationFact): readonly string[] {
  if (relation.kind === 'through') return inUse.joins ? readFrom(type, joinOf(type, relation).joins) : [];
  if (relation.kind === 'many') {
    return keyFields(domainOf(type))
      .slice(0, relation.by.length)
      .map(({ name }) => name);
  }
  return referringFields(relation);
}

/** The key of the item that an item refers to; undefined where it does not hold the whole of it. */
export function keyReferred(relation: OneRelation, item: Item): Key | undefined {
  const values = referringFields(relation).map((name) => item[name]);
  if (values.some((value) => value === undefined || value === null)) return undefined;
  return Object.fromEntries(keyFields(domainOf(relation.type())).map(({ name }, index) => [name, values[index]]));
}

/** The condition that the many items of a relation meet, as a filter. */
export function conditionOfMany(
  type: DeclaredClass,
  relation: ManyRelation,
  item: Item,
): Readonly<Record<string, { readonly eq: unknown }>> {
  const values = readFrom(type, relation).map((name) => item[name]);
  return Object.fromEntries(relation.by.map((name, index) => [name, { eq: values[index] }]));
}
