import { methods, ownMethods } from '../generated/methods.ts';
import type { Queries } from '../generated/queries.ts';
import type { Client } from './client.ts';
import { isRecord, recordOf } from './guards.ts';
import type { Method } from './method.ts';
import type { InfiniteQueryOptions, List, Page, PageParameter, QueryOptions } from './types.ts';

export type { Queries } from '../generated/queries.ts';
export type { InfiniteQueryOptions, PageParameter, QueryOptions } from './types.ts';

type Call = (...inputs: unknown[]) => unknown;
type Options = Readonly<Record<string, unknown>>;

/**
 * The reads of a client as options of TanStack Query 5, for any of its frameworks. A key begins with `tandem`, the domain and the
 * method, so that each of these can be invalidated alone. An item that is not there is null, as a query may not give undefined.
 */
export function createQueries(client: Client): Queries {
  const group = (called: readonly string[], read: Readonly<Record<string, Method>>, calls: unknown): object =>
    Object.fromEntries(
      Object.entries(read)
        .filter(([, { kind, isFeed }]) => kind === 'query' && !isFeed)
        .map(([name, method]) => [name, optionsOf(method, ['tandem', ...called, name], recordOf(calls)[name] as Call)]),
    );
  const domains = Object.entries(methods).map(([domain, read]) => [
    domain,
    group([domain], read, recordOf(client)[domain]),
  ]);
  return { ...Object.fromEntries(domains), ...group([], ownMethods, client) } as Queries;
}

function optionsOf(method: Method, start: readonly string[], call: Call): object {
  const count = (method.key.length > 0 ? 1 : 0) + method.others.length + (method.body ? 1 : 0);
  const read = (
    given: readonly unknown[],
  ): { inputs: readonly unknown[]; options: Options; key: readonly unknown[] } => {
    const inputs = given.slice(0, count);
    const options = recordOf(given[count]);
    // An item and its bare key ask the same; how a call is ended or limited is no part of what it asks.
    const asked = Object.fromEntries(Object.entries(options).filter(([name]) => !['signal', 'timeout'].includes(name)));
    const named = inputs.map((input, index) => (index === 0 ? namedBy(method.key, input) : input));
    return { inputs, options, key: [...start, ...named, asked] };
  };
  const queryOptions = (...given: unknown[]): QueryOptions<unknown> => {
    const { inputs, options, key } = read(given);
    return {
      queryKey: key,
      queryFn: async ({ signal }) => {
        const answer = call(...inputs, { ...options, signal });
        return (await (method.isList ? (answer as List<object>).page() : answer)) ?? null;
      },
    };
  };
  if (!method.isList) return { queryOptions };
  const infiniteQueryOptions = (...given: unknown[]): InfiniteQueryOptions<object> => {
    const { inputs, options, key } = read(given);
    const { cursor, before, ...everyPage } = options as PageParameter;
    return {
      // Its data has another form than that of one page, and so another key.
      queryKey: [...key, 'pages'],
      queryFn: async ({ signal, pageParam }): Promise<Page<object>> =>
        (call(...inputs, { ...everyPage, ...pageParam, signal }) as List<object>).page(),
      initialPageParam: { cursor, before },
      getNextPageParam: ({ nextCursor }) => (nextCursor === undefined ? undefined : { cursor: nextCursor }),
      getPreviousPageParam: ({ previousCursor }) =>
        previousCursor === undefined ? undefined : { before: previousCursor },
    };
  };
  return { queryOptions, infiniteQueryOptions };
}

/** The key of an item as an object with the fields of the key alone. */
function namedBy(names: readonly string[], value: unknown): unknown {
  const [first, ...others] = names;
  if (first === undefined) return value;
  if (isRecord(value)) return Object.fromEntries(names.map((name) => [name, value[name]]));
  return others.length === 0 ? { [first]: value } : value;
}
