/** What every run promises; the numbers are those of the fault plan. */
export const invariants = {
  answered: 'Every client is finally answered 202.',
  doubled: 'I1: no checkout becomes two orders.',
  lost: 'I1: every accepted checkout is an order.',
  unasked: 'I1: no order is there without an accepted checkout.',
  same: 'I1: every answer to one checkout is the same.',
  content: 'I2: an order is one version of its basket at the prices of the catalogue.',
  basket: 'I2: a basket is gone if, and only if, its order is there.',
  stock: 'I2: the stock is what it was, less what was sold.',
  counted: 'I3: every write that was accepted counts.',
  codes: 'I3: who loses a race is told so with a documented code.',
  event: 'I5: every event is delivered at least once.',
  order: 'I5: the events of one key are first delivered in their order.',
  once: 'I5: an order is announced and placed once.',
  told: 'I5: every version of a product is told once.',
  placed: 'I5: every order is placed once the messages are worked off.',
  poison: 'I6: every poison message is a dead letter, once and byte for byte, and nothing else is.',
  redrive: 'I6: what is sent again after the mend is placed, once.',
  leaks: 'I7: no answer shows our insides.',
  whole: 'I8: a failed request has changed nothing, or all.',
  filled: 'While a table is filled in, no write is lost and no list is wrong, then and afterwards.',
  resumed: 'A backfill that is killed goes on where it was.',
  kept: 'What is kept beside items, and what is written together, is what was answered.',
  refused: 'OWASP API4: every request of a hostile caller is answered with a status that is expected.',
  slow: 'OWASP API4: a checkout beside a hostile caller takes less than three times as long, at the 99th percentile.',
  card: 'No card number is in a table, an event or a log.',
} as const;

/** The name of a promise. */
export type Invariant = keyof typeof invariants;

/** What a run has done. */
export interface Report {
  readonly suite: string;
  readonly subject: string;
  readonly seed: number;
  readonly trials: number;
  readonly kills: number;
  readonly faults: number;
  readonly accepted: number;
  readonly doubled: number;
  readonly lost: number;
  readonly gaveUp: number;
  readonly seconds: number;
  /** What the suite has to say beside the figures. */
  readonly remarks?: string;
}

interface Breach {
  readonly invariant: Invariant;
  readonly trial: number;
  readonly words: string;
}

/** Thrown by a run that finds a promise broken: names the seed, the trial and the calls that led there. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  constructor(
    message: string,
    readonly invariants: readonly Invariant[],
    readonly seed: number,
    readonly trial: number,
    readonly report: Report,
  ) {
    super(message);
  }
}

/** Counts what happens in a run and remembers, by trial, the calls that a broken promise must be explained with. */
export class Findings {
  kills = 0;
  faults = 0;
  accepted = 0;
  gaveUp = 0;
  private readonly started = performance.now();
  private readonly breaches: Breach[] = [];
  private readonly lines = new Map<number, string[]>();

  constructor(
    readonly suite: string,
    readonly subject: string,
    readonly seed: number,
  ) {}

  /** Remembers what has happened in a trial. */
  note(trial: number, line: string): void {
    const lines = this.lines.get(trial) ?? [];
    lines.push(line);
    this.lines.set(trial, lines);
  }

  /** Remembers that a promise is broken unless it holds. */
  expect(invariant: Invariant, holds: boolean, trial: number, words: () => string): void {
    if (!holds) this.breaches.push({ invariant, trial, words: words() });
  }

  private count(invariant: Invariant): number {
    return this.breaches.filter((breach) => breach.invariant === invariant).length;
  }

  report(trials: number, remarks?: string): Report {
    const { suite, subject, seed, kills, faults, accepted, gaveUp } = this;
    const [doubled, lost] = [this.count('doubled') + this.count('once'), this.count('lost') + this.count('event')];
    const seconds = Math.round((performance.now() - this.started) / 100) / 10;
    return { suite, subject, seed, trials, kills, faults, accepted, doubled, lost, gaveUp, seconds, remarks };
  }

  /** Ends the run. @param replay what else the command must say to run it again @throws InvariantBroken */
  settle(trials: number, remarks?: string, replay = ''): Report {
    const report = this.report(trials, remarks);
    const [first] = this.breaches;
    if (!first) return report;
    const names = [...new Set(this.breaches.map(({ invariant }) => invariant))];
    const shown = this.breaches.slice(0, 10).map(({ invariant, trial, words }) => {
      return `- trial ${trial}: ${invariants[invariant]} ${words}`;
    });
    const { suite, subject, seed } = this;
    const control = subject === 'tandem' ? '' : ` --subject ${subject}`;
    const message = [
      `${suite} (${subject}), seed ${seed}: ${this.breaches.length} broken promises.`,
      ...shown,
      `The calls of trial ${first.trial}:`,
      ...(this.lines.get(first.trial) ?? ['  none were noted']).slice(-60).map((line) => `  ${line}`),
      `Replay: npm run test:faults -- --suite ${suite} --seed ${seed} --trials ${trials}${replay}${control}`,
    ].join('\n');
    throw new InvariantBroken(message, names, seed, first.trial, report);
  }
}

const columns = [
  'suite',
  'subject',
  'trials',
  'kills',
  'faults',
  'accepted',
  'doubled',
  'lost',
  'gaveUp',
  'seconds',
  'seed',
] as const;

/** The reports as the rows of a Markdown table, the verdict last. */
export function table(rows: readonly { readonly report: Report; readonly verdict: string }[]): string {
  const head = [...columns.map((name) => (name === 'gaveUp' ? 'gave up' : name)), 'verdict'];
  const cells = rows.map(({ report, verdict }) => [...columns.map((name) => String(report[name])), verdict]);
  const widths = head.map((name, at) =>
    Math.max(...[name, ...cells.map((row) => row[at]!)].map(({ length }) => length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at > 1 && at < columns.length ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join('\n');
}
