import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { meant, meantText } from './documents';
import type { Snippet } from './documents';

/** The address that the documents print for a gateway. */
export const printedUrl = 'http://127.0.0.1:4000';

const run = promisify(execFile);
const root = join(__dirname, '..');

/** `describe` for snippets. Skipped with a printed reason where there is no curl; a failure in CI. */
export const withCurl = process.env.CI || spawnSync('curl', ['--version']).status === 0 ? describe : describe.skip;
if (withCurl !== describe) process.stderr.write('\nSkipped the snippets of the documents: install curl to run them.\n');

/** Runs a snippet against the gateway at `url`, as a user with that home, and compares what it says with what is printed. */
export async function checkSnippet({ language, text, answer }: Snippet, url: string, home: string): Promise<void> {
  if (!answer) throw new Error('No answer is printed below: a json, http or text block is missing.');
  const output = language === 'graphql' ? await ask(url, text) : await paste(url, text, home);
  if (answer.language === 'text') expect(output).toBe(answer.text);
  else if (answer.language === 'http') compareHttp(output, answer.text);
  else compareJson(output, answer.text);
}

/** What a test of a snippet is called. */
export function nameOf({ line, text }: Snippet): string {
  return `line ${line}: ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 90)}`;
}

/** Runs shell text as it stands, in an environment without settings of its own. */
async function paste(url: string, text: string, home: string): Promise<string> {
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

/** Compares JSON with what a document prints. */
export function compareJson(output: string, printed: string): void {
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
