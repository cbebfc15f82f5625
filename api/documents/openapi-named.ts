import type { DescribedDocument } from '../graphql/described';
import { answerHeader, firstSentence, header, requestIdHeader } from './openapi-parts';
import { ref } from './openapi-schemas';
import type { Schema } from './openapi-schemas';

/** The tag of the queries with a path of their own. */
export const namedTag: Schema = {
  name: 'Documents',
  description: 'Queries of GraphQL that the application has written, each at a path of its own.',
};

/** An error in the answer of GraphQL (GraphQL, section 7.1.2). */
export const graphqlErrorSchema: Schema = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string' },
    path: { type: 'array', description: 'The field that is null because of it.', items: {} },
    extensions: ref('GraphQLErrorExtensions'),
  },
};

/** What an error tells programs. */
export const graphqlErrorExtensionsSchema: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    type: { type: 'string', format: 'uri-reference', description: 'A page that explains the problem.' },
    errors: { type: 'array', description: 'The wrong variables.', items: ref('FieldProblem') },
  },
};

const requestId = { 'X-Request-Id': requestIdHeader };
const etag = { ETag: answerHeader('Changes with the answer; absent where it has errors.') };

/** The operation of a query with a path of its own. */
export function namedOperation({ name, doc, isOpen, variables, answer }: DescribedDocument): Schema {
  const content = { 'application/json': { schema: ref(answer) } };
  const refused = (description: string): Schema => ({ description, headers: requestId, content });
  return {
    operationId: `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    summary: firstSentence(doc),
    description: doc,
    ...(!isOpen && { security: [{ bearer: [] }, { apiKey: [] }] }),
    tags: [namedTag.name],
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
      header('If-None-Match', 'Answer 304 if this is the current ETag.'),
    ],
    responses: {
      200: { description: 'The answer of GraphQL.', headers: { ...requestId, ...etag }, content },
      304: { description: 'The copy of the caller is current.', headers: { ...requestId, ...etag } },
      400: refused('The variables do not fit.'),
      401: refused('All that is asked for needs a token.'),
      503: refused('There was no time, or too much to do.'),
    },
  };
}
