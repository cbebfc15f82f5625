import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watcherOf } from '../test/engine-watcher';
import { startEngine } from './engine';
import type { Engine } from './engine';
import { commandOf, isRunning, markOf } from './processes';

const project = resolve(__dirname, '..');
const variables = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'DYNOXIDE_BIN', 'PATH'] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

let folder: string;
const engines: Engine[] = [];
const children: ChildProcess[] = [];
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-engine-test-'));
  for (const name of variables.slice(0, 3)) delete process.env[name];
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
  for (const name of variables) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(options?: Parameters<typeof startEngine>[0]): Promise<Engine> {
  const engine = await startEngine(options);
  engines.push(engine);
  return engine;
}

/** The tables of an engine: a whole round trip through its own protocol. */
async function tablesOf(endpoint: string): Promise<string[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    return (await client.send(new ListTablesCommand({}))).TableNames!;
  } finally {
    client.destroy();
  }
}

/** The process of the engine that serves a folder, as the pid file has it. */
function enginePid(pidFile = join(folder, 'engine.pid')): number {
  return (JSON.parse(readFileSync(pidFile, 'utf8')) as { engine: { pid: number } }).engine.pid;
}

/** A gateway of its own process that starts an engine and stays; resolves when the engine is up. */
async function otherGateway(options: object): Promise<{ child: ChildProcess; enginePid: number; endpoint: string }> {
  const script = `
    const { startEngine } = require(${JSON.stringify(join(__dirname, 'engine.ts'))});
    startEngine(${JSON.stringify(options)}).then(
      (engine) => process.stdout.write('up ' + engine.endpoint + '\\n'),
      (error) => { process.stderr.write(error.message); process.exit(1); },
    );
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-r', '@swc-node/register', '-e', script], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  const [text] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => Promise.reject(new Error(`The other gateway ended: ${errors}`))),
  ])) as [Buffer];
  const endpoint = String(text).split(' ')[1]!.trim();
  const enginePid = await pidByPort(endpoint);
  // Nothing watches its engine, as on Windows.
  process.kill(watcherOf(enginePid), 'SIGKILL');
  return { child, endpoint, enginePid };
}

async function pidByPort(endpoint: string): Promise<number> {
  const port = new URL(endpoint).port;
  const ps = spawn('ps', ['-eo', 'pid=,args=']);
  let list = '';
  ps.stdout.on('data', (text) => (list += text));
  await once(ps, 'close');
  return Number(
    list
      .split('\n')
      .find((line) => line.includes(`--port ${port}`))!
      .trim()
      .split(' ')[0],
  );
}

async function killGateway(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function program(text: string): string {
  const path = join(folder, 'program');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('the embedded engine', () => {
  it('answers DynamoDB calls, keeps its data in the folder, and is gone after stop', async () => {
    const engine = await start({ folder });
    expect(engine).toMatchObject({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      origin: expect.stringMatching(/^dynoxide \d+\.\d+\.\d+ from node_modules$/),
      external: false,
    });
    expect(await tablesOf(engine.endpoint)).toEqual([]);
    expect(existsSync(join(folder, 'tables.db'))).toBe(true);
    const pid = enginePid();
    await engine.stop();
    expect(markOf(pid)).toBeUndefined();
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
    await engine.stop();
  });

  it('in memory leaves nothing in the working folder and runs beside another one', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.endpoint).not.toBe(other.endpoint);
    expect(commandOf(await pidByPort(one.endpoint))).not.toContain('--db-path');
  });

  it('listens on the wanted port', async () => {
    const port = await takePort();
    servers.splice(0).forEach((server) => server.close());
    expect((await start({ port })).endpoint).toBe(`http://127.0.0.1:${port}`);
  });

  it('says so when the wanted port is taken', async () => {
    const port = await takePort();
    await expect(start({ folder, port })).rejects.toThrow(`Port ${port} for the DynamoDB engine is taken`);
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
  });

  it('leads its own process group, so that Ctrl-C in a terminal does not reach it', async () => {
    const engine = await start();
    const pid = await pidByPort(engine.endpoint);
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });

  it('tells in words that it was killed from outside, also to a late listener', async () => {
    const engine = await start({ folder });
    const words = new Promise<string>((done) => engine.onExit(done));
    process.kill(enginePid(), 'SIGKILL');
    expect(await words).toMatch(/^The DynamoDB engine \(.+, process \d+\) was ended by SIGKILL\.$/);
    expect(await new Promise<string>((done) => engine.onExit(done))).toBe(await words);
    await engine.stop();
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
  });

  it('tells nothing when it is stopped', async () => {
    const engine = await start();
    const heard: string[] = [];
    engine.onExit((words) => heard.push(words));
    await engine.stop();
    engine.onExit((words) => heard.push(words));
    await sleep(20);
    expect(heard).toEqual([]);
  });

  it('is killed when it does not end in good order', async () => {
    const stubborn = join(folder, 'stubborn.js');
    writeFileSync(
      stubborn,
      `process.on('SIGTERM', () => {});
       const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
       require('node:http').createServer((request, response) => response.end()).listen(port, '127.0.0.1');`,
    );
    process.env.DYNOXIDE_BIN = program(`exec ${process.execPath} ${stubborn} "$@"`);
    const engine = await start();
    const pid = await pidByPort(engine.endpoint);
    await engine.stop();
    expect(markOf(pid)).toBeUndefined();
  });

  it('quotes the last words of an engine that does not start', async () => {
    process.env.DYNOXIDE_BIN = program('echo "no room left" >&2; exit 1');
    await expect(start({ folder })).rejects.toThrow(
      /ended by itself with exit code 1; its last words: no room left\.$/,
    );
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
  });

  it('names a file that it cannot read, and lets go of the folder', async () => {
    writeFileSync(join(folder, 'tables.db'), 'this is no database '.repeat(500));
    await expect(start({ folder })).rejects.toThrow(
      `The data in ${join(folder, 'tables.db')} is damaged (the engine says: not a valid SQLite database).`,
    );
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
  });

  it('goes with its gateway when that exits without stopping it', async () => {
    const script = `require(${JSON.stringify(join(__dirname, 'engine.ts'))}).startEngine({ folder: ${JSON.stringify(folder)} })
      .then((engine) => { console.log(engine.endpoint); process.exit(3); });`;
    const child = spawn(process.execPath, ['-r', '@swc-node/register', '-e', script], { cwd: project });
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    await once(child, 'close');
    while (
      await fetch(String(text).trim()).then(
        () => true,
        () => false,
      )
    )
      await sleep(20);
    expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
  });
});

describe('an engine left by a gateway that was killed', () => {
  it('is ended by the next start on the folder, which finds the data', async () => {
    const left = await otherGateway({ folder });
    await killGateway(left.child);
    const mark = markOf(left.enginePid)!;
    expect(isRunning(mark)).toBe(true);
    const engine = await start({ folder });
    expect(isRunning(mark)).toBe(false);
    expect(enginePid()).not.toBe(left.enginePid);
    expect(await tablesOf(engine.endpoint)).toEqual([]);
  });

  it('in memory is ended by the next start in memory, and those of living gateways are not', async () => {
    const [left, living] = [await otherGateway({}), await otherGateway({})];
    await killGateway(left.child);
    const [leftMark, livingMark] = [markOf(left.enginePid)!, markOf(living.enginePid)!];
    await start();
    expect(isRunning(leftMark)).toBe(false);
    expect(isRunning(livingMark)).toBe(true);
    living.child.kill('SIGKILL');
    await once(living.child, 'exit');
    await start();
    expect(isRunning(livingMark)).toBe(false);
  });

  it('is not confused with another program that has got its number', async () => {
    const innocent = spawn('sleep', ['30']);
    children.push(innocent);
    await once(innocent, 'spawn');
    const mark = markOf(innocent.pid!)!;
    const engine = { ...mark, arguments: 'serve --host 127.0.0.1 --port 9' };
    writeFileSync(join(folder, 'engine.pid'), JSON.stringify({ owner: { pid: 999_999_999, started: '1' }, engine }));
    await start({ folder });
    expect(isRunning(mark)).toBe(true);
  });

  it('is not confused with a later engine that has got its number', async () => {
    const other = await otherGateway({});
    const mark = markOf(other.enginePid)!;
    const command = commandOf(mark.pid)!;
    const engine = { pid: mark.pid, started: 'earlier', arguments: command.slice(command.indexOf('serve')) };
    writeFileSync(join(folder, 'engine.pid'), JSON.stringify({ owner: { pid: 999_999_999, started: '1' }, engine }));
    await start({ folder });
    expect(isRunning(mark)).toBe(true);
    await killGateway(other.child);
    await start();
  });

  it.each(['', '{"owner', 'null', '{}', '{"owner":null}'])('may leave the unreadable pid file %j', async (text) => {
    writeFileSync(join(folder, 'engine.pid'), text);
    await start({ folder });
    expect(enginePid()).toBeGreaterThan(0);
  });

  it('is not looked for when the number of its gateway has passed to this very process', async () => {
    const note = { owner: { pid: process.pid, started: 'in an earlier life' } };
    writeFileSync(join(folder, 'engine.pid'), JSON.stringify(note));
    await start({ folder });
    expect(enginePid()).toBeGreaterThan(0);
  });
});

describe('two gateways on one folder', () => {
  it('are refused: the second gets a sentence, the first goes on', async () => {
    const first = await otherGateway({ folder });
    await expect(start({ folder })).rejects.toThrow(
      `The data in ${folder} is in use by another gateway (process ${first.child.pid}). Stop that one first, or start this one with --memory.`,
    );
    expect(await tablesOf(first.endpoint)).toEqual([]);
    await killGateway(first.child);
    await start({ folder });
  });

  it('are refused in one process as well', async () => {
    await start({ folder });
    await expect(start({ folder })).rejects.toThrow(`in use by another gateway (process ${process.pid})`);
  });

  it('that start at the same moment over a left engine do not both get it', async () => {
    const left = await otherGateway({ folder });
    await killGateway(left.child);
    const outcomes = await Promise.allSettled([start({ folder }), start({ folder }), start({ folder })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

describe('where the engine comes from', () => {
  /** Refuses as DynamoDB does, or answers like something else. */
  async function standIn(
    body = '{"__type":"com.amazonaws.dynamodb.v20120810#UnrecognizedClientException"}',
  ): Promise<string> {
    const server = createHttpServer((_request, response) => response.writeHead(400).end(body)).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it.each(['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB'])(
    '%s: the engine that it names, left alone',
    async (name) => {
      process.env[name] = await standIn();
      process.env.DYNOXIDE_BIN = '/nonexistent';
      const engine = await start({ folder });
      expect(engine).toMatchObject({ endpoint: process.env[name], origin: `named by ${name}`, external: true });
      await engine.stop();
      expect((await fetch(engine.endpoint)).status).toBe(400);
      expect(existsSync(join(folder, 'engine.pid'))).toBe(false);
    },
  );

  it('DYNAMODB_ENDPOINT goes before AWS_ENDPOINT_URL_DYNAMODB', async () => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:1';
    process.env.DYNAMODB_ENDPOINT = await standIn();
    expect((await start()).endpoint).toBe(process.env.DYNAMODB_ENDPOINT);
  });

  it.each(['localhost:8000', 'nonsense'])('refuses the address %s', async (address) => {
    process.env.DYNAMODB_ENDPOINT = address;
    await expect(start()).rejects.toThrow(`DYNAMODB_ENDPOINT is "${address}", which is not an address such as`);
  });

  it('says so when nothing answers at the address', async () => {
    process.env.DYNAMODB_ENDPOINT = 'http://127.0.0.1:1';
    await expect(start()).rejects.toThrow('DYNAMODB_ENDPOINT is "http://127.0.0.1:1", but nothing answers there');
  });

  it('says so when what answers there is no engine', async () => {
    process.env.DYNAMODB_ENDPOINT = await standIn('{"type":"/problems/no-such-route"}');
    await expect(start()).rejects.toThrow(
      'but what answers there does not speak as DynamoDB does: correct it, or unset',
    );
  });

  it('names the variable when its program is no engine', async () => {
    process.env.DYNOXIDE_BIN = program('exit 0');
    await expect(start()).rejects.toThrow(/a program, named by DYNOXIDE_BIN, process \d+\) ended by itself/);
  });

  it('DYNOXIDE_BIN: the program that it names', async () => {
    const real = require.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
    process.env.DYNOXIDE_BIN = program(`touch ${folder}/ran; exec ${real} "$@"`);
    const { origin } = await start({ folder });
    expect(origin).toMatch(/^dynoxide \d+\.\d+\.\d+, named by DYNOXIDE_BIN$/);
    expect(existsSync(join(folder, 'ran'))).toBe(true);
  });

  it.each(['/nonexistent/dynoxide', tmpdir(), __filename])('refuses the program %s', async (path) => {
    process.env.DYNOXIDE_BIN = path;
    await expect(start()).rejects.toThrow(`DYNOXIDE_BIN names ${path}, which is not a program that can be run`);
  });
});
