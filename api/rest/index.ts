import type { OperationDeprecation } from '../../schema/deprecation';
import { listOf, recordOf } from '../../schema/guards';
import { refused } from '../../services/access';
import type { Context, Item, Page } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { isReplay } from '../../services/idempotency';
import { embed } from '../../services/include';
import { isOpenTo, onlyMakes } from '../../services/operation';
import type { Input, Operation } from '../../services/operation';
import { itemPath, pathsOf } from '../../services/paths';
import type { Paths } from '../../services/paths';
import { plainCount, plainResult } from '../../services/results';
import type { PlainPage } from '../../services/results';
import { invalid } from '../../services/validation';
import { acceptsJson, asksForEvents, requireJson } from '../http/accept';
import { etagOf, isCurrent, preconditionOf } from './conditional';
import { problemDocuments } from '../http/channel';
import { requireMatch } from '../http/conditions';
import type { Channel } from '../http/channel';
import { readBody } from '../http/body';
import { digits, listParameters, pageParameters } from './list-parameters';
import { eventStream, followed } from './event-stream';
import { json } from '../http/message';
import type { Reply, Request } from '../http/message';
import { noSuchRoute, perhapsSlashInKey } from '../http/problem';

interface Route {
  readonly segments: readonly string[];
  /** The places and the names of its parameters. */
  readonly parameters: readonly { readonly index: number; readonly name: string }[];
  readonly operation: Operation;
}

/**
 * Makes the REST channel, at every path that is nobody else's: finds the operation of a request, runs it, and puts its
 * result into HTTP terms.
 */
export function createRest(operations: readonly Operation[]): Channel {
  // Those with fewer parameters go before others.
  const routes = operations.map(routeOf).toSorted((left, right) => left.parameters.length - right.parameters.length);
  // Every path begins with a word, which few routes share.
  const byFirst = new Map<string | undefined, Route[]>();
  for (const route of routes) byFirst.set(route.segments[0], [...(byFirst.get(route.segments[0]) ?? []), route]);
  const paths = pathsOf(operations);

  /** The path of an item that an operation has made. */
  function locationOf({ route: { location } }: Operation, item: Item): string | undefined {
    return location && paths.write(itemPath(location), item);
  }

  function matching(segments: readonly string[]): Route[] {
    return (byFirst.get(segments[0]) ?? []).filter((route) => fits(route, segments));
  }

  /** Whether a path begins as one of the routes with a key does. */
  function isBelowKeys(path: string): boolean {
    const [first, ...more] = path.split('/').slice(1);
    return more.length > 0 && routes.some(({ segments }) => segments[0] === first && segments.some(isParameter));
  }

  function methodsOf(path: string): readonly string[] {
    const methods = new Set<string>(matching(segmentsOf(path)).map(({ operation }) => operation.route.method));
    if (methods.size === 0) return [];
    return [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
  }

  async function withRelations({ gives, domain }: Operation, result: unknown, input: Input, context: Context) {
    const include = listOf(input.query?.include).filter((name) => typeof name === 'string');
    if (include.length === 0) return result;
    const items = gives.as === 'page' ? (result as Page).items : [recordOf(result)];
    const embedded = await embed(items, domain.type, include, operations, context);
    return gives.as === 'page' ? { ...recordOf(result), items: embedded } : embedded[0];
  }

  function headersAt({ method, path }: Pick<Request, 'method' | 'path'>): Readonly<Record<string, string>> {
    const asked = method === 'HEAD' ? 'GET' : method;
    const found = matching(segmentsOf(path)).find(({ operation }) => operation.route.method === asked);
    return found?.operation.deprecated ? deprecationHeaders(found.operation.deprecated) : {};
  }

  return {
    ...problemDocuments,
    name: 'rest',
    asksWho: true,
    matches: () => true,
    methods: methodsOf,
    ...(operations.some(({ deprecated }) => deprecated) && { headers: headersAt }),
    answer: async (request, context) => {
      const segments = segmentsOf(request.path);
      const routesAtPath = matching(segments).filter((route) => !perhapsHasSlash(route, request));
      if (routesAtPath.length === 0) {
        throw request.isDecoded && isBelowKeys(request.path) ? perhapsSlashInKey() : noSuchRoute();
      }
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const route = routesAtPath.find(({ operation }) => operation.route.method === method);
      if (!route) {
        const allow = methodsOf(request.path);
        throw new ServiceError('method-not-allowed', `This path takes ${allow.join(', ')}.`, { allow });
      }
      const { operation } = route;
      const accept = request.headers.get('accept');
      const isStream = operation.query === 'changes' && asksForEvents(accept);
      if (context.meter) context.meter.operation = operation.name;
      // Who may not, whatever is sent, is told so before anything of the request is judged, its body or its Accept.
      if (!isOpenTo(operation, context)) throw refused(context);
      if (!isStream && !acceptsJson(accept)) {
        throw new ServiceError('not-acceptable', 'The answer is application/json.');
      }
      const sentInput = inputOf(route, segments, request, paths, context);
      const input = isStream ? { ...sentInput, query: followed(sentInput.query, request) } : sentInput;
      const result = await operation.run(input, context);
      if (operation.kind === 'query') requireMatch(request, etagIn(operation, result));
      if (isStream) return eventStream(recordOf(result));
      const completeResult = await withRelations(operation, result, input, context);
      return {
        ...(await replyOf(operation, completeResult, request, input, {
          replayed: isReplay(result),
          location: (item) => locationOf(operation, item),
        })),
        operation: operation.name,
      };
    },
  };
}

/** What every answer of a deprecated operation says: since when (RFC 9745), and until when it is there (RFC 8594). */
function deprecationHeaders({ since, sunset }: OperationDeprecation): Readonly<Record<string, string>> {
  return {
    deprecation: `@${Date.parse(since) / 1000}`,
    ...(sunset !== undefined && { sunset: new Date(sunset).toUTCString() }),
  };
}

function routeOf(operation: Operation): Route {
  const segments = segmentsOf(operation.route.path);
  const parameters = segments.flatMap((segment, index) =>
    isParameter(segment) ? [{ index, name: segment.slice(1, -1) }] : [],
  );
  return { segments, parameters, operation };
}

/** Whether a path is one of a route, whose first segment it has. */
function fits(route: Route, segments: readonly string[]): boolean {
  if (route.segments.length !== segments.length) return false;
  return route.segments.every((name, index) => (isParameter(name) ? segments[index] !== '' : name === segments[index]));
}

function inputOf(
  { parameters, operation }: Route,
  segments: readonly string[],
  request: Request,
  paths: Paths,
  context: Context,
): Input {
  const key: Record<string, string> = {};
  for (const { index, name } of parameters) {
    key[name] = paths.read(operation.route.path, name, decodeSegment(segments[index] ?? ''));
  }
  return {
    key,
    query: queryOf(operation, request.query),
    body: operation.body && bodyOf(operation, request, context),
    precondition: operation.kind === 'mutation' ? preconditionOf(request, operation) : undefined,
  };
}

/** Where slashes may be parts of keys, one behind a key may be too: it would be another item. */
function perhapsHasSlash({ segments }: Route, { path, isDecoded = false }: Request): boolean {
  return isDecoded && path.endsWith('/') && isParameter(segments.at(-1) ?? '');
}

/** A trailing slash changes nothing; an empty segment elsewhere belongs to no route. */
function segmentsOf(path: string): string[] {
  const hasTrailing = path.length > 1 && path.endsWith('/') && !path.endsWith('//');
  return (hasTrailing ? path.slice(0, -1) : path).split('/').slice(1);
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ServiceError('bad-path', 'The path is not percent-encoded UTF-8. Write "%25" for a percent sign.');
  }
}

function queryOf(operation: Operation, query: Request['query']): Record<string, unknown> {
  if (query.length === 0 && operation.query !== 'list' && operation.query !== 'page') return {};
  const names = query.map(([name]) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw invalid('bad-query', [{ pointer: `/${repeated.slice(0, 60)}`, detail: 'is given more than once' }]);
  }
  if (operation.query === 'list') return listParameters(query);
  const values = new Map(query);
  const take = (name: string): string | undefined => {
    const value = values.get(name);
    values.delete(name);
    return value;
  };
  if (operation.query === 'item') {
    const [fields, include] = [take('fields'), take('include')];
    const at = operation.historical ? take('at') : undefined;
    refuseOthers(values, 'fields', 'include', ...(operation.historical ? ['at'] : []));
    return { fields: fields?.split(','), include: include?.split(','), at };
  }
  if (operation.query === 'page') {
    const [limit, cursor, before, count] = [take('limit'), take('cursor'), take('before'), take('count')];
    refuseOthers(values, 'limit', 'cursor', 'before', 'count');
    return pageParameters({ limit, cursor, before, count });
  }
  if (operation.query === 'changes') {
    const [since, seconds] = [take('since'), take('wait')];
    refuseOthers(values, 'since', 'wait');
    return { since, wait: digits(seconds) };
  }
  const dryRun = operation.query === 'dryRun' ? take('dryRun') : undefined;
  refuseOthers(values, ...(operation.query === 'dryRun' ? ['dryRun'] : []));
  return dryRun === undefined ? {} : { dryRun: { true: true, false: false }[dryRun] ?? dryRun };
}

function refuseOthers(values: ReadonlyMap<string, string>, ...names: readonly string[]): void {
  const [unknown] = values.keys();
  if (unknown === undefined) return;
  const detail =
    names.length > 0
      ? `is not a parameter here; there is ${names.join(', ')}`
      : 'is not a parameter; this route takes none';
  throw invalid('bad-query', [{ pointer: `/${unknown.slice(0, 60)}`, detail }]);
}

function bodyOf(operation: Operation, request: Request, context: Context): unknown {
  const { body } = operation;
  if (body?.of === 'item' && body.optional && request.body.length === 0) return {};
  const isPatch = operation.route.method === 'PATCH';
  requireJson(request, ['application/json', ...(isPatch ? ['application/merge-patch+json'] : [])]);
  return readBody('rest', request, context);
}

/** What is told of an item that an operation has made. */
interface Made {
  /** It was made by the same request before. */
  readonly replayed: boolean;
  readonly location: (item: Item) => string | undefined;
}

async function replyOf(
  operation: Operation,
  result: unknown,
  request: Request,
  input: Input,
  { replayed, location: locationOf }: Made,
): Promise<Reply> {
  const { gives, route } = operation;
  const plain = plainResult(gives, result);
  const repeated: Record<string, string> = replayed ? { 'idempotent-replayed': 'true' } : {};
  switch (plain.as) {
    case 'nothing':
      return { status: 204, headers: repeated };
    case 'items':
    case 'outcomes':
    case 'results':
      return json(200, plain.value, repeated);
    case 'page':
      return pageReply(result as Page, plain.value, request);
    case 'item': {
      const item = plain.value;
      const etag = etagIn(operation, item);
      const headers = { ...(etag !== undefined && { etag }), ...repeated };
      if (route.method === 'GET' && isCurrent(request, etag)) return { status: 304, headers };
      if (route.success === 204) return { status: 204, headers };
      const status = statusOf(operation, item, input);
      const location = status === 201 || status === 202 ? locationOf(item) : undefined;
      const leadsThere = location !== undefined && !(request.isDecoded && /%2F|%3F/i.test(location));
      return json(status, item, { ...headers, ...(leadsThere && { location: `${request.basePath}${location}` }) });
    }
  }
}

/** The entity tag of what an operation gives, if that is one item. */
function etagIn({ gives }: Operation, result: unknown): string | undefined {
  return gives.as === 'item' ? etagOf(recordOf(result)) : undefined;
}

/**
 * The status of an answer with an item. Where an item may be new or changed, its dates say that it is new, or the first
 * version where there are none: what takes the place of one that was deleted counts on from it.
 */
function statusOf(operation: Operation, { version, createdAt, updatedAt }: Item, { precondition }: Input): number {
  const { route } = operation;
  if (route.success === 201)
    return onlyMakes(operation) || version === 1 || (createdAt !== undefined && createdAt === updatedAt) ? 201 : 200;
  return precondition?.ifNoneMatch === undefined ? route.success : 201;
}

async function pageReply(page: Page, plain: PlainPage, request: Request): Promise<Reply> {
  const isRequested = (name: string): boolean =>
    request.query.some(([parameterName, value]) => parameterName === name && value !== 'false');
  const link = (cursor: string | undefined, parameter: 'cursor' | 'before', relation: string): string[] => {
    if (cursor === undefined) return [];
    const otherParameters = request.query.filter(([name]) => name !== 'cursor' && name !== 'before');
    const query = new URLSearchParams([...otherParameters.map(([...pair]) => pair), [parameter, cursor]]);
    return [`<${request.basePath}${request.path}?${query.toString()}>; rel="${relation}"`];
  };
  const links = [...link(plain.nextCursor, 'cursor', 'next'), ...link(plain.previousCursor, 'before', 'prev')];
  const body = {
    ...plain,
    ...(isRequested('count') && (await plainCount(page))),
    ...(isRequested('explain') && { plan: page.explain() }),
  };
  return json(200, body, links.length > 0 ? { link: links.join(', ') } : {});
}
