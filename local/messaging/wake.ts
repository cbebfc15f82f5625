/** A sleep that somebody may end; a call between two sleeps ends the next one. */
export class Wake {
  private isWanted = false;
  private end: (() => void) | undefined;

  now(): void {
    this.isWanted = true;
    this.end?.();
  }

  /** Sleeps for the time, forever when it is left out, until the signal or `now` ends it. */
  async wait(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
    if (!this.isWanted) await this.sleep(milliseconds, signal);
    this.isWanted = false;
  }

  private async sleep(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.end = resolve;
      signal.addEventListener('abort', this.end, { once: true });
      // A longer timer would fire at once (Node, setTimeout); waking up early does no harm.
      if (milliseconds !== undefined) timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
    });
    clearTimeout(timer);
    if (this.end) signal.removeEventListener('abort', this.end);
    this.end = undefined;
  }
}
