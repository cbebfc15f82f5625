// Documents that are right but for one thing, and the rule by which a linter finds it.

/** The rule, and what breaks a document that is right. */
type Broken = readonly [rule: string, breakIt: (document: any) => void];

/** An OpenAPI document with which no linter finds fault. */
export const openapi = (): any => ({
  openapi: '3.1.0',
  info: {
    title: 'Notes',
    version: '1.0.0',
    description: 'Notes.',
    contact: { name: 'Ada', url: 'https://ada.example.com', email: 'ada@example.com' },
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: 'https://notes.example.org' }],
  security: [{ bearer: [] }],
  tags: [{ name: 'note', description: 'Notes.' }],
  paths: {
    '/note/{id}': {
      get: {
        operationId: 'note',
        summary: 'Reads a note.',
        description: 'Reads a note.',
        tags: ['note'],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          '200': {
            description: 'The note.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' }, example: { text: 'a' } } },
          },
          '404': { description: 'There is none.' },
        },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Note: {
        type: 'object',
        properties: {
          text: { type: 'string', example: 'a' },
          kind: { type: 'string', enum: ['short', 'long'] },
          lines: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
});

const get = ({ paths }: any): any => paths['/note/{id}'].get;
const note = ({ components }: any): any => components.schemas.Note.properties;
const twin = (document: any): any => ({ ...get(document), operationId: 'twin' });

/** What Spectral finds in OpenAPI. */
export const brokenForSpectral: readonly Broken[] = [
  ['oas3-schema', (document) => delete document.info.title],
  ['info-contact', ({ info }) => delete info.contact],
  ['info-description', ({ info }) => delete info.description],
  ['no-eval-in-markdown', ({ info }) => (info.description = 'eval(1)')],
  ['no-script-tags-in-markdown', ({ info }) => (info.description = '<script>1</script>')],
  ['openapi-tags-uniqueness', ({ tags }) => tags.push(tags[0])],
  ['operation-success-response', (document) => delete get(document).responses['200']],
  ['operation-operationId-unique', (document) => (document.paths['/twin/{id}'] = { get: get(document) })],
  ['operation-parameters', (document) => get(document).parameters.push(get(document).parameters[0])],
  ['operation-tag-defined', (document) => (get(document).tags = ['other'])],
  ['operation-tags', (document) => delete get(document).tags],
  ['operation-description', (document) => delete get(document).description],
  ['operation-operationId', (document) => delete get(document).operationId],
  ['operation-operationId-valid-in-url', (document) => (get(document).operationId = 'a note')],
  ['path-params', (document) => (get(document).parameters = [])],
  ['path-declarations-must-exist', ({ paths }) => (paths['/other/{}'] = {})],
  ['path-keys-no-trailing-slash', (document) => (document.paths['/twin/{id}/'] = { get: twin(document) })],
  ['path-not-include-query', (document) => (document.paths['/twin/{id}?a=1'] = { get: twin(document) })],
  ['duplicated-entry-in-enum', (document) => note(document).kind.enum.push('short')],
  ['typed-enum', (document) => note(document).kind.enum.push(7)],
  ['oas3-api-servers', (document) => delete document.servers],
  ['oas3-server-trailing-slash', ({ servers }) => (servers[0].url += '/')],
  ['oas3-server-variables', ({ servers }) => (servers[0].url = 'https://{stage}.example.org')],
  ['oas3-operation-security-defined', (document) => (document.security = [{ other: [] }])],
  ['oas3-valid-media-example', (document) => (get(document).responses['200'].content['application/json'].example = 7)],
  ['oas3-valid-schema-example', (document) => (note(document).text.example = 7)],
  ['oas3-unused-component', ({ components }) => (components.schemas.Other = { type: 'string' })],
];

/** What Redocly finds in OpenAPI. */
export const brokenForRedocly: readonly Broken[] = [
  ['struct', (document) => delete document.info.title],
  ['info-license', ({ info }) => delete info.license],
  ['info-license-strict', ({ info }) => (info.license = { name: 'MIT' })],
  ['no-empty-servers', (document) => delete document.servers],
  ['no-server-example.com', ({ servers }) => (servers[0].url = 'https://example.com')],
  ['no-server-trailing-slash', ({ servers }) => (servers[0].url += '/')],
  ['no-undefined-server-variable', ({ servers }) => (servers[0].url = 'https://{stage}.example.org')],
  ['no-identical-paths', (document) => (document.paths['/note/{other}'] = {})],
  ['no-ambiguous-paths', (document) => (document.paths['/{kind}/all'] = { get: twin(document) })],
  ['path-declaration-must-exist', ({ paths }) => (paths['/other/{}'] = {})],
  ['path-not-include-query', (document) => (document.paths['/twin/{id}?a=1'] = { get: twin(document) })],
  ['path-parameters-defined', (document) => (get(document).parameters = [])],
  ['operation-operationId', (document) => delete get(document).operationId],
  ['operation-operationId-unique', (document) => (document.paths['/twin/{id}'] = { get: get(document) })],
  ['operation-operationId-url-safe', (document) => (get(document).operationId = 'a note')],
  ['operation-parameters-unique', (document) => get(document).parameters.push(get(document).parameters[0])],
  ['operation-summary', (document) => delete get(document).summary],
  ['operation-2xx-response', (document) => delete get(document).responses['200']],
  ['operation-4xx-response', (document) => delete get(document).responses['404']],
  ['security-defined', (document) => delete document.security],
  ['no-enum-type-mismatch', (document) => note(document).kind.enum.push(7)],
  ['no-unused-components', ({ components }) => (components.schemas.Other = { type: 'string' })],
  ['no-unresolved-refs', (document) => (note(document).text = { $ref: '#/components/schemas/None' })],
  [
    'no-invalid-media-type-examples',
    (document) => (get(document).responses['200'].content['application/json'].example = 7),
  ],
];

/** An AsyncAPI document with which no linter finds fault. */
export const asyncapi = (): any => ({
  asyncapi: '3.1.0',
  info: {
    title: 'Notes',
    version: '1.0.0',
    description: 'Notes.',
    contact: { name: 'Ada', url: 'https://ada.example.com', email: 'ada@example.com' },
    license: { name: 'MIT' },
    tags: [{ name: 'note' }],
  },
  servers: { bus: { host: 'bus.example.org', protocol: 'https' } },
  channels: {
    bus: {
      address: 'bus',
      servers: [{ $ref: '#/servers/bus' }],
      messages: { note: { $ref: '#/components/messages/note' } },
    },
  },
  operations: {
    sendNote: {
      action: 'send',
      channel: { $ref: '#/channels/bus' },
      description: 'Sends a note.',
      messages: [{ $ref: '#/channels/bus/messages/note' }],
    },
  },
  components: { messages: { note: { payload: { type: 'object', properties: { text: { type: 'string' } } } } } },
});

/** What Spectral finds in AsyncAPI. */
export const brokenEvents: readonly Broken[] = [
  ['asyncapi-latest-version', (document) => (document.asyncapi = '3.0.0')],
  ['asyncapi-3-document-resolved', (document) => (document.info.title = 7)],
  ['asyncapi-info-contact', ({ info }) => delete info.contact],
  ['asyncapi-info-contact-properties', ({ info }) => delete info.contact.email],
  ['asyncapi-info-description', ({ info }) => delete info.description],
  ['asyncapi-info-license', ({ info }) => delete info.license],
  ['asyncapi-3-tags', ({ info }) => delete info.tags],
  ['asyncapi-3-tags-uniqueness', ({ info }) => info.tags.push(info.tags[0])],
  ['asyncapi-3-operation-description', ({ operations }) => delete operations.sendNote.description],
  ['asyncapi-3-channel-no-empty-parameter', ({ channels }) => (channels.bus.address = 'bus/{}')],
  ['asyncapi-3-channel-no-query-nor-fragment', ({ channels }) => (channels.bus.address = 'bus?a=1')],
  ['asyncapi-3-channel-no-trailing-slash', ({ channels }) => (channels.bus.address = 'bus/')],
  [
    'asyncapi-3-channel-servers',
    ({ channels, components }) => {
      components.servers = { other: { host: 'other.example.org', protocol: 'https' } };
      channels.bus.servers = [{ $ref: '#/components/servers/other' }];
    },
  ],
  ['asyncapi-3-server-no-empty-variable', ({ servers }) => (servers.bus.host = '{}.example.org')],
  ['asyncapi-3-server-no-trailing-slash', ({ servers }) => (servers.bus.host += '/')],
];

/** A schema with which GraphQL ESLint finds no fault but of what is excepted. */
const right = `
"""A note."""
type Note implements Node { id: ID! text: String }
"""What has an id."""
interface Node { id: ID! }
"""Notes."""
type NoteConnection { edges: [NoteEdge] pageInfo: PageInfo! }
"""A note in a list."""
type NoteEdge { node: Note cursor: String! }
"""Where a page ends."""
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
"""What can be read."""
type Query {
  """Notes."""
  notes(after: String, before: String, first: Int, last: Int): NoteConnection
}
`;

/** What GraphQL ESLint finds: rules, and the schema above with another text in one place. */
export const brokenSchemas: readonly (readonly [rule: string, schema: string])[] = [
  ['relay-arguments', right.replace('first: Int, last: Int', 'most: Int')],
  ['relay-connection-types', right.replace('pageInfo: PageInfo!', 'pageInfo: PageInfo')],
  ['relay-edge-types', right.replace('cursor: String!', 'cursor: Note')],
  ['relay-page-info', right.replace('hasNextPage: Boolean!', 'hasNextPage: Boolean')],
  ['naming-convention', right.replaceAll('text: String', 'Text: String')],
  ['no-typename-prefix', right.replaceAll('text: String', 'noteText: String')],
  ['strict-id-in-types', right.replaceAll('id: ID!', 'id: ID')],
  ['require-description', right.replace('"""A note."""', '')],
  ['require-deprecation-reason', right.replace('text: String', 'text: String @deprecated')],
  ['no-unreachable-types', `${right}"""Nobody reaches it."""\ntype Other { id: ID! }`],
  ['no-hashtag-description', right.replace('"""A note."""', '# A note.')],
  ['unique-enum-value-names', `${right}"""Kinds."""\nenum Kind { SHORT Short }`],
];

/** The right schema itself. */
export { right as schema };
