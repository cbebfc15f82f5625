import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import { buildGraphQLSchema } from '../resolvers';
import { computedOf } from '../schema/counted';
import { nestedClasses, relationsOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import type { Sort } from '../services/context';
import { idField, identityOf, nodeFieldsOfChange } from '../services/nodes';
import type { Input, Operation } from '../services/operation';
import type { Answer, TestGateway } from './harness';

/** What a caller learns from an operation, in words that are the same for every face. */
export interface Told {
  readonly code: string;
  readonly pointers: readonly string[];
  readonly result?: unknown;
  /** The item that a lost write is told about. */
  readonly current?: unknown;
}

/** One way to call any operation. */
export interface Face {
  readonly name: string;
  call(gateway: TestGateway, operation: Operation, input: Input, idempotencyKey?: string): Promise<Told>;
}

export const rest: Face = {
  name: 'REST',
  call: async (gateway, operation, { key = {}, body, query = {}, precondition = {} }, idempotencyKey) => {
    const path = operation.route.path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(String(key[name])));
    const { filter, sort, ...plain } = query as { filter?: object; sort?: Sort };
    const parameters = Object.entries({
      ...plain,
      ...(filter && { filter: JSON.stringify(filter) }),
      ...(sort && { sort: `${sort.descending ? '-' : ''}${sort.field}` }),
    }).map(([name, value]): [string, string] => [name, String(value)]);
    const search = new URLSearchParams(parameters).toString();
    const { ifMatch } = precondition;
    const answer = await gateway.send(operation.route.method, `${path}${search && '?'}${search}`, {
      body,
      headers: {
        ...(Array.isArray(ifMatch) && { 'if-match': ifMatch.map((version) => `"${version}"`).join(', ') }),
        ...keyHeader(idempotencyKey),
      },
    });
    return fromRest(operation, answer);
  },
};

export const graphql: Face = {
  name: 'GraphQL',
  call: async (gateway, operation, input, idempotencyKey) => {
    const schema = schemaOf(gateway);
    const root = operation.kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
    const field = root.getFields()[operation.name]!;
    const variables = argumentsOf(operation, input);
    const used = field.args.filter(({ name }) => name in variables);
    const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
    const call = `${operation.name}${passed && `(${passed})`} ${selection(field.type, relationsIn(gateway))}`;
    const document = `${operation.kind} ${declared && `(${declared})`} { ${call} }`;
    const answer = await gateway.graphql(document, variables, keyHeader(idempotencyKey));
    return fromGraphQL(operation, answer);
  },
};

export const mcp: Face = {
  name: 'MCP',
  call: async (gateway, operation, input, idempotencyKey) => {
    const params = { name: operation.name, arguments: argumentsOf(operation, input) };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    return fromMcp(operation, await gateway.send('POST', '/mcp', { body, headers: keyHeader(idempotencyKey) }));
  },
};

const keyHeader = (idempotencyKey: string | undefined): Record<string, string> =>
  idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };

export const faces: readonly Face[] = [rest, graphql, mcp];

const schemas = new WeakMap<readonly Operation[], GraphQLSchema>();

export function schemaOf({ operations }: TestGateway): GraphQLSchema {
  if (!schemas.has(operations)) schemas.set(operations, buildGraphQLSchema(operations, { check: true }));
  return schemas.get(operations)!;
}

export function argumentsOf(
  { body: fact }: Operation,
  { key = {}, body, query = {}, precondition = {} }: Input,
): Record<string, unknown> {
  const { limit, cursor, sort, ...others } = query as { limit?: number; cursor?: string; sort?: Sort };
  const { ifMatch } = precondition;
  return {
    ...key,
    ...others,
    ...(limit !== undefined && { first: limit }),
    ...(cursor !== undefined && { after: cursor }),
    ...(sort && { orderBy: orderName(sort) }),
    ...(fact?.of === 'item' && fact.flat
      ? (body as object)
      : fact?.of === 'item'
        ? { [fact.mode === 'patch' ? 'patch' : 'input']: body }
        : (body as object | undefined)),
    ...(Array.isArray(ifMatch) && { expectedVersion: ifMatch[0] }),
  };
}

/** `createdAt` descending is CREATED_AT_DESC. */
function orderName({ field, descending }: Sort): string {
  return `${field.replace(/[A-Z]/g, '_$&').toUpperCase()}_${descending ? 'DESC' : 'ASC'}`;
}

/** Every field of a type, nested ones included, but what is read from elsewhere. */
export function selection(type: GraphQLOutputType, without: ReadonlySet<string>, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named) || depth > 6) return '';
  const fields = Object.values(named.getFields())
    .filter((field) => !without.has(`${named.name}.${field.name}`))
    .map((field) => `${field.name} ${selection(field.type, without, depth + 1)}`);
  return `{ ${fields.join(' ')} }`;
}

/**
 * The relations, the totals and the made ids of all domains, as Type.field: what an item has not in itself. Nor has a change
 * its item, or a page its plan, which only GraphQL has as a field.
 */
export function relationsIn({ operations }: TestGateway): ReadonlySet<string> {
  const names = (type: DeclaredClass): string[] => [
    ...[...relationsOf(type), ...computedOf(type)].map(({ name }) => `${type.name}.${name}`),
    ...[...nestedClasses(type).values()].flatMap(names),
  ];
  const ids = operations.flatMap(({ domain }) =>
    identityOf(domain) === 'made' ? [`${domain.typeName}.${idField}`] : [],
  );
  const plans = operations.flatMap(({ domain, gives }) =>
    [domain.typeName, ...('type' in gives ? [gives.type.name] : [])].map((name) => `${name}Connection.plan`),
  );
  const ofChanges = Object.values(nodeFieldsOfChange).map((name) => `Change.${name}`);
  return new Set([...operations.flatMap(({ domain }) => names(domain.type)), ...ids, ...plans, ...ofChanges]);
}

function fromRest({ gives }: Operation, { status, text, json }: Answer): Told {
  if (status >= 400) {
    const { type, errors = [], current } = json;
    return { code: type.replace('/problems/', ''), pointers: errors.map(({ pointer }: any) => pointer), current };
  }
  const body = text === '' ? undefined : json;
  const result = {
    nothing: () => null,
    item: () => body ?? null,
    items: () => body.items,
    page: () => body.items,
    outcomes: () => body.results,
    results: () => body.results,
  };
  return { code: 'ok', pointers: [], result: withoutNull(result[gives.as]()) };
}

function fromGraphQL({ name, gives, kind, route }: Operation, { json }: Answer): Told {
  const [error] = json.errors ?? [];
  if (error) {
    const { type = '', errors = [], current } = error.extensions;
    return { code: type.replace('/problems/', ''), pointers: errors.map(inDoorTerms), current: current as unknown };
  }
  const value = json.data[name];
  // A missing item is null to a GraphQL query and 404 to a GET.
  if (value === null && kind === 'query' && gives.as === 'item') return { code: 'not-found', pointers: [] };
  const result = gives.as === 'page' ? value.edges.map(({ node }: any) => node) : route.success === 204 ? null : value;
  return { code: 'ok', pointers: [], result: withoutNull(result) };
}

function fromMcp({ gives, route }: Operation, { json }: Answer): Told {
  // What is wrong with the request as such, a bad token for example, is an error of the protocol with the same problem.
  const { structuredContent, isError } = json.result ?? { structuredContent: json.error.data, isError: true };
  if (isError) {
    const { type, errors = [], current } = structuredContent;
    return { code: type.replace('/problems/', ''), pointers: errors.map(inDoorTerms), current };
  }
  const result = {
    nothing: () => null,
    item: () => structuredContent,
    items: () => structuredContent.items,
    page: () => structuredContent.items,
    outcomes: () => structuredContent.results,
    results: () => structuredContent.results,
  };
  return { code: 'ok', pointers: [], result: route.success === 204 ? null : withoutNull(result[gives.as]()) };
}

/** A pointer to an argument of a list as REST names it. */
function inDoorTerms({ pointer }: { pointer: string }): string {
  const names: Record<string, string> = { '/first': '/limit', '/after': '/cursor', '/orderBy': '/sort' };
  return names[pointer] ?? pointer;
}

/** GraphQL names every field that was asked for, REST only those that are there; gaps in a list stay. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, content]) => content !== null);
  return Object.fromEntries(kept.map(([name, content]) => [name, withoutNull(content)]));
}
