import type { GraphQLSchema } from 'graphql';
import { withDeprecation } from '../../schema/deprecation';
import { authorFieldsOf, keyFields, nestedClasses, ownedFields, relationsOf } from '../../schema/facts';
import { listOf, recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import type { DeclaredClass, FieldFact } from '../../schema/facts';
import { kinds } from '../../schema/kinds';
import { isUpdating } from '../../services/bulk-body';
import { descendingName, sortableFields } from '../../services/list-query';
import type { NamedDocument } from '../../services/documents';
import { identityOf } from '../../services/nodes';
import { transactionTypes } from '../../services/schema-names';
import { enumerationsOf } from './enumerations';
import { takesFields } from './methods';
import type { Placed } from './methods';
import { commentOf, inputTypes, schemaTypes, tagged } from './types';

const header = '// Written from the declarations of the gateway. Do not edit.\n';

/** What the client knows at run time: its methods, and where objects stand in objects. */
export function methodsSource(placed: readonly Placed[]): string {
  const grouped: Record<string, Record<string, object>> = {};
  for (const { domain = '', called, method } of placed) (grouped[domain] ??= {})[called] = method;
  const { '': ownMethods = {}, ...domains } = grouped;
  return [
    header,
    `import type { Method } from '../source/method.ts';`,
    '',
    ...Object.entries(domains).map(
      ([name, own]) =>
        `/** The methods of ${name}. */\nexport const ${name}Methods: Readonly<Record<string, Method>> = ${literal(own)};\n`,
    ),
    '/** The methods of the client, by the name of their domain. */',
    `export const methods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {\n${Object.keys(domains)
      .map((name) => `  ${name}: ${name}Methods,\n`)
      .join('')}};`,
    '',
    '/** The methods of the client itself. */',
    `export const ownMethods: Readonly<Record<string, Method>> = ${literal(ownMethods)};`,
    '',
    '/** The types of the fields that hold objects. */',
    `export const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = ${literal(shapesOf(placed))};`,
    '',
    '/** The types whose items have an id over GraphQL that is not one of their fields: it is made from their key. */',
    `export const typesWithMadeId: readonly string[] = ${literal(typesWithMadeId(placed))};`,
    '',
    '',
  ].join('\n');
}

/** A function for each document that has a name, with the types that the OpenAPI document has for it. */
export function namedSource(
  documents: readonly NamedDocument[],
  {
    schemas,
    paths,
  }: { readonly schemas: Readonly<Record<string, unknown>>; readonly paths: Readonly<Record<string, unknown>> },
): string {
  const named = documents.map(({ name, kind }) => {
    const { parameters } = recordOf(recordOf(paths[`/q/${name}`]).post ?? {});
    const needsKey = listOf(parameters ?? []).some((one) => recordOf(one).name === 'Idempotency-Key');
    return { name, kind, ...(needsKey && { needsKey }) };
  });
  const takes = (name: string): boolean => `${name}Variables` in schemas;
  const types = named.flatMap(({ name }) => [...(takes(name) ? [`${name}Variables`] : []), `${name}Data`]);
  const members = named.map(({ name, needsKey }) => {
    const isRequired = takes(name) && recordOf(schemas[`${name}Variables`]).required !== undefined;
    const variables = takes(name) ? `variables${isRequired ? '' : '?'}: ${name}Variables` : 'variables?: undefined';
    const method = name.charAt(0).toLowerCase() + name.slice(1);
    const options = needsKey ? 'CallOptions & Idempotent' : 'CallOptions';
    return `  readonly ${method}: (${variables}, options?: ${options}) => Promise<${name}Data>;`;
  });
  const imported = named.some(({ needsKey }) => needsKey) ? 'CallOptions, Idempotent' : 'CallOptions';
  return [
    header,
    `import type { ClientOptions } from '../source/client.ts';`,
    `import { namedOf } from '../source/named.ts';`,
    ...(named.length > 0 ? [`import type { ${imported} } from '../source/types.ts';`] : []),
    '',
    schemaTypes(schemas, types),
    '/** The documents with a name. Each gives its data, and throws where the answer has an error. */',
    'export interface NamedDocuments {',
    ...members,
    '}',
    '',
    '/** Sends the documents that have a name: by their paths over REST, with their texts over GraphQL. */',
    'export function createNamedDocuments(options: ClientOptions): NamedDocuments {',
    `  const load = async () => (await import('./named-texts.ts')).texts;`,
    `  return namedOf(options, ${JSON.stringify(named)}, load) as NamedDocuments;`,
    '}',
    '',
  ].join('\n');
}

/** A client of each domain alone, for pages that use no other. */
export function domainsSource(placed: readonly Placed[]): string {
  const domains = new Map(
    placed.flatMap(({ domain, operation }) => (domain === undefined ? [] : [[domain, operation.domain] as const])),
  );
  const names = [...domains].map(([name, { typeName }]) => [name, typeName] as const);
  return [
    header,
    `import { clientOf } from '../source/client.ts';`,
    `import type { ClientOptions } from '../source/client.ts';`,
    `import type { ${names.map(([, type]) => `${type}Methods`).join(', ')} } from './client.ts';`,
    `import { ${names.map(([name]) => `${name}Methods`).join(', ')} } from './methods.ts';`,
    '',
    ...names.map(
      ([name, type]) => `/** What \`createClient\` has as \`${name}\`, and nothing else. */
export function create${type}Client(options: ClientOptions): ${type}Methods {
  const load = async () => (await import('./texts-${name}.ts')).texts;
  return (clientOf(options, { ${name}: ${name}Methods }, {}, load) as { ${name}: ${type}Methods }).${name};
}
`,
    ),
  ].join('\n');
}

/**
 * The type of the client, with a method for each operation, and the types of what its methods take and give.
 * @param schema the GraphQL schema of the gateway
 * @param schemas those of its OpenAPI document
 */
export function clientSources(
  placed: readonly Placed[],
  schema: GraphQLSchema,
  schemas: Readonly<Record<string, unknown>>,
): { readonly client: string; readonly items: string; readonly filters: string; readonly queries: string } {
  const types = new Set<string>();
  const filters = new Set<string>();
  const note: Note = { type: (name) => types.add(name), filter: (name) => filters.add(name) };
  const domains = [...new Set(placed.flatMap(({ domain }) => domain ?? []))].flatMap((name) => {
    const methods = placed.filter(({ domain }) => domain === name);
    return methods.slice(0, 1).map(({ operation }) => ({ ...operation.domain, name, methods }));
  });
  const interfaces = domains.map(({ methods, doc, typeName }) =>
    declaration(doc ?? `What can be done with ${typeName} items.`, `${typeName}Methods`, [
      ...methods.map((method) => signature(method, note)),
      ...watchOf(methods),
    ]),
  );
  const interfaceText = declaration('Everything that the gateway can do.', 'Methods', [
    ...domains.map(({ name, typeName }) => `  readonly ${name}: ${typeName}Methods;\n`),
    ...placed.filter(({ domain }) => domain === undefined).map((method) => signature(method, note)),
  ]);
  const body = [...interfaces, interfaceText].join('\n');
  const queries = [
    ...domains.map(({ methods, name, typeName }) =>
      declaration(
        `The reads of ${name} for TanStack Query.`,
        `${typeName}Queries`,
        methods.map((method) => queryOf(method, note)),
      ),
    ),
    declaration('All that can be read.', 'Queries', [
      ...domains.map(({ name, typeName }) => `  readonly ${name}: ${typeName}Queries;\n`),
      ...placed.filter(({ domain }) => domain === undefined).map((method) => queryOf(method, note)),
    ]),
  ].join('\n');
  const used = (names: readonly string[], text = body): string =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).join(', ');
  const [usedTypes, usedFilters] = [[...types].sort(), [...filters].sort()];
  const client = [
    header,
    `import type { ${used(['CallOptions', 'Deletion', 'Feed', 'FeedOptions', 'Idempotent', 'Including', 'List', 'ListOptions', 'Outcome', 'Selected', 'Selecting'])} } from '../source/types.ts';`,
    `import type { ${used(usedTypes)} } from './items.ts';`,
    `import type { ${usedFilters.join(', ')} } from './filters.ts';`,
    '',
    `export type { ${usedFilters.join(', ')} };`,
    `export type * from './items.ts';`,
    '',
    body,
  ];
  const replacements = new Map(
    usedTypes.flatMap((name) => {
      const replacement = replacementFor(name, placed);
      return replacement === undefined ? [] : [[name, replacement] as const];
    }),
  );
  const ownedIn = (replacement: string): string => {
    const replaced = placed.find(({ operation: { domain } }) =>
      [`${domain.typeName}Upsert`, `${domain.typeName}Replacement`].includes(replacement),
    );
    const authors = replaced ? authorFieldsOf(replaced.operation.domain.type) : [];
    return [...ownedFields, ...authors].map((field) => `'${field.name}'`).join(' | ');
  };
  const stored = domains.map(({ typeName }) => typeName).filter((name) => types.has(name));
  const items = [
    header,
    schemaTypes(
      schemas,
      usedTypes.map((name) => replacements.get(name) ?? name),
    ),
    ...[...replacements].map(
      ([name, replacement]) => `export type ${name} = Omit<${replacement}, ${ownedIn(replacement)}>;\n`,
    ),
    '/** Any item that is stored. */',
    `export type Stored = ${stored.length > 0 ? stored.join(' | ') : 'never'};`,
    '',
  ];
  const queryTypes = [
    'CallOptions',
    'Including',
    'InfiniteQueryOptions',
    'ListOptions',
    'Outcome',
    'Page',
    'QueryOptions',
    'Selected',
    'Selecting',
  ];
  return {
    queries: [
      header,
      `import type { ${used(queryTypes, queries)} } from '../source/types.ts';`,
      `import type { ${used([...usedFilters, ...usedTypes], queries)} } from './client.ts';`,
      '',
      queries,
    ].join('\n'),
    client: client.join('\n'),
    items: items.join('\n'),
    filters: `${header}\n${inputTypes(schema, usedFilters, enumerationsOf(placed))}`,
  };
}

function declaration(doc: string, name: string, members: readonly string[]): string {
  return `${commentOf(doc)}export interface ${name} {\n${members.join('')}}\n`;
}

interface Note {
  type(name: string): unknown;
  filter(name: string): unknown;
}

/** What a method takes and gives, as TypeScript. */
interface Typed {
  readonly generic: string;
  readonly parameters: string;
  /** The type of an item. */
  readonly given: string;
}

/** The words of an operation with the tag of its deprecation. */
const docOf = ({ doc, deprecated }: Placed['operation']): string => tagged(withDeprecation(doc, deprecated) ?? doc);

function signature(placed: Placed, note: Note): string {
  const { called, operation, method } = placed;
  const { generic, parameters, given } = typed(placed, note);
  const answers = {
    nothing: () => 'Promise<void>',
    item: (type: string) =>
      method.isFeed ? `Feed<${type}>` : method.kind === 'query' ? `Promise<${type} | undefined>` : `Promise<${type}>`,
    items: (type: string) => `Promise<readonly (${type} | undefined)[]>`,
    outcomes: (type: string) =>
      `Promise<readonly ${operation.body?.of === 'keys' ? 'Deletion' : `Outcome<${type}>`}[]>`,
    results: () => `Promise<readonly ${transactionTypes.result}[]>`,
    page: (type: string) => `List<${type}>`,
  };
  return `${commentOf(docOf(operation), '  ')}  readonly ${called}: ${generic}(${parameters}) => ${answers[method.gives](given)};\n`;
}

/** The options of TanStack Query for a method that reads; nothing for any other. */
function queryOf(placed: Placed, note: Note): string {
  const { called, operation, method } = placed;
  if (method.kind !== 'query' || method.isFeed) return '';
  const { generic, parameters, given } = typed(placed, note);
  const data = {
    nothing: 'null',
    item: `${given} | null`,
    items: `readonly (${given} | undefined)[]`,
    outcomes: `readonly Outcome<${given}>[]`,
    results: `readonly ${transactionTypes.result}[]`,
    page: `Page<${given}>`,
  }[method.gives];
  const options = [
    `readonly queryOptions: ${generic}(${parameters}) => QueryOptions<${data}>`,
    ...(method.isList
      ? [`readonly infiniteQueryOptions: ${generic}(${parameters}) => InfiniteQueryOptions<${given}>`]
      : []),
  ];
  return `${commentOf(docOf(operation), '  ')}  readonly ${called}: { ${options.join('; ')} };\n`;
}

function typed({ operation, method, include }: Placed, note: Note): Typed {
  const { body, domain, gives } = operation;
  const parameters: string[] = [];
  if (method.key.length > 0) {
    parameters.push(`key: ${keyType(operation, method.isConditional)}`);
  }
  parameters.push(
    ...method.others.map((name) => {
      const field = operation.key.find((candidate) => candidate.name === name);
      return `${name}: ${plainType(required(field, `the field ${name} in the path of ${operation.name}`))}`;
    }),
  );
  if (body?.of === 'keys') parameters.push(`keys: readonly (${keyType(operation)})[]`);
  else if (body?.of === 'writes') {
    Object.values(transactionTypes).forEach((name) => note.type(name));
    parameters.push(`writes: readonly ${transactionTypes.write}[]`);
  } else if (body?.of === 'updates') {
    note.type(`${body.type.name}Update`);
    parameters.push(`updates: readonly ${body.type.name}Update[]`);
  } else if (body?.of === 'items') {
    note.type(inputName(body.type, 'whole'));
    parameters.push(`items: readonly ${inputName(body.type, 'whole')}[]`);
  } else if (body?.of === 'all') {
    const filter = `${domain.typeName}Filter`;
    note.filter(filter);
    const patch = inputName(body.type, 'patch');
    if (isUpdating(body)) note.type(patch);
    const changes = isUpdating(body) ? ` readonly patch: ${patch};` : '';
    parameters.push(`asked: { readonly filter: ${filter};${changes} readonly dryRun?: boolean }`);
  } else if (body) {
    const name = inputName(body.type, body.mode);
    note.type(name);
    parameters.push(`${method.body === 'patch' ? 'patch' : 'input'}: ${name}`);
  }
  const options: string[] = [];
  if (operation.query === 'page') options.push('ListOptions<never, never>');
  else if (method.isList) {
    const filter = `${domain.typeName}Filter`;
    note.filter(filter);
    const orders = sortableFields(domain).flatMap((name) => [`'${name}'`, `'${descendingName(name)}'`]);
    options.push(`ListOptions<${filter}, ${orders.length > 0 ? orders.join(' | ') : 'never'}>`);
  } else options.push(method.isFeed ? 'FeedOptions' : 'CallOptions');
  const isSelecting = takesFields(operation);
  if (isSelecting) options.push('Selecting<Field>');
  if (include.length > 0) options.push(`Including<${include.map((path) => `'${path}'`).join(' | ')}>`);
  if (operation.idempotent) options.push('Idempotent');
  if (operation.historical) options.push('{ readonly at?: number | string }');
  if (operation.query === 'dryRun') options.push('{ readonly dryRun?: boolean }');
  parameters.push(`options?: ${options.join(' & ')}`);
  const items = method.isFeed ? domain.typeName : method.type;
  if (gives.as !== 'nothing' && gives.as !== 'results') note.type(method.isFeed ? domain.typeName : gives.type.name);
  const whole = items ?? '';
  return {
    generic: isSelecting ? `<Field extends keyof ${whole} = keyof ${whole}>` : '',
    parameters: parameters.join(', '),
    given: isSelecting ? `Selected<${whole}, Field>` : whole,
  };
}

/** What can be read and followed can be watched. */
function watchOf(methods: readonly Placed[]): readonly string[] {
  const [get, feed] = ['get', 'changes'].map((name) => methods.find(({ called }) => called === name));
  if (!get || !feed) return [];
  const doc = 'The item as it is, and again after each change, until it is gone.';
  const type = `AsyncIterable<${get.method.type} | undefined>`;
  return [
    `${commentOf(doc, '  ')}  readonly watch: (key: ${keyType(get.operation)}, options?: CallOptions) => ${type};\n`,
  ];
}

/** A key of one field may come bare. With its version, as every item has it, a write is tied to that version. */
function keyType({ domain }: Placed['operation'], isConditional = false): string {
  const fields = keyFields(domain);
  const members = fields.map((field) => `readonly ${field.name}: ${plainType(field)}`);
  const objectType = `{ ${[...members, ...(isConditional ? ['readonly version?: number'] : [])].join('; ')} }`;
  const [first, ...otherFields] = fields;
  return first && otherFields.length === 0 ? `${plainType(first)} | ${objectType}` : objectType;
}

/** The type of a key field: a number or a text, as DynamoDB keeps it, or the values that it can have. */
function plainType(field: FieldFact): string {
  if ('enumeration' in field) return field.enumeration.values.map((value) => JSON.stringify(value)).join(' | ');
  return kinds[field.kind].key?.attribute === 'N' ? 'number' : 'string';
}

/** What the OpenAPI document calls the schema of a body. */
const inputName = ({ name }: DeclaredClass, mode: 'whole' | 'patch'): string =>
  `${name}${mode === 'patch' ? 'Patch' : 'Input'}`;

/**
 * What is only ever written in place of what may be there has no schema of an input in the OpenAPI document: it is that of
 * an upsert or a replacement, without what the client sends by its own options. The name of that schema, where a name has
 * none of its own.
 */
function replacementFor(name: string, placed: readonly Placed[]): string | undefined {
  const taking = placed
    .map(({ operation }) => operation)
    .filter(({ body }) => body?.of === 'item' && name === inputName(body.type, body.mode));
  const replacing = taking.filter(({ body, domain }) => body?.of === 'item' && body.type === domain.type);
  const [replaced] = replacing;
  const isMade = taking.some(({ conditional }) => !conditional);
  if (!replaced || isMade || replaced.body?.of !== 'item' || replaced.body.mode === 'patch') return undefined;
  const isUpsert = replacing.some(({ key }) => key.length === 0);
  return `${replaced.domain.typeName}${isUpsert ? 'Upsert' : 'Replacement'}`;
}

const typesWithMadeId = (placed: readonly Placed[]): readonly string[] => [
  ...new Set(
    placed
      .map(({ operation: { domain } }) => domain)
      .flatMap((domain) => (identityOf(domain) === 'made' ? [domain.typeName] : [])),
  ),
];

/** Which fields of a class hold objects of which class; null inside them is nothing, anywhere else it is a value. */
function shapesOf(placed: readonly Placed[]): Record<string, Record<string, string>> {
  const shapes: Record<string, Record<string, string>> = {};
  const visit = (type: DeclaredClass): void => {
    if (shapes[type.name]) return;
    const inside: [string, DeclaredClass][] = [
      ...nestedClasses(type),
      ...relationsOf(type).flatMap(({ name, kind, type: target }): [string, DeclaredClass][] =>
        kind === 'one' ? [[name, target()]] : [],
      ),
    ];
    shapes[type.name] = Object.fromEntries(inside.map(([name, { name: typeName }]) => [name, typeName]));
    for (const [, inner] of inside) visit(inner);
  };
  for (const { operation } of placed) {
    const { gives } = operation;
    if (gives.as !== 'nothing' && gives.as !== 'results') visit(gives.type);
  }
  return shapes;
}

const literal = (value: object): string => JSON.stringify(value, null, 2);
