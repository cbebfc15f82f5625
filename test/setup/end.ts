import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { skippedWords } from '../skipped';
import { partialBecause, readRun, unusedIn } from '../unused';

/** Fails the run if a role of a judged gateway is granted what no test has made it do. */
export default function endRun(
  { testNamePattern }: { readonly testNamePattern?: string },
  { roots, testPathIgnorePatterns }: Readonly<Record<'roots' | 'testPathIgnorePatterns', readonly string[]>>,
): void {
  const folder = process.env.TEST_TOUCHES!;
  const run = readRun(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')));
  rmSync(folder, { recursive: true, force: true });
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(root, name))
      .filter((path) => !testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(path))),
  );
  const isToolchains = testPathIgnorePatterns.length === 1;
  const partial = partialBecause(run, files, testNamePattern);
  const unused = unusedIn(run);
  // Whoever runs one file knows what that leaves out.
  if (!partial || isToolchains) process.stderr.write(skippedWords(isToolchains));
  if (partial) {
    const used = run.granted.size - unused.length;
    process.stderr.write(
      `\nNot judged, because ${partial}: whether the roles use all that they are granted (so far ${used} of ${run.granted.size}).\n`,
    );
  } else if (unused.length > 0) {
    throw new Error(`Granted, but no test has made the function do it: ${unused.join(', ')}.`);
  }
}
