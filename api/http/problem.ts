import { problemOf, problemFor, ServiceError } from '../../services/errors';
import { json } from './message';
import type { Reply } from './message';

/** Any thrown thing as a reply; what is not a ServiceError is masked here and logged by its cause. */
export function problemReply(thrown: unknown): Reply {
  const error = thrown instanceof ServiceError ? thrown : masked();
  const { current } = error.details;
  const version = current && 'version' in current && typeof current.version === 'number' ? current.version : undefined;
  return {
    ...json(problemFor(error.code).status, problemOf(error), {
      'content-type': 'application/problem+json',
      ...errorHeaders(error),
      ...(version !== undefined && { etag: `"${version}"` }),
    }),
    code: error.code,
    detail: error.message,
    cause: thrown instanceof ServiceError ? undefined : thrown,
  };
}

/** Any thrown thing as a reply in the form of a GraphQL answer, for what goes wrong outside of any GraphQL. The status is that of the error when left out. */
export function graphqlProblemReply(thrown: unknown, status?: number): Reply {
  const error = thrown instanceof ServiceError ? thrown : masked();
  const body = {
    errors: [{ message: error.message, extensions: extensionsOf(error) }],
    // Without `data` a status of 200 would say that nothing ran.
    ...(status === 200 && { data: null }),
  };
  return {
    ...json(status ?? problemFor(error.code).status, body, errorHeaders(error)),
    code: error.code,
    detail: error.message,
    cause: thrown instanceof ServiceError ? undefined : thrown,
  };
}

/** What a GraphQL error tells programs. */
export function extensionsOf(error: ServiceError): Record<string, unknown> {
  const { type, errors, current } = problemOf(error);
  const { retryAfterSeconds, members } = error.details;
  return {
    code: problemFor(error.code).graphql,
    type,
    ...(errors && { errors }),
    ...members,
    ...(current && { current }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** The headers that go with an error, whatever form its body has. */
export function errorHeaders({ code, details }: ServiceError): Record<string, string> {
  const { retryAfterSeconds, allow, acceptEncoding } = details;
  return {
    ...(retryAfterSeconds !== undefined && { 'retry-after': `${retryAfterSeconds}` }),
    ...(allow && { allow: allow.join(', ') }),
    ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }),
    ...(code === 'unauthenticated' && challenge),
  };
}

/** What a client without a valid token is asked for (RFC 6750, section 3). */
export const challenge = { 'www-authenticate': 'Bearer realm="tandem"' };

/** The error that stands for a defect of ours. */
export function masked(): ServiceError {
  return new ServiceError('internal', 'Something went wrong on our side. The request id finds it in our logs.');
}

/** The error for a path at which nothing is. */
export function noSuchRoute(): ServiceError {
  return new ServiceError('no-such-route', 'There is nothing at this path; /docs lists every route.');
}

/** The error for a path that an HTTP API has decoded, and whose slashes may have been parts of a key. */
export function perhapsSlashInKey(): ServiceError {
  return new ServiceError(
    'no-such-route',
    'There is nothing at this path; /docs lists every route. An HTTP API decodes each path, so that no key in it can ' +
      'hold "/" or "?": ask for such an item over GraphQL, or through a REST API or a function URL.',
  );
}
