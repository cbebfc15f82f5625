import { isRecord } from '../../../schema/guards';
import type { GraphQLRequest } from '@apollo/server';
import { ServiceError } from '../../../services/errors';
import { Refusal } from '../refusal';
import { hashOf } from './document-list';
import type { DocumentList } from './document-list';

/** Finds the document of a request in a list. */
export interface KnownDocuments {
  /** Puts the text that a hash names into the request, or says why the request is refused. */
  admit(request: GraphQLRequest): Refusal | undefined;
}

/**
 * Lets through only the documents of a list: by `documentId` (GraphQL over HTTP, appendix on persisted documents), by
 * the hash of an automatic persisted query, or by the same text.
 * https://github.com/graphql/graphql-over-http/blob/persisted-documents/spec/Appendix%20A%20--%20Persisted%20Documents.md
 */
export function persistedDocuments(list: DocumentList): KnownDocuments {
  const texts = new Map(Object.entries(list));
  return {
    admit: (request) => {
      const id = documentIdOf(request);
      if (id !== undefined) return byId(request, id, texts);
      if (typeof request.query === 'string' && request.query !== '') return byText(request.query, texts);
      return byHash(request, texts);
    },
  };
}

function byId(request: GraphQLRequest, id: unknown, texts: ReadonlyMap<string, string>): Refusal | undefined {
  if (typeof id !== 'string') {
    return new Refusal(new ServiceError('bad-request', 'documentId must be a text, such as sha256:… .'));
  }
  const text = id.startsWith('sha256:') ? texts.get(id.slice('sha256:'.length)) : undefined;
  if (text === undefined) return notFound();
  if (request.query && request.query !== text) {
    const message = 'documentId and query are two different documents. Send one of them.';
    return new Refusal(new ServiceError('bad-request', message));
  }
  request.query = text;
  return undefined;
}

function byHash(request: GraphQLRequest, texts: ReadonlyMap<string, string>): Refusal | undefined {
  const persisted: unknown = request.extensions?.persistedQuery;
  // A request without any document is Apollo's to refuse.
  if (!persisted) return undefined;
  const hash = isRecord(persisted) ? persisted.sha256Hash : undefined;
  const text = typeof hash === 'string' ? texts.get(hash) : undefined;
  if (text === undefined) return notFound();
  request.query = text;
  return undefined;
}

function byText(text: string, texts: ReadonlyMap<string, string>): Refusal | undefined {
  if (texts.has(hashOf(text))) return undefined;
  const message = 'Only known documents are answered here. Have this one added to their list.';
  return new Refusal(new ServiceError('query-not-allowed', message));
}

function notFound(): Refusal {
  const message =
    'No known document has this hash. Have it added to the list, or use the client that the list was made for.';
  return new Refusal(new ServiceError('persisted-query-not-found', message));
}

/** The appendix puts it beside `variables`, in the body of a POST and in the URL of a GET. */
function documentIdOf({ http }: GraphQLRequest): unknown {
  if (http?.method === 'GET') return new URLSearchParams(http.search).get('documentId') ?? undefined;
  return isRecord(http?.body) ? (http.body.documentId ?? undefined) : undefined;
}
