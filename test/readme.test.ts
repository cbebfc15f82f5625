import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createOrderConsumer } from '../api/orders';
import { banner } from '../local/banner';
import { serve } from '../local/http';
import type { Listening } from '../local/http';
import { startMessaging } from '../local/messaging/messaging';
import type { Messaging } from '../local/messaging/messaging';
import { loadSamples, samples } from '../local/samples';
import { localAccess } from '../local/tables';
import { blocksOf, documents, domainsOf, meant, meantText, snippetsOf } from './documents';
import type { Snippet } from './documents';
import { formats, openGateway } from './harness';

// Every command and query of the documents, from top to bottom, as a reader pastes them. The second format of events
// finds the data that the first tour left behind, so a tour that does not tidy up fails.

const printedUrl = 'http://127.0.0.1:4000';
const run = promisify(execFile);
const root = join(__dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'tandem-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Skipped with a printed reason where there is no curl; a failure in CI. */
const withCurl = process.env.CI || spawnSync('curl', ['--version']).status === 0 ? describe : describe.skip;
if (withCurl !== describe) process.stderr.write('\nSkipped the snippets of the documents: install curl to run them.\n');

withCurl.each(documents.filter((document) => snippetsOf(document).length > 0))('%s', (document) => {
  const tablePrefix = `docs-${randomUUID().slice(0, 8)}-`;
  const domains = domainsOf(document);
  describe.each(formats)('with %s events', (payload) => {
    let listening: Listening | undefined;
    let messaging: Messaging | undefined;
    beforeAll(async () => {
      const { handler } = await openGateway(payload, { tablePrefix, ...(domains && { domains }) });
      await loadSamples(handler, payload);
      messaging = startMessaging({
        endpoint: process.env.TEST_ENGINE!,
        ...localAccess,
        tablePrefix,
        consumer: createOrderConsumer({
          endpoint: process.env.TEST_ENGINE!,
          ...localAccess,
          tablePrefix,
          log: () => undefined,
        }),
        log: () => undefined,
      });
      listening = await serve({ handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
    });
    afterAll(async () => {
      await listening?.close();
      await messaging?.stop();
    });

    test.each(snippetsOf(document).map((snippet) => ({ name: nameOf(snippet), snippet })))(
      '$name',
      async ({ snippet }) => {
        const { language, text, answer } = snippet;
        // The moment later of which the documents speak.
        await messaging!.idle();
        if (!answer) throw new Error('No answer is printed below: a json, http or text block is missing.');
        const output = language === 'graphql' ? await ask(listening!.url, text) : await paste(listening!.url, text);
        if (answer.language === 'text') expect(output).toBe(answer.text);
        else if (answer.language === 'http') compareHttp(output, answer.text);
        else compareJson(output, answer.text);
      },
    );
  });
});

describe('README.md', () => {
  test('prints what npm start prints', () => {
    const facts = { url: printedUrl, port: 4000, wantedPort: 4000, payload: 'v1', samples: samples.length } as const;
    const printed = banner({
      ...facts,
      host: '127.0.0.1',
      cors: { origins: ['loopback'] },
      endpoint: 'http://127.0.0.1:39217',
      data: '/home/ann/tandem/.data',
      milliseconds: 600,
    });
    const block = blocksOf('README.md').find(({ text }) => text.includes('Tandem is up'));
    expect(block?.text).toBe(printed.replace(/^\n/, ''));
  });
});

test.each([
  ['another value', { price: 1 }, { price: 2 }],
  ['a field that is not there', { price: 1, sku: 'a' }, { price: 1 }],
  ['a field that is not printed', { price: 1 }, { price: 1, sku: 'a' }],
  ['a number that is printed as a text', { price: '1' }, { price: 1 }],
  ['an element too many', [1], [1, 2]],
  ['an element too few', [1, 2, '…'], [1]],
  ['what is no time', '2026-11-21T09:30:00.000Z', 'yesterday'],
  ['what is no UUID', '0190a6f4-7c1e-7d3a-9b1e-0f2a3c4d5e6f', 'p-1'],
  ['an empty text for …', '…', ''],
])('the comparison notices %s', (_, printed, actual) => {
  expect(actual).not.toEqual(meant(printed, actual));
});

test('the comparison lets pass what the documents leave open', () => {
  const printed = { at: '2026-11-21T09:30:00.000Z', list: [{ id: 'a', '…': '…' }, '…'], cursor: 'a…z' };
  const actual = { at: '2027-01-02T03:04:05.006Z', list: [{ id: 'a', price: 1 }, 2, 3], cursor: 'a12z' };
  expect(actual).toEqual(meant(printed, actual));
});

function nameOf({ line, text }: Snippet): string {
  return `line ${line}: ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 90)}`;
}

/** Runs shell text as it stands, in an environment without settings of its own. */
async function paste(url: string, text: string): Promise<string> {
  const command = text.replaceAll(printedUrl, url);
  if (/:4000\b|localhost/.test(command)) throw new Error(`The address must be written ${printedUrl}.`);
  // npm would print the script that it runs above what the script prints.
  const env = { PATH: process.env.PATH, HOME: home, no_proxy: '*', npm_config_loglevel: 'silent' };
  const { stdout } = await run('sh', ['-c', `set -e\n${command}`], { env, cwd: root, timeout: 20_000 });
  return stdout;
}

async function ask(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

function compareJson(output: string, printed: string): void {
  const actual: unknown = JSON.parse(output);
  expect(actual).toEqual(meant(JSON.parse(printed), actual));
}

/** The status line and the printed headers; a body if one is printed, and none if none is. */
function compareHttp(output: string, printed: string): void {
  const [actual, expected] = [messageOf(output), messageOf(printed)];
  expect(actual.statusLine).toBe(expected.statusLine);
  const shown = [...expected.headers].map(([name, value]) => [name, meantText(value)]);
  expect(Object.fromEntries([...actual.headers].filter(([name]) => expected.headers.has(name)))).toEqual(
    Object.fromEntries(shown),
  );
  if (expected.body === '') expect(actual.body).toBe('');
  else if (actual.headers.get('content-type')?.startsWith('text/event-stream'))
    expect(actual.body).toEqual(meantText(expected.body));
  else compareJson(actual.body, expected.body);
}

function messageOf(text: string): { statusLine: string; headers: Map<string, string>; body: string } {
  const [head, ...body] = text.replaceAll('\r\n', '\n').split('\n\n');
  const [statusLine, ...lines] = head!.trim().split('\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { statusLine: statusLine!.trim(), headers: new Map(headers), body: body.join('\n\n').trim() };
}
