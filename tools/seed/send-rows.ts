import { required } from '../../schema/required';
import type { DomainFact } from '../../schema/facts';
import type { GatewayDefinition } from '../../services/definition';
import type { Operation } from '../../services/operation';
import { Backoff } from '../transfer/backoff';
import { isTemporary } from '../transfer/gateway';
import type { Answer } from '../transfer/gateway';
import { importRows } from '../transfer/import-rows';
import { reasonsOf } from '../transfer/send-batch';
import type { ImportJob } from '../transfer/send-batch';
import type { SeedRow } from './rows';

/** How new items of a domain come into a gateway: many at a time, or one by one. */
export type WayIn = { readonly many: true } | { readonly many: false; readonly operation: Operation };

/** The way in of a domain; undefined where its items come about by other operations alone. */
export function wayIn(domain: DomainFact, { operations }: GatewayDefinition): WayIn | undefined {
  const own = operations.filter((operation) => operation.derived && operation.domain === domain);
  if (own.some(({ body }) => body?.of === 'items')) return { many: true };
  const takesWhole = ({ body }: Operation): boolean => body?.of === 'item' && body.mode === 'whole';
  // One that replaces makes too, where there is nothing yet; one that makes is nearer to what is meant.
  const operation = own.filter(takesWhole).sort((one, other) => Number(one.createOnly) - Number(other.createOnly))[0];
  return operation && { many: false, operation };
}

/** Requests at the same time. */
const concurrency = 4;

/** Sends rows; what became of them is in the tally of the job, why it ended early in its halt. */
export async function sendRows(rows: AsyncIterable<SeedRow>, way: WayIn, job: ImportJob): Promise<void> {
  if (way.many) return importRows(rows, job, concurrency);
  const iterator = rows[Symbol.asyncIterator]();
  const sender = async (): Promise<void> => {
    for (;;) {
      const next = await iterator.next();
      if (next.done || job.halt.signal.aborted) return;
      await sendOne(next.value, way.operation, job);
    }
  };
  await Promise.all(
    Array.from({ length: concurrency }, () => sender().catch((error: unknown) => job.halt.stop(error))),
  );
}

async function sendOne(row: SeedRow, operation: Operation, { gateway, tally, halt }: ImportJob): Promise<void> {
  const { method, path } = operation.route;
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(required(row.body[name], `the ${name} of a row`))),
  );
  // What is there is left as it is.
  const headers: Record<string, string> = operation.createOnly ? { 'if-none-match': '*' } : {};
  const backoff = new Backoff(gateway.patience, halt.signal);
  for (;;) {
    const answer: Answer = await gateway.send(place, row.json, method, headers);
    const { status, body, words } = answer;
    if (status >= 200 && status < 300) return tally.create(row);
    if (status === 409 || status === 412) return tally.meet(row, backoff.triedAgain);
    if (!isTemporary(status) && status !== 401 && status !== 403) return tally.refuse(row, reasonsOf(status, body));
    if (isTemporary(status) && (await backoff.again(answer.wait))) continue;
    if (!halt.signal.aborted) halt.stop(gateway.failure(path, answer));
    return tally.fail(row, words);
  }
}
