import { methods, ownMethods } from '../generated/methods.ts';
import type { Methods } from '../generated/client.ts';
import { TandemError } from './errors.ts';
import { feedOf, watch } from './feed.ts';
import { isRecord, listIn, numberIn, recordOf } from './guards.ts';
import { newKey } from './key.ts';
import { listOf } from './list.ts';
import type { Place } from './list.ts';
import type { Call, Method, RawPage, Transport } from './method.ts';
import { rest } from './rest.ts';
import { withRetries } from './retry.ts';
import { send } from './send.ts';
import type { Fetch, Token } from './send.ts';
import type { Changes, Feed, List } from './types.ts';

/** How a client reaches its gateway. */
export interface ClientOptions {
  /** Where the gateway is, with its stage if it has one: https://api.example.com/prod. */
  readonly url: string;
  /** What the calls look like on the wire; their results are the same. `rest` when left out. */
  readonly transport?: 'graphql' | 'rest';
  /** A bearer token, or what gives one before each request. */
  readonly token?: Token;
  /** The tenant whose items are meant, for a token of several. */
  readonly tenant?: string;
  /** In place of the global `fetch`. */
  readonly fetch?: Fetch;
  /** How often a request that failed is sent again, if that is safe; 3 when left out. */
  readonly retries?: number;
  /** Milliseconds for one attempt; 10,000 when left out. */
  readonly timeout?: number;
}

/** A client of one gateway. */
export type Client = Methods;

/** What a caller may put into the last argument of any method. */
interface AnyOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly idempotencyKey?: string;
  readonly dryRun?: boolean;
  readonly at?: number | string;
  readonly include?: readonly string[];
  readonly filter?: object;
  readonly orderBy?: string;
  readonly limit?: number;
  readonly pageSize?: number;
  readonly cursor?: string;
  readonly before?: string;
  readonly count?: boolean;
  readonly fields?: readonly string[];
  readonly since?: string;
}

/** Makes a client. It holds no connection and no state, so that one serves a whole page or process. */
export function createClient(options: ClientOptions): Client {
  // Loaded when it is used, as the transport is.
  return clientOf(options, methods, ownMethods, async () => (await import('../generated/texts.ts')).texts) as Client;
}

/**
 * Makes a client that has these methods alone, so that a page carries no others.
 * @param loadTexts gives the GraphQL text of each of them
 */
export function clientOf(
  {
    url,
    transport: kind = 'rest',
    token,
    tenant,
    fetch = (address, init) => globalThis.fetch(address, init),
    retries = 3,
    timeout = 10_000,
  }: ClientOptions,
  methods: Readonly<Record<string, Readonly<Record<string, Method>>>>,
  ownMethods: Readonly<Record<string, Method>>,
  loadTexts: () => Promise<Readonly<Record<string, string>>>,
): object {
  const base = url.replace(/\/+$/, '');
  // The GraphQL transport is loaded when it is used: whoever speaks REST carries no GraphQL documents.
  const transportOf = async (): Promise<Transport> =>
    kind === 'graphql' ? (await import('./graphql.ts')).graphqlWith(await loadTexts()) : rest;

  async function run(call: Call, options: AnyOptions): Promise<unknown> {
    const { method } = call;
    const transport = await transportOf();
    const isSafe = method.kind === 'query' || call.idempotencyKey !== undefined || call.version !== undefined;
    const attempt = async (): Promise<unknown> => {
      const sending = { url: base, token, tenant, fetch };
      const waiting = (call.feed?.wait ?? 0) * 1000;
      const limits = { timeout: (options.timeout ?? timeout) + waiting, signal: options.signal };
      return transport.read(call, await send(await transport.write(call), sending, limits));
    };
    try {
      // Who follows a feed waits for the gateway, however long it is away.
      const times = method.isFeed ? Infinity : retries;
      return await withRetries(attempt, { retries: times, isSafe, signal: options.signal });
    } catch (error) {
      // Not to be there is an ordinary answer to a question for one item.
      const isMissing = error instanceof TandemError && error.code === 'not-found' && error.data === undefined;
      if (isMissing && method.kind === 'query' && method.gives === 'item') return undefined;
      throw error;
    }
  }

  function methodOf(method: Method): (...inputs: unknown[]) => unknown {
    if (method.isFeed) return (...inputs) => follow(method, inputs);
    if (method.isList) return (...inputs) => list(method, inputs);
    return async (...inputs) => ask(method, inputs);
  }

  function follow(method: Method, inputs: readonly unknown[]): Feed<object> {
    const { call, options } = callOf(method, inputs);
    const read = async (since: string | undefined, wait: number): Promise<Changes<object>> =>
      (await run({ ...call, feed: { since, wait } }, options)) as Changes<object>;
    return feedOf(read, options);
  }

  function list(method: Method, inputs: readonly unknown[]): List<object> {
    const { call, options } = callOf(method, inputs);
    const { filter, orderBy, count } = options;
    const read = async (size: number, place: Place): Promise<RawPage> =>
      (await run({ ...call, list: { filter, orderBy, count, size, ...place } }, options)) as RawPage;
    return listOf(read, options);
  }

  async function ask(method: Method, inputs: readonly unknown[]): Promise<unknown> {
    const { call, options } = callOf(method, inputs);
    if (method.gives !== 'outcomes' || kind !== 'graphql') return run(call, options);
    const { itemByItem } = await import('./item-by-item.ts');
    return itemByItem(call, async (part) => run(part, options));
  }

  /** An item is watched by its own feed: the key says which, as it says whose item it is. */
  function watching(get: Method, changes: Method): (...inputs: unknown[]) => unknown {
    return (value, options = {}) => {
      const key = keyOf(get, value);
      const feed = follow(changes, [...changes.others.map((name) => key[name]), options]);
      const isOwn = (changed: Readonly<Record<string, unknown>>): boolean =>
        get.key.every((name) => changed[name] === key[name]);
      return watch(async () => ask(get, [key, options]), feed, isOwn);
    };
  }

  const group = (domainMethods: Readonly<Record<string, Method>>): object => ({
    ...Object.fromEntries(Object.entries(domainMethods).map(([name, method]) => [name, methodOf(method)])),
    ...(domainMethods.get && domainMethods.changes && { watch: watching(domainMethods.get, domainMethods.changes) }),
  });
  const domains = Object.entries(methods).map(([name, domainMethods]): [string, object] => [
    name,
    group(domainMethods),
  ]);
  return { ...Object.fromEntries(domains), ...group(ownMethods) };
}

/** The arguments of a method in the order of its signature: key, other path values, body, options. */
function callOf(method: Method, inputs: readonly unknown[]): { call: Call; options: AnyOptions } {
  const remaining = [...inputs];
  const path: Record<string, string | number> = {};
  const key = method.key.length > 0 ? keyOf(method, remaining.shift()) : {};
  for (const name of method.key) path[name] = present(method, name, key[name]);
  for (const name of method.others) path[name] = present(method, name, remaining.shift());
  const body = method.body && remaining.shift();
  const options = (remaining.shift() ?? {}) as AnyOptions;
  const version = method.isConditional ? numberIn(key.version) : undefined;
  return {
    call: {
      method,
      path,
      body: method.body === 'keys' ? keysOf(method, body) : body,
      version,
      idempotencyKey: options.idempotencyKey ?? (needsKey(method, body) ? newKey() : undefined),
      dryRun: options.dryRun,
      at: options.at?.toString(),
      include: options.include ?? [],
      fields: options.fields,
    },
    options,
  };
}

/** Whether a call may be sent again with an Idempotency-Key alone. A patch that only sets may be sent again as it is. */
function needsKey({ needsKey: isNeeded, increments, body: of }: Method, body: unknown): boolean {
  if (!isNeeded || !increments || of === 'flat') return isNeeded === true;
  return increments.some((name) => isRecord(recordOf(body)[name]));
}

/** A key of one field may come bare; an item is its own key, and brings its version. */
function keyOf(
  { key: [first, ...otherNames] }: Pick<Method, 'key'>,
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  return first !== undefined && otherNames.length === 0 ? { [first]: value } : {};
}

/** Batches name their items by the key of the domain alone. */
function keysOf(method: Method, value: unknown): readonly object[] {
  return listIn(value).map((item) => {
    const key = keyOf({ key: method.batchKey ?? [] }, item);
    return Object.fromEntries((method.batchKey ?? []).map((name) => [name, key[name]]));
  });
}

function present({ name }: Method, field: string, value: unknown): string | number {
  // An empty value in the path would lead to another route.
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return value;
  throw new TypeError(`${name} needs the ${field} of an item.`);
}
