import { errorCode, numberOf, recordOf } from '../schema/guards';
import { ServiceError } from '../services/errors';

const busyNames = new Set([
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
  if (error instanceof ServiceError) return error;
  // Whatever a signal was aborted with, even if it is no Error.
  if (signal.aborted) {
    return new ServiceError('timeout', 'The store did not answer before the time limit of the request.', {
      retryAfterSeconds: 1,
    });
  }
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (busyNames.has(name) || networkCodes.test(errorCode(error) ?? '') || (statusOf(error) ?? 0) >= 500) {
    return new ServiceError('unavailable', 'The store does not answer at the moment. Send the request again.', {
      retryAfterSeconds: 1,
    });
  }
  if (name === 'ValidationException' && /size has exceeded|maximum allowed size/i.test(message)) {
    return new ServiceError('payload-too-large', 'The item would have more than 400 KB, the limit of DynamoDB.');
  }
  return error;
}

/** Whether a failed try may have been carried out all the same: its answer was lost, or DynamoDB itself does not know. */
export function leavesDoubt(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/** The status of the answer that an error of the SDK is made from. */
function statusOf(error: unknown): number | undefined {
  return numberOf(recordOf(recordOf(error).$metadata).httpStatusCode);
}
