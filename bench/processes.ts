import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { required } from '../schema/required';
import type { Subject } from './subjects';

/** What one fresh process costs until its first answer; milliseconds of the processor's time unless it says more. */
export interface Cold {
  readonly cpu: number;
  /** Milliseconds on the clock. */
  readonly wall: number;
  readonly load: number;
  readonly first: number;
  /** Megabytes. */
  readonly rss: number;
}

/** What a request costs in a warm process. */
export interface Warm {
  /** Microseconds of the processor's time, one request after the other and 32 at once. */
  readonly cpu: number;
  readonly cpuOf32: number;
  /** One after the other in a process that has just started, of what it is asked first. */
  readonly youngCpu?: number;
  readonly perSecond: number;
  /** Milliseconds on the clock, one request after the other. */
  readonly p50: number;
  readonly p99: number;
}

/** What is in use after each tenth of many requests, in megabytes, when what is not in use is collected. */
export interface Memory {
  readonly heap: readonly number[];
  readonly rss: readonly number[];
}

/** What a child is to do. */
export type Plan = {
  readonly mode: 'cold' | 'warm' | 'count' | 'memory';
  readonly events: Subject['events'];
  readonly requests?: number;
};

/** What a warm process is told to do: so many requests, or as many as the seconds allow, so many at once. */
export interface Window {
  readonly name: string;
  readonly many: number;
  readonly requests: number;
  readonly seconds?: number;
}

/** What that has cost: milliseconds of the processor's time, on the clock, and of each request where one came after the other. */
export interface WindowCost {
  readonly cpu: number;
  readonly wall: number;
  readonly times: readonly number[];
}

/** Runs a handler in a process of its own on a processor of its own, and gives back what it has measured. */
export async function runChild<Result>(node: string, file: string, plan: Plan, endpoint: string): Promise<Result> {
  const child = start(node, file, plan, endpoint);
  const [errors, result, code] = await Promise.all([textOf(child, 2), textOf(child, 3), exitOf(child)]);
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${errors.slice(-2000)}`);
  return JSON.parse(result) as Result;
}

/** A process that waits for what it is to do. */
export interface WarmProcess {
  readonly run: (window: Window) => Promise<WindowCost>;
  readonly end: () => void;
}

/** Starts a handler in a process of its own on a processor of its own, which others may share in turn. */
export function openChild(node: string, file: string, events: Subject['events'], endpoint: string): WarmProcess {
  const child = start(node, file, { mode: 'warm', events }, endpoint);
  const errors = textOf(child, 2);
  const costs = createInterface({ input: required(child.stdio[3], 'the results') as Readable })[Symbol.asyncIterator]();
  const words = required(child.stdin, 'what the process is told');
  return {
    run: async (window) => {
      words.write(`${JSON.stringify(window)}\n`);
      const next: IteratorResult<string, unknown> = await costs.next();
      if (next.done) throw new Error(`${file} has ended: ${(await errors).slice(-2000)}`);
      return JSON.parse(next.value) as WindowCost;
    },
    end: () => void words.end(),
  };
}

function start(node: string, file: string, plan: Plan, endpoint: string): ChildProcess {
  const flags = plan.mode === 'memory' ? ['--expose-gc'] : [];
  const program = [...flags, join(__dirname, 'child.mjs'), file, JSON.stringify(plan)];
  const [command = node, ...rest] = pinned(0, [node, ...program]);
  return spawn(command, rest, {
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AUTH: 'authorizer',
      CURSOR_KEYS: 'a cursor key of the bench',
      NODE_ENV: 'production',
    },
    // Logs are written, as in Lambda, and read by nobody.
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
}

/**
 * Processor milliseconds that GraphQL takes to be made from the declarations, schema and Apollo, when all modules are
 * there already; in a process of its own.
 */
export function timeSchema(node: string): number {
  const program = ['-r', '@swc-node/register', join(__dirname, 'schema.ts')];
  const [command = node, ...rest] = pinned(0, [node, ...program]);
  const { stdout, stderr, status } = spawnSync(command, rest, { cwd: join(__dirname, '..'), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return Number(stdout);
}

/** Starts the stub that answers in place of DynamoDB, on the other processor. */
export async function startStub(): Promise<{ endpoint: string; calls(): Promise<number>; stop(): void }> {
  const stub = ['-r', join(__dirname, '../local/register.js'), join(__dirname, 'stub.ts')];
  const [command = '', ...rest] = pinned(1, [process.execPath, ...stub, ...(canPin ? ['--awake'] : [])]);
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'], cwd: join(__dirname, '..') });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', () => reject(new Error('The stub has ended.')));
  });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    calls: async () => Number(await (await fetch(endpoint)).text()),
    stop: () => void child.kill(),
  };
}

/** Whether processes can be bound to a processor, so that who asks and who answers do not share one. */
export const canPin = cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;

const pinned = (core: number, command: readonly string[]): readonly string[] =>
  canPin ? ['taskset', '-c', String(core), ...command] : command;

async function textOf(child: ChildProcess, descriptor: number): Promise<string> {
  let text = '';
  for await (const chunk of child.stdio[descriptor] as AsyncIterable<Buffer>) text += chunk.toString();
  return text;
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
