import { isAbstractType, isInterfaceType, isListType, isNonNullType, isObjectType, isIntrospectionType } from 'graphql';
import type {
  GraphQLInterfaceType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import { domainOf, keyFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import type { GatewayDefinition } from '../../services/definition';
import { idField, identityOf } from '../../services/nodes';

/** How a cache of Apollo Client treats a type, as far as it differs from the usual. */
interface TypePolicy {
  readonly keyFields?: false | readonly string[];
  readonly merge?: boolean;
  readonly fields?: Readonly<Record<string, { readonly merge: boolean }>>;
}

/**
 * What the caches of GraphQL clients have to know of a gateway, as a module: which types there are, and how items of them are
 * told apart. An item with an id of the gateway is told apart by it; what has none is kept where it stands.
 */
export function cachesSource({ domains }: Pick<GatewayDefinition, 'domains'>, schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const objects = types.filter(isObjectType).filter((type) => !roots.includes(type));
  const facts = new Map(domains.map(domainOf).map((domain) => [domain.typeName, domain]));
  const isItem = (type: GraphQLObjectType): boolean => facts.has(type.name);
  const hasId = ({ name }: GraphQLObjectType): boolean => identityOfType(facts.get(name)) !== undefined;
  const possibleTypes = types
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]);
  const policies = objects.map((type): [string, TypePolicy] => [
    type.name,
    policyOf(type, facts.get(type.name), isItem),
  ]);
  const withoutId = objects.filter((type) => !hasId(type));
  const keys = withoutId.map((type) => [type.name, keyNames(facts.get(type.name)) ?? []]);
  const plain = [...facts.values()].filter((domain) => identityOf(domain) === 'plain').map(({ typeName }) => typeName);
  return `// Written from the declarations of the gateway. Do not edit.

type Data = Readonly<Record<string, unknown>>;

/** The types behind each interface and union: \`possibleTypes\` of Apollo's InMemoryCache. */
export const possibleTypes: Record<string, string[]> = ${literal(Object.fromEntries(possibleTypes))};

/**
 * How Apollo's InMemoryCache tells items apart where \`id\` does not, and that parts of an item are replaced with it:
 * its \`typePolicies\`.
 */
export const typePolicies: Record<
  string,
  { keyFields?: false | string[]; merge?: boolean; fields?: Record<string, { merge: boolean }> }
> = ${literal(Object.fromEntries(policies.filter(([, policy]) => Object.keys(policy).length > 0)))};

/** The types that have no id of the gateway, each with the fields that tell its items apart; none for a part of an item. */
const keyFields: Record<string, string[]> = ${literal(Object.fromEntries(keys))};

/** The fields of a key as one text; null where one is not there. */
function keyOf(names: readonly string[], data: Data): string | null {
  const values = names.map((name) => data[name]);
  return values.length > 0 && !values.includes(undefined) ? JSON.stringify(values) : null;
}

/** The types that have fields, each with the types of its fields. */
const types: Record<string, Record<string, string>> = ${literal(Object.fromEntries(types.filter(hasFields).map(fieldTypes)))};

/** A type as introspection has it: \`[Product!]\` is a list of what is never null. */
function typeFrom(text: string): object {
  if (text.endsWith('!')) return { kind: 'NON_NULL', ofType: typeFrom(text.slice(0, -1)) };
  if (text.startsWith('[')) return { kind: 'LIST', ofType: typeFrom(text.slice(1, -1)) };
  return { kind: types[text] ? 'OBJECT' : 'SCALAR', name: text };
}

/** What urql's Graphcache needs to tell on which types a fragment is, and what may be null: its \`schema\`. */
export const schema = {
  __schema: {
    queryType: ${literal(rootOf(schema.getQueryType()))} as { name: string },
    mutationType: ${literal(rootOf(schema.getMutationType()))},
    types: [
      ...Object.entries(types).map(([name, fields]) => ({
        kind: name in possibleTypes ? 'INTERFACE' : 'OBJECT',
        name,
        fields: Object.entries(fields).map(([field, text]) => ({ name: field, type: typeFrom(text), args: [] })),
        interfaces: Object.keys(possibleTypes)
          .filter((one) => one in types && possibleTypes[one]?.includes(name))
          .map((one) => ({ name: one })),
      })),
      ...Object.entries(possibleTypes)
        .filter(([name]) => !(name in types))
        .map(([name, possible]) => ({ kind: 'UNION', name, possibleTypes: possible.map((one) => ({ name: one })) })),
    ],
  },
};

/** How urql's Graphcache tells items apart where \`id\` does not: its \`keys\`. */
export const keys: Record<string, (data: Data) => string | null> = Object.fromEntries(
  Object.entries(keyFields).map(([type, names]) => [type, (data: Data) => keyOf(names, data)]),
);

/** The types whose ids callers may choose, so that an item of one can have the id of an item of another. */
const typesWithChosenIds: readonly string[] = ${literal(plain)};

/**
 * How Relay tells records apart, which by itself looks at ids alone: \`getDataID\` of its Environment. The ids of the first
 * type with chosen ids stand for themselves, those of the others behind the name of their type.
 */
export function dataId(data: Data, type: string): string | undefined {
  const names = keyFields[type];
  if (names) {
    const key = keyOf(names, data);
    return key === null ? undefined : \`\${type}:\${key}\`;
  }
  if (typeof data.${idField} !== 'string') return undefined;
  return typesWithChosenIds.indexOf(type) > 0 ? \`\${type}:\${data.${idField}}\` : data.${idField};
}
`;
}

const hasFields = (type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType =>
  isObjectType(type) || isInterfaceType(type);

const fieldTypes = (type: GraphQLObjectType | GraphQLInterfaceType): [string, Record<string, string>] => [
  type.name,
  Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)])),
];

const rootOf = (type: GraphQLObjectType | null | undefined): { name: string } | null =>
  type ? { name: type.name } : null;

const identityOfType = (domain: DomainFact | undefined): ReturnType<typeof identityOf> => domain && identityOf(domain);

/** The key of a domain whose items have no id; undefined where there is no key, or not everybody sees it. */
function keyNames(domain: DomainFact | undefined): readonly string[] | undefined {
  if (!domain) return undefined;
  const fields = keyFields(domain);
  return fields.some(({ visible }) => visible) ? undefined : fields.map(({ name }) => name);
}

function policyOf(
  type: GraphQLObjectType,
  domain: DomainFact | undefined,
  isItem: (type: GraphQLObjectType) => boolean,
): TypePolicy {
  const fields = Object.values(type.getFields());
  // Parts of an item that are asked for in several ways are one part; a list of them is replaced as a whole.
  const lists = fields.filter((field) => isList(field.type) && isPart(field.type, isItem)).map(({ name }) => name);
  const own = {
    ...(lists.length > 0 && { fields: Object.fromEntries(lists.map((name) => [name, { merge: false }])) }),
  };
  if (domain) return identityOf(domain) ? own : { keyFields: keyNames(domain) ?? false, ...own };
  const isTaken = fields.some(({ name }) => name === idField);
  return { ...(isTaken ? { keyFields: false as const } : {}), merge: true, ...own };
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** Whether a field holds what has no identity of its own. */
function isPart(type: GraphQLOutputType, isItem: (type: GraphQLObjectType) => boolean): boolean {
  if (isNonNullType(type) || isListType(type)) return isPart(type.ofType as GraphQLOutputType, isItem);
  return isObjectType(type) && !isItem(type);
}

const literal = (value: unknown): string => JSON.stringify(value, null, 2);
