import { ServiceError } from '../services/errors';
import { failure, leavesDoubt } from './failure';

const open = new AbortController().signal;

/** An error as the SDK throws it. */
const sdkError = (name: string, rest: object = {}) => Object.assign(new Error('an SDK text'), { name }, rest);

/** What a caller sees: the code of a ServiceError, or that the error goes on as it is. */
function seen(error: unknown, signal = open): string {
  const made = failure(error, signal);
  return made instanceof ServiceError ? made.code : made === error ? 'as it is' : 'something else';
}

test.each([
  ['throttling', sdkError('ProvisionedThroughputExceededException', { $metadata: { httpStatusCode: 400 } })],
  ['throttling of another name', sdkError('ThrottlingException')],
  ['a limit of requests', sdkError('RequestLimitExceeded')],
  ['a transaction in the way', sdkError('TransactionConflictException')],
  ['a 500', sdkError('InternalServerError', { $metadata: { httpStatusCode: 500 } })],
  ['a 503 of no name', sdkError('UnknownError', { $metadata: { httpStatusCode: 503 } })],
  ['a try that took too long', sdkError('TimeoutError')],
  ['a connection refused', sdkError('Error', { code: 'ECONNREFUSED' })],
  ['a connection that broke', sdkError('Error', { code: 'ECONNRESET' })],
  ['a host without a name', sdkError('Error', { code: 'ENOTFOUND' })],
])('%s means that the store is not available', (_, error) => {
  expect(seen(error)).toBe('unavailable');
  expect(failure(error, open)).toMatchObject({ details: { retryAfterSeconds: 1 } });
});

test.each([
  ['a missing table', sdkError('ResourceNotFoundException', { $metadata: { httpStatusCode: 400 } })],
  ['missing rights', sdkError('AccessDeniedException', { $metadata: { httpStatusCode: 400 } })],
  ['a wrong expression', sdkError('ValidationException', { $metadata: { httpStatusCode: 400 } })],
  ['a mistake in our code', new TypeError('x is not a function')],
  ['no error at all', 'text'],
])('%s is a defect and goes on as it is', (_, error) => {
  expect(seen(error)).toBe('as it is');
});

test.each([
  ['any failure', sdkError('AbortError')],
  ['a missing table', sdkError('ResourceNotFoundException')],
  ['no error at all', 'the reason of an abort'],
])('%s after the time is over means just that', (_, error) => {
  expect(seen(error, AbortSignal.abort())).toBe('timeout');
});

test('a ServiceError is never changed', () => {
  const error = new ServiceError('cursor-invalid', 'x');
  expect(failure(error, AbortSignal.abort())).toBe(error);
});

test.each([
  'Item size has exceeded the maximum allowed size',
  'Item size to update has exceeded the maximum allowed size',
])('"%s" means that the item is too large', (message) => {
  expect(seen(Object.assign(sdkError('ValidationException'), { message }))).toBe('payload-too-large');
});

// The sentences of DynamoDB as dynalite (test/putItem.js, test/getItem.js) and moto (dynamodb/exceptions.py) have them.
test.each([
  ['Item size has exceeded the maximum allowed size', /item would have more than 400 KB/],
  ['Item size to update has exceeded the maximum allowed size', /item would have more than 400 KB/],
  [
    'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    /key would have more than 2048 bytes/,
  ],
  [
    'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    /sort key would have more than 1024 bytes/,
  ],
  [
    'Collection size of items exceeded, which can also be caused by the aggregate size of the items in the transaction exceeding the 4MB limit',
    /writes at once would have more than 4 MB/,
  ],
])('"%s" is told by its own reason', (message, told) => {
  const error = failure(Object.assign(sdkError('ValidationException'), { message }), open);
  expect(error).toMatchObject({ code: 'payload-too-large', message: expect.stringMatching(told) });
});

test('an expression that is too long is a defect, and no item that is too large', () => {
  const message =
    'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4097';
  expect(seen(Object.assign(sdkError('ValidationException'), { message }))).toBe('as it is');
});

test('no text of the SDK reaches the caller', () => {
  for (const name of ['ThrottlingException', 'TimeoutError', 'InternalServerError']) {
    expect((failure(sdkError(name), open) as Error).message).not.toContain('SDK');
  }
});

test.each<[boolean, string, object]>([
  [true, 'a broken connection', { code: 'ECONNRESET' }],
  [true, 'a 500', { $metadata: { httpStatusCode: 500 } }],
  [true, 'a try that took too long', { name: 'TimeoutError', $metadata: {} }],
  [false, 'throttling', { $metadata: { httpStatusCode: 400 } }],
])('doubt is %p after %s', (doubt, _, error) => {
  expect(leavesDoubt(sdkError('Error', error))).toBe(doubt);
});
