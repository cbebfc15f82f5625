import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run, toolchains } from './toolchains';
import type { Tools } from './toolchains';

// What linters of others say of documents. docs/clients.md has the exceptions.

/** What a linter finds fault with. */
export interface Finding {
  /** The name of the file. */
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

/** Lints files of a folder. @throws Error when the linter cannot */
export type Linter = (folder: string, files: readonly string[]) => Promise<Finding[]>;

const { npm } = toolchains;

/** Redocly is a package of the project, which lints its own document by npm run check:openapi. */
const project: Tools = { ...npm, programs: join(__dirname, '../../node_modules/.bin') };

const spectral: Linter = async (folder, files) => {
  writeFileSync(join(folder, 'spectral.json'), JSON.stringify({ extends: ['spectral:oas', 'spectral:asyncapi'] }));
  const words = ['spectral', 'lint', '--quiet', '--ruleset', 'spectral.json', '--format', 'json'];
  const results: any[] = JSON.parse(await print(npm, folder, [...words, ...files]));
  return results.map(({ source, code, message }) => ({ file: basename(source), rule: code, message }));
};

const redocly: Linter = async (folder, files) => {
  const words = ['redocly', 'lint', '--extends', 'recommended-strict', '--format', 'json', '--max-problems', '1000'];
  // It prints a value for each file.
  const printed = await print(project, folder, [...words, ...files]);
  const results: any[] = JSON.parse(`[${printed.replaceAll(/^\}\s*\{$/gm, '},{')}]`);
  const problems = results.flatMap((result) => result.problems);
  return problems.map(({ ruleId, message, location: [{ source }] }: any) => ({
    file: basename(source.ref),
    rule: ruleId,
    message,
  }));
};

const graphqlEslint: Linter = async (folder, files) => {
  npm.prepare(folder);
  const settings = `import graphql from '@graphql-eslint/eslint-plugin';
const { parser, configs } = graphql;
export default ${JSON.stringify(files)}.map((schema) => ({
  files: [schema],
  plugins: { '@graphql-eslint': graphql },
  languageOptions: { parser, parserOptions: { graphQLConfig: { schema } } },
  rules: { ...configs['schema-recommended'].rules, ...configs['schema-relay'].rules },
}));
`;
  writeFileSync(join(folder, 'eslint.config.mjs'), settings);
  const results: any[] = JSON.parse(await print(npm, folder, ['eslint', '--format', 'json', ...files]));
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }: any) => ({
      file: basename(filePath),
      // What cannot be read has no rule.
      rule: String(ruleId).replace('@graphql-eslint/', ''),
      message,
    })),
  );
};

/** By the names of the linters, each with all of its rules that it recommends. */
export const linters: Readonly<Record<string, Linter>> = { spectral, redocly, 'graphql-eslint': graphqlEslint };

/** What a linter prints. It fails when it finds something, and prints nothing when it cannot lint. */
async function print(tools: Tools, folder: string, words: readonly string[]): Promise<string> {
  return run(tools, folder, ['sh', '-c', '"$@" || true', 'sh', ...words]);
}
