import { buildSchema, parse, print } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { computedOf } from '../../schema/counted';
import { domainIfAny, fieldsOf, nestedClass, ownedFields, relationsOf } from '../../schema/facts';
import { required } from '../../schema/required';
import type { DeclaredClass } from '../../schema/facts';
import { argumentsOf } from '../../services/arguments';
import { idField, identityOf } from '../../services/nodes';
import type { Placed } from './methods';

/** A GraphQL document for each method, by the name of its domain: every field, and relations when they are asked for. */
export function documentsOf(placed: readonly Placed[], sdl: string): ReadonlyMap<string, string> {
  const schema = buildSchema(sdl);
  const files = new Map<string, string[]>();
  for (const method of placed) {
    const { name } = method.operation.domain;
    files.set(name, [...(files.get(name) ?? []), documentOf(method, schema)]);
  }
  return new Map([...files].map(([name, texts]) => [name, print(parse(texts.join('\n')))]));
}

/** The variable that asks for a relation: `includeLinesBook` for `lines.book`. */
export const includeVariable = (path: string): string =>
  `include${path
    .split('.')
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1))
    .join('')}`;

function documentOf({ operation, include }: Placed, schema: GraphQLSchema): string {
  const { kind, name } = operation;
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = required(root?.getFields()[name], `${name} in the schema`);
  const known = argumentsOf(operation);
  const args = field.args.filter((arg) => known.some((argument) => argument.name === arg.name));
  const variables = [
    ...args.map((arg) => `$${arg.name}: ${String(arg.type)}`),
    ...(operation.gives.as === 'page' ? ['$count: Boolean = false'] : []),
    ...include.map((path) => `$${includeVariable(path)}: Boolean = false`),
  ];
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return `${kind} ${title}${inBrackets(variables)} { ${name}${inBrackets(passed)} ${answerOf(operation, include)} }`;
}

const inBrackets = (list: readonly string[]): string => (list.length > 0 ? `(${list.join(', ')})` : '');

function answerOf({ gives, route, body }: Placed['operation'], include: readonly string[]): string {
  if (gives.as === 'nothing') return '';
  // An answer that is not looked at has to select something all the same.
  if (route.success === 204) return '{ version }';
  const item = gives.as === 'results' ? '' : selection(gives.type, include);
  switch (gives.as) {
    case 'page':
      return `{ edges { node ${item} } pageInfo { hasNextPage endCursor hasPreviousPage startCursor } totalCount @include(if: $count) }`;
    case 'results': {
      const items = gives.operations.flatMap(({ name, gives: written }) =>
        'type' in written ? [`${name} ${selection(written.type, [])}`] : [],
      );
      return `{ status ${items.join(' ')} }`;
    }
    case 'outcomes':
      return `{ status ${body?.of === 'keys' ? '' : `item ${item} `}error { type title status detail errors { pointer detail } } }`;
    default:
      return item;
  }
}

/** A selection of every field of a class; the relations are asked for by variables. */
export function selection(type: DeclaredClass, include: readonly string[], above: readonly string[] = []): string {
  const below = (name: string): readonly string[] => [...above, name];
  const includeDirective = (name: string): readonly string[] => {
    const path = below(name).join('.');
    return include.includes(path) ? [`@include(if: $${includeVariable(path)})`] : [];
  };
  const fields = fieldsOf(type).map((field) => {
    const nested = nestedClass(field);
    return nested ? `${field.name} ${selection(nested, include, below(field.name))}` : field.name;
  });
  const domain = domainIfAny(type);
  // Caches of GraphQL clients keep an item under its id.
  const id = domain && identityOf(domain) === 'made' ? [idField] : [];
  const owned = domain ? ownedFields.map(({ name }) => name) : [];
  const relations = relationsOf(type).flatMap(({ name, type: target }) =>
    includeDirective(name).map((directive) => `${name} ${directive} ${selection(target(), include, below(name))}`),
  );
  const totals = computedOf(type).flatMap(({ name }) =>
    includeDirective(name).map((directive) => `${name} ${directive}`),
  );
  return `{ ${[...id, ...fields, ...owned, ...relations, ...totals].join(' ')} }`;
}
