import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { measuredApplication } from './application';
import { startFilledEngine } from './engine';
import { canPin, runChild, startStub, timeSchema } from './processes';
import type { Cold, Memory, Warm } from './processes';
import { asks, firstAsks } from './requests';
import type { Ask } from './requests';
import { figureTables, median, medians, page, targetTable } from './results';
import type { Measured, Rounds } from './results';
import { messageOf, recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { buildSubjects, p0, tandem } from './subjects';
import type { Subject } from './subjects';
import { figure } from './targets';

// `npm run bench` compares Tandem with what people would use in its place, prints its targets and writes
// bench/results.md, in about twenty minutes. `--only "REST get"` measures that alone and writes nothing;
// `--rounds 5` says how often; `--quick` only shows that everything runs; `--node 22` takes another Node of test/runtimes.

const root = join(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '5' },
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
  const coldRuns = rounds * 3;
  const load = isQuick ? { warmUp: 100, requests: 200 } : { warmUp: 3000, requests: 1000 };
  const subjects = (await buildSubjects(join(root, 'build/bench'))).map((subject) => chosen(subject, only));

  const stub = await startStub();
  const cold = await coldFigures(subjects, node, stub.endpoint, coldRuns);
  const warm = await warmFigures(subjects, node, stub.endpoint, rounds, load);
  const measured: Measured = { cold, warm };
  const middle = { cold: medians(cold), warm: medians(warm) };
  if (only.length > 0) {
    stub.stop();
    const alone = { ...middle, ...nothingElse };
    process.stdout.write(await tidied(`${targetTable(alone, measured, false)}\n\n${figureTables(middle)}`));
    return;
  }
  const tandemSubject = required(subjects[0], 'a subject to measure');
  const basketCalls = await callsOfBasket(tandemSubject, node, stub);
  const requestsForMemory = isQuick ? 10_000 : 1_000_000;
  const memory = await memoryOf(tandemSubject, node, stub.endpoint, requestsForMemory);
  const schema = median(Array.from({ length: coldRuns }, () => timeSchema(node)));
  stub.stop();

  // What is created stays in the engine's streams, so that each round takes longer than the one before.
  const engineRuns = Math.min(rounds, 2);
  const engine = await startFilledEngine();
  // The other peers do the same calls as P0 and P1, whose cost is the engine's here.
  const anchors = subjects.filter(({ name }) => name === tandem || /^P[01]:/.test(name));
  const overEngine = await warmFigures(anchors, node, engine.endpoint, engineRuns, { warmUp: 100, requests: 300 });
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
    engineRuns,
    requests: load.requests,
    warmUp: load.warmUp,
    roundsOfOthers: Math.min(rounds, roundsOfOthers),
    requestsForMemory,
    minutes: Math.ceil(process.uptime() / 60),
  };
  const figures = { ...middle, basketCalls, memory, schema, packed, loaded };
  writeFileSync(out, await tidied(page(setting, figures, measured, medians(overEngine))));
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

async function coldFigures(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  runs: number,
): Promise<Rounds<Cold>> {
  const figures = new Map<string, Cold[]>();
  for (let run = 0; run < runs; run++) {
    for (const { name, file, events } of subjects) {
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

/** No target for warm requests tells of any other subject than Tandem and P0. */
const roundsOfOthers = 2;

async function warmFigures(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  runs: number,
  load: { warmUp: number; requests: number },
): Promise<Rounds<Warm>> {
  const figures = new Map<string, Warm[]>();
  for (let run = 0; run < runs; run++) {
    for (const { name, file, events } of subjects) {
      if (events.length === 0 || (run >= roundsOfOthers && name !== tandem && name !== p0)) continue;
      const { results } = await runChild<{ results: Record<string, Warm> }>(
        node,
        file,
        { mode: 'warm', events, ...load },
        endpoint,
      );
      for (const event of events) {
        const key = figure(name, event.name);
        figures.set(key, [...(figures.get(key) ?? []), required(results[event.name], `the result of ${event.name}`)]);
      }
    }
    process.stderr.write(`warm ${run + 1} of ${runs}\n`);
  }
  return figures;
}

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
