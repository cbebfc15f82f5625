import { CommandError, exitCodes } from './command';

/** What a CSV cell of a field holds. */
export type CellKind = 'text' | 'number' | 'boolean' | 'json' | { readonly listOf: 'text' | 'number' | 'boolean' };

/** What the gateway says about the input of a domain, as far as an import needs it. */
export interface DomainInput {
  readonly fields: ReadonlyMap<string, CellKind>;
  /** The field that identifies an item. */
  readonly idField?: string;
  /** The fields of its key, as they stand in the path of an item. */
  readonly keyFields: readonly string[];
  /** The gateway would make an id for an item without one, so the import may make it too. */
  readonly idIsOptional: boolean;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly readOnly?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** The fields of the items of a domain that nobody writes, by the list of the domain. */
export function readOnlyIn(document: unknown, domain: string): readonly string[] {
  const api = (document ?? {}) as OpenApi;
  const page = contentOf(api.paths?.[`/${domain}`]?.get?.responses?.['200']);
  const { items } = page ? (resolve(api, page).properties ?? {}) : {};
  const { properties = {} } = items?.items ? resolve(api, items.items) : {};
  return Object.entries(properties).flatMap(([name, { readOnly }]) => (readOnly ? [name] : []));
}

const contentOf = (body: Content | undefined): Schema | undefined => body?.content?.['application/json']?.schema;

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

interface OpenApi {
  readonly paths?: Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/**
 * Finds the fields of a domain in the gateway's own OpenAPI document, so that the import knows no domain by itself.
 * @throws CommandError when the gateway has no such domain
 */
export function domainInput(document: unknown, domain: string): DomainInput {
  const api = (document ?? {}) as OpenApi;
  const paths = api.paths ?? {};
  const schema = inputSchema(api, paths[`/${domain}`]?.post);
  if (!schema || !(`/${domain}/batch` in paths)) {
    const importable = Object.keys(paths).filter(
      (path) => inputSchema(api, paths[path]?.post) && `${path}/batch` in paths,
    );
    const names = importable.map((path) => path.slice(1)).join(', ');
    throw new CommandError(
      `The gateway has no domain "${domain}" that takes new items in batches. ${names ? `It has: ${names}.` : ''}`.trimEnd(),
      exitCodes.usage,
    );
  }
  const properties = Object.entries(schema.properties ?? {});
  const fields = new Map(properties.map(([name, field]) => [name, cellKind(api, field)]));
  const itemPath = Object.keys(paths).find(
    (path) => path.startsWith(`/${domain}/{`) && path.lastIndexOf('/') === domain.length + 1,
  );
  const idField = itemPath?.slice(domain.length + 3, -1);
  const keyFields = keyFieldsOf(domain, paths);
  if (idField === undefined || !fields.has(idField)) return { fields, keyFields, idIsOptional: false };
  return { fields, keyFields, idField, idIsOptional: !schema.required?.includes(idField) };
}

/** The longest path of nothing but fields is that of one item; the shorter ones are lists. */
function keyFieldsOf(domain: string, paths: Readonly<Record<string, unknown>>): readonly string[] {
  const [path = ''] = Object.keys(paths)
    .filter((candidate) => candidate.startsWith(`/${domain}/`) && /^\/[^/]+(\/\{\w+\})+$/.test(candidate))
    .sort((one, other) => other.length - one.length);
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

function inputSchema(api: OpenApi, post: Operation | undefined): Schema | undefined {
  const schema = contentOf(post?.requestBody);
  const resolved = schema && resolve(api, schema);
  return resolved?.properties ? resolved : undefined;
}

/** Follows references and picks the first alternative that is not null. */
function resolve(api: OpenApi, schema: Schema, depth = 0): Schema {
  const prefix = '#/components/schemas/';
  const target = schema.$ref?.startsWith(prefix)
    ? api.components?.schemas?.[schema.$ref.slice(prefix.length)]
    : (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.find((alternative) => alternative.type !== 'null');
  // A schema may refer to itself; ten steps are more than any field needs.
  return target && depth < 10 ? resolve(api, target, depth + 1) : schema;
}

function cellKind(api: OpenApi, field: Schema): CellKind {
  const schema = resolve(api, field);
  const types = typesOf(schema);
  if (types.includes('array')) {
    const element = schema.items ? cellKind(api, schema.items) : 'json';
    return typeof element === 'object' || element === 'json' ? 'json' : { listOf: element };
  }
  // A field of many types is free JSON, apart from the usual "or null".
  if (types.length !== 1 || types[0] === 'object') return 'json';
  if (types[0] === 'number' || types[0] === 'integer') return 'number';
  return types[0] === 'boolean' ? 'boolean' : 'text';
}

function typesOf(schema: Schema): readonly string[] {
  const types = schema.type ?? (schema.enum ? [...new Set(schema.enum.map((value) => typeof value))] : []);
  return (typeof types === 'string' ? [types] : types).filter((type) => type !== 'null');
}
