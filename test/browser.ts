import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { browserPath } from './browser-path';

/** One page in a browser of its own, and what it did that it should not. */
export interface Visit {
  readonly page: Page;
  /** Addresses outside the served origin that the page asked for; every one was refused. */
  readonly strangers: string[];
  /** Errors on the console, uncaught exceptions and violations of the content policy. */
  readonly complaints: string[];
}

/** A running browser. */
export interface TestBrowser {
  /** Opens a path of the gateway in a fresh profile, in the light. */
  visit(path: string, options?: { width?: number; height?: number; colorScheme?: 'light' | 'dark' }): Promise<Visit>;
  close(): Promise<void>;
}

const flags = [
  '--headless',
  '--no-sandbox', // CI runs as root, where Chromium's sandbox cannot start
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // the network is off but for the gateway
];

/** `describe` for tests that need a browser: skipped with a printed reason where there is none, a failure in CI. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (browserPath() || process.env['CI']) return describe(name, tests);
  process.stderr.write(`\nSkipped "${name}": no browser. Install chromium or set CHROMIUM_PATH to one.\n`);
  describe.skip(name, tests);
}

/**
 * Starts the browser in front of a gateway, with every other address closed.
 * @param watched whether strangers are noted; what is watched has its preflights answered by the library, and not by
 * the gateway, so that a test of CORS must go without
 * @throws Error when there is no browser
 */
export async function openBrowser(
  origin: string,
  { watched = true }: { readonly watched?: boolean } = {},
): Promise<TestBrowser> {
  const executablePath = browserPath();
  if (!executablePath) throw new Error('No browser found: install chromium or set CHROMIUM_PATH to one.');
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    async visit(path, { width = 1280, height = 800, colorScheme = 'light' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme });
      const page = await context.newPage();
      const visit: Visit = { page, strangers: [], complaints: [] };
      if (watched) {
        await context.route(
          (url) => url.origin !== origin,
          async (route) => {
            visit.strangers.push(route.request().url());
            await route.abort();
          },
        );
      }
      page.on('pageerror', (error) => visit.complaints.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') visit.complaints.push(`${message.text()} (${message.location().url})`);
      });
      // Chromium reports most violations on the console, but not those of inline style attributes.
      await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
        console.error('content policy: ' + event.effectiveDirective + ' refused ' + event.blockedURI));`);
      await page.goto(origin + path);
      return visit;
    },
    close: () => browser.close(),
  };
}
