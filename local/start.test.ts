import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { markOf } from './processes';
import { makeApplication } from '../test/application';
import { watcherOf } from '../test/engine-watcher';
import { samples } from '../test/trial/samples';
import { until } from '../test/until';

const project = resolve(__dirname, '..');

/** The program of `npm start` in a process of its own, in the folder of an application. */
class Program {
  readonly child: ChildProcess;
  out = '';
  errors = '';
  private readonly closed: Promise<unknown>;

  constructor(options: readonly string[], environment: Record<string, string> = {}) {
    const own = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'DYNOXIDE_BIN', 'DEBUG'];
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)));
    const register = require.resolve('@swc-node/register');
    this.child = spawn(process.execPath, ['-r', register, join(__dirname, 'start.ts'), ...options], {
      cwd: folder,
      env: { ...inherited, TS_NODE_PROJECT: join(project, 'tsconfig.json'), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.on('data', (text) => (this.out += text));
    this.child.stderr!.on('data', (text) => (this.errors += text));
    // All that it has said is there only then, which may be later than its exit.
    this.closed = once(this.child, 'close');
    programs.push(this);
  }

  /** The URL in the banner, once it is there. */
  async url(): Promise<string> {
    for (;;) {
      const [, url] = /REST +(http:\S+)\/book/.exec(this.out) ?? [];
      if (url && this.out.includes('Ctrl-C')) return url;
      if (this.child.exitCode !== null) throw new Error(`It ended with ${this.child.exitCode}: ${this.errors}`);
      await sleep(20);
    }
  }

  async exitCode(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }

  enginePid(): number {
    const [, port] = /DynamoDB engine +http:\/\/127\.0\.0\.1:(\d+)/.exec(this.out)!;
    const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    return Number.parseInt(
      list.find((line) => line.includes('dynoxide serve') && line.includes(`--port ${port}`))!,
      10,
    );
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

let folder: string;
const programs: Program[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-start-test-'));
  makeApplication(folder);
});

afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.child.kill('SIGTERM');
    await program.exitCode();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function items(url: string): Promise<{ id: string }[]> {
  return ((await (await fetch(`${url}/book?limit=100`)).json()) as { items: { id: string }[] }).items;
}

it('brings up a gateway with samples, says where everything is, and finds its data again', async () => {
  const first = new Program(['--port=0']);
  const url = await first.url();
  for (const path of ['/graphql', '/book  /shelf  /loan  /notice  /lambda-apigateway', '/docs', '/health']) {
    expect(first.out).toContain(`${url}${path}\n`);
  }
  expect(first.out).toContain(
    `Data                     ${join(folder, '.data')} (samples loaded: ${samples.length} of book)`,
  );
  expect(await items(url)).toHaveLength(samples.length);
  expect((await fetch(`${url}/book/b-100`, { method: 'DELETE' })).status).toBe(204);
  expect(statSync(join(folder, '.data', 'cursor.key')).mode & 0o777).toBe(0o600);
  const { nextCursor } = (await (await fetch(`${url}/book?limit=2`)).json()) as { nextCursor: string };
  first.child.kill('SIGINT');
  expect(await first.exitCode()).toBe(0);
  expect(first.errors).toBe('');
  // An engine that ends in good order has put its log of writes into the file; a killed one leaves it beside.
  expect(readdirSync(join(folder, '.data')).sort()).toEqual([
    'cursor.key',
    'loans-dead-letters.jsonl',
    'loans-queue.jsonl',
    'notices-dead-letters.jsonl',
    'notices-queue.jsonl',
    'outbox.checkpoint.json',
    'relay-dead-letter-queue.jsonl',
    'tables.db',
  ]);

  const second = new Program(['--port=0']);
  const again = await second.url();
  expect(second.out).not.toContain('samples loaded');
  expect(await items(again)).toHaveLength(samples.length - 1);
  expect((await fetch(`${again}/book?limit=2&cursor=${nextCursor}`)).status).toBe(200);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the gateway and its engine with exit code 0',
  async (signal) => {
    const program = new Program(['--port=0', '--memory']);
    const url = await program.url();
    const mark = markOf(program.enginePid());
    expect(mark).toBeDefined();
    program.child.kill(signal);
    expect(await program.exitCode()).toBe(0);
    expect(markOf(mark!.pid)).toBeUndefined();
    await expect(fetch(url)).rejects.toThrow();
  },
);

it('says nothing before its banner, and ends when whoever reads what it says has gone', async () => {
  const program = new Program(['--port=0', '--memory']);
  const url = await program.url();
  expect(program.out).toMatch(/^\n {2}\S.* is up after /);
  const mark = markOf(program.enginePid());
  program.child.stdout!.destroy();
  await fetch(`${url}/health`);
  expect(await program.exitCode()).toBe(0);
  expect(program.errors).toBe('');
  expect(markOf(mark!.pid)).toBeUndefined();
});

it('import, export and events find it wherever it listens, from its folder', async () => {
  const program = new Program(['--port=0', '--memory']);
  await program.url();
  const rows = join(folder, 'rows.jsonl');
  writeFileSync(rows, JSON.stringify({ id: 'found', title: 'Found', category: 'Lost', price: 1 }));
  const command = async (path: string, ...line: string[]): Promise<string> => {
    const register = require.resolve('@swc-node/register');
    const env = { ...process.env, TS_NODE_PROJECT: join(project, 'tsconfig.json') };
    const child = spawn(process.execPath, ['-r', register, join(project, path), ...line], { cwd: folder, env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    const ended = once(child, 'close');
    // It goes on until it is interrupted.
    if (path.includes('events')) {
      await until(() => out.includes('\n') || child.exitCode !== null);
      child.kill('SIGINT');
    }
    await ended;
    return out;
  };
  expect(await command('tools/transfer/import.ts', 'book', rows)).toMatch(/1 read, 1 created, /);
  expect(await command('tools/transfer/export.ts', 'book')).toContain('"id":"found"');
  expect(await command('tools/events/events.ts', 'tail')).toMatch(/^\S+ {2}\w+/);
});

it('a command beside it knows where the gateway is, and ends with it', async () => {
  const web = `${process.execPath} -e "console.log('web ' + process.pid + ' of ' + process.env.TANDEM_URL); setInterval(String, 1000)"`;
  const program = new Program(['--port=0', '--memory', `--beside=${web} && true`]);
  const url = await program.url();
  await until(() => /web \d+ of/.test(program.out));
  const [, pid, told] = /web (\d+) of (\S+)/.exec(program.out)!;
  expect(told).toBe(url);
  expect(markOf(Number(pid))).toBeDefined();
  program.child.kill('SIGTERM');
  expect(await program.exitCode()).toBe(0);
  await until(() => !markOf(Number(pid)));
});

it('a command beside it that fails is told, and the gateway goes on', async () => {
  const program = new Program(['--port=0', '--memory', '--beside=exit 3']);
  const url = await program.url();
  await until(() => program.errors !== '');
  expect(program.errors).toBe('"exit 3" ended with 3; the gateway goes on without it.\n');
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

it('a signal during the start leaves no process behind either', async () => {
  const program = new Program(['--port=0']);
  await until(() => read(join(folder, '.data', 'engine.pid')).includes('engine":'));
  const { engine } = JSON.parse(read(join(folder, '.data', 'engine.pid'))) as { engine: { pid: number } };
  program.child.kill('SIGTERM');
  expect(await program.exitCode()).toBe(0);
  await until(() => !markOf(engine.pid));
  expect(read(join(folder, '.data', 'engine.pid'))).toBe('');
});

it('a second Ctrl-C does not wait for a request under way, but the echo that npm adds is none', async () => {
  const program = new Program(['--port=0', '--memory']);
  const url = new URL(await program.url());
  const mark = markOf(program.enginePid())!;
  // A request whose body never ends keeps the server from closing.
  const socket = connect(Number(url.port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST /book HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc');
  await sleep(100);
  program.child.kill('SIGINT');
  await sleep(50);
  program.child.kill('SIGINT');
  await sleep(400);
  expect(program.child.exitCode).toBeNull();
  program.child.kill('SIGINT');
  expect(await program.exitCode()).toBe(130);
  await until(() => !markOf(mark.pid));
  socket.destroy();
});

it('an engine that is killed ends the gateway with one sentence and exit code 1', async () => {
  const program = new Program(['--port=0']);
  await program.url();
  process.kill(program.enginePid(), 'SIGKILL');
  expect(await program.exitCode()).toBe(1);
  expect(program.errors).toMatch(
    /^The DynamoDB engine \(.+\) was ended by SIGKILL\. Your data is safe in .+\.data; "npm start" brings the gateway up again\.\n$/,
  );
});

it('a second gateway on the same data is refused in one sentence, and the first goes on', async () => {
  const first = new Program(['--port=0']);
  const url = await first.url();
  const second = new Program(['--port=0']);
  expect(await second.exitCode()).toBe(1);
  expect(second.errors).toMatch(
    /^Tandem could not start: The data in .+ is in use by another gateway \(process \d+\)\. [^\n]+\nDEBUG=tandem npm start shows where\.\n$/,
  );
  expect((await fetch(`${url}/health?deep`)).status).toBe(200);
});

it('a gateway killed with SIGKILL takes its engine with it, and no write is lost', async () => {
  const first = new Program(['--port=0']);
  const url = await first.url();
  const mark = markOf(first.enginePid())!;
  expect((await fetch(`${url}/book/b-100`, { method: 'DELETE' })).status).toBe(204);
  first.child.kill('SIGKILL');
  await first.exitCode();
  await until(() => !markOf(mark.pid));
  const second = new Program(['--port=0']);
  expect(await items(await second.url())).toHaveLength(samples.length - 1);
});

it('an engine in memory ends with a gateway that is killed, too', async () => {
  const program = new Program(['--port=0', '--memory']);
  await program.url();
  const mark = markOf(program.enginePid())!;
  program.child.kill('SIGKILL');
  await until(() => !markOf(mark.pid));
});

it('where nothing watches, a gateway killed with SIGKILL leaves an engine that the next start ends', async () => {
  const first = new Program(['--port=0']);
  await first.url();
  const mark = markOf(first.enginePid())!;
  process.kill(watcherOf(mark.pid), 'SIGKILL');
  first.child.kill('SIGKILL');
  await first.exitCode();
  expect(markOf(mark.pid)).toEqual(mark);
  const second = new Program(['--port=0']);
  expect(await items(await second.url())).toHaveLength(samples.length);
  expect(markOf(mark.pid)).toBeUndefined();
});

it('a gateway that ends leaves no watcher behind', async () => {
  const program = new Program(['--port=0', '--memory']);
  await program.url();
  const watcher = markOf(watcherOf(program.enginePid()))!;
  program.child.kill('SIGTERM');
  await program.exitCode();
  await until(() => !markOf(watcher.pid));
});

describe('a damaged file of data is named, with the way out', () => {
  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(20_000))],
    ['has lost its end', (file: string) => truncateSync(file, 20_000)],
  ])('one that %s', async (_, damage) => {
    const first = new Program(['--port=0']);
    await first.url();
    first.child.kill('SIGTERM');
    await first.exitCode();
    const data = join(folder, '.data');
    damage(join(data, 'tables.db'));
    const second = new Program(['--port=0']);
    expect(await second.exitCode()).toBe(1);
    expect(second.errors).toMatch(
      /^Tandem could not start: The data in (\S+tables\.db) is damaged \(the engine says: /,
    );
    expect(second.errors).toContain(join(data, 'tables.db'));
    const [, command] = /makes a new one: (mv .+)\n/.exec(second.errors)!;
    expect(second.errors).toContain('\n  npm start -- --memory starts without it');
    execFileSync('sh', ['-c', command!]);
    const third = new Program(['--port=0']);
    expect(await items(await third.url())).toHaveLength(samples.length);
  });
});

it('a folder of data that is a file, and a file that is a folder, are named with a way out', async () => {
  const data = join(folder, '.data');
  writeFileSync(data, '');
  const first = new Program(['--port=0']);
  expect(await first.exitCode()).toBe(1);
  expect(first.errors).toMatch(/The data cannot be kept in \S+\.data \(EEXIST\): make room .* --memory\.\n/);
  rmSync(data);
  mkdirSync(join(data, 'tables.db'), { recursive: true });
  const second = new Program(['--port=0']);
  expect(await second.exitCode()).toBe(1);
  expect(second.errors).toMatch(
    /The data in \S+tables\.db is damaged \(the engine says: unable to open database file\)/,
  );
});

it('a name that a file does not know is told with its place', async () => {
  const path = join(folder, 'tandem.ts');
  writeFileSync(
    path,
    `\nimport { Domain } from '@tandem/gateway';\n@Domain('leaf')\nclass Leaf {\n  @Txt() id!: string;\n}\n`,
  );
  const program = new Program(['--port=0', '--memory']);
  expect(await program.exitCode()).toBe(1);
  expect(program.errors).toBe(
    'Tandem could not start: tandem.ts:5:4: Txt is not defined: import it, or correct its name.\n',
  );
});

it('a taken port means the next free one, and the banner says so', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const program = new Program([`--port=${port}`, '--memory', '--payload=v2']);
  const actual = Number(new URL(await program.url()).port);
  expect(actual).toBeGreaterThan(port);
  expect(program.out).toContain(`Port ${port} is taken, so it listens on ${actual}.`);
  expect(program.out).toContain('as an API Gateway v2 event');
  taken.close();
});

it('--memory keeps nothing', async () => {
  const program = new Program(['--port=0', '--memory']);
  expect(await items(await program.url())).toHaveLength(samples.length);
  expect(program.out).toContain('in memory, gone when you stop');
  expect(readdirSync(folder)).toEqual(['tandem.ts']);
});

it('--auth=jwt refuses who has no token, and says where one is to be had', async () => {
  const program = new Program(['--port=0', '--memory', '--auth=jwt']);
  const url = await program.url();
  const remove = async (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/book/${samples[0]!.id}`, { method: 'DELETE', headers });
  const refused = await remove();
  expect(refused.status).toBe(401);
  const { detail } = (await refused.json()) as { detail: string };
  const [, path] = /as JSON to (\S+)\.$/.exec(detail)!;
  const [alice, admin, carol] = detail.match(/\{.+?\}/g)!;
  const statusFor = async (body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + path!, { method: 'POST', headers, body });
    const { token } = (await answer.json()) as { token: string };
    return (await remove({ authorization: `Bearer ${token}` })).status;
  };
  expect(await statusFor(alice)).toBe(403);
  expect(await statusFor(carol!)).toBe(403);
  expect(await statusFor(carol!.replace('…', 'admin'))).toBe(204);
  expect(await statusFor(admin!)).toBe(404);
});

it('writes one readable line for each request and none for its own', async () => {
  const program = new Program(['--port=0', '--memory']);
  const url = await program.url();
  // The samples are announced, and a consumer of the trial gateway takes what is announced.
  const lines = (): string[] => program.out.split('\n').filter((line) => !line.startsWith('info event '));
  const before = lines().length;
  expect(lines()[0]).toBe('');
  await fetch(`${url}/health`);
  await until(() => lines().length !== before);
  await sleep(50);
  // What follows the last line break is an empty line.
  expect(lines().slice(before - 1)).toEqual([expect.stringMatching(/^GET {5}\/health 200 \S+ ms$/), '']);
});

it('refuses what an operation does without saying so, as the deployed role would', async () => {
  const forgetful = join(folder, 'forgetful.js');
  // A borrow that has forgotten that it writes loans.
  writeFileSync(
    forgetful,
    `const { borrow } = require(${JSON.stringify(join(project, 'test/trial/borrow.ts'))});
    borrow.touches = borrow.touches.filter(({ domain }) => domain.name !== 'loan');`,
  );
  const register = require.resolve('@swc-node/register');
  const program = new Program(['--port=0', '--memory'], {
    NODE_OPTIONS: `--require ${register} --require ${forgetful}`,
  });
  const url = await program.url();
  const post = async (path: string, body: object): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  expect(await post('/shelf', { userName: 'ada', items: [{ bookId: 'b-100', quantity: 1 }] })).toBe(201);
  expect(await post('/shelf/borrow', { userName: 'ada' })).toBe(500);
  program.child.kill('SIGTERM');
  await program.exitCode();
  expect(program.errors).toContain(
    'assumed-role/gateway/gateway is not authorized to perform: dynamodb:PutItem on resource: ' +
      'arn:aws:dynamodb:us-east-1:000000000000:table/loan because',
  );
});

it('an error of the start is a sentence; DEBUG=tandem adds the stack', async () => {
  const environment = { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' };
  const program = new Program([], environment);
  expect(await program.exitCode()).toBe(1);
  expect(program.errors).toMatch(
    /^Tandem could not start: DYNAMODB_ENDPOINT is "http:\/\/127\.0\.0\.1:1", but nothing answers there[^\n]+\nDEBUG=tandem npm start shows where\.\n$/,
  );
  const loud = new Program([], { ...environment, DEBUG: 'tandem' });
  expect(await loud.exitCode()).toBe(1);
  expect(loud.errors).toMatch(/\n {4}at .*engine\.ts/);
});

it('a spoilt cursor key is a sentence, and no engine is left', async () => {
  const first = new Program(['--port=0']);
  await first.url();
  first.child.kill('SIGTERM');
  await first.exitCode();
  writeFileSync(join(folder, '.data', 'cursor.key'), 'spoilt');
  const second = new Program(['--port=0']);
  expect(await second.exitCode()).toBe(1);
  expect(second.errors).toContain('cursor.key does not hold a cursor key: delete the file');
  expect(read(join(folder, '.data', 'engine.pid'))).toBe('');
});

it('an unknown option is a sentence and exit code 2', async () => {
  const program = new Program(['--prot', '4001']);
  expect(await program.exitCode()).toBe(2);
  expect(program.errors).toBe("Unknown option '--prot'\nSee: npm start -- --help\n");
});

it('--help prints every option and starts nothing', async () => {
  const program = new Program(['--help']);
  expect(await program.exitCode()).toBe(0);
  for (const word of ['--memory', '--port', '--payload', 'DYNAMODB_ENDPOINT']) expect(program.out).toContain(word);
});
