import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

// The outside witness is npm, which is asked what it would install on other machines:
// https://docs.npmjs.com/cli/v11/commands/npm-ci (--os, --cpu, --dry-run)

const run = promisify(execFile);
const root = join(__dirname, '..');
const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-x64'];
const folder = mkdtempSync(join(tmpdir(), 'tandem-platforms-'));

beforeAll(() => {
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(root, file), join(folder, file));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(platforms)('npm ci installs the engine of %s there, and no other', async (platform) => {
  const [os, cpu] = platform.split('-') as [string, string];
  const line = ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `--os=${os}`];
  const { stdout } = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...line, `--cpu=${cpu}`], {
    cwd: folder,
    maxBuffer: 10_000_000,
    shell: process.platform === 'win32',
  });
  expect(stdout.match(/^add @dynoxide\/\S+ \S+$/gm)).toEqual([`add @dynoxide/${platform} ${versions()[platform]}`]);
});

test('all platforms have one version of the engine', () => {
  expect(Object.keys(versions())).toEqual(platforms);
  expect(new Set(Object.values(versions())).size).toBe(1);
});

function versions(): Readonly<Record<string, string>> {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(
    Object.entries(optionalDependencies).map(([name, version]) => [name.replace('@dynoxide/', ''), version]),
  );
}
