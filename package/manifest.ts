import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from '../schema/guards';
import { peers } from '../tools/peers';

/** What can be imported from the package: `@tandem/gateway`, `@tandem/gateway/lambda` and so on. */
export const entries = ['index', 'lambda', 'legacy', 'infra', 'testing', 'register'] as const;

/** What an application needs at run time beside what its functions do: to load its TypeScript, to read streams, to plan. */
const alsoNeeded = ['@swc/core', '@aws-sdk/client-dynamodb-streams', '@graphql-inspector/core'];

/**
 * The package.json of the package, from that of the repository. Versions are those that are installed and tested here:
 * the bundle leaves out parts of packages, and goes by what is in them.
 */
export function manifestOf(root: string): Readonly<Record<string, unknown>> {
  const manifest = read(join(root, 'package.json'));
  const installed = (name: string): string => String(read(join(root, 'node_modules', name, 'package.json')).version);
  const needed = [...Object.keys(recordOf(manifest.dependencies)), ...alsoNeeded].sort();
  const optional = Object.keys(peers);
  return {
    name: '@tandem/gateway',
    version: manifest.version,
    description: manifest.description,
    license: manifest.license,
    type: 'commonjs',
    engines: manifest.engines,
    bin: { tandem: 'package/bin.js' },
    exports: {
      ...Object.fromEntries(
        entries.map((name) => [
          name === 'index' ? '.' : `./${name}`,
          { types: `./package/${name}.d.ts`, default: `./package/${name}.js` },
        ]),
      ),
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(needed.map((name) => [name, `${isShared(name) ? '^' : ''}${installed(name)}`])),
    optionalDependencies: manifest.optionalDependencies,
    peerDependencies: Object.fromEntries(optional.map((name) => [name, `^${installed(name)}`])),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
}

/**
 * What the packages of the AWS SDK have in common: they ask for its newest version, and another beside it would be
 * installed once for each of them, 70 MB in all.
 */
const isShared = (name: string): boolean => name.startsWith('@smithy/');

const read = (path: string): Readonly<Record<string, unknown>> => recordOf(JSON.parse(readFileSync(path, 'utf8')));
