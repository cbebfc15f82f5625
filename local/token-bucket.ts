import type { RequestRate } from '../services/limits';

/**
 * The token bucket by which API Gateway limits requests: each takes a token, the rate puts tokens back, and the burst
 * is what the bucket holds (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
 * @param now milliseconds of a clock that never goes back
 * @returns takes a token if there is one, and says whether there was
 */
export function tokenBucket({ perSecond, burst }: RequestRate, now: () => number): () => boolean {
  let tokens = burst;
  let refilledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - refilledAt) / 1000) * perSecond);
    refilledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
