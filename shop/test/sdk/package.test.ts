import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { openWorld } from './world';

// The package as others get it: packed, installed into a fresh project, compiled strictly, bundled and run.

const run = promisify(execFile);
const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-sdk-'));

const nodeModules = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const bundled = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

const libraries = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of main.ts in a folder, where it leaves main.js. The package is checked, TypeScript's own libraries are not. */
function complaintsOf(project: string, options: ts.CompilerOptions): readonly string[] {
  const whole: ts.CompilerOptions = {
    ...options,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
    skipDefaultLibCheck: true,
  };
  const host = ts.createCompilerHost(whole);
  const read = host.getSourceFile.bind(host);
  // They are large, and read once for all programs.
  host.getSourceFile = (path, ...how) => {
    if (!path.includes('/typescript/lib/')) return read(path, ...how);
    if (!libraries.has(path)) libraries.set(path, read(path, ...how));
    return libraries.get(path);
  };
  const compiled = ts.createProgram([join(project, 'main.ts')], whole, host);
  compiled.emit();
  return ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The files that the exports of a package name, under any condition. */
const pathsIn = (exports: unknown): readonly string[] =>
  typeof exports === 'string' ? [exports] : Object.values(exports as object).flatMap(pathsIn);

const node16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
const commonjs = { module: ts.ModuleKind.CommonJS };
const asTypeScript5 = { ...commonjs, moduleResolution: ts.ModuleResolutionKind.Node10, ignoreDeprecations: '6.0' };

/** Every way in which TypeScript finds a package, with the module form that it leaves. */
const resolutions: readonly (readonly [string, ts.CompilerOptions, 'module' | 'commonjs'])[] = [
  ['node16', node16, 'module'],
  ['nodenext', nodeModules, 'module'],
  ['bundler', bundled, 'module'],
  ['node16', node16, 'commonjs'],
  ['nodenext', nodeModules, 'commonjs'],
  ['commonjs', commonjs, 'commonjs'],
  ['commonjs as TypeScript 5 resolves', asTypeScript5, 'commonjs'],
];

const everyEntry = `
import { createClient, TandemError } from '@tandem/sdk';
import type { Product } from '@tandem/sdk';
import { typePolicies } from '@tandem/sdk/caches';
import type { ProductFilter } from '@tandem/sdk/schema';
import type { paths } from '@tandem/sdk/openapi';
import { createProductClient } from '@tandem/sdk/domains';
import { createQueries } from '@tandem/sdk/tanstack-query';

export const products = createProductClient({ url: '' });
export type Answer = paths['/product/{id}']['get']['responses'][200]['content']['application/json'];
export const filter: ProductFilter = {};
const product: Product | undefined = undefined;
const wrong: unknown = new TandemError('network', '');
export const told = [product, typeof createClient, Object.keys(typePolicies).length > 0, wrong instanceof TandemError];
export const key = createQueries(createClient({ url: '' })).product.get.queryOptions('p-1').queryKey;
console.log(JSON.stringify([told, key]));
`;

const program = `
import { createClient, TandemError } from '@tandem/sdk';
import type { Product } from '@tandem/sdk';
import type { paths } from '@tandem/sdk/openapi';
import type { ProductFilter } from '@tandem/sdk/schema';

export type Answer = paths['/product/{id}']['get']['responses'][200]['content']['application/json'];

export async function life(url: string, transport: 'rest' | 'graphql'): Promise<string> {
  const client = createClient({ url, transport });
  const made: Product = await client.product.create({ title: 'Radio', category: 'Radio', price: 1 });
  await client.product.update(made, { price: 2 });
  const filter: ProductFilter = { category: { eq: 'Radio' } };
  const prices = (await client.product.list({ filter }).toArray()).map(({ price }) => price);
  const error: unknown = await client.product.delete(made).catch((thrown: unknown) => thrown);
  if (!(error instanceof TandemError) || error.code !== 'precondition-failed') throw error;
  await client.product.delete(made.id);
  return \`\${prices.join()} \${error.current?.version}\`;
}
`;

let tarball = '';

beforeAll(async () => {
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(root, 'sdk') });
  tarball = join(folder, readdirSync(folder)[0]!);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it brings nothing along', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@tandem']);
  const { sideEffects, dependencies, exports } = JSON.parse(
    readFileSync(join(folder, 'node_modules/@tandem/sdk/package.json'), 'utf8'),
  ) as { sideEffects: boolean; dependencies?: object; exports: object };
  expect({ sideEffects, dependencies }).toEqual({ sideEffects: false, dependencies: undefined });
  for (const path of pathsIn(exports).filter((one) => !one.includes('*'))) {
    expect(readFileSync(join(folder, 'node_modules/@tandem/sdk', path), 'utf8')).not.toBe('');
  }
});

test('it compiles strictly and runs over both transports', async () => {
  writeFileSync(join(folder, 'main.ts'), program);
  for (const options of [nodeModules, bundled]) expect(complaintsOf(folder, options)).toEqual([]);
  const world = await openWorld('v2', 'rest');
  const call = (transport: string): string => `console.log(await life('${world.url}', '${transport}'));`;
  writeFileSync(join(folder, 'run.js'), `import { life } from './main.js'; ${call('rest')} ${call('graphql')}`);
  expect((await run(process.execPath, [join(folder, 'run.js')])).stdout).toBe('2 2\n2 2\n');
  await world.close();
});

test.each(resolutions)('every entry compiles and runs: %s, case %#', async (name, options, type) => {
  const project = join(folder, `${name.replace(/\W/g, '-')}-${type}`);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type }));
  writeFileSync(join(project, 'main.ts'), everyEntry);
  expect(complaintsOf(project, options)).toEqual([]);
  expect((await run(process.execPath, [join(project, 'main.js')])).stdout).toBe(
    '[[null,"function",true,true],["tandem","product","get",{"id":"p-1"},{}]]\n',
  );
});

test('Jest runs it as CommonJS, with nothing that transforms it', async () => {
  const project = join(folder, 'jest');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ jest: { transform: {}, testEnvironment: 'node' } }));
  writeFileSync(
    join(project, 'sdk.test.js'),
    `const { createClient } = require('@tandem/sdk');
     const { createQueries } = require('@tandem/sdk/tanstack-query');
     for (const name of ['caches', 'documents', 'documents.json', 'openapi', 'schema']) require('@tandem/sdk/' + name);
     const fetch = async (url) => ({
       status: 200,
       headers: { get: () => null },
       text: async () => JSON.stringify(url.endsWith('graphql') ? { data: { product: { id: 'p-1' } } } : { id: 'p-1' }),
     });
     test.each(['rest', 'graphql'])('over %s', async (transport) => {
       const client = createClient({ url: 'http://gateway.test', transport, fetch });
       expect(await client.product.get('p-1')).toEqual({ id: 'p-1' });
       const { queryFn } = createQueries(client).product.get.queryOptions('p-1');
       expect(await queryFn({})).toEqual({ id: 'p-1' });
     });`,
  );
  const { stderr } = await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js')], { cwd: project });
  expect(stderr).toContain('2 passed');
});

test('Are the types wrong? says no, of every entry under every resolution', async () => {
  const cli = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  // TypeScript before 4.7 finds no JSON beside the types of a package; nothing that compiles imports it.
  const line = [cli, tarball, '--exclude-entrypoints', './documents.json', '--format', 'json'];
  const { stdout } = await run(process.execPath, line, { maxBuffer: 1e8 });
  const { analysis, problems } = JSON.parse(stdout) as {
    analysis: { entrypoints: Record<string, unknown> };
    problems?: Record<string, unknown>;
  };
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining([
      '.',
      './caches',
      './documents',
      './domains',
      './named',
      './openapi',
      './schema',
      './tanstack-query',
    ]),
  );
  expect(problems).toEqual({});
});

test('the typed documents compile strictly beside a GraphQL client', () => {
  const project = join(folder, 'documents');
  for (const name of ['@graphql-typed-document-node/core', 'graphql']) {
    cpSync(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  }
  cpSync(join(folder, 'node_modules/@tandem/sdk'), join(project, 'node_modules/@tandem/sdk'), { recursive: true });
  writeFileSync(
    join(project, 'main.ts'),
    `import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
     import { ProductDocument } from '@tandem/sdk/documents';
     export const variables: VariablesOf<typeof ProductDocument> = { id: 'p-100' };
     // @ts-expect-error the id is missing
     export const wrong: VariablesOf<typeof ProductDocument> = {};
     export const title = (result: ResultOf<typeof ProductDocument>): string | null | undefined => result.product?.title;`,
  );
  expect(complaintsOf(project, nodeModules)).toEqual([]);
});

test('a page that speaks REST loads no GraphQL', async () => {
  const entry = join(folder, 'page.js');
  writeFileSync(
    entry,
    `import { createClient } from '@tandem/sdk'; globalThis.shop = createClient({ url: '/api', transport: 'rest' });`,
  );
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outdir: 'page',
    write: false,
    metafile: true,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(folder, path), text]));
  const load = (path: string): readonly string[] => [
    path,
    ...metafile.outputs[path]!.imports.filter(({ kind }) => kind === 'import-statement').flatMap((one) =>
      load(one.path),
    ),
  ];
  const atOnce = [...new Set(load('page/page.js'))].map((path) => texts.get(path)!);
  expect(atOnce.join('')).not.toMatch(/query Product|edges/);
  expect([...texts.values()].filter((text) => text.includes('query Product'))).toHaveLength(1);
  // Bytes that such a page pays for the SDK, a fifth more than they were when this was written.
  expect(atOnce.join('').length).toBeLessThan(20_000);
});

test.each([
  ['rest', 5_500],
  // What only writes need with numbers that are added, or in a transaction, is loaded by who makes such calls.
  ['graphql', 8_100],
] as const)('a page that reads products over %s pays less than %i bytes, compressed', async (transport, most) => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createProductClient } from '@tandem/sdk/domains';
        const products = createProductClient({ url: '/api', transport: '${transport}' });
        globalThis.read = async () => products.list({ filter: { category: { eq: 'Camera' } } }).toArray();`,
      resolveDir: folder,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    // What is loaded only over GraphQL stays outside of a page that speaks REST.
    plugins: [
      {
        name: 'loaded later',
        setup: (building) => {
          building.onResolve({ filter: /./ }, ({ kind, path }) =>
            kind === 'dynamic-import' && (transport === 'rest' || /item-by-item|writes/.test(path))
              ? { path, external: true }
              : undefined,
          );
        },
      },
    ],
  });
  const { text } = outputFiles[0]!;
  expect(text).not.toMatch(/\/basket\/|replaceBasket/);
  expect(text.includes('query Products')).toBe(transport === 'graphql');
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(most);
});
