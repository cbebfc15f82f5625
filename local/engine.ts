import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../schema/guards';
import { portOf } from './port';
import { nameDamage } from './engine-damage';
import { prepareDatabase } from './engine-database';
import { claimFolder, claimMemory, containerPrefix, engineOn } from './engine-claim';
import type { Claim } from './engine-claim';
import { image, removeContainer, searchEngine } from './engine-search';
import type { FoundEngine, SearchOptions } from './engine-search';
import { endWithUs } from './engine-watcher';

/** A running DynamoDB-compatible engine. */
export interface Engine {
  readonly endpoint: string;
  /** Which one it is and where it comes from, in a few words. */
  readonly origin: string;
  /** Whether it is one that DYNAMODB_ENDPOINT names and that was not started here. */
  readonly external: boolean;
  /** Ends the engine and returns when it is gone; one that was not started here is left alone. */
  stop(): Promise<void>;
  /** Tells in words, once, when the engine ends without `stop`. */
  onExit(listener: (words: string) => void): void;
}

export interface EngineOptions extends SearchOptions {
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
 * Starts the nearest DynamoDB engine, or takes the one that DYNAMODB_ENDPOINT names.
 * @throws NoEngineError when there is none, with commands that give one; Error with a sentence for people
 */
export async function startEngine({ folder, port, ...search }: EngineOptions = {}): Promise<Engine> {
  const found = await searchEngine(search);
  if (found.kind === 'address') return otherEngine(found);
  const claim = folder === undefined ? await claimMemory() : await claimFolder(resolve(folder));
  try {
    const data = folder === undefined ? undefined : resolve(folder);
    if (found.kind === 'container') search.say?.(`Starting ${found.words}…`);
    const way = found.kind === 'program' ? programWay(found, data) : containerWay(found, data);
    return await launchOnFreePort(way, port, claim);
  } catch (error) {
    claim.release();
    throw folder === undefined ? error : nameDamage(error, join(resolve(folder), 'tables.db'));
  }
}

type Found<Kind> = Extract<FoundEngine, { readonly kind: Kind }>;

/** How an engine is started and ended. */
interface Way {
  readonly program: string;
  readonly origin: string;
  readonly lineFor: (port: number) => readonly string[];
  /** Whether an answer to a bare GET says that it is ready. */
  readonly isReady: (response: Response) => boolean;
  /** Seconds that it may take to be ready. */
  readonly seconds: number;
  /** What ends it at once, while this process exits. */
  readonly lastSignal: NodeJS.Signals;
  /** Takes away what is left when its process has been killed. */
  readonly tidy: () => Promise<void>;
}

function programWay({ path, words }: Found<'program'>, folder: string | undefined): Way {
  const file = folder === undefined ? undefined : join(folder, 'tables.db');
  if (file !== undefined) prepareDatabase(file);
  const data = file === undefined ? [] : ['--db-path', file];
  return {
    program: path,
    origin: words,
    lineFor: (port) => ['serve', '--host', '127.0.0.1', '--port', String(port), ...data],
    isReady: ({ ok }) => ok,
    seconds: 10,
    lastSignal: 'SIGKILL',
    tidy: () => Promise.resolve(),
  };
}

let containers = 0;

/**
 * AWS's engine in a container, with its data in a folder beside that of ours. The client stays attached: it hands
 * signals on to the container, which is gone when it ends.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
function containerWay({ path, words }: Found<'container'>, folder: string | undefined): Way {
  const name = `${containerPrefix}${process.pid}-${(containers += 1)}`;
  const source = folder === undefined ? undefined : join(folder, 'dynamodb-local');
  if (source !== undefined) mkdirSync(source, { recursive: true });
  const place = '/home/dynamodblocal/data';
  return {
    program: path,
    origin: words,
    lineFor: (port) => [
      ...['run', '--rm', '--name', name, '--publish', `127.0.0.1:${port}:8000`],
      // It would tell AWS of its use.
      ...['--env', 'DDB_LOCAL_TELEMETRY=0'],
      ...(source === undefined ? [] : ['--mount', `type=bind,source=${source},target=${place}`, ...ownerOptions(path)]),
      ...[image, '-jar', 'DynamoDBLocal.jar', '-sharedDb'],
      ...(source === undefined ? ['-inMemory'] : ['-dbPath', place]),
    ],
    // It answers a bare GET with 400.
    isReady: () => true,
    seconds: 60,
    lastSignal: 'SIGTERM',
    tidy: () => removeContainer(name),
  };
}

/** What lets the container write into a folder of ours, so that its files are ours too. */
function ownerOptions(program: string): readonly string[] {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  if (user === undefined) return [];
  // Podman without root maps users; it labels folders where SELinux asks for it.
  const podman = basename(program).startsWith('podman')
    ? ['--security-opt', 'label=disable', ...(user === 0 ? [] : ['--userns', 'keep-id'])]
    : [];
  return [...podman, '--user', `${user}:${group}`];
}

/** The address of the engine that a gateway of this machine runs on a data folder; undefined when none runs. */
export function runningEngine(folder: string): string | undefined {
  const [, port] = /(?:--port |--publish 127\.0\.0\.1:)(\d+)/.exec(engineOn(resolve(folder)) ?? '') ?? [];
  return port === undefined ? undefined : `http://127.0.0.1:${port}`;
}

/** A call that every engine answers, be it with a refusal. */
const listTables = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: '{}',
};

async function otherEngine({ variable, address: endpoint, words }: Found<'address'>): Promise<Engine> {
  const hint = `${variable} is "${endpoint}"`;
  if (!URL.canParse(endpoint) || !/^https?:/i.test(endpoint)) {
    throw new Error(`${hint}, which is not an address such as http://127.0.0.1:8000: correct it or unset it.`);
  }
  const wayOut = `or unset ${variable} to use the embedded one`;
  let answer: string;
  try {
    answer = await fetch(endpoint, { ...listTables, signal: AbortSignal.timeout(5_000) }).then((response) =>
      response.text(),
    );
  } catch {
    throw new Error(`${hint}, but nothing answers there: start that engine, ${wayOut}.`);
  }
  if (!/"(?:TableNames|__type)"/.test(answer)) {
    throw new Error(`${hint}, but what answers there does not speak as DynamoDB does: correct it, ${wayOut}.`);
  }
  return { endpoint, origin: words, external: true, stop: () => Promise.resolve(), onExit: () => undefined };
}

async function launchOnFreePort(way: Way, port: number | undefined, claim: Claim): Promise<Engine> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(way, await freePort(port), claim);
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
  readonly lastSignal: NodeJS.Signals;
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
    for (const { child, lastSignal, claim } of running) {
      child.kill(lastSignal);
      claim.release();
    }
  });
}

async function launch(way: Way, port: number, claim: Claim): Promise<Engine> {
  const engineArguments = way.lineFor(port);
  const child = spawn(way.program, engineArguments, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The engine has a process group of its own: Ctrl-C in the terminal reaches the gateway alone, which then ends the
    // engine in good order, after the last request.
    detached: true,
    windowsHide: true,
  });
  const entry: Running = { child, lastSignal: way.lastSignal, claim };
  endWithThisProcess(entry);
  if (child.pid !== undefined) claim.note(child.pid, engineArguments);
  const endWatcher = child.pid === undefined ? undefined : endWithUs(child.pid);

  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
  });

  let ended: string | undefined;
  let stopping = false;
  let isKilled = false;
  const listeners: ((words: string) => void)[] = [];
  const closed = new Promise<void>((resolve) => {
    const finish = (reason: string): void => {
      if (ended !== undefined) return;
      const tail = complaint(lastWords);
      ended = `The DynamoDB engine (${way.program}, ${way.origin}, process ${child.pid ?? 'never started'}) ${reason}${tail ? `; its last words: ${tail}` : ''}.`;
      running.delete(entry);
      endWatcher?.();
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
      const insist = setTimeout(() => {
        child.kill('SIGKILL');
        isKilled = true;
      }, 3_000);
      await closed;
      clearTimeout(insist);
      if (isKilled) await way.tidy();
    }
    claim.release();
  };

  const endpoint = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + way.seconds * 1000;
  while (!(await isHealthy(endpoint, way))) {
    if (ended !== undefined) throw new StartError(ended, /in use/i.test(ended));
    if (Date.now() > giveUpAt) {
      await stop();
      throw new StartError(
        `The DynamoDB engine did not get ready within ${way.seconds} seconds. ${complaint(lastWords)}`.trim(),
        false,
      );
    }
    await sleep(10);
  }
  if (ended !== undefined) throw new StartError(ended, true);

  return {
    endpoint,
    origin: way.origin,
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

async function isHealthy(endpoint: string, { isReady }: Way): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return isReady(response);
  } catch {
    return false;
  }
}
