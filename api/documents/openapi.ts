import { inWords } from '../../schema/access';
import { withDeprecation } from '../../schema/deprecation';
import { int32, keyFields } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { shortComparison } from '../../schema/kinds';
import { exampleObject, exampleOf, keyExample, patchExample } from '../../schema/examples';
import { recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { Transact } from '../../schema/transact';
import { needsToken } from '../../services/access';
import type { GatewayDefinition } from '../../services/definition';
import { nameOfItem } from '../../services/arguments';
import { allMembers, isUpdating } from '../../services/bulk-body';
import { comparisonFacts } from '../../services/comparisons';
import { comparisons, comparisonsOf } from '../../services/filter';
import { relationPaths } from '../../services/relations';
import { constantName, descendingName, ordersOf, sortableFields } from '../../services/list-query';
import { longestWait } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { wordsOf } from '../../services/paths';
import type { Words } from '../../services/paths';
import { bodyName, transactionTypes, writeName } from '../../services/schema-names';
import { argumentsInTransaction } from '../../services/transact';
import { updateMembers } from '../../services/updates';
import type { DescribedDocument } from '../graphql/described';
import { isVersioned, successes } from './openapi-answers';
import { domainExtension } from './extensions';
import { documentedAccess, documentedDomain } from './openapi-domains';
import { comparedSchema, filterSchema } from './openapi-filters';
import { problemTypes, refusals } from './openapi-problems';
import type { Components, RefusalHeaders } from './openapi-problems';
import { linksOf, withLinks } from './openapi-links';
import { namedOperation, namedSchemas, namedTag } from './openapi-named';
import { answerHeader, firstSentence, header, idempotencyKey, requestIdHeader, tenantParameter } from './openapi-parts';
import { component, fieldProblemSchema, fieldSchema, integerSchema, keySchema, objectRef } from './openapi-schemas';
import type { Role, Schema, Schemas } from './openapi-schemas';

/** What the document is made from: a definition of a gateway, or a part of one. */
export type OpenApiSource = Pick<GatewayDefinition, 'operations' | 'title'>;

/** The OpenAPI 3.1 document of the REST face: paths, constraints, every error answer, examples. */
export function openApi(
  { operations, title }: OpenApiSource,
  serverUrl = '/',
  named: readonly DescribedDocument[] = [],
): object {
  const schemas = { FieldProblem: fieldProblemSchema, ...problemTypes(operations) };
  const components: Components = { schemas, responses: {}, examples: {}, links: {} };
  const links = linksOf(operations, components);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const methods = (paths[operation.route.path] ??= {});
    const words = wordsOf(operation.route.path, operations);
    methods[operation.route.method.toLowerCase()] = describe(operation, components, { words, links: links(operation) });
  }
  if (named.length > 0) Object.assign(schemas, namedSchemas, ...named.map((one) => one.schemas));
  for (const one of named) paths[`/q/${one.name}`] = namedOperation(one);
  const domains = [...new Set(operations.map(({ domain }) => domain))];
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '1.0.0',
      summary: 'REST over the operations that GraphQL serves too.',
      description:
        'Items carry a version, which is their ETag: send it as If-Match and no change of another caller is lost. Errors are problem documents (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    security: [],
    tags: [
      ...domains.map((domain) => ({
        name: domain.typeName,
        ...(domain.doc && { description: domain.doc }),
        ...(domain.type !== Transact && { [domainExtension]: documentedDomain(domain, operations) }),
      })),
      ...(named.length > 0 ? [namedTag] : []),
    ],
    paths,
    components: {
      ...components,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the issuer that the gateway trusts. npm start -- --auth=jwt prints some.',
        },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'The key of a machine, in place of a token.',
        },
      },
    },
  };
}

/** What the operations of the document tell of each other. */
interface Surroundings {
  readonly words: Words;
  readonly links: Schema;
}

function describe(operation: Operation, components: Components, { words, links }: Surroundings): Schema {
  const { access, name, doc, domain, key, body, conditional, createOnly, query, route } = operation;
  const { schemas } = components;
  return {
    operationId: name,
    summary: firstSentence(doc),
    // Programs that are made from the document, and agents, show the one or the other.
    description: withDeprecation(
      [doc, access && `Who may: ${inWords(access)}.`].filter(Boolean).join(' '),
      operation.deprecated,
    ),
    ...(operation.deprecated && { deprecated: true }),
    ...(needsToken(operation) && { security: [{ bearer: [] }, { apiKey: [] }] }),
    ...documentedAccess(operation),
    tags: [domain.typeName],
    parameters: [
      ...key.map((field) => ({
        name: field.name,
        in: 'path',
        required: true,
        ...describedWords(words.get(field.name)),
        schema: fieldSchema(field, schemas),
        example: exampleOf(field),
      })),
      ...(query === 'list' ? listParameters(operation, schemas) : []),
      ...(query === 'page' ? [...pageParameters(domain), countParameter] : []),
      ...(query === 'item' ? itemParameters(domain) : []),
      ...(operation.historical
        ? [parameter('at', { type: 'string' }, 'The item as it was: in a version of it, or at a moment (RFC 3339).')]
        : []),
      ...(query === 'dryRun'
        ? [parameter('dryRun', { type: 'boolean', default: false }, 'Check everything, write nothing.')]
        : []),
      ...(query === 'changes' ? changeParameters : []),
      ...(conditional
        ? [header('If-Match', 'Write only if this is the current ETag, such as "1", or * for any.')]
        : []),
      ...(createOnly ? [header('If-None-Match', 'Send * to create and never overwrite.')] : []),
      ...(operation.idempotent ? [idempotencyKey] : []),
      ...(domain.tenant ? [tenantParameter] : []),
      ...(isVersioned(operation) && route.method === 'GET'
        ? [
            header('If-Match', 'Answer 412 unless this is the current ETag, such as "1".'),
            header('If-None-Match', 'Answer 304 if this is the current ETag, such as "1".'),
          ]
        : []),
    ],
    ...(body && { requestBody: requestBody(body, operation, schemas) }),
    responses: {
      ...withCommonHeaders(operation, withLinks(successes(operation, schemas), links)),
      ...refusals(operation, components, refusalHeaders),
    },
  };
}

/** What a client has to know of a place in a path that other paths have words at. */
function describedWords(words: readonly string[] = []): Schema {
  if (words.length === 0) return {};
  const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);
  return { description: `Write "~" before what is ${list} here, as in ~${words[0]}: without it that is another path.` };
}

type Body = NonNullable<Operation['body']>;

function requestBody(body: Body, operation: Operation, schemas: Schemas): Schema {
  const [schema, example] = bodySchema(body, operation, schemas);
  const content = { schema, example };
  return {
    required: !(body.of === 'item' && body.optional),
    content: {
      'application/json': content,
      ...(operation.route.method === 'PATCH' && { 'application/merge-patch+json': content }),
    },
  };
}

function bodySchema(body: Body, operation: Operation, schemas: Schemas): [Schema, unknown] {
  const { domain } = operation;
  if (body.of === 'item') {
    const example = body.mode === 'patch' ? patchExample(body.type) : exampleObject(body.type);
    return [objectRef(body.type, roleOf(body, operation), schemas), example];
  }
  if (body.of === 'all') {
    const whole = component(bodyName(operation), schemas, () => allSchema(body, domain, schemas));
    return [whole, allExample(body, domain)];
  }
  const list = component(bodyName(operation), schemas, () => {
    const items = elementSchema(body, domain, schemas);
    return {
      type: 'object',
      required: [body.of],
      additionalProperties: false,
      properties: { [body.of]: { type: 'array', minItems: 1, maxItems: body.max, items } },
    };
  });
  return [list, { [body.of]: [elementExample(body, domain)] }];
}

/** What is done with all items that meet a filter. */
function allSchema(body: Extract<Body, { of: 'all' }>, domain: DomainFact, schemas: Schemas): Schema {
  const patch = isUpdating(body) ? { [allMembers.patch]: objectRef(body.type, 'Patch', schemas) } : {};
  return {
    type: 'object',
    required: [allMembers.filter, ...Object.keys(patch)],
    additionalProperties: false,
    properties: {
      [allMembers.filter]: filterSchema(domain, schemas),
      ...patch,
      [allMembers.dryRun]: { type: 'boolean', default: false, description: 'Only tell what would be done.' },
    },
  };
}

function allExample(body: Extract<Body, { of: 'all' }>, domain: DomainFact): object {
  const [first] = keyFields(domain);
  return {
    [allMembers.filter]: { [first.name]: { eq: exampleOf(first) } },
    ...(isUpdating(body) && { [allMembers.patch]: patchExample(body.type) }),
  };
}

type ListBody = Exclude<Body, { of: 'item' | 'all' }>;

/** The schema of what a batch holds. */
function elementSchema(body: ListBody, domain: DomainFact, schemas: Schemas): Schema {
  switch (body.of) {
    case 'items':
      return objectRef(body.type, 'Input', schemas);
    case 'keys':
      return keySchema(domain, schemas);
    case 'writes':
      return component(transactionTypes.write, schemas, () => ({
        type: 'object',
        description: 'One write: the name of its operation, with its arguments.',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: false,
        properties: Object.fromEntries(body.operations.map((write) => [write.name, writeSchema(write, schemas)])),
      }));
    case 'updates':
      return component(`${domain.typeName}Update`, schemas, () => ({
        type: 'object',
        required: [updateMembers.key, updateMembers.patch],
        additionalProperties: false,
        properties: {
          [updateMembers.key]: keySchema(domain, schemas),
          [updateMembers.patch]: objectRef(body.type, 'Patch', schemas),
          [updateMembers.version]: {
            ...integerSchema({ min: 0, max: int32.max }),
            description: 'The version that is updated; refused when there is another by now.',
          },
        },
      }));
  }
}

/** The arguments of one operation in a transaction. */
function writeSchema(write: Operation, schemas: Schemas): Schema {
  const list = argumentsInTransaction(write).filter(({ holds }) => holds !== 'increments');
  const properties = list.map((argument): [string, Schema] => {
    if (argument.holds === 'field') return [argument.name, fieldSchema(argument.field, schemas)];
    if (argument.holds === 'item') {
      return [argument.name, objectRef(argument.type, argument.mode === 'patch' ? 'Patch' : 'Input', schemas)];
    }
    return [argument.name, { ...integerSchema({ min: 0, max: int32.max }), description: argument.doc }];
  });
  return component(writeName(write), schemas, () => ({
    type: 'object',
    description: write.doc,
    required: list.filter(({ required: isRequired, holds }) => isRequired || holds === 'item').map(({ name }) => name),
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  }));
}

function elementExample(body: ListBody, domain: DomainFact): unknown {
  switch (body.of) {
    case 'writes': {
      const [write] = body.operations;
      return write && { [write.name]: argumentsExample(write) };
    }
    case 'items':
      return exampleObject(body.type);
    case 'keys':
      return keyExample(domain);
    case 'updates':
      return { [updateMembers.key]: keyExample(domain), [updateMembers.patch]: patchExample(body.type) };
  }
}

/** Arguments of an operation in a transaction that its door takes. */
function argumentsExample({ key, body }: Operation): object {
  const item = body?.of === 'item' ? body : undefined;
  return {
    ...Object.fromEntries(key.map((field) => [field.name, exampleOf(field)])),
    ...(item && {
      [nameOfItem(item.mode)]: item.mode === 'patch' ? patchExample(item.type) : exampleObject(item.type),
    }),
  };
}

/** What an operation takes one object for. */
function roleOf({ mode, type }: Extract<Body, { of: 'item' }>, { conditional, domain, key }: Operation): Role {
  if (mode === 'patch') return 'Patch';
  if (!conditional || type !== domain.type) return 'Input';
  return key.length > 0 ? 'Replacement' : 'Upsert';
}

const replayedHeader = answerHeader('"true" where this is the first answer to the Idempotency-Key once more.');
const deprecationHeader = answerHeader('The day from which on the operation is deprecated (RFC 9745).');
const sunsetHeader = answerHeader('The day on which the operation may be gone (RFC 8594).');
const etagHeader = answerHeader('The version of the current item in quotes.');
const retryHeader = answerHeader('Seconds to wait before the request is sent again.');

/** Answers with the headers that do not depend on what is answered. */
function withCommonHeaders({ idempotent, deprecated }: Operation, answers: Schema): Schema {
  const common = {
    'X-Request-Id': requestIdHeader,
    ...(idempotent && { 'Idempotent-Replayed': replayedHeader }),
    ...(deprecated && { Deprecation: deprecationHeader }),
    ...(deprecated?.sunset && { Sunset: sunsetHeader }),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const { headers, ...rest } = recordOf(answer);
      return [status, { ...rest, headers: { ...recordOf(headers ?? {}), ...common } }];
    }),
  );
}

/** The headers of a refusal by its status. */
const refusalHeaders: RefusalHeaders = (status, codes) => {
  const mayRetry = codes.some((code) => code === 'idempotency-key-in-progress') || [429, 503].includes(status);
  return {
    'X-Request-Id': requestIdHeader,
    ...(mayRetry && { 'Retry-After': retryHeader }),
    ...([409, 412].includes(status) && { ETag: etagHeader }),
  };
};

const changeParameters: readonly Schema[] = [
  parameter('since', { type: 'string' }, 'The cursor of the last answer; from now on when left out.'),
  parameter(
    'wait',
    { ...integerSchema({ min: 0, max: longestWait }), default: 0 },
    'Seconds to wait for a change before the answer is empty.',
  ),
  header('Last-Event-ID', 'The same as since, as an EventSource sends it.'),
];

/** Sentences on the comparisons whose names do not tell all. */
const remarks = comparisons
  .map((name) => ({ name, remark: comparisonFacts[name].remark }))
  .flatMap(({ name, remark }) => (remark === undefined ? [] : [`${name} is ${remark}.`]))
  .join(' ');

/** A condition that shows how one is written: with a number, where a field holds one. */
function comparisonExample({ fields }: DomainFact): { name: string; comparison: string; value: unknown } {
  const examples = fields.flatMap((field) => {
    const value = exampleOf(field);
    const comparison = typeof value === 'number' ? 'ge' : shortComparison(field);
    return comparison && comparisonsOf(field).includes(comparison) ? [{ name: field.name, comparison, value }] : [];
  });
  const [first] = examples;
  return examples.find(({ value }) => typeof value === 'number') ?? required(first, 'a field that can be compared');
}

function pageParameters({ page: { default: size, max } }: DomainFact): Schema[] {
  return [
    parameter('limit', { ...integerSchema({ min: 1, max }), default: size }, 'Items in the page.'),
    parameter('cursor', { type: 'string' }, 'The nextCursor of the page before.'),
    parameter('before', { type: 'string' }, 'The previousCursor of the page after.'),
  ];
}

const countParameter = parameter(
  'count',
  { type: 'boolean', default: false },
  'Tell how many items the whole list has, where that is cheap.',
);

function listParameters({ domain, key }: Operation, schemas: Schemas): Schema[] {
  const { name: compared, comparison, value } = comparisonExample(domain);
  const sortable = sortableFields(domain);
  return [
    ...pageParameters(domain),
    ...(sortable.length > 0
      ? [
          parameter(
            'sort',
            sortSchema(domain, schemas),
            'The field to sort by, with "-" before it for descending; an index must have it.',
          ),
        ]
      : []),
    {
      name: 'filter',
      in: 'query',
      description: `Conditions as JSON, such as ${JSON.stringify({ [compared]: { [comparison]: value } })}. Without and, or and not they may be written as filter[${compared}][${comparison}]=${String(value)} too. ${remarks}`,
      // A text, and not "content: application/json": half of the generators would write an object in a form of their own,
      // one of them as parameters that mean something else here. Without a format, which RFC 8259 calls so,
      // oapi-codegen takes it for a file.
      schema: {
        type: 'string',
        format: 'json-text',
        contentMediaType: 'application/json',
        contentSchema: filterSchema(domain, schemas),
      },
    },
    ...itemParameters(domain),
    countParameter,
    parameter(
      'explain',
      { type: 'boolean', default: false },
      'Tell how the list was read and what it cost. Only administrators may ask, where callers sign in.',
    ),
    // What the path says is not asked again.
    ...domain.fields
      .filter((field) => isShort(field) && !key.some(({ name }) => name === field.name))
      .map((field) => {
        const words =
          shortComparison(field) === 'contains' ? `whose ${field.name} contain this` : `with this ${field.name}`;
        const compared = 'each' in field ? field.each : field;
        return {
          ...parameter(field.name, comparedSchema(compared, schemas), `Only items ${words}.`),
          ...(field.deprecated && { deprecated: true }),
        };
      }),
  ];
}

/** The orders of a list. Generators name constants after values, and would have "-price" and that of other nouns. */
function sortSchema(domain: DomainFact, schemas: Schemas): Schema {
  return component(`${domain.typeName}Sort`, schemas, () => ({
    type: 'string',
    enum: sortableFields(domain).flatMap((name) => [name, descendingName(name)]),
    // The names of GraphQL, behind that of the noun: in Go all constants are in one package.
    'x-enum-varnames': ordersOf(domain).map((name) => `${constantName(domain.singular)}_${name}`),
  }));
}

function itemParameters(domain: DomainFact): Schema[] {
  const relations = relationPaths(domain.type);
  return [
    parameter('fields', { type: 'string' }, 'The fields to answer with, separated by commas.'),
    ...(relations.length > 0
      ? [
          parameter(
            'include',
            { type: 'string' },
            `Related items to put inside, separated by commas: ${relations.join(', ')}.`,
          ),
        ]
      : []),
  ];
}

/** The fields with a short form, `?category=Phone`, that no other parameter hides. */
function isShort(field: FieldFact): boolean {
  const hidden = ['limit', 'cursor', 'before', 'sort', 'filter', 'fields', 'include', 'count', 'explain'].includes(
    field.name,
  );
  return !hidden && shortComparison(field) !== undefined;
}

function parameter(name: string, schema: Schema, description: string): Schema {
  return { name, in: 'query', description, schema };
}
