import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

// What a first start does not need is a workspace of its own, tools/, that `npm ci` leaves out. The outside witnesses are
// npm, which is asked what it would install (https://docs.npmjs.com/cli/v11/using-npm/workspaces), and esbuild, which
// follows the imports of each script.

const run = promisify(execFile);
const root = join(__dirname, '..');
const manifestOf = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { scripts }: { scripts: Record<string, string> } = manifestOf('package.json');
const tools: readonly string[] = Object.keys(manifestOf('tools/package.json').devDependencies);
const isInstalling = (name: string): boolean => scripts[`pre${name}`] === 'node tools/install.js';

/** The packages that npm would install in a folder that has nothing yet. */
async function added(...options: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-tools-'));
  for (const file of ['package.json', 'package-lock.json', '.npmrc', 'tools/package.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  const line = ['ci', '--dry-run', '--offline', '--ignore-scripts', ...options];
  try {
    const isWindows = process.platform === 'win32';
    const settings = { cwd: folder, maxBuffer: 10_000_000, shell: isWindows };
    const { stdout } = await run(isWindows ? 'npm.cmd' : 'npm', line, settings);
    return [...stdout.matchAll(/^add (\S+) \S+$/gm)].map(([, name]) => name!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages that a script leads to by its imports, those that are loaded later too. */
async function packagesOf(entry: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    outdir: 'nowhere',
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.filter(({ external }) => external));
  return new Set(
    imports.map(({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
}

test('npm ci leaves the tools out, and with them it is as before', async () => {
  const names = await added();
  expect(names).toEqual(expect.arrayContaining(['@apollo/server', '@swc/core', 'typescript', 'jest']));
  expect(names.filter((name) => tools.includes(name))).toEqual([]);
  const all = await added('--workspaces', '--include-workspace-root');
  expect(tools.filter((name) => !all.includes(name))).toEqual([]);
  expect(names.filter((name) => !all.includes(name))).toEqual([]);
  expect(names.length).toBeLessThan(all.length / 2);
});

const entries = Object.entries(scripts)
  .flatMap(([name, line]) => [...line.matchAll(/register\.js (\S+\.ts)/g)].map(([, entry]) => [name, entry!] as const))
  // A gateway that has left the shop has lost the script of its long runs.
  .filter(([, entry]) => existsSync(join(root, entry)));

test.each(entries)('npm run %s installs the tools first if %s needs them', async (name, entry) => {
  const needed = [...(await packagesOf(entry))].filter((one) => tools.includes(one));
  // `npm run check` has installed them for its parts.
  const isReady = isInstalling(name) || name.startsWith('check:');
  expect({ name, needed: isReady ? [] : needed }).toEqual({ name, needed: [] });
});

test.each(['start', 'dev', 'storefront', 'import', 'export', 'events', 'adopt', 'explain', 'migrate', 'generate'])(
  'npm run %s needs none of them',
  (name) => {
    expect(scripts).toHaveProperty([name]);
    expect(isInstalling(name)).toBe(false);
  },
);

test('what runs a program of the tools has installed them', () => {
  const programs = ['cdk', 'cspell', 'depcruise', 'eslint', 'graphql-codegen', 'prettier', 'redocly', 'run-p'];
  const running = Object.entries(scripts).filter(([name, line]) => {
    const words = line.split('&&').map((part) => part.trim().split(' ')[0]!);
    return !name.startsWith('check:') && words.some((word) => programs.includes(word));
  });
  expect(running.map(([name]) => name)).toEqual(expect.arrayContaining(['synth', 'codegen', 'check', 'format']));
  expect(running.filter(([name]) => !isInstalling(name)).map(([name]) => name)).toEqual([]);
});
