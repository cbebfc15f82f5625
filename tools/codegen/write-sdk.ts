import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDefinition } from '../../services/application';
import { staleFiles, writeFileSet } from './file-set';
import { sdkFiles, sdkFolder } from './sdk';

/** The part of the SDK that is the same for every gateway. */
const runtime = join(__dirname, '../..', sdkFolder, 'source');

const entry = `// Written by tandem sdk. Do not edit: the typed client of this gateway, for Node and browsers.

export * from './source/index';
`;

const queriesEntry = `// Written by tandem sdk. Do not edit: the reads of this gateway as options of TanStack Query.

export * from './source/tanstack-query';
`;

/** Whether an application keeps an SDK. */
export const hasSdk = (folder: string): boolean => existsSync(join(folder, sdkFolder, 'generated/methods.ts'));

/**
 * Writes the typed SDK of an application into its folder `sdk`, as source that any bundler and the hook of the package
 * take. With `--check` it only compares. The documents of `tandem generate` come first.
 * @returns the exit code
 */
export async function writeSdk(line: readonly string[], folder: string): Promise<number> {
  const { files, leftovers } = sdkFiles(await loadDefinition(folder), folder);
  const source = readdirSync(runtime).map((name): [string, string] => [
    `${sdkFolder}/source/${name}`,
    readFileSync(join(runtime, name), 'utf8'),
  ]);
  const set = {
    files: new Map([
      [`${sdkFolder}/index.ts`, entry],
      [`${sdkFolder}/tanstack-query.ts`, queriesEntry],
      ...[...source, ...files].map(
        ([path, text]) => [path, path.endsWith('.ts') ? withoutEndings(text) : text] as const,
      ),
    ]),
    leftovers,
  };
  if (line.includes('--check')) {
    const stale = staleFiles(set, folder);
    if (stale.length === 0) return 0;
    process.stderr.write(`Not fresh: ${stale.join(', ')}. Run npx tandem sdk.\n`);
    return 1;
  }
  const written = writeFileSet(set, folder);
  process.stdout.write(
    written.length === 0 ? `The SDK in ${sdkFolder}/ is fresh.\n` : `Wrote the SDK to ${sdkFolder}/.\n`,
  );
  return 0;
}

/** Imports as every bundler and TypeScript's `bundler` resolution find them; `.ts` in them needs an option of its own. */
const withoutEndings = (text: string): string => text.replaceAll(/(from |import\()'(\.{1,2}\/[^']+)\.ts'/g, "$1'$2'");
