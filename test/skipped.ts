import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { browserPath } from './browser-path';

const root = join(__dirname, '..');

/** What suites need beyond Node and npm ci: whether it is here, and how it comes here. */
const needs = (): readonly { readonly what: string; readonly isHere: boolean; readonly how: string }[] => [
  { what: 'Chromium', isHere: browserPath() !== undefined, how: 'install it, or set CHROMIUM_PATH' },
  folder('the storefront', 'examples/storefront/node_modules', 'npm ci --prefix examples/storefront'),
  folder('other versions of Node', 'test/runtimes/node_modules', 'npm ci --prefix test/runtimes'),
  folder("AWS's runtime loop", 'test/runtimes/loop/node_modules', 'npm ci --prefix test/runtimes/loop'),
  folder('cfn-lint, moto and the AWS CLI', 'build/clouds/bin', 'npm run install:clouds'),
];

const folder = (what: string, path: string, how: string) => ({ what, isHere: existsSync(join(root, path)), how });

/**
 * What a run says at its end of the suites that it left out.
 * @param isToolchains whether it is the run of those suites, which leaves out only what is missing
 */
export function skippedWords(isToolchains: boolean, needed = needs()): string {
  const missing = needed.filter(({ isHere }) => !isHere).map(({ what, how }) => `  ${what}: ${how}`);
  const lines = [
    ...(isToolchains ? [] : ['Not a part of this run: what needs more than Node. npm run test:toolchains runs it.']),
    ...(missing.length > 0 ? ['What is missing here, and skipped there:', ...missing] : []),
  ];
  return lines.length > 0 ? `\n${lines.join('\n')}\n` : '';
}
