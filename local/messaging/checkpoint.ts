import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRecord } from '../../schema/guards';

/** How far a stream has been handled. */
export interface Checkpoint {
  readonly streamArn: string;
  readonly shards: Readonly<Record<string, ShardCheckpoint>>;
}

export interface ShardCheckpoint {
  /** The last sequence number that was handled; missing when none was. */
  readonly after?: string;
  /** Set when the shard is closed and has been read to its end. */
  readonly isFinished?: boolean;
}

/** Reads the checkpoint; undefined when there is none that can be used, and the stream is read from its beginning. */
export function loadCheckpoint(path: string): Checkpoint | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isCheckpoint(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return isRecord(value) && typeof value.streamArn === 'string' && typeof value.shards === 'object';
}

/** Writes the checkpoint aside and renames it, so that a kill leaves the old one or the new one. */
export function saveCheckpoint(path: string, checkpoint: Checkpoint): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(checkpoint));
  renameSync(`${path}.new`, path);
}
