import { anyone, inWords } from '../../schema/access';
import { domainIfAny } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { shortComparison } from '../../schema/kinds';
import { exampleObject, exampleOf, keyExample, patchExample, storedExample } from '../../schema/examples';
import { recordOf } from '../../schema/guards';
import { problemFor } from '../../services/errors';
import type { Problem, ProblemCode } from '../../services/errors';
import type { GatewayDefinition } from '../../services/definition';
import { comparisonFacts } from '../../services/comparisons';
import { comparisons } from '../../services/filter';
import { relationPaths } from '../../services/relations';
import { sortableFields } from '../../services/list-query';
import { longestWait } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { problemsOf } from '../../services/operation-problems';
import { wordsOf } from '../../services/paths';
import type { Words } from '../../services/paths';
import {
  fieldProblemSchema,
  fieldSchema,
  keySchema,
  objectRef,
  problemSchemaOf,
  ref,
  warningsSchema,
} from './openapi-schemas';
import type { Schema } from './openapi-schemas';

/** What the document is made from: a definition of a gateway, or a part of one. */
export type OpenApiSource = Pick<GatewayDefinition, 'operations' | 'problems' | 'title'>;

/** The OpenAPI 3.1 document of the REST face: paths, constraints, every error answer, examples. */
export function openApi({ operations, problems, title }: OpenApiSource, serverUrl = '/'): object {
  const schemas: Record<string, Schema> = { FieldProblem: fieldProblemSchema };
  schemas.Problem = problemSchemaOf(problems, schemas);
  const byStatus = problemsByStatus(problems);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const methods = (paths[operation.route.path] ??= {});
    methods[operation.route.method.toLowerCase()] = describe(operation, schemas, {
      words: wordsOf(operation.route.path, operations),
      byStatus,
    });
  }
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
    tags: domains.map(({ typeName, doc }) => ({ name: typeName, ...(doc && { description: doc }) })),
    paths,
    components: {
      schemas,
      responses: usedResponses(paths, byStatus),
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

/** What the description of an operation needs of the others. */
interface Surroundings {
  readonly words: Words;
  readonly byStatus: ProblemsByStatus;
}

function describe(operation: Operation, schemas: Record<string, Schema>, { words, byStatus }: Surroundings): Schema {
  const { access, name, doc, domain, key, body, conditional, createOnly, query, route } = operation;
  return {
    operationId: name,
    summary: doc,
    ...(access && { description: `Who may: ${inWords(access)}.` }),
    ...(access !== anyone && { security: [{ bearer: [] }, { apiKey: [] }] }),
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
      ...(query === 'list' ? listParameters(domain, schemas) : []),
      ...(query === 'item' ? itemParameters(domain) : []),
      ...(query === 'dryRun'
        ? [parameter('dryRun', { type: 'boolean', default: false }, 'Check everything, write nothing.')]
        : []),
      ...(query === 'changes' ? changeParameters : []),
      ...(conditional ? [header('If-Match', 'Write only if this is the current ETag, or "*" for any.', '"1"')] : []),
      ...(createOnly ? [header('If-None-Match', 'Send "*" to create and never overwrite.', '*')] : []),
      ...(operation.idempotent
        ? [
            header(
              'Idempotency-Key',
              'The same request sent again with the same key has one effect and gets the first answer.',
              '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
            ),
          ]
        : []),
      ...(isVersioned(operation) && route.method === 'GET'
        ? [
            header('If-Match', 'Answer 412 unless this is the current ETag.', '"1"'),
            header('If-None-Match', 'Answer 304 if this is the current ETag.', '"1"'),
          ]
        : []),
    ],
    ...(body && { requestBody: requestBody(body, operation, schemas) }),
    responses: {
      ...withCommonHeaders(operation, successes(operation, schemas)),
      ...failures(operation, schemas, byStatus),
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

function requestBody(body: Body, { domain, route, conditional }: Operation, schemas: Record<string, Schema>): Schema {
  const [schema, example] = bodySchema(body, domain, conditional, schemas);
  const content = { schema, example };
  return {
    required: true,
    content: {
      'application/json': content,
      ...(route.method === 'PATCH' && { 'application/merge-patch+json': content }),
    },
  };
}

function bodySchema(
  body: Body,
  domain: DomainFact,
  conditional: boolean,
  schemas: Record<string, Schema>,
): [Schema, unknown] {
  if (body.of === 'item') {
    const patch = body.mode === 'patch';
    const isReplaced = conditional && body.type === domain.type;
    return [
      objectRef(body.type, patch ? 'Patch' : isReplaced ? 'Replacement' : 'Input', schemas),
      patch ? patchExample(body.type) : exampleObject(body.type),
    ];
  }
  const element: Schema = body.of === 'items' ? objectRef(body.type, 'Input', schemas) : keySchema(domain, schemas);
  const example = body.of === 'items' ? exampleObject(body.type) : keyExample(domain);
  return [
    {
      type: 'object',
      required: [body.of],
      additionalProperties: false,
      properties: { [body.of]: { type: 'array', minItems: 1, maxItems: body.max, items: element } },
    },
    { [body.of]: [example] },
  ];
}

function successes(operation: Operation, schemas: Record<string, Schema>): Schema {
  const { gives, route } = operation;
  const answer = (description: string, schema: Schema, example: unknown, headers?: Schema): Schema => ({
    description,
    ...(headers && { headers }),
    content: { 'application/json': { schema, example } },
  });
  const etag = { ETag: { description: 'The version of the item in quotes.', schema: { type: 'string' } } };
  const location = { Location: { description: 'Where the item is.', schema: { type: 'string' } } };
  switch (gives.as) {
    case 'nothing':
      return { 204: { description: 'Done.' } };
    case 'item': {
      const item = objectRef(gives.type, '', schemas);
      const example = storedExample(gives.type);
      const versioned = isVersioned(operation);
      return {
        ...(operation.query === 'changes'
          ? { 200: feedAnswer(item, example) }
          : route.success === 204
            ? { 204: { description: 'Done.', headers: etag } }
            : {
                [route.success]: answer(
                  { 200: 'The item.', 201: 'Created.', 202: 'Accepted; Location says where to look.' }[route.success],
                  item,
                  example,
                  { ...(versioned && etag), ...(route.location && route.success !== 200 && location) },
                ),
              }),
        // An operation that does not refuse a taken key changes the item that is there already.
        ...(route.success === 201 && !operation.problems.includes('conflict')
          ? { 200: answer('The item, which was there before.', item, example, etag) }
          : {}),
        ...(operation.createOnly &&
          route.success === 200 && {
            201: answer('Created, with If-None-Match: *.', item, example, { ...etag, ...location }),
          }),
        ...(versioned &&
          route.method === 'GET' && { 304: { description: 'The copy of the caller is current.', headers: etag } }),
      };
    }
    case 'items':
      return {
        200: answer(
          'In the order of the keys, null for each missing item.',
          {
            type: 'object',
            required: ['items'],
            properties: {
              items: { type: 'array', items: { anyOf: [objectRef(gives.type, '', schemas), { type: 'null' }] } },
              warnings: warningsSchema,
            },
          },
          { items: [storedExample(gives.type)] },
        ),
      };
    case 'page': {
      const name = `${gives.type.name}Page`;
      schemas[name] ??= {
        type: 'object',
        required: ['items'],
        properties: {
          items: { type: 'array', items: objectRef(gives.type, '', schemas) },
          nextCursor: { type: 'string', description: 'Send it as cursor to get the next page; absent on the last.' },
          previousCursor: {
            type: 'string',
            description: 'Send it as before to get the page before; absent on the first.',
          },
          truncatedBy: {
            type: 'string',
            enum: ['readBudget', 'answerSize'],
            description: 'Why the page ended before it was full; nextCursor goes on from there.',
          },
          totalCount: { type: ['integer', 'null'], description: 'With count=true: how many items the whole list has.' },
          totalCountReason: { type: 'string', description: 'Why totalCount is null.' },
          warnings: warningsSchema,
          plan: { type: 'object', description: 'With explain=true: how the list was read and what it cost.' },
        },
      };
      const link = { Link: { description: 'The next page as rel="next" (RFC 8288).', schema: { type: 'string' } } };
      return { 200: answer('A page.', ref(name), { items: [storedExample(gives.type)] }, link) };
    }
    case 'outcomes': {
      const name = `${gives.type.name}Outcome`;
      schemas[name] ??= {
        type: 'object',
        required: ['status'],
        properties: {
          status: { type: 'integer', description: '201 created, 200 would be created (dry run), 4xx or 5xx refused.' },
          item: objectRef(gives.type, '', schemas),
          error: ref('Problem'),
        },
      };
      return {
        200: answer(
          'One outcome for each item, in their order.',
          { type: 'object', required: ['results'], properties: { results: { type: 'array', items: ref(name) } } },
          { results: [{ status: 201, item: storedExample(gives.type) }] },
        ),
      };
    }
  }
}

/** Whether an answer of the operation is one item with an ETag. */
function isVersioned({ gives }: Operation): boolean {
  return gives.as === 'item' && domainIfAny(gives.type) !== undefined;
}

function feedAnswer(schema: Schema, example: unknown): Schema {
  return {
    description: 'The changes, and where to go on.',
    content: {
      'application/json': { schema, example },
      'text/event-stream': {
        schema: { type: 'string', description: 'Server-sent events; the id at the end is the cursor.' },
        example: 'event: Updated\ndata: {…}\n\nid: AbCd\n\n',
      },
    },
  };
}

const requestIdHeader = answerHeader('The id of the request, by which our logs find it.');
const replayedHeader = answerHeader('"true" where this is the first answer to the Idempotency-Key once more.');
const etagHeader = answerHeader('The version of the current item in quotes.');
const retryHeader = answerHeader('Seconds to wait before the request is sent again.');

function answerHeader(description: string): Schema {
  return { description, schema: { type: 'string' } };
}

/** Answers with the headers that do not depend on what is answered. */
function withCommonHeaders({ idempotent }: Operation, answers: Schema): Schema {
  const common = { 'X-Request-Id': requestIdHeader, ...(idempotent && { 'Idempotent-Replayed': replayedHeader }) };
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const { headers, ...rest } = recordOf(answer);
      return [status, { ...rest, headers: { ...recordOf(headers ?? {}), ...common } }];
    }),
  );
}

/** The headers of a refusal by its status. */
function refusalHeaders(status: number, codes: readonly string[]): Schema {
  const mayRetry = codes.some((code) => code === 'idempotency-key-in-progress') || [429, 503].includes(status);
  return {
    'X-Request-Id': requestIdHeader,
    ...(mayRetry && { 'Retry-After': retryHeader }),
    ...([409, 412].includes(status) && { ETag: etagHeader }),
  };
}

/** The current item in a refused write has the type of its domain, and its problem a name of its own. */
function conflictAnswer(
  status: number,
  { domain }: Operation,
  schemas: Record<string, Schema>,
  byStatus: ProblemsByStatus,
): Schema {
  const { Problem: plain = {} } = schemas;
  const name = `${domain.typeName}Conflict`;
  schemas[name] ??= {
    ...plain,
    description: 'A problem document (RFC 9457) with the item that stands in the way.',
    properties: { ...recordOf(plain.properties), current: objectRef(domain.type, '', schemas) },
  };
  const code = status === 412 ? 'precondition-failed' : 'conflict';
  const { title, help } = problemFor(code);
  const example = { type: `/problems/${code}`, title, status, detail: help, current: storedExample(domain.type) };
  const entries = byStatus.get(status) ?? [];
  const { description, headers } = refusalAnswer(status, entries, ref(name));
  return { description, headers, content: { 'application/problem+json': { schema: ref(name), example } } };
}

/** Every problem that a route can answer with, by its status. */
function failures(operation: Operation, schemas: Record<string, Schema>, byStatus: ProblemsByStatus): Schema {
  const codes = [...problemsOf(operation)];
  const statuses = [...new Set(codes.map((code) => problemFor(code).status))].toSorted();
  const withItem = codes.filter((code) => code === 'conflict' || code === 'precondition-failed');
  return Object.fromEntries(
    statuses.map((status) => {
      const isTyped = withItem.some((code) => problemFor(code).status === status);
      return [
        status,
        isTyped ? conflictAnswer(status, operation, schemas, byStatus) : { $ref: `#/components/responses/${status}` },
      ];
    }),
  );
}

/** The answers that paths refer to. */
function usedResponses(paths: object, byStatus: ProblemsByStatus): Record<string, Schema> {
  const text = JSON.stringify(paths);
  const used = [...byStatus].filter(([status]) => text.includes(`#/components/responses/${status}"`));
  return Object.fromEntries(used.map(([status, entries]) => [status, refusalAnswer(status, entries, ref('Problem'))]));
}

function refusalAnswer(status: number, entries: readonly [string, Problem][], schema: Schema): Schema {
  return {
    description: entries.map(([code, { title }]) => `\`${code}\`: ${title}.`).join(' '),
    headers: refusalHeaders(
      status,
      entries.map(([code]) => code),
    ),
    content: {
      'application/problem+json': {
        schema,
        examples: Object.fromEntries(
          entries.map(([code, { title, help }]) => [
            code,
            { value: { type: `/problems/${code}`, title, status, detail: help } },
          ]),
        ),
      },
    },
  };
}

type ProblemsByStatus = ReadonlyMap<number, readonly [string, Problem][]>;

/** The problems by their status; Map.groupBy, which does the same, came with Node 21. */
function problemsByStatus(codes: readonly ProblemCode[]): ProblemsByStatus {
  const groups = new Map<number, [string, Problem][]>();
  for (const code of codes) {
    const problem = problemFor(code);
    if (problem.only) continue;
    groups.set(problem.status, [...(groups.get(problem.status) ?? []), [code, problem]]);
  }
  return groups;
}

const changeParameters: readonly Schema[] = [
  parameter('since', { type: 'string' }, 'The cursor of the last answer; from now on when left out.'),
  parameter(
    'wait',
    { type: 'integer', minimum: 0, maximum: longestWait, default: 0 },
    'Seconds to wait for a change before the answer is empty.',
  ),
  header('Last-Event-ID', 'The same as since, as an EventSource sends it.', 'AbCd'),
];

/** Sentences on the comparisons whose names do not tell all. */
const remarks = comparisons
  .map((name) => ({ name, remark: comparisonFacts[name].remark }))
  .flatMap(({ name, remark }) => (remark === undefined ? [] : [`${name} is ${remark}.`]))
  .join(' ');

function listParameters(domain: DomainFact, schemas: Record<string, Schema>): Schema[] {
  const { default: size, max } = domain.page;
  const sortable = sortableFields(domain);
  return [
    parameter('limit', { type: 'integer', minimum: 1, maximum: max, default: size }, 'Items in the page.'),
    parameter('cursor', { type: 'string' }, 'The nextCursor of the page before.'),
    parameter('before', { type: 'string' }, 'The previousCursor of the page after.'),
    ...(sortable.length > 0
      ? [
          parameter(
            'sort',
            { type: 'string', enum: sortable.flatMap((name) => [name, `-${name}`]) },
            'The field to sort by, with "-" before it for descending; an index must have it.',
          ),
        ]
      : []),
    {
      name: 'filter',
      in: 'query',
      style: 'deepObject',
      explode: true,
      description: `Conditions as filter[field][comparison]=value; comparisons are ${comparisons.join(', ')}. ${remarks} A JSON object in one filter= takes and, or and not as well.`,
      schema: { type: 'object' },
    },
    ...itemParameters(domain),
    parameter(
      'count',
      { type: 'boolean', default: false },
      'Tell how many items the whole list has, where that is cheap.',
    ),
    parameter(
      'explain',
      { type: 'boolean', default: false },
      'Tell how the list was read and what it cost. Only administrators may ask, where callers sign in.',
    ),
    ...domain.fields.filter(isShort).map((field) => {
      const text =
        shortComparison(field) === 'contains'
          ? `Only items whose ${field.name} contain this.`
          : `Only items with this ${field.name}.`;
      return parameter(
        field.name,
        fieldSchema('each' in field ? field.each : { ...field, default: undefined }, schemas),
        text,
      );
    }),
  ];
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

function header(name: string, description: string, example: string): Schema {
  return { name, in: 'header', description, schema: { type: 'string' }, example };
}
