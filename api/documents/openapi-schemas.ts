import { domainIfAny, fieldsOf, keyFields, ownedFields, relationsOf, totalsOf } from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';

/** A JSON Schema of OpenAPI 3.1, or another object of the document. */
export type Schema = Record<string, unknown>;

/** A reference to one of the document's schemas. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/**
 * The schema of a stored item, of a whole input, of a merge patch, of an item as an event tells it, or of the detail of
 * an event itself, which keeps the name of its class.
 */
type Role = '' | 'Input' | 'Patch' | 'Announced' | 'Detail';

/** A reference to the schema of a class, which is added to the document's schemas. */
export function objectRef(type: DeclaredClass, role: Role, schemas: Record<string, Schema>): Schema {
  const name = `${type.name}${role === 'Detail' ? '' : role}`;
  if (!schemas[name]) {
    schemas[name] = {};
    Object.assign(schemas[name], objectSchema(type, role, schemas));
  }
  return ref(name);
}

function objectSchema(type: DeclaredClass, role: Role, schemas: Record<string, Schema>): Schema {
  const domain = domainIfAny(type);
  const given = role === '' || role === 'Announced' || role === 'Detail';
  const fields = fieldsOf(type).filter(({ sensitive }) => role !== 'Announced' || !sensitive);
  const owned = given && domain ? ownedFields : [];
  const required = [...fields, ...owned].filter(
    (field) =>
      role !== 'Patch' &&
      !field.optional &&
      !(given && field.visible) &&
      (given || (field.default === undefined && field.kind !== 'id')),
  );
  const properties = [...fields, ...owned].map((field): [string, Schema] => {
    const schema = fieldSchema(field, schemas, role);
    return [field.name, !given && field.optional ? nullable(schema) : schema];
  });
  return {
    type: 'object',
    ...(domain?.doc && (role === '' || role === 'Detail') && { description: domain.doc }),
    ...(role === 'Patch' && { description: 'A JSON merge patch (RFC 7396): null removes an optional field.' }),
    ...(required.length > 0 && { required: required.map((field) => field.name) }),
    ...(!given && { additionalProperties: false }),
    properties: Object.fromEntries([...properties, ...(role === '' ? included(type, schemas) : [])]),
  };
}

/** What `include=` puts into an item. */
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

/** The schema of a field with its limits as keywords. */
export function fieldSchema(field: FieldFact, schemas: Record<string, Schema>, role: Role = ''): Schema {
  const about = {
    ...(field.doc && { description: field.doc }),
    ...(field.default !== undefined && { default: field.default }),
    ...(field.example !== undefined && { examples: [field.example] }),
  };
  const size = (least: string, most: string): Schema => ({
    ...(field.min !== undefined && { [least]: field.min }),
    ...(field.max !== undefined && { [most]: field.max }),
  });
  switch (field.kind) {
    case 'id':
    case 'text':
      return {
        type: 'string',
        ...size('minLength', 'maxLength'),
        ...(field.pattern && { pattern: field.pattern.source }),
        ...about,
      };
    case 'integer':
      return { type: 'integer', ...size('minimum', 'maximum'), ...about };
    case 'float':
      return { type: 'number', ...(Math.abs(field.max ?? 0) < 1e100 && size('minimum', 'maximum')), ...about };
    case 'money':
      return { type: 'number', ...size('minimum', 'maximum'), multipleOf: 0.01, ...about };
    case 'boolean':
      return { type: 'boolean', ...about };
    case 'dateTime':
      return { type: 'string', format: 'date-time', ...about };
    case 'enumeration':
      return { type: 'string', enum: field.enumeration!.values, ...about };
    case 'list':
      return { type: 'array', ...size('minItems', 'maxItems'), items: fieldSchema(field.each!, schemas), ...about };
    case 'object':
      return { ...objectRef(field.type!(), role, schemas), ...about };
    case 'objects':
      return {
        type: 'array',
        ...size('minItems', 'maxItems'),
        items: objectRef(field.type!(), role === 'Patch' ? 'Input' : role, schemas),
        ...about,
      };
    case 'json':
      return about;
  }
}

function nullable(schema: Schema): Schema {
  if (typeof schema.type === 'string') {
    return {
      ...schema,
      type: [schema.type, 'null'],
      ...(Array.isArray(schema.enum) && { enum: [...(schema.enum as unknown[]), null] }),
    };
  }
  return schema.$ref ? { anyOf: [schema, { type: 'null' }] } : schema;
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

/** One wrong field of a problem document. */
export const fieldProblemSchema: Schema = {
  type: 'object',
  description: 'One wrong field.',
  required: ['pointer', 'detail'],
  properties: {
    pointer: { type: 'string', description: 'The field as a JSON pointer (RFC 6901).', examples: ['/price'] },
    detail: { type: 'string', description: 'What the field must be.', examples: ['must be at least 0'] },
  },
};

/** A problem document. */
export const problemSchema: Schema = {
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
    products: {
      type: 'array',
      description: 'The products that stand in the way of a checkout.',
      items: {
        type: 'object',
        required: ['productId'],
        properties: {
          productId: { type: 'string' },
          basketPrice: { type: 'number', description: 'The price in the basket.' },
          cataloguePrice: { type: 'number', description: 'The price in the catalogue.' },
          wanted: { type: 'integer', description: 'The pieces that are wanted.' },
          left: { type: 'integer', description: 'The pieces that are left.' },
        },
      },
    },
    current: { type: 'object', description: 'The current item, when a conditional write lost.' },
  },
};
