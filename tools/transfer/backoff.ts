import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how patiently something is tried again. */
export interface Patience {
  /** Tries in all, the first included. */
  readonly tries: number;
  /** Milliseconds: the widest first wait, doubled for each further one up to `widest`. */
  readonly first: number;
  readonly widest: number;
  /** A longer `Retry-After` than this is not waited for. */
  readonly longestAsked: number;
}

/** Eight tries wait at most 23 s in all, about half of it on average: longer than a restart of the gateway. */
export const usualPatience: Patience = { tries: 8, first: 200, widest: 10_000, longestAsked: 120_000 };

/** Counts the tries of one job and waits between them. */
export class Backoff {
  private tried = 1;

  constructor(
    private readonly patience: Patience,
    private readonly stop: AbortSignal,
  ) {}

  get triedAgain(): boolean {
    return this.tried > 1;
  }

  /**
   * Waits for the next try with full jitter, at least as long as the server asked.
   * Answers false when there is none, because the tries are used up or somebody stopped it.
   */
  async again(requestedSeconds = 0): Promise<boolean> {
    const { tries, longestAsked } = this.patience;
    if (this.tried >= tries || requestedSeconds > longestAsked || this.stop.aborted) return false;
    // https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    const jitter = Math.random() * widestWait(this.tried, this.patience);
    this.tried += 1;
    // The jitter comes on top of what was asked: all who got the same Retry-After would return together.
    return sleep(requestedSeconds + jitter, true, { signal: this.stop }).catch(() => false);
  }
}

/** The most milliseconds to wait after so many tries: twice as many each time, up to a limit. */
export function widestWait(tried: number, { first, widest }: Patience): number {
  return Math.min(widest, first * 2 ** (tried - 1));
}

/** Milliseconds to wait by a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
