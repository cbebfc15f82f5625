import { isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import { listOf, recordOf, textOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { deprecationMark } from '../../schema/deprecation';
import type { Enumerations } from './enumerations';

// TypeScript types of what clients send and get, from the documents that say it: items and bodies from the schemas of the
// OpenAPI document, filters from the GraphQL schema. They know the forms that our documents have, and no others.

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The types of some schemas of an OpenAPI document, and of those that these lead to.
 * @throws Error for a form that no schema of ours has
 */
export function schemaTypes(schemas: JsonSchema, names: readonly string[]): string {
  const written = new Map<string, string>();
  const visit = (name: string): void => {
    if (written.has(name)) return;
    written.set(name, '');
    const schema = required(schemas[name], `the schema ${name} of the OpenAPI document`);
    written.set(name, `${docOf(schema)}export type ${name} = ${typeOf(recordOf(schema), visit)};\n`);
  };
  for (const name of names) visit(name);
  return [...written.values()].join('\n');
}

function typeOf(schema: JsonSchema, visit: (name: string) => void, indent = ''): string {
  const { $ref, anyOf, type, enum: values, items } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.replace('#/components/schemas/', '');
    visit(name);
    return name;
  }
  const inner = (one: unknown): string => typeOf(recordOf(one), visit, indent);
  if (anyOf !== undefined) return listOf(anyOf).map(inner).join(' | ');
  if (values !== undefined)
    return listOf(values)
      .map((value) => JSON.stringify(value))
      .join(' | ');
  // Any JSON.
  if (type === undefined) return 'unknown';
  return [type]
    .flat()
    .map((one) => {
      const name = textOf(one) ?? '';
      if (name === 'array') return `(${inner(items)})[]`.replace(/^\((\w+)\)/, '$1');
      if (name === 'object') return objectType(schema, visit, indent);
      return required(plainTypes[name], `what the type "${name}" of JSON Schema is in TypeScript`);
    })
    .join(' | ');
}

/** What the simple types of JSON Schema are. */
const plainTypes: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  null: 'null',
  number: 'number',
  integer: 'number',
};

function objectType(schema: JsonSchema, visit: (name: string) => void, indent: string): string {
  if (schema.properties === undefined) return 'Record<string, unknown>';
  const always = listOf(schema.required);
  const deeper = `${indent}  `;
  const members = Object.entries(recordOf(schema.properties)).map(([name, property]) => {
    const mark = always.includes(name) ? '' : '?';
    return `${docOf(property, deeper)}${deeper}${name}${mark}: ${typeOf(recordOf(property), visit, deeper)};\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function docOf(schema: unknown, indent = ''): string {
  const words = textOf(recordOf(schema).description);
  return words === undefined ? '' : commentOf(tagged(words), indent);
}

/** What GraphQL's scalars are in JSON, which is how they travel. */
const scalars: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  Money: 'number',
  DateTime: 'string',
  Date: 'string',
  Duration: 'string',
  JSON: 'unknown',
};

/**
 * The types of some inputs of a GraphQL schema, and of those that these lead to. An enumeration has its values, which are
 * what a method takes, and not the names that GraphQL has for them.
 */
export function inputTypes(schema: GraphQLSchema, names: readonly string[], enumerations: Enumerations): string {
  const written = new Map<string, string>();
  const visit = (name: string): void => {
    if (written.has(name)) return;
    written.set(name, '');
    const type = schema.getType(name);
    if (!isInputObjectType(type)) throw new Error(`The GraphQL schema has no input ${name}.`);
    const members = Object.values(type.getFields()).map(
      ({ name: field, description, deprecationReason, type: fieldType }) => {
        const [mark, orNull] = isNonNullType(fieldType) ? ['', ''] : ['?', ' | null'];
        const words = [description, deprecationReason && `@deprecated ${deprecationReason}`].filter(Boolean).join('\n');
        return `${words ? commentOf(words, '  ') : ''}  readonly ${field}${mark}: ${inputType(fieldType, visit, enumerations)}${orNull};\n`;
      },
    );
    const doc = type.description ? commentOf(type.description) : '';
    written.set(name, `${doc}export type ${name} = {\n${members.join('')}};\n`);
  };
  for (const name of names) visit(name);
  return [...written.values()].join('\n');
}

function inputType(type: GraphQLInputType, visit: (name: string) => void, enumerations: Enumerations): string {
  if (isNonNullType(type)) return inputType(type.ofType, visit, enumerations);
  if (isListType(type)) return `readonly (${inputType(type.ofType, visit, enumerations)})[]`.replace(/\((\w+)\)/, '$1');
  if (isEnumType(type)) {
    const values = required(enumerations.get(type.name), `the values of ${type.name}`);
    return type
      .getValues()
      .map(({ name }) => JSON.stringify(values[name]))
      .join(' | ');
  }
  if (isInputObjectType(type)) {
    visit(type.name);
    return type.name;
  }
  return required(scalars[type.name], `what the scalar ${type.name} is in TypeScript`);
}

/** Words for people with those of a deprecation, if they have some, behind the tag that editors know. */
export const tagged = (words: string): string => words.replace(new RegExp(` ?${deprecationMark}`), '\n@deprecated ');

/** A doc comment on one line, or on as many as the words have. */
export function commentOf(words: string, indent = ''): string {
  const lines = words.replaceAll('*/', '* /').trim().split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
