import { extendSchema, isUnionType, lexicographicSortSchema, parse, print, printSchema, visit } from 'graphql';
import type { ConstDirectiveNode, GraphQLSchema, ObjectTypeDefinitionNode } from 'graphql';
import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { listOf } from '../schema/guards';
import { required } from '../schema/required';
import type { Context, Item } from '../services/context';
import { ServiceError } from '../services/errors';
import { entityOf, federationFields, isEntity } from '../services/federation';
import { nodeFields } from '../services/nodes';
import type { Operation } from '../services/operation';
import { readByKey } from './nodes';
import { noteType, notedType } from './types';

export interface FederationOptions {
  /** The schema is not told. */
  readonly production?: boolean;
}

/**
 * The schema of a gateway as a subgraph of Apollo Federation 2: with `_service`, which tells it, and `_entities`, which reads
 * items by their keys.
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function federated(
  schema: GraphQLSchema,
  operations: readonly Operation[],
  { production = false }: FederationOptions = {},
): GraphQLSchema {
  const entities = [...new Set(operations.map(({ domain }) => domain))].filter(isEntity);
  const whole = extendSchema(schema, parse(additions(entities)), { assumeValid: true, assumeValidSDL: true });
  const fields = required(whole.getQueryType(), 'the type of queries').getFields();
  const service = required(fields[federationFields.service], 'the field that tells the schema');
  service.resolve = () => {
    if (production) {
      throw new ServiceError(
        'forbidden',
        'This gateway does not tell its schema. Compose with the one that it tells on your machine: npm start.',
      );
    }
    return { sdl: subgraphDocument(schema, entities) };
  };
  const union = whole.getType('_Entity');
  const read = fields[federationFields.entities];
  if (!read || !isUnionType(union)) return whole;
  union.resolveType = notedType;
  read.resolve = async (_root, values: Record<string, unknown>, context: Context) =>
    Promise.all(
      listOf(values.representations).map(async (representation, place) =>
        // An error in place of an item fails alone.
        readEntity(representation, place, entities, operations, context).catch((error: unknown) => error),
      ),
    );
  return whole;
}

async function readEntity(
  representation: unknown,
  place: number,
  entities: readonly DomainFact[],
  operations: readonly Operation[],
  context: Context,
): Promise<Item | null> {
  const { domain, key } = entityOf(representation, place, entities);
  const item = await readByKey({ domain, key }, operations, context);
  if (!item) return null;
  noteType(item, domain);
  return item;
}

/** What the specification asks of the schema of a subgraph; a union must have members. */
function additions(entities: readonly DomainFact[]): string {
  const service = 'type _Service { sdl: String! } extend type Query { _service: _Service! }';
  if (entities.length === 0) return service;
  return `${service}
    scalar _Any
    union _Entity = ${entities.map(({ typeName }) => typeName).join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
}

/**
 * The schema as it is composed with others. Only the keys of items make types of several subgraphs one; any other type with
 * the same fields in two of them, such as PageInfo, is the same there, so that two gateways can be in one supergraph.
 */
function subgraphDocument(schema: GraphQLSchema, entities: readonly DomainFact[]): string {
  const keys = new Map(
    entities.map((domain) => [
      domain.typeName,
      keyFields(domain)
        .map(({ name }) => name)
        .join(' '),
    ]),
  );
  const mark = (node: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode => {
    const { value: name } = node.name;
    // An id says of no gateway which one it is of, and two fields of one name would be in the way of each other.
    if (name === 'Query') return { ...node, fields: node.fields?.filter((field) => !isNodeField(field.name.value)) };
    if (name === 'Mutation') return node;
    const key = keys.get(name);
    return { ...node, directives: directives(key === undefined ? '@shareable' : `@key(fields: "${key}")`) };
  };
  const document = visit(parse(printSchema(lexicographicSortSchema(schema))), { ObjectTypeDefinition: mark });
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])\n\n${print(document)}`;
}

const isNodeField = (name: string): boolean => Object.values<string>(nodeFields).includes(name);

function directives(text: string): readonly ConstDirectiveNode[] {
  const [definition] = parse(`type T ${text}`).definitions;
  return definition && 'directives' in definition ? (definition.directives as ConstDirectiveNode[]) : [];
}
