import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordOf } from '../../schema/guards';

// What the tests outside do in a created project: as its owner, by npm and by the network, and by nothing of this tree.

/** What a command has printed, to both streams, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly text: string;
}

/** Runs a command of npm and its kind to the end. */
export function attempt(folder: string, line: string): Printed {
  const { status, stdout, stderr } = spawnSync(line, {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_yes: 'true',
      // npm hands on what the .npmrc of this repository says; whoever has a project of its own has no such file.
      npm_config_engine_strict: 'false',
    },
  });
  return { code: status ?? 1, text: stdout + stderr };
}

/**
 * Runs a command that must succeed.
 * @throws Error with all that it printed when it does not
 */
export function run(folder: string, line: string): string {
  const { code, text } = attempt(folder, line);
  if (code !== 0) throw new Error(`${line} ended with ${code}:\n${text}`);
  return text;
}

/** The packages that are installed below a folder, and what they weigh. */
export function weightOf(folder: string): { readonly packages: number; readonly megabytes: number } {
  const modules = join(folder, 'node_modules');
  const { packages } = recordOf(JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')));
  const bytes = readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { packages: Object.keys(recordOf(packages)).length, megabytes: Math.round(bytes / 1e6) };
}

/** A gateway that `npm start` of a project has brought up. */
export interface Started {
  readonly url: string;
  /** Sends JSON and gives the status and the body of the answer. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly json: any }>;
  /** Sends a query or mutation and gives its data; throws what it is refused with. */
  readonly graphql: (query: string) => Promise<any>;
  /** Calls a tool as an agent does. */
  readonly tool: (name: string, values: Readonly<Record<string, unknown>>) => Promise<any>;
  readonly stop: () => Promise<void>;
}

/** Starts a project on a free port, with its data in memory, and waits for its first answer. */
export async function start(folder: string): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('npm', ['start', '--silent', '--', '--memory', '--port', String(port)], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said}`);
    await sleep(50);
  }
  const ask: Started['ask'] = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    url,
    ask,
    graphql: async (query) => {
      const { json } = await ask('POST', '/graphql', { query });
      if (json.errors) throw new Error(JSON.stringify(json.errors));
      return json.data;
    },
    tool: async (name, values) => {
      const parameters = { name, arguments: values };
      const { json } = await ask('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: parameters });
      if (json.result.isError) throw new Error(JSON.stringify(json.result));
      return json.result.structuredContent;
    },
    stop: async () => end(child),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}

/** npm and what it has started are a group of processes of their own. */
async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
