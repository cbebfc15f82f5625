import { countsOf } from '../../schema/counted';
import {
  authorFieldsOf,
  domainIfAny,
  fieldsOf,
  inputFieldsOf,
  int32,
  isReadLeniently,
  keyFields,
  ownedFields,
  relationsOf,
  totalsOf,
  warningsMember,
} from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import { withDeprecation } from '../../schema/deprecation';
import type { Deprecation } from '../../schema/deprecation';
import { isIncremented } from '../../schema/increments';
import type { IncrementedField } from '../../schema/increments';
import type { FactOf, FieldKind } from '../../schema/kinds';
import { isRecord } from '../../schema/guards';
import { maxDuration, maxEmail } from '../../schema/values';
import { incrementMember } from '../../services/increments';

/** A JSON Schema of OpenAPI 3.1, or another object of the document. */
export type Schema = Record<string, unknown>;

/** The schemas of a document by their names. */
export type Schemas = Record<string, Schema>;

/** A reference to one of the document's schemas. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/**
 * A reference to a schema of the document, which is made when it is asked for first. Every object and every enumeration
 * has a name of its own: what has none is called after the place where it stands, another way in each place and by each
 * generator of clients.
 */
export function component(name: string, schemas: Schemas, make: () => Schema): Schema {
  if (!schemas[name]) {
    // It may lead to itself.
    schemas[name] = {};
    Object.assign(schemas[name], make());
  }
  return ref(name);
}

/**
 * The schema of a stored item, of one with the fields that were asked for, of a whole input, of one in place of what has
 * the key of the path, of one in place of what has its own key, of a merge patch, of an item as an event tells it, or of
 * the detail of an event itself, which keeps the name of its class.
 */
export type Role = '' | 'Selection' | 'Input' | 'Replacement' | 'Upsert' | 'Patch' | 'Announced' | 'Detail';

/** The roles of what the gateway gives; the others are of what it takes. */
const given: readonly Role[] = ['', 'Selection', 'Announced', 'Detail'];

/** The roles in which an item is sent back as it was read, with what the service keeps. */
const returned: readonly Role[] = ['Replacement', 'Upsert', 'Patch'];

/**
 * The roles in which a field that is left out gets its default. A validator of Zod puts a default into what it reads: into a
 * patch that would overwrite what it leaves alone, and into an item what `fields=` has left out.
 */
const filled: readonly Role[] = ['Input', 'Replacement', 'Upsert'];

/** What of a role is left in an object inside of an item, which has no key and no version. */
const inside: Readonly<Partial<Record<Role, Role>>> = { Selection: '', Replacement: 'Input', Upsert: 'Input' };

/** A reference to the schema of a class, which is added to the document's schemas. */
export function objectRef(type: DeclaredClass, wanted: Role, schemas: Schemas): Schema {
  const role = domainIfAny(type) ? wanted : (inside[wanted] ?? wanted);
  const name = `${type.name}${role === 'Detail' ? '' : role}`;
  return component(name, schemas, () => objectSchema(type, role, schemas));
}

/** The schema of a class in a role; those of the classes and enumerations in it are added to the document. */
export function objectSchema(type: DeclaredClass, role: Role, schemas: Schemas): Schema {
  const domain = domainIfAny(type);
  const isGiven = given.includes(role);
  const keys = domain ? keyFields(domain).map(({ name }) => name) : [];
  const fields = (isGiven ? fieldsOf(type) : inputFieldsOf(type))
    .filter(({ sensitive }) => role !== 'Announced' || !sensitive)
    // The path says which item is changed.
    .filter(({ name }) => role !== 'Patch' || !keys.includes(name));
  const owned = isGiven && domain ? ownedFields : [];
  const isRequired = (field: FieldFact): boolean => {
    if (field.optional || role === 'Patch' || role === 'Selection') return false;
    if (isGiven) return !field.visible;
    return field.default === undefined && field.kind !== 'id' && !(role === 'Replacement' && keys.includes(field.name));
  };
  const properties = [...fields, ...owned].map((field): [string, Schema] => {
    const schema = fieldSchema(field, schemas, role);
    if (role === 'Patch' && isIncremented(field)) return [field.name, patchedNumber(type, field, schemas)];
    // What the operations make of what they have read has no misfits.
    if (isGiven && role !== 'Detail' && isReadLeniently(type, field)) return [field.name, readSchema(schema)];
    return [field.name, !isGiven && field.optional ? nullable(schema) : schema];
  });
  const required = [...fields, ...owned].filter(isRequired).map(({ name }) => name);
  const isItem = role === '' || role === 'Selection';
  if (isItem && domain && !domain.strict) properties.push([warningsMember, warningsSchema]);
  const isReturned = domain !== undefined && returned.includes(role);
  for (const field of isReturned ? [...ownedFields, ...authorFieldsOf(type)] : []) {
    const description = field.name === 'version' ? 'The version that was read; as If-Match.' : 'As it was read.';
    properties.push([field.name, { ...fieldSchema(field, schemas, role), description }]);
  }
  if (isReturned && !domain.strict) {
    properties.push([
      warningsMember,
      { ...warningsSchema, description: 'As they were read; nothing is made of them.' },
    ]);
  }
  const description = descriptionOf(role, domain);
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    ...(required.length > 0 && { required }),
    ...(!isGiven && { additionalProperties: false }),
    properties: Object.fromEntries([...properties, ...(isItem ? included(type, schemas) : [])]),
  };
}

function descriptionOf(role: Role, domain: DomainFact | undefined): string | undefined {
  switch (role) {
    case 'Patch':
      return 'A JSON merge patch (RFC 7396): null removes an optional field.';
    case 'Selection':
      return [domain?.doc, 'With fields= it has those that were asked for, and all of them without.']
        .filter(Boolean)
        .join(' ');
    case '':
    case 'Detail':
      return domain?.doc;
    case 'Input':
    case 'Replacement':
    case 'Upsert':
    case 'Announced':
      return undefined;
  }
}

/** A number in a merge patch of a class, which is set, or to which another one is added. */
function patchedNumber(type: DeclaredClass, field: IncrementedField, schemas: Schemas): Schema {
  const { description, ...schema } = fieldSchema(field, schemas, 'Patch');
  const isWhole = field.kind === 'integer';
  const increment = component(`${type.name}${isWhole ? 'Integer' : 'Number'}Increment`, schemas, () => ({
    type: 'object',
    description: 'Adds to the number that is there, within the limits of its field; a negative number takes away.',
    required: [incrementMember],
    additionalProperties: false,
    properties: { [incrementMember]: isWhole ? integerSchema(int32) : numberSchema },
  }));
  return {
    anyOf: [field.optional ? nullable(schema) : schema, increment],
    ...(description !== undefined && { description }),
  };
}

/** The properties that `include=` puts into an item. */
function included(type: DeclaredClass, schemas: Schemas): readonly [string, Schema][] {
  const about = (doc: string | undefined, deprecated?: Deprecation): Schema => ({
    description: withDeprecation([doc, 'Only there when include= asks for it.'].filter(Boolean).join(' '), deprecated),
    ...(deprecated && { deprecated: true }),
  });
  const relations = relationsOf(type).map(({ name, kind, type: target, doc, deprecated }): [string, Schema] => {
    const item = objectRef(target(), '', schemas);
    if (kind === 'one') return [name, { anyOf: [item, { type: 'null' }], ...about(doc, deprecated) }];
    const page = component(`${target().name}List`, schemas, () => ({
      type: 'object',
      description: 'The first of the related items.',
      required: ['items'],
      properties: {
        items: { type: 'array', items: item },
        nextCursor: { type: 'string', description: 'There are more of them behind it.' },
      },
    }));
    return [name, { ...page, ...about(doc, deprecated) }];
  });
  const totals = totalsOf(type).map(({ name, doc, deprecated }): [string, Schema] => [
    name,
    { type: ['number', 'null'], format: 'double', ...about(doc, deprecated) },
  ]);
  const counts = countsOf(type).map(({ name, of, doc, deprecated }): [string, Schema] => [
    name,
    { ...(of === undefined ? { type: 'integer' } : { type: 'number', format: 'double' }), ...about(doc, deprecated) },
  ]);
  return [...relations, ...totals, ...counts];
}

/** Makes the schema of what stands inside a field. */
interface SchemaMaker {
  element(fact: FieldFact): Schema;
  object(type: DeclaredClass, role: Role): Schema;
  enumeration(name: string, values: readonly string[]): Schema;
  readonly role: Role;
}

type SchemaOf<Kind extends FieldKind> = (fact: FactOf<Kind>, make: SchemaMaker) => Schema;

/** What a number or a size lies between. */
interface Limits {
  readonly min: number;
  readonly max: number;
}

/** The limits of a field as two keywords of JSON Schema, each only where it limits something. */
function limits({ min, max }: Limits, least: string, most: string): Schema {
  return { ...(Number.isFinite(min) && { [least]: min }), ...(Number.isFinite(max) && { [most]: max }) };
}

const textSchema = (fact: FactOf<'id'> | FactOf<'text'>): Schema => ({
  type: 'string',
  ...limits(fact, 'minLength', 'maxLength'),
});

/**
 * A whole number. The format is that of the OpenAPI Format Registry (https://spec.openapis.org/registry/format/): a client
 * in Go or Java holds it in a type of so many bits.
 */
export function integerSchema(bounds: Limits): Schema {
  const format = bounds.min >= int32.min && bounds.max <= int32.max ? 'int32' : 'int64';
  return { type: 'integer', format, ...limits(bounds, 'minimum', 'maximum') };
}

/**
 * A number with a fraction. Without the format clients in Go and Kotlin hold it in 32 bits, which have no room for the cents
 * of 999999.99.
 */
const numberSchema: Schema = { type: 'number', format: 'double' };

/** Every kind as a schema of OpenAPI 3.1. A kind that is left out does not compile. */
const schemas: { readonly [Kind in FieldKind]: SchemaOf<Kind> } = {
  id: textSchema,
  text: (fact) => ({
    ...textSchema(fact),
    ...(fact.pattern && { pattern: fact.pattern.source }),
    ...(fact.mustBe !== undefined && { description: `It must be ${fact.mustBe}.` }),
  }),
  integer: integerSchema,
  // The largest number of DynamoDB is nothing that a caller meets.
  float: (fact) => ({ ...numberSchema, ...(Math.abs(fact.max) < 1e100 && limits(fact, 'minimum', 'maximum')) }),
  // Cents are no multiples of 0.01 to a computer: 19.99 / 0.01 is 1998.9999999999998.
  money: (fact) => ({ ...numberSchema, ...limits(fact, 'minimum', 'maximum'), description: 'At most two decimals.' }),
  boolean: () => ({ type: 'boolean' }),
  dateTime: () => ({ type: 'string', format: 'date-time' }),
  date: () => ({ type: 'string', format: 'date' }),
  duration: () => ({ type: 'string', format: 'duration', maxLength: maxDuration }),
  email: () => ({ type: 'string', format: 'email', maxLength: maxEmail }),
  url: ({ max }) => ({ type: 'string', format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://', maxLength: max }),
  enumeration: ({ enumeration: { name, values } }, make) => make.enumeration(name, values),
  list: (fact, make) => ({ type: 'array', ...limits(fact, 'minItems', 'maxItems'), items: make.element(fact.each) }),
  object: ({ type }, make) => make.object(type(), make.role),
  objects: (fact, make) => ({
    type: 'array',
    ...limits(fact, 'minItems', 'maxItems'),
    items: make.object(fact.type(), make.role === 'Patch' ? 'Input' : make.role),
  }),
  json: () => ({}),
};

function schemaOf<Kind extends FieldKind>(fact: FactOf<Kind>, make: SchemaMaker): Schema {
  return schemas[fact.kind](fact, make);
}

/** The schema of a field with its limits as keywords; schemas of classes are added to those of the document. */
export function fieldSchema(field: FieldFact, documentSchemas: Schemas, role: Role = ''): Schema {
  const { description: ofKind, ...schema } = schemaOf(field, {
    element: (fact) => fieldSchema(fact, documentSchemas),
    object: (type, inner) => objectRef(type, inner, documentSchemas),
    enumeration: (name, values) => component(name, documentSchemas, () => ({ type: 'string', enum: values })),
    role,
  });
  const description = withDeprecation([field.doc, ofKind].filter(Boolean).join(' '), field.deprecated);
  return {
    ...schema,
    ...(description && { description }),
    ...(field.deprecated && { deprecated: true }),
    ...(field.author && given.includes(role) && { readOnly: true }),
    ...(field.default !== undefined && filled.includes(role) && { default: field.default }),
    ...(field.example !== undefined && { examples: [field.example] }),
  };
}

/** The schema of a field that may be null because it cannot be read, as may the elements of a list. */
function readSchema(schema: Schema): Schema {
  const { items } = schema;
  return nullable(isRecord(items) ? { ...schema, items: nullable(items) } : schema);
}

/** What an answer says of values that cannot be read. */
export const warningsSchema: Schema = {
  type: 'array',
  description:
    'What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read.',
  items: ref('FieldProblem'),
};

function nullable(schema: Schema): Schema {
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  if (schema.$ref === undefined) return schema;
  const { $ref, ...words } = schema;
  return { anyOf: [{ $ref }, { type: 'null' }], ...words };
}

/** A reference to the schema of a domain's key. */
export function keySchema(domain: DomainFact, schemas: Schemas): Schema {
  const fields = keyFields(domain);
  return component(`${domain.typeName}Key`, schemas, () => ({
    type: 'object',
    required: fields.map((field) => field.name),
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, schemas)])),
  }));
}

/** The schema of one wrong field of a problem document. */
export const fieldProblemSchema: Schema = {
  type: 'object',
  description: 'One wrong field.',
  required: ['pointer', 'detail'],
  properties: {
    pointer: { type: 'string', description: 'The field as a JSON pointer (RFC 6901).', examples: ['/price'] },
    detail: { type: 'string', description: 'What the field must be.', examples: ['must be at least 0'] },
  },
};
