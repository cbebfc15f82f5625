import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeApplication } from './application';

// The outside witnesses are Node itself, as npm's packages of it have it, and npm, which is asked whether it would install
// what the lock file names there: https://docs.npmjs.com/cli/v11/using-npm/config#engine-strict

const run = promisify(execFile);
const project = resolve(__dirname, '..');
const nodeOf = (version: number): string => join(__dirname, `runtimes/node_modules/node-${version}/bin/node`);

let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-node-versions-'));
  makeApplication(folder);
});
afterEach(async () => {
  if (child?.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true });
});

/** `describe` for tests on a version of Node: skipped with a printed reason where it is not installed, a failure in CI. */
function describeOnNode(version: number, tests: () => void): void {
  const name = `on Node ${version}`;
  if (existsSync(nodeOf(version)) || process.env.CI) return describe(name, tests);
  process.stderr.write(`\nSkipped "${name}": it is not installed. npm ci --prefix test/runtimes does it, on Linux.\n`);
  describe.skip(name, tests);
}

/** What `npm start` runs, in the folder of an application, on a version of Node. */
function start(version: number): { readonly child: ChildProcess; out: string; errors: string } {
  const line = ['-r', join(project, 'local/register.js'), join(project, 'local/start.ts'), '--memory', '--port=0'];
  // What silences the SDK belongs to this run of tests, and a user has nothing of the kind.
  const environment = { ...process.env };
  delete environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED;
  child = spawn(nodeOf(version), line, {
    cwd: folder,
    env: { ...environment, TS_NODE_PROJECT: join(project, 'tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = { child, out: '', errors: '' };
  child.stdout!.on('data', (text) => (program.out += text));
  child.stderr!.on('data', (text) => (program.errors += text));
  return program;
}

/** Asks npm what it would install of the lock file; nothing is fetched or written. */
async function install(version: number): Promise<{ stdout: string; stderr: string }> {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(join(project, file), join(folder, file));
  }
  const { stdout: global } = await run('npm', ['root', '--global']);
  const npm = join(global.trim(), 'npm/bin/npm-cli.js');
  return run(nodeOf(version), [npm, 'ci', '--dry-run', '--offline'], { cwd: folder, maxBuffer: 10_000_000 });
}

describe.each([20, 22, 24])('the gateway', (version) => {
  describeOnNode(version, () => {
    it('starts, stores, reads and ends, and says nothing else', async () => {
      const program = start(version);
      while (!program.out.includes('Ctrl-C')) {
        if (program.child.exitCode !== null) throw new Error(`It ended: ${program.errors}`);
        await sleep(20);
      }
      const [, url] = /REST +(http:\S+)\/book/.exec(program.out)!;
      const headers = { 'content-type': 'application/json' };
      const shelf = JSON.stringify({ userName: 'ada', items: [{ bookId: 'b-100', quantity: 1 }] });
      expect((await fetch(`${url}/shelf`, { method: 'POST', headers, body: shelf })).status).toBe(201);
      const query = JSON.stringify({ query: '{ shelf(userName: "ada") { items { quantity book { id } } } }' });
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: query });
      expect(await answer.json()).toMatchObject({ data: { shelf: { items: [{ quantity: 1 }] } } });
      program.child.kill('SIGTERM');
      await once(program.child, 'close');
      expect(program.child.exitCode).toBe(0);
      expect(program.errors).toBe('');
    });

    it('is installed by npm without a warning', async () => {
      const { stdout, stderr } = await install(version);
      expect(stdout).toMatch(/^add @swc\/core /m);
      expect(stderr).toBe('');
    });
  });
});

describeOnNode(18, () => {
  it('the gateway says which Node it needs, and nothing else', async () => {
    const program = start(18);
    await once(program.child, 'close');
    expect(program.child.exitCode).toBe(1);
    expect(program.errors).toBe('Tandem needs Node 20.19 or newer; this is Node 18.20.8.\n');
    expect(program.out).toBe('');
  });

  it('so does what creates projects', async () => {
    const built = join(folder, 'create-tandem');
    const line = ['-r', join(project, 'local/register.js'), join(project, 'create/build.ts'), built];
    await run(process.execPath, line, { env: { ...process.env, TS_NODE_PROJECT: join(project, 'tsconfig.json') } });
    await expect(run(nodeOf(18), [join(built, 'index.js'), 'mine'], { cwd: folder })).rejects.toMatchObject({
      code: 1,
      stderr: 'Tandem needs Node 20.19 or newer; this is Node 18.20.8.\n',
      stdout: '',
    });
    expect(existsSync(join(folder, 'mine'))).toBe(false);
  });

  it('npm refuses to install', async () => {
    await expect(install(18)).rejects.toMatchObject({
      stderr: expect.stringMatching(/EBADENGINE[^]*tandem-gateway@[^]*Required: \{"node":">=20\.19"\}/) as string,
    });
  });
});
