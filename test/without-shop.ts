import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shopPlaces } from './shop-places';

// Leaves the shop in a copy of the project, as CONTRIBUTING.md says, and runs what must then be green.
// Usage: npm run test:bare [-- <what jest shall run>...]; without words jest runs everything.

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

for (const script of ['generate', 'codegen', 'contracts', 'check']) run('npm', 'run', '--silent', script);
run('npx', 'jest', '--maxWorkers=2', ...process.argv.slice(2));

function run(program: string, ...words: readonly string[]): void {
  process.stdout.write(`\n${[program, ...words].join(' ')}\n`);
  const { status } = spawnSync(program, words, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
