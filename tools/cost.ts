import type { Plan } from '../tables/planner';
import prices from '../services/prices.json';

/** What a page is assumed to look like. */
export interface Assumption {
  /** Items in the page. */
  readonly limit: number;
  readonly itemBytes: number;
  /** The share of the examined items that meets a filter which is checked after reading. */
  readonly matching: number;
  readonly readBudget: number;
}

/** What reading one page takes, and a million of them cost in US dollars. */
export interface Cost {
  readonly calls: number;
  readonly examined: number;
  readonly readUnits: number;
  readonly dynamodb: number;
  readonly lambda: number;
  readonly restApi: number;
}

/** A list takes about 25 ms of a function with 1 GB. */
const lambdaGigabyteSeconds = 0.025;

/** Bytes of one read unit: 4 KB read consistently, or 8 KB eventually. */
const consistentUnit = 4096;
const eventualUnit = 8192;

/** The cost of a page of a plan. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
export function costOf({ path, residual }: Plan, { limit, itemBytes, matching, readBudget }: Assumption): Cost {
  const filtered = !('all' in residual && residual.all.length === 0);
  const itemsRead = filtered ? Math.min(readBudget, Math.ceil((limit + 1) / matching)) : limit + 1;
  const calls = path.kind === 'keys' ? Math.min(1, path.keys.length) : path.kind === 'query' ? path.values.length : 1;
  const examined = path.kind === 'keys' ? path.keys.length : Math.max(itemsRead, calls);
  const readUnits =
    path.kind === 'keys'
      ? examined * Math.ceil(itemBytes / consistentUnit)
      : Math.max(0.5 * calls, Math.ceil((examined * itemBytes) / (eventualUnit / 2)) / 2);
  const { dynamodbReadRequestUnits, lambdaRequests, lambdaArmGigabyteSeconds, restApiRequests } = prices.perMillion;
  return {
    calls,
    examined,
    readUnits,
    dynamodb: readUnits * dynamodbReadRequestUnits,
    lambda: lambdaRequests + lambdaGigabyteSeconds * lambdaArmGigabyteSeconds,
    restApi: restApiRequests,
  };
}
