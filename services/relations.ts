import { computedOf, countsOf } from '../schema/counted';
import { domainOf, nestedClasses, relationsOf, totalsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { listOf } from '../schema/guards';
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
  return include.map((path) => {
    const [first = ''] = path.split('.');
    const total = totalsOf(type).find(({ name }) => name === first);
    if (total) return total.of;
    const relation = relations.find(({ name }) => name === first);
    if (countsOf(type).some(({ name }) => name === first)) return domainOf(type).key.partition;
    if (!relation) return first;
    // Many items, and a count of them, are found by the key of this one.
    return relation.kind === 'one' ? relation.field : domainOf(type).key.partition;
  });
}
