import { createHash } from 'node:crypto';
import { channels, fitsPath, graphqlPath } from '../../schema/channels';
import { isRecord } from '../../schema/guards';
import type { Context } from '../../services/context';
import type { NamedDocument } from '../../services/documents';
import { ServiceError } from '../../services/errors';
import { requireJson } from '../http/accept';
import { readBody } from '../http/body';
import type { Channel } from '../http/channel';
import { refuseConditions, requireMatch } from '../http/conditions';
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

/** What a document takes: its text is not the caller's to say. */
interface Takes {
  readonly methods: readonly string[];
  readonly parameters: readonly string[];
  /** For who sends anything else. */
  readonly words: string;
}

const takes: Readonly<Record<NamedDocument['kind'], Takes>> = {
  query: {
    methods: ['GET', 'HEAD'],
    parameters: ['variables', 'explain'],
    words: 'A query with a name takes the parameters variables, a JSON object, and explain.',
  },
  // GraphQL over HTTP, section 6.2: a GET must not run a mutation.
  mutation: {
    methods: ['POST'],
    parameters: ['explain'],
    words: 'A mutation with a name takes its variables as the body, and the parameter explain.',
  },
};

/**
 * Makes the channel of the named documents: `GET /q/<name>` is the request for the text of that query at the path of
 * GraphQL, and `POST /q/<name>` for that of a mutation. Everything that holds there holds here; only what HTTP may do with
 * the answer of a read is added.
 */
export function createNamed({ documents, graphql }: NamedOptions): Channel {
  const byName = new Map(documents.map((document) => [document.name, document]));
  const passedOn = new WeakMap<Request, Request>();
  return {
    name: 'named',
    asksWho: true,
    matches: ({ path }) => fitsPath(pattern, path),
    methods: (path) => {
      const document = byName.get(nameIn(path));
      return document ? allowed(document) : [];
    },
    answer: async (request, context) => {
      const document = documentOf(request, byName);
      const { methods, parameters, words } = takes[document.kind];
      if (!methods.includes(request.method)) {
        throw new ServiceError('method-not-allowed', words, { allow: allowed(document) });
      }
      if (request.query.some(([name]) => !parameters.includes(name))) {
        throw new ServiceError('bad-request', `${words} Leave the others out.`);
      }
      if (request.query.some(([name, value]) => name === 'explain' && value !== 'true' && value !== 'false')) {
        throw new ServiceError('bad-request', 'The parameter explain is true or false.');
      }
      const asked = document.kind === 'query' ? askedOf(request, document) : postedOf(request, document, context);
      passedOn.set(request, asked);
      const reply = await graphql.answer(asked, context);
      return document.kind === 'query' ? asCached(request, reply) : reply;
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

const allowed = ({ kind }: NamedDocument): readonly string[] => [...takes[kind].methods, 'OPTIONS'];

/** @throws ServiceError no-such-route */
function documentOf({ path }: Request, byName: ReadonlyMap<string, NamedDocument>): NamedDocument {
  const document = byName.get(nameIn(path));
  if (document) return document;
  throw new ServiceError('no-such-route', 'No document has this name; /docs lists those that there are.');
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
    // It has no body, whose type would be of another kind than JSON.
    headers: new Map([...request.headers, ['apollo-require-preflight', 'true'], ['content-type', 'application/json']]),
  };
}

/**
 * The request that has the text beside the variables, which are its body. It brings nothing that says a page of elsewhere
 * could not have sent it: that has to come from the caller, as at the path of GraphQL.
 * @throws ServiceError unsupported-media-type, payload-too-large, malformed-json, bad-request
 */
function postedOf(request: Request, { name, text }: NamedDocument, context: Context): Request {
  refuseConditions(request, 'Pass expectedVersion to the mutation, where it takes one.');
  requireJson(request);
  const variables = request.body.length === 0 ? {} : readBody('named', request, context);
  if (!isRecord(variables)) {
    throw new ServiceError('bad-request', 'The body holds the variables of the document, as a JSON object.');
  }
  const body = Buffer.from(JSON.stringify({ operationName: name, query: text, variables }));
  return { ...request, path: graphqlPath, body };
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
