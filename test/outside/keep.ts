import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordOf } from '../../schema/guards';
import { run } from './project';

// `npm run package:keep` keeps the packages of the present version in test/outside/previous, before a version is changed:
// the gate creates a project from them and upgrades it to what the tree has become.

const root = join(__dirname, '../..');
const { version } = recordOf(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const place = join(__dirname, 'previous', String(version));
const folder = mkdtempSync(join(tmpdir(), 'tandem-keep-'));

run(root, 'npm run --silent build:package && npm run --silent build:create');
mkdirSync(place, { recursive: true });
for (const [built, name] of [
  ['package', 'gateway'],
  ['create-tandem', 'create-tandem'],
] as const) {
  const file = run(join(root, 'build', built), `npm pack --silent --pack-destination ${folder}`).trim();
  copyFileSync(join(folder, file), join(place, `${name}.tgz`));
}
rmSync(folder, { recursive: true });
process.stdout.write(`Kept the packages of ${String(version)} in test/outside/previous: commit them.\n`);
