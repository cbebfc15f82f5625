import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runningEngine, startEngine } from '../local/engine';
import { createTables, localAccess } from '../local/tables';
import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { CounterRow, MigrationRecord, UniqueValue } from '../schema/internal';
import { errorCode } from '../schema/guards';
import { tableName } from '../schema/table';
import { loadDefinition } from '../services/application';
import { commandLine } from '../services/command-line';
import type { GatewayDefinition } from '../services/definition';
import prices from '../services/prices.json';
import { admit as admitFields } from '../services/validation';
import { BackfillError, runBackfill, sampleBackfill, sizeOf } from '../tables/backfill';
import type { BackfillOptions, ItemChange } from '../tables/backfill';
import { openTables } from '../tables';
import { openClient } from '../tables/client';
import { Migrations } from '../tables/migrations';
import { compareKept, keptIn, nameOfKept } from './kept';
import type { Kept } from './kept';
import { CommandError, exitCodes } from './transfer/command';
import type { Command, Console } from './transfer/command';
import { wholeNumber } from './transfer/command-options';
import { count, Progress } from './transfer/progress';

const help = (): string => `Fills in the items that are stored already, as the backfills of the classes say.

  ${commandLine('migrate', '[options]')}

Options:
  --status            say which backfills are done, and end
  --dry-run           read a sample, show what would be written, and write nothing
  --yes               begin without asking
  --domain <name>     only the backfills of this domain
  --backfill <name>   only this one
  --rate <n>          items to write in a second at most (200)
  --segments <n>      parts of a table that are read beside each other (4)
  --sample <n>        items that a dry run reads of each table (1000)
  --kept              compare unique fields, counts and sums with a scan of the items, and mend them; with
                      --dry-run say what differs
  --tenant <name>     whose items --kept looks at, where they belong to tenants
  --accept-lacking    record a backfill as done although items lack a field that every item must have
  --prefix <text>     what stands before the names of the tables of a stage, such as my-api-prod-
  --region <name>     the region of the stage (AWS_REGION)
  --endpoint <url>    another DynamoDB than that of AWS
  --policy            write the IAM policy that a run on AWS needs, and end
  --help

Without --prefix, --region and --endpoint it works on the data of ${commandLine('start')} in .data, also while that runs;
a run first brings tables and indexes to what is declared, one index at a time. On AWS the stack does that. Run it when
no function of the release before answers any more. It may be stopped or killed at any time, and goes on where it was.

Exit code: 0 everything is done, 1 something is not, 2 wrong usage, 3 DynamoDB cannot be reached, 130 interrupted.
`;

interface Options {
  readonly rate: number;
  readonly segments: number;
  readonly sample: number;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
  readonly acceptsLacking: boolean;
}

/** A place with tables: DynamoDB, and the prefix of a stage. */
interface Place {
  readonly client: ReturnType<typeof openClient>;
  readonly prefix: string;
  readonly tables: ReturnType<typeof openTables>;
  /** Tables that are not there yet are made by a run, and not by a stack. */
  readonly isLocal: boolean;
  close(): Promise<void>;
}

interface Task {
  readonly domain: DomainFact;
  readonly name: string;
}

/** `npm run migrate`: runs the backfills that are not done. */
export function migrateCommand(folder: string): Command {
  return async (words, console) => {
    const values = parsed(words);
    if (values.help) {
      console.output.write(help());
      return exitCodes.ok;
    }
    const options: Options = {
      rate: wholeNumber('rate', values.rate, 1, 100_000),
      segments: wholeNumber('segments', values.segments, 1, 1000),
      sample: wholeNumber('sample', values.sample, 1, 1_000_000),
      isDryRun: values['dry-run'],
      isAgreed: values.yes,
      acceptsLacking: values['accept-lacking'],
    };
    const definition = await loadDefinition(folder);
    if (values.kept) return keptCommand(keptIn(definition), values, folder, definition, console);
    const tasks = tasksOf(definition, values.domain, values.backfill);
    if (tasks.length === 0) {
      console.output.write('No class declares a backfill: there is nothing to fill in.\n');
      return exitCodes.ok;
    }
    if (values.policy) {
      console.output.write(`${JSON.stringify(policyOf(tasks, values.prefix ?? ''), null, 2)}\n`);
      return exitCodes.ok;
    }
    const place = await open(values, folder, definition, console);
    try {
      return await migrate(tasks, options, place, values.status, console);
    } catch (error) {
      throw inWords(error, place);
    } finally {
      await place.close();
    }
  };
}

/** Compares what is kept beside items, and mends it unless it is a dry run. */
async function keptCommand(
  all: readonly Kept[],
  values: ReturnType<typeof parsed>,
  folder: string,
  definition: GatewayDefinition,
  console: Console,
): Promise<(typeof exitCodes)[keyof typeof exitCodes]> {
  const { output, interrupted: signal } = console;
  const wanted = all.filter(({ domain }) => values.domain === undefined || domain.name === values.domain);
  if (wanted.length === 0) {
    output.write('No class declares a unique field, a count or a sum: there is nothing to compare.\n');
    return exitCodes.ok;
  }
  if (values.tenant === undefined && wanted.some(({ domain }) => domain.tenant !== undefined)) {
    throw new CommandError('These items belong to tenants: say whose with --tenant.', exitCodes.usage);
  }
  const tenancy = values.tenant === undefined ? undefined : { tenant: values.tenant };
  if (values.policy) {
    output.write(`${JSON.stringify(keptPolicyOf(wanted, values.prefix ?? ''), null, 2)}\n`);
    return exitCodes.ok;
  }
  const place = await open(values, folder, definition, console);
  try {
    const { transact } = place.tables({ signal, now: () => new Date(), tenancy });
    let left = 0;
    for (const kept of wanted) {
      const options = { ...place, now: () => new Date(), signal, transact, tenancy, mends: !values['dry-run'] };
      const report = await compareKept(kept, options);
      left += report.left;
      const more = report.differences.length - mostDifferences;
      const differences = report.differences.slice(0, mostDifferences).map((words) => `  ${words}\n`);
      output.write(
        `${nameOfKept(kept)}  ${count(report.compared)} compared, ${count(report.differences.length)} different, ${count(report.left)} left\n${differences.join('')}${more > 0 ? `  and ${count(more)} more\n` : ''}`,
      );
    }
    return left === 0 ? exitCodes.ok : exitCodes.incomplete;
  } catch (error) {
    throw inWords(error, place);
  } finally {
    await place.close();
  }
}

/** Differences that are named. */
const mostDifferences = 20;

const parsed = (words: string[]) =>
  parseArgs({
    args: words,
    options: {
      status: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      domain: { type: 'string' },
      backfill: { type: 'string' },
      rate: { type: 'string', default: '200' },
      segments: { type: 'string', default: '4' },
      sample: { type: 'string', default: '1000' },
      kept: { type: 'boolean', default: false },
      tenant: { type: 'string' },
      'accept-lacking': { type: 'boolean', default: false },
      prefix: { type: 'string' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      policy: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;

function tasksOf({ domains }: GatewayDefinition, only?: string, backfill?: string): readonly Task[] {
  const facts = domains.map(domainOf);
  if (only !== undefined && !facts.some(({ name }) => name === only)) {
    throw new CommandError(
      `There is no domain "${only}"; there is ${facts.map(({ name }) => name).join(', ')}.`,
      exitCodes.usage,
    );
  }
  const all = facts
    .filter(({ name }) => only === undefined || name === only)
    .flatMap((domain) => inOrder(domain).map((name) => ({ domain, name })));
  if (backfill === undefined) return all;
  const tasks = all.filter(({ name }) => name === backfill);
  if (tasks.length > 0) return tasks;
  const known = all.map(({ name }) => name).join(', ');
  throw new CommandError(
    `There is no backfill "${backfill}"; ${known === '' ? 'none is declared' : `there is ${known}`}.`,
    exitCodes.usage,
  );
}

/** The backfills of a domain as they are declared, each behind those that it waits for. */
function inOrder({ backfills }: DomainFact): readonly string[] {
  const ordered = new Set<string>();
  const add = (name: string): void => {
    for (const before of backfills[name]?.after ?? []) if (before in backfills) add(before);
    ordered.add(name);
  };
  Object.keys(backfills).forEach(add);
  return [...ordered];
}

async function open(
  { prefix = '', region, endpoint, status, 'dry-run': isDryRun }: ReturnType<typeof parsed>,
  folder: string,
  { domains }: GatewayDefinition,
  console: Console,
): Promise<Place> {
  const isAws = endpoint === undefined && (region !== undefined || prefix !== '');
  if (isAws) {
    const place = region ?? process.env.AWS_REGION;
    if (place === undefined) throw new CommandError('Say the region of the stage with --region.', exitCodes.usage);
    // As AWS's own programs do, and the functions: an endpoint in a network of one's own, say.
    const { DYNAMODB_ENDPOINT, AWS_ENDPOINT_URL_DYNAMODB } = process.env;
    const options = { region: place, endpoint: DYNAMODB_ENDPOINT ?? AWS_ENDPOINT_URL_DYNAMODB };
    const client = openClient(options);
    return {
      client,
      prefix,
      tables: openTables({ ...options, prefix }),
      isLocal: false,
      close: async () => client.destroy(),
    };
  }
  const data = join(folder, '.data');
  if (endpoint === undefined && !existsSync(data)) {
    throw new CommandError(
      `There is no data in ${data}: ${commandLine('start')} makes it. For a stage on AWS say --region and --prefix.`,
      exitCodes.usage,
    );
  }
  const running = endpoint ?? runningEngine(data);
  const engine = running === undefined ? await startEngine({ folder: data }) : undefined;
  const address = running ?? engine?.endpoint;
  const say = (words: string): void => void console.output.write(`${words}\n`);
  try {
    if (endpoint !== undefined && !URL.canParse(endpoint)) {
      throw new CommandError(`--endpoint ${endpoint} is no address such as http://127.0.0.1:8000.`, exitCodes.usage);
    }
    // Who only looks changes nothing, and an index that is made may fill in items.
    if (!status && !isDryRun) await createTables({ endpoint: String(address), domains, prefix, say });
  } catch (error) {
    await engine?.stop();
    throw error instanceof CommandError ? error : inWords(error, { prefix, isLocal: true });
  }
  const client = openClient({ endpoint: String(address), ...localAccess });
  return {
    client,
    prefix,
    tables: openTables({ endpoint: String(address), ...localAccess, prefix }),
    isLocal: true,
    close: async () => {
      client.destroy();
      await engine?.stop();
    },
  };
}

async function migrate(
  tasks: readonly Task[],
  options: Options,
  place: Place,
  onlyStatus: boolean,
  console: Console,
): Promise<(typeof exitCodes)[keyof typeof exitCodes]> {
  const { output, interrupted } = console;
  const migrations = new Migrations(place.prefix);
  const pending: Task[] = [];
  for (const task of tasks) {
    const isDone = await migrations
      .isDone(task.domain, task.name, place.client, interrupted)
      .catch((error: unknown) => {
        // The first run makes the table of the records.
        if (place.isLocal && isMissingTable(error)) return false;
        throw error;
      });
    if (!isDone) pending.push(task);
    output.write(`${nameOf(task)}  ${isDone ? 'done' : 'to be run'}\n`);
  }
  if (onlyStatus || pending.length === 0) return pending.length === 0 ? exitCodes.ok : exitCodes.incomplete;
  for (const task of pending) {
    const words = await describe(task, options, place, interrupted).catch((error: unknown) => {
      if (error instanceof BackfillError) return `${nameOf(task)}: ${error.message}\n`;
      throw error;
    });
    output.write(`\n${words}`);
  }
  if (options.isDryRun) {
    output.write('\nNothing was written (--dry-run).\n');
    return exitCodes.incomplete;
  }
  if (!options.isAgreed && !(await agrees(console))) {
    output.write('Nothing was written. Say --yes to begin without being asked.\n');
    return exitCodes.incomplete;
  }
  // One that fails keeps those from being run that wait for it, and no others.
  const failures: BackfillError[] = [];
  for (const task of pending) {
    try {
      await run(task, options, place, console);
    } catch (error) {
      if (!(error instanceof BackfillError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new CommandError(failures.map(({ message }) => message).join('\n'), exitCodes.incomplete);
  }
  return interrupted.aborted ? exitCodes.interrupted : exitCodes.ok;
}

const nameOf = ({ domain, name }: Task): string => `${domain.name}/${name}`;

/** What a backfill would do, with examples, and what it costs. */
async function describe(task: Task, { sample, isDryRun }: Options, place: Place, signal: AbortSignal): Promise<string> {
  const looked = await sampleBackfill(
    task.domain,
    task.name,
    { ...place, now: () => new Date(), signal, admit },
    isDryRun ? sample : Math.min(sample, 100),
  );
  const size = await sizeOf(task.domain, { ...place, signal });
  const items = Math.max(size.items, looked.examined);
  const bytes = Math.max(size.bytes, 1);
  const share = looked.examined === 0 ? 0 : looked.changes.length / looked.examined;
  const written = Math.ceil(items * share);
  const itemUnits = Math.max(1, Math.ceil(bytes / Math.max(1, items) / 1024));
  const copies = 1 + Object.keys(task.domain.indexes).length;
  // The last pass finds that nothing is left.
  const readUnits = Math.ceil((2 * bytes) / 4096);
  const writeUnits = written * itemUnits * copies;
  const { dynamodbReadRequestUnits, dynamodbWriteRequestUnits } = prices.perMillion;
  const dollars = (readUnits * dynamodbReadRequestUnits + writeUnits * dynamodbWriteRequestUnits) / 1_000_000;
  return [
    `${nameOf(task)}: about ${count(written)} of ${count(items)} items are to be written, by ${count(looked.changes.length)} of ${count(looked.examined)} that were looked at.`,
    `  about ${count(readUnits)} read units and at most ${count(writeUnits)} write units, ${dollars.toFixed(2)} USD (${prices.region}, ${prices.date})`,
    ...looked.changes.slice(0, 3).map(exampleOf),
    '',
  ].join('\n');
}

const exampleOf = ({ key, before, after }: ItemChange): string =>
  `  ${Object.values(key).map(String).join('/')}  ${JSON.stringify(before)} becomes ${JSON.stringify(after)}`;

async function agrees({ output, problems, interrupted }: Console): Promise<boolean> {
  if (output.isTTY !== true || process.stdin.isTTY !== true) return false;
  const asking = createInterface({ input: process.stdin, output: problems });
  try {
    return /^y(es)?$/i.test((await asking.question('\nBegin? [y/N] ', { signal: interrupted })).trim());
  } catch {
    return false;
  } finally {
    asking.close();
  }
}

async function run(
  task: Task,
  { rate, segments, acceptsLacking }: Options,
  place: Place,
  console: Console,
): Promise<void> {
  const { output, problems, interrupted } = console;
  if (interrupted.aborted) return;
  let report = { examined: 0, written: 0, passes: 0, lacking: 0 };
  const { items } = await sizeOf(task.domain, { ...place, signal: interrupted });
  const progress = new Progress(problems, () => ({
    rows: report.examined,
    refused: 0,
    failed: 0,
    done: Math.min(report.examined, items),
    size: items,
  }));
  try {
    report = await runBackfill(task.domain, task.name, {
      ...place,
      now: () => new Date(),
      signal: interrupted,
      admit,
      segments,
      acceptsLacking,
      mayWrite: paced(rate, interrupted),
      told: (now) => (report = now),
    });
    const left = report.lacking > 0 ? `, ${count(report.lacking)} left without what every item must have` : '';
    output.write(
      `${nameOf(task)}  done: ${count(report.written)} items written, ${count(report.examined)} read in ${progress.seconds.toFixed(1)} s${left}\n`,
    );
  } catch (error) {
    if (!interrupted.aborted) throw error;
    output.write(`${nameOf(task)}  stopped after ${count(report.examined)} items: run it again to go on.\n`);
  } finally {
    progress.end();
  }
}

/** The fields that the function of a backfill has made, by the rules of their class. */
const admit: BackfillOptions['admit'] = ({ type }, fields) => admitFields(type, fields, 'patch');

/** Lets so many through in a second, one after the other. */
function paced(rate: number, signal: AbortSignal): () => Promise<void> {
  let next = performance.now();
  return async () => {
    const now = performance.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / rate;
    if (turn > now) await wait(turn - now, undefined, { signal });
  };
}

/** The rights that a run needs, and no others. */
function policyOf(tasks: readonly Task[], prefix: string): object {
  const tables = arnsOf(
    tasks.map(({ domain }) => domain),
    prefix,
  );
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Items',
        Effect: 'Allow',
        Action: ['dynamodb:DescribeTable', 'dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Resource: tables,
      },
      {
        Sid: 'Progress',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: arnsOf([domainOf(MigrationRecord)], prefix),
      },
    ],
  };
}

const arnsOf = (domains: readonly DomainFact[], prefix: string): readonly string[] => [
  ...new Set(domains.map((domain) => `arn:aws:dynamodb:*:*:table/${tableName(domain, prefix)}`)),
];

/** The rights that comparing what is kept needs, and mending it. */
function keptPolicyOf(all: readonly Kept[], prefix: string): object {
  const records = [UniqueValue, CounterRow].map(domainOf);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Items',
        Effect: 'Allow',
        Action: ['dynamodb:Scan', 'dynamodb:ConditionCheckItem'],
        Resource: arnsOf(
          all.map((kept) => ('count' in kept ? domainOf(kept.count.type()) : kept.domain)),
          prefix,
        ),
      },
      {
        Sid: 'Kept',
        Effect: 'Allow',
        Action: ['dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        Resource: arnsOf(records, prefix),
      },
    ],
  };
}

const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';

/** An error of DynamoDB in a sentence. */
function inWords(error: unknown, { prefix, isLocal }: Pick<Place, 'prefix' | 'isLocal'>): unknown {
  if (error instanceof BackfillError) return new CommandError(error.message, exitCodes.incomplete);
  if (isMissingTable(error)) {
    const first = isLocal ? `let ${commandLine('start')} make it` : 'deploy the stack of this release';
    return new CommandError(
      `A table is not there under the prefix "${prefix}": ${first} first, or correct --prefix.`,
      exitCodes.incomplete,
    );
  }
  if (error instanceof Error && error.name === 'AccessDeniedException') {
    return new CommandError(
      `A right is missing: ${commandLine('migrate', '--policy')} says which are needed.`,
      exitCodes.incomplete,
    );
  }
  const code = errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : undefined);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return new CommandError('DynamoDB cannot be reached there: correct --endpoint or --region.', exitCodes.unreachable);
  }
  return error;
}
