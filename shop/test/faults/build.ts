import { join } from 'node:path';
import { rolldown } from 'rolldown';

// Bundles the child program of the fault suites into the folder that the first argument names, so that a restart
// costs what it costs Lambda and not a compilation. Like infra/bundle.ts, which bundles the gateway alone.

async function main(): Promise<void> {
  const root = join(__dirname, '../../..');
  const build = await rolldown({
    input: { child: join(__dirname, 'child.ts') },
    cwd: root,
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
  });
  await build.write({ dir: process.argv[2], format: 'cjs', entryFileNames: '[name].js' });
  await build.close();
}

void main();
