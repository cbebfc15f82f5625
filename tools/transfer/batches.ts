import type { GoodRow } from './row';

/** What the gateway takes in one request, and how much of it is sensible. */
export const batchLimits = { items: 100, bytes: 1_000_000 } as const;

const opening = '{"items":[';
const closing = ']}';

/** Gathers rows until the next one would not fit into the same request. */
export class BatchBuilder {
  private rows: GoodRow[] = [];
  private bytes = opening.length + closing.length;

  /** Takes a row; gives the batch that was full before it. */
  add(row: GoodRow): GoodRow[] | undefined {
    const size = Buffer.byteLength(row.json) + 1;
    const isFull = this.rows.length === batchLimits.items || this.bytes + size > batchLimits.bytes;
    const full = isFull ? this.take() : undefined;
    this.rows.push(row);
    this.bytes += size;
    return full;
  }

  /** The rows that are left; none when there are none. */
  take(): GoodRow[] | undefined {
    const { rows } = this;
    this.rows = [];
    this.bytes = opening.length + closing.length;
    return rows.length > 0 ? rows : undefined;
  }
}

/** The body of a batch request, with every row exactly as it stands in the file. */
export function batchBody(rows: readonly GoodRow[]): string {
  return opening + rows.map((row) => row.json).join(',') + closing;
}
