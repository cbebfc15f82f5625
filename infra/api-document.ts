import { readableHeaders } from '../services/cors';
import type { CorsPolicy } from '../services/cors';
import { problemFor, problemType } from '../services/errors';
import type { ProblemCode } from '../services/errors';
import { tooManyRequests } from '../services/limits';
import type { Route } from '../services/routes';

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
  /** Which pages of other origins may read what API Gateway itself answers. */
  readonly cors: CorsPolicy;
}

/** The body of a REST API. */
export function restDocument(options: DocumentOptions): object {
  return {
    ...documentOf(options, { status: '200' }),
    // Compressed answers leave the function as base64.
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-gateway-responses': gatewayResponses(options.cors),
  };
}

/** The body of an HTTP API, whose default route takes what no other does. */
export function httpDocument({ routes, ...options }: DocumentOptions): object {
  const namedRoutes = routes.filter(({ method }) => method !== 'ANY');
  const defaults = routes.filter(({ path }) => path === '/{proxy+}').map((route) => ({ ...route, path: defaultPath }));
  return {
    ...documentOf(
      { ...options, routes: [...namedRoutes, ...defaults] },
      {
        status: 'default',
        ofIntegration: { payloadFormatVersion: '2.0' },
      },
    ),
    'x-amazon-apigateway-importexport-version': '1.0',
  };
}

const defaultPath = '/$default';

/** How the documents of the two sorts of API differ. */
interface DocumentForm {
  /**
   * What stands for every response. API Gateway knows methods of a REST API with statuses, and routes of an HTTP API with
   * `default`: so it writes both when it exports them, and the import fails on any warning.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
   */
  readonly status: '200' | 'default';
  readonly ofIntegration?: object;
}

function documentOf(
  { title, routes, integrationUri, authorizer, timeoutInMillis }: DocumentOptions,
  { status, ofIntegration }: DocumentForm,
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
      responses: { [status]: { description: 'What the function answers.' } },
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

/**
 * The CORS headers of what API Gateway answers by itself. No data is in these answers and no cookie counts for them, so
 * that every origin may read them. A browser takes no "*" where it has sent credentials: there the origin is the one
 * that the request names.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.responseParameters.html
 */
function corsParameters({ origins, credentials = false }: CorsPolicy): Record<string, string> {
  if (origins.length === 0) return {};
  if (!credentials) return parameters({ 'access-control-allow-origin': '*', ...readableHeaders });
  return {
    ...parameters({ 'access-control-allow-credentials': 'true', vary: 'Origin', ...readableHeaders }),
    'gatewayresponse.header.access-control-allow-origin': 'method.request.header.Origin',
  };
}

/** Headers with a fixed value in the terms of API Gateway. */
function parameters(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
  );
}

/** What API Gateway answers by itself, in the form of every other error. */
function gatewayResponses(cors: CorsPolicy): object {
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
    responseParameters: {
      ...parameters(headers),
      ...corsParameters(cors),
    },
    responseTemplates: { 'application/json': body },
  });
  const throttled = response(tooManyRequests.status, tooManyRequests.body, tooManyRequests.headers);
  return {
    THROTTLED: throttled,
    QUOTA_EXCEEDED: throttled,
    ...Object.fromEntries(
      Object.entries(codes).map(([type, code]) => {
        const { status, title, help } = problemFor(code);
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
