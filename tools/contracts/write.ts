import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { required } from '../../schema/required';
import { loadDefinition } from '../../services/application';
import { commandLine } from '../../services/command-line';
import { graphqlFile } from './graphql-file';
import { httpFile } from './http-file';
import { journeysOf } from './journey';
import { postmanCollection, postmanEnvironment } from './postman';

/** What is written elsewhere is copied, and not committed a second time; contracts/.gitignore says so. */
const copied = ['schema.graphql', 'openapi.json', 'asyncapi.json'].map((name) => `schema/generated/${name}`);

/**
 * `npm run contracts`: writes the folder that front-end teams download. With `--check` it only compares.
 * @returns the exit code
 */
export async function writeContracts(line: readonly string[], folder: string): Promise<number> {
  const definition = await loadDefinition(folder);
  const journeys = journeysOf(definition);
  const sdl = required(
    storedText(join(folder, 'schema/generated/schema.graphql')),
    `the schema: run ${commandLine('generate')}`,
  );
  const files: Readonly<Record<string, string>> = {
    [`contracts/${definition.name}.postman_collection.json`]: formatted(postmanCollection(journeys)),
    'contracts/local.postman_environment.json': formatted(postmanEnvironment()),
    'contracts/examples.http': httpFile(journeys),
    'contracts/examples.graphql': graphqlFile(journeys, sdl),
  };
  const stale = Object.entries(files).filter(([path, text]) => storedText(join(folder, path)) !== text);
  if (line.includes('--check')) {
    if (stale.length === 0) return 0;
    process.stderr.write(`Not fresh: ${stale.map(([path]) => path).join(', ')}. Run ${commandLine('contracts')}.\n`);
    return 1;
  }
  mkdirSync(join(folder, 'contracts'), { recursive: true });
  for (const [path, text] of stale) writeFileSync(join(folder, path), text);
  for (const path of copied) copyFileSync(join(folder, path), join(folder, 'contracts', basename(path)));
  process.stdout.write('contracts/ is complete and fresh.\n');
  return 0;
}

const formatted = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function storedText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  void writeContracts(process.argv.slice(2), process.cwd()).then((code) => (process.exitCode = code));
}
