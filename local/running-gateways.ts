import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { isRunning, markOf } from './processes';
import type { ProcessMark } from './processes';

// Beside the data there would be no place for the note of a gateway that keeps its data in memory.

/** What a gateway notes of itself while it runs. */
interface Note {
  readonly owner: ProcessMark;
  /** The folder of its application. */
  readonly folder: string;
  readonly url: string;
  /** Milliseconds of the clock: of two gateways of one folder the later one is meant. */
  readonly since: number;
}

/** One for each user: nobody else's note is believed. */
const notes = (): string => join(tmpdir(), `tandem-gateways-${process.getuid?.() ?? 'all'}`);

/** Notes where the gateway of this process listens, until the process ends, so that commands of the same folder find it. */
export function noteGateway(folder: string, url: string): void {
  const note: Note = {
    owner: required(markOf(process.pid), 'the mark of this process'),
    folder: realpathSync(folder),
    url,
    since: Date.now(),
  };
  mkdirSync(notes(), { recursive: true, mode: 0o700 });
  for (const file of noteFiles()) if (!isAlive(read(file))) rmSync(file, { force: true });
  const file = join(notes(), `${process.pid}.json`);
  // Written aside and moved: a reader never sees half a note.
  writeFileSync(`${file}.new`, JSON.stringify(note));
  renameSync(`${file}.new`, file);
  process.on('exit', () => rmSync(file, { force: true }));
}

/** The address of the gateway that runs from a folder, the last one to start; undefined when none runs. */
export function runningGateway(folder: string): string | undefined {
  const place = realpathSync(folder);
  return noteFiles()
    .map(read)
    .filter(isAlive)
    .filter((note) => note.folder === place)
    .sort((one, other) => other.since - one.since)
    .at(0)?.url;
}

function noteFiles(): readonly string[] {
  try {
    return readdirSync(notes())
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(notes(), name));
  } catch {
    // Nobody has noted anything yet.
    return [];
  }
}

function read(file: string): Note | undefined {
  try {
    const { owner, folder, url, since } = recordOf(JSON.parse(readFileSync(file, 'utf8')));
    const { pid, started } = recordOf(owner);
    const mark = { pid: Number(pid), started: String(started) };
    return { owner: mark, folder: textOf(folder) ?? '', url: textOf(url) ?? '', since: Number(since) };
  } catch {
    // It has gone meanwhile, or is none.
    return undefined;
  }
}

const isAlive = (note: Note | undefined): note is Note => note !== undefined && isRunning(note.owner);
