import { channels } from '../../schema/channels';
import { isRecord } from '../../schema/guards';
import { ServiceError } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';
import type { Item } from '../../services/context';
import type { Operation } from '../../services/operation';
import { mediaTypeOf } from '../http/accept';
import { readJson } from '../http/json';
import type { Reply, Request } from '../http/message';
import { segmentsOf } from './form';
import type { Ask, Target } from './form';

/** The types that old clients, which are scripts, send for JSON: none, or the one that their tool names by itself. */
const typesSentForJson = ['', 'application/x-www-form-urlencoded', 'text/plain'];

/** How often a write that others overtake begins again. */
const maxAttempts = 4;

/**
 * The request in the terms of today. The old systems looked at neither Accept nor Content-Type. A browser, which
 * always names an origin, could be made to send a form by any page without asking, so from there it must be JSON.
 */
export function requestOfToday(request: Request, operations: readonly Operation[], target: Target): Request {
  const headers = new Map(request.headers).set('accept', 'application/json');
  const { name, charset } = mediaTypeOf(headers.get('content-type'));
  const fromBrowser = headers.has('origin') || headers.has('sec-fetch-site');
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'utf8';
  if (!fromBrowser && isUtf8 && typesSentForJson.includes(name)) headers.set('content-type', 'application/json');
  return withWholePage({ ...request, headers }, operations, target);
}

/** Old clients know of no pages: a list that names no limit is as long as one page can be. */
function withWholePage(request: Request, operations: readonly Operation[], { domain, segments }: Target): Request {
  const isList = operations.some(
    ({ domain: operationDomain, query, route }) =>
      operationDomain === domain && query === 'list' && segmentsOf(route.path).length === segments.length,
  );
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isList || !isRead || request.query.some(([name]) => name === 'limit')) return request;
  return { ...request, query: [...request.query, ['limit', `${domain.page.max}`]] };
}

/** The object in the body of a request; undefined for anything else, which the face of today refuses. */
export function objectIn({ headers, body }: Request): Item | undefined {
  if (!mediaTypeOf(headers.get('content-type')).name.endsWith('json')) return undefined;
  const value = readJson(body, channels.legacy.reads);
  return isRecord(value) ? value : undefined;
}

/** The request with another body. */
export function withBody(request: Request, body: Item): Request {
  // JSON.stringify would make null, which removes, of a number beyond all; as it was sent, it is refused.
  return holdsInfinity(body) ? request : { ...request, body: Buffer.from(JSON.stringify(body)) };
}

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}

/** Changes an item, or makes it when there is none. Who is overtaken between the two begins again. */
export async function changeOrMake(change: Request, make: Request, ask: Ask): Promise<Reply> {
  const ifNew = { ...make, headers: new Map(make.headers).set('if-none-match', '*') };
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const changed = await unless('not-found', async () => ask(change));
    const reply = changed ?? (await unless('precondition-failed', async () => ask(ifNew)));
    if (reply) return reply;
  }
  throw new ServiceError('unavailable', 'Others keep making and deleting this item.', { retryAfterSeconds: 1 });
}

/** The result of some work; undefined when it fails with the problem of this code. */
export async function unless<Result>(code: ProblemCode, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError && error.code === code) return undefined;
    throw error;
  }
}
