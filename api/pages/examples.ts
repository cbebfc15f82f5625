import { buildSchema } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { exampleObject, exampleOf, patchExample } from '../../schema/examples';
import { fieldsOf, keyFields, nestedClass } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { isRecord } from '../../schema/guards';
import { shortComparison } from '../../schema/kinds';
import { required } from '../../schema/required';
import type { GatewayDefinition } from '../../services/definition';
import type { Operation } from '../../services/operation';

/** One tab of the playground: a document and the variables that make it run. */
export interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The variables that are better taken from an item that is there. */
  readonly fromSample?: readonly string[];
}

/** The tabs, and a query for an item that is there, whose fields have the names of variables. */
export interface Examples {
  readonly tabs: readonly Example[];
  readonly sampleQuery?: string;
}

/** The tabs that write share this key: run from left to right they all succeed, and the last one tidies up. */
const writtenKey = 'playground-1';

/**
 * What the playground opens with: the life of an item of the first domain that has a list, then what the others can do,
 * then a feed. Run from left to right, and once more, all succeed.
 */
export function examplesOf({ domains, operations }: GatewayDefinition, sdl: string): Examples {
  const lists = operations.filter(({ query, key }) => query === 'list' && key.length === 0);
  const list = domains.flatMap((type) => lists.filter(({ domain }) => domain.type === type)).at(0);
  const schema = buildSchema(sdl);
  const first = list ? lifeOf(list, operations, schema) : { tabs: [] };
  const others = domains.filter((type) => type !== list?.domain.type);
  return {
    ...first,
    tabs: [
      ...first.tabs,
      ...others.flatMap((type) =>
        tabsOf(
          operations.filter(({ domain }) => domain.type === type),
          schema,
        ),
      ),
      ...operations
        .filter(({ query, key }) => query === 'changes' && key.length === 0)
        .slice(0, 1)
        .map((feed) => ({
          query: documentOf({
            operation: feed,
            schema,
            about: ['Without "since" the feed begins now.', 'Send its cursor, and what has happened after it is told.'],
            pick: ['since'],
            selection: selectionOf(feed),
          }),
          variables: { since: null },
        })),
    ],
  };
}

/** What a domain can do that has no whole life of its own in the tabs. */
function tabsOf(operations: readonly Operation[], schema: GraphQLSchema): readonly Example[] {
  // What makes an item and does not mind that there is one already can be run again and again.
  const makes = operations.filter(
    ({ kind, route, problems }) =>
      kind === 'mutation' && route.success > 200 && route.location && !problems.includes('conflict'),
  );
  const makers = makes.filter(({ route, domain }) => route.location === domain);
  const reads = operations.filter(({ query }) => query === (makers.length > 0 ? 'item' : 'list'));
  // The items of one partition are nearer to a caller than all of them.
  const [read] = reads.sort((one, other) => other.key.length - one.key.length);
  const chosen = [...makers, ...(read ? [read] : []), ...makes.filter((operation) => !makers.includes(operation))];
  return chosen.map((operation) => {
    const values = argumentsOf(operation);
    const query = documentOf({ operation, schema, pick: Object.keys(values), selection: selectionOf(operation) });
    return { query, variables: values };
  });
}

/** The arguments of an operation by its examples, on the key that the tabs share. */
function argumentsOf({ domain, key, body, query }: Operation): Record<string, unknown> {
  const own = keyFields(domain).map(({ name }) => name);
  const valueOf = (field: FieldFact): unknown => (own.includes(field.name) ? writtenValue(field) : exampleOf(field));
  const place = inNames(key, Object.fromEntries(key.map((field) => [field.name, valueOf(field)])));
  if (body?.of !== 'item') return query === 'list' ? { ...place, first: 5 } : place;
  const fields = fieldsOf(body.type);
  const keyed = fields.filter(({ name }) => own.includes(name));
  const input = inNames(fields, {
    ...exampleObject(body.type),
    ...Object.fromEntries(keyed.map((field) => [field.name, writtenValue(field)])),
  });
  return body.flat ? { ...place, ...input } : { ...place, input };
}

/** Values of some fields, with the names that GraphQL has for those of an enumeration. */
const inNames = (fields: readonly FieldFact[], values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, inName(required(fieldNamed(fields, name), name), value)]),
  );

function inName(field: FieldFact, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => inName(field, element));
  const nested = nestedClass(field);
  if (nested && isRecord(value)) return inNames(fieldsOf(nested), value);
  if (field.kind !== 'enumeration') return value;
  return Object.entries(field.enumeration.names).find(([, one]) => one === value)?.[0];
}

const fieldNamed = (fields: readonly FieldFact[], name: string) => fields.find((field) => field.name === name);

const writtenValue = (field: FieldFact): unknown =>
  field.kind === 'id' || field.kind === 'text' ? writtenKey : exampleOf(field);

/** The lines below the field of an operation: what needs no selection of its own, and one level of what is inside. */
function selectionOf({ gives }: Operation): readonly string[] {
  if (gives.as === 'nothing') return [];
  const fields = fieldsOf(gives.type);
  // Of several items what all of them have is enough.
  const shown = gives.as === 'page' ? fields.filter(({ optional }) => !optional) : fields;
  const lines = shown.flatMap((field) => {
    if (isPlain(field)) return [field.name];
    const nested = nestedClass(field);
    const inner = nested ? fieldsOf(nested).filter(isPlain) : [];
    return inner.length > 0 ? [`${field.name} {`, ...inner.map(({ name }) => `  ${name}`), '}'] : [];
  });
  return gives.as === 'page' ? page(lines) : lines;
}

/** The life of an item of a domain, from the first list to its deletion. */
function lifeOf(list: Operation, operations: readonly Operation[], schema: GraphQLSchema): Examples {
  const { domain } = list;
  const named = (name: string): readonly Operation[] => operations.filter((operation) => operation.name === name);
  const keys = keyFields(domain).map(({ name }) => name);
  const [index] = Object.values(domain.indexes);
  const shelf = index?.partition;
  const sampleFields = [...keys, ...(shelf === undefined ? [] : [shelf])];
  const example = inNames(domain.fields, { ...exampleObject(domain.type), ...keyOf(domain, exampleOf) });
  const sampled = (names: readonly string[]): Pick<Example, 'variables' | 'fromSample'> => ({
    variables: Object.fromEntries(names.map((name) => [name, example[name]])),
    fromSample: names,
  });
  const written = inNames(domain.fields, keyOf(domain, writtenValue));
  const makesIds = keyFields(domain).some(({ kind }) => kind === 'id');
  const make = (operation: Operation, details: Omit<DocumentFacts, 'operation' | 'schema'>): string =>
    documentOf({ operation, schema, ...details });
  const optional = new Set(domain.fields.filter((field) => field.optional).map(({ name }) => name));
  const scalars = scalarsOf(domain);
  // What every item has tells more than what few have.
  const plain = [
    ...scalars.filter((name) => !optional.has(name)),
    ...scalars.filter((name) => optional.has(name)),
  ].slice(0, 4);
  const tabs: readonly Example[] = [
    {
      query: make(list, {
        about: ['Run with the button or with Ctrl-Enter.', 'Ctrl-Space suggests what may stand here.'],
        name: capital(domain.plural),
        pick: ['first', 'after'],
        selection: page(plain, ['hasNextPage', 'endCursor # "after" of the next page']),
      }),
      variables: { first: 5, after: null },
    },
    ...named(domain.singular).map((operation) => ({
      query: make(operation, {
        name: `One${domain.typeName}`,
        pick: keys,
        selection: [...scalars, 'version', 'updatedAt'],
      }),
      ...sampled(keys),
    })),
    ...(shelf === undefined
      ? []
      : [
          {
            query: make(list, {
              about: ['Answered from an index.'],
              name: `By${capital(shelf)}`,
              pick: ['first'],
              variables: [`$${shelf}: ${typeIn(schema, domain, shelf)}`],
              passed: ['first: 10', `filter: { ${shelf}: { eq: $${shelf} } }`],
              selection: page(plain),
            }),
            ...sampled([shelf]),
          },
        ]),
    ...named(`create${domain.typeName}`).map((operation) => ({
      query: make(operation, {
        about: makesIds
          ? ['Without an id the server makes one.', 'An id that exists is refused.']
          : ['A key that exists is refused.'],
        pick: ['input'],
        selection: [...plain, 'version'],
      }),
      variables: { input: { ...inNames(domain.fields, exampleObject(domain.type)), ...written } },
    })),
    ...named(`update${domain.typeName}`).map((operation) => ({
      query: make(operation, {
        about: [
          'Changes only the fields of the patch. Run twice,',
          'the version is no longer current: refused, so',
          "that nobody's change is lost.",
        ],
        pick: [...keys, 'patch', 'expectedVersion'],
        selection: [...plain, 'version', 'updatedAt'],
      }),
      variables: { ...written, patch: inNames(domain.fields, patchExample(domain.type)), expectedVersion: 1 },
    })),
    ...named(`delete${domain.typeName}`).map((operation) => ({
      query: make(operation, {
        about: ['Without expectedVersion any version is deleted.'],
        pick: [...keys, 'expectedVersion'],
        selection: [],
      }),
      variables: { ...written, expectedVersion: named(`update${domain.typeName}`).length + 1 },
    })),
  ];
  return {
    tabs,
    sampleQuery: make(list, { name: 'Sample', pick: [], passed: ['first: 1'], selection: page(sampleFields) }),
  };
}

interface DocumentFacts {
  readonly operation: Operation;
  readonly schema: GraphQLSchema;
  readonly about?: readonly string[];
  /** The name of the operation in the document; that of the field with a capital when left out. */
  readonly name?: string;
  /** The arguments that become variables. */
  readonly pick: readonly string[];
  /** Further variables, with their types. */
  readonly variables?: readonly string[];
  /** What is passed, in place of the variables. */
  readonly passed?: readonly string[];
  /** The lines of the selection below the field. */
  readonly selection: readonly string[];
}

function documentOf(facts: DocumentFacts): string {
  const { operation, schema, about = [], name = capital(operation.name), pick, selection } = facts;
  const root = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const declared = root?.getFields()[operation.name]?.args ?? [];
  const args = pick.flatMap((argument) => declared.filter((arg) => arg.name === argument));
  const picked = facts.passed ? [] : args;
  const variables = [...picked.map((arg) => `$${arg.name}: ${String(arg.type)}`), ...(facts.variables ?? [])];
  const passed = facts.passed ?? picked.map((arg) => `${arg.name}: $${arg.name}`);
  const field = [
    ...call(operation.name, passed, '  '),
    ...(selection.length > 0 ? [' {', ...selection.map((line) => `\n    ${line}`), '\n  }'] : []),
  ].join('');
  return `${about.map((line) => `# ${line}\n`).join('')}${call(`${operation.kind} ${name}`, variables, '').join('')} {\n${field}\n}\n`;
}

/** The width of the editor on a laptop, in characters. */
const width = 58;

/** A name with what is in its brackets, on several lines where one would be too long. */
function call(name: string, inner: readonly string[], indent: string): readonly string[] {
  if (inner.length === 0) return [`${indent}${name}`];
  const line = `${indent}${name}(${inner.join(', ')})`;
  if (line.length + 2 <= width) return [line];
  return [`${indent}${name}(`, ...inner.map((part) => `\n${indent}  ${part}`), `\n${indent})`];
}

const page = (fields: readonly string[], pageInfo: readonly string[] = []): readonly string[] => [
  'edges {',
  '  node {',
  ...fields.map((field) => `    ${field}`),
  '  }',
  '}',
  ...(pageInfo.length > 0 ? ['pageInfo {', ...pageInfo.map((field) => `  ${field}`), '}'] : []),
];

const isPlain = (field: FieldFact): boolean => shortComparison(field) !== undefined;

/** The names of the fields that need no selection of their own, the key first. */
function scalarsOf({ type, key }: DomainFact): readonly string[] {
  const names = fieldsOf(type)
    .filter(isPlain)
    .map(({ name }) => name);
  const isKey = (name: string): boolean => name === key.partition || name === key.sort;
  return [...names.filter(isKey), ...names.filter((name) => !isKey(name))];
}

function keyOf(domain: DomainFact, value: (field: ReturnType<typeof keyFields>[number]) => unknown) {
  return Object.fromEntries(keyFields(domain).map((field) => [field.name, value(field)]));
}

/** The type of a field in a variable, as it stands in the schema. */
function typeIn(schema: GraphQLSchema, { typeName }: DomainFact, name: string): string {
  const type = schema.getType(typeName);
  const fields: Readonly<Record<string, GraphQLField<unknown, unknown>>> =
    type && 'getFields' in type ? (type.getFields() as Record<string, GraphQLField<unknown, unknown>>) : {};
  return `${String(fields[name]?.type ?? 'String').replace(/!$/, '')}!`;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
