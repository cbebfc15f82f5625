import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from '../../infra/build';

const run = promisify(execFile);
const swc = ['-r', '@swc-node/register'];

/** Builds the asset of the functions into a folder, in a process of its own: jest cannot load rolldown, an ES module. */
export async function buildAsset(folder: string): Promise<Metafile> {
  const aside = mkdtempSync(join(tmpdir(), 'tandem-metafile-'));
  const metafile = join(aside, 'metafile.json');
  try {
    await run(process.execPath, [...swc, 'infra/build.ts', '--folder', folder, '--metafile', metafile]);
    return JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** Writes the pages beside a built asset, as `npm run build` does. */
export async function writePages(folder: string): Promise<void> {
  await run(process.execPath, [...swc, 'api/pages/write.ts', join(folder, 'pages')]);
}
