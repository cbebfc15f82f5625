import { readableHeaders } from '../../services/cors';
import type { CorsPolicy } from '../../services/cors';
import type { Request } from './message';

/**
 * The CORS headers of an answer (https://fetch.spec.whatwg.org/#http-cors-protocol). An origin that the policy does not
 * admit gets none. The headers that a page wants to send are allowed as it asks: clients add names that no list knows,
 * and nothing here is protected by the name of a header.
 * @param methods the methods of the path, which a preflight is told
 */
export function corsHeaders(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  { origins, credentials = false }: CorsPolicy,
  methods: readonly string[] = [],
): Record<string, string> {
  const origin = headers.get('origin');
  if (origins.length === 0) return {};
  const any = origins.includes('*');
  const vary: Record<string, string> = any ? {} : { vary: 'Origin' };
  if (origin === undefined || !admitsOrigin(origins, origin)) return vary;
  const preflight = method === 'OPTIONS' && headers.has('access-control-request-method');
  const asked = fieldNames(headers.get('access-control-request-headers'));
  return {
    ...vary,
    'access-control-allow-origin': any ? '*' : origin,
    ...(credentials && !any && { 'access-control-allow-credentials': 'true' }),
    ...readableHeaders,
    ...(preflight && {
      'access-control-allow-methods': methods.join(', '),
      ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
      'access-control-max-age': '600',
      vary: [vary.vary, 'Access-Control-Request-Headers'].filter(Boolean).join(', '),
    }),
  };
}

/** Whether a page of an origin may call. */
export function admitsOrigin(origins: readonly string[], origin: string): boolean {
  return origins.includes('*') || origins.includes(origin) || (origins.includes('loopback') && isLoopback(origin));
}

/** Whether an origin is one of the machine that the browser runs on. */
export function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The names in a list of header fields; what is no name (RFC 9110, section 5.1) is left out. */
function fieldNames(list = ''): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name));
}
