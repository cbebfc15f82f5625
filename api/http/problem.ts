import { problems, ServiceError } from '../../services/errors';
import { json } from './message';
import type { Reply } from './message';

/** A ServiceError as a problem document (RFC 9457), for an answer of its own or one entry of a batch. */
export function problemBody(error: ServiceError): object {
  const { status, title } = problems[error.code];
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message,
    errors: error.details.errors,
    products: error.details.products,
    current: error.details.current,
  };
}

/** Any thrown thing as a reply; what is not a ServiceError is masked here and logged by its cause. */
export function problemReply(thrown: unknown): Reply {
  const error = thrown instanceof ServiceError ? thrown : masked();
  const { current } = error.details;
  const version = current && 'version' in current && typeof current.version === 'number' ? current.version : undefined;
  return {
    ...json(problems[error.code].status, problemBody(error), {
      'content-type': 'application/problem+json',
      ...headersOf(error),
      ...(version !== undefined && { etag: `"${version}"` }),
    }),
    code: error.code,
    cause: thrown instanceof ServiceError ? undefined : thrown,
  };
}

/** The same in the form of a GraphQL answer, for what goes wrong outside of any GraphQL. The status is that of the error when left out. */
export function graphqlProblemReply(thrown: unknown, status?: number): Reply {
  const error = thrown instanceof ServiceError ? thrown : masked();
  const body = {
    errors: [{ message: error.message, extensions: extensionsOf(error) }],
    // Without `data` a status of 200 would say that nothing ran.
    ...(status === 200 && { data: null }),
  };
  return {
    ...json(status ?? problems[error.code].status, body, headersOf(error)),
    code: error.code,
    cause: thrown instanceof ServiceError ? undefined : thrown,
  };
}

/** What a GraphQL error tells programs. */
export function extensionsOf({ code, details }: ServiceError): Record<string, unknown> {
  return {
    code: problems[code].graphql,
    type: `/problems/${code}`,
    ...(details.errors && { errors: details.errors }),
    ...(details.products && { products: details.products }),
    ...(details.current && { current: details.current }),
    ...(details.retryAfterSeconds !== undefined && { retryAfterSeconds: details.retryAfterSeconds }),
  };
}

function headersOf({ code, details: { retryAfterSeconds, allow } }: ServiceError): Record<string, string> {
  return {
    ...(retryAfterSeconds !== undefined && { 'retry-after': `${retryAfterSeconds}` }),
    ...(allow && { allow: allow.join(', ') }),
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
