import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is needed to compile and to run the gateway and its test models. */
const copied = [
  'api',
  'create',
  'examples/lambda-apigateway',
  'examples/tracker',
  'infra',
  'local',
  'package',
  'resolvers',
  'schema',
  'services',
  'shop',
  'tables',
  'test',
  'tools',
  // A gateway can leave the shop.
].filter((name) => existsSync(join(__dirname, '..', name)));
const files = ['.swcrc', 'package.json', 'tandem.ts', 'tsconfig.json'];
const root = join(__dirname, '..');

/** A copy of the source in a folder of its own, to change it and to see what becomes of that. */
export interface SourceCopy {
  /** Puts a text in the place of another, which must be there. */
  edit(file: string, before: string, after: string): Promise<void>;
  /** The errors of the compiler as texts such as `schema/kinds.ts: Property 'x' is missing …`. */
  compile(): Promise<readonly string[]>;
  /** Runs a script of CommonJS in the copy and gives what it prints. */
  run(script: string): Promise<string>;
  remove(): Promise<void>;
}

/** Copies the source; what the compiler looks at are these places and all that they import. */
export async function copySource(places: readonly string[]): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'source-'));
  for (const name of [...copied, ...files]) await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const project = join(folder, 'tsconfig.copy.json');
  await writeFile(project, JSON.stringify({ extends: './tsconfig.json', include: places }));
  const print = async (...parts: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(process.execPath, parts, { cwd: folder, maxBuffer: 2 ** 26 }, (error, printed, complaint) => {
        if (error && printed === '') reject(new Error(complaint));
        else resolve(printed);
      });
    });
  return {
    edit: async (file, before, after) => {
      const text = await readFile(join(folder, file), 'utf8');
      if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
      await writeFile(
        join(folder, file),
        text.replace(before, () => after),
      );
    },
    compile: async () => {
      // With what it knows of the last time, so that a second run takes less.
      const known = ['--incremental', '--tsBuildInfoFile', join(folder, 'tsbuild')];
      const printed = await print(require.resolve('typescript/bin/tsc'), '-p', project, '--pretty', 'false', ...known);
      const errors = printed.split('\n').filter((line) => /^\S+\(\d+,\d+\): error/.test(line));
      return errors.map((line) => line.replace(/\(\d+,\d+\): error TS\d+/, ''));
    },
    run: async (script) => print('-r', '@swc-node/register', '-e', script),
    remove: async () => rm(folder, { recursive: true, force: true }),
  };
}
