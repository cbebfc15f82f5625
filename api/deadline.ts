import { setMaxListeners } from 'node:events';
import { ServiceError } from '../services/errors';

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

/** A signal that ends work shortly before the time is over, and a promise that then answers for it. */
export function deadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  // A batch listens once for each of its calls; Node would warn of a leak at eleven.
  setMaxListeners(0, controller.signal);
  let clear = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      const error = new ServiceError('timeout', 'The answer did not come before the time limit of the request.', {
        retryAfterSeconds: 1,
      });
      controller.abort(error);
      reject(error);
    }, milliseconds);
    clear = () => clearTimeout(timer);
  });
  return { signal: controller.signal, over, clear };
}
