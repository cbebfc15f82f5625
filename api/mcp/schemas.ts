import { authorFieldsOf, ownedFields, warningsMember } from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import { isRecord, listOf } from '../../schema/guards';
import { incrementedFields } from '../../schema/increments';
import { partsOf } from '../../schema/sequences';
import type { Argument } from '../../services/arguments';
import { combiners, comparisons, filterableFields } from '../../services/filter';
import { ordersOf } from '../../services/list-query';
import type { Gives } from '../../services/operation';
import { argumentsInTransaction } from '../../services/transact';
import { updateMembers } from '../../services/updates';
import { fieldSchema, keySchema, objectRef } from '../documents/openapi-schemas';
import type { Schema } from '../documents/openapi-schemas';

/** The JSON Schema of an object that a tool takes or gives. */
export interface ObjectSchema extends Schema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: string[];
}

/** The schema of some named arguments: short, and without references, which not every agent follows. */
export function argumentsSchema(list: readonly Argument[]): ObjectSchema {
  const required = list.filter((argument) => argument.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(list.map((argument) => [argument.name, argumentSchema(argument, required)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** @param namesOutside the names of arguments that a body need not repeat */
function argumentSchema(argument: Argument, namesOutside: readonly string[]): Schema {
  const description = argument.doc && { description: argument.doc };
  const schemas: Record<string, Schema> = {};
  switch (argument.holds) {
    case 'field':
      return keyOrField(argument.field, shortSchema(fieldSchema(argument.field, schemas), schemas));
    case 'item':
      return withoutFields(
        argument.mode === 'patch'
          ? without(shortSchema(objectRef(argument.type, 'Patch', schemas), schemas), 'description')
          : itemSchema(argument.type),
        // An agent passes expectedVersion, which is shorter than to send back what the service keeps.
        [...namesOutside, ...keptNames(argument.type), warningsMember],
      );
    case 'items':
      return { type: 'array', minItems: 1, maxItems: argument.max, items: itemSchema(argument.type) };
    case 'increments':
      return incrementsSchema(argument.type);
    case 'updates': {
      const { domain, max } = argument;
      const hasIncrements = incrementedFields(domain.type).length > 0;
      const patch = without(shortSchema(objectRef(domain.type, 'Patch', schemas), schemas), 'description');
      const items = {
        type: 'object',
        required: [updateMembers.key, ...(hasIncrements ? [] : [updateMembers.patch])],
        properties: {
          [updateMembers.key]: shortSchema(keySchema(domain, schemas), schemas),
          [updateMembers.patch]: withoutFields(patch, [...keptNames(domain.type), warningsMember]),
          ...(hasIncrements && { [updateMembers.increment]: incrementsSchema(domain.type) }),
          [updateMembers.version]: { type: 'integer', minimum: 0 },
        },
        additionalProperties: false,
      };
      return { type: 'array', minItems: 1, maxItems: max, items };
    }
    case 'writes': {
      const writes = argument.operations.map((write): [string, Schema] => [
        write.name,
        argumentsSchema(argumentsInTransaction(write)),
      ]);
      const items = {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        properties: Object.fromEntries(writes),
      };
      return { type: 'array', minItems: 1, maxItems: argument.max, items };
    }
    case 'keys': {
      const items = shortSchema(keySchema(argument.domain, schemas), schemas);
      return { type: 'array', minItems: 1, maxItems: argument.max, items };
    }
    case 'filter':
      return { type: 'object', description: filterWords(argument.domain) };
    case 'order':
      return { type: 'string', enum: ordersOf(argument.domain) };
    case 'number': {
      const { min: minimum, max: maximum, default: size } = argument;
      return {
        type: 'integer',
        minimum,
        ...(maximum !== undefined && { maximum }),
        ...(size === undefined ? description : { default: size }),
      };
    }
    case 'cursor':
      return { type: 'string', ...description };
    case 'flag':
      return { type: 'boolean', ...description };
    case 'idempotencyKey':
      return { type: 'string', maxLength: 255, ...description };
  }
}

/** The fields that the service keeps in the items of a class. */
const keptNames = (type: DeclaredClass): readonly string[] =>
  [...ownedFields, ...authorFieldsOf(type)].map(({ name }) => name);

/** The numbers to be added to the fields of a class. */
function incrementsSchema(type: DeclaredClass): Schema {
  const numbers = incrementedFields(type).map(({ name, kind }) => [
    name,
    { type: kind === 'integer' ? 'integer' : 'number' },
  ]);
  const description = 'Numbers to add, within the limits of each field.';
  return { type: 'object', description, properties: Object.fromEntries(numbers), additionalProperties: false };
}

function itemSchema(type: DeclaredClass): Schema {
  const schemas: Record<string, Schema> = {};
  return withoutNull(shortSchema(objectRef(type, 'Input', schemas), schemas));
}

/** A schema of a field, short for an id: what it is made of is of no use to a caller who has one. */
function keyOrField({ kind }: FieldFact, schema: Schema): Schema {
  return kind === 'id' ? { type: 'string' } : schema;
}

/** A schema of an object without some of its fields. */
function withoutFields(schema: Schema, names: readonly string[]): Schema {
  const { properties, required } = schema;
  const remaining = listOf(required).filter((name) => !names.some((leftOut) => leftOut === name));
  return {
    ...without(schema, 'required'),
    ...(remaining.length > 0 && { required: remaining }),
    ...(isRecord(properties) && { properties: without(properties, ...names) }),
  };
}

/** The grammar of a filter: as a schema it would be longer than all the rest of the tool. */
function filterWords(domain: DomainFact): string {
  const names = filterableFields(domain).map(({ name }) => name);
  const [{ partition } = domain.key] = Object.values(domain.indexes);
  const such = partsOf(partition)
    .map((name) => `"${name}":{"eq":…}`)
    .join(',');
  return (
    `Conditions that must all hold, such as {${such}}. Comparisons: ${comparisons.join(', ')}; ` +
    `${combiners.join(', ')} combine filters. Fields: ${names.join(', ')}.`
  );
}

/**
 * The form of what an operation gives, as far as few words can tell it. One item has no schema: it would cost an agent
 * as much again as the tool does, and the item tells it too.
 */
export function resultSchema(gives: Gives): ObjectSchema | undefined {
  const list: Schema = { type: 'array' };
  switch (gives.as) {
    case 'page':
      return {
        type: 'object',
        properties: {
          items: list,
          nextCursor: { type: 'string', description: 'Pass it as after for the next page.' },
          totalCount: { type: ['integer', 'null'], description: 'With first: 0.' },
        },
      };
    case 'items':
      return { type: 'object', properties: { items: list } };
    case 'outcomes':
    case 'results':
      return { type: 'object', properties: { results: list } };
    case 'item':
    case 'nothing':
      return undefined;
  }
}

/** Keywords that hold schemas in them. */
const schemaKeywords = ['items', 'anyOf', 'properties'];

/** A schema with the parts that it refers to in their places, and without what an agent can do without. */
function shortSchema(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  parents: readonly unknown[] = [],
): Schema {
  // Examples say what the words say already.
  const { $ref, ...keywords } = without(schema, 'examples', 'additionalProperties', ...trivialKeywords(schema));
  // A schema that holds itself is told as any object the second time.
  if (parents.includes($ref)) return { type: 'object' };
  const target = typeof $ref === 'string' ? schemas[$ref.slice($ref.lastIndexOf('/') + 1)] : undefined;
  if (target) return shortSchema({ ...target, ...keywords }, schemas, [...parents, $ref]);
  return mapInner(keywords, (part) => shortSchema(part, schemas, parents));
}

/** What no caller comes near: the limit of an amount, or that of 32 bits. */
const vast = 900_000_000;

/**
 * Keywords that go without saying: that a text is not empty, that a list may be, in how many bits a number is held, and that
 * it is not vast.
 */
function trivialKeywords({ minLength, minItems, maximum, type }: Schema): readonly string[] {
  const isNumber = [type].flat().some((name) => name === 'number' || name === 'integer');
  return [
    ...(minLength === 1 ? ['minLength'] : []),
    ...(minItems === 0 ? ['minItems'] : []),
    ...(typeof maximum === 'number' && maximum > vast ? ['maximum'] : []),
    ...(isNumber ? ['format'] : []),
  ];
}

/** A schema without null: a field that may be null in a body may as well be left out, which is shorter to say. */
function withoutNull(schema: Schema): Schema {
  const { type, enum: values, anyOf } = schema;
  const [choice] = listOf(anyOf);
  if (isRecord(choice)) return withoutNull({ ...without(schema, 'anyOf'), ...choice });
  const [kind = type] = listOf(type);
  return mapInner(
    { ...schema, type: kind, ...(values !== undefined && { enum: listOf(values).filter((value) => value !== null) }) },
    withoutNull,
  );
}

function without(schema: Schema, ...names: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

/** Changes the schemas that stand in another schema; the names of properties are no keywords. */
function mapInner(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const changed = (keyword: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((part: unknown) => (isRecord(part) ? change(part) : part));
    if (!isRecord(value)) return value;
    if (keyword !== 'properties') return change(value);
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, isRecord(part) ? change(part) : part]),
    );
  };
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => [
    keyword,
    schemaKeywords.includes(keyword) ? changed(keyword, value) : value,
  ]);
  return Object.fromEntries(entries);
}
