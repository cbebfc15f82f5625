import type { LogEntry } from '../api/logger';
import type { GatewayOptions } from '../api/options';
import { isRecord } from '../schema/guards';
import { pageOf } from '../services/context';
import type { Page } from '../services/context';
import { readUnits } from '../services/limits';
import type { Operation } from '../services/operation';
import { unitsOfPage } from '../services/read-budget';
import type { Answer } from './answer';
import { charged, compare, counted, holdToBudget, within } from './charges';

const watched = new WeakSet<Operation>();

/** Compares what these operations tell of their lists with what DynamoDB has charged for each, counts included. */
export function watchCosts(operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (watched.has(operation) || operation.gives.as !== 'page') continue;
    watched.add(operation);
    const run = operation.run.bind(operation);
    Object.assign(operation, {
      run: (...given: Parameters<typeof run>) =>
        counted(async (charges) => {
          const page = pageOf(await run(...given));
          const comparePage = (): void =>
            compare(`list ${operation.name}`, page.explain().capacityUnits, charges.units);
          comparePage();
          const count: Page['count'] = () =>
            within(charges, async () => {
              const total = await page.count();
              comparePage();
              return total;
            });
          return { ...page, count };
        }),
    });
  }
}

/** Compares what the log tells of a request with what was charged for it. A request out of time may still be read for. */
export function checkLogged({ message, operation, capacityUnits, status }: LogEntry): void {
  const charges = charged();
  if (message !== 'request' || charges === undefined || Number(status) >= 500) return;
  compare(`log ${String(operation)}`, Number(capacityUnits), charges.units);
}

/** Holds a request to its budget, and compares the cost that a GraphQL answer tells. */
export function checkTold({ text }: Pick<Answer, 'text'>, limits: GatewayOptions['readUnits'] = readUnits): void {
  const charges = charged();
  if (charges === undefined) return;
  holdToBudget('request', charges, limits.signedIn, unitsOfPage);
  if (!text.includes('"extensions":{')) return;
  const answer: unknown = JSON.parse(text);
  const { cost } = isRecord(answer) && isRecord(answer.extensions) ? answer.extensions : {};
  if (isRecord(cost)) compare('GraphQL', Number(cost.cost), charges.reads);
}
