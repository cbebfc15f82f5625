import type { Right } from '../local/rights';

/** What a run has told: its test files, and what roles of judged gateways may do and have done, as `gateway role right`. */
export interface Run {
  readonly files: ReadonlySet<string>;
  readonly granted: ReadonlySet<Right>;
  readonly done: ReadonlySet<Right>;
}

/** Reads what the workers of a run have noted, one line for each fact. */
export function readRun(notes: readonly string[]): Run {
  const lines = notes.flatMap((note) => note.split('\n'));
  const told = (kind: string) =>
    new Set(lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1)));
  return { files: told('file'), granted: told('granted'), done: told('done') };
}

/** What is granted and was never done. */
export function unusedIn({ granted, done }: Run): readonly Right[] {
  return [...granted].filter((one) => !done.has(one));
}

/** Why a run cannot tell what is never done; undefined when every test of every file was run. */
export function partialBecause(
  { files }: Run,
  all: readonly string[],
  testNamePattern: string | undefined,
): string | undefined {
  const ran = all.filter((file) => files.has(file));
  if (ran.length < all.length) return `${ran.length} of ${all.length} test files ran`;
  return testNamePattern ? `only tests that match ${testNamePattern} ran` : undefined;
}
