import { isBadRow } from './row';
import type { GoodRow, Place, Reason, Row } from './row';

/** One thing that went wrong with one row, as it is shown and reported. */
export interface Trouble extends Place {
  /** The key of the row; of two fields it is as in the path of the item. */
  readonly key?: string;
  /** Refused for what stands in the row, or failed although it may be fine. */
  readonly outcome: 'refused' | 'failed';
  /** The path of the field; empty when it is about the row as a whole. */
  readonly field: string;
  readonly reason: string;
}

const shownTroubles = 20;

/** Keeps count of what became of the rows. */
export class Tally {
  created = 0;
  alreadyThere = 0;
  /** Rows of `alreadyThere` that this very run may have created before an answer got lost. */
  perhapsOwn = 0;
  refused = 0;
  failed = 0;
  /** Rows about which the gateway itself has decided: a sign that it works. */
  decided = 0;
  /** Bytes of the file that are done with. */
  done = 0;
  /** How many things went wrong in all: a refused row may have several. */
  troubles = 0;
  private shownFirst: Trouble[] = [];

  constructor(private readonly report: (troubles: readonly Trouble[]) => void = () => undefined) {}

  /** Every row that was read and is decided, whatever became of it. */
  get rows(): number {
    return this.created + this.alreadyThere + this.refused + this.failed;
  }

  /** The troubles that stand first in the file: what is shown must not depend on which batch came back first. */
  get firstTroubles(): readonly Trouble[] {
    return this.shownFirst;
  }

  create(row: GoodRow): void {
    this.created += 1;
    this.decided += 1;
    this.move(row);
  }

  meet(row: GoodRow, perhapsOwn: boolean): void {
    this.alreadyThere += 1;
    this.decided += 1;
    if (perhapsOwn) this.perhapsOwn += 1;
    this.move(row);
  }

  refuse(row: Row, reasons: readonly Reason[]): void {
    this.refused += 1;
    if (!isBadRow(row)) this.decided += 1;
    this.note(row, 'refused', reasons);
  }

  fail(row: GoodRow, reason: string): void {
    this.failed += 1;
    this.note(row, 'failed', [{ field: '', reason }]);
  }

  private note(row: Row, outcome: Trouble['outcome'], reasons: readonly Reason[]): void {
    const { line, element } = row;
    const key = 'key' in row ? row.key : undefined;
    const troubles = reasons.map(({ field, reason }) => ({ line, element, key, outcome, field, reason }));
    this.troubles += troubles.length;
    const lastShown = this.shownFirst.at(-1);
    if (!lastShown || this.shownFirst.length < shownTroubles || inFile(row, lastShown) < 0) {
      this.shownFirst = [...this.shownFirst, ...troubles].sort(inFile).slice(0, shownTroubles);
    }
    this.report(troubles);
    this.move(row);
  }

  private move(row: Row): void {
    this.done = Math.max(this.done, row.end);
  }
}

/** The order of two places in the file. */
const inFile = (one: Place, other: Place): number => one.line - other.line || (one.element ?? 0) - (other.element ?? 0);
