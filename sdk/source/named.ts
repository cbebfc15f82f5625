import type { ClientOptions } from './client.ts';
import { errorFrom, requestIdOf } from './errors.ts';
import { errorOf } from './graphql.ts';
import { isRecord, listIn, recordOf } from './guards.ts';
import { newKey } from './key.ts';
import type { Outgoing } from './method.ts';
import { withRetries } from './retry.ts';
import { send } from './send.ts';
import type { CallOptions, Idempotent } from './types.ts';

/** A document that the gateway has under a name, as data. Written by codegen. */
export interface NamedDocument {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  /** Gets an Idempotency-Key when the caller gives none, because only with one it may be sent again. */
  readonly needsKey?: true;
}

/**
 * Makes a function for each document that the gateway has under a name: `/q/<name>` over REST, its text over GraphQL. Each
 * gives the data of the answer, and throws where an error stands in it, with `data` beside it.
 * @param loadTexts gives the text of each of them
 */
export function namedOf(
  {
    url,
    transport = 'rest',
    token,
    tenant,
    fetch = (address, init) => globalThis.fetch(address, init),
    retries = 3,
    timeout = 10_000,
  }: ClientOptions,
  documents: readonly NamedDocument[],
  loadTexts: () => Promise<Readonly<Record<string, string>>>,
): object {
  const sending = { url: url.replace(/\/+$/, ''), token, tenant, fetch };

  async function requestFor({ name, kind }: NamedDocument, variables: object | undefined): Promise<Outgoing> {
    if (transport === 'graphql') {
      const body = { operationName: name, query: (await loadTexts())[name], variables };
      return { verb: 'POST', path: '/graphql', headers: {}, body };
    }
    if (kind === 'mutation') return { verb: 'POST', path: `/q/${name}`, headers: {}, body: variables ?? {} };
    const given = variables && `?variables=${encodeURIComponent(JSON.stringify(variables))}`;
    return { verb: 'GET', path: `/q/${name}${given ?? ''}`, headers: {} };
  }

  async function ask(
    document: NamedDocument,
    variables: object | undefined,
    options: CallOptions & Idempotent,
  ): Promise<unknown> {
    const key = options.idempotencyKey ?? (document.needsKey ? newKey() : undefined);
    const request = {
      ...(await requestFor(document, variables)),
      headers: {
        accept: 'application/graphql-response+json, application/json',
        ...(key !== undefined && { 'idempotency-key': `"${key}"` }),
      },
    };
    const { signal } = options;
    const attempt = async (): Promise<unknown> => {
      const answer = await send(request, sending, { timeout: options.timeout ?? timeout, signal });
      const { data, errors } = recordOf(answer.body);
      if (isRecord(data) && errors === undefined) return data;
      const { status, header } = answer;
      throw (
        errorFrom(answer.body, { status, requestId: requestIdOf(header) }) ??
        errorOf(answer, listIn(errors), recordOf(data))
      );
    };
    return withRetries(attempt, { retries, isSafe: document.kind === 'query' || key !== undefined, signal });
  }

  return Object.fromEntries(
    documents.map((document) => [
      document.name.charAt(0).toLowerCase() + document.name.slice(1),
      async (variables?: object, options: CallOptions & Idempotent = {}) => ask(document, variables, options),
    ]),
  );
}
