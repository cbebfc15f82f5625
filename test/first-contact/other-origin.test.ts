import { makeApplication } from '../application';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { portOf } from '../../local/port';
import { describeInBrowser, openBrowser } from '../browser';
import type { TestBrowser } from '../browser';

// A page of another origin calls `npm start` from a real browser. What a browser asks before, and which headers it
// hides, nobody else knows so well: https://fetch.spec.whatwg.org/#http-cors-protocol.

jest.setTimeout(120_000);

interface Outcome {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
  /** Set where the browser kept the answer from the page. */
  readonly blocked?: string;
}

/** `npm start` in a process of its own. */
async function startGateway(folder: string, options: readonly string[], environment: Record<string, string> = {}) {
  const project = resolve(__dirname, '../..');
  const names = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'CORS_ORIGINS', 'CORS_CREDENTIALS'];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
  const program = ['-r', require.resolve('@swc-node/register'), join(project, 'local/start.ts')];
  const child = spawn(process.execPath, [...program, '--memory', '--port=0', ...options], {
    cwd: folder,
    env: { ...inherited, TS_NODE_PROJECT: join(project, 'tsconfig.json'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (out += text));
  for (;;) {
    const [, url] = /REST +(http:\S+)\/book/.exec(out) ?? [];
    if (url !== undefined && out.includes('Ctrl-C')) return { child, url, banner: out };
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${out}`);
    await sleep(20);
  }
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'close');
}

/** What the page gets when it calls `fetch`. */
async function fetchIn(page: Page, url: string, init: object = {}): Promise<Outcome> {
  const program = `(async () => {
    try {
      const answer = await fetch(${JSON.stringify(url)}, ${JSON.stringify(init)});
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
    } catch (error) {
      return { blocked: String(error) };
    }
  })()`;
  return page.evaluate<Outcome>(program);
}

describeInBrowser('a page of another origin in a real browser', () => {
  let folder: string;
  let pages: Server;
  let origin: string;
  let browser: TestBrowser;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-other-origin-'));
    makeApplication(folder);
    pages = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>A shop</title><link rel="icon" href="data:,">');
    });
    await once(pages.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${portOf(pages)}`;
    browser = await openBrowser(origin, { watched: false });
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(stop));
  });
  afterAll(async () => {
    await browser?.close();
    pages?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: readonly string[] = [], environment: Record<string, string> = {}) {
    const gateway = await startGateway(folder, options, environment);
    children.push(gateway.child);
    const { page } = await browser.visit('/');
    return { page, url: gateway.url, banner: gateway.banner };
  }

  test('may send every header that clients add, alone and all together', async () => {
    const { page, url, banner } = await open();
    expect(banner).toContain('those of this machine at any port may call');
    const added = {
      // apollographql/apollo-client#4164, apollographql/apollo-kotlin#4574
      'apollographql-client-name': 'shop',
      'x-apollo-operation-name': 'Books',
      'last-event-id': 'x',
      'x-api-key': 'k',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      prefer: 'return=minimal',
      'x-requested-with': 'XMLHttpRequest',
    };
    const sets = [...Object.entries(added).map((entry) => Object.fromEntries([entry])), added];
    for (const headers of sets) {
      const rest = await fetchIn(page, `${url}/book?limit=1`, { headers });
      expect({ headers, ...rest }).toMatchObject({ headers: rest.headers, status: 200 });
      const init = {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      };
      expect(await fetchIn(page, `${url}/graphql`, init)).toMatchObject({ status: 200 });
    }
  });

  test('reads the headers that it needs, of answers and of refusals', async () => {
    const { page, url } = await open();
    const item = await fetchIn(page, `${url}/book/b-100`);
    expect(item.headers).toMatchObject({ etag: expect.any(String), 'x-request-id': expect.any(String) });
    const stale = await fetchIn(page, `${url}/book/b-100`, {
      method: 'PATCH',
      headers: { 'if-match': '"99"', 'content-type': 'application/json' },
      body: '{"price":1}',
    });
    expect(stale).toMatchObject({ status: 412, headers: { etag: item.headers?.etag } });
    const list = await fetchIn(page, `${url}/book?limit=1`);
    expect(list.headers?.link).toContain('rel="next"');
  });

  test('reads a 429 with its Retry-After', async () => {
    const { page, url } = await open(['--rate=1', '--burst=1']);
    const answers: Outcome[] = [];
    do answers.push(await fetchIn(page, `${url}/book?limit=1`));
    while (answers.at(-1)?.status === 200);
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(answers.at(-1)?.text).toContain('/problems/too-many-requests');
  });

  test('follows a feed with EventSource', async () => {
    const { page, url } = await open();
    const followed = page.evaluate<string>(`new Promise((done) => {
      const source = new EventSource(${JSON.stringify(`${url}/book/changes?wait=20`)});
      source.addEventListener('Updated', ({ data }) => { source.close(); done(data); });
      source.addEventListener('open', () => { document.title = 'open'; });
    })`);
    let price = 1;
    let isDone = false;
    void followed.then(() => (isDone = true));
    while (!isDone) {
      await fetchIn(page, `${url}/book/b-100`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ price: (price += 1) }),
      });
      await sleep(200);
    }
    expect(JSON.parse(await followed)).toMatchObject({ change: 'Updated', key: { id: 'b-100' } });
  });

  test('sends cookies where that is said, and is kept from the answer where it is not', async () => {
    const withCookies = await open([], { CORS_ORIGINS: origin, CORS_CREDENTIALS: 'on' });
    expect(withCookies.banner).toContain(`${origin} may call and send cookies`);
    const init = { credentials: 'include', headers: { 'x-requested-with': 'XMLHttpRequest' } };
    await withCookies.page.context().addCookies([{ name: 'session', value: 'abc', url: withCookies.url }]);
    const asked = withCookies.page.waitForRequest((request) => request.method() === 'GET');
    expect(await fetchIn(withCookies.page, `${withCookies.url}/book?limit=1`, init)).toMatchObject({ status: 200 });
    expect((await (await asked).allHeaders()).cookie).toBe('session=abc');
    const usual = await open();
    const { blocked } = await fetchIn(usual.page, `${usual.url}/book?limit=1`, init);
    expect(blocked).toContain('Failed to fetch');
  });

  test('is kept from everything where its origin is not admitted', async () => {
    const { page, url } = await open(['--cors=https://shop.example']);
    expect(await fetchIn(page, `${url}/book?limit=1`)).toEqual({ blocked: 'TypeError: Failed to fetch' });
    const init = { method: 'DELETE' };
    expect(await fetchIn(page, `${url}/book/b-100`, init)).toEqual({ blocked: 'TypeError: Failed to fetch' });
    expect((await fetch(`${url}/book/b-100`)).status).toBe(200);
  });
});
