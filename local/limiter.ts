import { fitsPath } from '../schema/channels';
import type { Rates } from '../services/limits';
import type { Route } from '../services/routes';
import { tokenBucket } from './token-bucket';

/** What API Gateway holds requests to: the rates of a stage, and the routes that have one of their own. */
export interface EdgeLimits {
  readonly rates: Rates;
  readonly routes: readonly Route[];
}

/**
 * Holds requests to the rates of a stage: each route with a rate of its own has a bucket of its own, as the method
 * settings of the stage say, and all of them share that of the stage.
 * @param now milliseconds of a clock that never goes back
 * @returns whether a request may pass, by its method and its target
 */
export function limiterOf(
  { rates, routes }: EdgeLimits,
  now: () => number,
): (method: string, target: string) => boolean {
  const ofStage = tokenBucket(rates.all, now);
  const limited = routes
    .filter(({ method }) => method !== 'ANY')
    .toSorted((left, right) => parameters(left) - parameters(right))
    .map((route) => ({ ...route, take: route.rate === 'all' ? () => true : tokenBucket(rates[route.rate], now) }));
  return (method, target) => {
    const path = pathOf(target);
    const route = limited.find((candidate) => candidate.method === method && fitsPath(candidate.path, path));
    return (route?.take() ?? true) && ofStage();
  };
}

const parameters = ({ path }: Route): number => path.split('{').length;

/** The path that a target leads to, however it is spelled: a spelling must not be a way around a rate. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '').replace(/\?.*$/s, '');
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}
