import type { Step } from '../../services/journey';

/** A step as an HTTP request; placeholders in double braces stay as they are. */
export interface RestRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** Writes a step as an HTTP request. */
export function requestOf({ operation, key = {}, query = {}, version, headers = {}, body }: Step): RestRequest {
  const path = operation.route.path.replace(/{(\w+)}/g, (_, name: string) => encoded(String(key[name])));
  const search = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return {
    method: operation.route.method,
    target: search.length > 0 ? `${path}?${search.join('&')}` : path,
    headers: [
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
      ...(version === undefined ? [] : [['if-match', `"${version}"`] as const]),
      ...Object.entries(headers),
    ],
    ...(body !== undefined && { body: JSON.stringify(body, null, 2) }),
  };
}

function encoded(value: string): string {
  return value
    .split(/({{[^}]+}})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part).replaceAll('%2C', ',')))
    .join('');
}
