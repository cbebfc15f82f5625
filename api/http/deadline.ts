import { setMaxListeners } from 'node:events';
import { ServiceError } from '../../services/errors';

/**
 * The milliseconds that are kept for the answer: half a second is promised, and a tenth more lets the promise hold on a
 * machine that is late with its timers.
 */
export const reserve = 600;

/** A time limit under way. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects when the time is over. */
  readonly over: Promise<never>;
  clear(): void;
}

/**
 * A signal that ends work, and a promise that answers for it when the time is over.
 * @param milliseconds how long until the promise rejects
 * @param grace how long before that the signal ends the work, so that it can still say itself what it has done
 */
export function deadline(milliseconds: number, grace = 0): Deadline {
  const controller = new AbortController();
  // A batch listens once for each of its calls; Node would warn of a leak at eleven.
  setMaxListeners(0, controller.signal);
  let clear = (): void => undefined;
  // An error is made only when it is needed: its stack would be the dearest part of a good request.
  let error: ServiceError | undefined;
  const timeoutError = (): ServiceError =>
    (error ??= new ServiceError('timeout', 'The answer did not come before the time limit of the request.', {
      retryAfterSeconds: 1,
    }));
  const over = new Promise<never>((_, reject) => {
    // One timer at a time: each has its price, and nearly every request ends before the first.
    let timer = setTimeout(
      () => {
        timer = setTimeout(() => reject(timeoutError()), Math.min(grace, milliseconds));
        controller.abort(timeoutError());
      },
      Math.max(0, milliseconds - grace),
    );
    clear = () => clearTimeout(timer);
  });
  return { signal: controller.signal, over, clear };
}
