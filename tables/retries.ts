import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, isRecord } from '../schema/guards';
import { statusOf } from './exception';
import type { Metadata } from './exception';

/**
 * Eight tries bring a call through 20 % throttling with a failure in 400,000; the caller's signal ends them sooner. Full
 * jitter, from 25 ms to 800 ms: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const tries = 8;

/** Milliseconds to wait after so many tries that have failed. */
export const backoff = (attempt: number): number => Math.random() * Math.min(800, 25 * 2 ** attempt);

/** Waits before the next try. @throws AbortError at once when the signal says so */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal });
}

/** What the SDK tries again for its name: throttling, and what passes. */
const passingNames = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  // Not of the SDK, which takes an empty answer for "no item".
  'UnreadableAnswer',
]);

const passingStatuses = new Set([429, 500, 502, 503, 504]);

const passingCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * Whether another try may succeed: what the SDK's standard mode tries again, compared with it in differential.test.ts.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'AbortError') return false;
  return (
    passingNames.has(error.name) ||
    passingStatuses.has(statusOf(error) ?? 0) ||
    passingCodes.has(errorCode(error) ?? '') ||
    // Not of the SDK either: what is not HTTP.
    /^HPE_/.test(errorCode(error) ?? '') ||
    (error.name === 'InvalidSignatureException' && error.message.includes('Signature expired')) ||
    (isRecord(error) && (error.$metadata as Metadata | undefined)?.clockSkewCorrected === true)
  );
}
