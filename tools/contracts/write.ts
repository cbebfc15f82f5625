import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format } from 'prettier';
import { loadDefinition } from '../../services/application';
import { graphqlFile } from './graphql-file';
import { httpFile } from './http-file';
import { journeysOf } from './journey';
import { postmanCollection, postmanEnvironment } from './postman';

// `npm run contracts` writes the folder that front-end teams download; with --check it only compares.

const root = process.cwd();

/** What is written elsewhere is copied, and not committed a second time; contracts/.gitignore says so. */
const copied = ['schema.graphql', 'openapi.json', 'asyncapi.json'].map((name) => `schema/generated/${name}`);

async function main(): Promise<void> {
  const journeys = journeysOf(await loadDefinition(root));
  const files: Readonly<Record<string, string>> = {
    'contracts/tandem.postman_collection.json': formatted(postmanCollection(journeys)),
    'contracts/local.postman_environment.json': formatted(postmanEnvironment()),
    'contracts/examples.http': httpFile(journeys),
    'contracts/examples.graphql': await format(graphqlFile(journeys), { parser: 'graphql', printWidth: 120 }),
  };
  const stale = Object.entries(files).filter(([path, text]) => storedText(path) !== text);
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    process.stderr.write(`Not fresh: ${stale.map(([path]) => path).join(', ')}. Run npm run contracts.\n`);
    process.exit(1);
  }
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  for (const path of copied) copyFileSync(join(root, path), join(root, 'contracts', basename(path)));
  process.stdout.write('contracts/ is complete and fresh.\n');
}

const formatted = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function storedText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

void main();
