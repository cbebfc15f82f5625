import { once } from 'node:events';
import { createGateway } from '../../../api/handler';
import { serve } from '../../../local/http';
import { createTables, localAccess } from '../../../local/tables';
import { releases } from './releases';
import type { ReleaseName } from './releases';

// Serves one release in a process of its own, until its input ends: TypeGraphQL keeps one enumeration of a name in a
// process. Usage: node -r @swc-node/register shop/test/sdk/serve-release.ts <endpoint> <prefix> <release>

async function main([endpoint = '', prefix = '', release = '']: readonly string[]): Promise<void> {
  const definition = releases[release as ReleaseName];
  await createTables({ endpoint, domains: definition.domains, prefix, say: () => undefined });
  const { handler } = createGateway(definition, {
    ...localAccess,
    endpoint,
    tablePrefix: prefix,
    cursorKeys: ['a cursor key of the test run'],
    authentication: 'open',
    log: () => undefined,
  });
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v2', log: () => undefined });
  process.stdout.write(`${listening.url}\n`);
  await once(process.stdin.resume(), 'end');
  await listening.close();
}

void main(process.argv.slice(2));
