import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../schema/guards';
import { portOf } from './port';
import { findBinary } from './engine-binary';
import { claimFolder, claimMemory, engineOn } from './engine-claim';
import type { Claim } from './engine-claim';

/** A running DynamoDB-compatible engine. */
export interface Engine {
  readonly endpoint: string;
  /** Whether it is one that DYNAMODB_ENDPOINT names and that was not started here. */
  readonly external: boolean;
  /** Ends the engine and returns when it is gone; one that was not started here is left alone. */
  stop(): Promise<void>;
  /** Tells in words, once, when the engine ends without `stop`. */
  onExit(listener: (words: string) => void): void;
}

export interface EngineOptions {
  /** Where the data is kept; in memory when left out. */
  readonly folder?: string;
  /** A free port when left out. */
  readonly port?: number;
}

/** An engine that could not be started; `again` when another port may do. */
class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    message: string,
    readonly again: boolean,
  ) {
    super(message);
  }
}

/**
 * Starts the embedded DynamoDB engine, or takes the one that DYNAMODB_ENDPOINT names.
 * @throws Error with a sentence for people when there is no engine to be had
 */
export async function startEngine({ folder, port }: EngineOptions = {}): Promise<Engine> {
  const variable = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB'].find((name) => process.env[name]);
  const address = variable && process.env[variable];
  if (variable && address) return otherEngine(variable, address);

  const binary = findBinary();
  const claim = folder === undefined ? await claimMemory() : await claimFolder(resolve(folder));
  try {
    const data = folder === undefined ? [] : ['--db-path', join(resolve(folder), 'tables.db')];
    return await launchOnFreePort(binary, data, port, claim);
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** The address of the engine that a gateway of this machine runs on a data folder; undefined when none runs. */
export function runningEngine(folder: string): string | undefined {
  const port = /--port (\d+)/.exec(engineOn(resolve(folder)) ?? '')?.[1];
  return port === undefined ? undefined : `http://127.0.0.1:${port}`;
}

async function otherEngine(variable: string, endpoint: string): Promise<Engine> {
  const hint = `${variable} is "${endpoint}"`;
  if (!URL.canParse(endpoint) || !/^https?:/i.test(endpoint)) {
    throw new Error(`${hint}, which is not an address such as http://127.0.0.1:8000: correct it or unset it.`);
  }
  try {
    // Any answer will do: DynamoDB Local answers a bare GET with 400.
    await fetch(endpoint, { signal: AbortSignal.timeout(5_000) }).then((response) => response.body?.cancel());
  } catch {
    throw new Error(
      `${hint}, but nothing answers there: start that engine, or unset ${variable} to use the embedded one.`,
    );
  }
  return { endpoint, external: true, stop: () => Promise.resolve(), onExit: () => undefined };
}

async function launchOnFreePort(
  binary: string,
  data: readonly string[],
  port: number | undefined,
  claim: Claim,
): Promise<Engine> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(binary, data, await freePort(port), claim);
    } catch (error) {
      // Between our look and the engine's own bind, another program may take a port that was free.
      if (error instanceof StartError && error.again && port === undefined && attempt < 3) continue;
      throw error;
    }
  }
}

/** A port of 127.0.0.1 that nothing listens on: the wanted one, or any. */
async function freePort(preferredPort = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(preferredPort, '127.0.0.1');
    await once(server, 'listening');
    return portOf(server);
  } catch (error) {
    const code = errorCode(error);
    throw new Error(
      code === 'EADDRINUSE'
        ? `Port ${preferredPort} for the DynamoDB engine is taken: name another, or none to have a free one chosen.`
        : `The DynamoDB engine cannot listen on port ${preferredPort} of 127.0.0.1 (${code}).`,
    );
  } finally {
    server.close();
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly claim: Claim;
}

const running = new Set<Running>();
let watchingExit = false;

/** However this process exits, its engines go with it; only what is synchronous still works then. */
function endWithThisProcess(engine: Running): void {
  running.add(engine);
  if (watchingExit) return;
  watchingExit = true;
  process.on('exit', () => {
    for (const { child, claim } of running) {
      child.kill('SIGKILL');
      claim.release();
    }
  });
}

async function launch(binary: string, data: readonly string[], port: number, claim: Claim): Promise<Engine> {
  const engineArguments = ['serve', '--host', '127.0.0.1', '--port', String(port), ...data];
  const child = spawn(binary, engineArguments, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The engine has a process group of its own: Ctrl-C in the terminal reaches the gateway alone, which then ends the
    // engine in good order, after the last request.
    detached: true,
    windowsHide: true,
  });
  const entry: Running = { child, claim };
  endWithThisProcess(entry);
  if (child.pid !== undefined) claim.note(child.pid, engineArguments);

  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
  });

  let ended: string | undefined;
  let stopping = false;
  const listeners: ((words: string) => void)[] = [];
  const closed = new Promise<void>((resolve) => {
    const finish = (reason: string): void => {
      if (ended !== undefined) return;
      const tail = complaint(lastWords);
      ended = `The DynamoDB engine (${binary}, process ${child.pid ?? 'never started'}) ${reason}${tail ? `; its last words: ${tail}` : ''}.`;
      running.delete(entry);
      resolve();
      if (!stopping) for (const listener of listeners) listener(ended);
    };
    child.on('error', (error) => {
      if (child.pid === undefined) finish(`could not be run: ${error.message}`);
    });
    // 'close' and not 'exit': by then all that it wrote to stderr has been read.
    child.on('close', (code, signal) => {
      finish(signal ? `was ended by ${signal}` : `ended by itself with exit code ${code}`);
    });
  });

  const stop = async (): Promise<void> => {
    stopping = true;
    if (ended === undefined) {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await closed;
      clearTimeout(insist);
    }
    claim.release();
  };

  const endpoint = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + 10_000;
  while (!(await isHealthy(endpoint))) {
    if (ended !== undefined) throw new StartError(ended, /in use/i.test(ended));
    if (Date.now() > giveUpAt) {
      await stop();
      throw new StartError(
        `The DynamoDB engine did not get ready within 10 seconds. ${complaint(lastWords)}`.trim(),
        false,
      );
    }
    await sleep(10);
  }
  if (ended !== undefined) throw new StartError(ended, true);

  return {
    endpoint,
    external: false,
    stop,
    onExit(listener) {
      if (ended === undefined) listeners.push(listener);
      else if (!stopping) queueMicrotask(listener.bind(undefined, ended));
    },
  };
}

/** What the engine wrote beside its greeting. */
function complaint(lastWords: string): string {
  return lastWords.replace(/^Dynoxide listening on .*$/m, '').trim();
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
