import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { portOf } from '../../local/port';

// What Lambda has around the code of a function: the Runtime API, and a process of the runtime's own loop that asks it
// for events. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

/** AWS's loop, aws-lambda-ric, which the install of test/runtimes/loop compiles. */
const loop = join(__dirname, 'loop/node_modules/aws-lambda-ric');

/** The versions of Node that Lambda offers, and the names of its runtimes. */
const nodes = { nodejs22: 'node_modules/node-22/bin/node', nodejs24: 'node_modules/node-24/bin/node' } as const;

/** A runtime of Lambda. */
export type RuntimeName = keyof typeof nodes;

/** The runtimes, the one of the stack first. */
export const runtimeNames: readonly RuntimeName[] = ['nodejs24', 'nodejs22'];

/** `describe` for tests that need a runtime: skipped with a printed reason where it is not installed, a failure in CI. */
export function describeInRuntime(name: RuntimeName, tests: () => void): void {
  const missing = [join(loop, 'rapid-client.node'), join(__dirname, nodes[name])].filter((path) => !existsSync(path));
  if (missing.length === 0 || process.env['CI']) return describe(`in the loop of ${name}`, tests);
  const installs = 'npm ci --prefix test/runtimes && npm ci --prefix test/runtimes/loop';
  process.stderr.write(
    `\nSkipped "in the loop of ${name}": it is not installed, or not for this machine. ${installs}\n`,
  );
  describe.skip(`in the loop of ${name}`, tests);
}

/** What became of an invocation: an answer, an error of the function, or nothing when the time was over. */
export type Outcome =
  | { readonly is: 'response'; readonly body: any }
  | { readonly is: 'error'; readonly errorType: string; readonly body: any }
  | { readonly is: 'timeout' };

/** How the start of a function has failed. */
export interface InitError {
  readonly errorType: string;
  readonly body: any;
}

/** A function as the stack deploys it. */
export interface FunctionOptions {
  readonly runtime: RuntimeName;
  /** The folder that is unpacked in /var/task. */
  readonly asset: string;
  /** File and export, such as `handler.handler`. */
  readonly handler: string;
  readonly megabytes: number;
  /** The variables of the template, and what only a test has. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A process of a function, which takes one event after the other. */
export interface RunningFunction {
  /** Hands an event over and waits for the outcome. @throws Error when the process ends without one */
  invoke(event: unknown, seconds?: number): Promise<Outcome>;
  /** What the process has said of its start, when that failed; waits for its end, or until it asks for an event. */
  initError(): Promise<InitError | undefined>;
  /** How many events the process has taken. */
  readonly taken: number;
  /** How the process has ended; undefined while it runs. */
  readonly exitCode: number | null | undefined;
  /** What it has written to the standard output, which CloudWatch gets line by line. */
  readonly lines: readonly string[];
  readonly errors: readonly string[];
  stop(): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: unknown;
  readonly seconds: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
}

/** Starts a function in AWS's loop, in a process with the environment that Lambda gives it, and nothing more. */
export async function startFunction(options: FunctionOptions): Promise<RunningFunction> {
  const { runtime, asset, handler, megabytes, variables } = options;
  const lines: string[] = [];
  const errors: string[] = [];
  /** Handed to nobody yet. */
  const queue: Waiting[] = [];
  const underWay = new Map<string, Waiting>();
  /** The loop asks, and nothing is there yet. */
  let asking: ServerResponse | undefined;
  let initError: InitError | undefined;
  let exitCode: number | null | undefined;
  let taken = 0;
  let markStarted!: () => void;
  const started = new Promise<void>((resolve) => (markStarted = resolve));

  function handOver(): void {
    const next = asking && queue.shift();
    if (!asking || !next) return;
    const deadline = Date.now() + next.seconds * 1000;
    taken += 1;
    underWay.set(next.id, next);
    // Lambda ends the process that has not answered in time: the next event starts a new one.
    next.timer = setTimeout(() => {
      underWay.delete(next.id);
      next.resolve({ is: 'timeout' });
      child.kill('SIGKILL');
    }, next.seconds * 1000);
    asking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': next.id,
      'lambda-runtime-deadline-ms': String(deadline),
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:us-east-1:123456789012:function:${handler.split('.')[0]}:live`,
      'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
    });
    asking.end(JSON.stringify(next.event));
    asking = undefined;
  }

  function settle(id: string, outcome: Outcome): boolean {
    const waiting = underWay.get(id);
    if (!waiting) return false;
    underWay.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(outcome);
    return true;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, version, ...rest] = (request.url ?? '').split('/');
    const path = rest.join('/');
    if (version !== '2018-06-01') return void response.writeHead(404).end();
    if (request.method === 'GET' && path === 'runtime/invocation/next') {
      asking = response;
      markStarted();
      return handOver();
    }
    const text = await textOf(request);
    const body = text === '' ? undefined : JSON.parse(text);
    const errorType = String(request.headers['lambda-runtime-function-error-type'] ?? body?.errorType);
    if (path === 'runtime/init/error') {
      initError = { errorType, body };
      return accept(response);
    }
    const [, id, end] = /^runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const isKnown =
      id !== undefined && settle(id, end === 'response' ? { is: 'response', body } : { is: 'error', errorType, body });
    if (isKnown) return accept(response);
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errorMessage: 'Nobody knows this invocation.', errorType: 'InvalidRequestID' }));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const child = spawn(join(__dirname, nodes[runtime]), [join(loop, 'index.mjs')], {
    cwd: asset,
    env: {
      PATH: process.env.PATH,
      ...variables,
      // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
      _HANDLER: handler,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}.x`,
      AWS_LAMBDA_FUNCTION_NAME: handler.split('.')[0],
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(megabytes),
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_GROUP_NAME: 'a log group',
      AWS_LAMBDA_LOG_STREAM_NAME: 'a log stream',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${portOf(server)}`,
      LAMBDA_TASK_ROOT: asset,
      LAMBDA_RUNTIME_DIR: loop,
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(line));
  // "close" comes when its output has been read to the end.
  const ended = once(child, 'close').then(([code]) => {
    exitCode = code as number | null;
    const lost = new Error(`The process of ${handler} has ended with ${exitCode}. ${errors.join('\n')}`);
    for (const waiting of [...queue.splice(0), ...underWay.values()]) {
      clearTimeout(waiting.timer);
      waiting.reject(lost);
    }
    underWay.clear();
  });

  return {
    lines,
    errors,
    get taken() {
      return taken;
    },
    get exitCode() {
      return exitCode;
    },
    invoke: async (event, seconds = 29) =>
      new Promise((resolve, reject) => {
        if (exitCode !== undefined) return reject(new Error(`The process of ${handler} has ended with ${exitCode}.`));
        queue.push({ id: randomUUID(), event, seconds, resolve, reject });
        handOver();
      }),
    async initError() {
      await Promise.race([started, ended]);
      return initError;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      server.close();
      server.closeAllConnections();
    },
  };
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
