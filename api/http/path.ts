/** The parts of an event that say where a request goes to. */
export interface PathEvent {
  readonly version?: string;
  /** The route of a REST API, such as `/product/{id}` or `/{proxy+}`; it never has the base path of a domain. */
  readonly resource?: string | null;
  /** The route of an HTTP API, such as `GET /product/{id}` or `$default`. */
  readonly routeKey?: string | null;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly path?: string | null;
  readonly rawPath?: string | null;
  readonly requestContext?: {
    readonly stage?: string | null;
    readonly path?: string | null;
    readonly domainName?: string | null;
    /** There only behind an Application Load Balancer. */
    readonly elb?: object;
    readonly http?: { readonly path?: string | null };
  } | null;
}

/** Who has made an event. */
export type EventSource = 'REST API' | 'HTTP API' | 'function URL' | 'load balancer';

/** Where a request goes to. */
export interface RequestPath {
  /** Percent-encoded, without stage and base path. */
  readonly path: string;
  /** What stands before the path in the URL of the caller, such as `/prod` or `/shop`; empty for nothing. */
  readonly basePath: string;
  /**
   * The path came decoded, so that nobody can tell a slash between two segments from one that was sent as `%2F` inside
   * of a key.
   */
  readonly isDecoded: boolean;
}

/**
 * Tells who has made an event. A function URL sends the form of an HTTP API from a domain of its own:
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function sourceOf({ version, requestContext }: PathEvent): EventSource {
  if (requestContext?.elb) return 'load balancer';
  if (version === '2.0' && requestContext?.domainName?.includes('.lambda-url.')) return 'function URL';
  // Only an HTTP API says the version, of both formats.
  return version === undefined ? 'REST API' : 'HTTP API';
}

/**
 * Finds the path of the gateway in the path of an event.
 *
 * An HTTP API hands on a decoded path, in both formats of its events; a REST API, a function URL and a load balancer
 * hand it on as it was sent (live captures in https://github.com/hotsock/voker/pull/8). A stage or the base path of a
 * domain may stand before it, in several orders (observed on AWS in https://github.com/localstack/localstack/pull/12296).
 * The route that API Gateway has chosen has neither, and so tells where the path begins.
 */
export function pathOf(event: PathEvent): RequestPath {
  const source = sourceOf(event);
  const isDecoded = source === 'HTTP API';
  const encode = isDecoded ? encodedPath : (path: string): string => path;
  const { stage, path: contextPath, http, domainName } = event.requestContext ?? {};
  const whole = encode(event.path || event.rawPath || http?.path || '/');
  const asked = contextPath ? encode(contextPath) : whole;
  const path = routedPath(event, whole) ?? withoutStage(whole, asked, stage ?? '');
  const before = basePathIn(asked, path) ?? basePathIn(whole, path) ?? '';
  // A domain of one's own leads to a stage without naming it, and still an HTTP API puts the stage before the path
  // (https://github.com/CodeGenieApp/serverless-express/issues/465).
  const isUnasked =
    isDecoded && stage && domainName && !domainName.includes('.execute-api.') && isBelow(before, `/${stage}`);
  return { path, basePath: isUnasked ? before.slice(stage.length + 1) : before, isDecoded };
}

/** The path from where the route begins; undefined where the route does not say, or says something else. */
function routedPath({ resource, routeKey, pathParameters }: PathEvent, whole: string): string | undefined {
  const route = resource ?? routeKey?.replace(/^\S+ /, '');
  if (!route?.startsWith('/')) return undefined;
  const slash = whole.length > 1 && whole.endsWith('/') ? '/' : '';
  const segments = whole.slice(1, slash ? -1 : undefined).split('/');
  const names = route.split('/').slice(1).filter(Boolean);
  const greedy = /^\{(\w+)\+\}$/.exec(names.at(-1) ?? '')?.[1];
  const fixed = greedy === undefined ? names : names.slice(0, -1);
  const rest = greedy === undefined ? 0 : segmentsOf(pathParameters?.[greedy] ?? '', segments);
  const tail = segments.slice(segments.length - fixed.length - (rest ?? 0));
  const fits = fixed.every((name, index) => name.startsWith('{') || name === tail[index]);
  if (rest === undefined || fixed.length + rest > segments.length || !fits) return undefined;
  return tail.length === 0 || fixed.length + rest === 0 ? '/' : `/${tail.join('/')}${slash}`;
}

/** How many segments at the end are what a greedy parameter stands for, whether that is decoded or not. */
function segmentsOf(parameter: string, segments: readonly string[]): number | undefined {
  const value = parameter.replace(/\/$/, '');
  const spellings = [value, decodedIfPossible(value)];
  // Both grow with each segment, so that few ends are as long as what is looked for, and no others are put together:
  // a path may have ten thousand segments.
  let [length, decodedLength] = [-1, -1];
  for (const [index, segment] of segments.toReversed().entries()) {
    length += segment.length + 1;
    decodedLength += decodedIfPossible(segment).length + 1;
    if (!spellings.some((spelling) => [length, decodedLength].includes(spelling.length))) continue;
    const count = index + 1;
    const end = segments.slice(-count).join('/');
    if (end === value || spellings.includes(decodedIfPossible(end))) return count;
  }
  return undefined;
}

/** Without a route, the stage is all that can stand before the path. */
function withoutStage(whole: string, asked: string, stage: string): string {
  // A stage may have the name of a resource: where the asked path has the stage in front, the path has lost it.
  const isStaged = stage !== '' && asked !== `/${stage}${whole}` && isBelow(whole, `/${stage}`);
  return isStaged ? whole.slice(stage.length + 1) || '/' : whole;
}

const isBelow = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`);

function basePathIn(asked: string, path: string): string | undefined {
  if (asked.endsWith(path)) return asked.slice(0, asked.length - path.length);
  return path === '/' ? asked : undefined;
}

function encodedPath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
}

function decodedIfPossible(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
