import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDefinition } from '../services/application';
import { documentsFolder } from '../services/documents';
import { bundle, facesOf, packagesIn } from './bundle';
import type { BundleChunk, Face } from './bundle';

/** What the metafile holds. */
export interface Metafile {
  readonly chunks: readonly BundleChunk[];
  /** The names of the files that each face loads. */
  readonly faces: Readonly<Record<Face, readonly string[]>>;
}

/**
 * `npm run build`: writes the asset of the Lambda functions to build/lambda, and what it is made of to
 * build/metafile.json. With `--report` it says what each face loads.
 * @param writePages writes the pages into a folder; where they are left out, those of the last build stay
 * @returns the exit code
 */
export async function buildCommand(
  line: readonly string[],
  application: string,
  writePages: (folder: string) => Promise<void> = async () => undefined,
): Promise<number> {
  const build = join(application, 'build');
  const { values } = parseArgs({
    args: [...line],
    options: {
      folder: { type: 'string', default: join(build, 'lambda') },
      metafile: { type: 'string', default: join(build, 'metafile.json') },
      report: { type: 'boolean', default: false },
    },
  });
  const { folder, metafile, report } = values;
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'pages') : [];
  for (const name of stale) rmSync(join(folder, name), { recursive: true });
  const definition = await loadDefinition(application);
  const chunks = await bundle(definition, folder, application);
  // tandem.ts reads them from the folder that it lies in, which in the asset is that of the functions.
  const documents = join(application, documentsFolder);
  if (existsSync(documents)) cpSync(documents, join(folder, documentsFolder), { recursive: true });
  await writePages(join(folder, 'pages'));
  const faces = facesOf(chunks, definition);
  const names = Object.entries(faces).map(([face, loaded]): [string, readonly string[]] => [
    face,
    loaded.map(({ fileName }) => fileName),
  ]);
  mkdirSync(dirname(metafile), { recursive: true });
  writeFileSync(metafile, JSON.stringify({ chunks, faces: Object.fromEntries(names) }, null, 2));
  say(`${folder}: ${sizeOf(chunks)}, in ${chunks.length} files. Source maps and pages are not counted.`);
  for (const [face, loaded] of Object.entries(faces)) {
    say(`  ${face.padEnd(9)} loads ${sizeOf(loaded)}`);
    if (report) for (const [name, bytes] of packagesIn(loaded)) say(`${kilobytes(bytes).padStart(14)}  ${name}`);
  }
  if (report) say('The lines of the packages count before minifying.');
  return 0;
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

function sizeOf(chunks: readonly BundleChunk[]): string {
  const sum = (bytesOf: (chunk: BundleChunk) => number): string =>
    kilobytes(chunks.reduce((total, chunk) => total + bytesOf(chunk), 0));
  return `${sum(({ bytes }) => bytes)} (${sum(({ gzipBytes }) => gzipBytes)} packed)`;
}

if (require.main === module) {
  void buildCommand(process.argv.slice(2), process.cwd()).then((code) => (process.exitCode = code));
}
