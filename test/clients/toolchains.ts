import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A command: a program and its words. */
export type Command = readonly [program: string, ...words: string[]];

/** Programs that make clients, compile or run them. */
export interface Tools {
  /** Whether they are installed. */
  readonly isThere: () => boolean;
  /** What is to be done where they are not, as a sentence. */
  readonly missing: string;
  /** They are found before those of the machine. */
  readonly programs: string;
  /** What they read of the environment. */
  readonly variables?: () => Readonly<Record<string, string>>;
  /** The version of a package that a client in a folder stands on. */
  version(name: string, folder: string): Promise<string>;
}

/** What compiles the clients of a language and runs them, and in most languages makes them too. */
export interface Toolchain extends Tools {
  /** Puts what a client stands on into the folder in which it is made. */
  prepare(folder: string): void;
  /** What checks and compiles a client with the program that uses it; the first takes options of the compiler. */
  readonly compile: readonly [Command, ...Command[]];
  /** What runs that program, without its own words. */
  readonly start: Command;
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
  version: versionInPython,
};

async function versionInPython(name: string, folder: string): Promise<string> {
  return (
    await run(python, folder, ['python', '-c', `import importlib.metadata as m; print(m.version('${name}'))`])
  ).trim();
}

const isJavaThere = () => spawnSync('javac', ['-version']).status === 0;

const openapiGenerator: Tools = {
  isThere: () => existsSync(join(environment, 'openapi-generator-cli')) && isJavaThere(),
  missing:
    'openapi-generator is not installed. npm run install:clients does it, with Python 3.11 or later and Java 17.',
  programs: environment,
  variables: () => quickStart,
  version: versionInPython,
};

/** It is made by npm run install:clients. */
const classpath = join(__dirname, '../../build/clients/classpath');

/** Programs that end after seconds need neither the best code nor threads that collect garbage. */
const quickStart = { JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };

const java: Toolchain = {
  isThere: () => existsSync(classpath) && isJavaThere(),
  missing: 'The libraries of Java are not installed. npm run install:clients does it, with Java 17 and Maven.',
  prepare: () => undefined,
  programs: '',
  variables: () => ({ ...quickStart, CLASSPATH: `.:${readFileSync(classpath, 'utf8')}` }),
  // What is generated has raw types, calls what is deprecated, and gives no serialVersionUID.
  compile: [
    shell(
      'javac -Xlint:all,-rawtypes,-deprecation,-serial -Werror -proc:none -d . Life.java $(find client/src/main -name "*.java")',
    ),
  ],
  start: ['java', 'Life'],
  version: versionInPython,
};

const kotlin: Toolchain = {
  ...java,
  // What is generated asks for a body that OkHttp 5 always has.
  compile: [
    shell(
      'java org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -Werror -Xwarning-level=USELESS_ELVIS:disabled -no-stdlib -no-reflect -cp $CLASSPATH -d . Life.kt client/src/main/kotlin',
    ),
  ],
  start: ['java', 'LifeKt'],
};

/** A command in which the shell puts in what is there. */
function shell(command: string): Command {
  return ['sh', '-c', command];
}

/** By the language of their clients. */
export const toolchains = { npm, go, python, java, kotlin };
export type ToolchainName = keyof typeof toolchains;

/** Those that make clients in many languages. */
export const generators = { 'openapi-generator': openapiGenerator };
export type GeneratorName = keyof typeof generators;

/** Runs a command in a folder. @returns what it has printed @throws Error with what it has printed when it fails */
export async function run(
  { programs, variables }: Tools,
  folder: string,
  [program, ...words]: readonly [string, ...string[]],
): Promise<string> {
  const env = { ...process.env, ...variables?.(), PATH: `${programs}:${process.env['PATH']}` };
  const { stdout } = await execute(program, words, { cwd: folder, env, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${program} ${words.join(' ')}\n${error.stdout || error.message}\n${error.stderr ?? ''}`);
    },
  );
  return stdout;
}
