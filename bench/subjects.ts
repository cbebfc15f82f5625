import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createWithId, eventFor, listOfAll } from './requests';
import type { Ask, Dialect } from './requests';

/** What is measured: a built handler and the events that it can answer. */
export interface Subject {
  readonly name: string;
  readonly file: string;
  readonly events: readonly { readonly name: Ask; readonly event: object }[];
}

interface Peer {
  readonly name: string;
  /** The file in peers/, without its ending. */
  readonly source: string;
  /** How it is bundled: as one ES module, as people who care for size do, or as one CommonJS file, as esbuild does by itself. */
  readonly format: 'esm' | 'cjs';
  readonly asks: readonly Ask[];
  readonly dialect?: Dialect;
  readonly events?: Partial<Record<Ask, object>>;
  /** The file with its calls to DynamoDB, where that is not `shop`. */
  readonly calls?: string;
}

const restAsks: readonly Ask[] = ['REST get', 'REST list 20', 'REST create'];
const graphqlAsks: readonly Ask[] = ['GraphQL get', 'GraphQL list 20', 'GraphQL create', 'basket of 10'];

/** P0 and P1 are the anchors of the targets. */
export const peers = [
  { name: 'P0: SDK alone, one ES module', source: 'bare', format: 'esm', asks: [...restAsks, 'basket of 10'] },
  {
    name: 'P0 with aws-lite in place of the SDK',
    source: 'bare',
    format: 'esm',
    asks: [...restAsks, 'basket of 10'],
    calls: 'lean-shop',
  },
  { name: 'P0 as one CommonJS file', source: 'bare', format: 'cjs', asks: [...restAsks, 'basket of 10'] },
  {
    name: 'the replaced product and basket functions',
    source: 'seed',
    format: 'esm',
    asks: restAsks,
    events: { 'REST list 20': listOfAll() },
  },
  {
    name: 'the function of the article',
    source: 'article',
    format: 'esm',
    asks: restAsks,
    events: { 'REST list 20': listOfAll(), 'REST create': createWithId() },
  },
  { name: 'Hono', source: 'hono', format: 'esm', asks: restAsks },
  { name: 'Powertools router', source: 'powertools', format: 'esm', asks: restAsks },
  { name: 'P1: Apollo + TypeGraphQL', source: 'apollo', format: 'cjs', asks: graphqlAsks, dialect: 'plain' },
  { name: 'GraphQL Yoga + Pothos', source: 'yoga', format: 'cjs', asks: graphqlAsks, dialect: 'plain' },
  { name: 'mercurius on Fastify', source: 'mercurius', format: 'cjs', asks: graphqlAsks, dialect: 'plain' },
] as const satisfies readonly Peer[];

export const tandem = 'Tandem';
export const p0 = peers[0].name;
export const lean = peers[1].name;
export const p1 = 'P1: Apollo + TypeGraphQL';
export const yoga = 'GraphQL Yoga + Pothos';

const root = join(__dirname, '..');

/** Builds Tandem's own asset and the peers, installing what they need at the first time. */
export async function buildSubjects(folder: string): Promise<readonly Subject[]> {
  if (!existsSync(join(__dirname, 'node_modules'))) {
    process.stdout.write('Installing the peers into bench/node_modules.\n');
    // Some say that they need Node 22: a Node of test/runtimes runs them where this one is older.
    const words = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--no-engine-strict'];
    execFileSync('npm', words, { cwd: __dirname, stdio: 'inherit' });
  }
  mkdirSync(folder, { recursive: true });
  const asset = join(folder, 'tandem');
  const program = ['-r', '@swc-node/register', 'infra/build.ts', '--folder', asset, '--metafile', `${asset}.json`];
  execFileSync(process.execPath, program, { cwd: root });
  const pages = join(root, 'build/lambda/pages');
  if (existsSync(pages) && !existsSync(join(asset, 'pages'))) symlinkSync(pages, join(asset, 'pages'));
  const ownEvents = ([...restAsks, ...graphqlAsks, 'nothing stored'] as const).map((name) => ({
    name,
    event: eventFor(name, 'tandem'),
  }));
  return [
    { name: tandem, file: join(asset, 'handler.js'), events: ownEvents },
    ...(await Promise.all(peers.map((peer) => buildPeer(peer, folder)))),
  ];
}

async function buildPeer(peer: Peer, folder: string): Promise<Subject> {
  const { name, source, format, asks, dialect, events, calls = 'shop' } = peer;
  const file = join(folder, `${source}-${calls}.${format === 'esm' ? 'mjs' : 'cjs'}`);
  await build({
    entryPoints: [join(__dirname, 'peers', `${source}.ts`)],
    outfile: file,
    bundle: true,
    minify: true,
    // TypeGraphQL names types after classes.
    keepNames: source === 'apollo',
    platform: 'node',
    target: 'node22',
    format,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    // An ES module has no require, which the CommonJS packages in it ask for.
    ...(format === 'esm' && {
      mainFields: ['module', 'main'],
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    }),
    plugins: [
      {
        name: 'calls',
        setup: (made) => {
          made.onResolve({ filter: /^\.\/shop$/ }, () => ({ path: join(__dirname, 'peers', `${calls}.ts`) }));
        },
      },
    ],
    logLevel: 'error',
  });
  return { name, file, events: asks.map((ask) => ({ name: ask, event: events?.[ask] ?? eventFor(ask, dialect) })) };
}
