import type { CorsPolicy } from '../../services/cors';
import { tenantHeader } from '../../services/tenancy';
import { corsHeaders } from './cors';
import type { Reply, Request } from './message';

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
};

/** What the headers of an answer are made from; without a request where none could be read. */
export interface Answered {
  readonly request?: Request;
  readonly reply: Reply;
  readonly requestId: string;
  /** Which pages of other origins may read it. */
  readonly cors: CorsPolicy;
  /** Whether it depends on who asks. */
  readonly asksWho: boolean;
  /** Whether it may depend on which tenant the request names. */
  readonly hasTenants: boolean;
  /** What the channel adds to every answer. */
  readonly ofChannel: Readonly<Record<string, string>>;
}

/** All headers of an answer; those of the reply itself go before every other of the same name. */
export function headersOf({
  request,
  reply,
  requestId,
  cors: policy,
  asksWho,
  hasTenants,
  ofChannel,
}: Answered): Record<string, string> {
  const cors = request ? corsHeaders(request, policy, reply.headers.allow?.split(', ')) : {};
  const caching = request && asksWho ? cachingOf(request, reply, hasTenants) : {};
  const vary = [cors.vary, reply.headers.vary, caching.vary].filter(Boolean).join(', ');
  return {
    ...securityHeaders,
    'x-request-id': requestId,
    ...caching,
    ...ofChannel,
    ...cors,
    ...reply.headers,
    ...(vary && { vary }),
  };
}

/**
 * What a cache may do with an answer that depends on who asks (RFC 9111). A read may be kept, but is asked for anew each
 * time: its ETag makes that cheap, and the rights are judged before it counts. What somebody who is signed in has read
 * is for the caches of that person alone, and never for another one, for whom the same version can show other fields.
 * Nothing else is kept: what a write or a refusal says is true only once.
 */
function cachingOf(
  { method, headers, authorizer }: Request,
  { status }: Reply,
  hasTenants: boolean,
): Record<string, string> {
  if (method === 'OPTIONS') return {};
  if ((method !== 'GET' && method !== 'HEAD') || status >= 400) return { 'cache-control': 'no-store' };
  const isPersonal = headers.has('authorization') || headers.has('x-api-key') || authorizer !== undefined;
  return {
    'cache-control': isPersonal ? 'private, no-cache' : 'no-cache',
    vary: ['Authorization, X-Api-Key', ...(hasTenants ? [tenantHeader] : [])].join(', '),
  };
}
