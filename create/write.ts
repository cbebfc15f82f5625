import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { madeFiles, placeholder } from './project';
import type { Choices } from './project';

/** What may be there already: a repository that was made first. */
const allowed = ['.git'];

/** What is wrong with a folder to write into, as a sentence; undefined when there is none, or it is empty. */
export function folderFault(folder: string): string | undefined {
  let names: readonly string[];
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is a file: name a folder that is not there yet.`;
    names = readdirSync(folder).filter((name) => !allowed.includes(name));
  } catch {
    return undefined;
  }
  return names.length === 0 ? undefined : `${folder} is not empty: name a folder that is not there yet, or empty it.`;
}

/** The files of an application by their paths, with its own name in them. */
export function projectFiles(choices: Choices, template: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const named = [...template].map(([path, text]): [string, string] => [
    path,
    text.replaceAll(placeholder, choices.name),
  ]);
  return new Map([...madeFiles(choices), ...named].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Writes files below a folder, which is made when it is not there. What CI runs can be run. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    if (text.startsWith('#!')) chmodSync(place, 0o755);
  }
}

/** All files below a folder by their paths, with forward slashes. */
export function readFiles(folder: string, below = ''): ReadonlyMap<string, string> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return [...readFiles(folder, path)];
      return [[path, readFileSync(join(folder, path), 'utf8')]];
    }),
  );
}
