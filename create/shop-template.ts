import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import ts from 'typescript';
import { placeholder } from './project';
import { readFiles } from './write';

// The template "shop" is made from the shop of this tree when the package is built, so that there is one shop.

const root = join(__dirname, '..');

/** The public files of the gateway's package by the names that applications import. */
const surfaces = ['index', 'legacy', 'lambda', 'infra', 'testing'] as const;

/** The files of an application that is the shop: those of every application, the shop's own, and its tests. */
export async function shopTemplate(): Promise<ReadonlyMap<string, string>> {
  const templates = join(root, 'create/templates');
  const shared = [...readFiles(join(templates, 'empty'))].filter(
    ([path]) => !/^(schema|services|test)\/|^tandem\.ts$|^README/.test(path),
  );
  const own = await Promise.all(
    packagedSources('shop').map(async ([path, text]): Promise<[string, string]> => {
      const placed = text.replaceAll('shop/', '');
      return path === 'index.ts'
        ? ['tandem.ts', await formatted(asDefinition(placed))]
        : [path, await formatted(placed)];
    }),
  );
  return new Map([...shared, ...own, ...readFiles(join(templates, 'shop'))]);
}

/**
 * The sources of a folder of this tree, by their paths in it, as an application has them: what is of the gateway comes from
 * its package.
 * @throws Error when they use what the package does not export
 */
export function packagedSources(folder: string): readonly (readonly [path: string, text: string])[] {
  const names = publicNames();
  const place = join(root, folder);
  return sourcesBelow(place).map((file) => [
    relative(place, file),
    withPublicImports(file, readFileSync(file, 'utf8'), names, `${folder}/`),
  ]);
}

/** The TypeScript of a folder without its tests. */
function sourcesBelow(folder: string): readonly string[] {
  return (
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      // They stand on the harness of this tree; the template has a test of its own.
      .filter((file) => !relative(folder, file).startsWith('test/'))
      .toSorted()
  );
}

/** Each public name of the gateway, with the module that exports it. */
function publicNames(): ReadonlyMap<string, string> {
  const files = surfaces.map((name) => join(root, 'package', `${name}.ts`)).filter((file) => ts.sys.fileExists(file));
  const program = ts.createProgram(files, {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  return new Map(
    files.toReversed().flatMap((file) => {
      const source = program.getSourceFile(file);
      const symbol = source && checker.getSymbolAtLocation(source);
      const surface = basename(file, '.ts');
      const module = surface === 'index' ? '@tandem/gateway' : `@tandem/gateway/${surface}`;
      return (symbol ? checker.getExportsOfModule(symbol) : []).map(({ name }): [string, string] => [name, module]);
    }),
  );
}

/**
 * A source of an application in which everything of the gateway comes from its package.
 * @param own where the modules of the application itself are
 * @throws Error when it uses what the package does not export
 */
function withPublicImports(file: string, text: string, names: ReadonlyMap<string, string>, own: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const kept: string[] = [];
  const taken = new Map<string, Set<string>>();
  const imports = source.statements.filter(ts.isImportDeclaration);
  for (const declaration of imports) {
    const place = (declaration.moduleSpecifier as ts.StringLiteral).text;
    const target = posix.join(dirname(relative(root, file)), place);
    if (!place.startsWith('.') || target.startsWith(own)) {
      kept.push(declaration.getText(source));
      continue;
    }
    const bindings = declaration.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) throw new Error(`${file}: import ${place} by its names.`);
    const word = declaration.importClause.isTypeOnly ? 'import type' : 'import';
    for (const { name } of bindings.elements) {
      const module = names.get(name.text);
      if (module === undefined) {
        throw new Error(`${relative(root, file)} takes ${name.text} of ${target}, which no file of package/ exports.`);
      }
      const key = `${word} ${module}`;
      taken.set(key, (taken.get(key) ?? new Set()).add(name.text));
    }
  }
  const packaged = [...taken].toSorted().map(([key, elements]) => {
    const [module = '', ...words] = key.split(' ').toReversed();
    return `${words.toReversed().join(' ')} { ${[...elements].toSorted(byLetters).join(', ')} } from '${module}';`;
  });
  const end = imports.at(-1)?.end ?? 0;
  const start = imports[0]?.getStart(source) ?? 0;
  return `${text.slice(0, start)}${[...packaged.toSorted(isType), ...kept].join('\n')}${text.slice(end)}`;
}

const byLetters = (left: string, right: string): number => left.localeCompare(right, 'en');
const isType = (left: string, right: string): number =>
  Number(left.startsWith('import type')) - Number(right.startsWith('import type'));

/** The module of the shop, as the definition of a gateway that has nothing else. */
function asDefinition(text: string): string {
  return `${text
    .replace(/import \{ defineModule \}/, 'import { defineGateway, defineModule }')
    .replace('export const shop', 'const shop')}
export default defineGateway({ name: '${placeholder}', modules: [shop] });
`;
}

const settings = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')) as object;

async function formatted(text: string): Promise<string> {
  return format(text, { ...settings, parser: 'typescript', plugins: [estree, typescript] });
}
