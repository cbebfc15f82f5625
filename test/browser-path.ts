import { existsSync } from 'node:fs';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where the browser of the tests is; undefined where there is none. */
export function browserPath(): string | undefined {
  const chosen = process.env['CHROMIUM_PATH'];
  return (chosen ? [chosen] : usualPaths).find((path) => existsSync(path));
}
