import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadDefinition } from '../services/application';
import { commandLine, complaintOf } from '../services/command-line';
import type { GatewayDefinition } from '../services/definition';
import { accessDocument, checkAccess, problemsDocument } from './documents';
import { servedDocument } from './served';

/** A file that follows from the declarations. */
export interface GeneratedDocument {
  /** Relative to the folder of the application. */
  readonly name: string;
  readonly text: string;
}

/**
 * The documents of a folder that are not as the declarations say, with what they should be.
 * @throws Error when an operation has no rule of access, or when the declarations do not allow a document
 */
export async function staleDocuments(
  definition: GatewayDefinition,
  folder: string,
): Promise<readonly GeneratedDocument[]> {
  checkAccess(definition.operations);
  const read = async (path: string): Promise<string> => servedDocument(definition, path);
  const documents = {
    'schema/generated/schema.graphql': `# Written by npm run generate from the classes in schema/. Do not edit.\n\n${await read('/schema.graphql')}\n`,
    'schema/generated/openapi.json': formatted(await read('/openapi.json')),
    'schema/generated/asyncapi.json': formatted(await read('/asyncapi.json')),
    'docs/access.md': accessDocument(definition.operations),
    'docs/problems.md': problemsDocument(definition.problems),
  };
  return Object.entries(documents)
    .map(([name, text]) => ({ name, text }))
    .filter(({ name, text }) => storedText(join(folder, name)) !== text);
}

/**
 * `npm run generate`: writes what the declarations of a folder say. With `--check` it only compares.
 * @returns the exit code
 */
export async function generate(line: readonly string[], folder: string): Promise<number> {
  const stale = await staleDocuments(await loadDefinition(folder), folder);
  const names = stale.map(({ name }) => name).join(', ');
  if (line.includes('--check') && stale.length > 0) {
    process.stderr.write(`Not fresh: ${names}. Run ${commandLine('generate')}.\n`);
    return 1;
  }
  for (const { name, text } of stale) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.stdout.write(stale.length === 0 ? 'The generated files are fresh.\n' : `Wrote ${names}.\n`);
  return 0;
}

const formatted = (text: string): string => `${JSON.stringify(JSON.parse(text), null, 2)}\n`;

function storedText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  generate(process.argv.slice(2), process.cwd()).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(complaintOf(error));
      process.exit(1);
    },
  );
}
