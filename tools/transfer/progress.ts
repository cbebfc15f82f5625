import type { Screen } from './command';

/** How far a transfer is. */
export interface Standing {
  readonly rows: number;
  readonly refused: number;
  readonly failed: number;
  /** Bytes done, and of how many; 0 where that is not known. */
  readonly done: number;
  readonly size: number;
  readonly seconds: number;
}

// Narrow enough for a million rows in a terminal of 80 columns.
const barWidth = 16;

// A bar that moves ten times a second looks smooth; a log wants a line now and then.
const barEvery = 100;
const lineEvery = 5_000;

/** Shows how far a transfer is: a bar that is drawn again in a terminal, a plain line now and then elsewhere. */
export class Progress {
  private readonly isBar: boolean;
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly screen: Screen,
    private readonly standing: () => Omit<Standing, 'seconds'>,
  ) {
    this.isBar = screen.isTTY === true && process.env.TERM !== 'dumb';
    this.timer = setInterval(() => this.draw(), this.isBar ? barEvery : lineEvery);
    this.timer.unref();
  }

  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** Writes a line above the bar. */
  say(words: string): void {
    this.clear();
    this.screen.write(`${words}\n`);
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    const words = describeStanding({ ...this.standing(), seconds: this.seconds }, this.isBar);
    // A bar that wraps could not be drawn over.
    if (this.isBar) this.screen.write(`\r${words.slice(0, (this.screen.columns || 80) - 1)}\u001b[K`);
    else this.screen.write(`${words}\n`);
  }

  private clear(): void {
    if (this.isBar) this.screen.write('\r\u001b[K');
  }
}

/** A standing in words: share, rows, rate, refusals, time left. */
export function describeStanding({ rows, refused, failed, done, size, seconds }: Standing, withBar: boolean): string {
  const share = size > 0 ? Math.min(1, done / size) : undefined;
  const secondsLeft = share ? (seconds / share) * (1 - share) : undefined;
  return [
    share !== undefined && withBar && `[${'#'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '-')}]`,
    share !== undefined && `${Math.floor(share * 100)}%`.padStart(withBar ? 4 : 0),
    `${count(rows)} rows`,
    `${rate(rows, seconds)}`,
    (size > 0 || refused > 0) && `${count(refused)} refused`,
    failed > 0 && `${count(failed)} failed`,
    secondsLeft !== undefined && `${clock(secondsLeft)} left`,
  ]
    .filter((part) => part !== false)
    .join('  ');
}

/** A number as people read it: 12,300. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Rows in a second. */
export function rate(rows: number, seconds: number): string {
  return `${count(seconds > 0 ? rows / seconds : 0)} rows/s`;
}

function clock(seconds: number): string {
  const wholeSeconds = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(wholeSeconds / 3600), Math.floor(wholeSeconds / 60) % 60];
  const restSeconds = String(wholeSeconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${restSeconds}` : `${minutes}:${restSeconds}`;
}
