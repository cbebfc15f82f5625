import type { Request } from './message';

const allowedHeaders =
  'Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Apollo-Require-Preflight';
const exposedHeaders = 'ETag, Idempotent-Replayed, Link, Location, Retry-After, X-Request-Id';

/**
 * The CORS headers of an answer (https://fetch.spec.whatwg.org/#http-cors-protocol). An origin that is not on the
 * list gets none; "*" lets every origin read, without credentials.
 */
export function corsHeaders(
  request: Request,
  origins: readonly string[],
  methods?: readonly string[],
  /** Headers that this path reads beside those that every path does. */
  furtherHeaders: readonly string[] = [],
): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origins.length === 0) return {};
  const any = origins.includes('*');
  const vary: Record<string, string> = any ? {} : { vary: 'Origin' };
  if (origin === undefined || !(any || origins.includes(origin))) return vary;
  const preflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  return {
    ...vary,
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-expose-headers': exposedHeaders,
    ...(preflight && {
      'access-control-allow-methods': (methods ?? []).join(', '),
      'access-control-allow-headers': [allowedHeaders, ...furtherHeaders].join(', '),
      'access-control-max-age': '600',
    }),
  };
}
