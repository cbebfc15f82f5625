import { join } from 'node:path';
import ts from 'typescript';
import { environmentOptions } from '../api/options';
import { documents, textOf } from './documents';

// Every option that an operator can set is named where operators read. test/infra/stack.test.ts looks at the variables
// of the deployment.

describe('docs/deploy.md', () => {
  const text = textOf('docs/deploy.md');
  const code = new Set([...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, span = '']) => span.match(/[\w-]+/g) ?? []));

  test('names every option of a stage', () => {
    const options = optionsOf('infra/configuration.ts', 'Configuration');
    expect(options.length).toBeGreaterThan(30);
    expect(options.filter((name) => !code.has(name))).toEqual([]);
  });

  test('names every context of the CDK that the stack reads', () => {
    const [, read = ''] =
      /const \{(.*)\} = recordOf\(JSON\.parse\(process\.env\.CDK_CONTEXT_JSON/.exec(textOf('infra/run-synthesis.ts')) ??
      [];
    const names = [...read.matchAll(/\w+/g)].map(([name]) => name);
    names.push(...[...textOf('infra/synthesise.ts').matchAll(/tryGetContext\('(\w+)'/g)].map(([, name]) => name!));
    expect(names).toEqual(expect.arrayContaining(['stage', 'first']));
    expect(names.filter((name) => !text.includes(`-c ${name}=`))).toEqual([]);
  });
});

test('every variable that a function reads has a row in a table of the documents', () => {
  const variables = new Set<string>();
  const read = (environment: NodeJS.ProcessEnv): unknown =>
    environmentOptions(
      new Proxy(environment, {
        get: (target, name) => {
          variables.add(String(name));
          return target[String(name)];
        },
      }),
    );
  read({});
  // What is read only beside another one.
  read({ AWS_LAMBDA_FUNCTION_NAME: 'gateway', AUTH: 'authorizer' });
  read({ AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'shop' });
  // Every program has it, wherever it opens its tables.
  expect(textOf('tables/client.ts')).toContain('DYNAMODB_CLIENT: chosen');
  variables.add('DYNAMODB_CLIENT');
  expect(variables.size).toBeGreaterThan(20);
  const rows = documents.flatMap((document) => textOf(document).match(/^(\| |- )`[A-Z].*$/gm) ?? []);
  // Lambda sets its credentials; nobody else does.
  const ofLambda = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const lost = [...variables].filter((name) => !rows.some((row) => row.includes(`\`${name}\``)));
  expect(lost.filter((name) => !ofLambda.includes(name))).toEqual([]);
});

/** The names of the members of an interface, and of the objects in it. */
function optionsOf(path: string, name: string): string[] {
  const file = join(__dirname, '..', path);
  const program = ts.createProgram([file], { strict: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  const isOurs = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((one) => !one.getSourceFile().fileName.includes('node_modules')) === true;
  const within = (type: ts.Type): string[] => {
    const parts = type.isUnion() ? type.types : [type];
    return parts
      .filter((part) => (part.flags & ts.TypeFlags.Object) !== 0)
      .flatMap((part) => part.getProperties().filter(isOurs))
      .flatMap((property) => [property.name, ...within(checker.getNonNullableType(checker.getTypeOfSymbol(property)))]);
  };
  return declaration ? [...new Set(within(checker.getTypeAtLocation(declaration)))] : [];
}
