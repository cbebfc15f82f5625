import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

// `npm run check:assertions` counts where the source tells the compiler what it cannot see: `!` and `as`. Each of them
// is a mistake that the compiler will not find. `as const` claims nothing.

/** The most that a thousand lines may have, outside tests. */
const ceilings = { nonNull: 2, casts: 6 } as const;

const root = join(__dirname, '..');
const folders = [
  'api',
  'bench',
  'examples',
  'infra',
  'local',
  'resolvers',
  'schema',
  'sdk',
  'services',
  'tables',
  'tools',
];
/** Written by programs, or after the READMEs of others. */
const leftOut = /(^|\/)(node_modules|build|generated|released|peers|cdk\.out)$/;

/** What one file has. */
export interface Assertions {
  readonly path: string;
  readonly lines: number;
  readonly nonNull: number;
  readonly casts: number;
}

/** Counts the non-null assertions and the casts of a source text. */
export function assertionsIn(path: string, text: string): Assertions {
  let [nonNull, casts] = [0, 0];
  const visit = (node: ts.Node): void => {
    if (ts.isNonNullExpression(node)) nonNull += 1;
    if (ts.isAssertionExpression(node) && !ts.isConstTypeReference(node.type)) casts += 1;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return { path, lines: text.split('\n').length - 1, nonNull, casts };
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return leftOut.test(path) ? [] : sources(path);
    return /\.tsx?$/.test(path) && !/\.(test|d)\.tsx?$/.test(path) ? [path] : [];
  });
}

function main(): void {
  const files = folders.flatMap(sources).map((path) => assertionsIn(path, readFileSync(join(root, path), 'utf8')));
  const total = (name: 'lines' | 'nonNull' | 'casts'): number => files.reduce((sum, file) => sum + file[name], 0);
  const words = { nonNull: 'non-null assertions (!)', casts: 'casts (as)' };
  for (const name of ['nonNull', 'casts'] as const) {
    const found = (total(name) / total('lines')) * 1000;
    const sentence = `${found.toFixed(1)} ${words[name]} a thousand lines, at most ${ceilings[name]}`;
    if (found <= ceilings[name]) {
      process.stdout.write(`${sentence}.\n`);
      continue;
    }
    process.exitCode = 1;
    const worst = files.toSorted((a, b) => b[name] - a[name]).slice(0, 15);
    process.stderr.write(`Too many: ${sentence}. Most are in:\n`);
    for (const file of worst) process.stderr.write(`${String(file[name]).padStart(6)}  ${file.path}\n`);
  }
}

if (require.main === module) main();
