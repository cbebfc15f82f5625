import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { fieldsOf, nestedClass, relationsOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import type { Placed } from './methods';

const header = '// Written from the declarations of the gateway. Do not edit.\n';

/** Values by what GraphQL calls them, by the name of their enumeration. */
export type Enumerations = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The enumerations of what some methods take and give. */
export function enumerationsOf(placed: readonly Placed[]): Enumerations {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const seen = new Set<DeclaredClass>();
  const visit = (type: DeclaredClass): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const field of fieldsOf(type)) {
      if ('enumeration' in field) found.set(field.enumeration.name, field.enumeration.names);
      const nested = nestedClass(field);
      if (nested) visit(nested);
    }
    for (const { type: target } of relationsOf(type)) visit(target());
  };
  for (const { operation } of placed) {
    const { domain, body, gives } = operation;
    visit(domain.type);
    if (body && 'type' in body) visit(body.type);
    if ('type' in gives) visit(gives.type);
  }
  return found;
}

/**
 * What the GraphQL transport needs to know to speak of values by their GraphQL names: the enumerations whose names are not
 * their values, and the ways that lead to them. Where each name is its value there is nothing.
 * @param schema the GraphQL schema of the gateway
 */
export function enumerationsSource(placed: readonly Placed[], schema: GraphQLSchema): string {
  const renamed = new Map(
    [...enumerationsOf(placed)].filter(([, names]) => Object.entries(names).some(([name, value]) => name !== value)),
  );
  const methods = new Set(placed.map(({ method }) => method.name));
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => type ?? []);
  const fields = roots.flatMap((type) => Object.values(type.getFields())).filter(({ name }) => methods.has(name));
  const members = new Map<string, ReadonlyMap<string, GraphQLNamedType>>(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInputObjectType(type)
        ? [
            [
              type.name,
              typesOf(roots.some((root) => root === type) ? fields : Object.values(type.getFields())),
            ] as const,
          ]
        : [],
    ),
  );
  const variables = new Map(fields.map(({ name, args }) => [name, typesOf(args)]));
  const leading = leadingTo(new Set(renamed.keys()), members);
  return [
    header,
    '/** Values by their GraphQL names, of the enumerations whose names are not their values. */',
    `export const enumerations: Readonly<Record<string, Readonly<Record<string, string>>>> = ${literal(renamed)};`,
    '',
    '/** The members of the types that lead to these enumerations, with what each holds. */',
    `export const members: Readonly<Record<string, Readonly<Record<string, string>>>> = ${literal(within(members, leading))};`,
    '',
    '/** The arguments of the fields that lead to them. */',
    `export const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = ${literal(within(variables, leading))};`,
    '',
  ].join('\n');
}

type Members = ReadonlyMap<string, ReadonlyMap<string, GraphQLNamedType>>;

const typesOf = (
  list: readonly { readonly name: string; readonly type: Parameters<typeof getNamedType>[0] }[],
): ReadonlyMap<string, GraphQLNamedType> =>
  new Map(
    list.flatMap(({ name, type }) => {
      const named = getNamedType(type);
      return named ? [[name, named] as const] : [];
    }),
  );

/** The types from which some others can be reached, and those themselves. */
function leadingTo(targets: ReadonlySet<string>, members: Members): ReadonlySet<string> {
  const leading = new Set(targets);
  for (let size = -1; size < leading.size;) {
    size = leading.size;
    for (const [name, held] of members)
      if ([...held.values()].some((type) => leading.has(type.name))) leading.add(name);
  }
  return leading;
}

/** Of all members those that hold one of some types. */
function within(members: Members, types: ReadonlySet<string>): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map(
    [...members].flatMap(([name, held]) => {
      const kept = [...held].flatMap(([member, type]) => (types.has(type.name) ? [[member, type.name] as const] : []));
      return kept.length > 0 ? [[name, Object.fromEntries(kept)] as const] : [];
    }),
  );
}

const literal = (values: ReadonlyMap<string, object>): string => JSON.stringify(Object.fromEntries(values), null, 2);
