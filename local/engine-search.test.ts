import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeApplication } from '../test/application';
import { until } from '../test/until';
import { startEngine } from './engine';
import type { Engine, EngineOptions } from './engine';

// What is found on PATH is stand-ins: programs that note how they are called and do what npm, docker and podman would do.
// The engine behind each is the real one.

const project = resolve(__dirname, '..');
const real = require.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
const { arch } = process;
const variables = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'DYNOXIDE_BIN', 'PATH'] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const { version } = JSON.parse(readFileSync(join(real, '../package.json'), 'utf8')) as { version: string };
const { optionalDependencies: packages } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  optionalDependencies: Record<string, string>;
};

let folder: string;
let programs: string;
const engines: Engine[] = [];
const children: ChildProcess[] = [];

/** The platform of a machine that has no engine, and for which npm has one. */
const other = Object.keys(packages).find((name) => name.endsWith('arm64') && name.includes(process.platform))!;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-search-test-'));
  programs = join(folder, 'programs');
  mkdirSync(programs);
  for (const name of variables.slice(0, 3)) delete process.env[name];
  process.env.PATH = programs;
  // What watches a gateway waits with it.
  symlinkSync('/bin/sleep', join(programs, 'sleep'));
  pretend('arm64');
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const name of variables) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  pretend(arch);
  rmSync(folder, { recursive: true, force: true });
});

function pretend(value: string): void {
  Object.defineProperty(process, 'arch', { value });
}

/** Puts a program on PATH, in JavaScript; it notes its command line first. */
function put(name: string, script: string): void {
  const path = join(programs, name);
  writeFileSync(
    path,
    `#!${process.execPath}
    const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
    const { spawn } = require('node:child_process');
    const line = process.argv.slice(2);
    const folder = ${JSON.stringify(folder)};
    appendFileSync(folder + '/calls', ${JSON.stringify(name)} + ' ' + line.join(' ') + '\\n');
    ${script}`,
  );
  chmodSync(path, 0o755);
}

/** What the programs on PATH were called with, one after the other. */
function calls(): string[] {
  const path = join(folder, 'calls');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

/** A dynoxide on PATH: the real one. */
function putDynoxide(): void {
  writeFileSync(join(programs, 'dynoxide'), `#!/bin/sh\nexec ${real} "$@"\n`);
  chmodSync(join(programs, 'dynoxide'), 0o755);
}

/** npm that installs what it is told to, with the real engine in it. */
const putNpm = (): void =>
  put(
    'npm',
    `const [name] = line.at(-1).split(/(?<=.)@/);
    const place = process.cwd() + '/node_modules/' + name;
    mkdirSync(place, { recursive: true });
    writeFileSync(place + '/package.json', JSON.stringify({ name, version: line.at(-1).split(/(?<=.)@/)[1] }));
    symlinkSync(${JSON.stringify(real)}, place + '/dynoxide');`,
  );

/** A container program whose daemon runs; a container is a file with its name, which has the process of its engine. */
const putContainers = (name: 'docker' | 'podman', { hasImage = true, ignoresSignals = false } = {}): void =>
  put(
    name,
    `const [verb] = line;
    const image = folder + '/image';
    if (${hasImage}) writeFileSync(image, '');
    if (verb === 'image' && !existsSync(image)) process.exit(1);
    if (verb === 'pull') writeFileSync(image, '');
    if (verb === 'rm' && existsSync(folder + '/' + line.at(-1))) {
      // A container outlives its client.
      process.kill(Number(readFileSync(folder + '/' + line.at(-1), 'utf8')), 'SIGKILL');
      rmSync(folder + '/' + line.at(-1));
    }
    if (verb === 'run') {
      const [, port] = /--publish 127.0.0.1:([0-9]+):8000/.exec(line.join(' '));
      const container = folder + '/' + line[line.indexOf('--name') + 1];
      const engine = spawn(${JSON.stringify(real)}, ['serve', '--host', '127.0.0.1', '--port', port]);
      writeFileSync(container, String(engine.pid));
      // The client hands signals on (--sig-proxy) and ends with the container, which --rm takes away.
      process.on('SIGTERM', () => ${ignoresSignals} || engine.kill('SIGTERM'));
      engine.on('close', () => { rmSync(container, { force: true }); process.exit(143); });
    }`,
  );

const containersLeft = (): string[] =>
  calls().flatMap((line) => {
    const [, name] = /--name (\S+)/.exec(line) ?? [];
    return name !== undefined && existsSync(join(folder, name)) ? [name] : [];
  });

async function start(options: EngineOptions = {}): Promise<Engine> {
  const engine = await startEngine({ application: folder, ...options });
  engines.push(engine);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  client.destroy();
  return engine;
}

/** A program that runs, with what it says. */
interface Program {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown>;
  out(): string;
  /** Waits until something is so, or the program is at its end. */
  until(condition: () => boolean): Promise<void>;
}

function run(path: string, line: readonly string[], cwd: string, environment = process.env): Program {
  const child = spawn(path, [...line], { cwd, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  let said = '';
  let isOver = false;
  child.stdout.on('data', (text) => (said += text));
  const exit = once(child, 'exit').finally(() => (isOver = true));
  return { child, exit, out: () => said, until: async (condition) => until(() => isOver || condition()) };
}

const yes = async (): Promise<boolean> => true;
const no = async (): Promise<boolean> => false;

describe('the order', () => {
  it('takes the package of the platform before dynoxide on PATH, and that before what has to be fetched', async () => {
    putDynoxide();
    putNpm();
    putContainers('docker');
    expect((await start({ mayFetch: yes })).origin).toBe(`dynoxide ${version} from PATH`);
    pretend(arch);
    expect((await start({ mayFetch: yes })).origin).toBe(`dynoxide ${version} from node_modules`);
    expect(calls()).toEqual([]);
  });

  it('takes the package of the application, whose gateway may lie elsewhere', async () => {
    const place = join(folder, 'node_modules', other);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ version: '9.9.9' }));
    writeFileSync(join(place, 'dynoxide'), readFileSync(real));
    chmodSync(join(place, 'dynoxide'), 0o755);
    expect((await start()).origin).toBe('dynoxide 9.9.9 from node_modules');
  });

  it('passes over another program that has the name', async () => {
    put('dynoxide', "console.log('SkyView reader 0.0.1');");
    putContainers('podman');
    expect((await start()).origin).toBe('amazon/dynamodb-local in podman');
    expect(calls()[0]).toBe('dynoxide --version');
  });

  it('fetches the package before it takes a container', async () => {
    putNpm();
    putContainers('docker');
    expect((await start({ mayFetch: yes })).origin).toBe(`dynoxide ${packages[other]} fetched with npm`);
  });
});

describe('the package fetched with npm', () => {
  it('is installed in the application without being saved, after a question, with a word', async () => {
    putNpm();
    const asked: string[] = [];
    const said: string[] = [];
    const mayFetch = async (what: string): Promise<boolean> => asked.push(what) > 0;
    await start({ mayFetch, say: (words) => said.push(words) });
    expect(asked).toEqual([`${other} ${packages[other]} with npm`]);
    expect(said).toEqual([`Fetching ${other} ${packages[other]} with npm…`]);
    expect(calls()).toEqual([`npm install --no-save --no-audit --no-fund ${other}@${packages[other]}`]);
    // From then on it is there.
    expect((await start()).origin).toBe(`dynoxide ${packages[other]} from node_modules`);
  });

  it.each([
    ['nobody can be asked', undefined],
    ['the answer is no', no],
  ])('is not fetched when %s', async (_, mayFetch) => {
    putNpm();
    await expect(start({ mayFetch })).rejects.toThrow(`\n  npm start -- --yes\n      fetches ${other} with npm`);
    expect(calls()).toEqual([]);
  });

  it('that npm does not find is told, and a container taken', async () => {
    put('npm', "console.error('npm error code E404\\nnpm error 404 Not Found - GET'); process.exit(1);");
    await expect(start({ mayFetch: yes })).rejects.toThrow(
      `npm could not fetch ${other} ${packages[other]}. 404 Not Found - GET\n`,
    );
    putContainers('docker');
    expect((await start({ mayFetch: yes })).origin).toBe('amazon/dynamodb-local in docker');
  });
});

describe('a container', () => {
  it('listens on 127.0.0.1 alone, keeps its data in the folder as its owner, tells AWS nothing, and is gone after stop', async () => {
    putContainers('docker');
    const engine = await start({ folder });
    const port = new URL(engine.endpoint).port;
    const place = '/home/dynamodblocal/data';
    expect(calls().at(-1)).toBe(
      `docker run --rm --name ${containersLeft()[0]} --publish 127.0.0.1:${port}:8000 --env DDB_LOCAL_TELEMETRY=0 ` +
        `--mount type=bind,source=${folder}/dynamodb-local,target=${place} --user ${process.getuid!()}:${process.getgid!()} ` +
        `docker.io/amazon/dynamodb-local -jar DynamoDBLocal.jar -sharedDb -dbPath ${place}`,
    );
    expect(containersLeft()).toHaveLength(1);
    await engine.stop();
    expect(containersLeft()).toEqual([]);
  });

  it('keeps nothing where nothing is to be kept', async () => {
    putContainers('podman');
    await start();
    expect(calls().at(-1)).toMatch(/^podman run .*amazon\/dynamodb-local -jar DynamoDBLocal\.jar -sharedDb -inMemory$/);
  });

  it('that does not end is removed', async () => {
    putContainers('docker', { ignoresSignals: true });
    const engine = await start();
    const [name] = containersLeft();
    await engine.stop();
    expect(calls()).toContain(`docker rm --force ${name}`);
    expect(containersLeft()).toEqual([]);
  });

  it('is fetched only after a question', async () => {
    putContainers('docker', { hasImage: false });
    await expect(start()).rejects.toThrow('There is no DynamoDB engine');
    expect(calls().some((line) => line.startsWith('docker pull'))).toBe(false);
    const said: string[] = [];
    await start({ mayFetch: yes, say: (words) => said.push(words) });
    expect(calls()).toContain('docker pull --quiet docker.io/amazon/dynamodb-local');
    expect(said).toEqual(['Fetching amazon/dynamodb-local with docker…', 'Starting amazon/dynamodb-local in docker…']);
  });

  it('is run by podman when the daemon of docker does not answer, and that is told when there is no podman', async () => {
    put('docker', "console.error('Cannot connect to the Docker daemon'); process.exit(1);");
    await expect(start()).rejects.toThrow('\ndocker is installed and does not answer: start it, and it is taken.\n');
    putContainers('podman');
    expect((await start()).origin).toBe('amazon/dynamodb-local in podman');
  });

  /** A gateway's engine in a process of its own, started and with a container. */
  async function startElsewhere(): Promise<Program & { readonly container: string }> {
    const script = `
      Object.defineProperty(process, 'arch', { value: 'arm64' });
      require(${JSON.stringify(join(__dirname, 'engine.ts'))})
        .startEngine(${JSON.stringify({ folder, application: folder })}).then(() => console.log('up'));
      setInterval(() => {}, 1000);`;
    const register = require.resolve('@swc-node/register');
    const program = run(process.execPath, ['-r', register, '-e', script], project);
    await program.until(() => program.out() === 'up\n');
    return { ...program, container: containersLeft()[0]! };
  }

  it('of a gateway that was killed is ended by what watches it', async () => {
    putContainers('docker');
    const { child, exit } = await startElsewhere();
    child.kill('SIGKILL');
    await exit;
    await until(() => containersLeft().length === 0);
  });

  it('of a gateway that was killed together with its client is ended by the next', async () => {
    putContainers('docker');
    const { child, exit, container } = await startElsewhere();
    const { engine } = JSON.parse(readFileSync(join(folder, 'engine.pid'), 'utf8')) as { engine: { pid: number } };
    // The client first: what watches it would have it take the container away.
    process.kill(engine.pid, 'SIGKILL');
    child.kill('SIGKILL');
    await exit;
    expect(containersLeft()).toEqual([container]);
    await start({ folder });
    expect(containersLeft()).toEqual([expect.not.stringMatching(container)]);
  });
});

describe('no engine at all', () => {
  it('ends in the commands that give one, one a line', async () => {
    await expect(start()).rejects.toThrow(
      [
        `There is no DynamoDB engine for ${process.platform}-arm64 in node_modules or on PATH.`,
        'npm is not on PATH, so that nothing could be fetched with it.',
        'Each of these lines gives it one:',
        '',
        '  npm start -- --yes',
        `      fetches ${other} with npm and starts`,
        `  npm install --no-save ${other}@${packages[other]}`,
        '      only fetches it',
        '  cargo install dynoxide-rs',
        '      compiles the engine, with Rust (the crate "dynoxide" is another project)',
        '  docker run --rm -p 127.0.0.1:8000:8000 amazon/dynamodb-local',
        "      runs AWS's own engine, and the next line the gateway on it",
        '  DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start',
        '      takes any engine that runs already',
        '',
      ].join('\n'),
    );
  });

  it('names no package for a platform that has none', async () => {
    pretend('pdp11');
    await expect(start({ mayFetch: yes })).rejects.toThrow(
      /pdp11 in node_modules or on PATH\.\nEach of [^]*\n {2}cargo/,
    );
    await expect(start({ mayFetch: yes })).rejects.not.toThrow('--yes');
  });
});

describe('npm start', () => {
  /** What `npm start` runs, on a machine without an engine; with pages that are made already. */
  function script(line: readonly string[]): string {
    const command = join(__dirname, 'start-command.ts');
    const path = join(folder, 'start.js');
    writeFileSync(
      path,
      `const { startCommand } = require(${JSON.stringify(command)});
      Object.defineProperty(process, 'arch', { value: 'arm64' });
      process.env.PATH = ${JSON.stringify(programs)};
      void startCommand(${JSON.stringify(line)}, ${JSON.stringify(folder)});`,
    );
    return `${process.execPath} -r ${require.resolve('@swc-node/register')} ${path}`;
  }
  const environment = { ...process.env, TS_NODE_PROJECT: join(project, 'tsconfig.json') };

  beforeEach(() => makeApplication(folder));

  it('without a terminal says in commands what to do, and fetches nothing', () => {
    putNpm();
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', `${script(['--memory', '--port=0'])} </dev/null`], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
      // It would run on, were it not refused.
      timeout: 60_000,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Tandem could not start: There is no DynamoDB engine[^]+--yes[^]+runs already\n\n$/);
    expect(stdout).toBe('');
    expect(calls()).toEqual([]);
  });

  it('with --yes fetches one, and the banner says which it is', async () => {
    putNpm();
    const line = `exec ${script(['--memory', '--port=0', '--yes'])}`;
    const program = run('/bin/sh', ['-c', line], folder, environment);
    await program.until(() => program.out().includes('Ctrl-C'));
    expect(program.out()).toMatch(/^Fetching \S+ \S+ with npm…\n/);
    expect(program.out()).toMatch(/DynamoDB engine +http:\/\/127\.0\.0\.1:\d+ \(dynoxide \S+ fetched with npm\)\n/);
    program.child.kill('SIGTERM');
    await program.exit;
    expect(program.child.exitCode).toBe(0);
  });

  // A terminal of its own comes from util-linux: https://man7.org/linux/man-pages/man1/script.1.html. Skipped with a
  // printed reason where it is not, as on macOS, whose program of this name takes other words; a failure in CI.
  const hasTerminal = (process.platform === 'linux' && existsSync('/usr/bin/script')) || Boolean(process.env.CI);
  if (!hasTerminal) process.stderr.write('\nSkipped the questions in a terminal: there is no script of util-linux.\n');
  const inTerminal = hasTerminal ? it : it.skip;
  inTerminal.each([
    ['', 'fetched with npm'],
    ['y', 'fetched with npm'],
    ['n', 'There is no DynamoDB engine'],
  ])('in a terminal asks, and takes "%s" for an answer', async (answer, outcome) => {
    putNpm();
    const line = ['-qec', `exec ${script(['--memory', '--port=0'])}`, '/dev/null'];
    const program = run('/usr/bin/script', line, folder, { ...environment, SHELL: '/bin/sh' });
    await program.until(() => /\[Y\/n\] |Ctrl-C/.test(program.out()));
    expect(program.out()).toBe(`Fetch ${other} ${packages[other]} with npm now? [Y/n] `);
    expect(calls()).toEqual([]);
    program.child.stdin!.write(`${answer}\n`);
    await program.until(() => /Ctrl-C|runs already/.test(program.out()));
    expect(program.out()).toContain(outcome);
    if (answer !== 'n') program.child.stdin!.write('\u0003');
    await program.exit;
    expect(program.child.exitCode).toBe(answer === 'n' ? 1 : 0);
  });
});
