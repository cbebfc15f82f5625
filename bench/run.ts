import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { measuredApplication } from './application';
import { startFilledEngine } from './engine';
import { canPin, openChild, runChild, startStub, timeSchema } from './processes';
import type { Cold, Memory, Warm, WarmProcess, WindowCost } from './processes';
import { asks, firstAsks } from './requests';
import type { Ask } from './requests';
import { figureTables, median, medians, page, targetTable } from './results';
import type { Measured, Rounds } from './results';
import { messageOf, recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { buildSubjects, lean, p0, p1, tandem, yoga } from './subjects';
import type { Subject } from './subjects';
import { figure } from './targets';

// `npm run bench` compares Tandem with what people would use in its place, prints its targets and writes
// bench/results.md, in about twenty minutes. `--only "REST get"` measures that alone, without most peers, and writes
// nothing; `--rounds 5` says how often; `--quick` only shows that everything runs; `--node 22` takes another Node of
// test/runtimes.

const root = join(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      node: { type: 'string', default: '24' },
      out: { type: 'string', default: join(__dirname, 'results.md') },
    },
  });
  const { quick: isQuick, out } = values;
  const only = values.only.map(askNamed);
  const rounds = isQuick ? 1 : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is "${values.rounds}": write a whole number.`);
  await measuredApplication();
  const installed = join(root, `test/runtimes/node_modules/node-${values.node}/bin/node`);
  const node = existsSync(installed) ? installed : process.execPath;
  const coldRuns = rounds * 2;
  // A peer that needs longer makes many calls for each answer, and enough of them by then; who is asked little needs all.
  const secondsOfWarmUp = only.length > 0 ? 8 : 4;
  const load = { ...(isQuick ? { warmUp: 100, requests: 200 } : { warmUp: 6000, requests: 1000 }), secondsOfWarmUp };
  const subjects = (await buildSubjects(join(root, 'build/bench')))
    .filter(({ name }) => only.length === 0 || [...anchors, lean].includes(name))
    .map((subject) => chosen(subject, only));

  const stub = await startStub();
  const cold = await coldFigures(subjects, node, stub.endpoint, coldRuns);
  const warm = await warmFigures(subjects, node, stub.endpoint, rounds, load);
  const measured: Measured = { cold, warm };
  const middle = { cold: medians(cold), warm: medians(warm) };
  if (only.length > 0) {
    stub.stop();
    const alone = { ...middle, ...nothingElse };
    process.stdout.write(await tidied(`${targetTable(alone, measured, false)}\n\n${figureTables(measured)}`));
    return;
  }
  const tandemSubject = required(subjects[0], 'a subject to measure');
  const basketCalls = await callsOfBasket(tandemSubject, node, stub);
  const requestsForMemory = isQuick ? 10_000 : 1_000_000;
  const memory = await memoryOf(tandemSubject, node, stub.endpoint, requestsForMemory);
  const schema = median(Array.from({ length: coldRuns }, () => timeSchema(node)));
  stub.stop();

  const engine = await startFilledEngine();
  // The other peers do the same calls as P0 and P1, whose cost is the engine's here.
  const few = subjects.filter(({ name }) => [tandem, p0, p1].includes(name));
  const overEngine = await warmFigures(few, node, engine.endpoint, 1, {
    warmUp: 100,
    requests: 300,
    secondsOfWarmUp,
  });
  await engine.stop();

  const metafile = JSON.parse(readFileSync(join(root, 'build/bench/tandem.json'), 'utf8')) as Metafile;
  const kilobytes = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0) / 1024;
  const packed = kilobytes(metafile.chunks.map(({ gzipBytes }) => gzipBytes));
  const atStart = metafile.chunks.filter(({ fileName }) => metafile.faces.rest.includes(fileName));
  const loaded = kilobytes(atStart.map(({ bytes }) => bytes));
  const setting = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: execFileSync(node, ['-p', 'process.version']).toString().trim().slice(1),
    versions: versions(),
    isPinned: canPin,
    isQuick,
    coldRuns,
    warmRuns: rounds,
    requests: load.requests,
    warmUp: load.warmUp,
    secondsOfWarmUp,
    coldRunsOfOthers: Math.min(coldRuns, coldRunsOfOthers),
    warmRunsOfOthers: Math.min(rounds, warmRunsOfOthers),
    windows,
    requestsForMemory,
    minutes: Math.ceil(process.uptime() / 60),
  };
  const figures = { ...middle, basketCalls, memory, schema, packed, loaded };
  writeFileSync(out, await tidied(page(setting, figures, measured, overEngine)));
  process.stdout.write(`${await tidied(targetTable(figures, measured))}\n${out} is written.\n`);
}

/** What the bench reads of the file that tells what the asset is made of. */
interface Metafile {
  readonly chunks: readonly { readonly fileName: string; readonly bytes: number; readonly gzipBytes: number }[];
  readonly faces: { readonly rest: readonly string[] };
}

/** What a run of some asks does not measure. */
const nothingElse = { basketCalls: NaN, memory: { heap: [], rss: [] }, schema: NaN, packed: NaN, loaded: NaN };

/** Markdown with its columns under each other. */
const tidied = async (text: string): Promise<string> =>
  format(text, { ...(await resolveConfig(join(root, 'README.md'))), parser: 'markdown' });

/** @throws Error with the names that there are */
function askNamed(name: string): Ask {
  const found = asks.find((ask) => ask === name);
  if (found) return found;
  throw new Error(`--only is "${name}": there are ${asks.map((ask) => `"${ask}"`).join(', ')}.`);
}

/** A subject with what is asked for, and P0 with what that is compared with. All when nothing is chosen. */
function chosen(subject: Subject, only: readonly Ask[]): Subject {
  if (only.length === 0) return subject;
  const own = only.map((ask) => ask.replace('GraphQL', 'REST'));
  const compared = subject.name === p0 ? [...own, 'REST get'] : [];
  return { ...subject, events: subject.events.filter(({ name }) => [...only, ...compared].includes(name)) };
}

/** Targets tell of these; the others are there to be compared with, and are measured less often. */
const anchors: readonly string[] = [tandem, p0, p1, yoga];

async function coldFigures(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  runs: number,
): Promise<Rounds<Cold>> {
  const figures = new Map<string, Cold[]>();
  for (let run = 0; run < runs; run++) {
    for (const { name, file, events } of subjects) {
      if (run >= coldRunsOfOthers && !anchors.includes(name)) continue;
      for (const event of events.filter(({ name: ask }) => firstAsks.includes(ask))) {
        const result = await runChild<Cold>(node, file, { mode: 'cold', events: [event] }, endpoint);
        const key = figure(name, event.name);
        figures.set(key, [...(figures.get(key) ?? []), result]);
      }
    }
    process.stderr.write(`cold ${run + 1} of ${runs}\n`);
  }
  return figures;
}

const coldRunsOfOthers = 4;

/** How many requests a process answers before it is measured, in so many seconds at most, and then for each figure. */
interface Load {
  readonly warmUp: number;
  readonly secondsOfWarmUp: number;
  readonly requests: number;
}

/** No target for warm requests tells of any other subject than Tandem and P0. */
const warmRunsOfOthers = 1;

/** The windows of which the requests of one figure are made. */
const windows = 5;

/**
 * The processes of a round stand beside each other and take turns, so that all of what is compared finds the machine as the
 * others do: a virtual one may be twice as slow a minute later.
 */
async function warmFigures(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  runs: number,
  load: Load,
): Promise<Rounds<Warm>> {
  const figures = new Map<string, Warm[]>();
  for (let run = 0; run < runs; run++) {
    const measured = subjects.filter(
      ({ name, events }) => events.length > 0 && (run < warmRunsOfOthers || name === tandem || name === p0),
    );
    for (const [key, warm] of await warmRound(measured, node, endpoint, load)) {
      figures.set(key, [...(figures.get(key) ?? []), warm]);
    }
    process.stderr.write(`warm ${run + 1} of ${runs}\n`);
  }
  return figures;
}

async function warmRound(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  { warmUp, requests, secondsOfWarmUp }: Load,
): Promise<ReadonlyMap<string, Warm>> {
  const processes = subjects.map((subject) => ({
    ...subject,
    process: openChild(node, subject.file, subject.events, endpoint),
  }));
  const young = new Map<string, number>();
  for (const { name, events, process } of processes) {
    const [first] = events;
    if (!first) continue;
    const { cpu } = await process.run({ name: first.name, many: 1, requests });
    young.set(figure(name, first.name), perRequest(cpu, requests));
    // Before the first is measured all are warm, so that none pays for what those after it have in common with it.
    for (const { name: ask } of events) {
      await process.run({ name: ask, many: 32, requests: warmUp, seconds: secondsOfWarmUp });
    }
  }
  const turns = processes.flatMap(({ name, events, process }) =>
    events.map((event): Turn => ({ key: figure(name, event.name), ask: event.name, process })),
  );
  const figures = new Map<string, Warm>();
  // What is compared with each other: an ask over both faces.
  for (const group of new Set(turns.map(({ ask }) => faceless(ask)))) {
    const members = turns.filter(({ ask }) => faceless(ask) === group);
    // What the others have taught the compiler is not what these need.
    for (const { ask, process } of members) {
      await process.run({ name: ask, many: 1, requests: warmUp, seconds: secondsOfWarmUp });
    }
    const alone = await inTurns(members, 1, requests / windows);
    const together = await inTurns(members, 32, requests / windows);
    for (const { key } of members) {
      const one = required(alone.get(key), `the requests of ${key}`);
      const many = required(together.get(key), `the requests of ${key}`);
      const times = one.flatMap((cost) => cost.times).toSorted((left, right) => left - right);
      const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
      figures.set(key, {
        cpu: perRequest(sum(one, 'cpu'), requests),
        cpuOf32: perRequest(sum(many, 'cpu'), requests),
        ...(young.has(key) && { youngCpu: young.get(key) }),
        perSecond: requests / (sum(many, 'wall') / 1000),
        p50: at(0.5),
        p99: at(0.99),
      });
    }
  }
  for (const { process } of processes) process.end();
  return figures;
}

/** One ask of one subject. */
interface Turn {
  readonly key: string;
  readonly ask: Ask;
  readonly process: WarmProcess;
}

/** Each in turn, in windows; who is first finds the caches of the processor as the last has left them, and so each is once. */
async function inTurns(
  turns: readonly Turn[],
  many: number,
  requests: number,
): Promise<ReadonlyMap<string, readonly WindowCost[]>> {
  const costs = new Map<string, WindowCost[]>();
  for (let window = 0; window < windows; window++) {
    for (const index of turns.keys()) {
      const { key, ask, process } = required(turns[(index + window) % turns.length], 'a turn');
      costs.set(key, [...(costs.get(key) ?? []), await process.run({ name: ask, many, requests })]);
    }
  }
  return costs;
}

const faceless = (ask: Ask): string => ask.replace(/^(REST|GraphQL) /, '');
const sum = (costs: readonly WindowCost[], name: 'cpu' | 'wall'): number =>
  costs.reduce((total, cost) => total + cost[name], 0);
/** Microseconds. */
const perRequest = (milliseconds: number, requests: number): number => (milliseconds / requests) * 1000;

/** Reads over both faces, and none of them may leave anything behind. */
async function memoryOf({ file, events }: Subject, node: string, endpoint: string, requests: number): Promise<Memory> {
  const reads = events.filter(({ name }) => name === 'REST get' || name === 'GraphQL get');
  return runChild<Memory>(node, file, { mode: 'memory', events: reads, requests }, endpoint);
}

async function callsOfBasket(
  { file, events }: Subject,
  node: string,
  stub: { endpoint: string; calls(): Promise<number> },
): Promise<number> {
  const requests = 10;
  const basket = events.filter(({ name }) => name === 'basket of 10');
  await stub.calls();
  await runChild(node, file, { mode: 'count', events: basket, requests }, stub.endpoint);
  return (await stub.calls()) / requests;
}

/** What was compared, as it is installed for the bench. */
function versions(): Record<string, string> {
  const folder = join(__dirname, 'node_modules');
  const names = ['@aws-sdk/lib-dynamodb', '@aws-lite/dynamodb', 'hono', '@aws-lambda-powertools/event-handler'];
  const graphqlNames = ['@apollo/server', 'type-graphql', 'graphql', 'graphql-yoga', '@pothos/core', 'mercurius'];
  return Object.fromEntries(
    [...names, ...graphqlNames].map((name) => {
      const { version } = recordOf(JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')));
      return [name, required(textOf(version), `the version of ${name}`)];
    }),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
