import { ownedFields } from '../../schema/facts';
import { listOf } from '../../schema/guards';
import { CommandError, exitCodes } from './command';
import type { Command, Console, ExitCode } from './command';
import { toFile, toStream } from './destination';
import { exportHelp, exportOptions } from './export-options';
import type { ExportOptions } from './export-options';
import { gatewayOf } from './command-options';
import { readOnlyIn } from './domain-input';
import type { Gateway, GatewayOptions } from './gateway';
import { pages } from './pages';
import type { Item } from './pages';
import { count, Progress, rate } from './progress';

const owned = new Set(ownedFields.map((field) => field.name));

/** `npm run export`; tests may ask for less patience. */
export function exportCommand(patience?: GatewayOptions['patience']): Command {
  return async (words, console) => {
    const options = exportOptions(words);
    if (options) return runExport(options, gatewayOf({ ...options, patience }), console);
    console.output.write(exportHelp);
    return exitCodes.ok;
  };
}

async function runExport(options: ExportOptions, gateway: Gateway, console: Console): Promise<ExitCode> {
  const { domain, output, all } = options;
  const { problems, interrupted } = console;
  const destination = output === undefined ? toStream(console.output) : await toFile(output);
  if (output === undefined && !console.output.isTTY) warnOfBanner(console);
  const kept = all ? new Set<string>() : new Set([...owned, ...(await readOnlyFields(gateway, domain, interrupted))]);
  const started = performance.now();
  let rows = 0;
  let misfits = 0;
  // On a terminal that shows the rows themselves a progress line would stand in between.
  const isWatched = problems.isTTY && (output !== undefined || !console.output.isTTY);
  const progress = isWatched
    ? new Progress(problems, () => ({ rows, refused: 0, failed: 0, done: 0, size: 0 }))
    : undefined;
  try {
    for await (const { items, warnings } of pages(gateway, domain, interrupted)) {
      if (interrupted.aborted) throw new CommandError('Interrupted.', exitCodes.interrupted);
      const isRead = await destination.write(items.map((item) => jsonLine(item, kept)).join(''));
      if (!isRead) return exitCodes.ok;
      rows += items.length;
      misfits += listOf(warnings).length;
    }
    await destination.complete();
  } catch (error) {
    await destination.abandon();
    progress?.end();
    if (rows > 0) problems.write(`The export is not complete: it ended after ${count(rows)} rows.\n`);
    throw error;
  } finally {
    progress?.end();
  }
  if (output !== undefined) {
    const seconds = (performance.now() - started) / 1000;
    console.output.write(
      `${count(rows)} rows of ${domain} in ${output}, in ${seconds.toFixed(1)} s (${rate(rows, seconds)})\n`,
    );
  }
  if (misfits > 0) {
    problems.write(
      `What is stored does not fit the class in ${count(misfits)} or more places: it is null in the rows, or left out where the domain is strict. GET /${domain} says where, in its warnings.
`,
    );
  }
  return exitCodes.ok;
}

/** A line without what the service keeps itself, which no import may say. */
function jsonLine(item: Item, kept: ReadonlySet<string>): string {
  return `${JSON.stringify(Object.fromEntries(Object.entries(item).filter(([field]) => !kept.has(field))))}\n`;
}

/** The fields of a domain that the service fills in, such as who has created an item; none where nobody tells them. */
async function readOnlyFields(gateway: Gateway, domain: string, stop: AbortSignal): Promise<readonly string[]> {
  try {
    return readOnlyIn(await gateway.read('/openapi.json', stop, false), domain);
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === exitCodes.incomplete) return [];
    throw error;
  }
}

/**
 * Without --silent, npm itself writes the name of a script to the standard output, which spoils a file of JSON lines. What
 * npx runs is no script.
 */
function warnOfBanner({ problems }: Console): void {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = process.env;
  if (script === undefined || script === 'npx' || level === 'silent') return;
  problems.write(`npm has put lines of its own before the rows: use --output <file>, or npm run --silent ${script}.\n`);
}
