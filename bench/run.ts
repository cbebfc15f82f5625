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
import { median, medians, page } from './results';
import { listOf, messageOf, numberOf, recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { buildSubjects, tandem } from './subjects';
import type { Subject } from './subjects';
import { figure } from './targets';

// `npm run bench` compares Tandem with what people would use in its place, and writes bench/results.md.
// `--quick` only shows that everything runs; `--node 22` takes another Node of test/runtimes.

const root = join(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      node: { type: 'string', default: '24' },
      out: { type: 'string', default: join(__dirname, 'results.md') },
    },
  });
  const { quick: isQuick, out } = values;
  await measuredApplication();
  const installed = join(root, `test/runtimes/node_modules/node-${values.node}/bin/node`);
  const node = existsSync(installed) ? installed : process.execPath;
  const coldRuns = isQuick ? 3 : 15;
  const warmRuns = isQuick ? 1 : 5;
  // What is created stays in the engine's streams, so that each round takes longer than the one before.
  const engineRuns = isQuick ? 1 : 4;
  const load = isQuick ? { warmUp: 100, requests: 200 } : { warmUp: 1000, requests: 2000 };
  const subjects = await buildSubjects(join(root, 'build/bench'));

  const stub = await startStub();
  const cold = await coldFigures(subjects, node, stub.endpoint, coldRuns);
  const warm = await warmFigures(subjects, node, stub.endpoint, warmRuns, load);
  const tandemSubject = required(subjects[0], 'a subject to measure');
  const basketCalls = await callsOfBasket(tandemSubject, node, stub);
  const requestsForMemory = isQuick ? 10_000 : 1_000_000;
  const memory = await memoryOf(tandemSubject, node, stub.endpoint, requestsForMemory);
  const schema = median(Array.from({ length: coldRuns }, () => timeSchema(node)));
  stub.stop();

  const engine = await startFilledEngine();
  // The other peers do the same calls as P0 and P1, whose cost is the engine's here.
  const anchors = subjects.filter(({ name }) => name === tandem || /^P[01]:/.test(name));
  const overEngine = await warmFigures(anchors, node, engine.endpoint, engineRuns, load);
  await engine.stop();

  const { chunks } = recordOf(JSON.parse(readFileSync(join(root, 'build/bench/tandem.json'), 'utf8')));
  const sizes = listOf(chunks).map((chunk) => required(numberOf(recordOf(chunk).gzipBytes), 'the size of a chunk'));
  const packed = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  const setting = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: execFileSync(node, ['-p', 'process.version']).toString().trim().slice(1),
    versions: versions(),
    isPinned: canPin,
    isQuick,
    coldRuns,
    warmRuns,
    engineRuns,
    requests: load.requests,
    requestsForMemory,
  };
  const text = page(setting, { cold, warm, basketCalls, memory, schema, packed }, overEngine);
  writeFileSync(out, await format(text, { ...(await resolveConfig(out)), parser: 'markdown' }));
  process.stdout.write(`${out} is written.\n`);
}

async function coldFigures(subjects: readonly Subject[], node: string, endpoint: string, runs: number) {
  const figures = new Map<string, Cold[]>();
  const asks: readonly string[] = ['REST get', 'GraphQL get'];
  for (let run = 0; run < runs; run++) {
    for (const { name, file, events } of subjects) {
      for (const event of events.filter(({ name: ask }) => asks.includes(ask))) {
        const result = await runChild<Cold>(node, file, { mode: 'cold', events: [event] }, endpoint);
        const key = figure(name, event.name);
        figures.set(key, [...(figures.get(key) ?? []), result]);
      }
    }
    process.stdout.write(`cold ${run + 1} of ${runs}\n`);
  }
  return new Map([...figures].map(([key, results]) => [key, medians(results)]));
}

async function warmFigures(
  subjects: readonly Subject[],
  node: string,
  endpoint: string,
  runs: number,
  load: { warmUp: number; requests: number },
) {
  const figures = new Map<string, Warm[]>();
  for (let run = 0; run < runs; run++) {
    for (const { name, file, events } of subjects) {
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
    process.stdout.write(`warm ${run + 1} of ${runs}\n`);
  }
  return new Map([...figures].map(([key, results]) => [key, medians(results)]));
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
  const names = ['@aws-sdk/lib-dynamodb', 'hono', '@aws-lambda-powertools/event-handler', '@apollo/server'];
  const graphqlNames = ['type-graphql', 'graphql', 'graphql-yoga', '@pothos/core'];
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
