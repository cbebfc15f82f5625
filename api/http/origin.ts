import type { PathEvent } from './path';

/**
 * The scheme and the authority of the caller's URL, such as `https://shop.example`; undefined where nobody vouches for them.
 *
 * API Gateway and a function URL say which domain of theirs was asked, and how, in headers that they write themselves; a
 * load balancer hands on whatever Host it was sent. A Host that is another one is of somebody in between, whose own address
 * is not known here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function originOf(
  { requestContext }: Pick<PathEvent, 'requestContext'>,
  headers: ReadonlyMap<string, string>,
): string | undefined {
  const domainName = requestContext?.domainName?.toLowerCase();
  const [host] = (headers.get('host') ?? '').toLowerCase().split(':');
  if (!domainName || host !== domainName || !/^[a-z0-9.-]+$/.test(domainName)) return undefined;
  const scheme = headers.get('x-forwarded-proto') === 'http' ? 'http' : 'https';
  const port = headers.get('x-forwarded-port') ?? '';
  const isUsual = port === { http: '80', https: '443' }[scheme] || !/^\d{1,5}$/.test(port);
  return `${scheme}://${domainName}${isUsual ? '' : `:${port}`}`;
}
