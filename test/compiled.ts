import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');

/** Each file of the project and of its libraries is read once for all the programs of a test file. */
const read = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of files of the project when some are changed or added; of the changed ones too. */
export function complaints(
  roots: readonly string[],
  changed: readonly (readonly [path: string, text: string])[],
): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const texts = new Map(changed.map(([path, text]) => [join(root, path), text]));
  const host = ts.createCompilerHost(options);
  const usual = { ...host };
  host.fileExists = (path) => texts.has(path) || usual.fileExists(path);
  host.directoryExists = undefined;
  host.getSourceFile = (path, language) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language);
    if (!read.has(path)) read.set(path, usual.getSourceFile(path, language));
    return read.get(path);
  };
  const files = [...roots, ...changed.map(([path]) => path)].map((path) => join(root, path));
  const program = ts.createProgram(files, { ...options, noEmit: true, incremental: false, types: ['node'] }, host);
  return [...new Set(files)]
    .flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)))
    .map(({ file, messageText }) => {
      const [sentence] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
      return `${file?.fileName.replace(`${root}/`, '')}: ${sentence}`;
    });
}
