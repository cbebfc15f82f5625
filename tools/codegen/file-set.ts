import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that are written together. */
export interface FileSet {
  /** Their texts by their paths in a folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The paths of files that were written before and that nothing says any more. */
  readonly leftovers: readonly string[];
}

/** The paths of a set that are not in a folder as they should be, leftovers too. */
export function staleFiles({ files, leftovers }: FileSet, folder: string): readonly string[] {
  const isFresh = (path: string, text: string): boolean => {
    try {
      return readFileSync(join(folder, path), 'utf8') === text;
    } catch {
      return false;
    }
  };
  return [...[...files].filter(([path, text]) => !isFresh(path, text)).map(([path]) => path), ...leftovers];
}

/**
 * Makes a folder as a set says.
 * @returns the paths that were not so before
 */
export function writeFileSet(set: FileSet, folder: string): readonly string[] {
  const stale = staleFiles(set, folder);
  for (const path of stale) {
    const text = set.files.get(path);
    if (text === undefined) {
      rmSync(join(folder, path));
      continue;
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return stale;
}
