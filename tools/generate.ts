import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../schema/guards';
import { loadDefinition } from '../services/application';
import { accessDocument, problemsDocument } from './documents';
import { servedDocument } from './served';

// `npm run generate` writes what the declarations say; `npm run generate -- --check` only compares.

const root = process.cwd();

async function main(): Promise<void> {
  const definition = await loadDefinition(root);
  const read = async (path: string): Promise<string> => servedDocument(definition, path);
  const documents = {
    'schema/generated/schema.graphql': `# Written by npm run generate from the classes in schema/. Do not edit.\n\n${await read('/schema.graphql')}\n`,
    'schema/generated/openapi.json': formatted(await read('/openapi.json')),
    'schema/generated/asyncapi.json': formatted(await read('/asyncapi.json')),
    'docs/access.md': accessDocument(definition.operations),
    'docs/problems.md': problemsDocument(definition.problems),
  };
  const check = process.argv.includes('--check');
  const stale = Object.entries(documents).filter(([name, text]) => storedText(name) !== text);
  if (check && stale.length > 0) {
    process.stderr.write(`Not fresh: ${stale.map(([name]) => name).join(', ')}. Run npm run generate.\n`);
    process.exit(1);
  }
  mkdirSync(join(root, 'schema/generated'), { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(root, name), text);
  process.stdout.write(
    stale.length === 0 ? 'The generated files are fresh.\n' : `Wrote ${stale.map(([name]) => name).join(', ')}.\n`,
  );
}

const formatted = (text: string): string => `${JSON.stringify(JSON.parse(text), null, 2)}\n`;

function storedText(name: string): string | undefined {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    return undefined;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
