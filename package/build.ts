import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { buildPages } from '../api/pages/build';
import { htmlFile, pageNames, policyFile } from '../api/pages/serve';
import { recordOf } from '../schema/guards';
import { required } from '../schema/required';
import { complaintsOf } from './check-package';
import { compilerOptions } from './compiler';
import { entries, manifestOf } from './manifest';

// `npm run build:package` writes the package @tandem/gateway to build/package, or to the folder that is named: JavaScript
// for Node with types and source maps, the same as ES modules for the bundler of the functions, and the pages.

const root = join(__dirname, '..');

/** Files that programs of the package load without an import, beside its entries. */
const programs = ['package/bin', 'package/cli', 'infra/app'];

const options: ts.CompilerOptions = {
  ...compilerOptions(root),
  noEmit: false,
  // `npm run check:types` has done it.
  noCheck: true,
  allowImportingTsExtensions: false,
  rootDir: root,
  types: ['node'],
};

function compile(names: readonly string[], outDir: string, own: ts.CompilerOptions): void {
  const files = names.map((name) => join(root, `${name}.ts`));
  const program = ts.createProgram(files, { ...options, ...own, outDir });
  const { diagnostics } = program.emit(undefined, (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith('.map') ? besideItself(text) : text);
  });
  const words = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  if (words.length > 0) throw new Error(words.join('\n'));
}

/** A source map whose source, which is in it, seems to lie beside the file: where it was made is nobody's concern. */
function besideItself(text: string): string {
  const map = recordOf(JSON.parse(text));
  return JSON.stringify({ ...map, sources: (map.sources as string[]).map((source) => basename(source)) });
}

/** Takes away the types that no public name leads to: nobody can import them, and they name packages that nobody has. */
function removeInnerTypes(folder: string): void {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { fileName } of ts.preProcessFile(readFileSync(path, 'utf8'), true, true).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const file = join(dirname(path), fileName);
      visit(required([`${file}.d.ts`, join(file, 'index.d.ts')].find(existsSync), `the types of ${file}`));
    }
  };
  for (const name of entries) visit(join(folder, `package/${name}.d.ts`));
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry);
    if (path.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
  }
}

async function build(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  compile([...entries.map((name) => `package/${name}`), ...programs], folder, {
    declaration: true,
    sourceMap: true,
    inlineSources: true,
  });
  // No folder between: `esm/api/handler.js` is what `api/handler.ts` is here.
  compile(['package/index', 'package/lambda', 'package/legacy'], join(folder, 'esm'), { module: ts.ModuleKind.ESNext });
  removeInnerTypes(folder);
  copyFileSync(join(root, 'services/node-version.js'), join(folder, 'services/node-version.js'));
  chmodSync(join(folder, 'package/bin.js'), 0o755);

  await buildPages();
  const pages = join(folder, 'build/pages');
  mkdirSync(pages, { recursive: true });
  for (const file of pageNames.flatMap((name) => [htmlFile(name), policyFile(name)])) {
    copyFileSync(join(root, 'build/pages', file), join(pages, file));
  }
  // Source, because `tandem sdk` writes source.
  cpSync(join(root, 'sdk/source'), join(folder, 'sdk/source'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(root), null, 2)}\n`);
  for (const file of ['LICENSE', 'CHANGELOG.md']) copyFileSync(join(root, file), join(folder, file));
  copyFileSync(join(root, 'package/README.md'), join(folder, 'README.md'));
  // What a deployed stack names, such as in the description of an alarm.
  cpSync(join(root, 'docs'), join(folder, 'docs'), { recursive: true });

  const complaints = complaintsOf(folder, root);
  if (complaints.length > 0) throw new Error(`The package is not right:\n  ${complaints.join('\n  ')}`);
  process.stdout.write(`Wrote @tandem/gateway to ${relative(root, folder).split(sep).join('/') || folder}.\n`);
}

const [folder = join(root, 'build/package')] = process.argv.slice(2);
build(folder).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
