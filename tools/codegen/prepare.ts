import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { required } from '../../schema/required';
import { loadDefinition } from '../../services/application';
import { clientSources, methodsSource } from './client';
import { documentsOf } from './documents';
import { methodsOf } from './methods';
import { openapiSource } from './openapi';
import { problemsSource } from './problems';

// The first half of `npm run codegen`: what the second half, graphql-codegen, reads, and what it cannot write.
// With --check it only compares.

const root = process.cwd();
const documentHeader = '# Written by npm run codegen. Other documents may stand beside this file.\n\n';

async function main(): Promise<void> {
  const definition = await loadDefinition(root);
  const placed = methodsOf(definition.operations);
  const documents = documentsOf(
    placed,
    required(read('schema/generated/schema.graphql'), 'the schema: run npm run generate'),
  );
  const { client, items } = clientSources(placed);
  const files = new Map([
    ...(await Promise.all(
      [...documents].map(async ([name, text]): Promise<[string, string]> => [
        `sdk/operations/${name}.graphql`,
        // As the other files here are, for there may be documents of your own beside it.
        await format(`${documentHeader}${text}\n`, { parser: 'graphql', printWidth: 120 }),
      ]),
    )),
    ['sdk/generated/methods.ts', methodsSource(placed)],
    ['sdk/generated/problems.ts', problemsSource(definition.problems)],
    ['sdk/generated/client.ts', client],
    ['sdk/generated/items.ts', items],
    [
      'sdk/generated/openapi.ts',
      await openapiSource(required(read('schema/generated/openapi.json'), 'the document: run npm run generate')),
    ],
  ]);
  const leftovers = fileNames('sdk/operations')
    .map((name) => `sdk/operations/${name}`)
    .filter((path) => !files.has(path) && read(path)?.startsWith(documentHeader));
  const stale = [...files].filter(([path, text]) => read(path) !== text);
  const names = [...stale.map(([path]) => path), ...leftovers];
  if (process.argv.includes('--check')) {
    if (names.length === 0) return;
    process.stderr.write(`Not fresh: ${names.join(', ')}. Run npm run codegen.\n`);
    process.exit(1);
  }
  for (const folder of ['sdk/operations', 'sdk/generated']) mkdirSync(join(root, folder), { recursive: true });
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  // Remove the documents of a domain that is gone.
  for (const path of leftovers) rmSync(join(root, path));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function fileNames(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder));
  } catch {
    return [];
  }
}

void main();
