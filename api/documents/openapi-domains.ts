import { computedOf } from '../../schema/counted';
import { fieldsOf, nestedClasses, relationsOf } from '../../schema/facts';
import type { DeclaredClass, DomainFact, ManyRelation, ThroughRelation } from '../../schema/facts';
import { joinOf } from '../../schema/joins';
import { isListedWhole } from '../../schema/layout';
import { sequenceName } from '../../schema/sequences';
import type { Operation } from '../../services/operation';
import { itemPath } from '../../services/paths';
import { accessExtension } from './extensions';
import type { DocumentedDomain, Path, StandardOperation } from './extensions';
import type { Schema } from './openapi-schemas';

/** The facts of a domain that no schema can hold. */
export function documentedDomain(domain: DomainFact, operations: readonly Operation[]): DocumentedDomain {
  const { name, key, indexes, type } = domain;
  const fields = within(type, (inner, path) => fieldsOf(inner).map((fact) => ({ path: [...path, fact.name], fact })));
  return {
    name,
    key,
    indexes,
    scan: domain.scan || isListedWhole(domain),
    operations: Object.fromEntries(
      operations
        .filter((operation) => operation.domain === domain)
        .flatMap((operation) => {
          const does = standardOperation(operation);
          return does === undefined ? [] : [[does, operation.name]];
        }),
    ),
    references: within(type, (inner, path) =>
      relationsOf(inner).flatMap((relation) =>
        relation.kind === 'one'
          ? [
              {
                field: [...path, relation.field],
                ...(relation.partition !== undefined && { partition: [...path, relation.partition] }),
                name: [...path, relation.name].join('.'),
                to: relation.type().name,
              },
            ]
          : [],
      ),
    ),
    included: within(type, (inner, path) =>
      [...relationsOf(inner), ...computedOf(inner)].map(({ name }) => [...path, name]),
    ),
    many: relationsOf(type).flatMap((relation) => (relation.kind === 'one' ? [] : [documentedMany(type, relation)])),
    multiline: fields.filter(({ fact }) => 'multiline' in fact && fact.multiline).map(({ path }) => path),
    visible: fields.flatMap(({ path, fact }) =>
      fact.visible === undefined ? [] : [{ field: path, access: fact.visible }],
    ),
  };
}

/** Many items by the domain that holds the key: to others they go through their joins. */
function documentedMany(
  type: DeclaredClass,
  relation: ManyRelation | ThroughRelation,
): DocumentedDomain['many'][number] {
  const { type: to, by } = relation.kind === 'many' ? relation : joinOf(type, relation).joins;
  return { name: relation.name, to: to().name, by: sequenceName(by) };
}

/** The rule of an operation, as a member of its description; nothing where nobody may. */
export function documentedAccess({ access }: Pick<Operation, 'access'>): Schema {
  return access === undefined ? {} : { [accessExtension]: access };
}

function standardOperation({
  domain,
  derived,
  kind,
  query,
  key,
  body,
  route,
}: Operation): StandardOperation | undefined {
  if (query === 'changes') return key.length === 0 ? 'changes' : undefined;
  if (!derived) return undefined;
  if (query === 'list') return key.length === 0 ? 'list' : 'partition';
  if (body?.of === 'keys') return kind === 'query' ? 'getMany' : 'deleteMany';
  if (body?.of === 'updates') return 'updateMany';
  if (body?.of === 'writes') return undefined;
  if (body?.of === 'items') return 'createMany';
  // What else a declaration brings along stands below the item, or beside it.
  if (![`/${domain.name}`, itemPath(domain)].includes(route.path)) return undefined;
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

/** What stands in a class and in the objects in it. A class that is within itself is looked into once. */
function within<Found>(
  type: DeclaredClass,
  look: (type: DeclaredClass, path: Path) => readonly Found[],
  path: Path = [],
  outer: readonly DeclaredClass[] = [],
): readonly Found[] {
  if (outer.includes(type)) return [];
  const inner = [...nestedClasses(type)].flatMap(([name, nested]) =>
    within(nested, look, [...path, name], [...outer, type]),
  );
  return [...look(type, path), ...inner];
}
