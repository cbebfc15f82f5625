import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shopPlaces } from './shop-places';
import { treeReaders } from './tree-readers';

// Leaves the shop in a copy of the project, as docs/leave-the-shop.md says, and runs there what could then be wrong.
// Usage: npm run test:bare [-- --whole | <what jest shall run>...]
//
// Nothing of the gateway imports the shop, which an arrow holds, for tests too. So a suite sees in the copy what `npm test`
// has seen already, unless it looks at the tree: those are run, with the checks that read the definition at the root, what
// is generated from it, or where files are. Lint, format and spelling look at each file by itself. `--whole` runs all.

const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-without-shop-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
for (const file of files.filter((name) => !shopPlaces.some((place) => name.startsWith(`${place}/`)))) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(join(root, file), join(folder, file));
}
// The packages are those of the project; caches are the copy's own.
mkdirSync(join(folder, 'node_modules'));
for (const name of readdirSync(join(root, 'node_modules')).filter((one) => one !== '.cache')) {
  symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}

const definition = join(folder, 'tandem.ts');
const before = readFileSync(definition, 'utf8');
const after = before.replace(/^import .*'\.\/shop';\n/m, '').replace('[shop, ', '[');
if (after === before || after.includes('shop')) throw new Error('tandem.ts names the shop in another way.');
writeFileSync(definition, after);

const words = process.argv.slice(2);
const isWhole = words.includes('--whole');
const checks = isWhole
  ? ['check']
  : // What has just been written is fresh.
    ['types', 'arrows', 'openapi', 'plan'].map((name) => `check:${name}`);
for (const script of ['generate', 'codegen', 'contracts', ...checks]) run('npm', 'run', '--silent', script);

const suites = files.filter(
  (name) => name.endsWith('.test.ts') && !shopPlaces.some((place) => name.startsWith(`${place}/`)),
);
/** Long ones that take programs of the tree to an application of their own, where the shop is not in any case. */
const withoutItAnyway = ['local/start.test.ts', 'test/import.test.ts', 'test/package.test.ts'];
const chosen =
  words.length > 0
    ? words.filter((word) => word !== '--whole')
    : treeReaders(folder, suites).filter((suite) => !withoutItAnyway.includes(suite));
run('npx', 'jest', '--maxWorkers=2', ...chosen);

function run(program: string, ...words: readonly string[]): void {
  process.stdout.write(`\n${[program, ...words].join(' ')}\n`);
  const { status } = spawnSync(program, words, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
