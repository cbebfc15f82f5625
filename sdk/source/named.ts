import type { ClientOptions } from './client.ts';
import { errorFrom, requestIdOf } from './errors.ts';
import { errorOf } from './graphql.ts';
import { isRecord, listIn, recordOf } from './guards.ts';
import { withRetries } from './retry.ts';
import { send } from './send.ts';
import type { CallOptions } from './types.ts';

/**
 * Makes a function for each query that the gateway has under a name: `GET /q/<name>` over REST, its text over GraphQL.
 * Each gives the data of the answer, and throws where an error stands in it, with `data` beside it.
 * @param loadTexts gives the text of each of them
 */
export function queriesOf(
  {
    url,
    transport = 'rest',
    token,
    fetch = (address, init) => globalThis.fetch(address, init),
    retries = 3,
    timeout = 10_000,
  }: ClientOptions,
  names: readonly string[],
  loadTexts: () => Promise<Readonly<Record<string, string>>>,
): object {
  const sending = { url: url.replace(/\/+$/, ''), token, fetch };
  const headers = { accept: 'application/graphql-response+json, application/json' };

  async function ask(name: string, variables: object | undefined, options: CallOptions): Promise<unknown> {
    const given = variables && JSON.stringify(variables);
    const request =
      transport === 'rest'
        ? { verb: 'GET', path: `/q/${name}${given ? `?variables=${encodeURIComponent(given)}` : ''}`, headers }
        : {
            verb: 'POST',
            path: '/graphql',
            headers,
            body: { operationName: name, query: (await loadTexts())[name], variables },
          };
    const { signal } = options;
    const attempt = async (): Promise<unknown> => {
      const answer = await send(request, sending, { timeout: options.timeout ?? timeout, signal });
      const { data, errors } = recordOf(answer.body);
      if (isRecord(data) && errors === undefined) return data;
      const { status, header } = answer;
      throw (
        errorFrom(answer.body, { status, requestId: requestIdOf(header) }) ??
        errorOf(answer, listIn(errors), recordOf(data), {})
      );
    };
    return withRetries(attempt, { retries, isSafe: true, signal });
  }

  return Object.fromEntries(
    names.map((name) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      async (variables?: object, options: CallOptions = {}) => ask(name, variables, options),
    ]),
  );
}
