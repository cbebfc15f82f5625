import { problemFor, problemOf, ServiceError } from './errors';

/** A steady rate with room for a burst, as API Gateway limits the requests of a stage. */
export interface RequestRate {
  /** Requests a second in the long run: so many tokens come into the bucket. */
  readonly perSecond: number;
  /** Requests at once after a quiet time: so many tokens the bucket holds. */
  readonly burst: number;
}

/**
 * The rate of each stage, read by the stack for API Gateway and by `npm start`. At 20 ms a request, 1000 a second keep
 * 20 functions busy, well below the 1000 that an account may run at once; a development stage is for a few people.
 */
export const requestRates = {
  dev: { perSecond: 100, burst: 200 },
  prod: { perSecond: 1000, burst: 2000 },
} as const satisfies Record<string, RequestRate>;

/**
 * The classes of requests that have a rate of their own: `all` for the whole stage, the others for each route that does a
 * write, takes a batch, or may wait for a change.
 */
export type RateClass = 'all' | 'write' | 'batch' | 'feed';

/** The rate of each class. */
export type Rates = Readonly<Record<RateClass, RequestRate>>;

/**
 * The rates of a stage that takes so many requests in all. A write costs five times as much as a read, and a batch holds
 * up to a hundred of them. A request that waits costs little, but holds an execution of the function for 20 seconds: five
 * a second, with a burst of twenty, are 120 of the 200 executions of production.
 */
export function ratesOf(all: RequestRate): Rates {
  const part = (perSecond: number, burst = perSecond): RequestRate => ({
    perSecond: all.perSecond / perSecond,
    burst: Math.max(1, Math.ceil(all.burst / burst)),
  });
  return { all, write: part(5), batch: part(50), feed: part(200, 100) };
}

/**
 * The read units that one request may take of DynamoDB, all its fields together. A partition of a table or an index gives
 * 3,000 a second, to all callers together: no request takes them alone, and six of the anonymous ones are needed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 * A page of 100 items with two relations takes some 200, and a search through 10,000 items of 600 bytes some 730.
 */
export const readUnits = { signedIn: 2000, anonymous: 500 } as const;

const detail = 'Too many requests came at once. Wait a second and send this one again.';
const problem = problemOf(new ServiceError('too-many-requests', detail));

/**
 * The answer beyond the rate. API Gateway gives it without the function and has one text for all paths, so one body
 * serves both faces: a problem document (RFC 9457) whose only error is a GraphQL error too. All rates but the slowest
 * bring a new token within a second.
 */
export const tooManyRequests = {
  status: problem.status,
  headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
  body: JSON.stringify({
    ...problem,
    errors: [
      {
        pointer: '',
        detail,
        message: detail,
        extensions: { code: problemFor('too-many-requests').graphql, type: problem.type },
      },
    ],
  }),
} as const;
