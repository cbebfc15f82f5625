import { problems, problemType } from '../services/errors';
import type { ProblemCode } from '../services/errors';
import { tooManyRequests } from '../services/limits';
import type { Route } from './routes';

// The API in OpenAPI 3.0 with API Gateway's extensions: routes in a document are no resources of CloudFormation.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html

export interface DocumentOptions {
  readonly title: string;
  readonly routes: readonly Route[];
  /** The address under which API Gateway calls the function. */
  readonly integrationUri: string;
  /** How tokens are verified before the function is called; not at all when left out. */
  readonly authorizer?: object;
  /** The longest that API Gateway waits for the function. */
  readonly timeoutInMillis: number;
  /** Pages of other origins may read what API Gateway itself answers. */
  readonly readableByAnyOrigin?: boolean;
}

/** The body of a REST API. */
export function restDocument({ readableByAnyOrigin = false, ...options }: DocumentOptions): object {
  return {
    ...documentOf(options),
    // Compressed answers leave the function as base64.
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-gateway-responses': gatewayResponses(readableByAnyOrigin),
  };
}

/** The body of an HTTP API, whose default route takes what no other does. */
export function httpDocument({ routes, ...options }: DocumentOptions): object {
  const namedRoutes = routes.filter(({ method }) => method !== 'ANY');
  const defaults = routes.filter(({ path }) => path === '/{proxy+}').map((route) => ({ ...route, path: defaultPath }));
  return {
    ...documentOf({ ...options, routes: [...namedRoutes, ...defaults] }, { payloadFormatVersion: '2.0' }),
    'x-amazon-apigateway-importexport-version': '1.0',
  };
}

const defaultPath = '/$default';

function documentOf(
  { title, routes, integrationUri, authorizer, timeoutInMillis }: DocumentOptions,
  ofIntegration: object = {},
): object {
  // Lambda is always called with POST, whatever the method of the request.
  const integration = { type: 'aws_proxy', httpMethod: 'POST', uri: integrationUri, timeoutInMillis, ...ofIntegration };
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, needsToken } of routes) {
    paths[path] ??= {};
    paths[path][method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase()] = {
      ...parametersOf(path),
      ...(path === defaultPath && { isDefaultRoute: true }),
      ...(needsToken && authorizer && { security: [{ token: [] }] }),
      responses: { default: { description: 'What the function answers.' } },
      'x-amazon-apigateway-integration': integration,
    };
  }
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths,
    ...(authorizer && { components: { securitySchemes: { token: authorizer } } }),
  };
}

function parametersOf(path: string): object {
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
}

/** What API Gateway answers by itself, in the form of every other error. */
function gatewayResponses(readableByAnyOrigin: boolean): object {
  const codes: Record<string, ProblemCode> = {
    ACCESS_DENIED: 'forbidden',
    AUTHORIZER_FAILURE: 'unavailable',
    BAD_REQUEST_PARAMETERS: 'bad-path',
    DEFAULT_4XX: 'bad-request',
    DEFAULT_5XX: 'unavailable',
    EXPIRED_TOKEN: 'unauthenticated',
    INTEGRATION_FAILURE: 'unavailable',
    INTEGRATION_TIMEOUT: 'timeout',
    MISSING_AUTHENTICATION_TOKEN: 'no-such-route',
    REQUEST_TOO_LARGE: 'payload-too-large',
    UNAUTHORIZED: 'unauthenticated',
    WAF_FILTERED: 'forbidden',
  };
  const response = (status: number, body: string, headers: Readonly<Record<string, string>>): object => ({
    statusCode: String(status),
    responseParameters: Object.fromEntries(
      // No data and no cookie is in these answers, so that every origin may read them.
      Object.entries({ ...headers, ...(readableByAnyOrigin && { 'access-control-allow-origin': '*' }) }).map(
        ([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`],
      ),
    ),
    responseTemplates: { 'application/json': body },
  });
  const throttled = response(tooManyRequests.status, tooManyRequests.body, tooManyRequests.headers);
  return {
    THROTTLED: throttled,
    QUOTA_EXCEEDED: throttled,
    ...Object.fromEntries(
      Object.entries(codes).map(([type, code]) => {
        const { status, title, help } = problems[code];
        return [
          type,
          response(status, JSON.stringify({ type: problemType(code), title, status, detail: help }), {
            'content-type': 'application/problem+json',
            ...(code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
            ...(status >= 503 && { 'retry-after': '1' }),
          }),
        ];
      }),
    ),
  };
}
