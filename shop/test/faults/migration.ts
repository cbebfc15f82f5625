import { mostPages, runMigration } from '../../../test/migration/run';
import { Findings } from './report';
import type { Report } from './report';

/** How a table is filled in. */
export interface MigrationRun {
  readonly seed: number;
  /** Items in the table. */
  readonly items: number;
  /** How often the program of the backfills is ended with -9. */
  readonly kills: number;
}

/**
 * Three backfills of one table by `npm run migrate`, which is killed again and again, while eight clients write to it,
 * half of them through the release before.
 * @throws InvariantBroken
 */
export async function runMigrations({ seed, items, kills }: MigrationRun): Promise<Report> {
  const findings = new Findings('migration', 'tandem', seed);
  const report = await runMigration({ seed, items, kills, writers: 8 });
  findings.kills = report.kills;
  findings.accepted = report.accepted;
  for (const words of report.broken) findings.expect('filled', false, 1, () => words);
  const most = mostPages(items, kills, report.passes);
  findings.expect(
    'resumed',
    report.kills === kills && report.pages <= most,
    1,
    () => `It was killed ${report.kills} times and read ${report.pages} pages, where ${most} are enough.`,
  );
  const { lists, pages, passes, memory } = report;
  return findings.settle(
    items,
    `${lists} lists meanwhile, ${pages} pages read in ${passes} passes, the program took at most ${Math.round(memory)} MB`,
    ` --kills ${kills}`,
  );
}
