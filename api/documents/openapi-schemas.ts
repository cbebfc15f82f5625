import { problemFor } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';
import {
  domainIfAny,
  fieldsOf,
  isReadLeniently,
  keyFields,
  ownedFields,
  relationsOf,
  totalsOf,
  warningsMember,
} from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import type { FactOf, FieldKind } from '../../schema/kinds';
import { isRecord, listOf } from '../../schema/guards';
import { maxDuration, maxEmail } from '../../schema/values';

/** A JSON Schema of OpenAPI 3.1, or another object of the document. */
export type Schema = Record<string, unknown>;

/** A reference to one of the document's schemas. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/**
 * The schema of a stored item, of a whole input, of one in place of what is there, of a merge patch, of an item as an event tells it, or of the detail of
 * an event itself, which keeps the name of its class.
 */
type Role = '' | 'Input' | 'Replacement' | 'Patch' | 'Announced' | 'Detail';

/** A reference to the schema of a class, which is added to the document's schemas. */
export function objectRef(type: DeclaredClass, wanted: Role, schemas: Record<string, Schema>): Schema {
  const role = wanted === 'Replacement' && !domainIfAny(type) ? 'Input' : wanted;
  const name = `${type.name}${role === 'Detail' ? '' : role}`;
  if (!schemas[name]) {
    schemas[name] = {};
    Object.assign(schemas[name], objectSchema(type, role, schemas));
  }
  return ref(name);
}

function objectSchema(type: DeclaredClass, role: Role, schemas: Record<string, Schema>): Schema {
  const domain = domainIfAny(type);
  const isOutput = role === '' || role === 'Announced' || role === 'Detail';
  const fields = fieldsOf(type).filter(({ sensitive }) => role !== 'Announced' || !sensitive);
  const owned = isOutput && domain ? ownedFields : [];
  const required = [...fields, ...owned].filter(
    (field) =>
      role !== 'Patch' &&
      !field.optional &&
      !(isOutput && field.visible) &&
      (isOutput || (field.default === undefined && field.kind !== 'id')),
  );
  const properties = [...fields, ...owned].map((field): [string, Schema] => {
    const schema = fieldSchema(field, schemas, role);
    // What the operations make of what they have read has no misfits.
    if (isOutput && role !== 'Detail' && isReadLeniently(type, field)) return [field.name, readSchema(schema)];
    return [field.name, !isOutput && field.optional ? nullable(schema) : schema];
  });
  if (role === '' && domain && !domain.strict) properties.push([warningsMember, warningsSchema]);
  const returned = domain && (role === 'Replacement' || role === 'Patch') ? ownedFields : [];
  for (const field of returned) {
    const description = field.name === 'version' ? 'The version that was read; as If-Match.' : 'As it was read.';
    properties.push([field.name, { ...fieldSchema(field, schemas, role), description }]);
  }
  if (returned.length > 0 && !domain?.strict) {
    properties.push([
      warningsMember,
      { ...warningsSchema, description: 'As they were read; nothing is made of them.' },
    ]);
  }
  return {
    type: 'object',
    ...(domain?.doc && (role === '' || role === 'Detail') && { description: domain.doc }),
    ...(role === 'Patch' && { description: 'A JSON merge patch (RFC 7396): null removes an optional field.' }),
    ...(required.length > 0 && { required: required.map((field) => field.name) }),
    ...(!isOutput && { additionalProperties: false }),
    properties: Object.fromEntries([...properties, ...(role === '' ? included(type, schemas) : [])]),
  };
}

/** The properties that `include=` puts into an item. */
function included(type: DeclaredClass, schemas: Record<string, Schema>): readonly [string, Schema][] {
  const about = (doc: string | undefined): Schema => ({
    description: [doc, 'Only there when include= asks for it.'].filter(Boolean).join(' '),
  });
  const relations = relationsOf(type).map(({ name, kind, type: target, doc }): [string, Schema] => {
    const item = objectRef(target(), '', schemas);
    if (kind === 'one') return [name, { anyOf: [item, { type: 'null' }], ...about(doc) }];
    const page = { items: { type: 'array', items: item }, nextCursor: { type: 'string' } };
    return [name, { type: 'object', required: ['items'], properties: page, ...about(doc) }];
  });
  const totals = totalsOf(type).map(({ name, doc }): [string, Schema] => [
    name,
    { type: ['number', 'null'], multipleOf: 0.01, ...about(doc) },
  ]);
  return [...relations, ...totals];
}

/** Makes the schema of what stands inside a field. */
interface SchemaMaker {
  element(fact: FieldFact): Schema;
  object(type: DeclaredClass, role: Role): Schema;
  readonly role: Role;
}

type SchemaOf<Kind extends FieldKind> = (fact: FactOf<Kind>, make: SchemaMaker) => Schema;

/** The limits of a field as two keywords of JSON Schema, each only where it limits something. */
function limits({ min, max }: { readonly min: number; readonly max: number }, least: string, most: string): Schema {
  return { ...(Number.isFinite(min) && { [least]: min }), ...(Number.isFinite(max) && { [most]: max }) };
}

const textSchema = (fact: FactOf<'id'> | FactOf<'text'>): Schema => ({
  type: 'string',
  ...limits(fact, 'minLength', 'maxLength'),
});

/** Every kind as a schema of OpenAPI 3.1. A kind that is left out does not compile. */
const schemas: { readonly [Kind in FieldKind]: SchemaOf<Kind> } = {
  id: textSchema,
  text: (fact) => ({ ...textSchema(fact), ...(fact.pattern && { pattern: fact.pattern.source }) }),
  integer: (fact) => ({ type: 'integer', ...limits(fact, 'minimum', 'maximum') }),
  // The largest number of DynamoDB is nothing that a caller meets.
  float: (fact) => ({ type: 'number', ...(Math.abs(fact.max) < 1e100 && limits(fact, 'minimum', 'maximum')) }),
  money: (fact) => ({ type: 'number', ...limits(fact, 'minimum', 'maximum'), multipleOf: 0.01 }),
  boolean: () => ({ type: 'boolean' }),
  dateTime: () => ({ type: 'string', format: 'date-time' }),
  date: () => ({ type: 'string', format: 'date' }),
  duration: () => ({ type: 'string', format: 'duration', maxLength: maxDuration }),
  email: () => ({ type: 'string', format: 'email', maxLength: maxEmail }),
  url: ({ max }) => ({ type: 'string', format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://', maxLength: max }),
  enumeration: ({ enumeration }) => ({ type: 'string', enum: enumeration.values }),
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
export function fieldSchema(field: FieldFact, documentSchemas: Record<string, Schema>, role: Role = ''): Schema {
  const schema = schemaOf(field, {
    element: (fact) => fieldSchema(fact, documentSchemas),
    object: (type, inner) => objectRef(type, inner, documentSchemas),
    role,
  });
  return {
    ...schema,
    ...(field.doc && { description: field.doc }),
    ...(field.default !== undefined && { default: field.default }),
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
  if (typeof schema.type === 'string') {
    return {
      ...schema,
      type: [schema.type, 'null'],
      ...(Array.isArray(schema.enum) && { enum: [...listOf(schema.enum), null] }),
    };
  }
  if (schema.$ref === undefined) return schema;
  const { $ref, ...words } = schema;
  return { anyOf: [{ $ref }, { type: 'null' }], ...words };
}

/** A reference to the schema of a domain's key. */
export function keySchema(domain: DomainFact, schemas: Record<string, Schema>): Schema {
  const fields = keyFields(domain);
  const name = `${domain.typeName}Key`;
  schemas[name] ??= {
    type: 'object',
    required: fields.map((field) => field.name),
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, schemas)])),
  };
  return ref(name);
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

/** The schema of a problem document, with the members that these problems have of their own. */
export function problemSchemaOf(codes: readonly ProblemCode[], schemas: Record<string, Schema>): Schema {
  const members = codes.flatMap((code) => Object.entries(problemFor(code).members ?? {}));
  return {
    type: 'object',
    description: 'A problem document (RFC 9457).',
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: {
        type: 'string',
        format: 'uri-reference',
        description: 'A page that explains the problem.',
        examples: ['/problems/validation'],
      },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string' },
      errors: { type: 'array', items: ref('FieldProblem') },
      ...Object.fromEntries(
        members.map(([name, { doc, listOf }]) => [
          name,
          { type: 'array', description: doc, items: objectRef(listOf, '', schemas) },
        ]),
      ),
      current: { type: 'object', description: 'The current item, when a conditional write lost.' },
    },
  };
}
