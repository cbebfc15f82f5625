import { readFileSync } from 'node:fs';
import { loadDefinition } from '../../services/application';
import { staleFiles, writeFileSet } from './file-set';
import { openapiSource } from './openapi';
import { sdkFiles } from './sdk';

// The first half of `npm run codegen`: the client of the SDK, and the types of the OpenAPI document. The second half,
// graphql-codegen, adds what is for other clients of GraphQL. With --check it only compares.

async function main(): Promise<void> {
  const folder = process.cwd();
  const { files, leftovers } = sdkFiles(await loadDefinition(folder), folder);
  const openapi = await openapiSource(readFileSync('schema/generated/openapi.json', 'utf8'));
  const set = { files: new Map([...files, ['sdk/generated/openapi.ts', openapi]]), leftovers };
  if (!process.argv.includes('--check')) {
    writeFileSet(set, folder);
    return;
  }
  const stale = staleFiles(set, folder);
  if (stale.length === 0) return;
  process.stderr.write(`Not fresh: ${stale.join(', ')}. Run npm run codegen.\n`);
  process.exitCode = 1;
}

void main();
