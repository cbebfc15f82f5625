import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { blocksOf } from '../../../test/documents';

// The recipes of the SDK's documents compile strictly, and the codegen example does its work.

const root = join(__dirname, '../../..');
const snippets = ['docs/sdk.md', 'docs/graphql-clients.md', 'sdk/README.md']
  .flatMap(blocksOf)
  .filter(({ language }) => ['ts', 'tsx'].includes(language));

/** React and Vue bring types of their own; these stand in for as much of them as the recipes use. */
const standIns = `
declare module 'react' {
  export function useState<Value>(first: Value): [Value, (next: Value | ((known: Value) => Value)) => void];
  export function useRef<Value>(first: Value): { current: Value };
  export function useEffect(effect: () => void | (() => void), on: readonly unknown[]): void;
}
declare module 'vue' {
  export interface ShallowRef<Value> { value: Value }
  export function shallowRef<Value>(): ShallowRef<Value | undefined>;
  export function watchEffect(effect: () => void): void;
  export function onScopeDispose(end: () => void): void;
}
declare namespace JSX {
  interface Element {}
  interface IntrinsicElements { [name: string]: object }
  interface ElementChildrenAttribute { children: unknown }
}
`;

test('each recipe compiles', () => {
  const files = new Map(
    snippets.map(({ text }) => [join(root, 'docs', /^\/\/ (\S+)\n/.exec(text)![1]!), `${text}\nexport {};`]),
  );
  files.set(join(root, 'docs/stand-ins.d.ts'), standIns);
  expect(files.size).toBe(snippets.length + 1);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: ['node'],
    jsx: ts.JsxEmit.Preserve,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: {
      '@tandem/sdk': [join(root, 'sdk/source/index.ts')],
      '@tandem/sdk/tanstack-query': [join(root, 'sdk/source/tanstack-query.ts')],
      '@tandem/sdk/*': [join(root, 'sdk/generated/*.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const disk = { ...host };
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.readFile = (path) => files.get(path) ?? disk.readFile(path);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host));
  const complaints = diagnostics.map(
    ({ file, start = 0, messageText }) =>
      `${file?.fileName.slice(root.length)}:${file ? file.getLineAndCharacterOfPosition(start).line + 1 : ''} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
  expect(complaints).toEqual([]);
});

test('a team gets typed documents of its own with the example of codegen.yml', async () => {
  const [example] = blocksOf('docs/sdk.md').filter(({ language }) => language === 'yaml');
  const folder = mkdtempSync(join(tmpdir(), 'tandem-codegen-'));
  for (const name of ['contracts', 'source']) mkdirSync(join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'schema/generated/schema.graphql'), join(folder, 'contracts/schema.graphql'));
  writeFileSync(join(folder, 'codegen.yml'), example!.text);
  writeFileSync(join(folder, 'source/prices.graphql'), 'query Prices { products { edges { node { id price } } } }');
  await promisify(execFile)(join(root, 'node_modules/.bin/graphql-codegen'), ['--config', 'codegen.yml'], {
    cwd: folder,
  });
  const written = readFileSync(join(folder, 'source/generated/documents.ts'), 'utf8');
  expect(written).toContain('export const PricesDocument');
  expect(written).toMatch(/node: \{ id: string, price: number \| null \}/);
  rmSync(folder, { recursive: true, force: true });
});
