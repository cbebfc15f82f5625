import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { createGateway } from '../api/handler';
import { accessDocument, problemsDocument } from './documents';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';

// `npm run generate` writes what the declarations say; `npm run generate -- --check` only compares.

const root = join(__dirname, '..');

async function main(): Promise<void> {
  const { handler, operations } = createGateway({
    ...localAccess,
    authentication: 'open',
    cursorKeys: ['not used for documents'],
    log: () => undefined,
  });
  const read = async (target: string): Promise<string> => {
    const incoming = {
      method: 'GET',
      target,
      headers: [],
      body: Buffer.alloc(0),
      httpVersion: '1.1',
      sourceIp: '',
      port: 0,
    };
    const { body } = recordOf(await handler(eventOf(incoming, 'v2'), lambdaContext()));
    return required(textOf(body), `the body of ${target}`);
  };
  const documents = {
    'schema/generated/schema.graphql': `# Written by npm run generate from the classes in schema/. Do not edit.\n\n${await read('/schema.graphql')}\n`,
    'schema/generated/openapi.json': formatted(await read('/openapi.json')),
    'schema/generated/asyncapi.json': formatted(await read('/asyncapi.json')),
    'docs/access.md': accessDocument(operations),
    'docs/problems.md': problemsDocument(),
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
