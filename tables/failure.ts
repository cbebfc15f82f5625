import { ServiceError } from '../services/errors';

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $retryable?: unknown;
  readonly code?: string;
}

const busy = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
]);

const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR)/;

/** What a failed call to DynamoDB means to the caller; anything not listed is a defect of ours and stays as it is. */
export function failure(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof ServiceError || !(error instanceof Error)) return error;
  const { name, code, $metadata, message } = error as SdkError;
  if (signal.aborted) {
    return new ServiceError('timeout', 'The store did not answer before the time limit of the request.', {
      retryAfterSeconds: 1,
    });
  }
  if (busy.has(name) || networkCodes.test(code ?? '') || ($metadata?.httpStatusCode ?? 0) >= 500) {
    return new ServiceError('unavailable', 'The store does not answer at the moment. Send the request again.', {
      retryAfterSeconds: 1,
    });
  }
  if (name === 'ValidationException' && /size has exceeded|maximum allowed size/i.test(message)) {
    return new ServiceError('payload-too-large', 'The item would have more than 400 KB, the limit of DynamoDB.');
  }
  return error;
}

/** How many tries a failed call took: more than one means that an earlier one may have been carried out. */
export function attemptsOf(error: unknown): number {
  return (error as SdkError).$metadata?.attempts ?? 1;
}
