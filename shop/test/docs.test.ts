import { join } from 'node:path';
import ts from 'typescript';
import * as decorators from '../../schema/decorators';
import type { DeclaredClass } from '../../schema/facts';
import { Product } from '../schema/product';
import { operationsOf } from '../../services';
import { codesOfDeclarations, problemFor } from '../../services/errors';
import { shopProblems } from '../services/problems';
import { definition } from './usual';
import { load, textOf } from '../../test/documents';
import { shopFilesOf, shopOf } from './changed-shop';

// What the documents say about the shop, compared with the shop. readme.test.ts runs their snippets; test/docs.test.ts
// looks at what they say about every gateway.

const root = join(__dirname, '../..');
const addADomain = 'docs/add-a-domain.md';

describe('docs/flow.md', () => {
  const text = textOf('docs/flow.md');

  test.each(Object.values(shopProblems))('has the error %s as both faces show it', (code) => {
    const { status, graphql } = problemFor(code);
    expect(text).toContain(`\`${code}\` ${status} \`${graphql}\``);
    expect(drawingOf(text)).toMatch(new RegExp(`(►|,| ) ${code}(,|\\s)`));
  });

  test('has no error that is not there', () => {
    const named = [...text.matchAll(/`([a-z-]+)` (\d{3}) `([A-Z_]+)`/g)].map(([, code, status, graphql]) => ({
      code,
      status,
      graphql,
    }));
    const real = [...definition.problems, ...codesOfDeclarations].map((code) => {
      const { status, graphql } = problemFor(code);
      return { code, status: String(status), graphql };
    });
    for (const one of named) expect(real).toContainEqual(one);
  });
});

describe('docs/add-a-domain.md', () => {
  const text = textOf(addADomain);
  const { domains } = shopOf(addADomain)!;
  const operations = operationsOf(domains).filter(({ domain }) => domain.name === 'supplier');

  test.each(operations.map((operation) => ({ name: operation.name, operation })))(
    'says what $name is on both faces',
    ({ operation }) => {
      const { method, path } = operation.route;
      expect(text).toMatch(
        new RegExp(`\\| \`${method} ${escaped(path)}\` +\\| ${operation.kind} \`${operation.name}\` +\\|`),
      );
    },
  );

  test('writes classes that the compiler takes', () => {
    const program = compile(shopFilesOf(addADomain)!);
    const complaints = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(complaints).toEqual([]);
  });

  test('has each decorator with all its options', () => {
    const options = optionsOfDecorators(compile(new Map()));
    expect([...options.keys()].toSorted()).toEqual(
      // The table of them by kind is no decorator.
      Object.keys(decorators)
        .filter((name) => name !== 'decorators')
        .toSorted(),
    );
    for (const [name, own] of options) {
      const item = new RegExp(`^- \`@${name}\\([\\s\\S]*?(?=\n- |\n\n)`, 'm').exec(text)?.[0] ?? `no item of @${name}`;
      expect({ name, missing: own.filter((option) => !item.includes(`\`${option}\``)) }).toEqual({ name, missing: [] });
    }
  });

  test('has each option of @Domain', () => {
    const source = /interface DomainOptions {([\s\S]*?)\n}/.exec(textOf('schema/facts.ts'))![1]!;
    const options = [...source.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name!);
    expect(options.length).toBeGreaterThan(4);
    for (const option of options) expect(text).toMatch(new RegExp(`^- \`${option}\`: `, 'm'));
  });

  const mistakes = [...text.matchAll(/^- (.+)\n {2}- `(.*@.*)`\n {2}- (`+) ?(\S.*?) ?\3$/gm)].map(
    ([, mistake, declaration, , sentence]) => ({ mistake: mistake!, declaration: declaration!, sentence: sentence! }),
  );
  test('lists common mistakes', () => expect(mistakes.length).toBeGreaterThan(5));
  test.each(mistakes)('quotes the sentence of: $mistake', ({ declaration, sentence }) => {
    const start = (): unknown => {
      const { Supplier } = load(
        'shop/schema/supplier.ts',
        new Map([['shop/schema/supplier.ts', wrongClass(declaration)]]),
      );
      // Relations are checked when every class is known.
      return operationsOf([Product, Supplier as DeclaredClass]);
    };
    expect(start).toThrow(expect.objectContaining({ name: 'DeclarationError', message: sentence }));
  });
});

const drawingOf = (text: string): string => /```text\n([\s\S]*?)```/.exec(text)![1]!;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A class around a declaration of the table: its @Domain line if it has none, an id and a name. */
function wrongClass(declaration: string): string {
  const [, domain = "@Domain('supplier')", fields] = /^(@Domain\(.*?\)(?= @|$))?(.*)$/.exec(declaration)!;
  return `import { Enumeration, Id, Integer, ListOf, Many, Money, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Product } from './product';
class Address {
  @Text() street!: string;
}
${domain}
export class Supplier {
  @Id() id!: string;
  @Text({ max: 60 }) name!: string;
  ${fields}
}`;
}

/** The project's declarations with the files that a document writes in their place. */
function compile(written: ReadonlyMap<string, string>): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const base = { ...host };
  const textAt = (path: string): string | undefined => written.get(path.replace(`${root}/`, ''));
  host.readFile = (path) => textAt(path) ?? base.readFile(path);
  host.fileExists = (path) => textAt(path) !== undefined || base.fileExists(path);
  const names = [...written.keys(), 'schema/decorators.ts'].map((path) => join(root, path));
  return ts.createProgram(names, { ...options, types: ['node'] }, host);
}

/** The options of each exported decorator beside those that all have. */
function optionsOfDecorators(program: ts.Program): ReadonlyMap<string, readonly string[]> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(root, 'schema/decorators.ts'))!;
  const functions = source.statements.filter(
    (statement): statement is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(statement) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true,
  );
  const common = ['optional', 'doc', 'example', 'sensitive', 'visible', 'stored', 'was', 'deprecated'];
  return new Map(
    functions.map((declaration) => {
      const options = declaration.parameters
        .filter(({ name }) => ['options', 'each'].includes(name.getText()))
        .flatMap((parameter) =>
          checker
            .getTypeAtLocation(parameter)
            .getProperties()
            .map(({ name }) => name),
        );
      return [declaration.name!.text, [...new Set(options)].filter((option) => !common.includes(option))];
    }),
  );
}
