import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, messageOf } from '../schema/guards';
import { required } from '../schema/required';
import { removeContainer } from './engine-search';
import { commandOf, endProcess, isRunning, markOf } from './processes';
import type { ProcessMark } from './processes';

/** How the names of our containers begin; then come the process and a number. */
export const containerPrefix = 'tandem-dynamodb-';

/** What a pid file says: which gateway holds the data, and which engine it started. */
interface Note {
  readonly owner: ProcessMark;
  readonly engine?: ProcessMark & { readonly arguments: string };
}

/** A gateway's hold on its engine, so that a later gateway can tidy up after one that was killed. */
export interface Claim {
  /** Notes the engine that was started under this claim. */
  note(pid: number, engineArguments: readonly string[]): void;
  /** Gives the claim up; synchronous, so that it works while the process exits. */
  release(): void;
}

/**
 * Claims a data folder for this process and ends an engine that a killed gateway left on it.
 * @throws Error when another living gateway holds the folder
 */
export async function claimFolder(folder: string): Promise<Claim> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const words = `The data cannot be kept in ${folder} (${errorCode(error) ?? messageOf(error)})`;
    throw new Error(`${words}: make room for that folder, or start with --memory.`, { cause: error });
  }
  const file = join(folder, 'engine.pid');
  const note: Note = { owner: required(markOf(process.pid), 'the mark of this process') };
  while (!create(file, note)) {
    const text = read(file);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder && isRunning(holder.owner)) {
      throw new Error(
        `The data in ${folder} is in use by another gateway (process ${holder.owner.pid}). ` +
          'Stop that one first, or start this one with --memory.',
      );
    }
    if (holder) await endLeftEngine(holder);
    // Two gateways that start at once both come here: an empty file is one that is just being written,
    // and a text that has changed meanwhile is a claim that the other one made.
    else await sleep(50);
    if (read(file) === text) rmSync(file, { force: true });
  }
  return claimOf(file, note);
}

/** The arguments of the engine that a living gateway runs on a data folder; undefined when there is none. */
export function engineOn(folder: string): string | undefined {
  const holder = parse(read(join(folder, 'engine.pid')) ?? '');
  return holder?.engine && isRunning(holder.owner) && isRunning(holder.engine) ? holder.engine.arguments : undefined;
}

let counter = 0;

/** Claims a place for an engine in memory and ends such engines that killed gateways left. */
export async function claimMemory(): Promise<Claim> {
  const folder = join(tmpdir(), `tandem-engines-${process.getuid?.() ?? 'all'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.pid'))) {
    const file = join(folder, name);
    const holder = parse(read(file) ?? '');
    if (!holder || isRunning(holder.owner)) continue;
    await endLeftEngine(holder);
    rmSync(file, { force: true });
  }
  const note: Note = { owner: required(markOf(process.pid), 'the mark of this process') };
  const file = join(folder, `${process.pid}-${(counter += 1)}.pid`);
  writeFileSync(file, JSON.stringify(note));
  return claimOf(file, note);
}

function claimOf(file: string, note: Note): Claim {
  let text = JSON.stringify(note);
  return {
    note(pid, engineArguments) {
      const mark = markOf(pid);
      // An engine that is gone already is nothing that a later gateway would have to end.
      if (!mark) return;
      text = JSON.stringify({ ...note, engine: { ...mark, arguments: engineArguments.join(' ') } } satisfies Note);
      // The note is written aside and moved: a reader never sees half a note.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
    release() {
      if (read(file) === text) rmSync(file, { force: true });
    },
  };
}

/** Writes the note unless the file exists, and says whether it did. */
function create(file: string, note: Note): boolean {
  try {
    writeFileSync(file, JSON.stringify(note), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Note | undefined {
  try {
    const note = JSON.parse(text) as Note;
    return Number.isInteger(note.owner.pid) ? note : undefined;
  } catch {
    return undefined;
  }
}

async function endLeftEngine({ engine }: Note): Promise<void> {
  if (!engine) return;
  await endLeftProcess(engine);
  // The process was the client, and the container is there without it.
  const [, container] = new RegExp(`--name (${containerPrefix}[\\d-]+) `).exec(engine.arguments) ?? [];
  if (container !== undefined) await removeContainer(container);
}

async function endLeftProcess(engine: Required<Note>['engine']): Promise<void> {
  // The whole argument list must agree, and `endProcess` looks at the start time: never end a process that
  // is not the one we started.
  if (!commandOf(engine.pid)?.endsWith(` ${engine.arguments}`)) return;
  if (await endProcess(engine)) return;
  throw new Error(
    `An engine left by an earlier gateway (process ${engine.pid}) cannot be ended from here: ` +
      `end it with "kill ${engine.pid}" as the user who started it, then start again.`,
  );
}
