import { createHash } from 'node:crypto';
import { channels, fitsPath, graphqlPath } from '../../schema/channels';
import { isRecord } from '../../schema/guards';
import type { NamedDocument } from '../../services/documents';
import { ServiceError } from '../../services/errors';
import { declaredMethods } from '../http/channel';
import type { Channel } from '../http/channel';
import { requireMatch } from '../http/conditions';
import type { Reply, Request } from '../http/message';
import { problemReply } from '../http/problem';
import { isCurrent } from '../rest/conditional';

/** What the channel of the named documents is made from. */
export interface NamedOptions {
  readonly documents: readonly NamedDocument[];
  /** Answers what they ask. */
  readonly graphql: Channel;
}

const [pattern] = channels.named.paths;

/** The parameters that a document takes; its text is not the caller's to say. */
const parameters: readonly string[] = ['variables', 'explain'];

/**
 * Makes the channel of the named documents: `GET /q/<name>` is the request for the text of that document at the path of
 * GraphQL. Everything that holds there holds here; only what HTTP may do with the answer of a read is added.
 */
export function createNamed({ documents, graphql }: NamedOptions): Channel {
  const allow = declaredMethods('named');
  const byName = new Map(documents.map((document) => [document.name, document]));
  const passedOn = new WeakMap<Request, Request>();
  return {
    name: 'named',
    asksWho: true,
    matches: ({ path }) => fitsPath(pattern, path),
    methods: (path) => (byName.get(nameIn(path))?.kind === 'mutation' ? ['OPTIONS'] : allow),
    answer: async (request, context) => {
      const document = documentOf(request, byName);
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new ServiceError('method-not-allowed', 'A document with a name takes GET and HEAD.', { allow });
      }
      const unknown = request.query.find(([name]) => !parameters.includes(name));
      if (unknown) {
        throw new ServiceError(
          'bad-request',
          'A document with a name takes the parameters variables, a JSON object, and explain. Leave the others out.',
        );
      }
      const asked = askedOf(request, document);
      passedOn.set(request, asked);
      return asCached(request, await graphql.answer(asked, context));
    },
    refusal: async (request, thrown) => {
      const asked = passedOn.get(request);
      // If-Match is judged after GraphQL has answered, and is no error of GraphQL.
      const isOfHttp = thrown instanceof ServiceError && ['precondition-failed', 'bad-header'].includes(thrown.code);
      return asked && !isOfHttp ? graphql.refusal(asked, thrown) : problemReply(thrown);
    },
    headers: () => ({}),
  };
}

const nameIn = (path: string): string => path.split('/')[2] ?? '';

/** @throws ServiceError no-such-route, method-not-allowed */
function documentOf({ path }: Request, byName: ReadonlyMap<string, NamedDocument>): NamedDocument {
  const document = byName.get(nameIn(path));
  if (!document)
    throw new ServiceError('no-such-route', 'No document has this name; /docs lists those that there are.');
  if (document.kind === 'query') return document;
  // GraphQL over HTTP, section 6.2: a GET must not run a mutation. A POST has all that a mutation needs at its own path.
  throw new ServiceError('method-not-allowed', `A mutation is POSTed to ${graphqlPath}, with its text.`, {
    allow: ['OPTIONS'],
  });
}

/**
 * The request for the text. The header says that no page of elsewhere can make a browser send this unseen to any effect:
 * the document is the application's own and a read, as every GET of REST is.
 */
function askedOf(request: Request, { text }: NamedDocument): Request {
  return {
    ...request,
    method: 'GET',
    path: graphqlPath,
    query: [['query', text], ...request.query],
    headers: new Map([...request.headers, ['apollo-require-preflight', 'true']]),
  };
}

/**
 * The answer with its entity tag (RFC 9110, section 8.8.3), or that the copy of the caller is current. What has an error in
 * it is kept by nobody: the next request may go well (RFC 9111, section 5.2.2.5).
 * @throws ServiceError precondition-failed, bad-header
 */
function asCached(request: Request, reply: Reply): Reply {
  if (reply.status >= 400) return reply;
  const headers = { ...reply.headers, vary: [reply.headers.vary, 'Accept'].filter(Boolean).join(', ') };
  if (hasErrors(reply)) return { ...reply, headers: { ...headers, 'cache-control': 'no-store' } };
  const etag = `"${createHash('sha256')
    .update(`${reply.headers['content-type']}\n${String(reply.body)}`)
    .digest('base64url')}"`;
  requireMatch(request, etag);
  // The tag of a copy is compared before anything is sent, but not before the rights were judged.
  if (isCurrent(request, etag)) return { status: 304, headers: { vary: headers.vary, etag } };
  return { ...reply, headers: { ...headers, etag } };
}

function hasErrors({ body }: Reply): boolean {
  const answer: unknown = JSON.parse(String(body));
  return !isRecord(answer) || answer.errors !== undefined;
}
