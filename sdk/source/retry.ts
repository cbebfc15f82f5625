import { TandemError } from './errors.ts';
import type { ErrorCode } from './errors.ts';

/** Milliseconds: the longest first wait, and the longest wait of all. */
const firstWait = 200;
const longestWait = 5_000;

/** Seconds; whoever is told to wait longer than that had better tell the user. */
const longestRetryAfter = 30;

/** After the errors of these codes nothing has happened, so that anything can be sent again. */
const refused: readonly ErrorCode[] = ['too-many-requests'];

/** After the errors of these codes something may have happened. */
const uncertain: readonly ErrorCode[] = [
  'network',
  'no-answer',
  'unavailable',
  'timeout',
  'idempotency-key-in-progress',
];

/**
 * Tries a few times, with waits that double and are spread over their whole length ("full jitter"), so that clients
 * which failed together do not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param isSafe whether the work has one effect however often it is done
 */
export async function withRetries<Result>(
  work: () => Promise<Result>,
  { retries, isSafe, signal }: { readonly retries: number; readonly isSafe: boolean; readonly signal?: AbortSignal },
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= retries || !(error instanceof TandemError)) throw error;
      // 502 is what a proxy answers for a gateway that ended before it did: https://www.rfc-editor.org/rfc/rfc9110#section-15.6.3
      const isUncertain = uncertain.includes(error.code) || error.status === 502;
      if (!refused.includes(error.code) && !(isSafe && isUncertain)) throw error;
      const { retryAfterSeconds = 0 } = error;
      if (retryAfterSeconds > longestRetryAfter) throw error;
      const spread = Math.random() * Math.min(longestWait, firstWait * 2 ** attempt);
      await pause(retryAfterSeconds * 1000 + spread, signal);
    }
  }
}

/** Lets time pass. @throws the reason of the signal when it ends the wait */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish, { once: true });
  });
  signal?.throwIfAborted();
}
