import { makeApplication } from '../../test/application';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { createClient } from '../../sdk/source/index.ts';
import type { Client } from '../../sdk/source/index.ts';
import { describeInBrowser, openBrowser } from '../../test/browser';
import type { TestBrowser, Visit } from '../../test/browser';

// The example shop as it is built, in a browser, in front of `npm start` with its engine and its messaging.

const root = join(__dirname, '../..');
const shop = join(root, 'examples/storefront');
/** Where the pictures of the pages are, for whoever wants to look at them. */
const pictures = join(root, 'build/storefront');
// A machine that has not installed the example, which the gate has, skips it with the words that say how.
const isInstalled = existsSync(join(shop, 'node_modules'));
if (!isInstalled && process.env.CI) throw new Error('Run npm ci --prefix examples/storefront first.');
if (!isInstalled) process.stderr.write('\nSkipped the storefront: run npm ci --prefix examples/storefront.\n');

const gatewayProgram = ['-r', require.resolve('@swc-node/register'), join(root, 'local/start.ts')];
const vite = join(shop, 'node_modules/vite/bin/vite.js');

(isInstalled ? describeInBrowser : describe.skip)('the storefront', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-storefront-'));
  let gateway: ChildProcess;
  let gatewayPort: number;
  let preview: ChildProcess;
  let browser: TestBrowser;
  let client: Client;
  let origin: string;
  let visit: Visit;

  beforeAll(async () => {
    makeApplication(folder, join(__dirname, '../../tandem.ts'));
    const built = join(folder, 'build');
    const [pagePort, port] = [await freePort(), await freePort()];
    gatewayPort = port;
    const url = `http://127.0.0.1:${gatewayPort}`;
    client = createClient({ url, retries: 10 });
    origin = `http://127.0.0.1:${pagePort}`;
    await Promise.all([
      startGateway(),
      finished([join(shop, 'node_modules/typescript/bin/tsc'), '-p', '.'], shop),
      finished([vite, 'build', '--outDir', built, '--emptyOutDir', '--logLevel', 'warn'], shop),
    ]);
    preview = program(
      [vite, 'preview', '--port', String(pagePort), '--strictPort', '--outDir', built, '--logLevel', 'silent'],
      shop,
      {
        TANDEM_URL: url,
      },
    );
    await answers(origin, preview);
    browser = await openBrowser(origin);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([gateway, preview].map(async (child) => stop(child, 'SIGTERM')));
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    const { strangers, complaints, page } = visit;
    await page.context().close();
    // What the browser itself notes of an answer such as 404 is no complaint: an empty basket is one.
    const own = complaints.filter((words) => !words.startsWith('Failed to load resource'));
    expect({ strangers, own }).toEqual({ strangers: [], own: [] });
  });

  async function startGateway(): Promise<void> {
    gateway = program([...gatewayProgram, '--port', String(gatewayPort)], folder, {
      TS_NODE_PROJECT: join(root, 'tsconfig.json'),
    });
    await answers(`http://127.0.0.1:${gatewayPort}/health`, gateway);
  }

  /** Opens the shop as somebody who is signed in. */
  async function visitAs(user: string, path: string, options: Parameters<TestBrowser['visit']>[1] = {}): Promise<Page> {
    visit = await browser.visit('/sign-in', options);
    const { page } = visit;
    await page.getByLabel('User name').fill(user);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto(origin + path);
    return page;
  }

  describe.each([
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('$width pixels wide, $colorScheme', ({ width, colorScheme }) => {
    const shown = async (page: Page, name: string): Promise<void> => look(page, `${name}-${width}`, width);

    test('a shopper finds something, buys it, and sees by itself that the order is placed', async () => {
      const user = `ada-${width}`;
      visit = await browser.visit('/', { width, colorScheme });
      const { page } = visit;
      const tiles = page.locator('.tile:not(.ghost)');
      await tiles.nth(7).waitFor();
      await shown(page, 'browse');
      for (let seen = 0; seen < 24; seen = await tiles.count()) await page.mouse.wheel(0, 2_000);
      expect(new Set(await tiles.locator('h2').allTextContents()).size).toBe(24);

      const shelves = page.getByRole('navigation', { name: 'Categories' });
      await shelves.getByRole('link', { name: 'Camera' }).click();
      await page.getByRole('heading', { level: 1, name: 'Camera' }).waitFor();
      await tiles.nth(3).waitFor();
      expect(await tiles.locator('h2').first().textContent()).toBe('Tabletop Tripod');
      await page.getByRole('link', { name: 'Pocket Camera' }).click();
      await page.getByRole('heading', { level: 1, name: 'Pocket Camera' }).waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await shown(page, 'product');

      // Who wants to buy is asked who they are, and comes back to the product.
      await page.getByRole('button', { name: 'Add to basket' }).click();
      await page.getByLabel('User name').waitFor();
      await shown(page, 'sign-in');
      await page.getByLabel('User name').fill(user);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Add to basket' }).click();
      await page.getByRole('link', { name: 'Basket 1 pieces' }).click();
      await page.getByRole('button', { name: 'One piece more' }).click();
      await page.getByRole('link', { name: 'Basket 2 pieces' }).waitFor();
      await shown(page, 'basket');

      await page.getByRole('link', { name: 'Go to checkout' }).click();
      await page.getByRole('button', { name: 'Buy now' }).click();
      await page.locator('[aria-invalid]').first().waitFor();
      expect(await page.evaluate('document.activeElement.name')).toBe('firstName');
      await shown(page, 'checkout');
      const answersTo = { 'First name': 'Ada', 'Last name': 'L.', Email: 'ada@example.com', Address: '1 Main Street' };
      for (const [label, text] of Object.entries(answersTo)) await page.getByLabel(label).fill(text);
      await page.getByLabel('Card number').fill('4242 4242 4242 4242');
      await page.getByRole('button', { name: 'Buy now' }).click();

      await page.locator('.status[data-status=PLACED]').waitFor();
      await page.getByRole('link', { name: 'Basket 0 pieces' }).waitFor();
      await shown(page, 'order');
      const [order] = await client.order.list(user, { limit: 1 }).toArray();
      expect(order).toMatchObject({ status: 'PLACED', totalPrice: 499, cardLast4: '4242' });
      await client.order.setStatus(order!, { status: 'PAID' });
      await page.locator('.status[data-status=PAID]').waitFor();
      await page.getByText('Your order: Paid.').waitFor();
      // The gateway asks for no token, and whoever looks should know what that means.
      await page.getByText('This shop is open: nobody checks that you are').waitFor();

      await page.getByRole('link', { name: 'Orders' }).click();
      await page.locator('.orders li').first().waitFor();
      await shown(page, 'orders');
      await page.getByRole('link', { name: /Basket/ }).click();
      await page.getByText('Your basket is empty').waitFor();
      await shown(page, 'empty');
    });

    test('of two editors the second sees what the first has saved, and chooses for each field', async () => {
      const id = `radio-${width}`;
      await client.product.create({
        id,
        title: 'Pocket Radio',
        category: 'Radio',
        price: 39.9,
        stock: 5,
        brand: 'Old',
      });
      const second = await visitAs('admin', '/admin', { width, colorScheme });
      await second.locator('tbody tr').first().waitFor();
      await shown(second, 'admin');
      await second.goto(`${origin}/admin/${id}`);
      const first = await second.context().newPage();
      await first.goto(`${origin}/admin/${id}`);
      for (const [page, title, price] of [
        [first, 'World Radio', '45'],
        [second, 'Small Radio', '29.50'],
      ] as const) {
        await page.getByLabel('Title').fill(title);
        await page.getByLabel('Price').fill(price);
      }
      await first.getByLabel('Stock').fill('9');
      await second.getByLabel('Brand').fill('New');
      await first.getByRole('button', { name: 'Save' }).click();
      await first.getByText('Saved', { exact: true }).waitFor();

      const conflicts = second.getByRole('region', { name: 'Somebody else has changed this too' });
      await conflicts.waitFor();
      expect(await conflicts.locator('.value').allTextContents()).toEqual([
        'Small Radio',
        'World Radio',
        '29.50',
        '45',
      ]);
      await second.getByText('taken over: Stock').waitFor();
      const save = second.getByRole('button', { name: 'Save' });
      expect(await save.isDisabled()).toBe(true);
      await conflicts.getByRole('group', { name: 'Title' }).getByLabel('Keep mine').check();
      await shown(second, 'conflict');
      await conflicts.getByRole('group', { name: 'Price' }).getByLabel('Take theirs').check();
      await save.click();
      await second.getByText('Saved', { exact: true }).waitFor();
      expect(await client.product.get(id)).toMatchObject({
        title: 'Small Radio',
        price: 45,
        stock: 9,
        brand: 'New',
        version: 3,
      });
    });
  });

  test('what serves the page while it is edited leaves the banner of the gateway on the screen', async () => {
    visit = await browser.visit('/');
    const ask = `import('vite').then(async ({ resolveConfig }) => process.stdout.write(String((await resolveConfig({}, 'serve')).clearScreen)))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', ask], { cwd: shop });
    expect(stdout).toBe('false');
  });

  test('an editor whose page was not told is refused, and sees the same', async () => {
    const made = await client.product.create({ title: 'Clock Radio', category: 'Radio', price: 20 });
    const page = await visitAs('admin', `/admin/${made.id}`);
    await page.getByLabel('Price').fill('25');
    // The feed of this page says nothing any more.
    await page.context().route('**/product/changes*', async () => undefined);
    await page.reload();
    await page.getByLabel('Price').fill('25');
    await client.product.update(made, { price: 30 });
    await page.getByRole('button', { name: 'Save' }).click();
    const conflicts = page.getByRole('region', { name: 'Somebody else has changed this too' });
    expect(await eventually(conflicts.locator('.value'), 2)).toEqual(['25', '30']);
    await conflicts.getByLabel('Keep mine').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await client.product.get(made.id)).toMatchObject({ price: 25, version: 3 });
  });

  test('a price that changes while it lies in the basket is said before anything is bought', async () => {
    const made = await client.product.create({ title: 'Bath Radio', category: 'Radio', price: 50 });
    const page = await visitAs('bert', `/product/${made.id}`);
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await page.getByRole('link', { name: 'Basket 1 pieces' }).click();
    await client.product.update(made, { price: 60 });
    await page.getByText('Bath Radio now costs €60.00.').waitFor();
    await page.getByText('A price has changed since you put it into the basket.').waitFor();
    expect(await page.getByRole('link', { name: 'Go to checkout' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Take the new prices' }).click();
    await page.getByRole('link', { name: 'Go to checkout' }).waitFor();
    expect((await client.basket.get('bert'))!.items).toMatchObject([{ price: 60, quantity: 1 }]);
  });

  test('the page goes on when the gateway is killed and comes back', async () => {
    const page = await visitAs('cleo', '/');
    // The feed has begun when its second request waits for something to tell.
    const begun = page.waitForRequest(/changes\?.*since=/);
    await page.goto(`${origin}/product/p-110`);
    await begun;
    const button = page.getByRole('button', { name: 'Add to basket' });
    await button.waitFor();
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    await stop(gateway, 'SIGKILL');
    await page.getByText('The shop cannot be reached.').waitFor();
    await button.click();
    await page.getByText('Adding…').waitFor();
    await look(page, 'away', 1280);

    await startGateway();
    // What was asked meanwhile has happened, once.
    await page.getByRole('link', { name: 'Basket 1 pieces' }).waitFor();
    await page.getByText('The shop cannot be reached.').waitFor({ state: 'detached' });
    expect((await client.basket.get('cleo'))!.items).toMatchObject([{ productId: 'p-110', quantity: 1 }]);
    // And what changes from now on is told.
    await client.product.update('p-110', { price: 12.34 });
    await page.getByText(`${title} now costs €12.34.`).waitFor();
  });

  test('this look notices a page that is hard to use', async () => {
    visit = await browser.visit('/');
    const { page } = visit;
    await page.locator('.tile h2').first().waitFor();
    await page.evaluate(`document.querySelector('h1').innerHTML = '<img src="data:,">'`);
    expect(await seriousOf(page)).toContain('image-alt');
  });
});

/** Checks that a page can be used by everybody and fits its screen, and takes a picture of it. */
async function look(page: Page, name: string, width: number): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  expect({ name, serious: await seriousOf(page) }).toEqual({ name, serious: [] });
  expect({ name, width: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({ name, width });
}

/** The rules of axe that a page breaks in a serious or critical way. */
async function seriousOf(page: Page): Promise<string[]> {
  // Half a megabyte: once for each load of the shop.
  const isThere = await page.evaluate<boolean>(`'axe' in window`);
  if (!isThere) await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
  const { violations } = await page.evaluate<{ violations: { id: string; impact: string }[] }>(
    `axe.run({ resultTypes: ['violations'] })`,
  );
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id);
}

async function eventually(found: Locator, count: number): Promise<string[]> {
  await found.nth(count - 1).waitFor();
  return found.allTextContents();
}

function program(line: readonly string[], cwd: string, environment: Record<string, string> = {}): ChildProcess {
  // The engine of the tests is not the one of `npm start`.
  const own = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'NODE_ENV', 'NODE_OPTIONS'];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)));
  const child = spawn(process.execPath, line, {
    cwd,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return child;
}

async function finished(line: readonly string[], cwd: string): Promise<void> {
  const [code] = (await once(program(line, cwd), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${line.join(' ')} ended with ${code}.`);
}

async function stop(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (child.exitCode !== null) throw new Error(`What should answer at ${url} ended with ${child.exitCode}.`);
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
