import { parseArgs } from 'node:util';
import { startEngine } from '../../../local/engine';
import { runCheckouts } from './checkout';
import { runExhaustively } from './exhaustive';
import { runHostile } from './hostile';
import { runJourney } from './journey';
import { runKeptBeside } from './kept';
import { runMessages } from './messages';
import { runMigrations } from './migration';
import { removeFolders } from './processes';
import { races, runRace } from './races';
import { runRelay } from './relay';
import { InvariantBroken, table } from './report';
import type { Report } from './report';
import type { Subject } from './subject';
import { subjectNamed } from './subjects';

// The program behind `npm run test:faults`: the long runs of the fault suites, one table at the end. It exits with 1
// when a promise is broken. `-- --suite checkout --seed 123 --trials 50` runs one of them as a failure's message says,
// `-- --share 0.1` a tenth of the trials of each, `-- --subject naive` the negative control, which must fail.

/** One long run; the trials may be given by hand. */
interface Long {
  readonly suite: string;
  readonly seeds: readonly number[];
  readonly trials: number;
  readonly run: (seed: number, trials: number, subject: Subject, kills?: number) => Promise<Report>;
}

const threeSeeds = [1, 2, 3];

const suites: readonly Long[] = [
  {
    suite: 'checkout',
    seeds: threeSeeds,
    trials: 1_000,
    run: async (seed, trials, subject, kills = 20) => runCheckouts({ seed, trials, subject, messagingKills: kills }),
  },
  { suite: 'exhaustive', seeds: [0], trials: 1, run: async (_seed, _trials, subject) => runExhaustively({ subject }) },
  ...races.flatMap((race) =>
    [1, 3].map((gateways): Long => ({
      suite: `race-${race}`,
      seeds: [gateways],
      trials: 100,
      run: async (seed, trials, subject) => runRace({ seed, race, rounds: trials, gateways, subject }),
    })),
  ),
  {
    suite: 'messages',
    seeds: threeSeeds,
    trials: 1_000,
    run: async (seed, trials, subject) => runMessages({ seed, trials, subject }),
  },
  {
    suite: 'relay',
    seeds: threeSeeds,
    trials: 1_000,
    // One kill for ten events.
    run: async (seed, trials, subject, kills = Math.ceil(trials / 10)) => runRelay({ seed, trials, kills, subject }),
  },
  {
    suite: 'journey',
    seeds: threeSeeds,
    trials: 100,
    run: async (seed, trials, subject) => runJourney({ seed, baskets: trials, subject }),
  },
  // What fills a table in is always the product, and a trial is an item of the table.
  {
    suite: 'migration',
    seeds: [1],
    trials: 100_000,
    run: async (seed, trials, _subject, kills = 20) => runMigrations({ seed, items: trials, kills }),
  },
  // Members, tasks and accounts of the product: a trial is a request that is sent until it is answered.
  {
    suite: 'kept',
    seeds: [1],
    trials: 10_000,
    run: async (seed, trials, _subject, kills = 50) => runKeptBeside({ seed, operations: trials, kills }),
  },
  // `npm start` is always the product.
  { suite: 'hostile', seeds: [1], trials: 300, run: async (seed, trials) => runHostile({ seed, trials, seconds: 60 }) },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string' },
      seed: { type: 'string' },
      trials: { type: 'string' },
      kills: { type: 'string' },
      share: { type: 'string', default: '1' },
      subject: { type: 'string', default: 'tandem' },
    },
  });
  const chosen = suites.filter(({ suite }) => values.suite === undefined || suite === values.suite);
  if (chosen.length === 0) {
    throw new Error(`There are the suites ${[...new Set(suites.map(({ suite }) => suite))].join(', ')}.`);
  }
  const subject = subjectNamed(values.subject);
  const engine = process.env.TEST_ENGINE === undefined ? await startEngine() : undefined;
  if (engine) process.env.TEST_ENGINE = engine.endpoint;
  const rows: { report: Report; verdict: string }[] = [];
  try {
    for (const { suite, seeds, trials, run } of chosen) {
      for (const seed of values.seed === undefined ? seeds : [Number(values.seed)]) {
        const row = await outcome(
          run(
            seed,
            Number(values.trials ?? Math.ceil(trials * Number(values.share))),
            subject,
            values.kills === undefined ? undefined : Number(values.kills),
          ),
        );
        rows.push(row);
        // The table comes at the end; half an hour without a word would be long.
        const { kills, faults, accepted, seconds } = row.report;
        const figures = `${kills} kills, ${faults} faults, ${accepted} accepted`;
        process.stderr.write(`${suite}, seed ${seed}: ${row.verdict} after ${seconds} s (${figures})\n`);
      }
    }
  } finally {
    removeFolders();
    await engine?.stop();
  }
  process.stdout.write(`${table(rows)}\n`);
  for (const { report } of rows) {
    if (report.remarks) process.stdout.write(`${report.suite}, seed ${report.seed}: ${report.remarks}.\n`);
  }
  process.exitCode = rows.every(({ verdict }) => verdict === 'kept') ? 0 : 1;
}

async function outcome(run: Promise<Report>): Promise<{ report: Report; verdict: string }> {
  try {
    return { report: await run, verdict: 'kept' };
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { report: error.report, verdict: `BROKEN: ${error.invariants.join(', ')}` };
  }
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
