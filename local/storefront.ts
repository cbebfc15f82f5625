import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The example shop, a project of its own. */
const folder = join(__dirname, '../examples/storefront');

/** Serves the example shop in front of a gateway, in a process that ends with this one. Its packages come first. */
export async function serveStorefront(gatewayUrl: string): Promise<void> {
  if (!existsSync(folder)) {
    throw new Error('The example shop is a part of the repository of the gateway: leave --storefront out.');
  }
  if (!existsSync(join(folder, 'node_modules'))) {
    console.log('npm gets the packages of examples/storefront, this once.');
    const install = spawn('npm', ['ci', '--prefix', folder], { stdio: 'inherit', shell: process.platform === 'win32' });
    await once(install, 'exit');
    if (install.exitCode !== 0) throw new Error('The packages of examples/storefront could not be installed.');
  }
  const vite = spawn(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js')], {
    cwd: folder,
    env: { ...process.env, TANDEM_URL: gatewayUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.on('exit', () => vite.kill());
}
