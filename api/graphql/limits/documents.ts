import { isRecord } from '../../../schema/guards';
import { createHash } from 'node:crypto';
import type { GraphQLRequest } from '@apollo/server';
import { ServiceError } from '../../../services/errors';
import { Refusal } from '../refusal';

/** The documents that may be asked, by the SHA-256 of their text: what codegen's `persistedDocuments` writes. */
export type DocumentList = Readonly<Record<string, string>>;

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

/**
 * Reads the file of a list, a JSON object from hash to text.
 * @throws Error when it is no such object, or a hash is not that of its text
 */
export function readDocumentList(json: string): DocumentList {
  const list: unknown = JSON.parse(json);
  if (!isRecord(list))
    throw new Error('The list of known documents must be a JSON object from the hash to the text of each.');
  const entries = Object.entries(list).map(([hash, text]): [string, string] => {
    if (typeof text === 'string' && hash === hashOf(text)) return [hash, text];
    throw new Error(
      `In the list of known documents "${hash.slice(0, 64)}" is not the SHA-256 of its text: let codegen write it with persistedDocuments: { hashAlgorithm: 'sha256' }.`,
    );
  });
  return Object.fromEntries(entries);
}

/** The name of a document: the SHA-256 of its text as lower-case hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
