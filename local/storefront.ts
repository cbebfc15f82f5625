import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The example shop, a project of its own. */
const folder = join(__dirname, '../examples/storefront');

/** Serves the example shop in front of a gateway, in a process that ends with this one. Its packages come first. */
export function serveStorefront(gatewayUrl: string): void {
  if (!existsSync(join(folder, 'node_modules'))) {
    console.log('The packages of examples/storefront are not there yet: npm gets them, once.');
    const { status } = spawnSync('npm', ['ci', '--prefix', folder], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error('npm ci --prefix examples/storefront has failed.');
  }
  const vite = spawn(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js')], {
    cwd: folder,
    env: { ...process.env, TANDEM_URL: gatewayUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.on('exit', () => vite.kill());
}
