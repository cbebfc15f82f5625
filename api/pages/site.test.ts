import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { payloads } from '../../local/lambda';
import type { Payload } from '../../local/lambda';
import { localPaths } from '../../local/messaging/local-paths';
import { problemFor } from '../../services/errors';
import { openGateway } from '../../test/harness';
import { definition } from '../../test/usual';

let listening: Listening | undefined;
afterEach(async () => listening?.close());

async function open(payload: Payload): Promise<string> {
  const { handler } = await openGateway(payload, { eventsFrom: localPaths.events });
  listening = await serve({ handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
  return listening.url;
}

const textOf = (html: string): string =>
  html.replace(/<[^>]*>/g, '\n').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

const page = async (url: string): Promise<string> => (await fetch(url, { headers: { accept: 'text/html' } })).text();

test('the page of every problem shows such an answer as both faces write it, and leads back', async () => {
  const url = await open('v1');
  const list = await page(`${url}/problems`);
  for (const code of definition.problems) {
    expect(list).toContain(`href="problems/${code}"`);
    const html = await page(`${url}/problems/${code}`);
    for (const path of ['/problems', '/docs', '/']) expect(html).toContain(`href="${path}"`);
    const { status, title, graphql, only } = problemFor(code);
    const examples = [...html.matchAll(/<pre><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, code]) => textOf(code!));
    const [inGraphql, rest] = examples.reverse();
    expect(JSON.parse(inGraphql!)).toMatchObject({
      errors: [{ message: `${title}.`, extensions: { code: graphql, type: `/problems/${code}` } }],
    });
    expect(rest === undefined).toBe(only === 'graphql');
    if (rest === undefined) continue;
    const [head, body] = rest.split('\n\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status}\\ncontent-type: application/problem\\+json`));
    expect(JSON.parse(body!)).toMatchObject({ type: `/problems/${code}`, title, status, detail: `${title}.` });
  }
});

test('an example points to a field where its problem does, and has the members of its own', async () => {
  const url = await open('v1');
  expect(textOf(await page(`${url}/problems/validation`))).toContain('"pointer": "/price"');
  expect(textOf(await page(`${url}/problems/not-found`))).not.toContain('"pointer"');
});

test.each(payloads)('without a script the start page has the right port, with %s events', async (payload) => {
  const url = await open(payload);
  const html = await page(url);
  expect(html).toContain(`<span data-root>${url}</span>/book?limit=3`);
  expect(html).not.toContain('127.0.0.1:4000');
});
