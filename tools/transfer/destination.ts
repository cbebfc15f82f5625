import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { lstat, realpath, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CommandError, exitCodes } from './command';

/** Where an export goes. */
export interface Destination {
  /** Waits while the reader is slower; answers false when the reader has gone. */
  write(text: string): Promise<boolean>;
  /** Makes what was written last. */
  complete(): Promise<void>;
  /** Leaves things as they were before, as far as that is possible. */
  abandon(): Promise<void>;
}

/** Writes to a stream that somebody else owns. */
export function toStream(stream: Writable): Destination {
  let isGone = false;
  let problem: NodeJS.ErrnoException | undefined;
  const fail = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') isGone = true;
    else problem = error;
  };
  stream.on('error', fail);
  const check = (): void => {
    if (problem) throw new CommandError(`Cannot write: ${problem.message}.`, exitCodes.incomplete);
  };
  return {
    async write(text) {
      if (!isGone && !problem && !stream.write(text)) await room(stream);
      check();
      return !isGone;
    },
    async complete() {
      // An error of the last write shows only when that write is done.
      if (!isGone) await new Promise((resolve) => stream.write('', resolve));
      check();
    },
    abandon: () => Promise.resolve(),
  };
}

/**
 * Writes to a file that takes its name only when it is complete, so that half an export never looks like a whole one.
 * @throws CommandError
 */
export async function toFile(path: string): Promise<Destination> {
  const { target, isSpecial } = await targetOf(path);
  const partial = isSpecial ? target : `${target}.${process.pid}.part`;
  const stream = createWriteStream(partial);
  await once(stream, 'open').catch((error: Error) => {
    throw new CommandError(`Cannot write ${path}: ${error.message}.`, exitCodes.usage);
  });
  let problem: Error | undefined;
  stream.on('error', (error) => (problem = error));
  const check = (): void => {
    if (problem) throw new CommandError(`Cannot write ${path}: ${problem.message}.`, exitCodes.incomplete);
  };
  return {
    async write(text) {
      if (!problem && !stream.write(text)) await room(stream);
      check();
      return true;
    },
    async complete() {
      stream.end();
      await finished(stream).catch(() => undefined);
      check();
      if (!isSpecial) await rename(partial, target);
    },
    async abandon() {
      stream.destroy();
      if (!isSpecial) await rm(partial, { force: true });
    },
  };
}

/** A link is followed, and something like /dev/null is written to, never replaced. */
async function targetOf(path: string): Promise<{ target: string; isSpecial: boolean }> {
  const target = await realpath(path).catch(() => path);
  const facts = await lstat(target).catch(() => undefined);
  if (facts?.isDirectory()) throw new CommandError(`${path} is a folder, not a file.`, exitCodes.usage);
  return { target, isSpecial: facts !== undefined && !facts.isFile() };
}

/** Waits until a stream takes more, or never will. */
function room(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      stream.off('drain', settle).off('error', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('error', settle).on('close', settle);
    // The error may have come before anyone listened here.
    if (stream.destroyed) settle();
  });
}
