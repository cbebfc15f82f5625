import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { compilerOptions } from './compiler';
import { entries } from './manifest';

// `npm run surface` writes package/surface.json: every public name of the package and what it is. With --check it only
// compares, so that no name comes or goes unseen, and asks each for a doc comment.

const root = join(__dirname, '..');
const file = join(__dirname, 'surface.json');

/** What a name may be for those who import it. */
const kinds: readonly (readonly [ts.SymbolFlags, string])[] = [
  [ts.SymbolFlags.Class, 'class'],
  [ts.SymbolFlags.Function, 'function'],
  [ts.SymbolFlags.Variable, 'value'],
  [ts.SymbolFlags.Enum, 'enumeration'],
  [ts.SymbolFlags.Interface, 'type'],
  [ts.SymbolFlags.TypeAlias, 'type'],
];

type Surface = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The public names by their entries, and those of them that nobody has described. */
function read(): { readonly surface: Surface; readonly bare: readonly string[] } {
  const paths = entries.map((name) => join(root, 'package', `${name}.ts`));
  // The names need no other package and no library.
  const program = ts.createProgram(paths, { ...compilerOptions(root), noLib: true, types: [] });
  const checker = program.getTypeChecker();
  const bare: string[] = [];
  const surface = Object.fromEntries(
    paths.map((path, index) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
      const names = (module ? checker.getExportsOfModule(module) : [])
        .toSorted((left, right) => (left.name < right.name ? -1 : 1))
        .map((exported): [string, string] => {
          const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
          if (symbol.getDocumentationComment(checker).length === 0) bare.push(`${entries[index]}: ${exported.name}`);
          return [exported.name, kinds.find(([flag]) => symbol.flags & flag)?.[1] ?? 'unknown'];
        });
      const entry = entries[index];
      return [entry === 'index' ? '@tandem/gateway' : `@tandem/gateway/${entry}`, Object.fromEntries(names)];
    }),
  );
  return { surface, bare };
}

function differences(before: Surface, now: Surface): readonly string[] {
  const flat = (surface: Surface): readonly string[] =>
    Object.entries(surface).flatMap(([entry, names]) =>
      Object.entries(names).map(([name, kind]) => `${entry}: ${kind} ${name}`),
    );
  const [old, young] = [flat(before), flat(now)];
  return [
    ...old.filter((line) => !young.includes(line)).map((line) => `- ${line}`),
    ...young.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}

const { surface, bare } = read();
const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Surface) : {};
const changed = differences(known, surface);
if (bare.length > 0) {
  process.stderr.write(`A public name has a doc comment, and these have none:\n  ${bare.join('\n  ')}\n`);
  process.exitCode = 1;
}
if (process.argv.includes('--check')) {
  if (changed.length > 0) {
    process.stderr.write(
      `The public surface is not what package/surface.json lists:\n  ${changed.join('\n  ')}\nIf that is meant, run npm run surface, and say it in CHANGELOG.md.\n`,
    );
    process.exitCode = 1;
  }
} else writeFileSync(file, `${JSON.stringify(surface, null, 2)}\n`);
