import { errorCode } from '../schema/guards';
import { ServiceError } from '../services/errors';
import { statusOf } from './exception';

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
  'UnreadableAnswer',
]);

const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR|HPE_)/;

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
  if (busyNames.has(name) || isUnreachable(error) || (statusOf(error) ?? 0) >= 500) {
    return new ServiceError('unavailable', 'The store does not answer at the moment. Send the request again.', {
      retryAfterSeconds: 1,
    });
  }
  return (name === 'ValidationException' && (tooLarge(message) ?? otherKind(message))) || error;
}

/** Whether a call failed because nobody was there to answer it. */
export function isUnreachable(error: unknown): boolean {
  return networkCodes.test(errorCode(error) ?? '');
}

/** What another program has stored under the name of a number cannot be added to. */
function otherKind(message: string): ServiceError | undefined {
  if (!/operand in the update expression has an incorrect data type/i.test(message)) return undefined;
  return new ServiceError(
    'conflict',
    'The stored item has something else in place of a number that this write adds to. Replace the item.',
  );
}

/** What is too large by the sentences of DynamoDB, and what to tell the caller of it. */
const limits: readonly (readonly [sentence: RegExp, told: string])[] = [
  [
    /size of the items in the transaction/i,
    'All that this writes at once would have more than 4 MB, the limit of DynamoDB.',
  ],
  [/Size of hashkey has exceeded/i, 'A key would have more than 2048 bytes, the limit of DynamoDB.'],
  [/size of all range keys has exceeded/i, 'A sort key would have more than 1024 bytes, the limit of DynamoDB.'],
  [/Item size( to update)? has exceeded/i, 'The item would have more than 400 KB, the limit of DynamoDB.'],
];

/**
 * What a sentence of DynamoDB says is too large; undefined when it says nothing of a size.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export function tooLarge(message: string): ServiceError | undefined {
  const told = limits.find(([sentence]) => sentence.test(message))?.[1];
  return told === undefined ? undefined : new ServiceError('payload-too-large', told);
}

/** Whether a failed try may have been carried out all the same: its answer was lost, or DynamoDB itself does not know. */
export function leavesDoubt(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}
