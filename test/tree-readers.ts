import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/**
 * What leads out of the folder of a test file to others of the project: a path made from it, the folder of the process,
 * the definition at the root, a file of data that is imported.
 */
const leavesItsFolder =
  /__dirname, '\.\.|process\.cwd\(|loadDefinition\(\)|readFileSync\('|(?:from|require\() ?'\.[^']*\.(?:json|js)'/;

/**
 * Those of some test files that may look at the tree in which they lie: at its files, at what is generated from the
 * definition at its root, or at a copy of it. The helpers in `test/` that a file imports are looked at too.
 */
export function treeReaders(root: string, suites: readonly string[]): readonly string[] {
  const known = new Map<string, boolean>();
  const reads = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, false);
    const text = readFileSync(path, 'utf8');
    const answer = leavesItsFolder.test(text) || helpersOf(root, path, text).some(reads);
    known.set(path, answer);
    return answer;
  };
  return suites.filter((suite) => reads(join(root, suite)));
}

/** What a test file imports of `test/`; what it imports of the gateway cannot see the shop. */
function helpersOf(root: string, path: string, text: string): readonly string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .flatMap((name) => [`${resolve(dirname(path), name)}.ts`, resolve(dirname(path), name, 'index.ts')])
    .filter((file) => relative(root, file).startsWith(`test${sep}`) && ts.sys.fileExists(file));
}
