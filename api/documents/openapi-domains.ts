import { fieldsOf, nestedClasses, relationsOf } from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import type { Operation } from '../../services/operation';
import { accessExtension } from './extensions';
import type { DocumentedDomain, Path, StandardOperation } from './extensions';
import type { Schema } from './openapi-schemas';

/** The facts of a domain that no schema can hold. */
export function documentedDomain(domain: DomainFact, operations: readonly Operation[]): DocumentedDomain {
  const { name, key, indexes, scan, type } = domain;
  const fields = fieldsWithin(type);
  return {
    name,
    key,
    indexes,
    scan,
    operations: Object.fromEntries(
      operations
        .filter((operation) => operation.domain === domain)
        .flatMap((operation) => {
          const does = standardOperation(operation);
          return does === undefined ? [] : [[does, operation.name]];
        }),
    ),
    references: referencesWithin(type),
    many: relationsOf(type).flatMap((relation) =>
      relation.kind === 'many' ? [{ name: relation.name, to: relation.type().name, by: relation.by }] : [],
    ),
    multiline: fields.filter(({ fact }) => fact.kind === 'text' && fact.multiline).map(({ path }) => path),
    visible: fields.flatMap(({ path, fact }) =>
      fact.visible === undefined ? [] : [{ field: path, access: fact.visible }],
    ),
  };
}

/** The rule of an operation, as a member of its description; nothing where nobody may. */
export function documentedAccess({ access }: Pick<Operation, 'access'>): Schema {
  return access === undefined ? {} : { [accessExtension]: access };
}

function standardOperation({ derived, query, key, body, route }: Operation): StandardOperation | undefined {
  if (query === 'changes') return key.length === 0 ? 'changes' : undefined;
  if (!derived) return undefined;
  if (query === 'list') return key.length === 0 ? 'list' : 'partition';
  if (body?.of === 'keys') return 'getMany';
  if (body?.of === 'items') return 'createMany';
  switch (route.method) {
    case 'GET':
      return 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'replace';
    case 'PATCH':
      return 'update';
    case 'DELETE':
      return 'delete';
  }
}

interface FieldWithin {
  readonly path: Path;
  readonly fact: FieldFact;
}

/** The fields of a class and of the objects in it. A class that is within itself is looked into once. */
function fieldsWithin(type: DeclaredClass, path: Path = [], outer: readonly DeclaredClass[] = []): FieldWithin[] {
  if (outer.includes(type)) return [];
  const nested = nestedClasses(type);
  return fieldsOf(type).flatMap((fact) => {
    const place = [...path, fact.name];
    const inner = nested.get(fact.name);
    return [{ path: place, fact }, ...(inner ? fieldsWithin(inner, place, [...outer, type]) : [])];
  });
}

function referencesWithin(
  type: DeclaredClass,
  path: Path = [],
  outer: readonly DeclaredClass[] = [],
): DocumentedDomain['references'] {
  if (outer.includes(type)) return [];
  const own = relationsOf(type).flatMap((relation) =>
    relation.kind === 'one'
      ? [{ field: [...path, relation.field], name: [...path, relation.name].join('.'), to: relation.type().name }]
      : [],
  );
  const inner = [...nestedClasses(type)].flatMap(([name, nested]) =>
    referencesWithin(nested, [...path, name], [...outer, type]),
  );
  return [...own, ...inner];
}
