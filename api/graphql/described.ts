import {
  GraphQLError,
  GraphQLNonNull,
  GraphQLString,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  isScalarType,
  Kind,
  parse,
  typeFromAST,
  validate,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLEnumType,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  NamedTypeNode,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
  VariableNode,
} from 'graphql';
import { admitsAnyone } from '../../schema/access';
import {
  exampleObject,
  exampleOf as fieldExample,
  keyExample,
  patchExample,
  storedExample,
} from '../../schema/examples';
import { required } from '../../schema/required';
import { DeclarationError } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { listOf, recordOf } from '../../schema/guards';
import { nameOfItem } from '../../services/arguments';
import { documentsFolder, oneOperation } from '../../services/documents';
import type { NamedDocument } from '../../services/documents';
import type { Operation } from '../../services/operation';
import { operationsByField } from '../../services/result-fields';
import { capital } from '../../services/schema-names';

/** A JSON Schema, or a part of one. */
type Schema = Record<string, unknown>;

/** What the OpenAPI document tells of a document that has a path of its own. */
export interface DescribedDocument {
  readonly name: string;
  readonly kind: NamedDocument['kind'];
  /** The comment above it, on one line. */
  readonly doc: string;
  /** Anybody may ask all of it. */
  readonly isOpen: boolean;
  /** Whether it asks for what belongs to tenants. */
  readonly isOfTenants: boolean;
  /** It writes one thing, once for one Idempotency-Key. */
  readonly isIdempotent: boolean;
  /** The types of its variables and of its answer, by name; each name begins with that of the document. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** None where it has no variables. */
  readonly variables?: { readonly schema: string; readonly isRequired: boolean; readonly example?: object };
  /** The name of the schema of its answer. */
  readonly answer: string;
  /** What it answers where all is well. */
  readonly example: unknown;
}

/**
 * What the documents take and give, by the schema.
 * @throws DeclarationError of a document that does not fit the schema, or has the name of an operation
 */
export function describeDocuments(
  documents: readonly NamedDocument[],
  schema: GraphQLSchema,
  operations: readonly Operation[],
): readonly DescribedDocument[] {
  const taken = new Map(operations.map(({ name }) => [capital(name), 'an operation']));
  const owners = new Map<string, string>();
  return documents.map((document) => {
    const path = `${documentsFolder}/${document.name}.graphql`;
    const other = taken.get(capital(document.name));
    if (other !== undefined) {
      throw new DeclarationError(`${path} has the name of ${other}: choose another for the file and what is in it.`);
    }
    taken.set(capital(document.name), `the document ${document.name}`);
    const described = describe(document, parsedOf(document, schema, path), schema, operations);
    for (const name of Object.keys(described.schemas)) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new DeclarationError(`${path} and ${owner} would both have a type ${name}: rename one of them.`);
      }
      owners.set(name, path);
    }
    return described;
  });
}

function parsedOf({ name, text }: NamedDocument, schema: GraphQLSchema, path: string): DocumentNode {
  try {
    const parsed = parse(text);
    const errors = validate(schema, parsed);
    if (errors.length > 0) throw new Error(errors.map(withLine).join(' '));
    const operations = parsed.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operations.length !== 1) throw new DeclarationError(oneOperation(name));
    return parsed;
  } catch (error) {
    if (error instanceof DeclarationError) throw error;
    const reason = error instanceof GraphQLError ? withLine(error) : error instanceof Error ? error.message : '';
    throw new DeclarationError(`${path} does not fit the schema: ${reason}`);
  }
}

const withLine = ({ message, locations }: GraphQLError): string =>
  `${message}${locations?.[0] ? ` (line ${locations[0].line})` : ''}`;

function describe(
  { name, kind, text }: NamedDocument,
  document: DocumentNode,
  schema: GraphQLSchema,
  operations: readonly Operation[],
): DescribedDocument {
  const operation = required(
    document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION),
    `the operation of ${name}`,
  );
  // What clients know by the name of the document alone comes first.
  const schemas: Record<string, Schema> = {
    [`${name}Data`]: {},
    [`${name}Answer`]: {},
    ...((operation.variableDefinitions ?? []).length > 0 && { [`${name}Variables`]: {} }),
  };
  const { selectionSet } = operation;
  const byField = operationsByField(operations);
  const asked = selectionSet.selections.flatMap((one) =>
    one.kind === Kind.FIELD ? [byField.get(one.name.value)] : [],
  );
  // Only what belongs to tenants leads to what belongs to tenants.
  const isOfTenants = asked.some((one) => one?.domain.tenant !== undefined);
  const naming: Naming = { name, document, schema, schemas, names: new Map() };
  const root = required(schema.getRootType(operation.operation) ?? undefined, `the type of ${name}`);
  const answer = answerOf(naming, root, selectionSet);
  const domains = new Map(operations.map(({ domain }) => [domain.typeName, domain]));
  const example = { data: exampleOf({ ...naming, domains }, root, [selectionSet]) };
  const variables = variablesOf(naming, operation, byField);
  const comment = [...text.matchAll(/^#[ \t]*(.*)$/gm)].map(([, line]) => line).join(' ');
  return {
    name,
    kind,
    doc: comment || `The document ${name}.`,
    isOpen: !isOfTenants && asked.every((one) => !one?.access || admitsAnyone(one.access)),
    isOfTenants,
    // Of several, each would take the key for its own.
    isIdempotent: selectionSet.selections.length === 1 && asked[0]?.idempotent === true,
    schemas,
    ...(variables && { variables }),
    answer,
    example,
  };
}

/** What the types of one answer are made from. */
interface Naming {
  readonly name: string;
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly schemas: Record<string, Schema>;
  /** The names of the enumerations and inputs that have been met. */
  readonly names: Map<GraphQLNamedType, string>;
}

/** A name that no other type of the document has: two paths of fields may read alike, such as a.bC and aB.c. */
function freeName({ schemas }: Pick<Naming, 'schemas'>, wanted: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!Object.hasOwn(schemas, name)) return name;
  }
}

function answerOf(naming: Naming, root: GraphQLNamedType, selectionSet: SelectionSetNode): string {
  const { name, schemas } = naming;
  const data = `${name}Data`;
  schemas[data] = objectOf(naming, data, root, [selectionSet]);
  const answer = `${name}Answer`;
  schemas[answer] = {
    type: 'object',
    properties: {
      data: { anyOf: [ref(data), { type: 'null' }] },
      errors: { type: 'array', description: 'What went wrong; null stands at its place.', items: ref('GraphQLError') },
    },
  };
  return answer;
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** A field of an answer, under the name that it has there. */
interface AskedField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly sets: readonly SelectionSetNode[];
  /** No directive, and no other type, keeps it away. */
  readonly isSure: boolean;
}

const isOf = (schema: GraphQLSchema, type: GraphQLObjectType, other: GraphQLNamedType): boolean =>
  type === other || (isAbstractType(other) && schema.isSubType(other, type));

/** The fields that some selections ask of a type. */
function fieldsOf(
  naming: Pick<Naming, 'document' | 'schema'>,
  type: GraphQLNamedType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, AskedField> {
  const found = new Map<string, AskedField>();
  const collect = (parent: GraphQLNamedType, { selections }: SelectionSetNode, isSure: boolean): void => {
    for (const one of selections) {
      const isAlways = isSure && (one.directives ?? []).length === 0;
      if (one.kind === Kind.FIELD) {
        const key = one.alias?.value ?? one.name.value;
        const known = found.get(key);
        const output = fieldType(parent, one.name.value);
        if (!output) continue;
        found.set(key, {
          name: one.name.value,
          type: output,
          sets: [...(known?.sets ?? []), ...(one.selectionSet ? [one.selectionSet] : [])],
          isSure: isAlways || (known?.isSure ?? false),
        });
        continue;
      }
      const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : fragmentOf(naming.document, one.name.value);
      const condition = fragment.typeCondition?.name.value;
      const inner = condition === undefined ? parent : required(naming.schema.getType(condition), condition);
      if (isObjectType(type) && !isOf(naming.schema, type, inner)) continue;
      collect(inner, fragment.selectionSet, isAlways && inner === parent);
    }
  };
  for (const set of sets) collect(type, set, true);
  return found;
}

function objectOf(naming: Naming, place: string, type: GraphQLNamedType, sets: readonly SelectionSetNode[]): Schema {
  const found = fieldsOf(naming, type, sets);
  const names = [...found].filter(([, { isSure }]) => isSure).map(([key]) => key);
  return {
    type: 'object',
    ...(names.length > 0 && { required: names }),
    properties: Object.fromEntries(
      [...found].map(([key, field]) => [key, valueOf(naming, `${place}${capital(key)}`, field.type, field.sets)]),
    ),
  };
}

/** An answer with the examples that the declarations have, and what a type can hold where they have none. */
function exampleOf(
  naming: Pick<Naming, 'document' | 'schema'> & { readonly domains: ReadonlyMap<string, DomainFact> },
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  known?: unknown,
): unknown {
  if (isNonNullType(type)) return exampleOf(naming, type.ofType, sets, known);
  if (isListType(type)) return [exampleOf(naming, type.ofType, sets, listOf(known ?? [])[0])];
  if (isEnumType(type)) return type.getValues().find(({ value }) => known === undefined || value === known)?.name;
  if (isScalarType(type)) return known ?? { Boolean: false, Int: 1, Float: 1, Money: 1 }[type.name] ?? 'AbCd';
  // An answer has one of the types that a union or an interface stands for.
  const one = isAbstractType(type) ? required(naming.schema.getPossibleTypes(type)[0], type.name) : type;
  const domain = naming.domains.get(one.name);
  const values = domain ? storedExample(domain.type) : recordOf(known);
  return Object.fromEntries(
    [...fieldsOf(naming, one, sets)].map(([key, field]) => [
      key,
      exampleOf(naming, field.type, field.sets, field.name === '__typename' ? one.name : values[field.name]),
    ]),
  );
}

function fieldType(parent: GraphQLNamedType, name: string): GraphQLOutputType | undefined {
  if (name === '__typename') return new GraphQLNonNull(GraphQLString);
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
}

function fragmentOf({ definitions }: DocumentNode, name: string): FragmentDefinitionNode {
  const found = definitions.find(
    (one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name,
  );
  return required(found, `the fragment ${name}`);
}

/** A value of an answer, which is null where GraphQL lets it be. */
function valueOf(naming: Naming, place: string, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Schema {
  if (!isNonNullType(type)) return orNull(valueOf(naming, place, new GraphQLNonNull(type), sets));
  const inner = type.ofType;
  if (isListType(inner)) return { type: 'array', items: valueOf(naming, place, inner.ofType, sets) };
  if (isScalarType(inner)) return scalarOf(inner.name);
  if (isEnumType(inner)) return enumerationOf(naming, inner);
  const name = freeName(naming, place);
  naming.schemas[name] = {};
  naming.schemas[name] = objectOf(naming, name, inner, sets);
  return ref(name);
}

const orNull = (schema: Schema): Schema =>
  typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : orNullRef(schema);

/** What may be anything may be null too. */
const orNullRef = (schema: Schema): Schema => ('$ref' in schema ? { anyOf: [schema, { type: 'null' }] } : schema);

/** The names of an enumeration, which GraphQL has where REST has the values. */
function enumerationOf(naming: Naming, type: GraphQLEnumType): Schema {
  const { name, schemas, names } = naming;
  const known = names.get(type);
  const own = known ?? freeName(naming, `${name}${type.name}`);
  names.set(type, own);
  schemas[own] = { type: 'string', enum: type.getValues().map((value) => value.name) };
  return ref(own);
}

/** The scalars of GraphQL, and those of the gateway, as JSON has them. */
function scalarOf(name: string): Schema {
  switch (name) {
    case 'Boolean':
      return { type: 'boolean' };
    case 'Int':
      return { type: 'integer', format: 'int32' };
    case 'Float':
    case 'Money':
      return { type: 'number', format: 'double' };
    case 'JSON':
      return {};
    case 'DateTime':
      return { type: 'string', format: 'date-time' };
    case 'Date':
      return { type: 'string', format: 'date' };
    default:
      return { type: 'string' };
  }
}

/** A value that a variable may have. A filter takes null nowhere, whatever GraphQL does. */
function inputOf(naming: Naming, type: GraphQLInputType, isFilter: boolean): Schema {
  if (!isNonNullType(type)) {
    const value = inputOf(naming, new GraphQLNonNull(type), isFilter);
    return isFilter ? value : orNull(value);
  }
  const inner = type.ofType;
  if (isListType(inner)) return { type: 'array', items: inputOf(naming, inner.ofType, isFilter) };
  if (isEnumType(inner)) return enumerationOf(naming, inner);
  if (!isInputObjectType(inner)) return scalarOf(inner.name);
  const known = naming.names.get(inner);
  const own = known ?? freeName(naming, `${naming.name}${inner.name}`);
  // A filter holds filters.
  if (known === undefined) {
    naming.names.set(inner, own);
    naming.schemas[own] = {};
    const fields = Object.values(inner.getFields());
    const names = fields.filter(isRequiredInputField).map((field) => field.name);
    naming.schemas[own] = {
      type: 'object',
      additionalProperties: false,
      ...(names.length > 0 && { required: names }),
      properties: Object.fromEntries(fields.map((field) => [field.name, inputOf(naming, field.type, isFilter)])),
    };
  }
  return ref(own);
}

type ByField = ReadonlyMap<string, Operation>;

function variablesOf(
  naming: Naming,
  operation: OperationDefinitionNode,
  byField: ByField,
): DescribedDocument['variables'] {
  const { variableDefinitions = [] } = operation;
  if (variableDefinitions.length === 0) return undefined;
  const needed = variableDefinitions.filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  const names = needed.map(({ variable }) => variable.name.value);
  const filtering = variablesOfFilters(naming.document);
  const properties = variableDefinitions.map(({ variable, type, defaultValue }) => {
    // The document was validated, so that its types are there.
    const declared = typeFromAST(naming.schema, type as NamedTypeNode) as unknown as GraphQLInputType;
    const value = inputOf(naming, declared, filtering.has(variable.name.value));
    const isPlain = defaultValue && !('$ref' in value);
    return [variable.name.value, isPlain ? { ...value, default: valueFromASTUntyped(defaultValue) } : value] as const;
  });
  const name = `${naming.name}Variables`;
  // GraphQL takes no notice of a variable that the document does not declare.
  naming.schemas[name] = {
    type: 'object',
    ...(names.length > 0 && { required: names }),
    properties: Object.fromEntries(properties),
  };
  const examples = examplesOf(naming.schema, operation, byField);
  const known = names.filter((one) => examples.has(one)).map((one) => [one, examples.get(one)] as const);
  const isWhole = known.length === names.length && names.length > 0;
  return { schema: name, isRequired: names.length > 0, ...(isWhole && { example: Object.fromEntries(known) }) };
}

/** The variables that stand in a filter, or for one. */
function variablesOfFilters(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const Variable = (node: VariableNode): void => void names.add(node.name.value);
  visit(document, { Argument: (node) => (node.name.value === 'filter' ? void visit(node, { Variable }) : undefined) });
  return names;
}

/** The examples of what variables stand for, by the arguments in which they are and the objects in those. */
function examplesOf(
  schema: GraphQLSchema,
  { operation: kind, selectionSet: { selections } }: OperationDefinitionNode,
  byField: ByField,
): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const note = (value: ValueNode, type: GraphQLInputType, example: unknown): void => {
    if (example === undefined) return;
    if (value.kind === Kind.VARIABLE) found.set(value.name.value, inNames(type, example));
    const plain = getNullableType(type);
    if (value.kind !== Kind.OBJECT || !isInputObjectType(plain)) return;
    const fields = plain.getFields();
    for (const { name, value: inner } of value.fields) {
      const field = fields[name.value];
      if (field) note(inner, field.type, recordOf(example)[name.value]);
    }
  };
  for (const one of selections) {
    const operation = one.kind === Kind.FIELD ? byField.get(one.name.value) : undefined;
    if (one.kind !== Kind.FIELD || !operation) continue;
    const declared = schema.getRootType(kind)?.getFields()[one.name.value]?.args ?? [];
    for (const { name, value } of one.arguments ?? []) {
      const type = declared.find((argument) => argument.name === name.value)?.type;
      if (type) note(value, type, argumentExamples(operation)[name.value]);
    }
  }
  return found;
}

/** Examples of the arguments of an operation, as REST has them. */
function argumentExamples({ domain, key, body }: Operation): Readonly<Record<string, unknown>> {
  return {
    ...keyExample(domain),
    ...Object.fromEntries(key.map((field) => [field.name, fieldExample(field)])),
    ...(body?.of === 'item' &&
      (body.flat
        ? exampleObject(body.type)
        : { [nameOfItem(body.mode)]: body.mode === 'patch' ? patchExample(body.type) : exampleObject(body.type) })),
  };
}

/** A value with the names of enumerations in place of their values. */
function inNames(type: GraphQLInputType, value: unknown): unknown {
  const plain = getNullableType(type);
  if (isListType(plain)) return listOf(value).map((inner) => inNames(plain.ofType, inner));
  if (isEnumType(plain)) return plain.getValues().find((one) => one.value === value)?.name;
  if (!isInputObjectType(plain)) return value;
  const fields = plain.getFields();
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([name, inner]) => {
      const field = fields[name];
      return field ? [[name, inNames(field.type, inner)] as const] : [];
    }),
  );
}
