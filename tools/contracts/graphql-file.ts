import { buildSchema, parse, print } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { fieldOf, fieldsOf, keyFields, nestedClass } from '../../schema/facts';
import { listOf, recordOf } from '../../schema/guards';
import type { FieldFact } from '../../schema/facts';
import { keyValue } from '../../schema/kinds';
import { argumentsOf } from '../../services/arguments';
import type { Argument } from '../../services/arguments';
import { selection } from '../codegen/documents';
import type { Journey, Step } from '../../services/journey';
import { savedNames } from './saved';

/**
 * The journeys as GraphQL, as far as they succeed: what a schema refuses cannot stand in a document.
 * @param sdl the schema of the gateway, which has the types of variables
 */
export function graphqlFile(journeys: readonly Journey[], sdl: string): string {
  const schema = buildSchema(sdl);
  const sections = journeys.flatMap(({ title, doc, steps }) => {
    const possible = steps.filter(({ status }) => status[0] < 300 || status[0] === 404);
    return [
      `# ${title}: ${doc}\n`,
      ...possible.map((step) => `# ${step.name}.\n${print(parse(operationOf(step, title, schema)))}\n`),
    ];
  });
  const filled = journeys
    .flatMap(({ steps }) => steps)
    .flatMap(({ saves, operation }) => (saves === undefined ? [] : [`; $${saves} is what ${operation.name} gave`]));
  const head = `# Written by npm run contracts. Send the operations from top to bottom${filled.join('')}.\n`;
  return [head, ...sections].join('\n');
}

function operationOf(step: Step, title: string, schema: GraphQLSchema): string {
  const { operation, key = {} } = step;
  const call = `${operation.name}${argumentsText(step)} ${answerOf(step)}`;
  const root = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const variables = (root?.getFields()[operation.name]?.args ?? []).flatMap(({ name, type }) =>
    savedNames(String(key[name])).map((saved) => `$${saved}: ${String(type)}`),
  );
  const declared = variables.length > 0 ? `(${variables.join(', ')})` : '';
  return `${operation.kind} ${nameOf(`${title} ${step.name}`)}${declared} { ${call} }`;
}

/** A GraphQL name of some words. */
const nameOf = (words: string): string =>
  words
    .split(/\W+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function argumentsText(step: Step): string {
  const argumentTexts = argumentsOf(step.operation).flatMap((argument) => {
    const value = valueText(argument, step);
    return value === undefined ? [] : [`${argument.name}: ${value}`];
  });
  return argumentTexts.length > 0 ? `(${argumentTexts.join(', ')})` : '';
}

/** The value that a step has for an argument, as GraphQL spells it. */
function valueText(argument: Argument, { key = {}, body, query = {}, version }: Step): string | undefined {
  const { name } = argument;
  switch (argument.holds) {
    case 'field': {
      const value = key[name] ?? recordOf(body)[name];
      const [saved] = savedNames(String(value));
      if (saved !== undefined) return `$${saved}`;
      return value === undefined ? undefined : literal(value, argument.field);
    }
    case 'item':
      return object(body, fieldsOf(argument.type));
    case 'items':
      return list(body, name, fieldsOf(argument.type));
    case 'keys':
      return list(body, name, keyFields(argument.domain));
    case 'filter': {
      const conditions = Object.entries(query).filter(
        ([parameter]) => !['limit', 'dryRun', 'include'].includes(parameter),
      );
      const filter = conditions.map(([condition, text]) => {
        const field = fieldOf(argument.domain, condition);
        return `${condition}: { eq: ${literal(keyValue(field, text), field)} }`;
      });
      return filter.length > 0 ? `{ ${filter.join(', ')} }` : undefined;
    }
    case 'number':
      if (name === 'expectedVersion') return version?.toString();
      return name === 'first' ? query.limit : undefined;
    case 'flag':
      return query[name];
    case 'increments':
    case 'updates':
    case 'writes':
    case 'order':
    case 'cursor':
    case 'idempotencyKey':
      return undefined;
  }
}

const list = (body: unknown, name: string, fields: readonly FieldFact[]): string =>
  `[${listOf(recordOf(body)[name])
    .map((element) => object(element, fields))
    .join(', ')}]`;

const object = (value: unknown, fields: readonly FieldFact[]): string => `{ ${members(value, fields).join(', ')} }`;

function members(value: unknown, fields: readonly FieldFact[]): readonly string[] {
  return Object.entries(recordOf(value)).map(([name, content]) => {
    const field = fields.find((fact) => fact.name === name);
    return `${name}: ${literal(content, field)}`;
  });
}

/** A value as GraphQL spells it: names without quotes, and those of an enumeration too. */
function literal(value: unknown, field?: FieldFact): string {
  const element = field && 'each' in field ? field.each : field;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, element)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner = field && nestedClass(field);
    return object(value, inner ? fieldsOf(inner) : []);
  }
  if (!field || !('enumeration' in field)) return JSON.stringify(value);
  const entry = Object.entries(field.enumeration.names).find(([, stored]) => stored === value);
  return entry ? entry[0] : String(value);
}

function answerOf({ operation: { gives, route, domain, name }, query = {} }: Step): string {
  if (gives.as === 'nothing') return '';
  if (route.success === 204) return '{ version }';
  switch (gives.as) {
    case 'page':
      return `{ edges { node ${selection(gives.type, [])} } pageInfo { hasNextPage endCursor } }`;
    case 'outcomes':
      return `{ status item ${selection(gives.type, [])} error { type detail } }`;
    default:
      return name === domain.singular && query.include
        ? selection(gives.type, query.include.split(',')).replaceAll(/ @include\([^)]*\)/g, '')
        : selection(gives.type, []);
  }
}
