import { listOf, recordOf } from '../../schema/guards';
import { fieldsOf, keyFields } from '../../schema/facts';
import type { DeclaredClass, FieldFact } from '../../schema/facts';
import { selection } from '../codegen/documents';
import type { Journey, Step } from './journey';

/** The journeys as GraphQL, as far as they succeed: what a schema refuses cannot stand in a document. */
export function graphqlFile(journeys: readonly Journey[]): string {
  const head =
    '# Written by npm run contracts. Send the operations from top to bottom; those of an order take the orderId that the checkout gave.\n';
  const written = journeys.flatMap(({ title, doc, steps }) => {
    const possible = steps.filter(({ status }) => status[0] < 300 || status[0] === 404);
    return [`# ${title}: ${doc}\n`, ...possible.map((step) => `# ${step.name}.\n${operationOf(step, title)}\n`)];
  });
  return [head, ...written].join('\n');
}

function operationOf(step: Step, title: string): string {
  const { operation } = step;
  const call = `${operation.name}${argumentsOf(step)} ${answerOf(step)}`;
  const variables = usesOrder(step) ? '($orderId: String!)' : '';
  return `${operation.kind} ${nameOf(`${title} ${step.name}`)}${variables} { ${call} }`;
}

/** A GraphQL name of some words. */
const nameOf = (words: string): string =>
  words
    .split(/\W+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const usesOrder = ({ key = {} }: Step): boolean => Object.values(key).includes('{{orderId}}');

function argumentsOf({ operation, key = {}, body, query = {}, version }: Step): string {
  const fact = operation.body;
  const { limit, dryRun } = query;
  const conditions = Object.entries(query).filter(([name]) => !['limit', 'dryRun', 'include'].includes(name));
  const filter = conditions.map(([name, value]) => `${name}: { eq: ${JSON.stringify(value)} }`);
  const given = [
    ...operation.key.map(({ name }) => `${name}: ${key[name] === '{{orderId}}' ? '$orderId' : literal(key[name])}`),
    ...(fact?.of === 'item' && fact.flat ? members(body, fieldsOf(fact.type)) : []),
    ...(fact?.of === 'item' && !fact.flat
      ? [`${fact.mode === 'patch' ? 'patch' : 'input'}: ${object(body, fieldsOf(fact.type))}`]
      : []),
    ...(fact?.of === 'items' ? [`items: ${list(body, 'items', fieldsOf(fact.type))}`] : []),
    ...(fact?.of === 'keys' ? [`keys: ${list(body, 'keys', keyFields(operation.domain))}`] : []),
    ...(version === undefined ? [] : [`expectedVersion: ${version}`]),
    ...(limit === undefined ? [] : [`first: ${limit}`]),
    ...(filter.length > 0 ? [`filter: { ${filter.join(', ')} }`] : []),
    ...(dryRun === undefined ? [] : [`dryRun: ${dryRun}`]),
  ];
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

const list = (body: unknown, name: string, fields: readonly FieldFact[]): string =>
  `[${listOf(recordOf(body)[name])
    .map((one) => object(one, fields))
    .join(', ')}]`;

const object = (value: unknown, fields: readonly FieldFact[]): string => `{ ${members(value, fields).join(', ')} }`;

function members(value: unknown, fields: readonly FieldFact[]): readonly string[] {
  return Object.entries(recordOf(value)).map(([name, content]) => {
    const field = fields.find((one) => one.name === name);
    return `${name}: ${literal(content, field)}`;
  });
}

/** A value as GraphQL spells it: names without quotes, and those of an enumeration too. */
function literal(value: unknown, field?: FieldFact): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, field?.each ?? field)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner: DeclaredClass | undefined = field?.type?.();
    return object(value, inner ? fieldsOf(inner) : []);
  }
  return field?.kind === 'enumeration' ? String(value) : JSON.stringify(value);
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
