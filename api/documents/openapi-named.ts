import type { DescribedDocument } from '../graphql/described';
import { problemFor, problemType } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';
import { answerHeader, firstSentence, header, idempotencyKey, requestIdHeader, tenantParameter } from './openapi-parts';
import { ref } from './openapi-schemas';
import type { Schema } from './openapi-schemas';

/** The tag of the documents with a path of their own. */
export const namedTag: Schema = {
  name: 'Documents',
  description: 'Documents of GraphQL that the application has written, each at a path of its own.',
};

/** An error in the answer of GraphQL (GraphQL, section 7.1.2). */
const graphqlErrorSchema: Schema = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string' },
    path: { type: 'array', description: 'The field that is null because of it.', items: {} },
    extensions: ref('GraphQLErrorExtensions'),
  },
};

/** What an error tells programs. */
const graphqlErrorExtensionsSchema: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    type: { type: 'string', format: 'uri-reference', description: 'A page that explains the problem.' },
    errors: { type: 'array', description: 'The wrong variables.', items: ref('FieldProblem') },
  },
};

/** An answer without data: nothing was executed. */
const graphqlRefusalSchema: Schema = {
  type: 'object',
  required: ['errors'],
  properties: { errors: { type: 'array', items: ref('GraphQLError') } },
};

/** A problem document (RFC 9457), for what goes wrong outside of GraphQL. */
const documentProblemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'A page that explains the problem.' },
    title: { type: 'string' },
    status: { type: 'integer', format: 'int32' },
    detail: { type: 'string', description: 'What has happened, for people.' },
  },
};

/** What the answers of all documents have in common, by name. */
export const namedSchemas: Readonly<Record<string, Schema>> = {
  GraphQLError: graphqlErrorSchema,
  GraphQLErrorExtensions: graphqlErrorExtensionsSchema,
  GraphQLRefusal: graphqlRefusalSchema,
  DocumentProblem: documentProblemSchema,
};

const problem = (code: ProblemCode): Schema => {
  const { title, status, help } = problemFor(code);
  const example = { type: problemType(code), title, status, detail: help };
  return { 'application/problem+json': { schema: ref('DocumentProblem'), example } };
};

const refusal = (code: ProblemCode, mediaType = 'application/json'): Schema => {
  const { title, graphql } = problemFor(code);
  const extensions = { code: graphql, type: problemType(code) };
  return {
    [mediaType]: { schema: ref('GraphQLRefusal'), example: { errors: [{ message: `${title}.`, extensions }] } },
  };
};

const refused = (description: string, ...contents: readonly Schema[]): Schema => ({
  description,
  headers: requestId,
  content: Object.assign({}, ...contents) as Schema,
});

const requestId = { 'X-Request-Id': requestIdHeader };
const etag = { ETag: answerHeader('Changes with the answer; absent where it has errors.') };

/** The operation of a document with a path of its own, under the method that it takes. */
export function namedOperation(document: DescribedDocument): Schema {
  return document.kind === 'query' ? { get: queryOperation(document) } : { post: mutationOperation(document) };
}

const explain = {
  name: 'explain',
  in: 'query',
  description: 'Has the answer say in extensions.plan how each list was read and what it cost.',
  schema: { type: 'boolean' },
};

/** What the operations of both kinds have. */
function commonOf({ name, doc, isOpen }: DescribedDocument): Schema {
  return {
    operationId: `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    summary: firstSentence(doc),
    description: doc,
    ...(!isOpen && { security: [{ bearer: [] }, { apiKey: [] }] }),
    tags: [namedTag.name],
  };
}

const contentOf = ({ answer, example }: DescribedDocument): Schema => ({
  'application/json': { schema: ref(answer), example },
});

const refusals: Schema = {
  400: refused(
    'Something is malformed; with the Accept of GraphQL, the variables do not fit.',
    refusal('bad-request'),
    refusal('validation', 'application/graphql-response+json'),
    problem('bad-request'),
  ),
  401: refused(
    'The token is not valid; or all that is asked for needs one.',
    refusal('unauthenticated'),
    problem('unauthenticated'),
  ),
  403: refused('The plan is not for everybody.', refusal('forbidden')),
  404: refused('A gateway of another release has no such document.', problem('no-such-route')),
  406: refused('The answer is JSON.', refusal('not-acceptable')),
  429: refused('Too many requests at once.', problem('too-many-requests')),
  500: refused('Something went wrong on our side.', refusal('internal')),
  503: refused('There was no time, or too much to do.', refusal('unavailable')),
};

function queryOperation(document: DescribedDocument): Schema {
  const { variables } = document;
  return {
    ...commonOf(document),
    parameters: [
      ...(variables
        ? [
            {
              name: 'variables',
              in: 'query',
              ...(variables.isRequired && { required: true }),
              description: 'The variables of the document, as a JSON object.',
              // A text, as the filters of lists are, and for the same reason.
              schema: {
                type: 'string',
                format: 'json-text',
                contentMediaType: 'application/json',
                contentSchema: ref(variables.schema),
              },
              ...(variables.example && { example: JSON.stringify(variables.example) }),
            },
          ]
        : []),
      explain,
      ...(document.isOfTenants ? [tenantParameter] : []),
      header('If-Match', 'Answer 412 if this is not the current ETag.'),
      header('If-None-Match', 'Answer 304 if this is the current ETag.'),
    ],
    responses: {
      200: {
        description:
          'The answer of GraphQL. Where something went wrong it has errors: without data if the variables do not fit.',
        headers: { ...requestId, ...etag },
        content: contentOf(document),
      },
      304: { description: 'The copy of the caller is current.', headers: { ...requestId, ...etag } },
      412: refused('The ETag of If-Match is not the current one.', problem('precondition-failed')),
      ...refusals,
    },
  };
}

function mutationOperation(document: DescribedDocument): Schema {
  const { variables, isIdempotent, isOfTenants } = document;
  return {
    ...commonOf(document),
    parameters: [explain, ...(isIdempotent ? [idempotencyKey] : []), ...(isOfTenants ? [tenantParameter] : [])],
    ...(variables && {
      requestBody: {
        description: 'The variables of the document.',
        ...(variables.isRequired && { required: true }),
        content: { 'application/json': { schema: ref(variables.schema), example: variables.example } },
      },
    }),
    responses: {
      200: {
        description:
          'The answer of GraphQL. Where something went wrong it has errors: without data if the variables do not fit.',
        headers: requestId,
        content: contentOf(document),
      },
      413: refused('The body is too large.', problem('payload-too-large')),
      415: refused('The body is not JSON.', problem('unsupported-media-type')),
      ...refusals,
    },
  };
}
