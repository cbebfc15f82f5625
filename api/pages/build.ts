// Makes the three pages that are built from npm packages. Only scripts and `npm start` import this file,
// by `await import()`: everything it uses is a devDependency and never part of the Lambda.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { colours } from './colours';
import { documentPolicy, htmlDocument } from './document';
import type { DocumentParts, DocumentRights } from './document';
import { htmlFile, pageNames, policyFile } from './serve';
import type { PageName } from './serve';

interface BuiltPage {
  readonly name: PageName;
  readonly parts: DocumentParts;
  readonly rights: DocumentRights;
}

const project = join(__dirname, '../..');

/** Builds the playground, the API reference and the console into a folder, unless they are there and up to date. */
export async function buildPages({ folder = join(project, 'build/pages') } = {}): Promise<void> {
  const stampFile = join(folder, 'stamp.txt');
  const stamp = await sourceStamp();
  if (await isBuilt(folder, stampFile, stamp)) return;
  await mkdir(folder, { recursive: true });
  await Promise.all(
    (await Promise.all([playground(), reference(), consolePage()])).map((page) => writePage(folder, page)),
  );
  await replaceFile(stampFile, stamp); // last, so that an interrupted build counts as none
}

async function isBuilt(folder: string, stampFile: string, stamp: string): Promise<boolean> {
  const files = pageNames.flatMap((name) => [htmlFile(name), policyFile(name)]);
  return (
    [stampFile, ...files.map((file) => join(folder, file))].every(existsSync) &&
    (await readFile(stampFile, 'utf8')) === stamp
  );
}

/** A hash over everything a page is made from: the sources of the pages and the locked versions of all packages. */
async function sourceStamp(): Promise<string> {
  const hash = createHash('sha256');
  const places = [
    'api/pages',
    'tools/transfer',
    'local/messaging',
    'schema',
    'services/paths.ts',
    'api/documents/extensions.ts',
    'package-lock.json',
  ];
  for (const path of (await Promise.all(places.map(filesAt))).flat()) {
    hash.update(path).update(await readFile(join(project, path)));
  }
  return hash.digest('hex');
}

/** The sources of a folder, or a file itself, as paths of the project that are the same on every system. */
async function filesAt(place: string): Promise<readonly string[]> {
  if (!(await stat(join(project, place))).isDirectory()) return [place];
  const entries = await readdir(join(project, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:tsx?|css)$/.test(entry.name) && !entry.name.includes('.test.'))
    .map(({ parentPath, name }) => relative(project, join(parentPath, name)).replaceAll('\\', '/'))
    .sort();
}

async function playground(): Promise<BuiltPage> {
  const { script, style } = await bundle('playground.tsx');
  return {
    name: 'playground',
    parts: {
      title: 'Playground · Tandem',
      description: 'Write and run GraphQL against this gateway.',
      styles: [withoutFonts(style)],
      body: `<div id="playground"><p class="waiting">Loading the playground…</p></div>\n${needsScript}`,
      scripts: [script],
    },
    rights: { connect: true, anyStyle: true }, // the editor and the dialogs add styles of their own
  };
}

async function reference(): Promise<BuiltPage> {
  const swagger = dirname(require.resolve('swagger-ui-dist/package.json'));
  const [bundled, swaggerScript, swaggerStyle] = await Promise.all([
    bundle('reference.ts'),
    readFile(join(swagger, 'swagger-ui-bundle.js'), 'utf8'),
    readFile(join(swagger, 'swagger-ui.css'), 'utf8'),
  ]);
  return {
    name: 'reference',
    parts: {
      title: 'API reference · Tandem',
      description: 'Every REST operation of this gateway, to read and to try.',
      styles: [swaggerStyle, bundled.style].map(withoutMap),
      body: `<header class="places"><a href="./">Tandem</a> <span>REST API reference</span>
<nav aria-label="Other pages"><a href="graphql">GraphQL playground</a> <a href="openapi.json">openapi.json</a></nav></header>
<main id="reference"><p class="waiting">Loading the API reference…</p></main>\n${needsScript}`,
      scripts: [swaggerScript, bundled.script].map(withoutMap),
    },
    // blob: shows a picture that an operation answered with
    rights: { connect: true, images: ['data:', 'blob:'] },
  };
}

async function consolePage(): Promise<BuiltPage> {
  const { script, style } = await bundle('console/console.tsx');
  return {
    name: 'console',
    parts: {
      title: 'Console · Tandem',
      description: 'Find, open and edit the items of this gateway.',
      styles: [colours, style],
      body: `<div id="console"><p class="waiting">Loading the console…</p></div>\n${needsScript}`,
      scripts: [script],
    },
    rights: { connect: true },
  };
}

const needsScript = '<noscript><p class="waiting">This page needs JavaScript.</p></noscript>';

/** The modules of Node that a page uses a little of, and what stands in for them in a browser. */
const nodeModules = [
  ['node:buffer', 'buffer.ts'],
  ['node:crypto', 'crypto.ts'],
  ['node:events', 'events.ts'],
  ['node:timers/promises', 'timers.ts'],
] as const;

async function bundle(entry: string): Promise<{ script: string; style: string }> {
  const { build } = await import('esbuild'); // here, because an up-to-date start should not pay for it
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, entry)],
    absWorkingDir: project,
    outdir: 'build/pages', // only gives the two outputs their names
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'eof',
    define: { 'process.env.NODE_ENV': '"production"' },
    // What reads the rows of an import is that of the command line, and asks Node for these.
    alias: Object.fromEntries(nodeModules.map(([name, file]) => [name, join(__dirname, 'console/node', file)])),
    ...(entry.startsWith('console/') && { inject: [join(__dirname, 'console/node/buffer.ts')] }),
    logLevel: 'warning',
  });
  const output = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: output('.js'), style: output('.css') };
}

/** GraphiQL embeds 300 KB of fonts; the reader's own serve as well. */
function withoutFonts(style: string): string {
  return style.replace(/@font-face\s*\{[^}]*\}/g, '');
}

/** A source map's address would make the browser's tools ask for a file that is not there. */
function withoutMap(text: string): string {
  return text.replace(/\/[/*]# sourceMappingURL=\S+(?:\s*\*\/)?\s*$/, '');
}

async function writePage(folder: string, { name, parts, rights }: BuiltPage): Promise<void> {
  const packed = await promisify(gzip)(htmlDocument(parts), { level: constants.Z_BEST_COMPRESSION });
  packed[9] = 255; // the byte that names the operating system, so that all of them make the same file
  await replaceFile(join(folder, policyFile(name)), documentPolicy(parts, rights));
  await replaceFile(join(folder, htmlFile(name)), packed);
}

/** Replaces a file in one step: a gateway may read it, or another start may write it, at the same moment. */
async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content);
  await rename(draft, path);
}
