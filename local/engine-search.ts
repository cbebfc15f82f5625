import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { messageOf, recordOf, textOf } from '../schema/guards';
import { hasNpmLines } from '../services/command-line';
import { gatewayManifest } from '../services/gateway-package';

const run = promisify(execFile);
const isWindows = process.platform === 'win32';

/** AWS's own engine. https://hub.docker.com/r/amazon/dynamodb-local */
const imageName = 'amazon/dynamodb-local';
/** With the registry, which Podman would otherwise ask for. */
export const image = `docker.io/${imageName}`;
const containerPrograms = ['docker', 'podman'] as const;

/** An engine that can be had, and in a few words which and where from. */
export type FoundEngine =
  | { readonly kind: 'address'; readonly address: string; readonly variable: string; readonly words: string }
  | { readonly kind: 'program'; readonly path: string; readonly words: string }
  | { readonly kind: 'container'; readonly path: string; readonly words: string };

export interface SearchOptions {
  /** The folder of the application, whose packages are looked through and added to. */
  readonly application?: string;
  /** Asked before anything is fetched, with what and by which program; nothing is fetched when left out. */
  readonly mayFetch?: (what: string) => Promise<boolean>;
  /** Told what takes its time. */
  readonly say?: (words: string) => void;
}

/** There is no engine; the text says in commands how to get one. */
export class NoEngineError extends Error {
  override readonly name = 'NoEngineError';
}

/**
 * Looks for an engine, nearest first: what the environment names, the npm package of this platform, `dynoxide` on PATH;
 * then what has to be fetched or takes longer to start: that package by npm, AWS's engine in a container.
 * @throws NoEngineError with the commands that give one, Error when the environment names what is none
 */
export async function searchEngine(options: SearchOptions = {}): Promise<FoundEngine> {
  const there = await engineAtHand(options.application);
  if (there) return there;
  const missed: string[] = [];
  const found = (await fetchPackage(options, missed)) ?? (await findContainer(options, missed));
  if (found) return found;
  throw new NoEngineError(wayOut(missed));
}

/**
 * The engine that is there without fetching anything or starting a container; undefined when there is none.
 * @throws Error when the environment names what is none
 */
export async function engineAtHand(application = process.cwd()): Promise<FoundEngine | undefined> {
  return fromEnvironment() ?? (await fromBinaryVariable()) ?? fromPackage(application) ?? (await fromPath());
}

/** The lines of a shell that give this platform an engine, each with what it does. */
export function engineCommands(): readonly { readonly command: string; readonly does: string }[] {
  const wanted = packageOfPlatform();
  const start = hasNpmLines() ? 'npm start' : 'npx tandem start';
  const address = 'http://127.0.0.1:8000';
  return [
    ...(wanted
      ? [
          {
            command: `${start}${hasNpmLines() ? ' --' : ''} --yes`,
            does: `fetches ${wanted.name} with npm and starts`,
          },
          { command: `npm install --no-save ${wanted.name}@${wanted.version}`, does: 'only fetches it' },
        ]
      : []),
    {
      command: 'cargo install dynoxide-rs',
      does: 'compiles the engine, with Rust (the crate "dynoxide" is another project)',
    },
    {
      command: `docker run --rm -p 127.0.0.1:8000:8000 ${imageName}`,
      does: "runs AWS's own engine, and the next line the gateway on it",
    },
    {
      command: isWindows ? `$env:DYNAMODB_ENDPOINT='${address}'; ${start}` : `DYNAMODB_ENDPOINT=${address} ${start}`,
      does: 'takes any engine that runs already',
    },
  ];
}

function wayOut(missed: readonly string[]): string {
  const lines = engineCommands().map(({ command, does }) => `  ${command}\n      ${does}`);
  return [
    `There is no DynamoDB engine for ${process.platform}-${process.arch} in node_modules or on PATH.`,
    ...missed,
    'Each of these lines gives it one:',
    '',
    ...lines,
    '',
  ].join('\n');
}

function fromEnvironment(): FoundEngine | undefined {
  const variable = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB'].find((name) => process.env[name]);
  const address = variable && process.env[variable];
  return variable && address ? { kind: 'address', address, variable, words: `named by ${variable}` } : undefined;
}

async function fromBinaryVariable(): Promise<FoundEngine | undefined> {
  const path = process.env.DYNOXIDE_BIN;
  if (!path) return undefined;
  if (!isExecutable(path)) {
    throw new Error(`DYNOXIDE_BIN names ${path}, which is not a program that can be run: correct it or unset it.`);
  }
  // Whatever it answers: who names a program means it.
  const version = await versionOf(path);
  return { kind: 'program', path, words: `${named(version)}, named by DYNOXIDE_BIN` };
}

function fromPackage(application: string, from = 'from node_modules'): FoundEngine | undefined {
  // The application's own, then that of the gateway's package, as package managers differ in where they put it. Node would
  // look in the same places, and remember what was not there before it was fetched.
  const places = [application, __dirname].flatMap((folder) => foldersAbove(resolve(folder)));
  for (const place of places) {
    const folder = join(place, 'node_modules', platformPackage());
    const path = join(folder, programName('dynoxide'));
    if (!isExecutable(path)) continue;
    const { version } = recordOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { kind: 'program', path, words: `${named(textOf(version))} ${from}` };
  }
  return undefined;
}

/** A folder and all that it lies in. */
function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

async function fromPath(): Promise<FoundEngine | undefined> {
  const path = onPath('dynoxide');
  // Another project has that name too: it tells no such version.
  const version = path && (await versionOf(path));
  return path && version ? { kind: 'program', path, words: `${named(version)} from PATH` } : undefined;
}

async function fetchPackage(
  { application = process.cwd(), mayFetch, say = () => undefined }: SearchOptions,
  missed: string[],
): Promise<FoundEngine | undefined> {
  const [wanted, npm] = [packageOfPlatform(), onPath('npm', '.cmd')];
  if (!wanted) return undefined;
  if (!npm) {
    missed.push('npm is not on PATH, so that nothing could be fetched with it.');
    return undefined;
  }
  const what = `${wanted.name} ${wanted.version}`;
  if (!(await mayFetch?.(`${what} with npm`))) return undefined;
  say(`Fetching ${what} with npm…`);
  const child = spawn(
    npm,
    ['install', '--no-save', '--no-audit', '--no-fund', `${wanted.name}@${wanted.version}`],
    // npm is a script of the shell on Windows.
    { cwd: application, stdio: ['ignore', 'ignore', 'pipe'], shell: isWindows, windowsHide: true },
  );
  const code = new Promise<number | null>((resolve) => child.on('close', resolve).on('error', () => resolve(null)));
  const complaint = await text(child.stderr);
  const found = (await code) === 0 ? fromPackage(application, 'fetched with npm') : undefined;
  if (!found) missed.push(`npm could not fetch ${what}. ${firstError(complaint)}`.trim());
  return found;
}

async function findContainer(
  { mayFetch, say = () => undefined }: SearchOptions,
  missed: string[],
): Promise<FoundEngine | undefined> {
  for (const program of containerPrograms) {
    const path = onPath(program);
    if (!path) continue;
    if (!(await succeeds(path, ['ps', '--quiet']))) {
      missed.push(`${program} is installed and does not answer: start it, and it is taken.`);
      continue;
    }
    const found: FoundEngine = { kind: 'container', path, words: `${imageName} in ${program}` };
    if (await succeeds(path, ['image', 'inspect', image])) return found;
    if (!(await mayFetch?.(`${imageName} with ${program}`))) continue;
    say(`Fetching ${imageName} with ${program}…`);
    try {
      await run(path, ['pull', '--quiet', image]);
      return found;
    } catch (error) {
      missed.push(`${program} could not fetch ${imageName}. ${firstError(messageOf(error))}`.trim());
    }
  }
  return undefined;
}

/** Ends and removes a container of ours, whichever program has started it; one that is gone is none. */
export async function removeContainer(name: string): Promise<void> {
  const paths = containerPrograms.map((program) => onPath(program)).filter((path) => path !== undefined);
  await Promise.all(paths.map((path) => succeeds(path, ['rm', '--force', name])));
}

/** The npm package that the engine has for this platform, or would have. */
const platformPackage = (): string => `@dynoxide/${process.platform}-${process.arch}`;

/** That package and its version, if there is one. */
function packageOfPlatform(): { readonly name: string; readonly version: string } | undefined {
  const name = platformPackage();
  const version = textOf(recordOf(gatewayManifest().optionalDependencies)[name]);
  return version === undefined ? undefined : { name, version };
}

const named = (version: string | undefined): string => (version ? `dynoxide ${version}` : 'a program');

/** The version that a dynoxide program tells; undefined of any other program. */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 2_000, killSignal: 'SIGKILL' });
    return /^dynoxide (\d\S*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function succeeds(path: string, line: readonly string[]): Promise<boolean> {
  try {
    // A daemon that is just starting may let its client wait.
    await run(path, [...line], { timeout: 15_000 });
    return true;
  } catch {
    return false;
  }
}

/** The first line of what a program complains of that says something. */
function firstError(complaint: string): string {
  const lines = complaint.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  return lines.find((line) => line !== '' && !/^(code|Command failed|A complete log)\b/.test(line)) ?? '';
}

const programName = (name: string, ending = '.exe'): string => (isWindows ? `${name}${ending}` : name);

function onPath(name: string, ending?: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, programName(name, ending))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
