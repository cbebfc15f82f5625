import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { plainFields } from '../infra/bundle';

// Writes graphql-js into a folder twice: as it comes, and as the functions have it. It runs in a process of its own, because
// jest takes no ES module for a bundler.

const [, , folder = ''] = process.argv;
const root = join(__dirname, '..');
const entry = [
  `export * from 'graphql';`,
  `export { readsMember } from '${root}/resolvers/plain-fields';`,
  `export { noteMisfits } from '${root}/services/misfits';`,
].join('\n');

async function write(name: string, plugins: readonly (typeof plainFields)[]): Promise<void> {
  const build = await rolldown({
    input: 'entry',
    cwd: root,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    plugins: [
      { name: 'entry', resolveId: (id) => (id === 'entry' ? id : null), load: (id) => (id === 'entry' ? entry : null) },
      ...plugins,
    ],
    logLevel: 'silent',
  });
  await build.write({ file: join(folder, `${name}.js`), format: 'cjs' });
  await build.close();
}

void Promise.all([write('stock', []), write('ours', [plainFields])]);
