import { graphqlPath } from '../../schema/channels';
import type { GatewayDefinition } from '../../services/definition';
import { ServiceError } from '../../services/errors';
import { accepts, asksForPage } from '../http/accept';
import { declaredMethods } from '../http/channel';
import { refuseConditions } from '../http/conditions';
import type { Channel } from '../http/channel';
import type { Request } from '../http/message';
import { graphqlProblemReply } from '../http/problem';
import { lazily } from '../lazily';
import type { Log } from '../logger';
import type { GraphQLOptions } from '../options';
import type { DescribedDocument } from './described';
import { keepByText } from './kept-by-text';
import { hashOf } from './limits/document-list';

/** What the GraphQL channel is made from. */
export interface GraphQLChannelOptions {
  readonly definition: GatewayDefinition;
  readonly log: Log;
  readonly limits?: GraphQLOptions;
}

/** The GraphQL channel, and its schema as text. */
export interface GraphQLChannel extends Channel {
  readonly sdl: () => Promise<string>;
  /** What the queries with a path of their own take and give; without any, nothing is loaded. @throws DeclarationError */
  readonly described: () => Promise<readonly DescribedDocument[]>;
}

/** Each of them makes a browser ask first, so that a page of elsewhere cannot send it unseen. */
const headersOfPrograms = ['content-type', 'apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Says what a person who opens the address in a browser should know, and what the client of a program has to send.
 * Apollo refuses the same, in the words of its options.
 * @throws ServiceError bad-request
 */
function checkUrl({ query, headers }: Request): void {
  const post = 'POST the document as application/json: {"query": "…"}.';
  if (!query.some(([name]) => ['query', 'extensions', 'documentId'].includes(name))) {
    throw new ServiceError('bad-request', `This is the address of GraphQL. ${post}`);
  }
  if (headersOfPrograms.some((name) => headers.has(name))) return;
  if (asksForPage(headers.get('accept'))) {
    throw new ServiceError('bad-request', `A browser is not answered here, as any page could make it ask. ${post}`);
  }
  throw new ServiceError(
    'bad-request',
    'A GET of GraphQL needs the header apollo-require-preflight: true, or x-apollo-operation-name, or a Content-Type of ' +
      'application/json. A browser asks the gateway before it sends one of them, so that no page of elsewhere can send ' +
      'the request unseen.',
  );
}

/** The types of an answer (GraphQL over HTTP, section 5.1). */
const answerTypes = ['application/json', 'application/graphql-response+json'];

const isReadable = keepByText((accept) => answerTypes.some((mediaType) => accepts(accept, mediaType)));

/**
 * Refuses who cannot read an answer before anything is done: Apollo says so after a mutation has run.
 * @throws ServiceError not-acceptable
 */
function checkAccept({ headers }: Request): void {
  const accept = headers.get('accept');
  if (accept === undefined || isReadable(accept)) return;
  throw new ServiceError('not-acceptable', `The answer is ${answerTypes.join(' or ')}.`);
}

/**
 * Looks at the resolvers that somebody has written by hand, before a request does. Without any, TypeGraphQL is not loaded.
 * @throws what `checkResolvers` throws
 */
export async function checkHandWritten(definition: GatewayDefinition): Promise<void> {
  if (definition.modules.some(({ resolvers }) => resolvers)) {
    await (await import('../../resolvers')).checkResolvers(definition);
  }
}

/** The documents with names are known ones, whatever else a list of those has. */
function withNamed(limits: GraphQLOptions | undefined, { documents }: GatewayDefinition): GraphQLOptions | undefined {
  if (!limits?.documents) return limits;
  const named = documents.map(({ text }) => [hashOf(text), text] as const);
  return { ...limits, documents: { ...limits.documents, ...Object.fromEntries(named) } };
}

/** Makes the GraphQL channel; Apollo, graphql-js and TypeGraphQL are loaded with its first request. */
export function createGraphQL({ definition, log, limits }: GraphQLChannelOptions): GraphQLChannel {
  const allow = declaredMethods('graphql');
  const load = lazily(async () =>
    (await import('./server')).createGraphQLServer(definition, log, withNamed(limits, definition)),
  );
  const begun = new WeakSet<Request>();
  return {
    name: 'graphql',
    asksWho: true,
    matches: ({ path }) => path === graphqlPath,
    methods: () => allow,
    answer: async (request, context) => {
      if (request.method !== 'GET' && request.method !== 'POST') {
        throw new ServiceError('method-not-allowed', 'GraphQL takes GET and POST.', { allow });
      }
      checkAccept(request);
      if (request.method === 'POST') refuseConditions(request, 'Pass expectedVersion to the mutation.');
      if (request.method === 'GET') checkUrl(request);
      const server = await load();
      begun.add(request);
      return server.answer(request, context);
    },
    // A GraphQL client finds every error in its answer, and a status of 200 once GraphQL has begun.
    refusal: async (request, thrown) => {
      const isLate = begun.has(request) && thrown instanceof ServiceError && thrown.code === 'timeout';
      return graphqlProblemReply(thrown, isLate ? 200 : undefined);
    },
    headers: () => ({}),
    described: async () => (definition.documents.length === 0 ? [] : (await load()).described()),
    sdl: async () => (await load()).sdl,
  };
}
