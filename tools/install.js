// Installs what tools/package.json names, if it is not there: `npm ci` leaves it out (.npmrc), because a first start does
// not need it. In plain JavaScript, as it runs before anything is installed that could compile it.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { devDependencies } = require('./package.json');

const root = join(__dirname, '..');
const isInstalled = (name) => existsSync(join(root, 'node_modules', name, 'package.json'));
if (!Object.keys(devDependencies).every(isInstalled)) {
  process.stderr.write('Installing the tools of development, once: npm ci leaves them out.\n');
  // From the lock file, as npm ci does, and beside what is there.
  const words = ['install', '--workspaces', '--include-workspace-root', '--no-save', '--prefer-offline'];
  const { status } = spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  process.exit(status ?? 1);
}
