import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A command: a program and its words. */
export type Command = readonly [program: string, ...words: string[]];

/** What makes clients in a language, compiles and runs them. */
export interface Toolchain {
  /** Whether it is installed. */
  readonly isThere: () => boolean;
  /** What is to be done where it is not, as a sentence. */
  readonly missing: string;
  /** Puts what a client stands on into the folder in which it is made. */
  prepare(folder: string): void;
  /** The programs of its packages are found before those of the machine. */
  readonly programs: string;
  /** What checks and compiles a client with the program that uses it. */
  readonly compile: readonly Command[];
  /** What runs that program, without its own words. */
  readonly start: Command;
  /** The version of a package that a client in a folder stands on. */
  version(name: string, folder: string): Promise<string>;
}

const packages = join(__dirname, 'node_modules');

const npm: Toolchain = {
  isThere: () => existsSync(packages),
  missing: 'The generators are not installed. npm ci --prefix test/clients does it.',
  prepare(folder) {
    symlinkSync(packages, join(folder, 'node_modules'));
    symlinkSync(join(__dirname, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  },
  programs: join(packages, '.bin'),
  compile: [
    ['tsc', '-p', '.'],
    // What is generated names its files without their endings, as bundlers take them.
    ['esbuild', 'life.ts', '--bundle', '--platform=node', '--format=esm', '--outfile=life.mjs', '--log-level=error'],
  ],
  start: ['node', 'life.mjs'],
  version: async (name) => {
    const text = readFileSync(join(packages, name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  },
};

const go: Toolchain = {
  isThere: () => spawnSync('go', ['version']).status === 0,
  missing: 'There is no Go. https://go.dev/dl has it.',
  prepare: () => undefined,
  programs: '',
  compile: [
    ['go', 'vet', '.'],
    ['go', 'build', '-o', 'life', '.'],
  ],
  start: ['./life'],
  version: async (name, folder) => (await run(go, folder, ['go', 'list', '-m', '-f', '{{.Version}}', name])).trim(),
};

const environment = join(__dirname, '../../build/clients/bin');

const python: Toolchain = {
  isThere: () => existsSync(join(environment, 'openapi-python-client')),
  missing: 'The generators are not installed. npm run install:clients does it, with Python 3.11 or later.',
  prepare: () => undefined,
  programs: environment,
  compile: [['mypy', '--strict', 'life.py']],
  start: ['python', 'life.py'],
  version: async (name, folder) =>
    (await run(python, folder, ['python', '-c', `import importlib.metadata as m; print(m.version('${name}'))`])).trim(),
};

/** By the language of their clients. */
export const toolchains = { npm, go, python };
export type ToolchainName = keyof typeof toolchains;

/** Runs a command in a folder. @returns what it has printed @throws Error with what it has printed when it fails */
export async function run(
  { programs }: Toolchain,
  folder: string,
  [program, ...words]: readonly [string, ...string[]],
): Promise<string> {
  const env = { ...process.env, PATH: `${programs}:${process.env['PATH']}` };
  const { stdout } = await execute(program, words, { cwd: folder, env, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${program} ${words.join(' ')}\n${error.stdout || error.message}\n${error.stderr ?? ''}`);
    },
  );
  return stdout;
}
