import { BatchBuilder } from './batches';
import { isBadRow } from './row';
import type { GoodRow, Row } from './row';
import { sendBatch } from './send-batch';
import type { ImportJob } from './send-batch';

/**
 * Sends rows in batches, a few at a time, reading no further ahead than that. Comes back when nothing is in flight any
 * more; what happened is in the tally, why it ended early in the halt.
 */
export async function importRows(rows: AsyncIterable<Row>, job: ImportJob, concurrency: number): Promise<void> {
  const { halt, tally } = job;
  const inFlight = new Set<Promise<void>>();
  const builder = new BatchBuilder();

  async function dispatch(batch: readonly GoodRow[] | undefined): Promise<void> {
    while (inFlight.size >= concurrency) await Promise.race(inFlight);
    if (!batch || halt.signal.aborted) return;
    const sending: Promise<void> = sendBatch(batch, job)
      .catch((error: unknown) => halt.stop(error))
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
  }

  try {
    for await (const row of rows) {
      if (halt.signal.aborted) break;
      if (isBadRow(row)) tally.refuse(row, row.reasons);
      else {
        const full = builder.add(row);
        if (full) await dispatch(full);
      }
    }
    await dispatch(builder.take());
  } catch (error) {
    halt.stop(error);
  }
  await Promise.all(inFlight);
}
