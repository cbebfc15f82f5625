import { build } from 'esbuild';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recordOf } from '../schema/guards';
import { shopTemplate } from './shop-template';
import { readFiles, writeFiles } from './write';

// `npm run build:create` writes the package create-tandem to build/create-tandem, or to the folder that it is given: one
// file, the templates, and a package.json with the version of the gateway that it was built with.

const root = join(__dirname, '..');
const folder = resolve(root, process.argv[2] ?? 'build/create-tandem');

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  writeFiles(join(folder, 'templates/empty'), readFiles(join(__dirname, 'templates/empty')));
  writeFiles(join(folder, 'templates/shop'), await shopTemplate());
  const program = join(folder, 'index.js');
  await build({
    entryPoints: [join(__dirname, 'index.ts')],
    outfile: program,
    bundle: true,
    // First of all: what the others use may not be there on an old Node.
    inject: [join(root, 'services/node-version.js')],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  chmodSync(program, 0o755);
  const { version, license, engines } = manifestIn(root);
  const manifest = { ...manifestIn(__dirname), version, license, engines };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  process.stdout.write(`Wrote create-tandem ${String(version)} to ${folder}.\n`);
}

const manifestIn = (place: string): Readonly<Record<string, unknown>> =>
  recordOf(JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')));

void main();
