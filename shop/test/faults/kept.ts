import { runKept } from '../../../test/kept/run';
import type { KeptOptions } from '../../../test/kept/run';
import { Findings } from './report';
import type { Report } from './report';

/**
 * What is unique, counted, summed, added, in a history or written together, while processes of the gateway are killed and
 * calls go wrong.
 * @throws InvariantBroken
 */
export async function runKeptBeside({ seed, operations, kills }: KeptOptions): Promise<Report> {
  const findings = new Findings('kept', 'tandem', seed);
  const report = await runKept({ seed, operations, kills });
  findings.kills = report.kills;
  findings.faults = report.faults;
  findings.accepted = report.accepted;
  for (const words of report.broken) findings.expect('kept', false, 1, () => words);
  const { refused, repeated, replayed } = report;
  return findings.settle(
    operations,
    `${refused} refused for the value of another, ${repeated} sent again, ${replayed} answers asked for once more`,
    ` --kills ${kills}`,
  );
}
