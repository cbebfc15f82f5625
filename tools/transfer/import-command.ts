import { exitCodes } from './command';
import type { Command, Console, ExitCode } from './command';
import { domainInput } from './domain-input';
import { gatewayOf } from './command-options';
import type { Gateway, GatewayOptions } from './gateway';
import { Halt } from './halt';
import { importHelp, importOptions } from './import-options';
import type { ImportOptions } from './import-options';
import { importRows } from './import-rows';
import { count, Progress, rate } from './progress';
import { findSource, readRows } from './read-rows';
import type { Source } from './read-rows';
import { Tally } from './tally';
import { openReport, troubleTable } from './troubles';

/** `npm run import`; tests may ask for less patience. */
export function importCommand(patience?: GatewayOptions['patience']): Command {
  return async (words, console) => {
    const options = importOptions(words);
    if (options) return runImport(options, gatewayOf({ ...options, patience }), console);
    console.output.write(importHelp);
    return exitCodes.ok;
  };
}

async function runImport(options: ImportOptions, gateway: Gateway, console: Console): Promise<ExitCode> {
  const { domain, dryRun } = options;
  const source = await findSource(options.file);
  // Asked first, so that nothing is opened or sent when nobody is there.
  const input = domainInput(await gateway.read('/openapi.json', console.interrupted, false), domain);
  const report = options.report === undefined ? undefined : openReport(options.report, options.file);
  const tally = new Tally((troubles) => report?.write(troubles));
  const halt = new Halt(console.interrupted);
  const progress = showProgress(console, tally, source);
  try {
    await importRows(readRows(source, input), { gateway, domain, dryRun, tally, halt }, options.concurrency);
  } finally {
    progress.end();
    report?.close();
  }
  console.output.write(summary(tally, progress.seconds, options));
  return ending(tally, halt, console);
}

function showProgress(console: Console, tally: Tally, { size }: Source): Progress {
  const progress = new Progress(console.problems, () => ({
    rows: tally.rows,
    refused: tally.refused,
    failed: tally.failed,
    done: tally.done,
    size,
  }));
  console.interrupted.addEventListener('abort', () =>
    progress.say('Stopping: what is in flight is finished first. Ctrl-C once more ends at once.'),
  );
  return progress;
}

function summary(tally: Tally, seconds: number, { dryRun, report }: ImportOptions): string {
  const lines: string[] = [];
  if (tally.firstTroubles.length > 0) {
    lines.push('', troubleTable(tally.firstTroubles), '');
    const notShown = tally.troubles - tally.firstTroubles.length;
    const where = report === undefined ? 'see all of them with --report <file>' : `all of them are in ${report}`;
    if (notShown > 0) lines.push(`  and ${count(notShown)} more; ${where}`, '');
  }
  const counts = [
    `${count(tally.rows)} read`,
    `${count(tally.created)} ${dryRun ? 'would be created' : 'created'}`,
    `${count(tally.alreadyThere)} already there`,
    `${count(tally.refused)} refused`,
    `${count(tally.failed)} failed`,
  ];
  lines.push(`${counts.join(', ')} in ${seconds.toFixed(1)} s (${rate(tally.rows, seconds)})`);
  if (tally.perhapsOwn > 0) {
    lines.push(
      `${count(tally.perhapsOwn)} of those already there may have been created by this run: their request had to be repeated.`,
    );
  }
  if (dryRun) lines.push('Nothing was written (--dry-run).');
  return `${lines.join('\n')}\n`;
}

function ending(tally: Tally, halt: Halt, console: Console): ExitCode {
  const resume = 'The same command again completes the rest: what is already there is skipped.';
  if (halt.reason) {
    const isUsage = halt.reason.exitCode === exitCodes.usage;
    console.problems.write(`${halt.reason.message}\n${isUsage ? '' : `The import stopped there. ${resume}\n`}`);
    return halt.reason.exitCode;
  }
  if (halt.interrupted.aborted) {
    console.problems.write(`Interrupted. ${resume}\n`);
    return exitCodes.interrupted;
  }
  return tally.refused + tally.failed > 0 ? exitCodes.incomplete : exitCodes.ok;
}
